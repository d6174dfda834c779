"""What can be wrong with facts. Apart from what finds it, so that the catalogue needs no pandas."""

from pmkb.diagnostic import Fault, Severity

NOT_UTF8 = Fault(
    "facts-not-utf8",
    Severity.ERROR,
    """A file of facts is not UTF-8, so its names cannot be read. Spreadsheets in Chinese save
    GB18030 unless told otherwise: save it as "CSV UTF-8". UTF-16 without a mark at its beginning
    is known by its NUL characters.
    ---
    数据文件不是 UTF-8，里面的名称读不出来。中文表格软件默认存成 GB18030，请另存为“CSV UTF-8”。
    开头没有标记的 UTF-16，凭其中的 NUL 字符识别。""",
)
UNREADABLE = Fault(
    "facts-unreadable",
    Severity.ERROR,
    """A file of facts is not the Parquet file that its name promises, or is damaged.
    ---
    文件名写的是 Parquet，内容却不是，或者文件已损坏。""",
)
ENDLESS_CELL = Fault(
    "cell-never-ends",
    Severity.ERROR,
    """A quotation mark in a file of facts is never closed, so all that follows is one cell. Nothing
    is computed from the file, for nobody knows what is missing.
    ---
    数据文件里有引号没有闭合，后面的内容全成了一个单元格。缺了多少无从得知，因此整个文件不参与
    计算。""",
)
WRONG_DELIMITER = Fault(
    "wrong-delimiter",
    Severity.ERROR,
    """A file of facts does not separate its cells by commas.
    ---
    数据文件没有用逗号分隔单元格。""",
)
NO_ROWS = Fault(
    "facts-without-rows",
    Severity.WARNING,
    """A file of facts is empty, or has nothing below its first line.
    ---
    数据文件是空的，或者首行以下没有内容。""",
)
COLUMN_MISSING = Fault(
    "column-missing",
    Severity.ERROR,
    """A dataset declares a column that its file does not have.
    ---
    数据集声明了某一列，文件里却没有。""",
)
COLUMN_UNDECLARED = Fault(
    "column-undeclared",
    Severity.WARNING,
    """A file has a column that its dataset does not declare; nothing checks or uses it.
    ---
    文件里有一列没有在数据集里声明，既不检查，也不使用。""",
)
COLUMN_TWICE = Fault(
    "column-twice",
    Severity.ERROR,
    """Two columns of a file, or two declared ones, have the same name. The first one counts.
    ---
    文件里或声明里有两列同名，只取第一列。""",
)
ROW_LENGTH = Fault(
    "row-of-other-length",
    Severity.ERROR,
    """A row has more or fewer cells than the first line names. The row is left out.

    An unquoted comma inside a text is the usual cause.
    ---
    某一行的单元格数与首行的列数不一致，这一行不计入。

    常见原因是文本里有逗号，却没有加引号。""",
)
WRONG_CELL = Fault(
    "cell-of-wrong-type",
    Severity.ERROR,
    """A cell does not hold what its column is declared to hold. It counts as unknown: what is
    computed from it is not known either.
    ---
    单元格的内容与该列声明的类型不符。按未知处理，由它算出的数也是未知。""",
)
UNKNOWN_CELL = Fault(
    "cell-refers-to-nothing",
    Severity.ERROR,
    """A cell names no record of the kind, or no term of the list, that its column refers to.

    It stays a group of its own in every breakdown.
    ---
    该列引用某类记录或某个词表，但单元格里的值不在其中。

    按维度拆分时，它会单独成为一组。""",
)
KEY_TWICE = Fault(
    "key-twice",
    Severity.ERROR,
    """Two rows have the same key, so what they tell may count twice.
    ---
    两行的主键相同，内容可能被重复计入。""",
)
KEY_INCOMPLETE = Fault(
    "key-incomplete",
    Severity.ERROR,
    """A cell of the key is empty, so nobody can tell what the row is about.
    ---
    主键列有空单元格，看不出这一行说的是什么。""",
)
PERIOD_MISSING = Fault(
    "row-without-period",
    Severity.WARNING,
    """A row does not say when, so it is in no period's sum.
    ---
    某一行没写时间，因此不计入任何一期。""",
)
PERIOD_GAP = Fault(
    "period-gap",
    Severity.WARNING,
    """Between the first and the last period of a dataset one is missing. What is computed over it
    is not known.
    ---
    数据集首尾之间缺了一期，跨过这一期的数都算不出来。""",
)
PERIOD_OVERLAP = Fault(
    "period-overlap",
    Severity.ERROR,
    """A period is of another length than the dataset's grain, and overlaps one of its periods: the
    same days would count twice. Its rows are left out.
    ---
    某一期的长度与数据集的周期不符，又与其中某期重叠，同样的日子会被计两次。它的各行不计入。""",
)
FACTS_OUTDATED = Fault(
    "facts-outdated",
    Severity.WARNING,
    """The newest facts of a dataset are older than its `max_age`.
    ---
    数据集的最新数据已超过 `max_age` 规定的时效。""",
)
REFERS_TO_UNKNOWN = Fault(
    "refers-to-unknown",
    Severity.ERROR,
    """A column refers to something that is neither a kind of record nor a list of terms.
    ---
    某一列所引用的，既不是记录类别，也不是词表。""",
)
NO_RATE = Fault(
    "facts-without-rate",
    Severity.ERROR,
    """A row holds money in a currency that has no rate on its day, so no sum with it is known.

    Rates stand in `schemas/vocabulary.yml`: `currency: {USD: {rates: {2026-01-05: 7.12}}}`.
    ---
    某一行的金额所用的币种，在当天没有汇率，凡是包含它的合计都算不出来。

    汇率写在 `schemas/vocabulary.yml`：`currency: {USD: {rates: {2026-01-05: 7.12}}}`。""",
)
BAD_FILTER = Fault(
    "filter-not-understood",
    Severity.ERROR,
    """A metric's filter is no comparison of a column of its dataset with a value.

    Write `status = paid`, `amount >= 1000`, `day < 2026-01-01`, or `region in east, north`.
    ---
    指标的筛选条件不是“数据集的某一列与某个值比较”的形式。

    写成 `status = paid`、`amount >= 1000`、`day < 2026-01-01` 或 `region in east, north`。""",
)
BAD_EXPRESSION = Fault(
    "expression-not-understood",
    Severity.ERROR,
    """A derived metric's expression is not made of metrics, numbers, `+ - * /` and brackets, or
    leads back to the metric itself.
    ---
    derived 指标的表达式只能由指标、数字、`+ - * /` 和括号组成，并且不能绕回指标自身。""",
)
VALUE_NOT_NUMBER = Fault(
    "value-not-a-number",
    Severity.ERROR,
    """A metric sums a column that holds no numbers, or takes the smallest or largest of them.
    ---
    指标要对某一列求和，或者取最小、最大值，但那一列不是数字。""",
)
BAD_PERIOD = Fault(
    "target-period-unreadable",
    Severity.ERROR,
    """A target is for a period that cannot be read. Write `2026`, `2026-Q3`, `2026-07`, `2026-W27`
    or `2026-07-15`.
    ---
    目标的周期看不懂。写成 `2026`、`2026-Q3`、`2026-07`、`2026-W27` 或 `2026-07-15`。""",
)
VALUE_MISSING = Fault(
    "values-missing",
    Severity.WARNING,
    """Rows that a metric should count have an empty cell where its value belongs.

    An empty cell is unknown, not zero: a sum is of the others only, and a period in which every
    cell is empty has none. Write 0 where nothing happened.
    ---
    指标应计入的某些行，取值的那一列是空的。

    空不等于 0，而是未知：合计只算其余各行，一期里全是空的，该期就没有值。确实没有发生的，写
    0。""",
)
TARGET_BEFORE_FACTS = Fault(
    "target-before-facts",
    Severity.INFO,
    """A target's period begins before the facts do, so nobody knows what was reached in it.

    Deliver the facts from the beginning of the period on; zeros, where nothing happened yet.
    ---
    目标期开始得比数据早，没有数据的那段时间完成了多少无从得知。

    补交目标期开始以来的数据；确实没有发生的，写 0。""",
)
GRAIN_TOO_FINE = Fault(
    "grain-too-fine",
    Severity.ERROR,
    """A metric asks for shorter periods than its dataset has.
    ---
    指标要求的周期比数据集的还短。""",
)
