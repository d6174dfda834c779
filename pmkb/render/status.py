"""Status pages, and the panels of records' pages."""

from collections.abc import Iterator

from markupsafe import Markup

from pmkb import pages
from pmkb.embeds import Placed, embedded
from pmkb.pages.desk import Desk
from pmkb.pages.live import blocks_of
from pmkb.pages.page import PANELS, StatusPage, known_to
from pmkb.record import Record, Section
from pmkb.render import blocks
from pmkb.render.edition import Edition, Line
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.writer import Writer


def status_pages(edition: Edition) -> Iterator[Page]:
    """Every status page that the base's kinds allow for."""
    for each in known(edition):
        yield status_page(edition, each)


def status_page(edition: Edition, known: StatusPage) -> Page:
    """One status page: where its lines of the checklist stand, then its blocks."""
    writer = Writer(edition, known.path)
    title = known.label(edition.site.language)
    html = fill(
        edition.look,
        (f"pages/{known.name}.html.j2", "status.html.j2"),
        status=known,
        title=title,
        lines=lines(edition, known),
        blocks=tuple(blocks.write([each], writer) for each in known.fill(desk(writer))),
        as_of=edition.kb.as_of,
        write=writer,
    )
    return without_contents(page(known.path, title, html, files=writer.files()))


def panel(record: Record, writer: Writer) -> Markup:
    """What a record's page shows beside its fields; empty for most kinds."""
    pages.load()
    made = PANELS.get(record.kind())
    return blocks.write(made(desk(writer), record), writer) if made else Markup("")


def live(path: str, writer: Writer) -> tuple[Markup, ...]:
    """The live blocks in the text of the page at a path; one with faults is shown as written."""
    placed = embedded(writer.edition.kb).get(path, ())
    return tuple(_live(each, writer) for each in placed)


def _live(placed: Placed, writer: Writer) -> Markup:
    if placed.embed is None:
        look = writer.edition.look
        return fill(look, "blocks/broken.html.j2", placed=placed, write=writer)
    made = blocks.write(blocks_of(desk(writer), placed.embed), writer)
    return Markup('<div class="pmkb-live">{}</div>').format(made)


def known(edition: Edition) -> tuple[StatusPage, ...]:
    """The status pages of a base, in the order of sections and of the checklist."""
    return known_to(edition.kb.kinds)


def used(edition: Edition, section: Section) -> tuple[StatusPage, ...]:
    """A section's status pages that have something to tell, for the navigation."""
    there = {kind.kind() for kind in edition.kinds}
    return tuple(
        each for each in known(edition) if each.section is section and there & {*each.kinds}
    )


def lines(edition: Edition, known: StatusPage) -> tuple[Line, ...]:
    """The lines of the checklist that a page is for."""
    every = (line for section in edition.lines.values() for line in section)
    return tuple(each for each in every if each.tracker.name in known.trackers)


def desk(writer: Writer) -> Desk:
    """What the functions of pages work with."""
    edition = writer.edition
    return Desk(edition.kb, edition.wording, writer.href, edition.computed)
