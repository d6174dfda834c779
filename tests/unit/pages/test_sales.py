"""What the sales pages make of small bases: their numbers, what they leave out, how they begin."""

from datetime import date
from decimal import Decimal

import pytest

from pmkb.charts import Bars, Bullet, Columns, Heat, Line, Timeline, Waterfall
from pmkb.flow import Level
from pmkb.kinds.sales.customer import UP_TO_DATE
from pmkb.pages.block import Badge, Grid, Records
from pmkb.values import Money
from tests.knowledge import front_matter
from tests.unit.pages.bench import filled, one, panelled, tiles


def cny(amount: int) -> Money:
    return Money(Decimal(amount), "CNY")


def ids(values: object) -> list[str]:
    assert isinstance(values, tuple | list)
    return [each.id for each in values]


PEOPLE = {
    "contacts/li-na.md": front_matter(title="李娜", role="Sales", team="sales"),
    "contacts/ma-xiao.md": front_matter(title="马晓", role="Sales", team="sales"),
}
BANK = {"title": "Bank", "industry": "finance", "region": "east", "tier": "key"}
GRID = {"title": "Grid", "industry": "energy", "region": "north", "tier": "strategic"}
REVENUE = {
    "metrics/revenue.md": """\
---
title: Revenue
type: simple
subject: revenue
dataset: revenue
value: amount
measures: flow
unit: CNY
targets: [{period: "2026", value: 1000}]
---
""",
    "datasets/revenue.md": """\
---
title: Revenue
path: datasets/revenue.csv
grain: month
columns:
  - {name: month, type: period}
  - {name: amount, type: decimal, unit: CNY}
---
""",
    "datasets/revenue.csv": "month,amount\n"
    + "".join(f"2026-{month:02},60\n" for month in range(1, 7)),
}


# --- the pipeline ----------------------------------------------------------------------------


def deal(title: str, stage: str, opened: str, **more: object) -> str:
    fields = {"title": title, "customer": "bank", "stage": stage, "opened": opened, **more}
    return front_matter(**fields)


DEALS = {
    **PEOPLE,
    "customers/bank.md": front_matter(**BANK),
    "customers/grid.md": front_matter(**GRID),
    "competitors/rival.md": front_matter(title="Rival", vendor="R"),
    "opportunities/sure.md": deal(
        "Sure",
        "negotiation",
        "2026-06-10",
        amount="500 CNY",
        moved="2026-06-20",
        close="2026-09-30",
        baseline_close="2026-08-31",
        owner="li-na",
        next_action="{what: Call, due: 2026-06-29}",
    ),
    "opportunities/late.md": deal(
        "Late", "lead", "2026-05-01", amount="400 CNY", close="2026-06-15", owner="ma-xiao"
    ),
    "opportunities/quiet.md": deal(
        "Quiet", "qualified", "2026-01-01", amount="100 CNY", close="2027-02-28", owner="li-na"
    ),
    "opportunities/vague.md": deal("Vague", "poc", "2026-06-01"),
    "opportunities/won.md": deal(
        "Won", "won", "2026-01-10", amount="300 CNY", closed="2026-06-25", owner="li-na"
    ),
    "opportunities/lost.md": deal(
        "Lost", "lost", "2026-01-10", amount="100 CNY", closed="2026-02-01", owner="li-na",
        competitors="[rival]", customer="grid",
    ),
    "opportunities/old.md": deal(
        "Old", "lost", "2025-01-10", amount="100 CNY", closed="2025-06-30", owner="li-na"
    ),
}  # fmt: skip


def test_the_pipeline_is_open_weighted_and_held_up() -> None:
    found = tiles(filled("pipeline", DEALS))
    assert (found["Open"].value, found["Open"].note) == (
        cny(1000),
        ("4 deals", Badge("1 without an amount", Level.UNKNOWN)),
    )
    # 0.8 of 500, 0.05 of 400, 0.2 of 100.
    assert found["Weighted"].value == cny(440)
    late, stalled = found["Close date passed"], found["Stalled"]
    assert (late.value, late.note, late.level) == (1, (cny(400),), Level.ACT)
    assert (stalled.value, stalled.note, stalled.level) == (1, (cny(100),), Level.WATCH)
    # Won 300 and lost 100 within the twelve months; what was lost before counts no more.
    won = found["Win rate, 12 months"]
    assert (won.value, won.note) == (0.5, ("1 of 2 deals", "· by amount", 0.75))


def test_the_pipeline_covers_what_is_missing_to_the_target() -> None:
    blocks = filled("pipeline", {**DEALS, **REVENUE})
    covered = tiles(blocks)["Target gap covered"]
    # 1000 less six times 60 is 640; 500 and 400 should close this year, weighted 400 and 20.
    assert (covered.value, covered.note[1], covered.level) == (900 / 640, 420 / 640, Level.WATCH)
    assert covered.note[3] == cny(640)
    steps = one(blocks, Waterfall).steps
    assert [(each.name, each.value) for each in steps] == [
        ("Reached", 360),
        ("Negotiation", 400),
        ("Lead", 20),
        ("Not covered", 220),
        ("Target", 1000),
    ]


@pytest.mark.parametrize(
    ("target", "level", "last"),
    [(400, Level.GOOD, ("Beyond", -380)), (1400, Level.ACT, ("Not covered", 620))],
)
def test_a_target_within_reach_is_well_and_one_beyond_it_is_not(
    target: int, level: Level, last: tuple[str, int]
) -> None:
    metric = REVENUE["metrics/revenue.md"].replace("value: 1000}", f"value: {target}}}")
    blocks = filled("pipeline", {**DEALS, **REVENUE, "metrics/revenue.md": metric})
    assert tiles(blocks)["Target gap covered"].level is level
    step = one(blocks, Waterfall).steps[-2]
    assert (step.name, step.value) == last


def test_coverage_without_a_target_is_unknown() -> None:
    blocks = filled("pipeline", DEALS)
    assert tiles(blocks)["Target gap covered"].level is Level.UNKNOWN
    assert not [each for each in blocks if isinstance(each, Waterfall)]


def test_stages_and_months_show_open_amounts_with_their_weight() -> None:
    blocks = filled("pipeline", DEALS)
    stages = one(blocks, Bars, "Open amount by stage")
    assert [(each.name, each.value, each.part) for each in stages.bars] == [
        ("Lead 1", 400, 20),
        ("Qualified 1", 100, 20),
        ("Negotiation 1", 500, 400),
    ]
    months = one(blocks, Bars, "When deals should close")
    assert [(each.name, each.value, each.level) for each in months.bars] == [
        ("passed · 1", 400, Level.ACT),
        ("2026-09 · 1", 500, None),
        ("2027-02 · 1", 100, None),
        ("no day · 1", 0, Level.UNKNOWN),
    ]


def test_postponed_deals_show_by_how_much() -> None:
    found = one(filled("pipeline", DEALS), Bars, "Postponed")
    assert [(each.name, each.value) for each in found.bars] == [("Sure", 30)]
    assert "3 deals have no baseline" in found.note


def test_changes_of_the_last_month_are_told_newest_first() -> None:
    rows = one(filled("pipeline", DEALS), Grid, "What changed").rows
    told = [
        (getattr(row[0], "id", ""), getattr(row[1], "text", row[1]), str(row[2])) for row in rows
    ]
    assert told == [
        ("won", "Won", "2026-06-25"),
        ("sure", "→ Negotiation", "2026-06-20"),
        ("sure", "opened", "2026-06-10"),
        ("vague", "opened", "2026-06-01"),
    ]


def test_owners_are_told_apart_and_those_unknown_come_last() -> None:
    rows = one(filled("pipeline", DEALS), Grid, "By owner").rows
    told = {getattr(row[0], "id", row[0]): row[1:] for row in rows}
    assert told == {
        "li-na": (2, cny(600), cny(420), 0, 1, 1, cny(300), 0.5),
        "ma-xiao": (1, cny(400), cny(20), 1, 0, 0, cny(0), None),
        "unknown": (1, cny(0), cny(0), 0, 0, 0, cny(0), None),
    }
    assert [*told] == ["li-na", "ma-xiao", "unknown"]


def test_win_rates_name_how_many_were_decided() -> None:
    blocks = filled("pipeline", DEALS)
    rivals = one(blocks, Bars, "Against a rival")
    assert [(each.name, each.value) for each in rivals.bars] == [
        ("Rival 0/1", 0.0),
        ("none named 1/1", 1.0),
    ]
    industries = one(blocks, Bars, "By industry")
    assert [each.name for each in industries.bars] == ["Energy 0/1", "Finance 1/1"]


def test_open_deals_stand_by_weight_and_closed_ones_by_day() -> None:
    blocks = filled("pipeline", DEALS, "zh")
    assert ids(one(blocks, Records, "在途商机").records) == ["sure", "late", "quiet", "vague"]
    assert ids(one(blocks, Records, "赢单与丢单").records) == ["won", "lost", "old"]
    assert tiles(blocks)["近 12 个月赢单率"].note[0] == "2 个赢 1"


# --- key accounts ----------------------------------------------------------------------------


def contract(party: str, value: int, start: str = "2026-01-01", end: str = "2026-12-31") -> str:
    """Of twelve months, so that its value is the year's."""
    fields = {"title": party, "type": "subscription", "status": "signed", "party": party}
    return front_matter(**fields, signed=start, value=f"{value} CNY", start=start, end=end)


ACCOUNTS = {
    **PEOPLE,
    "partners/tian.md": front_matter(title="Tian", type="integrator"),
    "customers/bank.md": front_matter(
        **BANK, health="red", source="partner", source_ref="tian", last_contact="2026-06-20"
    ),
    "customers/grid.md": front_matter(
        **GRID, health="green", source="partner", source_ref="tian", last_contact="2025-11-30"
    ),
    "customers/fund.md": front_matter(
        title="Fund", industry="finance", region="east", tier="key", last_contact="2026-06-20"
    ),
    "customers/shop.md": front_matter(
        title="Shop", industry="retail", region="east", tier="growth", source="direct",
        last_contact="2026-06-20",
    ),
    "customers/free.md": front_matter(
        title="Free", industry="education", region="northwest", tier="standard", source="direct"
    ),
    "customers/gone.md": front_matter(
        title="Gone", industry="finance", region="east", tier="key", status="churned"
    ),
    "contracts/bank.md": contract("bank", 600),
    "contracts/grid.md": contract("grid", 300, "2025-09-01", "2026-08-31"),
    "contracts/shop.md": contract("shop", 100),
}  # fmt: skip


def test_key_accounts_are_counted_with_the_revenue_that_hangs_on_them() -> None:
    found = tiles(filled("key-accounts", ACCOUNTS))
    assert {label: (each.value, each.level, each.note) for label, each in found.items()} == {
        "Key accounts": (3, None, ("of 5 customers",)),
        "Their ARR": (cny(900), None, (0.9, "of all ARR")),
        "At risk": (1, Level.ACT, ("ARR", cny(600))),
        "Health not judged": (1, Level.UNKNOWN, ("ARR", cny(0))),
        "Visit overdue or silent": (1, Level.ACT, ("ARR", cny(300))),
        "Contract ends in 90 days": (1, Level.WATCH, ("ARR", cny(300))),
    }


def test_accounts_stand_in_grids_by_revenue_and_worst_health() -> None:
    blocks = filled("key-accounts", ACCOUNTS)
    industry = one(blocks, Heat, "ARR and health: industry")
    assert (industry.rows, industry.columns) == (
        ("Finance", "Energy", "Retail"),
        ("Strategic", "Key account", "Growth"),
    )
    told = [[cell and (cell.value, cell.level) for cell in row] for row in industry.cells]
    assert told == [
        [None, (600, Level.ACT), None],
        [(300, Level.GOOD), None, None],
        [None, None, (100, Level.UNKNOWN)],
    ]
    region = one(blocks, Heat, "ARR and health: region")
    assert region.rows == ("East China", "North China")
    east = region.at(0, 1)
    assert east is not None
    assert (east.value, east.note) == (600, "Bank · Fund")


def test_sources_of_accounts_are_counted_with_their_share_and_those_unknown() -> None:
    blocks = filled("key-accounts", ACCOUNTS)
    sources = one(blocks, Bars, "ARR by account source")
    assert [(each.name, each.value, each.level) for each in sources.bars] == [
        ("Direct 2 · 10%", 100, None),
        ("Partner 2 · 90%", 900, None),
        ("unknown 1 · 0%", 0, Level.UNKNOWN),
    ]
    rows = one(blocks, Grid, "Where accounts came from").rows
    assert [(getattr(row[0], "id", row[0]), *row[1:]) for row in rows] == [
        ("tian", "Partner", 2, 2, cny(900), 0.9),
        ("not told", "Direct", 2, 0, cny(100), 0.1),
        ("not told", "unknown", 1, 1, cny(0), 0.0),
    ]


def test_silent_accounts_are_named_by_what_they_pay() -> None:
    blocks = filled("key-accounts", ACCOUNTS, "zh")
    assert ids(one(blocks, Records, "失联客户").records) == ["grid", "free"]
    assert ids(one(blocks, Records, "全部大客户").records) == ["bank", "grid", "fund"]
    assert ids(one(blocks, Records, "其他付费客户").records) == ["shop"]
    largest = one(blocks, Bars, "ARR 最多的客户")
    assert [each.name for each in largest.bars] == ["Bank", "Grid", "Shop"]
    assert largest.note == "前 3 家合计占 ARR 100%"


# --- visits and follow-ups -------------------------------------------------------------------


def visit(customer: str, day: str, **more: object) -> str:
    fields = {"title": f"{customer} {day}", "customer": customer, "date": day, "mode": "remote"}
    return front_matter(**{**fields, **more})


VISITS = {
    **PEOPLE,
    # A key account every three months: due since 1 June.
    "customers/bank.md": front_matter(**BANK, owner="li-na"),
    # A strategic one every month: due on 10 July.
    "customers/grid.md": front_matter(
        **GRID, owner="ma-xiao", next_action="{what: Offer, due: 2026-06-20, owner: li-na}"
    ),
    # Every six months, which is in December.
    "customers/shop.md": front_matter(
        title="Shop", industry="retail", region="east", tier="growth", since="2026-06-01"
    )
    + "\n- [ ] send the plan @ma-xiao due:2026-07-05\n- [x] done already\n- [ ] some day\n",
    "customers/fund.md": front_matter(title="Fund", industry="finance", region="east", tier="key"),
    "visits/one.md": visit("bank", "2026-03-01", satisfaction=2, owner="li-na"),
    "visits/two.md": visit(
        "grid", "2026-06-10", satisfaction=5, owner="li-na",
        follow_ups="[{what: Report, due: 2026-08-30}, {what: Kept, due: 2026-06-12, "
        "done: 2026-06-11}]",
    ),
    "visits/old.md": visit("grid", "2025-06-01", satisfaction=1),
    "visits/next.md": visit("grid", "2026-07-20"),
}  # fmt: skip


def test_visits_are_overdue_and_due_by_the_cadence() -> None:
    found = tiles(filled("visits", VISITS))
    assert {label: (each.value, each.level, each.note) for label, each in found.items()} == {
        "Visit overdue": (1, Level.ACT, ("1 of 3 key accounts",)),
        "Visit due soon": (1, Level.WATCH, ("within 14 days", "·", "1 of 3 key accounts")),
        "Satisfaction, 12 months": (3.5, Level.WATCH, ("of 5 · 2 scores, 1 low",)),
        "Follow-ups overdue": (1, Level.ACT, ("of 4 open",)),
        "Silent for 180 days": (0, Level.GOOD, ()),
        "No touch on record": (1, Level.UNKNOWN, ()),
    }


def test_visits_are_drawn_from_the_last_touch_to_the_day_they_are_due() -> None:
    chart = one(filled("visits", VISITS), Timeline)
    told = [(each.name, each.start, each.end, each.level) for each in chart.tasks]
    assert told == [
        ("Bank", date(2026, 3, 1), date(2026, 6, 1), Level.ACT),
        ("Grid", date(2026, 6, 10), date(2026, 7, 10), Level.WATCH),
    ]
    held = [(str(each.day), each.sort, each.level) for each in chart.tasks[1].moments]
    assert held == [
        ("2025-06-01", "Dissatisfied (1–2)", Level.ACT),
        ("2026-06-10", "Satisfied (4–5)", Level.GOOD),
    ]
    assert "1 due later stand in the table" in chart.note


def test_promises_are_told_with_whom_they_are_for_and_who_gave_them() -> None:
    blocks = filled("visits", VISITS)
    soon = one(blocks, Grid, "What we promised").rows
    told = [
        (row[0], getattr(row[1], "text", ""), *(getattr(cell, "id", cell) for cell in row[3:]))
        for row in soon
    ]
    assert told == [
        ("Offer", "Overdue", "grid", "grid", "li-na"),
        ("send the plan", "Within 7 days", "shop", "shop", "ma-xiao"),
        ("some day", "No day", "shop", "shop", "unknown"),
    ]
    (later,) = one(blocks, Grid, "Follow-ups to come").rows
    assert (later[0], getattr(later[5], "id", "")) == ("Report", "li-na")


def test_satisfaction_is_the_mean_of_each_quarter() -> None:
    columns = one(filled("visits", VISITS), Columns)
    assert [(each.label, each.value) for each in columns.points] == [
        ("2025-Q2", 1.0),
        ("2026-Q1", 2.0),
        ("2026-Q2", 5.0),
    ]


def test_everybody_sees_what_is_due_from_them() -> None:
    blocks = filled("visits", VISITS, "zh")
    rows = {getattr(row[0], "id", row[0]): row[1:] for row in one(blocks, Grid, "按人").rows}
    assert rows == {
        "li-na": (1, 1, 2, 2, 1),
        "ma-xiao": (1, 0, 0, 1, 0),
        "未知": (2, 0, 0, 1, 0),
    }
    assert ids(one(blocks, Records, "近 12 个月的回访").records) == ["two", "one"]


# --- competitors -----------------------------------------------------------------------------


def claims(*rows: tuple[str, str, str, str]) -> str:
    """A comparison from capability, us, them and the day."""
    return (
        "["
        + ", ".join(
            f'{{capability: {name}, us: "{us}", them: "{them}", as_of: {day}, '
            'source: "https://docs.example/a"}'
            for name, us, them, day in rows
        )
        + "]"
    )


MARKET = {
    **PEOPLE,
    "customers/bank.md": front_matter(**BANK),
    "competitors/strong.md": front_matter(
        title="Strong",
        vendor="S",
        comparison=claims(
            ("Keys", "no", "yes", "2026-06-01"),
            ("Audit", "yes", "yes", "2025-12-01"),
            ("Packages", "yes", "no", "2026-06-01"),
        ),
    ),
    "competitors/weak.md": front_matter(
        title="Weak", vendor="W", comparison=claims(("Audit", "partial", "no", "2026-06-01"))
    ),
    "competitors/new.md": front_matter(title="New", vendor="N"),
    "signals/cut.md": front_matter(
        title="Cut", date="2026-06-02", competitor="strong", type="price", impact="high"
    ),
    "signals/talk.md": front_matter(
        title="Talk", date="2026-05-30", competitor="weak", type="people", impact="low"
    ),
    "opportunities/a.md": deal(
        "A", "lost", "2026-01-01", closed="2026-03-01", competitors="[strong]", amount="100 CNY"
    ),
    "opportunities/b.md": deal(
        "B", "lost", "2026-01-01", closed="2026-04-01", competitors="[strong, weak]"
    ),
    "opportunities/c.md": deal(
        "C", "won", "2026-01-01", closed="2026-04-01", competitors="[strong, weak]"
    ),
    "opportunities/d.md": deal(
        "D", "proposal", "2026-06-01", competitors="[strong, weak]", amount="200 CNY"
    ),
    "opportunities/e.md": deal("E", "won", "2026-01-01", closed="2026-04-01"),
}


def test_the_market_is_won_lost_unanswered_and_stale() -> None:
    found = tiles(filled("competitors", MARKET))
    assert {label: (each.value, each.level, each.note) for label, each in found.items()} == {
        # Deals that name several rivals count once; E names none.
        "Win rate against rivals": (1 / 3, Level.WATCH, ("1 of 3 deals",)),
        "Open against rivals": (cny(200), None, ("1 deal",)),
        "Signals unanswered": (1, Level.ACT, ("of high impact",)),
        "New in 30 days": (1, None, ("newest", date(2026, 6, 2))),
        "Behind on capabilities": (1, Level.WATCH, ("of 3 compared",)),
        "Stale claims": (1, Level.WATCH, ("of 4 claims",)),
    }


def test_win_rates_are_told_by_rival_the_hardest_first() -> None:
    blocks = filled("competitors", MARKET)
    rates = one(blocks, Bars, "Win rate by rival")
    assert [(each.name, each.value, each.level) for each in rates.bars] == [
        ("Strong 1/3", 1 / 3, Level.ACT),
        ("Weak 1/2", 0.5, None),
    ]
    assert "1 not met in a decided deal" in rates.note
    stake = one(blocks, Bars, "Open deals at stake")
    assert [(each.name, each.value, each.part) for each in stake.bars] == [
        ("Strong 1", 200, 120),
        ("Weak 1", 200, 120),
    ]


def test_capabilities_are_compared_and_contradictions_show() -> None:
    grid = one(filled("competitors", MARKET), Heat)
    assert (grid.rows, grid.columns) == (("Keys", "Audit", "Packages"), ("We", "Strong", "Weak"))
    told = [[cell and (cell.text, cell.brief, cell.level) for cell in row] for row in grid.cells]
    assert told == [
        [("Not supported", "✗", None), ("Supported", "✓", Level.ACT), None],
        [
            ("Supported / Partly", "✓/◐", Level.UNKNOWN),
            ("Supported?", "✓?", Level.WATCH),
            ("Not supported", "✗", Level.GOOD),
        ],
        [("Supported", "✓", None), ("Not supported", "✗", Level.GOOD), None],
    ]


def test_every_claim_says_whether_we_are_ahead_and_where_it_can_be_checked() -> None:
    blocks = filled("competitors", MARKET, "zh")
    rows = one(blocks, Grid, "全部对比项").rows
    oldest = rows[0]
    assert (oldest[0], getattr(oldest[4], "text", ""), getattr(oldest[6], "text", "")) == (
        "Audit",
        "持平",
        "已过时",
    )
    assert oldest[7] == "[docs.example](https://docs.example/a)"
    by_rival = {getattr(row[0], "id", ""): row[2:] for row in one(blocks, Grid, "按竞品").rows}
    assert by_rival == {
        "strong": (1 / 3, 1, 2, cny(200), 1, 1, date(2026, 6, 2)),
        "weak": (0.5, 1, 1, cny(200), 1, 0, date(2026, 5, 30)),
        "new": (None, 0, 0, cny(0), 0, 0, None),
    }
    assert ids(one(blocks, Records, "输给竞品的商机").records) == ["b", "a"]


# --- channels --------------------------------------------------------------------------------


def channel(title: str, regions: str = "[east]", **more: object) -> str:
    return front_matter(title=title, type="agent", regions=regions, **more)


# On 30 June 180 of 364 days have passed.
OF_2026 = {"target_from": "2026-01-01", "target_to": "2026-12-31"}
CHANNELS = {
    **PEOPLE,
    "channels/good.md": channel("Good", target="1000 CNY", **OF_2026),
    "channels/poor.md": channel("Poor", "[north, south]", target="1000 CNY", **OF_2026),
    "channels/past.md": channel(
        "Past", "[]", target="10 CNY", target_from="2025-01-01", target_to="2025-12-31"
    ),
    "customers/bank.md": front_matter(**BANK, source_ref="good"),
    "customers/grid.md": front_matter(**GRID, source_ref="poor"),
    "customers/shop.md": front_matter(
        title="Shop", industry="retail", region="overseas", tier="growth"
    ),
    "customers/fund.md": front_matter(
        title="Fund", industry="finance", region="south", tier="key", source_ref="good"
    ),
    "contracts/bank.md": contract("bank", 600),
    "contracts/grid.md": contract("grid", 100),
    "contracts/shop.md": contract("shop", 300),
    "opportunities/a.md": deal("A", "proposal", "2026-06-01", channel="poor", amount="200 CNY"),
    "opportunities/b.md": deal("B", "lost", "2026-01-01", channel="poor", closed="2026-02-01"),
}


def test_channels_are_held_against_the_targets_of_the_day() -> None:
    blocks = filled("channels", CHANNELS)
    found = {label: (each.value, each.level) for label, each in tiles(blocks).items()}
    assert found == {
        "On target": (1, Level.WATCH),
        "Far behind": (1, Level.ACT),
        # 600 and 100 of 2000; the target of last year counts no more.
        "Targets reached": (0.35, None),
        "Of all ARR": (0.7, None),
        "Open through channels": (cny(200), None),
        "No target for the day": (1, Level.UNKNOWN),
    }
    bullets = one(blocks, Bullet)
    told = [(each.name, each.actual, each.target, each.level) for each in bullets.kpis]
    assert told == [
        ("Poor", 100, 1000, Level.ACT),
        ("Past", 0, None, Level.UNKNOWN),
        ("Good", 600, 1000, None),
    ]
    assert bullets.kpis[0].expected == pytest.approx(1000 * 180 / 364)
    assert bullets.kpis[1].expected is None


def test_revenue_by_channel_adds_up_with_what_came_through_none() -> None:
    blocks = filled("channels", CHANNELS)
    arr = one(blocks, Bars, "ARR by channel")
    assert [(each.name, each.value) for each in arr.bars] == [
        ("Good · 60%", 600),
        ("Poor · 10%", 100),
        ("Past · 0%", 0),
        ("through no channel · 30%", 300),
    ]
    coming = one(blocks, Bars, "Open deals by channel")
    assert [(each.name, each.value, each.part) for each in coming.bars] == [("Poor 1", 200, 120)]


def test_regions_without_a_channel_and_customers_outside_show() -> None:
    grid = one(filled("channels", CHANNELS), Heat)
    assert grid.columns == ("North China", "East China", "South China", "Overseas")
    assert grid.rows == ("Good", "Poor", "Past", "All customers")
    told = [[cell and (cell.value, cell.level) for cell in row] for row in grid.cells]
    assert told == [
        [None, (600, None), (0, Level.WATCH), None],
        [(100, None), None, (0, None), None],
        [None, None, None, None],
        [(100, None), (600, None), (0, None), (300, Level.WATCH)],
    ]


def test_every_channel_has_a_row_with_what_it_sells() -> None:
    blocks = filled("channels", CHANNELS, "zh")
    rows = {getattr(row[0], "id", ""): row[3:] for row in one(blocks, Grid, "全部渠道").rows}
    assert rows == {
        "good": (cny(600), cny(1000), 0.6, 2, cny(0), None),
        "poor": (cny(100), cny(1000), 0.1, 1, cny(200), 0.0),
        "past": (cny(0), cny(10), None, 0, cny(0), None),
    }
    assert ids(one(blocks, Records, "各渠道的客户").records) == ["bank", "fund", "grid"]


# --- cases -----------------------------------------------------------------------------------


def case(customer: str, status: str, **more: object) -> str:
    return front_matter(title=f"Of {customer}", customer=customer, status=status, **more)


CASES = {
    **PEOPLE,
    "forms/cloud.md": front_matter(title="Cloud", type="public-cloud"),
    "forms/box.md": front_matter(title="Box", type="appliance"),
    "customers/bank.md": front_matter(**BANK, form="cloud", health="yellow"),
    "customers/fund.md": front_matter(
        title="Fund", industry="finance", region="east", tier="key", form="box", health="green"
    ),
    "customers/rich.md": front_matter(
        title="Rich", industry="finance", region="east", tier="key", form="box", health="red"
    ),
    "customers/grid.md": front_matter(**GRID, form="cloud"),
    "customers/shop.md": front_matter(
        title="Shop", industry="retail", region="east", tier="growth", form="box"
    ),
    "contracts/rich.md": contract("rich", 900),
    # Counts for finance × cloud, its customer's.
    "cases/bank.md": case(
        "bank", "published", published="2026-01-01", consent_until="2026-08-29"
    ),
    "cases/grid.md": case(
        "grid", "published", published="2025-01-01", consent_until="2026-06-29"
    ),
    "cases/shop.md": case("shop", "writing"),
    "opportunities/a.md": deal("A", "proposal", "2026-06-01", form="box", amount="200 CNY"),
    "opportunities/b.md": deal("B", "proposal", "2026-06-01", amount="100 CNY"),
    "opportunities/c.md": deal("C", "lead", "2026-06-01", customer="shop", form="cloud"),
}  # fmt: skip


def test_cases_are_citable_lapsed_and_missing() -> None:
    found = tiles(filled("cases", CASES))
    assert {label: (each.value, each.level, each.note) for label, each in found.items()} == {
        "May be cited": (1, Level.GOOD, ("of 3 cases",)),
        "Gaps": (3, Level.WATCH, ("of 4 industry × form",)),
        # Deal B is of a bank in the cloud, for which there is a case.
        "Open deals without a case": (2, Level.WATCH, (cny(200),)),
        "Published without consent": (1, Level.ACT, ()),
        "Consent ends soon": (1, Level.WATCH, ("in 60 days",)),
        "In the making": (1, None, ()),
    }


def test_the_grid_tells_where_there_is_no_story() -> None:
    grid = one(filled("cases", CASES), Heat)
    assert (grid.rows, grid.columns) == (("Finance", "Energy", "Retail"), ("Box", "Cloud"))
    told = [
        [cell and (cell.text, cell.level, [item.name for item in cell.items]) for cell in row]
        for row in grid.cells
    ]
    assert told == [
        [("no case, 1 open", Level.ACT, []), ("1", Level.GOOD, ["Of bank"])],
        [None, ("1", Level.ACT, ["Of grid"])],
        [("1", Level.WATCH, ["Of shop"]), ("no case, 1 open", Level.WATCH, [])],
    ]


def test_gaps_name_who_could_tell_the_story_healthy_ones_first() -> None:
    rows = one(filled("cases", CASES), Grid, "Gaps").rows
    told = [(row[0], getattr(row[1], "id", ""), row[2], *map(ids, row[5:])) for row in rows]
    assert told == [
        ("Finance", "box", cny(200), [], ["fund", "rich"]),
        ("Energy", "cloud", cny(0), ["grid"], ["grid"]),
        ("Retail", "box", cny(0), ["shop"], ["shop"]),
        ("Retail", "cloud", cny(0), [], []),
    ]


def test_consent_is_drawn_until_its_end() -> None:
    blocks = filled("cases", CASES, "zh")
    told = [(each.name, each.end, each.level) for each in one(blocks, Timeline).tasks]
    assert told == [
        ("Of grid", date(2026, 6, 29), Level.ACT),
        ("Of bank", date(2026, 8, 29), Level.WATCH),
    ]
    assert ids(one(blocks, Records, "全部案例").records) == ["grid", "bank", "shop"]


def test_without_a_case_the_gaps_are_told_still() -> None:
    files = {name: text for name, text in CASES.items() if not name.startswith("cases/")}
    blocks = filled("cases", files)
    assert tiles(blocks)["May be cited"].level is Level.UNKNOWN
    assert len(one(blocks, Grid, "Gaps").rows) == 5


# --- panels of records -----------------------------------------------------------------------


def told(blocks: tuple[object, ...]) -> dict[str, tuple[object, Level | None, tuple[object, ...]]]:
    found = tiles(blocks)  # type: ignore[arg-type]
    return {label: (each.value, each.level, each.note) for label, each in found.items()}


BANK_FILES = {
    **REVENUE,
    "metrics/revenue.md": REVENUE["metrics/revenue.md"].replace(
        "unit: CNY", "unit: CNY\ndimensions: [customer]"
    ),
    "datasets/revenue.md": REVENUE["datasets/revenue.md"].replace(
        "  - {name: amount",
        "  - {name: customer, type: text, refers_to: customer}\n  - {name: amount",
    ),
    "datasets/revenue.csv": (
        "month,customer,amount\n2026-03,grid,5\n2026-04,bank,50\n2026-05,bank,60\n2026-06,bank,60\n"
    ),
    **PEOPLE,
    "customers/bank.md": front_matter(
        **BANK, next_action="{what: Offer, due: 2026-06-20, owner: li-na}"
    ),
    "customers/grid.md": front_matter(**GRID),
    "contracts/bank.md": contract("bank", 600, "2025-09-01", "2026-08-31"),
    "contracts/grid.md": contract("grid", 200),
    "visits/v.md": visit("bank", "2026-06-10", satisfaction=2),
    "opportunities/a.md": deal("A", "proposal", "2026-06-01", amount="200 CNY"),
    "opportunities/b.md": deal("B", "won", "2026-01-01", amount="300 CNY", closed="2026-03-01"),
    "requirements/r.md": front_matter(title="R", status="accepted", requesters="[bank]"),
    "requirements/s.md": front_matter(title="S", status="shipped", requesters="[bank]"),
}


def test_a_customers_page_tells_what_they_pay_and_what_comes_next() -> None:
    blocks = panelled("customer:bank", BANK_FILES)
    assert told(blocks) == {
        "ARR": (cny(600), None, ("Share of ARR", 0.75)),
        "Open deals": (cny(200), None, ("1 deal",)),
        "Last touch": (date(2026, 6, 10), None, (Badge("satisfaction 2 of 5", Level.ACT),)),
        "Next visit due": (date(2026, 9, 10), None, (UP_TO_DATE,)),
        "Contract ends": (date(2026, 8, 31), None, (Badge("in 62 days", Level.WATCH),)),
        "Requirements waiting": (1, Level.WATCH, ("1 promised, in no plan",)),
    }
    # Nothing before the first month in which the bank paid.
    (paid,) = one(blocks, Line).series
    assert [(each.label, each.value) for each in paid.points] == [
        ("2026-04", 50),
        ("2026-05", 60),
        ("2026-06", 60),
    ]
    assert [each.name for each in one(blocks, Timeline).tasks] == ["bank"]
    (offer,) = one(blocks, Grid, "What comes next").rows
    assert (offer[0], getattr(offer[1], "level", None)) == ("Offer", Level.ACT)
    assert ids(one(blocks, Records, "Open deals").records) == ["a"]
    assert ids(one(blocks, Records, "Requirements waiting").records) == ["r"]


def test_a_customer_nobody_knows_anything_of_says_so() -> None:
    blocks = panelled("customer:grid", {"customers/grid.md": front_matter(**GRID)})
    found = told(blocks)
    assert found["Last touch"] == (None, Level.UNKNOWN, ())
    assert found["Contract ends"] == (None, None, ("no recurring contract",))
    assert found["Open deals"] == (None, None, ("0 deals",))


NEEDS = {
    **MARKET,
    "opportunities/x.md": deal(
        "X", "poc", "2026-06-01", amount="100 CNY", close="2026-08-31",
        baseline_close="2026-07-31", competitors="[strong]",
        requires="[held, ends, wanted, soon, late, never]",
        next_action="{what: Call, due: 2026-06-29}",
    ),
    "certifications/held.md": front_matter(
        title="Held", type="standard", status="valid", issuer="I", issued="2025-01-01",
        valid_until="2026-08-31",
    ),
    "certifications/ends.md": front_matter(
        title="Ends", type="standard", status="valid", issuer="I", issued="2025-01-01",
        valid_until="2026-08-30",
    ),
    "certifications/wanted.md": front_matter(
        title="Wanted", type="standard", status="applying", issuer="I"
    ),
    "roadmap/in-time.md": front_matter(
        title="In time", status="planned", start="2026-07-01", due="2026-08-31"
    ),
    "roadmap/too-late.md": front_matter(
        title="Too late", status="planned", start="2026-07-01", due="2026-09-01"
    ),
    "requirements/soon.md": front_matter(title="Soon", status="planned", roadmap="in-time"),
    "requirements/late.md": front_matter(title="Late", status="planned", roadmap="too-late"),
    "requirements/never.md": front_matter(title="Never", status="new"),
}  # fmt: skip


def test_a_deals_page_tells_what_it_waits_for_and_whether_that_comes_in_time() -> None:
    blocks = panelled("opportunity:x", NEEDS)
    rows = one(blocks, Grid, "What it waits for").rows
    states = {getattr(row[0], "id", ""): (row[2], row[3]) for row in rows}
    assert states == {
        "held": (Badge("Held", Level.GOOD), None),
        "ends": (Badge("Ends before the close", Level.WATCH), None),
        "wanted": (Badge("Applied for", Level.ACT), None),
        "soon": (Badge("In time", Level.GOOD), date(2026, 8, 31)),
        "late": (Badge("Too late", Level.ACT), date(2026, 9, 1)),
        "never": (Badge("In no plan", Level.UNKNOWN), None),
    }
    course = one(blocks, Timeline).tasks
    assert [(each.name, each.level) for each in course] == [
        ("X", None),
        ("Soon", None),
        ("Late", Level.ACT),
    ]
    assert course[0].baseline == date(2026, 7, 31)
    (rival,) = one(blocks, Grid, "Against whom").rows
    assert rival[1:4] == (1 / 3, ("Packages",), ("Keys",))


def test_a_deals_tiles_tell_how_it_stands() -> None:
    found = told(panelled("opportunity:x", NEEDS))
    assert found["Amount"] == (cny(100), None, ("Weighted", cny(40)))
    assert found["Stage"] == ("Proof of concept", None, (0.4, "likely"))
    assert found["Close"] == (date(2026, 8, 31), None, ("postponed 31 days",))
    assert found["Next action"] == (date(2026, 6, 29), Level.ACT, ("Call",))
    assert found["Last movement"] == (date(2026, 6, 1), None, ("29 days ago",))
    bare = told(panelled("opportunity:d", {**NEEDS, "opportunities/d.md": deal(
        "D", "lead", "2026-06-01")}))  # fmt: skip
    assert bare["Amount"] == (None, Level.UNKNOWN, ())
    assert bare["Close"] == (None, Level.UNKNOWN, ())
    assert bare["Next action"] == (None, Level.WATCH, ("none planned",))
    lost = told(panelled("opportunity:a", NEEDS))
    assert "Next action" not in lost
    assert lost["Closed"][0] == date(2026, 3, 1)


def test_a_deals_page_offers_the_cases_that_fit_best_first() -> None:
    files = {
        **CASES,
        "cases/fund.md": case(
            "fund", "published", published="2026-01-01", consent_until="2027-01-01"
        ),
    }
    blocks = panelled("opportunity:b", files)
    # A bank in the cloud: the bank's own case has both, the fund's only the industry.
    assert ids(one(blocks, Records, "Cases to tell").records) == ["bank", "fund"]


def test_a_visits_page_sets_its_score_beside_the_one_before() -> None:
    files = {
        **VISITS,
        "visits/three.md": visit("grid", "2026-06-20", satisfaction=3),
    }
    found = told(panelled("visit:three", files))
    assert found["Satisfaction"] == (3, Level.WATCH, ("of 5", "· before:", 5))
    assert found["Next visit due"][0] == date(2026, 7, 20)
    blocks = panelled("visit:two", files, "zh")
    assert told(blocks)["未完成事项"] == (1, Level.GOOD, ())
    assert [row[0] for row in one(blocks, Grid, "尚未完成").rows] == ["Report"]
    assert [each.value for each in one(blocks, Columns).points] == [1, 5, 3]
    assert told(panelled("visit:next", files))["Satisfaction"][1] is Level.UNKNOWN


def test_a_channels_page_tells_its_target_and_what_it_works_on() -> None:
    blocks = panelled("channel:poor", CHANNELS)
    found = told(blocks)
    assert found["Attainment"] == (0.1, Level.ACT, (180 / 364, "of its time passed"))
    assert found["Open deals"] == (cny(200), None, ("Weighted", cny(120)))
    assert found["Win rate"] == (0.0, None, ("0 of 1",))
    assert [each.target for each in one(blocks, Bullet).kpis] == [1000]
    assert ids(one(blocks, Records, "Customers").records) == ["grid"]
    past = panelled("channel:past", CHANNELS)
    assert told(past)["Attainment"][:2] == (None, Level.UNKNOWN)
    assert not [each for each in past if isinstance(each, Bullet)]


def test_a_cases_page_tells_how_long_it_may_be_told_and_to_whom() -> None:
    blocks = panelled("case:bank", {**CASES, "opportunities/d.md": deal(
        "D", "lead", "2026-06-01", customer="fund", form="cloud", amount="70 CNY")})  # fmt: skip
    found = told(blocks)
    assert found["Consent until"] == (date(2026, 8, 29), Level.WATCH, ("60 days left",))
    assert found["Health of the customer"][:2] == ("Needs care", Level.WATCH)
    # Deal B is the bank's own.
    assert found["Open deals alike"] == (1, None, (cny(70),))
    lapsed = told(panelled("case:grid", CASES, "zh"))
    assert lapsed["授权截止"] == (date(2026, 6, 29), Level.ACT, ("已过期 1 天",))


def test_a_rivals_page_tells_where_we_stand() -> None:
    blocks = panelled("competitor:strong", MARKET)
    found = told(blocks)
    assert found["Win rate"] == (1 / 3, Level.WATCH, ("1 of 3 deals",))
    assert found["We are behind on"] == (1, Level.WATCH, ("ahead on 1, even on 1",))
    assert found["Last signal"] == (date(2026, 6, 2), Level.ACT, ("1 unanswered",))
    claims_ = one(blocks, Grid, "Where we stand")
    assert [row[0] for row in claims_.rows] == ["Audit", "Keys", "Packages"]
    assert len(claims_.columns) == len(claims_.rows[0])
    assert ids(one(blocks, Records, "Open deals against it").records) == ["d"]
    bare = told(panelled("competitor:new", MARKET))
    assert bare["We are behind on"][1] is Level.UNKNOWN


def test_a_signals_page_tells_which_deals_it_may_hit() -> None:
    blocks = panelled("signal:cut", MARKET)
    found = told(blocks)
    assert found["Response"] == ("Unanswered", Level.ACT, ())
    assert found["Open deals against it"] == (cny(200), None, ("1 deal",))
    assert ids(one(blocks, Records, "Deals it may hit").records) == ["d"]
