"""How a metric runs against its targets: completion, ideal pace, and where it will end.

Ideal pace is linear in days, or follows last year's season where the facts hold two years. The
forecast carries the same pace on, so it reaches the target exactly where completion is ideal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

from pmkb.metrics.calendar import Calendar, Grain, Span
from pmkb.metrics.calendar import year_before as day_a_year_before
from pmkb.metrics.composed import Composed, Cumulative
from pmkb.metrics.quantity import Quantity

CONFIDENCE = 0.8
_Z = 1.2815515655446004
"""Normal quantile of 0.9: a range between both sides holds 80 %."""
LEAST_HISTORY = 3
HISTORY = {Grain.DAY: 91, Grain.WEEK: 26, Grain.MONTH: 12, Grain.QUARTER: 8, Grain.YEAR: 5}
"""How many of the last units tell how much they vary."""


@dataclass(frozen=True)
class Forecast:
    """The amount expected for a whole period, its 80 % range, and how it was reached."""

    period: str
    span: Span
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    method: str


@dataclass(frozen=True)
class Progress:
    """A target, what has been reached of it, and what should have been."""

    period: str
    span: Span
    target: Decimal
    through: date | None
    """The last day whose facts count; None where none do yet."""
    actual: Decimal | None
    completion: float | None
    """Actual ÷ target."""
    pace: float | None
    """The completion that would be ideal by then."""
    pace_method: str | None
    """linear, seasonal, or level for ratios, which have no pace: the target holds all the time.

    None with the pace: for flows that do not add up over time, such as distinct counts."""
    forecast: Forecast | None

    @property
    def remaining(self) -> Decimal | None:
        """Target − actual, not below zero."""
        return None if self.actual is None else max(Decimal(0), self.target - self.actual)

    @property
    def is_over(self) -> bool:
        """Whether the facts have reached the end of the target's period."""
        return self.through is not None and self.through >= self.span.end

    def standing(self, direction: str | None) -> str | None:
        """On track from 0.95 of the ideal pace up, at risk from 0.75 up, else off track.

        Where less is better: up to 1.05, up to 1.25. Once its period is over, only a target that
        was reached is on track, and one that was missed by up to 0.05 at risk.
        """
        if self.completion is None or self.pace is None or self.pace <= 0:
            return None
        ratio = self.completion if self.is_over else self.completion / self.pace
        if direction == "down":
            ratio = 2 - ratio
        well, fair = (1.0, 0.95) if self.is_over else (0.95, 0.75)
        return "on-track" if ratio >= well else "at-risk" if ratio >= fair else "off-track"


@dataclass(frozen=True)
class Step:
    """How much of a target had come in by the end of one unit of its period."""

    label: str
    span: Span
    actual: Decimal | None
    """None for units to come."""
    ideal: Decimal
    """What should have come in by then."""
    year_before: Decimal | None
    """What had come in by then a year before."""


def steps(quantity: Quantity, found: Progress) -> tuple[Step, ...]:
    """How a flow adds up within a target's period, unit by unit; nothing for all else."""
    flow = _flow(quantity, found.span)
    if flow is None:
        return ()
    unit, start = flow.unit, found.span.start
    ends = [Span(start, unit.end(each)) for each in unit.within(found.span)]
    actual = flow.totals(ends)
    ago = flow.totals([_a_year_before(flow, each) for each in ends])
    return tuple(
        Step(
            unit.label(unit.of(reached.end)),
            unit.span(unit.of(reached.end)),
            now,
            found.target * Decimal(_ideal(flow, found, reached)),
            then,
        )
        for reached, now, then in zip(ends, actual, ago, strict=True)
    )


def _a_year_before(flow: Quantity, reached: Span) -> Span:
    """The same units of the year before."""
    unit = flow.unit
    part = unit.year_before(unit.of(reached.end))
    end = unit.end(part) if part is not None else day_a_year_before(reached.end)
    return Span(day_a_year_before(reached.start), end)


def _ideal(flow: Quantity, found: Progress, reached: Span) -> float:
    shape = season(flow, found.span, reached) if found.pace_method == "seasonal" else None
    return shape if shape is not None else reached.days / found.span.days


def progress(quantity: Quantity, period: str, span: Span, target: Decimal) -> Progress:
    """How a quantity runs against the target of a span."""
    through = quantity.through
    reached = quantity.clipped(span)
    if through is None or reached.end < span.start:
        return Progress(period, span, target, None, None, None, None, None, None)
    actual = quantity.total(reached)
    completion = None if actual is None or target == 0 else float(actual / target)
    ideal, method = _pace(quantity, span, reached, target)
    return Progress(
        period,
        span,
        target,
        reached.end,
        actual,
        completion,
        ideal,
        method,
        forecast(quantity, period, span),
    )


def _pace(
    quantity: Quantity, span: Span, reached: Span, target: Decimal
) -> tuple[float | None, str | None]:
    flow = _flow(quantity, span)
    elapsed = reached.days / span.days
    if flow is not None:
        shape = season(flow, span, reached)
        return (shape, "seasonal") if shape is not None else (elapsed, "linear")
    if isinstance(quantity, Composed) and (quantity.is_ratio or not quantity.is_stock):
        return 1.0, "level"
    if not quantity.is_stock:
        return None, None  # Nobody can say how many of a period's customers come by its middle.
    before = _before(quantity, span.start)
    if before is None or target == 0:
        return None, None
    return float((before + (target - before) * Decimal(elapsed)) / target), "linear"


def _flow(quantity: Quantity, span: Span) -> Quantity | None:
    """The flow whose sum over a span the quantity is, or None."""
    if isinstance(quantity, Cumulative):
        resets = quantity.resets
        begins = resets is not None and resets.start(resets.of(span.end)) == span.start
        return quantity.flow if begins else None
    if quantity.is_stock or not quantity.additive:
        return None
    return quantity


def _before(quantity: Quantity, start: date) -> Decimal | None:
    """What a stock was when a span began."""
    first = quantity.first
    if first is None or first >= start:
        return None
    return quantity.total(Span(first, start - timedelta(days=1)))


def season(flow: Quantity, span: Span, reached: Span) -> float | None:
    """The share of last year's amount that had come in by the same point of that year.

    None unless the facts hold two years back from now, and last year's amount is positive.
    """
    first = flow.first
    if first is None or first > _two_years_back(reached.end):
        return None
    year = Span(day_a_year_before(span.start), day_a_year_before(span.end))
    if span.end + timedelta(days=1) == _first_of_month(span.end + timedelta(days=1)):
        year = Span(year.start, _last_of_month(year.end))  # 28 or 29 February
    unit = flow.unit
    part = unit.year_before(unit.of(reached.end))
    if part is None:
        return None
    whole, by_then = flow.totals([year, Span(year.start, min(unit.end(part), year.end))])
    if whole is None or by_then is None or whole <= 0 or not 0 < by_then <= whole:
        return None
    return float(by_then / whole)


def _two_years_back(day: date) -> date:
    return day_a_year_before(day_a_year_before(day)) + timedelta(days=1)


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _last_of_month(day: date) -> date:
    return Calendar(Grain.MONTH).span(Calendar(Grain.MONTH).of(day)).end


def forecast(quantity: Quantity, period: str, span: Span) -> Forecast | None:
    """What a quantity will be at the end of a span; None where too little is known."""
    reached = quantity.clipped(span)
    if reached.end < span.start:
        return None
    actual = quantity.total(reached)
    if actual is None:
        return None
    if reached.end >= span.end:
        return Forecast(period, span, actual, actual, actual, "actual")
    flow = _flow(quantity, span)
    if flow is not None:
        return _carried_on(flow, period, span, reached, actual)
    if isinstance(quantity, Composed) and not quantity.is_stock:
        return _composed(quantity, period, span)
    if not quantity.is_stock:
        return None
    return _drift(quantity, period, span, reached, actual)


def _carried_on(
    flow: Quantity, period: str, span: Span, reached: Span, actual: Decimal
) -> Forecast:
    """Actual ÷ the share of the period (or of last year's amount) that is over.

    The range: the standard deviation s of single units round that pace, over the m units to come
    and the k that the pace rests on: z s √(m + m²/k), the prediction error of a sum from a mean.
    """
    shape = season(flow, span, reached)
    share = shape if shape is not None else reached.days / span.days
    value = actual / Decimal(share)
    unit = flow.unit
    done = unit.of(reached.end) - unit.of(span.start) + 1
    to_come = max(1, unit.of(span.end) - unit.of(reached.end))
    scatter = _scatter(flow, reached.end, seasonal=shape is not None)
    method = "seasonal" if shape is not None else "linear"
    return _ranged(period, span, value, scatter, sqrt(to_come + to_come**2 / done), method)


def _ranged(
    period: str, span: Span, value: Decimal, scatter: float | None, factor: float, method: str
) -> Forecast:
    if scatter is None:
        return Forecast(period, span, value, None, None, method)
    margin = Decimal(_Z * scatter * factor)
    return Forecast(period, span, value, value - margin, value + margin, method)


def _units(quantity: Quantity, end: date) -> list[Span]:
    unit = quantity.unit
    last = unit.of(end)
    return [unit.span(each) for each in range(last - HISTORY[unit.grain] + 1, last + 1)]


def _scatter(flow: Quantity, end: date, *, seasonal: bool) -> float | None:
    spans = _units(flow, end)
    now = flow.totals(spans)
    if not seasonal:
        values = [float(each) for each in now if each is not None]
        return stdev(values) if len(values) >= LEAST_HISTORY else None
    unit = flow.unit
    ago = [unit.year_before(unit.of(each.start)) for each in spans]
    then = flow.totals([unit.span(each) if each is not None else spans[0] for each in ago])
    pairs = [
        (float(x), float(y))
        for x, y, known in zip(now, then, ago, strict=True)
        if x is not None and y is not None and known is not None
    ]
    base = sum(y for _, y in pairs)
    if len(pairs) < LEAST_HISTORY or base <= 0:
        return None
    rate = sum(x for x, _ in pairs) / base
    return stdev([x - rate * y for x, y in pairs])


def _drift(
    quantity: Quantity, period: str, span: Span, reached: Span, actual: Decimal
) -> Forecast | None:
    """The last value, moved on by the mean change of the last units.

    The random walk with drift; its h-step range is z s √(h (1 + h/k)) for k changes with the
    standard deviation s. Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
    section 5.5.
    """
    changes = _changes(quantity.totals(_units(quantity, reached.end)))
    if not changes:
        return None
    unit = quantity.unit
    steps = unit.of(span.end) - unit.of(reached.end)
    value = actual + Decimal(fmean(changes)) * steps
    scatter = stdev(changes) if len(changes) >= LEAST_HISTORY else None
    return _ranged(period, span, value, scatter, sqrt(steps * (1 + steps / len(changes))), "drift")


def _changes(values: Sequence[Decimal | None]) -> list[float]:
    return [
        float(after - before)
        for before, after in pairwise(values)
        if before is not None and after is not None
    ]


def _composed(quantity: Composed, period: str, span: Span) -> Forecast | None:
    """The expression over the forecasts of what it is made of."""
    inputs = {name: forecast(each, period, span) for name, each in quantity.inputs.items()}
    value = quantity.expression.value(
        {name: each.value if each else None for name, each in inputs.items()}
    )
    if value is None:
        return None
    return Forecast(period, span, value, None, None, "from the forecasts of its parts")
