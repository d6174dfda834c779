"""Metrics against their targets: where each stands, as bullets, tables and courses."""

from typing import TYPE_CHECKING

from pmkb.charts import Inflection, Kpi, Line, Range, Series, Target
from pmkb.charts import Point as Dot
from pmkb.flow import Level, Standing
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import form_of
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.pace import Progress
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.turns import Turn

RUNNING = {
    "on-track": Standing("on-track", "On pace", "跟上进度", Level.GOOD),
    "at-risk": Standing("at-risk", "At risk", "有风险", Level.WATCH),
    "off-track": Standing("off-track", "Off track", "偏离", Level.ACT),
}
ENDED = {
    "on-track": Standing("reached", "Reached", "已达成", Level.GOOD),
    "at-risk": Standing("nearly-reached", "Nearly reached", "差一点", Level.WATCH),
    "off-track": Standing("missed", "Missed", "未达成", Level.ACT),
}
UNMEASURED = Standing("unmeasured", "Not measured", "无数据", Level.UNKNOWN)


def standing(found: "MetricReport", progress: "Progress") -> Standing | None:
    """Where a metric stands against a target; None for a target whose period is to come."""
    known = progress.standing(found.metric.direction)
    if progress.is_over and known is not None:
        return ENDED[known]
    if progress.span.start > found.kb.as_of:
        return None
    if known is None or figures.is_stale(found):
        return UNMEASURED
    return RUNNING[known]


def level(found: "MetricReport") -> Level | None:
    """How it stands against the target of the day; None without one."""
    main = found.main_progress
    known = standing(found, main) if main else None
    return known.level if known else None


def kpi(desk: Desk, found: "MetricReport", progress: "Progress", name: str = "") -> Kpi:
    """A target as a bullet has it."""
    known = standing(found, progress)
    ahead = progress.forecast
    expected = None if progress.pace is None else float(progress.target) * progress.pace
    return Kpi(
        name or f"{found.metric.heading} · {progress.period}",
        None if progress.actual is None else float(progress.actual),
        float(progress.target),
        None if progress.is_over else expected,
        None if ahead is None or ahead.value is None or progress.is_over else float(ahead.value),
        known.level if known else None,
        desk.unit(found.unit),
        form_of(found),
        desk.href(found.metric),
    )


def course(desk: Desk, found: "MetricReport", title: str = "", *, broad: bool = False) -> Line:
    """A metric over time, with its targets, its forecast, and where it turned."""
    points, ahead = desk.points(found), found.forecast
    aims = _aims(desk, found)
    expected: tuple[Range, ...] = ()
    last = found.current
    if ahead is not None and ahead.value is not None and last is not None and _is_level(found):
        calendar = found.series.calendar if found.series else None
        at = calendar.of(ahead.span.end) if calendar else last.period
        if calendar is not None and at > last.period:
            low, high = ahead.low or ahead.value, ahead.high or ahead.value
            reach = float(low), float(ahead.value), float(high)
            expected = (Range(calendar.start(at), *reach, calendar.label(at)),)
    return Line(
        title or found.metric.heading,
        (Series(found.metric.heading, points),),
        aims,
        expected,
        tuple(
            Inflection(each.point.span.start, _named(desk, each), turned(found, each.direction))
            for each in found.inflections
        ),
        broad=broad,
        unit=desk.unit(found.unit),
        form=form_of(found),
        note=_aimed_at(desk, found, aims),
    )


def _is_level(found: "MetricReport") -> bool:
    """Whether the amount of a longer span is on the scale of its periods: not for sums."""
    quantity = found.quantity
    return quantity is not None and (quantity.is_stock or not quantity.additive)


def _aims(desk: Desk, found: "MetricReport") -> tuple[Target, ...]:
    """The targets of the shortest periods that the series has reached; of sums, by its periods."""
    series = found.series
    if series is None or not series.points or not found.progress:
        return ()
    calendar, first, last = series.calendar, series.points[0].span, series.points[-1].span
    shortest = min(each.span.days for each in found.progress) * 1.1
    there = [
        each
        for each in found.progress
        if each.span.days <= shortest
        and each.span.start <= last.end
        and each.span.end >= first.start
    ]
    there.sort(key=lambda each: each.span.start)
    made = []
    for each in there:
        periods = list(calendar.within(each.span))
        if not periods:
            continue
        value = float(each.target) / (1 if _is_level(found) else len(periods))
        start, end = calendar.start(periods[0]), calendar.start(periods[-1])
        name = f"{desk.say('Target', '目标')} {each.period}"
        made.append(Target(name, value, start, end, named=each is there[-1]))
    return tuple(made)


def _aimed_at(desk: Desk, found: "MetricReport", aims: tuple[Target, ...]) -> str:
    if not aims or _is_level(found):
        return ""
    return desk.say("targets shared out evenly over their periods", "目标值按期平均")


def turned(found: "MetricReport", direction: str) -> Level | None:
    """Whether a turn is for the better; None where the metric does not say what is."""
    if found.metric.direction is None:
        return None
    return Level.GOOD if direction == found.metric.direction else Level.ACT


def moved(turn: "Turn") -> float | None:
    """By which share the level has moved."""
    return (turn.after - turn.before) / turn.before if turn.before > 0 else None


def _named(desk: Desk, turn: "Turn") -> str:
    share = moved(turn)
    return turn.point.label + ("" if share is None else f" {desk.change(share)}")


def towards(desk: Desk, found: "MetricReport", *, broad: bool = False) -> Line:
    """How a flow adds up to the target of the day, beside what it should and last year's.

    Empty for stocks and ratios, without a target, and where its period is a single unit.
    """
    main, taken = found.main_progress, found.steps
    if main is None or len(taken) < 2:
        return Line(found.metric.heading, ())
    made = (
        (desk.say("Actual", "实际"), [each.actual for each in taken]),
        (desk.say("Due", "应达"), [each.ideal for each in taken]),
        (desk.say("Last year", "去年"), [each.year_before for each in taken]),
    )
    series = tuple(
        Series(
            name,
            tuple(
                Dot(at.span.start, None if value is None else float(value), at.label)
                for at, value in zip(taken, values, strict=True)
                if value is not None
            ),
        )
        for name, values in made
    )
    ahead, last = main.forecast, taken[-1]
    expected: tuple[Range, ...] = ()
    if ahead is not None and ahead.value is not None and not main.is_over:
        low, high = ahead.low or ahead.value, ahead.high or ahead.value
        reach = Range(last.span.start, float(low), float(ahead.value), float(high), last.label)
        expected = (reach,)
    return Line(
        desk.say(
            f"{found.metric.heading}: towards the target of {main.period}",
            f"{found.metric.heading}：{main.period} 目标的累计进度",
        ),
        tuple(each for each in series if each.points),
        (Target(desk.say("Target", "目标"), float(main.target)),),
        expected,
        broad=broad,
        unit=desk.unit(found.unit),
        note=method(desk, main),
    )


def method(desk: Desk, progress: "Progress") -> str:
    """How pace and forecast of a target are reached."""
    ahead = progress.forecast
    names = {
        "linear": desk.say("linear", "按时间线性"),
        "seasonal": desk.say("by last year's season", "按去年的季节性"),
        "level": desk.say("the target holds all the time", "全期都应达到目标值"),
        "drift": desk.say("mean change of the last periods carried on", "按近期平均变化外推"),
        "from the forecasts of its parts": desk.say("from its parts", "由组成指标的预测推算"),
    }
    said = []
    if progress.pace_method is not None:
        how = names[progress.pace_method]
        said.append(desk.say(f"pace {how}", f"应达进度{how}"))
    if ahead is not None and ahead.method in names:
        how = names[ahead.method]
        ranged = desk.say(", with an 80 % range", "，区间为 80%") if ahead.low is not None else ""
        said.append(desk.say(f"forecast {how}{ranged}", f"预测{how}{ranged}"))
    return desk.say("; ", "；").join(said)
