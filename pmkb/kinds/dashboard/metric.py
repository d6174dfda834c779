"""Metrics: numbers that are computed from datasets, their targets and alerts."""

from pmkb.fields import Unit
from pmkb.graph import KnowledgeBase
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Amount, Number, Reference, Text, Whole


class Target(Part):
    """What the metric should be in a period."""

    period: Text = key("周期", "Such as 2026, 2026-Q3 or 2026-07.")
    value: Number = key("目标值", "")


class Threshold(Part):
    """Values beyond which somebody has to look."""

    above: Number | None = key("上限", "Alert above it.", default=None)
    below: Number | None = key("下限", "Alert below it.", default=None)


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
    """

    folder = "metrics"
    section = Section.DASHBOARD
    label = Label("Metric", "指标")
    order = 10
    columns = ("type", "current", "unit", "growth", "completion", "pace", "period", "owner")

    subject: Text | None = key(
        "统计对象",
        "What it counts for the checklist; several metrics may count the same.",
        default=None,
        vocabulary="metric-subject",
    )
    dataset: Reference | None = key("数据集", "Where its facts are.", default=None, to="dataset")
    type: Text = key("指标类型", "", vocabulary="metric-type")
    value: Text | None = key("取值列", "The column it is made of.", default=None)
    aggregate: Text | None = key(
        "汇总方式",
        "How rows are put together; a sum if not given.",
        default=None,
        vocabulary="aggregate",
    )
    numerator: Reference | None = key(
        "分子", "Of a ratio.", default=None, to="metric", acyclic=True
    )
    denominator: Reference | None = key(
        "分母", "Of a ratio.", default=None, to="metric", acyclic=True
    )
    expression: Text | None = key(
        "表达式",
        "Of a derived metric: +, −, ×, ÷ of metrics (hyphens as underscores) and numbers.",
        default=None,
    )
    time: Text | None = key("时间列", "The column with the period.", default=None)
    grain: Text | None = key(
        "统计周期",
        "How long its periods are; as the dataset's if not given.",
        default=None,
        vocabulary="grain",
    )
    fiscal_year_start: Whole | None = key(
        "财年首月", "The month its years begin with.", default=None, minimum=1, maximum=12
    )
    resets: Text | None = key(
        "累计重置",
        "A cumulative metric begins anew with each of these; if not given, never.",
        default=None,
        vocabulary="grain",
    )
    filters: tuple[Text, ...] = key("过滤条件", "Such as `status = paid`.", default=())
    dimensions: tuple[Text, ...] = key("维度", "Columns to break it down by.", default=())
    entity: Text | None = key(
        "主体列",
        "The column with who pays, for bridge, retention and concentration; else the one that "
        "refers to customers.",
        default=None,
    )
    measures: Text = key("流量或存量", "How it adds up over time.", vocabulary="measure")
    unit: Text | None = key("单位", "Such as CNY.", default=None)
    direction: Text | None = key(
        "方向", "Which way is better.", default=None, vocabulary="direction"
    )
    targets: tuple[Target, ...] = key("目标", "By period.", default=())
    alert: Threshold | None = key("预警", "When to look.", default=None)
    sensitivity: Text | None = key(
        "拐点灵敏度",
        "How easily it turns: how much a shift has to stand out from noise; normal if not given.",
        default=None,
        vocabulary="sensitivity",
    )
    big_deal: Amount | None = key(
        "大单门槛", "Deals from here on are big.", default=None, adds=False
    )

    @computed("Current value", "当前值", adds=False)
    def current(self, kb: KnowledgeBase) -> object:
        """The value of the newest period that has facts; None where it cannot be known."""
        return kb.measures(self).figures.get("current")

    @computed("Period", "当前周期")
    def period(self, kb: KnowledgeBase) -> object:
        """The newest period that has facts."""
        return kb.measures(self).figures.get("period")

    @computed("Growth", "环比", unit=Unit.CHANGE)
    def growth(self, kb: KnowledgeBase) -> object:
        """Against the period before, as a share of 1; a partial period like for like."""
        return kb.measures(self).figures.get("growth")

    @computed("Completion", "完成率", unit=Unit.SHARE)
    def completion(self, kb: KnowledgeBase) -> object:
        """Actual ÷ target of the longest target period that the day lies in, as a share of 1."""
        return kb.measures(self).figures.get("completion")

    @computed("Pace", "应达进度", unit=Unit.SHARE)
    def pace(self, kb: KnowledgeBase) -> object:
        """The completion that would be ideal by the last day with facts, as a share of 1."""
        return kb.measures(self).figures.get("pace")
