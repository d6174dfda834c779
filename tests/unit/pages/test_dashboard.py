"""What the dashboard's pages make of small bases: their numbers, and how they begin."""

from datetime import date

import pytest

from pmkb.charts import Bars, Bullet, Columns, Heat, Line, Shares, Waterfall
from pmkb.charts import Form as ChartForm
from pmkb.flow import Level
from pmkb.pages.block import Badge, Figure, Grid, Note, Nothing, Points, Records, Share, Spark
from tests.unit.metrics import bases
from tests.unit.pages.bench import filled, one, panelled, tiles
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


# --- users -----------------------------------------------------------------------------------

RUNNING = files(
    *(
        rec(f"customers/{each}", industry="finance", region="east", tier="key", title=each.upper())
        for each in "abc"
    ),
    dataset(
        "licences",
        "customer:text:customer version:text region:text:region n:integer",
        [
            *(f"{month},a,8.3,east,6" for month in months(13)[:-1]),
            "2025-06,b,8.3,south,4",
            *("2026-06,a,8.4,east,9", "2026-06,c,8.4,,3", "2026-06,b,8.3,south,3"),
        ],
    ),
    rec(
        "metrics/clusters",
        title="Clusters",
        subject="users",
        dataset="licences",
        type="simple",
        value="n",
        measures="stock",
        direction="up",
        dimensions="[customer, version, region]",
        targets='[{period: 2026-Q2, value: 20}, {period: "2027", value: 90}]',
    ),
)


def test_users_are_told_with_what_was_kept() -> None:
    found = tiles(filled("users", RUNNING))
    assert (found["Clusters"].value, found["Clusters"].level) == (Figure(15, ""), Level.ACT)
    assert found["On the year"].value == 0.5
    assert (found["Target 2026-Q2"].value, found["Target 2026-Q2"].level) == (0.75, Level.ACT)
    # Of the 10 of a year ago, a still has its 6 and b 3 of 4; with what a added, 12.
    assert (found["Kept of a year ago"].value, found["Kept of a year ago"].level) == (
        *(0.9, Level.GOOD),
    )
    assert found["Kept of a year ago"].note == ("120% with what they added",)
    assert found["Customers"].value == 3


def test_a_stock_is_bridged_as_it_is() -> None:
    steps = one(filled("users", RUNNING), Waterfall).steps
    assert [(each.value, each.note) for each in steps] == [
        *((10, ""), (3, "C"), (3, "A"), (-1, "B"), (0, ""), (15, "")),
    ]


def test_the_course_has_the_targets_it_has_reached() -> None:
    line = one(filled("users", RUNNING), Line)
    assert [(each.name, each.value) for each in line.targets] == [("Target 2026-Q2", 20)]


def test_every_value_of_every_dimension_tells_how_its_share_moved() -> None:
    rows = one(filled("users", RUNNING), Grid, "By every dimension").rows
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        ("8.4", "Version", Figure(12, ""), 0.8),
        ("8.3", "Version", Figure(3, ""), 0.2),
        ("East China", "Region", Figure(9, ""), 0.6),
        ("South China", "Region", Figure(3, ""), 0.2),
        ("unknown", "Region", Figure(3, ""), 0.2),
    ]
    gained = [row[4] for row in rows]
    assert all(isinstance(each, Points) for each in gained)
    # A year ago 8.3 had all, the east 6 of 10, the south 4.
    assert gained == pytest.approx([0.8, -0.8, 0, -0.2, 0.2])
    assert [row[6] for row in rows] == [None, pytest.approx(-0.7), 0.5, pytest.approx(-0.25), None]


def test_users_without_facts_tell_how_to_begin() -> None:
    assert "`subject: users`" in one(filled("users", {}), Nothing).text
    assert "`subject: users`" in one(filled("users", {}, "zh"), Nothing).text


# --- breakdowns ------------------------------------------------------------------------------


def test_breakdowns_begin_with_what_is_unknown_and_what_moved() -> None:
    found = tiles(filled("breakdowns", RUNNING))
    unknown, moved = found["Clusters: most unknown"], found["Clusters: moved most"]
    assert (unknown.value, unknown.note, unknown.level) == (0.2, ("Region",), Level.WATCH)
    # Versions are meant to move. The south lost as much as the unknown has won: the last by name.
    assert (moved.value, moved.note) == (pytest.approx(0.2), ("Region · unknown",))


def test_the_overview_has_the_largest_value_by_dimension() -> None:
    grid = one(filled("breakdowns", files(RUNNING, INCOME)), Heat, "Share of the largest")
    assert (grid.rows, grid.columns) == (("Income", "Clusters"), ("Customer", "Region", "Version"))
    told = [[cell and (cell.text, cell.level, cell.note) for cell in row] for row in grid.cells]
    assert told == [
        [
            ("55%", None, "A"),
            ("55%", Level.ACT, "East China, 27.3% unknown"),
            None,
        ],
        [
            ("60%", None, "A"),
            ("60%", Level.WATCH, "East China, 20% unknown"),
            ("80%", None, "8.4"),
        ],
    ]


def test_the_mix_of_a_dimension_is_split_from_its_volume() -> None:
    blocks = filled("breakdowns", RUNNING)
    steps = one(blocks, Waterfall, "Mix shift by region").steps
    # All alike: 10 becomes 15. The unknown came with 3; the south would have had 6, and has 3.
    assert [(each.name, each.value) for each in steps] == [
        *(("2025-06", 10), ("All alike", 5), ("unknown", 3), ("South China", -3), ("2026-06", 15)),
    ]
    shares = one(blocks, Shares, "By version")
    assert [each.name for each in shares.parts] == ["8.3", "8.4"]
    assert len(shares.parts[0].points) == 13


def test_pairs_of_dimensions_stand_in_a_grid() -> None:
    both = rec("customers/d", industry="energy", region="south", tier="key")
    facts = dataset(
        "sold",
        "region:text:region industry:text:industry n:integer",
        ["2026-06,east,finance,5", "2026-06,south,finance,2", "2026-06,south,energy,4"],
    )
    more = rec(
        "metrics/sold",
        subject="revenue",
        dataset="sold",
        type="simple",
        value="n",
        measures="flow",
        dimensions="[region, industry]",
    )
    grid = one(filled("breakdowns", files(both, facts, more)), Heat, "Industry × Region")
    assert (grid.rows, grid.columns) == (("Finance", "Energy"), ("South China", "East China"))
    assert [[cell and cell.value for cell in row] for row in grid.cells] == [[2, 5], [4, None]]


def test_breakdowns_without_dimensions_tell_how_to_begin() -> None:
    assert "`dimensions`" in one(filled("breakdowns", metric("m", [1, 2]), "zh"), Nothing).text


# --- big deals -------------------------------------------------------------------------------


def deal(name: str, amount: int, **fields: object) -> dict[str, str]:
    known: dict[str, object] = {
        "customer": "a",
        "stage": "poc",
        "amount": f"{amount} CNY",
        "opened": "2026-01-01",
        "close": "2026-09-30",
        "probability": 50,
    }
    return rec(f"opportunities/{name}", **(known | fields))


DEALS = files(
    INCOME,
    rec("metrics/limit", dataset="facts", type="simple", measures="flow", big_deal="100 CNY"),
    deal("large", 300, title="Large", close="2026-06-01"),
    deal("medium", 100, title="Medium"),
    deal("small", 99),
    deal("won", 200, stage="won", closed="2026-02-01"),
    deal("long-ago", 900, stage="won", closed="2025-06-01"),
    deal("lost", 150, stage="lost", closed="2026-03-01", lost_reason="price"),
)


def test_big_deals_are_counted_from_the_threshold_up() -> None:
    found = {
        label: (each.value, each.level) for label, each in tiles(filled("big-deals", DEALS)).items()
    }
    assert found == {
        "Open big deals": (2, None),
        # 300 and 100 of 499 open; the largest alone is 60 %.
        "Of the open pipeline": (pytest.approx(400 / 499), Level.WATCH),
        "Past their close date": (1, Level.ACT),
        "Won": (1, None),
        "Lost": (1, None),
    }


def test_big_deals_show_what_is_weighted_and_what_is_late() -> None:
    blocks = filled("big-deals", DEALS)
    bars = one(blocks, Bars, "Open").bars
    assert [(each.name, each.value, each.part, each.level) for each in bars] == [
        ("Large", 300, 150, Level.ACT),
        ("Medium", 100, 50, Level.WATCH),  # nothing has moved since January
    ]
    closed = one(blocks, Records, "Closed").records
    assert [each.id for each in closed] == ["won", "lost"]


def test_without_a_threshold_nothing_is_big() -> None:
    assert "`big_deal`" in one(filled("big-deals", deal("d", 5)), Nothing).text
    assert "大单" in one(filled("big-deals", {}, "zh"), Nothing).text


# --- goals -----------------------------------------------------------------------------------


def goal(name: str, readings: dict[str, float], **fields: object) -> dict[str, str]:
    """A goal from 10 to 110 within 2026, of which 180 of 364 days are over."""
    written = ", ".join("{" + f"date: {day}, value: {n}" + "}" for day, n in readings.items())
    known: dict[str, object] = {
        "title": name.capitalize(),
        "baseline": 10,
        "target": 110,
        "start": "2026-01-01",
        "due": "2026-12-31",
        "readings": f"[{written}]",
    }
    return rec(f"goals/{name}", **(known | fields))


GOALS = files(
    rec("product", title="P", goal="Be first", stage="growth", north_star="Clusters"),
    goal("fine", {"2026-03-31": 40, "2026-06-30": 60, "2026-07-31": 99}, unit="家"),
    goal("slow", {"2026-06-30": 30}, parent="fine"),
    goal("blind", {}),
    goal("later", {}, start="2026-10-01"),
    goal("won", {"2026-06-01": 120}),
    goal("old", {}, status="abandoned"),
)


def test_goals_are_counted_by_how_they_run() -> None:
    blocks = filled("goals", GOALS)
    assert one(blocks, Note).text == "Be first. North star: Clusters"
    found = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert found == {
        "Off track": (1, Level.ACT),
        "Not measured": (1, Level.UNKNOWN),
        "On track": (1, Level.GOOD),
        "Furthest behind: Slow": (0.2, Level.ACT),
    }
    assert tiles(blocks)["On track"].note == ("of 5 goals", "· 1 reached, 1 not started")


def test_progress_stands_beside_what_is_due() -> None:
    kpis = one(filled("goals", GOALS), Bullet).kpis
    assert [(each.name, each.actual, each.level) for each in kpis] == [
        ("Slow", 0.2, Level.ACT),
        ("Blind", None, Level.UNKNOWN),
        ("Fine", 0.5, Level.GOOD),
        ("Won", 1.1, Level.GOOD),
        ("Later", None, Level.GOOD),
    ]
    assert kpis[0].expected == pytest.approx(180 / 364)


def test_the_way_of_a_goal_ends_with_the_day() -> None:
    line = one(filled("goals", GOALS), Line, "Fine")
    actual, ideal = line.series
    assert [(each.at, each.value) for each in actual.points] == [
        (date(2026, 3, 31), 40),
        (date(2026, 6, 30), 60),
    ]
    assert [each.value for each in ideal.points] == [10, 110]


def test_a_goal_shows_what_is_left_and_who_contributes() -> None:
    blocks = panelled("goal:fine", GOALS)
    found = tiles(blocks)
    assert (found["Progress"].value, found["Still to go"].value) == (0.5, Figure(50, "家"))
    assert found["Days left"].value == 184
    assert [each.id for each in one(blocks, Records).records] == ["slow"]


@pytest.mark.parametrize(
    ("unit", "form"), [({}, ChartForm.SHARE), ({"unit": "x"}, ChartForm.NUMBER)]
)
def test_a_goal_for_a_ratio_is_told_in_per_cent(unit: dict[str, str], form: ChartForm) -> None:
    base = files(
        metric("won", [10, 20, 30], measures="flow"),
        metric("tried", [100, 100, 100], measures="flow"),
        rec(
            "metrics/rate",
            type="ratio",
            numerator="won",
            denominator="tried",
            measures="flow",
        ),
        goal("win", {}, baseline=0.1, target=0.5, metric="rate", **unit),
    )
    blocks = panelled("goal:win", base)
    assert one(blocks, Line).form is form
    assert isinstance(tiles(blocks)["Still to go"].value, Share if not unit else Figure)


def test_goals_without_values_tell_what_to_write() -> None:
    assert "`readings`" in one(panelled("goal:blind", GOALS, "zh"), Note).text
    assert one(filled("goals", {}, "zh"), Nothing).text == "没有进行中的目标。"


# --- inflections -----------------------------------------------------------------------------

LEVELS = [100, 101, 99, 100, 102, 98, 100, 101, 99, 100, 101, 100]
"""A year about a level."""


def stepped(name: str, before: int, after: int, **fields: object) -> dict[str, str]:
    """A metric with two years of months, the last ten of which are about another level."""
    course = [before + each - 100 for each in (*LEVELS, 100, 99)]
    course += [after + each - 100 for each in LEVELS[:10]]
    return metric(name, course, direction="up", **fields)


ANSWER = rec(
    "responses/cut",
    status="in-progress",
    metric="worse",
    period="2025-09",
    finding="F",
    action="A",
    due="2026-06-20",
)
SHIFTED = files(
    stepped("worse", 300, 200, title="Worse"),
    stepped("better", 200, 300, title="Better"),
    rec("releases/v2", version='"2.0"', status="released", released="2025-08-20"),
    ANSWER,
    rec("responses/done", status="closed", finding="F", closed="2026-01-31"),
)


def test_turns_and_responses_are_counted() -> None:
    found = {
        label: (each.value, each.level)
        for label, each in tiles(filled("inflections", SHIFTED)).items()
    }
    assert found == {
        "Turns within a year": (2, None),
        "Without a response": (1, Level.WATCH),
        "Responses open": (1, None),
        "Responses overdue": (1, Level.ACT),
        "Responses closed": (1, None),
    }


def test_a_turn_for_the_worse_without_a_response_is_urgent() -> None:
    without = {path: text for path, text in SHIFTED.items() if "cut" not in path}
    tile = tiles(filled("inflections", without))["Without a response"]
    assert (tile.value, tile.note, tile.level) == (2, ("1 for the worse",), Level.ACT)


def test_turns_tell_what_happened_near_them() -> None:
    blocks = filled("inflections", SHIFTED)
    rows = {row[0].heading: row for row in one(blocks, Grid, "Turns within").rows}  # type: ignore[attr-defined]
    worse, better = rows["Worse"], rows["Better"]
    assert worse[1] == better[1] == "2025-09"
    assert worse[4] == pytest.approx(-1 / 3, abs=0.01)
    assert [each.id for each in worse[6]] == ["cut"]  # type: ignore[attr-defined]
    assert better[6] == Badge("none", Level.WATCH)
    assert [each.id for each in worse[8]] == ["v2"]  # type: ignore[attr-defined]
    marks = {each.title: each.inflections for each in blocks if isinstance(each, Line)}
    assert [(each.at, each.level) for each in marks["Worse"]] == [(date(2025, 9, 1), Level.ACT)]
    assert [(each.at, each.level) for each in marks["Better"]] == [(date(2025, 9, 1), Level.GOOD)]


def test_responses_stand_by_what_is_left_of_them() -> None:
    blocks = filled("inflections", SHIFTED)
    assert [each.id for each in one(blocks, Records, "Open").records] == ["cut"]
    assert [each.id for each in one(blocks, Records, "Closed").records] == ["done"]


def test_slow_trends_are_told_too() -> None:
    rising = metric("rising", range(10, 34), direction="up")
    (row,) = one(filled("inflections", rising), Grid, "Slow trends").rows
    assert row[1:] == (Badge("rising", Level.GOOD), Figure(1, ""), "below 0.001", 24)
    assert "twelve whole periods" in one(filled("inflections", rising), Note).text


def test_nothing_can_turn_without_facts() -> None:
    assert one(filled("inflections", {}, "zh"), Nothing).text.startswith("还没有可判断的拐点")


# --- what records show -----------------------------------------------------------------------


def test_a_metric_shows_its_targets_its_parts_and_its_periods() -> None:
    blocks = panelled("metric:clusters", RUNNING)
    (aim,) = one(blocks, Bullet).kpis
    assert (aim.name, aim.actual, aim.target, aim.level) == ("2026-Q2", 15, 20, Level.ACT)
    assert [each.name for each in one(blocks, Shares, "By region").parts] == [
        *("East China", "South China", "unknown"),
    ]
    grid = one(blocks, Heat)
    assert (grid.title, grid.rows) == ("Version × Region", ("8.4", "8.3"))
    rows = one(blocks, Grid, "By period").rows
    assert rows[0] == ("2026-06", Figure(15, ""), 1.5, 0.5)
    assert rows[-1] == ("2025-06", Figure(10, ""), None, None)


def test_a_metric_without_a_target_shows_where_it_leads() -> None:
    found = tiles(panelled("metric:free", metric("free", range(10, 34))))
    assert (found["Trend"].value, found["Trend"].note[0]) == ("Rising", Figure(1, ""))
    assert found["Forecast 2026"].value == Figure(39, "")


def test_a_metric_without_facts_says_so() -> None:
    bare = rec("metrics/m", type="simple", measures="flow")
    assert "算不出数" in one(panelled("metric:m", bare, "zh"), Note).text


def test_a_dataset_shows_how_fresh_and_how_full_it_is() -> None:
    rows = ["2026-04,1", "2026-04,2", "2026-05,x", "2026-05,4", "2026-07,9"]
    late = dataset("late", "n:integer", rows, max_age="20d")
    more = rec("metrics/n", dataset="late", type="simple", value="n", measures="flow")
    blocks = panelled("dataset:late", files(late, more))
    found = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert found == {
        "Rows": (5, None),
        "Period covered": ("2026-05", None),
        "Age (days)": (30, Level.ACT),
        # A cell that is no number, facts that are too old, and June missing before July.
        "Findings": (3, Level.WATCH),
    }
    assert [(each.label, each.value) for each in one(blocks, Columns).points] == [
        *(("2026-04", 2), ("2026-05", 2)),
    ]
    assert [each.id for each in one(blocks, Records).records] == ["n"]


def test_a_dataset_without_a_file_says_so() -> None:
    gone = rec("datasets/gone", path="datasets/gone.csv", grain="month", columns="[]")
    assert "datasets/gone.csv" in one(panelled("dataset:gone", gone, "zh"), Note).text


def test_a_response_shows_how_its_metric_has_run_since() -> None:
    blocks = panelled("response:cut", SHIFTED)
    found = tiles(blocks)
    assert (found["Worse"].value, found["In 2025-09"].value) == (Figure(200, ""), Figure(200, ""))
    assert (found["Since then"].value, found["Since then"].level) == (0, Level.GOOD)
    marks = one(blocks, Line).inflections
    assert [(each.at, each.name) for each in marks] == [(date(2025, 9, 1), "2025-09: response")]
    assert panelled("response:done", SHIFTED) == ()


def test_a_criterion_shows_its_metric_against_what_it_asks() -> None:
    asked = rec(
        "criteria/c",
        area="product",
        statement="S",
        metric="free",
        comparison="at-least",
        value=32,
    )
    blocks = panelled("criterion:c", files(metric("free", range(10, 34), title="Free"), asked))
    found = tiles(blocks)
    assert (found["Standing"].value, found["Standing"].level) == ("Met", Level.GOOD)
    assert found["Standing"].note == ("since", date(2026, 5, 31))
    assert found["Free"].value == Figure(33, "")
    assert [(each.name, each.value) for each in one(blocks, Line).targets] == [("at least", 32)]


# --- Metrics ---------------------------------------------------------------------------------

HALVES = [f"2025-{at:02d}" for at in range(7, 13)] + [f"2026-{at:02d}" for at in range(1, 7)]
WON = "month,region,amount,count\n" + "".join(
    f"{month},east,5,10\n{month},west,{1 if at < 8 else 7},10\n" for at, month in enumerate(HALVES)
)


def test_turn_of_a_share_tells_in_points_what_moved() -> None:
    made = (
        bases.dataset(WON)
        | bases.metric("won", dimensions="[region]")
        | bases.metric("tried", value="count", dimensions="[region]")
        | bases.metric("rate", type="ratio", numerator="won", denominator="tried")
    )
    (turn,) = one(panelled("metric:rate", made), Grid, "Where it turned").rows
    assert turn[1] == "2026-03"
    assert turn[7] == ("Region west +30 points",)
