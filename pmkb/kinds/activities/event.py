"""Events: what is held to be known, what it costs and what it brings."""

from decimal import Decimal

from pmkb.flow import Level, Phase, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.message import say
from pmkb.record import Label, Record, Section, computed, key
from pmkb.values import Amount, Day, Money, Reference, Text, Whole

UPCOMING = Standing("upcoming", "Upcoming", "即将举行", Level.GOOD)
RUNNING = Standing("running", "Running", "进行中", Level.GOOD)
NO_RESULTS = Standing("no-results", "No results", "缺少结果", Level.ACT)
EVALUATED = Standing("evaluated", "Evaluated", "已复盘", Level.GOOD)
CANCELLED = Standing("cancelled", "Cancelled", "已取消", Level.GOOD)


class Event(Record):
    """A conference, meetup, webinar or campaign: when, at what cost, and what came of it.

    Marketing keeps it, and writes the results within two weeks.

        ---
        title: 2026 数据库技术大会
        type: conference
        status: held
        start: 2026-05-14
        end: 2026-05-15
        place: 北京
        budget: 300000 CNY
        cost: 287000 CNY
        attendees: 420
        leads: 63
        opportunities: [east-bank-phase-2]
        reach: 58000
        mentions: 31
        ---
    ---
    一场大会、沙龙、直播或市场活动：什么时候，花了多少钱，带来什么结果。

    由市场部维护，结束后两周内补上结果。
    """

    folder = "events"
    section = Section.ACTIVITIES
    label = Label("Event", "运营活动")
    order = 320
    columns = (
        "type",
        "start",
        "place",
        "standing",
        "cost",
        "leads",
        "cost_per_lead",
        "pipeline",
        "owner",
    )
    begins = "start"
    ends = "end"

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("planned", "Planned", "计划中"),
            State("confirmed", "Confirmed", "已确认"),
            done("held", "Held", "已举办"),
            dropped("cancelled", "Cancelled", "已取消"),
        ),
    )
    type: Text = key("活动类型", vocabulary="event-type")
    start: Day = key("开始日期")
    end: Day | None = key("结束日期", default=None)
    place: Text | None = key("地点", default=None)
    budget: Amount | None = key("预算", default=None)
    cost: Amount | None = key("实际费用", default=None)
    attendees: Whole | None = key("参加人数", default=None, minimum=0, adds=True)
    leads: Whole | None = key("线索数", default=None, minimum=0, adds=True)
    opportunities: tuple[Reference, ...] = key(
        "关联商机",
        say("Deals it began or moved.", "由它带来或推动的商机。"),
        default=(),
        to="opportunity",
    )
    reach: Whole | None = key(
        "触达人数", say("People who saw it.", "看到它的人数。"), default=None, minimum=0
    )
    mentions: Whole | None = key("媒体提及", default=None, minimum=0)

    @computed("Cost per lead", "单条线索成本", adds=False)
    def cost_per_lead(self, kb: KnowledgeBase) -> Money | None:
        """Cost ÷ leads; None without either, or without a lead.
        ---
        费用 ÷ 线索数；缺任何一项或没有线索时为空。
        """
        if self.cost is None or not self.leads:
            return None
        return Money(self.cost.amount / self.leads, self.cost.currency)

    def _sum(self, kb: KnowledgeBase, *phases: Phase) -> Money | None:
        """The amounts of its deals in some phases, those closed by the rate of that day.

        None where a rate is missing, and where no deal has an amount.
        """
        deals = [
            each
            for each in kb.targets(self, "opportunities")
            if isinstance(each, Opportunity) and each.phase in phases
        ]
        known = [
            kb.vocabulary.convert(each.amount, min(each.closed or kb.as_of, kb.as_of))
            for each in deals
            if each.amount
        ]
        if any(each is None for each in known) or (deals and not known):
            return None
        total = sum((each.amount for each in known if each), Decimal(0))
        return Money(total, kb.vocabulary.reporting_currency or "")

    @computed("Pipeline influenced", "影响的商机金额")
    def pipeline(self, kb: KnowledgeBase) -> Money | None:
        """The amounts of the deals it began or moved, open and won ones.
        ---
        由它带来或推动的商机金额合计，含进行中的和已赢单的。
        """
        return self._sum(kb, Phase.OPEN, Phase.DONE) if self.opportunities else None

    @computed("Return", "投入产出比")
    def return_(self, kb: KnowledgeBase) -> float | None:
        """Won ÷ cost, as a factor; None without a cost or before a deal is won. Money of other
        currencies counts by the rates of the days on which the deals were won and the event ended.
        ---
        赢单金额 ÷ 费用，以倍数计；没有费用或还没有赢单时为空。外币按赢单日和活动结束日的汇率折
        算。
        """
        won = self._sum(kb, Phase.DONE)
        ended = min(self.end or self.start, kb.as_of)
        cost = kb.vocabulary.convert(self.cost, ended) if self.cost else None
        return (
            float(won.amount / cost.amount) if won and won.amount and cost and cost.amount else None
        )

    @computed("Standing", "活动状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Upcoming, running, evaluated, without results two weeks after its end, or cancelled.
        ---
        即将举行、进行中、已复盘、缺少结果（结束两周后仍没有结果）或已取消。
        """
        if self.status == "cancelled":
            return CANCELLED
        if self.start > kb.as_of:
            return UPCOMING
        days = (kb.as_of - (self.end or self.start)).days
        if self.leads is not None or self.attendees is not None:
            return EVALUATED
        return NO_RESULTS if days > 14 else RUNNING
