"""Growth: how fast everything that is measured grows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmkb.flow import Level
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import (
    Block,
    Change,
    Column,
    Grid,
    Nothing,
    Side,
    Spark,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import change, figure, growth_by_period
from pmkb.pages.numbers import growth as growth_line
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

SUBJECTS = ("revenue", "users")


@page(5, Section.DASHBOARD, "Growth", "增长速率", "metric", trackers=("growth",))
def growth(desk: Desk) -> Iterator[Block]:
    """How fast do we grow, and is it getting faster?"""
    known = [each for each in figures.reports(desk.kb) if each.series and each.series.points]
    if not known:
        text = desk.say("No metric has values yet.", "还没有指标有数值。")
        yield Nothing(text, "metric")
        return
    leads = [each[0] for name in SUBJECTS if (each := figures.about(desk.kb, name))]
    yield Tiles(tuple(tile for each in leads for tile in _tiles(desk, each)))
    if leads:
        yield growth_line(desk, leads, desk.say("Growth on the year", "同比增长率"))
        yield Side(
            tuple(
                growth_by_period(
                    desk,
                    each,
                    desk.say("{name}: on the period before", "{name}环比").format(
                        name=each.metric.heading
                    ),
                )
                for each in leads
            )
        )
    yield _table(desk, known)


def _tiles(desk: Desk, found: "MetricReport") -> Iterator[Tile]:
    series, name = found.series, found.metric.heading
    if series is None:
        return
    for label, compared in (
        (desk.say("on the year", "同比"), series.year_before),
        (desk.say("on the period before", "环比"), series.previous),
    ):
        grown = change(compared)
        if compared is not None and grown is not None:
            note: tuple[object, ...] = (
                desk.say("from", "从"),
                figure(desk, found, compared.value),
                desk.say("to", "到"),
                figure(desk, found, found.current.value if found.current else None),
            )
            if series.is_partial:
                note += (desk.say("· like for like", "· 同期可比"),)
            worse = Level.WATCH if figures.worsens(found, grown) else Level.GOOD
            yield Tile(
                desk.say(f"{name}, {label}", f"{name}{label}"),
                grown,
                note,
                worse,
                leads_to=found.metric.path,
            )


def _table(desk: Desk, known: "list[MetricReport]") -> Grid:
    """Every metric with its growth, by subject."""
    columns = (
        Column(Metric.label.one(desk.language)),
        Column(desk.say("Course", "走势")),
        Column(desk.field(Metric, "period")),
        Column(desk.say("Value", "数值"), is_numeric=True),
        Column(desk.say("On the period before", "环比"), is_numeric=True),
        Column(desk.say("On the year", "同比"), is_numeric=True),
        Column(desk.say("Compound, a year", "近一年每期复合"), is_numeric=True),
        Column(desk.say("Compound, overall", "全期每期复合"), is_numeric=True),
    )
    note = desk.say(
        "A period that is not over is compared with as much of the other one. Compound: the"
        " growth in each period that together makes the whole.",
        "未结束的周期按同样长度比较。复合：每期都按这个比率增长，合起来就是总增幅。",
    )
    rows = tuple(_row(desk, each) for each in sorted(known, key=_order))
    return Grid(desk.say("All metrics", "全部指标"), columns, rows, note)


def _order(found: "MetricReport") -> tuple[int, str]:
    subject = found.metric.subject or ""
    rank = SUBJECTS.index(subject) if subject in SUBJECTS else len(SUBJECTS)
    return rank, found.metric.path


def _row(desk: Desk, found: "MetricReport") -> tuple[object, ...]:
    series, last = found.series, found.current
    year, overall = (series.compound, series.compound_overall) if series else (None, None)
    partial = series is not None and series.is_partial
    label = last.label if last else ""
    return (
        found.metric,
        Spark(found.metric.heading, desk.points(found, 24), desk.unit(found.unit)),
        label + desk.say(" so far", "（未结束）") if partial else label,
        figure(desk, found, last.value if last else None),
        change(series.previous) if series else None,
        change(series.year_before) if series else None,
        *(
            None if each is None or each.growth is None else Change(each.growth)
            for each in (year, overall)
        ),
    )
