"""The checklist's success criteria."""

from collections import Counter

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.success.criterion import MET, NOT_MET, UNKNOWN, Criterion
from pmkb.record import Section
from pmkb.trackers.tracker import (
    Headline,
    Tracking,
    by_urgency,
    joined,
    listed,
    named,
    nothing,
    say,
    tracker,
)

ASSESSED_WITHIN_DAYS = 183


@tracker("success-criteria", 36, Section.SUCCESS, "Success criteria", "成功的标准", "criterion")
def success_criteria(kb: KnowledgeBase) -> Tracking:
    """Criteria met, area by area: positioning, product, channel, ecosystem, revenue.

    A metric decides, or the newest assessment; one older than half a year decides nothing.

    Act: all criteria of an area are assessed, and none is met. Unknown: there is no criterion, or
    most are not assessed. Watch: one is not met, or not assessed. Else good.

    ---
    按方面看满足了几条成功标准：定位、产品、渠道、生态、营收。

    由指标或最近一次评估判定；超过半年的评估不算数。

    需处理：某个方面全部评估过而没有一条满足。未知：没有标准，或一半以上未评估。需关注：有标准未满足或未
    评估。其余为正常。
    """
    criteria = [each for each in kb.all(Criterion) if each.is_open]
    if not criteria:
        return nothing()
    found = {each: UNKNOWN if _is_old(each, kb) else each.standing(kb) for each in criteria}
    count = Counter(found.values())
    areas = kb.vocabulary.terms("criterion-area")
    by_area = {name: [found[each] for each in criteria if each.area == name] for name in areas}
    by_area = {name: each for name, each in by_area.items() if each}
    headline = joined(
        say(
            "{met} of {all} {all:criterion|criteria} met, {unknown} not assessed",
            "{all} 条标准满足 {met} 条，{unknown} 条未评估",
            met=count[MET],
            all=len(criteria),
            unknown=count[UNKNOWN],
        ),
        listed([_area(name, each.count(MET), len(each), kb) for name, each in by_area.items()]),
    )
    level = Level.WATCH if count[NOT_MET] or count[UNKNOWN] else Level.GOOD
    if count[UNKNOWN] * 2 > len(criteria):
        level = Level.UNKNOWN
    if any(set(each) == {NOT_MET} for each in by_area.values()):
        level = Level.ACT
    return Tracking(level, headline, by_urgency((each.level, c) for c, each in found.items()))


def _is_old(criterion: Criterion, kb: KnowledgeBase) -> bool:
    day = criterion.last_judged(kb)
    return day is not None and (kb.as_of - day).days > ASSESSED_WITHIN_DAYS


def _area(name: str, met: int, all_: int, kb: KnowledgeBase) -> Headline:
    term = kb.vocabulary.terms("criterion-area")[name]
    return say("{area} {met}/{all}", "{area} {met}/{all}", area=named(term), met=met, all=all_)
