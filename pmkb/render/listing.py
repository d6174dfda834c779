"""The page that lists a kind: a table that can be sorted, filtered and shared."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from pmkb.fields import Computation, Key, Part
from pmkb.flow import Standing
from pmkb.record import Record
from pmkb.render.edition import Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.writer import Writer, are_numbers
from pmkb.values import Duration, Money, Ref

LINE = 24
"""From how many letters on a text in a cell is a sentence."""

PERIOD = re.compile(r"(FY)?\d{4}-[QW]?\d{1,2}")

Live = Callable[[str, Writer], Sequence[Markup]]
"""The live blocks in the text of the page at a path."""


@dataclass(frozen=True)
class Choice:
    """One value that a table can be narrowed to: as the address has it, and as cells show it."""

    name: str
    label: str


@dataclass(frozen=True)
class Column:
    """A column of the table: a field or a computed value, or what a dotted path leads to."""

    name: str
    label: str
    made: Key | Computation
    """The field at the end of its path, or the computed value."""
    values: tuple[object, ...]
    """One for each record."""
    choices: tuple[Choice, ...] = ()
    """What it can be filtered by."""

    @property
    def key(self) -> Key | None:
        """The field; None for a computed value."""
        return self.made if isinstance(self.made, Key) else None

    @cached_property
    def is_numeric(self) -> bool:
        """Whether it is set flush right."""
        return are_numbers([_single(each) for each in self.values])


@dataclass(frozen=True)
class Table:
    """Records of one kind, each with the cells that follow its title."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Record, Markup], ...]


def table(
    writer: Writer, kind: type[Record], records: Sequence[Record], names: Sequence[str] = ()
) -> Table:
    """Some records of a kind as a table with the columns of its list, or with others by name."""
    columns = tuple(_columns(writer.edition, kind, records, names or kind.columns))
    cells = (Markup("").join(_cells(writer, columns, row)) for row in range(len(records)))
    return Table(columns, tuple(zip(records, cells, strict=True)))


def listing(edition: Edition, kind: type[Record], live: Live) -> Page:
    """The page that lists the records of a kind, below what the team has written about it."""
    path = _path(edition, kind)
    writer = Writer(edition, path)
    records = edition.records(kind)
    written = edition.kb.content.documents.get(path)
    title = kind.label.all(edition.site.language)
    html = fill(
        edition.look,
        "list.html.j2",
        kind=kind,
        title=title,
        intro=written and written.body,
        live=live(path, writer),
        titled=written and any(each.level == 1 for each in written.body.headings),
        table=table(writer, kind, records),
        broken=edition.broken.get(kind.kind(), ()),
        levels=edition.levels((kind,)),
        write=writer,
    )
    return without_contents(
        page(path, title, html, (kind.__doc__ or "").strip().partition("\n")[0])
    )


def _path(edition: Edition, kind: type[Record]) -> str:
    readme = posixpath.join(posixpath.dirname(kind.list_page()), "README.md")
    return readme if readme in edition.kb.content.documents else kind.list_page()


def _columns(
    edition: Edition, kind: type[Record], records: Sequence[Record], names: Sequence[str]
) -> Iterator[Column]:
    for name in names:
        values = tuple(_value(edition, each, name) for each in records)
        made = _made(kind, name)
        choices = tuple(_choices(edition, made if isinstance(made, Key) else None, values))
        yield Column(name, made.label(edition.site.language), made, values, choices)


def _made(kind: type[Record], name: str) -> Key | Computation:
    """The field at the end of a column's path, or the computed value it begins with."""
    first, *steps = name.split(".")
    if first in kind.computations:
        return kind.computations[first]
    known = kind.keys[first]
    for step in steps:
        part = known.part
        if part is not None and step in part.keys:
            known = part.keys[step]
    return known


def _value(edition: Edition, record: Record, name: str) -> object:
    """What a column's path leads to in a record; None where it leads nowhere."""
    first, *steps = name.split(".")
    computed = record.computations.keys()
    value = edition.computed(record)[first] if first in computed else record.get(first)
    for step in steps:
        value = _step(value, step)
    return value


def _step(value: object, step: str) -> object:
    match value:
        case tuple() if step.isdigit():
            return value[int(step)] if int(step) < len(value) else None
        case dict():
            return value.get(step)
        case Part():
            return value.get(step)
        case _:
            return None


def _choices(edition: Edition, known: Key | None, values: Sequence[object]) -> Iterator[Choice]:
    """What a column can be filtered by: the states, terms or standings that occur in it."""
    language = edition.site.language
    used = {each for each in values if isinstance(each, str)}
    if known is not None and known.flow and not known.many:
        yield from (Choice(s.name, s.label(language)) for s in known.flow.states if s.name in used)
    elif known is not None and known.vocabulary and not known.many:
        terms = edition.kb.vocabulary.terms(known.vocabulary).values()
        yield from (Choice(t.name, t.label(language)) for t in terms if t.name in used)
    elif known is not None and known.name == "owner":
        people = {p for ref in used for p in edition.kb.find(ref) if p.kind() in known.to}
        yield from sorted((Choice(p.id, p.heading) for p in people), key=lambda each: each.label)
    elif known is None:
        found = {each.name: each for each in values if isinstance(each, Standing)}
        ordered = sorted(found.values(), key=lambda each: (each.level.rank, each.name))
        yield from (Choice(each.name, each.label(language)) for each in ordered)


def _cells(writer: Writer, columns: Sequence[Column], row: int) -> Iterator[Markup]:
    for column in columns:
        value = column.values[row]
        key = sort_key(value, column.key)
        mark = Markup(' data-s="{}"').format(key) if key is not None else Markup("")
        shown = writer.cell(value, column.made)
        yield Markup("<td{}{}>{}</td>").format(cell_css(value, column.is_numeric), mark, shown)


def cell_css(value: object, is_numeric: bool) -> Markup:
    """The class of a cell: numbers are set flush right, sentences get room, periods stay whole."""
    if is_numeric:
        return Markup(' class="n"')
    if isinstance(value, str) and PERIOD.fullmatch(value):
        return Markup(' class="t"')
    long = isinstance(value, str) and not isinstance(value, Ref) and len(value) > LINE
    return Markup(' class="w"') if long else Markup("")


def _single(value: object) -> object:
    """The first of a list, by which it is sorted too."""
    if isinstance(value, tuple) and not isinstance(value, Money | Duration):
        return value[0] if value else None
    return value


def sort_key(value: object, known: Key | None = None) -> str | None:
    """What a cell is sorted by; None where its text will do."""
    match _single(value):
        case None | ():
            return ""
        case Standing() as standing:
            return f"{standing.level.rank} {standing.name}"
        case date() as day:
            return day.isoformat()
        case str() as text if known and known.flow and text in known.flow.names:
            return str(known.flow.names.index(text))
        case other:
            return _number(other)


def _number(value: object) -> str | None:
    match value:
        case Money():
            return f"{value.amount:f}"
        case Duration():
            return str(value.months * 30 + value.days)
        case int() | float() | Decimal():
            return f"{float(value):.15g}"
        case _:
            return None
