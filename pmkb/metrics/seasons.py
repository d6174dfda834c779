"""What repeats in a series every year or week, and single spikes: both taken out of it."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

LEAST_CYCLES = 2
WITHIN = 3.0
"""From how many standard deviations round its phase's median on a change counts no further."""
SPIKE = 4.0
"""How many standard deviations of a change a value stands off its neighbours that is a spike."""
ROUND = 2
"""How many neighbours on either side a value is compared with."""
CERTAIN = 2.326
"""The quantile of the normal distribution at 0.99."""


def scatter(values: Values) -> float:
    """The standard deviation by the median absolute deviation, which outliers do not move."""
    return 1.4826 * float(np.median(np.abs(values - np.median(values))))


def pattern(values: Values, cycle: int) -> Values:
    """What each phase of a cycle adds, for each value; sums to zero over a cycle.

    It is put together from the mean change into each phase, so a trend is no part of it; a change
    is counted no further than three standard deviations from the median of its phase, so neither
    is a shift.
    """
    changes, phase = _changes(values, cycle)
    mean = np.array([changes[phase == at].mean() for at in range(cycle)])
    added: Values = np.cumsum(mean - mean.mean())
    added -= added.mean()
    return added[(np.arange(len(values)) - 1) % cycle]


def repeats(values: Values, cycle: int | None) -> bool:
    """Whether phases of a cycle differ: two whole cycles, and F significant at 0.01.

    F is the one of the analysis of variance of the changes by phase; its probability by Paulson's
    approximation (Annals of Mathematical Statistics 13, 1942, 233-235).
    """
    if cycle is None or len(values) < LEAST_CYCLES * cycle:
        return False
    changes, phase = _changes(values, cycle)
    count = np.bincount(phase, minlength=cycle)
    mean = np.bincount(phase, changes, cycle) / count
    between, within = cycle - 1, len(changes) - cycle
    explained = float(count @ (mean - changes.mean()) ** 2) / between
    left = float(((changes - mean[phase]) ** 2).sum()) / within
    if left <= 0:
        return explained > 0
    root = float((explained / left) ** (1 / 3))
    one, two = 2 / (9 * between), 2 / (9 * within)
    deviate = ((1 - two) * root - (1 - one)) / sqrt(two * root**2 + one)
    return bool(deviate > CERTAIN)


def _changes(values: Values, cycle: int) -> tuple[Values, NDArray[np.int64]]:
    """From each value to the next, held near the median of its phase; and the phases."""
    changes = np.diff(values)
    phase = np.arange(len(changes)) % cycle
    median = np.array([np.median(changes[phase == at]) for at in range(cycle)])[phase]
    limit = WITHIN * scatter(changes - median)
    return (median + np.clip(changes - median, -limit, limit) if limit else changes), phase


def without_spikes(values: Values) -> Values:
    """With the median of five neighbours in place of values that alone stand far off them."""
    width = 2 * ROUND + 1
    if len(values) <= width:
        return values
    limit = SPIKE * scatter(np.diff(values))
    if not limit:
        return values
    inner = np.median(np.lib.stride_tricks.sliding_window_view(values, width), axis=1)
    middle = np.concatenate([values[:ROUND], inner, values[-ROUND:]])
    return np.where(np.abs(values - middle) > limit, middle, values)
