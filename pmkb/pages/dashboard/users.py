"""Users: how many there are, who came and left, and what they run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmkb.flow import Level
from pmkb.pages.block import Block, Group, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.measured import aimed, concerns, nothing, now, on_the_year
from pmkb.pages.numbers import bridge, by, largest, movements, parts_now, parts_table
from pmkb.pages.page import page
from pmkb.pages.targets import course
from pmkb.record import Section
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport


@page(1, Section.DASHBOARD, "Users", "用户数", "metric", trackers=("users",))
def users(desk: Desk) -> Iterator[Block]:
    """How many users are there, who came and left, and what do they run?"""
    found = figures.about(desk.kb, "users")
    if not found:
        yield nothing(desk, "users")
        return
    lead, *others = found
    yield Tiles((*_tiles(desk, lead), *(now(desk, each) for each in others)))
    yield course(desk, lead, broad=True)
    yield from concerns(desk, found)
    if lead.year_bridge is not None:
        title = desk.say("Who made the change in a year", "一年变动由谁带来")
        most = largest(desk, lead, desk.say("Ten largest customers", "前十大客户"))
        yield Side((bridge(desk, lead, title), most))
        yield movements(desk, lead, desk.say("Who moved in a year", "一年来变动的客户"))
    named = [each for each in lead.dimensions if each != lead.entity]
    if named:
        parts = (parts_now(desk, lead, each, by(desk, lead, each)) for each in named)
        # Long ones side by side, so that no short one leaves a gap beneath it.
        shown = tuple(sorted(parts, key=lambda each: -len(each.bars)))
        title = desk.say("What they run, and where", "用在哪里、用什么")
        yield Group(title, (Side(shown),), desk.page("breakdowns"))
        yield parts_table(desk, lead, desk.say("By every dimension", "各维度明细"), named)
    if others:
        yield Side(tuple(course(desk, each) for each in others))
    columns = ("current", "unit", "growth", "completion", "pace", "period", "owner")
    metrics = [each.metric for each in found]
    yield Records(desk.say("Metrics of users", "用户类指标"), metrics, columns)


def _tiles(desk: Desk, lead: "MetricReport") -> Iterator[Tile]:
    yield now(desk, lead)
    yield from on_the_year(desk, lead)
    yield from aimed(desk, lead)
    kept, held = lead.retention, lead.concentration
    if kept is not None and kept.gross is not None:
        level = Level.WATCH if kept.net is not None and kept.net < 1 else Level.GOOD
        added = desk.say("{net} with what they added", "含增购 {net}")
        note = added.format(net=desk.share(kept.net))
        yield Tile(
            desk.say("Kept of a year ago", "一年前的留存"), Share(kept.gross), (note,), level
        )
    if held is not None and held.top is not None:
        count = desk.say("the ten largest have {share}", "前十大占 {share}")
        note = count.format(share=desk.share(held.top))
        yield Tile(desk.say("Customers", "客户数"), held.customers, (note,))
