"""`pmkb list`: the records of a kind as a table."""

from datetime import date
from pathlib import Path

import click

from pmkb.build import Build
from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    as_of_option,
    compile_project,
    config_option,
    format_option,
    language_option,
    open_project,
)
from pmkb.config import Language
from pmkb.diagnostic import did_you_mean
from pmkb.message import Message, say
from pmkb.record import Record


@click.command("list", cls=Command)
@click.argument("kind")
@option(
    "--where",
    metavar="EXPR",
    about=say(
        "Such as \"stage == 'poc' and amount > 1000000\".",
        "如 \"stage == 'poc' and amount > 1000000\"。",
    ),
)
@option(
    "--columns",
    metavar="A,B",
    about=say("Fields and computed values to show.", "要显示的字段和自动计算的值。"),
)
@option(
    "--sort",
    metavar="NAME",
    about=say(
        "Sort by a field or computed value; -NAME backwards.",
        "按字段或自动计算的值排序，-NAME 为倒序。",
    ),
)
@format_option("text", "json", "csv")
@language_option
@as_of_option
@config_option
def command(
    kind: str,
    where: str | None,
    columns: str | None,
    sort: str | None,
    form: str,
    language: Language | None,
    as_of: date | None,
    config_file: Path,
) -> None:
    """List the records of a KIND.

    In EXPR, days are text such as '2026-06-30', money is its amount in the reporting currency, and
    a reference is the id.
    ---
    列出 KIND 类别的记录。

    EXPR 里，日期写成文本，如 '2026-06-30'；金额取折算成报告币种后的数值；引用写编号。
    """
    project = open_project(config_file, as_of=as_of)
    result = compile_project(project)
    cls = find_kind(result, kind)
    names = _columns(cls, columns)
    records = _chosen(result, cls, where, sort)
    if form == "text":
        _print(result, cls, records, names, language or project.options.language)
    elif form == "csv":
        from pmkb.sheet import csv_text

        rows = ([r.id, *_values(r, result, names)] for r in records)
        click.echo(csv_text(["id", *names], rows), nl=False)
    else:
        from pmkb.emit.data import to_text
        from pmkb.values import to_json

        found = [
            {"id": r.id, **dict(zip(names, map(to_json, _values(r, result, names)), strict=True))}
            for r in records
        ]
        click.echo(to_text({"kind": cls.kind(), "records": found}), nl=False)


def find_kind(result: Build, name: str) -> type[Record]:
    """A kind by its name or the name of its folder. Ends the command if there is none."""
    kinds = result.kb.kinds
    folders = {kind.folder: kind for kind in kinds.values()}
    found = kinds.get(name) or folders.get(name)
    if found is None:
        hint = did_you_mean(name, {*kinds, *folders})
        raise Failure(f"there is no kind {name!r}" + (f"; {hint}" if hint else ""))
    return found


def _columns(kind: type[Record], wanted: str | None) -> list[str]:
    known = {**kind.keys, **kind.computations, "path": None}
    names = [each.strip() for each in wanted.split(",")] if wanted else [kind.title_key]
    names = names if wanted else [*names, *(each.partition(".")[0] for each in kind.columns)]
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise Failure(f"a {kind.kind()} has no {name!r}" + (f"; {hint}" if hint else ""))
    return list(dict.fromkeys(names))


def _chosen(result: Build, kind: type[Record], where: str | None, sort: str | None) -> list[Record]:
    from pmkb import query

    found = [each for each in result.kb.all(kind) if each.kind() == kind.kind()]
    try:
        if where:
            matches = query.parse(where)
            found = [each for each in found if matches(query.values(each, result.kb))]
    except query.QueryError as error:
        raise Failure(str(error)) from None
    if sort:
        _columns(kind, sort.removeprefix("-"))
    return query.in_order(found, sort, result.kb)


def _values(record: Record, result: Build, names: list[str]) -> list[object]:
    computed = record.computed(result.kb)
    return [
        record.path if name == "path" else computed.get(name, record.get(name)) for name in names
    ]


def _print(
    result: Build, kind: type[Record], records: list[Record], names: list[str], language: Language
) -> None:
    from pmkb.cli import terminal

    reader = terminal.Reader(result.kb.vocabulary, language)
    made = [kind.computations.get(name) or kind.keys.get(name) for name in names]
    headers = [
        "id",
        *(each.label(language) if each else name for each, name in zip(made, names, strict=True)),
    ]
    rows = [
        [reader.cell(record.id), *map(reader.cell, _values(record, result, names), made)]
        for record in records
    ]
    if rows:
        terminal.console().print(terminal.table(headers, rows))
    count = len(records)
    many = Message((kind.label.en if count == 1 else kind.label.all("en")).lower(), "条")
    told = say("{count:,} {many}", "共 {count:,} {many}", count=count, many=many)
    click.echo(told.text(language))
