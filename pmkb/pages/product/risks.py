"""The risk matrix."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pmkb.charts import Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.product.risk import HIGH_FROM, MEDIUM_FROM, Risk
from pmkb.pages.block import Block, Concerns, Nothing, Records, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

SCALE = range(1, 6)


@page(13, Section.PRODUCT, "Risk matrix", "风险矩阵", "risk", trackers=("risks",))
def risks(desk: Desk) -> Iterator[Block]:
    """What can hurt us most, and is somebody watching it?"""
    found = desk.open(Risk)
    if not desk.all(Risk):
        yield Nothing(desk.say("No risk is recorded.", "还没有登记风险。"), "risk")
        return
    late = [each for each in found if each.review_by and each.review_by < desk.as_of]
    without = [each for each in found if each.mitigation is None]
    yield Tiles(
        (
            Tile(desk.say("Open", "未关闭"), len(found)),
            Tile(desk.field(Risk, "exposure"), sum(each.exposure(desk.kb) for each in found)),
            Tile(
                desk.say("Review overdue", "复核逾期"),
                len(late),
                level=Level.ACT if late else Level.GOOD,
            ),
            Tile(
                desk.say("Nothing done about it", "没有缓解措施"),
                len(without),
                level=Level.WATCH if without else Level.GOOD,
            ),
        )
    )
    yield _matrix(desk, found)
    yield Concerns(desk.say("What needs attention", "需要关注"), found)
    largest = sorted(found, key=lambda each: (-each.exposure(desk.kb), each.id))
    yield Records(desk.say("Open risks", "未关闭的风险"), largest)


def _matrix(desk: Desk, found: Sequence[Risk]) -> Heat:
    cells: dict[tuple[int, int], list[Risk]] = defaultdict(list)
    for each in found:
        cells[each.probability, each.impact].append(each)
    rows = tuple(
        tuple(_cell(desk, row, column, cells[row, column]) for column in SCALE)
        for row in reversed(SCALE)
    )
    return Heat(
        desk.say("Probability × impact", "可能性 × 影响程度"),
        tuple(str(each) for each in reversed(SCALE)),
        tuple(str(each) for each in SCALE),
        rows,
        desk.field(Risk, "probability"),
        desk.field(Risk, "impact"),
    )


def _cell(desk: Desk, probability: int, impact: int, found: Sequence[Risk]) -> Cell:
    exposure = probability * impact
    level = Level.WATCH if exposure >= MEDIUM_FROM else Level.GOOD
    return Cell(
        text=str(len(found)) if found else "",
        level=(Level.ACT if exposure >= HIGH_FROM else level) if found else None,
        note=" · ".join(each.heading for each in found),
        href=desk.href(found[0]) if len(found) == 1 else "",
    )
