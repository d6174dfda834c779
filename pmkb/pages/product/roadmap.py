"""The roadmap: over time, by release, and what waits for what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pmkb.charts import Bar, Bars, Cell, Heat, Task, Timeline
from pmkb.flow import Level
from pmkb.kinds.product.release import Release
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.pages.block import (
    Block,
    Column,
    Concerns,
    Grid,
    Nothing,
    Records,
    Share,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

PAST_DAYS = 90
"""How long a shipped item stays on the timeline."""
SLIPS = 12
"""How many of the largest slips are shown."""


@page(12, Section.PRODUCT, "Roadmap", "路线图", "roadmap", "release", trackers=("roadmap",))
def roadmap(desk: Desk) -> Iterator[Block]:
    """When will what be done, and what holds it up?"""
    items = [each for each in desk.all(Roadmap) if _is_current(each, desk)]
    if not items:
        yield Nothing(desk.say("Nothing is planned yet.", "还没有规划条目。"), "roadmap")
        return
    yield _tiles(desk, items)
    yield timeline(desk, desk.say("Timeline", "时间线"), items)
    yield Concerns(desk.say("What needs attention", "需要关注"), items)
    yield _releases(desk)
    yield Side((_by_status(desk, items), _slips(desk, items)))
    yield _chains(desk, items)
    rest = [each for each in items if each.status == "idea"]
    planned = [each for each in items if each.is_open and each not in rest]
    yield Records(desk.say("Open items", "进行中的条目"), by_finish(desk, planned))
    if rest:
        yield Records(desk.say("Ideas", "想法"), rest, ("goal", "release", "team", "owner"))


def _by_status(desk: Desk, items: Sequence[Roadmap]) -> Heat:
    """How many items of each release are in which state; what is in no release stands last."""
    kb = desk.kb
    releases = {each.ref: kb.target(each, "release") for each in items}
    there = {each for each in releases.values() if isinstance(each, Release)}
    rows = (*sorted(there, key=_day), *([None] if None in releases.values() else []))
    states = Roadmap.flow().states
    count = Counter((releases[each.ref], each.status) for each in items)
    used = [each for each in states if any(count[row, each.name] for row in rows)]
    cells = (
        tuple(Cell(float(n)) if (n := count[row, each.name]) else None for each in used)
        for row in rows
    )
    return Heat(
        desk.say("Items by release and status", "各版本条目状态"),
        tuple(each.heading if each else desk.say("no release", "未定版本") for each in rows),
        tuple(each.label(desk.language) for each in used),
        tuple(cells),
    )


def _day(release: Release) -> tuple[date, str]:
    return release.released or release.planned or date.max, release.id


def _slips(desk: Desk, items: Sequence[Roadmap]) -> Bars:
    """The largest slips of open items against the days first promised."""
    found = [
        (slip, each) for each in items if each.is_open and (slip := each.slip(desk.kb)) is not None
    ]
    found.sort(key=lambda each: (-each[0], each[1].id))
    bars = tuple(
        Bar(each.heading, slip, None, _level(desk, each), href=desk.href(each))
        for slip, each in found[:SLIPS]
    )
    rest = sum(each.is_open and each.slip(desk.kb) is None for each in items)
    note = desk.say(
        "from the day first promised to the day now expected",
        "从最初承诺日到当前预计交付日",
    )
    if rest:
        note += desk.say(
            "; {n} {n:item has|items have} no baseline or day", "；{n} 项没有基线或日期", n=rest
        )
    return Bars(desk.say("Slip of open items", "延期最多的条目"), bars, unit=_days(desk), note=note)


def _days(desk: Desk) -> str:
    return desk.say("days", "天")


def _level(desk: Desk, item: Roadmap) -> Level | None:
    standing = item.schedule(desk.kb)
    return standing.level if standing and standing.level is not Level.GOOD else None


def _chains(desk: Desk, items: Sequence[Roadmap]) -> Grid:
    """What sets the finish of the items that wait for others, the longest delay first."""
    kb = desk.kb
    waiting = [each for each in items if each.is_open and each.critical_chain(kb)]
    waiting.sort(key=lambda each: (-(each.passed_on(kb) or 0), each.id))
    columns = (
        Column(Roadmap.label.one(desk.language)),
        Column(desk.field(Roadmap, "schedule"), choose=True),
        Column(desk.field(Roadmap, "due")),
        Column(desk.field(Roadmap, "expected")),
        Column(desk.field(Roadmap, "passed_on"), is_numeric=True),
        Column(desk.field(Roadmap, "critical_chain")),
    )
    rows = tuple(
        (
            each,
            each.schedule(kb),
            each.due,
            each.expected(kb),
            each.passed_on(kb),
            each.critical_chain(kb),
        )
        for each in waiting
    )
    note = desk.say(
        "Each waits for the last item of its chain, which waits for the one before.",
        "每项等待链上最后一个条目，后者又等待前一个；链上任何一项晚，它就跟着晚。",
    )
    return Grid(desk.say("Critical chains", "关键路径"), columns, rows, note)


def _is_current(item: Roadmap, desk: Desk) -> bool:
    """Whether it is open, or was shipped not long ago."""
    if item.is_open:
        return True
    return item.shipped is not None and item.shipped >= desk.as_of - timedelta(days=PAST_DAYS)


def _tiles(desk: Desk, items: Sequence[Roadmap]) -> Tiles:
    found = Counter(item.schedule(desk.kb) for item in items if item.is_open)
    named = sorted(
        ((standing, count) for standing, count in found.items() if standing is not None),
        key=lambda each: each[0].level.rank,
    )
    return Tiles(tuple(Tile(desk.standing(each), count, level=each.level) for each, count in named))


def timeline(desk: Desk, title: str, items: Sequence[Roadmap]) -> Timeline:
    """Some items over time, those that end first on top; ideas without a day are left out."""
    shown = [each for each in by_finish(desk, items) if each.expected(desk.kb) or each.due]
    return Timeline(
        title,
        tuple(_task(desk, each) for each in shown),
        desk.as_of,
        note=desk.say(
            "bar: agreed dates, outline: expected finish", "实条为约定日期，空框为预计交付"
        ),
    )


def by_finish(desk: Desk, items: Sequence[Roadmap]) -> list[Roadmap]:
    """Items in the order in which they are expected to be finished; those without a day last."""
    return sorted(items, key=lambda each: (each.expected(desk.kb) or date.max, each.id))


def _task(desk: Desk, item: Roadmap) -> Task:
    standing, expected = item.schedule(desk.kb), item.expected(desk.kb)
    end = item.shipped or item.due or expected
    release = desk.kb.target(item, "release")
    said = [desk.standing(standing), release.heading if release else ""]
    return Task(
        item.ref,
        item.heading,
        item.start if item.start is None or end is None else min(item.start, end),
        end,
        standing.level if standing and standing.level is not Level.GOOD else None,
        item.completion(desk.kb),
        item.baseline_due,
        expected if item.is_open and expected != end else None,
        tuple(each.ref for each in desk.kb.targets(item, "depends_on")),
        " · ".join(each for each in said if each),
        desk.href(item),
    )


def _releases(desk: Desk) -> Grid:
    """Every release to come, and the newest one, with how far its items are."""
    coming = [each for each in desk.all(Release) if each.released is None and each.is_open]
    done = [each for each in desk.all(Release) if each.released is not None]
    shown = sorted((*sorted(done, key=_day)[-1:], *coming), key=_day)
    columns = (
        Column(desk.kind(Release)),
        Column(desk.field(Release, "standing"), choose=True),
        Column(desk.field(Release, "planned")),
        Column(desk.say("Expected", "预计")),
        Column(desk.say("Items", "条目"), is_numeric=True),
        Column(desk.field(Roadmap, "completion"), is_numeric=True),
        Column(desk.say("Held up by", "卡在")),
    )
    return Grid(desk.say("By release", "按版本"), columns, tuple(_release(desk, e) for e in shown))


def _release(desk: Desk, release: Release) -> tuple[object, ...]:
    items = [each for each in release.contents(desk.kb) if each.status != "cancelled"]
    days = [day for each in items if (day := each.expected(desk.kb)) is not None]
    parts = [each.completion(desk.kb) or 0.0 for each in items]
    return (
        release,
        release.standing(desk.kb),
        release.released or release.planned,
        release.released or max(days, default=None),
        len(items),
        Share(sum(parts) / len(parts)) if parts else None,
        release.held_up_by(desk.kb)[:3],
    )
