"""Where a metric turned, what happened near it, and whether somebody responds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.dashboard.response import Response
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.calendar import Span, read_span
from pmkb.metrics.composed import Composed
from pmkb.metrics.deals import big_deals
from pmkb.metrics.quantity import Key
from pmkb.metrics.series import Point, Series
from pmkb.metrics.shares import ratio_shift
from pmkb.record import Record
from pmkb.values import Money

WINDOW_DAYS = 45
"""How long before a turn its causes are looked for, at least; and never less than one period."""
NEWS_DAYS = 365
"""For how long a turn wants a response: what happened earlier is history."""
MOST_MOVERS = 3
AROUND = 3
"""How many periods on either side of a turn are compared to see which parts moved."""
HAPPENINGS = {"release": "released", "event": "start", "price": "from", "signal": "date"}
"""Kinds of record that may explain a turn, and the field with their day."""


@dataclass(frozen=True)
class Near:
    """A record with a day near a turn."""

    record: Record
    day: date


@dataclass(frozen=True)
class Mover:
    """A dimension's value, and by how much its mean per period differs across the turn.

    Of a ratio, how much of the ratio's own change it makes, by its rate and by its weight.
    """

    dimension: str
    value: str
    change: Decimal


@dataclass(frozen=True)
class Turn:
    """A change point of a metric."""

    point: Point
    """The first period of the new course."""
    before: float
    """The level by period that it would have, had the old course gone on."""
    after: float
    """The level that it has."""
    direction: str
    """`up` or `down`."""
    confidence: float
    """From 0 to 1; see `pmkb.metrics.inflections`."""
    window: Span
    near: tuple[Near, ...]
    responses: tuple[Response, ...]


def near(kb: KnowledgeBase, window: Span, least: Money | None) -> tuple[Near, ...]:
    """Releases, events, price changes, signals and big deals of a window, by their days."""
    found = [
        Near(each, day)
        for each in kb.records.values()
        if (day := each.day(HAPPENINGS.get(each.kind())))
        and window.start <= day <= window.end
        and day <= kb.as_of
    ]
    deals = big_deals(kb, window, least)
    won: Sequence[tuple[Opportunity, Decimal]] = deals.deals if deals else ()
    found += [Near(each, each.closed) for each, _ in won if each.closed]
    return tuple(sorted(found, key=lambda each: (each.day, each.record.ref)))


def window(series: Series, point: Point) -> Span:
    """The days in which a turn's causes are looked for."""
    before = series.calendar.start(point.period - 1)
    return Span(min(before, point.span.start - timedelta(days=WINDOW_DAYS)), point.span.end)


def responses(
    kb: KnowledgeBase, metric: Metric, series: Series, point: Point
) -> Iterator[Response]:
    """The responses to a metric whose period has a day in common with a point's."""
    for each in kb.referring(metric, Response, "metric"):
        read = read_span(each.period or "", series.calendar.first_month)
        read = read or read_span(each.period or "")
        if read is not None and read[1].overlaps(point.span):
            yield each


def movers(series: Series, turn: Point, dimensions: Sequence[str]) -> tuple[Mover, ...]:
    """The values whose mean over up to three periods changed most across a turn, by dimension.

    Up to three of each dimension, the largest change first.
    """
    points = [each for each in series.complete if each.value is not None]
    at = points.index(turn)
    before, after = points[max(0, at - AROUND) : at], points[at : at + AROUND]
    if not before or not after:
        return ()
    found: list[Mover] = []
    for dimension in dimensions:
        if not series.quantity.has(dimension):
            continue
        changes = _changes(series, before, after, (dimension,))
        moved = [Mover(dimension, key[0], change) for key, change in changes.items() if change]
        moved.sort(key=lambda each: -abs(each.change))
        found += moved[:MOST_MOVERS]
    return tuple(found)


def _changes(
    series: Series, before: Sequence[Point], after: Sequence[Point], dimension: Key
) -> dict[Key, Decimal]:
    quantity = series.quantity
    if isinstance(quantity, Composed):
        old, new = (Span(each[0].span.start, each[-1].span.end) for each in (before, after))
        shift = ratio_shift(quantity, dimension, old, new)
        return {each.value: each.volume + each.mix for each in shift.values} if shift else {}
    then, now = _means(series, before, dimension), _means(series, after, dimension)
    nothing = Decimal(0)
    return {key: now.get(key, nothing) - then.get(key, nothing) for key in sorted({*then, *now})}


def _means(series: Series, points: Sequence[Point], dimension: Key) -> dict[Key, Decimal]:
    sums: dict[Key, Decimal] = {}
    for parts in series.quantity.parts([each.span for each in points], dimension):
        for key, amount in parts.items():
            sums[key] = sums.get(key, Decimal(0)) + (amount or Decimal(0))
    return {key: total / len(points) for key, total in sums.items()}
