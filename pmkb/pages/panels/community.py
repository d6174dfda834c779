"""What a community's page shows: how it has grown."""

from collections.abc import Iterator

from pmkb.kinds.ecosystem.community import Community
from pmkb.pages.block import Block, Note
from pmkb.pages.desk import Desk
from pmkb.pages.ecosystem.communities import members
from pmkb.pages.page import panel


@panel("community")
def community(desk: Desk, record: Community) -> Iterator[Block]:
    """Its members by the days they were counted."""
    if len(record.counted(desk.as_of)) < 2:
        yield Note(desk.say("Two counts are needed to see growth.", "至少统计两次才能看出增长。"))
        return
    yield members(desk, desk.field(Community, "members"), [record])
