"""How field values are written, and what is said about those that are wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmkb.values import (
    TYPES,
    Complaint,
    Duration,
    Money,
    Ref,
    any_of,
    one_of,
    shown,
    to_json,
)
from pmkb.yaml12 import resolve


def read(type_name: str, value: object) -> Any:
    return TYPES[type_name].read(value)


def complaint(type_name: str, value: object) -> Complaint:
    with pytest.raises(Complaint) as caught:
        read(type_name, value)
    return caught.value


def code(type_name: str, value: object) -> str:
    return complaint(type_name, value).fault.code


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("1200000 CNY", "1200000", "CNY"),
        ("1,200,000 CNY", "1200000", "CNY"),
        ("120万 CNY", "1200000", "CNY"),
        ("1.2亿 CNY", "120000000", "CNY"),
        ("1.25 万 CNY", "12500", "CNY"),
        ("0.1 USD", "0.1", "USD"),
        ("99.99usd", "99.99", "USD"),
        ("-3 EUR", "-3", "EUR"),
        ("  7 JPY ", "7", "JPY"),
        ("12345678901234567890123456.01 CNY", "12345678901234567890123456.01", "CNY"),
    ],
)
def test_money_is_exact(written: str, amount: str, currency: str) -> None:
    assert read("money", written) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (resolve("1200000"), "money-without-currency"),
        (resolve("1.5"), "money-without-currency"),
        ("5万", "money-without-currency"),
        ("CNY 100", "invalid-money"),
        ("100 RMBs", "invalid-money"),
        ("1e6 CNY", "invalid-money"),
        ("1.2.3 CNY", "invalid-money"),
        ("万 CNY", "invalid-money"),
        ("1百 CNY", "invalid-money"),
        ("１００ CNY", "invalid-money"),
        ("", "invalid-money"),
        (True, "invalid-money"),
        (["1 CNY"], "invalid-money"),
    ],
)
def test_what_is_no_money(written: object, expected: str) -> None:
    assert code("money", written) == expected


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1E+6", "1000000 CNY"), ("0.10", "0.10 CNY"), ("-5", "-5 CNY"), ("1E-7", "0.0000001 CNY")],
)
def test_money_is_shown_without_exponents(amount: str, text: str) -> None:
    assert str(Money(Decimal(amount), "CNY")) == text


@pytest.mark.parametrize(
    ("text", "day", "after", "before"),
    [
        ("90d", "2026-06-30", "2026-09-28", "2026-04-01"),
        ("2w", "2026-06-30", "2026-07-14", "2026-06-16"),
        ("2 w", "2026-12-31", "2027-01-14", "2026-12-17"),
        ("1m", "2026-01-31", "2026-02-28", "2025-12-31"),
        ("1m", "2028-01-31", "2028-02-29", "2027-12-31"),
        ("1m", "2026-03-31", "2026-04-30", "2026-02-28"),
        ("6m", "2027-08-31", "2028-02-29", "2027-02-28"),
        ("1y", "2028-02-29", "2029-02-28", "2027-02-28"),
        ("4y", "2028-02-29", "2032-02-29", "2024-02-29"),
        ("0d", "2026-06-30", "2026-06-30", "2026-06-30"),
    ],
)
def test_durations_count_calendar_months_and_stop_at_their_end(
    text: str, day: str, after: str, before: str
) -> None:
    duration = read("duration", text)
    start = date.fromisoformat(day)
    assert (str(duration.after(start)), str(duration.before(start))) == (after, before)
    assert str(duration) == text


@pytest.mark.parametrize(
    "text", ["90", "d", "1.5y", "-1d", "1h", "P90D", "90D", "1y6m", "", " ", "100000d", "９0d"]
)
def test_what_is_no_duration(text: str) -> None:
    assert code("duration", text) == "invalid-duration"


def test_duration_without_unit_has_a_hint_with_the_number() -> None:
    assert complaint("duration", resolve("90")).hint == "write 90d for days, 90m for months"


def test_one_year_is_twelve_months() -> None:
    assert Duration.of("1y")[:2] == Duration.of("12m")[:2] == (12, 0)
    assert Duration.of("2w")[:2] == (0, 14)


@pytest.mark.parametrize("value", ["2026-06-30", " 2026-06-30 ", "0001-01-01", "9999-12-31"])
def test_dates_are_written_one_way(value: str) -> None:
    assert read("date", value) == date.fromisoformat(value.strip())


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2025-30-01", "did you mean 2025-01-30?"),
        ("2026-02-30", "look it up and write it again"),
        ("2026-13-32", "look it up and write it again"),
        ("2026/6/3", "did you mean 2026-06-03?"),
        ("2026.06.30", "did you mean 2026-06-30?"),
        ("2026年6月3日", "did you mean 2026-06-03?"),
        ("2026-06-30T08:00:00Z", "did you mean 2026-06-30?"),
        ("2026-06-30 08:00", "did you mean 2026-06-30?"),
        (resolve("20260630"), "did you mean 2026-06-30?"),
        ("30.06.2026", "write it as YYYY-MM-DD"),
        ("June 2026", "write it as YYYY-MM-DD"),
        ("2026-06", "write it as YYYY-MM-DD"),
        ("2026-W01-1", "write it as YYYY-MM-DD"),
        ("v1.29", "write it as YYYY-MM-DD"),
        ("２026-06-30", "write it as YYYY-MM-DD"),
        (True, "write it as YYYY-MM-DD"),
        (["2026-06-30"], "write it as YYYY-MM-DD"),
    ],
)
def test_what_is_no_date_gets_a_hint_but_no_guess(value: object, hint: str) -> None:
    found = complaint("date", value)
    assert (found.fault.code, found.hint) == ("invalid-date", hint)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (resolve("40"), 40),
        (resolve("12.5"), 12.5),
        ("40%", 40),
        ("12.5 %", 12.5),
        (resolve("0"), 0),
        ("100%", 100),
        (resolve("40.0"), 40),
    ],
)
def test_percentages(value: object, expected: float) -> None:
    assert read("percent", value) == expected


@pytest.mark.parametrize(
    "value",
    [resolve("101"), resolve("-1"), "100.1%", "40", "x%", "%", "nan%", "1e400%", True, None],
)
def test_what_is_no_percentage(value: object) -> None:
    assert code("percent", value) == "wrong-type"


@pytest.mark.parametrize(
    ("type_name", "written", "expected"),
    [
        ("text", "1.10", "1.10"),
        ("text", "007", "007"),
        ("text", "0x1F", "0x1F"),
        ("version", "8.10", "8.10"),
        ("version", "v1.36", "v1.36"),
        ("version", "8.5.1-rc.1", "8.5.1-rc.1"),
        ("reference", "2026", Ref("2026")),
        ("integer", "010", 10),
        ("integer", "-3", -3),
        ("number", "1e3", 1000.0),
        ("number", "7", 7),
        ("decimal", "0.10", Decimal("0.10")),
        (
            "decimal",
            "12345678901234567890.12345678901",
            Decimal("12345678901234567890.12345678901"),
        ),
        ("boolean", "true", True),
        ("boolean", "False", False),
    ],
)
def test_unquoted_values_are_read_as_they_were_written(
    type_name: str, written: str, expected: object
) -> None:
    found = read(type_name, resolve(written))
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("type_name", "value", "hint"),
    [
        ("text", True, "put it in quotes"),
        ("text", " ", "write something, or delete the line"),
        ("text", ["a"], None),
        ("text", {"a": 1}, None),
        ("integer", "12", "remove the quotes"),
        ("integer", resolve("1.0"), None),
        ("integer", True, None),
        ("number", "1.5", "remove the quotes"),
        ("number", "one", None),
        ("number", False, None),
        ("number", resolve(".inf"), None),
        ("number", resolve(".nan"), None),
        ("decimal", "1,5", None),
        ("decimal", "NaN", None),
        ("decimal", "Infinity", None),
        ("decimal", True, None),
        ("boolean", "yes", "write true"),
        ("boolean", "Off", "write false"),
        ("boolean", "true", "remove the quotes"),
        ("boolean", resolve("1"), None),
        ("version", ["8"], None),
    ],
)
def test_values_of_a_wrong_type_get_a_hint_where_one_helps(
    type_name: str, value: object, hint: str | None
) -> None:
    found = complaint(type_name, value)
    assert (found.fault.code, found.hint) == ("wrong-type", hint)


@pytest.mark.parametrize("value", ["latest", "x8", "-1", ".5"])
def test_versions_begin_with_a_number(value: str) -> None:
    assert code("version", value) == "invalid-version"


@pytest.mark.parametrize(
    "value",
    [
        "https://example.com",
        "http://localhost:8000/x?y=z#w",
        "https://例子.测试/路径",
        "ftp://example.com/a",
        "mailto:a@example.com",
        "tel:+861012345678",
    ],
)
def test_web_addresses(value: str) -> None:
    assert read("url", value) == value


@pytest.mark.parametrize(
    "value",
    [
        "example.com",
        "//example.com",
        "/a",
        "https://",
        "https:/example.com",
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:",
        "https://example.com/a b",
        "https://[::1",
    ],
)
def test_what_is_no_web_address(value: str) -> None:
    assert code("url", value) == "invalid-url"


@pytest.mark.parametrize(
    "value",
    ["online-ddl", "requirement:online-ddl", "v8.5", "李娜", "../roadmap/a.md", "a_b", "@x"],
)
def test_references(value: str) -> None:
    assert read("reference", value) == Ref(value)


@pytest.mark.parametrize(
    "value", ["two words", "a:b:c", "a:", ":a", "[[a]]", "(a)", "<a>", "a b/c"]
)
def test_what_is_no_reference(value: str) -> None:
    assert code("reference", value) == "invalid-reference"


def test_choice_is_one_of_its_texts() -> None:
    choice = one_of(["alpha", "beta", "8.0"])
    assert choice.read("beta") == "beta"
    assert choice.read(resolve("8.0")) == "8.0"
    with pytest.raises(Complaint, match="unknown value 'Beta'") as caught:
        choice.read("Beta")
    assert caught.value.hint == "did you mean 'beta'?"
    with pytest.raises(Complaint) as caught:
        choice.read("zzz")
    assert caught.value.hint == "allowed: alpha, beta, 8.0"


def test_choice_among_nothing_has_no_hint() -> None:
    with pytest.raises(Complaint) as caught:
        one_of([]).read("x")
    assert caught.value.hint is None


def test_long_list_of_choices_is_not_written_out() -> None:
    with pytest.raises(Complaint) as caught:
        one_of([f"value-{n}" for n in range(13)]).read("zzz")
    assert caught.value.hint == "13 values are allowed"


UNION = any_of([TYPES["date"], TYPES["boolean"]])


def test_union_takes_the_first_type_that_fits() -> None:
    assert UNION.name == "date or boolean"
    assert UNION.read("2026-06-30") == date(2026, 6, 30)
    assert UNION.read(True) is True


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-30-06", ("invalid-date", "there is no day 2026-30-06")),
        ("soon", ("wrong-type", "date or boolean is wanted here, not 'soon'")),
        ("yes", ("wrong-type", "date or boolean is wanted here, not 'yes'")),
        (["x"], ("wrong-type", "date or boolean is wanted here, not a list")),
    ],
)
def test_union_complains_of_the_type_that_was_meant(
    value: object, expected: tuple[str, str]
) -> None:
    with pytest.raises(Complaint) as caught:
        UNION.read(value)
    assert (caught.value.fault.code, caught.value.message) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (resolve("007"), "007"),
        (resolve("1.10"), "1.10"),
        (True, "true"),
        ("it's", '"it\'s"'),
        ("x" * 100, repr("x" * 57 + "…")),
        ([], "a list"),
        ({}, "a mapping"),
    ],
)
def test_messages_show_values_as_authors_know_them(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Money(Decimal("1E+3"), "CNY"), {"amount": "1000", "currency": "CNY"}),
        (Decimal("0.10"), "0.10"),
        (date(2026, 6, 30), "2026-06-30"),
        (Duration.of("90d"), "90d"),
        (Ref("a"), "a"),
        (
            (date(2026, 6, 30), Money(Decimal(1), "CNY")),
            ["2026-06-30", {"amount": "1", "currency": "CNY"}],
        ),
        ({"a": (Decimal(1),)}, {"a": ["1"]}),
        (None, None),
        (1.5, 1.5),
    ],
)
def test_values_as_json(value: object, expected: object) -> None:
    found = to_json(value)
    assert found == expected
    assert not isinstance(found, Ref)


@pytest.mark.parametrize("name", TYPES)
def test_every_type_has_a_json_schema(name: str) -> None:
    assert (TYPES[name].json_schema == {}) == (name == "any")
