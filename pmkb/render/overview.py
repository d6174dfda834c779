"""The pages of sections, and of all tags."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmkb.build import TAGS
from pmkb.flow import Level
from pmkb.record import Record, Section
from pmkb.render.edition import Concern, Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.writer import Writer

MOST = 200
"""How many concerns a section's page shows; the lists have them all."""


@dataclass(frozen=True)
class Summary:
    """A section, or a kind, in numbers."""

    title: str
    path: str
    """Its page."""
    total: int
    levels: Mapping[Level, int]
    concerns: tuple[Concern, ...] = ()


def section(edition: Edition, section: Section) -> Page:
    """The page of a section: its kinds, and all that needs attention in it."""
    kinds = edition.sections[section]
    title = edition.wording.section(section)
    html = fill(
        edition.look,
        "section.html.j2",
        title=title,
        summary=_section_summary(edition, section),
        kinds=[_kind_summary(edition, kind) for kind in kinds],
        lines=edition.lines.get(section, ()),
        most=MOST,
        as_of=edition.kb.as_of,
        write=Writer(edition, section.page),
    )
    return page(section.page, title, html)


def tags(edition: Edition) -> Page:
    """All tags, the most used first, each with its records."""
    title = edition.wording.gettext("Tags")
    html = fill(
        edition.look,
        "tags.html.j2",
        title=title,
        tags=tuple(edition.tags.values()),
        write=Writer(edition, TAGS),
    )
    return without_contents(page(TAGS, title, html))


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
