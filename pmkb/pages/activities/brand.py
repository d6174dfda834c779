"""Brand: share of voice, mentions and reach, and what moved them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmkb.charts import Bar, Bars
from pmkb.flow import Level
from pmkb.kinds.activities.event import Event
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import Block, Change, Group, Note, Nothing, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import shares_over_time
from pmkb.pages.page import page
from pmkb.pages.targets import course
from pmkb.record import Section
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

SUBJECTS = ("share-of-voice", "mentions", "reach")
YEAR_DAYS = 365
MOST = 10
"""How many events are compared."""


@page(33, Section.ACTIVITIES, "Brand", "品牌影响力", "metric", "event", trackers=("brand",))
def brand(desk: Desk) -> Iterator[Block]:
    """Are we talked about more than our rivals, and what made it so?"""
    asked = [each for each in desk.open(Metric) if each.subject in SUBJECTS]
    asked.sort(key=lambda each: (SUBJECTS.index(each.subject or ""), each.id))
    events = _events(desk)
    if not asked and not events:
        yield Nothing(
            desk.say(
                "No metric counts share of voice, mentions or reach (`subject:`).",
                "没有统计声量份额、提及量或触达人数的指标（用 `subject:` 标明）。",
            ),
            "metric",
        )
        return
    found = [known for each in asked if (known := desk.metric(each)) and known.current]
    missing = [each for each in asked if each.id not in {known.metric.id for known in found}]
    if found:
        yield Tiles(tuple(_tile(desk, each) for each in found))
    for known in found:
        yield Group(known.metric.heading, tuple(_told(desk, known)), known.metric.path)
    if missing:
        names = desk.say(", ", "、").join(each.heading for each in missing)
        yield Note(desk.say(f"Without facts: {names}", f"没有数据：{names}"))
    if events:
        yield Side((_by_event(desk, events, "reach"), _by_event(desk, events, "mentions")))
        columns = ("type", "start", "place", "reach", "mentions", "attendees", "owner")
        yield Records(desk.say("Events of a year", "近一年的活动"), events, columns)


def _events(desk: Desk) -> list[Event]:
    """The events of a year that were seen or mentioned."""
    return [
        each
        for each in desk.all(Event)
        if 0 <= (desk.as_of - each.start).days <= YEAR_DAYS and (each.reach or each.mentions)
    ]


def _tile(desk: Desk, found: "MetricReport") -> Tile:
    last = found.current
    value = last.value if last else None
    is_share = found.metric.type == "ratio" and found.unit is None
    year, before = figures.growth_year(found), figures.growth(found)
    change = before if year is None else year
    words = (
        desk.say("on the period before", "环比")
        if year is None
        else desk.say("on the year", "同比")
    )
    return Tile(
        found.metric.heading,
        Share(value) if is_share and value is not None else value,
        (desk.unit(found.unit), words, None if change is None else Change(change)),
        None if change is None else Level.WATCH if change < 0 else Level.GOOD,
        trend=desk.points(found, 24),
        leads_to=found.metric.path,
    )


def _told(desk: Desk, found: "MetricReport") -> Iterator[Block]:
    """How it ran, and beside it who had which share of what it is a share of."""
    run = course(desk, found, desk.say("Over time", "走势"))
    whole = desk.metric(desk.kb.target(found.metric, "denominator")) or found
    shares = (
        shares_over_time(desk, whole, each, desk.say("Everybody's share", "各家份额"))
        for each in whole.breakdowns
    )
    yield Side((run, *(each for each in shares if not each.empty)))


def _by_event(desk: Desk, events: Sequence[Event], name: str) -> Bars:
    known = [(each, value) for each in events if (value := getattr(each, name)) is not None]
    known.sort(key=lambda pair: (-pair[1], pair[0].id))
    bars = tuple(
        Bar(each.heading, value, note=each.start.isoformat(), href=desk.href(each))
        for each, value in known[:MOST]
    )
    field = desk.field(Event, name)
    return Bars(desk.say(f"{field} by event", f"各活动{field}"), bars)
