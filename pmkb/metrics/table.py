"""A table of facts in memory: columns as arrays, one entry for each row.

Texts are codes into their distinct values, so that a million rows are compared as numbers. Numbers
are whole: the amount times ten to the power of `scale`. Sums of them are exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pmkb.metrics.calendar import Span

Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Whole = NDArray[Any]
"""float64 that holds whole numbers below 2^53, or Python's own `int` as objects."""

EXACT_BELOW = float(2**53)
"""Up to here float64 holds every whole number."""


@dataclass(frozen=True)
class Texts:
    """A column of texts, periods, days or truth values."""

    codes: Codes
    """For each row the position of its value; −1 for an empty or unreadable cell."""
    values: Sequence[str]
    """The distinct values."""


@dataclass(frozen=True)
class Numbers:
    """A column of numbers."""

    whole: Whole
    """The number times 10^scale; 0 where there is none."""
    scale: int
    missing: Flags | None = None
    """Where the cell is empty; None if none is."""
    unreadable: Flags | None = None
    """Where the cell holds no number; None if all do."""

    def decimal(self, whole: object) -> Decimal:
        """A whole number of this column as the number it stands for."""
        return unscaled(whole, self.scale)


@dataclass(frozen=True)
class Table:
    """The facts of one dataset. Rows that cannot be placed in time are not in it."""

    rows: int
    columns: Mapping[str, Texts | Numbers]
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """For each column of periods or days: the days that each of its distinct values means."""
    known_used: Mapping[str, Sequence[bool]] = field(default_factory=dict)
    """What `used` tells, where it is known already."""

    def used(self, name: str) -> Sequence[bool]:
        """For each distinct value of a column of texts whether a row has it."""
        if name in self.known_used:
            return self.known_used[name]
        column = self.texts(name)
        if column is None:
            return ()
        found = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
        used: list[bool] = (found > 0).tolist()
        return used

    def texts(self, name: str) -> Texts | None:
        """A column of texts, or None."""
        found = self.columns.get(name)
        return found if isinstance(found, Texts) else None

    def numbers(self, name: str) -> Numbers | None:
        """A column of numbers, or None."""
        found = self.columns.get(name)
        return found if isinstance(found, Numbers) else None


def as_texts(column: Numbers) -> Texts:
    """A column of numbers as groups, one for each number."""
    values, codes = np.unique(column.whole, return_inverse=True)
    for gone in (column.missing, column.unreadable):
        if gone is not None:
            codes = np.where(gone, -1, codes)
    return Texts(codes.astype(np.int32), tuple(f"{column.decimal(each):f}" for each in values))


def unscaled(whole: object, scale: int) -> Decimal:
    """The number that a whole number times 10^−scale is."""
    return Decimal(int(whole)).scaleb(-scale)  # type: ignore[call-overload]


def taken(table: Table, rows: Flags) -> Table:
    """A table with some of its rows."""
    columns: dict[str, Texts | Numbers] = {}
    for name, each in table.columns.items():
        if isinstance(each, Texts):
            columns[name] = Texts(each.codes[rows], each.values)
        else:
            columns[name] = Numbers(
                each.whole[rows],
                each.scale,
                None if each.missing is None else each.missing[rows],
                None if each.unreadable is None else each.unreadable[rows],
            )
    return Table(int(rows.sum()), columns, table.spans)


def combined(codes: list[Any], sizes: list[int]) -> NDArray[np.int64]:
    """One number for each row that stands for its codes in several columns (−1 included)."""
    total = np.zeros(len(codes[0]) if codes else 0, dtype=np.int64)
    room = 1
    for each, size in zip(codes, sizes, strict=True):
        room *= size + 1
        if room >= 2**62:  # renumber, so that the product stays in 64 bits
            _, total = np.unique(total, return_inverse=True)
            room = (int(total.max()) + 1 if len(total) else 1) * (size + 1)
        total *= size + 1
        total += each
        total += 1
    return total
