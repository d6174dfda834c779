"""What a Kano survey's answers come to."""

from collections.abc import Iterator

from pmkb.kinds.product.survey import Survey
from pmkb.pages.answers import asked, positions, spread, surveys
from pmkb.pages.block import Block, Note, Side
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.kano import by_segment, method, table


@panel("survey")
def survey(desk: Desk, record: Survey) -> Iterator[Block]:
    """Better and worse of what it asked about, how answers spread, and where groups differ."""
    if not record.is_kano:
        return
    begun = [each for each in surveys(desk) if each.start <= record.start]
    found = [each for each in asked(desk, begun) if each.survey == record]
    if not found:
        yield Note(desk.say("No answers are counted yet.", "还没有计入的答卷。"))
        return
    yield positions(desk, found, desk.say("Better and Worse", "Better–Worse 四象限"))
    yield Side((spread(desk, found), *by_segment(desk, record, found)))
    yield table(desk, found)
    yield method(desk, [record])
