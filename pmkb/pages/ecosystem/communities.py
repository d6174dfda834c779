"""Communities: how many people gather where, and whether they do more than stand by."""

from collections.abc import Iterator, Sequence

from pmkb.charts import Bar, Bars, Line, Point, Series
from pmkb.flow import Level
from pmkb.kinds.ecosystem.community import UNCOUNTED, Community
from pmkb.pages.block import Block, Change, Concerns, Nothing, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section


@page(
    31,
    Section.ECOSYSTEM,
    "Community growth",
    "社区增长",
    "community",
    trackers=("communities",),
)
def communities(desk: Desk) -> Iterator[Block]:
    """Do our communities grow, and do people take part?"""
    found = desk.open(Community)
    if not found:
        yield Nothing(desk.say("No community is recorded.", "还没有登记社区。"), "community")
        return
    yield _tiles(desk, found)
    yield members(desk, desk.say("Members", "成员数"), found)
    yield Side((_active(desk, found), _given(desk, found)))
    yield Concerns(desk.say("What needs attention", "需要关注"), found)
    yield Records(desk.say("Communities", "社区"), found)


def members(desk: Desk, title: str, found: Sequence[Community]) -> Line:
    """The members of some communities by the day of their counts."""
    series = (
        Series(
            each.heading,
            tuple(
                Point(count.date, count.members, count.date.isoformat())
                for count in each.counted(desk.as_of)
            ),
        )
        for each in found
    )
    return Line(title, tuple(each for each in series if each.points))


def _tiles(desk: Desk, found: Sequence[Community]) -> Tiles:
    counted = [counts for each in found if (counts := each.counted(desk.as_of))]
    newest = [counts[-1] for counts in counted]
    pairs = [(counts[-2], counts[-1]) for counts in counted if len(counts) > 1]
    before = sum(one.members for one, _ in pairs)
    growth = sum(two.members for _, two in pairs) / before - 1 if before else None
    told = [each for each in newest if each.active is not None and each.members]
    active, of = sum(each.active or 0 for each in told), sum(each.members for each in told)
    blind = [each for each in found if each.standing(desk.kb) is UNCOUNTED]
    return Tiles(
        (
            Tile(
                desk.say("Members", "成员数"),
                sum(each.members for each in newest) if newest else None,
                (desk.say("in {n} {n:community|communities}", "{n} 个社区", n=len(newest)),),
            ),
            Tile(
                desk.say("Since the count before", "较上次统计"),
                None if growth is None else Change(growth),
                level=None if growth is None else Level.GOOD if growth > 0 else Level.WATCH,
            ),
            Tile(
                desk.say("Active", "活跃人数"),
                active if told else None,
                (Share(active / of),) if of else (),
            ),
            Tile(
                desk.say("Contributions", "贡献数"),
                sum(each.contributions or 0 for each in newest) if newest else None,
                (desk.say("by the newest counts", "最近一次统计"),),
            ),
            Tile(
                desk.say("Not counted lately", "久未统计"),
                len(blind),
                level=Level.UNKNOWN if blind else Level.GOOD,
            ),
        )
    )


def _active(desk: Desk, found: Sequence[Community]) -> Bars:
    """How many are active, with their share of the members."""
    bars = []
    for each in found:
        newest = next(reversed(each.counted(desk.as_of)), None)
        if newest is None or newest.active is None:
            continue
        share = newest.active / newest.members if newest.members else None
        told = desk.say("{share} of the members", "占成员 {share}")
        note = "" if share is None else told.format(share=desk.share(share))
        bars.append(Bar(each.heading, newest.active, note=note, href=desk.href(each)))
    bars.sort(key=lambda bar: (-(bar.value or 0), bar.name))
    return Bars(desk.say("Active within 30 days", "近 30 天活跃"), tuple(bars))


def _given(desk: Desk, found: Sequence[Community]) -> Bars:
    known = [(each, each.contributions(desk.kb)) for each in found]
    bars = [Bar(e.heading, n, href=desk.href(e)) for e, n in known if n is not None]
    bars.sort(key=lambda bar: (-(bar.value or 0), bar.name))
    return Bars(desk.say("Contributions since the count before", "上次统计以来的贡献"), tuple(bars))
