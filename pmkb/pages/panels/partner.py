"""What a partner's page shows: who came through it, and the deals it works on with us."""

from collections.abc import Iterator

from pmkb.kinds.ecosystem.partner import Partner
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.pages.block import Block, Records
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel


@panel("partner")
def partner(desk: Desk, record: Partner) -> Iterator[Block]:
    """The customers it brought, and the deals it is in."""
    if customers := record.customers_brought(desk.kb):
        columns = ("industry", "tier", "arr", "since", "health", "owner")
        yield Records(desk.field(Partner, "customers_brought"), customers, columns)
    if deals := desk.kb.referring(record, Opportunity, "partner"):
        columns = ("customer", "stage", "amount", "weighted", "close", "owner")
        yield Records(desk.say("Deals with it", "联合商机"), deals, columns)
