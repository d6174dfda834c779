"""What the dashboard's pages make of small bases: their numbers, and how they begin."""

import pytest

from pmkb.charts import Bars, Bullet, Columns, Heat, Line, Waterfall
from pmkb.flow import Level
from pmkb.pages.block import Badge, Figure, Grid, Nothing, Records, Spark
from tests.unit.pages.bench import filled, one, tiles
from tests.unit.trackers.levels import dataset, files, metric, months, rec

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


# --- revenue ---------------------------------------------------------------------------------

PAID = {"2025-06": {"a": 100, "b": 50, "c": 30, "d": 20}, "2026-06": {"a": 120, "b": 40, "e": 60}}
"""What each customer paid in a month; in those between, `a` paid 1."""
REGIONS = {"a": "east", "b": "south", "c": "east", "d": "east", "e": ""}
FACTS = [
    f"{month},{who},{REGIONS[who]},{paid}"
    for month in months(13)
    for who, paid in PAID.get(month, {"a": 1}).items()
]
COLUMNS = "customer:text:customer region:text:region paid:decimal"
INCOME = files(
    *(
        rec(f"customers/{each}", industry="finance", region="east", tier="key", title=each.upper())
        for each in PAID["2025-06"]
    ),
    rec("customers/e", industry="finance", region="south", tier="key", source_ref="web"),
    rec("channels/web", type="online", title="Web"),
    rec(
        "contracts/e",
        type="subscription",
        status="signed",
        party="e",
        value="720 CNY",
        signed="2026-01-01",
        start="2026-01-01",
        end="2026-12-31",
    ),
    dataset("facts", COLUMNS, FACTS),
    rec(
        "metrics/income",
        title="Income",
        subject="revenue",
        dataset="facts",
        type="simple",
        value="paid",
        measures="flow",
        unit="CNY",
        direction="up",
        dimensions="[customer, region]",
    ),
    rec(
        "responses/r",
        status="open",
        metric="income",
        period="2026-06",
        finding="F",
        due="2026-06-01",
    ),
)


def test_revenue_is_told_by_what_decides() -> None:
    found = tiles(filled("revenue", INCOME))
    assert found["Income"].value == Figure(220, "CNY")
    assert (found["On the year"].value, found["ARR"].value) == (0.1, Figure(720, "CNY"))
    # Of the 200 of a year ago, a and b pay 160 now; a pays more, of which GRR counts 100.
    assert (found["NRR"].value, found["NRR"].level) == (0.8, Level.WATCH)
    assert found["NRR"].note == ("GRR 70%, 4 customers",)
    assert found["Ten largest customers"].value == 1
    # The last twelve months: a 131, e 60, b 40 of 231.
    assert found["Ten largest customers"].note[0] == "A alone 56.7%"


def test_the_bridge_is_annual_and_names_who_moved() -> None:
    blocks = filled("revenue", INCOME)
    steps = one(blocks, Waterfall).steps
    assert [(each.name, each.value, each.note) for each in steps] == [
        ("2025-06", 2400, ""),
        ("New", 720, "e"),
        ("Expansion", 240, "A"),
        ("Contraction", -120, "B"),
        ("Churn", -600, "C, D"),
        ("2026-06", 2640, ""),
    ]
    rows = one(blocks, Grid, "Who moved").rows
    assert [(str(getattr(row[0], "id", "")), row[1], row[4]) for row in rows] == [
        ("e", Badge("New", Level.GOOD), Figure(60, "CNY")),
        ("c", Badge("Churn", Level.ACT), Figure(-30, "CNY")),
        ("a", Badge("Expansion", Level.GOOD), Figure(20, "CNY")),
        ("d", Badge("Churn", Level.ACT), Figure(-20, "CNY")),
        ("b", Badge("Contraction", Level.WATCH), Figure(-10, "CNY")),
    ]


def test_retention_is_followed_over_time() -> None:
    net, gross = one(filled("revenue", INCOME), Line, "Net and gross").series
    assert [each.value for each in net.points] == [0.8]
    assert [each.value for each in gross.points] == [0.7]


def test_where_revenue_comes_from_shows_the_unknown() -> None:
    blocks = filled("revenue", INCOME)
    regions = one(blocks, Bars, "By region").bars
    assert [(each.name, each.text) for each in regions] == [
        ("East China", "120 · 54.5%"),
        ("South China", "40 · 18.2%"),
        ("unknown", "60 · 27.3%"),
    ]
    (channel,) = one(blocks, Bars, "ARR by channel").bars
    assert (channel.name, channel.value) == ("Web", 720)


def test_bridges_stand_by_period_the_newest_first() -> None:
    rows = one(filled("revenue", INCOME), Grid, "Period by period").rows
    # In May a paid 1 alone: b and e came in June, a went from 1 to 120.
    assert rows[0] == (
        *("2026-06", Figure(1, "CNY"), Figure(100, "CNY"), Figure(119, "CNY")),
        *(None, None, Figure(220, "CNY"), 2, None),
    )


def test_revenue_without_facts_tells_how_to_begin() -> None:
    assert "`subject: revenue`" in one(filled("revenue", {}), Nothing).text
    assert "`subject: revenue`" in one(filled("revenue", {}, "zh"), Nothing).text


def test_revenue_in_chinese() -> None:
    blocks = filled("revenue", INCOME, "zh")
    assert tiles(blocks)["Income"].value == Figure(220, "元")
    assert [each.name for each in one(blocks, Waterfall).steps[1:5]] == [
        *("新增", "增购", "减购", "流失"),
    ]


# --- growth ----------------------------------------------------------------------------------


def test_growth_of_leads_and_of_every_metric() -> None:
    blocks = filled("growth", files(INCOME, metric("heads", [1, 2, 3], subject="users")))
    found = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert found == {
        "Income, on the year": (0.1, Level.GOOD),
        "Income, on the period before": (219, Level.GOOD),
        "heads, on the period before": (0.5, Level.GOOD),
    }
    assert [each.value for each in one(blocks, Line).series[0].points] == [0.1]
    assert [each.value for each in one(blocks, Columns, "heads").points] == [None, 1, 0.5]
    rows = one(blocks, Grid).rows
    assert [row[0].heading for row in rows] == ["Income", "heads"]  # type: ignore[attr-defined]
    assert isinstance(rows[1][1], Spark)
    # From 1 to 3 in two steps: √3 − 1 a month.
    assert rows[1][4:] == (0.5, None, pytest.approx(3**0.5 - 1), pytest.approx(3**0.5 - 1))


def test_growth_without_facts_tells_so() -> None:
    assert one(filled("growth", {}, "zh"), Nothing).text == "还没有指标有数值。"
