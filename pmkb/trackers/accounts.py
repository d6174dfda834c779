"""The checklist's customers: big deals, key accounts, sources, visits, follow-ups, cases."""

from collections.abc import Sequence
from decimal import Decimal

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.case import NO_CONSENT, Case
from pmkb.kinds.sales.customer import VISIT_OVERDUE, Customer, revenue_of
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.kinds.sales.visit import Visit
from pmkb.record import Record, Section
from pmkb.trackers.tracker import Share, Tracking, nothing, say, tracker
from pmkb.values import Money

BIG_DEAL_SHARE = Decimal("0.1")
"""A deal is big from a tenth of all recurring revenue up."""


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


@tracker("big-deals", 7, Section.DASHBOARD, "Big deals", "大单", "opportunity", "contract")
def big_deals(kb: KnowledgeBase) -> Tracking:
    """Open deals worth a tenth of all recurring revenue or more: count, value, concentration."""
    total = revenue_of(active(kb), kb).amount
    deals = [each for each in kb.all(Opportunity) if each.is_open and each.amount]
    if not kb.all(Opportunity) or not total:
        return nothing()
    sized = [
        (amount.amount, each)
        for each in deals
        if each.amount and (amount := kb.vocabulary.convert(each.amount, kb.as_of))
    ]
    big = sorted((p for p in sized if p[0] >= total * BIG_DEAL_SHARE), key=lambda p: -p[0])
    value = sum((amount for amount, _ in big), Decimal(0))
    pipeline = sum((amount for amount, _ in sized), Decimal(0))
    late = [each for _, each in big if each.close and each.close < kb.as_of]
    headline = say(
        "{n} big deals worth {value}, {share} of the open pipeline",
        "{n} 个大单，合计 {value}，占在途商机的 {share}",
        n=len(big),
        value=money(value, kb),
        share=Share(value / pipeline) if pipeline else Share(0),
    )
    level = Level.ACT if late else Level.GOOD if big else Level.WATCH
    return Tracking(level, headline, tuple(each for _, each in big))


def _grid(kb: KnowledgeBase, by: str, en: str, zh: str) -> Tracking:
    accounts = key_accounts(kb)
    if not accounts:
        return nothing()
    share = (
        revenue_of(accounts, kb).amount / total
        if (total := revenue_of(active(kb), kb).amount)
        else None
    )
    red = [each for each in accounts if each.health == "red"]
    care = [each for each in accounts if each.health == "yellow"]
    headline = say(
        en,
        zh,
        n=len(accounts),
        groups=len({each.get(by) for each in accounts}),
        share=Share(share) if share is not None else "–",
        red=len(red),
        care=len(care),
    )
    level = Level.ACT if red else Level.WATCH if care else Level.GOOD
    rest = [each for each in accounts if each not in (*red, *care)]
    return Tracking(level, headline, (*red, *care, *rest))


@tracker(
    "industry-key-accounts",
    8,
    Section.DASHBOARD,
    "Key accounts by industry",
    "行业大客户",
    "customer",
)
def industry_key_accounts(kb: KnowledgeBase) -> Tracking:
    """Key accounts by industry: revenue share and health."""
    return _grid(
        kb,
        "industry",
        "{n} key accounts in {groups} industries, {share} of ARR; {red} at risk, {care} need care",
        "{groups} 个行业 {n} 家大客户，占 ARR {share}；{red} 家有风险，{care} 家需关注",
    )


@tracker(
    "region-key-accounts", 9, Section.DASHBOARD, "Key accounts by region", "区域大客户", "customer"
)
def region_key_accounts(kb: KnowledgeBase) -> Tracking:
    """Key accounts by region: revenue share and health."""
    return _grid(
        kb,
        "region",
        "{n} key accounts in {groups} regions, {share} of ARR; {red} at risk, {care} need care",
        "{groups} 个区域 {n} 家大客户，占 ARR {share}；{red} 家有风险，{care} 家需关注",
    )


@tracker("account-sources", 10, Section.DASHBOARD, "Account sources", "大客户来源", "customer")
def account_sources(kb: KnowledgeBase) -> Tracking:
    """Where customers came from: how many sources, the largest one, and how many are unknown."""
    customers = active(kb)
    if not customers:
        return nothing()
    terms, total = kb.vocabulary.terms("source"), revenue_of(customers, kb).amount
    by_source = {name: [c for c in customers if c.source == name] for name in terms}
    largest = max(terms, key=lambda name: revenue_of(by_source[name], kb).amount)
    unknown = [each for each in customers if each.source is None]
    headline = say(
        "most revenue through {en}: {share}; {n} of {all} customers without a source",
        "{zh}带来的收入最多：{share}；{all} 家客户中 {n} 家来源不明",
        en=terms[largest].en.lower(),
        zh=terms[largest].zh,
        share=Share(revenue_of(by_source[largest], kb).amount / total) if total else "–",
        n=len(unknown),
        all=len(customers),
    )
    level = Level.WATCH if unknown else Level.GOOD
    rest = [each for each in customers if each.source is not None]
    return Tracking(level, headline, (*unknown, *rest))


@tracker(
    "key-account-visits", 27, Section.SALES, "Key account visits", "大客户回访", "visit", "customer"
)
def key_account_visits(kb: KnowledgeBase) -> Tracking:
    """Key accounts whose visit is overdue by their cadence, and how satisfied they were."""
    accounts, visits = key_accounts(kb), kb.all(Visit)
    if not accounts or not visits:
        return nothing()
    late = [each for each in accounts if each.touch(kb) is VISIT_OVERDUE]
    refs = {each.ref for each in accounts}
    scores = [
        visit.satisfaction
        for visit in visits
        if visit.satisfaction is not None
        and (kb.as_of - visit.date).days <= 365
        and (customer := kb.target(visit, "customer")) is not None
        and customer.ref in refs
    ]
    headline = say(
        "{late} of {all} visits overdue; satisfaction {score} of 5 over a year",
        "{all} 家中 {late} 家回访逾期；近一年满意度 {score}/5",
        late=len(late),
        all=len(accounts),
        score=f"{sum(scores) / len(scores):.1f}" if scores else "–",
    )
    level = Level.ACT if len(late) * 4 > len(accounts) else Level.WATCH if late else Level.GOOD
    return Tracking(level, headline, (*late, *(each for each in accounts if each not in late)))


@tracker("follow-ups", 28, Section.SALES, "Follow-ups", "客户跟进", "customer", "visit")
def follow_ups(kb: KnowledgeBase) -> Tracking:
    """Next actions with customers: open and overdue, and customers nobody has touched for long."""
    customers = active(kb)
    if not customers:
        return nothing()
    actions = [(each, each.next_action) for each in customers if each.next_action]
    late: list[Record] = [each for each, action in actions if action and action.due < kb.as_of]
    promises = [(v, f) for v in kb.all(Visit) for f in v.follow_ups if f.done is None]
    late += [visit for visit, promise in promises if promise.is_overdue(kb.as_of)]
    silent = [each for each in customers if each.silent(kb)]
    headline = say(
        "{open} open, {late} overdue; {silent} customers silent",
        "{open} 项待办，{late} 项逾期；{silent} 家客户失联",
        open=len(actions) + len(promises),
        late=len(late),
        silent=len(silent),
    )
    level = Level.ACT if late else Level.WATCH if silent else Level.GOOD
    return Tracking(level, headline, tuple(dict.fromkeys([*late, *silent])))


@tracker("customer-cases", 25, Section.SALES, "Customer cases", "客户案例", "case")
def customer_cases(kb: KnowledgeBase) -> Tracking:
    """Cases that may be cited, and the cells of industry × delivery form without one.

    A cell counts where an active customer of the industry uses the form.
    """
    cases = kb.all(Case)
    if not cases:
        return nothing()
    citable = [each for each in cases if each.citable(kb)]
    wanted = {_cell(each, each, kb) for each in active(kb) if each.form}
    have = {_cell(each, kb.resolve(each.customer, Customer), kb) for each in citable}
    lapsed = [each for each in cases if each.standing(kb) is NO_CONSENT]
    headline = say(
        "{n} citable cases, {gaps} of {cells} industry and form cells without one",
        "{n} 个可引用案例，{cells} 个行业与形态组合中 {gaps} 个空缺",
        n=len(citable),
        gaps=len(wanted - have),
        cells=len(wanted),
    )
    level = Level.ACT if lapsed else Level.WATCH if wanted - have else Level.GOOD
    return Tracking(level, headline, _first(lapsed, cases))


def _cell(record: Record, customer: Customer | None, kb: KnowledgeBase) -> tuple[object, object]:
    industry = record.get("industry") or (customer.industry if customer else None)
    form = kb.target(record, "form") or (kb.target(customer, "form") if customer else None)
    return industry, form.ref if form else None


def _first(urgent: Sequence[Record], rest: Sequence[Record]) -> tuple[Record, ...]:
    return tuple(dict.fromkeys([*urgent, *rest]))
