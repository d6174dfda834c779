"""What a response is about: how its metric has run since."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pmkb.charts import Inflection
from pmkb.flow import Level
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.dashboard.response import Response
from pmkb.pages.block import Block, Change, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.measured import now
from pmkb.pages.numbers import figure
from pmkb.pages.page import panel
from pmkb.pages.targets import course
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.series import Point


@panel("response")
def response(desk: Desk, record: Response) -> Iterator[Block]:
    """Where its metric stood then, where it stands now, and its course."""
    metric = desk.kb.target(record, "metric")
    found = desk.metric(metric) if isinstance(metric, Metric) else None
    if found is None or found.current is None or found.series is None:
        return
    then = _then(found, record.period or "")
    yield Tiles((now(desk, found), *_since(desk, found, then)))
    line = course(desk, found, found.metric.heading, broad=True)
    if then is not None:
        at = then.span.start
        others = tuple(each for each in line.inflections if each.at != at)
        mark = Inflection(at, desk.say(f"{then.label}: response", f"{then.label} 应对"))
        marks = sorted((*others, mark), key=lambda each: each.at)
        line = replace(line, inflections=tuple(marks))
    yield line


def _then(found: "MetricReport", period: str) -> "Point | None":
    """The first period of the metric's that a response is about."""
    from pmkb.metrics.calendar import read_span

    series = found.series
    read = read_span(period, series.calendar.first_month) if series else None
    if read is None or series is None:
        return None
    return next((each for each in series.points if read[1].overlaps(each.span)), None)


def _since(desk: Desk, found: "MetricReport", then: "Point | None") -> Iterator[Tile]:
    last = found.current
    if then is None or then.value is None or last is None or last.value is None:
        return
    yield Tile(desk.say(f"In {then.label}", f"{then.label} 时"), figure(desk, found, then.value))
    if then.value > 0 and then.period != last.period:
        grown = float((last.value - then.value) / then.value)
        level = Level.WATCH if figures.worsens(found, grown) else Level.GOOD
        yield Tile(desk.say("Since then", "此后变化"), Change(grown), level=level)
