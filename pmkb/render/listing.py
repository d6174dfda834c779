"""The page that lists a kind, below what the team has written about it."""

import posixpath
from collections.abc import Callable, Sequence

from markupsafe import Markup

from pmkb.message import documented
from pmkb.record import Record
from pmkb.render import tables
from pmkb.render.edition import Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.writer import Writer

Live = Callable[[str, Writer], Sequence[Markup]]
"""The live blocks in the text of the page at a path."""


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
        table=tables.of_records(writer, kind, records, title),
        broken=edition.broken.get(kind.kind(), ()),
        levels=edition.levels((kind,)),
        write=writer,
    )
    about = documented(kind.__doc__).text(edition.site.language)
    summary = " ".join(about.partition("\n\n")[0].split("\n"))
    return without_contents(page(path, title, html, summary, writer.files()))


def _path(edition: Edition, kind: type[Record]) -> str:
    readme = posixpath.join(posixpath.dirname(kind.list_page()), "README.md")
    return readme if readme in edition.kb.content.documents else kind.list_page()
