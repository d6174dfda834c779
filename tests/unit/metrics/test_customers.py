"""Bridges, retention, concentration, shares and mix, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.bridge import bridge
from pmkb.metrics.calendar import Span
from pmkb.metrics.deals import decided
from pmkb.metrics.report import report
from tests.knowledge import compiled
from tests.unit.metrics.bases import base, dataset, metric, reported

ROWS = """month,user,amount
2025-06,a,100
2025-06,b,50
2025-06,c,30
2025-06,d,20
2026-05,a,110
2026-05,b,50
2026-05,c,10
2026-06,a,120
2026-06,b,40
2026-06,e,60
"""


def facts() -> dict[str, str]:
    between = "".join(f"2025-{at:02d},a,1\n" for at in range(7, 13))
    return dataset(ROWS + between + "".join(f"2026-{at:02d},a,1\n" for at in range(1, 5)))


def test_bridge_between_months_and_over_the_year() -> None:
    found = reported(facts(), metric(entity="user"))
    last = found.bridges[-1]
    assert (last.period, last.start, last.end) == ("2026-06", 170, 220)
    assert (last.new, last.expansion, last.contraction, last.churn) == (60, 10, 10, 10)
    assert (last.customers_new, last.customers_lost) == (1, 1)
    year = found.year_bridge
    assert year is not None
    assert (year.start, year.new, year.expansion, year.contraction, year.churn, year.end) == (
        *(200, 60, 20, 10, 50, 220),
    )
    assert found.annual_factor == 12


def test_retention_of_the_cohort_of_a_year_ago() -> None:
    found = reported(facts(), metric(entity="user")).retention
    assert found is not None
    assert (found.cohort, found.customers, found.base) == ("2025-06", 4, 200)
    assert found.net == pytest.approx((120 + 40) / 200)
    assert found.gross == pytest.approx((100 + 40) / 200)


def test_credit_notes_do_not_break_the_bridge() -> None:
    before = {("a",): Decimal(-5), ("b",): Decimal(3), ("c",): Decimal(-2)}
    found = bridge("x", before, {("a",): Decimal(10), ("b",): Decimal(-1), ("c",): Decimal(-4)})
    assert (found.new, found.churn, found.contraction) == (15, 4, 2)
    assert found.start + found.new + found.expansion - found.contraction - found.churn == found.end


def test_concentration_of_the_last_year() -> None:
    rows = "month,user,amount\n2026-06,a,60\n2026-06,b,30\n2026-06,,10\n"
    found = reported(dataset(rows), metric(entity="user")).concentration
    assert found is not None
    assert found.herfindahl == pytest.approx(0.36 + 0.09)
    assert (found.top, found.unattributed) == (pytest.approx(0.9), pytest.approx(0.1))
    assert found.largest == (("a", Decimal(60)), ("b", Decimal(30)))


SHARES = """month,region,product,amount
2026-05,east,x,60
2026-05,west,x,40
2026-06,east,x,60
2026-06,west,y,80
2026-06,,y,10
"""


def test_shares_hold_the_unknown_and_add_up() -> None:
    found = reported(dataset(SHARES), metric(dimensions="[region, product]"))
    shares = {each.value[0]: each for each in found.breakdowns["region"].shares}
    assert list(shares) == ["west", "east", "unknown"]
    assert sum(each.share or 0 for each in shares.values()) == pytest.approx(1)
    assert shares["west"].growth == pytest.approx(1.0)
    assert shares["unknown"].growth is None
    pair = found.pairs["region", "product"]
    assert {each.value: each.amount for each in pair.shares} == {
        ("west", "y"): 80,
        ("east", "x"): 60,
        ("unknown", "y"): 10,
    }


def test_mix_shift_is_split_into_volume_and_mix() -> None:
    found = reported(dataset(SHARES), metric(dimensions="[region]"))
    shift = found.mix_shift("region", year=False)
    assert shift is not None
    moved = {each.value[0]: (each.volume, each.mix) for each in shift.values}
    assert moved == {"east": (30, -30), "west": (20, 20), "unknown": (0, 10)}
    assert shift.change == 50


def test_mix_shift_of_a_ratio_is_split_into_rate_and_mix() -> None:
    rows = (
        "month,region,amount,count\n2026-05,e,10,10\n2026-05,w,40,10\n"
        "2026-06,e,20,10\n2026-06,w,120,30\n"
    )
    found = reported(
        dataset(rows),
        metric("top", dimensions="[region]"),
        metric("bottom", value="count"),
        metric(type="ratio", numerator="top", denominator="bottom"),
    )
    shift = found.mix_shift("region", year=False)
    assert shift is not None
    moved = {each.value[0]: (each.volume, each.mix) for each in shift.values}
    # weights ½ ½ → ¼ ¾, rates 1 4 → 2 4, ratio 2.5 → 3.5
    assert moved["e"] == (Decimal("0.375"), Decimal("-0.375"))
    assert moved["w"] == (0, Decimal(1))
    assert (shift.kind, shift.change) == ("rate", 1)


FUNNEL = "---\ntitle: F\ndataset: steps\nstages: [visit, trial, buy]\n---\n"
STEPS = """---
title: Steps
path: datasets/steps.csv
grain: month
columns:
  - {name: period, type: period}
  - {name: entrance, type: text}
  - {name: stage, type: text}
  - {name: count, type: integer}
---
"""
COUNTS = """period,entrance,stage,count
2025-06,web,visit,999
2026-06,web,visit,100
2026-06,web,trial,20
2026-06,web,buy,10
2026-06,event,visit,10
2026-06,event,trial,6
2026-06,event,buy,0
"""


def test_funnel_by_entrance_and_its_weakest_step() -> None:
    made = base({"funnels/f.md": FUNNEL, "datasets/steps.md": STEPS, "datasets/steps.csv": COUNTS})
    found = report(made.kb).funnels["f"]
    assert found.periods == 1
    assert [each.conversion for each in found.total.steps] == [
        pytest.approx(26 / 110),
        pytest.approx(10 / 26),
    ]
    assert found.total.overall == pytest.approx(10 / 110)
    assert found.total.weakest is not None
    assert found.total.weakest.stage == "visit"
    assert found.weakest is not None
    assert (found.weakest[0], found.weakest[1].stage, found.weakest[1].conversion) == (
        *("event", "trial", 0.0),
    )
    record = made.kb.records["funnel:f"]
    assert record.computed(made.kb)["weakest_step"] == "trial → buy"


def test_goal_and_criterion_are_measured_by_their_metric() -> None:
    goal = "title: G\nmetric: m\nbaseline: 0\ntarget: 40\nstart: 2026-05-31\ndue: 2026-07-30\n"
    goal += "readings:\n  - {date: 2026-06-29, value: 1}\n"
    criterion = "title: C\narea: product\nstatement: S\nmetric: m\ncomparison: at-least\nvalue: 9\n"
    made = base(
        dataset("month,amount\n2026-03,9\n2026-04,8\n2026-05,9\n2026-06,20\n"),
        metric(),
        {"goals/g.md": f"---\n{goal}---\n", "criteria/c.md": f"---\n{criterion}---\n"},
    )
    computed = made.kb.records["goal:g"].computed(made.kb)
    assert (computed["current"], computed["progress"], computed["ideal"]) == (20, 0.5, 0.5)
    found = made.kb.records["criterion:c"].computed(made.kb)
    assert (str(found["since"]), getattr(found["standing"], "name", "")) == ("2026-05-31", "met")


def opportunity(**fields: str) -> str:
    known = {"title": "O", "customer": "c", "stage": "proposal", "opened": "2026-01-01"} | fields
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in known.items()) + "---\n"


def test_pipeline_covers_what_remains_and_big_deals_are_counted() -> None:
    customer = "---\ntitle: C\nindustry: finance\nregion: east\ntier: standard\n---\n"
    won = {"stage": "won", "closed": "2026-03-01"}
    made = base(
        dataset("month,amount\n2026-05,10\n2026-06,20\n"),
        metric(
            unit="CNY",
            targets="[{period: 2026-Q3, value: 1}, {period: 2026-06, value: 60}]",
            big_deal="100 CNY",
        ),
        {
            "customers/c.md": customer,
            "opportunities/due.md": opportunity(amount="80 CNY", close="2026-06-30"),
            "opportunities/later.md": opportunity(amount="80 CNY", close="2026-12-31"),
            "opportunities/big.md": opportunity(amount="300 CNY", **won),
            "opportunities/small.md": opportunity(amount="50 CNY", **won),
        },
    )
    found = report(made.kb).metrics["m"]
    assert found.coverage is not None
    assert (found.coverage.remaining, found.coverage.open, found.coverage.weighted) == (40, 80, 48)
    assert (found.coverage.ratio, found.coverage.weighted_ratio) == (2.0, 1.2)
    assert found.big_deals is not None
    assert [each.id for each, _ in found.big_deals.deals] == ["big"]
    assert found.big_deals.share == pytest.approx(300 / 350)
    assert report(made.kb).pipeline.open == 160


def test_deals_are_won_and_lost_by_number_and_by_amount() -> None:
    found = compiled(
        {
            "customers/c.md": "---\ntitle: C\nindustry: finance\nregion: east\ntier: standard\n---\n",
            "opportunities/a.md": opportunity(amount="300 CNY", stage="won", closed="2026-03-01"),
            "opportunities/b.md": opportunity(amount="10 USD", stage="lost", closed="2026-02-01"),
            "opportunities/c.md": opportunity(stage="won", closed="2026-01-31"),
            "opportunities/d.md": opportunity(amount="5 CNY", stage="lost", closed="2025-03-01"),
            "opportunities/e.md": opportunity(amount="900 CNY"),
        },
        vocabulary=(
            "currency:\n  CNY: {en: Yuan, zh: 人民币, reporting: true}\n"
            "  USD: {en: Dollar, zh: 美元, rates: {2026-01-01: 7, 2026-03-01: 9}}\n"
        ),
    )
    kb, year = found.kb, Span(date(2026, 1, 1), date(2026, 12, 31))
    deals = kb.all(Opportunity)
    of_year = decided(deals, kb, year)
    assert ([each.id for each in of_year.won], [each.id for each in of_year.lost]) == (
        ["a", "c"],
        ["b"],
    )
    # 10 USD at the rate of the day on which the deal was lost.
    assert (of_year.won_amount, of_year.lost_amount) == (300, 70)
    assert (of_year.rate, of_year.amount_rate) == (2 / 3, 300 / 370)
    assert decided(deals, kb).count == 4
    assert (decided((), kb).rate, decided((), kb).amount_rate) == (None, None)
