"""Channels: the ways in which the product is sold."""

from datetime import date

from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.customer import Customer, revenue_of, share_of_revenue
from pmkb.message import say
from pmkb.record import Label, Record, Section, Unit, computed, key
from pmkb.values import Amount, Day, Money, Reference, Text

ON_TARGET = Standing("on-target", "On target", "达标", Level.GOOD)
BEHIND = Standing("behind", "Behind", "落后", Level.WATCH)
FAR_BEHIND = Standing("far-behind", "Far behind", "严重落后", Level.ACT)
NO_TARGET = Standing("no-target", "No target", "无目标", Level.UNKNOWN)


class Channel(Record):
    """A way in which the product is sold, its target, and what it has brought.

    The channel manager keeps it. What it has brought follows from the customers that name it as
    their source.

        ---
        title: 华东代理
        type: agent
        regions: [east]
        partner: blue-cloud
        target: 6000000 CNY
        target_from: 2026-01-01
        target_to: 2026-12-31
        ---
    ---
    产品的一条销售途径：目标是多少，带来了多少。

    由渠道经理维护。带来了什么，看哪些客户把它写成来源。
    """

    folder = "channels"
    section = Section.SALES
    label = Label("Channel", "渠道")
    order = 230
    columns = ("type", "regions", "standing", "revenue", "target", "attainment", "share", "owner")
    begins = "target_from"
    ends = "target_to"

    type: Text = key("渠道类型", vocabulary="channel-type")
    regions: tuple[Text, ...] = key("覆盖区域", default=(), vocabulary="region")
    partner: Reference | None = key(
        "合作伙伴", say("Who runs it.", "由哪家伙伴运营。"), default=None, to="partner"
    )
    target: Amount | None = key(
        "目标",
        say("ARR to be brought in the target's time.", "目标期内要带来的 ARR。"),
        default=None,
    )
    target_from: Day | None = key(
        "目标起始", say("The first day of the target's time.", "目标期的第一天。"), default=None
    )
    target_to: Day | None = key(
        "目标截止", say("The last day of the target's time.", "目标期的最后一天。"), default=None
    )

    @computed("Customers", "客户")
    def customers(self, kb: KnowledgeBase) -> tuple[Customer, ...]:
        """The customers that came through it.
        ---
        由它带来的客户。
        """
        return kb.referring(self, Customer, "source_ref")

    @computed("Revenue", "带来的收入")
    def revenue(self, kb: KnowledgeBase) -> Money:
        """The ARR of the customers that came through it, in the reporting currency.
        ---
        由它带来的客户的 ARR 之和，折成报告币种。
        """
        return revenue_of(self.customers(kb), kb)

    @computed("Attainment", "目标完成率", unit=Unit.SHARE)
    def attainment(self, kb: KnowledgeBase) -> float | None:
        """Revenue ÷ target, as a share of 1; None without a target.
        ---
        收入 ÷ 目标，按 1 为 100%；没有目标时为空。
        """
        target = kb.vocabulary.convert(self.target, kb.as_of) if self.target else None
        return float(self.revenue(kb).amount / target.amount) if target and target.amount else None

    @computed("Share of ARR", "收入占比", unit=Unit.SHARE)
    def share(self, kb: KnowledgeBase) -> float | None:
        """Its revenue as a share of all customers' ARR.
        ---
        它的收入占全部客户 ARR 的比例。
        """
        return share_of_revenue(self.customers(kb), kb)

    @computed("Standing", "达成情况")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Attainment against the share of the target's time that has passed: on target from
        0.95 of it, behind from 0.75, else far behind.
        ---
        目标完成率与目标期内时间过去的比例相比：0.95 倍起为达标，0.75 倍起为落后，再低为严重落后。
        """
        done = self.attainment(kb)
        if done is None:
            return NO_TARGET
        ideal = self.elapsed(kb.as_of)
        # Rounded, so that a value exactly on a threshold counts as having reached it.
        if round(done, 9) >= round(0.95 * ideal, 9):
            return ON_TARGET
        return BEHIND if round(done, 9) >= round(0.75 * ideal, 9) else FAR_BEHIND

    def elapsed(self, as_of: date) -> float:
        """The share of the target's time that has passed; all of it where that is not given."""
        if not self.target_from or not self.target_to or self.target_from >= self.target_to:
            return 1.0
        days = (self.target_to - self.target_from).days
        return min(1.0, max(0.0, (as_of - self.target_from).days / days))
