"""The checklist's product: plan, risks, requirements, and who agrees to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.product import roadmap as plan
from pmkb.kinds.product.briefing import Briefing, agreeing
from pmkb.kinds.product.document import Document
from pmkb.kinds.product.requirement import Requirement, askers
from pmkb.kinds.product.risk import HIGH, Risk
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.product.survey import CLEAR, FEW_ANSWERS
from pmkb.kinds.sales.customer import revenue_of, share_of_revenue
from pmkb.metrics.kano import Category
from pmkb.record import Record, Section
from pmkb.trackers import figures
from pmkb.trackers.tracker import (
    Headline,
    Share,
    Tracking,
    Words,
    by_urgency,
    first,
    joined,
    listed,
    nothing,
    say,
    tracker,
    worst,
)

# --- the plan ---------------------------------------------------------------------------------


@tracker("roadmap", 12, Section.PRODUCT, "Roadmap", "产品规划、进度", "roadmap", "release")
def roadmap(kb: KnowledgeBase) -> Tracking:
    """Open roadmap items on time, late, held up and blocked, and the largest slip.

    An item is late when its day has passed or its owner expects to miss it, held up when a
    dependency pushes it beyond its day. Slip is against the day first promised. Ideas do not count.

    Act: one is late or blocked. Unknown: nothing is planned, or an item has no day. Watch: one is
    held up. Else good.

    ---
    在途的规划条目：正常、延期、受依赖影响、阻塞，以及最大延期。

    过了截止日或负责人预计赶不上算延期，被依赖推到截止日之后算受依赖影响；延期天数与最初承诺的日期比。
    想法不计。

    需处理：有条目延期或阻塞。未知：没有规划，或有条目没有日期。需关注：有条目受依赖影响。其余为正常。
    """
    items = [each for each in kb.all(Roadmap) if each.is_open and each.status != "idea"]
    if not items:
        return nothing()
    found = {each: each.schedule(kb) for each in items}
    count = Counter(standing for standing in found.values() if standing)
    slips = {each: slip for each in items if (slip := each.slip(kb)) is not None}
    headline = say(
        "{good} of {all} on time, {late} late, {held} held up, {blocked} blocked; "
        "worst slip {days} {days:day|days}",
        "{all} 项中 {good} 项正常，{late} 项延期，{held} 项受依赖影响，{blocked} 项阻塞；"
        "最大延期 {days} 天",
        all=len(items),
        good=count[plan.ON_TIME],
        late=count[plan.LATE],
        held=count[plan.HELD_UP],
        blocked=count[plan.BLOCKED],
        days=max(slips.values(), default=0),
    )
    undated = count[plan.UNSCHEDULED]
    if undated:
        headline = joined(headline, say("{n} without a day", "{n} 项没有日期", n=undated))
    levels = [(standing.level, each) for each, standing in found.items() if standing]
    return Tracking(worst(level for level, _ in levels), headline, by_urgency(levels))


# --- risks ------------------------------------------------------------------------------------

REVIEWED_WITHIN_DAYS = 180


@tracker("risks", 13, Section.PRODUCT, "Risks", "风险点", "risk")
def risks(kb: KnowledgeBase) -> Tracking:
    """Open risks: the sum of their exposure, the highest, and overdue reviews.

    Exposure is probability × impact, 1 to 25; high from 15, medium from 8.

    Act: one is high, or its review is overdue. Unknown: no risk is recorded, or of the open ones
    none has a review to come or one within 180 days. Watch: one is medium. Else good.

    ---
    开放的风险：风险值合计、最高值、逾期的复核。

    风险值 = 可能性 × 影响程度，1 到 25；15 起为高，8 起为中。

    需处理：有高风险，或复核逾期。未知：没有风险记录，或开放的风险既没有待复核日期、180 天内也没有复核过。
    需关注：有中风险。其余为正常。
    """
    if not kb.all(Risk):
        return nothing()
    found = [each for each in kb.all(Risk) if each.is_open]
    late = [each for each in found if each.review_by and each.review_by < kb.as_of]
    high = [each for each in found if each.standing(kb) is HIGH]
    headline = say(
        "{n} open, exposure {sum}, {high} high, highest {top}; {late} {late:review|reviews} overdue",
        "{n} 项开放，风险值合计 {sum}，{high} 项高风险，最高 {top}；{late} 项复核逾期",
        n=len(found),
        sum=sum(each.exposure(kb) for each in found),
        high=len(high),
        top=max((each.exposure(kb) for each in found), default=0),
        late=len(late),
    )
    ranked = sorted(found, key=lambda each: (each not in late, -each.exposure(kb), each.path))
    level = worst(each.standing(kb).level for each in found)
    if late or high:
        level = Level.ACT
    elif found and not any(_is_looked_after(each, kb) for each in found):
        level = Level.UNKNOWN
    return Tracking(level, headline, tuple(ranked))


def _is_looked_after(risk: Risk, kb: KnowledgeBase) -> bool:
    since = kb.as_of - timedelta(days=REVIEWED_WITHIN_DAYS)
    return risk.review_by is not None or (risk.reviewed is not None and risk.reviewed >= since)


# --- requirements -----------------------------------------------------------------------------

PROMISED_ACT = 0.1


@tracker(
    "requirements", 19, Section.PRODUCT, "Requirements", "用户需求调研", "requirement", "customer"
)
def requirements(kb: KnowledgeBase) -> Tracking:
    """Open requirements by status, the revenue behind them, those promised but in no plan.

    A requirement is promised when it is accepted and somebody asks for it; it is in a plan when it
    names a roadmap item. The revenue is the ARR of the customers who ask.

    Act: the customers who wait for promised ones that are in no plan bring 10 % of ARR or more.
    Unknown: no requirement is recorded. Watch: a promised one is in no plan. Else good.

    ---
    开放需求按状态的条数、背后的收入、已承诺却没排期的。

    已接受且有提出方算承诺；写了路线图条目算排期。收入是提出方客户的 ARR。

    需处理：等着已承诺未排期需求的客户占 ARR 10% 以上。未知：没有需求记录。需关注：有已承诺未排期的。其余为
    正常。
    """
    if not kb.all(Requirement):
        return nothing()
    found = [each for each in kb.all(Requirement) if each.is_open]
    count = Counter(each.status for each in found)
    promised = [each for each in found if each.is_promised_only]
    waiting = share_of_revenue(askers(promised, kb), kb)
    states = [
        say("{n} {state}", "{n} 条{state}", n=count[s.name], state=Words(s.en.lower(), s.zh))
        for s in Requirement.flow().states
        if count[s.name]
    ]
    headline = joined(
        say("{all} open", "{all} 条开放", all=len(found)),
        *([listed(states)] if states else []),
        say(
            "{revenue} of ARR asks; {promised} promised but in no plan ({share} of ARR)",
            "关联 ARR {revenue}；{promised} 条已承诺未排期（占 ARR {share}）",
            revenue=revenue_of(askers(found, kb), kb),
            promised=len(promised),
            share=figures.share(waiting),
        ),
    )
    heavy = promised and waiting is not None and round(waiting, 9) >= PROMISED_ACT
    level = Level.ACT if heavy else Level.WATCH if promised else Level.GOOD
    return Tracking(level, headline, first(promised, found))


# --- Kano -------------------------------------------------------------------------------------


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
    said = {each: kb.measures(each).figures for each in found if each.was_asked_lately(kb)}
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
            "{n} of {all} open {all:requirement|requirements} surveyed",
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


# --- who agrees -------------------------------------------------------------------------------

AGREED_GOOD, AGREED_WATCH = 0.9, 0.6


def level_of_agreement(share: float) -> Level:
    """How urgent a share of agreement is: good from 90 %, to be watched from 60 %."""
    if round(share, 9) >= AGREED_GOOD:
        return Level.GOOD
    return Level.WATCH if round(share, 9) >= AGREED_WATCH else Level.ACT


def _briefings(kb: KnowledgeBase, audience: str) -> list[Briefing]:
    return [each for each in kb.all(Briefing) if each.audience == audience]


def _void(briefings: Sequence[Briefing], topics: Sequence[Record], kb: KnowledgeBase) -> int:
    """How many topics have a signature that a change of wording has made void."""
    return len({topic for each in briefings for topic in each.void_topics(kb)} & {*topics})


@tracker(
    "rd-alignment", 21, Section.PRODUCT, "R&D alignment", "研发认同规划", "briefing", "roadmap"
)
def rd_alignment(kb: KnowledgeBase) -> Tracking:
    """The share of live roadmap items that R&D agrees to in their present wording.

    An agreement holds while the item means what it meant when it was signed, and nobody rejected it.

    Act: below 60 %. Unknown: no item is live, or R&D has not been briefed. Watch: below 90 %. Else
    good.

    ---
    研发认同在途规划条目（以现在的内容为准）的比例。

    签署之后条目的含义没有变、也没有人反对，认同才有效。

    需处理：低于 60%。未知：没有在途条目，或没有向研发宣贯过。需关注：低于 90%。其余为正常。
    """
    briefings = _briefings(kb, "rd")
    items = [each for each in kb.all(Roadmap) if each.is_open and each.status != "idea"]
    if not items or not briefings:
        return nothing(say("R&D has not been briefed", "还没有向研发宣贯"), *items)
    agreed = [each for each in items if any(b.agreed(each, kb, kb.as_of) for b in briefings)]
    share = len(agreed) / len(items)
    headline = say(
        "R&D agrees to {share} of live items ({n} of {all}); {void} {void:agreement|agreements} void",
        "研发认同 {share} 的在途条目（{n}/{all}）；{void} 项认同已失效",
        share=Share(share),
        n=len(agreed),
        all=len(items),
        void=_void(briefings, items, kb),
    )
    return Tracking(
        level_of_agreement(share), headline, first((e for e in items if e not in agreed), items)
    )


SELECTING = ("selection-guide", "sales-deck")


@tracker(
    "sales-readiness",
    22,
    Section.PRODUCT,
    "Sales readiness",
    "销售理解定位、竞品差异、选型",
    "briefing",
    "competitor",
    "document",
    "contact",
)
def sales_readiness(kb: KnowledgeBase) -> Tracking:
    """The share of sales that is current on positioning, on each competitor, and on selection.

    Counted are pairs of a person in the team `sales` and a topic: the product and its positioning
    documents, competitors, selection guides and sales decks. Somebody is current on a topic when
    they agreed to it at a briefing whose signature its present wording still has.

    Act: below 60 % of the pairs. Unknown: nobody is in sales, there is no topic, or sales has not
    been briefed. Watch: below 90 %. Else good.

    ---
    销售对定位、各竞品、选型的掌握是否是最新的。

    按“销售团队的人 × 主题”计算：产品及定位文档、竞品、选型指南和销售演示稿。在宣贯会上认同、且签署之后内容
    没有变，才算掌握。

    需处理：低于 60%。未知：销售团队没有人、没有主题，或没有向销售宣贯过。需关注：低于 90%。其余为正常。
    """
    briefings, areas = _briefings(kb, "sales"), areas_of_sales(kb)
    people = salespeople(kb)
    topics = [topic for found in areas.values() for topic in found]
    if not people or not topics or not briefings:
        return nothing(say("sales has not been briefed", "还没有向销售宣贯"), *topics)
    current = {
        topic: len(agreeing(topic, "sales", kb) & {*people}) / len(people) for topic in topics
    }
    share = sum(current.values()) / len(topics)
    headline = joined(
        say(
            "{people} in sales, current on {share}",
            "销售 {people} 人，掌握 {share}",
            people=len(people),
            share=Share(share),
        ),
        listed(
            [
                say(
                    "{area} {share}",
                    "{area} {share}",
                    area=area,
                    share=Share(sum(current[each] for each in found) / len(found)),
                )
                for area, found in areas.items()
            ]
        ),
        say("{void} void", "{void} 项已失效", void=_void(briefings, topics, kb)),
    )
    open_topics = [each for each in topics if current[each] < 1]
    ranked = sorted(open_topics, key=lambda each: (current[each], each.path))
    return Tracking(level_of_agreement(share), headline, first(ranked, topics))


def salespeople(kb: KnowledgeBase) -> list[Contact]:
    """Who is in sales on the day."""
    return [
        each for each in kb.all(Contact) if each.team == "sales" and not each.has_ended(kb.as_of)
    ]


def areas_of_sales(kb: KnowledgeBase) -> dict[Words, list[Record]]:
    """What sales has to know, by area; areas without anything are left out."""
    documents = [each for each in kb.all(Document) if each.is_open]
    by_kind = {
        name: [each for each in kb.records.values() if each.kind() == name and each.is_open]
        for name in ("product", "competitor")
    }
    areas: dict[Words, list[Record]] = {
        Words("positioning", "定位"): [
            *by_kind["product"],
            *(each for each in documents if each.type == "positioning"),
        ],
        Words("competitors", "竞品"): by_kind["competitor"],
        Words("selection", "选型"): [each for each in documents if each.type in SELECTING],
    }
    return {area: found for area, found in areas.items() if found}
