"""Documents: what each release has in each language, what is stale, and what is missing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pmkb.charts import Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.product.document import MISSING, STALE, Document
from pmkb.kinds.product.release import Release
from pmkb.pages.block import (
    Badge,
    Block,
    Column,
    Concerns,
    Grid,
    Nothing,
    Records,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.page import page
from pmkb.record import Section

Kept = Mapping[tuple[str, str], Sequence[Document]]
"""Documents by type and language."""


@page(
    14,
    Section.PRODUCT,
    "Document coverage",
    "文档覆盖",
    "document",
    "release",
    trackers=("user-manual",),
)
def documents(desk: Desk) -> Iterator[Block]:
    """Which release lacks what to read, and what is out of date?"""
    live = desk.open(Document)
    if not live:
        yield Nothing(desk.say("No document is recorded.", "还没有登记文档。"), "document")
        return
    kept = kept_by(live)
    releases = supported(desk)
    needed = [each for each in kept if is_needed(desk, each[0])]
    yield _tiles(desk, live, kept, releases)
    if releases:
        title = desk.say("For each release", "每个版本需要的文档")
        yield matrix(desk, title, rows_of(desk, needed), kept, releases)
    others = [each for each in kept if each not in needed]
    if others:
        yield _by_language(desk, others, kept)
    yield Concerns(desk.say("What needs attention", "需要关注"), live)
    yield from _coming(desk)
    columns = ("standing", "type", "language", "covers", "audience", "reviewed", "owner")
    yield Records(desk.kind(Document), live, columns, group="type")
    gone = [each for each in desk.all(Document) if not each.is_open]
    if gone:
        yield Records(desk.say("Retired", "已下线"), gone, ("type", "language", "covers"))


def kept_by(live: Sequence[Document]) -> Kept:
    """Some documents by type and language."""
    found: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for each in live:
        found[each.type, each.language].append(each)
    return found


def is_needed(desk: Desk, name: str) -> bool:
    """Whether every release needs a document of a type (`for_release` in the vocabulary)."""
    term = desk.kb.vocabulary.term("document-type", name)
    return term is not None and term.facts.get("for_release") is True


def supported(desk: Desk) -> list[Release]:
    """The supported releases, the newest first."""
    found = [each for each in desk.all(Release) if each.is_supported(desk.as_of)]
    return sorted(found, key=lambda each: (each.released or date.min, each.id), reverse=True)


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, live: Sequence[Document], kept: Kept, releases: Sequence[Release]) -> Tiles:
    kb = desk.kb
    manuals = [each for each in kept if each[0] == "user-manual"]
    pairs = [(release, each) for release in releases for each in manuals]
    bare = [release for release, each in pairs if _best(desk, kept[each], release) is None]
    level = Level.WATCH if bare else Level.GOOD
    if not pairs:
        level = Level.UNKNOWN
    elif releases[0] in bare:
        level = Level.ACT
    standings = [each.standing(kb) for each in live]
    stale, missing = standings.count(STALE), standings.count(MISSING)
    tiles = [
        Tile(
            desk.say("Manuals: release × language", "手册：版本 × 语言"),
            f"{len(pairs) - len(bare)} / {len(pairs)}" if pairs else None,
            level=level,
        ),
        Tile(
            desk.say("Stale", "待更新"),
            stale,
            (desk.say("of {n} {n:document|documents}", "共 {n} 份文档", n=len(live)),),
            Level.WATCH if stale else Level.GOOD,
        ),
        Tile(
            desk.say("Planned, not to be read yet", "已计划，还读不到"),
            missing,
            level=Level.ACT if missing else Level.GOOD,
        ),
    ]
    if releases:
        lacks = releases[0].missing_documents(kb)
        names = desk.say(", ", "、").join(desk.term("document-type", each) for each in lacks)
        label = desk.say(f"Lacking for {releases[0].version}", f"{releases[0].version} 还缺")
        urgency = Level.ACT if lacks else Level.GOOD
        tiles.append(Tile(label, len(lacks), (names,) if lacks else (), urgency))
    return Tiles(tuple(tiles))


# --- what is covered --------------------------------------------------------------------------


def rows_of(desk: Desk, needed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Types and languages in the vocabulary's order; types without any document are rows too."""
    vocabulary = desk.kb.vocabulary
    types = [each for each in vocabulary.terms("document-type") if is_needed(desk, each)]
    languages = [*vocabulary.terms("language")]
    found = []
    for name in types:
        there = [language for language in languages if (name, language) in needed]
        found += [(name, language) for language in there or ("",)]
    return found


def matrix(
    desk: Desk,
    title: str,
    rows: Sequence[tuple[str, str]],
    kept: Kept,
    releases: Sequence[Release],
) -> Heat:
    """What each supported release has of what it needs."""
    cells = tuple(
        tuple(
            _cell(desk, kept.get(row, ()), each, _is_newest(desk, each, releases))
            for each in releases
        )
        for row in rows
    )
    names = tuple(
        " · ".join(
            (
                desk.term("document-type", name),
                *([desk.term("language", language)] * bool(language)),
            )
        )
        for name, language in rows
    )
    note = desk.say(
        "supported releases, the newest first; languages are those that a type has anywhere",
        "支持中的版本，最新在左；语言取该类文档已有的语言",
    )
    versions = tuple(each.version for each in releases)
    return Heat(title, names, versions, cells, note=note if len(releases) > 1 else "")


def _is_newest(desk: Desk, release: Release, releases: Sequence[Release]) -> bool:
    return release is releases[0] and release.is_supported(desk.as_of)


def _best(desk: Desk, found: Sequence[Document], release: Release) -> Document | None:
    """The document for a release that can be read, one that is fresh before others."""
    covering = [
        each for each in found if each.can_be_read and release in desk.kb.targets(each, "covers")
    ]
    return min(covering, key=lambda each: (_rank(desk, each), each.id), default=None)


def _rank(desk: Desk, each: Document) -> int:
    """How bad its standing is."""
    standing = each.standing(desk.kb)
    return -standing.level.rank if standing else 0


def _cell(desk: Desk, found: Sequence[Document], release: Release, is_newest: bool) -> Cell:
    best = _best(desk, found, release)
    if best is not None:
        return _standing(desk, best)
    planned = [each for each in found if release in desk.kb.targets(each, "covers")]
    word = desk.say("planned", "计划中") if planned else desk.say("missing", "缺")
    level = Level.ACT if is_newest else Level.WATCH
    note = planned[0].heading if planned else ""
    return Cell(None, word, level, note, desk.href(planned[0]) if planned else "")


def _standing(desk: Desk, each: Document) -> Cell:
    standing = each.standing(desk.kb)
    level = standing.level if standing else Level.GOOD
    return Cell(None, desk.standing(standing).lower(), level, each.heading, desk.href(each))


def _by_language(desk: Desk, others: Sequence[tuple[str, str]], kept: Kept) -> Heat:
    """Documents that are not written for each release: the worst of each type and language."""
    vocabulary = desk.kb.vocabulary
    types = [n for n in vocabulary.terms("document-type") if any(o[0] == n for o in others)]
    languages = [n for n in vocabulary.terms("language") if any(o[1] == n for o in others)]
    cells = tuple(
        tuple(_worst(desk, kept.get((name, language), ())) for language in languages)
        for name in types
    )
    return Heat(
        desk.say("Other documents by language", "其他文档（按语言）"),
        tuple(desk.term("document-type", each) for each in types),
        tuple(desk.term("language", each) for each in languages),
        cells,
        note=desk.say("empty: there is none", "空白：没有这一份"),
    )


def _worst(desk: Desk, found: Sequence[Document]) -> Cell | None:
    worst = max(found, key=lambda each: (_rank(desk, each), each.id), default=None)
    return _standing(desk, worst) if worst else None


# --- releases to come -------------------------------------------------------------------------


def _coming(desk: Desk) -> Iterator[Grid]:
    """What releases to come still need, the next one first."""
    coming = [each for each in desk.open(Release) if each.released is None]
    coming.sort(key=lambda each: (each.planned or date.max, each.id))
    if not coming:
        return
    columns = (
        Column(Release.label.one(desk.language)),
        Column(desk.field(Release, "standing"), choose=True),
        Column(desk.field(Release, "planned")),
        Column(desk.field(Release, "documents")),
        Column(desk.field(Release, "missing_documents")),
    )
    yield Grid(
        desk.say("Releases to come", "即将发布的版本"),
        columns,
        tuple(_release(desk, each) for each in coming),
    )


def _release(desk: Desk, each: Release) -> tuple[object, ...]:
    kb = desk.kb
    lacks = each.missing_documents(kb)
    return (
        each,
        each.standing(kb),
        each.planned,
        each.documents(kb),
        tuple(Badge(desk.term("document-type", name), Level.WATCH) for name in lacks),
    )
