"""`pmkb status`: the checklist, and what needs attention, the most urgent first."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from pmkb.cli.failure import Failure
from pmkb.cli.helptext import Command, option
from pmkb.cli.shared import (
    as_of_option,
    cache_option,
    compile_project,
    config_option,
    format_option,
    language_option,
    open_project,
)
from pmkb.config import Language
from pmkb.diagnostic import did_you_mean
from pmkb.flow import Level
from pmkb.message import say, told
from pmkb.record import Record, Section
from pmkb.render.edition import Concern, Edition, Line, tally
from pmkb.render.page import Site


@click.command("status", cls=Command)
@option(
    "--owner",
    metavar="ID",
    about=say("Only what this person owns or has to do.", "只看此人负责的和要做的。"),
)
@option(
    "--section",
    type=click.Choice([each.value for each in Section]),
    about=say("Only this section.", "只看这个板块。"),
)
@option(
    "--all",
    "everything",
    is_flag=True,
    about=say("More than the forty most urgent.", "不限于最紧急的四十条。"),
)
@format_option("text", "json")
@language_option
@as_of_option
@cache_option
@config_option
def command(
    owner: str | None,
    section: str | None,
    everything: bool,
    form: str,
    language: Language | None,
    as_of: date | None,
    cache: bool | None,
    config_file: Path,
) -> None:
    """Tell how everything on the checklist stands, then what needs attention.

    A record needs attention when its computed standing, a finding, or a day that has passed says
    so. The levels are act, unknown, watch and good.
    ---
    先列出检查单各项的情况，再列出需要关注的记录。

    按计算出的状态、检查发现的问题或已过的日期，判断记录是否需要关注。级别有：需处理、未知、需关
    注、正常。
    """
    project = open_project(config_file, as_of=as_of, cache=cache)
    result = compile_project(project)
    edition = Edition(result, Site(language or project.options.language))
    kinds = tuple(k for k in edition.kinds if section is None or k.section == section)
    concerns = edition.concerns(kinds)
    lines = [e for s, each in edition.lines.items() if section in (None, s) for e in each]
    if owner is not None:
        person = result.kb.find(owner)
        if not person:
            known = {each.id for each in result.kb.records.values() if each.kind() == "contact"}
            hint = did_you_mean(owner, known)
            raise Failure(f"there is no contact {owner!r}" + (f"; {hint}" if hint else ""))
        concerns = tuple(c for c in concerns if person[0] in _people(c, edition))
        lines = [each for each in lines if _is_about(each, person[0], edition)]
    if form == "json":
        from pmkb.emit.data import to_text, tracking_json

        levels = {str(level): count for level, count in edition.levels(kinds).items()}
        found = [_json(each) for each in concerns]
        data = {
            "as_of": str(result.kb.as_of),
            "levels": levels,
            "attention": found,
            "trackers": {
                each.tracker.name: tracking_json(each.tracker.name, each.found, result.kb)
                for each in lines
            },
        }
        click.echo(to_text(data), nl=False)
    else:
        _print_lines(lines, edition)
        _print(concerns if everything else concerns[:MOST], len(concerns), edition, kinds)


MOST = 40


def _is_about(line: Line, person: Record, edition: Edition) -> bool:
    """Whether somebody owns a record that a line of the checklist counts, or is one."""
    return any(person in (each, edition.kb.target(each, "owner")) for each in line.found.records)


def _people(concern: Concern, edition: Edition) -> set[Record | None]:
    record = concern.record
    owner = edition.kb.target(record, "owner") if record else None
    overdue = (e.owner for e in concern.condition.entries if e.is_overdue(edition.kb.as_of))
    return {owner, *overdue}


def _reason(concern: Concern) -> str:
    findings = concern.condition.findings
    return findings[0].message if findings else ""


def _json(concern: Concern) -> dict[str, Any]:
    record, entry = concern.record, concern.entry
    return {
        "level": concern.level.value,
        "ref": record.ref if record else None,
        "path": concern.path,
        "title": record.heading if record else concern.path,
        "standing": [each.label.label("en") for each in concern.condition.signs],
        "day": entry.day.isoformat() if entry else None,
        "owner": entry.owner.id if entry and entry.owner else None,
        "message": _reason(concern) or None,
    }


def _print_lines(lines: Sequence[Line], edition: Edition) -> None:
    """The checklist, a heading before each section."""
    from rich.text import Text

    from pmkb.cli import terminal

    language, rows = edition.site.language, list[list[Text]]()
    nothing = Text()
    for section, found in groupby(lines, key=lambda each: each.tracker.section):
        rows += [[nothing, nothing]] if rows else []
        rows.append([Text(edition.wording.section(section), style="bold"), nothing])
        for each in found:
            title = terminal.level(each.found.level, each.tracker.label(language))
            rows.append([title, Text(each.found.headline.text(language, edition.wording.value))])
    out = terminal.console()
    counts = tally(each.found.level for each in lines)
    out.print(
        Text(f"{edition.kb.as_of}   ", style="bold")
        + terminal.counts(counts, edition.wording.level)
    )
    if rows:
        out.print()
        out.print(terminal.table(["", ""], rows))
    click.echo()


def _print(
    concerns: tuple[Concern, ...], total: int, edition: Edition, kinds: tuple[Any, ...]
) -> None:
    from rich.text import Text

    from pmkb.cli import terminal

    out, _, language = terminal.console(), edition.wording.gettext, edition.site.language
    levels = terminal.counts(edition.levels(kinds), edition.wording.level)
    out.print(Text(f"{_('Records')}      ", style="bold") + levels)
    rows = []
    for each in concerns:
        entry, record = each.entry, each.record
        signs = [s.label.label(language) for s in each.condition.signs if s.level is not Level.GOOD]
        if entry and entry.is_overdue(edition.kb.as_of):
            signs.append(_("Overdue"))
        comma = "、" if language == "zh" else ", "
        rows.append(
            [
                terminal.level(each.level, comma.join(signs) or edition.wording.level(each.level)),
                Text(record.ref if record else each.path),
                Text(record.heading if record else _("Cannot be read")),
                Text(entry.day.isoformat() if entry else ""),
                Text(entry.owner.heading if entry and entry.owner else ""),
                Text(told(_reason(each), language), style="dim"),
            ]
        )
    if rows:
        out.print()
        headers = [_("Standing"), _("Record"), _("Title"), _("Day"), _("Who"), _("Why")]
        out.print(terminal.table(headers, rows))
    if total > len(concerns):
        more = edition.wording.ngettext(
            "and %(num)s more", "and %(num)s more", total - len(concerns)
        )
        click.echo(f"\n{more % {'num': total - len(concerns)}}: pmkb status --all")
    elif not rows:
        click.echo(_("Nothing needs attention."))
