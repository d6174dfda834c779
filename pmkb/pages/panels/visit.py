"""What a visit's page shows first: how satisfied they were, before and now, and what is open."""

from collections.abc import Iterator, Sequence

from pmkb.charts import Columns, Point
from pmkb.flow import Level
from pmkb.kinds.sales.customer import Customer
from pmkb.kinds.sales.visit import Visit
from pmkb.pages.block import Block, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.sales.visits import LOW, promises_of
from pmkb.trackers.accounts import planned


@panel("visit")
def visit(desk: Desk, record: Visit) -> Iterator[Block]:
    """The score beside those before, what was promised, and when the next visit is due."""
    customer = desk.kb.target(record, "customer")
    scored = _scored(desk, customer)
    promises = [each for each in planned(desk.kb) if each.record is record]
    late = sum(each.is_overdue(desk.as_of) for each in promises)
    of = desk.say(f"{late} overdue", f"{late} 项逾期")
    tiles = [
        _score(desk, record, scored),
        Tile(
            desk.field(Visit, "open_follow_ups"),
            len(promises),
            (of,) if late else (),
            Level.ACT if late else Level.GOOD,
        ),
    ]
    if isinstance(customer, Customer) and customer.is_open:
        touch = customer.touch(desk.kb)
        due = customer.next_visit_due(desk.kb)
        label = desk.field(Customer, "next_visit_due")
        tiles.append(Tile(label, due, (touch,) if touch else (), touch.level if touch else None))
    yield Tiles(tuple(tiles))
    if promises:
        yield promises_of(desk, desk.say("Still to be done", "尚未完成"), promises)
    if len(scored) > 1:
        points = tuple(Point(each.date, each.satisfaction, str(each.date)) for each in scored)
        title = desk.say("Satisfaction at each visit", "历次回访满意度")
        yield Columns(title, points, unit=desk.say("of 5", "分（满分 5）"))


def _scored(desk: Desk, customer: object) -> list[Visit]:
    """The customer's visits with a score, up to the day, one a day, the oldest first."""
    if not isinstance(customer, Customer):
        return []
    found = {
        each.date: each
        for each in desk.kb.referring(customer, Visit, "customer")
        if each.satisfaction is not None and each.date <= desk.as_of
    }
    return [found[day] for day in sorted(found)]


def _score(desk: Desk, record: Visit, scored: Sequence[Visit]) -> Tile:
    label, score = desk.field(Visit, "satisfaction"), record.satisfaction
    if score is None:
        return Tile(label, None, (desk.say("no score given", "没有打分"),), Level.UNKNOWN)
    before = next((each for each in reversed(scored) if each.date < record.date), None)
    note: tuple[object, ...] = (desk.say("of 5", "满分 5"),)
    if before is not None:
        note = (*note, desk.say("· before:", "· 上次"), before.satisfaction)
    fell = before is not None and score < (before.satisfaction or 0)
    level = Level.ACT if score <= LOW else Level.WATCH if fell else Level.GOOD
    return Tile(label, score, note, level)
