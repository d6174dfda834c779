"""Partners: who builds on, sells, delivers or hosts the product."""

from datetime import date
from decimal import Decimal

from pmkb.flow import Level, Phase, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.contract import Contract
from pmkb.kinds.sales.customer import Customer, revenue_of
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Day, Money, Reference, Text, Url, Version

ACTIVE = Standing("active", "Active", "活跃", Level.GOOD)
DORMANT = Standing("dormant", "Dormant", "沉寂", Level.WATCH)
NO_RECORD = Standing("never-active", "Nothing on record", "无合作记录", Level.UNKNOWN)

DORMANT_AFTER_DAYS = 180


class CertifiedRelease(Part):
    """A mutual certification: the partner's product with a release of ours."""

    release: Reference = key("版本", say("Our release.", "我方的版本。"), to="release")
    product: Text = key("伙伴产品", say("Their product.", "对方的产品。"))
    version: Version | None = key(
        "伙伴产品版本", say("Its version.", "对方产品的版本号。"), default=None
    )
    date: Day | None = key(
        "认证日期", say("The day it was certified.", "完成互认证的日期。"), default=None
    )
    evidence: Url | None = key(
        "证明", say("Where the certificate can be seen.", "在哪里能看到证书。"), default=None
    )


class Partner(Record):
    """A company that builds on, sells, delivers or hosts the product.

    The partner manager keeps it. Revenue it brought follows from the customers that name it as
    their source.

        ---
        title: 蓝云科技
        type: integrator
        tier: gold
        region: east
        since: 2023-05-01
        contract: blue-cloud-2026
        certified_releases:
          - {release: v8-5, product: BlueCore, version: "4.2", date: 2026-05-20}
        solutions: [Core banking]
        ---
    ---
    基于产品开发、销售、交付或托管产品的公司。

    由伙伴经理维护。它带来的收入，看哪些客户把它写成来源。
    """

    folder = "partners"
    section = Section.ECOSYSTEM
    label = Label("Partner", "生态伙伴")
    order = 300
    columns = (
        "type",
        "tier",
        "region",
        "activity",
        "revenue_brought",
        "customers_brought",
        "owner",
    )
    begins = "since"

    status: Text | None = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        default=None,
        flow=flow(
            State("talking", "In talks", "洽谈中"),
            State("active", "Active", "合作中"),
            dropped("ended", "Ended", "已终止"),
        ),
    )
    type: Text = key("伙伴类型", vocabulary="partner-type")
    tier: Text | None = key("伙伴等级", default=None, vocabulary="partner-tier")
    region: Text | None = key(
        "区域", say("Where it works.", "业务所在区域。"), default=None, vocabulary="region"
    )
    since: Day | None = key("合作开始", say("Partner since.", "从哪一天起成为伙伴。"), default=None)
    contract: Reference | None = key("合作合同", default=None, to="contract")
    contacts: tuple[Reference, ...] = key(
        "联系人", say("People there.", "对方的联系人。"), default=(), to="contact"
    )
    last_contact: Day | None = key(
        "最近联系",
        say("The last touch that no other record shows.", "其他记录里看不出的最近一次联系。"),
        default=None,
    )
    certified_releases: tuple[CertifiedRelease, ...] = key(
        "互认证",
        say("Their products certified with our releases.", "对方产品与我方版本的互认证。"),
        default=(),
    )
    solutions: tuple[Text, ...] = key(
        "联合方案", say("What is offered together.", "共同推出的方案。"), default=()
    )

    def certified_with(self, release: Record, kb: KnowledgeBase) -> tuple[CertifiedRelease, ...]:
        """Its products that are certified with a release."""
        return tuple(e for e in self.certified_releases if kb.resolve(e.release, Record) is release)

    @computed("Customers brought", "带来的客户")
    def customers_brought(self, kb: KnowledgeBase) -> tuple[Customer, ...]:
        """The customers that came through it.
        ---
        由它带来的客户。
        """
        return kb.referring(self, Customer, "source_ref")

    @computed("Revenue brought", "带来的收入")
    def revenue_brought(self, kb: KnowledgeBase) -> Money | None:
        """The ARR of the customers that came through it.
        ---
        由它带来的客户的 ARR 之和。
        """
        found = revenue_of(self.customers_brought(kb), kb)
        return found if found.amount else None

    @computed("Revenue given", "给予的收入")
    def revenue_given(self, kb: KnowledgeBase) -> Money | None:
        """The annual value of contracts in force with it as a party: what it is paid, or pays.
        ---
        以它为签约方、正在履行的合同的年化金额，即付给它或由它支付的钱。
        """
        contracts = kb.referring(self, Contract, "party")
        values = (each.annual_value() for each in contracts if each.is_in_force(kb.as_of))
        amounts = [kb.vocabulary.convert(value, kb.as_of) for value in values if value]
        known = [each for each in amounts if each]
        if not known or len(known) < len(amounts):
            return None
        return Money(sum((each.amount for each in known), Decimal(0)), known[0].currency)

    @computed("Joint wins", "联合赢单")
    def joint_wins(self, kb: KnowledgeBase) -> int:
        """Opportunities won together with it.
        ---
        和它一起赢下的商机。
        """
        deals = kb.referring(self, Opportunity, "partner")
        return sum(each.phase is Phase.DONE for each in deals)

    @computed("Last activity", "最近活动", looks_back=True)
    def last_activity(self, kb: KnowledgeBase) -> date | None:
        """The newest touch, certification, signature, or customer that came through it.
        ---
        最近一次接触、互认证、签约或带来客户的日期。
        """
        days = (
            self.last_contact,
            *(each.date for each in self.certified_releases),
            *(each.signed for each in kb.referring(self, Contract, "party")),
            *(each.since for each in self.customers_brought(kb)),
            *(each.day("date") for each in kb.referring(self, Record)),
        )
        return max((day for day in days if day and day <= kb.as_of), default=None)

    @computed("Activity", "活跃度")
    def activity(self, kb: KnowledgeBase) -> Standing | None:
        """Active, dormant after 180 days without anything on record, or nothing ever.
        ---
        活跃；180 天没有任何记录为沉寂；从来没有为无合作记录。
        """
        if not self.is_open:
            return None
        last = self.last_activity(kb)
        if last is None:
            return NO_RECORD
        return DORMANT if (kb.as_of - last).days > DORMANT_AFTER_DAYS else ACTIVE
