"""Terms, currencies and rates; a team's lists over the default ones."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pmkb import document, vocabulary
from pmkb.kinds import BUILT_IN
from pmkb.source import Source
from pmkb.values import Duration, Money
from pmkb.vocabulary import Vocabulary
from tests.knowledge import compiled, front_matter, schema

DEFAULT = vocabulary.default()


def words(text: str) -> Vocabulary:
    found, faults = vocabulary.read(schema("vocabulary.yml", text))
    assert faults == ()
    return found


def faults(text: str) -> list[tuple[str, int, int]]:
    _, found = vocabulary.read(schema("vocabulary.yml", text))
    assert {each.code for each in found} <= {"invalid-vocabulary"}
    return [(each.message, *each.place[:2]) for each in found]


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_default_terms_have_labels_in_both_languages() -> None:
    path = Path(vocabulary.__file__).with_name("default_vocabulary.yml")
    lists = document.parse_yaml(Source.decode(path.name, path.read_bytes()))[0].data
    without = [
        f"{name}.{word}"
        for name, terms in lists.items()
        if isinstance(terms, dict)
        for word, facts in terms.items()
        if not {"en", "zh"} <= facts.keys()
    ]
    assert without == []


def test_every_list_that_a_field_names_exists() -> None:
    named = {
        key.vocabulary
        for kind in BUILT_IN.values()
        for part in (kind, *(key.part for key in kind.keys.values() if key.part))
        for key in part.keys.values()
        if key.vocabulary
    }
    assert named <= DEFAULT.lists.keys()


def test_own_list_replaces_the_default_one_and_leaves_the_others() -> None:
    found = words("region: {emea: {en: Europe, zh: 欧洲}}")
    assert list(found.terms("region")) == ["emea"]
    assert found.terms("industry") == DEFAULT.terms("industry")
    assert found.placeholders == DEFAULT.placeholders


def test_labels_fall_back_to_english_and_to_the_term() -> None:
    found = words("a: {x: Label, y: {en: Label}, z: {}, empty: , n: {zh: 名}}").terms("a")
    labels = {name: (term.label("en"), term.label("zh")) for name, term in found.items()}
    assert labels == {
        "x": ("Label", "Label"),
        "y": ("Label", "Label"),
        "z": ("z", "z"),
        "empty": ("empty", "empty"),
        "n": ("n", "名"),
    }
    assert found["n"].label("fr") == "n"


def test_own_placeholders_replace_the_default_ones() -> None:
    assert words("placeholders: [Fill Me, 010]").placeholders == {"fill me", "010"}


def test_unknown_lists_and_terms_are_empty() -> None:
    assert DEFAULT.terms("nothing") == {}
    assert DEFAULT.term("region", "nowhere") is None
    assert DEFAULT.term("region", None) is None


def test_facts_are_read_by_type() -> None:
    found = words("a: {x: {probability: 0.5, visit_every: 3m, zh: 甲}}").terms("a")["x"]
    assert found.number("probability") == 0.5
    assert found.number("visit_every") is None
    assert found.duration("visit_every") == Duration(3, 0, "3m")
    assert found.duration("probability") is None
    assert set(found.facts) == {"probability", "visit_every"}


RATES = """
currency:
  USD: {en: US dollar, rates: {2026-03-01: 7.2, 2026-01-01: 7.10, 2025-06-30: 7}}
  CNY: {en: Chinese yuan, reporting: true}
  EUR: {en: Euro}
"""


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        ("2025-06-29", None),
        ("2025-06-30", "7"),
        ("2025-12-31", "7"),
        ("2026-01-01", "7.10"),
        ("2026-02-28", "7.10"),
        ("2026-03-01", "7.2"),
        ("2030-01-01", "7.2"),
    ],
)
def test_rate_is_the_last_one_up_to_the_day(on: str, rate: str | None) -> None:
    expected = None if rate is None else Decimal(rate)
    assert words(RATES).rate("USD", day(on)) == expected


def test_conversion_is_exact_and_never_guessed() -> None:
    found, on = words(RATES), day("2026-01-01")
    assert found.convert(Money(Decimal("0.1"), "USD"), on) == Money(Decimal("0.710"), "CNY")
    assert found.convert(Money(Decimal("0.1"), "CNY"), on) == Money(Decimal("0.1"), "CNY")
    assert found.convert(Money(Decimal(1), "EUR"), on) is None
    assert found.convert(Money(Decimal(1), "XXX"), on) is None


def test_reporting_currency_is_the_marked_one_or_the_first() -> None:
    assert words(RATES).reporting_currency == "CNY"
    assert words("currency: {USD: {}, CNY: {}}").reporting_currency == "USD"
    assert words("currency: {USD: {reporting: false}, CNY: {}}").reporting_currency == "USD"
    assert words("currency: {}").reporting_currency is None


def test_base_without_currencies_converts_nothing() -> None:
    assert words("currency: {}").convert(Money(Decimal(1), "CNY"), day("2026-01-01")) is None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("region: [a]", 1, 9),
        ("region: a", 1, 9),
        ("region:\n  east: [a]", 2, 9),
        ("region:\n  east: {en: [a]}", 2, 14),
        ("region:\n  east: {zh: true}", 2, 14),
        ("tier:\n  a: {visit_every: 90}", 2, 20),
        ("tier:\n  a: {visit_every: often}", 2, 20),
        ("currency:\n  USD: {rates: 7}", 2, 16),
        ("currency:\n  USD: {rates: {2026-02-30: 7}}", 2, 29),
        ("currency:\n  USD: {rates: {20260228: 7}}", 2, 27),
        ("currency:\n  USD: {rates: {2026-W09-1: 7}}", 2, 29),
        ("currency:\n  USD: {rates: {2026-02-28: x}}", 2, 29),
        ("currency:\n  USD: {rates: {2026-02-28: true}}", 2, 29),
        ("currency:\n  USD: {rates: {2026-02-28: .inf}}", 2, 29),
        ("placeholders: a", 1, 15),
    ],
)
def test_faults_have_a_place(text: str, line: int, column: int) -> None:
    (found,) = faults(text)
    assert found[1:] == (line, column)


def test_list_that_cannot_be_read_leaves_the_default_one_in_use() -> None:
    found, _ = vocabulary.read(schema("vocabulary.yml", "region: [east]\nindustry: {}\ntier:\n"))
    assert found.terms("region") == DEFAULT.terms("region")
    assert (found.terms("industry"), found.terms("tier")) == ({}, {})


def test_faults_leave_the_other_facts_alone() -> None:
    text = "currency: {USD: {en: Dollar, rates: {2026-01-01: 7, soon: 8, 2026-02-01: x}}}"
    found, _ = vocabulary.read(schema("vocabulary.yml", text))
    assert found.terms("currency")["USD"].facts == {"rates": {"2026-01-01": 7}}


def test_vocabulary_with_faults_does_not_break_the_computing() -> None:
    result = compiled(
        {
            "customers/a.md": front_matter(
                title="A", industry="finance", region="east", tier="key", since="2026-01-01"
            ),
            "contracts/a.md": front_matter(
                title="A",
                type="subscription",
                status="signed",
                party="a",
                value="12 USD",
                start="2026-01-01",
                end="2026-12-31",
            ),
        },
        vocabulary="""
            tier: {key: {visit_every: sometimes}}
            currency: {CNY: {reporting: true}, USD: {rates: {2026-01-01: high}}}
            """,
    )
    assert not result.schemas_sound
    customer = result.kb.records["customer:a"].computed(result.kb)
    assert (customer["arr"], customer["next_visit_due"]) == (None, None)
