"""Slow trends: whether a series rises or falls on the whole, and how fast.

The test is Mann's and Kendall's, the slope Sen's. Where a series is autocorrelated the test's
variance is larger than it assumes; it is corrected after Yue, S. and Wang, C. Y. (2004): The
Mann-Kendall test modified by effective sample size to detect trend in serially correlated
hydrological series. Water Resources Management 18, 201-218, with the autocorrelation at lag k taken
as the k-th power of that at lag 1 (an AR(1) process). The latter is measured about Sen's line,
where it comes out too low by about (2 + 4r) / n (Kendall, M. G. (1954), Biometrika 41, 403-404, has
the like for a mean), which is given back.

Where it is so high that the series cannot be told from a random walk, its levels tell nothing; then
its changes are tested, by Wilcoxon's signed ranks, corrected in the same way.

Sources: Mann, H. B. (1945), Econometrica 13, 245-259. Kendall, M. G. (1975): Rank correlation
methods. Sen, P. K. (1968), JASA 63, 1379-1389. Gilbert, R. O. (1987): Statistical methods for
environmental pollution monitoring, chapter 16. Wilcoxon, F. (1945), Biometrics Bulletin 1, 80-83.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from pmkb.metrics.seasons import Values, pattern, repeats

LEAST = 8
"""The fewest values whose S is about normal."""
SIGNIFICANT = 0.05
HIGHEST = 0.999
WANDERING = 12
"""How many n-ths below 1 autocorrelation is like a random walk's."""
PRESENT = 1.645
"""From how many standard errors, 1 / √n, on autocorrelation is significant: one-sided, 0.05."""


@dataclass(frozen=True)
class Trend:
    """A slow trend."""

    direction: str
    """`rising`, `falling`, or `none` where p is above 0.05."""
    slope: float
    """Sen's: the median change per period, in the unit of the values."""
    p: float
    """The two-sided probability that a series without a trend deviates so far."""
    test: str
    """`mann-kendall`, or `wilcoxon` of the changes."""
    z: float
    """The test's deviate from the standard normal distribution."""
    s: int
    """Kendall's S: rising pairs less falling ones."""
    autocorrelation: float
    """At lag 1 of what was tested, about its trend; 0 where it is not significant."""
    correction: float
    """What the test's variance was multiplied by for it."""
    periods: int


def trend(values: Sequence[float], season: int | None = None) -> Trend | None:
    """The trend of a series; None where there are too few values.

    `season`: after how many values a season may repeat; it is taken out where it does.
    """
    given = np.asarray(values, dtype=np.float64)
    if len(given) < LEAST:
        return None
    if season is not None and repeats(given, season):
        given = given - pattern(given, season)
    n, slope, (s, variance) = len(given), sen(given), kendall(given)
    test, deviate = "mann-kendall", (s - np.sign(s)) / sqrt(variance) if variance else 0.0
    found = autocorrelation(given - slope * np.arange(n))
    if found > 1 - WANDERING / n:
        changes = np.diff(given)
        test, deviate, found = "wilcoxon", signed_ranks(changes), autocorrelation(changes)
        n -= 1
    factor = correction(found, n)
    z = float(deviate) / sqrt(factor)
    p = erfc(abs(z) / sqrt(2))
    direction = "none" if p > SIGNIFICANT else "rising" if z > 0 else "falling"
    return Trend(direction, slope, p, test, z, s, found, factor, len(given))


def kendall(values: Values) -> tuple[int, float]:
    """S, and its variance for independent values: n(n-1)(2n+5)/18, less that of ties."""
    later, earlier = np.triu_indices(len(values), 1)[::-1]
    s = int(np.sign(values[later] - values[earlier]).sum())
    n = len(values)
    ties = np.unique(values, return_counts=True)[1].astype(np.float64)
    tied = float((ties * (ties - 1) * (2 * ties + 5)).sum())
    return s, (n * (n - 1) * (2 * n + 5) - tied) / 18


def signed_ranks(changes: Values) -> float:
    """Wilcoxon's sum of signed ranks in standard deviations; what does not change has no rank."""
    moved = changes[changes != 0]
    _, place, count = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((np.sign(moved) * ranks).sum() / np.sqrt((ranks**2).sum())) if len(moved) else 0.0


def sen(values: Values) -> float:
    """The median of the slopes between all pairs of values, per period."""
    later, earlier = np.triu_indices(len(values), 1)[::-1]
    return float(np.median((values[later] - values[earlier]) / (later - earlier)))


def autocorrelation(values: Values) -> float:
    """At lag 1, unbiased; 0 where it is negative or may be chance."""
    n, centred = len(values), values - values.mean()
    total = float(centred @ centred)
    if not total:
        return 0.0
    found = float(centred[1:] @ centred[:-1]) / total
    unbiased = (n * found + 2) / (n - 4)
    return min(unbiased, HIGHEST) if unbiased > PRESENT / sqrt(n) else 0.0


def correction(found: float, n: int) -> float:
    """How many values tell as much as one independent one: 1 + 2 Σ (1 - k/n) r^k."""
    lags = np.arange(1, n)
    return float(1 + 2 * ((1 - lags / n) * found**lags).sum())
