"""`pmkb explain`: what a code, a kind, a field, a computed value or a tracker means."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from shutil import get_terminal_size

import click
from wcwidth import wcswidth

from pmkb.build import read_kinds, read_vocabulary
from pmkb.cli.failure import Failure
from pmkb.cli.shared import config_option, format_option, open_project
from pmkb.config import ConfigError, read_inputs
from pmkb.diagnostic import did_you_mean
from pmkb.kinds import BUILT_IN
from pmkb.reference import (
    CodeEntry,
    ComputedEntry,
    Entry,
    FieldEntry,
    KindEntry,
    Kinds,
    TrackerEntry,
    ValueEntry,
    find,
    names,
    names_below,
)
from pmkb.vocabulary import Vocabulary, default

MAX_WIDTH = 100


@click.command("explain")
@click.argument("word", metavar="CODE|KIND|FIELD")
@format_option("text", "json")
@config_option
@click.pass_context
def command(ctx: click.Context, word: str, form: str, config_file: Path) -> None:
    """Tell what a code, a kind, a field, a computed value or a line of the checklist means.

    A field of one kind is KIND.FIELD, such as `contract.notice`; one inside an object has the way
    there, such as `contract.payments.due`. The team's own kinds and terms are known where there
    is a project. Exit status: 2 if nothing is called that.
    """
    kinds, words = _known(ctx, config_file)
    found = find(word, kinds, words)
    if not found:
        hint = _suggestion(word, kinds)
        message = f"no code, kind, field, computed value or tracker is called {word!r}"
        raise Failure(f"{message}; {hint}" if hint else message)
    if form == "json":
        data = [{"entry": _NAMES[type(each)], **asdict(each)} for each in found]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join("\n".join(_block(each, kinds)) for each in found))


def _known(ctx: click.Context, config_file: Path) -> tuple[Kinds, Vocabulary]:
    """The project's kinds and vocabulary; the built-in ones where there is no project."""
    given = ctx.get_parameter_source("config_file") is not click.core.ParameterSource.DEFAULT
    if not given and not config_file.exists():
        return BUILT_IN, default()
    project = open_project(config_file)
    try:
        inputs = read_inputs(project)
    except ConfigError as error:
        raise Failure(str(error)) from None
    # What is wrong with the schemas is told by `pmkb check`, and may be what is asked about here.
    words, _ = read_vocabulary(inputs)
    kinds, _ = read_kinds(inputs, project.options.settings(), words)
    return kinds, words


def _suggestion(word: str, kinds: Kinds) -> str | None:
    kind, dot, field = word.partition(".")
    if dot and kind in kinds:
        return did_you_mean(word, (f"{kind}.{name}" for name in names_below(kinds[kind])))
    if dot and (hint := did_you_mean(kind, kinds)):
        return hint.replace("'?", f".{field}'?")
    return did_you_mean(word, names(kinds))


_NAMES = {
    KindEntry: "kind",
    FieldEntry: "field",
    ComputedEntry: "computed value",
    CodeEntry: "code",
    TrackerEntry: "tracker",
}


def _block(entry: Entry, kinds: Kinds) -> Iterator[str]:
    match entry:
        case KindEntry():
            return _kind(entry)
        case FieldEntry():
            return _field(entry, _listed(entry.kinds, kinds))
        case ComputedEntry():
            return _computed(entry, _listed(entry.kinds, kinds))
        case CodeEntry():
            return _code(entry)
        case TrackerEntry():
            return _tracker(entry)


def _kind(kind: KindEntry) -> Iterator[str]:
    yield _head(kind.name, f"a kind: {kind.en}, {kind.zh}")
    yield f"Its files are {kind.path}"
    yield from _prose(kind.doc)
    yield from _prose(kind.days_told)
    yield from _section("Example", kind.example.split("\n"))
    yield from _section("Fields (* needed)", _table(map(_field_row, _flat(kind.own))))
    yield from _section("Fields of every kind", _table(map(_field_row, kind.common)))
    yield from _section("States", _table(map(_value_row, kind.states)))
    rows = [(each.name, f"{each.en}, {each.zh}", _line(each.doc)) for each in kind.computed]
    yield from _section("Computed values", _table(rows))
    checks = [(each.name, each.severity, _line(each.doc.split("\n\n")[0])) for each in kind.codes]
    yield from _section("Checks", _table(checks))


def _field(field: FieldEntry, users: str) -> Iterator[str]:
    needed = ", needed" if field.required else ""
    yield _head(field.name, f"a field of {users}: {field.en}, {field.zh}")
    yield f"{field.type}{needed}"
    yield from _prose(" ".join((field.doc, *(f"It {_limit(each)}." for each in field.limits))))
    yield from _section("Fields (* needed)", _table(map(_field_row, _flat(field.fields))))
    yield from _section("Values", _table(map(_value_row, field.values)))


def _limit(text: str) -> str:
    return text if text.startswith(("has", "must")) else f"is {text}"


def _computed(computed: ComputedEntry, users: str) -> Iterator[str]:
    yield _head(computed.name, f"computed for {users}: {computed.en}, {computed.zh}")
    yield from _prose(computed.doc)


def _code(code: CodeEntry) -> Iterator[str]:
    yield _head(code.name, f"a code, {code.severity} unless configured otherwise")
    yield from _prose(code.doc)
    if code.kind:
        records = "every record" if code.kind == "record" else f"every {code.kind}"
        yield from _prose(f"A rule for {records}, but for those that name it under `ignore`.")


def _tracker(tracker: TrackerEntry) -> Iterator[str]:
    yield _head(tracker.name, f"a line of the checklist: {tracker.en}, {tracker.zh}")
    yield f"section {tracker.section}, from {', '.join(tracker.kinds)} records"
    yield from _prose(tracker.doc)


def _head(name: str, about: str) -> str:
    return f"{click.style(name, bold=True)}: {about}"


def _listed(users: Sequence[str], kinds: Kinds) -> str:
    return "every kind" if len(users) == len(kinds) > 1 else ", ".join(users)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs, each wrapped; an indented one is an example and stays as it is."""
    for paragraph in filter(None, (part.strip("\n") for part in text.split("\n\n"))):
        yield ""
        is_example = paragraph.startswith("    ")
        lines = paragraph.split("\n")
        yield from lines if is_example else textwrap.wrap(_line(paragraph), _width())


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A titled block, left out if there is nothing in it."""
    indented = [f"  {line}".rstrip() for line in lines]
    if indented:
        yield from ("", click.style(title, bold=True), *indented)


def _flat(fields: Iterable[FieldEntry]) -> Iterator[FieldEntry]:
    for each in fields:
        yield each
        yield from _flat(each.fields)


def _field_row(field: FieldEntry) -> tuple[str, ...]:
    mark = "*" if field.required else ""
    return f"{field.name}{mark}", field.type, " ".join(filter(None, (field.zh, field.doc)))


def _value_row(value: ValueEntry) -> tuple[str, ...]:
    return value.name, f"{value.en}, {value.zh}", value.note


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns; the last one is wrapped."""
    table = [tuple(row) for row in rows]
    widths = [max(map(_cells, column)) for column in zip(*table, strict=True)][:-1]
    for *cells, last in table:
        padded = "".join(
            cell + " " * (width - _cells(cell) + 2)
            for cell, width in zip(cells, widths, strict=True)
        )
        room = max(30, _width() - _cells(padded) - 2)
        first, *rest = textwrap.wrap(_line(last), room) or [""]
        yield padded + first
        yield from (" " * _cells(padded) + line for line in rest)


def _line(text: str) -> str:
    return " ".join(text.split())


def _cells(text: str) -> int:
    return max(wcswidth(text), 0)


def _width() -> int:
    return min(get_terminal_size().columns, MAX_WIDTH)
