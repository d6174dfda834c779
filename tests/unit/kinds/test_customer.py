"""Customers: recurring revenue, its shares, and when somebody last talked to them."""

import pytest

from tests.knowledge import computed, front_matter

RATES = """
    currency:
      CNY: {reporting: true}
      USD: {rates: {2026-01-01: 7.00, 2026-07-01: 7.25}}
      EUR: {}
    """


def customer(**fields: object) -> str:
    given = {"title": "A", "industry": "finance", "region": "east", "tier": "key", **fields}
    return front_matter(**given)


def contract(party: str = "a", **fields: object) -> str:
    given = {"title": "C", "type": "subscription", "status": "signed", "party": party}
    term = {"start": "2026-01-01", "end": "2026-12-31", "value": "120 CNY"}
    return front_matter(**{**given, **term, **fields})


def of(name: str, files: dict[str, str], as_of: str = "2026-06-30") -> dict[str, str]:
    return computed(f"customer:{name}", files, as_of=as_of, vocabulary=RATES)


@pytest.mark.parametrize(
    ("fields", "arr"),
    [
        ({}, "120 CNY"),
        ({"end": "2028-12-31", "value": "36万 CNY"}, "120000 CNY"),
        ({"end": "2026-06-30", "value": "50 CNY"}, "100 CNY"),
        ({"value": "10 USD"}, "70.00 CNY"),
        ({"value": "10 EUR"}, "None"),
        ({"type": "maintenance"}, "120 CNY"),
        ({"type": "licence"}, "None"),
        ({"type": "service"}, "None"),
        ({"status": "negotiating"}, "None"),
        ({"status": "terminated"}, "None"),
        ({"start": "2026-07-01", "end": "2027-06-30"}, "None"),
        ({"end": "2026-06-29"}, "None"),
        ({"start": "2025-01-01", "end": "2025-12-31", "auto_renew": "true"}, "120 CNY"),
        ({"party": "customer:a"}, "120 CNY"),
    ],
)
def test_arr_is_the_annual_value_of_recurring_contracts_in_force(
    fields: dict[str, str], arr: str
) -> None:
    files = {"customers/a.md": customer(), "contracts/c.md": contract(**fields)}
    assert of("a", files)["arr"] == arr


def test_rate_of_the_day_counts() -> None:
    files = {"customers/a.md": customer(), "contracts/c.md": contract(value="10 USD")}
    assert of("a", files, "2026-07-01")["arr"] == "72.50 CNY"


def test_missing_rate_leaves_the_customer_out_and_not_just_the_contract() -> None:
    files = {
        "customers/a.md": customer(),
        "customers/b.md": customer(),
        "contracts/a1.md": contract(value="300 CNY"),
        "contracts/a2.md": contract(value="10 EUR"),
        "contracts/b.md": contract("b", value="100 CNY"),
    }
    assert (of("a", files)["arr"], of("a", files)["share"]) == ("None", "None")
    assert (of("b", files)["arr"], of("b", files)["share"]) == ("100 CNY", "1")


def test_shares_are_of_all_customers() -> None:
    files = {f"customers/{name}.md": customer() for name in "abcd"} | {
        "contracts/a1.md": contract("a", value="25 CNY"),
        "contracts/a2.md": contract("a", value="5 USD"),
        "contracts/b.md": contract("b", value="20 CNY"),
        "contracts/c.md": contract("c", value="20 CNY"),
    }
    assert [of(name, files)["share"] for name in "abcd"] == ["0.6", "0.2", "0.2", "None"]


def test_contract_with_a_partner_is_no_customers_revenue() -> None:
    files = {
        "customers/a.md": customer(),
        "partners/p.md": front_matter(title="P", type="isv"),
        "contracts/a.md": contract("a", value="100 CNY"),
        "contracts/p.md": contract("p", value="300 CNY"),
    }
    assert of("a", files)["share"] == "1"


@pytest.mark.parametrize(
    ("fields", "others", "touch"),
    [
        ({}, {}, "None"),
        ({"last_contact": "2026-05-01"}, {}, "2026-05-01"),
        ({"last_contact": "2026-07-01"}, {}, "None"),
        ({"last_contact": "2026-05-01"}, {"signed": "2026-06-01"}, "2026-06-01"),
        ({"last_contact": "2026-05-01"}, {"signed": "2026-07-01"}, "2026-05-01"),
    ],
)
def test_last_touch_is_the_newest_up_to_the_day(
    fields: dict[str, str], others: dict[str, str], touch: str
) -> None:
    files = {"customers/a.md": customer(**fields), "contracts/c.md": contract(**others)}
    assert of("a", files)["last_touch"] == touch


def test_visit_and_meeting_count_as_touch() -> None:
    files = {
        "customers/a.md": customer(last_contact="2026-01-01"),
        "visits/v.md": front_matter(title="V", customer="a", date="2026-06-12", mode="remote"),
    }
    assert of("a", files)["last_touch"] == "2026-06-12"


@pytest.mark.parametrize(
    ("fields", "due", "standing"),
    [
        ({"last_contact": "2026-06-01"}, "2026-09-01", "in-touch"),
        ({"last_contact": "2026-04-15"}, "2026-07-15", "in-touch"),
        ({"last_contact": "2026-04-14"}, "2026-07-14", "visit-due"),
        ({"last_contact": "2026-03-30"}, "2026-06-30", "visit-due"),
        ({"last_contact": "2026-03-29"}, "2026-06-29", "visit-overdue"),
        ({"tier": "strategic", "last_contact": "2026-05-31"}, "2026-06-30", "visit-due"),
        ({"since": "2026-03-29"}, "2026-06-29", "visit-overdue"),
        ({"visit_every": "1y", "last_contact": "2026-01-01"}, "2027-01-01", "in-touch"),
        ({"tier": "standard", "last_contact": "2020-01-01"}, "None", "None"),
        ({"tier": "standard"}, "None", "never-touched"),
        ({}, "None", "never-touched"),
        ({"status": "churned", "last_contact": "2020-01-01"}, "2020-04-01", "None"),
    ],
)
def test_visits_are_due_by_the_cadence_of_the_tier(
    fields: dict[str, str], due: str, standing: str
) -> None:
    found = of("a", {"customers/a.md": customer(**fields)})
    assert (found["next_visit_due"], found["touch"]) == (due, standing)


@pytest.mark.parametrize(
    ("last_contact", "silent"), [("2026-01-01", "False"), ("2025-12-31", "True")]
)
def test_silent_after_180_days(last_contact: str, silent: str) -> None:
    assert of("a", {"customers/a.md": customer(last_contact=last_contact)})["silent"] == silent


def test_contract_end_is_that_of_the_last_recurring_one() -> None:
    files = {
        "customers/a.md": customer(),
        "contracts/now.md": contract(),
        "contracts/next.md": contract(start="2027-01-01", end="2027-12-31"),
        "contracts/offer.md": contract(status="draft", end="2029-12-31"),
        "contracts/licence.md": contract(type="licence", end="2030-12-31"),
        "contracts/past.md": contract(start="2025-01-01", end="2025-12-31"),
    }
    assert of("a", files)["contract_end"] == "2027-12-31"
    past = {"customers/a.md": customer(), "contracts/past.md": files["contracts/past.md"]}
    assert of("a", past)["contract_end"] == "None"
    assert of("a", {"customers/a.md": customer()})["contract_end"] == "None"
