"""From a compiled knowledge base to the pages of its site.

Pure: the same build and the same site give the same pages. The home page and a page per section
tell what needs attention, a page per kind lists its records, and every document has a page.
"""

from pmkb.build import Build
from pmkb.render import document, finder, listing, overview
from pmkb.render.edition import Edition
from pmkb.render.page import Heading, Page, Site
from pmkb.render.wording import is_single

__all__ = ["Edition", "Heading", "Page", "Site", "finder", "pages", "render"]


def render(build: Build, site: Site) -> tuple[Page, ...]:
    """Every page of the site, by path."""
    return pages(Edition(build, site))


def pages(edition: Edition) -> tuple[Page, ...]:
    """Every page of an edition, by path; a page that the team has written comes before ours."""
    made = {each.path: each for each in _documents(edition)}
    if not {"index.md", "README.md"} & made.keys():
        made["index.md"] = overview.home(edition)
    for section in edition.sections:
        made.setdefault(section.page, overview.section(edition, section))
    for kind in edition.kinds:
        if not is_single(kind):
            page = listing.listing(edition, kind)
            made[page.path] = page
    return tuple(made[path] for path in sorted(made))


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
