"""The price book: what holds now, what follows, where it has gaps, and who sells below it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pmkb.charts import Cell, Heat, Task, Timeline
from pmkb.charts.formats import plain
from pmkb.flow import Level
from pmkb.kinds.forms.form import Form
from pmkb.kinds.product.price import ENDING, FUTURE, Price
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.pages.block import (
    Badge,
    Block,
    Change,
    Column,
    Grid,
    Nothing,
    Records,
    Share,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk, worst
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.values import Money

PAST_DAYS = 365
"""How far back the timeline begins."""
AHEAD_DAYS = 545
"""How far ahead it ends."""

Place = tuple[str, str, str]
"""What a line is for: its form's reference, its edition and its unit."""


@page(17, Section.PRODUCT, "Price book", "价格表", "price", trackers=("pricing",))
def prices(desk: Desk) -> Iterator[Block]:
    """What does it cost now, what comes next, and who sells below the floor?"""
    lines = desk.all(Price)
    if not lines:
        yield Nothing(desk.say("No price is recorded.", "还没有登记价格。"), "price")
        return
    current = [each for each in lines if each.holds(desk.as_of)]
    deals = [each for each in desk.all(Opportunity) if each.undercut_floor(desk.kb)]
    yield _tiles(desk, lines, current, deals)
    yield _matrix(desk, current)
    if deals:
        yield _under_floor(desk, deals)
    yield _book(desk, current)
    title = desk.say("When prices hold", "价格的有效期")
    yield timeline(desk, title, lines)
    rest = [each for each in lines if each not in current]
    rest.sort(key=lambda each: (each.from_, each.id), reverse=True)
    if rest:
        columns = ("standing", "form", "edition", "architecture", "unit", "list", "floor")
        yield Records(
            desk.say("To come and past", "未生效与已失效"), rest, (*columns, "from", "to")
        )


def _trouble(desk: Desk, each: Price) -> Badge | None:
    """What is wrong with a line's days; None where nothing is."""
    other = each.overlapped_by(desk.kb)
    if other is not None:
        return Badge(desk.say(f"overlaps {other.heading}", f"与{other.heading}重叠"), Level.ACT)
    follower = each.followed_after_gap(desk.kb)
    if follower is not None and each.to is not None:
        days = (follower.from_ - each.to).days - 1
        return Badge(
            desk.say(f"{days} {'day' if days == 1 else 'days'} without a price", f"空档 {days} 天"),
            Level.ACT,
        )
    if each.standing(desk.kb) is ENDING:
        return Badge(desk.standing(ENDING), Level.WATCH)
    return None


# --- tiles ------------------------------------------------------------------------------------


def _tiles(
    desk: Desk, lines: Sequence[Price], current: Sequence[Price], deals: Sequence[Opportunity]
) -> Tiles:
    levels = [trouble.level for each in lines if (trouble := _trouble(desk, each))]
    broken, ending = levels.count(Level.ACT), levels.count(Level.WATCH)
    coming = min(
        (each for each in lines if each.standing(desk.kb) is FUTURE), key=_start, default=None
    )
    amounts = desk.money(desk.sum(each.amount for each in deals))
    tiles = [
        Tile(
            desk.say("Lines in force", "生效中"),
            len(current),
            (desk.say(f"of {len(lines)} in the book", f"价格表共 {len(lines)} 条"),),
            None if current else Level.UNKNOWN,
        ),
        Tile(
            desk.say("Gap or overlap", "有空档或重叠"),
            broken,
            level=Level.ACT if broken else Level.GOOD,
        ),
        Tile(
            desk.say("End, and nothing follows", "即将失效且无接续"),
            ending,
            (desk.say("within 60 days", "60 天内"),),
            Level.WATCH if ending else Level.GOOD,
        ),
        Tile(
            desk.say("Open deals under the floor", "低于底价的商机"),
            len(deals),
            (amounts,) if deals and amounts else (),
            Level.ACT if deals else Level.GOOD,
        ),
    ]
    if coming is not None:
        label = desk.say("Next price to come", "下一次调价")
        tiles.append(Tile(label, coming.from_, (coming,)))
    return Tiles(tuple(tiles))


def _start(each: Price) -> tuple[date, str]:
    return each.from_, each.id


# --- what holds -------------------------------------------------------------------------------


def _matrix(desk: Desk, current: Sequence[Price]) -> Heat:
    """List prices of each form, edition and unit by architecture; forms on sale without any."""
    kb = desk.kb
    grouped: dict[Place, dict[str | None, list[Price]]] = defaultdict(lambda: defaultdict(list))
    for each in current:
        form = kb.target(each, "form")
        place = (form.ref if form else each.form, each.edition, each.unit)
        grouped[place][each.architecture].append(each)
    used = {each.architecture for each in current}
    known = (*kb.vocabulary.terms("architecture"), None)
    columns = [each for each in known if each in used]
    bare = [each for each in desk.open(Form) if _is_on_sale(desk, each) and not _has(each, grouped)]
    rows = [*sorted(grouped), *((each.ref, "", "") for each in bare)]
    cells = tuple(
        tuple(
            _price(desk, grouped[place][column]) if place in grouped else _none(desk)
            for column in columns
        )
        for place in rows
    )
    return Heat(
        desk.say("List prices now", "现行目录价"),
        tuple(_name(desk, each) for each in rows),
        tuple(
            desk.say("any", "不分架构") if each is None else desk.term("architecture", each)
            for each in columns
        ),
        cells,
        unit=desk.unit(desk.currency),
        note=desk.say(
            "by form, edition and unit; ▲ it ends and nothing follows, ◆ gap, overlap or no price",
            "按形态、版本与计价单位；▲ 即将失效且无接续，◆ 空档、重叠或没有价格",
        ),
    )


def _is_on_sale(desk: Desk, form: Form) -> bool:
    launched = form.launched is not None and form.launched <= desk.as_of
    return launched and not form.has_ended(desk.as_of) and form.status != "planned"


def _has(form: Form, grouped: dict[Place, dict[str | None, list[Price]]]) -> bool:
    return any(place[0] == form.ref for place in grouped)


def _name(desk: Desk, place: Place) -> str:
    form = desk.kb.records.get(place[0])
    named = desk.term("form-type", form.type) if isinstance(form, Form) else place[0]
    return " · ".join(each for each in (named, *place[1:]) if each)


def _none(desk: Desk) -> Cell:
    return Cell(None, desk.say("no price", "没有价格"), Level.ACT)


def _price(desk: Desk, found: Sequence[Price]) -> Cell | None:
    if not found:
        return None
    troubles = [trouble for each in found if (trouble := _trouble(desk, each))]
    words = " / ".join(_short(desk, each.list_) for each in found)
    floors = ", ".join(_short(desk, each.floor) for each in found)
    note = " · ".join((desk.field(Price, "floor") + " " + floors, *(e.text for e in troubles)))
    level = worst(each.level for each in troubles)
    return Cell(None if level else 0.0, words, level, note, desk.href(found[0]))


def _short(desk: Desk, money: Money) -> str:
    """An amount in little room: only a foreign currency is named."""
    number = plain(float(money.amount), desk.wording.locale)
    return number if money.currency == desk.currency else f"{number} {money.currency}"


def _book(desk: Desk, current: Sequence[Price]) -> Grid:
    """Every line that holds, with the room down to its floor and what follows it."""
    columns = (
        Column(Price.label.one(desk.language)),
        Column(desk.say("Its days", "衔接")),
        Column(desk.field(Price, "list"), is_numeric=True),
        Column(desk.field(Price, "floor"), is_numeric=True),
        Column(desk.say("Most off", "最大折让"), is_numeric=True),
        Column(desk.field(Price, "to")),
        Column(desk.say("Then", "接续价")),
        Column(desk.field(Price, "edition"), choose=True),
        Column(desk.field(Price, "architecture"), choose=True),
        Column(desk.field(Price, "unit"), choose=True),
        Column(desk.field(Price, "form")),
        Column(desk.field(Price, "approved_by")),
    )
    rows = tuple(
        _line(desk, each) for each in sorted(current, key=lambda e: (e.form, e.edition, e.id))
    )
    return Grid(desk.say("The book today", "今日价格表"), columns, rows)


def _line(desk: Desk, each: Price) -> tuple[object, ...]:
    kb = desk.kb
    term = each.architecture
    same = each.list_.currency == each.floor.currency and each.list_.amount
    off = Share(1 - each.floor.amount / each.list_.amount) if same else None
    return (
        each,
        _trouble(desk, each),
        each.list_,
        each.floor,
        off,
        each.to,
        _then(desk, each),
        each.edition,
        desk.term("architecture", term) if term else None,
        each.unit,
        kb.target(each, "form"),
        kb.target(each, "approved_by"),
    )


def _then(desk: Desk, each: Price) -> tuple[object, ...] | None:
    """The line that follows, and by how much its list price differs."""
    lines = each.same_line(desk.kb)
    later = [line for line in lines[lines.index(each) + 1 :] if line.from_ > desk.as_of]
    if not later:
        return None
    after = later[0]
    same = after.list_.currency == each.list_.currency and each.list_.amount
    return (after, Change(after.list_.amount / each.list_.amount - 1)) if same else (after,)


# --- deals under the floor --------------------------------------------------------------------


def _under_floor(desk: Desk, deals: Sequence[Opportunity]) -> Grid:
    """Open deals whose offered price is under the lowest floor of their form."""
    columns = (
        Column(Opportunity.label.one(desk.language)),
        Column(desk.field(Opportunity, "customer")),
        Column(desk.field(Opportunity, "stage"), choose=True),
        Column(desk.field(Opportunity, "price"), is_numeric=True),
        Column(desk.field(Price, "floor"), is_numeric=True),
        Column(desk.say("Below it", "低于底价"), is_numeric=True),
        Column(desk.field(Opportunity, "amount"), is_numeric=True),
        Column(desk.field(Opportunity, "close")),
        Column(desk.field(Opportunity, "owner")),
    )
    rows = tuple(
        _deal(desk, each) for each in sorted(deals, key=lambda e: (e.close or date.max, e.id))
    )
    return Grid(desk.say("Deals under the floor", "低于底价的商机"), columns, rows)


def _deal(desk: Desk, each: Opportunity) -> tuple[object, ...]:
    kb = desk.kb
    floor, offered = each.undercut_floor(kb), desk.amount(each.price)
    below = (
        Change(offered / floor.amount - 1)
        if floor and floor.amount and offered is not None
        else None
    )
    return (
        each,
        kb.target(each, "customer"),
        desk.term("opportunity-stage", each.stage),
        each.price,
        floor,
        below,
        each.amount,
        each.close,
        kb.target(each, "owner"),
    )


# --- over time --------------------------------------------------------------------------------


def timeline(desk: Desk, title: str, lines: Sequence[Price]) -> Timeline:
    """Lines over time, those of one thing one under another."""
    day = desk.as_of
    first = day - timedelta(days=PAST_DAYS)
    shown = [each for each in lines if each.to is None or each.to >= first]
    shown.sort(
        key=lambda each: (each.form, each.edition, each.architecture or "", each.unit, each.from_)
    )
    window = first, day + timedelta(days=AHEAD_DAYS)
    return Timeline(title, tuple(_task(desk, each) for each in shown), day, window)


def _task(desk: Desk, each: Price) -> Task:
    trouble = _trouble(desk, each)
    said = (_short(desk, each.list_), each.unit, *([trouble.text] if trouble else []))
    level = trouble.level if trouble else None
    return Task(
        each.ref,
        each.heading,
        each.from_,
        each.to,
        level,
        note=" · ".join(said),
        href=desk.href(each),
    )
