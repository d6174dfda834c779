"""What the sales pages make of small bases: their numbers, what they leave out, how they begin."""

from decimal import Decimal

import pytest

from pmkb.charts import Bars, Waterfall
from pmkb.flow import Level
from pmkb.pages.block import Badge, Grid, Records
from pmkb.values import Money
from tests.knowledge import front_matter
from tests.unit.pages.bench import filled, one, tiles


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
