"""Partners: who builds on, sells, delivers or hosts the product."""

from datetime import date
from decimal import Decimal

from pmkb.flow import Level, Phase, Standing, State, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.contract import Contract
from pmkb.kinds.sales.customer import Customer, revenue_of
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Day, Money, Reference, Text, Url, Version

ACTIVE = Standing("active", "Active", "活跃", Level.GOOD)
DORMANT = Standing("dormant", "Dormant", "沉寂", Level.WATCH)
NO_RECORD = Standing("never-active", "Nothing on record", "无合作记录", Level.UNKNOWN)

DORMANT_AFTER_DAYS = 180


class CertifiedRelease(Part):
    """A mutual certification: the partner's product with a release of ours."""

    release: Reference = key("版本", "Our release.", to="release")
    product: Text = key("伙伴产品", "Their product.")
    version: Version | None = key("伙伴产品版本", "Its version.", default=None)
    date: Day | None = key("认证日期", "The day it was certified.", default=None)
    evidence: Url | None = key("证明", "Where the certificate can be seen.", default=None)


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
        "Where it stands.",
        default=None,
        flow=flow(
            State("talking", "In talks", "洽谈中"),
            State("active", "Active", "合作中"),
            dropped("ended", "Ended", "已终止"),
        ),
    )
    type: Text = key("伙伴类型", "", vocabulary="partner-type")
    tier: Text | None = key("伙伴等级", "", default=None, vocabulary="partner-tier")
    region: Text | None = key("区域", "Where it works.", default=None, vocabulary="region")
    since: Day | None = key("合作开始", "Partner since.", default=None)
    contract: Reference | None = key("合作合同", "", default=None, to="contract")
    contacts: tuple[Reference, ...] = key("联系人", "People there.", default=(), to="contact")
    last_contact: Day | None = key(
        "最近联系", "The last touch that no other record shows.", default=None
    )
    certified_releases: tuple[CertifiedRelease, ...] = key(
        "互认证", "Their products certified with our releases.", default=()
    )
    solutions: tuple[Text, ...] = key("联合方案", "What is offered together.", default=())

    def certified_with(self, release: Record, kb: KnowledgeBase) -> tuple[CertifiedRelease, ...]:
        """Its products that are certified with a release."""
        return tuple(e for e in self.certified_releases if kb.resolve(e.release, Record) is release)

    @computed("Customers brought", "带来的客户")
    def customers_brought(self, kb: KnowledgeBase) -> tuple[Customer, ...]:
        """The customers that came through it."""
        return kb.referring(self, Customer, "source_ref")

    @computed("Revenue brought", "带来的收入")
    def revenue_brought(self, kb: KnowledgeBase) -> Money | None:
        """The ARR of the customers that came through it."""
        found = revenue_of(self.customers_brought(kb), kb)
        return found if found.amount else None

    @computed("Revenue given", "给予的收入")
    def revenue_given(self, kb: KnowledgeBase) -> Money | None:
        """The annual value of contracts in force with it as a party: what it is paid, or pays."""
        contracts = kb.referring(self, Contract, "party")
        values = (each.annual_value() for each in contracts if each.is_in_force(kb.as_of))
        amounts = [kb.vocabulary.convert(value, kb.as_of) for value in values if value]
        known = [each for each in amounts if each]
        if not known or len(known) < len(amounts):
            return None
        return Money(sum((each.amount for each in known), Decimal(0)), known[0].currency)

    @computed("Joint wins", "联合赢单")
    def joint_wins(self, kb: KnowledgeBase) -> int:
        """Opportunities won together with it."""
        deals = kb.referring(self, Opportunity, "partner")
        return sum(each.phase is Phase.DONE for each in deals)

    @computed("Last activity", "最近活动", looks_back=True)
    def last_activity(self, kb: KnowledgeBase) -> date | None:
        """The newest touch, certification, signature, or customer that came through it."""
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
        """Active, dormant after 180 days without anything on record, or nothing ever."""
        if not self.is_open:
            return None
        last = self.last_activity(kb)
        if last is None:
            return NO_RECORD
        return DORMANT if (kb.as_of - last).days > DORMANT_AFTER_DAYS else ACTIVE
