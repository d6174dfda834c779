"""What every built-in kind has: an example that compiles, labels, columns that exist."""

import re
from datetime import date
from importlib import import_module
from inspect import cleandoc
from textwrap import dedent

import pytest

from pmkb import document
from pmkb.build import Inputs, Settings, build
from pmkb.diagnostic import Diagnostic, Severity
from pmkb.fields import Part
from pmkb.flow import Standing
from pmkb.kinds import BUILT_IN, in_order
from pmkb.record import Record, Section
from pmkb.source import Source

KINDS = pytest.mark.parametrize("kind", BUILT_IN.values(), ids=BUILT_IN)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Trade names and letters that a Chinese reader writes the same way.
UNTRANSLATED = {"ARR", "SKU"}


def example(kind: type[Record]) -> str:
    """The document in a kind's docstring: the indented lines from `---` on."""
    match = re.search(
        r"^    ---\n(?:    .*\n|\n)+", cleandoc(kind.__doc__ or "") + "\n", re.MULTILINE
    )
    assert match, f"{kind.__name__} has no example"
    return dedent(match.group()) + "\n"


def path_of(kind: type[Record]) -> str:
    return kind.folder if kind.folder.endswith(".md") else f"{kind.folder}/example.md"


def parts_of(part: type[Part]) -> list[type[Part]]:
    inner = [key.part for key in part.keys.values() if key.part]
    return [part, *(each for one in inner for each in parts_of(one))]


def compiled(kind: type[Record]) -> tuple[Diagnostic, ...]:
    inputs = Inputs({path_of(kind): example(kind).encode()})
    return build(inputs, Settings(), date(2026, 6, 30)).findings


def test_checklist_has_a_kind_for_each_thing_that_is_written() -> None:
    assert {
        *("product", "goal", "criterion", "dataset", "metric", "response", "customer"),
        *("opportunity", "visit", "channel", "case", "competitor", "signal", "roadmap"),
        *("release", "risk", "document", "benchmark", "contract", "price", "certification"),
        *("requirement", "survey", "briefing", "funnel", "partner", "community", "event"),
        *("meeting", "form", "contact", "link"),
    } == BUILT_IN.keys()


def test_kinds_come_by_section_and_place_on_the_checklist() -> None:
    kinds = list(BUILT_IN.values())
    assert in_order(list(reversed(kinds))) == kinds
    sections = [list(Section).index(kind.section) for kind in kinds]
    assert sections == sorted(sections)


def test_no_two_kinds_share_a_folder_or_a_label() -> None:
    kinds = BUILT_IN.values()
    assert len({kind.folder for kind in kinds}) == len(kinds)
    assert len({kind.label.en for kind in kinds}) == len(kinds)
    assert len({kind.label.zh for kind in kinds}) == len(kinds)


@KINDS
def test_docstring_says_what_it_is_and_who_keeps_it(kind: type[Record]) -> None:
    first, _, rest = cleandoc(kind.__doc__ or "").partition("\n\n")
    assert first.endswith(".")
    assert re.search(r"\b(keeps?|writes?)\b", rest), "who keeps it?"


@KINDS
def test_example_has_no_fault_of_its_own_form(kind: type[Record]) -> None:
    of_others = {"unknown-reference", "dataset-file-missing", "survey-file-missing"}
    errors = [
        f"{each.code}: {each.message}"
        for each in compiled(kind)
        if each.severity is Severity.ERROR and each.code not in of_others
    ]
    assert errors == []


@KINDS
def test_example_shows_what_the_kind_adds(kind: type[Record]) -> None:
    data = document.parse(Source.decode("a.md", example(kind).encode()))[0].data
    own = kind.own_keys()
    required = {name for name, key in own.items() if key.required}
    assert required <= data.keys()
    assert len(own.keys() & data.keys()) >= len(own) / 3


@KINDS
def test_example_is_found_by_the_check_for_faults(kind: type[Record]) -> None:
    text = example(kind).replace("---\n", "---\nnonsense: x\n", 1)
    inputs = Inputs({path_of(kind): text.encode()})
    codes = [each.code for each in build(inputs, Settings(), date(2026, 6, 30)).findings]
    assert "unknown-key" in codes


@KINDS
def test_labels_are_chinese_and_english(kind: type[Record]) -> None:
    assert CHINESE.search(kind.label.zh)
    assert not CHINESE.search(kind.label.en)
    assert kind.label.one("zh") == kind.label.all("zh") == kind.label.zh
    assert kind.label.all("en") not in {kind.label.en, ""}


@KINDS
def test_every_field_is_labelled_and_explained_somewhere(kind: type[Record]) -> None:
    for part in parts_of(kind):
        for key in part.keys.values():
            assert CHINESE.search(key.zh) or key.zh in UNTRANSLATED, f"{part.__name__}.{key.name}"
            assert key.en
            assert not CHINESE.search(key.en)
            assert key.doc == "" or key.doc.endswith((".", "…")), f"{key.name}: {key.doc}"


@KINDS
def test_every_computed_value_is_labelled_and_explained(kind: type[Record]) -> None:
    for each in kind.computations.values():
        assert CHINESE.search(each.zh) or each.zh in UNTRANSLATED, each.name
        assert not CHINESE.search(each.en), each.name
        assert each.doc, each.name


@KINDS
def test_columns_exist(kind: type[Record]) -> None:
    known = {**kind.keys, **kind.computations}
    unknown = [name for name in kind.columns if name.partition(".")[0] not in known]
    assert unknown == []
    assert len(kind.columns) >= 3


@KINDS
def test_computed_values_do_not_hide_fields(kind: type[Record]) -> None:
    assert kind.computations.keys() & kind.keys.keys() == set()


@KINDS
def test_roles_name_fields(kind: type[Record]) -> None:
    roles = (kind.title_key, kind.status_key, kind.begins, kind.due_by, kind.ends, kind.finished)
    assert [role for role in roles if role is not None and role not in kind.keys] == []
    assert kind.bookkeeping <= kind.keys.keys()


@KINDS
def test_references_lead_to_kinds_that_exist(kind: type[Record]) -> None:
    named = {to for part in parts_of(kind) for key in part.keys.values() for to in key.to}
    assert named <= BUILT_IN.keys()


@KINDS
def test_states_are_labelled_and_unique(kind: type[Record]) -> None:
    states = kind.flow().states
    assert len({state.name for state in states}) == len(states)
    for state in states:
        assert CHINESE.search(state.zh), state
        assert not CHINESE.search(state.en), state


def _standings() -> list[tuple[str, Standing]]:
    modules = {kind.__module__ for kind in BUILT_IN.values()}
    return [
        (f"{module.rpartition('.')[2]}.{name}", value)
        for module in sorted(modules)
        for name, value in vars(import_module(module)).items()
        if isinstance(value, Standing)
    ]


@pytest.mark.parametrize(("where", "standing"), _standings(), ids=lambda each: str(each)[:30])
def test_standings_are_labelled(where: str, standing: Standing) -> None:
    assert CHINESE.search(standing.zh), where
    assert standing.name == standing.name.lower()
    assert standing.label("zh") == standing.zh
    assert standing.label("en") == standing.en


@KINDS
def test_types_have_names_that_the_manual_can_print(kind: type[Record]) -> None:
    for part in parts_of(kind):
        for key in part.keys.values():
            name = key.type_name.removeprefix("list of ")
            assert re.fullmatch(r"[a-z]+( (to|or|of) [a-z-]+)*", name), f"{key.name}: {name}"
