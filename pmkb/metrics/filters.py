"""Which rows a metric counts: `status = paid`, `amount >= 1000`, `region in east, north`."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from pmkb.diagnostic import did_you_mean
from pmkb.message import Message, say
from pmkb.metrics.calendar import read_span
from pmkb.metrics.reading import number
from pmkb.metrics.table import Flags, Numbers, Table, Texts

_FORM = re.compile(r"\s*(.+?)\s*(==|!=|>=|<=|=|>|<|\bnot in\b|\bin\b)\s*(.*?)\s*")
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_ALIASES = {"==": "=", "in": "=", "not in": "!="}


class FilterError(ValueError):
    """A filter cannot be understood; the message says why, `hint` what to do."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Filter:
    """A comparison of a column with values; several are alternatives."""

    column: str
    sign: str
    values: tuple[str, ...]


def parse(text: str) -> Filter:
    """Read a filter. Raises `FilterError`."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise FilterError(
            say("{text!r} is no comparison", "“{text}”不是比较式", text=text),
            say("write it like `status = paid`", "写成 `status = paid` 这样"),
        )
    column, sign, value = match.groups()
    values = value.strip("[]()").split(",") if sign.endswith("in") else [value]
    return Filter(column, _ALIASES.get(sign, sign), tuple(_bare(each) for each in values))


def _bare(text: str) -> str:
    text = text.strip()
    quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text


def rows(table: Table, found: Filter) -> Flags:
    """The rows that a filter lets through. Raises `FilterError`.

    A cell that is unknown is never equal, smaller or larger; it is unequal to everything.
    """
    column = table.columns.get(found.column)
    if column is None:
        raise FilterError(
            say("there is no column {name!r}", "没有列“{name}”", name=found.column),
            did_you_mean(found.column, table.columns),
        )
    each = [_one(table, found, column, value) for value in found.values]
    joined = np.logical_and if found.sign == "!=" else np.logical_or
    made: Flags = joined.reduce(each)
    return made


def _one(table: Table, found: Filter, column: Texts | Numbers, value: str) -> Flags:
    if isinstance(column, Numbers):
        return _by_number(column, found.sign, value)
    compare, unknown = _COMPARE[found.sign], found.sign == "!="
    if found.column in table.spans:
        fitting = _by_day(table, found, value)
    elif set(map(str.lower, column.values)) <= _TRUTHS.keys() and value.lower() in _TRUTHS:
        fitting = [
            bool(compare(_TRUTHS[each.lower()], _TRUTHS[value.lower()])) for each in column.values
        ]
    else:
        fitting = [bool(compare(each, value)) for each in column.values]
    made: Flags = np.array([*fitting, unknown], dtype=np.bool_)[column.codes]
    return made


_TRUTHS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def _by_number(column: Numbers, sign: str, value: str) -> Flags:
    wanted = number(value, whole=False)
    if wanted is None:
        raise FilterError(say("{value!r} is no number", "“{value}”不是数字", value=value))
    scaled = wanted * Decimal(10) ** column.scale
    limit: Any = float(scaled) if column.whole.dtype == np.float64 else scaled
    made = np.asarray(_COMPARE[sign](column.whole, limit), dtype=np.bool_)
    for gone in (column.missing, column.unreadable):
        if gone is not None:
            made = np.where(gone, sign == "!=", made)
    return made


def _by_day(table: Table, found: Filter, value: str) -> Sequence[bool]:
    wanted = read_span(value)
    if wanted is None:
        raise FilterError(
            say("{value!r} is no period or date", "“{value}”不是周期或日期", value=value)
        )
    start, end = wanted[1]
    spans = table.spans[found.column]
    inside = [start <= each.start and each.end <= end for each in spans]
    before = [each.start < start for each in spans]
    after = [each.end > end for each in spans]
    unreadable = [each.start == date.min for each in spans]
    table_of = {
        "=": inside,
        "!=": [not each for each in inside],
        "<": before,
        ">": after,
        "<=": [not each for each in after],
        ">=": [not each for each in before],
    }
    return [(each and not bad) for each, bad in zip(table_of[found.sign], unreadable, strict=True)]
