"""Datasets: files of facts beside the records, and what is in their columns."""

from datetime import date

from pmkb.graph import KnowledgeBase
from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, computed, key
from pmkb.values import Interval, Text, Whole


class Column(Part):
    """A column of the file."""

    name: Text = key("列名", say("As in the file's first line.", "和文件第一行里的列名一致。"))
    type: Text = key("类型", vocabulary="column-type")
    refers_to: Text | None = key(
        "引用",
        say("The kind, or the list of terms, it refers to.", "这一列引用的类别或词表。"),
        default=None,
    )
    unit: Text | None = key(
        "单位",
        say(
            "Such as CNY, or the name of the column that holds the currency.",
            "如 CNY；各行币种不同时，写存放币种的列名。",
        ),
        default=None,
    )


class Dataset(Record):
    """A file of facts: where it is, what its columns mean, and how old it may get.

    Whoever delivers the data keeps it. The file is CSV in UTF-8, or Parquet, beside this record:
    its first line names the columns, an empty cell is unknown.

        ---
        title: 月度营收明细
        owner: tan-rui
        path: datasets/revenue.csv
        grain: month
        key: [month, customer, form]
        max_age: 40d
        columns:
          - {name: month, type: period}
          - {name: customer, type: text, refers_to: customer}
          - {name: form, type: text, refers_to: form}
          - {name: revenue, type: decimal, unit: CNY}
        ---

    Figures that are corrected later get a row of their own: `restated` names the column with the
    day a row was issued, and of rows with the same key the newest one on or before the day counts.
    ---
    一个数据文件：在哪里，各列是什么意思，最多能旧到什么程度。

    由提供数据的人维护。文件放在这条记录旁边，是 UTF-8 编码的 CSV，或者 Parquet；第一行是列名，
    空单元格表示未知。

    数字后来有修正的，另加一行：`restated` 指明哪一列记着该行的发布日期，主键相同的各行里，
    取当天或之前最新发布的一行。
    """

    folder = "datasets"
    section = Section.DASHBOARD
    label = Label("Dataset", "数据集")
    order = 15
    columns = ("path", "grain", "rows", "period_from", "period_to", "age", "max_age", "owner")

    path_: Text = key(
        "文件", say("Below the docs folder.", "从文档目录算起的路径。"), alias="path", en="File"
    )
    grain: Text = key(
        "粒度", say("The period a row is about.", "一行数据对应多长一期。"), vocabulary="grain"
    )
    key_: tuple[Text, ...] = key(
        "主键",
        say("Columns whose values together are unique.", "合起来不能重复的列。"),
        default=(),
        alias="key",
        en="Key",
    )
    max_age: Interval | None = key(
        "最大时效",
        say("How old the newest period may be.", "最新一期最多能旧到什么程度。"),
        default=None,
    )
    restated: Text | None = key(
        "修订日期列",
        say("The column with the day a row was issued.", "哪一列记着该行的发布日期。"),
        default=None,
    )
    fiscal_year_start: Whole | None = key(
        "财年首月",
        say("The month its years begin with.", "财年从几月开始。"),
        default=None,
        minimum=1,
        maximum=12,
    )
    columns_: tuple[Column, ...] = key(
        "列", say("The file's columns.", "文件里的各列。"), alias="columns", en="Columns"
    )

    @computed("Rows", "行数")
    def rows(self, kb: KnowledgeBase) -> object:
        """How many rows of facts the file has; None where it cannot be read.
        ---
        文件里有多少行数据；文件读不出来时为空。
        """
        return kb.measures(self).figures.get("rows")

    @computed("From", "起始")
    def period_from(self, kb: KnowledgeBase) -> object:
        """The first period there are facts of.
        ---
        有数据的第一期。
        """
        return kb.measures(self).figures.get("period_from")

    @computed("To", "截至")
    def period_to(self, kb: KnowledgeBase) -> object:
        """The last period there are facts of, of those that were over on the day.
        ---
        有数据的最后一期，只算当天已经结束的。
        """
        return kb.measures(self).figures.get("period_to")

    @computed("Age (days)", "数据时效（天）")
    def age(self, kb: KnowledgeBase) -> int | None:
        """Days since the last day there are facts of.
        ---
        距有数据的最后一天过了几天。
        """
        until = kb.measures(self).figures.get("until")
        return (kb.as_of - until).days if isinstance(until, date) else None
