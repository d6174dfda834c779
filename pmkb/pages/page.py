"""What a status page is, and a panel; how functions become them."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, TypeVar

from pmkb.pages import load, path_of
from pmkb.pages.block import Block
from pmkb.pages.desk import Desk
from pmkb.record import Section

Fill = Callable[[Desk], Iterator[Block]]
FillPanel = Callable[[Desk, Any], Iterator[Block]]
AnyFill = TypeVar("AnyFill", bound=Fill)
AnyFillPanel = TypeVar("AnyFillPanel", bound=FillPanel)


@dataclass(frozen=True)
class StatusPage:
    """A page that answers one question from the whole base."""

    name: str
    number: int
    """Its place in its section: that of the checklist's line it belongs to."""
    section: Section
    en: str
    zh: str
    kinds: tuple[str, ...]
    """The kinds that it is about; a base that uses none of them has no such page."""
    trackers: tuple[str, ...]
    """The lines of the checklist that lead here."""
    question: str
    """What it answers: the docstring of its function."""
    fill: Fill

    def label(self, language: str) -> str:
        """The title in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en

    @property
    def path(self) -> str:
        """The path of the generated page, as a Markdown file would have it."""
        return path_of(self.name)


PAGES: dict[str, StatusPage] = {}
"""Every page by name. Filled by `pmkb.pages.load`."""

PANELS: dict[str, FillPanel] = {}
"""What the pages of single records show beside their fields, by kind. Filled by the same."""


def page(
    number: int,
    section: Section,
    en: str,
    zh: str,
    *kinds: str,
    trackers: tuple[str, ...] = (),
) -> Callable[[AnyFill], AnyFill]:
    """Make a function `(desk) -> Iterator[Block]` a page, by the name of its module."""

    def register(fill: AnyFill) -> AnyFill:
        name = fill.__module__.rpartition(".")[2].replace("_", "-")
        doc = getdoc(fill) or ""
        PAGES[name] = StatusPage(name, number, section, en, zh, kinds, trackers, doc, fill)
        return fill

    return register


def panel(kind: str) -> Callable[[AnyFillPanel], AnyFillPanel]:
    """Make a function `(desk, record) -> Iterator[Block]` the panel of a kind."""

    def register(fill: AnyFillPanel) -> AnyFillPanel:
        PANELS[kind] = fill
        return fill

    return register


def known_to(kinds: Container[str]) -> tuple[StatusPage, ...]:
    """The pages that a base with some kinds can have, by section and place on the checklist."""
    load()
    found = (each for each in PAGES.values() if any(kind in kinds for kind in each.kinds))
    order = list(Section)
    return tuple(sorted(found, key=lambda each: (order.index(each.section), each.number)))


def opened_by(tracker: str, kinds: Container[str]) -> StatusPage | None:
    """The page that a line of the checklist leads to, in a base with some kinds."""
    return next((each for each in known_to(kinds) if tracker in each.trackers), None)
