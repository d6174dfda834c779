"""Goals as charts: progress beside what is ideal by now, and the way from baseline to target."""

from collections.abc import Sequence

from pmkb.charts import Bullet, Form, Kpi, Line, Point, Series, Target
from pmkb.kinds.dashboard.goal import Goal
from pmkb.pages import numbers
from pmkb.pages.desk import Desk


def progress(desk: Desk, title: str, goals: Sequence[Goal]) -> Bullet:
    """How far goals have come, each as a share of its way, beside the share that is due by now."""
    return Bullet(title, tuple(_kpi(desk, each) for each in goals))


def _kpi(desk: Desk, goal: Goal) -> Kpi:
    return Kpi(
        goal.heading,
        goal.progress(desk.kb),
        1.0,
        goal.ideal(desk.kb) if desk.as_of < goal.due else None,
        None,
        goal.standing(desk.kb).level,
        form=Form.SHARE,
        href=desk.href(goal),
    )


def way(desk: Desk, goal: Goal, title: str = "", *, broad: bool = False) -> Line:
    """Its values since the start, and the straight way to the target; empty without a value."""
    known = [
        (day, value)
        for day, value in goal.values(desk.kb)
        if goal.start <= day <= min(goal.due, desk.as_of)
    ]
    actual = tuple(Point(day, value) for day, value in known)
    ends = ((goal.start, goal.baseline), (goal.due, goal.target))
    ideal = tuple(Point(day, value) for day, value in ends)
    names = desk.say("Actual", "实际"), desk.say("Ideal", "理想进度")
    series = (Series(names[0], actual), Series(names[1], ideal)) if actual else ()
    aim = Target(desk.say("Target", "目标"), goal.target)
    unit, form = desk.unit(goal.unit), form_of(desk, goal)
    return Line(title or goal.heading, series, (aim,), broad=broad, unit=unit, form=form)


def form_of(desk: Desk, goal: Goal) -> Form:
    """How its values are written: those of a ratio are shares, unless it says a unit."""
    found = desk.metric(desk.kb.target(goal, "metric"))
    return Form.NUMBER if found is None or goal.unit else numbers.form_of(found)
