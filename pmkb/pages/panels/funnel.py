"""What a funnel's page shows: its stages, and where each entrance loses people."""

from collections.abc import Iterator

from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.pages.block import Block
from pmkb.pages.desk import Desk
from pmkb.pages.ecosystem.demand_funnel import told
from pmkb.pages.page import panel


@panel("funnel")
def funnel(desk: Desk, record: Funnel) -> Iterator[Block]:
    """How many come, by which entrance, and where they are lost."""
    yield from told(desk, record)
