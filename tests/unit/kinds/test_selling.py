"""What deals, channels, forms, rivals, signals, cases and visits compute."""

import pytest

from tests.knowledge import computed, front_matter

CUSTOMER = {"title": "A", "industry": "finance", "region": "east", "tier": "key"}
DEAL = {"title": "D", "customer": "a", "stage": "proposal", "opened": "2026-06-01"}


def customer(**fields: object) -> str:
    return front_matter(**{**CUSTOMER, **fields})


def contract(party: str, value: str) -> str:
    return front_matter(
        title="C", type="subscription", status="signed", party=party, value=value,
        start="2026-01-01", end="2026-12-31",
    )  # fmt: skip


def deal(as_of: str = "2026-06-30", **fields: object) -> dict[str, str]:
    files = {
        "customers/a.md": customer(),
        "opportunities/d.md": front_matter(**{**DEAL, **fields}),
        "visits/v.md": front_matter(
            title="V", customer="a", opportunity="d", date="2026-06-20", mode="remote"
        ),
    }
    return computed("opportunity:d", files, as_of=as_of)


@pytest.mark.parametrize(
    ("fields", "slip"),
    [
        ({"baseline_close": "2026-05-31", "close": "2026-07-15"}, "45"),
        ({"baseline_close": "2026-07-15", "close": "2026-05-31"}, "-45"),
        (
            {"baseline_close": "2026-05-31", "close": "2026-07-15", "stage": "won",
             "closed": "2026-06-10"},
            "10",
        ),
        ({"close": "2026-07-15"}, "None"),
        ({"baseline_close": "2026-05-31"}, "None"),
    ],
)  # fmt: skip
def test_a_deal_slips_from_the_close_day_first_expected(
    fields: dict[str, object], slip: str
) -> None:
    assert deal(**fields)["slip"] == slip


@pytest.mark.parametrize(
    ("fields", "weighted"),
    [
        ({"amount": "240万 CNY"}, "1440000.0 CNY"),
        ({"amount": "100 USD", "probability": 25}, "25.00 USD"),
        ({"amount": "100 CNY", "probability": 0}, "0 CNY"),
        ({"amount": "100 CNY", "probability": "12.5%"}, "12.500 CNY"),
        ({}, "None"),
        ({"amount": "100 CNY", "stage": "won"}, "None"),
        ({"amount": "100 CNY", "stage": "lost"}, "None"),
    ],
)
def test_weighted_amount_is_that_times_the_probability(
    fields: dict[str, object], weighted: str
) -> None:
    assert deal(**fields)["weighted"] == weighted


@pytest.mark.parametrize(
    ("as_of", "fields", "standing"),
    [
        ("2026-06-30", {}, "in-time"),
        ("2026-06-30", {"close": "2026-06-30"}, "in-time"),
        ("2026-06-30", {"close": "2026-06-29"}, "close-overdue"),
        ("2026-08-19", {}, "in-time"),
        ("2026-08-20", {}, "stalled"),
        ("2026-08-20", {"reviewed": "2026-08-01"}, "in-time"),
        ("2026-08-20", {"moved": "2026-08-01"}, "in-time"),
        ("2026-08-20", {"moved": "2026-09-01"}, "stalled"),
        ("2026-08-20", {"stage": "won"}, "won"),
        ("2026-08-20", {"stage": "lost"}, "lost"),
    ],
)
def test_deal_stalls_after_60_days_without_movement(
    as_of: str, fields: dict[str, object], standing: str
) -> None:
    assert deal(as_of, **fields)["standing"] == standing


def test_age_ends_when_the_deal_is_closed() -> None:
    assert deal()["age"] == "29"
    assert deal(stage="won", closed="2026-06-11")["age"] == "10"


# Channels and forms


def channel(as_of: str, **fields: object) -> dict[str, str]:
    files = {
        "channels/c.md": front_matter(title="C", type="agent", **fields),
        "customers/a.md": customer(source_ref="c"),
        "customers/b.md": customer(),
        "contracts/a.md": contract("a", "40 CNY"),
        "contracts/b.md": contract("b", "60 CNY"),
    }
    return computed("channel:c", files, as_of=as_of)


def test_channel_is_credited_with_its_customers() -> None:
    found = channel("2026-06-30", target="100 CNY")
    assert (found["revenue"], found["attainment"], found["share"]) == ("40 CNY", "0.4", "0.4")


@pytest.mark.parametrize(
    ("as_of", "fields", "standing"),
    [
        ("2026-06-30", {}, "no-target"),
        ("2026-06-30", {"target": "0 CNY"}, "no-target"),
        ("2026-06-30", {"target": "42.1 CNY"}, "on-target"),
        ("2026-06-30", {"target": "42.2 CNY"}, "behind"),
        ("2026-06-30", {"target": "53.3 CNY"}, "behind"),
        ("2026-06-30", {"target": "53.4 CNY"}, "far-behind"),
        # 50 of 100 days ask for half of it.
        ("2026-02-20", {"target": "84 CNY", "target_from": "2026-01-01"}, "far-behind"),
        (
            "2026-02-20",
            {"target": "84 CNY", "target_from": "2026-01-01", "target_to": "2026-04-11"},
            "on-target",
        ),
        (
            "2025-12-01",
            {"target": "84 CNY", "target_from": "2026-01-01", "target_to": "2026-04-11"},
            "on-target",
        ),
    ],
)
def test_channel_is_judged_by_the_time_that_has_passed(
    as_of: str, fields: dict[str, object], standing: str
) -> None:
    assert channel(as_of, **fields)["standing"] == standing


def test_forms_share_revenue_and_features() -> None:
    files = {
        "forms/box.md": front_matter(
            title="B", type="appliance", launched="2024-01-01",
            features='[{name: x, support: "yes"}, {name: y, support: partial}]',
        ),
        "forms/cloud.md": front_matter(
            title="C", type="public-cloud", features="[{name: x, support: no}, {name: z, support: no}]"
        ),
        "customers/a.md": customer(form="box"),
        "customers/b.md": customer(form="cloud"),
        "contracts/a.md": contract("a", "75 CNY"),
        "contracts/b.md": contract("b", "25 CNY"),
    }  # fmt: skip
    box, cloud = computed("form:box", files), computed("form:cloud", files)
    assert (box["revenue"], box["share"], cloud["share"]) == ("75 CNY", "0.75", "0.25")
    assert (box["parity"], cloud["parity"]) == ("0.5", "0")
    assert box["customers"] == "customer:a"


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, "planned"),
        ({"launched": "2026-07-01"}, "planned"),
        ({"launched": "2026-06-30"}, "on-sale"),
        ({"launched": "2026-01-01", "status": "planned"}, "planned"),
        ({"launched": "2026-01-01", "end_of_sale": "2026-12-28"}, "on-sale"),
        ({"launched": "2026-01-01", "end_of_sale": "2026-12-27"}, "ending"),
        ({"launched": "2026-01-01", "end_of_sale": "2026-06-29"}, "ended"),
        ({"launched": "2026-01-01", "status": "retired"}, "ended"),
    ],
)
def test_form_standing(fields: dict[str, str], standing: str) -> None:
    files = {"forms/f.md": front_matter(title="F", type="software", **fields)}
    assert computed("form:f", files)["standing"] == standing


# Rivals, signals, cases, visits


def test_win_rate_counts_decided_deals_only() -> None:
    stages = {"w1": "won", "w2": "won", "l1": "lost", "open": "lead"}
    files = {
        f"opportunities/{name}.md": front_matter(
            **{**DEAL, "stage": stage, "competitors": "[panhai]"}
        )
        for name, stage in stages.items()
    } | {
        "customers/a.md": customer(),
        "competitors/panhai.md": front_matter(title="P", vendor="V"),
        "competitors/never.md": front_matter(title="N", vendor="V"),
        "opportunities/other.md": front_matter(**{**DEAL, "stage": "lost"}),
    }
    met, never = computed("competitor:panhai", files), computed("competitor:never", files)
    assert (met["decided"], met["win_rate"], met["standing"]) == ("3", "0.666667", "no-comparison")
    assert (never["decided"], never["win_rate"]) == ("0", "None")


@pytest.mark.parametrize(
    ("days", "stale", "standing"),
    [
        (["2026-01-01"], "0", "current"),
        (["2025-12-31"], "1", "stale"),
        (["2025-12-31", "2026-06-01", None], "1", "stale"),
    ],
)
def test_claims_go_stale_after_180_days(days: list[str | None], stale: str, standing: str) -> None:
    claims = ", ".join(
        f"{{capability: x, us: partial, them: partial{f', as_of: {day}' if day else ''}}}"
        for day in days
    )
    files = {"competitors/c.md": front_matter(title="C", vendor="V", comparison=f"[{claims}]")}
    found = computed("competitor:c", files)
    assert (found["stale_claims"], found["standing"]) == (stale, standing)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"date": "2026-06-16"}, "watched"),
        ({"date": "2026-06-15"}, "unanswered"),
        ({"date": "2026-01-15", "impact": "medium"}, "watched"),
        ({"date": "2026-01-15", "response": "r"}, "answered"),
        ({"date": "2026-01-15", "status": "no-answer-needed"}, "answered"),
    ],
)
def test_signal_of_high_impact_needs_an_answer_within_14_days(
    fields: dict[str, str], standing: str
) -> None:
    given = {"title": "S", "type": "price", "impact": "high", **fields}
    assert computed("signal:s", {"signals/s.md": front_matter(**given)})["standing"] == standing


@pytest.mark.parametrize(
    ("fields", "standing", "citable"),
    [
        ({"status": "writing"}, "not-published", "False"),
        ({"consent_until": "2026-08-30"}, "citable", "True"),
        ({"consent_until": "2026-08-29"}, "consent-ending", "True"),
        ({"consent_until": "2026-06-30"}, "consent-ending", "True"),
        ({"consent_until": "2026-06-29"}, "no-consent", "False"),
        ({}, "no-consent", "False"),
        ({"status": "retired"}, "retired", "False"),
    ],
)
def test_case_may_be_cited_while_the_consent_holds(
    fields: dict[str, str], standing: str, citable: str
) -> None:
    given = {"title": "C", "status": "published", "customer": "a", **fields}
    files = {"cases/c.md": front_matter(**given), "customers/a.md": customer()}
    found = computed("case:c", files)
    assert (found["standing"], found["citable"]) == (standing, citable)


def test_visit_counts_promises_and_tasks_that_are_open_on_the_day() -> None:
    promises = (
        "[{what: a, due: 2026-07-01}, {what: b, due: 2026-06-01, done: 2026-06-30},"
        " {what: c, due: 2026-06-01, done: 2026-07-01}]"
    )
    text = front_matter(
        title="V", customer="a", date="2026-05-01", mode="remote", follow_ups=promises
    )
    files = {"customers/a.md": customer(), "visits/v.md": text + "- [ ] d\n- [x] e\n"}
    assert computed("visit:v", files)["open_follow_ups"] == "3"
