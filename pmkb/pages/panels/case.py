"""What a case's page shows first: whether it may be told, and to whom it would speak now."""

from collections.abc import Iterator

from pmkb.flow import Level
from pmkb.kinds.sales.case import Case
from pmkb.kinds.sales.customer import Customer
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.deals import pipeline_of
from pmkb.pages.block import Block, Records, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.trackers.sales import cell_of

DEAL_COLUMNS = ("customer", "stage", "amount", "close", "form", "owner")


@panel("case")
def case(desk: Desk, record: Case) -> Iterator[Block]:
    """How long its customer's consent holds, how the customer is, and which deals it would help."""
    kb = desk.kb
    customer = kb.resolve(record.customer, Customer)
    deals = _deals(desk, record, customer)
    standing = record.standing(kb)
    until = record.consent_until
    left = (until - kb.as_of).days if until else None
    days = (
        ()
        if left is None
        else (desk.say("{n} {n:day|days} left", "还有 {n} 天", n=left),)
        if left >= 0
        else (desk.say("ended {n} {n:day|days} ago", "已过期 {n} 天", n=-left),)
    )
    tiles = [
        Tile(
            desk.field(Case, "consent_until"),
            until,
            days,
            Level.UNKNOWN if until is None and record.is_open else standing.level,
        ),
    ]
    if customer is not None:
        term = kb.vocabulary.term("health", customer.health)
        level = term.facts.get("level") if term else None
        tiles.append(
            Tile(
                desk.say("Health of the customer", "客户健康度"),
                desk.term("health", customer.health),
                (desk.field(Customer, "arr"), customer.arr(kb)),
                next((each for each in Level if each == level), Level.UNKNOWN),
            )
        )
    tiles.append(
        Tile(
            desk.say("Open deals alike", "同行业同形态的在途商机"),
            len(deals),
            (desk.money(pipeline_of(deals, kb).open),) if deals else (),
        )
    )
    yield Tiles(tuple(tiles))
    if deals:
        note = desk.say(
            "Same industry and delivery form, other customers.", "同行业、同商品形态的其他客户。"
        )
        title = desk.say("Deals it would help", "用得上它的商机")
        yield Records(title, deals, DEAL_COLUMNS, note)


def _deals(desk: Desk, record: Case, customer: Customer | None) -> list[Opportunity]:
    """Open deals of other customers in the same cell of industry and delivery form."""
    kb = desk.kb
    place = cell_of(record, customer, kb)
    if None in place:
        return []
    found = []
    for deal in desk.open(Opportunity):
        buyer = kb.resolve(deal.customer, Customer)
        if buyer is not customer and cell_of(deal, buyer, kb) == place:
            found.append(deal)
    return found
