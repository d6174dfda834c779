"""Breakdowns: what everything is made of by every dimension, and how that moves."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmkb.charts import Cell, Form, Heat
from pmkb.flow import Level
from pmkb.pages.block import Block, Group, Nothing, Points, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import (
    by,
    dimension_name,
    mix,
    pair,
    parts_table,
    shares_over_time,
    shifted,
    value_name,
)
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.trackers import figures
from pmkb.trackers.dashboard import UNKNOWN_ACT, UNKNOWN_WATCH, UPGRADED

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

SUBJECTS = ("revenue", "users")
PAIRS = (("industry", "region"), ("version", "architecture"), ("industry", "form"))
"""Dimensions that say more together, as far as a metric has them."""
PERIODS = 13
"""How many periods of shares are shown: of months, a year and the one it is compared with."""


@page(
    11,
    Section.DASHBOARD,
    "Breakdowns",
    "各维度占比",
    "metric",
    "dataset",
    trackers=("breakdowns",),
)
def breakdowns(desk: Desk) -> Iterator[Block]:
    """What are users and revenue made of, and how does the mix move?"""
    known = [each for each in figures.reports(desk.kb) if each.breakdowns]
    if not known:
        text = desk.say(
            "No metric can be broken down: write `dimensions`, columns of its dataset.",
            "还没有指标可以拆分：在指标里写 `dimensions`，列出数据集的列。",
        )
        yield Nothing(text, "metric")
        return
    leads = [each[0] for name in SUBJECTS if (each := figures.about(desk.kb, name))]
    leads = [each for each in leads if each.breakdowns] or known[:1]
    yield Tiles(tuple(tile for each in leads for tile in _tiles(desk, each)))
    rest = [each for each in known if each not in leads and _has_shares(each)]
    yield _overview(desk, [*leads, *rest])
    for lead in leads:
        yield Group(lead.metric.heading, tuple(_of(desk, lead)), lead.metric.path)


def _has_shares(found: "MetricReport") -> bool:
    return any(part.share is not None for one in found.breakdowns.values() for part in one.shares)


def _named(found: "MetricReport") -> list[str]:
    """Its dimensions but the one with who pays, which has too many values for shares."""
    return [each for each in found.breakdowns if each != found.entity]


def _tiles(desk: Desk, lead: "MetricReport") -> Iterator[Tile]:
    name, blind = lead.metric.heading, {each: _unknown(lead, each) for each in _named(lead)}
    if not blind:
        return
    worst = max(blind, key=blind.__getitem__)
    level = Level.ACT if blind[worst] > UNKNOWN_ACT else Level.GOOD
    if level is Level.GOOD and blind[worst] > UNKNOWN_WATCH:
        level = Level.WATCH
    where = dimension_name(desk, lead, worst) if blind[worst] else ""
    yield Tile(
        desk.say(f"{name}: most unknown", f"{name}：最大未知占比"),
        Share(blind[worst]),
        (where,) if where else (),
        level,
    )
    moved = [
        (points, dimension, key)
        for dimension in blind
        if dimension.rpartition(".")[2] != UPGRADED and (shift := shifted(lead, dimension))
        for (key,), points in shift.gained.items()
    ]
    if moved:
        points, dimension, key = max(moved, key=lambda each: (abs(each[0]), each[2]))
        value = value_name(desk, lead, dimension, key)
        yield Tile(
            desk.say(f"{name}: moved most", f"{name}：占比变化最大"),
            Points(points),
            (f"{dimension_name(desk, lead, dimension)} · {value}",),
        )


def _unknown(found: "MetricReport", dimension: str) -> float:
    parts = found.breakdowns[dimension].shares
    return sum(each.share or 0.0 for each in parts if each.value == ("unknown",))


def _overview(desk: Desk, known: "Sequence[MetricReport]") -> Heat:
    """Metrics by dimensions: how much the largest value has; a level where too much is unknown."""
    short: dict[str, str] = {}
    for found in known:
        for each in found.breakdowns:
            short.setdefault(each.rpartition(".")[2], dimension_name(desk, found, each))
    cells = tuple(tuple(_largest(desk, found, name) for name in short) for found in known)
    return Heat(
        desk.say("Share of the largest value", "各维度最大取值的占比"),
        tuple(each.metric.heading for each in known),
        tuple(short.values()),
        cells,
        form=Form.SHARE,
        note=desk.say("empty: not broken down by it", "空白表示没有按该维度拆分"),
    )


def _largest(desk: Desk, found: "MetricReport", short: str) -> Cell | None:
    name = next((each for each in found.breakdowns if each.rpartition(".")[2] == short), None)
    parts = found.breakdowns[name].shares if name else ()
    if name is None or not parts or parts[0].share is None:
        return None
    blind = _unknown(found, name)
    level = Level.ACT if blind > UNKNOWN_ACT else Level.WATCH if blind > UNKNOWN_WATCH else None
    said = value_name(desk, found, name, parts[0].value[0])
    if blind:
        said += desk.say(f", {desk.share(blind)} unknown", f"，未知 {desk.share(blind)}")
    return Cell(
        parts[0].share,
        desk.share(round(parts[0].share, 2)),
        level,
        said,
        desk.href(found.metric),
    )


def _of(desk: Desk, lead: "MetricReport") -> Iterator[Block]:
    for each in _named(lead):
        title = by(desk, lead, each)
        over = shares_over_time(desk, lead, each, title, PERIODS)
        shift = shifted(lead, each)
        small = f"{title[:1].lower()}{title[1:]}"
        if shift is not None and not over.empty:
            moved = desk.say(f"Mix shift {small}", f"结构变化：{title}")
            yield Side((over, mix(desk, lead, each, moved)))
        elif not over.empty:
            yield over
    short = {each.rpartition(".")[2]: each for each in _named(lead)}
    pairs = [(short[down], short[across]) for down, across in PAIRS if {down, across} <= {*short}]
    grids = [pair(desk, lead, *each) for each in pairs]
    yield from grids[:1]
    if grids[1:]:
        yield Side(tuple(grids[1:]))
    name = lead.metric.heading
    every = desk.say(f"All values of {name}", f"{name}：全部取值")
    yield parts_table(desk, lead, every, _named(lead))
