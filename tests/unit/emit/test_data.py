"""The knowledge base as JSON and CSV: the form that other programs rely on."""

import csv
import io
import json

import pytest

from pmkb.build import Build
from pmkb.emit.data import export, tables, to_text
from pmkb.sheet import cell
from pmkb.values import to_json
from tests.knowledge import compiled, front_matter

FILES = {
    "customers/a.md": front_matter(
        title="东方银行", industry="finance", region="east", tier="key", source="direct",
        last_contact="2026-06-01", tags="[core, 金融]",
        next_action="{what: Call, due: 2026-07-15}",
    ),
    "contracts/c.md": front_matter(
        title="=SUM(A1)", type="subscription", status="signed", party="a", value="1.20万 CNY",
        signed="2026-01-01", start="2026-01-01", end="2026-12-31", notice="60d",
        payments="[{due: 2026-01-31, amount: 0.10 CNY}]", owner="nobody",
    ),
    "prices/p.md": front_matter(
        title="P", form="f", edition="e", unit="u", list="2 CNY", floor="1 CNY",
        approved_by="nobody", **{"from": "2026-01-01"},
    ),
    "roadmap/broken.md": "---\ntitle: x\n---\n",
    "notes/page.md": "[x](nowhere.md)\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def result() -> Build:
    return compiled(FILES)


def test_export_has_exactly_the_promised_keys(result: Build) -> None:
    data = export(result)
    assert list(data)[:4] == ["as_of", "records", "findings", "trackers"]
    assert {"metrics", "datasets", "funnels"} <= data.keys()
    assert data["as_of"] == "2026-06-30"
    assert sorted(data["records"]) == ["contract:c", "customer:a", "price:p"]
    for ref, record in data["records"].items():
        assert list(record) == [
            *("kind", "id", "path", "fields", "computed", "references", "referenced_by"),
        ]
        assert ref == f"{record['kind']}:{record['id']}"
    for finding in data["findings"]:
        assert list(finding) == [
            *("code", "severity", "path", "line", "column", "end_line", "end_column"),
            *("message", "hint"),
        ]
    for tracker in data["trackers"].values():
        assert list(tracker) == [
            *("number", "section", "title", "level", "headline", "values", "records", "page"),
            "trend",
        ]
        assert set(tracker["records"]) <= data["records"].keys()
    assert data["trackers"]["roadmap"]["page"] == "pages/roadmap/"


def test_export_writes_values_as_json_can_hold_them(result: Build) -> None:
    records = export(result)["records"]
    assert records["contract:c"]["fields"] == {
        "title": "=SUM(A1)",
        "owner": "nobody",
        "status": "signed",
        "type": "subscription",
        "party": "a",
        "value": {"amount": "12000.00", "currency": "CNY"},
        "signed": "2026-01-01",
        "start": "2026-01-01",
        "end": "2026-12-31",
        "auto_renew": False,
        "notice": "60d",
        "payments": [{"due": "2026-01-31", "amount": {"amount": "0.10", "currency": "CNY"}}],
    }
    computed = records["contract:c"]["computed"]
    assert computed["standing"] == "in-force"
    assert computed["notice_deadline"] == "2026-11-01"
    assert computed["outstanding"] == [{"amount": "0.10", "currency": "CNY"}]
    assert records["customer:a"]["computed"]["share"] == 1.0
    assert records["price:p"]["fields"]["from"] == "2026-01-01"


def test_export_tells_who_refers_to_whom(result: Build) -> None:
    records = export(result)["records"]
    assert records["contract:c"]["references"] == ["customer:a"]
    assert records["customer:a"]["referenced_by"] == ["contract:c"]


def test_export_tells_what_was_left_out_and_why(result: Build) -> None:
    findings = export(result)["findings"]
    assert findings == sorted(findings, key=lambda f: (f["path"], f["line"], f["column"]))
    broken = next(each for each in findings if each["path"] == "roadmap/broken.md")
    assert broken == {
        "code": "missing-key",
        "severity": "error",
        "path": "roadmap/broken.md",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 4,
        "message": "'status' is missing",
        "hint": "add `status:` (Where it stands)",
    }


def test_json_text_is_readable_and_strict(result: Build) -> None:
    text = to_text(export(result))
    assert "东方银行" in text
    assert text.endswith("}\n")
    assert json.loads(text, parse_constant=pytest.fail)["as_of"] == "2026-06-30"


@pytest.mark.parametrize("written", [".inf", "-.inf", ".nan", "[1, {a: .inf}]"])
def test_numbers_that_json_does_not_know_do_not_stop_the_export(written: str) -> None:
    text = front_matter(title="A", f=written)
    result = compiled({"tool/a.md": text}, own_kinds={"tool": "fields: {f: {type: any}}"})
    assert json.loads(to_text(export(result)), parse_constant=pytest.fail)


def table(result: Build, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(dict(tables(result.kb))[name])))


def test_tables_have_a_row_for_each_record(result: Build) -> None:
    assert [name for name, _ in tables(result.kb)] == ["contract", "price", "customer"]
    (row,) = table(result, "customer")
    assert list(row)[:4] == ["id", "path", "title", "summary"]
    assert (row["id"], row["path"], row["tags"]) == ("a", "customers/a.md", "core; 金融")
    assert row["next_action"] == '{"what": "Call", "due": "2026-07-15"}'
    assert (row["arr"], row["share"], row["silent"], row["touch"]) == (
        "12000.00 CNY",
        "1.0",
        "false",
        "in-touch",
    )


def test_tables_of_a_base_without_records_are_none() -> None:
    assert list(tables(compiled({}).kb)) == []


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@import", "'@import"),
        ("-5", "-5"),
        ("+5.5", "+5.5"),
        ("a=b", "a=b"),
        ("5-3", "5-3"),
        ('say "x", y', 'say "x", y'),
        ("多行", "多行"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_led_by_a_quote(title: str, written: str) -> None:
    quoted = json.dumps(title, ensure_ascii=False)
    text = front_matter(title=quoted, role="r", team="rd")
    (row,) = table(compiled({"contacts/a.md": text}), "contact")
    assert row["title"] == written


def test_formula_inside_a_list_or_an_object_cannot_begin_a_cell() -> None:
    text = front_matter(
        title="A", role="r", team="rd", tags='["=1+1", "=2"]',
        links="[{title: =x, url: 'https://a.example'}]",
    )  # fmt: skip
    (row,) = table(compiled({"contacts/a.md": text}), "contact")
    assert row["tags"] == "'=1+1; =2"
    assert row["links"].startswith("{")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (0, "0"), ((), ""), ({"a": [1]}, '{"a": [1]}'), (1.5, "1.5")],
)
def test_values_as_cells(value: object, text: str) -> None:
    assert cell(value) == text


def test_records_in_values_are_named() -> None:
    kb = compiled(FILES).kb
    customer = kb.records["customer:a"]
    assert to_json((customer,)) == ["customer:a"]
    assert cell((customer, customer)) == "customer:a; customer:a"
