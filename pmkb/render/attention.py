"""The attention page: all that is dated or urgent in one list, the most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pmkb.build import ATTENTION
from pmkb.diagnostic import Severity
from pmkb.flow import Level
from pmkb.record import Record
from pmkb.render.agenda import Entry
from pmkb.render.edition import Concern, Condition, Edition, tally
from pmkb.render.engine import fill
from pmkb.render.months import last_day
from pmkb.render.page import Page, page, without_contents
from pmkb.render.plain import Choice
from pmkb.render.tables import Head, Table, written
from pmkb.render.wording import LEVELS
from pmkb.render.writer import Writer

SCHEDULED = "scheduled"


@dataclass(frozen=True)
class Matter:
    """One line of a list of what matters: how a record is doing, or one of its days."""

    path: str
    kind: type[Record]
    record: Record | None
    """None for a file that could not become one."""
    level: Level | None
    """None for a day to come."""
    condition: Condition | None
    """How the record is doing; None where only a day is told."""
    entry: Entry | None
    owner: Record | None


def attention(edition: Edition) -> Page:
    """The page of all that is urgent, and of every day until the last month of the calendar."""
    found = matters(edition)
    wording = edition.wording
    used = {each.kind.section for each in found}
    sections = (each for each in edition.sections if each in used)
    choices = tuple(Choice(each.value, wording.section(each)) for each in sections)
    section = Head("section", wording.gettext("Section"), choices=choices)
    title = wording.gettext("What needs attention")
    writer = Writer(edition, ATTENTION)
    html = fill(
        edition.look,
        "attention.html.j2",
        title=title,
        matters=found,
        table=table(writer, title, found, section),
        levels=tally(each.level for each in found),
        last=last_day(edition.kb.as_of),
        as_of=edition.kb.as_of,
        write=writer,
    )
    return without_contents(page(ATTENTION, title, html, files=writer.files()))


def matters(edition: Edition) -> tuple[Matter, ...]:
    """All that needs attention, and the days to come, each once."""
    concerns = (_matter(edition, each) for each in edition.concerns(edition.kinds))
    return tuple(sorted((*concerns, *_days(edition)), key=_urgency))


def of_records(edition: Edition, records: Iterable[Record]) -> tuple[Matter, ...]:
    """How some records are doing, in their order."""
    return tuple(_matter(edition, edition.concern(each)) for each in records)


def _matter(edition: Edition, concern: Concern) -> Matter:
    record, entry, condition = concern.record, concern.entry, concern.condition
    owner = entry.owner if entry else None
    if owner is None and record is not None:
        owner = edition.kb.target(record, "owner")
    level = condition.level
    return Matter(concern.path, concern.kind, record, level, condition, entry, owner)


def _days(edition: Edition) -> Iterator[Matter]:
    """The days that no concern tells: those to come, and what else is overdue."""
    as_of = edition.kb.as_of
    for entry in edition.entries:
        record, overdue = entry.record, entry.is_overdue(as_of)
        condition = edition.condition(record)
        told = condition.level not in (None, Level.GOOD)
        if told and edition.entry_to_know(condition) == entry:
            continue
        if overdue or as_of <= entry.day <= last_day(as_of):
            level = Level.ACT if overdue else None
            owner = entry.owner or edition.kb.target(record, "owner")
            yield Matter(record.path, type(record), record, level, None, entry, owner)


def _urgency(matter: Matter) -> tuple[int, bool, str, str]:
    rank = matter.level.rank if matter.level else len(Level)
    day = matter.entry.day.isoformat() if matter.entry else ""
    return rank, not day, day, matter.path


def table(writer: Writer, title: str, found: Sequence[Matter], *more: Head) -> Table:
    """A list of what matters as a table, whose rows a template writes."""
    heads = (*_heads(writer.edition, found), *more)
    values = [_values(writer.edition, each) for each in found]
    return written(writer, title, writer.wording.gettext("Title"), heads, values)


def _heads(edition: Edition, found: Sequence[Matter]) -> tuple[Head, ...]:
    """The columns of a list of what matters, and what each can be narrowed to."""
    wording, language = edition.wording, edition.site.language
    used = {each.level for each in found}
    levels = [Choice(level.value, wording.level(level)) for level in LEVELS if level in used]
    if any(each.condition is None and each.level is None for each in found):
        levels.append(Choice(SCHEDULED, wording.gettext("Scheduled")))
    people = {each.owner for each in found if each.owner}
    owners = sorted((Choice(each.id, each.heading) for each in people), key=lambda each: each.label)
    there = {each.kind.kind() for each in found}
    kinds = [each for each in edition.kinds if each.kind() in there]
    return (
        Head("level", wording.gettext("Level"), choices=tuple(levels)),
        Head("why", wording.gettext("Why")),
        Head("day", wording.gettext("Day")),
        Head("owner", wording.gettext("Who"), choices=tuple(owners)),
        Head(
            "kind",
            wording.gettext("Kind"),
            choices=tuple(Choice(each.kind(), each.label.one(language)) for each in kinds),
        ),
    )


def _values(edition: Edition, matter: Matter) -> dict[str, object]:
    """A line as a sheet has it."""
    wording = edition.wording
    scheduled = None if matter.condition else wording.gettext("Scheduled")
    return {
        "title": matter.record or matter.path,
        "level": matter.level or scheduled,
        "why": "; ".join(_why(edition, matter)) or None,
        "day": matter.entry.day if matter.entry else None,
        "owner": matter.owner,
        "kind": matter.kind.label.one(edition.site.language),
        "section": wording.section(matter.kind.section),
    }


def _why(edition: Edition, matter: Matter) -> Iterator[str]:
    """What the column that tells why says, and all findings."""
    language, entry = edition.site.language, matter.entry
    if matter.condition is None:
        if entry is not None:
            yield entry.label.label(language)
        return
    for sign in matter.condition.signs:
        if sign.level is not Level.GOOD:
            yield sign.text(language)
    for found in matter.condition.findings:
        if found.severity is not Severity.INFO:
            yield found.message
    for each in matter.condition.entries:
        if each.is_overdue(edition.kb.as_of):
            yield f"{each.label.label(language)} {each.day.isoformat()}"
