"""Performance: our newest measurements against those before and against rivals."""

from collections.abc import Iterator, Sequence
from math import exp, log

from pmkb.charts import Cell, Form, Heat
from pmkb.flow import Level
from pmkb.kinds.product.benchmark import SUPERSEDED, Benchmark, improvement, improvements
from pmkb.kinds.product.release import Release
from pmkb.pages.block import (
    Block,
    Change,
    Column,
    Grid,
    Nothing,
    Records,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Record, Section
from pmkb.trackers.papers import CITING, MEASURED_WITHIN_DAYS

SLIGHTLY = -0.05
"""A result that is worse by no more than this may be chance."""


@page(
    15,
    Section.PRODUCT,
    "Performance compared",
    "性能对比",
    "benchmark",
    trackers=("performance-whitepaper",),
)
def benchmarks(desk: Desk) -> Iterator[Block]:
    """Is the newest release faster than the one before and than rivals, and do our claims hold?"""
    found = [each for each in desk.all(Benchmark) if each.date <= desk.as_of]
    if not found:
        yield Nothing(desk.say("No measurement is recorded.", "还没有登记性能测试。"), "benchmark")
        return
    newest = ours(desk, found)
    yield _tiles(desk, found, newest)
    for each in sorted(newest, key=lambda each: (-len(_losses(desk, each)), each.workload)):
        yield compared(desk, each)
    yield from _claims(desk, found)
    for workload in dict.fromkeys(each.workload for each in found):
        yield results(desk, workload, [each for each in found if each.workload == workload])
    columns = (
        *("workload", "release", "competitor", "date", "standing", "change", "hardware"),
        *("config", "owner"),
    )
    yield Records(desk.kind(Benchmark), found, columns, group="workload")


def ours(desk: Desk, found: Sequence[Benchmark]) -> list[Benchmark]:
    """Our current measurement of each workload, the newest first."""
    current = (e for e in found if e.release and e.superseded_by(desk.kb) is None)
    return sorted(current, key=lambda each: (-each.date.toordinal(), each.id))


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, found: Sequence[Benchmark], newest: Sequence[Benchmark]) -> Tiles:
    kb = desk.kb
    before = [(e, old) for e in newest if (old := e.previous(kb)) is not None]
    rivals = [(e, rival) for e in newest for rival in e.rivals(kb)]
    tiles = [_release(desk, newest)]
    for label, pairs in (
        (desk.say("Over the measurement before", "较上一次测量"), before),
        (desk.say("Over rivals", "较竞品"), rivals),
    ):
        tiles.append(_mean(desk, label, pairs))
    cited = [e for e in found if e.standing(kb) is SUPERSEDED and e.cited_by(kb)]
    published = [e for e in cited if any(s.kind() in CITING for s in e.cited_by(kb))]
    level = Level.ACT if published else Level.WATCH if cited else Level.GOOD
    lost = [loss for each in newest for loss in _losses(desk, each)]
    label = desk.say("Single results clearly worse", "明显变差的单项")
    note = (Change(min(lost)), desk.say("at worst", "为最差")) if lost else ()
    tiles.append(Tile(label, len(lost), note, Level.ACT if lost else Level.GOOD))
    label = desk.say("Superseded, still cited", "已过时仍被引用")
    return Tiles((*tiles, Tile(label, len(cited), level=level)))


def _losses(desk: Desk, each: Benchmark) -> list[float]:
    """The results that are clearly worse than before or than a rival's."""
    previous = each.previous(desk.kb)
    others = [*([previous] if previous else []), *each.rivals(desk.kb)]
    changes = (change for other in others for change in improvements(each, other).values())
    return [change for change in changes if _level(change) is Level.ACT]


def _release(desk: Desk, newest: Sequence[Benchmark]) -> Tile:
    """The newest supported release and whether it has been measured."""
    kb = desk.kb
    supported = [each for each in desk.all(Release) if each.is_supported(desk.as_of)]
    release = max(supported, key=lambda each: (each.released, each.id), default=None)
    label = desk.say("Newest release", "最新版本")
    if release is None or not newest:
        return Tile(label, release.version if release else None, level=Level.UNKNOWN)
    on_it = [each for each in newest if kb.target(each, "release") is release]
    note = desk.say(
        "measured on {n} of {all} {all:workload|workloads}",
        "{all} 个负载测了 {n} 个",
        n=len(on_it),
        all=len(newest),
    )
    level = Level.GOOD if on_it else Level.WATCH
    if (desk.as_of - newest[0].date).days > MEASURED_WITHIN_DAYS:
        level = Level.UNKNOWN
    return Tile(label, release.version, (note,), level)


def _mean(desk: Desk, label: str, pairs: Sequence[tuple[Benchmark, Benchmark]]) -> Tile:
    """The geometric mean of some improvements."""
    known = [each for pair in pairs if (each := improvement(*pair)) is not None]
    if not known:
        return Tile(label, None, level=Level.UNKNOWN)
    mean = exp(sum(log(1 + each) for each in known) / len(known)) - 1
    note = desk.say(f"geometric mean, comparisons: {len(known)}", f"{len(known)} 组对比的几何平均")
    return Tile(label, Change(mean), (note,), _level(mean))


def _level(change: float) -> Level:
    if round(change, 9) >= 0:
        return Level.GOOD
    return Level.WATCH if round(change, 9) >= SLIGHTLY else Level.ACT


# --- comparisons ------------------------------------------------------------------------------


def compared(desk: Desk, each: Benchmark) -> Heat:
    """A measurement of ours against the one before and each rival's, result by result."""
    kb = desk.kb
    previous = each.previous(kb)
    others = [*([previous] if previous else []), *each.rivals(kb)]
    names = [result.name for result in each.results]
    rows = [desk.say("geometric mean", "几何平均"), *names]
    cells = tuple(
        tuple(_cell(desk, each, other, name) for other in others) for name in (None, *names)
    )
    differ = any(_differs(each, other) for other in others)
    note = f"{each.heading} · {each.date.isoformat()} · " + desk.say(
        "per cent better; ▲ up to 5 % worse, ◆ more", "好多少（%）；▲ 差 5% 以内，◆ 差更多"
    )
    if differ:
        note += desk.say("; * on other hardware", "；* 硬件不同")
    return Heat(
        each.workload,
        tuple(rows) if others else (),
        tuple(desk.say("over ", "较 ") + _subject(desk, other) for other in others),
        cells,
        form=Form.SHARE,
        note=note,
    )


def _subject(desk: Desk, each: Benchmark) -> str:
    """Whose measurement it is: our release's version, or the rival."""
    target: Record | None = desk.kb.target(each, "release") or desk.kb.target(each, "competitor")
    if isinstance(target, Release):
        return target.version
    return target.heading if target else each.heading


def _differs(one: Benchmark, other: Benchmark) -> bool:
    return (one.hardware, one.dataset) != (other.hardware, other.dataset)


def _cell(desk: Desk, each: Benchmark, other: Benchmark, name: str | None) -> Cell | None:
    value = improvement(each, other) if name is None else improvements(each, other).get(name)
    if value is None:
        return None
    star = "*" if _differs(each, other) else ""
    return Cell(value, desk.change(value) + star, _level(value), other.heading, desk.href(other))


def results(desk: Desk, workload: str, found: Sequence[Benchmark]) -> Grid:
    """All measurements of a workload, the newest first, with a column for each result."""
    kb = desk.kb
    units = {result.name: result.unit for each in found for result in each.results}
    columns = (
        Column(Benchmark.label.one(desk.language)),
        Column(desk.say("Of", "对象")),
        Column(desk.field(Benchmark, "date")),
        Column(desk.field(Benchmark, "standing"), choose=True),
        *(
            Column(f"{name} ({unit})" if unit else name, is_numeric=True)
            for name, unit in units.items()
        ),
    )
    rows = []
    for each in sorted(found, key=lambda each: (-each.date.toordinal(), each.id)):
        values = {result.name: result.value for result in each.results}
        subject = kb.target(each, "release") or kb.target(each, "competitor")
        rows.append(
            (each, subject, each.date, each.standing(kb), *(values.get(name) for name in units))
        )
    return Grid(workload, columns, tuple(rows))


# --- claims -----------------------------------------------------------------------------------


def _claims(desk: Desk, found: Sequence[Benchmark]) -> Iterator[Grid]:
    """Superseded measurements that are still cited or published."""
    kb = desk.kb
    old = [
        (each, newer)
        for each in found
        if (newer := each.superseded_by(kb)) and (each.cited_by(kb) or each.document_)
    ]
    if not old:
        return
    columns = (
        Column(desk.say("Superseded", "已过时的测量")),
        Column(desk.field(Benchmark, "date")),
        Column(desk.field(Benchmark, "superseded_by")),
        Column(desk.say("The newer one is", "新测量相对它"), is_numeric=True),
        Column(desk.field(Benchmark, "document")),
        Column(desk.field(Benchmark, "cited_by")),
    )
    rows = []
    for each, newer in sorted(old, key=lambda pair: (pair[0].date, pair[0].id)):
        change = improvement(newer, each)
        rows.append(
            (
                each,
                each.date,
                newer,
                None if change is None else Change(change),
                kb.target(each, "document"),
                each.cited_by(kb),
            )
        )
    yield Grid(desk.say("Claims that are out of date", "过时却还在用的结论"), columns, tuple(rows))
