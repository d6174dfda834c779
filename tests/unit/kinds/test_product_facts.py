"""What prices, risks, benchmarks, briefings, criteria, events, communities and links compute."""

from datetime import date

import pytest

from pmkb.fingerprint import changes, fingerprint
from pmkb.kinds.product.briefing import Briefing
from pmkb.record import Record
from tests.knowledge import compiled, computed, front_matter

# Prices

PRICE = {
    "title": "P", "form": "f", "edition": "e", "unit": "u", "list": "2 CNY", "floor": "1 CNY",
    "from": "2026-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, "current"),
        ({"from": "2026-07-01"}, "future"),
        ({"to": "2026-06-29"}, "past"),
        ({"to": "2026-06-30"}, "ending"),
        ({"to": "2026-08-29"}, "ending"),
        ({"to": "2026-08-30"}, "current"),
        ({"to": "2026-06-30", "edition": "followed"}, "current"),
    ],
)
def test_price_ends_where_nothing_follows(fields: dict[str, str], standing: str) -> None:
    files = {
        "prices/p.md": front_matter(**{**PRICE, **fields}),
        "prices/next.md": front_matter(**{**PRICE, "edition": "followed", "from": "2026-07-01"}),
        "forms/f.md": front_matter(title="F", type="software"),
    }
    assert computed("price:p", files)["standing"] == standing


# Risks


@pytest.mark.parametrize(
    ("probability", "impact", "exposure", "standing"),
    [(1, 1, "1", "low"), (1, 5, "5", "low"), (2, 4, "8", "medium"), (3, 5, "15", "high")],
)
def test_exposure_is_probability_times_impact(
    probability: int, impact: int, exposure: str, standing: str
) -> None:
    risk = {"title": "R", "status": "open", "probability": probability, "impact": impact}
    found = computed("risk:r", {"risks/r.md": front_matter(**risk)})
    assert (found["exposure"], found["standing"]) == (exposure, standing)
    closed = computed("risk:r", {"risks/r.md": front_matter(**{**risk, "status": "accepted"})})
    assert closed["standing"] == "closed"


# Benchmarks


def benchmark(day: str, results: str, **fields: object) -> str:
    return front_matter(
        title="B", workload="oltp", hardware="h", date=day, results=results, **fields
    )


def test_change_is_the_geometric_mean_of_what_both_measured() -> None:
    # Throughput doubles and latency falls to half of a half: (2 × 4 / 1)^(1/2) − 1 = 1.82843.
    files = {
        "benchmarks/old.md": benchmark(
            "2025-01-01",
            "[{name: tp, value: 100, unit: x}, {name: p99, value: 40, higher_is_better: false},"
            " {name: zero, value: 0}, {name: only-old, value: 5}]",
            release="v8",
        ),
        "benchmarks/new.md": benchmark(
            "2026-01-01",
            "[{name: tp, value: 200, unit: x}, {name: p99, value: 10, higher_is_better: false},"
            " {name: zero, value: 9}, {name: only-new, value: 5}]",
            release="v8",
        ),
        "benchmarks/future.md": benchmark("2026-07-01", "[{name: tp, value: 1}]", release="v8"),
        "benchmarks/rival.md": benchmark(
            "2026-03-01", "[{name: tp, value: 160, unit: x}]", competitor="panhai"
        ),
        "benchmarks/rival-old.md": benchmark(
            "2025-03-01", "[{name: tp, value: 1, unit: x}]", competitor="panhai"
        ),
    }
    new, old = computed("benchmark:new", files), computed("benchmark:old", files)
    assert (new["change"], new["previous"], new["standing"]) == (
        "1.82843",
        "benchmark:old",
        "current",
    )
    assert (old["change"], old["superseded_by"], old["standing"]) == (
        "None",
        "benchmark:new",
        "superseded",
    )
    assert new["against_rivals"] == "{'panhai': 0.25}"
    assert computed("benchmark:rival", files)["against_rivals"] == "{}"


def test_results_below_one_count_too() -> None:
    files = {
        "benchmarks/old.md": benchmark("2025-01-01", "[{name: tp, value: 0.5}]", release="v"),
        "benchmarks/new.md": benchmark("2026-01-01", "[{name: tp, value: 0.75}]", release="v"),
    }
    assert computed("benchmark:new", files)["change"] == "0.5"


def test_change_is_over_the_release_before_not_over_the_same_measured_again() -> None:
    def measured(day: str, release: str, value: int) -> str:
        return benchmark(day, f"[{{name: tp, value: {value}}}]", release=release)

    release = front_matter(title="R", version='"8"', status="released", released="2025-01-01")
    files = {"releases/v8.md": release, "releases/v9.md": release.replace('"8"', '"9"')}
    files |= {
        "benchmarks/old.md": measured("2025-01-01", "v8", 100),
        "benchmarks/new.md": measured("2026-01-01", "v9", 150),
        "benchmarks/again.md": measured("2026-02-01", "v9", 160),
    }
    again = computed("benchmark:again", files)
    assert (again["previous"], again["change"]) == ("benchmark:old", "0.6")
    assert computed("benchmark:new", files)["superseded_by"] == "benchmark:again"


def test_results_without_a_common_name_and_unit_give_no_change() -> None:
    files = {
        "benchmarks/old.md": benchmark(
            "2025-01-01", "[{name: tp, value: 1, unit: a}]", release="v"
        ),
        "benchmarks/new.md": benchmark(
            "2026-01-01", "[{name: tp, value: 2, unit: b}]", release="v"
        ),
    }
    assert computed("benchmark:new", files)["change"] == "None"


# Fingerprints and briefings


def item(text: str) -> Record:
    return compiled({"roadmap/a.md": text}).kb.records["roadmap:a"]


WORDING = """\
---
title: Online DDL
status: idea
due: 2026-12-31
---

A *paragraph* that says
what is meant.

- [ ] task
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: idea", "status: planned"),
        ("status: idea", "status: idea\nowner: li-na\nreviewed: 2026-01-01\ntags: [a]"),
        ("- [ ]", "- [x]"),
        ("says\nwhat", "says what"),
        ("*paragraph*", "paragraph"),
        ("title: Online DDL\nstatus: idea", "status: idea\ntitle: 'Online DDL'"),
        ("due: 2026-12-31", "due: 2026-12-31\ndepends_on: []\nteam:"),
    ],
)
def test_fingerprint_survives_what_changes_no_meaning(old: str, new: str) -> None:
    assert old in WORDING
    assert fingerprint(item(WORDING.replace(old, new))) == fingerprint(item(WORDING))


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Online DDL", "Offline DDL", ("title",)),
        ("2026-12-31", "2027-01-31", ("due",)),
        ("due: 2026-12-31\n", "", ("due",)),
        ("due:", "team: rd\ndue:", ("team",)),
        ("what is meant", "what is not meant", ("text",)),
        ("- [ ] task", "- [ ] task\n- [ ] more", ("text",)),
    ],
)
def test_fingerprint_tells_what_has_changed(old: str, new: str, changed: tuple[str, ...]) -> None:
    assert old in WORDING
    assert changes(fingerprint(item(WORDING)), item(WORDING.replace(old, new))) == changed


def test_fingerprint_is_the_same_on_any_machine() -> None:
    assert fingerprint(item("---\ntitle: 在线\nstatus: idea\n---\n")) == "title=984538"


def briefing_files(signatures: str, verdicts: str) -> dict[str, str]:
    return {
        "roadmap/a.md": front_matter(title="A", status="idea"),
        "roadmap/b.md": front_matter(title="B", status="idea"),
        "contacts/p.md": front_matter(title="P", role="R", team="rd"),
        "briefings/x.md": front_matter(
            title="X", audience="rd", date="2026-05-20", topics="[a, b]",
            signatures=signatures, attendees=verdicts,
        ),
    }  # fmt: skip


def briefing(signatures: str, verdicts: str = "[{who: p, verdict: agreed}]") -> dict[str, str]:
    return computed("briefing:x", briefing_files(signatures, verdicts))


def signature(topic: str, title: str, signed: str = "2026-05-20") -> str:
    right = fingerprint(item(front_matter(title=title, status="idea")))
    return f"{{topic: {topic}, fingerprint: {right}, signed: {signed}}}"


def test_agreement_is_void_for_what_has_been_reworded() -> None:
    whole = briefing(f"[{signature('a', 'A')}, {signature('b', 'B')}]")
    partly = briefing(f"[{signature('a', 'A')}, {signature('b', 'Before')}]")
    void = briefing(f"[{signature('a', 'Before')}]")
    nothing = briefing("[]")
    assert [each["standing"] for each in (whole, partly, void, nothing)] == [
        "in-force",
        "partly-void",
        "void",
        "not-signed",
    ]
    assert (partly["void_topics"], partly["unsigned_topics"]) == ("roadmap:b", "")
    assert (void["void_topics"], void["unsigned_topics"]) == ("roadmap:a", "roadmap:b")


def test_newest_signature_of_a_topic_counts() -> None:
    before, after = signature("a", "Before", "2026-05-01"), signature("a", "A", "2026-05-02")
    assert briefing(f"[{after}, {before}]")["standing"] == "in-force"


@pytest.mark.parametrize(
    ("title", "verdicts", "as_of", "agreed"),
    [
        ("A", "[{who: p, verdict: agreed}]", "2026-05-20", True),
        ("A", "[{who: p, verdict: agreed}]", "2026-05-19", False),
        ("Before", "[{who: p, verdict: agreed}]", "2026-06-30", False),
        ("A", "[{who: p, verdict: reserved}]", "2026-06-30", False),
        ("A", "[{who: p, verdict: agreed}, {who: p, verdict: rejected}]", "2026-06-30", False),
    ],
)
def test_team_agrees_to_a_wording_unless_somebody_rejects_it(
    title: str, verdicts: str, as_of: str, agreed: bool
) -> None:
    files = briefing_files(f"[{signature('a', title)}]", verdicts)
    kb = compiled(files).kb
    found = kb.records["briefing:x"]
    assert isinstance(found, Briefing)
    day = date.fromisoformat(as_of)
    assert found.agreed(kb.records["roadmap:a"], kb, day) is agreed
    assert found.agreed(kb.records["roadmap:b"], kb, day) is False


@pytest.mark.parametrize(
    ("verdicts", "agreement"),
    [
        ("[]", "None"),
        ("[{who: p}]", "None"),
        ("[{who: p, verdict: agreed}, {who: p}]", "1"),
        ("[{who: p, verdict: agreed}, {who: p, verdict: rejected}]", "0.5"),
        ("[{who: p, verdict: reserved}]", "0"),
    ],
)
def test_agreement_is_the_share_of_those_who_said_something(verdicts: str, agreement: str) -> None:
    assert briefing("[]", verdicts)["agreement"] == agreement


# Criteria, communities, events, links

ASSESSED = [("2026-01-01", "true"), ("2026-03-01", "false"), ("2026-05-01", "true")]


@pytest.mark.parametrize(
    ("as_of", "standing", "since"),
    [
        ("2025-12-31", "unknown", "None"),
        ("2026-02-28", "met", "2026-01-01"),
        ("2026-04-30", "not-met", "2026-03-01"),
        ("2026-06-30", "met", "2026-05-01"),
        ("2026-08-31", "met", "2026-05-01"),
    ],
)
def test_criterion_is_met_since_the_last_change_of_mind(
    as_of: str, standing: str, since: str
) -> None:
    days = [*reversed(ASSESSED), ("2026-08-01", "true")]
    text = "[" + ", ".join(f"{{date: {day}, met: {met}}}" for day, met in days) + "]"
    criterion = front_matter(title="C", area="product", statement="S", assessments=text)
    found = computed("criterion:c", {"criteria/c.md": criterion}, as_of=as_of)
    assert (found["standing"], found["since"]) == (standing, since)


@pytest.mark.parametrize(
    ("counts", "growth", "standing"),
    [
        ([], "None", "uncounted"),
        ([("2026-06-01", 100)], "None", "steady"),
        ([("2026-06-01", 101), ("2026-03-01", 100)], "0.01", "steady"),
        ([("2026-03-01", 100), ("2026-06-01", 102)], "0.02", "growing"),
        ([("2026-03-01", 100), ("2026-06-01", 98)], "-0.02", "shrinking"),
        ([("2026-03-01", 0), ("2026-06-01", 98)], "None", "steady"),
        ([("2025-03-01", 50), ("2026-03-30", 100)], "1", "growing"),
        ([("2025-03-01", 50), ("2026-03-29", 100)], "1", "uncounted"),
        ([("2026-06-01", 100), ("2026-07-01", 900)], "None", "steady"),
    ],
)
def test_community_grows_from_count_to_count(
    counts: list[tuple[str, int]], growth: str, standing: str
) -> None:
    text = "[" + ", ".join(f"{{date: {day}, members: {members}}}" for day, members in counts) + "]"
    community = front_matter(title="C", type="developer", platform="Forum", counts=text)
    found = computed("community:c", {"communities/c.md": community})
    assert (found["growth"], found["standing"]) == (growth, standing)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"start": "2026-07-01"}, "upcoming"),
        ({"start": "2026-06-30"}, "running"),
        ({"start": "2026-06-16"}, "running"),
        ({"start": "2026-06-15"}, "no-results"),
        ({"start": "2026-06-01", "end": "2026-06-16"}, "running"),
        ({"start": "2026-06-01", "leads": 0}, "evaluated"),
        ({"start": "2026-06-01", "status": "cancelled"}, "cancelled"),
    ],
)
def test_event_needs_results_within_two_weeks(fields: dict[str, object], standing: str) -> None:
    given = {"title": "E", "type": "meetup", "status": "held", **fields}
    assert computed("event:e", {"events/e.md": front_matter(**given)})["standing"] == standing


RATES = """
currency:
  CNY: {en: Yuan, reporting: true}
  USD: {en: Dollar, rates: {2026-01-01: 7, 2026-05-15: 8}}
"""


def test_event_is_paid_and_pays_by_the_rates_of_the_days() -> None:
    deal = {"title": "D", "customer": "a", "opened": "2026-01-01", "stage": "won"}
    files = {
        "opportunities/d.md": front_matter(**deal, amount="300 USD", closed="2026-06-01"),
        "opportunities/unknown.md": front_matter(**deal, closed="2026-06-01"),
        "customers/a.md": front_matter(title="A", industry="finance", region="east", tier="key"),
    }
    event = {"title": "E", "type": "meetup", "status": "held", "start": "2026-05-01"}
    files |= {
        "events/e.md": front_matter(**event, cost="100 USD", opportunities="[d, unknown]"),
        "events/unknown.md": front_matter(**event, cost="100 USD", opportunities="[unknown]"),
    }
    found = computed("event:e", files, vocabulary=RATES)
    assert (found["pipeline"], found["return_"]) == ("2400 CNY", f"{2400 / 700:.6g}")
    unknown = computed("event:unknown", files, vocabulary=RATES)
    assert (unknown["pipeline"], unknown["return_"]) == ("None", "None")


def test_event_pays_by_its_deals() -> None:
    deals = {"won": ("won", "300 CNY"), "open": ("lead", "200 CNY"), "lost": ("lost", "900 CNY")}
    files = {
        f"opportunities/{name}.md": front_matter(
            title="D", customer="a", opened="2026-01-01", stage=stage, amount=amount
        )
        for name, (stage, amount) in deals.items()
    } | {
        "customers/a.md": front_matter(title="A", industry="finance", region="east", tier="key"),
        "events/e.md": front_matter(
            title="E", type="meetup", status="held", start="2026-05-01", cost="100 CNY", leads=8,
            opportunities="[won, open, lost]",
        ),
        "events/none.md": front_matter(
            title="E", type="meetup", status="held", start="2026-05-01", cost="100 CNY", leads=0
        ),
    }  # fmt: skip
    event, none = computed("event:e", files), computed("event:none", files)
    assert (event["cost_per_lead"], event["pipeline"], event["return_"]) == (
        "12.5 CNY",
        "500 CNY",
        "3",
    )
    assert (none["cost_per_lead"], none["pipeline"], none["return_"]) == ("None", "None", "None")


@pytest.mark.parametrize(
    ("checked", "standing"),
    [("", "unchecked"), ("2026-01-01", "checked"), ("2025-12-31", "stale")],
)
def test_link_is_stale_after_180_days(checked: str, standing: str) -> None:
    link = front_matter(title="L", url="https://a.example", category="website", checked=checked)
    assert computed("link:l", {"links/l.md": link})["standing"] == standing
