"""Channels: what each has brought of its target, what comes next, and which regions none covers."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pmkb.charts import Bar, Bars, Bullet, Cell, Heat, Kpi
from pmkb.flow import Level, Standing
from pmkb.kinds.sales.channel import FAR_BEHIND, NO_TARGET, ON_TARGET, Channel
from pmkb.kinds.sales.customer import Customer, revenue_of, share_of_revenue
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.deals import decided, pipeline_of
from pmkb.pages.block import (
    Block,
    Column,
    Concerns,
    Grid,
    Nothing,
    Records,
    Share,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section
from pmkb.trackers.accounts import active

CUSTOMER_COLUMNS = ("source_ref", "industry", "region", "tier", "health", "arr", "since", "owner")


@page(23, Section.SALES, "Channels", "渠道", "channel", trackers=("channels",))
def channels(desk: Desk) -> Iterator[Block]:
    """Which channel brings what it should, and which needs help?"""
    found = sorted(desk.open(Channel), key=lambda each: (-_arr(desk, each), each.id))
    if not found:
        yield Nothing(desk.say("No channel is recorded.", "还没有登记渠道。"), "channel")
        return
    yield _tiles(desk, found)
    yield _bullets(desk, found)
    yield Concerns(desk.say("Channels that need help", "需要支持的渠道"), found)
    yield Side((_shares(desk, found), _coming(desk, found)))
    yield _regions(desk, found)
    yield _table(desk, found)
    through = [each for channel in found for each in channel.customers(desk.kb) if each.is_open]
    if through:
        title = desk.say("Customers by channel", "各渠道的客户")
        yield Records(title, through, CUSTOMER_COLUMNS)


def _arr(desk: Desk, channel: Channel) -> Decimal:
    return channel.revenue(desk.kb).amount


def standing_of(desk: Desk, channel: Channel) -> Standing:
    """Against its target; one whose time is over is none."""
    return NO_TARGET if channel.has_ended(desk.as_of) else channel.standing(desk.kb)


def target_of(desk: Desk, channel: Channel) -> Decimal | None:
    """In the reporting currency; None without one for the day."""
    if standing_of(desk, channel) is NO_TARGET:
        return None
    return desk.amount(channel.target)


# --- what decides ----------------------------------------------------------------------------


def _tiles(desk: Desk, found: Sequence[Channel]) -> Tiles:
    kb = desk.kb
    aimed = [(target, each) for each in found if (target := target_of(desk, each))]
    standings = [standing_of(desk, each) for each in found]
    bare = len(found) - len(aimed)
    reached = sum((_arr(desk, each) for _, each in aimed), Decimal(0))
    wanted = sum((target for target, _ in aimed), Decimal(0))
    through = {each for channel in found for each in channel.customers(kb)}
    share = share_of_revenue(through, kb)
    far = standings.count(FAR_BEHIND)
    good = standings.count(ON_TARGET)
    coming = pipeline_of(_deals(desk, *found), kb)
    of = desk.say(f"of {len(aimed)} with a target", f"有目标的 {len(aimed)} 个")
    return Tiles(
        (
            Tile(
                desk.standing(ON_TARGET),
                good,
                (of,),
                Level.UNKNOWN if not aimed else Level.GOOD if good == len(aimed) else Level.WATCH,
            ),
            Tile(desk.standing(FAR_BEHIND), far, (of,), Level.ACT if far else Level.GOOD),
            Tile(
                desk.say("Targets reached", "合计完成目标"),
                Share(reached / wanted) if wanted else None,
                (desk.money(reached), desk.say("of", "/"), desk.money(wanted)) if wanted else (),
                None if wanted else Level.UNKNOWN,
            ),
            Tile(
                desk.say("Of all ARR", "占全部 ARR"),
                None if share is None else Share(share),
                (revenue_of(through, kb),),
            ),
            Tile(
                desk.say("Open through channels", "渠道在途商机"),
                desk.money(coming.open),
                (desk.field(Opportunity, "weighted"), desk.money(coming.weighted)),
            ),
            Tile(
                desk.say("No target for the day", "没有当期目标"),
                bare,
                (),
                Level.UNKNOWN if bare else Level.GOOD,
            ),
        )
    )


def _deals(desk: Desk, *found: Channel) -> list[Opportunity]:
    """The deals that are sold through some channels."""
    return [each for one in found for each in desk.kb.referring(one, Opportunity, "channel")]


# --- against the target -----------------------------------------------------------------------


def _bullets(desk: Desk, found: Iterable[Channel]) -> Bullet:
    """Each channel's ARR against its target and what it should be by now, the furthest first."""
    kpis = [against_target(desk, each) for each in found]
    kpis.sort(key=lambda each: (each.level.rank if each.level else 9, each.name))
    return Bullet(
        desk.say("ARR against the target", "ARR 与目标"),
        tuple(kpis),
        note=desk.say(
            "expected by now: the target × the share of its time that has passed",
            "当前应达到 = 目标 × 目标期已过的比例",
        ),
    )


def against_target(desk: Desk, channel: Channel) -> Kpi:
    """A channel's ARR against its target of the day, and what it should be by now."""
    target, standing = target_of(desk, channel), standing_of(desk, channel)
    return Kpi(
        channel.heading,
        float(_arr(desk, channel)),
        None if target is None else float(target),
        None if target is None else float(target) * channel.elapsed(desk.as_of),
        level=None if standing is ON_TARGET else standing.level,
        unit=desk.unit(desk.currency),
        href=desk.href(channel),
    )


# --- what they bring --------------------------------------------------------------------------


def _shares(desk: Desk, found: Sequence[Channel]) -> Bars:
    """The ARR that came through each channel, and that which came through none."""
    kb = desk.kb
    bars = []
    for each in found:
        share = each.share(kb)
        part = "" if share is None else f" · {share:.0%}"
        note = " · ".join(customer.heading for customer in each.customers(kb))
        value = float(_arr(desk, each))
        bars.append(Bar(each.heading + part, value, note=note, href=desk.href(each)))
    through = {customer.ref for each in found for customer in each.customers(kb)}
    rest = [each for each in kb.all(Customer) if each.ref not in through]
    share = share_of_revenue(rest, kb)
    if rest and share is not None:
        name = desk.say("through no channel", "不经渠道")
        bars.append(Bar(f"{name} · {share:.0%}", float(revenue_of(rest, kb).amount)))
    return Bars(
        desk.say("ARR by channel", "各渠道 ARR"),
        tuple(bars),
        unit=desk.unit(desk.currency),
        note=desk.say("beside the channel: its share of all ARR", "渠道后为占全部 ARR 的比例"),
    )


def _coming(desk: Desk, found: Iterable[Channel]) -> Bars:
    """The open deals that are sold through each channel."""
    bars = []
    for each in found:
        whole = pipeline_of(_deals(desk, each), desk.kb)
        if whole.count:
            name, weighted = f"{each.heading} {whole.count}", float(whole.weighted)
            bars.append(Bar(name, float(whole.open), href=desk.href(each), part=weighted))
    bars.sort(key=lambda each: (-(each.value or 0), each.name))
    return Bars(
        desk.say("Open deals by channel", "各渠道在途商机"),
        tuple(bars),
        (desk.say("Open", "在途"), desk.field(Opportunity, "weighted")),
        unit=desk.unit(desk.currency),
        note=desk.say("beside the channel: number of deals", "渠道后为商机个数"),
    )


def _regions(desk: Desk, found: Sequence[Channel]) -> Heat:
    """ARR by channel and region, for the regions that it covers or has customers in.

    The last row is what all customers of a region pay, so that one without a channel shows.
    """
    kb = desk.kb
    used = {each.region for each in active(kb)} | {name for each in found for name in each.regions}
    regions = [name for name in kb.vocabulary.terms("region") if name in used]
    cells = tuple(tuple(_region(desk, each, name) for name in regions) for each in found)
    covered = {name for each in found for name in each.regions}
    last = tuple(
        Cell(
            float(revenue_of([c for c in active(kb) if c.region == name], kb).amount),
            level=None if name in covered else Level.WATCH,
            note="" if name in covered else desk.say("no channel covers it", "没有渠道覆盖"),
        )
        for name in regions
    )
    return Heat(
        desk.say("Regions covered, and their ARR", "区域覆盖与 ARR"),
        (*(each.heading for each in found), desk.say("All customers", "全部客户")),
        tuple(desk.term("region", name) for name in regions),
        (*cells, last),
        unit=desk.unit(desk.currency),
        note=desk.say(
            "▲ beside a channel: customers outside its regions; ▲ below: no channel covers it",
            "渠道行的 ▲：覆盖区域以外的客户；末行的 ▲：没有渠道覆盖",
        ),
    )


def _region(desk: Desk, channel: Channel, region: str) -> Cell | None:
    there = [each for each in channel.customers(desk.kb) if each.region == region]
    covers = region in channel.regions
    if not covers and not there:
        return None
    return Cell(
        float(revenue_of(there, desk.kb).amount),
        level=None if covers else Level.WATCH,
        note=" · ".join(each.heading for each in there),
    )


def _table(desk: Desk, found: Iterable[Channel]) -> Grid:
    """Each channel in a row, with what it has brought and what it sells now."""
    kb = desk.kb
    columns = (
        Column(Channel.label.one(desk.language)),
        Column(desk.field(Channel, "type"), choose=True),
        Column(desk.field(Channel, "standing"), choose=True),
        Column(desk.field(Channel, "revenue"), is_numeric=True, adds=True),
        Column(desk.field(Channel, "target"), is_numeric=True, adds=True),
        Column(desk.field(Channel, "attainment"), is_numeric=True),
        Column(desk.field(Channel, "customers"), is_numeric=True, adds=True),
        Column(desk.say("Open amount", "在途金额"), is_numeric=True, adds=True),
        Column(desk.say("Win rate", "赢单率"), is_numeric=True),
    )
    rows = []
    for each in found:
        deals = _deals(desk, each)
        result = decided(deals, kb).rate
        reached = each.attainment(kb) if target_of(desk, each) is not None else None
        rows.append(
            (
                each,
                desk.term("channel-type", each.type),
                standing_of(desk, each),
                each.revenue(kb),
                each.target,
                None if reached is None else Share(reached),
                len(each.customers(kb)),
                desk.money(pipeline_of(deals, kb).open),
                None if result is None else Share(result),
            )
        )
    return Grid(desk.say("All channels", "全部渠道"), columns, tuple(rows))
