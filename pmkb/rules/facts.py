"""Rules for datasets, metrics, funnels, and what is decided by their numbers."""

from collections.abc import Iterator

from pmkb.datafile import is_facts
from pmkb.diagnostic import Severity
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.kinds.dashboard.goal import Goal
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.message import Message, say
from pmkb.metrics import has_facts
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Dataset, Severity.ERROR)
def dataset_file_missing(dataset: Dataset, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a dataset is not there.

    Nothing can be computed from it, and every metric made of it is unknown.

        === datasets/revenue.md
        ---
        title: 月度营收
        path: datasets/revenue.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: revenue, type: decimal, unit: CNY}
        ---

    To mend it: deliver the file, or correct `path`, which begins at the docs folder.
    ---
    数据集的文件不存在。

    什么都算不出来，用到它的指标全是未知。

    怎么办：补交文件，或者更正 `path`（从文档目录算起）。
    """
    if dataset.path_ not in kb.content.files:
        yield Finding("path", words.no_file(dataset.path_), words.CORRECT_PATH)


@rule(Dataset, Severity.ERROR)
def dataset_in_other_format(dataset: Dataset, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a dataset is there, and is neither CSV nor Parquet.

    It is not read, so nothing is computed from it. The end of its name decides: `.csv` or
    `.parquet`.

        === datasets/revenue.md
        ---
        title: 月度营收
        path: datasets/revenue.xlsx
        grain: month
        columns:
          - {name: month, type: period}
          - {name: revenue, type: decimal, unit: CNY}
        ---

        === datasets/revenue.xlsx

    To mend it: save the file as CSV in UTF-8, or as Parquet, and correct `path`.
    ---
    数据集的文件在，但既不是 CSV，也不是 Parquet。

    不会读取，也就什么都算不出来。格式看文件名的结尾：`.csv` 或 `.parquet`。

    怎么办：另存为 UTF-8 的 CSV，或者 Parquet，并更正 `path`。
    """
    if dataset.path_ in kb.content.files and not is_facts(dataset.path_):
        message = say(
            "{path} is neither CSV nor Parquet, so it is not read",
            "{path} 既不是 CSV 也不是 Parquet，没有读取",
            path=dataset.path_,
        )
        hint = say("save it as CSV in UTF-8, or as Parquet", "另存为 UTF-8 的 CSV，或 Parquet")
        yield Finding("path", message, hint)


@rule(Dataset, Severity.ERROR)
def key_not_a_column(dataset: Dataset, kb: KnowledgeBase) -> Iterator[Finding]:
    """A dataset's key names a column that it does not have.

    Duplicate rows cannot be found then, and what they tell counts twice.

        === datasets/revenue.md
        ---
        title: 月度营收
        path: datasets/revenue.csv
        grain: month
        key: [month, client]
        columns:
          - {name: month, type: period}
          - {name: customer, type: text}
        ---

        === datasets/revenue.csv
        month,customer
        2026-06,east-bank

    To mend it: name columns of `columns` under `key`, in this case `customer`.
    ---
    数据集的主键写了不存在的列。

    这样就查不出重复的行，重复的内容会被计两次。

    怎么办：`key` 里只写 `columns` 中声明过的列，此处应为 `customer`。
    """
    known = {column.name for column in dataset.columns_}
    for position, name in enumerate(dataset.key_):
        if name not in known:
            message = say("there is no column {name!r}", "没有列“{name}”", name=name)
            yield Finding(("key", position), message)


@rule(Metric, Severity.ERROR)
def metric_not_defined(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """A metric lacks what its type is computed from.

    A simple or cumulative metric needs `dataset` and `value` (a count of rows no `value`), a ratio
    `numerator` and `denominator`, a derived one `expression`. Without them it has no number.

        === metrics/share-of-voice.md
        ---
        title: 声量份额
        type: ratio
        measures: flow
        ---

    To mend it: add the missing fields.
    ---
    指标缺少其类型所需的字段。

    simple 和 cumulative 指标要有 `dataset` 和 `value`（数行数的不用 `value`），ratio 指标要有
    `numerator` 和 `denominator`，derived 指标要有 `expression`。缺了就算不出数。

    怎么办：补上缺少的字段。
    """
    counts = metric.aggregate == "count"
    if metric.type in ("simple", "cumulative") and (
        metric.dataset is None or (metric.value is None and not counts)
    ):
        message = say(
            "a {type} metric needs `dataset` and `value`",
            "{type} 指标要有 `dataset` 和 `value`",
            type=metric.type,
        )
        yield Finding("type", message)
    if metric.type == "derived" and metric.expression is None:
        message = say("a derived metric needs `expression`", "derived 指标要有 `expression`")
        yield Finding("type", message)
    if metric.type == "ratio" and (metric.numerator is None or metric.denominator is None):
        message = say(
            "a ratio needs `numerator` and `denominator`",
            "ratio 指标要有 `numerator` 和 `denominator`",
        )
        yield Finding("type", message)


@rule(Metric, Severity.ERROR)
def column_unknown(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """A metric uses a column that its dataset does not have.

    It cannot be computed, or not be broken down as wanted.

        === datasets/revenue.md
        ---
        title: 月度营收
        path: datasets/revenue.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: revenue, type: decimal, unit: CNY}
        ---

        === datasets/revenue.csv
        month,revenue
        2026-06,1200.00

        === metrics/revenue.md
        ---
        title: 营业收入
        dataset: revenue
        type: simple
        value: amount
        measures: flow
        ---

    To mend it: correct the name, or declare the column in the dataset.
    ---
    指标用到的列，数据集里没有。

    指标算不出来，或者不能按需要的维度拆分。

    怎么办：更正列名，或者在数据集里声明这一列。
    """
    dataset = kb.resolve(metric.dataset, Dataset)
    if dataset is None:
        return
    known = {column.name for column in dataset.columns_}
    used: list[tuple[tuple[str | int, ...], str | None]] = [
        (("value",), metric.value),
        (("time",), metric.time),
        (("entity",), metric.entity),
        *((("dimensions", at), name) for at, name in enumerate(metric.dimensions)),
    ]
    for path, name in used:
        if name is not None and name.partition(".")[0] not in known:
            message = say(
                "{dataset} has no column {name!r}",
                "数据集“{dataset}”没有列“{name}”",
                dataset=dataset.heading,
                name=name,
            )
            yield Finding(path, message)


@rule(Funnel, Severity.WARNING)
def funnel_without_facts(funnel: Funnel, kb: KnowledgeBase) -> Iterator[Finding]:
    """A funnel has no dataset.

    Its stages are known, but no conversion can be computed.

        === funnels/trial.md
        ---
        title: 试用转化漏斗
        stages: [visit, trial, purchase]
        ---

    To mend it: name a dataset with `period`, `entrance`, `stage` and `count` under `dataset`.
    ---
    漏斗没有数据集。

    有哪些阶段知道，转化率却算不出来。

    怎么办：在 `dataset` 里写一个含有 `period`、`entrance`、`stage`、`count` 四列的数据集。
    """
    if funnel.dataset is None and funnel.is_open:
        yield Finding("stages", say("has no dataset", "没有数据集"), words.add("dataset"))


@rule(Metric, Severity.WARNING)
def metric_beyond_threshold(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """A metric's newest value is above or below its `alert`.

    Somebody has said that beyond it one has to look. A flow is judged by its last whole period, a
    stock by its last value.

        === datasets/users.md
        ---
        title: 生产集群
        path: datasets/users.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: clusters, type: integer}
        ---

        === datasets/users.csv
        month,clusters
        2026-05,88
        2026-06,81

        === metrics/clusters.md
        ---
        title: 生产集群数
        dataset: users
        type: simple
        value: clusters
        measures: stock
        alert: {below: 85}
        ---

    To mend it: find out why, write a response, and move the threshold only if it was wrong.
    ---
    指标的最新值越过了 `alert` 设定的预警线。

    当初定下预警线，就是说越过了得有人看。流量按最近一个完整周期判断，存量按最新值判断。

    怎么办：查明原因，写一条应对；只有预警线本身定错了，才改它。
    """
    if metric.alert is None or not has_facts(kb):
        return
    from pmkb.metrics.report import report

    for each in report(kb).metrics[metric.id].alerts:
        message = say(
            "{value:,.6g} in {period} is {side} {limit:,.6g}",
            "{period} 为 {value:,.6g}，{side}预警线 {limit:,.6g}",
            value=float(each.point.value or 0),
            period=each.point.label,
            side=Message(each.side, "低于" if each.side == "below" else "高于"),
            limit=each.threshold,
        )
        hint = say("find out why, and write a response", "查明原因，并写出应对")
        yield Finding(("alert", each.side), message, hint)


@rule(Metric, Severity.WARNING)
def inflection_without_response(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """A metric has turned within the last year, up or down, and no response says why.

    A turn is a lasting shift of its level, or of how fast it grows. Nobody has said what caused it
    and what is done about it. A response belongs to it by its `metric`, and by a `period` that has
    days in common with the one in which the new course begins. How much a shift has to stand out
    is the metric's `sensitivity`. Running totals, and metrics made of a single other one, turn
    where that one turns, and are left out.

        === datasets/users.md
        ---
        title: 生产集群
        path: datasets/users.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: clusters, type: integer}
        ---

        === datasets/users.csv
        month,clusters
        2024-07,50
        2024-08,52
        2024-09,49
        2024-10,51
        2024-11,50
        2024-12,53
        2025-01,48
        2025-02,51
        2025-03,50
        2025-04,49
        2025-05,52
        2025-06,50
        2025-07,80
        2025-08,79
        2025-09,83
        2025-10,80
        2025-11,80
        2025-12,78
        2026-01,78
        2026-02,81
        2026-03,80
        2026-04,79
        2026-05,82
        2026-06,80

        === metrics/clusters.md
        ---
        title: 生产集群数
        dataset: users
        type: simple
        value: clusters
        measures: stock
        ---

    To mend it: add a response with `metric` and `period`, with what was found, why, and what is
    done.
    ---
    指标在近一年里出现拐点（向上或向下），却没有应对记录说明原因。

    拐点是水平或增速的持久改变。没有人说明是什么引起的、准备怎么办。应对靠 `metric` 与指标对
    应，`period` 要与新走势开始的那一期有重合的日子。变化多大才算，由指标的 `sensitivity` 决
    定。累计值、只由另一个指标换算出来的指标，拐点随原指标，不再重复提示。

    怎么办：写一条应对，填 `metric` 和 `period`，说明发现了什么、原因是什么、采取了什么措施。
    """
    if not has_facts(kb):
        return
    from pmkb.metrics.report import report

    for each in report(kb).metrics[metric.id].news:
        if not each.responses:
            message = say(
                "turned {direction} in {period}, from {before:,.6g} to {after:,.6g}, without a "
                "response",
                "{period} 出现{direction}拐点，从 {before:,.6g} 到 {after:,.6g}，尚无应对",
                direction=Message(each.direction, "上行" if each.direction == "up" else "下行"),
                period=each.point.label,
                before=each.before,
                after=each.after,
            )
            hint = say(
                "add a response with `metric: {id}` and `period: {period}`",
                "补一条应对，写 `metric: {id}` 和 `period: {period}`",
                id=metric.id,
                period=each.point.label,
            )
            yield Finding("title", message, hint)


@rule(Metric, Severity.INFO)
def breakdown_overlaps(metric: Metric, kb: KnowledgeBase) -> Iterator[Finding]:
    """The parts of a distinct count add up to more than the total.

    Whoever stands under two values of a dimension counts in both of them, and once in the total.
    Each share is right by itself; they must not be added.

        === datasets/logins.md
        ---
        title: 登录
        path: datasets/logins.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: region, type: text}
          - {name: user, type: text}
        ---

        === datasets/logins.csv
        month,region,user
        2026-06,east,li-na
        2026-06,west,li-na

        === metrics/users.md
        ---
        title: 活跃用户
        dataset: logins
        type: simple
        value: user
        aggregate: distinct
        measures: flow
        dimensions: [region]
        ---

    To mend it: nothing, where that is how it is; or take the dimension out.
    ---
    去重计数按维度拆开后，各部分之和大于总数。

    同一个对象出现在一个维度的两个值下，两边各算一次，总数里只算一次。每个占比本身没错，只是不
    能相加。

    怎么办：情况本就如此的，不用改；否则去掉这个维度。
    """
    if metric.aggregate != "distinct" or not has_facts(kb):
        return
    from pmkb.metrics.report import report

    for name, found in report(kb).metrics[metric.id].breakdowns.items():
        if found.overlap:
            at = metric.dimensions.index(name)
            message = say(
                "the parts amount to {overlap:,f} more than the total {total:,f}",
                "各部分之和比总数 {total:,f} 多 {overlap:,f}",
                overlap=found.overlap,
                total=found.total,
            )
            yield Finding(("dimensions", at), message)


@rule(Goal, Severity.WARNING)
def goal_in_other_unit(goal: Goal, kb: KnowledgeBase) -> Iterator[Finding]:
    """A goal is measured by a metric that has another unit.

    Its baseline and target are then compared with numbers of another size.

        === datasets/revenue.md
        ---
        title: 月度营收
        path: datasets/revenue.csv
        grain: month
        columns:
          - {name: month, type: period}
          - {name: revenue, type: decimal, unit: CNY}
        ---

        === datasets/revenue.csv
        month,revenue
        2026-06,12000000

        === metrics/revenue.md
        ---
        title: 营业收入
        dataset: revenue
        type: simple
        value: revenue
        measures: flow
        unit: CNY
        ---

        === goals/revenue.md
        ---
        title: 月营收 1500 万
        metric: revenue
        unit: 万元
        baseline: 1000
        target: 1500
        start: 2026-01-01
        due: 2026-12-31
        ---

    To mend it: write baseline and target in the metric's unit, or derive a metric in the goal's:
    `expression: revenue / 10000`.
    ---
    目标的单位与衡量它的指标的单位不同。

    起点和目标值会拿去和不同量级的数比较。

    怎么办：起点和目标值改用指标的单位；或者另建一个按目标单位换算的 derived 指标：
    `expression: revenue / 10000`。
    """
    metric = kb.resolve(goal.metric, Metric)
    if metric is None or None in (goal.unit, metric.unit) or goal.unit == metric.unit:
        return
    message = say(
        "the goal is in {unit}, its metric in {other}",
        "目标的单位是{unit}，指标的单位却是{other}",
        unit=goal.unit,
        other=metric.unit,
    )
    hint = say("write baseline and target in the metric's unit", "起点和目标值改用指标的单位")
    yield Finding("unit", message, hint)


@rule(Funnel, Severity.WARNING)
def funnel_stage_without_facts(funnel: Funnel, kb: KnowledgeBase) -> Iterator[Finding]:
    """A funnel's stage has no row in its dataset over the last year.

    It is misspelt here or there, or nobody counts it; the steps round it have no conversion.

        === datasets/trials.md
        ---
        title: 试用计数
        path: datasets/trials.csv
        grain: month
        columns:
          - {name: period, type: period}
          - {name: entrance, type: text}
          - {name: stage, type: text}
          - {name: count, type: integer}
        ---

        === datasets/trials.csv
        period,entrance,stage,count
        2026-06,website,visit,500
        2026-06,website,trial,12

        === funnels/trial.md
        ---
        title: 试用转化漏斗
        dataset: trials
        stages: [visit, download, trial]
        ---

    To mend it: use the same word in both, or deliver the counts.
    ---
    漏斗的某个阶段，近一年在数据集里一行都没有。

    要么两边写法不一致，要么没有人统计；它前后两步的转化率都算不出来。

    怎么办：两边用同一个词，或者补交这个阶段的计数。
    """
    if not has_facts(kb):
        return
    from pmkb.metrics.report import report

    found = report(kb).funnels.get(funnel.id)
    for at, stage in enumerate(funnel.stages if found else ()):
        if found and stage not in found.total.counts:
            message = say("the facts hold no stage {name!r}", "数据里没有阶段“{name}”", name=stage)
            yield Finding(("stages", at), message)
