"""The cockpit: every line of the checklist at a glance, and a page that tells what is behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pmkb.build import HOME
from pmkb.record import Record
from pmkb.render import tables
from pmkb.render.attention import Matter, of_records, table
from pmkb.render.edition import Edition, Line, tally
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.tables import Table
from pmkb.render.wording import is_single
from pmkb.render.writer import Writer

URGENT_MOST = 8
"""How many concerns the home page shows; the attention page has them all."""
COMING_DAYS = 14
COMING_MOST = 12
FEW = 8
"""Up to how many records nobody needs tools to find one."""


@dataclass(frozen=True)
class Place:
    """A kind whose records a line of the checklist is about."""

    title: str
    path: str
    """Its list, or its only document."""
    total: int


def home(edition: Edition) -> Page:
    """The checklist by section, then what is most urgent and what comes next."""
    concerns = edition.concerns(edition.kinds)
    coming = edition.coming_up(COMING_DAYS)
    html = fill(
        edition.look,
        "home.html.j2",
        checklist=edition.lines,
        levels=tally(line.found.level for lines in edition.lines.values() for line in lines),
        concerns=concerns[:URGENT_MOST],
        all=len(concerns),
        coming=coming[:COMING_MOST],
        more=max(0, len(coming) - COMING_MOST),
        days=COMING_DAYS,
        as_of=edition.kb.as_of,
        first=Markup("<code>pmkb new contact …</code>"),
        write=Writer(edition, HOME),
    )
    return without_contents(page(HOME, edition.wording.gettext("Cockpit"), html))


def tracker(edition: Edition, line: Line) -> Page:
    """The page of a line of the checklist: where it stands, and the records that it counts."""
    known, records = line.tracker, line.found.records
    language = edition.site.language
    path, title = known.page, known.label(language)
    writer = Writer(edition, path)
    found = of_records(edition, records)
    # Records of one kind have the columns of its list; those of several what all have.
    kind = type(records[0]) if len({type(each) for each in records}) == 1 else None
    html = fill(
        edition.look,
        "tracker.html.j2",
        tracked=line,
        title=title,
        places=tuple(_places(edition, line)),
        doc=[" ".join(each.split()) for each in known.doc.text(language).split("\n\n")],
        table=_table(writer, title, kind, found),
        matters=() if kind else found,
        levels=tally(each.level for each in found),
        tools=len(records) > FEW,
        start=f"pmkb new {known.kinds[0]}" if known.kinds else "",
        as_of=edition.kb.as_of,
        write=writer,
    )
    headline = line.found.headline.text(language, edition.wording.value)
    return without_contents(page(path, title, html, headline, writer.files()))


def _table(
    writer: Writer, title: str, kind: type[Record] | None, found: Sequence[Matter]
) -> Table | None:
    records = [each.record for each in found if each.record]
    if kind is not None:
        return tables.of_records(writer, kind, records, title)
    return table(writer, title, found) if found else None


def _places(edition: Edition, line: Line) -> Iterator[Place]:
    for kind in edition.kinds:
        if kind.kind() in line.tracker.kinds:
            title = edition.wording.kind(kind)
            total = 1 if is_single(kind) else len(edition.records(kind))
            yield Place(title, kind.list_page(), total)
