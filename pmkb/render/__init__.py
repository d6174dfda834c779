"""From a compiled knowledge base to the pages of its site.

Pure: the same build and the same site give the same pages. The home page is the cockpit, whose
lines lead to a page each; the attention list and the calendar tell what to do when; a page per
section sums up its kinds, a page per kind lists its records, and every document has a page.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pmkb.build import HOME, Build
from pmkb.document import parse
from pmkb.render import (
    attention,
    cockpit,
    document,
    feeds,
    finder,
    listing,
    months,
    overview,
    search,
    status,
)
from pmkb.render.edition import Edition
from pmkb.render.page import Heading, Page, Site
from pmkb.render.wording import is_single
from pmkb.source import Source

__all__ = ["Edition", "Heading", "Page", "Site", "files", "finder", "pages", "render", "search"]


def render(build: Build, site: Site) -> tuple[Page, ...]:
    """Every page of the site, by path."""
    return pages(Edition(build, site))


def files(edition: Edition) -> Iterator[tuple[str, str | bytes]]:
    """Every file beside the pages, by path: calendars, and a news feed."""
    yield from feeds.files(edition)


def pages(edition: Edition, manual: Mapping[str, str] = MappingProxyType({})) -> tuple[Page, ...]:
    """Every page of an edition, by path; a page that the team has written comes before ours.

    `manual` are further pages as Markdown, by path: the reference that is made from the code.
    """
    made = {each.path: each for each in _documents(edition)}
    for path, text in manual.items():
        written, _ = parse(Source.decode(path, text.encode()))
        made.setdefault(path, document.ordinary(edition, written))
    if not {HOME, "README.md"} & made.keys():
        made[HOME] = cockpit.home(edition)
    for each in _overviews(edition):
        made.setdefault(each.path, each)
    for section in edition.sections:
        made.setdefault(section.page, overview.section(edition, section))
    for kind in edition.kinds:
        if not is_single(kind):
            page = listing.listing(edition, kind, status.live)
            made[page.path] = page
    return tuple(made[path] for path in sorted(made))


def _overviews(edition: Edition) -> Iterator[Page]:
    yield attention.attention(edition)
    yield months.months(edition)
    yield search.search(edition)
    if edition.tags:
        yield overview.tags(edition)
    for lines in edition.lines.values():
        for line in lines:
            yield cockpit.tracker(edition, line)
    yield from status.status_pages(edition)


def _documents(edition: Edition) -> list[Page]:
    kb = edition.kb
    records = {each.path: each for each in kb.records.values()}
    broken = {path: kind for kind, paths in edition.broken.items() for path in paths}
    made = []
    for path, each in kb.content.documents.items():
        if path in records:
            made.append(document.record(edition, records[path]))
        elif path in broken:
            made.append(document.broken(edition, each, kb.kinds[broken[path]]))
        else:
            made.append(document.ordinary(edition, each))
    return made
