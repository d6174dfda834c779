"""Success criteria: by what it will be recognised that the product has succeeded."""

from datetime import date

from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Day, Flag, Number, Reference, Text

MET = Standing("met", "Met", "已满足", Level.GOOD)
NOT_MET = Standing("not-met", "Not met", "未满足", Level.WATCH)
UNKNOWN = Standing("unknown", "Unknown", "未评估", Level.UNKNOWN)


class Assessment(Part):
    """A judgement on a day, and what it rests on."""

    date: Day = key("日期")
    met: Flag = key("是否满足")
    evidence: Text | None = key(
        "依据", say("What it rests on.", "依据什么作出判断。"), default=None
    )
    record: Reference | None = key(
        "依据记录", say("A record that shows it.", "能说明问题的记录。"), default=None
    )


class Criterion(Record):
    """One thing by which success is recognised, and whether it is there.

    The product manager keeps it. A metric and a comparison decide it, or dated assessments do.

        ---
        title: 区域银行首选
        area: positioning
        statement: 在区域银行替换 Oracle 的招标中，赢单率不低于 60%
        assessments:
          - {date: 2026-06-20, met: false, evidence: 上半年 9 标赢 4 标}
        ---
    ---
    判断成功与否的一条标准，以及是否已经达到。

    由产品经理维护。由指标和比较方式判断，或由带日期的评估判断。
    """

    folder = "criteria"
    section = Section.SUCCESS
    label = Label("Success criterion", "成功标准", plural="Success criteria")
    order = 360
    columns = ("area", "standing", "since", "statement", "owner")

    area: Text = key("方面", vocabulary="criterion-area")
    statement: Text = key(
        "标准",
        say("So worded that it can be found met or not.", "写成能判断满足或不满足的一句话。"),
    )
    metric: Reference | None = key(
        "指标", say("That decides it.", "用哪个指标判断。"), default=None, to="metric"
    )
    comparison: Text | None = key(
        "比较方式",
        say("How the metric compares.", "指标怎么和阈值比较。"),
        default=None,
        vocabulary="comparison",
    )
    value: Number | None = key(
        "阈值", say("What the metric is compared with.", "指标要和哪个数比较。"), default=None
    )
    assessments: tuple[Assessment, ...] = key(
        "评估", say("Judgements by day.", "按日期记下的判断。"), default=()
    )

    def _known(self, kb: KnowledgeBase) -> list[tuple[date, bool]]:
        """By day, whether it was met: by its metric's values, or else by assessments."""
        values = kb.measures(kb.target(self, "metric")).values
        if values and self.comparison is not None and self.value is not None:
            least, limit = self.comparison == "at-least", self.value
            return [(day, found >= limit if least else found <= limit) for day, found in values]
        known = [(each.date, each.met) for each in self.assessments if each.date <= kb.as_of]
        return sorted(known, key=lambda each: each[0])

    def last_judged(self, kb: KnowledgeBase) -> date | None:
        """The day of the newest value or assessment."""
        known = self._known(kb)
        return known[-1][0] if known else None

    @computed("Standing", "达成情况")
    def standing(self, kb: KnowledgeBase) -> Standing:
        """By its metric's newest value, or the newest assessment: met, not met, or unknown.
        ---
        按指标的最新值，或最新一次评估：已满足、未满足或未评估。
        """
        known = self._known(kb)
        if not known:
            return UNKNOWN
        return MET if known[-1][1] else NOT_MET

    @computed("Since", "起始日期", looks_back=True)
    def since(self, kb: KnowledgeBase) -> date | None:
        """The first of the values or assessments that agree with the newest without a break.
        ---
        从哪一天起，各次数值或评估和最新的一次一直一致。
        """
        known = self._known(kb)
        start: date | None = None
        for day, met in reversed(known):
            if met is not known[-1][1]:
                break
            start = day
        return start
