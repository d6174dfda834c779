"""From values to coordinates, and the round numbers an axis is marked with."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

TICKS = 5
"""About how many numbers an axis shows at most."""


@dataclass(frozen=True)
class Scale:
    """A straight mapping of a range of values onto a stretch of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The coordinate of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def held(self, value: float) -> float:
        """The coordinate of a value, or of the end that it lies beyond."""
        return self(min(max(value, self.low), self.high))


@dataclass(frozen=True)
class Ticks:
    """The round numbers of an axis and the range they span."""

    values: tuple[float, ...]

    @property
    def low(self) -> float:
        """Where the axis begins."""
        return self.values[0]

    @property
    def high(self) -> float:
        """Where the axis ends."""
        return self.values[-1]


def nice_ticks(low: float, high: float, count: int = TICKS) -> Ticks:
    """Round numbers that span a range, by the loose labelling of Heckbert.

    P. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990, pp. 61–63; the step is 1, 2,
    2.5 or 5 times a power of ten (2.5 as in Wilkinson, The Grammar of Graphics, 2005), the
    smallest that gives no more numbers than wanted.
    """
    if not low < high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    step = 10.0 ** floor(log10((high - low) / count))
    factors = (1, 2, 2.5, 5, 10, 20, 25, 50)
    # Loose limits may add a number at either end, which is one more than the steps between them.
    fitting = (step * each for each in factors if _count(low, high, step * each) <= count)
    step = next(fitting, step * factors[-1])
    first, last = _limits(low, high, step)
    return Ticks(tuple(_clean(at * step) for at in range(first, last + 1)))


def _limits(low: float, high: float, step: float) -> tuple[int, int]:
    # A hair of tolerance, so that 0.3 / 0.1 counts as 3.
    return floor(low / step + 1e-9), ceil(high / step - 1e-9)


def _count(low: float, high: float, step: float) -> int:
    first, last = _limits(low, high, step)
    return last - first + 1


def _clean(value: float) -> float:
    """Without the last bits of binary arithmetic: 0.3 and not 0.30000000000000004."""
    return float(f"{value:.12g}")


def value_ticks(values: Iterable[float], from_zero: bool, count: int = TICKS) -> Ticks:
    """The axis for values; from zero where lengths are compared, or where zero is near."""
    known = [each for each in values if isfinite(each)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    # A line may start elsewhere, but only where zero would press it flat.
    if from_zero or high - low >= max(abs(low), abs(high)) * 0.4 or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    return nice_ticks(low, high, count)


def known(value: float | None) -> bool:
    """Whether there is a value that can be drawn."""
    return value is not None and isfinite(value)
