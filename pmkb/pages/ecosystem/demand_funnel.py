"""The demand funnel: how many come, by which entrance, and where they are lost."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from pmkb.charts import Bar, Bars, Cell, Form, Heat, Line, Point, Series, Stage
from pmkb.charts import Funnel as FunnelChart
from pmkb.flow import Level
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.pages.block import Block, Change, Group, Note, Nothing, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

if TYPE_CHECKING:
    from pmkb.metrics.funnels import FunnelReport, Path

COURSE = 24
"""How many periods the course of the conversion goes back."""


@page(29, Section.ECOSYSTEM, "Demand funnel", "数据链路", "funnel", trackers=("demand-funnel",))
def demand_funnel(desk: Desk) -> Iterator[Block]:
    """Where do users come from, and where do we lose them?"""
    found = [each for each in desk.all(Funnel) if each.is_open]
    if not found:
        yield Nothing(desk.say("No funnel is defined.", "还没有定义转化漏斗。"), "funnel")
        return
    if len(found) == 1:
        yield from told(desk, found[0])
    else:
        for each in found:
            yield Group(each.heading, tuple(told(desk, each)), each.path)
    yield Records(desk.say("Funnels", "转化漏斗"), found)


def told(desk: Desk, funnel: Funnel) -> Iterator[Block]:
    """A funnel over the last year: its tiles, its stages, and each entrance by itself."""
    report = desk.report.funnels.get(funnel.id) if desk.report else None
    if report is None:
        text = desk.say("No counts yet, so there is no rate.", "还没有计数明细，算不出转化率。")
        yield Note(text)
        return
    course = _course(desk, report)
    yield Tiles(tuple(_tiles(desk, report, course)))
    yield Side((_stages(desk, report), _entrances(desk, report)))
    if report.entrances:
        yield _steps(desk, report)
    if len(course) > 1:
        title = desk.say("Conversion of a year, over time", "滚动一年总转化率")
        series = (Series(desk.say("Conversion", "总转化率"), course),)
        yield Line(title, series, form=Form.SHARE)


def stage_name(desk: Desk, name: str) -> str:
    """What a stage is called."""
    return desk.term("funnel-stage", name)


def entrance_name(desk: Desk, name: str | None) -> str:
    """What an entrance is called."""
    return desk.term("funnel-entrance", name)


def _tiles(desk: Desk, report: "FunnelReport", course: tuple[Point, ...]) -> Iterator[Tile]:
    first, last = report.funnel.stages[0], report.funnel.stages[-1]
    yield Tile(
        desk.say("Conversion", "总转化率"),
        None if report.total.overall is None else Share(report.total.overall),
        (f"{stage_name(desk, first)} → {stage_name(desk, last)}",),
        trend=course,
    )
    for name in dict.fromkeys((first, last)):
        label = desk.say(f"{stage_name(desk, name)}, a year", f"近一年{stage_name(desk, name)}")
        yield Tile(label, report.total.counts.get(name))
    year = desk.report.facts[_dataset(desk, report)].calendar.per_year if desk.report else 0
    before = course[-1 - year].value if len(course) > year else None
    if before and report.total.overall is not None:
        change = report.total.overall / before - 1
        level = Level.GOOD if change >= 0 else Level.WATCH
        yield Tile(desk.say("On the year", "同比"), Change(change), (Share(before),), level)
    if weakest := report.weakest:
        entrance, step = weakest
        yield Tile(
            desk.say("Weakest step", "最弱环节"),
            None if step.conversion is None else Share(step.conversion),
            (
                f"{entrance_name(desk, entrance)}："
                if desk.language == "zh"
                else f"{entrance_name(desk, entrance)}:",
                f"{stage_name(desk, step.stage)} → {stage_name(desk, step.to)}",
            ),
            Level.WATCH,
        )


def _dataset(desk: Desk, report: "FunnelReport") -> str:
    found = desk.kb.target(report.funnel, "dataset")
    return found.ref if found else ""


def _course(desk: Desk, report: "FunnelReport") -> tuple[Point, ...]:
    from pmkb.metrics.funnels import course

    return tuple(
        Point(point.span.start, value, point.label)
        for point, value in course(report.funnel, desk.kb, COURSE)
    )


def _stages(desk: Desk, report: "FunnelReport") -> FunnelChart:
    span = desk.say("to the end of {day}", "截至 {day}").format(day=f"{report.span.end:%Y-%m}")
    return FunnelChart(
        desk.say("All entrances, a year", "全部入口，近一年"),
        tuple(
            Stage(stage_name(desk, name), None if count is None else float(count))
            for name in report.funnel.stages
            for count in (report.total.counts.get(name),)
        ),
        note=span,
    )


def _entrances(desk: Desk, report: "FunnelReport") -> Bars:
    """How many of each entrance came to the end, and what share of those who entered that is."""
    last = report.funnel.stages[-1]
    bars = [_bar(desk, each, last) for each in report.entrances]
    bars.sort(key=lambda bar: (-(bar.value or 0), bar.name))
    name = stage_name(desk, last)
    title = desk.say(f"{name} by entrance", f"各入口带来的{name}")
    return Bars(title, tuple(bars))


def _bar(desk: Desk, path: "Path", last: str) -> Bar:
    count = path.counts.get(last)
    rate = desk.say("conversion {share}", "总转化率 {share}").format(share=desk.share(path.overall))
    name = entrance_name(desk, path.entrance)
    return Bar(name, None if count is None else float(count), note=rate)


def _steps(desk: Desk, report: "FunnelReport") -> Heat:
    """The conversion of each step by entrance; the weakest of a column is marked."""
    stages = report.funnel.stages
    columns = tuple(
        f"{stage_name(desk, one)} → {stage_name(desk, two)}" for one, two in pairwise(stages)
    )
    paths = (report.total, *report.entrances)
    rates = [{step.to: step.conversion for step in each.steps} for each in paths]
    names = (
        desk.say("all", "合计"),
        *(entrance_name(desk, each.entrance) for each in report.entrances),
    )
    cells = tuple(tuple(_rate(desk, each.get(stage)) for stage in stages[1:]) for each in rates)
    return Heat(
        desk.say("Conversion by entrance and step", "各入口各环节转化率"),
        names,
        columns,
        cells,
        desk.say("Entrance", "引流入口"),
        desk.say("Step", "环节"),
        form=Form.SHARE,
    )


def _rate(desk: Desk, rate: float | None) -> Cell | None:
    return None if rate is None else Cell(rate, desk.share(rate))
