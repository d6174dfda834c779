"""From the bytes of a CSV file to columns as arrays, and what could not be read.

Two ways lead to the same table: a fast one for files without a fault, in which pandas' parser
makes codes of texts and floats of numbers; and a careful one through Python's own CSV reader that
knows why and where a cell is wrong. The fast one gives up at the first doubt. pandas is loaded when
a file is read, not when a cached one is used.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np

from pmkb.kinds.dashboard.dataset import Column
from pmkb.metrics.places import records
from pmkb.metrics.table import Codes, Flags, Numbers, Texts, Whole
from pmkb.source import BOM

NUMERIC = frozenset({"integer", "decimal"})
_MOST_DECIMALS = 12
_MANY = 1000
"""More values than that are in no order: nobody reads them."""
SURE_BELOW = 1e13
"""Up to here a float's nearest number with so many decimals is the one that was written."""
_NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,24})?|\.[0-9]{1,24})([eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True)
class BadRow:
    """A row of another length than the head."""

    row: int
    cells: int


@dataclass(frozen=True)
class BadCell:
    """A cell that holds no number where one belongs."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Read:
    """What a file holds: rows by their number in the file, the first below the head is 0."""

    rows: int
    columns: Mapping[str, Texts | Numbers]
    numbers: np.ndarray[Any, np.dtype[np.int64]] | None = None
    """The number of each row in the file, where some rows were left out."""
    bad_rows: tuple[BadRow, ...] = ()
    bad_cells: tuple[BadCell, ...] = ()

    def number(self, row: int) -> int:
        """The number in the file of a row of the arrays."""
        return row if self.numbers is None else int(self.numbers[row])


def head(data: bytes) -> list[str]:
    """The names in the first line that is not blank."""
    for line in data.removeprefix(BOM).splitlines()[:100] if len(data) < 10_000 else _first(data):
        if line.strip():
            cells = next(csv.reader([line.decode("utf-8", errors="replace")]), [])
            return [cell.strip() for cell in cells]
    return []


def _first(data: bytes) -> list[bytes]:
    return data[:10_000].removeprefix(BOM).splitlines()[:100]


def read(data: bytes, names: Sequence[str], declared: Mapping[str, Column]) -> Read:
    """The declared columns of a file in UTF-8, whose head holds these names."""
    wanted = {
        names.index(name): column for name, column in declared.items() if name in names
    }  # the first of two columns with a name counts
    body = data.removeprefix(BOM)
    found = _fast(body, len(names), wanted)
    return found if found is not None else _careful(body, len(names), wanted)


def _fast(data: bytes, width: int, wanted: Mapping[int, Column]) -> Read | None:
    if not wanted:
        return None
    if b'"' in data or b"\r" in data.replace(b"\r\n", b"") or width < 2:
        return None if len(data) < 10_000_000 or width < 2 else _quoted(data, width, wanted)
    return _parsed(data, width, wanted)


def _quoted(data: bytes, width: int, wanted: Mapping[int, Column]) -> Read | None:
    # Only a real reader knows how many cells a row with quotes has.
    lengths = {len(cells) for _, cells in records(data.decode("utf-8"))}
    return _parsed(data, width, wanted, lengths == {width}) if lengths == {width} else None


def _parsed(
    data: bytes, width: int, wanted: Mapping[int, Column], even: bool = False
) -> Read | None:
    numeric = [at for at, column in wanted.items() if column.type in NUMERIC]
    types = {at: "float64" if at in numeric else "category" for at in wanted}
    frame = _frame(data, width, types)
    if frame is None:  # perhaps for a number that is none: as texts, it can be said which
        frame = _frame(data, width, types | dict.fromkeys(numeric, "object"))
    if frame is None or not (even or _is_even(data, frame, width)):
        return None
    columns: dict[str, Texts | Numbers] = {}
    bad: list[BadCell] = []
    for at, column in wanted.items():
        if at not in numeric:
            columns[column.name] = _texts(data, width, at, frame[at])
            continue
        whole = column.type == "integer"
        made = None
        if types[at] == frame[at].dtype and not _may_be_truth(frame[at], data):
            made = numbers(frame[at].to_numpy(), whole=whole)
        if made is None:
            texts = _as_written(data, width, at)
            made = written(texts, whole=whole)
            bad += _bad_cells(made, texts, column.name)
        columns[column.name] = made
    return Read(len(frame), columns, bad_cells=tuple(bad))


def _may_be_truth(column: Any, data: bytes) -> bool:
    """Whether pandas may have taken `true` for 1."""
    return bool(column.isin((0.0, 1.0)).all()) and _TRUTH.search(data) is not None


_TRUTH = re.compile(rb"true|false", re.IGNORECASE)


def _is_even(data: bytes, frame: Any, width: int) -> bool:
    """Whether every line has as many cells as the first; pandas fills up short ones, and cuts some.

    Only for data without quotes.
    """
    lines = len(frame) + 1
    if data.count(b",") != lines * (width - 1):
        return False
    if width - 1 in frame and frame[width - 1].notna().all():
        return True  # no line is short, so with this many commas none is long either
    each = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(each == _LINE_END)
    if not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    if len(ends) != lines:
        return False  # blank lines: rare, and the careful way knows them
    commas = np.flatnonzero(each == _COMMA).reshape(lines, width - 1)
    return bool((commas[:, -1] < ends).all() and (commas[1:, 0] > ends[:-1]).all())


_LINE_END, _COMMA = ord("\n"), ord(",")


def _frame(data: bytes, width: int, types: Mapping[int, str]) -> Any:
    """A data frame of the file, its columns called by their position; None if pandas gives up."""
    import pandas as pd

    try:
        return pd.read_csv(
            BytesIO(data),
            header=0,
            names=list(range(width)),
            usecols=sorted(types),
            dtype=types,
            index_col=False,
            keep_default_na=False,
            na_values=[""],
            low_memory=False,
        )
    except (ValueError, OverflowError):  # pandas' ParserError is a ValueError
        return None


def _texts(data: bytes, width: int, at: int, series: Any) -> Texts:
    categories = series.cat.categories
    values = categories.tolist()
    if not all(isinstance(each, str) for each in values):
        # pandas took them for numbers or truth values: 8.10 and 8.1 would be the same version.
        return _as_written(data, width, at)
    return _recoded(series.cat.codes.to_numpy().astype(np.int32), values)


def _as_written(data: bytes, width: int, at: int) -> Texts:
    """A column with every text as it stands in the file."""
    return coded(_frame(data, width, {at: "object"})[at].fillna(""))


def _is_sorted(values: Sequence[str]) -> bool:
    return all(one < two for one, two in pairwise(values))


def _recoded(codes: Codes, values: Sequence[str]) -> Texts:
    """The same with values freed of white space round them."""
    stripped = [each.strip() for each in values]
    if stripped == values and "" not in values and (len(values) > _MANY or _is_sorted(values)):
        return Texts(codes, tuple(values))
    clean = sorted({*stripped} - {""})
    position = {each: at for at, each in enumerate(clean)}
    table = np.array([*(position.get(each, -1) for each in stripped), -1], dtype=np.int32)
    return Texts(table[codes], tuple(clean))


def numbers(floats: "np.ndarray[Any, np.dtype[np.float64]]", *, whole: bool) -> Numbers | None:
    """Floats as the exact decimal numbers they were written as; None where that is in doubt."""
    missing: Flags | None = np.isnan(floats)
    if missing is not None and missing.any():
        floats = np.where(missing, 0.0, floats)
    else:
        missing = None
    if not np.isfinite(floats).all():
        return None
    scale, rest = 0, floats
    while not whole and scale <= _MOST_DECIMALS:
        rest = rest[~_is_exact(rest, scale)]
        if not len(rest):
            break
        scale += 1
    scaled = np.rint(floats * 10.0**scale)
    sure = len(scaled) == 0 or float(np.abs(scaled).max()) <= SURE_BELOW
    if not sure or not _is_exact(floats, scale).all():
        return None
    return Numbers(scaled, scale, missing)


def _is_exact(floats: "np.ndarray[Any, np.dtype[np.float64]]", scale: int) -> Flags:
    power = 10.0**scale
    nearest = np.rint(floats * power) / power
    close: Flags = np.abs(nearest - floats) <= 4e-16 * np.abs(floats)
    return close


def written(texts: Texts, *, whole: bool) -> Numbers:
    """Texts as exact numbers, without a detour through floats."""
    read = [number(each, whole=whole) for each in texts.values]
    scale = max((_decimals(each) for each in read if each is not None), default=0)
    scaled = [0 if each is None else int(each.scaleb(scale)) for each in read]
    large = max(map(abs, scaled), default=0) > SURE_BELOW
    table: Whole = np.array([*scaled, 0], dtype=object if large else np.float64)
    missing = texts.codes < 0
    bad = np.array([*(each is None for each in read), False], dtype=np.bool_)[texts.codes]
    return Numbers(
        table[texts.codes],
        scale,
        missing if missing.any() else None,
        bad if bad.any() else None,
    )


def _bad_cells(made: Numbers, texts: Texts, column: str) -> Iterator[BadCell]:
    if made.unreadable is not None:
        for row in np.flatnonzero(made.unreadable):
            yield BadCell(int(row), column, texts.values[texts.codes[row]])


def _careful(data: bytes, width: int, wanted: Mapping[int, Column]) -> Read:
    bad_rows: list[BadRow] = []
    kept: list[int] = []
    rows: list[list[str]] = []
    for row, (_, cells) in enumerate(_body(data)):
        if len(cells) == width:
            kept.append(row)
            rows.append(cells)
        else:
            bad_rows.append(BadRow(row, len(cells)))
    by_column = list(zip(*rows, strict=True)) or [()] * width
    left_out = np.array(kept, dtype=np.int64)
    columns: dict[str, Texts | Numbers] = {}
    bad_cells: list[BadCell] = []
    for at, column in wanted.items():
        texts = coded(by_column[at])
        columns[column.name] = texts
        if column.type in NUMERIC:
            made = written(texts, whole=column.type == "integer")
            columns[column.name] = made
            bad_cells += (
                replace(each, row=kept[each.row]) for each in _bad_cells(made, texts, column.name)
            )
    numbers = left_out if bad_rows else None
    return Read(len(rows), columns, numbers, tuple(bad_rows), tuple(bad_cells))


def _body(data: bytes) -> Iterator[tuple[int, list[str]]]:
    found = records(data.decode("utf-8", errors="replace"))
    next(found, None)
    return found


def coded(cells: Any) -> Texts:
    """Texts as codes, white space round them left out; an empty one is −1."""
    import pandas as pd

    codes, values = pd.factorize(np.asarray(cells, dtype=object))
    return _recoded(codes.astype(np.int32), [str(each) for each in values])


def number(text: str, *, whole: bool) -> Decimal | None:
    """The number a text writes, or None."""
    if not _NUMBER.fullmatch(text):
        return None
    found = Decimal(text)
    return None if whole and _decimals(found) else found


def _decimals(value: Decimal) -> int:
    """How many decimals a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
