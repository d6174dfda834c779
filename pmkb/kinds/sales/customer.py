"""Customers: who uses the product, what they are worth, and when somebody last talked to them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pmkb.flow import Level, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.product.contract import Contract
from pmkb.record import Label, Part, Record, Section, Unit, computed, key
from pmkb.values import Day, Interval, Money, Reference, Text, Version

UP_TO_DATE = Standing("in-touch", "In touch", "联系正常", Level.GOOD)
VISIT_DUE = Standing("visit-due", "Visit due soon", "临近回访", Level.WATCH)
VISIT_OVERDUE = Standing("visit-overdue", "Visit overdue", "回访逾期", Level.ACT)
NEVER_VISITED = Standing("never-touched", "No touch on record", "无联系记录", Level.UNKNOWN)

VISIT_WARNING_DAYS = 14
SILENT_AFTER_DAYS = 180


class NextAction(Part):
    """What is to be done next, by whom and by when."""

    what: Text = key("事项", "What is to be done.")
    due: Day = key("期限", "By when.")
    owner: Reference | None = key("负责人", "By whom.", default=None, to="contact")


class Customer(Record):
    """An organisation that uses the product: where it stands, where it came from, what comes next.

    Its account manager keeps it. The visit cadence follows from the tier unless `visit_every`
    says otherwise.

        ---
        title: 东方银行
        owner: wang-fang
        industry: finance
        region: east
        tier: strategic
        source: partner
        source_ref: blue-cloud
        version: "8.5"
        architecture: arm64
        health: green
        since: 2022-03-01
        next_action: {what: 容灾演练复盘, due: 2026-07-15}
        ---
    """

    folder = "customers"
    section = Section.SALES
    label = Label("Customer", "客户")
    order = 80
    columns = (
        "industry",
        "region",
        "tier",
        "health",
        "arr",
        "share",
        "touch",
        "contract_end",
        "owner",
    )
    begins = "since"

    status: Text | None = key(
        "状态",
        "Where it stands.",
        default=None,
        flow=flow(
            State("prospect", "Prospect", "潜在客户"),
            State("active", "Active", "在用"),
            dropped("churned", "Churned", "已流失"),
        ),
    )
    industry: Text = key("行业", "", vocabulary="industry")
    region: Text = key("区域", "", vocabulary="region")
    tier: Text = key("客户等级", "How important it is; sets the visit cadence.", vocabulary="tier")
    source: Text | None = key("客户来源", "How it came to us.", default=None, vocabulary="source")
    source_ref: Reference | None = key(
        "来源对象",
        "The partner, channel or event it came through.",
        default=None,
        to=("partner", "channel", "event", "community"),
        en="Came through",
    )
    version: Version | None = key("使用版本", "The version it runs.", default=None)
    architecture: Text | None = key(
        "CPU 架构", "The processors it runs on.", default=None, vocabulary="architecture"
    )
    form: Reference | None = key("商品形态", "The delivery form.", default=None, to="form")
    health: Text | None = key("健康度", "By judgement.", default=None, vocabulary="health")
    contacts: tuple[Reference, ...] = key("联系人", "People there.", default=(), to="contact")
    since: Day | None = key("成为客户", "Customer since.", default=None)
    last_contact: Day | None = key(
        "最近联系", "The last touch that no visit or contract records.", default=None
    )
    visit_every: Interval | None = key("回访周期", "Instead of the tier's cadence.", default=None)
    next_action: NextAction | None = key("下一步", "What is to be done next.", default=None)

    @computed("ARR", "年经常性收入")
    def arr(self, kb: KnowledgeBase) -> Money | None:
        """Annual recurring revenue: the annual value of its recurring contracts in force.

        In the reporting currency, by the rate of the day; None without such a contract, or
        where a rate is missing.
        """
        return recurring_revenue(kb).get(self.ref)

    @computed("Share of ARR", "收入占比", unit=Unit.SHARE)
    def share(self, kb: KnowledgeBase) -> float | None:
        """Its ARR as a share of all customers' ARR."""
        return share_of_revenue((self,), kb) if self.arr(kb) else None

    @computed("Last touch", "最近接触", looks_back=True)
    def last_touch(self, kb: KnowledgeBase) -> date | None:
        """The newest day on which somebody met it, signed with it, or wrote `last_contact`."""
        meetings = (each.day("date") for each in kb.referring(self, Record))
        signatures = (each.signed for each in kb.referring(self, Contract, "party"))
        days = (self.last_contact, *meetings, *signatures)
        return max((day for day in days if day and day <= kb.as_of), default=None)

    @computed("Next visit due", "下次回访")
    def next_visit_due(self, kb: KnowledgeBase) -> date | None:
        """The last touch, or else the start of the relation, plus the visit cadence."""
        term = kb.vocabulary.term("tier", self.tier)
        cadence = self.visit_every or (term.duration("visit_every") if term else None)
        last = self.last_touch(kb) or self.since
        return cadence.after(last) if cadence and last else None

    @computed("Touch", "联系状态")
    def touch(self, kb: KnowledgeBase) -> Standing | None:
        """In touch, visit due within 14 days, overdue, or no touch on record."""
        if not self.is_open:
            return None
        due = self.next_visit_due(kb)
        if due is None:
            return None if self.last_touch(kb) else NEVER_VISITED
        if due < kb.as_of:
            return VISIT_OVERDUE
        return VISIT_DUE if (due - kb.as_of).days <= VISIT_WARNING_DAYS else UP_TO_DATE

    @computed("Silent", "失联")
    def silent(self, kb: KnowledgeBase) -> bool:
        """Whether nobody has touched it for 180 days."""
        last = self.last_touch(kb)
        return last is not None and (kb.as_of - last).days > SILENT_AFTER_DAYS

    @computed("Contract ends", "合同到期")
    def contract_end(self, kb: KnowledgeBase) -> date | None:
        """The last day of its recurring contracts: those in force, and signed ones to follow."""
        contracts = kb.referring(self, Contract, "party")
        ends = (
            each.end_as_of(kb.as_of)
            for each in contracts
            if each.status == "signed" and each.recurs(kb)
        )
        return max((day for day in ends if day and day >= kb.as_of), default=None)


@once
def recurring_revenue(kb: KnowledgeBase) -> dict[str, Money]:
    """The ARR of every customer that has one, by its `kind:id`, in the reporting currency.

    A customer with a contract whose currency has no rate on the day is left out: part of a sum
    would look like the whole. The missing rate is a finding of its own.
    """
    totals: dict[str, Decimal] = {}
    unknown: set[str] = set()
    for contract in kb.all(Contract):
        party, value = kb.target(contract, "party"), contract.annual_value()
        if (
            not contract.recurs(kb)
            or not isinstance(party, Customer)
            or value is None
            or not contract.is_in_force(kb.as_of)
        ):
            continue
        converted = kb.vocabulary.convert(value, kb.as_of)
        if converted is None:
            unknown.add(party.ref)
        else:
            totals[party.ref] = totals.get(party.ref, Decimal(0)) + converted.amount
    currency = kb.vocabulary.reporting_currency or ""
    return {ref: Money(sum_, currency) for ref, sum_ in totals.items() if ref not in unknown}


def revenue_of(customers: Iterable[Record], kb: KnowledgeBase) -> Money:
    """The ARR of some customers together, in the reporting currency; zero without any."""
    arr = recurring_revenue(kb)
    total = sum((arr[each.ref].amount for each in customers if each.ref in arr), Decimal(0))
    return Money(total, kb.vocabulary.reporting_currency or "")


def share_of_revenue(customers: Iterable[Record], kb: KnowledgeBase) -> float | None:
    """The ARR of some customers as a share of all customers' ARR; None while there is none."""
    total = revenue_of(kb.all(Customer), kb).amount
    return float(revenue_of(customers, kb).amount / total) if total else None
