import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from pmkb.build import Inputs, Settings, build
from pmkb.kinds.dashboard.dataset import Column
from pmkb.metrics import reading
from pmkb.metrics.base import _summed
from pmkb.metrics.facts import all_facts
from pmkb.metrics.table import Numbers, Texts
from tests.unit.metrics.bases import base, dataset, metric, reported


def columns(**types: str) -> dict[str, Column]:
    return {name: Column(name=name, type=type_) for name, type_ in types.items()}


def read(text: str, **types: str) -> reading.Read:
    data = text.encode()
    return reading.read(data, reading.head(data), columns(**types))


def decimals(found: reading.Read, name: str) -> list[Decimal]:
    column = found.columns[name]
    assert isinstance(column, Numbers)
    return [column.decimal(each) for each in column.whole]


def texts(found: reading.Read, name: str) -> list[str | None]:
    column = found.columns[name]
    assert isinstance(column, Texts)
    return [column.values[code] if code >= 0 else None for code in column.codes]


def test_versions_stay_as_they_are_written() -> None:
    found = read("v,n\n8.10,1\n8.1,2\n010,3\n,4\n", v="text", n="integer")
    assert texts(found, "v") == ["8.10", "8.1", "010", None]


def test_truth_values_and_words_for_nothing_stay_texts() -> None:
    found = read("v,n\ntrue,1\nfalse,2\n", v="text", n="integer")
    assert texts(found, "v") == ["true", "false"]
    assert texts(read("v,n\nNA,1\nnull,2\n", v="text", n="integer"), "v") == ["NA", "null"]


@pytest.mark.parametrize(
    "written", ["0.1", "1234567.89", "0.000001", "-3.25", "1e3", "12345678901234567.89", ".5", "7."]
)
@pytest.mark.parametrize("quoted", [False, True])
def test_numbers_are_exact(written: str, quoted: bool) -> None:
    cell = f'"{written}"' if quoted else written
    found = read(f"a,n\nx,{cell}\ny,0.20\n", a="text", n="decimal")
    assert decimals(found, "n") == [Decimal(written), Decimal("0.20")]


@pytest.mark.parametrize("written", ["nan", "inf", "0x10", "1_000", "1,5", "12%", "1e999", "--1"])
def test_what_is_no_number_is_told_and_unknown(written: str) -> None:
    found = read(f'a,n\nx,1\ny,"{written}"\n', a="text", n="decimal")
    assert [(each.row, each.text) for each in found.bad_cells] == [(1, written)]
    column = found.columns["n"]
    assert isinstance(column, Numbers)
    assert column.unreadable is not None
    assert column.unreadable.tolist() == [False, True]


def test_rows_of_other_length_are_left_out_and_the_others_keep_their_number() -> None:
    found = read("a,n\nx,1\ny\nz,2,3\nw,4\n", a="text", n="integer")
    assert [(each.row, each.cells) for each in found.bad_rows] == [(1, 1), (2, 3)]
    assert texts(found, "a") == ["x", "w"]
    assert found.number(1) == 3


def test_both_ways_of_reading_agree() -> None:
    rows = "".join(f"v{at % 7}.10,{at / 8},{at}\n" for at in range(500))
    wanted = {0: Column(name="v", type="text"), 1: Column(name="d", type="decimal")}
    data = ("v,d,n\n" + rows).encode()
    fast, careful = reading._fast(data, 3, wanted), reading._careful(data, 3, wanted)
    assert fast is not None
    assert decimals(fast, "d") == decimals(careful, "d")
    assert texts(fast, "v") == texts(careful, "v")


def test_sums_of_whole_numbers_are_exact_beyond_what_floats_hold() -> None:
    whole = np.array([1e13] * 2000 + [1.0], dtype=np.float64)
    index = np.zeros(len(whole), dtype=np.int64)
    assert int(_summed(index, whole, 1)[0]) == 2 * 10**16 + 1
    huge = np.array([10**30, 1], dtype=object)
    assert int(_summed(np.zeros(2, dtype=np.int64), huge, 1)[0]) == 10**30 + 1


def test_only_the_first_twenty_faults_of_a_kind_are_told() -> None:
    rows = "".join(f"2026-01,x{at}\n" for at in range(100))
    found = base(dataset("month,count\n" + rows)).findings
    assert [each.code for each in found] == ["cell-of-wrong-type"] * 21
    assert found[19].place.line == 21
    assert found[20].message.startswith("80 more of this kind follow from here")


def test_file_that_is_not_utf8_is_told_at_the_byte() -> None:
    made = dataset("month,count\n2026-01,1\n")
    data = "month,count\n2026-01,中文\n".encode("gb18030")
    files = {path: text.encode() for path, text in made.items() if path.endswith(".md")}
    inputs = Inputs(files=files, facts={"datasets/facts.csv": data})
    (found,) = build(inputs, Settings(), date(2026, 6, 30)).findings
    assert (found.code, found.place[:2]) == ("facts-not-utf8", (2, 9))
    assert found.hint == "save it as CSV UTF-8; it looks like GB18030"


def test_aliases_lead_to_the_record() -> None:
    customer = (
        "---\ntitle: East\nindustry: finance\nregion: east\ntier: standard\naliases: [old]\n---\n"
    )
    made = base(
        {"customers/east.md": customer},
        dataset("month,customer,amount\n2026-01,old,1\n2026-01,east,2\n2026-01,customer:old,4\n"),
    )
    column = all_facts(made.kb)["dataset:facts"].table.texts("customer")
    assert column is not None
    assert column.values == ("east",)


RESTATED = """month,issued,amount
2026-01,2026-02-01,100
2026-01,2026-04-01,110
2026-02,2026-03-01,50
"""


@pytest.mark.parametrize(
    ("as_of", "value"), [("2026-02-15", 100), ("2026-03-31", 100), ("2026-04-01", 110)]
)
def test_restated_facts_win_by_their_own_date(as_of: str, value: int) -> None:
    facts = dataset(RESTATED, extra="key: [month]\nrestated: issued\n")
    found = reported(facts, metric(), as_of=as_of)
    assert found.series is not None
    assert found.series.points[0].value == value


def test_what_is_not_over_yet_does_not_count() -> None:
    found = reported(dataset("month,amount\n2026-05,1\n2026-06,2\n"), metric(), as_of="2026-06-29")
    assert found.current is not None
    assert found.current.label == "2026-05"


def test_no_pandas_without_facts(tmp_path: Path) -> None:
    (tmp_path / "docs/metrics").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugins: [pmkb]\n")
    (tmp_path / "docs/metrics/m.md").write_text(metric()["metrics/m.md"].replace("facts", "gone"))
    code = (
        "import sys\nfrom pmkb.cli import main\n"
        "try:\n    main(['check'])\nexcept SystemExit:\n    pass\n"
        "print('pandas' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("False False\n")


def test_no_pandas_for_unchanged_facts(tmp_path: Path) -> None:
    for path, text in (dataset("month,amount\n2026-06,1\n") | metric()).items():
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text(text)
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugins: [pmkb: {as_of: 2026-06-30}]\n")
    code = (
        "import sys\nfrom pmkb.cli import main\n"
        "try:\n    main(['export'])\nexcept SystemExit:\n    pass\n"
        "print('pandas' in sys.modules, file=sys.stderr)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert [each.stderr for each in runs] == ["True\n", "False\n"]
    assert runs[0].stdout == runs[1].stdout
