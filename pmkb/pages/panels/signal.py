"""What a signal's page shows first: how old it is, whether we answered, which deals it hits."""

from collections.abc import Iterator

from pmkb.kinds.dashboard.response import Response
from pmkb.kinds.sales.competitor import Competitor
from pmkb.kinds.sales.signal import Signal
from pmkb.metrics.deals import pipeline_of
from pmkb.pages.block import Block, Records, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.sales.competitors import SIGNAL_COLUMNS, deals_against

DEAL_COLUMNS = ("customer", "stage", "amount", "weighted", "close", "owner")


@panel("signal")
def signal(desk: Desk, record: Signal) -> Iterator[Block]:
    """Our answer, the open deals against the rival that it is about, and what else it did."""
    kb = desk.kb
    rival = kb.resolve(record.competitor, Competitor)
    against = deals_against(desk, rival) if rival else ()
    deals = [each for each in against if each.is_open]
    answer = kb.resolve(record.response, Response)
    standing = record.standing(kb)
    days = (kb.as_of - record.date).days
    ago = desk.say("{n} {n:day|days} ago", "{n} 天前", n=days)
    tiles = [
        Tile(desk.field(Signal, "date"), record.date, (ago,) if days >= 0 else ()),
        Tile(desk.field(Signal, "impact"), desk.term("impact", record.impact)),
        Tile(
            desk.field(Signal, "response"),
            desk.standing(standing),
            _answer(desk, answer),
            standing.level,
        ),
    ]
    if rival is not None:
        tiles.append(
            Tile(
                desk.say("Open deals against it", "遇到该竞品的在途商机"),
                desk.money(pipeline_of(deals, kb).open) if deals else 0,
                (desk.count(len(deals), "deal", "deals", "个商机"),),
            )
        )
    yield Tiles(tuple(tiles))
    if deals:
        yield Records(desk.say("Deals it may hit", "可能受影响的商机"), deals, DEAL_COLUMNS)
    found = kb.referring(rival, Signal, "competitor") if rival else ()
    others = [each for each in found if each is not record and each.date <= kb.as_of]
    if others:
        others.sort(key=lambda each: (-each.date.toordinal(), each.id))
        columns = tuple(each for each in SIGNAL_COLUMNS if each != "competitor")
        yield Records(desk.say("What else this rival did", "该竞品的其他动态"), others, columns)


def _answer(desk: Desk, answer: Response | None) -> tuple[object, ...]:
    """The response, and until when it is due."""
    if answer is None:
        return ()
    due = (desk.say("due", "期限"), answer.due) if answer.is_open and answer.due else ()
    return (answer, *due)
