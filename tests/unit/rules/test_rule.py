"""Rules: found by themselves, documented, and applied to the records of their kind."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest

from pmkb import rules
from pmkb.diagnostic import Diagnostic, Severity, catalogue
from pmkb.graph import KnowledgeBase
from pmkb.kinds import BUILT_IN
from pmkb.record import Record
from pmkb.rules import RULES, Finding, Rule, adjusted
from pmkb.source import Place, Span
from tests.cases import casefile
from tests.knowledge import compiled, front_matter

ALL = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@ALL
def test_rule_is_called_as_its_function_and_documented_by_it(rule: Rule) -> None:
    assert rule.fault.code == rule.check.__name__.replace("_", "-")
    assert catalogue()[rule.fault.code] is rule.fault
    first = rule.fault.doc.partition("\n\n")[0]
    assert first.endswith(".")


@ALL
def test_rule_is_for_a_built_in_kind_or_for_all(rule: Rule) -> None:
    assert rule.kind is Record or rule.kind in BUILT_IN.values()


def test_every_rule_of_every_module_is_registered() -> None:
    defined = {
        name.replace("_", "-")
        for module in iter_modules(rules.__path__, f"{rules.__name__}.")
        for name, value in vars(import_module(module.name)).items()
        if getattr(value, "__module__", "") == module.name
        and not name.startswith("_")
        and getattr(value, "__annotations__", {}).get("return") == Iterator[Finding]
    }
    assert defined == RULES.keys()


ROADMAP = front_matter(title="在线", status="idea", due="2026-07-01", tags="[a, b]")


def found(at: object, **fields: object) -> list[Diagnostic]:
    """What a rule that finds something at a place in every roadmap item gives."""

    def check(record: Record, kb: KnowledgeBase) -> Iterator[Finding]:
        yield Finding(at, "message", "hint")  # type: ignore[arg-type]

    text = ROADMAP.replace("---\n", "---\n" + "".join(f"{k}: {v}\n" for k, v in fields.items()), 1)
    kb = compiled({"roadmap/a.md": text, "contacts/b.md": front_matter(title="B")}).kb
    rule = Rule(RULES["past-due"].fault, BUILT_IN["roadmap"], check)
    return list(rule.diagnostics(kb))


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("title", Place(2, 8, 2, 10)),
        (("tags", 1), Place(5, 11, 5, 12)),
        (("tags",), Place(5, 7, 5, 13)),
        ("owner", Place(1, 1, 1, 4)),
        (Span(0, 3), Place(1, 1, 1, 4)),
    ],
)
def test_finding_stands_at_a_field_a_value_or_a_span(at: object, place: Place) -> None:
    (only,) = found(at)
    assert (only.code, only.severity, only.place) == ("past-due", Severity.WARNING, place)
    assert (only.path, only.message, only.hint) == ("roadmap/a.md", "message", "hint")


def test_record_may_ignore_a_rule() -> None:
    assert found("title", ignore="[past-due]") == []
    assert len(found("title", ignore="[no-front-matter]")) == 1


def test_severities_are_adjusted_and_switched_off() -> None:
    (one,) = found("title")
    assert list(adjusted([one], {})) == [one]
    assert list(adjusted([one], {"past-due": None})) == []
    (worse,) = adjusted([one], {"past-due": Severity.ERROR, "other": None})
    assert (worse.severity, worse.message) == (Severity.ERROR, one.message)


def _findings() -> Iterator[Diagnostic]:
    for path in casefile.every_file():
        yield from casefile.read(path.read_text("utf-8")).compiled().findings


def test_messages_say_what_is_wrong_without_repeating_the_place() -> None:
    for each in _findings():
        assert not re.match(r"(error|warning|line \d)", each.message), each.message
        assert f"{each.place.line}:{each.place.column}" not in each.message
        assert not each.message.endswith("."), each.message
        assert each.message[0].islower() or not each.message[0].isalpha() or _is_a_name(each)
        assert each.hint is None or each.hint.strip() == each.hint != ""


def _is_a_name(found: Diagnostic) -> bool:
    # Titles, ids and currencies begin as they are written.
    return found.message.split()[0].strip("'") not in {"The", "This", "A", "An", "There", "It"}
