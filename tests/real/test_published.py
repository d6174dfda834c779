"""Figures that others have printed, against what the product makes of the same data.

The data are no part of the project; where they are absent, these tests are skipped.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pmkb.cli import main
from pmkb.metrics.export import metric_json
from pmkb.metrics.report import report
from tests.knowledge import compiled
from tests.unit.metrics.bases import base, dataset, metric

DATA = Path(__file__).parents[3] / "shared" / "real-data"
KANO, REVENUE = DATA / "kano" / "counts.json", DATA / "kpi" / "quarterly_revenue.csv"
PRINTED: dict[str, Any] = json.loads(KANO.read_text("utf-8")) if KANO.is_file() else {"rows": []}
LETTERS = "AOMIRQ"
POINTS = range(1, 6)

with_kano = pytest.mark.skipif(not KANO.is_file(), reason=f"there is no {KANO}")
with_revenue = pytest.mark.skipif(not REVENUE.is_file(), reason=f"there is no {REVENUE}")


# --- Kano -------------------------------------------------------------------------------------


def printed_letter(functional: int, dysfunctional: int) -> str:
    """The source's table, in its own words: f=d and f!=3 -> Q; f=1: 2-4 A, 5 O; and so on."""
    if functional == dysfunctional != 3:
        return "Q"
    if functional == 1:
        return "O" if dysfunctional == 5 else "A"
    if functional == 5:
        return "R"
    return {1: "R", 5: "M"}.get(dysfunctional, "I")


def answers(row: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """As many answers as were printed of each category, from all cells of the table in turn."""
    for letter in LETTERS:
        cells = [each for each in product(POINTS, POINTS) if printed_letter(*each) == letter]
        yield from (cells[at % len(cells)] for at in range(row[letter]))


def agrees(found: dict[str, Any], row: dict[str, Any]) -> None:
    """What the product says is what was printed, in the printed number of digits."""
    assert found["counts"] == {letter: row[letter] for letter in LETTERS}
    assert found["n"] == row["total"]
    assert found["category"] == row["published_class"]
    for name in ("better", "worse"):
        assert found[name] == pytest.approx(row[name], abs=5e-8)
    for name in ("category_strength", "total_strength"):
        assert found[name] == pytest.approx(row[name], abs=5e-7)


@with_kano
def test_kano_of_a_file_of_answers_is_what_was_printed(tmp_path: Path) -> None:
    assert "f=d and f!=3 -> Q; f=1: 2-4 A, 5 O" in PRINTED["evaluation_table"]
    lines = ["respondent,requirement,first,second"] + [
        f"{at},{row['id']},{dysfunctional},{functional}"
        for row in PRINTED["rows"]
        for at, (functional, dysfunctional) in enumerate(answers(row))
    ]
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(lines), "utf-8")
    options = ["--table", "pouliot", "--order", "dysfunctional-first", "--format", "json"]
    done = CliRunner().invoke(main, ["kano", str(file), *options])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)["kano"]
    for row in PRINTED["rows"]:
        agrees(found[row["id"]], row)


@with_kano
def test_kano_of_a_survey_with_counts_is_what_was_printed() -> None:
    lines = [
        f"  - {{requirement: {row['id'].lower()}, "
        + ", ".join(f"{letter}: {row[letter]}" for letter in LETTERS)
        + "}"
        for row in PRINTED["rows"]
    ]
    head = "---\ntitle: Transfers\nmethod: kano\nstart: 2026-01-01\ntable: pouliot\ncounts:\n"
    files = {"surveys/transfers.md": head + "\n".join(lines) + "\n---\n"} | {
        f"requirements/{row['id'].lower()}.md": f"---\ntitle: {row['label']}\nstatus: new\n---\n"
        for row in PRINTED["rows"]
    }
    kb = compiled(files).kb
    found = kb.records["survey:transfers"].computed(kb)["kano"]
    for row in PRINTED["rows"]:
        agrees(found[row["id"].lower()], row)


# --- growth -----------------------------------------------------------------------------------


def quarters() -> list[dict[str, str]]:
    with REVENUE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def revenue(rows: list[dict[str, str]], day: str) -> dict[str, Any]:
    """What is exported of quarterly revenue, in fiscal years that begin in February."""
    ends = (date.fromisoformat(each["period_end"]) for each in rows)
    lines = [f"{end:%Y-%m}-01,{row['value']}" for end, row in zip(ends, rows, strict=True)]
    facts = dataset(
        "day,amount\n" + "\n".join(lines), grain="quarter", extra="fiscal_year_start: 2\n"
    )
    return metric_json(report(base(facts, metric(), as_of=day).kb).metrics["m"])


@with_revenue
def test_published_growth_is_reproduced_in_its_printed_digits() -> None:
    rows = quarters()
    value = {row["period"]: float(row["value"]) for row in rows}
    checked = 0
    for row in rows:
        year, quarter = int(row["period"][2:4]), row["period"][4:]
        if row["growth_kind"] != "yoy_pct" or f"FY{year - 1}{quarter}" not in value:
            continue
        found = revenue(rows[: rows.index(row) + 1], row["period_end"])
        assert found["period"] == f"FY20{year}-{quarter}"
        assert found["current"] == value[row["period"]]
        digits = len(row["published_growth"].partition(".")[2])
        assert f"{found['growth']['year'] * 100:.{digits}f}" == row["published_growth"]
        checked += 1
    assert checked == len(rows) - 4


@with_revenue
def test_years_of_quarters_are_their_sums_and_grow_between_the_quarters_growths() -> None:
    rows = quarters()
    facts = [f"{row['period_end'][:7]}-01,{row['value']}" for row in rows]
    made = base(
        dataset("day,amount\n" + "\n".join(facts), grain="quarter", extra="fiscal_year_start: 2\n"),
        metric(grain="year"),
        as_of=rows[-1]["period_end"],
    )
    found = metric_json(report(made.kb).metrics["m"])
    cents = [round(float(row["value"]) * 100) for row in rows]
    assert [each["value"] for each in found["series"]] == [
        sum(cents[:4]) / 100,
        sum(cents[4:]) / 100,
    ]
    printed = [float(row["published_growth"]) / 100 for row in rows[4:]]
    assert min(printed) < found["growth"]["previous"] < max(printed)
