"""What stands beside a turn, and whether it wants a response."""

import pytest

from pmkb.emit.data import export
from pmkb.metrics.report import report
from tests.knowledge import front_matter
from tests.unit.metrics.bases import base, dataset, metric

MONTHS = [f"2025-{at:02d}" for at in range(7, 13)] + [f"2026-{at:02d}" for at in range(1, 7)]
ROWS = "month,region,amount\n" + "".join(
    f"{month},east,10\n{month},west,{5 if at < 8 else 25}\n" for at, month in enumerate(MONTHS)
)
RELEASE = front_matter(title="8.5", version='"8.5"', status="released", released="2026-02-10")
SIGNAL = front_matter(title="S", date="2025-10-01", type="price", impact="high")
RESPONSE = front_matter(
    title="R",
    status="open",
    metric="m",
    period="2026-Q1",
    finding="F",
    action="A",
    due="2026-12-31",
)


def files(**more: str) -> dict[str, str]:
    made = {"releases/v8-5.md": RELEASE, "signals/price.md": SIGNAL}
    return made | {path.replace("_", "/", 1) + ".md": text for path, text in more.items()}


def codes(*parts: dict[str, str]) -> list[str]:
    return [each.code for each in base(*parts).findings if "inflection" in each.code]


def test_turn_without_a_response_is_a_finding_and_a_response_closes_it() -> None:
    parts = (dataset(ROWS), metric(dimensions="[region]"))
    assert codes(*parts, files()) == ["inflection-without-response"]
    assert codes(*parts, files(responses_r=RESPONSE)) == []
    elsewhere = RESPONSE.replace("2026-Q1", "2026-04")
    assert codes(*parts, files(responses_r=elsewhere)) == ["inflection-without-response"]


def test_what_happened_near_a_turn_and_what_moved() -> None:
    made = base(dataset(ROWS), metric(dimensions="[region]"), files())
    found = report(made.kb).metrics["m"]
    (turn,) = found.inflections
    assert turn.point.label == "2026-03"
    assert [(each.record.ref, str(each.day)) for each in turn.near] == [
        ("release:v8-5", "2026-02-10")
    ]
    moved = [(each.dimension, each.value, each.change) for each in found.movers(turn)]
    assert moved == [("region", "west", 20)]


def test_what_moved_a_ratio_adds_up_to_its_change() -> None:
    # Of ten trials each, east wins 5 throughout, west 1 and then 7: 0.3 becomes 0.6, all by west.
    lines = "".join(
        f"{month},east,5,10\n{month},west,{1 if at < 8 else 7},10\n"
        for at, month in enumerate(MONTHS)
    )
    found = report(
        base(
            dataset("month,region,amount,count\n" + lines),
            metric("won", dimensions="[region]"),
            metric("tried", value="count", dimensions="[region]"),
            metric(type="ratio", numerator="won", denominator="tried"),
        ).kb
    ).metrics["m"]
    (turn,) = found.inflections
    assert turn.point.label == "2026-03"
    moved = [(each.value, float(each.change)) for each in found.movers(turn)]
    assert moved == [("west", pytest.approx(0.3))]


def test_export_has_the_agreed_keys() -> None:
    made = base(dataset(ROWS), metric(dimensions="[region]"), files())
    found = export(made)["metrics"]["m"]
    assert found["series"][-1] == {"period": "2026-06", "value": 35.0}
    assert (found["current"], found["previous"]) == (35.0, 35.0)
    assert {"previous", "year", "compound"} <= found["growth"].keys()
    assert found["completion"] is None
    assert found["forecast"]["period"] == "2026"
    assert found["shares"]["region"][0] == {
        "value": "west",
        "amount": 25.0,
        "share": 25 / 35,
        "growth": 0.0,
        "growth_year": None,
    }
    (turn,) = found["inflections"]
    assert {"period", "before", "after", "direction", "confidence"} <= turn.keys()
    assert (turn["period"], turn["direction"]) == ("2026-03", "up")
    assert (turn["before"], turn["after"]) == pytest.approx((15, 35))
    assert 0.99 < turn["confidence"] <= 1
    assert found["trend"].keys() >= {"direction", "slope", "p"}


def test_export_without_facts_has_empty_metrics() -> None:
    assert export(base({}))["metrics"] == {}


def test_a_month_or_two_that_nobody_knows_hide_no_turn() -> None:
    rows = {f"{year}-{at:02d}": 10 + at % 2 for year in (2024, 2025) for at in range(1, 13)}
    rows = {month: value + (20 if month >= "2025-04" else 0) for month, value in rows.items()}

    def found(*unknown: str) -> tuple[list[str], int]:
        lines = (f"{month},{value}" for month, value in rows.items() if month not in unknown)
        made = base(dataset("month,amount\n" + "\n".join(lines)), metric(), as_of="2025-12-31")
        of_metric = report(made.kb).metrics["m"]
        labels = [each.point.label for each in of_metric.inflections]
        return labels, of_metric.trend.periods if of_metric.trend else 0

    assert found() == (["2025-04"], 24)
    assert found("2025-08") == (["2025-04"], 24)
    assert found("2024-05", "2024-06") == (["2025-04"], 24)
    # It is told of a month with a value.
    assert found("2025-04") == (["2025-05"], 24)
    # Three in a row, or one of ten, is too much: what is behind them counts.
    assert found("2024-05", "2024-06", "2024-07") == (["2025-04"], 17)
    assert found("2024-04", "2024-06", "2025-08") == ([], 0)
