"""The home page and the sections' pages: what needs attention, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmkb.flow import Level
from pmkb.record import Record, Section
from pmkb.render.edition import Concern, Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.writer import Writer

COMING_DAYS = 30
COMING_MOST = 60
FIRST = 5
"""How many of a section's concerns the home page shows."""
MOST = 200
"""How many of them the section's own page shows; the lists have them all."""


@dataclass(frozen=True)
class Summary:
    """A section, or a kind, in numbers."""

    title: str
    path: str
    """Its page."""
    total: int
    levels: Mapping[Level, int]
    concerns: tuple[Concern, ...] = ()


def home(edition: Edition) -> Page:
    """The cockpit: how every section is doing, what needs attention, and what comes next."""
    sections = [_section_summary(edition, section) for section in edition.sections]
    coming = edition.coming_up(COMING_DAYS)
    html = fill(
        edition.site.language,
        "home.html.j2",
        sections=sections,
        coming=coming[:COMING_MOST],
        more=max(0, len(coming) - COMING_MOST),
        days=COMING_DAYS,
        first=FIRST,
        as_of=edition.kb.as_of,
        write=Writer(edition, "index.md"),
    )
    made = page("index.md", edition.wording.gettext("What needs attention"), html)
    return without_contents(made)


def section(edition: Edition, section: Section) -> Page:
    """The page of a section: its kinds, and all that needs attention in it."""
    kinds = edition.sections[section]
    title = edition.wording.section(section)
    html = fill(
        edition.site.language,
        "section.html.j2",
        title=title,
        summary=_section_summary(edition, section),
        kinds=[_kind_summary(edition, kind) for kind in kinds],
        most=MOST,
        as_of=edition.kb.as_of,
        write=Writer(edition, section.page),
    )
    return page(section.page, title, html)


def _section_summary(edition: Edition, section: Section) -> Summary:
    kinds = edition.sections[section]
    return Summary(
        edition.wording.section(section),
        section.page,
        sum(_total(edition, kind) for kind in kinds),
        edition.levels(kinds),
        edition.concerns(kinds),
    )


def _kind_summary(edition: Edition, kind: type[Record]) -> Summary:
    levels = edition.levels((kind,))
    return Summary(edition.wording.kind(kind), kind.list_page(), _total(edition, kind), levels)


def _total(edition: Edition, kind: type[Record]) -> int:
    return len(edition.records(kind)) + len(edition.broken.get(kind.kind(), ()))
