"""Events: what is coming, and what those of a year cost and brought."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from pmkb.charts import Bar, Bars, Dot, Scatter, Task, Timeline
from pmkb.flow import Level, Phase
from pmkb.kinds.activities.event import NO_RESULTS, UPCOMING, Event
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.pages.block import Block, Concerns, Nothing, Records, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.values import Money

YEAR_DAYS = 365
AHEAD_DAYS = 270
MOST = 12
"""How many events are compared in a chart."""


@page(32, Section.ACTIVITIES, "Event results", "活动效果", "event", trackers=("events",))
def events(desk: Desk) -> Iterator[Block]:
    """What is coming, and was what we held worth its money?"""
    every = [each for each in desk.all(Event) if each.status != "cancelled"]
    if not every:
        yield Nothing(desk.say("No event is recorded.", "还没有登记活动。"), "event")
        return
    held = [each for each in every if 0 <= (desk.as_of - each.start).days <= YEAR_DAYS]
    coming = [each for each in every if each.standing(desk.kb) is UPCOMING]
    yield _tiles(desk, every, held, coming)
    yield _timeline(desk, [*held, *coming])
    yield Concerns(desk.say("What needs attention", "需要关注"), every)
    if held:
        yield Side((_per_lead(desk, held), _worth(desk, held)))
    if coming:
        ordered = sorted(coming, key=lambda each: (each.start, each.id))
        columns: tuple[str, ...] = ("type", "start", "place", "budget", "status", "owner")
        yield Records(desk.say("Upcoming", "即将举行"), ordered, columns)
    columns = ("type", "start", "standing", "cost", "leads", "cost_per_lead")
    past = [each for each in every if each not in coming]
    past.sort(key=lambda each: (each.start, each.id), reverse=True)
    if past:
        more = (*columns, "pipeline", "return_", "owner")
        yield Records(desk.say("Held", "已举办"), past, more)


def _deals(desk: Desk, found: Sequence[Event], *phases: Phase) -> Decimal:
    """The amounts of the deals that some events began or moved, each deal counted once."""
    deals = {deal for each in found for deal in desk.kb.targets(each, "opportunities")}
    fitting = [d for d in deals if isinstance(d, Opportunity) and d.phase in phases]
    return desk.sum(each.amount for each in fitting)


def _tiles(
    desk: Desk, every: Sequence[Event], held: Sequence[Event], coming: Sequence[Event]
) -> Tiles:
    bare = [each for each in every if each.standing(desk.kb) is NO_RESULTS]
    priced = [each for each in held if each.leads and each.cost]
    leads = sum(each.leads or 0 for each in priced)
    per_lead = desk.sum(each.cost for each in priced) / leads if leads else None
    spent, won = desk.sum(each.cost for each in held), _deals(desk, held, Phase.DONE)
    year = desk.say("in a year", "近一年")
    return Tiles(
        (
            Tile(
                desk.standing(UPCOMING),
                len(coming),
                level=Level.GOOD if coming else Level.WATCH,
            ),
            Tile(desk.standing(NO_RESULTS), len(bare), level=Level.ACT if bare else Level.GOOD),
            Tile(
                desk.field(Event, "leads"),
                sum(each.leads or 0 for each in held),
                (year,),
            ),
            Tile(
                desk.field(Event, "cost_per_lead"),
                None if per_lead is None else desk.money(round(per_lead, 0)),
                (desk.say("{n} {n:event|events}", "{n} 场活动", n=len(priced)),),
            ),
            Tile(
                desk.field(Event, "pipeline"),
                desk.money(_deals(desk, held, Phase.OPEN, Phase.DONE)),
                (year,),
            ),
            Tile(
                desk.field(Event, "return_"),
                f"{won / spent:.1f} ×" if spent else None,
                (desk.say("won ÷ cost", "赢单 ÷ 费用"),),
            ),
        )
    )


def _timeline(desk: Desk, found: Sequence[Event]) -> Timeline:
    tasks = tuple(
        Task(
            each.ref,
            each.heading,
            each.start if each.end else None,
            each.end or each.start,
            level=each.standing(desk.kb).level,
            note=desk.term("event-type", each.type),
            href=desk.href(each),
        )
        for each in sorted(found, key=lambda each: (each.start, each.id))
    )
    title = desk.say("A year back, and ahead", "近一年与后续安排")
    window = (
        desk.as_of - timedelta(days=YEAR_DAYS),
        desk.as_of + timedelta(days=AHEAD_DAYS),
    )
    return Timeline(title, tasks, desk.as_of, window)


def _per_lead(desk: Desk, held: Sequence[Event]) -> Bars:
    """What a lead of each event cost, the dearest first."""
    known = [
        (each, amount)
        for each in held
        if (amount := desk.amount(each.cost_per_lead(desk.kb), each.start)) is not None
    ]
    known.sort(key=lambda pair: (-pair[1], pair[0].id))
    bars = tuple(
        Bar(
            each.heading,
            float(amount),
            note=desk.say("{n} {n:lead|leads}", "{n} 条线索", n=each.leads),
            href=desk.href(each),
        )
        for each, amount in known[:MOST]
    )
    rest = len(held) - len(known)
    note = desk.say(f"{rest} without cost or leads", f"{rest} 场没有费用或线索数") if rest else ""
    title = desk.field(Event, "cost_per_lead")
    return Bars(title, bars, unit=desk.unit(desk.currency), note=note)


def _worth(desk: Desk, held: Sequence[Event]) -> Scatter:
    """Cost against the pipeline influenced: right and low is what brought much for little."""
    dots = tuple(
        Dot(each.heading, float(brought), float(cost), href=desk.href(each))
        for each in held
        if (cost := desk.amount(each.cost, each.start)) is not None
        and (brought := _amount(desk, each.pipeline(desk.kb))) is not None
    )
    unit = desk.unit(desk.currency)
    return Scatter(
        desk.say("Cost and pipeline", "费用与商机"),
        dots,
        desk.field(Event, "pipeline"),
        desk.field(Event, "cost"),
        unit=unit,
    )


def _amount(desk: Desk, money: Money | None) -> Decimal | None:
    return Decimal(0) if money is None else desk.amount(money)
