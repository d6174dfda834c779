"""Who agrees to the plan and knows what we say about it, in the wording of the day."""

from collections.abc import Iterator, Sequence

from pmkb.charts import Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.directory.contact import Contact
from pmkb.kinds.product.briefing import (
    AGREED,
    NOT_SIGNED,
    REJECTED,
    RESERVED,
    REWORDED,
    Briefing,
    agreeing,
    newest_on,
)
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.pages.block import (
    Block,
    Column,
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
from pmkb.record import Record, Section
from pmkb.trackers.product import areas_of_sales, level_of_agreement, salespeople

RD, SALES = "rd", "sales"

_SHORT = {
    AGREED: ("agreed", "认同"),
    RESERVED: ("no one", "无人认"),
    REWORDED: ("reworded", "已变"),
    REJECTED: ("rejected", "不认同"),
    NOT_SIGNED: ("unsigned", "未签"),
}
"""Standings in a word, for little room."""


@page(
    21,
    Section.PRODUCT,
    "Alignment",
    "对齐与认同",
    "briefing",
    trackers=("rd-alignment", "sales-readiness"),
)
def alignment(desk: Desk) -> Iterator[Block]:
    """Who agrees to what we plan and say today, and who has to be asked again?"""
    items = [each for each in desk.open(Roadmap) if each.status != "idea"]
    if not desk.all(Briefing):
        text = desk.say("No team has been briefed yet.", "还没有向任何团队宣贯。")
        yield Nothing(text, "briefing")
        if items:
            yield Records(desk.say("Live roadmap items", "在途的规划条目"), items)
        return
    topics = _sales_topics(desk)
    yield _tiles(desk, items, topics)
    if items:
        title = desk.say("Live roadmap items by team", "在途规划条目 × 团队")
        ordered = sorted(items, key=lambda each: _urgency(desk, each))
        plan = matrix(desk, title, ordered, _teams(desk, items, RD), RD)
        yield Side((plan, *_sales(desk, topics)))
    else:
        yield from _sales(desk, topics)
    yield from again(desk, desk.all(Briefing))
    others = _others(desk, {*items, *topics})
    if others:
        title = desk.say("Other topics by team", "其他主题 × 团队")
        yield matrix(desk, title, others, _teams(desk, others, None), None)
    briefings = sorted(desk.all(Briefing), key=lambda each: (-each.date.toordinal(), each.id))
    columns = (
        *("audience", "date", "standing", "agreement", "topics", "void_topics", "presenter"),
        "owner",
    )
    yield Records(desk.kind(Briefing), briefings, columns)


def _urgency(desk: Desk, item: Record) -> tuple[int, int, str]:
    """What R&D has to be asked about first: what was reworded, then what it never heard of."""
    briefing = newest_on(item, RD, desk.kb)
    level = briefing.consent(item, desk.kb).level if briefing else Level.WATCH
    return level.rank, briefing is None, item.ref


def _sales_topics(desk: Desk) -> tuple[Record, ...]:
    """What sales has to know."""
    return tuple(topic for found in areas_of_sales(desk.kb).values() for topic in found)


def _teams(desk: Desk, topics: Sequence[Record], first: str | None) -> list[str]:
    """The teams that were briefed on any of some topics, in the vocabulary's order."""
    briefed = {
        each.audience
        for each in desk.all(Briefing)
        if any(topic in desk.kb.targets(each, "topics") for topic in topics)
    }
    rest = [each for each in desk.kb.vocabulary.terms("team") if each in briefed - {first}]
    return [*([first] if first else []), *rest]


def _others(desk: Desk, known: set[Record]) -> list[Record]:
    """Topics of briefings that are still open, beside the live items and what sales must know."""
    topics = (topic for each in desk.all(Briefing) for topic in desk.kb.targets(each, "topics"))
    return [topic for topic in dict.fromkeys(topics) if topic not in known and topic.is_open]


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, items: Sequence[Record], topics: Sequence[Record]) -> Tiles:
    kb = desk.kb
    tiles = []
    if items:
        found = [newest_on(each, RD, kb) for each in items]
        agreed = sum(
            briefing is not None and briefing.consent(item, kb) is AGREED
            for item, briefing in zip(items, found, strict=True)
        )
        note = desk.say(
            "{agreed} of {n} live {n:item|items}",
            "{n} 项中 {agreed} 项",
            agreed=agreed,
            n=len(items),
        )
        label = desk.say("R&D agrees to the plan", "研发认同在途规划")
        tiles.append(_share(label, agreed / len(items), note, known=any(found)))
        never = found.count(None)
        label = desk.say("R&D was never briefed on", "从未向研发宣贯")
        tiles.append(Tile(label, never, level=Level.WATCH if never else Level.GOOD))
    people = salespeople(kb)
    if people and topics:
        pairs = sum(len(agreeing(topic, SALES, kb) & {*people}) for topic in topics)
        note = desk.say(
            "{people} {people:person|people} × {topics} {topics:topic|topics}",
            "{people} 人 × {topics} 个主题",
            people=len(people),
            topics=len(topics),
        )
        known = any(each.audience == SALES for each in desk.all(Briefing))
        label = desk.say("Sales is up to date", "销售掌握的是最新的")
        tiles.append(_share(label, pairs / len(people) / len(topics), note, known=known))
    void = len(_reworded(desk, desk.all(Briefing)))
    label = desk.say("To be agreed again", "需重新认同")
    note = desk.say("reworded since it was signed", "签署后内容有变")
    tiles.append(Tile(label, void, (note,), Level.ACT if void else Level.GOOD))
    return Tiles(tuple(tiles))


def _share(label: str, share: float, note: str, *, known: bool) -> Tile:
    level = level_of_agreement(share) if known else Level.UNKNOWN
    return Tile(label, Share(share) if known else None, (note,), level)


# --- topics × teams ---------------------------------------------------------------------------


def matrix(
    desk: Desk, title: str, topics: Sequence[Record], teams: Sequence[str], wanted: str | None
) -> Heat:
    """Where teams stand on topics; a team that has to be asked about all of them may lack some."""
    cells = tuple(
        tuple(_cell(desk, topic, team, team == wanted) for team in teams) for topic in topics
    )
    note = desk.say("empty: never briefed", "空白：没有宣贯过")
    if wanted:
        note += desk.say(
            f"; {desk.term('team', wanted)} has to agree to all", "；研发须认同全部条目"
        )
    return Heat(
        title,
        tuple(each.heading for each in topics),
        tuple(desk.term("team", each) for each in teams),
        cells,
        note=note,
    )


def _cell(desk: Desk, topic: Record, team: str, is_wanted: bool) -> Cell | None:
    briefing = newest_on(topic, team, desk.kb)
    if briefing is None:
        absent = desk.say("not briefed", "未宣贯")
        return Cell(None, absent, Level.WATCH, href=desk.href(topic)) if is_wanted else None
    standing = briefing.consent(topic, desk.kb)
    note = f"{desk.standing(standing)} · {briefing.heading} · {briefing.date.isoformat()}"
    return Cell(None, desk.say(*_SHORT[standing]), standing.level, note, desk.href(briefing))


def _sales(desk: Desk, topics: Sequence[Record]) -> Iterator[Heat]:
    """Who in sales is up to date on which topic."""
    people = sorted(salespeople(desk.kb), key=lambda each: each.heading)
    if not people or not topics:
        return
    cells = tuple(tuple(_knows(desk, topic, who) for who in people) for topic in topics)
    yield Heat(
        desk.say("Sales: positioning, competitors, selection", "销售：定位、竞品、选型"),
        tuple(each.heading for each in topics),
        tuple(each.heading for each in people),
        cells,
        note=desk.say(
            "up to date: agreed to it in its present wording",
            "最新：按现在的内容认同过",
        ),
    )


def _knows(desk: Desk, topic: Record, who: Contact) -> Cell:
    kb = desk.kb
    if who in agreeing(topic, SALES, kb):
        return Cell(None, desk.say("up to date", "最新"), Level.GOOD, href=desk.href(topic))
    there = [
        each
        for each in desk.all(Briefing)
        if each.audience == SALES
        and topic in kb.targets(each, "topics")
        and any(kb.resolve(one.who, Contact) is who for one in each.attendees)
    ]
    if any(each.reworded(topic, kb) for each in there):
        return Cell(None, desk.say("reworded", "已变"), Level.ACT, href=desk.href(topic))
    if there:
        return Cell(None, desk.say("not agreed", "未认同"), Level.WATCH, href=desk.href(topic))
    return Cell(None, desk.say("never", "未宣贯"), Level.WATCH, href=desk.href(topic))


# --- what has to be agreed again --------------------------------------------------------------


def _reworded(desk: Desk, briefings: Sequence[Briefing]) -> list[tuple[Record, Briefing]]:
    """Open topics whose wording has changed since an audience last signed for them."""
    kb = desk.kb
    found = [
        (topic, each)
        for each in briefings
        for topic in each.void_topics(kb)
        if topic.is_open and newest_on(topic, each.audience, kb) is each
    ]
    return sorted(found, key=lambda pair: (pair[1].date, pair[0].ref))


def again(desk: Desk, briefings: Sequence[Briefing]) -> Iterator[Grid]:
    """What was reworded since it was signed, with the fields that changed."""
    kb = desk.kb
    found = _reworded(desk, briefings)
    if not found:
        return
    columns = (
        Column(desk.say("Topic", "主题")),
        Column(desk.field(Briefing, "audience"), choose=True),
        Column(desk.say("Signed", "签署日期")),
        Column(desk.say("What changed since", "此后变了什么")),
        Column(Briefing.label.one(desk.language)),
        Column(desk.field(Briefing, "presenter")),
    )
    rows = tuple(
        (
            topic,
            desk.term("team", each.audience),
            each.signed_topics(kb)[topic.ref].signed,
            desk.say(", ", "、").join(
                _named(desk, topic, name) for name in each.reworded(topic, kb)
            ),
            each,
            kb.target(each, "presenter"),
        )
        for topic, each in found
    )
    yield Grid(desk.say("To be agreed again", "需重新认同"), columns, rows)


def _named(desk: Desk, topic: Record, name: str) -> str:
    known = topic.keys.get(name)
    return known.label(desk.language) if known else desk.say("the text", "正文")
