"""The dashboard of a metric."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from pmkb.charts import Bullet
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import Block, Group, Note, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.measured import aimed, now, on_the_year
from pmkb.pages.numbers import (
    bridge,
    by,
    figure,
    largest,
    pair,
    parts_now,
    parts_table,
    periods,
    shares_over_time,
)
from pmkb.pages.page import panel
from pmkb.pages.targets import course, kpi, standing, towards
from pmkb.pages.turning import turns

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

SHARES = 13
"""How many periods of shares are shown."""
PAIRS = 3
"""How many pairs of dimensions are shown."""


@panel("metric")
def metric(desk: Desk, record: Metric) -> Iterator[Block]:
    """How it runs over time and against its targets, what it is made of, and where it turned."""
    found = desk.metric(record)
    if found is None or found.current is None:
        yield Note(desk.say("No facts yet, so there is no number.", "还没有明细数据，算不出数。"))
        return
    yield Tiles(tuple(_tiles(desk, found)))
    yield course(desk, found, desk.say("Over time", "走势"), broad=True)
    yield from _targets(desk, found)
    if found.inflections:
        newest = [(found, turn) for turn in found.inflections]
        yield turns(desk, desk.say("Where it turned", "拐点"), newest)
    if found.year_bridge is not None:
        change = bridge(desk, found, desk.say("Who made the change in a year", "一年变动由谁带来"))
        most = largest(desk, found, desk.say("Ten largest customers", "前十大客户"))
        yield Side(tuple(each for each in (change, most) if not each.empty))
    yield from _parts(desk, found)
    yield periods(desk, found, desk.say("By period", "各期数值"))


def _tiles(desk: Desk, found: "MetricReport") -> Iterator[Tile]:
    yield now(desk, found)
    yield from on_the_year(desk, found)
    yield from aimed(desk, found)
    yield from _ahead(desk, found)


def _ahead(desk: Desk, found: "MetricReport") -> Iterator[Tile]:
    """Its slow trend, and what is expected where there is no target."""
    trend = found.trend
    names = {
        "rising": desk.say("Rising", "上升"),
        "falling": desk.say("Falling", "下降"),
        "none": desk.say("No trend", "趋势不明显"),
    }
    if trend is not None:
        slope = (figure(desk, found, trend.slope), desk.say("a period", "每期"))
        note = slope if trend.direction != "none" else ()
        yield Tile(desk.say("Trend", "趋势"), names[trend.direction], note)
    ahead = found.forecast
    if found.main_progress is None and ahead is not None and ahead.value is not None:
        ends = [figure(desk, found, each) for each in (ahead.low, ahead.high) if each is not None]
        range_ = (ends[0], "–", ends[1]) if len(ends) == 2 and ahead.low != ahead.high else ()
        title = desk.say(f"Forecast {ahead.period}", f"{ahead.period} 预测")
        yield Tile(title, figure(desk, found, ahead.value), range_)


def _targets(desk: Desk, found: "MetricReport") -> Iterator[Block]:
    begun = [each for each in found.progress if standing(found, each) is not None]
    if not begun:
        return
    names = tuple(kpi(desk, found, each, each.period) for each in begun)
    blocks: list[Block] = [Bullet(desk.say("Against its targets", "目标完成情况"), names)]
    way = towards(desk, found)
    if not way.empty:
        blocks.append(way)
    yield Side(tuple(blocks))


def _parts(desk: Desk, found: "MetricReport") -> Iterator[Block]:
    """What it is made of, by every dimension but the one with who pays."""
    named = [each for each in found.breakdowns if each != found.entity]
    if not named:
        return
    charts: list[Block] = []
    for each in named:
        over = shares_over_time(desk, found, each, by(desk, found, each), SHARES)
        charts.append(parts_now(desk, found, each, over.title) if over.empty else over)
    if found.quantity is not None and found.quantity.is_shared:
        charts += [pair(desk, found, *each) for each in list(combinations(named, 2))[:PAIRS]]
    title = desk.say("What it is made of", "构成")
    table = parts_table(desk, found, desk.say("All values", "全部取值"), named)
    yield Group(title, (Side(tuple(charts)), table))
