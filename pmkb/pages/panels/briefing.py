"""What of a briefing still holds."""

from collections.abc import Iterator

from pmkb.kinds.product.briefing import Briefing
from pmkb.pages.block import Block
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.alignment import again, matrix


@panel("briefing")
def briefing(desk: Desk, record: Briefing) -> Iterator[Block]:
    """Where its topics stand with its audience and others, and what was reworded since."""
    topics = desk.kb.targets(record, "topics")
    if not topics or record.date > desk.as_of:
        return
    briefed = {
        each.audience
        for each in desk.all(Briefing)
        if any(topic in desk.kb.targets(each, "topics") for topic in topics)
    }
    rest = [each for each in desk.kb.vocabulary.terms("team") if each in briefed]
    teams = [record.audience, *(each for each in rest if each != record.audience)]
    title = desk.say("Where its topics stand", "各主题的认同情况")
    yield matrix(desk, title, topics, teams, None)
    yield from again(desk, [record])
