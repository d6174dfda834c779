from datetime import date
from pathlib import Path

from pmkb.build import Build, Inputs, Settings, build
from pmkb.cache import Folder
from pmkb.metrics import facts as module
from pmkb.metrics.report import report
from tests.unit.metrics.bases import dataset, metric

ROWS = """month,region,amount
2026-03,east,1.5
2026-05,,2
2026-06,west,oops
2026-06,west,
"""


def built(cache: Folder | None, files: dict[str, str], as_of: str = "2026-06-30") -> Build:
    data = {path: text.encode() for path, text in files.items()}
    return build(
        Inputs(
            files={path: each for path, each in data.items() if path.endswith(".md")},
            facts={path: each for path, each in data.items() if path.endswith(".csv")},
            cache=cache,
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
