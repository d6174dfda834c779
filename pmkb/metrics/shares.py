"""What an amount is made of by dimension: shares, growth, and how the mix has moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmkb.metrics.calendar import Span
from pmkb.metrics.composed import Composed
from pmkb.metrics.quantity import UNKNOWN, Key, Parts, Quantity
from pmkb.metrics.series import Series, growth

ZERO = Decimal(0)


@dataclass(frozen=True)
class Share:
    """The part of one value (or of a pair of values) in an amount."""

    value: Key
    amount: Decimal | None
    share: float | None
    """Of the total; None for ratios, and where the total is zero or below."""
    growth: float | None
    """Against the period before, like for like."""
    growth_year: float | None


@dataclass(frozen=True)
class Breakdown:
    """An amount by one dimension or by a pair of them, the largest part first, `unknown` last."""

    dimensions: Key
    span: Span
    total: Decimal
    shares: tuple[Share, ...]
    overlap: Decimal
    """What the parts amount to beyond the total: customers who stand under several values count in
    each of them. Zero for everything that adds up."""


@dataclass(frozen=True)
class Moved:
    """How one value's part changed between two periods."""

    value: Key
    before: Decimal
    after: Decimal
    volume: Decimal
    """What it would have changed by, had all parts grown alike; of ratios, the change of its own
    rate."""
    mix: Decimal
    """What is due to its share having changed."""


@dataclass(frozen=True)
class MixShift:
    """The change of a total between two spans by dimension, in volume (or rate) and mix.

    For amounts, with the total T and the shares s: volume = s₀ (T₁ − T₀), mix = (s₁ − s₀) T₁. The
    volumes add up to the change of the total, the mixes to zero. This is shift-share analysis with
    the base period's weights (Dunn 1960, "A statistical and analytical technique for regional
    analysis").

    For ratios, with the weights w (shares of the denominator) and the rates r: rate =
    (w₀ + w₁)/2 (r₁ − r₀), mix = (w₁ − w₀) (r₀ + r₁)/2. Together they add up to the change of the
    ratio, with nothing left over (Bennet 1920, "The theory of measurement of changes in cost of
    living").
    """

    dimensions: Key
    before: Span
    after: Span
    kind: str
    """`volume` or `rate`."""
    change: Decimal
    values: tuple[Moved, ...]

    @property
    def gained(self) -> Mapping[Key, float]:
        """By how much each value's share of the whole has grown; nothing for ratios."""
        if self.kind == "rate":
            return {}
        before = sum((each.before for each in self.values), ZERO)
        after = sum((each.after for each in self.values), ZERO)
        return {
            each.value: float(each.after / after - each.before / before) for each in self.values
        }


def breakdown(series: Series, dimensions: Key) -> Breakdown | None:
    """The current period by dimension; None where it is not known."""
    last = series.current
    if last is None or last.value is None:
        return None
    now, before, ago = _parts(series, last.span, dimensions)
    summed = sum((each for each in now.values() if each is not None), ZERO)
    is_sum = series.quantity.is_shared
    shared = is_sum and last.value > 0
    found = [
        Share(
            key,
            amount,
            float(amount / last.value) if shared and amount is not None else None,
            growth(amount, before.get(key)),
            growth(amount, ago.get(key)),
        )
        for key, amount in now.items()
    ]
    found.sort(key=lambda each: (UNKNOWN in each.value, -(each.amount or ZERO), each.value))
    overlap = summed - last.value if is_sum else ZERO
    return Breakdown(dimensions, last.span, last.value, tuple(found), overlap)


def _parts(series: Series, now: Span, dimensions: Key) -> tuple[Parts, Parts, Parts]:
    """Of the current period, and like for like of the one before and of that a year before."""
    against = [each.span if each else None for each in (series.previous, series.year_before)]
    asked = [now, *(each for each in against if each is not None)]
    found = dict(zip(asked, series.quantity.parts(asked, dimensions), strict=True))
    before, ago = (found[each] if each is not None else {} for each in against)
    return found[now], before, ago


def mix_shift(series: Series, dimensions: Key, before: Span | None) -> MixShift | None:
    """How the mix moved from a span to the current period; None where either is not known."""
    last, quantity = series.current, series.quantity
    if last is None or before is None:
        return None
    first, now = quantity.totals([before, last.span])
    if first is None or now is None:
        return None
    if isinstance(quantity, Composed):
        return ratio_shift(quantity, dimensions, before, last.span)
    if not quantity.additive or first <= 0 or now <= 0:
        return None
    old, new = quantity.parts([before, last.span], dimensions)
    return MixShift(
        dimensions,
        before,
        last.span,
        "volume",
        now - first,
        tuple(_moved(key, old, new, first, now) for key in _keys(old, new)),
    )


def _keys(*parts: Parts) -> Sequence[Key]:
    return sorted({key for each in parts for key in each})


def _moved(key: Key, old: Parts, new: Parts, first: Decimal, now: Decimal) -> Moved:
    before, after = old.get(key) or ZERO, new.get(key) or ZERO
    volume = before * (now - first) / first
    return Moved(key, before, after, volume, (after - before) - volume)


def ratio_shift(quantity: Composed, dimensions: Key, before: Span, after: Span) -> MixShift | None:
    """How a ratio's change between two spans is made up; None for what is no ratio of sums."""
    top, bottom = quantity.inputs.get("numerator"), quantity.inputs.get("denominator")
    if top is None or bottom is None or not (top.additive and bottom.additive):
        return None
    above = top.parts([before, after], dimensions)
    below = bottom.parts([before, after], dimensions)
    sums = [sum((each for each in parts.values() if each is not None), ZERO) for parts in below]
    if min(sums) <= 0:
        return None
    values = []
    for key in _keys(*above, *below):
        weights = [(below[at].get(key) or ZERO) / sums[at] for at in (0, 1)]
        amounts = [(above[at].get(key) or ZERO) / sums[at] for at in (0, 1)]
        if any(amount and not weight for amount, weight in zip(amounts, weights, strict=True)):
            return None  # a numerator without a denominator has no rate
        rates = [
            amount / weight if weight else None
            for amount, weight in zip(amounts, weights, strict=True)
        ]
        old = rates[0] if rates[0] is not None else rates[1] or ZERO
        new = rates[1] if rates[1] is not None else rates[0] or ZERO
        values.append(
            Moved(
                key,
                old,
                new,
                (weights[0] + weights[1]) / 2 * (new - old),
                (weights[1] - weights[0]) * (old + new) / 2,
            )
        )
    change = sum((each.volume + each.mix for each in values), ZERO)
    return MixShift(dimensions, before, after, "rate", change, tuple(values))


def reconciles(quantity: Quantity, found: Breakdown) -> bool:
    """Whether the parts add up to the total, as they must for everything but distinct counts."""
    return not quantity.is_shared or found.overlap == 0
