"""What a metric amounts to in a stretch of days: in all, and by the values of its dimensions.

Everything that is told of a metric (series, growth, shares, bridges) is asked from a `Quantity` by
spans of days. None is "not known"; it is never taken for zero. `base` computes them from facts,
`composed` from one another.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pmkb.metrics.calendar import Calendar, Span

UNKNOWN = "unknown"
"""The group of rows whose cell is empty."""

Key = tuple[str, ...]
Parts = Mapping[Key, Decimal | None]
"""Amounts by the values of one or more dimensions."""


class Quantity(ABC):
    """An amount that can be asked for any stretch of days."""

    calendar: Calendar
    """Of the metric's periods."""
    additive: bool
    """Whether the amounts of a dimension's values add up to the total."""
    is_stock: bool
    """Whether it takes the last value of a span instead of adding up."""
    is_shared: bool
    """Whether a part can be told as a share of the total: not for ratios, smallest and largest."""

    @property
    @abstractmethod
    def first(self) -> date | None:
        """The first day there are facts of."""

    @property
    @abstractmethod
    def through(self) -> date | None:
        """The last day up to which the facts are complete."""

    @property
    @abstractmethod
    def unit(self) -> Calendar:
        """Of the shortest periods that the facts tell apart."""

    @abstractmethod
    def totals(self, spans: Sequence[Span]) -> list[Decimal | None]:
        """The amount in each span; None where the facts do not cover it."""

    @abstractmethod
    def parts(self, spans: Sequence[Span], dimensions: Key) -> list[Parts]:
        """The amounts in each span by dimension; `unknown` is a value like any other.

        Empty for a span that the facts do not cover.
        """

    @abstractmethod
    def has(self, dimension: str) -> bool:
        """Whether it can be broken down by a dimension."""

    def total(self, span: Span) -> Decimal | None:
        """The amount in one span."""
        return self.totals([span])[0]

    def clipped(self, span: Span) -> Span:
        """The part of a span that the facts have reached."""
        through = self.through
        return span if through is None or span.end <= through else Span(span.start, through)
