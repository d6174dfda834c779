"""Requirements: what users ask for, who asks, what it is worth, and when it ships."""

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.product.survey import CLEAR, FEW_ANSWERS
from pmkb.kinds.sales.customer import Customer
from pmkb.message import say
from pmkb.record import Label, Record, computed, key
from pmkb.values import Money, Number, Reference, Text

ASKED_WITHIN_DAYS = 365

CONFIRMED = Standing("confirmed", "As declared", "与声明一致", Level.GOOD)
UNDECLARED = Standing("undeclared", "Not declared", "未声明类别", Level.WATCH)
UNCLEAR = Standing("unclear", "Not clear", "类别不清晰", Level.WATCH)
FEW = Standing("few-answers", "Few answers", "回答太少", Level.WATCH)
DOUBTED = Standing("doubted", "Perhaps another", "可能与声明矛盾", Level.WATCH)
CONTRADICTED = Standing("contradicted", "Contradicted", "与声明矛盾", Level.ACT)


class Requirement(Record):
    """Something users ask for: who asks, how they feel about it, what it costs, when it ships.

    The product manager keeps it. `kano` is the category declared from experience; a survey may
    contradict it. A requirement that names a roadmap item is scheduled.

        ---
        title: Online DDL on partitioned tables
        status: planned
        kano: must-be
        requesters: [east-bank, northern-grid]
        source: interview
        roadmap: online-ddl
        reach: 35
        effort: 8
        ---
    ---
    用户的一个诉求：谁提的，他们有多在意，要花多少工作量，什么时候交付。

    由产品经理维护。`kano` 是凭经验声明的类别，调研结果可能与它矛盾。写了路线图条目的需求算已排
    期。
    """

    folder = "requirements"
    label = Label("Requirement", "需求")
    order = 190
    columns = (
        *("status", "kano", "surveyed_kano", "requesters", "revenue_at_stake", "score"),
        *("ships_in", "owner"),
    )

    bookkeeping = Record.bookkeeping | {"reach", "effort"}

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("new", "New", "新提出"),
            State("accepted", "Accepted", "已接受"),
            State("planned", "Planned", "已排期"),
            State("in-progress", "In progress", "开发中"),
            done("shipped", "Shipped", "已交付"),
            dropped("rejected", "Rejected", "已拒绝"),
        ),
    )
    kano: Text | None = key(
        "Kano 类别",
        say("The declared category.", "声明的 Kano 类别。"),
        default=None,
        vocabulary="kano",
        en="Kano category",
    )
    requesters: tuple[Reference, ...] = key(
        "提出方",
        say("Who asks for it.", "谁提出的。"),
        default=(),
        to=("customer", "opportunity", "partner"),
    )
    source: Text | None = key(
        "来源",
        say("How it reached us.", "怎么传到我们这里的。"),
        default=None,
        vocabulary="requirement-source",
    )
    roadmap: Reference | None = key(
        "路线图条目",
        say("The item that fulfils it.", "由哪个路线图条目满足。"),
        default=None,
        to="roadmap",
        en="Roadmap item",
    )
    effort: Number | None = key(
        "工作量", say("In person-weeks.", "以人周计。"), default=None, minimum=0
    )
    reach: Number | None = key(
        "影响面",
        say("Customers it concerns within a year.", "一年内涉及多少客户。"),
        default=None,
        minimum=0,
    )

    @property
    def is_promised_only(self) -> bool:
        """Whether it is accepted and somebody asks for it, but it is in no plan."""
        return self.status == "accepted" and bool(self.requesters) and self.roadmap is None

    @computed("Revenue at stake", "关联收入", adds=False)
    def revenue_at_stake(self, kb: KnowledgeBase) -> Money | None:
        """The ARR of the customers who ask for it, in the reporting currency.
        ---
        提出它的客户的 ARR 之和，折成报告币种。
        """
        customers = [kb.resolve(ref, Customer) for ref in self.requesters]
        amounts = [found for each in customers if each and (found := each.arr(kb))]
        if not amounts:
            return None
        return Money(sum((each.amount for each in amounts), Decimal(0)), amounts[0].currency)

    @computed("Score", "优先级评分")
    def score(self, kb: KnowledgeBase) -> float | None:
        """Reach × impact ÷ effort, the RICE score (Intercom, 2016) at full confidence.

        The impact follows from the Kano category: 3 must-be, 2 one-dimensional, 1 attractive,
        0.25 indifferent, 0 reverse (`impact` in the vocabulary). None while a part is missing.
        ---
        影响面 × 影响力 ÷ 工作量，即信心取 100% 的 RICE（Intercom，2016）。影响力由 Kano 类别决
        定：必备型 3、期望型 2、魅力型 1、无差异型 0.25、反向型 0（词表里的 `impact`）。缺任何一项
        时为空。
        """
        term = kb.vocabulary.term("kano", self.kano)
        impact = term.number("impact") if term else None
        if impact is None or self.reach is None or not self.effort:
            return None
        return self.reach * impact / self.effort

    @computed("Surveyed Kano category", "调研 Kano 类别", vocabulary="kano")
    def surveyed_kano(self, kb: KnowledgeBase) -> str | None:
        """The category by the newest survey, begun by the day, in which answers about it are
        counted. Reverse and questionable can come out too.
        ---
        当天已开始、且有相关回答计入的最新一次调研得出的类别，也可能是反向型或可疑。
        """
        return cast("str | None", kb.measures(self).figures.get("surveyed_kano"))

    @computed("Category strength", "类别强度")
    def category_strength(self, kb: KnowledgeBase) -> float | None:
        """The share of the most frequent category less that of the second, in the newest survey;
        below 6 % it belongs to no one category (Lee and Newcomb 1997).
        ---
        最新一次调研里，最多的类别占比减去第二多的；低于 6% 说明不属于任何一类
        （Lee 与 Newcomb，1997）。
        """
        return cast("float | None", kb.measures(self).figures.get("category_strength"))

    @computed("Better", "Better 系数")
    def better(self, kb: KnowledgeBase) -> float | None:
        """(A + O) / (A + O + M + I) in the newest survey: how far having it satisfies, 0 to 1.
        ---
        最新一次调研的 (A + O) ÷ (A + O + M + I)：有了它能让人多满意，0 到 1。
        """
        return cast("float | None", kb.measures(self).figures.get("better"))

    @computed("Worse", "Worse 系数")
    def worse(self, kb: KnowledgeBase) -> float | None:
        """−(O + M) / (A + O + M + I) in the newest survey: how far lacking it hurts, −1 to 0.
        ---
        最新一次调研的 −(O + M) ÷ (A + O + M + I)：没有它会让人多不满，−1 到 0。
        """
        return cast("float | None", kb.measures(self).figures.get("worse"))

    @computed("Surveyed in", "调研来源")
    def surveyed_in(self, kb: KnowledgeBase) -> Record | None:
        """The newest survey, begun by the day, in which answers about it are counted.
        ---
        当天已开始、且有相关回答计入的最新一次调研。
        """
        return cast("Record | None", kb.measures(self).figures.get("surveyed_in"))

    def was_asked_lately(self, kb: KnowledgeBase) -> bool:
        """Whether the newest survey that asked about it ended within a year before the day."""
        survey = self.surveyed_in(kb)
        day = (survey.day("end") or survey.day("start")) if survey else None
        return day is not None and (kb.as_of - day).days <= ASKED_WITHIN_DAYS

    @computed("Kano check", "Kano 核对")
    def kano_check(self, kb: KnowledgeBase) -> Standing | None:
        """Whether the newest survey bears out the declared category, while the requirement is open.

        Contradicted: it found another, significantly (Fong 1996, at 90 %); perhaps another: not
        significantly. Few answers: fewer than 20. Not clear: the most frequent category leads by
        less than 6 % (Lee and Newcomb 1997), or it is questionable. None where nobody was asked.
        ---
        需求未了结时，最新一次调研是否支持声明的类别。结果是另一类且显著（Fong，1996，90%）为与声
        明矛盾，不显著为可能与声明矛盾；不足 20 份为回答太少；最多的类别领先不
        到 6%（Lee 与 Newcomb，1997）或为可疑，则类别不清晰。没有调研时为空。
        """
        said, surveyed = kb.measures(self).figures, self.surveyed_kano(kb)
        if not self.is_open or surveyed is None:
            return None
        if surveyed != "questionable" and self.kano not in (None, surveyed):
            return CONTRADICTED if said["significant"] else DOUBTED
        if cast("int", said["answers"]) < FEW_ANSWERS:
            return FEW
        strength = self.category_strength(kb)
        if surveyed == "questionable" or strength is None or strength < CLEAR:
            return UNCLEAR
        return CONFIRMED if self.kano else UNDECLARED

    @computed("Ships in", "交付版本")
    def ships_in(self, kb: KnowledgeBase) -> Record | None:
        """The release of the roadmap item that fulfils it.
        ---
        满足它的路线图条目所属的版本。
        """
        item = kb.resolve(self.roadmap, Roadmap)
        return kb.target(item, "release") if item else None


def askers(found: Iterable[Requirement], kb: KnowledgeBase) -> set[Customer]:
    """The open customers who ask for some requirements."""
    asked = (who for each in found for who in kb.targets(each, "requesters"))
    return {who for who in asked if isinstance(who, Customer) and who.is_open}
