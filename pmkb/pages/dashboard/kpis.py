"""KPI completion: every target against what is reached, what is due by now, and the forecast."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmkb.charts import Bullet, Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import (
    Block,
    Column,
    Concerns,
    Grid,
    Group,
    Nothing,
    Records,
    Share,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import figure
from pmkb.pages.page import page
from pmkb.pages.targets import RUNNING, UNMEASURED, kpi, level, standing, towards
from pmkb.record import Section
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.pace import Progress
    from pmkb.metrics.report import MetricReport


@page(3, Section.DASHBOARD, "KPI completion", "KPI 完成率", "metric", trackers=("kpi-completion",))
def kpis(desk: Desk) -> Iterator[Block]:
    """Which targets will be reached, which will not, and by how much?"""
    known = figures.reports(desk.kb)
    aimed = [each for each in known if each.progress]
    if not aimed:
        text = desk.say(
            "No metric has a target: write `targets`, each with a period and a value, in one.",
            "还没有指标设目标：在有数据的指标里写 `targets`，每项一个周期和一个目标值。",
        )
        yield Nothing(text, "metric")
        return
    now = sorted((each for each in aimed if each.main_progress), key=_urgency)
    yield Tiles(tuple(_tiles(desk, now)))
    yield Side((_bullets(desk, now), _periods(desk, aimed)))
    yield from _alerts(desk, known)
    yield Concerns(desk.say("What needs attention", "需要关注"), [each.metric for each in now])
    ways = {each.steps: each for each in reversed(now) if len(each.steps) > 1}
    if ways:
        drawn = tuple(towards(desk, each) for each in reversed(ways.values()))
        yield Group(desk.say("On the way to the target", "累计与目标"), (Side(drawn),))
    yield _table(desk, aimed)
    rest = [each.metric for each in known if each.main_progress is None]
    if rest:
        title = desk.say("Metrics without a target for the day", "当前没有目标的指标")
        yield Records(title, rest, ("current", "unit", "growth", "period", "owner"))


def _bullets(desk: Desk, now: "Sequence[MetricReport]") -> Bullet:
    aims = tuple(kpi(desk, each, each.main_progress) for each in now if each.main_progress)
    return Bullet(desk.say("Targets of the day", "当期目标"), aims)


def _urgency(found: "MetricReport") -> tuple[int, float]:
    """The most urgent first, then what is furthest behind its pace."""
    main, known = found.main_progress, level(found)
    return (known.rank if known else 9), _ratio(main, found.metric.direction) if main else 9.0


def _ratio(progress: "Progress", direction: str | None) -> float:
    if progress.completion is None or not progress.pace:
        return 9.0
    ratio = progress.completion / progress.pace
    return 2 - ratio if direction == "down" else ratio


def _tiles(desk: Desk, now: "Sequence[MetricReport]") -> Iterator[Tile]:
    count = Counter(level(each) for each in now)
    for each in (*RUNNING.values(), UNMEASURED):
        if count[each.level] or each.level is Level.GOOD:
            total = desk.say("of {n} {n:target|targets}", "共 {n} 个目标", n=len(now))
            yield Tile(desk.standing(each), count[each.level], (total,), each.level)
    lead = min((each for each in now if each.main_progress), key=_lag, default=None)
    main = lead.main_progress if lead else None
    if lead is None or main is None or main.completion is None:
        return
    due = desk.say("{pace} due by now", "应达 {pace}").format(pace=desk.share(main.pace))
    yield Tile(
        desk.say("Furthest behind: {name} {period}", "落后最多：{name} {period}").format(
            name=lead.metric.heading, period=main.period
        ),
        Share(main.completion),
        (due,),
        level(lead),
        leads_to=lead.metric.path,
    )


def _lag(found: "MetricReport") -> float:
    main = found.main_progress
    return _ratio(main, found.metric.direction) if main else 9.0


def _alerts(desk: Desk, known: "Sequence[MetricReport]") -> Iterator[Block]:
    """Metrics beyond a threshold."""
    sides = {"above": desk.say("above", "高于"), "below": desk.say("below", "低于")}
    rows = tuple(
        (
            each.metric,
            figure(desk, each, alert.point.value),
            f"{sides[alert.side]} {desk.number(alert.threshold)}",
            alert.point.label,
            desk.kb.target(each.metric, "owner"),
        )
        for each in known
        for alert in each.alerts
    )
    if rows:
        columns = (
            Column(Metric.label.one(desk.language)),
            Column(desk.say("Value", "数值"), is_numeric=True),
            Column(desk.field(Metric, "alert")),
            Column(desk.field(Metric, "period")),
            Column(desk.field(Metric, "owner")),
        )
        yield Grid(desk.say("Beyond an alert threshold", "越过预警线"), columns, rows)


def _periods(desk: Desk, aimed: "Sequence[MetricReport]") -> Heat:
    """Completion by metric and period; of periods to come the target alone."""
    spans = {each.period: each.span for found in aimed for each in found.progress}
    names = sorted(spans, key=lambda each: (spans[each].end, spans[each].days))
    by_metric = [{each.period: each for each in found.progress} for found in aimed]
    cells = tuple(
        tuple(_cell(desk, found, known.get(name)) for name in names)
        for found, known in zip(aimed, by_metric, strict=True)
    )
    return Heat(
        desk.say("Completion by period", "各期完成率"),
        tuple(each.metric.heading for each in aimed),
        tuple(names),
        cells,
        note=desk.say("periods to come show the target", "未开始的周期显示目标值"),
    )


def _cell(desk: Desk, found: "MetricReport", progress: "Progress | None") -> Cell | None:
    if progress is None:
        return None
    known = standing(found, progress)
    if known is None:
        return Cell(text=desk.short(progress.target), note=desk.say("not begun", "未开始"))
    done = progress.completion
    note = desk.standing(known)
    return Cell(done, "" if done is None else f"{done:.0%}", known.level, note)


def _table(desk: Desk, aimed: "Sequence[MetricReport]") -> Grid:
    """Every target on record: those of the day first, then the past, then what is to come."""
    columns = (
        Column(Metric.label.one(desk.language)),
        Column(desk.say("Period", "周期"), choose=True),
        Column(desk.say("Standing", "状态"), choose=True),
        Column(desk.say("Actual", "实际"), is_numeric=True),
        Column(desk.say("Target", "目标"), is_numeric=True),
        Column(desk.field(Metric, "completion"), is_numeric=True),
        Column(desk.field(Metric, "pace"), is_numeric=True),
        Column(desk.say("Forecast", "期末预测"), is_numeric=True),
        Column(desk.say("Remaining", "还差"), is_numeric=True),
        Column(desk.field(Metric, "owner")),
    )
    every = [(found, each) for found in aimed for each in found.progress]
    every.sort(key=lambda each: _order(desk, *each))
    rows = tuple(_row(desk, *each) for each in every)
    return Grid(desk.say("All targets", "全部目标"), columns, rows)


def _order(desk: Desk, found: "MetricReport", progress: "Progress") -> tuple[object, ...]:
    begun, over = progress.span.start <= desk.as_of, progress.span.end < desk.as_of
    known = standing(found, progress)
    rank = known.level.rank if known else 9
    return (over or not begun, not over, rank, progress.span.start, found.metric.heading)


def _row(desk: Desk, found: "MetricReport", progress: "Progress") -> tuple[object, ...]:
    ahead, known = progress.forecast, standing(found, progress)
    return (
        found.metric,
        progress.period,
        known or desk.say("Not begun", "未开始"),
        figure(desk, found, progress.actual),
        figure(desk, found, progress.target),
        None if progress.completion is None else Share(progress.completion),
        None if progress.pace is None else Share(progress.pace),
        figure(desk, found, ahead.value if ahead else None),
        figure(desk, found, progress.remaining),
        desk.kb.target(found.metric, "owner"),
    )
