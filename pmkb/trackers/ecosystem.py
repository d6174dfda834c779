"""The checklist's ecosystem: how people come in, partners, communities."""

from typing import TYPE_CHECKING

from pmkb import metrics
from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.record import Section
from pmkb.trackers import figures
from pmkb.trackers.tracker import (
    TREND_MOST,
    Reading,
    Tracking,
    Words,
    by_urgency,
    joined,
    nothing,
    say,
    tracker,
    trend,
    worst,
)

if TYPE_CHECKING:
    from pmkb.metrics.facts import Facts
    from pmkb.metrics.funnels import FunnelReport

# --- how people come in -----------------------------------------------------------------------

FELL_WATCH, FELL_ACT = 0.05, 0.2


@tracker(
    "demand-funnel", 29, Section.ECOSYSTEM, "Demand funnel", "需求与引流漏斗", "funnel", "dataset"
)
def demand_funnel(kb: KnowledgeBase) -> Tracking:
    """Conversion from first to last stage over a year's facts, and where most are lost.

    The sentence is about the first funnel by path. The weakest step is the one with the lowest
    conversion, of all entrances; the change is against the conversion of the year before.

    Act: a funnel's conversion has fallen by 20 % of itself or more, or nobody reaches the last
    stage. Unknown: no funnel has facts, or those of one are older than the dataset's `max_age`
    (without one, two whole periods). Watch: one's conversion has fallen by 5 % of itself or more.
    Else good.

    ---
    近一年数据中从第一阶段到最后阶段的转化率，以及漏得最多的环节。

    标题句说按路径排第一的漏斗。最弱环节是所有入口中转化率最低的一步；变化与上一年的转化率比。

    需处理：转化率相对下降 20% 以上，或没有人走到最后阶段。未知：漏斗没有数据，或数据超过数据集的
    `max_age`（没写则为整整两个周期没有数据）。需关注：转化率相对下降 5% 以上。其余为正常。
    """
    funnels = [each for each in kb.all(Funnel) if each.is_open]
    if not funnels:
        return nothing()
    found = _reports(kb)
    lead = next((found[each.id] for each in funnels if each.id in found), None)
    if lead is None:
        return nothing(say("no funnel has facts", "漏斗没有数据"), *funnels)
    course = _course(lead, kb)
    weakest = lead.weakest
    headline = joined(
        say(
            "{conversion} from {first} to {last} in a year, {change} on the year before",
            "近一年从 {first} 到 {last} 转化 {conversion}，较上一年 {change}",
            conversion=figures.share(lead.total.overall),
            first=lead.funnel.stages[0],
            last=lead.funnel.stages[-1],
            change=figures.change(_change(lead, kb)),
        ),
        say(
            "weakest: {entrance}, {step} {share}",
            "最弱环节：{entrance} 的 {step}，{share}",
            entrance=weakest[0],
            step=f"{weakest[1].stage} → {weakest[1].to}",
            share=figures.share(weakest[1].conversion),
        )
        if weakest
        else say("no entrance is known", "入口未知"),
    )
    levels = [(_level(found.get(each.id), kb), each) for each in funnels]
    name = Words(lead.funnel.heading, lead.funnel.heading)
    if figures.are_old(_facts(lead, kb)):
        headline = joined(headline, figures.ended(course[-1].period if course else ""))
    return Tracking(
        worst(level for level, _ in levels), headline, by_urgency(levels), trend(name, course, "%")
    )


def _reports(kb: KnowledgeBase) -> "dict[str, FunnelReport]":
    if not metrics.has_facts(kb):
        return {}
    from pmkb.metrics.report import report

    return dict(report(kb).funnels)


def _course(found: "FunnelReport", kb: KnowledgeBase) -> list[Reading]:
    from pmkb.metrics.funnels import course

    return [
        Reading(point.span.end, point.label, value)
        for point, value in course(found.funnel, kb, TREND_MOST)
    ]


def _facts(found: "FunnelReport", kb: KnowledgeBase) -> "Facts":
    from pmkb.metrics.report import report

    dataset = kb.target(found.funnel, "dataset")
    return report(kb).facts[dataset.ref if dataset else ""]


def _change(found: "FunnelReport", kb: KnowledgeBase) -> float | None:
    """Against the conversion of the year before, as a share of that."""
    course, year = _course(found, kb), _facts(found, kb).calendar.per_year
    before = course[-1 - year].value if len(course) > year else None
    overall = found.total.overall
    # Rounded, so that a change exactly on a threshold counts as having reached it.
    return None if overall is None or not before else round(overall / before - 1, 9)


def _level(found: "FunnelReport | None", kb: KnowledgeBase) -> Level:
    if found is None or figures.are_old(_facts(found, kb)):
        return Level.UNKNOWN
    change = _change(found, kb)
    if not found.total.overall or (change is not None and change <= -FELL_ACT):
        return Level.ACT
    return Level.WATCH if change is not None and change <= -FELL_WATCH else Level.GOOD
