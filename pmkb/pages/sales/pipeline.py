"""The pipeline: what is open at each stage, whether it fills the target, and what holds it up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pmkb.charts import Bar, Bars, Form, Step, Waterfall
from pmkb.flow import Level, Phase
from pmkb.kinds.sales.customer import Customer
from pmkb.kinds.sales.opportunity import OVERDUE, STALLED, Opportunity
from pmkb.metrics.calendar import Span, year_before
from pmkb.metrics.deals import Decided, Pipeline, decided, pipeline_of
from pmkb.pages.block import (
    Badge,
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
from pmkb.pages.page import page
from pmkb.record import Record, Section
from pmkb.trackers import figures

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

NEWS_DAYS = 30
"""How far back changes are told."""
MOST = 8
"""How many bars a win rate is broken down into."""


@page(24, Section.SALES, "Pipeline", "商机", "opportunity", trackers=("pipeline",))
def pipeline(desk: Desk) -> Iterator[Block]:
    """Will what is open fill the target, and which deals need a push?"""
    deals = desk.all(Opportunity)
    if not deals:
        yield Nothing(desk.say("No deal is recorded.", "还没有登记商机。"), "opportunity")
        return
    found = sorted(desk.open(Opportunity), key=lambda each: _by_weight(desk, each))
    lead = next(iter(figures.about(desk.kb, "revenue")), None)
    yield _tiles(desk, found, lead)
    yield Side((_stages(desk, found), _to_target(desk, lead) or _months(desk, found)))
    yield Concerns(desk.say("What needs a push", "需要推动"), found)
    if lead is not None and lead.coverage is not None:
        yield Side((_months(desk, found), _slips(desk, found)))
    else:
        yield _slips(desk, found)
    yield _news(desk)
    yield _owners(desk)
    yield from _rates(desk)
    yield Records(desk.say("Open deals", "在途商机"), found, OPEN_COLUMNS)
    closed = [each for each in deals if not each.is_open]
    if closed:
        closed.sort(key=lambda each: (each.closed or date.min, each.id), reverse=True)
        yield Records(desk.say("Won and lost", "赢单与丢单"), closed, CLOSED_COLUMNS)


OPEN_COLUMNS = (
    *("customer", "stage", "standing", "amount", "weighted", "close", "next_action.what"),
    "owner",
)
CLOSED_COLUMNS = (
    *("customer", "stage", "amount", "closed", "age", "slip", "competitors", "lost_reason"),
    "owner",
)


def _by_weight(desk: Desk, deal: Opportunity) -> tuple[Decimal, str]:
    return -(desk.amount(deal.weighted(desk.kb)) or Decimal(0)), deal.id


# --- what decides ----------------------------------------------------------------------------


def _tiles(desk: Desk, found: Sequence[Opportunity], lead: "MetricReport | None") -> Tiles:
    whole = pipeline_of(found, desk.kb)
    unknown = (
        (Badge(desk.say(f"{n} without an amount", f"{n} 个没有金额"), Level.UNKNOWN),)
        if (n := len(whole.unknown))
        else ()
    )
    count = desk.count(len(found), "deal", "deals", "个商机")
    return Tiles(
        (
            Tile(desk.say("Open", "在途金额"), desk.money(whole.open), (count, *unknown)),
            Tile(
                desk.field(Opportunity, "weighted"),
                desk.money(whole.weighted),
                (desk.say("amount × probability", "金额 × 赢率"),),
            ),
            _coverage(desk, lead),
            _standing(desk, desk.standing(OVERDUE), found, Level.ACT),
            _standing(desk, desk.standing(STALLED), found, Level.WATCH),
            _won(desk, decided(desk.all(Opportunity), desk.kb, _year(desk))),
        )
    )


def _coverage(desk: Desk, lead: "MetricReport | None") -> Tile:
    """What is open and should close in time, against what is missing to the target."""
    label = desk.say("Target gap covered", "覆盖目标差额")
    found = lead.coverage if lead else None
    main = lead.main_progress if lead else None
    if found is None or main is None:
        why = desk.say("no metric of revenue with a target for the day", "没有带当期目标的营收指标")
        return Tile(label, None, (why,), Level.UNKNOWN)
    if found.ratio is None:
        return Tile(label, desk.say("nothing missing", "目标已达成"), (main.period,), Level.GOOD)
    weighted = found.weighted_ratio or 0.0
    thin = Level.WATCH if weighted < 1 else Level.GOOD
    note = (
        desk.say("weighted", "加权后"),
        Share(weighted),
        desk.say("· missing", "· 尚缺"),
        desk.money(found.remaining),
        desk.say(f"of {main.period}", f"（{main.period}）"),
    )
    return Tile(label, Share(found.ratio), note, Level.ACT if found.ratio < 1 else thin)


def _standing(desk: Desk, label: str, found: Sequence[Opportunity], level: Level) -> Tile:
    """How many are past their day, or stall, and what they are worth."""
    there = [each for each in found if each.standing(desk.kb).level is level]
    money = desk.money(pipeline_of(there, desk.kb).open)
    return Tile(label, len(there), (money,) if there else (), level if there else Level.GOOD)


def _won(desk: Desk, found: Decided) -> Tile:
    label = desk.say("Win rate, 12 months", "近 12 个月赢单率")
    if found.rate is None:
        return Tile(label, None, (desk.say("no deal was decided", "没有已决商机"),))
    won = desk.say(
        "{won} of {n} {n:deal|deals}", "{n} 个赢 {won}", won=len(found.won), n=found.count
    )
    by_amount = (
        (desk.say("· by amount", "· 按金额"), Share(found.amount_rate))
        if found.amount_rate is not None
        else ()
    )
    return Tile(label, Share(found.rate), (won, *by_amount))


def _year(desk: Desk) -> Span:
    return Span(year_before(desk.as_of) + timedelta(days=1), desk.as_of)


# --- stages, and the way to the target --------------------------------------------------------


def _stages(desk: Desk, found: Sequence[Opportunity]) -> Bars:
    whole = pipeline_of(found, desk.kb)
    bars = [
        Bar(
            f"{desk.term('opportunity-stage', stage)} {count}",
            float(total),
            note=_chance(desk, stage),
            part=float(weighted),
        )
        for stage, (count, total, weighted) in _in_order(desk, whole)
    ]
    return Bars(
        desk.say("Open amount by stage", "各阶段在途金额"),
        tuple(bars),
        _parts(desk),
        unit=desk.unit(desk.currency),
        note=desk.say("beside the stage: number of deals", "阶段名后为商机个数"),
    )


def _parts(desk: Desk) -> tuple[str, str]:
    return desk.say("Open", "在途"), desk.field(Opportunity, "weighted")


def _in_order(desk: Desk, whole: Pipeline) -> list[tuple[str, tuple[int, Decimal, Decimal]]]:
    """Stages as the vocabulary has them, and in the end those it does not know."""
    order = list(desk.kb.vocabulary.terms("opportunity-stage"))
    known = [stage for stage in order if stage in whole.by_stage]
    rest = sorted(whole.by_stage.keys() - {*known})
    return [(stage, whole.by_stage[stage]) for stage in (*known, *rest)]


def _chance(desk: Desk, stage: str) -> str:
    term = desk.kb.vocabulary.term("opportunity-stage", stage)
    percent = term.number("probability") if term else None
    label = desk.field(Opportunity, "probability")
    return "" if percent is None else f"{label} {percent:.3g}%"


def _to_target(desk: Desk, lead: "MetricReport | None") -> Waterfall | None:
    """How far the weighted amounts, the surest stage first, carry what is reached."""
    main, found = (lead.main_progress, lead.coverage) if lead else (None, None)
    if main is None or found is None or main.actual is None:
        return None
    due = [
        each
        for each in desk.open(Opportunity)
        if each.close is not None and each.close <= main.span.end
    ]
    steps = [Step(desk.say("Reached", "已达成"), float(main.actual), total=True)]
    for stage, (_, _, weighted) in reversed(_in_order(desk, pipeline_of(due, desk.kb))):
        if weighted:
            steps.append(Step(desk.term("opportunity-stage", stage), float(weighted)))
    gap = main.target - main.actual - found.weighted
    missing = desk.say("Not covered", "尚无着落") if gap > 0 else desk.say("Beyond", "超出部分")
    if gap:
        level = Level.ACT if gap > 0 else Level.GOOD
        steps.append(Step(missing, float(gap), level=level))
    steps.append(Step(desk.say("Target", "目标"), float(main.target), total=True))
    title = desk.say("What the weighted pipeline adds", "加权商机能补多少")
    note = desk.say(
        f"{lead.metric.heading if lead else ''}, {main.period}: deals that should close in time",
        f"{lead.metric.heading if lead else ''} {main.period}，只计预计期内成交的商机",
    )
    return Waterfall(title, tuple(steps), unit=desk.unit(desk.currency), note=note)


def _months(desk: Desk, found: Iterable[Opportunity]) -> Bars:
    """Open and weighted amounts by the month in which they should close."""
    grouped: dict[tuple[int, str], list[Opportunity]] = defaultdict(list)
    for each in found:
        grouped[_when(desk, each)].append(each)
    bars = []
    for (rank, name), deals in sorted(grouped.items()):
        whole = pipeline_of(deals, desk.kb)
        level = Level.ACT if rank == 0 else Level.UNKNOWN if rank == LAST else None
        note = " · ".join(each.heading for each in deals)
        open_, weighted = float(whole.open), float(whole.weighted)
        bars.append(Bar(f"{name} · {len(deals)}", open_, None, level, note, part=weighted))
    title = desk.say("When deals should close", "预计成交月份")
    return Bars(title, tuple(bars), _parts(desk), unit=desk.unit(desk.currency))


LAST = 2


def _when(desk: Desk, deal: Opportunity) -> tuple[int, str]:
    if deal.close is None:
        return LAST, desk.say("no day", "未定")
    if deal.close < desk.as_of:
        return 0, desk.say("passed", "已过期")
    return 1, f"{deal.close:%Y-%m}"


def _slips(desk: Desk, found: Iterable[Opportunity]) -> Bars:
    """Open deals by how much later than first expected they should close."""
    kb = desk.kb
    there = [(slip, each) for each in found if (slip := each.slip(kb))]
    there.sort(key=lambda each: (-each[0], each[1].id))
    bars = tuple(
        Bar(
            each.heading,
            slip,
            None,
            level if (level := each.standing(kb).level) is not Level.GOOD else None,
            href=desk.href(each),
        )
        for slip, each in there
    )
    rest = sum(each.slip(kb) is None for each in desk.open(Opportunity))
    note = desk.say(
        "days from the close day first expected to the one expected now",
        "从最初预计成交日推迟到现在的天数",
    )
    if rest:
        note += desk.say(
            "; {n} {n:deal has|deals have} no baseline", "；{n} 个没有基线成交日", n=rest
        )
    return Bars(desk.say("Postponed", "推迟的商机"), bars, unit=desk.say("days", "天"), note=note)


# --- what changed -----------------------------------------------------------------------------


def _news(desk: Desk) -> Grid:
    """What was opened, moved, won and lost lately, the newest first."""
    since = desk.as_of - timedelta(days=NEWS_DAYS)
    found = [
        (day, deal, badge)
        for deal in desk.all(Opportunity)
        for day, badge in _changes(desk, deal)
        if since < day <= desk.as_of
    ]
    found.sort(key=lambda each: (-each[0].toordinal(), each[1].id))
    columns = (
        Column(Opportunity.label.one(desk.language)),
        Column(desk.say("What happened", "变化"), choose=True),
        Column(desk.say("Day", "日期")),
        Column(desk.field(Opportunity, "customer")),
        Column(desk.field(Opportunity, "amount"), is_numeric=True),
        Column(desk.field(Opportunity, "owner")),
    )
    rows = tuple(
        (
            deal,
            badge,
            day,
            desk.kb.target(deal, "customer"),
            deal.amount,
            desk.kb.target(deal, "owner"),
        )
        for day, deal, badge in found
    )
    title = desk.say(f"What changed in {NEWS_DAYS} days", f"近 {NEWS_DAYS} 天的变化")
    return Grid(title, columns, rows)


def _changes(desk: Desk, deal: Opportunity) -> Iterator[tuple[date, object]]:
    """The days of a deal that are news, and what they brought."""
    yield deal.opened, desk.say("opened", "新增")
    if not deal.is_open and deal.closed is not None:
        level = Level.GOOD if deal.phase is Phase.DONE else Level.ACT
        yield deal.closed, Badge(desk.term("opportunity-stage", deal.stage), level)
    elif deal.moved is not None and deal.moved != deal.opened:
        yield deal.moved, f"→ {desk.term('opportunity-stage', deal.stage)}"


# --- who, and how often we win ----------------------------------------------------------------


def _owners(desk: Desk) -> Grid:
    """Everybody's open deals, what holds them up, and what they won within a year."""
    grouped: dict[Record | None, list[Opportunity]] = defaultdict(list)
    for each in desk.all(Opportunity):
        grouped[desk.kb.target(each, "owner")].append(each)
    rows = [_owner(desk, owner, deals) for owner, deals in grouped.items()]
    rows.sort(key=lambda row: (row[0] == desk.unknown, -_amount_of(row[3]), str(row[0])))
    columns = (
        Column(desk.field(Opportunity, "owner")),
        Column(desk.say("Open", "在途"), is_numeric=True, adds=True),
        Column(desk.say("Open amount", "在途金额"), is_numeric=True, adds=True),
        Column(desk.field(Opportunity, "weighted"), is_numeric=True, adds=True),
        Column(desk.standing(OVERDUE), is_numeric=True),
        Column(desk.standing(STALLED), is_numeric=True),
        Column(desk.say("Next step overdue", "下一步逾期"), is_numeric=True),
        Column(desk.say("Won, 12 months", "近 12 个月赢单额"), is_numeric=True, adds=True),
        Column(desk.say("Win rate", "赢单率"), is_numeric=True),
    )
    return Grid(desk.say("By owner", "按负责人"), columns, tuple(rows))


def _amount_of(value: object) -> Decimal:
    found = getattr(value, "amount", None)
    return found if isinstance(found, Decimal) else Decimal(0)


def _owner(desk: Desk, owner: Record | None, deals: Sequence[Opportunity]) -> tuple[object, ...]:
    whole = pipeline_of(deals, desk.kb)
    year = decided(deals, desk.kb, _year(desk))
    standings = [each.standing(desk.kb) for each in deals]
    late = sum(
        each.is_open and each.next_action is not None and each.next_action.due < desk.as_of
        for each in deals
    )
    return (
        owner or desk.unknown,
        whole.count,
        desk.money(whole.open),
        desk.money(whole.weighted),
        standings.count(OVERDUE),
        standings.count(STALLED),
        late,
        desk.money(year.won_amount),
        None if year.rate is None else Share(year.rate),
    )


def _rates(desk: Desk) -> Iterator[Block]:
    """How often deals are won: against whom, where they come from, in which industry and form."""
    year = decided(desk.all(Opportunity), desk.kb, _year(desk))
    if not year.count:
        return
    kb = desk.kb

    def industry(deal: Opportunity) -> tuple[object, ...]:
        customer = kb.resolve(deal.customer, Customer)
        return (desk.term("industry", customer.industry if customer else None),)

    blocks = (
        _rate(
            desk,
            desk.say("Against a rival", "对竞品"),
            year,
            lambda each: kb.targets(each, "competitors") or (desk.say("none named", "未写竞品"),),
        ),
        _rate(
            desk,
            desk.say("By source", "按来源"),
            year,
            lambda each: (desk.term("source", each.source),),
        ),
        _rate(desk, desk.say("By industry", "按行业"), year, industry),
        _rate(
            desk,
            desk.say("By delivery form", "按商品形态"),
            year,
            lambda each: kb.targets(each, "form") or (desk.unknown,),
        ),
    )
    title = desk.say("Win rate in 12 months", "近 12 个月赢单率")
    yield Group(title, (Side(blocks),))


def _rate(
    desk: Desk, title: str, year: Decided, of: Callable[[Opportunity], Sequence[object]]
) -> Bars:
    """The win rate by what deals belong to, those with most decided deals first."""
    grouped: dict[object, list[Opportunity]] = defaultdict(list)
    for each in (*year.won, *year.lost):
        for key in of(each):
            grouped[key].append(each)
    bars = []
    for key, deals in grouped.items():
        found = decided(deals, desk.kb)
        name = key.heading if isinstance(key, Record) else str(key)
        href = desk.href(key) if isinstance(key, Record) else ""
        note = " · ".join(each.heading for each in deals)
        won = f"{name} {len(found.won)}/{found.count}"
        bars.append((found.count, Bar(won, found.rate, note=note, href=href)))
    bars.sort(key=lambda each: (-each[0], each[1].name))
    note = desk.say("won / decided", "赢单 / 已决")
    return Bars(title, tuple(bar for _, bar in bars[:MOST]), form=Form.SHARE, note=note)
