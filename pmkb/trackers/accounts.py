"""The checklist's customers: big deals, key accounts, sources, visits, follow-ups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import fmean

from pmkb.flow import Level, Phase
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.sales.customer import VISIT_OVERDUE, Customer, NextAction, revenue_of
from pmkb.kinds.sales.opportunity import OVERDUE, NextStep, Opportunity
from pmkb.kinds.sales.visit import Visit
from pmkb.record import Record, Section
from pmkb.trackers.tracker import (
    Reading,
    Share,
    Tracking,
    Trend,
    Words,
    first,
    joined,
    listed,
    named,
    nothing,
    say,
    tracker,
    trend,
)
from pmkb.values import Money

YEAR_DAYS = 365


def active(kb: KnowledgeBase) -> list[Customer]:
    """Customers that use the product now, or may soon."""
    return [each for each in kb.all(Customer) if each.is_open]


def key_accounts(kb: KnowledgeBase) -> list[Customer]:
    """Active customers of a tier that counts as key account (`key_account: true`)."""
    tiers = kb.vocabulary.terms("tier")
    return [
        each
        for each in active(kb)
        if each.tier in tiers and tiers[each.tier].facts.get("key_account") is True
    ]


def money(amount: Decimal, kb: KnowledgeBase) -> Money:
    """An amount in the reporting currency."""
    return Money(amount, kb.vocabulary.reporting_currency or "")


def converted(amounts: Iterable[Money | None], kb: KnowledgeBase) -> Decimal:
    """Amounts together in the reporting currency; those without a rate are left out."""
    known = (kb.vocabulary.convert(each, kb.as_of) for each in amounts if each is not None)
    return sum((each.amount for each in known if each is not None), Decimal(0))


# --- big deals --------------------------------------------------------------------------------

BIG_DEAL_SHARE = Decimal("0.1")
CONCENTRATED = 0.5


@tracker(
    "big-deals", 7, Section.DASHBOARD, "Big deals", "大单", "opportunity", "contract", "metric"
)
def big_deals(kb: KnowledgeBase) -> Tracking:
    """Big deals: how many are open, what they are worth, how much hangs on them, which were won.

    A deal is big from the first metric's `big_deal` up; without one, from a tenth of all ARR.

    Act: an open big deal is past its close date. Unknown: no opportunity is recorded, or neither a
    threshold nor any ARR tells what is big. Watch: no big deal is open, or a single one is half of
    the open pipeline or more. Else good.

    ---
    大单：在途几个、金额多少、占商机多大比重，近一年赢下几个。

    金额达到指标里的 `big_deal`（取第一个写了的）算大单；没写则达到全部 ARR 的十分之一。

    需处理：有在途大单超过预计成交日。未知：没有商机，或既没有门槛也没有 ARR，无从判断大小。需关注：没有
    在途大单，或单个大单占在途商机一半以上。其余为正常。
    """
    deals = kb.all(Opportunity)
    least = big_from(kb)
    if not deals or not least:
        return nothing()
    still_open = sorted(sized(kb, Phase.OPEN), key=lambda pair: -pair[0])
    big = [(amount, each) for amount, each in still_open if amount >= least]
    value = sum((amount for amount, _ in big), Decimal(0))
    pipeline = sum((amount for amount, _ in still_open), Decimal(0))
    won = [
        (amount, each)
        for amount, each in sized(kb, Phase.DONE)
        if amount >= least and each.closed and 0 <= (kb.as_of - each.closed).days <= YEAR_DAYS
    ]
    late = [each for _, each in big if each.standing(kb) is OVERDUE]
    headline = joined(
        say(
            "{n} big {n:deal|deals} worth {value}, {share} of the open pipeline, {late} past their close date",
            "{n} 个大单，合计 {value}，占在途商机的 {share}，{late} 个超过预计成交日",
            n=len(big),
            value=money(value, kb),
            share=Share(value / pipeline) if pipeline else Share(0),
            late=len(late),
        ),
        say(
            "{won} won in a year, worth {value}",
            "近一年赢单 {won} 个，合计 {value}",
            won=len(won),
            value=money(sum((amount for amount, _ in won), Decimal(0)), kb),
        ),
    )
    heavy = bool(big) and big[0][0] >= pipeline * Decimal(CONCENTRATED)
    level = Level.ACT if late else Level.WATCH if heavy or not big else Level.GOOD
    return Tracking(level, headline, first(late, (e for _, e in big), (e for _, e in won)))


def big_from(kb: KnowledgeBase) -> Decimal | None:
    """From which amount on a deal is big, in the reporting currency; zero where nothing tells."""
    own = next((each.big_deal for each in kb.all(Metric) if each.big_deal is not None), None)
    known = kb.vocabulary.convert(own, kb.as_of) if own is not None else None
    return known.amount if known else revenue_of(active(kb), kb).amount * BIG_DEAL_SHARE


def sized(kb: KnowledgeBase, phase: Phase) -> Iterator[tuple[Decimal, Opportunity]]:
    """The opportunities of a phase whose amount is known, in the reporting currency."""
    for each in kb.all(Opportunity):
        known = kb.vocabulary.convert(each.amount, kb.as_of) if each.amount else None
        if each.phase is phase and known is not None:
            yield known.amount, each


# --- key accounts -----------------------------------------------------------------------------


def _grid(kb: KnowledgeBase, by: str, en: str, zh: str) -> Tracking:
    accounts = key_accounts(kb)
    if not accounts:
        return nothing()
    earned, total = revenue_of(accounts, kb), revenue_of(active(kb), kb).amount
    red = [each for each in accounts if each.health == "red"]
    care = [each for each in accounts if each.health == "yellow"]
    blind = [each for each in accounts if each.health is None]
    headline = joined(
        say(
            en,
            zh,
            n=len(accounts),
            groups=len({each.get(by) for each in accounts}),
            earned=earned,
            share=Share(earned.amount / total) if total else "–",
            top=_largest_group(accounts, by, kb),
        ),
        say(
            "{red} at risk, {care} {care:needs|need} care, {blind} not judged",
            "{red} 家有风险，{care} 家需关注，{blind} 家未评估",
            red=len(red),
            care=len(care),
            blind=len(blind),
        ),
    )
    level = Level.ACT if red else Level.WATCH if care or blind else Level.GOOD
    if len(blind) == len(accounts):
        level = Level.UNKNOWN
    return Tracking(level, headline, first(red, care, blind, accounts))


def _largest_group(accounts: list[Customer], by: str, kb: KnowledgeBase) -> Words:
    groups = {each.get(by): [a for a in accounts if a.get(by) == each.get(by)] for each in accounts}
    top = max(groups, key=lambda name: (revenue_of(groups[name], kb).amount, len(groups[name])))
    term = kb.vocabulary.term(by, str(top))
    return named(term) if term else Words(str(top), str(top))


@tracker(
    "industry-key-accounts",
    8,
    Section.DASHBOARD,
    "Key accounts by industry",
    "行业大客户",
    "customer",
    "contract",
)
def industry_key_accounts(kb: KnowledgeBase) -> Tracking:
    """Key accounts by industry: what they earn us, which industry most, and their health.

    Key accounts are active customers of a tier with `key_account: true` in the vocabulary.

    Act: one is red. Unknown: there is none, or nobody has judged the health of any. Watch: one is
    yellow, or not judged. Else good.

    ---
    各行业的大客户：贡献多少收入、哪个行业最多、健康度如何。

    大客户是词表中等级带 `key_account: true` 的在用客户。

    需处理：有客户为红。未知：没有大客户，或都没有评估健康度。需关注：有客户为黄，或未评估。其余为正常。
    """
    return _grid(
        kb,
        "industry",
        "{n} key accounts in {groups} industries earn {earned}, {share} of ARR, {top} most",
        "{groups} 个行业 {n} 家大客户，ARR {earned}，占 {share}，{top}最多",
    )


@tracker(
    "region-key-accounts",
    9,
    Section.DASHBOARD,
    "Key accounts by region",
    "区域大客户",
    "customer",
    "contract",
)
def region_key_accounts(kb: KnowledgeBase) -> Tracking:
    """Key accounts by region: what they earn us, which region most, and their health.

    Key accounts are active customers of a tier with `key_account: true` in the vocabulary.

    Act: one is red. Unknown: there is none, or nobody has judged the health of any. Watch: one is
    yellow, or not judged. Else good.

    ---
    各区域的大客户：贡献多少收入、哪个区域最多、健康度如何。

    大客户是词表中等级带 `key_account: true` 的在用客户。

    需处理：有客户为红。未知：没有大客户，或都没有评估健康度。需关注：有客户为黄，或未评估。其余为正常。
    """
    return _grid(
        kb,
        "region",
        "{n} key accounts in {groups} regions earn {earned}, {share} of ARR, {top} most",
        "{groups} 个区域 {n} 家大客户，ARR {earned}，占 {share}，{top}最多",
    )


# --- where they came from ---------------------------------------------------------------------

MOST_SOURCES = 4
UNKNOWN_SOURCE_ACT = 0.25


@tracker("account-sources", 10, Section.DASHBOARD, "Account sources", "大客户来源", "customer")
def account_sources(kb: KnowledgeBase) -> Tracking:
    """Where customers came from: direct, sales, channel, partner …; how many, and their ARR share.

    The four sources with the largest ARR are told.

    Act: more than a quarter of the active customers has no source. Unknown: there is no active
    customer, or none has a source. Watch: some have none. Else good.

    ---
    客户从哪里来：直接来访、销售、渠道、伙伴……各多少家、占 ARR 多少。

    列出 ARR 最多的四种来源。

    需处理：超过四分之一的在用客户没有写来源。未知：没有在用客户，或都没写来源。需关注：有客户没写来源。
    其余为正常。
    """
    customers = active(kb)
    blind = [each for each in customers if each.source is None]
    if len(blind) == len(customers):
        return nothing(NO_SOURCE if customers else say("no customer recorded", "尚无客户"), *blind)
    terms, total = kb.vocabulary.terms("source"), revenue_of(customers, kb).amount
    groups = {name: [each for each in customers if each.source == name] for name in terms}
    earned = {name: revenue_of(found, kb).amount for name, found in groups.items() if found}
    largest = sorted(earned, key=lambda name: (-earned[name], -len(groups[name]), name))
    parts = [
        say(
            "{source} {n} ({share})",
            "{source} {n} 家（{share}）",
            source=named(terms[name]),
            n=len(groups[name]),
            share=Share(earned[name] / total) if total else "–",
        )
        for name in largest[:MOST_SOURCES]
    ]
    headline = joined(
        listed(parts),
        say(
            "{blind} of {all} {all:customer|customers} without a source",
            "{all} 家客户中 {blind} 家来源不明",
            blind=len(blind),
            all=len(customers),
        ),
    )
    many = len(blind) > len(customers) * UNKNOWN_SOURCE_ACT
    level = Level.ACT if many else Level.WATCH if blind else Level.GOOD
    return Tracking(level, headline, first(blind, customers))


NO_SOURCE = say("no customer has a source", "所有客户都没写来源")

# --- visits -----------------------------------------------------------------------------------

LATE_ACT = 0.25
DISSATISFIED = 3.0
TREND_QUARTERS = 12


@tracker(
    "key-account-visits", 27, Section.SALES, "Key account visits", "大客户回访", "visit", "customer"
)
def key_account_visits(kb: KnowledgeBase) -> Tracking:
    """Key accounts whose visit is overdue by their cadence, and how satisfied they were in a year.

    The cadence is the customer's `visit_every`, or its tier's; any dated touch counts.

    Act: more than a quarter is overdue, or the mean satisfaction is below 3 of 5. Unknown: there is
    no key account, or none was visited within a year. Watch: one is overdue. Else good.

    ---
    按回访周期，哪些大客户该回访而没回访；近一年的满意度。

    周期取客户的 `visit_every`，没写则取其等级的；任何有日期的接触都算。

    需处理：超过四分之一逾期，或平均满意度低于 3 分。未知：没有大客户，或近一年没有任何回访。需关注：有客户
    逾期。其余为正常。
    """
    accounts = key_accounts(kb)
    visits = _visits_to(accounts, kb)
    lately = [each for each in visits if (kb.as_of - each.date).days <= YEAR_DAYS]
    if not accounts or not lately:
        return nothing(say("no visit within a year", "近一年没有回访"), *accounts)
    late = [each for each in accounts if each.touch(kb) is VISIT_OVERDUE]
    scores = [each.satisfaction for each in lately if each.satisfaction is not None]
    headline = say(
        "{late} of {all} visits overdue; satisfaction {score} of 5 over a year, {n} {n:visit|visits}",
        "{all} 家中 {late} 家回访逾期；近一年回访 {n} 次，满意度 {score}/5",
        late=len(late),
        all=len(accounts),
        score=f"{fmean(scores):.1f}" if scores else "–",
        n=len(lately),
    )
    poor = bool(scores) and fmean(scores) < DISSATISFIED
    many = len(late) > len(accounts) * LATE_ACT
    level = Level.ACT if many or poor else Level.WATCH if late else Level.GOOD
    return Tracking(level, headline, first(late, accounts), _satisfaction(visits))


def _visits_to(accounts: list[Customer], kb: KnowledgeBase) -> list[Visit]:
    refs = {each.ref for each in accounts}
    return [
        each
        for each in kb.all(Visit)
        if each.date <= kb.as_of and (to := kb.target(each, "customer")) and to.ref in refs
    ]


def _satisfaction(visits: list[Visit]) -> Trend | None:
    scores: dict[tuple[int, int], list[int]] = {}
    for each in visits:
        if each.satisfaction is not None:
            quarter = each.date.year, (each.date.month - 1) // 3 + 1
            scores.setdefault(quarter, []).append(each.satisfaction)
    readings = [
        Reading(date(year, 3 * quarter - 2, 1), f"{year}-Q{quarter}", fmean(found))
        for (year, quarter), found in sorted(scores.items())
    ]
    return trend(Words("Satisfaction", "满意度"), readings[-TREND_QUARTERS:])


# --- follow-ups -------------------------------------------------------------------------------


@tracker(
    "follow-ups", 28, Section.SALES, "Follow-ups", "客户跟进", "customer", "visit", "opportunity"
)
def follow_ups(kb: KnowledgeBase) -> Tracking:
    """What is to be done next with customers: open and overdue; customers nobody has touched.

    They are the next actions of active customers and open opportunities, what visits promised, and
    the tasks in their texts.
    A customer is silent after 180 days without a touch.

    Act: one is overdue. Unknown: there is no active customer, or nothing is planned with any.
    Watch: a customer is silent. Else good.

    ---
    客户的下一步：待办、逾期，以及失联的客户。

    包括在用客户和在途商机的下一步、回访时答应的事项，以及它们正文里的待办；180 天没有任何接触算失联。

    需处理：有事项逾期。未知：没有在用客户，或没有任何安排。需关注：有客户失联。其余为正常。
    """
    customers = active(kb)
    open_ = planned(kb)
    if not customers or not open_:
        return nothing(NO_ACTION if customers else say("no customer recorded", "尚无客户"))
    late = [each.record for each in open_ if each.is_overdue(kb.as_of)]
    silent = [each for each in customers if each.silent(kb)]
    headline = say(
        "{open} open, {late} overdue; {silent} {silent:customer|customers} silent",
        "{open} 项待办，{late} 项逾期；{silent} 家客户失联",
        open=len(open_),
        late=len(late),
        silent=len(silent),
    )
    level = Level.ACT if late else Level.WATCH if silent else Level.GOOD
    return Tracking(level, headline, first(late, silent, (each.record for each in open_)))


NO_ACTION = say("nothing is planned with any customer", "没有任何跟进安排")


@dataclass(frozen=True)
class Planned:
    """Something that is still to be done for a customer, and the record it stands in."""

    record: Record
    what: str
    due: date | None
    owner: str | None
    """As written; None where nobody is named."""

    def is_overdue(self, as_of: date) -> bool:
        """Whether it should have been done before a day."""
        return self.due is not None and self.due < as_of


@once
def planned(kb: KnowledgeBase) -> tuple[Planned, ...]:
    """Everything that is still to be done for customers, by day; what has no day stands last."""
    found = sorted(_planned(kb), key=lambda each: (each.due or date.max, each.record.ref))
    return tuple(found)


def _planned(kb: KnowledgeBase) -> Iterator[Planned]:
    """Each once: what a deal or a visit and its customer both hold is the deal's or the visit's."""
    held: dict[tuple[str | None, str, date | None], Record] = {}
    for each in _written(kb):
        own = isinstance(each.record, Customer)
        customer = each.record if own else kb.target(each.record, "customer")
        key = customer.ref if customer else None, " ".join(each.what.split()), each.due
        if held.setdefault(key, each.record) is each.record:
            yield each


def _written(kb: KnowledgeBase) -> Iterator[Planned]:
    """Deals and visits before their customers."""
    for deal in kb.all(Opportunity):
        if deal.is_open:
            yield from _next(deal, deal.next_action)
    for visit in kb.all(Visit):
        for promise in visit.follow_ups:
            if promise.done is None or promise.done > kb.as_of:
                yield Planned(visit, promise.what, promise.due, promise.owner)
        yield from _tasks(visit)
    for customer in active(kb):
        yield from _next(customer, customer.next_action)


def _next(record: Record, step: NextAction | NextStep | None) -> Iterator[Planned]:
    if step:
        yield Planned(record, step.what, step.due, step.owner)
    yield from _tasks(record)


def _tasks(record: Record) -> Iterator[Planned]:
    for task in record.document.body.tasks:
        if not task.done:
            yield Planned(record, task.text, task.due.value if task.due else None, task.owner)
