"""Big deals: what is open, what was won, and how much hangs on each."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from pmkb.charts import Bar, Bars
from pmkb.flow import Level, Phase
from pmkb.kinds.sales.opportunity import OVERDUE, Opportunity
from pmkb.pages.block import (
    Block,
    Concerns,
    Figure,
    Nothing,
    Records,
    Share,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.trackers.accounts import CONCENTRATED, YEAR_DAYS, big_from, sized

Sized = Sequence[tuple[Decimal, Opportunity]]
"""Deals with their amounts in the reporting currency, the largest first."""


@page(7, Section.DASHBOARD, "Big deals", "大单", "opportunity", trackers=("big-deals",))
def big_deals(desk: Desk) -> Iterator[Block]:
    """Which single deals decide the year, and where does each stand?"""
    least = big_from(desk.kb)
    if not desk.all(Opportunity) or not least:
        text = desk.say(
            "Nothing tells what is big: write `big_deal` in a metric, and record opportunities.",
            "还无从判断大单：在指标里写 `big_deal` 门槛，并登记商机。",
        )
        yield Nothing(text, "opportunity")
        return
    every = _largest(sized(desk.kb, Phase.OPEN))
    still_open = [pair for pair in every if pair[0] >= least]
    won = _lately(desk, _largest(sized(desk.kb, Phase.DONE)), least)
    lost = _lately(desk, _largest(sized(desk.kb, Phase.DROPPED)), least)
    yield Tiles(tuple(_tiles(desk, least, every, still_open, won, lost)))
    charts = (_open(desk, still_open), _closed(desk, won, lost))
    yield Side(tuple(each for each in charts if not each.empty))
    yield Concerns(desk.say("What needs attention", "需要关注"), [each for _, each in still_open])
    columns = (
        *("customer", "stage", "standing", "amount", "probability", "weighted"),
        *("close", "slip", "owner"),
    )
    title = desk.say("Open big deals", "在途大单")
    yield Records(title, [each for _, each in still_open], columns)
    done = ("customer", "stage", "amount", "closed", "source", "lost_reason", "owner")
    if won or lost:
        title = desk.say("Closed within a year", "近一年已关闭的大单")
        yield Records(title, [each for _, each in (*won, *lost)], done)


def _largest(pairs: Iterator[tuple[Decimal, Opportunity]]) -> Sized:
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1].id))


def _lately(desk: Desk, pairs: Sized, least: Decimal) -> Sized:
    """The big ones that were closed within a year."""
    return [
        (amount, each)
        for amount, each in pairs
        if amount >= least and _within_a_year(each.closed, desk.as_of)
    ]


def _within_a_year(day: date | None, as_of: date) -> bool:
    return day is not None and 0 <= (as_of - day).days <= YEAR_DAYS


def _tiles(
    desk: Desk, least: Decimal, every: Sized, still_open: Sized, won: Sized, lost: Sized
) -> Iterator[Tile]:
    unit = desk.unit(desk.currency)
    total, big = _sum(every), _sum(still_open)
    late = [each for _, each in still_open if each.standing(desk.kb) is OVERDUE]
    from_ = desk.say("from", "门槛")
    yield Tile(
        desk.say("Open big deals", "在途大单"),
        len(still_open),
        (Figure(float(big), unit), "·", from_, Figure(float(least), unit)),
        None if still_open else Level.WATCH,
    )
    if total:
        most = float(still_open[0][0] / total) if still_open else 0.0
        note = desk.say("the largest {share}", "最大一单 {share}").format(share=desk.share(most))
        heavy = Level.WATCH if most >= CONCENTRATED else None
        title = desk.say("Of the open pipeline", "占在途商机")
        yield Tile(title, Share(big / total), (note,), heavy, leads_to=desk.page("pipeline"))
    yield Tile(
        desk.say("Past their close date", "超过预计成交日"),
        len(late),
        (Figure(float(_sum([p for p in still_open if p[1] in late])), unit),) if late else (),
        Level.ACT if late else Level.GOOD,
    )
    year = desk.say("within a year", "近一年")
    yield Tile(desk.say("Won", "赢单"), len(won), (Figure(float(_sum(won)), unit), "·", year))
    yield Tile(desk.say("Lost", "丢单"), len(lost), (Figure(float(_sum(lost)), unit), "·", year))


def _sum(pairs: Sized) -> Decimal:
    return sum((amount for amount, _ in pairs), Decimal(0))


def _open(desk: Desk, still_open: Sized) -> Bars:
    bars = []
    for amount, each in still_open:
        standing, weighted = each.standing(desk.kb), desk.amount(each.weighted(desk.kb))
        bad = standing.level if standing and standing.level is not Level.GOOD else None
        bars.append(
            Bar(
                each.heading,
                float(amount),
                None,
                bad,
                desk.standing(standing),
                desk.href(each),
                None if weighted is None else float(weighted),
            )
        )
    names = desk.say("amount", "金额"), desk.say("weighted", "加权")
    title = desk.say("Open: weighted of the whole", "在途：加权与全额")
    return Bars(title, tuple(bars), names, unit=desk.unit(desk.currency))


def _closed(desk: Desk, won: Sized, lost: Sized) -> Bars:
    kinds = ((won, Level.GOOD), (lost, Level.ACT))
    bars = tuple(
        Bar(each.heading, float(amount), level=level, note=_day(desk, each), href=desk.href(each))
        for pairs, level in kinds
        for amount, each in pairs
    )
    title = desk.say("Won and lost within a year", "近一年赢单与丢单")
    return Bars(title, bars, unit=desk.unit(desk.currency))


def _day(desk: Desk, deal: Opportunity) -> str:
    return desk.wording.day(deal.closed) if deal.closed else ""
