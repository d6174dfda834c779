"""The checklist's dashboard: the goal, what the metrics say, and what is done about it."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.goal import AT_RISK, MISSED, OFF_TRACK, UNMEASURED, Goal
from pmkb.kinds.dashboard.response import Response
from pmkb.kinds.sales.customer import Customer, revenue_of
from pmkb.record import Record, Section
from pmkb.trackers import figures
from pmkb.trackers.tracker import (
    Headline,
    Points,
    Reading,
    Tracking,
    Trend,
    Words,
    by_urgency,
    first,
    joined,
    joined_to,
    listed,
    nothing,
    say,
    tracker,
    trend,
    worst,
)

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.shares import Breakdown, MixShift
    from pmkb.metrics.turns import Turn

MEASURED_WITHIN_DAYS = 92
LEAST_PERIODS = 12
"""From how many whole periods on it can be told that a metric has not turned."""

NOT_SET = say(
    "no metric says `subject: {subject}`, or it has no facts",
    "没有带 `subject: {subject}` 的指标，或者没有数据",
)


def _unset(*subjects: str) -> Headline:
    named = " / ".join(subjects)
    return say(NOT_SET.en, NOT_SET.zh, subject=named)


# --- the goal ---------------------------------------------------------------------------------


@tracker("product-goal", 0, Section.DASHBOARD, "Product goal", "产品目标", "goal", "product")
def product_goal(kb: KnowledgeBase) -> Tracking:
    """Open goals that are on track, at risk and off track by pace.

    A goal is on track from 0.95 of the progress that is ideal by now, at risk from 0.75, off track
    below; a value older than 92 days measures nothing.

    Act: one is off track, or was missed. Unknown: no goal is open, or one is not measured. Watch:
    one is at risk. Else good.

    ---
    按进度看，进行中的目标有多少正常、有风险、偏离。

    达到当前应有进度的 0.95 为正常，0.75 以上为有风险，再低为偏离；超过 92 天的读数不算数。

    需处理：有目标偏离或到期未达成。未知：没有进行中的目标，或有目标没有数据。需关注：有目标有风险。
    其余为正常。
    """
    goals = [each for each in kb.all(Goal) if each.is_open]
    if not goals:
        return nothing(say("no goal is open", "没有进行中的目标"))
    standings = {goal: goal.standing(kb) for goal in goals}
    old = {goal for goal in goals if _measured_long_ago(goal, kb)}
    standings |= dict.fromkeys(old, UNMEASURED)
    count = Counter(standings.values())
    off = count[OFF_TRACK] + count[MISSED]
    headline = say(
        "{good} of {all} {all:goal|goals} on track, {risk} at risk, {off} off track, {blind} not measured",
        "{all} 个目标：{good} 个正常，{risk} 个有风险，{off} 个偏离，{blind} 个无数据",
        all=len(goals),
        good=len(goals) - off - count[AT_RISK] - count[UNMEASURED],
        risk=count[AT_RISK],
        off=off,
        blind=count[UNMEASURED],
    )
    ranked = by_urgency((found.level, goal) for goal, found in standings.items())
    return Tracking(worst(found.level for found in standings.values()), headline, ranked)


def _measured_long_ago(goal: Goal, kb: KnowledgeBase) -> bool:
    found = goal.measured(kb)
    return found is not None and (kb.as_of - found.day).days > MEASURED_WITHIN_DAYS


# --- users and revenue ------------------------------------------------------------------------


def _target(found: "MetricReport") -> Headline:
    progress = found.main_progress
    if progress is None:
        return say("no target", "未设目标")
    return say(
        "{completion} of the {period} target",
        "完成 {period} 目标的 {completion}",
        completion=figures.share(progress.completion),
        period=progress.period,
    )


def _counted(found: "MetricReport") -> Headline:
    return say(
        f"{{current}}, {{growth}} on the {figures.grain(found)}, {{year}} on the year",
        "{current}，环比 {growth}，同比 {year}",
        current=figures.value(found, figures.amount(found)),
        growth=figures.change(figures.growth(found)),
        year=figures.change(figures.growth_year(found)),
    )


def _metrics(found: "Iterable[MetricReport]") -> tuple[Record, ...]:
    return tuple(each.metric for each in found)


@tracker("users", 1, Section.DASHBOARD, "Users", "用户数", "metric", "dataset")
def users(kb: KnowledgeBase) -> Tracking:
    """How many users there are, how their number grows, and how much of the target that is.

    They are the metrics with `subject: users`; the sentence is about the first of them by path.

    Act: one is beyond an alert threshold, or off the track of its target. Unknown: none has values,
    or the facts are older than the dataset's `max_age` (without one, two whole periods). Watch: one
    is at risk of missing its target, or smaller than a year ago (without facts of that, than the
    period before). Else good.

    ---
    当前有多少用户、增长多快、完成目标的多少。

    取 `subject: users` 的指标，标题句说按路径排第一的那个。

    需处理：有指标越过预警线，或偏离目标进度。未知：没有数值，或数据超过数据集的 `max_age`
    （没写则为整整两个周期没有数据）。需关注：目标有风险，或低于去年同期（没有同期数据则低于上期）。
    其余为正常。
    """
    found = figures.about(kb, "users")
    if not found:
        return nothing(_unset("users"), *figures.undecided(kb, "users"))
    lead = found[0]
    return Tracking(
        worst(figures.course(each) for each in found),
        figures.aged(joined(_counted(lead), _target(lead)), lead),
        _metrics(found),
        figures.trend_of(lead),
    )


@tracker(
    "revenue", 2, Section.DASHBOARD, "Revenue", "营收", "metric", "dataset", "contract", "customer"
)
def revenue(kb: KnowledgeBase) -> Tracking:
    """Revenue and its growth, ARR from the contracts in force, and what last year's customers pay.

    It is the first metric by path with `subject: revenue`. NRR is what the customers of a year ago
    pay now as a share of what they paid then, GRR the same without what any of them pays more.

    Act: one is beyond an alert threshold, or off the track of its target. Unknown: none has values,
    or the facts are older than the dataset's `max_age` (without one, two whole periods). Watch: one
    is at risk of missing its target, or smaller than a year ago, or NRR is below 100 %. Else good.

    ---
    营收及其增长、按有效合同计算的 ARR、老客户留存。

    取按路径排第一的 `subject: revenue` 指标。NRR 是一年前的客户现在付的钱与当时的比；GRR 不算其中
    增购的部分。

    需处理：越过预警线，或偏离目标进度。未知：没有数值，或数据超过数据集的 `max_age`（没写则为整整
    两个周期没有数据）。需关注：目标有风险、低于去年同期，或 NRR 低于 100%。其余为正常。
    """
    found = figures.about(kb, "revenue")
    if not found:
        return nothing(_unset("revenue"), *figures.undecided(kb, "revenue"))
    lead = found[0]
    kept = lead.retention
    arr = revenue_of(kb.all(Customer), kb)
    headline = joined(
        _counted(lead),
        say(
            "ARR {arr}, NRR {nrr}, GRR {grr}",
            "ARR {arr}，NRR {nrr}，GRR {grr}",
            arr=arr if arr.amount else figures.UNKNOWN_FIGURE,
            nrr=figures.share(kept.net if kept else None),
            grr=figures.share(kept.gross if kept else None),
        ),
        _target(lead),
    )
    shrinks = kept is not None and kept.net is not None and kept.net < 1
    level = worst([*(figures.course(each) for each in found), *[Level.WATCH] * shrinks])
    return Tracking(level, figures.aged(headline, lead), _metrics(found), figures.trend_of(lead))


# --- targets ----------------------------------------------------------------------------------

PACES = {"off-track": Level.ACT, "at-risk": Level.WATCH, "on-track": Level.GOOD}


@tracker("kpi-completion", 3, Section.DASHBOARD, "KPI completion", "KPI 完成率", "metric")
def kpi_completion(kb: KnowledgeBase) -> Tracking:
    """Metrics with a target for the day: how many are on pace, and the one that lags most.

    Of several targets, that of the longest period counts. Pace is the completion that would be
    ideal by now, linear or by last year's season; the forecast carries the pace on to the period's
    end. Completion from 0.95 of the pace is on track, from 0.75 at risk, below off track. On a
    period's last day only what has reached its target is on track, from 0.95 of it at risk.

    Act: one is off track. Unknown: no metric has a target for the day, or one of them no facts that
    are recent. Watch: one is at risk. Else good.

    ---
    当日有目标的指标中，有多少跟得上进度，落后最多的是哪个。

    同时有几个目标时取周期最长的。应达进度按时间线性或按去年的季节性计算；预测是把现在的节奏延续到
    期末。完成率达到应达进度的 0.95 为正常，0.75 以上为有风险，再低为偏离；周期最后一天则达到目标才算
    正常，达到 0.95 为有风险。

    需处理：有指标偏离。未知：没有指标在当日有目标，或其中有指标缺少近期数据。需关注：有指标有风险。
    其余为正常。
    """
    found = [each for each in figures.reports(kb) if each.main_progress is not None]
    if not found:
        return nothing(say("no metric has a target for the day", "没有指标在当日有目标"))
    levels = {each.metric: _pace(each) for each in found}
    ranked = sorted(found, key=lambda each: (levels[each.metric].rank, _ratio(each)))
    lead = min(found, key=_ratio)
    count = Counter(levels.values())
    headline = joined(
        say(
            "{good} of {all} {all:target|targets} on pace, {risk} at risk, {off} off track, {blind} not measured",
            "{all} 个目标：{good} 个跟上进度，{risk} 个有风险，{off} 个偏离，{blind} 个无数据",
            all=len(found),
            good=count[Level.GOOD],
            risk=count[Level.WATCH],
            off=count[Level.ACT],
            blind=count[Level.UNKNOWN],
        ),
        _behind(lead),
    )
    headline = figures.aged(headline, lead)
    return Tracking(worst(levels.values()), headline, _metrics(ranked), figures.trend_of(lead))


def _pace(found: "MetricReport") -> Level:
    target = found.main_progress
    standing = target.standing(found.metric.direction) if target else None
    if standing is None or figures.is_stale(found):
        return Level.UNKNOWN
    return PACES[standing]


def _ratio(found: "MetricReport") -> float:
    """Completion against pace; less is worse."""
    target = found.main_progress
    if target is None or target.completion is None or not target.pace:
        return 9.0
    ratio = target.completion / target.pace
    return 2 - ratio if found.metric.direction == "down" else ratio


def _behind(found: "MetricReport") -> Headline:
    target = found.main_progress
    ahead = target.forecast if target else None
    expected = ahead.value if ahead else None
    return say(
        "{name} {period}: {completion} done, {pace} due, forecast {forecast} of {target}",
        "{name} {period}：完成 {completion}，应达 {pace}，期末预测 {forecast}，目标 {target}",
        name=found.metric.heading,
        period=target.period if target else "",
        completion=figures.share(target.completion if target else None),
        pace=figures.share(target.pace if target else None),
        forecast=figures.value(found, expected),
        target=figures.value(found, target.target if target else None),
    )


# --- turns ------------------------------------------------------------------------------------


@tracker("inflections", 4, Section.DASHBOARD, "Inflections", "拐点", "metric", "response")
def inflections(kb: KnowledgeBase) -> Tracking:
    """Lasting shifts of metrics' levels within a year, and those that nobody has responded to.

    A response belongs to a turn by its `metric` and a `period` with days in common. Running totals,
    and metrics made of a single other one, turn where that one turns, and are left out.

    Act: a metric has turned for the worse, and there is no response. Unknown: no metric has twelve
    whole periods of facts that are recent. Watch: one has turned for the better, or either way
    where `direction` does not say which is better, without a response. Else good.

    ---
    一年内指标水平的持久变化，以及其中还没有人应对的。

    应对措施按 `metric` 和与拐点重叠的 `period` 对应。累计指标和只由另一个指标换算的指标不重复计算。

    需处理：有指标变差而没有应对。未知：没有指标有十二个完整周期的近期数据。需关注：有指标变好，或没写
    `direction` 因而好坏不明，而没有应对。其余为正常。
    """
    found = [each for each in figures.reports(kb) if _can_turn(each)]
    if not found:
        return nothing(
            say("no metric has twelve periods of recent facts", "没有指标有十二期近期数据")
        )
    new = [(each, turn) for each in found for turn in each.news]
    bare = [(each, turn) for each, turn in new if not turn.responses]
    worse = [(each, turn) for each, turn in bare if _for_the_worse(each, turn)]
    headline = say(
        "{new} {new:turn|turns} within a year, {bare} without a response, {worse} of these for the worse",
        "一年内 {new} 个拐点，{bare} 个未应对，其中 {worse} 个变差",
        new=len(new),
        bare=len(bare),
        worse=len(worse),
    )
    if bare:
        last = max(worse or bare, key=lambda each: each[1].point.span.end)
        headline = joined(headline, _turned(*last))
    records = first(
        *((each.metric for each, _ in found) for found in (worse, bare, new)),
        (response for _, turn in new for response in turn.responses),
    )
    level = Level.ACT if worse else Level.WATCH if bare else Level.GOOD
    return Tracking(level, headline, records)


def _can_turn(found: "MetricReport") -> bool:
    from pmkb.metrics.composed import Composed, Cumulative

    quantity, series = found.quantity, found.series
    if series is None or isinstance(quantity, Cumulative):
        return False
    if isinstance(quantity, Composed) and len(quantity.inputs) < 2:
        return False
    return len(series.complete) >= LEAST_PERIODS and not figures.is_stale(found)


def _for_the_worse(found: "MetricReport", turn: "Turn") -> bool:
    return found.metric.direction not in (None, turn.direction)


def _turned(found: "MetricReport", turn: "Turn") -> Headline:
    change = (turn.after - turn.before) / turn.before if turn.before > 0 else None
    return say(
        "last {name} in {period}, {change}",
        "最近是 {name}，{period}，{change}",
        name=found.metric.heading,
        period=turn.point.label,
        change=figures.change(change),
    )


# --- growth -----------------------------------------------------------------------------------

GROWING = {"revenue": Words("revenue", "营收"), "users": Words("users", "用户数")}


@tracker("growth", 5, Section.DASHBOARD, "Growth", "增长速率", "metric")
def growth(kb: KnowledgeBase) -> Tracking:
    """How fast revenue and users grow: on the period before, on the year, compound by period.

    They are the first metrics by path with `subject: revenue` and `subject: users`. A period that
    is not over is compared with as much of the other one, and marked. Compound growth is that of a
    year's whole periods, or of as many as there are.

    Act: one is smaller than a year ago; without facts of a year ago, its compound growth is
    negative. Unknown: neither has two periods of recent facts, or the facts of one are too old.
    Watch: one is smaller than the period before. Else good.

    ---
    营收和用户数增长多快：环比、同比、每期复合增长率。

    取按路径排第一的 `subject: revenue` 和 `subject: users` 指标。未结束的周期按同样长度比较，并注明。
    复合增长率按一年的完整周期计算，不足一年则按已有的周期。

    需处理：低于去年同期；没有同期数据时，复合增长率为负。未知：两者都没有两期近期数据，或其一的数据
    过期。需关注：低于上期。其余为正常。
    """
    leads = {name: each[0] for name in GROWING if (each := figures.about(kb, name))}
    leads = {name: each for name, each in leads.items() if figures.growth(each) is not None}
    if not leads:
        return nothing(_unset(*GROWING), *figures.undecided(kb, *GROWING))
    levels = [(_growth_level(each), each.metric) for each in leads.values()]
    lead = next(iter(leads.values()))
    return Tracking(
        worst(level for level, _ in levels),
        joined(*(figures.aged(_grows(GROWING[n], each), each) for n, each in leads.items())),
        by_urgency(levels),
        _growth_trend(lead),
    )


def _growth_level(found: "MetricReport") -> Level:
    if figures.is_stale(found):
        return Level.UNKNOWN
    year = figures.growth_year(found)
    long = year if year is not None else _compound(found)
    if figures.worsens(found, long):
        return Level.ACT
    return Level.WATCH if figures.worsens(found, figures.growth(found)) else Level.GOOD


def _compound(found: "MetricReport") -> float | None:
    return found.series.compound.growth if found.series else None


def _grows(name: Words, found: "MetricReport") -> Headline:
    partial = found.series is not None and found.series.is_partial
    period = found.current.label if found.current else ""
    return say(
        f"{{name}} {{growth}} on the {figures.grain(found)}, {{year}} on the year, "
        "{compound} compound" + (" ({period} so far)" if partial else ""),
        "{name}环比 {growth}，同比 {year}，复合 {compound}"
        + ("（{period} 未结束）" if partial else ""),
        name=name,
        growth=figures.change(figures.growth(found)),
        year=figures.change(figures.growth_year(found)),
        compound=figures.change(_compound(found)),
        period=period,
    )


def _growth_trend(found: "MetricReport") -> Trend | None:
    from pmkb.metrics.series import growth as between

    points = found.series.complete if found.series else ()
    readings = [
        Reading(now.span.end, now.label, between(now.value, before.value))
        for before, now in pairwise(points)
    ]
    name = figures.title(found)
    return trend(Words(f"{name.en}, growth", f"{name.zh}环比"), readings, "%")


# --- responses --------------------------------------------------------------------------------


@tracker("responses", 6, Section.DASHBOARD, "Responses", "应对响应", "response")
def responses(kb: KnowledgeBase) -> Tracking:
    """Responses to turns in the numbers and to the market: open, overdue, closed.

    Act: an open one is past its `due`. Unknown: none is recorded. Watch: an open one has no `due`,
    or no `action`. Else good.

    ---
    对指标变化和市场动态的应对：进行中、逾期、已关闭。

    需处理：有进行中的已过期限。未知：没有记录。需关注：有进行中的没写期限或措施。其余为正常。
    """
    found = kb.all(Response)
    if not found:
        return nothing()
    still_open = [each for each in found if each.is_open]
    late = [each for each in still_open if each.due and each.due < kb.as_of]
    vague = [each for each in still_open if each.due is None or each.action is None]
    headline = say(
        "{open} open, {late} overdue, {closed} closed",
        "{open} 项进行中，{late} 项逾期，{closed} 项已关闭",
        open=len(still_open),
        late=len(late),
        closed=len(found) - len(still_open),
    )
    if vague:
        vaguely = say("{n} without due day or action", "{n} 项缺期限或措施", n=len(vague))
        headline = joined(headline, vaguely)
    level = Level.ACT if late else Level.WATCH if vague else Level.GOOD
    return Tracking(level, headline, first(late, vague, still_open))


# --- shares -----------------------------------------------------------------------------------

UPGRADED = "version"
"""The dimension whose mix is meant to move."""
WANTED = ("version", "architecture", "region", "industry", "form")
UNKNOWN_WATCH, UNKNOWN_ACT = 0.05, 0.2
MOVED_WATCH = 0.1


@tracker("breakdowns", 11, Section.DASHBOARD, "Breakdowns", "各维度占比", "metric", "dataset")
def breakdowns(kb: KnowledgeBase) -> Tracking:
    """Revenue and users by version, architecture, region, industry and form; how the mix moved.

    They are the first metrics by path with `subject: revenue` and `subject: users`, in the newest
    period. The mix has moved by what single values have gained as shares of the whole, since the
    same period last year (without facts of that, since the period before). That customers move on
    to newer versions is meant to be, and left out of it.

    Act: more than 20 % of one cannot be told apart in a dimension. Unknown: neither can be broken
    down by any of the five, or the facts of one are too old. Watch: a dimension is missing, or more
    than 5 % of it cannot be told apart, or its mix has moved by more than 10 points. Else good.

    ---
    营收和用户数按版本、架构、区域、行业、形态的占比，以及结构怎样变化。

    取按路径排第一的 `subject: revenue` 和 `subject: users` 指标的最新一期。结构变化是各取值占比增加部分
    之和，与去年同期比；没有同期数据则与上期比。版本升级本来就会改变占比，不算结构变化。

    需处理：某个维度有超过 20% 归不到任何取值。未知：五个维度都无法拆分，或数据过期。需关注：缺少维度、
    某维度有超过 5% 归不到取值，或结构变化超过 10 个百分点。其余为正常。
    """
    found = [each[0] for name in GROWING if (each := figures.about(kb, name))]
    found = [each for each in found if _wanted(each)]
    if not found:
        blind = say("neither revenue nor users can be broken down", "营收和用户数都无法按维度拆分")
        return nothing(blind, *figures.undecided(kb, *GROWING))
    split = [(each, name) for each in found for name in _wanted(each)]
    levels = [(_mix_level(each), each.metric) for each in found]
    if any(figures.is_stale(each) for each in found):
        levels.append((Level.UNKNOWN, found[0].metric))
    steady = [pair for pair in split if pair[1].split(".")[-1] != UPGRADED]
    lead, name = max(steady, key=lambda pair: abs(_most_moved(*pair)[1]), default=(None, ""))
    headline = joined(
        say(
            "{known} of {all} {all:share|shares} known",
            "{all} 个占比已知 {known} 个",
            known=len(split),
            all=len(WANTED) * len(found),
        ),
        _largest(found[0]),
        _moved(lead, name) if lead else say("no mix has moved", "结构没有变化"),
    )
    headline = figures.aged(headline, found[0])
    return Tracking(worst(level for level, _ in levels), headline, first(by_urgency(levels)))


def _wanted(found: "MetricReport") -> "dict[str, Breakdown]":
    """The breakdowns of the five dimensions, by the dimension's name in the metric."""
    made = {name: each for name, each in found.breakdowns.items() if name.split(".")[-1] in WANTED}
    return {name: each for name, each in made.items() if each.total > 0}


def _mix_level(found: "MetricReport") -> Level:
    known = _wanted(found)
    blind = max(_unknown(each) for each in known.values())
    if blind > UNKNOWN_ACT:
        return Level.ACT
    short = {name.split(".")[-1]: name for name in known}
    steady = [name for each, name in short.items() if each != UPGRADED]
    moved = [sum(max(0.0, each) for each in _shifts(found, name).values()) for name in steady]
    shifted, gaps = max(moved, default=0.0), len(short) < len(WANTED)
    return Level.WATCH if gaps or blind > UNKNOWN_WATCH or shifted > MOVED_WATCH else Level.GOOD


def _unknown(found: "Breakdown") -> float:
    from pmkb.metrics.quantity import UNKNOWN

    return sum(each.share or 0.0 for each in found.shares if each.value == (UNKNOWN,))


def _mix_shift(found: "MetricReport", dimension: str) -> "tuple[MixShift | None, bool]":
    """How the mix moved, and whether that is in a year."""
    moved = found.mix_shift(dimension)
    return (moved, True) if moved else (found.mix_shift(dimension, year=False), False)


def _shifts(found: "MetricReport", dimension: str) -> dict[str, float]:
    """By how much each value's share of the whole has changed."""
    moved, _ = _mix_shift(found, dimension)
    return {key[0]: points for key, points in moved.gained.items()} if moved else {}


def _most_moved(found: "MetricReport", dimension: str) -> tuple[str, float]:
    shifts = _shifts(found, dimension)
    return max(shifts.items(), key=lambda each: (abs(each[1]), each[0]), default=("", 0.0))


def _largest(found: "MetricReport") -> Headline:
    most = [(name, split.shares[0]) for name, split in _wanted(found).items()]
    shares = [
        say(
            "{value} {share}",
            "{value} {share}",
            value=_value(found, name, each.value[0]),
            share=figures.share(each.share),
        )
        for name, each in most
    ]
    return joined_to(
        say("most of {subject}:", "{subject}最多的：", subject=GROWING[str(found.metric.subject)]),
        listed(shares),
    )


def _moved(found: "MetricReport", dimension: str) -> Headline:
    value, points = _most_moved(found, dimension)
    if not points:
        return say("no mix has moved", "结构没有变化")
    _, year = _mix_shift(found, dimension)
    return say(
        "{value} moved most: {points} of {subject} "
        + ("in a year" if year else f"in a {figures.grain(found)}"),
        ("一年来" if year else "较上期") + "变化最大的是 {value}：占{subject} {points}",
        value=_value(found, dimension, value),
        points=Points(points),
        subject=GROWING[str(found.metric.subject)],
    )


def _value(found: "MetricReport", dimension: str, value: str) -> Words:
    """A dimension's value as people call it: a term's label, a record's title."""
    from pmkb.metrics.quantity import UNKNOWN

    if value == UNKNOWN:
        return Words("unknown", "未知")
    name = dimension.rsplit(".", maxsplit=1)[-1]
    known, kb = Customer.keys.get(name), found.kb
    if known is not None and known.vocabulary:
        term = kb.vocabulary.term(known.vocabulary, value)
        return Words(term.en, term.zh) if term else Words(value, value)
    kinds = known.to if known else ()
    record = next((kb.records[f"{k}:{value}"] for k in kinds if f"{k}:{value}" in kb.records), None)
    return Words(record.heading, record.heading) if record else Words(value, value)
