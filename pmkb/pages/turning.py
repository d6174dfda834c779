"""Where metrics have turned, as a table: what moved, what happened near, and who responds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmkb.charts import Form
from pmkb.flow import Level
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import Badge, Change, Column, Grid, Share
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import dimension_name, figure, form_of, value_name
from pmkb.pages.targets import moved, turned

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.turns import Mover, Turn

Turned = Sequence[tuple["MetricReport", "Turn"]]
SUREST = 0.999
"""No turn is told to be certain."""
MOVERS = 3
"""How many of the values that moved most are named with a turn."""


def turns(desk: Desk, title: str, found: Turned) -> Grid:
    """Turns, the newest first, with what happened near them and what moved."""
    columns = (
        Column(Metric.label.one(desk.language), choose=True),
        Column(desk.say("Since", "起始周期")),
        Column(desk.say("From", "之前"), is_numeric=True),
        Column(desk.say("To", "之后"), is_numeric=True),
        Column(desk.say("Change", "变化"), is_numeric=True),
        Column(desk.say("Confidence", "置信度"), is_numeric=True),
        Column(desk.say("Response", "应对")),
        Column(desk.say("What moved most", "变动最大的部分")),
        Column(desk.say("What happened near", "前后发生的事")),
    )
    newest = sorted(found, key=lambda pair: pair[1].point.span.end, reverse=True)
    rows = tuple(_turn(desk, *pair) for pair in newest)
    return Grid(title, columns, rows)


def _turn(desk: Desk, found: "MetricReport", turn: "Turn") -> tuple[object, ...]:
    share = moved(turn)
    for_better = turned(found, turn.direction)
    none = Badge(desk.say("none", "无"), Level.ACT if for_better is Level.ACT else Level.WATCH)
    is_news = turn in found.news
    movers = sorted(found.movers(turn), key=lambda each: -abs(each.change))[:MOVERS]
    return (
        found.metric,
        turn.point.label,
        figure(desk, found, turn.before),
        figure(desk, found, turn.after),
        None if share is None else Change(share),
        Share(min(turn.confidence, SUREST)),
        turn.responses or (none if is_news else None),
        tuple(_moved(desk, found, each) for each in movers),
        tuple(each.record for each in turn.near),
    )


def _moved(desk: Desk, found: "MetricReport", mover: "Mover") -> str:
    amount = ("+" if mover.change > 0 else "") + desk.short(mover.change)
    if form_of(found) is Form.SHARE:  # of percentages, points
        amount = desk.change(float(mover.change)).replace("%", desk.say(" points", " 个百分点"))
    name = value_name(desk, found, mover.dimension, mover.value)
    kind = dimension_name(desk, found, mover.dimension)
    return f"{kind} {name} {amount}"
