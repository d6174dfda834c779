from collections.abc import MutableMapping
from datetime import date
from pathlib import Path

import pytest

from pmkb.build import Build, Inputs, Settings, build
from pmkb.cache import Folder
from pmkb.metrics import facts as module
from pmkb.metrics.report import report
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
    assert len(cache) == 1
    monkeypatch.setattr(module._Loader, "_made", None)
    assert shown(built(cache, files)) == first == plain
    later = {each.code for each in built(cache, files, "2026-09-30").findings}
    assert "facts-outdated" in later


def test_damaged_or_other_entries_are_made_anew(tmp_path: Path) -> None:
    files = dataset(ROWS) | metric()
    cache = Folder(tmp_path)
    first = shown(built(cache, files))
    (name,) = cache
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-9])
    assert shown(built(cache, files)) == first
    cache[name] = b"no archive"
    assert shown(built(cache, files)) == first
    other = files | {"datasets/facts.md": files["datasets/facts.md"].replace("decimal", "integer")}
    assert shown(built(cache, other)) != first
    assert len(cache) == 2


def test_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    files = dataset(ROWS) | metric()
    assert shown(built(Folder(tmp_path / "file"), files)) == shown(built(None, files))


class Counting(dict[str, bytes]):
    """A cache that counts what it could give, and what had to be made."""

    found = made = 0

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self.found += name in self
        return super().get(name, default)

    def __setitem__(self, name: str, content: bytes) -> None:
        self.made += 1
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
