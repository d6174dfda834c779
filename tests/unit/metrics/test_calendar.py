from datetime import date, timedelta

import pytest

from pmkb.metrics.calendar import Calendar, Grain, Span, read_span

DAYS = [date(2023, 11, 1) + timedelta(days=at) for at in range(1200)]


@pytest.mark.parametrize("grain", Grain)
@pytest.mark.parametrize("first_month", [1, 2, 4, 12])
def test_every_day_lies_in_the_period_that_its_label_names(grain: Grain, first_month: int) -> None:
    calendar = Calendar(grain, first_month)
    for day in DAYS:
        period = calendar.of(day)
        span = calendar.span(period)
        assert span.start <= day <= span.end
        assert calendar.of(span.start) == calendar.of(span.end) == period
        assert calendar.read(calendar.label(period)) == period


@pytest.mark.parametrize(
    ("text", "first_month", "start", "end"),
    [
        ("2026-06-30", 1, date(2026, 6, 30), date(2026, 6, 30)),
        ("2026-W01", 1, date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", 1, date(2026, 12, 28), date(2027, 1, 3)),
        ("2024-02", 1, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", 1, date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", 1, date(2026, 1, 1), date(2026, 12, 31)),
        ("FY25Q4", 2, date(2024, 11, 1), date(2025, 1, 31)),
        ("FY2025", 2, date(2024, 2, 1), date(2025, 1, 31)),
    ],
)
def test_period_is_read(text: str, first_month: int, start: date, end: date) -> None:
    found = read_span(text, first_month)
    assert found is not None
    assert found[1] == Span(start, end)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2025-W53", "2026-Q5", "2026-02-30", "0000", "06/2026", "12-2026"]
)
def test_what_is_no_period_is_not_read(text: str) -> None:
    assert read_span(text) is None


def test_leap_day_and_week_53_have_no_counterpart_a_year_before() -> None:
    days, weeks = Calendar(Grain.DAY), Calendar(Grain.WEEK)
    assert days.year_before(days.of(date(2024, 2, 29))) is None
    assert days.year_before(days.of(date(2025, 2, 28))) == days.of(date(2024, 2, 28))
    assert weeks.year_before(weeks.of(date(2026, 12, 30))) is None
    assert weeks.year_before(weeks.of(date(2026, 1, 1))) == weeks.of(date(2025, 1, 1))
