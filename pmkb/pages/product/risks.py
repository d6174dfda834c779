"""The risk matrix, who carries how much of it, and what it would hit."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from pmkb.charts import Bar, Bars, Cell, Heat, Item
from pmkb.flow import Level
from pmkb.kinds.product.risk import HIGH_FROM, MEDIUM_FROM, Risk
from pmkb.pages.block import (
    Block,
    Concerns,
    Nothing,
    Records,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Record, Section

SCALE = range(1, 6)
MOST = 12
"""How many bars a breakdown has at most."""


@page(13, Section.PRODUCT, "Risk matrix", "风险矩阵", "risk", trackers=("risks",))
def risks(desk: Desk) -> Iterator[Block]:
    """What can hurt us most, and is somebody watching it?"""
    if not desk.all(Risk):
        yield Nothing(desk.say("No risk is recorded.", "还没有登记风险。"), "risk")
        return
    found = sorted(desk.open(Risk), key=lambda each: (-each.exposure(desk.kb), each.id))
    yield _tiles(desk, found)
    yield _matrix(desk, found)
    yield Concerns(desk.say("What needs attention", "需要关注"), found)
    if found:
        yield Side((_by_owner(desk, found), _by_affected(desk, found)))
    columns = ("standing", "exposure", "status", "affects", "mitigation", "review_by", "owner")
    yield Records(desk.say("Open risks", "未关闭的风险"), found, columns)
    closed = [each for each in desk.all(Risk) if not each.is_open]
    if closed:
        yield Records(desk.say("Closed or accepted", "已关闭或已接受"), closed)


def _tiles(desk: Desk, found: Sequence[Risk]) -> Tiles:
    late = [each for each in found if each.review_by and each.review_by < desk.as_of]
    bare = [each for each in found if each.mitigation is None]
    high = [each for each in found if each.exposure(desk.kb) >= HIGH_FROM]
    return Tiles(
        (
            Tile(
                desk.field(Risk, "exposure"),
                sum(each.exposure(desk.kb) for each in found),
                (desk.say("of {n} open {n:risk|risks}", "{n} 项未关闭风险合计", n=len(found)),),
            ),
            Tile(
                desk.say(f"High, from {HIGH_FROM}", f"高风险（≥ {HIGH_FROM}）"),
                len(high),
                level=Level.ACT if high else Level.GOOD,
            ),
            Tile(
                desk.say("Review overdue", "复核逾期"),
                len(late),
                level=Level.ACT if late else Level.GOOD,
            ),
            Tile(
                desk.say("Nothing done about it", "没有缓解措施"),
                len(bare),
                level=Level.WATCH if bare else Level.GOOD,
            ),
        )
    )


def _matrix(desk: Desk, found: Sequence[Risk]) -> Heat:
    cells: dict[tuple[int, int], list[Risk]] = defaultdict(list)
    for each in found:
        cells[each.probability, each.impact].append(each)
    rows = tuple(
        tuple(_cell(desk, row * column, cells[row, column]) for column in SCALE)
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


def _cell(desk: Desk, exposure: int, found: Sequence[Risk]) -> Cell:
    level = Level.WATCH if exposure >= MEDIUM_FROM else Level.GOOD
    return Cell(
        text=str(len(found)) if found else "",
        level=Level.ACT if exposure >= HIGH_FROM else level,
        href=desk.href(found[0]) if len(found) == 1 else "",
        items=tuple(Item(each.heading, desk.href(each)) for each in found),
        is_zone=not found,
    )


def _by_owner(desk: Desk, found: Sequence[Risk]) -> Bars:
    title = desk.say("Exposure by owner", "按负责人的风险值")
    return _breakdown(desk, title, found, lambda each: desk.kb.targets(each, "owner"))


def _by_affected(desk: Desk, found: Sequence[Risk]) -> Bars:
    title = desk.say("Exposure by what is affected", "按受影响对象的风险值")
    note = desk.say("a risk counts for each thing it affects", "一项风险影响多个对象时分别计入")
    return _breakdown(desk, title, found, lambda each: desk.kb.targets(each, "affects"), note)


def _breakdown(
    desk: Desk,
    title: str,
    found: Iterable[Risk],
    of: Callable[[Risk], Sequence[Record]],
    note: str = "",
) -> Bars:
    grouped: dict[Record | None, list[Risk]] = defaultdict(list)
    for each in found:
        for target in of(each) or (None,):
            grouped[target].append(each)
    bars = [
        Bar(
            target.heading if target else desk.unknown,
            sum(each.exposure(desk.kb) for each in risks),
            note=" · ".join(each.heading for each in risks),
            href=desk.href(target),
        )
        for target, risks in grouped.items()
    ]
    bars.sort(key=lambda each: (-(each.value or 0), each.name))
    more = len(bars) - MOST
    cut = (
        desk.say("{n} smaller {n:one|ones} left out", "另有 {n} 个较小的未列出", n=more)
        if more > 0
        else ""
    )
    return Bars(title, tuple(bars[:MOST]), note=" · ".join(filter(None, (note, cut))))
