"""Change points and trends of made-up series: what is there is found, what is not is not."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from pmkb.metrics.inflections import inflections
from pmkb.metrics.trend import trend

Made = NDArray[np.float64]
Maker = Callable[[np.random.Generator], Made]
MONTHS = np.arange(60)
YEARLY = np.sin(2 * np.pi * MONTHS / 12)


def autoregressive(random: np.random.Generator, share: float) -> Made:
    shocks = random.standard_normal(100)
    values = np.zeros(100)
    for at in range(1, 100):
        values[at] = share * values[at - 1] + shocks[at]
    return values[-60:]


NOTHING: dict[str, Maker] = {
    "noise": lambda random: 100 + 10 * random.standard_normal(60),
    "random walk": lambda random: 1000 + np.cumsum(10 * random.standard_normal(60)),
    "random walk with drift": lambda random: 1000 + np.cumsum(5 + 10 * random.standard_normal(60)),
    "season": lambda random: 100 + 20 * YEARLY + 5 * random.standard_normal(60),
    "season that grows with a line": lambda random: (
        (100 + 1.5 * MONTHS) * (1 + 0.3 * YEARLY) * np.exp(0.03 * random.standard_normal(60))
    ),
    "autocorrelated": lambda random: 100 + 10 * autoregressive(random, 0.6),
    "growth": lambda random: 100 * np.exp(0.02 * MONTHS + 0.05 * random.standard_normal(60)),
}


@pytest.mark.parametrize("name", NOTHING)
def test_at_most_one_of_twenty_series_without_a_shift_turns(name: str) -> None:
    random = np.random.default_rng(20260630)
    series = [NOTHING[name](random) for _ in range(60)]
    turned = [each for each in series if inflections(each.tolist(), 12)]
    assert len(turned) <= 0.05 * len(series)


def test_shift_of_four_deviations_is_found_where_it_is() -> None:
    random = np.random.default_rng(1)
    shifted = [100 + 10 * random.standard_normal(60) + 40 * (MONTHS >= 40) for _ in range(20)]
    found = [turns for each in shifted if (turns := inflections(each.tolist(), 12))]
    assert len(found) >= 18
    for (turn,) in found:
        assert abs(turn.index - 40) <= 2
        assert turn.direction == "up"
        assert turn.after - turn.before == pytest.approx(40, abs=10)
        assert turn.confidence > 0.9


def test_shift_is_found_beside_a_season() -> None:
    random = np.random.default_rng(2)
    for _ in range(10):
        level = np.where(MONTHS >= 36, 70, 100)
        series = level * (1 + 0.3 * YEARLY) * np.exp(0.03 * random.standard_normal(60))
        (found,) = inflections(series.tolist(), 12)
        assert abs(found.index - 36) <= 1
        assert found.direction == "down"


def test_the_more_sensitive_the_smaller_a_shift_counts() -> None:
    random = np.random.default_rng(3)
    series = [100 + 10 * random.standard_normal(60) + 20 * (MONTHS >= 30) for _ in range(40)]
    low, normal, high = (
        sum(bool(inflections(each.tolist(), None, how)) for each in series)
        for how in ("low", "normal", "high")
    )
    assert low < normal < high


@pytest.mark.parametrize("name", ["noise", "autocorrelated"])
def test_trends_are_rare_where_there_is_none(name: str) -> None:
    random = np.random.default_rng(4)
    found = [trend(NOTHING[name](random).tolist(), 12) for _ in range(200)]
    rising = [each for each in found if each is not None and each.direction != "none"]
    assert len(rising) <= 0.1 * len(found)


def test_line_whose_noise_grows_with_it_is_one_course_but_a_drop_in_it_is_found() -> None:
    random = np.random.default_rng(6)
    at = np.arange(180)
    found = []
    for _ in range(10):
        series = (100 + 2 * at) * (1 + 0.03 * random.standard_normal(180))
        assert not inflections(series.tolist(), 12)
        found += inflections(np.where(at < 120, series, 0.8 * series).tolist(), 12)
    assert 9 <= len(found) <= 10
    for turn in found:
        assert abs(turn.index - 120) <= 2
        assert turn.direction == "down"
        assert turn.after == pytest.approx(0.8 * turn.before, rel=0.05)
        assert turn.after == pytest.approx(0.8 * (100 + 2 * 149.5), rel=0.05)


def test_levels_are_told_in_the_unit_of_the_series_whatever_it_was_cut_as() -> None:
    at = np.arange(120)
    noise = 1 + 0.02 * np.random.default_rng(13).standard_normal(120)
    series = (100 + 3 * at) * noise * np.where((at >= 40) & (at < 80), 1.3, 1)
    found = inflections(series.tolist())
    assert [each.direction for each in found] == ["up", "down"]
    assert [each.after for each in found] == pytest.approx([1.3 * 278.5, 398.5], rel=0.02)
