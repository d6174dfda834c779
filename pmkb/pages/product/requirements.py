"""Requirements: what is promised, what it is worth, what to plan next, and when it ships."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from pmkb.charts import Bar, Bars, Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.product.requirement import Requirement, askers
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.sales.customer import revenue_of, share_of_revenue
from pmkb.pages.block import Block, Column, Grid, Nothing, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk, worst
from pmkb.pages.page import page
from pmkb.record import Record, Section
from pmkb.trackers.product import PROMISED_ACT

MOST = 12
"""How many bars there are at most."""
PROMISED = ("requesters", "revenue_at_stake", "kano", "score", "effort", "source", "owner")
OPEN = (
    *("status", "kano", "requesters", "revenue_at_stake", "score", "reach", "effort"),
    *("roadmap", "owner"),
)
"""The columns of tables."""


@page(
    19,
    Section.PRODUCT,
    "Requirement priorities",
    "需求优先级",
    "requirement",
    trackers=("requirements",),
)
def requirements(desk: Desk) -> Iterator[Block]:
    """What did we promise, what is it worth, and what should be planned next?"""
    if not desk.all(Requirement):
        yield Nothing(desk.say("No requirement is recorded.", "还没有登记需求。"), "requirement")
        return
    live = sorted(desk.open(Requirement), key=lambda each: (-(each.score(desk.kb) or 0), each.id))
    promised = [each for each in live if each.is_promised_only]
    promised.sort(key=lambda each: (-_stake(desk, each), each.id))
    yield _tiles(desk, live, promised)
    if live:
        yield Side((_by_revenue(desk, live), _to_plan(desk, live)))
    if promised:
        title = desk.say("Promised, but in no plan", "已承诺，但没有排期")
        yield Records(title, promised, PROMISED)
    yield from _shipping(desk, live)
    if live:
        yield Side((_by_kano(desk, live), _by_source(desk, live)))
    yield Records(desk.say("Open requirements", "开放的需求"), live, OPEN)
    closed = [each for each in desk.all(Requirement) if not each.is_open]
    if closed:
        title = desk.say("Shipped or rejected", "已交付或已拒绝")
        yield Records(title, closed, ("status", "kano", "requesters", "ships_in", "owner"))


def _stake(desk: Desk, each: Requirement) -> float:
    amount = each.revenue_at_stake(desk.kb)
    return float(amount.amount) if amount else 0.0


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, live: Sequence[Requirement], promised: Sequence[Requirement]) -> Tiles:
    kb = desk.kb
    new = sum(each.status == "new" for each in live)
    plans = Counter(_plan(desk, each) for each in live)
    held = plans[Level.WATCH]
    waiting = share_of_revenue(askers(promised, kb), kb) or 0.0
    heavy = Level.ACT if round(waiting, 9) >= PROMISED_ACT else Level.WATCH
    bare = [each for each in live if each.score(kb) is None]
    return Tiles(
        (
            Tile(
                desk.say("Open", "开放"),
                len(live),
                (desk.say(f"{new} not decided on", f"{new} 条还没有决定"),),
            ),
            _revenue(desk, desk.say("ARR of those who ask", "提出方的 ARR"), live),
            Tile(
                desk.say("Promised, in no plan", "已承诺未排期"),
                len(promised),
                _revenue(desk, "", promised).note if promised else (),
                heavy if promised else Level.GOOD,
            ),
            Tile(
                desk.say("Its plan is late or blocked", "所在规划延期或阻塞"),
                plans[Level.ACT],
                (desk.say(f"{held} more held up", f"另有 {held} 条受依赖影响"),) if held else (),
                worst(each for each in plans if each is not Level.UNKNOWN) or Level.GOOD,
            ),
            Tile(
                desk.say("Without a score", "没有评分"),
                len(bare),
                (desk.say("reach, effort or category missing", "缺影响面、工作量或类别"),)
                if bare
                else (),
                Level.WATCH if bare else Level.GOOD,
            ),
        )
    )


def _revenue(desk: Desk, label: str, found: Sequence[Requirement]) -> Tile:
    """The ARR of all customers who ask for some requirements, and its share of the whole."""
    customers = askers(found, desk.kb)
    share = share_of_revenue(customers, desk.kb)
    amount = revenue_of(customers, desk.kb)
    if share is None:
        return Tile(label, amount)
    of_all = desk.say("of ARR", "占 ARR")
    note = (of_all, Share(share)) if desk.language == "zh" else (Share(share), of_all)
    return Tile(label, amount, note)


def _plan(desk: Desk, each: Requirement) -> Level | None:
    """How urgent its roadmap item is; None where there is none."""
    item = _item(desk, each)
    standing = item.schedule(desk.kb) if item else None
    return standing.level if standing else None


def _item(desk: Desk, each: Requirement) -> Roadmap | None:
    return desk.kb.resolve(each.roadmap, Roadmap)


# --- charts -----------------------------------------------------------------------------------


def _by_revenue(desk: Desk, live: Sequence[Requirement]) -> Bars:
    """The requirements that most revenue asks for; those that are only promised stand out."""
    worth = sorted((e for e in live if _stake(desk, e)), key=lambda e: (-_stake(desk, e), e.id))
    bars = tuple(
        Bar(
            each.heading,
            _stake(desk, each),
            None,
            Level.WATCH if each.is_promised_only else None,
            " · ".join(who.heading for who in desk.kb.targets(each, "requesters")),
            desk.href(each),
        )
        for each in worth[:MOST]
    )
    note = desk.say(
        "ARR of the customers who ask; ▲ promised, but in no plan",
        "提出方客户的 ARR；▲ 已承诺但没有排期",
    )
    title = desk.say("Most revenue asks for", "背后收入最多的需求")
    return Bars(title, bars, unit=desk.unit(desk.currency), note=note)


def _to_plan(desk: Desk, live: Sequence[Requirement]) -> Bars:
    """The highest scores among what is in no plan."""
    free = [each for each in live if each.roadmap is None and each.score(desk.kb)]
    bars = tuple(
        Bar(
            each.heading,
            each.score(desk.kb),
            None,
            Level.WATCH if each.is_promised_only else None,
            desk.term("kano", each.kano),
            desk.href(each),
        )
        for each in free[:MOST]
    )
    note = desk.say(
        "reach × impact of the Kano category ÷ effort", "影响面 × Kano 类别的影响系数 ÷ 工作量"
    )
    title = desk.say("Highest scores in no plan", "未排期里评分最高的需求")
    return Bars(title, bars, note=note)


def _by_kano(desk: Desk, live: Sequence[Requirement]) -> Heat:
    terms = (*desk.kb.vocabulary.terms("kano"), None)
    title = desk.say("By declared category and status", "按声明的类别与状态")
    return _table_of(desk, title, live, terms, lambda each: each.kano, "kano")


def _by_source(desk: Desk, live: Sequence[Requirement]) -> Heat:
    terms = (*desk.kb.vocabulary.terms("requirement-source"), None)
    title = desk.say("By source and status", "按来源与状态")
    return _table_of(desk, title, live, terms, lambda each: each.source, "requirement-source")


def _table_of(
    desk: Desk,
    title: str,
    live: Sequence[Requirement],
    terms: Sequence[str | None],
    of: Callable[[Requirement], str | None],
    vocabulary: str,
) -> Heat:
    """How many requirements of each group are in which state."""
    count = Counter((of(each), each.status) for each in live)
    rows = [term for term in terms if any(key[0] == term for key in count)]
    states = [s for s in Requirement.flow().states if any(key[1] == s.name for key in count)]
    cells = (
        tuple(Cell(float(n)) if (n := count[row, state.name]) else None for state in states)
        for row in rows
    )
    return Heat(
        title,
        tuple(desk.term(vocabulary, each) for each in rows),
        tuple(each.label(desk.language) for each in states),
        tuple(cells),
    )


# --- when it ships ----------------------------------------------------------------------------


def _shipping(desk: Desk, live: Sequence[Requirement]) -> Iterator[Grid]:
    """What is in a plan, by the day it is expected; what is latest stands last."""
    kb = desk.kb
    found = [(item, each) for each in live if (item := _item(desk, each)) is not None]
    if not found:
        return
    found.sort(key=lambda each: (each[0].expected(kb) or date.max, each[0].id, each[1].id))
    columns = (
        Column(Requirement.label.one(desk.language)),
        Column(desk.field(Requirement, "roadmap")),
        Column(desk.field(Roadmap, "schedule"), choose=True),
        Column(desk.field(Roadmap, "due")),
        Column(desk.field(Roadmap, "expected")),
        Column(desk.field(Requirement, "ships_in")),
        Column(desk.field(Requirement, "revenue_at_stake"), is_numeric=True),
        Column(desk.field(Requirement, "requesters")),
    )
    rows = tuple(_ships(desk, item, each) for item, each in found)
    yield Grid(desk.say("When it ships", "什么时候交付"), columns, rows)


def _ships(desk: Desk, item: Roadmap, each: Requirement) -> tuple[object, ...]:
    kb = desk.kb
    who: tuple[Record, ...] = tuple(kb.targets(each, "requesters"))
    return (
        each,
        item,
        item.schedule(kb),
        item.due,
        item.expected(kb),
        each.ships_in(kb),
        each.revenue_at_stake(kb),
        who,
    )
