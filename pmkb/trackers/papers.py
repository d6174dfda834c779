"""The checklist's papers: manuals, white papers, contracts, prices, certificates."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product import certification as cert
from pmkb.kinds.product import contract as deal
from pmkb.kinds.product.benchmark import SUPERSEDED, Benchmark
from pmkb.kinds.product.certification import Certification
from pmkb.kinds.product.contract import Contract
from pmkb.kinds.product.document import Document
from pmkb.kinds.product.price import ENDING, Price
from pmkb.kinds.product.release import Release
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.record import Record, Section
from pmkb.trackers.accounts import converted, money
from pmkb.trackers.tracker import Tracking, by_urgency, first, joined, nothing, say, tracker, worst


def _supported(kb: KnowledgeBase) -> list[Release]:
    return [each for each in kb.all(Release) if each.is_supported(kb.as_of)]


def _newest(releases: Sequence[Release]) -> Release:
    return max(releases, key=lambda each: (each.released or date.min, each.id))


# --- documents --------------------------------------------------------------------------------


@tracker("user-manual", 14, Section.PRODUCT, "User manual", "用户手册", "document", "release")
def user_manual(kb: KnowledgeBase) -> Tracking:
    """Supported releases that have a manual in each language, and manuals that are stale.

    The languages are those of the manuals there are. A manual is stale when its review is overdue,
    or a newer release is out and no manual of its language covers that.

    Act: the newest release lacks a manual in some language. Unknown: no release is supported, or
    there is no manual. Watch: another release lacks one, or a manual is stale or cannot be read.
    Else good.

    ---
    支持中的版本是否每种语言都有手册，以及待更新的手册。

    语言取现有手册用到的语言。复核逾期，或已有更新的版本而没有同语言手册覆盖，算待更新。

    需处理：最新版本缺某种语言的手册。未知：没有支持中的版本，或没有手册。需关注：其他版本缺手册，或有手册
    待更新、无法阅读。其余为正常。
    """
    releases = _supported(kb)
    manuals = [each for each in kb.all(Document) if each.type == "user-manual" and each.is_open]
    if not releases or not manuals:
        return nothing(say("no manual of a supported release", "支持中的版本没有手册"), *manuals)
    languages = {each.language for each in manuals}
    there = {
        (release.ref, each.language)
        for each in manuals
        if each.can_be_read
        for release in kb.targets(each, "covers")
    }
    wanted = {(release.ref, language) for release in releases for language in languages}
    stale = [each for each in manuals if (s := each.standing(kb)) and s.level is not Level.GOOD]
    headline = say(
        "{have} of {want} release and language {want:pair|pairs} covered; {stale} {stale:manual|manuals} stale or missing",
        "{want} 个版本与语言组合覆盖 {have} 个；{stale} 份手册待更新或缺失",
        have=len(wanted & there),
        want=len(wanted),
        stale=len(stale),
    )
    newest = _newest(releases)
    bare = any(ref == newest.ref for ref, _ in wanted - there)
    level = Level.ACT if bare else Level.WATCH if stale or wanted - there else Level.GOOD
    return Tracking(level, headline, first(stale, manuals))


MEASURED_WITHIN_DAYS = 365
CITING = ("document", "case")


@tracker(
    "performance-whitepaper",
    15,
    Section.PRODUCT,
    "Performance white paper",
    "性能白皮书",
    "benchmark",
    "document",
    "release",
)
def performance_whitepaper(kb: KnowledgeBase) -> Tracking:
    """The newest release with a benchmark, and claims that newer measurements have superseded.

    A measurement is superseded by a later one of the same workload; it is still cited while a
    document or a customer case refers to it.

    Act: a superseded measurement is still cited. Unknown: no release of ours is supported or none
    was ever measured, or the newest measurement is older than a year. Watch: the newest release has
    none. Else good.

    ---
    最新有性能测试的版本，以及已经过时却还在引用的结论。

    同一负载有更新的测量，旧的即过时；只要文档或客户案例还指向它，就算仍在引用。

    需处理：有过时的结论仍在引用。未知：没有支持中的版本、从没测过，或最近一次测试超过一年。需关注：最新版本
    没有测过。其余为正常。
    """
    ours = [each for each in kb.all(Benchmark) if each.release and each.date <= kb.as_of]
    releases = _supported(kb)
    if not ours or not releases:
        return nothing(say("no release is measured", "没有版本做过性能测试"), *ours)
    newest = _newest(releases)
    measured = {release.ref for each in ours for release in kb.targets(each, "release")}
    latest = max(ours, key=lambda each: (each.date, each.id))
    cited = [
        each
        for each in ours
        if each.standing(kb) is SUPERSEDED
        and any(source.kind() in CITING for source in each.cited_by(kb))
    ]
    shown = kb.target(latest, "release")
    headline = say(
        "newest benchmark of {measured} ({day}), newest release {newest}; "
        "{n} superseded {n:claim|claims} cited",
        "最新基准覆盖 {measured}（{day}），最新版本 {newest}；仍在引用的过时结论 {n} 条",
        measured=shown.heading if shown else "–",
        day=latest.date,
        newest=newest.heading,
        n=len(cited),
    )
    level = Level.GOOD if newest.ref in measured else Level.WATCH
    if (kb.as_of - latest.date).days > MEASURED_WITHIN_DAYS:
        level = Level.UNKNOWN
    return Tracking(Level.ACT if cited else level, headline, first(cited, [latest], ours))


# --- contracts and prices ---------------------------------------------------------------------


@tracker("contracts", 16, Section.PRODUCT, "Contracts", "法务、合同", "contract")
def contracts(kb: KnowledgeBase) -> Tracking:
    """Contracts that expire or near their notice deadline, overdue payments and obligations.

    Expiring is 90 days before the end, without automatic renewal; near notice is 30 days before the
    last day to give it. Sums are in the reporting currency.

    Act: a payment or an obligation is overdue, or a contract has expired and is not closed.
    Unknown: no contract is open. Watch: one expires, nears its notice deadline, or is not signed.
    Else good.

    ---
    即将到期、临近通知期限的合同，逾期的付款和义务。

    不自动续约的合同到期前 90 天算即将到期；通知截止日前 30 天算临近。金额按报告货币折算。

    需处理：有付款或义务逾期，或合同已到期而未关闭。未知：没有进行中的合同。需关注：有合同即将到期、临近
    通知期限或未签署。其余为正常。
    """
    found = [each for each in kb.all(Contract) if each.is_open]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    count = Counter(standing.values())
    paid_late = [each for each in found if each.overdue(kb)]
    done_late = [each for each in found if each.overdue_obligations(kb)]
    headline = say(
        "{overdue} overdue on {late} {late:contract|contracts}, {duties} with overdue duties; {expired} expired, "
        "{soon} expiring, {notice} near notice",
        "{late} 份合同逾期 {overdue}，{duties} 份有逾期义务；{expired} 份已到期，{soon} 份即将到期，"
        "{notice} 份临近通知期限",
        overdue=money(converted((m for each in paid_late for m in each.overdue(kb)), kb), kb),
        late=len(paid_late),
        duties=len(done_late),
        expired=count[deal.EXPIRED],
        soon=count[deal.EXPIRING],
        notice=count[deal.NOTICE_NEAR],
    )
    levels = [
        (Level.ACT if each in paid_late or each in done_late else standing[each].level, each)
        for each in found
    ]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


@tracker("pricing", 17, Section.PRODUCT, "Pricing", "财务、定价", "price", "opportunity")
def pricing(kb: KnowledgeBase) -> Tracking:
    """The price book: lines that hold, gaps and overlaps, and open deals under the floor.

    A deal is under the floor when the price it offers is below the lowest floor that holds for its
    form. A line ends when it has at most 60 days left and nothing follows.

    Act: lines have a gap or overlap, or an open deal is under the floor. Unknown: no line holds.
    Watch: a line ends. Else good.

    ---
    价格表：生效的价格、空档和重叠、低于底价的在途商机。

    商机报价低于其形态现行的最低底价，算低于底价；剩余不到 60 天而没有接续，算即将失效。

    需处理：价格有空档或重叠，或有在途商机低于底价。未知：没有生效的价格。需关注：有价格即将失效。其余为
    正常。
    """
    lines = kb.all(Price)
    current = [each for each in lines if each.holds(kb.as_of)]
    if not current:
        return nothing(say("no price holds", "没有生效的价格"), *lines)
    broken = [each for each in lines if each.overlapped_by(kb) or each.followed_after_gap(kb)]
    ending = [each for each in lines if each.standing(kb) is ENDING]
    under = [each for each in kb.all(Opportunity) if each.undercut_floor(kb)]
    headline = say(
        "{n} {n:line holds|lines hold}, {broken} with gap or overlap, {ending} ending; {under} {under:deal|deals} under the floor",
        "{n} 条价格生效，{broken} 条有空档或重叠，{ending} 条即将失效；{under} 个商机低于底价",
        n=len(current),
        broken=len(broken),
        ending=len(ending),
        under=len(under),
    )
    level = Level.ACT if broken or under else Level.WATCH if ending else Level.GOOD
    return Tracking(level, headline, first(under, broken, ending, current))


# --- certificates -----------------------------------------------------------------------------


@tracker(
    "certifications",
    18,
    Section.PRODUCT,
    "Certifications",
    "资质、评测、标准",
    "certification",
    "release",
    "opportunity",
)
def certifications(kb: KnowledgeBase) -> Tracking:
    """Certificates by state, the supported releases they cover, and the deals that wait for one.

    A certificate has to be renewed from 60 days before the last day to start that; after it, it is
    too late. A release is covered when a valid certificate names it in its scope.

    Act: one has lapsed, or its renewal is too late. Unknown: none is recorded. Watch: one is to be
    renewed or applied for, or a deal waits. Else good.

    ---
    证书的状态、覆盖的版本、在等证书的商机。

    距最晚启动续证日 60 天内为待续证，过了即续证已晚；有效证书的适用范围写了某版本，该版本算覆盖。

    需处理：有证书失效，或续证已晚。未知：没有记录。需关注：有证书待续证或申请中，或有商机在等。其余为正常。
    """
    found = [each for each in kb.all(Certification) if each.is_open or each.status == "lapsed"]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    count = Counter(standing.values())
    waiting: set[Record] = {d for each in found for d in each.deals_waiting(kb)}
    supported = {each.ref for each in _supported(kb)}
    covered = {
        release.ref
        for each in found
        if each.is_valid(kb.as_of)
        for release in kb.targets(each, "scope.releases")
    }
    headline = joined(
        say(
            "{valid} valid, {renew} to renew, {late} too late, {lapsed} lapsed",
            "{valid} 项有效，{renew} 项待续证，{late} 项续证已晚，{lapsed} 项失效",
            valid=count[cert.VALID] + count[cert.RENEW_NOW] + count[cert.TOO_LATE],
            renew=count[cert.RENEW_NOW],
            late=count[cert.TOO_LATE],
            lapsed=count[cert.LAPSED],
        ),
        say(
            "{covered} of {all} {all:release|releases} covered; {deals} {deals:deal|deals} waiting",
            "{all} 个版本覆盖 {covered} 个；{deals} 个商机在等",
            covered=len(covered & supported),
            all=len(supported),
            deals=len(waiting),
        ),
    )
    levels = [(found_.level, each) for each, found_ in standing.items()]
    level = worst([*(level for level, _ in levels), *[Level.WATCH] * bool(waiting)])
    return Tracking(
        level, headline, first(by_urgency(levels), sorted(waiting, key=lambda d: d.path))
    )
