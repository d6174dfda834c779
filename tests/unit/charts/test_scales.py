"""Round numbers, formats, letters, and the calendar of an axis."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmkb.charts import Form, Point
from pmkb.charts.axis import time_ticks
from pmkb.charts.chart import Sheet
from pmkb.charts.formats import Format, short
from pmkb.charts.legend import spread
from pmkb.charts.letters import room, shorten, wrap
from pmkb.charts.scale import TICKS, nice_ticks, value_ticks
from tests.unit.charts.shapes import EN, ZH, months


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (0, "0", "0"),
        (0.1234, "0.123", "0.123"),
        (9_999, "9,999", "9,999"),
        (12_345, "12.3K", "1.23万"),
        (19_800, "19.8K", "1.98万"),
        (999_950, "1M", "100万"),
        (1_234_567, "1.2M", "123.5万"),
        (99_999_999, "100M", "1亿"),
        (215_000_000, "215M", "2.15亿"),
        (-1_234_567, "-1.2M", "-123.5万"),
        (3_200_000_000_000, "3.2T", "3.2万亿"),
        (float("nan"), "–", "–"),
    ],
)
def test_short_numbers_follow_the_language(value: float, en: str, zh: str) -> None:
    assert short(value, EN.locale) == en
    assert short(value, ZH.locale) == zh


def test_exact_numbers_have_their_unit() -> None:
    assert Format(ZH, "万元").exact(2152.6) == "2,152.6 万元"
    assert Format(EN, form=Form.SHARE).exact(0.4256) == "42.56%"
    assert Format(EN, form=Form.SHARE).short(0.4256) == "43%"
    assert Format(EN).exact(None) == "no value"
    assert Format(EN).signed(12_345) == "+12.3K"
    assert Format(EN).signed(-5) == "-5"


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 97, (0, 25, 50, 75, 100)),
        (0, 1, (0, 0.25, 0.5, 0.75, 1)),
        (-3, 5, (-5, -2.5, 0, 2.5, 5)),
        (0, 3, (0, 1, 2, 3)),
        (0, 0, (0, 0.25, 0.5, 0.75, 1)),
        (1000, 1210, (1000, 1100, 1200, 1300)),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(low, high).values == pytest.approx(ticks)


@given(
    st.floats(-1e12, 1e12, allow_nan=False),
    st.floats(1e-6, 1e12, allow_nan=False),
)
def test_ticks_span_any_range_with_few_numbers(low: float, span: float) -> None:
    high = low + span
    if high - low < abs(low) * 1e-9:
        return  # nothing between them that twelve digits could tell
    ticks = nice_ticks(low, high)
    slack = (ticks.high - ticks.low) * 1e-6
    assert ticks.low <= low + slack
    assert ticks.high >= high - slack
    assert 2 <= len(ticks.values) <= TICKS
    steps = {b - a for a, b in zip(ticks.values, ticks.values[1:], strict=False)}
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


def test_lines_start_from_zero_unless_that_presses_them_flat() -> None:
    assert value_ticks([10, 100], from_zero=False).low == 0
    assert value_ticks([1000, 1100], from_zero=False).low >= 900
    assert value_ticks([1000, 1100], from_zero=True).low == 0
    assert value_ticks([], from_zero=False).values[0] == 0


def test_ticks_are_written_alike() -> None:
    assert Format(EN).ticks((0.0, 250_000.0, 500_000.0, 1_000_000.0)) == ("0", "250K", "500K", "1M")
    assert Format(ZH).ticks((0.0, 50_000.0, 100_000.0)) == ("0", "5万", "10万")
    assert Format(ZH).ticks((0.0, 12_500.0, 25_000.0)) == ("0", "1.25万", "2.5万")
    assert Format(EN).ticks((0.0, 0.25, 0.5)) == ("0", "0.25", "0.5")
    assert Format(EN, form=Form.SHARE).ticks((0.0, 0.005, 0.01)) == ("0%", "0.5%", "1%")


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (6, ["Jan 2026", "Feb", "Mar", "Apr", "May", "Jun"]),
        (24, ["Jan 2026", "Apr", "Jul", "Oct", "Jan 2027", "Apr", "Jul", "Oct"]),
        (120, ["2026", "2028", "2030", "2032", "2034"]),
    ],
)
def test_months_are_marked_by_month_quarter_or_year(count: int, names: list[str]) -> None:
    ticks = time_ticks(months(*[1.0] * count), 300, Sheet(640, EN))
    assert [f"{each.name} {each.year}".strip() for each in ticks] == names


def test_chinese_months_are_numbers() -> None:
    ticks = time_ticks(months(1, 2, 3), 400, Sheet(640, ZH))
    assert [each.name for each in ticks] == ["1月", "2月", "3月"]
    assert ticks[0].year == "2026年"


def test_periods_with_names_of_their_own_keep_them() -> None:
    points = tuple(
        Point(date(2024 + at // 4, at % 4 * 3 + 1, 1), 1, f"FY{2024 + at // 4}-Q{at % 4 + 1}")
        for at in range(12)
    )
    ticks = time_ticks(points, 400, Sheet(640, EN))
    assert ticks[-1].name == "FY2026-Q4"
    assert 2 <= len(ticks) <= 5


def test_days_are_marked_by_days_while_there_is_room() -> None:
    points = tuple(Point(date(2026, 6, 1) + timedelta(days=at), 1) for at in range(10))
    names = [each.name for each in time_ticks(points, 500, Sheet(640, EN))]
    assert names == ["Jun 1", "Jun 3", "Jun 5", "Jun 7", "Jun 9"]


@given(st.text(max_size=80), st.floats(20, 400))
def test_shortened_text_fits(words: str, width: float) -> None:
    assert room(shorten(words, width, 13), 13) <= max(width, room("…", 13))


@given(st.text(max_size=200), st.integers(1, 4))
def test_wrapped_text_fits_its_lines(words: str, lines: int) -> None:
    made = wrap(words, 90, 13, lines)
    assert len(made) <= lines
    assert all(room(each, 13) <= 90 + 13 for each in made)


def test_text_is_wrapped_at_spaces_and_between_chinese_characters() -> None:
    assert wrap("South China and Hong Kong", 120, 13) == ("South China and", "Hong Kong")
    assert wrap("华南及港澳地区大客户", 80, 13) == ("华南及港澳地", "区大客户")
    assert shorten("a very long name", 60, 13).endswith("…")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_spread_labels_keep_their_order_and_do_not_overlap(wanted: list[float]) -> None:
    wanted.sort()
    made = spread(wanted, [16] * len(wanted), (0, 100))
    assert all(b - a >= 15.99 for a, b in itertools.pairwise(made))
    assert made[0] >= 7.99
    assert made[-1] <= 92.01
