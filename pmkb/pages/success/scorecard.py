"""The scorecard: by what success is recognised, and how much of it is there."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pmkb.charts import Cell, Heat, Item
from pmkb.flow import Level, Standing
from pmkb.kinds.success.criterion import MET, NOT_MET, UNKNOWN, Criterion
from pmkb.pages.block import Block, Column, Grid, Nothing, Share, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

STANDINGS = (MET, NOT_MET, UNKNOWN)
FADES_DAYS = 183
"""After how many days a judgement is told to be old."""


@page(
    36,
    Section.SUCCESS,
    "Success scorecard",
    "成功记分卡",
    "criterion",
    trackers=("success-criteria",),
)
def scorecard(desk: Desk) -> Iterator[Block]:
    """Is the product a success yet, and where is it not?"""
    found = desk.open(Criterion)
    if not found:
        text = desk.say("No success criterion is written down.", "还没有写下成功标准。")
        yield Nothing(text, "criterion")
        return
    yield _tiles(desk, found)
    yield _areas(desk, found)
    yield _list(desk, found)


def _by_area(desk: Desk, found: Sequence[Criterion]) -> dict[str, list[Criterion]]:
    """In the order of the vocabulary."""
    grouped: dict[str, list[Criterion]] = defaultdict(list)
    for each in found:
        grouped[each.area].append(each)
    order = [*desk.kb.vocabulary.terms("criterion-area")]
    return {name: grouped[name] for name in order if name in grouped}


def _tiles(desk: Desk, found: Sequence[Criterion]) -> Tiles:
    count = Counter(each.standing(desk.kb) for each in found)
    met = count[MET] / len(found)
    of = desk.say(f"{count[MET]} of {len(found)}", f"{len(found)} 条中 {count[MET]} 条")
    tiles = [Tile(desk.say("Met", "已满足"), Share(met), (of,))]
    for name, criteria in _by_area(desk, found).items():
        there = Counter(each.standing(desk.kb) for each in criteria)
        level = Level.WATCH
        if there[MET] == len(criteria):
            level = Level.GOOD
        elif there[NOT_MET] == len(criteria):
            level = Level.ACT
        elif there[UNKNOWN] * 2 > len(criteria):
            level = Level.UNKNOWN
        value = f"{there[MET]}/{len(criteria)}"
        tiles.append(Tile(desk.term("criterion-area", name), value, level=level))
    return Tiles(tuple(tiles))


def _areas(desk: Desk, found: Sequence[Criterion]) -> Heat:
    """The criteria by area and how they stand."""
    areas = _by_area(desk, found)
    cells = tuple(
        tuple(_cell(desk, criteria, standing) for standing in STANDINGS)
        for criteria in areas.values()
    )
    return Heat(
        desk.say("By area", "分方面"),
        tuple(desk.term("criterion-area", name) for name in areas),
        tuple(desk.standing(each) for each in STANDINGS),
        cells,
    )


def _cell(desk: Desk, criteria: Sequence[Criterion], standing: Standing) -> Cell:
    found = [each for each in criteria if each.standing(desk.kb) is standing]
    if not found:
        return Cell(level=standing.level, is_zone=True)
    items = tuple(Item(each.heading, desk.href(each)) for each in found)
    href = desk.href(found[0]) if len(found) == 1 else ""
    return Cell(text=str(len(found)), level=standing.level, items=items, href=href)


def _list(desk: Desk, found: Sequence[Criterion]) -> Grid:
    """Every criterion, the unmet ones first: what decides it, since when, and who sees to it."""
    kb = desk.kb
    ordered = sorted(found, key=lambda each: (each.standing(kb).level.rank, each.area, each.id))
    columns = (
        Column(Criterion.label.one(desk.language)),
        Column(desk.field(Criterion, "area"), choose=True),
        Column(desk.field(Criterion, "standing"), choose=True),
        Column(desk.field(Criterion, "since")),
        Column(desk.say("Judged", "最近评估")),
        Column(desk.field(Criterion, "statement")),
        Column(desk.say("By", "依据")),
        Column(desk.field(Criterion, "owner")),
    )
    rows = tuple(
        (
            each,
            desk.term("criterion-area", each.area),
            each.standing(kb),
            each.since(kb),
            each.last_judged(kb),
            each.statement,
            _evidence(desk, each),
            kb.target(each, "owner"),
        )
        for each in ordered
    )
    old = sum(
        (day := each.last_judged(kb)) is not None and (desk.as_of - day).days > FADES_DAYS
        for each in found
    )
    note = desk.say(f"{old} judged more than half a year ago", f"{old} 条的评估已超过半年")
    return Grid(desk.say("All criteria", "全部标准"), columns, rows, note if old else "")


def _evidence(desk: Desk, criterion: Criterion) -> object:
    """What decides a criterion: its metric, or what the newest assessment rests on."""
    metric = desk.kb.target(criterion, "metric")
    if metric is not None:
        return metric
    known = [each for each in criterion.assessments if each.date <= desk.as_of]
    newest = max(known, key=lambda each: each.date, default=None)
    return newest.evidence if newest else None
