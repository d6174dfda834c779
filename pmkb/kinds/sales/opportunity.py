"""Opportunities: deals that may be won, from lead to signature."""

from datetime import date
from decimal import Decimal

from pmkb.flow import Level, Phase, Standing
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.price import lowest_floor
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Amount, Day, Money, Percent, Reference, Text

IN_TIME = Standing("in-time", "In time", "正常推进", Level.GOOD)
STALLED = Standing("stalled", "Stalled", "停滞", Level.WATCH)
OVERDUE = Standing("close-overdue", "Close date passed", "超过预计成交日", Level.ACT)
WON = Standing("won", "Won", "赢单", Level.GOOD)
LOST = Standing("lost", "Lost", "丢单", Level.GOOD)

STALLED_AFTER_DAYS = 60


class NextStep(Part):
    """What is to be done next, by whom and by when."""

    what: Text = key("事项", say("What is to be done.", "要做什么。"))
    due: Day = key("期限", say("By when.", "最晚什么时候。"))
    owner: Reference | None = key(
        "负责人", say("By whom.", "由谁来做。"), default=None, to="contact"
    )


class Opportunity(Record):
    """A deal that may be won: with whom, how much, how likely, by when, and against whom.

    Its salesperson keeps it. The stages and their default probabilities are the list
    `opportunity-stage` of the vocabulary; `probability` overrides the default.

        ---
        title: 东方银行二期扩容
        owner: ma-xiao
        customer: east-bank
        stage: proposal
        amount: 2400000 CNY
        opened: 2026-03-02
        close: 2026-09-30
        source: partner
        partner: blue-cloud
        competitors: [panhai]
        requires: [security-level-3]
        next_action: {what: 提交容灾方案, due: 2026-07-10}
        ---
    ---
    可能赢下的一笔生意：和谁，多少钱，把握多大，什么时候，对手是谁。

    由负责的销售维护。各阶段和默认赢率在词表 `opportunity-stage` 里；`probability` 可以代替默认
    值。
    """

    folder = "opportunities"
    section = Section.SALES
    label = Label("Opportunity", "商机", plural="Opportunities")
    order = 240
    columns = ("customer", "stage", "standing", "amount", "weighted", "close", "age", "owner")
    status_key = "stage"
    begins = "opened"
    due_by = "close"

    customer: Reference = key("客户", say("With whom.", "和哪家客户。"), to="customer")
    stage: Text = key(
        "阶段", say("How far it has come.", "进展到哪一步。"), vocabulary="opportunity-stage"
    )
    amount: Amount | None = key(
        "金额", say("What it would bring.", "能带来多少金额。"), default=None
    )
    probability: Percent | None = key(
        "赢率", say("Instead of the stage's own, in %.", "代替该阶段的赢率，百分比。"), default=None
    )
    opened: Day = key("创建日期", say("The day it was found.", "发现商机的日期。"))
    close: Day | None = key(
        "预计成交日", say("The day it should be signed.", "预计签约的日期。"), default=None
    )
    baseline_close: Day | None = key(
        "基线成交日", say("The close day first expected.", "最初预计的成交日。"), default=None
    )
    closed: Day | None = key(
        "关闭日期", say("The day it was won or lost.", "赢单或丢单的日期。"), default=None
    )
    moved: Day | None = key(
        "阶段更新日期", say("The day it reached its stage.", "进入当前阶段的日期。"), default=None
    )
    source: Text | None = key(
        "来源", say("How it came to us.", "怎么找到我们的。"), default=None, vocabulary="source"
    )
    partner: Reference | None = key(
        "合作伙伴", say("Won together with.", "和哪家伙伴一起做的。"), default=None, to="partner"
    )
    channel: Reference | None = key(
        "渠道", say("Sold through.", "通过哪个渠道卖的。"), default=None, to="channel"
    )
    competitors: tuple[Reference, ...] = key("竞争对手", default=(), to="competitor")
    form: Reference | None = key(
        "商品形态", say("The delivery form.", "卖的是哪种商品形态。"), default=None, to="form"
    )
    requires: tuple[Reference, ...] = key(
        "前置条件",
        say("What must be there first.", "必须先具备什么。"),
        default=(),
        to=("certification", "requirement"),
    )
    price: Amount | None = key(
        "报价单价",
        say("Price offered per unit of its form.", "所报的每单位价格。"),
        default=None,
        adds=False,
    )
    next_action: NextStep | None = key(
        "下一步", say("What is to be done next.", "接下来要做什么。"), default=None
    )
    lost_reason: Text | None = key(
        "丢单原因", say("Why it was lost.", "为什么丢单。"), default=None
    )

    def likelihood(self, kb: KnowledgeBase) -> Decimal | None:
        """The probability as a share of 1: its own, or that of its stage."""
        term = kb.vocabulary.term("opportunity-stage", self.stage)
        default = term.number("probability") if term else None
        percent = self.probability if self.probability is not None else default
        return None if percent is None else Decimal(str(percent)) / 100

    def undercut_floor(self, kb: KnowledgeBase) -> Money | None:
        """The lowest floor of its form, in the reporting currency, where it is open and offers
        less; else None.
        """
        form = kb.target(self, "form")
        if form is None or self.price is None or not self.is_open:
            return None
        offered, lowest = kb.vocabulary.convert(self.price, kb.as_of), lowest_floor(form, kb)
        return lowest if offered and lowest and offered.amount < lowest.amount else None

    @computed("Weighted", "加权金额")
    def weighted(self, kb: KnowledgeBase) -> Money | None:
        """Amount × probability, while it is open.
        ---
        金额 × 赢率，进行中的商机才算。
        """
        share = self.likelihood(kb)
        if self.amount is None or share is None or not self.is_open:
            return None
        return Money(self.amount.amount * share, self.amount.currency)

    @computed("Age (days)", "存续天数")
    def age(self, kb: KnowledgeBase) -> int:
        """Days since it was opened, until today or until it was closed.
        ---
        从创建到当天（已了结的到成交日）的天数。
        """
        return ((self.closed or kb.as_of) - self.opened).days

    @computed("Slip (days)", "推迟天数")
    def slip(self, kb: KnowledgeBase) -> int | None:
        """Days from the baseline to the day it was closed or should close; negative if earlier.
        ---
        从基线成交日到实际或预计成交日的天数，提前为负。
        """
        expected = self.closed or self.close
        if expected is None or self.baseline_close is None:
            return None
        return (expected - self.baseline_close).days

    @computed("Last movement", "最近进展", looks_back=True)
    def last_movement(self, kb: KnowledgeBase) -> date:
        """The newest of its stage change, its reviews, and visits that refer to it.
        ---
        阶段更新、复核、提到它的拜访里最近的日期。
        """
        days = (
            self.opened,
            self.moved,
            self.reviewed,
            *(each.day("date") for each in kb.referring(self, Record)),
        )
        return max(
            day for day in days if day is not None and (day <= kb.as_of or day == self.opened)
        )

    @computed("Standing", "推进状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Won, lost, past its close date, stalled after 60 days without movement, or in time.
        ---
        赢单、丢单、超过预计成交日、停滞（60 天没有进展）或正常推进。
        """
        if self.phase is not Phase.OPEN:
            return WON if self.phase is Phase.DONE else LOST
        if self.close is not None and self.close < kb.as_of:
            return OVERDUE
        quiet = (kb.as_of - self.last_movement(kb)).days
        return STALLED if quiet > STALLED_AFTER_DAYS else IN_TIME
