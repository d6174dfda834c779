"""What pages about a metric begin with: its value, its growth, its target, what needs attention."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmkb.flow import Level
from pmkb.kinds.dashboard.response import Response
from pmkb.pages.block import Block, Concerns, Nothing, Share, Tile
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import change, figure
from pmkb.pages.targets import level
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport


def nothing(desk: Desk, subject: str) -> Nothing:
    """That no metric of a subject has values, and how to begin."""
    text = desk.say(
        f"No metric with `subject: {subject}` has values: write one over a dataset.",
        f"还没有带 `subject: {subject}` 且有数据的指标：先登记数据集，再写指标。",
    )
    return Nothing(text, "metric")


def concerns(desk: Desk, found: "Sequence[MetricReport]") -> Iterator[Block]:
    """Metrics, and the responses to them, that need attention."""
    metrics = [each.metric for each in found]
    answers = [
        each
        for metric in metrics
        for each in desk.kb.referring(metric, Response, "metric")
        if each.is_open
    ]
    yield Concerns(desk.say("What needs attention", "需要关注"), [*metrics, *answers])


def now(desk: Desk, found: "MetricReport") -> Tile:
    """The newest value of a metric, how it runs, and its growth."""
    series, last = found.series, found.current
    grown = change(series.previous) if series else None
    note: tuple[object, ...] = (last.label if last else "",)
    if series is not None and series.is_partial:
        note += (desk.say("so far", "未结束"),)
    if grown is not None:
        note += ("·", desk.say("on the period before", "环比"), grown)
    return Tile(
        found.metric.heading,
        figure(desk, found, last.value if last else None),
        note,
        figures.course(found),
        desk.points(found, 24),
        found.metric.path,
    )


def on_the_year(desk: Desk, found: "MetricReport") -> Iterator[Tile]:
    """Its growth since the same period last year."""
    then = found.series.year_before if found.series else None
    grown = change(then)
    if then is not None and grown is not None:
        from_ = desk.say("from", "去年同期")
        worse = figures.worsens(found, grown)
        yield Tile(
            desk.say("On the year", "同比"),
            grown,
            (from_, figure(desk, found, then.value)),
            Level.WATCH if worse else None,
            leads_to=desk.page("growth"),
        )


def aimed(desk: Desk, found: "MetricReport") -> Iterator[Tile]:
    """How much of the target of the day is reached, and what is expected."""
    main = found.main_progress
    if main is None or main.completion is None:
        return
    ahead = main.forecast
    note: tuple[object, ...] = (
        desk.say("of", "目标"),
        figure(desk, found, main.target),
        desk.say("· due", "· 应达"),
        None if main.pace is None else Share(main.pace),
    )
    if ahead is not None and ahead.value is not None and not main.is_over:
        note += (desk.say("· forecast", "· 预测"), figure(desk, found, ahead.value))
    yield Tile(
        desk.say(f"Target {main.period}", f"{main.period} 目标"),
        Share(main.completion),
        note,
        level(found),
        leads_to=desk.page("kpis"),
    )
