"""JSON Schemas of the kinds, for editors that check and complete front matter while it is typed."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from pmkb.record import Record
from pmkb.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(kinds: Mapping[str, type[Record]], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The JSON Schema of every kind: its file's name, and its text."""
    for name, kind in kinds.items():
        schema = _with_terms(schema_of(kind), vocabulary)
        yield f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_of(kind: type[Record]) -> dict[str, Any]:
    """A kind's JSON Schema, before the vocabulary's terms are filled in."""
    schema = kind.model_json_schema(schema_generator=_Generator)
    doc = (kind.__doc__ or "").strip().partition("\n")[0]
    return {"$schema": DIALECT, **schema, "title": kind.label.en, "description": doc}


class _Generator(GenerateJsonSchema):
    """Leaves out what an editor has no use for."""

    def default_schema(self, schema: Any) -> dict[str, Any]:
        found = super().default_schema(schema)
        # An empty default says no more than that the key may be left out.
        if found.get("default", 0) in (None, [], {}):
            found.pop("default", None)
        return found

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        # A key without a value is the same as no key, so null needs no alternative of its own.
        return self.generate_inner(schema["schema"])


def _with_terms(schema: Any, vocabulary: Vocabulary) -> Any:
    """Fill in the terms that a field's list has, wherever in a schema it stands."""
    if isinstance(schema, list):
        return [_with_terms(each, vocabulary) for each in schema]
    if not isinstance(schema, dict):
        return schema
    filled = {name: _with_terms(each, vocabulary) for name, each in schema.items()}
    name = filled.get("x-vocabulary")
    terms = list(vocabulary.terms(str(name)))
    if terms:
        if "items" in filled:
            filled["items"] = {**filled["items"], "enum": terms}
        else:
            filled["enum"] = terms
    return filled
