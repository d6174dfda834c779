"""Quantities that are computed from other ones: ratios, derived metrics, running totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from typing_extensions import override

from pmkb.metrics.calendar import Calendar, Span
from pmkb.metrics.expression import Expression
from pmkb.metrics.quantity import Key, Parts, Quantity


@dataclass(eq=False)
class Composed(Quantity):
    """An amount that is computed from others: a ratio, or a derived metric.

    Where flows and stocks meet (revenue per node, ARR as twelve times a month's revenue), the
    amount is one of a single period: a longer span has that of its last whole period.
    """

    inputs: Mapping[str, Quantity]
    expression: Expression
    calendar: Calendar
    is_stock: bool
    is_ratio: bool = False

    def __post_init__(self) -> None:
        self.additive = self.is_shared = False
        stocks = {each.is_stock for each in self.inputs.values()}
        self.is_stock = self.is_stock or True in stocks
        self._by_period = self.is_stock and False in stocks

    @property
    @override
    def first(self) -> date | None:
        days = [each.first for each in self.inputs.values()]
        return None if None in days else max((each for each in days if each), default=None)

    @property
    @override
    def through(self) -> date | None:
        days = [each.through for each in self.inputs.values()]
        if None in days or not days:
            return None
        last = min(each for each in days if each)
        if not self._by_period:
            return last
        period = self.calendar.of(last)
        return last if self.calendar.end(period) == last else self.calendar.end(period - 1)

    def _judged(self, span: Span) -> Span:
        """The span that the parts are asked for."""
        if not self._by_period:
            return span
        period = self.calendar.of(span.end)
        period -= self.calendar.end(period) > span.end
        return self.calendar.span(period)

    @property
    @override
    def unit(self) -> Calendar:
        units = [each.unit for each in self.inputs.values()]
        return max(units, key=lambda each: each.grain.rank, default=self.calendar)

    @override
    def totals(self, spans: Sequence[Span]) -> list[Decimal | None]:
        asked = [self._judged(each) for each in spans]
        found = {name: each.totals(asked) for name, each in self.inputs.items()}
        return [
            self.expression.value({name: each[at] for name, each in found.items()})
            for at in range(len(spans))
        ]

    @override
    def parts(self, spans: Sequence[Span], dimensions: Key) -> list[Parts]:
        asked = [self._judged(each) for each in spans]
        found = {name: each.parts(asked, dimensions) for name, each in self.inputs.items()}
        made: list[Parts] = []
        for at, total in enumerate(self.totals(spans)):
            if total is None and any(not each[at] for each in found.values()):
                made.append({})
                continue
            keys = sorted({key for each in found.values() for key in each[at]})
            made.append(
                {
                    key: self.expression.value(
                        {name: each[at].get(key, Decimal(0)) for name, each in found.items()}
                    )
                    for key in keys
                }
            )
        return made

    @override
    def has(self, dimension: str) -> bool:
        return bool(self.inputs) and all(each.has(dimension) for each in self.inputs.values())


@dataclass(eq=False)
class Cumulative(Quantity):
    """A flow added up from a beginning: that of the facts, or of each year, quarter or month."""

    flow: Quantity
    resets: Calendar | None

    def __post_init__(self) -> None:
        self.calendar, self.is_stock = self.flow.calendar, True
        self.additive, self.is_shared = self.flow.additive, self.flow.is_shared

    @property
    @override
    def first(self) -> date | None:
        return self.flow.first

    @property
    @override
    def through(self) -> date | None:
        return self.flow.through

    @property
    @override
    def unit(self) -> Calendar:
        return self.flow.unit

    def _since(self, span: Span) -> Span:
        first = self.flow.first or span.start
        if self.resets is None:
            return Span(min(first, span.end), span.end)
        return Span(self.resets.start(self.resets.of(span.end)), span.end)

    @override
    def totals(self, spans: Sequence[Span]) -> list[Decimal | None]:
        return self.flow.totals([self._since(each) for each in spans])

    @override
    def parts(self, spans: Sequence[Span], dimensions: Key) -> list[Parts]:
        return self.flow.parts([self._since(each) for each in spans], dimensions)

    @override
    def has(self, dimension: str) -> bool:
        return self.flow.has(dimension)
