"""JSON Schemas for editors: what they allow is what the compiler allows."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pmkb import vocabulary
from pmkb.json_schema import DIALECT, schemas
from pmkb.kinds import BUILT_IN
from tests.knowledge import compiled

WORDS = vocabulary.default()
SCHEMAS = {name: json.loads(text) for name, text in schemas(BUILT_IN, WORDS)}
ALL = pytest.mark.parametrize("name", SCHEMAS)
TYPES = {"string", "number", "integer", "boolean", "array", "object", "null"}
KEYWORDS = {
    *("$schema", "$defs", "$ref", "type", "title", "description", "properties", "required"),
    *("additionalProperties", "items", "enum", "anyOf", "pattern", "format", "default"),
    *("minimum", "maximum", "x-label-zh", "x-vocabulary", "x-refers-to"),
}


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all schemas inside it."""
    if not isinstance(schema, dict):
        return
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    for each in (*inner, *schema.get("anyOf", ()), schema.get("items")):
        yield from schemas_in(each)


def test_every_kind_has_a_schema_file() -> None:
    assert [name.removesuffix(".schema.json") for name in SCHEMAS] == list(BUILT_IN)


@ALL
def test_schema_is_sound(name: str) -> None:
    schema = SCHEMAS[name]
    assert schema["$schema"] == DIALECT
    for each in schemas_in(schema):
        types = each.get("type", [])
        assert set([types] if isinstance(types, str) else types) <= TYPES, each
        assert each.keys() <= KEYWORDS, each.keys() - KEYWORDS
        assert set(each.get("required", ())) <= each.get("properties", {}).keys()
        assert "enum" not in each or each["enum"], each
        if "$ref" in each:
            assert each["$ref"].removeprefix("#/$defs/") in schema["$defs"]
        if "pattern" in each:
            re.compile(each["pattern"])


@ALL
def test_schema_has_the_keys_of_the_kind_and_no_others(name: str) -> None:
    kind = BUILT_IN[name.removesuffix(".schema.json")]
    schema = SCHEMAS[name]
    assert schema["properties"].keys() == kind.keys.keys()
    assert set(schema["required"]) == {key.name for key in kind.keys.values() if key.required}
    assert schema["additionalProperties"] is False
    assert (schema["title"], bool(schema["description"])) == (kind.label.en, True)


@ALL
def test_fields_are_labelled_in_both_languages(name: str) -> None:
    for field, schema in SCHEMAS[name]["properties"].items():
        key = BUILT_IN[name.removesuffix(".schema.json")].keys[field]
        # A title that an object's own schema has already is not repeated.
        title = schema.get("title", schema.get("$ref", "").rpartition("/")[2])
        assert (title, schema["x-label-zh"]) == (key.en, key.zh)
        assert schema.get("description", "") == key.doc


def field(kind: str, name: str) -> Any:
    return SCHEMAS[f"{kind}.schema.json"]["properties"][name]


def test_terms_and_states_are_listed() -> None:
    assert field("customer", "region")["enum"] == list(WORDS.terms("region"))
    assert field("roadmap", "status")["enum"] == list(BUILT_IN["roadmap"].flow().names)
    assert field("document", "audience")["items"]["enum"] == list(WORDS.terms("audience"))
    assert field("contract", "party")["x-refers-to"] == ["customer", "partner"]


def test_values_that_need_a_form_have_it() -> None:
    assert field("contract", "end")["format"] == "date"
    assert field("link", "url")["format"] == "uri"
    assert re.search(field("contract", "notice")["pattern"], "90d")
    assert not re.search(field("contract", "notice")["pattern"], "90")
    for good in ("1200000 CNY", "120万 CNY", "1,200.50CNY", "-3 usd", "1.2 亿 CNY"):
        assert re.search(field("contract", "value")["pattern"], good), good
    assert not re.search(field("contract", "value")["pattern"], "1200000")
    assert field("risk", "impact")["minimum"] == 1
    assert field("risk", "impact")["maximum"] == 5


def test_numbers_stand_unquoted_where_text_is_wanted() -> None:
    assert set(field("release", "version")["type"]) == {"string", "number"}


def test_own_kinds_and_terms_have_schemas_too() -> None:
    result = compiled(
        {},
        vocabulary="region: {emea: {}}",
        own_kinds={
            "tool": """
                doc: A tool.
                fields:
                  where: {vocabulary: region}
                  when: {type: list of date or boolean}
                  stage: {choices: [a, b], required: true}
                  size: {fields: {n: {type: integer, minimum: 0}}}
                """
        },
    )
    made = dict(schemas(result.kb.kinds, result.kb.vocabulary))
    schema = json.loads(made["tool.schema.json"])
    fields = schema["properties"]
    assert schema["description"] == "A tool."
    assert "stage" in schema["required"]
    assert (fields["where"]["enum"], fields["stage"]["enum"]) == (["emea"], ["a", "b"])
    date_or_boolean = [{"type": "string", "format": "date"}, {"type": "boolean"}]
    assert fields["when"]["items"]["anyOf"] == date_or_boolean


def test_schema_is_the_same_each_time() -> None:
    assert list(schemas(BUILT_IN, WORDS)) == list(schemas(BUILT_IN, WORDS))
    assert all(text.endswith("}\n") for _, text in schemas(BUILT_IN, WORDS))
