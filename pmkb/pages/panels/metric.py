"""The dashboard of a metric."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmkb.flow import Level
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import Block, Change, Note, Share, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.targets import course

if TYPE_CHECKING:
    from pmkb.metrics.pace import Progress
    from pmkb.metrics.report import MetricReport

STANDINGS = {"on-track": Level.GOOD, "at-risk": Level.WATCH, "off-track": Level.ACT}


@panel("metric")
def metric(desk: Desk, record: Metric) -> Iterator[Block]:
    """How it runs over time and against its target."""
    found = desk.metric(record)
    if found is None or found.current is None:
        yield Note(desk.say("No facts yet, so there is no number.", "还没有明细数据，算不出数。"))
        return
    yield Tiles(tuple(_tiles(desk, found)))
    yield course(desk, found)


def _tiles(desk: Desk, found: "MetricReport") -> Iterator[Tile]:
    series, last = found.series, found.current
    if series is None or last is None:
        return
    partial = desk.say("so far", "截至目前") if series.is_partial else ""
    yield Tile(
        desk.say("Now", "当前"), last.value, (last.label, partial), trend=desk.points(found, 24)
    )
    for label, compared in (
        (desk.say("Since the period before", "环比"), series.previous),
        (desk.say("Since last year", "同比"), series.year_before),
    ):
        if compared is not None and compared.growth is not None:
            yield Tile(label, Change(compared.growth), (compared.value,))
    if found.main_progress is not None:
        yield from _target(desk, found.main_progress, found.metric.direction)


def _target(desk: Desk, progress: "Progress", direction: str | None) -> Iterator[Tile]:
    if progress.completion is None:
        return
    of = desk.say("of {target} in {period}", "目标 {target}，{period}")
    note = of.format(target=progress.target, period=progress.period)
    standing = progress.standing(direction)
    level = STANDINGS.get(standing) if standing else None
    yield Tile(desk.say("Completion", "完成率"), Share(progress.completion), (note,), level)
