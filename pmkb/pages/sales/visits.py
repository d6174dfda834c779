"""Visits: who is due by the cadence, how satisfied they were, what was promised to them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import fmean

from pmkb.charts import Columns, Moment, Point, Task, Timeline
from pmkb.flow import Level
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.sales.customer import (
    NEVER_VISITED,
    VISIT_DUE,
    VISIT_OVERDUE,
    VISIT_WARNING_DAYS,
    Customer,
)
from pmkb.kinds.sales.visit import Visit
from pmkb.pages.block import (
    Badge,
    Block,
    Column,
    Concerns,
    Grid,
    Nothing,
    Records,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Record, Section
from pmkb.trackers.accounts import DISSATISFIED, YEAR_DAYS, Planned, active, key_accounts, planned

PAST_DAYS, AHEAD_DAYS = 180, 100
"""What the timeline shows of visits held and of those to come."""
SOON_DAYS = 14
"""Which follow-ups are told first."""
QUARTERS = 8
ACCOUNT_COLUMNS = ("tier", "touch", "last_touch", "next_visit_due", "health", "arr", "owner")
VISIT_COLUMNS = ("customer", "date", "mode", "satisfaction", "outcome", "open_follow_ups")
SATISFIED, LOW = 4, 2
"""From which score on a customer counts as satisfied, and up to which as dissatisfied."""


@page(
    27,
    Section.SALES,
    "Visits and follow-ups",
    "回访与跟进",
    "visit",
    "customer",
    trackers=("key-account-visits", "follow-ups"),
)
def visits(desk: Desk) -> Iterator[Block]:
    """Whom do we have to see now, and what have we promised?"""
    customers = active(desk.kb)
    if not customers:
        text = desk.say("No customer is recorded.", "还没有登记客户。")
        yield Nothing(text, "customer")
        return
    held = [each for each in desk.all(Visit) if each.date <= desk.as_of]
    lately = [each for each in held if (desk.as_of - each.date).days <= YEAR_DAYS]
    due = sorted(
        (each for each in customers if each.touch(desk.kb)), key=lambda each: _urgency(desk, each)
    )
    promises = planned(desk.kb)
    yield _tiles(desk, customers, lately, promises)
    yield _cadence(desk, due)
    seen = [each for each in due if each.touch(desk.kb) in (VISIT_OVERDUE, VISIT_DUE)]
    yield Concerns(desk.say("To be seen", "该去见的客户"), seen)
    soon = [each for each in promises if each.due is None or each.due <= _horizon(desk)]
    note = desk.say(
        "Next actions of customers and open deals, what visits promised, tasks in their texts.",
        "包括客户和在途商机的下一步、回访时答应的事项，以及它们正文里的待办。",
    )
    title = desk.say(
        f"What we promised: overdue and {SOON_DAYS} days ahead",
        f"跟进事项：逾期与 {SOON_DAYS} 天内",
    )
    yield promises_of(desk, title, soon, note)
    yield _owners(desk, customers, lately, promises)
    yield _satisfaction(desk, held)
    yield Records(desk.say("All accounts by next visit", "客户回访安排"), due, ACCOUNT_COLUMNS)
    later = [each for each in promises if each not in soon]
    if later:
        yield promises_of(desk, desk.say("Follow-ups to come", "之后的跟进事项"), later)
    if not lately:
        yield Nothing(desk.say("No visit within a year.", "近一年没有回访记录。"), "visit")
        return
    lately.sort(key=lambda each: (each.date, each.id), reverse=True)
    yield Records(desk.say("Visits in 12 months", "近 12 个月的回访"), lately, VISIT_COLUMNS)


def _horizon(desk: Desk) -> date:
    return desk.as_of + timedelta(days=SOON_DAYS)


def _urgency(desk: Desk, customer: Customer) -> tuple[date, str]:
    return customer.next_visit_due(desk.kb) or date.max, customer.id


# --- what decides ----------------------------------------------------------------------------


def _tiles(
    desk: Desk, customers: Sequence[Customer], lately: Sequence[Visit], promises: Sequence[Planned]
) -> Tiles:
    keys = key_accounts(desk.kb)
    late = [each for each in promises if each.is_overdue(desk.as_of)]
    days = desk.say(f"within {VISIT_WARNING_DAYS} days", f"{VISIT_WARNING_DAYS} 天内")
    quiet = [each for each in customers if each.silent(desk.kb)]
    never = [each for each in customers if each.touch(desk.kb) is NEVER_VISITED]
    of = desk.say(f"of {len(promises)} open", f"共 {len(promises)} 项待办")
    return Tiles(
        (
            _touched(desk, desk.standing(VISIT_OVERDUE), customers, keys, Level.ACT),
            _touched(desk, desk.standing(VISIT_DUE), customers, keys, Level.WATCH, (days, "·")),
            _score(desk, lately),
            Tile(
                desk.say("Follow-ups overdue", "跟进事项逾期"),
                len(late),
                (of,),
                Level.ACT if late else Level.GOOD,
            ),
            Tile(
                desk.say("Silent for 180 days", "失联 180 天以上"),
                len(quiet),
                (),
                Level.WATCH if quiet else Level.GOOD,
            ),
            Tile(
                desk.standing(NEVER_VISITED),
                len(never),
                (),
                Level.UNKNOWN if never else Level.GOOD,
            ),
        )
    )


def _touched(
    desk: Desk,
    label: str,
    customers: Sequence[Customer],
    keys: Sequence[Customer],
    level: Level,
    note: tuple[str, ...] = (),
) -> Tile:
    """How many are due or overdue, and how many of them are key accounts."""
    found = [each for each in customers if (touch := each.touch(desk.kb)) and touch.level is level]
    n = sum(each in keys for each in found)
    of = desk.say(
        "{n} of {all} key {all:account|accounts}", "{all} 家大客户中 {n} 家", n=n, all=len(keys)
    )
    return Tile(label, len(found), (*note, of), level if found else Level.GOOD)


def _score(desk: Desk, lately: Sequence[Visit]) -> Tile:
    scores = [each.satisfaction for each in lately if each.satisfaction is not None]
    label = desk.say("Satisfaction, 12 months", "近 12 个月满意度")
    if not scores:
        return Tile(label, None, (desk.say("no score given", "没有打分"),), Level.UNKNOWN)
    low = sum(each <= LOW for each in scores)
    told = desk.say(
        "of 5 · {n} {n:score|scores}, {low} low",
        "满分 5 · {n} 次打分，{low} 次偏低",
        n=len(scores),
        low=low,
    )
    mean = fmean(scores)
    poor = mean < DISSATISFIED
    return Tile(
        label,
        round(mean, 1),
        (told,),
        Level.ACT if poor else Level.WATCH if low else Level.GOOD,
    )


# --- the cadence ------------------------------------------------------------------------------


def _cadence(desk: Desk, due: Sequence[Customer]) -> Timeline:
    """From the last touch to the day the next one is due, with the visits held."""
    end = desk.as_of + timedelta(days=AHEAD_DAYS)
    dated = [(day, each) for each in due if (day := each.next_visit_due(desk.kb))]
    shown = [each for day, each in dated if day <= end]
    note = desk.say(
        "bar: from the last touch to the day the next visit is due",
        "条形：从最近一次接触到下次应回访的日期",
    )
    if rest := len(dated) - len(shown):
        note += desk.say(
            f"; {rest} due later stand in the table", f"；另有 {rest} 家到期更晚，见下表"
        )
    return Timeline(
        desk.say("By cadence", "回访周期"),
        tuple(_task(desk, each) for each in shown),
        desk.as_of,
        (desk.as_of - timedelta(days=PAST_DAYS), end),
        note=note,
    )


def _task(desk: Desk, customer: Customer) -> Task:
    touch, due = customer.touch(desk.kb), customer.next_visit_due(desk.kb)
    start = customer.last_touch(desk.kb) or customer.since
    tier = desk.term("tier", customer.tier)
    return Task(
        customer.ref,
        customer.heading,
        start if start and due and start < due else due,
        due,
        touch.level if touch and touch.level is not Level.GOOD else None,
        note=" · ".join((tier, desk.standing(touch))),
        href=desk.href(customer),
        moments=tuple(_moment(desk, each) for each in _visits_to(desk, customer)),
    )


def _visits_to(desk: Desk, customer: Customer) -> list[Visit]:
    found = desk.kb.referring(customer, Visit, "customer")
    return sorted(
        (each for each in found if each.date <= desk.as_of), key=lambda each: (each.date, each.id)
    )


def _moment(desk: Desk, visit: Visit) -> Moment:
    score = visit.satisfaction
    if score is None:
        return Moment(visit.date, desk.say("Visit without a score", "回访，未打分"))
    if score >= SATISFIED:
        return Moment(visit.date, desk.say("Satisfied (4–5)", "满意（4–5 分）"), Level.GOOD)
    if score > LOW:
        return Moment(visit.date, desk.say("Neutral (3)", "一般（3 分）"), Level.WATCH)
    return Moment(visit.date, desk.say("Dissatisfied (1–2)", "不满意（1–2 分）"), Level.ACT)


# --- promises ---------------------------------------------------------------------------------


def promises_of(desk: Desk, title: str, promises: Sequence[Planned], note: str = "") -> Grid:
    """What is still to be done, the longest overdue first."""
    columns = (
        Column(desk.say("What", "事项")),
        Column(desk.say("State", "状态"), choose=True),
        Column(desk.say("Due", "期限")),
        Column(desk.say("For", "客户")),
        Column(desk.say("From", "出处")),
        Column(desk.say("By", "负责人")),
    )
    rows = tuple(
        (
            each.what,
            _state(desk, each),
            each.due,
            each.record
            if isinstance(each.record, Customer)
            else desk.kb.target(each.record, "customer"),
            each.record,
            _owner(desk, each) or desk.unknown,
        )
        for each in promises
    )
    return Grid(title, columns, rows, note)


def _state(desk: Desk, promise: Planned) -> Badge:
    if promise.due is None:
        return Badge(desk.say("No day", "没有期限"), Level.UNKNOWN)
    if promise.is_overdue(desk.as_of):
        return Badge(desk.say("Overdue", "已逾期"), Level.ACT)
    if promise.due <= desk.as_of + timedelta(days=7):
        return Badge(desk.say("Within 7 days", "7 天内"), Level.WATCH)
    return Badge(desk.say("Later", "以后"), Level.GOOD)


def _owner(desk: Desk, promise: Planned) -> Record | None:
    """Who is named, or else who owns the record."""
    return desk.kb.resolve(promise.owner, Contact) or desk.kb.target(promise.record, "owner")


# --- satisfaction, and who does it ------------------------------------------------------------


def _satisfaction(desk: Desk, held: Sequence[Visit]) -> Columns:
    scores: dict[date, list[int]] = defaultdict(list)
    for each in held:
        if each.satisfaction is not None:
            first = each.date.replace(month=(each.date.month - 1) // 3 * 3 + 1, day=1)
            scores[first].append(each.satisfaction)
    points = tuple(
        Point(
            first,
            fmean(found),
            f"{first.year}-Q{(first.month + 2) // 3}",
        )
        for first, found in sorted(scores.items())[-QUARTERS:]
    )
    n = sum(map(len, scores.values()))
    return Columns(
        desk.say("Mean satisfaction by quarter", "各季度平均满意度"),
        points,
        unit=desk.say("of 5", "分（满分 5）"),
        note=desk.count(n, "score", "scores", "次打分"),
    )


def _owners(
    desk: Desk, customers: Sequence[Customer], lately: Sequence[Visit], promises: Sequence[Planned]
) -> Grid:
    """Everybody's accounts, those overdue, and what they promised."""
    kb = desk.kb
    own: dict[Record | None, list[Customer]] = defaultdict(list)
    went: dict[Record | None, list[Visit]] = defaultdict(list)
    owes: dict[Record | None, list[Planned]] = defaultdict(list)
    for customer in customers:
        if customer.touch(kb):
            own[kb.target(customer, "owner")].append(customer)
    for visit in lately:
        went[kb.target(visit, "owner")].append(visit)
    for each in promises:
        owes[_owner(desk, each)].append(each)
    columns = (
        Column(desk.field(Customer, "owner")),
        Column(desk.kind(Customer), is_numeric=True),
        Column(desk.standing(VISIT_OVERDUE), is_numeric=True),
        Column(desk.say("Visits, 12 months", "近 12 个月回访"), is_numeric=True),
        Column(desk.say("Follow-ups", "待办"), is_numeric=True),
        Column(desk.say("Overdue", "逾期"), is_numeric=True),
    )
    rows = [
        (
            owner or desk.unknown,
            len(own[owner]),
            sum(each.touch(kb) is VISIT_OVERDUE for each in own[owner]),
            len(went[owner]),
            len(owes[owner]),
            sum(each.is_overdue(desk.as_of) for each in owes[owner]),
        )
        for owner in {**dict.fromkeys(own), **dict.fromkeys(went), **dict.fromkeys(owes)}
    ]
    rows.sort(key=lambda row: (row[0] == desk.unknown, -row[5], -row[2], -row[1]))
    return Grid(desk.say("By person", "按人"), columns, tuple(rows))
