"""Risks: what may go wrong, how likely and how bad, and what is done about it."""

from pmkb.flow import Level, Standing, State, done, dropped, flow
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Record, computed, key
from pmkb.values import Day, Reference, Text, Whole

LOW = Standing("low", "Low", "低", Level.GOOD)
MEDIUM = Standing("medium", "Medium", "中", Level.WATCH)
HIGH = Standing("high", "High", "高", Level.ACT)
CLOSED = Standing("closed", "Closed", "已关闭", Level.GOOD)

MEDIUM_FROM, HIGH_FROM = 8, 15


class Risk(Record):
    """Something that may go wrong: what it would hit, how likely, how bad, what is done about it.

    Its owner keeps it, and looks at it again by `review_by`.

        ---
        title: 国密证书换发周期超出投标窗口
        status: open
        owner: gu-nan
        affects: [commercial-crypto]
        probability: 3
        impact: 4
        mitigation: 提前与检测机构预约加急通道
        trigger: 7 月 15 日前未拿到受理号
        review_by: 2026-07-15
        ---
    ---
    可能出问题的事：会冲击什么，可能性多大，后果多重，采取了什么措施。

    由负责人维护，并在 `review_by` 之前再看一次。
    """

    folder = "risks"
    label = Label("Risk", "风险")
    order = 130
    columns = ("status", "standing", "exposure", "probability", "impact", "review_by", "owner")
    due_by = "review_by"

    status: Text = key(
        "状态",
        say("Where it stands.", "目前处于哪个状态。"),
        flow=flow(
            State("open", "Open", "开放"),
            State("mitigating", "Being mitigated", "缓解中"),
            State("occurred", "Occurred", "已发生"),
            done("closed", "Closed", "已关闭"),
            dropped("accepted", "Accepted", "已接受"),
        ),
    )
    affects: tuple[Reference, ...] = key(
        "影响对象", say("What it would hit.", "会冲击到哪些记录。"), default=()
    )
    probability: Whole = key(
        "可能性",
        say("1 rare to 5 almost certain.", "1 极少发生，5 几乎必然。"),
        minimum=1,
        maximum=5,
    )
    impact: Whole = key(
        "影响程度",
        say("1 negligible to 5 severe.", "1 可以忽略，5 非常严重。"),
        minimum=1,
        maximum=5,
    )
    mitigation: Text | None = key(
        "缓解措施", say("What is done about it.", "采取了什么措施。"), default=None
    )
    trigger: Text | None = key(
        "触发信号", say("What shows that it occurs.", "出现什么迹象就说明已经发生。"), default=None
    )
    review_by: Day | None = key(
        "复核期限", say("By when to look at it again.", "最晚什么时候再看一次。"), default=None
    )

    @computed("Exposure", "风险值")
    def exposure(self, kb: KnowledgeBase) -> int:
        """Probability × impact, 1 to 25 (the 5 × 5 matrix of ISO 31010, annex B).
        ---
        可能性 × 影响程度，1 到 25（ISO 31010 附录 B 的 5 × 5 矩阵）。
        """
        return self.probability * self.impact

    @computed("Standing", "风险等级")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """High from an exposure of 15, medium from 8, else low; closed when done or accepted.
        ---
        风险值 15 起为高，8 起为中，其余为低；已解决或已接受的为已关闭。
        """
        if not self.is_open:
            return CLOSED
        exposure = self.exposure(kb)
        if exposure >= HIGH_FROM:
            return HIGH
        return MEDIUM if exposure >= MEDIUM_FROM else LOW
