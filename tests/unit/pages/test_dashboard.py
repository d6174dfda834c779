"""What the dashboard's pages make of small bases: their numbers, and how they begin."""

import pytest

from pmkb.charts import Bullet, Heat, Line
from pmkb.flow import Level
from pmkb.pages.block import Figure, Grid, Nothing, Records
from tests.unit.pages.bench import filled, one, tiles
from tests.unit.trackers.levels import files, metric

# --- KPIs ------------------------------------------------------------------------------------

TARGETS = (
    "[{period: 2026-Q1, value: 330}, {period: 2026-Q2, value: 335},"
    ' {period: 2026-Q3, value: 400}, {period: "2026", value: 1500}]'
)
SALES = metric(
    "sales",
    [100] * 12 + [110] * 6,
    measures="flow",
    direction="up",
    unit="CNY",
    targets=TARGETS,
    alert="{below: 120}",
)
AIMED = files(SALES, metric("free", [1, 2, 3], title="Free"))


def test_targets_of_the_day_are_told_by_their_pace() -> None:
    found = {
        label: (each.value, each.level) for label, each in tiles(filled("kpis", AIMED)).items()
    }
    # 660 of 1,500 within 181 of 365 days: 44 % where 49.6 % are due, which is 0.887 of it.
    assert found == {
        "On pace": (0, Level.GOOD),
        "At risk": (1, Level.WATCH),
        "Furthest behind: sales 2026": (0.44, Level.WATCH),
    }


def test_a_bullet_has_what_is_due_and_what_is_expected() -> None:
    (found,) = one(filled("kpis", AIMED), Bullet).kpis
    assert (found.name, found.actual, found.target) == ("sales · 2026", 660, 1500)
    assert found.expected == pytest.approx(1500 * 181 / 365)
    assert found.forecast == pytest.approx(660 * 365 / 181)


def test_a_target_is_judged_otherwise_once_its_period_is_over() -> None:
    grid = one(filled("kpis", AIMED), Heat, "Completion")
    told = {
        name: cell and (cell.text, cell.level, cell.note)
        for name, cell in zip(grid.columns, grid.cells[0], strict=True)
    }
    assert told == {
        "2026-Q1": ("100%", Level.GOOD, "Reached"),
        "2026-Q2": ("99%", Level.WATCH, "Nearly reached"),
        "2026-Q3": ("400", None, "not begun"),
        "2026": ("44%", Level.WATCH, "At risk"),
    }


def test_what_is_due_adds_up_month_by_month() -> None:
    line = one(filled("kpis", AIMED), Line)
    actual, due, ago = line.series
    assert [each.value for each in actual.points] == [110, 220, 330, 440, 550, 660]
    assert [each.value for each in ago.points] == [100 * n for n in range(1, 13)]
    assert (due.points[0].value, due.points[-1].value) == (pytest.approx(1500 * 31 / 365), 1500)
    assert line.forecast[0].value == pytest.approx(660 * 365 / 181)


def test_all_targets_stand_in_one_table_those_of_the_day_first() -> None:
    rows = one(filled("kpis", AIMED), Grid, "All targets").rows
    assert [row[1] for row in rows] == ["2026", "2026-Q2", "2026-Q1", "2026-Q3"]
    assert (rows[0][3], rows[0][8]) == (Figure(660, "CNY"), Figure(840, "CNY"))


def test_alerts_and_metrics_without_a_target_are_named() -> None:
    blocks = filled("kpis", AIMED)
    (row,) = one(blocks, Grid, "Beyond").rows
    assert row[1:4] == (Figure(110, "CNY"), "below 120", "2026-06")
    assert [each.id for each in one(blocks, Records, "Metrics without").records] == ["free"]


def test_without_targets_the_page_tells_how_to_begin() -> None:
    assert "`targets`" in one(filled("kpis", metric("m", [1, 2])), Nothing).text
    assert "写 `targets`" in one(filled("kpis", {}, "zh"), Nothing).text


def test_kpis_in_chinese() -> None:
    blocks = filled("kpis", AIMED, "zh")
    assert {"跟上进度", "有风险", "落后最多：sales 2026"} == set(tiles(blocks))
    assert one(blocks, Grid, "全部目标").rows[0][4] == Figure(1500, "元")
