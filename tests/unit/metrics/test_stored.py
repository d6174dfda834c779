from collections.abc import MutableMapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmkb.build import Build, Inputs, Settings, build
from pmkb.cache import Folder
from pmkb.metrics import facts as module
from pmkb.metrics.base import Base
from pmkb.metrics.export import facts_json
from pmkb.metrics.report import report
from pmkb.metrics.stored import packed, unpacked
from pmkb.source import Source
from tests.unit.metrics.bases import dataset, metric

ROWS = """month,region,amount
2026-03,east,1.5
2026-05,,2
2026-06,west,oops
2026-06,west,
"""


def built(
    cache: MutableMapping[str, bytes] | None,
    files: dict[str, str],
    as_of: str = "2026-06-30",
    words: Source | None = None,
) -> Build:
    data = {path: text.encode() for path, text in files.items()}
    return build(
        Inputs(
            files={path: each for path, each in data.items() if path.endswith(".md")},
            facts={path: each for path, each in data.items() if path.endswith(".csv")},
            cache=cache,
            vocabulary=words,
        ),
        Settings(),
        date.fromisoformat(as_of),
    )


def shown(found: Build) -> object:
    one = report(found.kb).metrics["m"]
    assert one.series is not None
    return found.findings, [(each.label, each.value) for each in one.series.points]


def test_cached_facts_give_the_same_and_are_not_read_again(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    files = dataset(ROWS, extra="key: [month, region]\nmax_age: 10d\n") | metric()
    cache = Folder(tmp_path / "cache")
    plain, first = shown(built(None, files)), shown(built(cache, files))
    assert len(cache) == 1 + 3
    monkeypatch.setattr(module._Loader, "_made", None)
    assert shown(built(cache, files)) == first == plain
    later = {each.code for each in built(cache, files, "2026-09-30").findings}
    assert "facts-outdated" in later


def test_damaged_or_other_entries_are_made_anew(tmp_path: Path) -> None:
    files = dataset(ROWS) | metric()
    cache = Folder(tmp_path)
    first = shown(built(cache, files))
    name = min(cache, key=len)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-9])
    assert shown(built(cache, files)) == first
    cache[name] = b"no archive"
    assert shown(built(cache, files)) == first
    other = files | {"datasets/facts.md": files["datasets/facts.md"].replace("decimal", "integer")}
    assert shown(built(cache, other)) != first
    assert len([each for each in cache if "-" not in each]) == 2


def test_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    files = dataset(ROWS) | metric()
    assert shown(built(Folder(tmp_path / "file"), files)) == shown(built(None, files))


class Counting(dict[str, bytes]):
    """A cache that counts the tables that it could give, and those that had to be made."""

    found = made = 0

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self.found += name in self and "-" not in name
        return super().get(name, default)

    def __setitem__(self, name: str, content: bytes) -> None:
        self.made += "-" not in name
        super().__setitem__(name, content)


CUSTOMER = (
    "---\ntitle: East\nindustry: finance\nregion: east\ntier: standard\nsource: direct\n---\n"
)
BASE = (
    {"customers/east.md": CUSTOMER, "customers/west.md": CUSTOMER}
    | dataset("month,customer,amount\n2026-05,east,1\n2026-06,west,2\n")
    | metric()
)


def renamed(files: dict[str, str]) -> dict[str, str]:
    return {path.replace("customers/west", "customers/far"): text for path, text in files.items()}


def changed(files: dict[str, str], path: str, old: str, new: str) -> dict[str, str]:
    assert old in files[path]
    return files | {path: files[path].replace(old, new)}


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        pytest.param(renamed(BASE), {"cell-refers-to-nothing"}, id="customer renamed"),
        pytest.param(
            changed(BASE, "customers/west.md", "tier:", "aliases: [old]\ntier:"), set(), id="alias"
        ),
        pytest.param(
            changed(BASE, "datasets/facts.md", "refers_to: customer", "refers_to: region"),
            {"cell-refers-to-nothing"},
            id="declaration",
        ),
        pytest.param(
            changed(BASE, "datasets/facts.csv", "06,west", "06,wset"),
            {"cell-refers-to-nothing"},
            id="file",
        ),
    ],
)
def test_what_a_check_depends_on_makes_it_anew(files: dict[str, str], codes: set[str]) -> None:
    cache = Counting()
    assert {each.code for each in built(cache, BASE).findings} == set()
    assert {each.code for each in built(cache, BASE).findings} == set()
    assert (cache.found, cache.made) == (1, 1)
    assert {each.code for each in built(cache, files).findings} == codes
    assert (cache.found, cache.made) == (1, 2)


def test_what_a_check_does_not_depend_on_changes_nothing() -> None:
    cache = Counting()
    built(cache, BASE)
    other = changed(BASE, "customers/west.md", "finance", "telecom") | metric("other")
    built(cache, other | {"goals/x.md": "---\ntitle: X\n---\n"}, "2026-07-31")
    assert (cache.found, cache.made) == (1, 1)


def test_terms_of_the_vocabulary_are_part_of_what_a_check_depends_on() -> None:
    files = dataset("month,region,amount\n2026-06,moon,1\n") | metric()
    files = changed(
        files, "datasets/facts.md", "region, type: text", "region, type: text, refers_to: region"
    )
    cache = Counting()
    assert {each.code for each in built(cache, files).findings} == {"cell-refers-to-nothing"}
    words = Source.decode(
        "../schemas/vocabulary.yml", b"region: {moon: {en: Moon, zh: \xe6\x9c\x88}}\n"
    )
    assert built(cache, files, words=words).findings == ()
    assert (cache.found, cache.made) == (0, 2)


RICH = (
    {
        "customers/east.md": CUSTOMER,
        "customers/west.md": CUSTOMER.replace("finance", "telecom"),
    }
    | dataset(
        "month,customer,region,foreign,currency,count\n"
        + "".join(
            f"{year}-{month:02d},{customer},{region},{month * 10 + at}.25,{currency},{at}\n"
            for year in (2025, 2026)
            for month in range(1, 13 if year == 2025 else 7)
            for at, (customer, region, currency) in enumerate(
                [("east", "e", "CNY"), ("west", "w", "USD"), ("west", "", "USD"), ("", "w", "CNY")][
                    : 3 + (month > 3)
                ]
            )
        )
    )
    | metric("sold", value="foreign", dimensions="[region, customer.industry]")
    | metric("payers", value="customer", aggregate="distinct", dimensions="[region]")
    | metric("most", value="count", aggregate="max", dimensions="[region]")
    | metric("east", value="count", filters="[region = e]")
    | metric("so-far", type="cumulative", value="count", resets="year")
    | metric("each", type="ratio", numerator="sold", denominator="payers")
)
RATES = "currency: {CNY: {en: Yuan, zh: 元, reporting: true}, USD: {en: Dollar, zh: 美元, rates: {2024-01-01: %s}}}\n"


def told(
    cache: MutableMapping[str, bytes] | None, files: dict[str, str], rate: str = "7.1"
) -> object:
    words = Source.decode("../schemas/vocabulary.yml", (RATES % rate).encode())
    found = built(cache, files, words=words)
    return found.findings, facts_json(found.kb)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is a large one."""
    monkeypatch.setattr(module, "LARGE", 1)


@pytest.mark.usefixtures("large")
def test_sums_of_unchanged_facts_are_not_added_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = dict[str, bytes]()
    first = told(cache, RICH)
    assert first == told(None, RICH)
    for name in ("_add_up", "_count", "_find_bad_units"):
        monkeypatch.setattr(Base, name, None)
    columns = {name: b"" for name in cache if "-" in name}
    filtered = [column for column in columns if column.endswith("-2")]
    kept = cache | columns | {name: cache[name] for name in filtered}
    assert told(kept, RICH) == first


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("files", "rate"),
    [
        pytest.param(RICH, "7.2", id="rate"),
        pytest.param(
            changed(RICH, "customers/west.md", "telecom", "energy"), "7.1", id="looked up"
        ),
        pytest.param(changed(RICH, "metrics/east.md", "= e", "= w"), "7.1", id="filter"),
        pytest.param(changed(RICH, "metrics/most.md", "max", "min"), "7.1", id="aggregate"),
        pytest.param(changed(RICH, "datasets/facts.csv", "61.25", "62.25"), "7.1", id="facts"),
        pytest.param(changed(RICH, "metrics/sold.md", "flow", "stock"), "7.1", id="stock"),
    ],
)
def test_sums_depend_on_all_that_they_are_made_of(files: dict[str, str], rate: str) -> None:
    cache = dict[str, bytes]()
    before = told(cache, RICH)
    assert told(cache, files, rate) == told(None, files, rate) != before
    assert told(cache, RICH) == before


def test_columns_that_are_gone_when_they_are_needed_are_made_anew() -> None:
    cache = dict[str, bytes]()
    first = told(cache, RICH)
    for damaged in (b"", b"x" * 40, packed({"codes": np.zeros(1, np.int8)})):
        broken = {name: damaged if "-" in name else data for name, data in cache.items()}
        assert told(broken, RICH) == first
    assert told({name: data for name, data in cache.items() if "-" not in name}, RICH) == first


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    "foreign",
    [b"", b"{}", b"[]", b"null", b"\0" * 64, b"\xff" * 64],
    ids=lambda each: repr(each[:4]),
)
def test_foreign_bytes_in_any_entry_change_nothing(foreign: bytes) -> None:
    cache = dict[str, bytes]()
    files = {path: RICH[path] for path in RICH if not path.startswith("metrics/")} | metric(
        value="foreign", dimensions="[region]"
    )
    first = told(cache, files)
    assert told(dict.fromkeys(cache, foreign), files) == first
    for at, name in enumerate(sorted(cache)):
        if at % 4 == 0 or name.endswith("-3"):
            assert told(cache | {name: foreign}, files) == first
            assert told(cache | {name: cache[name][:-3]}, files) == first


@given(
    st.lists(
        st.one_of(
            st.lists(st.integers(-128, 127)).map(lambda found: np.array(found, np.int8)),
            st.lists(st.floats(allow_nan=False)).map(lambda found: np.array(found, np.float64)),
            st.lists(st.booleans()).map(lambda found: np.array(found, np.bool_)),
            st.lists(st.integers()).map(lambda found: np.array(found, object)),
        ),
        max_size=4,
    )
)
def test_arrays_come_back_as_they_were(arrays: list[np.ndarray]) -> None:  # type: ignore[type-arg]
    given_arrays = {str(at): each for at, each in enumerate(arrays)}
    found = unpacked(packed(given_arrays))
    assert found is not None
    assert found.keys() == given_arrays.keys()
    for name, each in given_arrays.items():
        assert found[name].dtype == each.dtype
        assert found[name].tolist() == each.tolist()


@given(st.binary(max_size=200))
def test_any_bytes_are_arrays_or_damaged(data: bytes) -> None:
    unpacked(data)
