"""Completion, pace and forecasts, worked out by hand."""

import pytest

from pmkb.metrics.pace import Progress
from tests.unit.metrics.bases import by_month, dataset, metric, reported


def progress(months: dict[str, object], target: str, **fields: object) -> Progress:
    made = metric(targets=f"[{target}]", **fields)
    found = reported(dataset(by_month(months)), made).main_progress
    assert found is not None
    return found


HALF = {f"2026-{at:02d}": 10 for at in range(1, 7)}


def test_linear_pace_and_forecast_of_a_flow() -> None:
    found = progress(HALF, "{period: '2026', value: 100}")
    assert found.completion == pytest.approx(0.6)
    assert found.pace == pytest.approx(181 / 365)
    assert found.pace_method == "linear"
    assert found.forecast is not None
    assert float(found.forecast.value or 0) == pytest.approx(60 * 365 / 181)
    assert found.forecast.method == "linear"
    assert found.forecast.low == found.forecast.high  # six equal months do not vary
    assert found.remaining == 40
    assert found.standing("up") == "on-track"
    assert found.standing("down") == "at-risk"


def test_seasonal_pace_where_two_years_exist() -> None:
    # Two thirds of each year come in the second half.
    years = {
        f"{year}-{at:02d}": (1 if at <= 6 else 2) * scale
        for year, scale in ((2024, 10), (2025, 10))
        for at in range(1, 13)
    }
    now = {f"2026-{at:02d}": 15 for at in range(1, 7)}
    found = progress(years | now, "{period: '2026', value: 300}")
    assert found.completion == pytest.approx(90 / 300)
    assert (found.pace, found.pace_method) == (pytest.approx(60 / 180), "seasonal")
    assert found.forecast is not None
    assert float(found.forecast.value or 0) == pytest.approx(90 / (60 / 180))
    assert found.forecast.method == "seasonal"


def test_one_year_is_not_enough_for_a_season() -> None:
    year = {f"2025-{at:02d}": 10 for at in range(1, 13)}
    assert progress(year | HALF, "{period: '2026', value: 100}").pace_method == "linear"


def test_stock_runs_from_its_value_at_the_start() -> None:
    months = {"2025-12": 100, "2026-01": 105, "2026-02": 110, "2026-03": 115, "2026-04": 120}
    months |= {"2026-05": 125, "2026-06": 130}
    found = progress(months, "{period: '2026', value: 200}", measures="stock")
    assert found.completion == pytest.approx(0.65)
    assert found.pace == pytest.approx((100 + 100 * 181 / 365) / 200)
    assert found.forecast is not None
    assert (float(found.forecast.value or 0), found.forecast.method) == (160, "drift")


def test_target_of_a_period_that_is_over_is_its_result() -> None:
    made = metric(targets="[{period: 2026-Q1, value: 40}, {period: 2026-Q3, value: 1}]")
    first, third = reported(dataset(by_month(HALF)), made).progress
    assert (first.completion, first.pace) == (pytest.approx(0.75), 1.0)
    assert first.forecast is not None
    assert first.forecast.method == "actual"
    assert (third.actual, third.completion, third.forecast) == (None, None, None)


def test_target_of_zero_has_no_completion() -> None:
    assert progress(HALF, "{period: '2026', value: 0}").completion is None


def test_longest_target_period_is_the_main_one() -> None:
    made = metric(targets="[{period: 2026-Q2, value: 1}, {period: '2026', value: 2}]")
    found = reported(dataset(by_month(HALF)), made).main_progress
    assert found is not None
    assert found.period == "2026"


def test_range_grows_with_the_months_to_come() -> None:
    months: dict[str, object] = {"2026-04": 8, "2026-05": 12, "2026-06": 10}
    quarter = reported(
        dataset(by_month(months)),
        metric(targets="[{period: 2026-Q2, value: 1}]"),
        as_of="2026-05-31",
    ).main_progress
    assert quarter is not None
    assert quarter.forecast is not None
    assert quarter.forecast.low is None  # two months do not tell how much they vary
    year = progress(
        {"2026-01": 8, "2026-02": 12, "2026-03": 10} | months, "{period: '2026', value: 1}"
    )
    assert year.forecast is not None
    low, value, high = year.forecast.low, year.forecast.value, year.forecast.high
    assert low is not None
    assert value is not None
    assert high is not None
    # s² = 16/5 over six months, six to come: ± 1.28155 × 1.78885 × √(6 + 36/6)
    assert float(high - value) == pytest.approx(1.2815516 * (16 / 5) ** 0.5 * 12**0.5)
    assert value - low == high - value


@pytest.mark.parametrize(
    ("target", "direction", "standing"),
    [
        (60, "up", "on-track"),
        (61, "up", "at-risk"),  # 60 of 61 is 0.984
        (64, "up", "off-track"),  # 0.9375
        (60, "down", "on-track"),
        (58, "down", "at-risk"),  # 0.034 too many
        (50, "down", "off-track"),
    ],
)
def test_once_a_period_is_over_the_target_itself_decides(
    target: int, direction: str, standing: str
) -> None:
    quarter = {"2026-04": 10, "2026-05": 20, "2026-06": 30}
    found = progress(quarter, f"{{period: 2026-Q2, value: {target}}}")
    assert found.is_over
    assert found.standing(direction) == standing


@pytest.mark.parametrize("aggregate", ["distinct", "max"])
def test_flow_that_does_not_add_up_has_neither_pace_nor_forecast(aggregate: str) -> None:
    found = progress(HALF, "{period: '2026', value: 20}", aggregate=aggregate)
    assert found.completion == pytest.approx({"distinct": 1, "max": 10}[aggregate] / 20)
    assert (found.pace, found.pace_method, found.forecast) == (None, None, None)
    whole = progress(HALF, "{period: 2026-Q2, value: 20}", aggregate=aggregate)
    assert whole.forecast is not None
    assert whole.forecast.method == "actual"
