"""Contracts: terms that roll on, notice, money by year, what is owed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmkb.kinds.product.contract import Contract
from pmkb.values import Money
from tests.knowledge import compiled, front_matter

CUSTOMER = front_matter(
    title="A", industry="finance", region="east", tier="standard", source="direct"
)


def contract(as_of: str = "2026-06-30", **fields: object) -> tuple[Contract, Any]:
    given = {"title": "A", "type": "subscription", "status": "signed", "party": "a", **fields}
    result = compiled(
        {"contracts/c.md": front_matter(**given), "customers/a.md": CUSTOMER}, as_of=as_of
    )
    found = result.kb.records["contract:c"]
    assert isinstance(found, Contract)
    return found, result.kb


def end_on(as_of: str, **fields: object) -> str:
    found, _ = contract(**fields)
    return str(found.end_as_of(date.fromisoformat(as_of)))


def standing(as_of: str, **fields: object) -> str:
    found, kb = contract(as_of, **fields)
    return found.standing(kb).name


YEAR = {"start": "2026-01-01", "end": "2026-12-31"}


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        ("2026-12-31", "2026-12-31"),
        ("2027-01-01", "2027-12-31"),
        ("2027-12-31", "2027-12-31"),
        ("2028-01-01", "2028-12-31"),
        ("2033-07-01", "2033-12-31"),
    ],
)
def test_renewal_rolls_on_by_the_first_term(as_of: str, end: str) -> None:
    assert end_on(as_of, **YEAR, auto_renew="true") == end
    assert end_on(as_of, **YEAR) == "2026-12-31"


@pytest.mark.parametrize(
    ("start", "end", "term", "ends"),
    [
        # A term to the end of a month stays there, also where February has 29 days.
        ("2026-02-01", "2026-02-28", None, ["2026-03-31", "2026-04-30", "2026-05-31"]),
        (
            "2027-03-01",
            "2028-02-29",
            None,
            ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
        ),
        ("2027-02-28", "2028-02-27", None, ["2029-02-27"]),
        ("2028-02-29", "2029-02-27", "1y", ["2030-02-27"]),
        ("2026-01-01", "2026-12-31", "3m", ["2027-03-31", "2027-06-30", "2027-09-30"]),
        ("2026-01-31", "2026-07-30", "6m", ["2027-01-30", "2027-07-30"]),
        ("2026-01-01", "2026-01-10", "10d", ["2026-01-20", "2026-01-30", "2026-02-09"]),
        (None, "2026-12-31", "1y", ["2027-12-31"]),
        ("2026-01-01", "2026-01-10", None, ["2026-01-20", "2026-01-30"]),
    ],
)
def test_renewals_keep_ends_of_months(
    start: str | None, end: str, term: str | None, ends: list[str]
) -> None:
    fields = {"start": start, "end": end, "renewal_term": term, "auto_renew": "true"}
    given = {name: value for name, value in fields.items() if value}
    rolled, day = [], end
    for _ in ends:
        day = end_on(str(date.fromordinal(date.fromisoformat(day).toordinal() + 1)), **given)
        rolled.append(day)
    assert rolled == ends


@pytest.mark.parametrize("status", ["terminated", "fulfilled"])
def test_closed_contract_does_not_roll_on(status: str) -> None:
    assert end_on("2030-01-01", **{**YEAR, "status": status, "auto_renew": "true"}) == "2026-12-31"


@pytest.mark.parametrize(
    "fields",
    [
        {"end": "2026-12-31"},
        {"end": "2026-12-31", "renewal_term": "0d"},
        {"start": "2027-01-01", "end": "2026-12-31"},
    ],
)
def test_renewal_without_a_term_ends_as_written(fields: dict[str, str]) -> None:
    assert end_on("2030-01-01", **fields, auto_renew="true") == "2026-12-31"


def test_contract_without_end_has_none() -> None:
    assert end_on("2030-01-01", start="2026-01-01", auto_renew="true") == "None"


@pytest.mark.parametrize(
    ("end", "notice", "deadline"),
    [
        ("2026-12-31", "60d", "2026-11-01"),
        ("2026-12-31", "3m", "2026-09-30"),
        ("2026-12-31", "1m", "2026-11-30"),
        ("2027-03-31", "1m", "2027-02-28"),
        ("2028-03-31", "1m", "2028-02-29"),
        ("2026-12-31", "2w", "2026-12-17"),
    ],
)
def test_notice_deadline_is_the_end_less_the_notice(end: str, notice: str, deadline: str) -> None:
    found, kb = contract(end=end, notice=notice)
    assert str(found.notice_deadline(kb)) == deadline


def test_notice_deadline_is_that_of_the_term_that_holds() -> None:
    found, kb = contract("2028-02-01", **YEAR, notice="60d", auto_renew="true")
    assert str(found.notice_deadline(kb)) == "2028-11-01"


@pytest.mark.parametrize(
    ("as_of", "fields", "name"),
    [
        ("2026-06-30", {"status": "draft"}, "draft"),
        ("2026-06-30", {"status": "negotiating"}, "draft"),
        ("2026-06-30", {"status": "fulfilled"}, "closed"),
        ("2026-06-30", {"status": "terminated", **YEAR}, "closed"),
        ("2025-12-31", YEAR, "upcoming"),
        ("2026-01-01", YEAR, "in-force"),
        ("2026-10-01", YEAR, "in-force"),
        ("2026-10-02", YEAR, "expiring"),
        ("2026-12-31", YEAR, "expiring"),
        ("2027-01-01", YEAR, "expired"),
        ("2027-01-01", {**YEAR, "auto_renew": "true"}, "in-force"),
        ("2026-10-01", {**YEAR, "notice": "60d"}, "in-force"),
        ("2026-10-02", {**YEAR, "notice": "60d"}, "notice-near"),
        ("2026-11-01", {**YEAR, "notice": "60d"}, "notice-near"),
        ("2026-11-02", {**YEAR, "notice": "60d"}, "expiring"),
        ("2026-11-02", {**YEAR, "notice": "60d", "auto_renew": "true"}, "in-force"),
        ("2026-10-02", {**YEAR, "type": "nda"}, "in-force"),
        ("2026-06-30", {}, "in-force"),
    ],
)
def test_standing(as_of: str, fields: dict[str, str], name: str) -> None:
    assert standing(as_of, **fields) == name


@pytest.mark.parametrize(
    ("start", "end", "value", "annual"),
    [
        ("2026-01-01", "2026-12-31", "3600000 CNY", "3600000"),
        ("2026-01-01", "2028-12-31", "36万 CNY", "120000"),
        ("2026-01-01", "2026-06-30", "100 CNY", "200"),
        ("2026-03-01", "2027-02-28", "100 CNY", "100"),
        ("2027-03-01", "2028-02-29", "100 CNY", "100"),
        ("2028-02-29", "2029-02-27", "100 CNY", "100"),
        ("2026-02-01", "2026-02-28", "1 USD", "12"),
        # Whole months only count as such; anything else is counted in days of 365 a year.
        ("2026-01-01", "2026-03-14", "73 CNY", "365"),
    ],
)
def test_annual_value_is_by_calendar_months(start: str, end: str, value: str, annual: str) -> None:
    found, _ = contract(start=start, end=end, value=value)
    assert found.annual_value() == Money(Decimal(annual), value[-3:])


@pytest.mark.parametrize("missing", ["start", "end", "value"])
def test_annual_value_needs_value_and_term(missing: str) -> None:
    fields = {**YEAR, "value": "100 CNY"}
    del fields[missing]
    assert contract(**fields)[0].annual_value() is None


def test_annual_value_of_a_term_that_ends_before_it_starts_is_none() -> None:
    found, _ = contract(start="2026-01-01", end="2025-12-31", value="100 CNY")
    assert found.annual_value() is None


PAYMENTS = (
    "[{due: 2026-01-31, amount: 100 CNY, paid: 2026-01-30},"
    " {due: 2026-06-29, amount: 20 CNY},"
    " {due: 2026-06-30, amount: 3 CNY},"
    " {due: 2026-12-31, amount: 0.5 USD},"
    " {due: 2026-05-31, amount: 1000 CNY, paid: 2026-07-15}]"
)


@pytest.mark.parametrize(
    ("as_of", "outstanding", "overdue"),
    [
        ("2026-06-30", "1023 CNY, 0.5 USD", "1020 CNY"),
        ("2026-07-14", "1023 CNY, 0.5 USD", "1023 CNY"),
        ("2026-07-15", "23 CNY, 0.5 USD", "23 CNY"),
        ("2026-01-29", "1123 CNY, 0.5 USD", ""),
    ],
)
def test_what_is_owed_is_summed_by_currency_as_of_the_day(
    as_of: str, outstanding: str, overdue: str
) -> None:
    found, kb = contract(as_of, payments=PAYMENTS)
    assert ", ".join(map(str, found.outstanding(kb))) == outstanding
    assert ", ".join(map(str, found.overdue(kb))) == overdue


def test_obligations_that_were_due_and_not_done_by_the_day() -> None:
    duties = (
        "[{what: a, due: 2026-06-29}, {what: b, due: 2026-06-30},"
        " {what: c, due: 2026-01-01, done: 2026-02-01}, {what: d, due: 2026-01-01, done: 2026-07-01}]"
    )
    found, kb = contract(obligations=duties)
    assert found.overdue_obligations(kb) == ("a", "d")
