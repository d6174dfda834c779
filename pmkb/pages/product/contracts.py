"""Contracts over time: ends and notice deadlines, what is to be paid and what was promised."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from pmkb.charts import Columns, Moment, Point, Task, Timeline
from pmkb.flow import Level
from pmkb.kinds.product.contract import (
    EXPIRED,
    EXPIRING,
    NOTICE_NEAR,
    Contract,
    Obligation,
    Payment,
)
from pmkb.pages.block import (
    Badge,
    Block,
    Column,
    Concerns,
    Grid,
    Nothing,
    Records,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk, worst
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.values import Money

PAST_DAYS = 180
"""How far back the timeline begins."""
AHEAD_DAYS = 545
"""How far ahead it ends."""
SOON_DAYS = 90
"""What is due within these days is listed."""
MONTHS = 12
"""How many months of payments to come are drawn."""


@page(
    16, Section.PRODUCT, "Contract deadlines", "合同期限与收付", "contract", trackers=("contracts",)
)
def contracts(desk: Desk) -> Iterator[Block]:
    """Which contract has to be decided on next, and what is owed?"""
    if not desk.all(Contract):
        yield Nothing(desk.say("No contract is recorded.", "还没有登记合同。"), "contract")
        return
    live = sorted(desk.open(Contract), key=lambda each: _next_day(desk, each))
    yield _tiles(desk, live)
    yield timeline(desk, desk.say("Terms and deadlines", "合同期与各类期限"), live)
    yield Concerns(desk.say("What needs attention", "需要关注"), live)
    yield Side((_payments(desk, live), _obligations(desk, live)))
    yield _to_come(desk, live)
    columns = (
        *("party", "type", "standing", "value", "current_end", "notice_deadline", "auto_renew"),
        *("outstanding", "overdue", "owner"),
    )
    yield Records(desk.say("Open contracts", "进行中的合同"), live, columns)
    closed = [each for each in desk.all(Contract) if not each.is_open]
    if closed:
        title = desk.say("Fulfilled or terminated", "已履行完毕或已终止")
        yield Records(title, closed, ("party", "type", "status", "value", "start", "end"))


def _next_day(desk: Desk, each: Contract) -> tuple[date, str]:
    """The first day by which something has to be decided, paid or done."""
    kb, today = desk.kb, desk.as_of
    notice = each.notice_deadline(kb)
    days = (
        each.end_as_of(today),
        notice if notice and notice >= today else None,
        *(payment.due for payment in unpaid(desk, each)),
        *(duty.due for duty in undone(desk, each)),
    )
    return min((day for day in days if day), default=date.max), each.id


def unpaid(desk: Desk, contract: Contract) -> list[Payment]:
    """What has not been paid by the day, the earliest first."""
    found = (e for e in contract.payments if e.paid is None or e.paid > desk.as_of)
    return sorted(found, key=lambda each: each.due)


def undone(desk: Desk, contract: Contract) -> list[Obligation]:
    """What was promised and has not been done by the day, the earliest first."""
    found = (e for e in contract.obligations if e.done is None or e.done > desk.as_of)
    return sorted(found, key=lambda each: each.due)


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, live: Sequence[Contract]) -> Tiles:
    standings = Counter(each.standing(desk.kb) for each in live)
    payments = [payment for each in live for payment in unpaid(desk, each)]
    late = [each for each in payments if each.is_overdue(desk.as_of)]
    duties = [duty for each in live for duty in undone(desk, each)]
    late_duties = [each for each in duties if each.is_overdue(desk.as_of)]
    ending = [each for each in (EXPIRED, EXPIRING, NOTICE_NEAR) if standings[each]]
    return Tiles(
        (
            Tile(
                desk.say("Overdue payments", "逾期未付"),
                _sum(desk, late),
                (desk.count(len(late), "payment", "payments", "笔"),) if late else (),
                Level.ACT if late else Level.GOOD,
            ),
            Tile(
                desk.say("Outstanding in all", "未付合计"),
                _sum(desk, payments),
                (desk.count(len(payments), "payment", "payments", "笔"),),
            ),
            Tile(
                desk.say("Obligations overdue", "逾期义务"),
                len(late_duties),
                (desk.say(f"of {len(duties)} open", f"未完成共 {len(duties)} 项"),),
                Level.ACT if late_duties else Level.GOOD,
            ),
            Tile(
                desk.say("To be decided on", "到期或需通知"),
                sum(standings[each] for each in ending),
                (" · ".join(f"{desk.standing(each)} {standings[each]}" for each in ending),),
                worst(each.level for each in ending) or Level.GOOD,
            ),
            Tile(
                desk.say("Not signed", "未签署"),
                sum(each.status != "signed" for each in live),
                (desk.say(f"of {len(live)} open", f"进行中共 {len(live)} 份"),),
            ),
        )
    )


def _sum(desk: Desk, payments: Sequence[Payment]) -> Money | None:
    return desk.money(desk.sum(each.amount for each in payments))


# --- over time --------------------------------------------------------------------------------


def timeline(desk: Desk, title: str, found: Sequence[Contract]) -> Timeline:
    """Contracts with the days by which something has to be decided, paid or done; one alone is
    drawn as long as it is.
    """
    day = desk.as_of
    shown = tuple(_task(desk, each) for each in found if each.start or each.end)
    window = day - timedelta(days=PAST_DAYS), day + timedelta(days=AHEAD_DAYS)
    note = desk.say(
        "what is to be decided, paid or done first stands on top; red: overdue",
        "最近要决定、要付、要履行的排在最上；红色为逾期",
    )
    if len(found) == 1:
        return Timeline(title, shown, day)
    return Timeline(title, shown, day, window, note=note)


def _task(desk: Desk, each: Contract) -> Task:
    kb = desk.kb
    standing = each.standing(kb)
    late = bool(each.overdue(kb) or each.overdue_obligations(kb))
    level = Level.ACT if late else standing.level
    party = kb.target(each, "party")
    return Task(
        each.ref,
        each.heading,
        each.start,
        each.end_as_of(desk.as_of),
        level if level is not Level.GOOD else None,
        note=" · ".join((desk.standing(standing), *([party.heading] if party else []))),
        href=desk.href(each),
        moments=tuple(_moments(desk, each)),
    )


def _moments(desk: Desk, each: Contract) -> Iterator[Moment]:
    kb, today = desk.kb, desk.as_of
    notice = each.notice_deadline(kb)
    if notice is not None:
        near = each.standing(kb) is NOTICE_NEAR
        name = desk.field(Contract, "notice_deadline")
        yield Moment(notice, name, Level.WATCH if near else None)
    for payment in unpaid(desk, each):
        late = Level.ACT if payment.is_overdue(today) else None
        yield Moment(payment.due, desk.say("Payment", "付款"), late, str(payment.amount))
    for duty in undone(desk, each):
        late = Level.ACT if duty.is_overdue(today) else None
        yield Moment(duty.due, desk.say("Obligation", "履约义务"), late, duty.what)


# --- what is owed -----------------------------------------------------------------------------


def _payments(desk: Desk, live: Sequence[Contract]) -> Grid:
    """Payments overdue and due soon, the longest overdue first."""
    limit = desk.as_of + timedelta(days=SOON_DAYS)
    found = sorted(
        (payment.due, each.id, payment, each)
        for each in live
        for payment in unpaid(desk, each)
        if payment.due <= limit
    )
    columns = (
        Column(Contract.label.one(desk.language)),
        Column(desk.say("When", "时限")),
        Column(desk.say("Amount", "金额"), is_numeric=True),
        Column(desk.say("Due", "应付日期")),
        Column(desk.field(Contract, "owner")),
    )
    rows = tuple(
        (each, _due(desk, day), payment.amount, day, desk.kb.target(each, "owner"))
        for day, _, payment, each in found
    )
    title = desk.say("Payments overdue or due soon", "逾期和即将到期的付款")
    return Grid(title, columns, rows)


def _obligations(desk: Desk, live: Sequence[Contract]) -> Grid:
    """Promises overdue and due soon, the longest overdue first."""
    limit = desk.as_of + timedelta(days=SOON_DAYS)
    found = sorted(
        (duty.due, each.id, duty.what, each)
        for each in live
        for duty in undone(desk, each)
        if duty.due <= limit
    )
    columns = (
        Column(desk.say("Obligation", "履约义务")),
        Column(desk.say("When", "时限")),
        Column(Contract.label.one(desk.language)),
        Column(desk.say("Due", "期限")),
        Column(desk.field(Contract, "owner")),
    )
    rows = tuple(
        (what, _due(desk, day), each, day, desk.kb.target(each, "owner"))
        for day, _, what, each in found
    )
    title = desk.say("Obligations overdue or due soon", "逾期和即将到期的义务")
    return Grid(title, columns, rows)


def _due(desk: Desk, day: date) -> Badge | str:
    """How many days something is overdue, or has left."""
    left = (day - desk.as_of).days
    if left < 0:
        late = desk.say(f"{-left} {'day' if left == -1 else 'days'} overdue", f"逾期 {-left} 天")
        return Badge(late, Level.ACT)
    if left == 0:
        return desk.say("today", "今天")
    return desk.say(f"in {left} {'day' if left == 1 else 'days'}", f"还有 {left} 天")


def _to_come(desk: Desk, live: Sequence[Contract]) -> Columns:
    """Unpaid amounts by the month they are due, from this month on."""
    first = desk.as_of.replace(day=1)
    months = [first + relativedelta(months=at) for at in range(MONTHS)]
    sums = dict.fromkeys(months, Decimal(0))
    for each in live:
        for payment in unpaid(desk, each):
            month = payment.due.replace(day=1)
            if payment.due >= desk.as_of and month in sums:
                sums[month] += desk.sum([payment.amount])
    return Columns(
        desk.say("Payments to come", "未来付款"),
        tuple(Point(month, float(amount), f"{month:%Y-%m}") for month, amount in sums.items()),
        unit=desk.unit(desk.currency),
        note=desk.say(
            "by the month they are due; what is overdue is left out",
            "按应付月份；不含已逾期的",
        ),
    )
