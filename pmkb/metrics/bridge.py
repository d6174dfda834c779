"""What recurring revenue is made of: who came, grew, shrank and left; and who weighs how much.

Computed from customer × period facts. Definitions as SaaS companies report them (for instance in
"SaaS Metrics Standards Board" definitions of NRR and GRR):

    start + new + expansion − contraction − churn = end
    NRR = what the customers of a year ago pay now ÷ what they paid then
    GRR = the same, with no customer counted for more than it paid then
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pmkb.metrics.calendar import Span
from pmkb.metrics.quantity import UNKNOWN, Key, Parts
from pmkb.metrics.series import Point, Series

ZERO = Decimal(0)
MOST_BRIDGES = 36
TOP = 10


@dataclass(frozen=True)
class Bridge:
    """How an amount came from one period's to the next one's, by customer. All parts positive."""

    period: str
    start: Decimal
    new: Decimal
    """Of customers who paid nothing in the period before; who comes back counts as new."""
    expansion: Decimal
    contraction: Decimal
    churn: Decimal
    """Of customers who pay nothing any more."""
    end: Decimal
    customers_new: int
    customers_lost: int


NEW, EXPANSION, CONTRACTION, CHURN = "new", "expansion", "contraction", "churn"


@dataclass(frozen=True)
class Movement:
    """What one customer's amount did between two periods."""

    customer: str
    """`unknown` for rows without one."""
    kind: str
    """`new`, `expansion`, `contraction` or `churn`."""
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """How much more it is than before."""
        return self.after - self.before


@dataclass(frozen=True)
class Retention:
    """Net and gross revenue retention of the customers of a year ago, as shares of 1."""

    cohort: str
    """The period a year ago."""
    customers: int
    base: Decimal
    """What they paid then."""
    net: float | None
    gross: float | None


@dataclass(frozen=True)
class Concentration:
    """How much of an amount hangs on few customers."""

    span: Span
    total: Decimal
    customers: int
    top: float | None
    """The share of the ten largest."""
    herfindahl: float | None
    """The sum of squared shares: 1 ÷ n for n equal customers, 1 for a single one."""
    unattributed: float
    """The share of rows without a customer; it counts in the total and in nobody's share."""
    largest: tuple[tuple[str, Decimal], ...]


def bridge(period: str, before: Parts, after: Parts) -> Bridge:
    """The bridge between two periods' amounts by customer."""
    moved = movements(before, after)
    sums = dict.fromkeys((NEW, EXPANSION, CONTRACTION, CHURN), ZERO)
    for each in moved:
        sums[each.kind] += abs(each.change)
    kinds = [each.kind for each in moved]
    return Bridge(
        period,
        _sum(before),
        sums[NEW],
        sums[EXPANSION],
        sums[CONTRACTION],
        sums[CHURN],
        _sum(after),
        kinds.count(NEW),
        kinds.count(CHURN),
    )


def movements(before: Parts, after: Parts) -> tuple[Movement, ...]:
    """The customers whose amount is another than before, the largest change first."""
    found = []
    for key in sorted({*before, *after}):
        start, end = before.get(key) or ZERO, after.get(key) or ZERO
        if start != end:
            found.append(Movement(key[0], _kind(start, end), start, end))
    return tuple(sorted(found, key=lambda each: (-abs(each.change), each.customer)))


def _kind(start: Decimal, end: Decimal) -> str:
    if end > start:
        return NEW if start <= 0 < end else EXPANSION
    return CHURN if end <= 0 < start else CONTRACTION


def _sum(parts: Parts) -> Decimal:
    return sum((each for each in parts.values() if each is not None), ZERO)


def bridges(series: Series, entity: str) -> tuple[Bridge, ...]:
    """The bridges between all complete periods that follow one another and are known."""
    points = series.complete[-MOST_BRIDGES - 1 :]
    parts = series.quantity.parts([each.span for each in points], (entity,))
    return tuple(
        bridge(points[at].label, parts[at - 1], parts[at])
        for at in range(1, len(points))
        if points[at].value is not None and points[at - 1].value is not None
    )


def retention(series: Series, entity: str) -> Retention | None:
    """NRR and GRR as of the last complete period; None without the period a year before."""
    last = series.complete[-1] if series.complete else None
    ago = series.calendar.year_before(last.period) if last else None
    then = next((each for each in series.complete if each.period == ago), None)
    if last is None or then is None or last.value is None or then.value is None:
        return None
    before, now = series.quantity.parts([then.span, last.span], (entity,))
    return _retained(then, before, now)


def retentions(series: Series, entity: str) -> tuple[tuple[Point, Retention], ...]:
    """The same as of each complete period whose year before is known, the last three years."""
    known = {each.period: each for each in series.complete if each.value is not None}
    ago = {at: series.calendar.year_before(at) for at in list(known)[-MOST_BRIDGES:]}
    pairs = [(known[then], known[at]) for at, then in ago.items() if then in known]
    spans = [each.span for pair in pairs for each in pair]
    parts = series.quantity.parts(spans, (entity,))
    return tuple(
        (last, _retained(then, parts[2 * at], parts[2 * at + 1]))
        for at, (then, last) in enumerate(pairs)
    )


def _retained(then: Point, before: Parts, now: Parts) -> Retention:
    cohort = {
        key: paid
        for key, paid in before.items()
        if paid is not None and paid > 0 and key != _NOBODY
    }
    base = sum(cohort.values(), ZERO)
    pays = {key: now.get(key) or ZERO for key in cohort}
    net = sum(pays.values(), ZERO)
    gross = sum((max(ZERO, min(pays[key], paid)) for key, paid in cohort.items()), ZERO)
    return Retention(
        then.label,
        len(cohort),
        base,
        float(net / base) if base else None,
        float(gross / base) if base else None,
    )


_NOBODY: Key = (UNKNOWN,)


def concentration(series: Series, entity: str) -> Concentration | None:
    """Of the last year for a flow, of the last period for a stock or a shorter history."""
    if not series.complete:
        return None
    quantity, last = series.quantity, series.complete[-1]
    year = _last_year(series)
    span = year if year and quantity.total(year) is not None else last.span
    return concentrated(span, quantity.parts([span], (entity,))[0])


def _last_year(series: Series) -> Span | None:
    calendar, last = series.calendar, series.complete[-1]
    if series.quantity.is_stock:
        return None
    ago = calendar.year_before(last.period)
    return Span(calendar.start(ago + 1), last.span.end) if ago is not None else None


def concentrated(span: Span, parts: Mapping[Key, Decimal | None]) -> Concentration | None:
    """Concentration of amounts by customer; credits and refunds (below zero) only in the total."""
    total = _sum(parts)
    paying = sorted(
        (
            (key[0], paid)
            for key, paid in parts.items()
            if paid is not None and paid > 0 and key != _NOBODY
        ),
        key=lambda each: (-each[1], each[0]),
    )
    if not parts:
        return None
    top = sum((paid for _, paid in paying[:TOP]), ZERO)
    squares = sum(((paid / total) ** 2 for _, paid in paying), ZERO) if total > 0 else None
    return Concentration(
        span,
        total,
        len(paying),
        float(top / total) if total > 0 else None,
        float(squares) if squares is not None else None,
        float((parts.get(_NOBODY) or ZERO) / total) if total > 0 else 0.0,
        tuple(paying[:TOP]),
    )
