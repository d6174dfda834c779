"""A metric over time: its periods, the current one, and what that is fairly compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

import numpy as np

from pmkb.metrics.calendar import Calendar, Grain, Span
from pmkb.metrics.quantity import Quantity

MOST_YEARS = 5
BRIDGED = 2
"""Over so many unknown periods in a row the level is taken to go straight on."""
SCARCE = 10
"""Of so many periods at most one may be unknown for that."""


@dataclass(frozen=True)
class Point:
    """The amount of one period; None where the facts do not cover it."""

    period: int
    label: str
    span: Span
    value: Decimal | None


@dataclass(frozen=True)
class Compared:
    """An amount, what it is compared with, and the growth from that to it."""

    span: Span
    value: Decimal | None
    growth: float | None
    """As a share of 1; None where the base is missing, zero or negative."""


@dataclass(frozen=True)
class Compound:
    """The growth in each of n periods that together makes the whole."""

    growth: float | None
    periods: int
    since: str | None


@dataclass(frozen=True)
class Series:
    """A metric's periods in order, from the first one that the facts cover to the current one."""

    quantity: Quantity
    points: tuple[Point, ...]

    @property
    def calendar(self) -> Calendar:
        """Of the periods."""
        return self.quantity.calendar

    @property
    def current(self) -> Point | None:
        """The newest period with facts; its span ends where the facts do."""
        return self.points[-1] if self.points else None

    @property
    def is_partial(self) -> bool:
        """Whether the facts have not reached the end of the current period yet."""
        last = self.current
        return last is not None and last.span.end < self.calendar.end(last.period)

    @cached_property
    def complete(self) -> tuple[Point, ...]:
        """The periods that are over."""
        return self.points[:-1] if self.is_partial else self.points

    def like_for_like(self, period: int) -> Span:
        """As much of another period as the facts hold of the current one.

        The first k days (or whatever the facts tell apart) of both are compared, or all of them.
        """
        whole, last, unit = self.calendar.span(period), self.current, self.quantity.unit
        if last is None or not self.is_partial:
            return whole
        elapsed = unit.of(last.span.end) - unit.of(self.calendar.start(last.period))
        end = unit.end(unit.of(whole.start) + elapsed)
        return Span(whole.start, min(end, whole.end))

    @cached_property
    def previous(self) -> Compared | None:
        """The period before the current one, like for like."""
        last = self.current
        return self._compared(self.like_for_like(last.period - 1)) if last else None

    @cached_property
    def year_before(self) -> Compared | None:
        """The same period last year, like for like; None where that year has none."""
        last = self.current
        period = self.calendar.year_before(last.period) if last else None
        return self._compared(self.like_for_like(period)) if period is not None else None

    def _compared(self, span: Span) -> Compared:
        value, last = self.quantity.total(span), self.current
        return Compared(span, value, growth(last.value if last else None, value))

    @cached_property
    def compound(self) -> Compound:
        """Compound growth over a year's periods, as far as there are as many (years: up to 5)."""
        wanted = MOST_YEARS if self.calendar.grain is Grain.YEAR else self.calendar.per_year
        return compound(self.complete, min(wanted, len(self.complete) - 1))

    @cached_property
    def compound_overall(self) -> Compound:
        """Compound growth from the first period to the last complete one."""
        return compound(self.complete, len(self.complete) - 1)

    def floats(self) -> list[float | None]:
        """The amounts of the complete periods."""
        return [None if each.value is None else float(each.value) for each in self.complete]


@dataclass(frozen=True)
class Grown:
    """By how much a complete period is more than the one before, and than a year before."""

    point: Point
    previous: float | None
    year: float | None


def grown(series: Series) -> tuple[Grown, ...]:
    """The growth of each complete period."""
    values = {each.period: each.value for each in series.complete}
    return tuple(
        Grown(
            each,
            growth(each.value, values.get(each.period - 1)),
            None if ago is None else growth(each.value, values.get(ago)),
        )
        for each in series.complete
        for ago in [series.calendar.year_before(each.period)]
    )


def series(quantity: Quantity) -> Series:
    """All periods of a quantity that its facts reach."""
    first, through, calendar = quantity.first, quantity.through, quantity.calendar
    if first is None or through is None or through < first:
        return Series(quantity, ())
    periods = list(range(calendar.of(first), calendar.of(through) + 1))
    spans = [quantity.clipped(calendar.span(each)) for each in periods]
    points = [
        Point(period, calendar.label(period), span, value)
        for period, span, value in zip(periods, spans, quantity.totals(spans), strict=True)
    ]
    return Series(quantity, _known(points))


def _known(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without the periods before the first known one: the facts begin in the midst of them."""
    start = next((at for at, each in enumerate(points) if each.value is not None), len(points))
    return tuple(points[start:])


def known_tail(series: Series) -> tuple[Point, ...]:
    """The complete periods behind the last unknown one: a gap has no level."""
    points = series.complete
    gap = max((at for at, each in enumerate(points) if each.value is None), default=-1)
    return points[gap + 1 :]


def bridged(series: Series) -> tuple[tuple[Point, ...], tuple[float, ...]]:
    """The newest complete periods whose levels are known well enough, and the levels.

    One or two unknown periods between known ones are bridged by a line; behind a longer gap, or
    where they are many, only what is behind the last unknown one counts.
    """
    points = series.complete
    known = [at for at, each in enumerate(points) if each.value is not None]
    wide = [after for before, after in pairwise(known) if after - before > BRIDGED + 1]
    whole = points[wide[-1] if wide else 0 : known[-1] + 1] if known else ()
    if not whole or sum(each.value is None for each in whole) * SCARCE > len(whole):
        whole = known_tail(series)
    at = [place for place, each in enumerate(whole) if each.value is not None]
    levels = [float(each.value) for each in whole if each.value is not None]
    line = np.interp(np.arange(len(whole)), at, levels) if at else np.empty(0)
    return whole, tuple(map(float, line))


def growth(now: Decimal | None, before: Decimal | None) -> float | None:
    """(now − before) ÷ before; None where either is missing, or the base is zero or negative."""
    if now is None or before is None or before <= 0:
        return None
    return float((now - before) / before)


def compound(points: Sequence[Point], periods: int) -> Compound:
    """(last ÷ first)^(1 ÷ n) − 1 over the last n periods; None where either end is not positive.

    The compound growth rate (CAGR, for months CMGR): the end points alone decide it.
    """
    if periods < 1:
        return Compound(None, 0, None)
    first, last = points[-1 - periods], points[-1]
    if first.value is None or last.value is None or first.value <= 0 or last.value <= 0:
        return Compound(None, periods, first.label)
    return Compound(float(last.value / first.value) ** (1 / periods) - 1, periods, first.label)
