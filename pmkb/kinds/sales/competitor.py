"""Competitors: who else the customer could choose, and how we compare."""

from datetime import date

from pmkb.flow import Level, Phase, Standing
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, Unit, computed, key
from pmkb.values import Day, Text, Url

CURRENT = Standing("current", "Current", "最新", Level.GOOD)
STALE = Standing("stale", "Stale claims", "对比已过时", Level.WATCH)
NO_COMPARISON = Standing("no-comparison", "No comparison", "无对比", Level.UNKNOWN)

CLAIM_STALE_AFTER_DAYS = 180


class Claim(Part):
    """How we and they do on one capability, as of a day, by a source."""

    capability: Text = key("能力", say("What is compared.", "比的是什么能力。"))
    us: Text = key("我们", vocabulary="support")
    them: Text = key("对方", vocabulary="support")
    as_of: Day | None = key("截至日期", say("The day it was true.", "哪一天的情况。"), default=None)
    source: Url | None = key(
        "依据", say("Where it can be checked.", "在哪里可以核实。"), default=None
    )
    note: Text | None = key("说明", default=None)

    def is_stale(self, as_of: date) -> bool:
        """Whether nobody has confirmed it for 180 days."""
        return self.as_of is not None and (as_of - self.as_of).days > CLAIM_STALE_AFTER_DAYS

    def edge(self, kb: KnowledgeBase) -> int | None:
        """By how many terms of `support`, which has the best first, we are ahead of them."""
        order = list(kb.vocabulary.terms("support"))
        if self.us not in order or self.them not in order:
            return None
        return order.index(self.them) - order.index(self.us)


class Competitor(Record):
    """A rival: what they sell, where they are strong and weak, how we compare, how often we win.

    The product manager keeps it. The win rate follows from the opportunities that name it.

        ---
        title: 磐海数据库
        vendor: 磐海科技
        products: [PanhaiDB]
        strengths: [生态伙伴多]
        weaknesses: [不兼容 PL/SQL]
        comparison:
          - {capability: 在线 DDL, us: partial, them: "yes", as_of: 2026-05-10, source: "https://example.com/doc"}
        ---
    ---
    一个对手：卖什么，强在哪里，弱在哪里，和我们比怎么样，我们赢了多少。

    由产品经理维护。赢单率看提到它的商机。
    """

    folder = "competitors"
    section = Section.SALES
    label = Label("Competitor", "竞争对手")
    order = 260
    columns = ("vendor", "standing", "win_rate", "decided", "stale_claims", "comparison", "owner")

    vendor: Text = key("厂商", say("Who sells it.", "由哪家厂商销售。"))
    products: tuple[Text, ...] = key("产品", default=())
    strengths: tuple[Text, ...] = key("优势", default=())
    weaknesses: tuple[Text, ...] = key("劣势", default=())
    comparison: tuple[Claim, ...] = key(
        "能力对比", say("Capability by capability.", "逐项能力对比。"), default=()
    )

    def _met(self, kb: KnowledgeBase, phase: Phase) -> int:
        met = kb.referring(self, Opportunity, "competitors")
        return sum(each.phase is phase for each in met)

    @computed("Decided deals", "已决商机")
    def decided(self, kb: KnowledgeBase) -> int:
        """Opportunities against it that were won or lost.
        ---
        与它竞争、已分出输赢的商机。
        """
        return self._met(kb, Phase.DONE) + self._met(kb, Phase.DROPPED)

    @computed("Win rate", "赢单率", unit=Unit.SHARE)
    def win_rate(self, kb: KnowledgeBase) -> float | None:
        """Won ÷ (won + lost) among the opportunities against it; None before one is decided.
        ---
        与它竞争的商机里，赢单 ÷（赢单 + 丢单）；还没有结果时为空。
        """
        decided = self.decided(kb)
        return self._met(kb, Phase.DONE) / decided if decided else None

    @computed("Stale claims", "过时的对比")
    def stale_claims(self, kb: KnowledgeBase) -> int:
        """Claims that nobody has confirmed for 180 days.
        ---
        180 天没人确认过的对比。
        """
        return sum(each.is_stale(kb.as_of) for each in self.comparison)

    @computed("Standing", "资料状态")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """Current, stale where a claim is, or nothing compared yet.
        ---
        最新；有过时的对比则为对比已过时；还没有对比的为无对比。
        """
        if not self.comparison:
            return NO_COMPARISON
        return STALE if self.stale_claims(kb) else CURRENT
