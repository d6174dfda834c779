"""The checklist's product section: plan, risks, documents, contracts, prices, certificates, agreement."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product import certification as cert
from pmkb.kinds.product import contract as deal
from pmkb.kinds.product import roadmap as plan
from pmkb.kinds.product.benchmark import SUPERSEDED, Benchmark
from pmkb.kinds.product.briefing import Briefing
from pmkb.kinds.product.certification import Certification
from pmkb.kinds.product.contract import Contract
from pmkb.kinds.product.document import Document
from pmkb.kinds.product.price import ENDING, Price
from pmkb.kinds.product.release import Release
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.risk import HIGH, Risk
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.product.survey import FEW_ANSWERS
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.kano import Category
from pmkb.record import Record, Section
from pmkb.trackers.accounts import money
from pmkb.trackers.tracker import (
    Headline,
    Share,
    Tracking,
    by_urgency,
    first,
    joined,
    listed,
    nothing,
    say,
    tracker,
    worst,
)

REVIEW_STALE_DAYS = 180


@tracker("roadmap", 12, Section.PRODUCT, "Roadmap", "产品规划、进度", "roadmap", "release")
def roadmap(kb: KnowledgeBase) -> Tracking:
    """Open roadmap items on time, late and blocked, and the largest slip."""
    items = [each for each in kb.all(Roadmap) if each.is_open and each.status != "idea"]
    if not items:
        return nothing()
    found = {each: each.schedule(kb) for each in items}
    count = Counter(standing for standing in found.values() if standing)
    slips = {each: slip for each in items if (slip := each.slip(kb)) is not None}
    headline = say(
        "{good} of {all} on time, {late} late, {held} held up, {blocked} blocked; worst slip {days} days",
        "{all} 项中 {good} 项正常，{late} 项延期，{held} 项受依赖影响，{blocked} 项阻塞；最大延期 {days} 天",
        all=len(items),
        good=count[plan.ON_TIME],
        late=count[plan.LATE],
        held=count[plan.HELD_UP],
        blocked=count[plan.BLOCKED],
        days=max(slips.values(), default=0),
    )
    levels = [(standing.level, each) for each, standing in found.items() if standing]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


@tracker("risks", 13, Section.PRODUCT, "Risks", "风险点", "risk")
def risks(kb: KnowledgeBase) -> Tracking:
    """Open risks: the sum of their exposure, the highest, and overdue reviews."""
    found = [each for each in kb.all(Risk) if each.is_open]
    if not kb.all(Risk):
        return nothing()
    late = [each for each in found if each.review_by and each.review_by < kb.as_of]
    high = [each for each in found if each.standing(kb) is HIGH]
    headline = say(
        "{n} open, exposure {sum}, {high} high, highest {top}; {late} reviews overdue",
        "{n} 项开放，风险值合计 {sum}，{high} 项高风险，最高 {top}；{late} 项复核逾期",
        n=len(found),
        sum=sum(each.exposure(kb) for each in found),
        high=len(high),
        top=max((each.exposure(kb) for each in found), default=0),
        late=len(late),
    )
    level = worst([each.standing(kb).level for each in found] + [Level.ACT] * bool(late))
    ranked = sorted(found, key=lambda each: (each not in late, -each.exposure(kb), each.path))
    return Tracking(level, headline, tuple(ranked))


def _supported(kb: KnowledgeBase) -> list[Release]:
    return [each for each in kb.all(Release) if each.is_supported(kb.as_of)]


@tracker("user-manual", 14, Section.PRODUCT, "User manual", "用户手册", "document", "release")
def user_manual(kb: KnowledgeBase) -> Tracking:
    """Supported releases that have a manual in each language, and manuals that are stale."""
    releases = _supported(kb)
    manuals = [each for each in kb.all(Document) if each.type == "user-manual" and each.is_open]
    if not releases or not manuals:
        return nothing()
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
        "{have} of {want} release and language pairs covered; {stale} manuals stale or missing",
        "{want} 个版本与语言组合覆盖 {have} 个；{stale} 份手册待更新或缺失",
        have=len(wanted & there),
        want=len(wanted),
        stale=len(stale),
    )
    newest = max(releases, key=lambda each: (each.released or kb.as_of, each.id))
    bare = any(ref == newest.ref for ref, _ in wanted - there)
    level = Level.ACT if bare else Level.WATCH if stale or wanted - there else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*stale, *manuals])))


@tracker(
    "performance-whitepaper",
    15,
    Section.PRODUCT,
    "Performance white paper",
    "性能白皮书",
    "benchmark",
    "document",
)
def performance_whitepaper(kb: KnowledgeBase) -> Tracking:
    """The newest release with a benchmark, and claims that newer measurements have superseded."""
    ours = [each for each in kb.all(Benchmark) if each.release and each.date <= kb.as_of]
    releases = _supported(kb)
    if not ours or not releases:
        return nothing()
    newest = max(releases, key=lambda each: (each.released or kb.as_of, each.id))
    measured = {release.ref for each in ours for release in kb.targets(each, "release")}
    latest = max(ours, key=lambda each: (each.date, each.id))
    cited = [
        each
        for each in ours
        if each.standing(kb) is SUPERSEDED
        and any(m.source.kind() in ("document", "case") for m in kb.referenced_by(each))
    ]
    shown = kb.target(latest, "release")
    headline = say(
        "newest benchmark of {measured}, newest release {newest}; {n} superseded claims cited",
        "最新基准覆盖 {measured}，最新版本 {newest}；仍在引用的过时结论 {n} 条",
        measured=shown.heading if shown else "–",
        newest=newest.heading,
        n=len(cited),
    )
    behind = newest.ref not in measured
    level = Level.ACT if cited else Level.WATCH if behind else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*cited, latest, *ours])))


@tracker("contracts", 16, Section.PRODUCT, "Contracts", "法务、合同", "contract")
def contracts(kb: KnowledgeBase) -> Tracking:
    """Contracts that expire or near their notice deadline, overdue payments and obligations."""
    found = [each for each in kb.all(Contract) if each.is_open]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    count = Counter(standing.values())
    paid_late = [each for each in found if each.overdue(kb)]
    done_late = [each for each in found if each.overdue_obligations(kb)]
    amounts = [kb.vocabulary.convert(m, kb.as_of) for each in paid_late for m in each.overdue(kb)]
    overdue = sum((each.amount for each in amounts if each), Decimal(0))
    headline = say(
        "{overdue} overdue on {late} contracts, {duties} with overdue duties; {soon} expiring, {notice} near notice",
        "{late} 份合同逾期 {overdue}，{duties} 份有逾期义务；{soon} 份即将到期，{notice} 份临近通知期限",
        overdue=money(overdue, kb),
        late=len(paid_late),
        duties=len(done_late),
        soon=count[deal.EXPIRING] + count[deal.EXPIRED],
        notice=count[deal.NOTICE_NEAR],
    )
    levels = [
        (Level.ACT if each in paid_late or each in done_late else standing[each].level, each)
        for each in found
    ]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


@tracker("pricing", 17, Section.PRODUCT, "Pricing", "财务、定价", "price", "opportunity")
def pricing(kb: KnowledgeBase) -> Tracking:
    """The price book: current lines, gaps and overlaps, and open deals under the floor."""
    lines = kb.all(Price)
    if not lines:
        return nothing()
    current = [each for each in lines if each.from_ <= kb.as_of and not each.has_ended(kb.as_of)]
    broken = [each for each in lines if each.overlapped_by(kb) or each.followed_after_gap(kb)]
    ending = [each for each in lines if each.standing(kb) is ENDING]
    under = _under_floor(kb)
    headline = say(
        "{n} lines hold, {broken} with gap or overlap, {ending} ending; {under} deals under the floor",
        "{n} 条价格生效，{broken} 条有空档或重叠，{ending} 条即将失效；{under} 个商机低于底价",
        n=len(current),
        broken=len(broken),
        ending=len(ending),
        under=len(under),
    )
    level = Level.ACT if broken or under else Level.WATCH if ending else Level.GOOD
    if not current:
        level = Level.UNKNOWN
    return Tracking(level, headline, tuple(dict.fromkeys([*under, *broken, *ending, *current])))


def _under_floor(kb: KnowledgeBase) -> list[Record]:
    found: list[Record] = []
    for each in kb.all(Opportunity):
        form = kb.target(each, "form")
        floors = [
            line.floor.amount
            for line in (kb.referring(form, Price, "form") if form else ())
            if line.from_ <= kb.as_of and not line.has_ended(kb.as_of)
        ]
        if each.is_open and each.price and floors and each.price.amount < min(floors):
            found.append(each)
    return found


@tracker(
    "certifications", 18, Section.PRODUCT, "Certifications", "资质、评测、标准", "certification"
)
def certifications(kb: KnowledgeBase) -> Tracking:
    """Certificates by state, and the deals that wait for one."""
    found = [each for each in kb.all(Certification) if each.is_open or each.status == "lapsed"]
    if not found:
        return nothing()
    standing = {each: each.standing(kb) for each in found}
    count = Counter(standing.values())
    waiting = {d.ref for each in found for d in each.deals_waiting(kb)}
    headline = say(
        "{valid} valid, {renew} to renew, {late} too late, {lapsed} lapsed; {deals} deals waiting",
        "{valid} 项有效，{renew} 项待续证，{late} 项续证已晚，{lapsed} 项失效；{deals} 个商机在等",
        valid=count[cert.VALID] + count[cert.RENEW_NOW] + count[cert.TOO_LATE],
        renew=count[cert.RENEW_NOW],
        late=count[cert.TOO_LATE],
        lapsed=count[cert.LAPSED],
        deals=len(waiting),
    )
    levels = [(found_.level, each) for each, found_ in standing.items()]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


@tracker("requirements", 19, Section.PRODUCT, "Requirements", "用户需求调研", "requirement")
def requirements(kb: KnowledgeBase) -> Tracking:
    """Open requirements, the revenue behind them, and those promised but in no plan."""
    found = [each for each in kb.all(Requirement) if each.is_open]
    if not found:
        return nothing()
    customers = {
        customer
        for each in found
        for customer in kb.targets(each, "requesters")
        if customer.is_open
    }
    arr = [value for c in customers if (value := c.computed(kb).get("arr"))]
    revenue = sum((each.amount for each in arr if hasattr(each, "amount")), Decimal(0))
    promised = [
        each
        for each in found
        if each.status == "accepted" and each.requesters and each.roadmap is None
    ]
    headline = say(
        "{n} open, {planned} scheduled, {revenue} of ARR asks; {promised} promised but in no plan",
        "{n} 条开放，{planned} 条已排期，关联 ARR {revenue}；{promised} 条已承诺未排期",
        n=len(found),
        planned=sum(each.roadmap is not None for each in found),
        revenue=money(revenue, kb),
        promised=len(promised),
    )
    level = Level.WATCH if promised else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*promised, *found])))


SURVEYED_WITHIN_DAYS = 365
CLEAR = 0.06
"""The category strength from which on a category is clear (Lee and Newcomb 1997)."""


@tracker("kano", 20, Section.PRODUCT, "Kano", "Kano 分析", "requirement", "survey")
def kano(kb: KnowledgeBase) -> Tracking:
    """What users' answers make of open requirements, and where that contradicts what is declared.

    The newest survey that asked about a requirement decides its category. It is clear where the
    most frequent category leads the second by 6 % of the answers or more. Better and worse are
    those of the requirement that moves satisfaction most either way.

    Act: a declared category is contradicted, significantly (Fong 1996, at 90 %). Unknown: no open
    requirement has been asked about within a year. Watch: one is contradicted without significance,
    is not clear, has fewer than 20 answers, or is declared and has not been asked about. Else good.

    ---
    用户的回答把开放需求归到哪一类，以及在哪里与声明的类别矛盾。

    类别以最近一次问到该需求的调研为准；最多的类别领先第二多的 6% 以上才算清晰。Better、Worse 取对满意度
    影响最大的需求。

    需处理：声明的类别被显著推翻（Fong 检验，90%）。未知：一年内没有调研问过任何开放需求。需关注：有矛盾但
    不显著、类别不清晰、回答不足 20 份，或声明了类别却没有调研过。其余为正常。
    """
    found = [each for each in kb.all(Requirement) if each.is_open]
    said = {each: kb.measures(each).figures for each in found if _asked_lately(each, kb)}
    if not said:
        asked = [each for each in found if each.surveyed_kano(kb)]
        return nothing(say("no survey within a year", "一年内没有调研"), *asked)
    conflicts = [each for each in said if each.kano not in (None, each.surveyed_kano(kb))]
    conflicts = [each for each in conflicts if each.surveyed_kano(kb) != "questionable"]
    sure = [each for each in conflicts if said[each]["significant"]]
    weak = [each for each in said if _is_weak(said[each])]
    blind = [each for each in found if each.kano and each not in said]
    count = Counter(each.surveyed_kano(kb) for each in said)
    found_ones = [_category(each, count[each.term]) for each in Category if count[each.term]]
    headline = joined(
        say(
            "{n} of {all} open requirements surveyed",
            "{all} 条开放需求调研了 {n} 条",
            n=len(said),
            all=len(found),
        ),
        listed(found_ones),
        say(
            "{weak} unclear, {conflicts} against what is declared",
            "{weak} 条不清晰，{conflicts} 条与声明矛盾",
            weak=len(weak),
            conflicts=len(conflicts),
        ),
        _strongest(list(said), kb),
    )
    level = Level.ACT if sure else Level.WATCH if conflicts or weak or blind else Level.GOOD
    return Tracking(level, headline, first(sure, conflicts, weak, blind, said))


def _asked_lately(requirement: Requirement, kb: KnowledgeBase) -> bool:
    survey = requirement.surveyed_in(kb)
    day = (survey.day("end") or survey.day("start")) if survey else None
    return day is not None and (kb.as_of - day).days <= SURVEYED_WITHIN_DAYS


def _is_weak(said: Mapping[str, object]) -> bool:
    strength, answers = said["category_strength"], said["answers"]
    return (isinstance(strength, float) and strength < CLEAR) or (
        isinstance(answers, int) and answers < FEW_ANSWERS
    )


def _category(letter: Category, number: int) -> Headline:
    return say("{n} {letter}", "{letter} {n}", n=number, letter=letter.value)


def _strongest(found: list[Requirement], kb: KnowledgeBase) -> Headline:
    better = max(found, key=lambda each: (each.better(kb) or 0.0, each.id))
    worse = min(found, key=lambda each: (each.worse(kb) or 0.0, each.id))
    return say(
        "best with “{one}” ({better}), worst without “{other}” ({worse})",
        "有“{one}”最满意（Better {better}），缺“{other}”最不满（Worse {worse}）",
        better=f"{better.better(kb) or 0:.2f}",
        one=better.heading,
        worse=f"{worse.worse(kb) or 0:.2f}",
        other=worse.heading,
    )


def _alignment(
    kb: KnowledgeBase, audience: str, topics: list[Record], en: str, zh: str
) -> Tracking:
    """The share of topics a team agrees to in their present wording."""
    briefings = [each for each in kb.all(Briefing) if each.audience == audience]
    if not topics or not briefings:
        return nothing()
    agreed = [topic for topic in topics if any(b.agreed(topic, kb, kb.as_of) for b in briefings)]
    void = {topic.ref for each in briefings for topic in each.void_topics(kb)}
    open_topics = [each for each in topics if each not in agreed]
    share = len(agreed) / len(topics)
    headline = say(en, zh, share=Share(share), n=len(agreed), all=len(topics), void=len(void))
    level = Level.GOOD if share >= 0.9 else Level.WATCH if share >= 0.6 else Level.ACT
    return Tracking(level, headline, tuple(open_topics))


@tracker(
    "rd-alignment", 21, Section.PRODUCT, "R&D alignment", "研发认同规划", "briefing", "roadmap"
)
def rd_alignment(kb: KnowledgeBase) -> Tracking:
    """Live roadmap items that R&D agrees to in their present wording."""
    items: list[Record] = [
        each for each in kb.all(Roadmap) if each.is_open and each.status != "idea"
    ]
    return _alignment(
        kb,
        "rd",
        items,
        "R&D agrees to {share} of live items ({n} of {all}); {void} agreements void",
        "研发认同 {share} 的在途条目（{n}/{all}）；{void} 项认同已失效",
    )


@tracker(
    "sales-readiness",
    22,
    Section.PRODUCT,
    "Sales readiness",
    "销售理解定位、竞品差异、选型",
    "briefing",
)
def sales_readiness(kb: KnowledgeBase) -> Tracking:
    """Positioning, competitors and selection material that sales is current on."""
    kinds = ("positioning", "selection-guide", "sales-deck")
    topics: list[Record] = [
        *(each for each in kb.records.values() if each.kind() in ("product", "competitor")),
        *(each for each in kb.all(Document) if each.type in kinds and each.is_open),
    ]
    return _alignment(
        kb,
        "sales",
        [each for each in topics if each.is_open],
        "sales is current on {share} of positioning, rivals and selection ({n} of {all}); {void} void",
        "销售对 {share} 的定位、竞品和选型材料保持最新（{n}/{all}）；{void} 项已失效",
    )
