"""Small knowledge bases for tests."""

from collections.abc import Mapping
from datetime import date
from textwrap import dedent

from pmkb.build import Build, Inputs, Settings, build
from pmkb.datafile import is_facts
from pmkb.diagnostic import Diagnostic
from pmkb.source import Source
from pmkb.values import to_json

AS_OF = "2026-06-30"


def compiled(
    files: Mapping[str, str],
    *,
    as_of: str = AS_OF,
    vocabulary: str | None = None,
    own_kinds: Mapping[str, str] | None = None,
    in_use: tuple[str, ...] | None = None,
    others: frozenset[str] = frozenset(),
) -> Build:
    """What the compiler makes of files, given as text by path; indentation of all lines is dropped."""
    data = {path: dedent(text).encode() for path, text in files.items()}
    return build(
        Inputs(
            files={path: each for path, each in data.items() if not is_facts(path)},
            others=others,
            vocabulary=schema("vocabulary.yml", vocabulary) if vocabulary else None,
            kinds=tuple(
                schema(f"kinds/{name}.yml", text) for name, text in (own_kinds or {}).items()
            ),
            facts={path: each for path, each in data.items() if is_facts(path)},
        ),
        Settings(in_use),
        date.fromisoformat(as_of),
    )


def schema(name: str, text: str) -> Source:
    """A file of the schemas folder."""
    return Source.decode(f"../schemas/{name}", dedent(text).encode())


def front_matter(**fields: object) -> str:
    """A document with these fields and no body."""
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n"


def brief(found: Diagnostic) -> str:
    """A finding on one line, for comparing whole lists of them."""
    line, column, _, end = found.place
    return f"{found.path}:{line}:{column}-{end} {found.code}"


def briefs(result: Build) -> list[str]:
    """All findings of a build, one line each."""
    return [brief(each) for each in result.findings]


def computed(
    ref: str, files: Mapping[str, str], *, as_of: str = AS_OF, vocabulary: str | None = None
) -> dict[str, str]:
    """A record's computed values as JSON text without quotes, by name."""
    result = compiled(files, as_of=as_of, vocabulary=vocabulary)
    assert ref in result.kb.records, briefs(result)
    values = to_json(result.kb.records[ref].computed(result.kb))
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> str:
    match value:
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
        case list():
            return ", ".join(map(_plain, value))
        case float():
            return f"{value:.6g}"
        case _:
            return str(value)
