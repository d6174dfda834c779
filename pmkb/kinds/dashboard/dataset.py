"""Datasets: files of facts beside the records, and what is in their columns."""

from pmkb.record import Label, Part, Record, Section, key
from pmkb.values import Interval, Text


class Column(Part):
    """A column of the file."""

    name: Text = key("列名", "As in the file's first line.")
    type: Text = key("类型", "", vocabulary="column-type")
    refers_to: Text | None = key(
        "引用", "The kind, or the list of terms, it refers to.", default=None
    )
    unit: Text | None = key("单位", "Such as CNY.", default=None)


class Dataset(Record):
    """A file of facts: where it is, what its columns mean, and how old it may get.

    Whoever delivers the data keeps it. The file is CSV or Parquet, beside this record.

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
    """

    folder = "datasets"
    section = Section.DASHBOARD
    label = Label("Dataset", "数据集")
    order = 15
    columns = ("path", "grain", "key", "max_age", "owner")

    path_: Text = key("文件", "Below the docs folder.", alias="path", en="File")
    grain: Text = key("粒度", "The period a row is about.", vocabulary="grain")
    key_: tuple[Text, ...] = key(
        "主键", "Columns whose values together are unique.", default=(), alias="key", en="Key"
    )
    max_age: Interval | None = key("最大时效", "How old the newest period may be.", default=None)
    columns_: tuple[Column, ...] = key("列", "The file's columns.", alias="columns", en="Columns")
