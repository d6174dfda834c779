"""Quantities that are added up from the rows of a dataset.

Sums are exact: whole numbers times a power of ten, converted to the reporting currency with decimal
rates. A period whose facts are missing, cannot be read or not be converted is not known.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from typing_extensions import override

from pmkb.metrics.calendar import Calendar, Span
from pmkb.metrics.facts import Facts
from pmkb.metrics.quantity import UNKNOWN, Key, Parts, Quantity
from pmkb.metrics.stored import Arrays, key
from pmkb.metrics.table import (
    EXACT_BELOW,
    Codes,
    Flags,
    Numbers,
    Texts,
    as_texts,
    unscaled,
)
from pmkb.vocabulary import Vocabulary


@dataclass(frozen=True)
class Money:
    """How a column of money becomes the reporting currency."""

    vocabulary: Vocabulary
    currency: str | None
    """Of all rows, or None where a column holds it."""
    column: str | None

    def rate(self, currency: str, day: date) -> Decimal | None:
        """Reporting currency for one unit on a day."""
        return self.vocabulary.rate(currency, day)


@dataclass(eq=False)
class Base(Quantity):
    """An amount that is added up from the rows of a dataset."""

    facts: Facts
    time: str
    value: str | None
    """The column; None to count rows."""
    aggregate: str
    calendar: Calendar
    is_stock: bool
    rows: Flags | None
    """The rows that pass the filters; None for all."""
    money: Money | None
    lookups: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    """For dimensions such as `customer.tier`: the value for each value of the column."""
    missing_rates: dict[str, date] = field(default_factory=dict)
    """Currencies without a rate, and the last day one was wanted."""
    filters: tuple[str, ...] = ()
    """The filters that `rows` are the result of."""

    def __post_init__(self) -> None:
        self.additive = self.aggregate in ("sum", "count", "last")
        self.is_shared = self.additive or self.aggregate == "distinct"
        self.is_stock = self.is_stock or self.aggregate == "last"
        self._cubes: dict[Key, tuple[Any, list[tuple[str, ...]]]] = {}

    # --- time -------------------------------------------------------------------------------

    @cached_property
    def units(self) -> tuple[Span, ...]:
        """The periods that the dataset has rows of, in order; filters do not matter here."""
        return self.facts.units(self.time)

    @property
    @override
    def first(self) -> date | None:
        return self.units[0].start if self.units else None

    @property
    @override
    def through(self) -> date | None:
        if not self.units:
            return None
        return self.units[-1].end if self.facts.is_dense else self.facts.as_of

    @property
    @override
    def unit(self) -> Calendar:
        return self.facts.calendar

    @cached_property
    def _ends(self) -> Any:
        return np.array([each.end.toordinal() for each in self.units], dtype=np.int64)

    def _within(self, span: Span) -> tuple[int, int]:
        """The first unit that ends in a span, and the one behind the last."""
        low = int(np.searchsorted(self._ends, span.start.toordinal(), side="left"))
        high = int(np.searchsorted(self._ends, span.end.toordinal(), side="right"))
        return (max(low, high - 1), high) if self.is_stock else (low, high)

    def covers(self, span: Span) -> bool:
        """Whether the facts hold all that a span amounts to."""
        first, through = self.first, self.through
        if first is None or through is None or span.end > through or span.end < first:
            return False
        low, high = self._within(span)
        if any(low <= bad < high for bad in self._bad_units):
            return False
        if not self.facts.is_dense:
            return True
        unit = self.unit
        last = unit.of(span.end)
        last -= unit.end(last) > span.end
        if self.is_stock:
            return high > low and self.units[high - 1].end == unit.end(last)
        begin = unit.of(span.start)  # a week counts for the month it ends in
        return high - low == last - begin + 1 and high > low

    # --- what is kept for the next time -----------------------------------------------------

    @cached_property
    def _spec(self) -> object:
        """Everything that amounts depend on, beside the table."""
        days = [each.end.toordinal() for each in self.units]
        spec = [self.time, self.value, self.aggregate, self.is_stock, self.filters, days]
        if self.money is None:
            return [*spec, sorted(self.lookups.items())]
        rates = [[str(each) for each in row] for row in self._rate_table]
        names = [self.money.column, *self._currency_names]
        return [*spec, sorted(self.lookups.items()), names, rates]

    def _kept_as(self, *what: object) -> Arrays | None:
        kept = self.facts.kept
        return None if kept is None else kept.get([self._spec_key, *what])

    def _keep_as(self, *what: object, **arrays: Any) -> None:
        if self.facts.kept is not None:
            self.facts.kept.keep([self._spec_key, *what], arrays)

    @cached_property
    def _spec_key(self) -> str:
        return key(json.dumps(self._spec))

    # --- rows -------------------------------------------------------------------------------

    @cached_property
    def _kept(self) -> Flags | None:
        """The rows that count: in time, through the filters, with a value. None for all."""
        kept = self._unit_of_all >= 0
        if self.rows is not None:
            kept &= self.rows
        column = self._column
        if isinstance(column, Numbers):
            for gone in (column.missing, column.unreadable):
                if gone is not None:
                    kept &= ~gone
        elif isinstance(column, Texts):
            kept &= column.codes >= 0
        return None if kept.all() else kept

    @property
    def _column(self) -> Texts | Numbers | None:
        return self.facts.table.columns.get(self.value) if self.value else None

    @cached_property
    def _unit_of_all(self) -> Codes:
        column = self.facts.table.texts(self.time)
        position = {span: at for at, span in enumerate(self.units)}
        units = self.facts.unit_of_values(self.time)
        found = (position.get(each, -1) if each is not None else -1 for each in units)
        table = np.array([*found, -1], dtype=np.int32)
        codes: Codes = table[column.codes] if column is not None else table[:0]
        return codes

    def _take(self, values: Any) -> Any:
        return values if self._kept is None else values[self._kept]

    @cached_property
    def _unit_of(self) -> Codes:
        codes: Codes = self._take(self._unit_of_all)
        return codes

    @cached_property
    def _bad_units(self) -> frozenset[int]:
        """Units with a value that cannot be read, or with money that cannot be converted."""
        found = self._kept_as("bad")
        if found is not None:
            currencies = _texts(found["currencies"])
            days = (date.fromordinal(each) for each in found["days"].tolist())
            self.missing_rates.update(zip(currencies, days, strict=True))
            return frozenset(found["units"].tolist())
        bad = self._find_bad_units()
        self._keep_as(
            "bad",
            units=np.array(sorted(bad), dtype=np.int64),
            currencies=_bytes(list(self.missing_rates)),
            days=np.array([each.toordinal() for each in self.missing_rates.values()], np.int64),
        )
        return bad

    def _find_bad_units(self) -> frozenset[int]:
        column = self._column
        bad: set[int] = set()
        if isinstance(column, Numbers) and column.unreadable is not None:
            counted = column.unreadable & (self._unit_of_all >= 0)
            if self.rows is not None:
                counted &= self.rows
            bad |= {int(each) for each in np.unique(self._unit_of_all[counted])}
        if self.aggregate != "count":
            bad |= self._empty_units()
        if self.money is not None:
            # The largest of amounts in several currencies would need each row converted.
            bad |= self._without_rate if self.additive else set(range(len(self.units)))
        return frozenset(bad)

    def _empty_units(self) -> set[int]:
        """Units with rows that should count, of which none has a value."""
        gone = self._without_value()
        if gone is None or not gone.any():
            return set()
        some = np.bincount(self._unit_of_all[gone], minlength=len(self.units))
        known = np.bincount(self._unit_of, minlength=len(self.units))
        return set(np.flatnonzero((some > 0) & (known == 0)).tolist())

    @property
    def unknown_rows(self) -> int:
        """How many rows that pass the filters have an empty cell where the value belongs."""
        found = self._kept_as("unknown")
        if found is not None:
            return int(found["rows"][0])
        rows = self._count_unknown()
        self._keep_as("unknown", rows=np.array([rows]))
        return rows

    def _count_unknown(self) -> int:
        gone = self._without_value()
        return 0 if gone is None else int(gone.sum())

    def _without_value(self) -> Flags | None:
        """The rows in time and through the filters whose cell is empty."""
        column = self._column
        gone: Flags | None = None
        if isinstance(column, Numbers):
            gone = column.missing
        elif isinstance(column, Texts):
            gone = column.codes < 0
        if gone is None:
            return None
        gone = gone & (self._unit_of_all >= 0)
        return gone if self.rows is None else gone & self.rows

    # --- dimensions -------------------------------------------------------------------------

    @override
    def has(self, dimension: str) -> bool:
        return dimension in self.lookups or dimension in self.facts.table.columns

    def _dimension(self, name: str) -> tuple[Codes, tuple[str, ...]]:
        """Codes of the rows that count, the unknown as a value of its own; and the values."""
        lookup = self.lookups.get(name)
        column = self.facts.table.columns[name.partition(".")[0] if lookup is not None else name]
        if isinstance(column, Numbers):
            column = as_texts(column)
        meant = [lookup.get(each) if lookup is not None else each for each in column.values]
        values = sorted({each for each in meant if each and each != UNKNOWN})
        position = {each: at for at, each in enumerate(values)}
        last = len(values)
        table = np.array([*(position.get(each or "", last) for each in meant), last], np.int32)
        codes: Codes = self._take(table[column.codes])
        return codes, (*values, UNKNOWN)

    @cached_property
    def _dimensions(self) -> dict[str, tuple[Codes, tuple[str, ...]]]:
        return {}

    def _coded(self, name: str) -> tuple[Codes, tuple[str, ...]]:
        if name not in self._dimensions:
            self._dimensions[name] = self._dimension(name)
        return self._dimensions[name]

    # --- amounts ----------------------------------------------------------------------------

    @override
    def totals(self, spans: Sequence[Span]) -> list[Decimal | None]:
        found = self.parts(spans, ())
        empty = None if self.aggregate in ("min", "max") else Decimal(0)
        return [
            parts.get((), empty) if self.covers(span) else None
            for span, parts in zip(spans, found, strict=True)
        ]

    @override
    def parts(self, spans: Sequence[Span], dimensions: Key) -> list[Parts]:
        covered = [span for span in spans if self.covers(span)]
        answers = self._added(covered, dimensions) if self.additive else None
        if answers is None:
            answers = list(self._counted(covered, dimensions))
        by_span = dict(zip(covered, answers, strict=True))
        return [by_span.get(span, {}) for span in spans]

    def _added(self, spans: Sequence[Span], dimensions: Key) -> list[Parts]:
        cube, keys = self._cube(dimensions)
        made: list[Parts] = []
        for span in spans:
            low, high = self._within(span)
            amounts = cube[low:high].sum(axis=0)
            present = self._present(dimensions)[low:high].any(axis=0)
            made.append(
                {
                    key: unscaled(amounts[at], self._scale)
                    for at, key in enumerate(keys)
                    if present[at]
                }
            )
        return made

    @property
    def _scale(self) -> int:
        column = self._column
        own = column.scale if isinstance(column, Numbers) and self.aggregate != "count" else 0
        return own + (self._rate_scale if self.money is not None else 0)

    def _cube(self, dimensions: Key) -> tuple[Any, list[Key]]:
        """Whole amounts by unit and key (a flat axis), and the keys."""
        self._fill(dimensions)
        return self._cubes[dimensions]

    def _present(self, dimensions: Key) -> Any:
        self._fill(dimensions)
        return self._presence[dimensions]

    @cached_property
    def _presence(self) -> dict[Key, Any]:
        return {}

    def _fill(self, dimensions: Key) -> None:
        if dimensions in self._cubes:
            return
        found = self._kept_as("cube", dimensions)
        if found is not None:
            keys = [tuple(each) for each in json.loads(found["keys"].tobytes())]
            shape = (len(self.units), len(keys))
            self._presence[dimensions] = found["presence"].reshape(shape)
            self._cubes[dimensions] = (found["cube"].reshape(shape), keys)
            return
        self._add_up(dimensions)
        cube, keys = self._cubes[dimensions]
        presence = self._presence[dimensions]
        self._keep_as("cube", dimensions, keys=_bytes(keys), presence=presence, cube=cube)

    def _add_up(self, dimensions: Key) -> None:
        coded = [self._coded(each) for each in dimensions]
        sizes = [len(values) for _, values in coded]
        width = int(np.prod(sizes, dtype=np.int64)) if sizes else 1
        flat = np.zeros(len(self._unit_of), dtype=np.int64)
        for (codes, _), size in zip(coded, sizes, strict=True):
            flat = flat * size + codes
        used = None
        if width * max(1, len(self.units)) > 5_000_000:  # thousands of customers by thousands
            used, flat = np.unique(flat, return_inverse=True)
            width = len(used)
        cube = self._cubed(flat, width)
        index = self._unit_of.astype(np.int64) * width + flat
        count = np.bincount(index, minlength=len(self.units) * width)
        positions = range(width) if used is None else used.tolist()
        keys = [_key(at, [values for _, values in coded]) for at in positions]
        self._presence[dimensions] = (count > 0).reshape(len(self.units), width)
        self._cubes[dimensions] = (cube, keys)

    def _cubed(self, flat: Any, width: int) -> Any:
        units = len(self.units)
        if self.aggregate == "count" or self.value is None:
            index = self._unit_of.astype(np.int64) * width + flat
            return np.bincount(index, minlength=units * width).reshape(units, width)
        whole = self._whole
        if self.money is None:
            index = self._unit_of.astype(np.int64) * width + flat
            return _summed(index, whole, units * width).reshape(units, width)
        codes, names = self._currencies
        index = (self._unit_of.astype(np.int64) * len(names) + codes) * width + flat
        amounts = _summed(index, whole, units * len(names) * width)
        by_currency = amounts.reshape(units, len(names), width).astype(object)
        return (by_currency * self._rates[:, :, None]).sum(axis=1)

    @cached_property
    def _whole(self) -> Any:
        column = self._column
        return self._take(column.whole) if isinstance(column, Numbers) else None

    # --- currencies -------------------------------------------------------------------------

    @cached_property
    def _currencies(self) -> tuple[Codes, tuple[str, ...]]:
        """The currency of each row that counts."""
        column, names = self._currency, self._currency_names
        if column is None:
            return np.zeros(len(self._unit_of), np.int32), names
        codes = self._take(column.codes)
        return np.where(codes < 0, len(column.values), codes), names

    @property
    def _currency(self) -> Texts | None:
        money = self.money
        return self.facts.table.texts(money.column) if money and money.column else None

    @property
    def _currency_names(self) -> tuple[str, ...]:
        if self._currency is not None:
            return (*self._currency.values, UNKNOWN)
        return ((self.money.currency if self.money else None) or UNKNOWN,)

    @cached_property
    def _rate_table(self) -> list[list[Decimal | None]]:
        """The rate of each unit's last day, by unit and currency."""
        names = self._currency_names
        days = [min(each.end, self.facts.as_of) for each in self.units]
        rate = self.money.rate if self.money else _no_rate
        return [[rate(name, day) for name in names] for day in days]

    @cached_property
    def _rate_scale(self) -> int:
        known = (each for row in self._rate_table for each in row if each is not None)
        exponents = (each.normalize().as_tuple().exponent for each in known)
        return max((-each for each in exponents if isinstance(each, int) and each < 0), default=0)

    @cached_property
    def _rates(self) -> Any:
        """Whole rates (times 10^`_rate_scale`) by unit and currency; 0 where there is none."""
        rows = [
            [0 if each is None else int(each.scaleb(self._rate_scale)) for each in row]
            for row in self._rate_table
        ]
        return np.array(rows, dtype=object).reshape(len(self.units), len(self._currency_names))

    def check_rates(self) -> None:
        """Fill in `missing_rates`."""
        if self.money is not None:
            _ = self._bad_units

    @cached_property
    def _without_rate(self) -> set[int]:
        codes, names = self._currencies
        used = np.bincount(
            self._unit_of.astype(np.int64) * len(names) + codes,
            minlength=len(self.units) * len(names),
        ).reshape(len(self.units), len(names))
        bad = set()
        for unit, row in enumerate(self._rate_table):
            for at, rate in enumerate(row):
                if rate is None and used[unit, at]:
                    bad.add(unit)
                    self.missing_rates[names[at]] = self.units[unit].end
        return bad

    # --- what does not add up ---------------------------------------------------------------

    def _counted(self, spans: Sequence[Span], dimensions: Key) -> Sequence[Parts]:
        """Distinct values, smallest or largest one: from the rows, for each span anew."""
        days = [(each.start.toordinal(), each.end.toordinal()) for each in spans]
        found = self._kept_as("counted", dimensions, days)
        if found is not None:
            made = json.loads(found["parts"].tobytes())
            return [{tuple(key): Decimal(amount) for key, amount in each} for each in made]
        counted = list(self._count(spans, dimensions))
        parts = [[(key, str(amount)) for key, amount in each.items()] for each in counted]
        self._keep_as("counted", dimensions, days, parts=_bytes(parts))
        return counted

    def _count(self, spans: Sequence[Span], dimensions: Key) -> Iterator[Parts]:
        coded = [self._coded(each) for each in dimensions]
        values = [found for _, found in coded]
        sizes = [len(each) for each in values]
        flat = np.zeros(len(self._unit_of), dtype=np.int64)
        for (codes, _), size in zip(coded, sizes, strict=True):
            flat = flat * size + codes
        order = self._by_unit
        starts = np.searchsorted(self._unit_of[order], np.arange(len(self.units) + 1))
        for span in spans:
            low, high = self._within(span)
            inside = order[starts[low] : starts[high]]
            yield self._measured(flat[inside], inside, values)

    @cached_property
    def _by_unit(self) -> Any:
        return np.argsort(self._unit_of, kind="stable")

    def _measured(self, flat: Any, inside: Any, values: list[tuple[str, ...]]) -> Parts:
        column = self._column
        if self.aggregate == "distinct" and isinstance(column, Texts):
            codes = self._take(column.codes)[inside].astype(np.int64)
            pairs = np.unique(flat * (len(column.values) + 1) + codes)
            keys, counts = np.unique(pairs // (len(column.values) + 1), return_counts=True)
            return {
                _key(int(key), values): Decimal(int(count))
                for key, count in zip(keys, counts, strict=True)
            }
        whole = self._whole[inside] if self._whole is not None else flat
        keys, position = np.unique(flat, return_inverse=True)
        if self.aggregate == "distinct":
            pairs = np.unique(np.stack([position, whole.astype(np.float64)]), axis=1)
            counts = np.bincount(pairs[0].astype(np.int64), minlength=len(keys))
            return {
                _key(int(k), values): Decimal(int(c)) for k, c in zip(keys, counts, strict=True)
            }
        least = self.aggregate == "min"
        found = [None] * len(keys)
        for at, amount in zip(position.tolist(), whole.tolist(), strict=True):
            known = found[at]
            if known is None or (amount < known if least else amount > known):
                found[at] = amount
        return {
            _key(int(key), values): unscaled(amount, self._scale)
            for key, amount in zip(keys, found, strict=True)
        }


def _bytes(value: object) -> Any:
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)


def _texts(data: Any) -> list[str]:
    found: list[str] = json.loads(data.tobytes())
    return found


def _no_rate(currency: str, day: date) -> Decimal | None:
    return None


def _summed(index: Any, whole: Any, size: int) -> Any:
    """Exact sums of whole numbers by index."""
    if whole.dtype == np.float64:
        if float(np.abs(whole).sum()) < EXACT_BELOW:
            return np.rint(np.bincount(index, weights=whole, minlength=size)).astype(np.int64)
        # Two halves of the digits, each of which float64 adds without rounding.
        high = np.floor(whole / 2.0**24)
        low = whole - high * 2.0**24
        if max(float(np.abs(high).sum()), float(low.sum())) < EXACT_BELOW:
            upper = np.bincount(index, weights=high, minlength=size).astype(np.int64).astype(object)
            return upper * 2**24 + np.bincount(index, weights=low, minlength=size).astype(np.int64)
    sums = np.zeros(size, dtype=object)
    np.add.at(sums, index, np.array([int(each) for each in whole], dtype=object))
    return sums


def _key(position: int, values: Sequence[tuple[str, ...]]) -> Key:
    found = []
    for each in reversed(values):
        position, at = divmod(position, len(each))
        found.append(each[at])
    return tuple(reversed(found))
