"""Product goals: how far each has come, how far it should be, and which are off."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pmkb.flow import Standing
from pmkb.kinds.dashboard.goal import (
    AT_RISK,
    MISSED,
    NOT_STARTED,
    OFF_TRACK,
    ON_TRACK,
    REACHED,
    UNMEASURED,
    Goal,
)
from pmkb.kinds.dashboard.product import Product
from pmkb.pages.aims import progress, way
from pmkb.pages.block import (
    Block,
    Concerns,
    Group,
    Note,
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

STANDINGS = (OFF_TRACK, MISSED, UNMEASURED, AT_RISK, ON_TRACK, REACHED, NOT_STARTED)


@page(0, Section.DASHBOARD, "Product goals", "产品目标", "goal", trackers=("product-goal",))
def goals(desk: Desk) -> Iterator[Block]:
    """Where is the product to get, and is it on the way?"""
    for product in desk.all(Product):
        said = [product.goal]
        if product.north_star:
            said.append(f"{desk.field(Product, 'north_star')}: {product.north_star}")
        yield Note(desk.say(". ", "。").join(said))
    found = sorted(desk.open(Goal), key=lambda each: _urgency(desk, each))
    if not found:
        text = desk.say("No goal is open.", "没有进行中的目标。")
        yield Nothing(text, "goal")
        return
    yield Tiles(tuple(_tiles(desk, found)))
    yield progress(desk, desk.say("Progress, and what is due", "完成率与应达进度"), found)
    yield Concerns(desk.say("What needs attention", "需要关注"), found)
    ways = tuple(line for each in found if not (line := way(desk, each)).empty)
    if ways:
        yield Group(desk.say("On the way", "各目标走势"), (Side(ways),))
    columns = (
        *("standing", "progress", "ideal", "current", "target", "unit"),
        *("start", "due", "parent", "metric", "owner"),
    )
    yield Records(desk.say("Open goals", "进行中的目标"), found, columns)
    closed = [each for each in desk.all(Goal) if not each.is_open]
    if closed:
        yield Records(desk.say("Reached or given up", "已达成或已放弃"), closed)


def _urgency(desk: Desk, goal: Goal) -> tuple[int, float, str]:
    """The most urgent first, then what is furthest behind."""
    done, due = goal.progress(desk.kb), goal.ideal(desk.kb)
    ratio = 9.0 if done is None or not due else done / due
    return STANDINGS.index(goal.standing(desk.kb)), ratio, goal.id


def _tiles(desk: Desk, found: Sequence[Goal]) -> Iterator[Tile]:
    count = Counter(each.standing(desk.kb) for each in found)
    total = desk.say("of {n} {n:goal|goals}", "共 {n} 个目标", n=len(found))
    rest = desk.say(", ", "、").join(
        _counted(desk, each, count[each]) for each in (REACHED, NOT_STARTED) if count[each]
    )
    for each in STANDINGS[:4]:
        if count[each]:
            yield Tile(desk.standing(each), count[each], (total,), each.level)
    well = (total, f"· {rest}") if rest else (total,)
    yield Tile(desk.standing(ON_TRACK), count[ON_TRACK], well, ON_TRACK.level)
    behind = [each for each in found if each.standing(desk.kb) in (OFF_TRACK, MISSED, AT_RISK)]
    if behind:
        last = behind[0]
        due = desk.say("{due} due", "应达 {due}").format(due=desk.share(last.ideal(desk.kb)))
        name = desk.say("Furthest behind: {name}", "落后最多：{name}").format(name=last.heading)
        done, level = last.progress(desk.kb), last.standing(desk.kb).level
        value = None if done is None else Share(done)
        yield Tile(name, value, (due,), level, leads_to=last.path)


def _counted(desk: Desk, standing: Standing, count: int) -> str:
    name = desk.standing(standing)
    return desk.say(f"{count} {name[:1].lower()}{name[1:]}", f"{count} 个{name}")
