"""Goals: progress against the share of the time that has passed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.knowledge import computed, front_matter

# From 1 January 2026 it is 100 days to 11 April and 400 days to 5 February 2027.
SPAN = {"start": "2026-01-01", "due": "2027-02-05"}


def goal(as_of: str, **fields: object) -> dict[str, str]:
    given = {"title": "ARR", "baseline": 0, "target": 1000, **SPAN, **fields}
    return computed("goal:g", {"goals/g.md": front_matter(**given)}, as_of=as_of)


def read(value: float, day: str = "2026-04-11") -> str:
    return f"[{{date: {day}, value: {value}}}]"


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        # A quarter of the time asks for 250: on track from 237.5, at risk from 187.5.
        (250, "on-track"),
        (237.5, "on-track"),
        (237.4999, "at-risk"),
        (187.5, "at-risk"),
        (187.4999, "off-track"),
        (0, "off-track"),
        (-10, "off-track"),
        (999.9, "on-track"),
        (1000, "reached"),
        (1200, "reached"),
    ],
)
def test_thresholds_of_pace(value: float, standing: str) -> None:
    assert goal("2026-04-11", readings=read(value))["standing"] == standing


@pytest.mark.parametrize("days", range(10, 400, 30))
@pytest.mark.parametrize(("share", "standing"), [(0.95, "on-track"), (0.75, "at-risk")])
def test_value_exactly_on_a_threshold_reaches_it(days: int, share: float, standing: str) -> None:
    day = str(date(2026, 1, 1) + timedelta(days=days))
    exact = Decimal(str(share)) * days / 400 * 1000
    assert goal(day, readings=f"[{{date: {day}, value: {exact}}}]")["standing"] == standing
    less = exact - Decimal("0.001")
    assert goal(day, readings=f"[{{date: {day}, value: {less}}}]")["standing"] != standing


@pytest.mark.parametrize(
    ("value", "standing"),
    [(8.75, "on-track"), (8.8126, "at-risk"), (9.063, "off-track"), (5, "reached"), (4, "reached")],
)
def test_less_may_be_better(value: float, standing: str) -> None:
    found = goal("2026-04-11", baseline=10, target=5, readings=read(value))
    assert found["standing"] == standing


def test_progress_is_measured_from_the_baseline() -> None:
    found = goal("2026-04-11", baseline=52, target=80, readings=read(63.5))
    assert (found["current"], found["progress"], found["ideal"]) == ("63.5", "0.410714", "0.25")


def test_pace_is_judged_on_the_day_of_the_reading_not_today() -> None:
    found = goal("2026-12-31", readings=read(250))
    assert (found["ideal"], found["standing"]) == ("0.25", "on-track")


def test_newest_reading_up_to_the_day_counts() -> None:
    readings = (
        "[{date: 2026-03-31, value: 300}, {date: 2026-01-31, value: 100}, "
        "{date: 2026-06-30, value: 700}]"
    )
    values = {
        day: goal(day, readings=readings)["current"]
        for day in ("2026-01-30", "2026-01-31", "2026-03-31", "2026-06-29", "2026-06-30")
    }
    assert list(values.values()) == ["None", "100", "300", "300", "700"]


@pytest.mark.parametrize(
    ("as_of", "fields", "standing"),
    [
        ("2025-12-31", {}, "not-started"),
        ("2026-01-01", {}, "unmeasured"),
        ("2027-02-05", {"readings": read(900, "2027-02-05")}, "at-risk"),
        ("2027-02-06", {"readings": read(900, "2027-02-05")}, "missed"),
        ("2027-02-06", {"readings": read(1000, "2027-02-05")}, "reached"),
        ("2026-04-11", {"target": 0, "readings": read(5)}, "unmeasured"),
        ("2026-04-11", {"due": "2026-01-01", "readings": read(5)}, "unmeasured"),
        ("2026-04-11", {"readings": read(0, "2026-01-01")}, "on-track"),
    ],
)
def test_standing_at_the_edges(as_of: str, fields: dict[str, object], standing: str) -> None:
    assert goal(as_of, **fields)["standing"] == standing


def test_ideal_stays_between_nothing_and_all() -> None:
    before = goal("2026-04-11", readings=read(0, "2025-06-30"))
    behind = goal("2028-01-01", readings=read(0, "2027-12-31"))
    assert (before["ideal"], behind["ideal"]) == ("0", "1")
