"""The checklist's ecosystem: how people come in, partners, communities."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmkb import metrics
from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.ecosystem.community import UNCOUNTED, Community, HeadCount
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.kinds.ecosystem.partner import ACTIVE, DORMANT, NO_RECORD, Partner
from pmkb.record import Section
from pmkb.trackers import figures
from pmkb.trackers.accounts import converted, money
from pmkb.trackers.tracker import (
    TREND_MOST,
    Reading,
    Tracking,
    Trend,
    Words,
    by_urgency,
    first,
    joined,
    listed,
    named,
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
            "近一年从{first}到{last}转化 {conversion}，较上一年 {change}",
            conversion=figures.share(lead.total.overall),
            first=_term(kb, "funnel-stage", lead.funnel.stages[0]),
            last=_term(kb, "funnel-stage", lead.funnel.stages[-1]),
            change=figures.change(_change(lead, kb)),
        ),
        say(
            "weakest: {entrance}, {stage} → {to} {share}",
            "最弱环节：{entrance}的{stage} → {to}，{share}",
            entrance=_term(kb, "funnel-entrance", weakest[0]),
            stage=_term(kb, "funnel-stage", weakest[1].stage),
            to=_term(kb, "funnel-stage", weakest[1].to),
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


def _term(kb: KnowledgeBase, vocabulary: str, name: str) -> Words:
    term = kb.vocabulary.term(vocabulary, name)
    return named(term) if term else Words(name, name)


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


# --- partners ---------------------------------------------------------------------------------

MOST_TYPES = 4


@tracker(
    "partners",
    30,
    Section.ECOSYSTEM,
    "Partners",
    "生态伙伴",
    "partner",
    "customer",
    "contract",
)
def partners(kb: KnowledgeBase) -> Tracking:
    """Active partners by type, the revenue they brought and are given, and those who are dormant.

    A partner is dormant after 180 days without anything on record. Revenue brought is the ARR of
    the customers that name it as their source; given, the annual value of contracts with it.

    Act: half of the partners or more are dormant. Unknown: there is no partner, or nothing is on
    record of most. Watch: one is dormant, or nothing is on record of it. Else good.

    ---
    活跃伙伴按类型的家数、带来和给予的收入、沉寂的伙伴。

    180 天没有任何记录算沉寂。带来的收入是以其为来源的客户的 ARR，给予的收入是与其合同的年化金额。

    需处理：一半以上沉寂。未知：没有伙伴，或一半以上没有任何合作记录。需关注：有伙伴沉寂，或没有合作记录。
    其余为正常。
    """
    found = [each for each in kb.all(Partner) if each.is_open]
    if not found:
        return nothing()
    standing = {each: each.activity(kb) for each in found}
    dormant = [each for each in found if standing[each] is DORMANT]
    blind = [each for each in found if standing[each] is NO_RECORD]
    live = [each for each in found if standing[each] is ACTIVE]
    terms, count = kb.vocabulary.terms("partner-type"), Counter(each.type for each in live)
    types = [
        say("{type} {n}", "{type} {n}", type=named(terms[name]), n=number)
        for name, number in count.most_common(MOST_TYPES)
        if name in terms
    ]
    headline = joined(
        say("{live} of {all} active", "{all} 家中 {live} 家活跃", all=len(found), live=len(live)),
        *([listed(types)] if types else []),
        say(
            "{brought} brought, {given} given; {dormant} dormant, {blind} without a record",
            "带来 {brought}，给予 {given}；{dormant} 家沉寂，{blind} 家无记录",
            brought=money(converted((each.revenue_brought(kb) for each in found), kb), kb),
            given=money(converted((each.revenue_given(kb) for each in found), kb), kb),
            dormant=len(dormant),
            blind=len(blind),
        ),
    )
    level = Level.WATCH if dormant or blind else Level.GOOD
    if len(blind) * 2 > len(found):
        level = Level.UNKNOWN
    if len(dormant) * 2 >= len(found):
        level = Level.ACT
    return Tracking(level, headline, first(dormant, blind, live))


# --- communities ------------------------------------------------------------------------------


@tracker("communities", 31, Section.ECOSYSTEM, "Communities", "开发者、用户组", "community")
def communities(kb: KnowledgeBase) -> Tracking:
    """Members, how many are active, what they contribute, and how the communities grow.

    The newest count of each on or before the day; growth is against the count before it, over the
    communities that have two.

    Act: one has shrunk by more than 1 %. Unknown: there is none, or one has not been counted for a
    quarter. Watch: one has not grown by more than 1 %. Else good.

    ---
    社区的成员数、活跃人数、贡献和增长。

    取每个社区当日或之前最近一次统计；增长与再前一次比，只算有两次统计的社区。

    需处理：有社区人数下降超过 1%。未知：没有社区，或有社区一个季度没有统计。需关注：有社区增长不到 1%。
    其余为正常。
    """
    found = [each for each in kb.all(Community) if each.is_open]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    counted = {each: each.counted(kb.as_of) for each in found}
    newest = [counts[-1] for counts in counted.values() if counts]
    pairs = [(counts[-2], counts[-1]) for counts in counted.values() if len(counts) > 1]
    before = sum(one.members for one, _ in pairs)
    headline = joined(
        say(
            "{n} {n:community|communities}, {members} {members:member|members}, {active} active, {growth} since the last count",
            "{n} 个社区，{members} 名成员，{active} 人活跃，较上次统计 {growth}",
            n=len(found),
            members=sum(each.members for each in newest),
            active=sum(each.active or 0 for each in newest),
            growth=figures.change(
                sum(two.members for _, two in pairs) / before - 1 if before else None
            ),
        ),
        say(
            "{given} {given:contribution|contributions}; {blind} not counted lately",
            "{given} 次贡献；{blind} 个久未统计",
            given=sum(each.contributions or 0 for each in newest),
            blind=sum(each is UNCOUNTED for each in standing.values()),
        ),
    )
    levels = [(s.level, each) for each, s in standing.items()]
    return Tracking(
        worst(level for level, _ in levels), headline, by_urgency(levels), _members(counted)
    )


def _members(counted: dict[Community, list[HeadCount]]) -> Trend | None:
    """Members of all communities on each day of a count, from the first day all were counted."""
    every = [counts for counts in counted.values() if counts]
    if not every:
        return None
    since = max(counts[0].date for counts in every)
    days = sorted({each.date for counts in every for each in counts if each.date >= since})
    readings = [
        Reading(day, day.isoformat(), float(sum(_members_on(counts, day) for counts in every)))
        for day in days
    ]
    return trend(Words("Members", "成员数"), readings)


def _members_on(counts: Sequence[HeadCount], day: date) -> int:
    return next(each.members for each in reversed(counts) if each.date <= day)
