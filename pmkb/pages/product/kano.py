"""What users' answers make of requirements, and where that contradicts what we believed."""

from collections.abc import Iterator, Sequence

from pmkb.flow import Level, Standing
from pmkb.kinds.product.requirement import (
    CONFIRMED,
    CONTRADICTED,
    DOUBTED,
    FEW,
    UNCLEAR,
    Requirement,
)
from pmkb.kinds.product.survey import Survey
from pmkb.metrics.kano import RULES, TABLES
from pmkb.pages.answers import Asked, asked, groups, name_of, positions, spread, surveys
from pmkb.pages.block import (
    Block,
    Column,
    Grid,
    Note,
    Nothing,
    Records,
    Share,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk, worst
from pmkb.pages.page import page
from pmkb.record import Section


@page(
    20, Section.PRODUCT, "Kano analysis", "Kano 分析", "survey", "requirement", trackers=("kano",)
)
def kano(desk: Desk) -> Iterator[Block]:
    """What must be there, what delights, and whom should we ask again?"""
    done = surveys(desk)
    found = asked(desk, done)
    if not found:
        yield from _nothing(desk)
        return
    live = [each for each in found if each.requirement.is_open]
    yield _tiles(desk, live)
    title = desk.say("Open requirements by Better and Worse", "开放需求的 Better–Worse 四象限")
    yield positions(desk, live, title)
    yield from _to_decide(desk, live)
    yield _by_group(desk, live, done)
    yield table(desk, found)
    blind = [
        each for each in desk.open(Requirement) if each.kano and not each.surveyed_kano(desk.kb)
    ]
    blind.sort(key=lambda each: _stake(desk, each))
    if blind:
        columns = ("kano", "status", "requesters", "revenue_at_stake", "owner")
        title = desk.say("Declared, but nobody was asked", "声明了类别但没有调研过")
        yield Records(title, blind, columns)
    yield method(desk, done)


def _nothing(desk: Desk) -> Iterator[Block]:
    yield Nothing(
        desk.say(
            "No Kano survey has answers yet. A survey names a CSV file of answers, or counts by "
            "category:",
            "还没有带答卷的 Kano 调研。调研记录里写答卷 CSV 的路径，或各类别的计数：",
        ),
        "survey",
    )
    declared = [each for each in desk.open(Requirement) if each.kano]
    if declared:
        title = desk.say("Declared from experience alone", "仅凭经验声明的类别")
        yield Records(
            title, declared, ("kano", "status", "revenue_at_stake", "owner"), group="kano"
        )


def _stake(desk: Desk, requirement: Requirement) -> tuple[float, str]:
    amount = requirement.revenue_at_stake(desk.kb)
    return -float(amount.amount) if amount else 0.0, requirement.id


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, live: Sequence[Asked]) -> Tiles:
    return Tiles((*_surveyed(desk, live), *_extremes(desk, live)))


def _surveyed(desk: Desk, live: Sequence[Asked]) -> Iterator[Tile]:
    kb, wanted = desk.kb, desk.open(Requirement)
    lately = [each for each in live if each.requirement.was_asked_lately(kb)]
    blind = [each for each in wanted if each.kano and not each.was_asked_lately(kb)]
    yield Tile(
        desk.say("Surveyed within a year", "一年内调研过"),
        f"{len(lately)} / {len(wanted)}",
        (desk.say(f"{len(blind)} only declared", f"{len(blind)} 条只有声明"),) if blind else (),
        Level.UNKNOWN if not lately else Level.WATCH if blind else Level.GOOD,
    )
    standings = [each.requirement.kano_check(kb) for each in live]
    for label, wrong, unsure in (
        (desk.say("Against what is declared", "与声明矛盾"), CONTRADICTED, DOUBTED),
        (desk.say("Not clear", "类别不清晰"), UNCLEAR, FEW),
    ):
        yield _count(desk, label, standings, wrong, unsure)


def _count(
    desk: Desk, label: str, found: Sequence[Standing | None], wrong: Standing, unsure: Standing
) -> Tile:
    count, more = found.count(wrong), found.count(unsure)
    level = worst((wrong.level if count else None, unsure.level if more else None)) or Level.GOOD
    note = f"{desk.standing(unsure)} {more}" if more else ""
    return Tile(label, count, (note,) if note else (), level)


def _extremes(desk: Desk, live: Sequence[Asked]) -> Iterator[Tile]:
    placed = [(each.place, each.requirement) for each in live if each.place]
    if not placed:
        return
    (_, better), best = max(placed, key=lambda each: (each[0][1], each[1].id))
    (worse, _), worst_ = max(placed, key=lambda each: (each[0][0], each[1].id))
    yield Tile(desk.say("Satisfies most (Better)", "有则最满意（Better）"), better, (best,))
    yield Tile(desk.say("Hurts most without (Worse)", "没有最不满（Worse）"), -worse, (worst_,))


# --- tables -----------------------------------------------------------------------------------


def _to_decide(desk: Desk, live: Sequence[Asked]) -> Iterator[Block]:
    """Those whose category is contradicted, unclear or not declared; the most urgent first."""
    unsure = [
        (standing, each)
        for each in live
        if (standing := each.requirement.kano_check(desk.kb)) not in (None, CONFIRMED)
    ]
    if not unsure:
        return
    unsure.sort(key=lambda each: (each[0].level.rank, _stake(desk, each[1].requirement)))
    columns = (
        Column(Requirement.label.one(desk.language)),
        Column(desk.field(Requirement, "kano_check"), choose=True),
        Column(desk.say("Declared", "声明")),
        Column(desk.say("Answers say", "调研结果")),
        Column(desk.say("Survey before", "上次调研")),
        Column("n", is_numeric=True),
        Column(desk.say("Strength", "类别强度"), is_numeric=True),
        Column(desk.field(Requirement, "revenue_at_stake"), is_numeric=True),
        Column(desk.field(Requirement, "owner")),
    )
    yield Grid(
        desk.say("To be decided", "待判断"),
        columns,
        tuple(_undecided(desk, standing, each) for standing, each in unsure),
        desk.say(
            "Change the declared category, say in the text why it stays, or ask again.",
            "改声明的类别、在正文写明为什么不改，或再调研一轮。",
        ),
    )


def _undecided(desk: Desk, standing: Standing | None, each: Asked) -> tuple[object, ...]:
    kb, result = desk.kb, each.result
    return (
        each.requirement,
        standing,
        desk.term("kano", each.requirement.kano) if each.requirement.kano else None,
        name_of(desk, each.category),
        name_of(desk, each.earlier.category) if each.earlier else None,
        result["n"],
        _share(result["category_strength"]),
        each.requirement.revenue_at_stake(kb),
        kb.target(each.requirement, "owner"),
    )


def _share(value: float | None) -> Share | None:
    return None if value is None else Share(value)


def _fong(desk: Desk, significant: bool | None) -> str | None:
    if significant is None:
        return None
    if significant:
        return desk.say("significant", "显著")
    return desk.say("too close", "不显著")


def _by_group(desk: Desk, live: Sequence[Asked], done: Sequence[Survey]) -> Side:
    """How answers spread, and where a group of the newest survey differs."""
    newest = next((each for each in done if each.kano_by_segment(desk.kb)), None)
    there = [each for each in live if each.survey == newest]
    heats = by_segment(desk, newest, there) if newest else ()
    columns = ("start", "end", "respondents")
    return Side((spread(desk, live), *heats, Records(desk.kind(Survey), done, columns)))


def by_segment(desk: Desk, survey: Survey, found: Sequence[Asked]) -> Iterator[Block]:
    """The categories in each group of each of a survey's segments."""
    if found:
        for segment in survey.kano_by_segment(desk.kb):
            yield groups(desk, survey, segment, found)


def table(desk: Desk, found: Sequence[Asked]) -> Grid:
    """Every requirement with all that its answers say."""
    columns = (
        Column(Requirement.label.one(desk.language)),
        Column(desk.field(Requirement, "status"), choose=True),
        Column(desk.say("Declared", "声明"), choose=True),
        Column(desk.say("Answers say", "调研结果"), choose=True),
        Column("n", is_numeric=True),
        Column(desk.say("Strength", "类别强度"), is_numeric=True),
        Column(desk.say("Total strength", "总强度"), is_numeric=True),
        Column(desk.say("Fong's test", "Fong 检验"), choose=True),
        Column("Better", is_numeric=True),
        Column("Worse", is_numeric=True),
        Column(desk.field(Requirement, "revenue_at_stake"), is_numeric=True),
        Column(desk.field(Requirement, "surveyed_in"), choose=False),
    )
    note = desk.say(
        "Strength: share of the most frequent category less that of the second, clear from 6 %. "
        "Total strength: (A + O + M) ÷ n.",
        "类别强度：最多的类别占比减去第二多的，6% 起算清晰。总强度：(A + O + M) ÷ n。",
    )
    rows = tuple(_row(desk, each) for each in found)
    return Grid(desk.say("All surveyed requirements", "调研过的全部需求"), columns, rows, note)


def _row(desk: Desk, each: Asked) -> tuple[object, ...]:
    result, requirement = each.result, each.requirement
    state = requirement.state
    return (
        requirement,
        state.label(desk.language) if state else None,
        desk.term("kano", requirement.kano) if requirement.kano else None,
        name_of(desk, each.category),
        result["n"],
        _share(result["category_strength"]),
        _share(result["total_strength"]),
        _fong(desk, result["significant"]),
        result["better"],
        result["worse"],
        requirement.revenue_at_stake(desk.kb),
        each.survey,
    )


_SOURCES = {
    "kano": (
        "Kano et al. (1984), as in Berger et al. (1993)",
        "Kano 等（1984），见 Berger 等（1993）",
    ),
    "pouliot": ("as modified by Pouliot (1993)", "Pouliot 修正（1993）"),
    "most-frequent": (
        "most frequent category, ties M > O > A > I",
        "取最多的类别，并列时 M > O > A > I",
    ),
    "grouped": ("A + O + M against I + R + Q", "先比 A + O + M 与 I + R + Q"),
}
"""Tables and rules in few words."""


def method(desk: Desk, done: Sequence[Survey]) -> Note:
    """By which tables and rules the answers were judged."""
    tables = [name for name in TABLES if any(each.table == name for each in done)]
    rules = [name for name in RULES if any(each.rule == name for each in done)]
    said_tables, said_rules = (
        desk.say("; ", "；").join(desk.say(*_SOURCES[name]) for name in names)
        for names in (tables, rules)
    )
    return Note(
        desk.say(
            f"Evaluation table: {said_tables}. Rule: {said_rules}. "
            "Significance: Fong (1996), at 90 %. Better = (A + O) ÷ (A + O + M + I), "
            "Worse = −(O + M) ÷ (A + O + M + I).",
            f"评价表：{said_tables}。归类规则：{said_rules}。显著性：Fong（1996），90% 置信度。"
            "Better = (A + O) ÷ (A + O + M + I)，Worse = −(O + M) ÷ (A + O + M + I)。",
        )
    )
