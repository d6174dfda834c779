"""Inflections: where the numbers have turned, what happened near, and who responds."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmkb.flow import Level, Phase
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.dashboard.response import Response
from pmkb.pages.block import (
    Badge,
    Block,
    Column,
    Concerns,
    Grid,
    Group,
    Note,
    Nothing,
    Records,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import figure
from pmkb.pages.page import page
from pmkb.pages.targets import course, turned
from pmkb.pages.turning import Turned, turns
from pmkb.record import Section
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport


@page(
    4,
    Section.DASHBOARD,
    "Inflections and responses",
    "拐点与应对",
    "metric",
    "response",
    trackers=("inflections", "responses"),
)
def inflections(desk: Desk) -> Iterator[Block]:
    """Where have the numbers turned, why, and is somebody doing something about it?"""
    known = [each for each in figures.reports(desk.kb) if not each.mirrors]
    turning = [each for each in known if each.inflections]
    answers = desk.all(Response)
    if not known and not answers:
        text = desk.say(
            "Nothing can turn yet: no metric has facts, and no response is recorded.",
            "还没有可判断的拐点：没有有数据的指标，也没有应对措施。",
        )
        yield Nothing(text, "response")
        return
    new = [(each, turn) for each in known for turn in each.news]
    old = [(each, turn) for each in known for turn in each.inflections if turn not in each.news]
    yield Tiles(tuple(_tiles(desk, new, answers)))
    if not turning:
        yield Note(
            desk.say(
                "No metric has turned. It takes twelve whole periods to tell.",
                "没有指标出现拐点；至少要有十二个完整周期才能判断。",
            )
        )
    still_open = [each for each in answers if each.is_open]
    bare = [each.metric for each, turn in new if not turn.responses]
    title = desk.say("What needs attention", "需要关注")
    yield Concerns(title, [*dict.fromkeys(bare), *still_open])
    turning.sort(
        key=lambda each: max(-turn.point.span.end.toordinal() for turn in each.inflections)
    )
    if turning:
        first, *others = turning
        yield course(desk, first, broad=True)
        if others:
            yield Side(tuple(course(desk, each) for each in others))
    if new:
        yield turns(desk, desk.say("Turns within a year", "近一年的拐点"), new)
    if old:
        yield turns(desk, desk.say("Earlier turns", "更早的拐点"), old)
    if answers:
        yield Group(desk.say("Responses", "应对措施"), tuple(_responses(desk, answers)))
    trends = [each for each in known if each.trend is not None]
    if trends:
        yield _trends(desk, trends)


def _newest(found: "MetricReport") -> date:
    return max(turn.point.span.end for turn in found.inflections)


def _tiles(desk: Desk, new: Turned, answers: Sequence[Response]) -> Iterator[Tile]:
    bare = [(found, turn) for found, turn in new if not turn.responses]
    worse = [pair for pair in bare if turned(pair[0], pair[1].direction) is Level.ACT]
    yield Tile(desk.say("Turns within a year", "近一年拐点"), len(new))
    down = desk.say(f"{len(worse)} for the worse", f"其中 {len(worse)} 个变差")
    yield Tile(
        desk.say("Without a response", "未应对"),
        len(bare),
        (down,) if bare else (),
        Level.ACT if worse else Level.WATCH if bare else Level.GOOD,
    )
    still_open = [each for each in answers if each.is_open]
    late = [each for each in still_open if each.due and each.due < desk.as_of]
    closed = [each for each in answers if each.phase is Phase.DONE]
    yield Tile(desk.say("Responses open", "进行中的应对"), len(still_open))
    overdue = Level.ACT if late else Level.GOOD
    yield Tile(desk.say("Responses overdue", "逾期的应对"), len(late), level=overdue)
    yield Tile(desk.say("Responses closed", "已关闭的应对"), len(closed))


def _responses(desk: Desk, answers: Sequence[Response]) -> Iterator[Block]:
    columns = ("status", "metric", "period", "finding", "cause", "action", "due", "owner")
    still_open = sorted(
        (each for each in answers if each.is_open),
        key=lambda each: (each.due is not None, each.due or desk.as_of, each.id),
    )
    closed = [each for each in answers if not each.is_open]
    if still_open:
        yield Records(desk.say("Open", "进行中"), still_open, columns)
    if closed:
        done = ("status", "metric", "period", "finding", "action", "due", "closed", "owner")
        yield Records(desk.say("Closed", "已关闭"), closed, done)


def _trends(desk: Desk, known: "Sequence[MetricReport]") -> Grid:
    """Whether metrics rise or fall slowly, by Mann–Kendall and Sen."""
    columns = (
        Column(Metric.label.one(desk.language)),
        Column(desk.say("Trend", "趋势"), choose=True),
        Column(desk.say("A period", "每期"), is_numeric=True),
        Column("p", is_numeric=True),
        Column(desk.say("Periods", "周期数"), is_numeric=True),
    )
    note = desk.say(
        "Mann–Kendall, or Wilcoxon of the changes where a series wanders, corrected for"
        " autocorrelation; a period's change is Sen's median. p: how likely by chance.",
        "Mann–Kendall 检验（随机游走型序列用差分的 Wilcoxon 检验），已校正自相关；"
        "每期变化取 Sen 中位数。p 为偶然出现这么大变化的概率。",
    )
    rows = tuple(_trend(desk, each) for each in known)
    return Grid(desk.say("Slow trends", "缓慢趋势"), columns, rows, note)


def _trend(desk: Desk, found: "MetricReport") -> tuple[object, ...]:
    names = {
        "rising": desk.say("rising", "上升"),
        "falling": desk.say("falling", "下降"),
        "none": desk.say("none", "不明显"),
    }
    wanted = {"up": "rising", "down": "falling"}.get(found.metric.direction or "")
    trend = found.trend
    if trend is None:
        return (found.metric, None, None, None, None)
    name: object = names[trend.direction]
    if wanted and trend.direction != "none":
        level = Level.GOOD if trend.direction == wanted else Level.WATCH
        name = Badge(names[trend.direction], level)
    p = desk.say("below 0.001", "低于 0.001") if trend.p < 0.001 else desk.number(round(trend.p, 3))
    return found.metric, name, figure(desk, found, trend.slope), p, trend.periods
