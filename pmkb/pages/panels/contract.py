"""Until when a contract holds, and what is owed under it."""

from collections.abc import Iterator

from pmkb.flow import Level
from pmkb.kinds.product.contract import NOTICE_NEAR, Contract
from pmkb.pages.block import Block, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.contracts import timeline, undone, unpaid


@panel("contract")
def contract(desk: Desk, record: Contract) -> Iterator[Block]:
    """Its days to know, what is to be paid, and what was promised."""
    if not record.is_open:
        return
    tiles = tuple(_tiles(desk, record))
    if tiles:
        yield Tiles(tiles)
    if record.start or record.end:
        yield timeline(desk, desk.say("Term and deadlines", "合同期与各类期限"), [record])


def _tiles(desk: Desk, record: Contract) -> Iterator[Tile]:
    kb, standing = desk.kb, record.standing(desk.kb)
    level = standing.level if standing.level is not Level.GOOD else None
    end, notice = record.current_end(kb), record.notice_deadline(kb)
    if end is not None:
        renews = (desk.say("renews itself", "自动续约"),) if record.auto_renew else ()
        urgent = None if standing is NOTICE_NEAR else level
        yield Tile(desk.field(Contract, "current_end"), end, (desk.distance(end), *renews), urgent)
    if notice is not None:
        urgent = level if standing is NOTICE_NEAR else None
        label = desk.field(Contract, "notice_deadline")
        yield Tile(label, notice, (desk.distance(notice),), urgent)
    if record.payments:
        found = unpaid(desk, record)
        late = [each for each in found if each.is_overdue(desk.as_of)]
        known = desk.money(desk.sum(each.amount for each in found))
        over = desk.money(desk.sum(each.amount for each in late))
        note = (desk.say("overdue", "逾期"), over) if late else ()
        late_level = Level.ACT if late else Level.GOOD
        yield Tile(desk.field(Contract, "outstanding"), known, note, late_level)
    if record.obligations:
        duties = undone(desk, record)
        late_duties = [each.what for each in duties if each.is_overdue(desk.as_of)]
        yield Tile(
            desk.say("Obligations open", "未完成的义务"),
            len(duties),
            tuple(late_duties[:1]),
            Level.ACT if late_duties else Level.GOOD,
        )
