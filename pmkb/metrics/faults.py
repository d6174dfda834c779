"""What can be wrong with facts. Apart from what finds it, so that the catalogue needs no pandas."""

from pmkb.diagnostic import Fault, Severity

NOT_UTF8 = Fault(
    "facts-not-utf8",
    Severity.ERROR,
    """A file of facts is not UTF-8, so its names cannot be read.

    Nothing is computed from it. Spreadsheets in Chinese save GB18030 unless told otherwise: save it
    as "CSV UTF-8". UTF-16 without a mark at its beginning is known by its NUL characters.
    ---
    数据文件不是 UTF-8，里面的名称读不出来。

    整个文件不参与计算。中文表格软件默认存成 GB18030，请另存为“CSV UTF-8”。开头没有标记的 UTF-16，凭
    其中的 NUL 字符识别。""",
)
UNREADABLE = Fault(
    "facts-unreadable",
    Severity.ERROR,
    """A file of facts is not the Parquet file that its name promises, or is damaged.

    Nothing is computed from it. Save it as Parquet, or let its name end in `.csv` if it is CSV;
    export a damaged file again.
    ---
    文件名写的是 Parquet，内容却不是，或者文件已损坏。

    整个文件不参与计算。另存为 Parquet；如果是 CSV，文件名要以 `.csv` 结尾；损坏的，重新导出。""",
)
ENDLESS_CELL = Fault(
    "cell-never-ends",
    Severity.ERROR,
    """A quotation mark in a file of facts is never closed, so all that follows is one cell.

    Nothing is computed from the file, for nobody knows what is missing. Close the quotation mark;
    one that belongs to a text is written twice: `"a ""b"" c"`.
    ---
    数据文件里有引号没有闭合，后面的内容全成了一个单元格。

    缺了多少无从得知，因此整个文件不参与计算。把引号闭合；文本里的引号要写两遍：`"a ""b"" c"`。""",
)
WRONG_DELIMITER = Fault(
    "wrong-delimiter",
    Severity.ERROR,
    """A file of facts does not separate its cells by commas.

    Its columns cannot be told apart, so nothing is computed from it. Export it again with commas.
    ---
    数据文件没有用逗号分隔单元格。

    各列分不开，因此整个文件不参与计算。导出时选逗号分隔。""",
)
NO_ROWS = Fault(
    "facts-without-rows",
    Severity.WARNING,
    """A file of facts is empty, or has nothing below its first line.

    Every metric that is made of it is unknown. Deliver the facts, or correct the dataset's `path`.
    ---
    数据文件是空的，或者首行以下没有内容。

    用到它的指标全是未知。补交数据，或者更正数据集的 `path`。""",
)
COLUMN_MISSING = Fault(
    "column-missing",
    Severity.ERROR,
    """A dataset declares a column that its file does not have.

    What is computed from it is unknown. Correct the name in `columns`, or deliver the column.
    ---
    数据集声明了某一列，文件里却没有。

    由它算出的数都是未知。更正 `columns` 里的列名，或者补交这一列。""",
)
COLUMN_UNDECLARED = Fault(
    "column-undeclared",
    Severity.WARNING,
    """A file has a column that its dataset does not declare.

    Nothing checks it, and no metric can use it. Declare it in `columns`, or leave it out of the
    export.
    ---
    文件里有一列没有在数据集里声明。

    这一列不检查，指标也用不了。在 `columns` 里声明它，或者导出时去掉。""",
)
COLUMN_TWICE = Fault(
    "column-twice",
    Severity.ERROR,
    """Two columns of a file, or two declared ones, have the same name.

    The first one counts, which need not be the one that was meant. Rename one of them, or take it
    out.
    ---
    文件里或声明里有两列同名。

    只取第一列，未必是想要的那一列。给其中一列改名，或者删掉它。""",
)
ROW_LENGTH = Fault(
    "row-of-other-length",
    Severity.ERROR,
    """A row has more or fewer cells than the first line names. The row is left out.

    An unquoted comma inside a text is the usual cause: put the text in quotation marks.
    ---
    某一行的单元格数与首行的列数不一致，这一行不计入。

    常见原因是文本里有逗号：给这段文本加上引号。""",
)
WRONG_CELL = Fault(
    "cell-of-wrong-type",
    Severity.ERROR,
    """A cell does not hold what its column is declared to hold.

    It counts as unknown, and so does what is computed from it. Correct the cell; if all cells of
    the column are like that, correct the `type` in `columns`.
    ---
    单元格的内容与该列声明的类型不符。

    按未知处理，由它算出的数也是未知。更正单元格；整列都是这样的，更正 `columns` 里的 `type`。""",
)
UNKNOWN_CELL = Fault(
    "cell-refers-to-nothing",
    Severity.ERROR,
    """A cell names no record of the kind, or no term of the list, that its column refers to.

    It stays a group of its own in every breakdown. Correct the cell, or add the record or the term.
    ---
    该列引用某类记录或某个词表，但单元格里的值不在其中。

    按维度拆分时，它会单独成为一组。更正单元格，或者补上这条记录、这个词。""",
)
KEY_TWICE = Fault(
    "key-twice",
    Severity.ERROR,
    """Two rows have the same key, so what they tell may count twice.

    Sums are then too high, and nobody sees it. Merge the rows, or add the column that tells them
    apart to `key`.
    ---
    两行的主键相同，内容可能被重复计入。

    合计会偏高，而且看不出来。合并这些行，或者把能区分它们的列加入 `key`。""",
)
KEY_INCOMPLETE = Fault(
    "key-incomplete",
    Severity.ERROR,
    """A cell of the key is empty, so nobody can tell what the row is about.

    Whether it tells the same as another row cannot be checked. Fill the cell in.
    ---
    主键列有空单元格，看不出这一行说的是什么。

    是否与别的行重复也无法核对。补填这个单元格。""",
)
PERIOD_MISSING = Fault(
    "row-without-period",
    Severity.WARNING,
    """A row does not say when, so it is in no period's sum.

    Totals over periods are too low. Fill in the day or period of the row.
    ---
    某一行没写时间，因此不计入任何一期。

    各期的合计会偏低。补填这一行的日期或周期。""",
)
PERIOD_GAP = Fault(
    "period-gap",
    Severity.WARNING,
    """Between the first and the last period of a dataset one is missing.

    What is computed over it is not known. Deliver its rows; with zeros, if nothing happened.
    ---
    数据集首尾之间缺了一期。

    跨过这一期的数都算不出来。补交缺的行；没有发生的填 0。""",
)
PERIOD_OVERLAP = Fault(
    "period-overlap",
    Severity.ERROR,
    """A period is of another length than the dataset's grain, and overlaps one of its periods.

    The same days would count twice, so its rows are left out. Give the facts by the dataset's grain
    only: no rows for years in a file by months.
    ---
    某一期的长度与数据集的粒度不符，又与其中某期重叠。

    同样的日子会被计两次，因此它的各行不计入。只按数据集的粒度提供数据：按月的文件里，不要再放全年的
    行。""",
)
FACTS_OUTDATED = Fault(
    "facts-outdated",
    Severity.WARNING,
    """The newest facts of a dataset are older than its `max_age`.

    What is computed from them is no longer today's. Deliver the newest facts; if they come less
    often than that, raise `max_age`.
    ---
    数据集的最新数据已超过 `max_age` 规定的时效。

    由它算出的数已经不是现状。补交最新数据；本来就没有这么频繁的，放宽 `max_age`。""",
)
REFERS_TO_UNKNOWN = Fault(
    "refers-to-unknown",
    Severity.ERROR,
    """A column refers to something that is neither a kind of record nor a list of terms.

    Its cells cannot be checked, so misspelt ones go unseen. Correct `refers_to`.
    ---
    某一列所引用的，既不是记录类别，也不是词表。

    这一列的单元格无从核对，写错了也发现不了。更正 `refers_to`。""",
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

    So the metric has no number. Write metrics by their ids, with `_` for `-`: `new_revenue /
    revenue`.
    ---
    derived 指标的表达式只能由指标、数字、`+ - * /` 和括号组成，并且不能绕回指标自身。

    写得不对，指标就没有数值。指标写编号，其中的 `-` 改为 `_`：`new_revenue / revenue`。""",
)
VALUE_NOT_NUMBER = Fault(
    "value-not-a-number",
    Severity.ERROR,
    """A metric sums a column that holds no numbers, or takes the smallest or largest of them.

    So it has no number. Count the column with `aggregate: distinct`, or name a column of numbers.
    ---
    指标要对某一列求和，或者取最小、最大值，但那一列不是数字。

    因此指标没有数值。用 `aggregate: distinct` 计数，或者改填数字列。""",
)
BAD_PERIOD = Fault(
    "target-period-unreadable",
    Severity.ERROR,
    """A target is for a period that cannot be read.

    It is compared with nothing. Write `2026`, `2026-Q3`, `2026-07`, `2026-W27` or `2026-07-15`.
    ---
    目标的周期看不懂。

    这个目标值不会与任何数比较。写成 `2026`、`2026-Q3`、`2026-07`、`2026-W27` 或 `2026-07-15`。""",
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

    The facts do not tell them apart, so it is computed by the dataset's own. Correct the metric's
    `grain`, or deliver finer facts.
    ---
    指标要求的周期比数据集的还短。

    数据拆不到那么细，因此改按数据集的周期计算。更正指标的 `grain`，或者提供更细的数据。""",
)
