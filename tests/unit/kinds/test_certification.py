"""Certifications: when a renewal has to start, and what waits for them."""

import pytest

from tests.knowledge import computed, front_matter


def certification(as_of: str = "2026-06-30", **fields: object) -> dict[str, str]:
    given = {"title": "C", "type": "evaluation", "status": "valid", "issuer": "Centre", **fields}
    return computed("certification:c", {"certifications/c.md": front_matter(**given)}, as_of=as_of)


@pytest.mark.parametrize(
    ("valid_until", "lead_time", "start"),
    [
        ("2027-08-31", "6m", "2027-02-28"),
        ("2028-08-31", "6m", "2028-02-29"),
        ("2027-08-31", "90d", "2027-06-02"),
        ("2027-08-31", "1y", "2026-08-31"),
        ("2027-08-31", None, "None"),
        (None, "6m", "None"),
    ],
)
def test_renewal_starts_its_lead_time_before_the_last_day(
    valid_until: str | None, lead_time: str | None, start: str
) -> None:
    fields = {"valid_until": valid_until, "lead_time": lead_time}
    given = {name: value for name, value in fields.items() if value}
    assert certification(**given)["renewal_start"] == start


TERM = {"valid_until": "2027-08-31", "lead_time": "6m"}


@pytest.mark.parametrize(
    ("as_of", "fields", "standing"),
    [
        ("2026-12-29", TERM, "valid"),
        ("2026-12-30", TERM, "renew-now"),
        ("2027-02-28", TERM, "renew-now"),
        ("2027-03-01", TERM, "renewal-late"),
        ("2027-08-31", TERM, "renewal-late"),
        ("2027-09-01", TERM, "lapsed"),
        ("2027-09-01", {"status": "superseded", **TERM}, "closed"),
        ("2027-09-01", {"status": "given-up", **TERM}, "closed"),
        ("2026-06-30", {"status": "lapsed", **TERM}, "lapsed"),
        ("2026-06-30", {"status": "applying"}, "applying"),
        ("2026-06-30", {"status": "planned", **TERM}, "applying"),
        ("2026-06-30", {}, "valid"),
        ("2027-08-31", {"valid_until": "2027-08-31"}, "valid"),
    ],
)
def test_standing(as_of: str, fields: dict[str, str], standing: str) -> None:
    assert certification(as_of, **fields)["standing"] == standing


def test_next_surveillance_is_today_or_later() -> None:
    days = {"surveillance": "[2025-06-30, 2027-06-30, 2026-06-30]"}
    assert certification("2026-06-30", **days)["next_surveillance"] == "2026-06-30"
    assert certification("2026-07-01", **days)["next_surveillance"] == "2027-06-30"
    assert certification("2028-07-01", **days)["next_surveillance"] == "None"


def test_open_deals_wait_while_it_is_not_held() -> None:
    files = {
        "certifications/c.md": front_matter(
            title="C", type="evaluation", status="valid", issuer="X", valid_until="2026-06-30"
        ),
        "customers/a.md": front_matter(title="A", industry="finance", region="east", tier="key"),
        "opportunities/open.md": front_matter(
            title="O", customer="a", stage="lead", opened="2026-01-01", requires="[c]"
        ),
        "opportunities/lost.md": front_matter(
            title="O", customer="a", stage="lost", opened="2026-01-01", requires="[c]"
        ),
    }
    held = computed("certification:c", files, as_of="2026-06-30")
    lapsed = computed("certification:c", files, as_of="2026-07-01")
    assert (held["deals_waiting"], lapsed["deals_waiting"]) == ("", "opportunity:open")


def test_deals_that_close_after_it_ends_are_told_while_it_is_held() -> None:
    files = {
        "certifications/c.md": front_matter(
            title="C", type="evaluation", status="valid", issuer="X", valid_until="2026-09-19"
        ),
        "customers/bank.md": front_matter(
            title="Bank", industry="finance", region="east", tier="key"
        ),
    }
    for name, close, stage in (
        ("late", "2026-09-20", "proposal"),
        ("early", "2026-09-19", "proposal"),
        ("lost", "2026-10-30", "lost"),
    ):
        files[f"opportunities/{name}.md"] = front_matter(
            title=name,
            customer="bank",
            stage=stage,
            opened="2026-01-05",
            close=close,
            requires="[c]",
        )
    held = computed("certification:c", files)
    assert (held["deals_outlasting"], held["deals_waiting"]) == ("opportunity:late", "")
    after = computed("certification:c", files, as_of="2026-09-20")
    assert after["deals_outlasting"] == ""
