"""What must hold of all facts: parts add up, bridges reconcile, both ways of reading agree."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pmkb.build import Inputs, Settings, build
from pmkb.kinds.dashboard.dataset import Column
from pmkb.metrics import reading
from pmkb.metrics.bridge import bridge
from pmkb.metrics.export import facts_json
from pmkb.metrics.facts import all_facts
from pmkb.metrics.table import Numbers
from pmkb.source import Source
from tests.property.test_reading import assert_inside
from tests.unit.metrics.bases import dataset, metric, reported

MONTHS = [f"2025-{at:02d}" for at in range(1, 13)] + [f"2026-{at:02d}" for at in range(1, 7)]
amounts = st.decimals(min_value=-99999, max_value=99999, places=2)
rows = st.lists(
    st.tuples(
        st.sampled_from(["2025-06", "2026-05", "2026-06"]),
        st.sampled_from(["", "east", "west", "north"]),
        st.sampled_from(["", "x", "y"]),
        amounts,
    ),
    min_size=1,
    max_size=30,
)


def csv(found: list[tuple[str, str, str, Decimal]]) -> str:
    filled = [(month, "east", "x", Decimal(0)) for month in MONTHS] + found
    lines = (f"{month},{one},{two},{amount}" for month, one, two, amount in filled)
    return "month,region,product,amount\n" + "\n".join(lines) + "\n"


@settings(max_examples=40, deadline=None)
@given(rows)
def test_parts_add_up_to_the_total_and_totals_to_the_rows(
    found: list[tuple[str, str, str, Decimal]],
) -> None:
    report = reported(dataset(csv(found)), metric(dimensions="[region, product]"))
    assert report.series is not None
    for point in report.series.points:
        expected = sum((each[3] for each in found if each[0] == point.label), Decimal(0))
        assert point.value == expected
    assert report.current is not None
    for breakdown in (*report.breakdowns.values(), *report.pairs.values()):
        assert sum((each.amount or 0 for each in breakdown.shares), Decimal(0)) == breakdown.total
        assert breakdown.overlap == 0
        if breakdown.total > 0:
            shares = [each.share for each in breakdown.shares]
            assert abs(sum(each for each in shares if each is not None) - 1) < 1e-6 * max(
                1, *(abs(each or 0) for each in shares)
            )


@settings(max_examples=40, deadline=None)
@given(rows)
def test_mix_and_volume_add_up_to_the_change(found: list[tuple[str, str, str, Decimal]]) -> None:
    report = reported(dataset(csv(found)), metric(dimensions="[region]"))
    for year in (True, False):
        shift = report.mix_shift("region", year=year)
        if shift is None:
            continue
        volume = sum((each.volume for each in shift.values), Decimal(0))
        mix = sum((each.mix for each in shift.values), Decimal(0))
        assert abs(volume - shift.change) < Decimal("1e-12")
        assert abs(mix) < Decimal("1e-12")
        for each in shift.values:
            assert each.volume + each.mix == each.after - each.before


by_customer = st.dictionaries(st.tuples(st.sampled_from("abcdef")), amounts)


@given(by_customer, by_customer)
def test_bridges_reconcile(
    before: dict[tuple[str, ...], Decimal], after: dict[tuple[str, ...], Decimal]
) -> None:
    found = bridge("x", before, after)
    assert found.start == sum(before.values(), Decimal(0))
    assert found.end == sum(after.values(), Decimal(0))
    assert found.start + found.new + found.expansion - found.contraction - found.churn == found.end
    assert min(found.new, found.expansion, found.contraction, found.churn) >= 0


@settings(max_examples=40, deadline=None)
@given(rows)
def test_retention_lies_between_nothing_and_the_cohort(
    found: list[tuple[str, str, str, Decimal]],
) -> None:
    retention = reported(dataset(csv(found)), metric(entity="region")).retention
    if retention is not None and retention.gross is not None and retention.net is not None:
        assert 0 <= retention.gross <= 1
    if all(amount >= 0 for *_, amount in found) and retention and retention.net is not None:
        assert retention.gross is not None
        assert retention.gross <= retention.net


cells = st.one_of(
    amounts.map(str),
    st.sampled_from(["", "1e3", "x", "0.1", ".5", "NA", "nan", "12345678901234567.89", " 7 ", "-"]),
    st.text(alphabet='0123456789.,-+e"x \u4e2d', max_size=6),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "8.10", "", "true"]), cells), max_size=8))
def test_both_ways_of_reading_agree(found: list[tuple[str, str]]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text

    data = ("name,n\n" + "".join(f"{one},{quoted(two)}\n" for one, two in found)).encode()
    wanted = {0: Column(name="name", type="text"), 1: Column(name="n", type="decimal")}
    declared = {each.name: each for each in wanted.values()}
    quick, careful = reading.read(data, ["name", "n"], declared), reading._careful(data, 2, wanted)
    assert quick.rows == careful.rows
    assert quick.bad_rows == careful.bad_rows
    assert quick.bad_cells == careful.bad_cells
    one, two = quick.columns["n"], careful.columns["n"]
    assert isinstance(one, Numbers)
    assert isinstance(two, Numbers)
    assert [one.decimal(each) for each in one.whole] == [two.decimal(each) for each in two.whole]


monthly = st.lists(amounts, min_size=18, max_size=18)


@settings(max_examples=30, deadline=None)
@given(monthly)
def test_cumulative_is_the_running_sum_and_begins_anew(found: list[Decimal]) -> None:
    rows = "".join(f"{month},{amount}\n" for month, amount in zip(MONTHS, found, strict=True))
    facts = dataset("month,amount\n" + rows)
    whole = reported(facts, metric(type="cumulative")).series
    quarters = reported(facts, metric(type="cumulative", resets="quarter")).series
    years = reported(facts, metric(type="cumulative", resets="year", fiscal_year_start=4)).series
    assert whole is not None
    assert quarters is not None
    assert years is not None
    # Of the fiscal year to March 2025 nobody knows the beginning.
    for points, begins in ((whole, [0]), (quarters, [*range(0, 18, 3)]), (years, [3, 15])):
        expected = list[Decimal]()
        for start, end in pairwise([*begins, 18]):
            expected += accumulate(found[start:end])
        assert [each.value for each in points.points] == expected


@settings(max_examples=30, deadline=None)
@given(rows)
def test_ratios_are_those_of_totals(found: list[tuple[str, str, str, Decimal]]) -> None:
    text = "month,region,amount,count\n" + "".join(
        f"{month},{region},{amount},{at}\n" for at, (month, region, _, amount) in enumerate(found)
    )
    report = reported(
        dataset(text),
        metric("top", dimensions="[region]"),
        metric("bottom", value="count"),
        metric(type="ratio", numerator="top", denominator="bottom"),
    )
    series = report.series
    assert series is not None
    for point in series.points:
        inside = [(a, n) for n, (month, _, _, a) in enumerate(found) if month == point.label]
        above, below = sum(a for a, _ in inside), sum(n for _, n in inside)
        if point.value is not None:
            assert point.value == Decimal(above) / Decimal(below)
    if report.current is not None and report.current.value is not None:
        for share in report.breakdowns["region"].shares:
            region = "" if share.value == ("unknown",) else share.value[0]
            last = report.current.label
            some = [(a, n) for n, (m, r, _, a) in enumerate(found) if (m, r) == (last, region)]
            above, below = sum(a for a, _ in some), sum(n for _, n in some)
            assert share.amount == (Decimal(above) / Decimal(below) if below else None)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.randoms(use_true_random=False))
def test_partial_months_are_compared_day_for_day(day: int, random: Random) -> None:
    first, last = date(2025, 3, 1), date(2026, 3, day)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    paid = {each: random.randint(0, 99) for each in days}
    text = "day,amount\n" + "".join(f"{each},{amount}\n" for each, amount in paid.items())
    facts = dataset(text, grain="day")
    series = reported(facts, metric(grain="month"), as_of=str(last)).series
    assert series is not None
    assert series.current is not None
    assert series.previous is not None
    assert series.year_before is not None

    def upto(year: int, month: int) -> int:
        same = (each for each in days if (each.year, each.month) == (year, month))
        return sum(paid[each] for each in same if each.day <= day)

    assert series.current.value == upto(2026, 3)
    assert series.previous.value == upto(2026, 2)  # all of February for the 29th and 30th
    assert series.year_before.value == upto(2025, 3)


paying = st.dictionaries(
    st.sampled_from("abcdef"), st.decimals(min_value=0, max_value=99999, places=2), min_size=1
)


@settings(max_examples=40, deadline=None)
@given(paying, paying)
def test_retention_is_what_the_bridge_of_the_year_leaves_of_its_start(
    before: dict[str, Decimal], after: dict[str, Decimal]
) -> None:
    lines = [f"2025-06,{name},{paid}\n" for name, paid in before.items()]
    lines += [f"{month},,0\n" for month in MONTHS[6:17]]
    lines += [f"2026-06,{name},{paid}\n" for name, paid in after.items()]
    found = reported(dataset("month,user,amount\n" + "".join(lines)), metric(entity="user"))
    year, kept = found.year_bridge, found.retention
    assert year is not None
    assert kept is not None
    assert kept.base == year.start == sum(before.values())
    assert year.end == sum(after.values())
    if year.start:
        left = year.start - year.contraction - year.churn
        assert kept.gross == float(left / year.start)
        assert kept.net == float((left + year.expansion) / year.start)


BYTES = st.one_of(
    st.binary(max_size=60),
    st.text(alphabet='2026-01,"\r\n\t ;0.5e%-中１x\0\ufeff', max_size=60).map(str.encode),
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "2026-01",
                    "2026-1",
                    "",
                    '"',
                    "1,5",
                    "1e308",
                    "-1",
                    "true",
                    "１",
                    "46023",
                    "\0",
                    "c",
                ]
            ),
            max_size=5,
        ).map(",".join),
        max_size=6,
    ).map(lambda lines: ("month,customer,paid,issued,amount\n" + "\n".join(lines)).encode()),
    st.text(max_size=30).map(lambda text: text.encode("gb18030", "replace")),
    st.text(max_size=30).map(lambda text: text.encode("utf-16", "replace")),
)


@settings(max_examples=150, deadline=None)
@given(BYTES, st.sampled_from(["datasets/facts.csv", "datasets/facts.parquet"]))
def test_any_bytes_are_facts_or_told(data: bytes, path: str) -> None:
    made = (
        dataset("month,customer,paid,issued,amount\n", extra="key: [month, customer]\n") | metric()
    )
    record = made["datasets/facts.md"].replace("datasets/facts.csv", path)
    files = {"datasets/facts.md": record.encode(), "metrics/m.md": made["metrics/m.md"].encode()}
    result = build(Inputs(files, facts={path: data}), Settings(), date(2026, 6, 30))
    assert_inside(
        Source.decode(path, data), [each for each in result.findings if each.path == path]
    )
    facts = all_facts(result.kb)["dataset:facts"]
    assert facts.table.rows >= 0
    facts_json(result.kb)
    if not facts.table.rows:
        assert any(each.path == path for each in result.findings)
