"""The checklist's activities: events, brand, meetings."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pmkb.flow import Level, Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.activities.event import NO_RESULTS, UPCOMING, Event
from pmkb.kinds.activities.meeting import Meeting
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.markdown import Task
from pmkb.record import Record, Section
from pmkb.trackers import figures
from pmkb.trackers.accounts import converted, money
from pmkb.trackers.tracker import (
    Headline,
    Tracking,
    by_urgency,
    first,
    joined,
    nothing,
    say,
    tracker,
    worst,
)

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

# --- events -----------------------------------------------------------------------------------

YEAR_DAYS = 365


@tracker("events", 32, Section.ACTIVITIES, "Events", "运营活动", "event", "opportunity")
def events(kb: KnowledgeBase) -> Tracking:
    """Upcoming events, and what those of a year cost and brought: leads, pipeline, return.

    Cost per lead is of the events with both. Pipeline is the amounts of the deals they began or
    moved, open and won; return is won ÷ cost. Each deal counts once.

    Act: an event has no results two weeks after its end. Unknown: none is planned, and none was
    held within a year. Watch: none is planned. Else good.

    ---
    即将举行的活动，近一年活动的费用和产出：线索、商机、投入产出比。

    单条线索成本只算两者都有的活动；商机金额含活动带来或推动的在途和赢单，投入产出比 = 赢单 ÷ 费用，同一个
    商机只算一次。

    需处理：有活动结束两周还没有结果。未知：没有计划中的活动，近一年也没有办过。需关注：没有计划中的活动。
    其余为正常。
    """
    every = [each for each in kb.all(Event) if each.status != "cancelled"]
    coming = [each for each in every if each.standing(kb) is UPCOMING]
    bare = [each for each in every if each.standing(kb) is NO_RESULTS]
    held = [each for each in every if 0 <= (kb.as_of - each.start).days <= YEAR_DAYS]
    if not coming and not held and not bare:
        return nothing(say("no event within a year", "近一年没有活动"), *every)
    priced = [each for each in held if each.leads and each.cost]
    leads, paid = sum(each.leads or 0 for each in priced), _cost(priced, kb)
    spent, deals = _cost(held, kb), {d for e in held for d in kb.targets(e, "opportunities")}
    won = _worth(deals, kb, Phase.DONE)
    headline = joined(
        say(
            "{coming} upcoming, {bare} without results",
            "{coming} 场即将举行，{bare} 场缺少结果",
            coming=len(coming),
            bare=len(bare),
        ),
        say(
            "in a year {leads} {leads:lead|leads} at {cost} each, {pipeline} of pipeline, return {back} × cost",
            "近一年 {leads} 条线索，单条成本 {cost}，影响商机 {pipeline}，投入产出 {back} 倍",
            leads=sum(each.leads or 0 for each in held),
            cost=money((paid / leads).quantize(Decimal(1)), kb) if leads else "–",
            pipeline=money(won + _worth(deals, kb, Phase.OPEN), kb),
            back=round(won / spent, 1) if spent else "–",
        ),
    )
    level = Level.ACT if bare else Level.GOOD if coming else Level.WATCH
    return Tracking(level, headline, first(bare, coming, held))


def _cost(found: Sequence[Event], kb: KnowledgeBase) -> Decimal:
    return converted((each.cost for each in found), kb)


def _worth(deals: Iterable[Record], kb: KnowledgeBase, phase: Phase) -> Decimal:
    fitting = (each for each in deals if isinstance(each, Opportunity) and each.phase is phase)
    return converted((each.amount for each in fitting), kb)


# --- brand ------------------------------------------------------------------------------------

BRAND = ("share-of-voice", "mentions", "reach")
FELL_ACT = -0.2


@tracker("brand", 33, Section.ACTIVITIES, "Brand", "品牌与影响力", "metric", "dataset")
def brand(kb: KnowledgeBase) -> Tracking:
    """Share of voice, mentions and reach, and how they have changed in a year.

    They are the first metrics by path with `subject: share-of-voice`, `mentions` and `reach`. What
    has no facts of a year ago is compared with the period before.

    Act: one is beyond an alert threshold, off the track of its target, or lower by 20 % or more.
    Unknown: none has values, or the facts of one are older than the dataset's `max_age` (without
    one, two whole periods). Watch: one is lower, or at risk of missing its target. Else good.

    ---
    声量份额、提及量、触达人数，以及一年来的变化。

    取按路径排第一的 `subject` 为 `share-of-voice`、`mentions`、`reach` 的指标；没有去年同期数据的与上期比。

    需处理：越过预警线、偏离目标进度，或下降 20% 以上。未知：没有数值，或数据超过数据集的 `max_age`（没写
    则为整整两个周期没有数据）。需关注：下降，或目标有风险。其余为正常。
    """
    found = [each[0] for name in BRAND if (each := figures.about(kb, name))]
    if not found:
        subjects = say(
            "no metric has the subject share-of-voice, mentions or reach",
            "没有统计声量份额、提及量或触达人数的指标",
        )
        return nothing(subjects, *figures.undecided(kb, *BRAND))
    levels = [(_brand_level(each), each.metric) for each in found]
    return Tracking(
        worst(level for level, _ in levels),
        joined(*map(_told, found)),
        by_urgency(levels),
        figures.trend_of(found[0]),
    )


def _changed(found: "MetricReport") -> float | None:
    year = figures.growth_year(found)
    return year if year is not None else figures.growth(found)


def _brand_level(found: "MetricReport") -> Level:
    level, change = figures.course(found), _changed(found)
    fell = change is not None and round(change, 9) <= FELL_ACT
    return worst([level, Level.ACT]) if fell and level is not Level.UNKNOWN else level


_TOLD = {
    "share-of-voice": ("share of voice", "声量份额"),
    "mentions": ("mentions", "提及量"),
    "reach": ("reach", "触达"),
}


def _told(found: "MetricReport") -> Headline:
    en, zh = _TOLD[str(found.metric.subject)]
    year = figures.growth_year(found) is not None
    told = say(
        en + " {value}, {change} " + ("on the year" if year else "on the period before"),
        zh + " {value}，" + ("同比" if year else "环比") + " {change}",
        value=figures.value(found, figures.amount(found)),
        change=figures.change(_changed(found)),
    )
    return figures.aged(told, found)


# --- meetings ---------------------------------------------------------------------------------

MET_WITHIN_DAYS = 30


@tracker("meetings", 34, Section.ACTIVITIES, "Meetings", "会议", "meeting")
def meetings(kb: KnowledgeBase) -> Tracking:
    """Decisions of the last 30 days, and tasks of meetings that are open or overdue.

    Act: a task is overdue. Unknown: no meeting within 30 days is recorded. Watch: an open task has
    nobody who does it, or no day. Else good.

    ---
    近 30 天的会议决定，以及会议待办的未完成和逾期。

    需处理：有待办逾期。未知：30 天内没有会议记录。需关注：有未完成的待办没写负责人或期限。其余为正常。
    """
    found = [each for each in kb.all(Meeting) if each.date <= kb.as_of]
    recent = [each for each in found if (kb.as_of - each.date).days <= MET_WITHIN_DAYS]
    tasks = [(each, task) for each in found for task in each.document.body.tasks if not task.done]
    late = [each for each, task in tasks if _is_late(task, kb.as_of)]
    vague = [each for each, task in tasks if task.owner is None or task.due is None]
    if not recent and not late:
        return nothing(say("no meeting within 30 days", "近 30 天没有会议记录"), *found)
    headline = say(
        "{decisions} {decisions:decision|decisions} in a month; {open} {open:task|tasks} open, {late} overdue, "
        "{vague} without a person or a day",
        "近一月 {decisions} 项决定；{open} 项待办未完成，{late} 项逾期，{vague} 项缺负责人或期限",
        decisions=sum(len(each.decisions) for each in recent),
        open=len(tasks),
        late=len(late),
        vague=len(vague),
    )
    level = Level.ACT if late else Level.WATCH if vague else Level.GOOD
    return Tracking(level, headline, first(late, vague, (each for each, _ in tasks), recent))


def _is_late(task: Task, as_of: date) -> bool:
    day = task.due.value if task.due else None
    return day is not None and day < as_of
