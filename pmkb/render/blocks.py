"""The blocks of status pages as HTML."""

from collections.abc import Iterable

from markupsafe import Markup

from pmkb.charts import Chart, figure, sparkline
from pmkb.flow import Level
from pmkb.markdown import slug
from pmkb.pages.block import Block, Concerns, Grid, Group, Records, Side, Tile, Tiles
from pmkb.render import tables
from pmkb.render.edition import tally
from pmkb.render.engine import fill
from pmkb.render.writer import Writer

FEW = 8
"""Up to how many rows nobody needs tools to find one."""


def write(blocks: Iterable[Block], writer: Writer) -> Markup:
    """Blocks one after the other."""
    return Markup("\n").join(_block(each, writer) for each in blocks)


def _block(block: Block, writer: Writer) -> Markup:
    match block:
        case Chart():
            return figure(block, writer.wording)
        case Tiles():
            return _fill(block, writer, trends=[_trend(each, writer) for each in block.tiles])
        case Side():
            return _fill(block, writer, inner=[_block(each, writer) for each in block.blocks])
        case Group():
            return _fill(block, writer, inner=write(block.blocks, writer), anchor=slug(block.title))
        case Records():
            return _records(block, writer)
        case Grid():
            return _grid(block, writer)
        case Concerns():
            return _concerns(block, writer)
        case _:
            return _fill(block, writer)


def _fill(block: Block, writer: Writer, **values: object) -> Markup:
    template = f"blocks/{block.shape}.html.j2"
    as_of = writer.edition.kb.as_of
    return fill(writer.edition.look, template, block=block, write=writer, as_of=as_of, **values)


def _trend(tile: Tile, writer: Writer) -> Markup | None:
    return sparkline(tile.label, tile.trend, writer.wording) if len(tile.trend) > 1 else None


def _records(block: Records, writer: Writer) -> Markup:
    records = tuple(block.records)
    edition = writer.edition
    return _fill(
        block,
        writer,
        table=tables.of_records(
            writer, type(records[0]), records, block.title, block.columns, block.group
        )
        if records
        else None,
        levels=tally(edition.condition(each).level for each in records),
        anchor=slug(block.title),
        tools=len(records) > FEW,
    )


def _concerns(block: Concerns, writer: Writer) -> Markup:
    edition = writer.edition
    found = [edition.concern(each) for each in block.records]
    urgent = sorted(
        (each for each in found if each.level is not Level.GOOD), key=lambda each: each.level.rank
    )
    shown = urgent[: block.most]
    return _fill(block, writer, concerns=shown, more=len(urgent) - len(shown))


def _grid(block: Grid, writer: Writer) -> Markup:
    return _fill(
        block,
        writer,
        table=tables.of_grid(writer, block) if block.rows else None,
        anchor=slug(block.title),
        tools=len(block.rows) > FEW,
    )
