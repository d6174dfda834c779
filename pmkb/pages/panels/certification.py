"""How long a certificate holds, and who waits for it."""

from collections.abc import Iterator

from pmkb.flow import Level
from pmkb.kinds.product.certification import APPLYING, CLOSED, Certification
from pmkb.pages.block import Block, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.certifications import deals, timeline


@panel("certification")
def certification(desk: Desk, record: Certification) -> Iterator[Block]:
    """Its days to know, and the deals that depend on it."""
    standing = record.standing(desk.kb)
    if standing is CLOSED:
        return
    tiles = tuple(_tiles(desk, record))
    if tiles:
        yield Tiles(tiles)
    if standing is not APPLYING and record.valid_until:
        yield timeline(desk, desk.say("Validity", "有效期"), [record])
    yield from deals(desk, [record])


def _tiles(desk: Desk, record: Certification) -> Iterator[Tile]:
    kb, standing = desk.kb, record.standing(desk.kb)
    level = standing.level if standing.level is not Level.GOOD else None
    for name, day, urgent in (
        ("valid_until", record.valid_until, None),
        ("renewal_start", record.renewal_start(kb), level),
        ("next_surveillance", record.next_surveillance(kb), None),
    ):
        if day is not None:
            yield Tile(desk.field(Certification, name), day, (desk.distance(day),), urgent)
    for missed in record.missed_audits(desk.as_of):
        label = desk.say("Audit without proof", "监督审核无结果")
        yield Tile(label, missed, (desk.distance(missed),), Level.ACT)
    if waiting := record.deals_waiting(kb):
        label = desk.field(Certification, "deals_waiting")
        yield Tile(label, len(waiting), level=Level.WATCH)
