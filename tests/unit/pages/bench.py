"""What a page or a panel makes of a small base, as blocks."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pmkb import pages
from pmkb.pages.block import Block, Group, Side, Tile, Tiles
from pmkb.pages.page import PAGES, PANELS
from pmkb.render import Edition, Site
from pmkb.render.status import desk
from pmkb.render.wording import Language
from pmkb.render.writer import Writer
from tests.knowledge import compiled

AnyBlock = TypeVar("AnyBlock")
pages.load()


def edition(
    files: Mapping[str, str], language: Language = "en", vocabulary: str | None = None
) -> Edition:
    """A small base as a site shows it."""
    return Edition(compiled(files, vocabulary=vocabulary), Site(language))


def filled(
    page: str,
    files: Mapping[str, str],
    language: Language = "en",
    vocabulary: str | None = None,
) -> tuple[Block, ...]:
    """The blocks of a page, those within others too."""
    found = PAGES[page]
    writer = Writer(edition(files, language, vocabulary), found.path)
    return tuple(_flat(found.fill(desk(writer))))


def panelled(
    ref: str,
    files: Mapping[str, str],
    language: Language = "en",
    vocabulary: str | None = None,
) -> tuple[Block, ...]:
    """The blocks of a record's panel, by its `kind:id`."""
    made = edition(files, language, vocabulary)
    record = made.kb.records[ref]
    return tuple(_flat(PANELS[record.kind()](desk(Writer(made, record.path)), record)))


def _flat(blocks: Iterator[Block] | tuple[Block, ...]) -> Iterator[Block]:
    for each in blocks:
        if isinstance(each, Side | Group):
            yield from _flat(each.blocks)
        else:
            yield each


def one(blocks: tuple[Block, ...], kind: type[AnyBlock], title: str = "") -> AnyBlock:
    """The only block of a type, and of a title that begins so."""
    found = [
        each
        for each in blocks
        if isinstance(each, kind) and str(getattr(each, "title", "")).startswith(title)
    ]
    assert len(found) == 1, [(type(each).__name__, getattr(each, "title", "")) for each in blocks]
    return found[0]


def tiles(blocks: tuple[Block, ...]) -> dict[str, Tile]:
    """The tiles by their labels."""
    return {tile.label: tile for each in blocks if isinstance(each, Tiles) for tile in each.tiles}
