"""What must hold of all facts: parts add up, bridges reconcile, both ways of reading agree."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pmkb.kinds.dashboard.dataset import Column
from pmkb.metrics import reading
from pmkb.metrics.bridge import bridge
from pmkb.metrics.table import Numbers
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
