"""What a channel's page shows first: its target, its customers, and the deals sold through it."""

from collections.abc import Iterator

from pmkb.charts import Bullet
from pmkb.flow import Level
from pmkb.kinds.sales.channel import NO_TARGET, Channel
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.deals import decided, pipeline_of
from pmkb.pages.block import Block, Records, Share, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.sales.channels import against_target, standing_of, target_of

CUSTOMER_COLUMNS = ("industry", "region", "tier", "health", "arr", "since", "owner")
DEAL_COLUMNS = ("customer", "stage", "standing", "amount", "weighted", "close", "owner")


@panel("channel")
def channel(desk: Desk, record: Channel) -> Iterator[Block]:
    """What it has brought of its target, and what it works on."""
    kb = desk.kb
    deals = kb.referring(record, Opportunity, "channel")
    open_ = [each for each in deals if each.is_open]
    whole, result = pipeline_of(open_, kb), decided(deals, kb)
    standing, share = standing_of(desk, record), record.share(kb)
    reached = record.attainment(kb) if target_of(desk, record) is not None else None
    elapsed = Share(record.elapsed(kb.as_of))
    time: tuple[object, ...] = (desk.say("of its time passed", "目标期已过"), elapsed)
    if desk.language != "zh":
        time = time[::-1]
    won = desk.say(f"{len(result.won)} of {result.count}", f"{result.count} 个赢 {len(result.won)}")
    yield Tiles(
        (
            Tile(
                desk.field(Channel, "attainment"),
                None if reached is None else Share(reached),
                time if standing is not NO_TARGET else (standing,),
                standing.level,
            ),
            Tile(
                desk.field(Channel, "revenue"),
                record.revenue(kb),
                () if share is None else (desk.field(Channel, "share"), Share(share)),
            ),
            Tile(desk.field(Channel, "customers"), len(record.customers(kb))),
            Tile(
                desk.say("Open deals", "在途商机"),
                desk.money(whole.open) if open_ else 0,
                (desk.field(Opportunity, "weighted"), desk.money(whole.weighted)) if open_ else (),
                None if open_ or not record.is_open else Level.WATCH,
            ),
            Tile(
                desk.say("Win rate", "赢单率"),
                None if result.rate is None else Share(result.rate),
                (won,) if result.count else (),
            ),
        )
    )
    if standing is not NO_TARGET:
        title = desk.say("ARR against the target", "ARR 与目标")
        yield Bullet(title, (against_target(desk, record),))
    if customers := record.customers(kb):
        title = desk.say("Customers that came through it", "带来的客户")
        yield Records(title, customers, CUSTOMER_COLUMNS)
    if open_:
        yield Records(desk.say("Open deals", "在途商机"), open_, DEAL_COLUMNS)
