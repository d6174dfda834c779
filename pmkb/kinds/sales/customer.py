"""Customers: who uses the product, what they are worth, and when somebody last talked to them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pmkb.flow import Level, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.product.contract import Contract
from pmkb.message import say
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

    what: Text = key("事项", say("What is to be done.", "要做什么。"))
    due: Day = key("期限", say("By when.", "最晚什么时候。"))
    owner: Reference | None = key(
        "负责人", say("By whom.", "由谁来做。"), default=None, to="contact"
    )


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
    ---
    使用产品的单位：现状如何，怎么来的，下一步做什么。

    由客户经理维护。多久回访一次由客户等级决定，写了 `visit_every` 的以它为准。
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
        say("Where it stands.", "目前处于哪个状态。"),
        default=None,
        flow=flow(
            State("prospect", "Prospect", "潜在客户"),
            State("active", "Active", "在用"),
            dropped("churned", "Churned", "已流失"),
        ),
    )
    industry: Text = key("行业", vocabulary="industry")
    region: Text = key("区域", vocabulary="region")
    tier: Text = key(
        "客户等级",
        say("How important it is; sets the visit cadence.", "重要程度，决定多久回访一次。"),
        vocabulary="tier",
    )
    source: Text | None = key(
        "客户来源", say("How it came to us.", "怎么找到我们的。"), default=None, vocabulary="source"
    )
    source_ref: Reference | None = key(
        "来源对象",
        say(
            "The partner, channel or event it came through.", "由哪家伙伴、哪个渠道或哪场活动带来。"
        ),
        default=None,
        to=("partner", "channel", "event", "community"),
        en="Came through",
    )
    version: Version | None = key(
        "使用版本", say("The version it runs.", "在用哪个版本。"), default=None
    )
    architecture: Text | None = key(
        "CPU 架构",
        say("The processors it runs on.", "运行在哪种处理器上。"),
        default=None,
        vocabulary="architecture",
    )
    form: Reference | None = key(
        "商品形态", say("The delivery form.", "用的是哪种商品形态。"), default=None, to="form"
    )
    health: Text | None = key(
        "健康度", say("By judgement.", "由人判断。"), default=None, vocabulary="health"
    )
    contacts: tuple[Reference, ...] = key(
        "联系人", say("People there.", "对方的联系人。"), default=(), to="contact"
    )
    since: Day | None = key(
        "成为客户", say("Customer since.", "从哪一天起成为客户。"), default=None
    )
    last_contact: Day | None = key(
        "最近联系",
        say(
            "The last touch that no visit or contract records.",
            "拜访和合同记录里看不出的最近一次联系。",
        ),
        default=None,
    )
    visit_every: Interval | None = key(
        "回访周期", say("Instead of the tier's cadence.", "代替该等级的回访周期。"), default=None
    )
    next_action: NextAction | None = key(
        "下一步", say("What is to be done next.", "接下来要做什么。"), default=None
    )

    @computed("ARR", "年经常性收入")
    def arr(self, kb: KnowledgeBase) -> Money | None:
        """Annual recurring revenue: the annual value of its recurring contracts in force.

        In the reporting currency, by the rate of the day; None without such a contract, or
        where a rate is missing.
        ---
        年经常性收入：有效期内经常性合同的年化金额之和，按当天汇率折成报告币种；没有这样的合同，或
        缺汇率时为空。
        """
        return recurring_revenue(kb).get(self.ref)

    @computed("Share of ARR", "收入占比", unit=Unit.SHARE)
    def share(self, kb: KnowledgeBase) -> float | None:
        """Its ARR as a share of all customers' ARR.
        ---
        它的 ARR 占全部客户 ARR 的比例。
        """
        return share_of_revenue((self,), kb) if self.arr(kb) else None

    @computed("Last touch", "最近接触", looks_back=True)
    def last_touch(self, kb: KnowledgeBase) -> date | None:
        """The newest day on which somebody met it, signed with it, or wrote `last_contact`.
        ---
        最近一次拜访、签约或 `last_contact` 的日期。
        """
        meetings = (each.day("date") for each in kb.referring(self, Record))
        signatures = (each.signed for each in kb.referring(self, Contract, "party"))
        days = (self.last_contact, *meetings, *signatures)
        return max((day for day in days if day and day <= kb.as_of), default=None)

    @computed("Next visit due", "下次回访")
    def next_visit_due(self, kb: KnowledgeBase) -> date | None:
        """The last touch, or else the start of the relation, plus the visit cadence.
        ---
        最近接触的日期（没有则取成为客户的日期）加回访周期。
        """
        term = kb.vocabulary.term("tier", self.tier)
        cadence = self.visit_every or (term.duration("visit_every") if term else None)
        last = self.last_touch(kb) or self.since
        return cadence.after(last) if cadence and last else None

    @computed("Touch", "联系状态")
    def touch(self, kb: KnowledgeBase) -> Standing | None:
        """In touch, visit due within 14 days, overdue, or no touch on record.
        ---
        联系正常、14 天内该回访、回访逾期或无联系记录。
        """
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
        """Whether nobody has touched it for 180 days.
        ---
        是否 180 天没有任何接触。
        """
        last = self.last_touch(kb)
        return last is not None and (kb.as_of - last).days > SILENT_AFTER_DAYS

    @computed("Contract ends", "合同到期")
    def contract_end(self, kb: KnowledgeBase) -> date | None:
        """The last day of its recurring contracts: those in force, and signed ones to follow.
        ---
        经常性合同的最后一天，含已签署的后续合同。
        """
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
