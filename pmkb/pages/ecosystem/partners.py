"""Partners: who brings how much, who works with which release, and who has gone quiet."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pmkb.charts import Bar, Bars, Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.ecosystem.partner import ACTIVE, DORMANT, NO_RECORD, Partner
from pmkb.kinds.product.release import Release
from pmkb.pages.block import Block, Concerns, Nothing, Records, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

MOST = 12
"""How many partners are compared in a chart."""
RELEASES = 4
"""How many of the newest releases the certifications are shown for."""


@page(30, Section.ECOSYSTEM, "Partner revenue", "伙伴贡献", "partner", trackers=("partners",))
def partners(desk: Desk) -> Iterator[Block]:
    """Which partners bring business, and whom have we lost touch with?"""
    found = desk.open(Partner)
    if not found:
        yield Nothing(desk.say("No partner is recorded.", "还没有登记伙伴。"), "partner")
        return
    yield _tiles(desk, found)
    yield Side((_brought(desk, found), _by_type(desk, found)))
    yield Concerns(desk.say("What needs attention", "需要关注"), found)
    if (grid := _certified(desk, found)) is not None:
        yield grid
    columns = ("type", "tier", "region", "activity", "revenue_brought", "revenue_given")
    more = ("joint_wins", "last_activity", "owner")
    yield Records(desk.say("Partners", "生态伙伴"), found, (*columns, *more))
    ended = [each for each in desk.all(Partner) if not each.is_open]
    if ended:
        yield Records(desk.say("Ended", "已终止"), ended, ("type", "region", "since", "owner"))


def _tiles(desk: Desk, found: Sequence[Partner]) -> Tiles:
    standing = Counter(each.activity(desk.kb) for each in found)
    brought = desk.sum(each.revenue_brought(desk.kb) for each in found)
    given = desk.sum(each.revenue_given(desk.kb) for each in found)
    of = desk.say(f"of {len(found)}", f"共 {len(found)} 家")
    quiet = standing[DORMANT]
    return Tiles(
        (
            Tile(desk.standing(ACTIVE), standing[ACTIVE], (of,), Level.GOOD),
            Tile(desk.standing(DORMANT), quiet, level=Level.WATCH if quiet else Level.GOOD),
            Tile(
                desk.standing(NO_RECORD),
                standing[NO_RECORD],
                level=Level.UNKNOWN if standing[NO_RECORD] else Level.GOOD,
            ),
            Tile(desk.field(Partner, "revenue_brought"), desk.money(brought), ("ARR",)),
            Tile(desk.field(Partner, "revenue_given"), desk.money(given)),
            Tile(
                desk.field(Partner, "joint_wins"),
                sum(each.joint_wins(desk.kb) for each in found),
            ),
        )
    )


def _brought(desk: Desk, found: Sequence[Partner]) -> Bars:
    amounts = {each: desk.amount(each.revenue_brought(desk.kb)) for each in found}
    ordered = sorted((e for e in found if amounts[e]), key=lambda e: (-(amounts[e] or 0), e.id))
    bars = tuple(
        Bar(
            each.heading,
            float(amounts[each] or 0),
            level=Level.WATCH if each.activity(desk.kb) is DORMANT else None,
            note=desk.term("partner-type", each.type),
            href=desk.href(each),
        )
        for each in ordered[:MOST]
    )
    none = len(found) - len(ordered)
    note = desk.say(f"{none} brought none", f"{none} 家没有带来收入") if none else ""
    return Bars(
        desk.say("Revenue brought", "带来的收入"), bars, unit=desk.unit(desk.currency), note=note
    )


def _by_type(desk: Desk, found: Sequence[Partner]) -> Bars:
    count = Counter(each.type for each in found)
    live = Counter(each.type for each in found if each.activity(desk.kb) is ACTIVE)
    bars = tuple(
        Bar(
            desk.term("partner-type", name),
            live[name],
            note=desk.say(f"of {all_}", f"共 {all_} 家"),
        )
        for name, all_ in count.most_common()
    )
    return Bars(desk.say("Active by type", "各类型活跃伙伴"), bars)


def _certified(desk: Desk, found: Sequence[Partner]) -> Heat | None:
    """Who has products certified with which of the newest releases; None where nobody has."""
    newest = sorted(
        (each for each in desk.all(Release) if each.released and each.released <= desk.as_of),
        key=lambda each: (each.released, each.id),
    )[-RELEASES:]
    rows = [each for each in found if each.certified_releases]
    rows.sort(key=lambda each: (each.heading, each.id))
    if not rows or not newest:
        return None
    return Heat(
        desk.say("Certified with the newest releases", "与最新版本的互认证"),
        tuple(each.heading for each in rows),
        tuple(each.heading for each in newest),
        tuple(tuple(_cell(desk, each, release) for release in newest) for each in rows),
        note=desk.say("partners with a certification of any release", "仅列出做过互认证的伙伴"),
    )


def _cell(desk: Desk, partner: Partner, release: Release) -> Cell:
    products = partner.certified_with(release, desk.kb)
    if not products:
        return Cell(text="–", level=Level.UNKNOWN, is_zone=True)
    names = desk.say(", ", "、").join(each.product for each in products)
    return Cell(text=str(len(products)), level=Level.GOOD, note=names)
