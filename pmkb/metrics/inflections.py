"""Change points: where a series leaves its course for good, by penalised optimal partitioning.

A series is cut into stretches. In each it follows a course of its own, a level or a line, with
noise whose shocks are (1 - aL)(1 - bL) times it, L being the step back in time, the same
throughout: a = b = 0 is independent noise, a = 1 a random walk. The higher a and b, the more of
what looks like a shift is what such noise does anyway. The roots a and b, the kind of course,
whether the series, its logarithm or its share of a line follows it, and the stretches are chosen
together, as those with the least

    n log s² + log(n) × (free numbers + PENALTY for each cut)

where s² is the variance of the shocks by their degrees of freedom. So noise is measured about the
courses and never from first differences alone, and single spikes are taken out before. For given
noise and course the best cuts are exact, by dynamic programming over all of them.

Sources: Jackson, B. et al. (2005): An algorithm for optimal partitioning of data on an interval.
IEEE Signal Processing Letters 12, 105-108. Davis, R. A., Lee, T. C. M. and Rodriguez-Yam, G. A.
(2006): Structural break estimation for nonstationary time series models. JASA 101, 223-239. Chakar,
S. et al. (2017): A robust approach for estimating change-points in the mean of an AR(1) process.
Bernoulli 23, 1408-1447.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import ceil, exp, inf, isfinite, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmkb.metrics.seasons import Values, pattern, repeats, without_spikes

NORMAL = "normal"
PENALTY: Mapping[str, float] = {"low": 5.0, NORMAL: 3.0, "high": 1.5}
"""By a metric's `sensitivity`: as how many free numbers a cut counts, besides its stretch's own."""
DOUBT = 100.0
"""A series shorter than this has to show so much more, in n-ths, before it is cut at all."""
LEAST = 12
"""The fewest values of which anything can be said."""
MOST = 400
"""Longer series are cut by means of neighbouring values, then each cut is put to its very value."""
SHORTEST = 4
"""The fewest values of a stretch."""
SHORTEST_SHARE = 0.05
"""The least part of the series that a stretch is."""
MOST_CUTS = 8
FLAT = 1e-9
"""The part of a series' variance below which noise is none, but the rounding of numbers."""
LINED = 4
"""How often a line is fitted by the line before: more changes nothing to speak of."""
AROUND = 3
"""How many values on either side of a cut tell the level of what wanders about."""


@dataclass(frozen=True)
class Inflection:
    """A change point."""

    index: int
    """Of the first value of the new course."""
    before: float
    """The mean level of the new stretch, had the old course gone on: for levels, the old level.

    Of the new stretch for no longer than the old one lasted; season and spikes are out of it.
    """
    after: float
    """The mean level that it has."""
    confidence: float
    """From 0 to 1: 1 / (1 + exp(-d / 2)), with d by how much the criterion is worse without it.

    That is the share that Schwarz's approximation gives to the series with this cut against the
    series without it, the penalty being what speaks against it beforehand.
    """

    @property
    def direction(self) -> str:
        """`up` or `down`: to where it left the old course."""
        return "up" if self.after > self.before else "down"


class Noise(NamedTuple):
    """What is left of a series without its courses: white after (1 - first L)(1 - second L)."""

    first: float
    second: float

    @property
    def roots(self) -> int:
        """How many there are, which is how many values before a value have a say in it."""
        return (self.first != 0) + (self.second != 0)

    @property
    def units(self) -> int:
        """How many of the roots are 1: of so many degrees less are the courses that it leaves."""
        return (self.first == 1) + (self.second == 1)

    @property
    def estimated(self) -> int:
        """How many of the roots are free numbers; 1 is a form of its own."""
        return self.roots - self.units

    def whitened(self, values: Values) -> Values:
        """The noise's own shocks, with what the courses add to them."""
        for root in (self.first, self.second):
            if root:
                values = values[1:] - root * values[:-1]
        return values


NOISES = tuple(
    Noise(first, second)
    for first in (0.0, 0.3, 0.6, 0.8, 1.0)
    for second in (-0.4, 0.0, 0.4, 0.7, 0.9, 1.0)
    if second <= first and (first or not second)
)


@dataclass(frozen=True)
class Form:
    """A series as it is cut: as given, its logarithm or shares of a line, season and spikes out."""

    values: Values
    log: bool
    season: int
    """The free numbers of what was taken out: the season, or a line."""
    unit: float = 0.0
    """The mean logarithm of what one of its units is in the units of the series."""
    line: Values | None = None
    """What the values are shares of, if they are."""

    def degrees(self, noise: Noise) -> range:
        """Of the courses that it may follow in such noise; shares of a line are levels only."""
        return range(max(0, noise.units - 1), 1 if self.line is not None else 2)

    @property
    def freedom(self) -> int:
        """How many values are left to tell anything."""
        return len(self.values) - self.season

    @cached_property
    def scale(self) -> float:
        """What of n log s² comes from the unit of the values: makes all forms comparable."""
        return self.freedom * 2 * (log(float(self.values.std()) or 1.0) + self.unit)

    def binned(self, width: int) -> "Form":
        """The means of so many neighbours; what is over is left out at the start."""
        start = len(self.values) % width
        return replace(self, values=self.values[start:].reshape(-1, width).mean(axis=1))

    def by_its_line(self) -> "Form | None":
        """As shares of the line that it follows, where that is above zero throughout.

        What grows along a line, and its noise with it, looks bent as a logarithm and ever more
        restless as given, so either would be cut. The line is the one that values differ least from
        in relation to it.
        """
        at, line = np.arange(len(self.values), dtype=np.float64), self.values
        for _ in range(LINED):
            if not line.min() > 0:
                return None
            slope, level = np.polyfit(at, self.values, 1, w=1 / line)
            line = level + slope * at
        if not line.min() > 0:
            return None
        unit = float(np.log(line).mean())
        return Form(self.values / line, log=False, season=self.season + 1, unit=unit, line=line)


@dataclass(frozen=True)
class Fit:
    """Noise and a kind of course for a form: how well any cuts account for it."""

    whole: Form
    form: Form
    """The same, binned: what is cut."""
    noise: Noise
    degree: int
    """Of the courses: 0 levels, 1 lines."""
    penalty: float

    @cached_property
    def shocks(self) -> Values:
        """White noise and what the courses add to it, in standard deviations of the form."""
        values = self.form.values
        return self.noise.whitened((values - values.mean()) / (values.std() or 1.0))

    @property
    def left(self) -> int:
        """The degree of what a course adds to the shocks; below 0 it adds nothing."""
        return self.degree - self.noise.units

    @property
    def loose(self) -> int:
        """How many values behind a cut are free of the values before it: the shift itself."""
        return 1 if self.noise.roots else 0

    @property
    def shortest(self) -> int:
        """The fewest shocks of a stretch."""
        values = self.form.values
        return max(SHORTEST, self.left + 3, int(SHORTEST_SHARE * len(values)))

    @cached_property
    def costs(self) -> Values:
        """The squares that are left of the shocks from one (row) up to another (column)."""
        return _costs(self.shocks, self.left, self.loose, self.shortest)

    def criterion(self, squares: float, cuts: int) -> float:
        """What is to be least; infinite where nothing would be left to tell the variance by."""
        free = (self.left + 1) * (cuts + 1) + self.noise.estimated
        freedom = len(self.shocks) - self.loose * cuts - self.form.season - free
        if freedom < SHORTEST or not isfinite(squares):
            return inf
        variance = max(squares / freedom, FLAT)
        numbers = self.form.season + free + self.penalty * cuts
        return (
            self.form.freedom * log(variance)
            + self.form.scale
            + log(len(self.form.values)) * numbers
        )

    def ways(self) -> Iterator["Way"]:
        """The best way to cut it nowhere, once, twice and so on."""
        room = len(self.shocks) // (self.shortest + self.loose) - 1
        most = max(0, min(MOST_CUTS, room, len(self.form.values) // (2 * SHORTEST)))
        for cuts, squares in _partitions(self.costs, most):
            yield Way(self, cuts, self.criterion(squares, len(cuts)))


@dataclass(frozen=True)
class Way:
    """One way to cut a series, and how well it accounts for it."""

    fit: Fit
    cuts: tuple[int, ...]
    """The first shocks of all stretches but the first one."""
    criterion: float

    def gains(self) -> Iterator[float]:
        """By how much the criterion would be worse without each of the cuts."""
        costs, edges = self.fit.costs, (0, *self.cuts, len(self.fit.shocks))
        squares = sum(float(costs[start, end]) for start, end in pairwise(edges))
        for start, cut, end in zip(edges, self.cuts, edges[2:], strict=False):
            joined = squares - costs[start, cut] - costs[cut, end] + costs[start, end]
            yield self.fit.criterion(float(joined), len(self.cuts) - 1) - self.criterion


def inflections(
    values: Sequence[float], season: int | None = None, sensitivity: str = NORMAL
) -> tuple[Inflection, ...]:
    """The change points of a series, oldest first.

    `season`: after how many values a season may repeat; it is taken out where it does.
    """
    given = np.asarray(values, dtype=np.float64)
    if len(given) < LEAST or not np.ptp(given) > 0:
        return ()
    width = ceil(len(given) / MOST)
    forms = [*_forms(given, season)]
    forms += [form for each in forms if not each.log and (form := each.by_its_line())]
    ways = [
        way
        for form in forms
        for noise in NOISES
        for degree in form.degrees(noise)
        for way in Fit(form, form.binned(width), noise, degree, PENALTY[sensitivity]).ways()
    ]
    whole = min(each.criterion for each in ways if not each.cuts)
    best = min(ways, key=lambda each: each.criterion)
    worth = whole - best.criterion - DOUBT / len(best.fit.form.values)
    return tuple(_described(best, width, worth)) if worth > 0 else ()


def _forms(values: Values, season: int | None) -> Iterator[Form]:
    """As given and, where nothing is zero or below, the logarithm; as it is and without a season.

    A season of two cycles can hide a shift between them, so it has to be worth its free numbers.
    What a season adds may grow with the level while the level itself follows a line, so it is taken
    out of values as a factor too.
    """
    positive = bool(values.min() > 0)
    unit = float(np.log(values).mean()) if positive else 0.0
    seasonal = repeats(np.log(values) if positive else values, season)
    for is_log in (False, True) if positive else (False,):
        form = np.log(values) if is_log else values
        yield Form(without_spikes(form), is_log, 0, unit if is_log else 0.0)
        if season is not None and seasonal:
            added = pattern(form, season)
            yield Form(without_spikes(form - added), is_log, season - 1, unit if is_log else 0.0)
            if is_log:
                yield Form(without_spikes(values / np.exp(added)), False, season - 1)


# --- stretches --------------------------------------------------------------------------------


def _costs(shocks: Values, degree: int, loose: int, shortest: int) -> Values:
    """The squares left by the best polynomial from each shock up to each other one, by sums.

    The first `loose` shocks count nothing, but for those of the first stretch.
    """
    n = len(shocks)
    start = np.minimum(np.arange(n + 1) + loose, n)
    start[0] = 0
    time = (np.arange(n) - n / 2) / n

    def total(each: Values) -> Values:
        sums = np.concatenate([[0.0], np.cumsum(each)])
        between: Values = sums[None, :] - sums[start][:, None]
        return between

    count = np.arange(n + 1)[None, :] - start[:, None]
    short, divisor = count < shortest, np.maximum(count, 1)
    squares = total(shocks**2)
    if degree >= 0:
        sums = total(shocks)
        squares -= sums**2 / divisor
    if degree == 1:
        times = total(time)
        spread = np.maximum(total(time**2) - times**2 / divisor, 1e-12)
        squares -= (total(time * shocks) - times * sums / divisor) ** 2 / spread
    squares[short] = inf
    return squares.clip(min=0.0)


def _partitions(costs: Values, most: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """The cheapest partition into 1, 2, … stretches: its cuts, and what is left.

    The best partition up to t ends with a stretch from some s, before which it is the best one up
    to s.
    """
    least, origins = costs[0], list[NDArray[np.int64]]()
    for cuts in range(most + 1):
        if cuts:
            whole = least[:, None] + costs
            origins.append(whole.argmin(axis=0))
            least = np.take_along_axis(whole, origins[-1][None, :], axis=0)[0]
        yield _traced(origins), float(least[-1])


def _traced(origins: Sequence[NDArray[np.int64]]) -> tuple[int, ...]:
    cuts: list[int] = []
    end = -1
    for each in reversed(origins):
        end = int(each[end])
        cuts.append(end)
    return tuple(reversed(cuts))


# --- what a cut is like -----------------------------------------------------------------------


def _described(way: Way, width: int, worth: float) -> Iterator[Inflection]:
    fit, values = way.fit, way.fit.whole.values
    skipped = len(values) % width
    at = [skipped + width * (each + fit.noise.roots) for each in way.cuts]
    if width > 1:
        at = [_placed(values, each, width, fit) for each in at]
    edges = (0, *at, len(values))
    for start, cut, end, gain in zip(edges, at, edges[2:], way.gains(), strict=False):
        before, after = _levels(values[start:cut], values[cut:end], fit)
        if fit.whole.log:
            before, after = exp(before), exp(after)
        if fit.whole.line is not None:
            told = AROUND if fit.noise.units and not fit.degree else cut - start
            unit = float(fit.whole.line[cut:end][:told].mean())
            before, after = unit * before, unit * after
        yield Inflection(cut, before, after, 1 / (1 + exp(-min(gain, worth) / 2)))


def _placed(values: Values, near: int, width: int, fit: Fit) -> int:
    """The value within a bin's width of a cut from which on the new course fits best."""
    wide = 2 * width * fit.shortest
    places = range(max(2, near - width), min(len(values) - 2, near + width + 1))
    if fit.noise.units:
        return max(places, key=lambda at: abs(float(values[at] - values[at - 1])))

    def left(at: int) -> float:
        sides = (values[max(0, at - wide) : at], values[at : at + wide])
        return sum(float(((each - _course(each, fit.degree)) ** 2).sum()) for each in sides)

    return min(places, key=left)


def _course(values: Values, degree: int) -> Values:
    at = np.arange(len(values), dtype=np.float64)
    fitted = np.polyval(np.polyfit(at, values, min(degree, len(values) - 1)), at)
    return np.asarray(fitted, dtype=np.float64)


def _levels(old: Values, new: Values, fit: Fit) -> tuple[float, float]:
    """The level of a new stretch, had the old course gone on, and as it is."""
    if fit.noise.units and not fit.degree:
        return float(old[-AROUND:].mean()), float(new[:AROUND].mean())
    new = new[: len(old)]
    if not fit.degree:
        return float(old.mean()), float(new.mean())
    ahead = np.arange(len(old), len(old) + len(new))
    if fit.noise.units:
        drift = float(old[-1] - old[0]) / (len(old) - 1)
        return float(old[-1] + drift * (ahead.mean() - len(old) + 1)), float(new.mean())
    line = np.polyfit(np.arange(len(old)), old, 1)
    return float(np.polyval(line, ahead.mean())), float(new.mean())
