"""`pmkb show`: one record with all that is known about it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmkb.build import Build
from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command
from pmkb.cli.shared import (
    as_of_option,
    compile_project,
    config_option,
    format_option,
    language_option,
    open_project,
    shown_path,
)
from pmkb.config import Language
from pmkb.diagnostic import Diagnostic, did_you_mean
from pmkb.message import say
from pmkb.record import Record

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


@click.command("show", cls=Command)
@click.argument("ref", metavar="ID")
@format_option("text", "json")
@language_option
@as_of_option
@config_option
def command(
    ref: str, form: str, language: Language | None, as_of: date | None, config_file: Path
) -> None:
    """Show the record with an ID: fields, computed values, findings, and who refers to it.

    ID is an id, an alias, kind:id, or a path below the docs folder.
    ---
    显示 ID 这条记录：字段、自动计算的值、问题，以及被谁引用。

    ID 可以是编号、别名、“类别:编号”，或文档目录下的路径。
    """
    project = open_project(config_file, as_of=as_of)
    result = compile_project(project)
    record = one_record(result, ref)
    findings = [each for each in result.findings if each.path == record.path]
    if form == "json":
        from pmkb.emit import data

        found = data.record_json(record, result.kb)
        found["findings"] = [
            data.finding_json(each, language=language or "en") for each in findings
        ]
        click.echo(data.to_text(found), nl=False)
    else:
        path = shown_path(project)(record.path)
        _print(record, result, findings, path, language or project.options.language)


def one_record(result: Build, ref: str) -> Record:
    """The one record that a person means. Ends the command if there is none, or are several."""
    found = result.kb.find(ref)
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(each.ref for each in found)
        raise Failure(f"{ref!r} can mean several records; write {names}")
    name = ref.rpartition(":")[2]
    broken = [path for path in result.kb.content.broken if Path(path).stem == Path(name).stem]
    if broken:
        raise Failure(f"{broken[0]} could not be read; `pmkb check` tells why")
    hint = did_you_mean(ref.rpartition(":")[2], {each.id for each in result.kb.records.values()})
    raise Failure(f"there is no record {ref!r}" + (f"; {hint}" if hint else ""))


def _print(
    record: Record, result: Build, findings: list[Diagnostic], path: str, language: Language
) -> None:
    from rich.text import Text

    from pmkb.cli import terminal
    from pmkb.emit import text

    out, kb = terminal.console(), result.kb
    reader = terminal.Reader(kb.vocabulary, language)
    out.print(Text(record.heading, style="bold"), Text(f"{record.ref}  {path}", style="dim"))
    written = [
        (known.label(language), reader.cell(value, known))
        for name, known in record.keys.items()
        if (value := record.get(name)) not in (None, ()) and name != record.title_key
    ]
    computed = [
        (made.label(language), reader.cell(value, made))
        for name, value in record.computed(kb).items()
        if (made := record.computations[name])
    ]
    _block(out, "", written)
    title = say("Computed for {day}", "截至 {day} 自动计算", day=kb.as_of)
    _block(out, title.text(language), computed)
    by_kind: dict[str, list[str]] = {}
    for mention in kb.referenced_by(record):
        names = by_kind.setdefault(mention.source.label.all(language), [])
        if mention.source.id not in names:
            names.append(mention.source.id)
    referring = [(kind, Text(", ".join(ids))) for kind, ids in by_kind.items()]
    _block(out, say("Referred to by", "被引用").text(language), referring)
    if findings:
        out.print()
        for block in text.diagnostics(findings, result.sources, lambda _: path, language):
            click.echo(block)


def _block(out: "Console", title: str, rows: "Sequence[tuple[str, Text]]") -> None:
    from rich.table import Table

    if not rows:
        return
    out.print()
    if title:
        out.print(title, style="bold")
    made = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for label, value in rows:
        made.add_row(label, value)
    out.print(made)
