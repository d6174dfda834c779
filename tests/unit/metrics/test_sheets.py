"""The same facts as CSV, as CSV in pieces, and as Parquet: the same findings, the same numbers."""

import re
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmkb.build import Build, Inputs, Settings, build
from pmkb.cache import Folder
from pmkb.datafile import Data, DataFile, found_at
from pmkb.kinds.dashboard.dataset import Column
from pmkb.metrics import delimited, merged, parquet, pieces
from pmkb.metrics.delimited import CsvSheet
from pmkb.metrics.export import facts_json
from pmkb.metrics.packed import Packed, Part, hashes
from pmkb.metrics.reading import Read, coded
from pmkb.metrics.table import Numbers, Texts
from tests.unit.metrics.bases import dataset, metric

AS_OF = date(2026, 6, 30)
CUSTOMER = (
    "---\ntitle: X\nindustry: finance\nregion: east\ntier: standard\nsource: direct\n"
    "aliases: [old-{0}]\n---\n"
)
HEAD = "month,customer,region,paid,issued,count,amount"
COLUMNS = dict(zip(HEAD.split(","), range(7), strict=True))


def rows() -> list[list[str]]:
    found = []
    for at in range(240):
        month = f"{2025 + at // 8 // 12}-{at // 8 % 12 + 1:02d}"
        if month > "2026-06":
            break
        found.append(
            [
                month,
                f"c{at % 5}" if at % 11 else "",
                ["east", "north", "south"][at % 3],
                "true" if at % 2 else "false",
                f"2026-07-{at % 28 + 1:02d}",
                str(at),
                f"{at * 1234.5 - 9999:.2f}",
            ]
        )
    return found


def faulty() -> list[list[str]]:
    found = rows()
    for at, name, text in (
        (3, "count", "1.5"),
        (60, "count", "１２"),
        (17, "amount", "1,234.50"),
        (18, "amount", "12%"),
        (19, "amount", "1e308"),
        (99, "amount", "nan"),
        (30, "customer", "c9"),
        (31, "customer", "old-c1"),
        (140, "customer", "customer:c2"),
        (40, "region", "moon"),
        (41, "region", " east "),
        (50, "paid", "maybe"),
        (55, "issued", "2026/07/01"),
        (56, "issued", "46204"),
        (70, "month", "2025-Q3"),
        (71, "month", "July"),
        (72, "month", ""),
    ):
        found[at][COLUMNS[name]] = text
    found[141] = list(found[11])
    return [each for each in found if each[0] != "2025-05"]


def as_csv(found: list[list[str]]) -> bytes:
    def cell(text: str) -> str:
        return f'"{text}"' if "," in text else text

    return "".join(",".join(map(cell, row)) + "\n" for row in [HEAD.split(","), *found]).encode()


def as_parquet(found: list[list[str]], path: Path, types: dict[str, str] | None = None) -> None:
    names = HEAD.split(",")
    frame = pd.DataFrame(found, columns=names, dtype=object).replace("", None)
    typed = ", ".join(f"CAST({n} AS {(types or {}).get(n, 'VARCHAR')}) AS {n}" for n in names)
    with duckdb.connect() as connection:
        connection.register("t", frame)
        connection.execute(f"COPY (SELECT {typed} FROM t) TO '{path}' (FORMAT parquet)")  # noqa: S608


def base(name: str, data: Data) -> Build:
    made = dataset(HEAD + "\n", extra="key: [month, count]\nmax_age: 10d\n")
    record = made["datasets/facts.md"].replace("datasets/facts.csv", name)
    record = record.replace("region, type: text", "region, type: text, refers_to: region")
    metrics = [
        metric("revenue", dimensions="[region, customer, customer.industry, paid]"),
        metric("payers", value="customer", aggregate="distinct", dimensions="[region]"),
        metric("largest", aggregate="max", filters="[paid = true]"),
        metric("rows", value="count", aggregate="count", filters='["amount >= 100.5"]'),
    ]
    files = {path: text for each in metrics for path, text in each.items()}
    files |= {f"customers/c{at}.md": CUSTOMER.format(f"c{at}") for at in range(5)}
    files |= {"datasets/facts.md": record}
    inputs = Inputs({path: text.encode() for path, text in files.items()}, facts={name: data})
    return build(inputs, Settings(), AS_OF)


def told(found: Build) -> tuple[object, object]:
    """Findings without the place in a line, and everything that is computed."""
    text = re.compile(r"datasets/facts\.\w+")
    of_facts = [each for each in found.findings if each.path.startswith("datasets/facts.")]
    findings = [
        (each.code, each.place.line, text.sub("", each.message), each.hint)
        for each in of_facts
        if not each.path.endswith(".md")
    ]
    others = [(each.code, each.message) for each in found.findings if each.path.endswith(".md")]
    return (sorted(findings, key=str), others), facts_json(found.kb)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a few rows, and texts packed as soon as there are ten of them."""
    monkeypatch.setattr(pieces, "PIECE", 300)
    monkeypatch.setattr(parquet, "VECTORS", 1)
    monkeypatch.setattr(parquet, "_FEW", 4)
    monkeypatch.setattr(merged, "MANY", 10)


def on_disk(path: Path, data: bytes) -> DataFile:
    path.write_bytes(data)
    return DataFile(path, len(data), "digest")


@pytest.mark.parametrize("found", [rows(), faulty()], ids=["sound", "faulty"])
def test_form_of_a_file_changes_nothing(
    found: list[list[str]], tmp_path: Path, tiny: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = as_csv(found)
    expected = told(base("datasets/facts.csv", data))
    assert (expected[0][0] == []) is (found == rows())  # type: ignore[index]
    whole = on_disk(tmp_path / "facts.csv", data)
    assert told(base("datasets/facts.csv", whole)) == expected
    as_parquet(found, tmp_path / "facts.parquet")
    texts = found_at(tmp_path / "facts.parquet")
    assert told(base("datasets/facts.parquet", texts)) == expected
    monkeypatch.setattr(parquet, "_FEW", 20_000)
    assert told(base("datasets/facts.parquet", texts)) == expected
    held = (tmp_path / "facts.parquet").read_bytes()
    assert told(base("datasets/facts.parquet", held)) == expected


@pytest.mark.parametrize(
    "types",
    [
        {"count": "BIGINT", "amount": "DECIMAL(18,2)", "issued": "DATE", "paid": "BOOLEAN"},
        {"count": "USMALLINT", "amount": "DOUBLE", "issued": "TIMESTAMP"},
        {"count": "DOUBLE", "amount": "DECIMAL(38,4)", "issued": "TIMESTAMPTZ"},
    ],
)
def test_typed_columns_are_what_a_csv_file_would_hold(
    types: dict[str, str], tmp_path: Path
) -> None:
    as_parquet(rows(), tmp_path / "facts.parquet", types)
    expected = told(base("datasets/facts.csv", as_csv(rows())))
    assert told(base("datasets/facts.parquet", found_at(tmp_path / "facts.parquet"))) == expected


def columns(tmp_path: Path, select: str, **types: str) -> dict[str, Texts | Numbers]:
    path = tmp_path / "a*[b].parquet"  # a name is no pattern
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    sheet = parquet.ParquetSheet(found_at(path))
    declared = {name: Column(name=name, type=kind) for name, kind in types.items()}
    (read,) = sheet.reads(declared)
    return dict(read.columns)


def test_numbers_of_parquet_are_exact(tmp_path: Path) -> None:
    found = columns(
        tmp_path,
        "SELECT 0.1::FLOAT f, 12345678901234567.89::DECIMAL(38,2) d, 9007199254740993 i, 0.3 x",
        f="decimal",
        d="decimal",
        i="integer",
        x="decimal",
    )
    exact = {
        name: str(each.decimal(each.whole[0]))
        for name, each in found.items()
        if isinstance(each, Numbers)
    }
    assert exact == {"f": "0.1", "d": "12345678901234567.89", "i": "9007199254740993", "x": "0.3"}


def test_what_is_no_number_is_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    found = columns(tmp_path, "SELECT unnest(['1.5', 'nan', NULL, 'inf'])::DOUBLE n", n="decimal")
    column = found["n"]
    assert isinstance(column, Numbers)
    assert column.unreadable is not None
    assert column.missing is not None
    assert column.unreadable.tolist() == [False, True, False, True]
    assert column.missing.tolist() == [False, False, True, False]


def test_moment_is_no_day_but_midnight_is(tmp_path: Path) -> None:
    moments = "TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-02 12:30:00'"
    column = columns(tmp_path, f"SELECT unnest([{moments}]) t", t="date")["t"]
    assert isinstance(column, Texts)
    assert list(column.values) == ["2026-01-01", "2026-01-02 12:30:00"]


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"", "facts-without-rows", "the file is empty"),
        (b"PAR1", "facts-unreadable", "this Parquet file is damaged"),
        (b"PAR1" + b"\0" * 500 + b"PAR1", "facts-unreadable", "this Parquet file is damaged"),
        (b"PK\x03\x04...", "facts-unreadable", "this is no Parquet file"),
    ],
)
def test_what_is_no_parquet_is_told(data: bytes, code: str, message: str, tmp_path: Path) -> None:
    for each in (data, on_disk(tmp_path / "x.parquet", data)):
        found = base("datasets/facts.parquet", each).findings
        assert (code, message) in [(each.code, each.message) for each in found]
        assert not any(str(tmp_path) in each.message for each in found)


def test_parquet_cut_off_or_damaged_inside_is_told(tmp_path: Path) -> None:
    as_parquet(rows(), tmp_path / "x.parquet")
    data = (tmp_path / "x.parquet").read_bytes()
    for damaged in (data[:-200], data[:100] + b"\xff" * 400 + data[500:]):
        codes = {each.code for each in base("datasets/facts.parquet", damaged).findings}
        assert "facts-unreadable" in codes


def test_parquet_without_rows_is_told(tmp_path: Path) -> None:
    as_parquet([], tmp_path / "x.parquet")
    found = base("datasets/facts.parquet", found_at(tmp_path / "x.parquet")).findings
    assert [each.code for each in found if "facts" in each.code] == ["facts-without-rows"]


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"PAR1\x15\x04", "it looks like Parquet: let its name end in .parquet"),
        (b"PK\x03\x04\x14\0", "it looks like a spreadsheet: save it as CSV UTF-8"),
        ("月,额\n".encode("utf-16"), "save it as CSV UTF-8; it looks like UTF-16"),
        ("月,额\n一,二\n".encode("gb18030"), "save it as CSV UTF-8; it looks like GB18030"),
    ],
)
def test_what_only_calls_itself_csv_is_told_once(data: bytes, hint: str, tmp_path: Path) -> None:
    for each in (data, on_disk(tmp_path / "x.csv", data)):
        found = [f for f in base("datasets/facts.csv", each).findings if f.path.endswith(".csv")]
        assert [(f.code, f.hint) for f in found] == [("facts-not-utf8", hint)]


def test_bad_byte_far_down_has_its_line_and_column(tmp_path: Path, tiny: None) -> None:
    data = as_csv(rows()).replace(b"2026-03,c0,north", b"2026-03,c0,nor\xff")
    line = data[: data.index(b"\xff")].count(b"\n") + 1
    small = base("datasets/facts.csv", data).findings
    large = base("datasets/facts.csv", on_disk(tmp_path / "x.csv", data)).findings
    assert [each for each in large if each.code == "facts-not-utf8"] == [
        each for each in small if each.code == "facts-not-utf8"
    ]
    assert line > 50
    assert (line, 15) in [each.place[:2] for each in large]


CELL = st.text(alphabet='ab,"\n\r中 ', max_size=5)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.lists(CELL, min_size=2, max_size=3), max_size=12),
    st.integers(20, 60),
    st.sampled_from(["\n", "\r\n"]),
)
def test_pieces_hold_whole_records(
    tmp_path: Path, found: list[list[str]], size: int, end: str
) -> None:
    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n\r') else cell

    text = end.join(",".join(map(written, row)) for row in [["a", "b"], *found]) + end
    data = b"\xef\xbb\xbf" + text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", size)
        patch.setattr(pieces, "MOST", 10**6)
        file = on_disk(tmp_path / "x.csv", data)
        assert b"".join(pieces.pieces(file)) == data[3:]
        declared = {name: Column(name=name, type="text") for name in "ab"}
        small, large = CsvSheet("x", data), CsvSheet("x", file)
        one, other = merged.Merging(), merged.Merging()
        for sheet, merging in ((small, one), (large, other)):
            for each in sheet.reads(declared):
                merging.add(each)
        assert one.records == other.records
        rows = range(-1, one.records)
        assert small.places(rows) == large.places(rows)
        first, second = one.read(), other.read()
    assert first.rows == second.rows
    assert [first.number(at) for at in range(first.rows)] == [
        second.number(at) for at in range(second.rows)
    ]
    for name in "ab" if first.rows else "":
        left, right = first.columns[name], second.columns[name]
        assert isinstance(left, Texts)
        assert isinstance(right, Texts)
        assert cells(left) == cells(right)


def cells(column: Texts) -> list[str | None]:
    return [column.values[code] if code >= 0 else None for code in column.codes]


@given(st.lists(st.text(max_size=4), max_size=20), st.data())
def test_packed_texts_are_the_texts(texts: list[str], data: st.DataObject) -> None:
    texts = [each.encode(errors="replace").decode() for each in texts]
    part = Part.of(texts)
    found = Packed((part, Part.of([]), part))
    both = texts * 2
    assert list(found) == both == [found[at] for at in range(len(both))]
    wanted = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    taken = part.taken(np.array(wanted, dtype=np.bool_))
    assert list(taken) == [each for each, is_wanted in zip(texts, wanted, strict=True) if is_wanted]
    if texts:
        assert (found[-1], found[1:]) == (both[-1], both[1:])
    assert len({*hashes(texts).tolist()}) == len({*texts})


@given(st.lists(st.lists(st.sampled_from([*map(str, range(30)), ""]), max_size=30), max_size=5))
def test_texts_of_pieces_become_those_of_one_column(found: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merged, "MANY", 10)
        merging = merged.Merging()
        for piece in found:
            merging.add(Read(len(piece), {"a": coded(piece)}))
        read = merging.read()
    assert read.rows == sum(map(len, found))
    if found:
        column = read.columns["a"]
        assert isinstance(column, Texts)
        assert cells(column) == [text or None for piece in found for text in piece]
        assert len(set(column.values)) == len(column.values)


def test_large_files_stay_on_disk_and_parquet_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    (tmp_path / "a.PARQUET").write_bytes(b"a\n1\n")
    assert found_at(tmp_path / "a.csv") == b"a\n1\n"
    kept = found_at(tmp_path / "a.PARQUET")
    assert isinstance(kept, DataFile)
    assert (kept.size, kept.whole()) == (4, b"a\n1\n")
    monkeypatch.setattr("pmkb.datafile.LARGE", 3)
    large = found_at(tmp_path / "a.csv")
    assert isinstance(large, DataFile)
    assert large.digest == kept.digest  # of the content alone


def test_unchanged_parquet_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_parquet(rows(), tmp_path / "facts.parquet")
    data = found_at(tmp_path / "facts.parquet")
    cache = Folder(tmp_path / "cache")
    files = dataset(HEAD + "\n") | metric()
    record = files.pop("datasets/facts.md").replace("facts.csv", "facts.parquet")
    del files["datasets/facts.csv"]
    inputs = Inputs(
        {"datasets/facts.md": record.encode()} | {p: t.encode() for p, t in files.items()},
        facts={"datasets/facts.parquet": data},
        cache=cache,
    )
    first = told(build(inputs, Settings(), AS_OF))
    monkeypatch.setattr(parquet, "_Opened", None)
    monkeypatch.setattr(delimited, "pieces", None)
    assert told(build(inputs, Settings(), AS_OF)) == first
