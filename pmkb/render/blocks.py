"""The blocks of status pages as HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from pmkb.charts import Chart, figure, sparkline
from pmkb.flow import Level
from pmkb.markdown import slug
from pmkb.pages.block import Block, Concerns, Grid, Group, Records, Side, Spark, Tile, Tiles
from pmkb.render.edition import tally
from pmkb.render.engine import fill
from pmkb.render.listing import Choice, cell_css, sort_key, table
from pmkb.render.writer import Writer

FEW = 8
"""Up to how many rows nobody needs tools to find one."""


@dataclass(frozen=True)
class GridColumn:
    """A column of a grid as the tables' template takes it."""

    name: str
    label: str
    is_numeric: bool
    choices: tuple[Choice, ...] = ()


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
        table=table(writer, type(records[0]), records, block.columns) if records else None,
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
        first=block.columns[0].label,
        columns=tuple(_columns(block, writer)),
        rows=[_row(block, row, writer) for row in block.rows],
        levels={},
        anchor=slug(block.title),
        tools=len(block.rows) > FEW,
    )


def _columns(block: Grid, writer: Writer) -> Iterator[GridColumn]:
    for at, each in enumerate(block.columns[1:], 1):
        there = [row[at] for row in block.rows if row[at] is not None] if each.choose else ()
        texts = {writer.value(value).striptags() for value in there}
        choices = tuple(Choice(text, text) for text in sorted(texts))
        yield GridColumn(f"c{at}", each.label, each.is_numeric, choices)


def _row(block: Grid, row: tuple[object, ...], writer: Writer) -> tuple[Markup, Markup]:
    """The cell that heads a row, and those that follow."""
    cells = (
        _cell(value, column.is_numeric, writer)
        for value, column in zip(row[1:], block.columns[1:], strict=True)
    )
    return writer.value(row[0]), Markup("").join(cells)


def _cell(value: object, is_numeric: bool, writer: Writer) -> Markup:
    key = sort_key(_sorted_by(value))
    mark = Markup(' data-s="{}"').format(key) if key is not None else Markup("")
    shown = writer.value(value)
    return Markup("<td{}{}>{}</td>").format(cell_css(value, is_numeric), mark, shown)


def _sorted_by(value: object) -> object:
    """What a value that is only shown is sorted by."""
    if isinstance(value, Spark):
        return next((p.value for p in reversed(value.points) if p.value is not None), None)
    return value.rank if isinstance(value, Level) else value
