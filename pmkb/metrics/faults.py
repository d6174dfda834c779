"""What can be wrong with facts. Apart from what finds it, so that the catalogue needs no pandas."""

from pmkb.diagnostic import Fault, Severity

NOT_UTF8 = Fault(
    "facts-not-utf8",
    Severity.ERROR,
    """A file of facts is not UTF-8, so its names cannot be read. Spreadsheets in Chinese save
    GB18030 unless told otherwise: save it as "CSV UTF-8". UTF-16 without a mark at its beginning
    is known by its NUL characters.""",
)
UNREADABLE = Fault(
    "facts-unreadable",
    Severity.ERROR,
    """A file of facts is not the Parquet file that its name promises, or is damaged.""",
)
ENDLESS_CELL = Fault(
    "cell-never-ends",
    Severity.ERROR,
    """A quotation mark in a file of facts is never closed, so all that follows is one cell. Nothing
    is computed from the file, for nobody knows what is missing.""",
)
WRONG_DELIMITER = Fault(
    "wrong-delimiter",
    Severity.ERROR,
    """A file of facts does not separate its cells by commas.""",
)
NO_ROWS = Fault(
    "facts-without-rows",
    Severity.WARNING,
    """A file of facts is empty, or has nothing below its first line.""",
)
COLUMN_MISSING = Fault(
    "column-missing",
    Severity.ERROR,
    """A dataset declares a column that its file does not have.""",
)
COLUMN_UNDECLARED = Fault(
    "column-undeclared",
    Severity.WARNING,
    """A file has a column that its dataset does not declare; nothing checks or uses it.""",
)
COLUMN_TWICE = Fault(
    "column-twice",
    Severity.ERROR,
    """Two columns of a file, or two declared ones, have the same name. The first one counts.""",
)
ROW_LENGTH = Fault(
    "row-of-other-length",
    Severity.ERROR,
    """A row has more or fewer cells than the first line names. The row is left out.

    An unquoted comma inside a text is the usual cause.""",
)
WRONG_CELL = Fault(
    "cell-of-wrong-type",
    Severity.ERROR,
    """A cell does not hold what its column is declared to hold. It counts as unknown: what is
    computed from it is not known either.""",
)
UNKNOWN_CELL = Fault(
    "cell-refers-to-nothing",
    Severity.ERROR,
    """A cell names no record of the kind, or no term of the list, that its column refers to.

    It stays a group of its own in every breakdown.""",
)
KEY_TWICE = Fault(
    "key-twice",
    Severity.ERROR,
    """Two rows have the same key, so what they tell may count twice.""",
)
KEY_INCOMPLETE = Fault(
    "key-incomplete",
    Severity.ERROR,
    """A cell of the key is empty, so nobody can tell what the row is about.""",
)
PERIOD_MISSING = Fault(
    "row-without-period",
    Severity.WARNING,
    """A row does not say when, so it is in no period's sum.""",
)
PERIOD_GAP = Fault(
    "period-gap",
    Severity.WARNING,
    """Between the first and the last period of a dataset one is missing. What is computed over it
    is not known.""",
)
PERIOD_OVERLAP = Fault(
    "period-overlap",
    Severity.ERROR,
    """A period is of another length than the dataset's grain, and overlaps one of its periods: the
    same days would count twice. Its rows are left out.""",
)
FACTS_OUTDATED = Fault(
    "facts-outdated",
    Severity.WARNING,
    """The newest facts of a dataset are older than its `max_age`.""",
)
REFERS_TO_UNKNOWN = Fault(
    "refers-to-unknown",
    Severity.ERROR,
    """A column refers to something that is neither a kind of record nor a list of terms.""",
)
NO_RATE = Fault(
    "facts-without-rate",
    Severity.ERROR,
    """A row holds money in a currency that has no rate on its day, so no sum with it is known.

    Rates stand in `schemas/vocabulary.yml`: `currency: {USD: {rates: {2026-01-05: 7.12}}}`.""",
)
BAD_FILTER = Fault(
    "filter-not-understood",
    Severity.ERROR,
    """A metric's filter is no comparison of a column of its dataset with a value.

    Write `status = paid`, `amount >= 1000`, `day < 2026-01-01`, or `region in east, north`.""",
)
BAD_EXPRESSION = Fault(
    "expression-not-understood",
    Severity.ERROR,
    """A derived metric's expression is not made of metrics, numbers, `+ - * /` and brackets, or
    leads back to the metric itself.""",
)
VALUE_NOT_NUMBER = Fault(
    "value-not-a-number",
    Severity.ERROR,
    """A metric sums a column that holds no numbers, or takes the smallest or largest of them.""",
)
BAD_PERIOD = Fault(
    "target-period-unreadable",
    Severity.ERROR,
    """A target is for a period that cannot be read. Write `2026`, `2026-Q3`, `2026-07`, `2026-W27`
    or `2026-07-15`.""",
)
VALUE_MISSING = Fault(
    "values-missing",
    Severity.WARNING,
    """Rows that a metric should count have an empty cell where its value belongs.

    An empty cell is unknown, not zero: a sum is of the others only, and a period in which every
    cell is empty has none. Write 0 where nothing happened.""",
)
TARGET_BEFORE_FACTS = Fault(
    "target-before-facts",
    Severity.INFO,
    """A target's period begins before the facts do, so nobody knows what was reached in it.

    Deliver the facts from the beginning of the period on; zeros, where nothing happened yet.""",
)
GRAIN_TOO_FINE = Fault(
    "grain-too-fine",
    Severity.ERROR,
    """A metric asks for shorter periods than its dataset has.""",
)
