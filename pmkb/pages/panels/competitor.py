"""What a rival's page shows first: how often we win, where we are behind, what it just did."""

from collections.abc import Iterator

from pmkb.flow import Level
from pmkb.kinds.sales.competitor import Competitor
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.kinds.sales.signal import UNANSWERED, Signal
from pmkb.metrics.deals import decided, pipeline_of
from pmkb.pages.block import Block, Grid, Note, Records, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.sales.competitors import SIGNAL_COLUMNS, claims_of, deals_against, won_of

OPEN_COLUMNS = ("customer", "stage", "standing", "amount", "weighted", "close", "owner")
CLOSED_COLUMNS = ("customer", "stage", "amount", "closed", "lost_reason", "owner")


@panel("competitor")
def competitor(desk: Desk, record: Competitor) -> Iterator[Block]:
    """The deals against it, the comparison, and its signals."""
    kb = desk.kb
    deals = deals_against(desk, record)
    open_ = [each for each in deals if each.is_open]
    signals = sorted(
        (e for e in kb.referring(record, Signal, "competitor") if e.date <= kb.as_of),
        key=lambda each: (-each.date.toordinal(), each.id),
    )
    yield _tiles(desk, record, deals, signals)
    if record.comparison:
        yield _claims(desk, record)
    else:
        yield Note(desk.say("Nothing is compared yet.", "还没有做能力对比。"))
    if open_:
        yield Records(desk.say("Open deals against it", "遇到它的在途商机"), open_, OPEN_COLUMNS)
    closed = [each for each in deals if not each.is_open]
    if closed:
        yield Records(desk.say("Won and lost", "赢单与丢单"), closed, CLOSED_COLUMNS)
    if signals:
        columns = tuple(each for each in SIGNAL_COLUMNS if each != "competitor")
        yield Records(desk.say("What it did", "它的动态"), signals, columns)


def _claims(desk: Desk, record: Competitor) -> Grid:
    found = claims_of(desk, (record,), desk.say("Where we stand", "能力对比"))
    # The rival is the page's own.
    return Grid(
        found.title,
        (found.columns[0], *found.columns[2:]),
        tuple((row[0], *row[2:]) for row in found.rows),
    )


def _tiles(
    desk: Desk, record: Competitor, deals: tuple[Opportunity, ...], signals: list[Signal]
) -> Tiles:
    kb = desk.kb
    edges = [claim.edge(kb) or 0 for claim in record.comparison]
    ahead, behind = sum(edge > 0 for edge in edges), sum(edge < 0 for edge in edges)
    unanswered = sum(each.standing(kb) is UNANSWERED for each in signals)
    whole, stale = pipeline_of(deals, kb), record.stale_claims(kb)
    even = len(edges) - ahead - behind
    bare = Level.UNKNOWN if not edges else None
    note = desk.say(f"ahead on {ahead}, even on {even}", f"领先 {ahead} 项，持平 {even} 项")
    return Tiles(
        (
            won_of(desk, decided(deals, kb), desk.field(Competitor, "win_rate")),
            Tile(
                desk.say("Open deals against it", "遇到它的在途商机"),
                desk.money(whole.open) if whole.count else 0,
                (desk.count(whole.count, "deal", "deals", "个商机"),),
            ),
            Tile(
                desk.say("We are behind on", "我们落后"),
                behind,
                (note,),
                bare or (Level.WATCH if behind else Level.GOOD),
            ),
            Tile(
                desk.field(Competitor, "stale_claims"),
                stale,
                (desk.say(f"of {len(edges)}", f"共 {len(edges)} 条"),),
                bare or (Level.WATCH if stale else Level.GOOD),
            ),
            Tile(
                desk.say("Last signal", "最近动态"),
                signals[0].date if signals else None,
                (desk.say(f"{unanswered} unanswered", f"{unanswered} 条未应对"),),
                Level.ACT if unanswered else None,
            ),
        )
    )
