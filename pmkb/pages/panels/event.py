"""What an event's page shows: the deals it began or moved."""

from collections.abc import Iterator

from pmkb.kinds.activities.event import Event
from pmkb.pages.block import Block, Records
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel


@panel("event")
def event(desk: Desk, record: Event) -> Iterator[Block]:
    """What came of it, deal by deal."""
    if deals := desk.kb.targets(record, "opportunities"):
        columns = ("customer", "stage", "amount", "close", "owner")
        yield Records(desk.field(Event, "opportunities"), deals, columns)
