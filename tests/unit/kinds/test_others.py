"""What the remaining kinds compute."""

import pytest

from tests.knowledge import computed, front_matter

CUSTOMER = {"title": "A", "industry": "finance", "region": "east", "tier": "key"}
SUBSCRIPTION = {"title": "C", "type": "subscription", "status": "signed"}
YEAR = {"start": "2026-01-01", "end": "2026-12-31"}
RELEASE = {"title": "8", "version": 8, "status": "released", "released": "2026-01-10"}
MANUAL = {"title": "M", "type": "user-manual", "language": "zh", "url": "https://a.example"}


def contract(party: str, value: str, **fields: object) -> str:
    return front_matter(**{**SUBSCRIPTION, **YEAR, "party": party, "value": value, **fields})


# Partners


def partner_files(**fields: object) -> dict[str, str]:
    return {
        "partners/p.md": front_matter(title="P", type="isv", **fields),
        "customers/a.md": front_matter(**CUSTOMER, source_ref="p", since="2026-02-01"),
        "customers/b.md": front_matter(**CUSTOMER, source_ref="partner:p"),
        "customers/c.md": front_matter(**CUSTOMER),
        "contracts/a.md": contract("a", "100 CNY"),
        "contracts/b.md": contract("b", "20 CNY"),
        "contracts/c.md": contract("c", "3000 CNY"),
        "contracts/p.md": contract("p", "70 CNY", signed="2026-03-01"),
    }


def test_partner_brings_the_revenue_of_its_customers() -> None:
    found = computed("partner:p", partner_files())
    assert found["customers_brought"] == "customer:a, customer:b"
    assert (found["revenue_brought"], found["revenue_given"]) == ("120 CNY", "70 CNY")


def test_partner_with_one_customer_has_brought_its_revenue() -> None:
    files = partner_files()
    del files["customers/b.md"], files["contracts/b.md"]
    assert computed("partner:p", files)["revenue_brought"] == "100 CNY"


def test_partner_without_customers_has_brought_nothing_known() -> None:
    found = computed("partner:p", {"partners/p.md": front_matter(title="P", type="isv")})
    assert (found["revenue_brought"], found["revenue_given"]) == ("None", "None")
    assert (found["last_activity"], found["activity"]) == ("None", "never-active")


@pytest.mark.parametrize(
    ("as_of", "last", "activity"),
    [
        ("2026-01-31", "None", "never-active"),
        ("2026-02-01", "2026-02-01", "active"),
        ("2026-08-28", "2026-03-01", "active"),
        ("2026-08-29", "2026-03-01", "dormant"),
    ],
)
def test_partner_is_dormant_after_180_quiet_days(as_of: str, last: str, activity: str) -> None:
    found = computed("partner:p", partner_files(), as_of=as_of)
    assert (found["last_activity"], found["activity"]) == (last, activity)


def test_partner_that_has_ended_has_no_activity() -> None:
    assert computed("partner:p", partner_files(status="ended"))["activity"] == "None"


def test_partner_counts_the_deals_won_together() -> None:
    deal = {"title": "D", "customer": "a", "opened": "2026-01-01", "partner": "p"}
    files = partner_files() | {
        "opportunities/won.md": front_matter(**deal, stage="won"),
        "opportunities/lost.md": front_matter(**deal, stage="lost"),
        "opportunities/open.md": front_matter(**deal, stage="lead"),
    }
    assert computed("partner:p", files)["joint_wins"] == "1"


# Documents and releases


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"covers": "[v8]"}, "fresh"),
        ({"covers": "[v7]"}, "stale"),
        ({"covers": "[v7, v8]"}, "fresh"),
        ({}, "fresh"),
        ({"covers": "[v8]", "reviewed": "2026-03-31", "review_every": "90d"}, "stale"),
        ({"covers": "[v8]", "reviewed": "2026-04-01", "review_every": "90d"}, "fresh"),
        ({"covers": "[v8]", "status": "retired"}, "None"),
        ({"covers": "[v9]"}, "fresh"),
    ],
)
def test_document_is_stale_behind_the_newest_release_or_its_review(
    fields: dict[str, str], standing: str
) -> None:
    files = {
        "documents/m.md": front_matter(**MANUAL, **fields),
        "releases/v7.md": front_matter(**{**RELEASE, "released": "2025-01-10"}),
        "releases/v8.md": front_matter(**RELEASE),
        "releases/v9.md": front_matter(title="9", version=9, status="planned"),
    }
    assert computed("document:m", files)["standing"] == standing


@pytest.mark.parametrize(
    ("sibling", "standing"),
    [
        ({}, "fresh"),
        ({"language": "en"}, "stale"),
        ({"type": "datasheet"}, "stale"),
        ({"status": "retired"}, "stale"),
        ({"covers": "[v7]"}, "stale"),
    ],
)
def test_sibling_that_covers_the_newer_release_keeps_the_old_one_fresh(
    sibling: dict[str, str], standing: str
) -> None:
    files = {
        "documents/m.md": front_matter(**MANUAL, covers="[v7]"),
        "documents/n.md": front_matter(**{**MANUAL, "covers": "[v8]", **sibling}),
        "releases/v7.md": front_matter(**{**RELEASE, "released": "2025-01-10"}),
        "releases/v8.md": front_matter(**RELEASE),
    }
    assert computed("document:m", files)["standing"] == standing


def test_document_without_an_address_is_missing() -> None:
    fields = {**MANUAL, "url": ""}
    found = computed("document:m", {"documents/m.md": front_matter(**fields)})
    assert found["standing"] == "missing"
    there = {"documents/m.md": front_matter(**fields, file="m.pdf")}
    assert computed("document:m", there)["standing"] == "fresh"


@pytest.mark.parametrize(
    ("as_of", "fields", "standing", "slip"),
    [
        ("2026-06-30", {"planned": "2026-06-30"}, "planned", "None"),
        ("2026-06-30", {"planned": "2026-06-29"}, "late", "1"),
        ("2026-06-30", {}, "planned", "None"),
        ("2026-06-30", {"planned": "2026-01-01", "status": "cancelled"}, "None", "None"),
        ("2026-06-30", {"planned": "2026-05-31", "released": "2026-06-10"}, "supported", "10"),
        ("2026-06-30", {"planned": "2026-05-31", "released": "2026-05-30"}, "supported", "-1"),
        ("2026-06-09", {"released": "2026-06-10"}, "planned", "None"),
        (
            "2026-06-30",
            {"released": "2025-01-01", "end_of_support": "2026-12-28"},
            "supported",
            "None",
        ),
        (
            "2026-06-30",
            {"released": "2025-01-01", "end_of_support": "2026-12-27"},
            "ending",
            "None",
        ),
        ("2026-06-30", {"released": "2025-01-01", "end_of_support": "2026-06-29"}, "ended", "None"),
    ],
)
def test_release_standing_and_slip(
    as_of: str, fields: dict[str, str], standing: str, slip: str
) -> None:
    given = {"title": "9", "version": 9, "status": "planned", **fields}
    found = computed("release:r", {"releases/r.md": front_matter(**given)}, as_of=as_of)
    assert (found["standing"], found["slip"]) == (standing, slip)


def test_release_knows_its_contents_requirements_and_documents() -> None:
    files = {
        "releases/v8.md": front_matter(**RELEASE),
        "roadmap/ddl.md": front_matter(title="D", status="idea", release="v8"),
        "requirements/r.md": front_matter(title="R", status="planned", roadmap="ddl"),
        "documents/m.md": front_matter(**MANUAL, covers="[v8]"),
        "documents/gone.md": front_matter(**MANUAL, covers="[v8]", status="retired"),
    }
    found = computed("release:v8", files)
    assert found["contents"] == "roadmap:ddl"
    assert found["requirements"] == "requirement:r"
    assert found["documents"] == "document:m"
    assert found["missing_documents"] == "release-notes, performance-whitepaper"
    assert computed("requirement:r", files)["ships_in"] == "release:v8"


# Requirements


@pytest.mark.parametrize(
    ("fields", "score"),
    [
        ({"kano": "must-be", "reach": 35, "effort": 8}, "13.125"),
        ({"kano": "one-dimensional", "reach": 10, "effort": 4}, "5"),
        ({"kano": "indifferent", "reach": 10, "effort": 1}, "2.5"),
        ({"kano": "reverse", "reach": 10, "effort": 1}, "0"),
        ({"kano": "must-be", "reach": 0, "effort": 8}, "0"),
        ({"kano": "must-be", "reach": 35, "effort": 0}, "None"),
        ({"kano": "must-be", "reach": 35}, "None"),
        ({"reach": 35, "effort": 8}, "None"),
    ],
)
def test_requirement_score_is_reach_times_impact_by_effort(
    fields: dict[str, object], score: str
) -> None:
    given = {"title": "R", "status": "new", **fields}
    found = computed("requirement:r", {"requirements/r.md": front_matter(**given)})
    assert found["score"] == score


def test_revenue_at_stake_is_that_of_the_customers_who_ask() -> None:
    files = {
        "requirements/r.md": front_matter(
            title="R", status="new", requesters="[a, customer:b, p, nobody]"
        ),
        "partners/p.md": front_matter(title="P", type="isv"),
        "customers/a.md": front_matter(**CUSTOMER),
        "customers/b.md": front_matter(**CUSTOMER),
        "contracts/a.md": contract("a", "100 CNY"),
        "contracts/b.md": contract("b", "20 CNY"),
        "contracts/p.md": contract("p", "3000 CNY"),
    }
    assert computed("requirement:r", files)["revenue_at_stake"] == "120 CNY"


# People


@pytest.mark.parametrize(
    ("fields", "gaps"),
    [
        ({"responsible_for": "[x]"}, "no-backup"),
        ({"responsible_for": "[x]", "backup": "other"}, ""),
        ({"responsible_for": "[x]", "backup": "gone"}, "backup-left"),
        ({}, ""),
        ({"left": "2026-06-30", "responsible_for": "[x]"}, "no-backup"),
        ({"left": "2026-06-29", "responsible_for": "[x]"}, "left-but-owns"),
    ],
)
def test_gaps_of_a_person(fields: dict[str, str], gaps: str) -> None:
    person = {"title": "P", "role": "R", "team": "rd"}
    files = {
        "contacts/p.md": front_matter(**person, **fields),
        "contacts/other.md": front_matter(**person),
        "contacts/gone.md": front_matter(**person, left="2026-06-29"),
        "roadmap/a.md": front_matter(title="A", status="idea", owner="p"),
    }
    assert computed("contact:p", files)["gaps"] == gaps


def test_load_counts_open_records_and_open_tasks_by_any_name() -> None:
    files = {
        "contacts/p.md": front_matter(title="P", role="R", team="rd", aliases="[old]"),
        "roadmap/a.md": front_matter(title="A", status="idea", owner="p"),
        "roadmap/b.md": front_matter(title="B", status="idea", owner="old"),
        "roadmap/c.md": front_matter(title="C", status="cancelled", owner="p"),
        "roadmap/d.md": front_matter(title="D", status="idea")
        + "- [ ] x @p\n- [x] y @p\n- [ ] z @old\n- [ ] other @q\n",
    }
    assert computed("contact:p", files)["load"] == "4"
