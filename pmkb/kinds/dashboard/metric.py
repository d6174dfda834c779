"""Metrics: numbers that are computed from datasets, their targets and alerts."""

from pmkb.record import Label, Part, Record, Section, key
from pmkb.values import Number, Reference, Text


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
    value. A ratio is recomputed from totals, never averaged.

        ---
        title: 营业收入
        owner: chen-yu
        dataset: revenue
        type: simple
        value: revenue
        aggregate: sum
        time: month
        measures: flow
        unit: CNY
        direction: up
        dimensions: [industry, region]
        targets:
          - {period: "2026", value: 26000000}
        ---
    """

    folder = "metrics"
    section = Section.DASHBOARD
    label = Label("Metric", "指标")
    order = 10
    columns = ("type", "dataset", "measures", "unit", "direction", "targets", "owner")

    dataset: Reference | None = key("数据集", "Where its facts are.", default=None, to="dataset")
    type: Text = key("指标类型", "", vocabulary="metric-type")
    value: Text | None = key("取值列", "The column it is made of.", default=None)
    aggregate: Text | None = key(
        "汇总方式", "How rows are put together.", default=None, vocabulary="aggregate"
    )
    numerator: Reference | None = key(
        "分子", "Of a ratio.", default=None, to="metric", acyclic=True
    )
    denominator: Reference | None = key(
        "分母", "Of a ratio.", default=None, to="metric", acyclic=True
    )
    time: Text | None = key("时间列", "The column with the period.", default=None)
    filters: tuple[Text, ...] = key("过滤条件", "Such as `status = paid`.", default=())
    dimensions: tuple[Text, ...] = key("维度", "Columns to break it down by.", default=())
    measures: Text = key("流量或存量", "How it adds up over time.", vocabulary="measure")
    unit: Text | None = key("单位", "Such as CNY.", default=None)
    direction: Text | None = key(
        "方向", "Which way is better.", default=None, vocabulary="direction"
    )
    targets: tuple[Target, ...] = key("目标", "By period.", default=())
    alert: Threshold | None = key("预警", "When to look.", default=None)
