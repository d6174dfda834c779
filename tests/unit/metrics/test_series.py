"""Growth, partial periods, grains and kinds of metrics; all numbers worked out by hand."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from pmkb.metrics.report import MetricReport
from pmkb.metrics.series import Series
from tests.unit.metrics.bases import by_month, dataset, metric, reported

KPI = Path(__file__).parents[4] / "shared" / "real-data" / "kpi" / "quarterly_revenue.csv"


def series(found: MetricReport) -> Series:
    assert found.series is not None
    return found.series


def values(found: MetricReport) -> dict[str, float | None]:
    return {
        each.label: None if each.value is None else float(each.value)
        for each in series(found).points
    }


def test_growth_against_the_period_before_the_year_before_and_compound() -> None:
    months = {f"2025-{at:02d}": 100 for at in range(6, 13)}
    months |= {"2026-01": 100, "2026-02": 100, "2026-03": 100, "2026-04": 110, "2026-05": 160}
    found = series(reported(dataset(by_month(months | {"2026-06": 200})), metric()))
    assert found.previous is not None
    assert found.year_before is not None
    assert found.previous.growth == pytest.approx(0.25)
    assert found.year_before.growth == pytest.approx(1.0)
    assert found.compound.periods == 12
    assert found.compound.growth == pytest.approx(2 ** (1 / 12) - 1)


@pytest.mark.parametrize("before", ["0", "-5"])
def test_growth_from_zero_or_less_is_not_known(before: str) -> None:
    found = series(reported(dataset(by_month({"2026-05": before, "2026-06": "5"})), metric()))
    assert found.previous is not None
    assert found.previous.growth is None
    assert found.year_before is not None
    assert found.year_before.value is None
    assert found.compound.growth is None


def test_money_is_summed_exactly() -> None:
    rows = "".join(f"2026-06,r{at},0.10\n" for at in range(1000))
    found = reported(dataset("month,region,amount\n" + rows), metric())
    assert found.current is not None
    assert found.current.value == Decimal("100.0")


DAILY = "day,amount\n" + "".join(
    f"{month}-{day:02d},{value}\n"
    for month, days, value in (("2025-06", 30, 1), ("2026-05", 31, 2), ("2026-06", 10, 3))
    for day in range(1, days + 1)
)


def test_partial_month_is_flagged_and_compared_like_for_like() -> None:
    facts = dataset(DAILY, grain="day")
    # Between the months no day has a row, so the facts are sparse: nothing happened on those days.
    found = series(reported(facts, metric(grain="month"), as_of="2026-06-10"))
    assert found.is_partial
    assert found.current is not None
    assert found.current.value == 30
    assert found.previous is not None
    assert found.year_before is not None
    assert (found.previous.value, found.previous.growth) == (20, pytest.approx(0.5))
    assert (found.year_before.value, found.year_before.growth) == (10, pytest.approx(2.0))
    assert found.complete[-1].label == "2026-05"


def test_partial_quarter_of_months() -> None:
    months = {f"2026-{at:02d}": at for at in range(1, 6)}
    found = series(reported(dataset(by_month(months)), metric(grain="quarter")))
    assert found.is_partial
    assert found.current is not None
    assert found.previous is not None
    assert (found.current.value, found.previous.value) == (4 + 5, 1 + 2)


def test_partial_long_month_is_compared_with_all_of_a_short_one() -> None:
    rows = "".join(f"2026-02-{day:02d},1\n" for day in range(1, 29))
    rows += "".join(f"2026-03-{day:02d},1\n" for day in range(1, 31))
    facts = dataset("day,amount\n" + rows, grain="day")
    found = series(reported(facts, metric(grain="month"), as_of="2026-03-30"))
    assert found.previous is not None
    assert found.previous.value == 28


def test_stock_takes_the_last_value_and_flow_the_sum() -> None:
    months = {"2026-01": 10, "2026-02": 12, "2026-03": 11}
    facts = dataset(by_month(months, "count"))
    stock = reported(facts, metric(value="count", measures="stock", grain="quarter"))
    flow = reported(facts, metric(value="count", grain="quarter"))
    assert values(stock) == {"2026-Q1": 11}
    assert values(flow) == {"2026-Q1": 33}


def test_stock_does_not_keep_who_has_left() -> None:
    rows = "month,region,count\n2026-01,east,5\n2026-01,west,7\n2026-02,east,6\n"
    made = metric(value="count", measures="stock", grain="quarter", dimensions="[region]")
    found = reported(dataset(rows + "2026-03,east,6\n"), made)
    assert found.breakdowns["region"].total == 6
    assert [each.value for each in found.breakdowns["region"].shares] == [("east",)]


def test_period_with_a_gap_is_not_known() -> None:
    months = {"2026-01": 1, "2026-03": 1, "2026-04": 1, "2026-05": 1, "2026-06": 1}
    found = reported(dataset(by_month(months)), metric(grain="quarter"))
    assert values(found) == {"2026-Q2": 3}  # the first quarter, not known, does not begin it
    by_months = reported(dataset(by_month(months)), metric())
    assert values(by_months)["2026-02"] is None


def test_unreadable_value_makes_its_period_unknown() -> None:
    rows = "month,region,amount\n2026-05,a,1\n2026-05,b,oops\n2026-06,a,3\n"
    found = reported(dataset(rows), metric())
    assert values(found) == {"2026-06": 3}
    assert series(found).previous is not None
    assert series(found).previous.growth is None  # type: ignore[union-attr]


def test_ratio_is_recomputed_from_totals() -> None:
    rows = "month,region,amount,count\n2026-06,a,1,10\n2026-06,b,90,100\n"
    found = reported(
        dataset(rows),
        metric("top", dimensions="[region]"),
        metric("bottom", value="count"),
        metric(type="ratio", numerator="top", denominator="bottom"),
    )
    assert values(found) == {"2026-06": pytest.approx(91 / 110)}  # not (0.1 + 0.9) / 2
    parts = {each.value[0]: each.amount for each in found.breakdowns["region"].shares}
    assert parts == {"a": Decimal("0.1"), "b": Decimal("0.9")}


def test_ratio_without_a_base_is_not_known() -> None:
    found = reported(
        dataset("month,amount,count\n2026-06,1,0\n"),
        metric("top"),
        metric("bottom", value="count"),
        metric(type="ratio", numerator="top", denominator="bottom"),
    )
    assert found.current is None


def test_derived_stock_takes_the_last_month_of_a_longer_span() -> None:
    facts = dataset(by_month({"2026-04": 1, "2026-05": 2, "2026-06": 3}))
    targets = "[{period: 2026-Q2, value: 40}]"
    arr = metric("arr", type="derived", measures="stock", expression="m * 12", targets=targets)
    found = reported(facts, metric(), arr, name="arr")
    assert values(found) == {"2026-04": 12, "2026-05": 24, "2026-06": 36}
    assert found.main_progress is not None
    assert found.main_progress.completion == pytest.approx(36 / 40)


def test_cumulative_begins_anew_where_it_resets() -> None:
    facts = dataset(by_month({"2025-11": 1, "2025-12": 2, "2026-01": 4, "2026-02": 8}))
    all_time = reported(facts, metric(type="cumulative"))
    assert list(values(all_time).values()) == [1, 3, 7, 15]
    by_quarter = reported(facts, metric(type="cumulative", resets="quarter"))
    assert values(by_quarter)["2026-01"] == 4
    assert values(by_quarter)["2026-02"] == 12


def test_distinct_counts_are_never_added_up() -> None:
    rows = "month,region,user\n2026-01,e,a\n2026-01,w,a\n2026-02,e,a\n2026-03,e,b\n"
    made = metric(value="user", aggregate="distinct", dimensions="[region]", grain="quarter")
    found = reported(dataset(rows), made)
    assert values(found) == {"2026-Q1": 2}
    breakdown = found.breakdowns["region"]
    assert {each.value[0]: each.amount for each in breakdown.shares} == {"e": 2, "w": 1}
    assert breakdown.overlap == 1


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ("[region = east]", 3),
        ("[region != east]", 4 + 8),
        ('["region in east, west"]', 3 + 4),
        ('["region not in east, west"]', 8),
        ("[amount >= 4]", 12),
        ("[paid = true]", 1 + 4),
        ('["paid = false", "region = east"]', 2),
        ("[month > 2026-05]", 2 + 4 + 8),
        ("[month = 2026-Q2]", 15),
    ],
)
def test_filters(filters: str, total: int) -> None:
    rows = (
        "month,region,paid,amount\n2026-05,east,yes,1\n2026-06,east,no,2\n2026-06,west,yes,4\n"
        "2026-06,,,8\n"
    )
    found = reported(dataset(rows), metric(filters=filters, grain="quarter", type="cumulative"))
    assert found.current is not None
    assert found.current.value == total


WORDS = """
currency:
  CNY: {en: Yuan, reporting: true}
  USD: {en: Dollar, rates: {2026-01-05: 7.12, 2026-04-01: 7.10}}
  EUR: {en: Euro}
"""


def test_money_is_converted_by_the_rate_of_its_period() -> None:
    rows = (
        "month,region,foreign,currency\n2026-03,a,100,USD\n2026-04,a,100,USD\n2026-04,b,1.5,CNY\n"
    )
    made = metric(value="foreign", dimensions="[region]")
    found = reported(dataset(rows), made, vocabulary=WORDS)
    assert [each.value for each in series(found).points] == [Decimal(712), Decimal("711.5")]
    assert found.unit == "CNY"
    assert sum(each.amount or 0 for each in found.breakdowns["region"].shares) == Decimal("711.5")


def test_without_a_rate_the_period_is_not_known() -> None:
    rows = "month,region,foreign,currency\n2026-03,a,100,USD\n2026-04,a,100,EUR\n"
    found = reported(dataset(rows), metric(value="foreign"), vocabulary=WORDS)
    assert values(found) == {"2026-03": 712, "2026-04": None}


def test_metric_in_the_currency_of_its_column_is_not_converted() -> None:
    facts = dataset("month,dollars\n2026-04,100\n")
    found = reported(facts, metric(value="dollars", unit="USD"), vocabulary=WORDS)
    assert (values(found), found.unit) == ({"2026-04": 100}, "USD")
    other = reported(facts, metric(value="dollars"), vocabulary=WORDS)
    assert (values(other), other.unit) == ({"2026-04": 710}, "CNY")


def test_dimension_of_the_record_that_a_column_refers_to() -> None:
    def customer(tier: str) -> str:
        return f"---\ntitle: X\nindustry: finance\nregion: east\ntier: {tier}\n---\n"

    rows = "month,customer,amount\n2026-06,a,1\n2026-06,b,2\n2026-06,c,4\n2026-06,,8\n"
    found = reported(
        {
            f"customers/{name}.md": customer(tier)
            for name, tier in (("a", "key"), ("b", "key"), ("c", "standard"))
        },
        dataset(rows),
        metric(dimensions="[customer.tier]"),
    )
    shares = {each.value[0]: each.amount for each in found.breakdowns["customer.tier"].shares}
    assert shares == {"standard": 4, "key": 3, "unknown": 8}


def test_revenue_by_source_channel_and_partner() -> None:
    def customer(source: str, ref: str = "") -> str:
        head = "---\ntitle: X\nindustry: finance\nregion: east\ntier: key\n"
        return f"{head}source: {source}\n" + (f"source_ref: {ref}\n" if ref else "") + "---\n"

    def seller(title: str, type_: str) -> str:
        return f"---\ntitle: {title}\ntype: {type_}\naliases: [formerly-{title}]\n---\n"

    found = reported(
        {
            "channels/north.md": seller("north", "distributor"),
            "partners/allied.md": seller("allied", "isv"),
            "customers/a.md": customer("direct"),
            "customers/b.md": customer("channel", "north"),
            "customers/c.md": customer("channel", "formerly-north"),
            "customers/d.md": customer("partner", "partner:allied"),
            "customers/e.md": customer("partner", "formerly-allied"),
        },
        dataset(
            "month,customer,amount\n"
            + "".join(
                f"2026-06,{name},{amount}\n"
                for name, amount in zip("abcde", (1, 2, 4, 8, 16), strict=True)
            )
            + "2026-06,,32\n"
        ),
        metric(dimensions="[customer.source, customer.source_ref]"),
    )
    amounts = {
        name: {each.value[0]: each.amount for each in breakdown.shares}
        for name, breakdown in found.breakdowns.items()
    }
    assert amounts == {
        "customer.source": {"direct": 1, "channel": 2 + 4, "partner": 8 + 16, "unknown": 32},
        # By whatever name a customer's record calls the channel or the partner.
        "customer.source_ref": {"north": 2 + 4, "allied": 8 + 16, "unknown": 1 + 32},
    }
    both = {
        each.value: each.amount
        for each in found.pairs["customer.source", "customer.source_ref"].shares
    }
    assert both["partner", "allied"] == 24


@pytest.mark.skipif(not KPI.exists(), reason=f"there is no {KPI}")
def test_published_growth_of_a_public_company_is_reproduced() -> None:
    with KPI.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    text = "day,amount\n" + "".join(f"{row['period_end']},{row['value']}\n" for row in rows)
    facts = dataset(text, grain="quarter", extra="fiscal_year_start: 2\n")
    compared = 0
    for row in rows[4:]:
        found = series(reported(facts, metric(), as_of=row["period_end"]))
        assert found.current is not None
        assert found.year_before is not None
        assert found.current.label.replace("FY20", "FY").replace("-", "") == row["period"]
        assert found.year_before.growth is not None
        assert round(found.year_before.growth * 100, 2) == float(row["published_growth"])
        compared += 1
    assert compared == 4
