"""Kinds that a team defines in `schemas/kinds/`, and fields that it adds to built-in ones."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmkb.custom import define
from pmkb.fields import Part
from pmkb.flow import Phase
from pmkb.kinds import BUILT_IN
from pmkb.record import Record, Section
from pmkb.values import Duration, Money
from pmkb.vocabulary import default
from tests.knowledge import brief, briefs, compiled, schema


def kind(text: str, name: str = "tool") -> type[Record]:
    found, faults = define(schema(f"kinds/{name}.yml", text), BUILT_IN, default())
    assert faults == ()
    assert found is not None
    return found


def faults(text: str, name: str = "tool") -> list[tuple[str, str]]:
    found, problems = define(schema(f"kinds/{name}.yml", text), BUILT_IN, default())
    assert found is None
    return [(brief(each).rpartition("/")[2], each.message) for each in problems]


def record(definition: str, fields: str, path: str = "tool/a.md") -> Record:
    result = compiled({path: f"---\ntitle: A\n{fields}---\n"}, own_kinds={"tool": definition})
    assert briefs(result) == []
    return result.kb.records["tool:a"]


def test_least_definition_takes_everything_from_its_name() -> None:
    made = kind("", "sales-deck")
    assert (made.kind(), made.folder, made.label.en) == ("sales-deck", "sales-deck", "Sales deck")
    assert made.keys.keys() == Record.keys.keys()


def test_definition_says_what_a_class_would() -> None:
    made = kind(
        """
        label: {en: Proposal, zh: 提案, plural: Proposals}
        doc: A change.
        folder: /proposals/
        section: sales
        title: name
        begins: day
        due: day
        ends: day
        finished: day
        also_known_by: [name]
        columns: [name, day, parts.0.x]
        placeholders: [FILL ME]
        status:
          - {name: open}
          - {name: merged, en: Merged, zh: 已合并, phase: done}
          - {name: closed, zh: 已关闭, phase: dropped}
        fields:
          name: {required: true, zh: 名称, en: Name, doc: Its name.}
          day: {type: date}
          parts: {type: list of object, fields: {x: {}}}
        """
    )
    assert (made.label.zh, made.label.all("en"), made.__doc__) == ("提案", "Proposals", "A change.")
    assert (made.folder, made.section, made.title_key) == ("proposals", Section.SALES, "name")
    assert made.begins == made.due_by == made.ends == made.finished == "day"
    assert (made.also_known_by, made.columns) == (("name",), ("name", "day", "parts.0.x"))
    assert made.placeholders == {"fill me"}
    flow = made.flow()
    assert flow.names == ("open", "merged", "closed")
    assert [each.phase for each in flow.states] == [Phase.OPEN, Phase.DONE, Phase.DROPPED]
    assert [state.zh for state in flow.states] == ["open", "已合并", "已关闭"]
    assert (made.keys["name"].zh, made.keys["name"].doc) == ("名称", "Its name.")
    assert not made.keys["title"].required


@pytest.mark.parametrize(
    ("type_name", "written", "value"),
    [
        ("text", "1.10", "1.10"),
        ("integer", "010", 10),
        ("number", "1.5", 1.5),
        ("decimal", "0.10", Decimal("0.10")),
        ("percent", "12.5%", 12.5),
        ("boolean", "true", True),
        ("date", "2026-06-30", date(2026, 6, 30)),
        ("money", "5万 CNY", Money(Decimal(50000), "CNY")),
        ("duration", "3m", Duration(3, 0, "3m")),
        ("version", "v1.36", "v1.36"),
        ("url", "https://a.example", "https://a.example"),
        ("any", "[1, {a: b}]", [1, {"a": "b"}]),
        ("date or boolean", "false", False),
        ("integer or duration", "90d", Duration(0, 90, "90d")),
        ("list of date", "[2026-06-30]", (date(2026, 6, 30),)),
        ("list of date or boolean", "[true, 2026-06-30]", (True, date(2026, 6, 30))),
    ],
)
def test_every_type_of_field(type_name: str, written: str, value: object) -> None:
    definition = f"fields: {{f: {{type: {type_name}}}}}"
    assert record(definition, f"f: {written}\n").get("f") == value
    assert record(definition, "").get("f") == (() if type_name.startswith("list") else None)


def test_objects_nest_and_may_be_open() -> None:
    definition = """
        fields:
          outer:
            fields:
              inner: {type: list of object, fields: {n: {type: integer, required: true}}}
              free: {open: true, fields: {day: {type: date}}}
        """
    fields = "outer: {inner: [{n: 1}, {n: 2}], free: {day: 2026-06-30, more: [x]}}\n"
    found = record(definition, fields)
    outer: Any = found.get("outer")
    assert isinstance(outer, Part)
    assert [each.n for each in outer.get("inner")] == [1, 2]
    assert outer.get("free").model_extra == {"more": ["x"]}
    assert found.keys["outer"].part is not None
    assert found.keys["outer"].part.keys["inner"].many


def test_fields_may_have_any_name() -> None:
    names = [
        "class",
        "model_fields",
        "json",
        "copy",
        "feature-gate",
        "功能",
        "2nd",
        "_x",
        "kind",
        "id",
    ]
    definition = "fields: {" + ", ".join(f'"{name}": {{type: integer}}' for name in names) + "}"
    fields = "".join(f'"{name}": {at}\n' for at, name in enumerate(names))
    found = record(definition, fields)
    assert [found.get(name) for name in names] == list(range(len(names)))
    assert (found.kind(), found.id) == ("tool", "a")


def test_names_that_python_would_spell_alike_stay_apart() -> None:
    definition = "fields: {a-b: {type: integer}, a_b: {type: integer}, a.b: {type: integer}}"
    found = record(definition, "a-b: 1\na_b: 2\na.b: 3\n")
    assert [found.get(name) for name in ("a-b", "a_b", "a.b")] == [1, 2, 3]


def test_extension_keeps_what_the_built_in_kind_has() -> None:
    made = kind("fields: {severity: {choices: [low, high], zh: 严重度}}", "requirement")
    base = BUILT_IN["requirement"]
    assert issubclass(made, base)
    assert made.keys.keys() - base.keys.keys() == {"severity"}
    assert (made.folder, made.label, made.columns) == (base.folder, base.label, base.columns)
    assert made.computations == base.computations
    assert made.flow() == base.flow()


def test_rules_for_the_built_in_kind_hold_for_its_extension() -> None:
    text = "---\ntitle: A\nstatus: planned\nseverity: low\n---\n"
    result = compiled(
        {"requirements/a.md": text}, own_kinds={"requirement": "fields: {severity: {}}"}
    )
    assert briefs(result) == ["requirements/a.md:3:9-16 scheduled-without-roadmap"]
    (found,) = result.kb.all(BUILT_IN["requirement"])
    assert (found.ref, found.get("severity")) == ("requirement:a", "low")


def test_references_lead_to_own_kinds_and_back() -> None:
    result = compiled(
        {
            "tool/a.md": "---\ntitle: A\nneeds: [b]\n---\n",
            "tool/b.md": "---\ntitle: B\nneeds: [a]\n---\n",
        },
        own_kinds={"tool": "fields: {needs: {type: list of reference, to: [tool], acyclic: true}}"},
    )
    assert briefs(result) == ["tool/a.md:3:9-10 reference-cycle"]


def test_reference_without_a_type_is_one_by_its_target() -> None:
    assert kind("fields: {a: {to: [tool]}}").keys["a"].type_name == "reference to tool"
    assert kind("fields: {a: {fields: {b: {}}}}").keys["a"].type_name == "object"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: nmae\nfields: {name: {}}", ("tool.yml:1:8-12 invalid-kind", "no field 'nmae'")),
        ("due: day", ("tool.yml:1:6-9 invalid-kind", "no field 'day'")),
        ("columns: [title, x.y]", ("tool.yml:1:18-21 invalid-kind", "no field 'x'")),
        ("also_known_by: [x]", ("tool.yml:1:17-18 invalid-kind", "no field 'x'")),
        ("fields: {a: {type: dat}}", ("tool.yml:1:20-23 invalid-kind", "no type 'dat'")),
        ("fields: {a: {type: list of}}", ("tool.yml:1:20-27 invalid-kind", "no type 'list of'")),
        ("fields: {a: {type: date or x}}", ("tool.yml:1:20-29 invalid-kind", "no type 'x'")),
        ("fields: {a: {pattern: '('}}", ("tool.yml:1:23-26 invalid-kind", "regular expression")),
        ("fields: {a: {vocabulary: x}}", ("tool.yml:1:26-27 invalid-kind", "no list 'x'")),
        ("fields: {aliases: {}}", ("tool.yml:1:10-17 invalid-kind", "of every record")),
        (
            "fields: {a: {fields: {b: {type: dat}}}}",
            ("tool.yml:1:33-36 invalid-kind", "no type 'dat'"),
        ),
        ("section: shop", ("tool.yml:1:10-14 unknown-choice", "'shop'")),
        ("fields: {a: text}", ("tool.yml:1:13-17 wrong-type", "an object")),
        ("status: [{phase: done}]", ("tool.yml:1:1-24 missing-key", "'name'")),
        ("lable: {}", ("tool.yml:1:1-6 unknown-key", "'lable'")),
        ("doc: b: c", ("tool.yml:1:7-8 yaml-syntax", "mapping values")),
    ],
)
def test_faults_of_a_definition_have_their_exact_place(text: str, found: tuple[str, str]) -> None:
    (only,) = faults(text)
    assert only[0] == found[0]
    assert found[1] in only[1]


def test_records_of_a_kind_in_doubt_are_left_alone() -> None:
    result = compiled(
        {"tool/a.md": "---\nnonsense: x\n---\n", "requirements/a.md": "---\nnonsense: x\n---\n"},
        own_kinds={"tool": "title: nmae", "requirement": "fields: {a: {type: dat}}"},
    )
    assert {each.code for each in result.findings} == {"invalid-kind"}
    assert not result.schemas_sound


def test_values_outside_what_a_field_allows() -> None:
    definition = """
        fields:
          n: {type: integer, minimum: 1, maximum: 5}
          many: {type: list of number, minimum: 0}
          text: {pattern: "^[a-z]+$", doc: "such as abc"}
          words: {type: list of text, choices: [a, b]}
        """
    fields = "n: 6\nmany: [1, -0.5]\ntext: ABC\nwords: [a, c]\n"
    result = compiled(
        {"tool/a.md": f"---\ntitle: A\n{fields}---\n"}, own_kinds={"tool": definition}
    )
    assert briefs(result) == [
        "tool/a.md:3:4-5 out-of-range",
        "tool/a.md:4:11-15 out-of-range",
        "tool/a.md:5:7-10 pattern-mismatch",
        "tool/a.md:6:12-13 unknown-choice",
    ]
