"""Metrics: numbers that are computed from datasets, their targets and alerts."""

from pmkb.fields import Unit
from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Amount, Number, Reference, Text, Whole


class Target(Part):
    """What the metric should be in a period."""

    period: Text = key(
        "周期", say("Such as 2026, 2026-Q3 or 2026-07.", "如 2026、2026-Q3 或 2026-07。")
    )
    value: Number = key("目标值")


class Threshold(Part):
    """Values beyond which somebody has to look."""

    above: Number | None = key("上限", say("Alert above it.", "高于它就预警。"), default=None)
    below: Number | None = key("下限", say("Alert below it.", "低于它就预警。"), default=None)


class Metric(Record):
    """A number computed from a dataset: how, in which unit, along which dimensions, to what target.

    The product manager keeps it. Flows (revenue) are summed over time, stocks (users) take the last
    value. A ratio is recomputed from totals, never averaged. A derived metric is an `expression`
    of other metrics, such as `recurring_revenue * 12`.

        ---
        title: 营业收入
        subject: revenue
        owner: chen-yu
        dataset: revenue
        type: simple
        value: revenue
        aggregate: sum
        time: month
        measures: flow
        unit: CNY
        direction: up
        dimensions: [industry, region, customer.tier]
        targets:
          - {period: "2026", value: 26000000}
        ---

    A dimension is a column, or a field of the records that a column refers to: `customer.tier`.
    Filters compare a column: `status = paid`, `amount >= 1000`, `region in east, north`. The lines
    of the checklist about users, revenue and the brand look for metrics by their `subject`.
    ---
    由数据集算出来的一个数：怎么算，什么单位，按哪些维度拆分，目标是多少。

    由产品经理维护。流量（如营收）随时间相加，存量（如用户数）取最后一个值。比率总是用总数重算，
    从不求平均。派生指标是其他指标的算式 `expression`，如 `recurring_revenue * 12`。

    维度可以是一列，也可以是某一列所引用记录的字段，如 `customer.tier`。过滤条件拿列来比
    较：`status = paid`、`amount >= 1000`、`region in east, north`。检查单里用户、营收、
    品牌这几项，按 `subject` 找指标。
    """

    folder = "metrics"
    section = Section.DASHBOARD
    label = Label("Metric", "指标")
    order = 10
    columns = ("type", "current", "unit", "growth", "completion", "pace", "period", "owner")

    subject: Text | None = key(
        "统计对象",
        say(
            "What it counts for the checklist; several metrics may count the same.",
            "对检查单来说它统计的是什么；可以有几个指标统计同一对象。",
        ),
        default=None,
        vocabulary="metric-subject",
    )
    dataset: Reference | None = key(
        "数据集", say("Where its facts are.", "数据从哪里来。"), default=None, to="dataset"
    )
    type: Text = key("指标类型", vocabulary="metric-type")
    value: Text | None = key(
        "取值列", say("The column it is made of.", "用哪一列计算。"), default=None
    )
    aggregate: Text | None = key(
        "汇总方式",
        say("How rows are put together; a sum if not given.", "各行怎么汇总；不写则求和。"),
        default=None,
        vocabulary="aggregate",
    )
    numerator: Reference | None = key(
        "分子", say("Of a ratio.", "比率的分子。"), default=None, to="metric", acyclic=True
    )
    denominator: Reference | None = key(
        "分母", say("Of a ratio.", "比率的分母。"), default=None, to="metric", acyclic=True
    )
    expression: Text | None = key(
        "表达式",
        say(
            "Of a derived metric: +, −, ×, ÷ of metrics (hyphens as underscores) and numbers.",
            "派生指标的算式：由指标（连字符写成下划线）和数字用 +、−、×、÷ 组成。",
        ),
        default=None,
    )
    time: Text | None = key(
        "时间列", say("The column with the period.", "记着期间的那一列。"), default=None
    )
    grain: Text | None = key(
        "统计周期",
        say(
            "How long its periods are; as the dataset's if not given.",
            "一期多长；不写则和数据集相同。",
        ),
        default=None,
        vocabulary="grain",
    )
    fiscal_year_start: Whole | None = key(
        "财年首月",
        say("The month its years begin with.", "财年从几月开始。"),
        default=None,
        minimum=1,
        maximum=12,
    )
    resets: Text | None = key(
        "累计重置",
        say(
            "A cumulative metric begins anew with each of these; if not given, never.",
            "累计指标每到这样一期就从头累计；不写则一直累计。",
        ),
        default=None,
        vocabulary="grain",
    )
    filters: tuple[Text, ...] = key(
        "过滤条件", say("Such as `status = paid`.", "如 `status = paid`。"), default=()
    )
    dimensions: tuple[Text, ...] = key(
        "维度", say("Columns to break it down by.", "按哪些列拆分。"), default=()
    )
    entity: Text | None = key(
        "主体列",
        say(
            "The column with who pays, for bridge, retention and concentration; else the one that "
            "refers to customers.",
            "谁付的钱，用于变动桥、留存和集中度；不写则取引用客户的那一列。",
        ),
        default=None,
    )
    measures: Text = key(
        "流量或存量", say("How it adds up over time.", "随时间怎么合并。"), vocabulary="measure"
    )
    unit: Text | None = key("单位", say("Such as CNY.", "如 CNY。"), default=None)
    direction: Text | None = key(
        "方向",
        say("Which way is better.", "越高越好，还是越低越好。"),
        default=None,
        vocabulary="direction",
    )
    targets: tuple[Target, ...] = key("目标", say("By period.", "各期的目标。"), default=())
    alert: Threshold | None = key(
        "预警", say("When to look.", "什么情况下要看一眼。"), default=None
    )
    sensitivity: Text | None = key(
        "拐点灵敏度",
        say(
            "How easily it turns: how much a shift has to stand out from noise; "
            "normal if not given.",
            "变动要比噪声突出多少才算拐点；不写为中。",
        ),
        default=None,
        vocabulary="sensitivity",
    )
    big_deal: Amount | None = key(
        "大单门槛",
        say("Deals from here on are big.", "达到这个金额就算大单。"),
        default=None,
        adds=False,
    )

    @computed("Current value", "当前值", adds=False)
    def current(self, kb: KnowledgeBase) -> object:
        """The value of the newest period that has facts; None where it cannot be known.
        ---
        有数据的最新一期的值；无法得知时为空。
        """
        return kb.measures(self).figures.get("current")

    @computed("Period", "当前周期")
    def period(self, kb: KnowledgeBase) -> object:
        """The newest period that has facts.
        ---
        有数据的最新一期。
        """
        return kb.measures(self).figures.get("period")

    @computed("Growth", "环比", unit=Unit.CHANGE)
    def growth(self, kb: KnowledgeBase) -> object:
        """Against the period before, as a share of 1; a partial period like for like.
        ---
        与上一期相比，按 1 为 100%；没过完的一期只和同样长的一段比。
        """
        return kb.measures(self).figures.get("growth")

    @computed("Completion", "完成率", unit=Unit.SHARE)
    def completion(self, kb: KnowledgeBase) -> object:
        """Actual ÷ target of the longest target period that the day lies in, as a share of 1.
        ---
        当天所在的最长目标期里，实际 ÷ 目标，按 1 为 100%。
        """
        return kb.measures(self).figures.get("completion")

    @computed("Pace", "应达进度", unit=Unit.SHARE)
    def pace(self, kb: KnowledgeBase) -> object:
        """The completion that would be ideal by the last day with facts, as a share of 1.
        ---
        到数据截止日，理想情况下应有的完成率，按 1 为 100%。
        """
        return kb.measures(self).figures.get("pace")
