"""Tables as CSV and JSON, whatever stands in their cells."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from pmkb.sheet import Field, Sheet, csv_text
from pmkb.values import Money

DAY = date(2026, 6, 30)


def column(*values: object, name: str = "value", label: str = "金额") -> Field:
    return Field(name, label, values, values)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\n=1",
        "＝1+1",
        "＠SUM(A1)",
    ],
)
def test_what_a_spreadsheet_would_run_is_led_by_a_quote(text: str) -> None:
    found = list(csv.reader(io.StringIO(csv_text([text], [[text]]), newline="")))
    assert found == [["'" + text], ["'" + text]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-1.5e-07, "-1.5e-07"),
        (1e22, "1e+22"),
        (Decimal("-1200000.50"), "-1200000.50"),
        (Decimal("1E+3"), "1000"),
        (DAY, "2026-06-30"),
    ],
)
def test_numbers_and_days_stay_what_they_are(value: object, written: str) -> None:
    assert csv_text(["x"], [[value]]).split("\n")[1] == written


def test_lines_of_a_cell_stay_in_their_cell() -> None:
    text = csv_text(["x"], [["a\rb\r\nc"], ["\r=1"]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["x"], ["a\nb\nc"], ["'\n=1"]]


def test_csv_tells_spreadsheets_that_its_chinese_is_utf_8() -> None:
    text = Sheet("合同", DAY, (column("东方银行"),)).csv()
    assert text.encode()[:3] == b"\xef\xbb\xbf"
    assert text == "\ufeff金额\n东方银行\n"


def test_json_has_a_row_for_each_row_by_names() -> None:
    fields = (column(Money(Decimal("1.20"), "CNY"), None), Field("", "币种", (), ("CNY", None)))
    assert json.loads(Sheet("合同", DAY, fields).json()) == {
        "title": "合同",
        "as_of": "2026-06-30",
        "columns": {"value": "金额"},
        "rows": [{"value": {"amount": "1.20", "currency": "CNY"}}, {"value": None}],
    }


def test_json_without_rows_is_json() -> None:
    assert json.loads(Sheet("", DAY, (column(),)).json())["rows"] == []


def test_unknown_number_does_not_break_json() -> None:
    assert json.loads(Sheet("", DAY, (column(float("nan")),)).json())["rows"] == [{"value": "nan"}]
