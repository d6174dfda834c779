"""Any knowledge base compiles, in the same way each time and in any order of its files."""

from datetime import date, timedelta
from itertools import pairwise
from math import isclose
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pmkb.build import Build, Inputs, Settings, build
from pmkb.diagnostic import in_order
from pmkb.emit.data import export, to_text
from pmkb.kinds import BUILT_IN
from pmkb.kinds.product.contract import Contract
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.sales.customer import Customer
from pmkb.values import Duration
from tests.knowledge import compiled, front_matter
from tests.property.test_reading import assert_inside
from tests.property.texts import BYTES, DAYS, SCALARS
from tests.unit.kinds.test_every_kind import example, path_of

AS_OF = date(2026, 6, 30)
FOLDERS = [kind.folder for kind in BUILT_IN.values() if not kind.folder.endswith(".md")]
PATHS = st.tuples(
    st.sampled_from([*FOLDERS, "notes", "roadmap/2026"]),
    st.sampled_from(["a.md", "b.md", "index.md", "李娜.md", "a b.md"]),
).map("/".join)
FIELDS = sorted({name for kind in BUILT_IN.values() for name in kind.keys})
WRITTEN = st.one_of(
    SCALARS.map(repr),
    st.sampled_from(
        [
            *("a", "b", "contact:a", "[a, b]", "[a]", "idea", "draft", "signed", "shipped", "open"),
            *("2026-06-30", "2027-01-01", "2020-02-29", "90d", "0d", "1y", "5万 CNY", "1 USD"),
            *("true", "40%", "100", "0", "finance", "east", "key", "subscription", "won", "lead"),
            *("[{due: 2026-01-31, amount: 1 CNY}]", "{what: x, due: 2026-01-31}", "TBD", "[]"),
            *("[{date: 2026-01-31, value: 3}]", "[{topic: a, fingerprint: x, signed: 2026-01-01}]"),
        ]
    ),
)
RECORDS = st.dictionaries(st.sampled_from(FIELDS), WRITTEN, max_size=12).map(
    lambda fields: (front_matter(**fields) + "- [ ] task @a due:2026-06-01\n\n[[b]]\n").encode()
)
BASES = st.dictionaries(PATHS, RECORDS | BYTES, max_size=8)


def compiled_bytes(files: dict[str, bytes]) -> Build:
    return build(Inputs(files), Settings(), AS_OF)


@given(BASES)
def test_any_base_compiles_and_every_finding_has_its_place(files: dict[str, bytes]) -> None:
    result = compiled_bytes(files)
    for path, source in result.sources.items():
        assert_inside(source, [each for each in result.findings if each.path == path])
    assert {each.path for each in result.findings} <= result.sources.keys()
    assert result.findings == in_order(result.findings)
    assert set(result.kb.content.broken) | {each.path for each in result.kb.records.values()} <= {
        *files
    }


@given(BASES, st.randoms())
def test_result_does_not_depend_on_the_order_of_files(
    files: dict[str, bytes], random: Random
) -> None:
    shuffled = list(files.items())
    random.shuffle(shuffled)
    first, second = compiled_bytes(files), compiled_bytes(dict(shuffled))
    assert first.findings == second.findings
    assert to_text(export(first)) == to_text(export(second))


def examples() -> dict[str, bytes]:
    """A record of every kind, as its docstring shows it."""
    return {path_of(kind): example(kind).encode() for kind in BUILT_IN.values()}


@settings(max_examples=25)  # Each compiles a base of every kind.
@given(st.sampled_from(sorted(BUILT_IN)), st.integers(0, 30), WRITTEN, st.dates())
def test_any_change_of_a_good_record_compiles(
    name: str, line: int, value: str, as_of: date
) -> None:
    files = examples()
    path = path_of(BUILT_IN[name])
    lines = files[path].decode().split("\n")
    at = 1 + line % (len(lines) - 2)
    head, colon, _ = lines[at].partition(": ")
    lines[at] = f"{head}{colon}{value}"
    files[path] = "\n".join(lines).encode()
    result = build(Inputs(files), Settings(), as_of)
    to_text(export(result))
    assert_inside(result.sources[path], [each for each in result.findings if each.path == path])


UNITS = st.builds(
    lambda n, unit: Duration.of(f"{n}{unit}"), st.integers(0, 400), st.sampled_from("dwmy")
)


@given(UNITS, DAYS)
def test_durations_go_forth_and_back(duration: Duration, day: date) -> None:
    assert duration.before(day) <= day <= duration.after(day)
    if duration.months == 0:
        assert duration.before(duration.after(day)) == day
        assert duration.after(day) - day == timedelta(days=duration.days)
    elif day.day <= 28:
        assert duration.before(duration.after(day)) == day
        assert duration.after(day).day == day.day
    else:
        # A shorter month's end stands for the days that it lacks.
        assert 0 <= (day - duration.before(duration.after(day))).days <= 3


@given(UNITS, DAYS, DAYS)
def test_later_days_do_not_give_earlier_ends(duration: Duration, one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert duration.after(first) <= duration.after(second)
    assert duration.before(first) <= duration.before(second)


SPANS = st.tuples(DAYS, st.integers(0, 1500)).map(lambda s: (s[0], s[0] + timedelta(days=s[1])))


@given(SPANS, st.integers(0, 4000), st.none() | UNITS)
def test_renewals_cover_every_day_without_gap(
    span: tuple[date, date], later: int, term: Duration | None
) -> None:
    start, end = span
    fields = {"title": "C", "type": "nda", "status": "signed", "party": "a", "auto_renew": "true"}
    renewal = {"renewal_term": str(term)} if term else {}
    text = front_matter(**fields, start=start, end=end, **renewal)
    found = compiled({"contracts/c.md": text}).kb.records["contract:c"]
    assert isinstance(found, Contract)
    as_of = end + timedelta(days=later)
    now, tomorrow = found.end_as_of(as_of), found.end_as_of(as_of + timedelta(days=1))
    assert now is not None
    assert tomorrow is not None
    assert now <= tomorrow
    if term is None or term.months or term.days:
        assert now >= as_of
        assert found.is_in_force(as_of)


NEEDS = st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=1, max_size=8)
DATES = st.tuples(st.integers(-60, 120), st.integers(0, 60))


@given(
    NEEDS, st.lists(DATES, min_size=8, max_size=8), st.lists(st.booleans(), min_size=8, max_size=8)
)
def test_no_item_is_expected_before_what_it_waits_for(
    needs: list[list[int]], dates: list[tuple[int, int]], begun: list[bool]
) -> None:
    # An item waits for earlier ones only, so that there is no circle.
    files = {}
    for at, wanted in enumerate(needs):
        start = AS_OF + timedelta(days=dates[at][0])
        files[f"roadmap/i{at}.md"] = front_matter(
            title="A",
            status="in-progress" if begun[at] else "idea",
            start=start,
            due=start + timedelta(days=dates[at][1]),
            depends_on=f"[{', '.join(f'i{n}' for n in sorted({n for n in wanted if n < at}))}]",
        )
    kb = compiled(files).kb
    for item in kb.all(Roadmap):
        expected = item.expected(kb)
        assert expected is not None
        assert item.finish is not None
        assert expected >= max(item.finish, kb.as_of)
        for needed in kb.targets(item, "depends_on"):
            assert isinstance(needed, Roadmap)
            before = needed.expected(kb)
            assert before is not None
            assert expected > before or expected >= item.finish >= before
        chain = [*item.critical_chain(kb), item]
        for one, following in pairwise(chain):
            assert one in kb.targets(following, "depends_on")
            first, second = one.expected(kb), following.expected(kb)
            assert first is not None
            assert second is not None
            assert first < second


AMOUNTS = st.decimals(min_value=1, max_value=10**9, places=2, allow_nan=False)


@given(
    st.lists(st.tuples(AMOUNTS, st.sampled_from(["CNY", "USD", "EUR"])), min_size=1, max_size=12)
)
def test_shares_of_revenue_add_up_to_the_whole(contracts: list[tuple[object, str]]) -> None:
    customer = front_matter(title="A", industry="finance", region="east", tier="key")
    files = {f"customers/c{n}.md": customer for n in range(4)} | {
        f"contracts/k{at}.md": front_matter(
            title="C", type="subscription", status="signed", party=f"c{at % 4}",
            value=f"{amount} {currency}", start="2026-01-01", end="2026-12-31",
        )
        for at, (amount, currency) in enumerate(contracts)
    }  # fmt: skip
    words = "currency: {CNY: {reporting: true}, USD: {rates: {2026-01-01: 7.03}}, EUR: {}}"
    kb = compiled(files, vocabulary=words).kb
    shares = [each.share(kb) for each in kb.all(Customer)]
    known = [share for share in shares if share is not None]
    assert not known or isclose(sum(known), 1)
    assert all(0 < share <= 1 for share in known)
    in_euro = {at % 4 for at, (_, currency) in enumerate(contracts) if currency == "EUR"}
    assert all(shares[n] is None for n in in_euro)
