"""Competitors: how we compare, how often we win, what they did, which claims nobody checked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from pmkb.charts import Bar, Bars, Cell, Form, Heat
from pmkb.flow import Level
from pmkb.kinds.sales.competitor import CLAIM_STALE_AFTER_DAYS, Claim, Competitor
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.kinds.sales.signal import UNANSWERED, Signal
from pmkb.metrics.deals import Decided, decided, pipeline_of
from pmkb.pages.block import (
    Badge,
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
from pmkb.trackers.sales import NEW_SIGNAL_DAYS

EVEN = 0.5
"""Below this win rate a rival wins more often than we do."""
SIGNAL_COLUMNS = ("date", "competitor", "type", "impact", "standing", "response", "owner")
LOST_COLUMNS = ("customer", "competitors", "amount", "closed", "lost_reason", "owner")
PROFILE_COLUMNS = ("vendor", "standing", "strengths", "weaknesses", "owner")


@page(
    26,
    Section.SALES,
    "Competitors and market",
    "竞品与市场",
    "competitor",
    "signal",
    trackers=("market",),
)
def competitors(desk: Desk) -> Iterator[Block]:
    """Against whom do we lose, on what, and what have they just done?"""
    rivals = sorted(
        desk.open(Competitor), key=lambda each: (-len(deals_against(desk, each)), each.id)
    )
    signals = sorted(
        (each for each in desk.all(Signal) if each.date <= desk.as_of),
        key=lambda each: (-each.date.toordinal(), each.id),
    )
    if not rivals and not signals:
        text = desk.say("No competitor and no signal is recorded.", "还没有登记竞品和市场动态。")
        yield Nothing(text, "competitor")
        return
    yield _tiles(desk, rivals, signals)
    if rivals:
        yield Side((_rates(desk, rivals), _at_stake(desk, rivals)))
        yield _comparison(desk, rivals)
    yield Concerns(desk.say("What needs an answer", "需要应对"), (*signals, *rivals))
    if rivals:
        yield _by_rival(desk, rivals, signals)
        yield claims_of(desk, rivals, desk.say("Every claim", "全部对比项"))
    if signals:
        yield Records(desk.say("Market signals", "市场动态"), signals, SIGNAL_COLUMNS)
    lost = [each for each in _met(desk, rivals) if each in decided((each,), desk.kb).lost]
    if lost:
        lost.sort(key=lambda each: (each.closed or date.min, each.id), reverse=True)
        yield Records(desk.say("Lost against rivals", "输给竞品的商机"), lost, LOST_COLUMNS)
    if rivals:
        yield Records(desk.say("Profiles", "竞品资料"), rivals, PROFILE_COLUMNS)


def _met(desk: Desk, rivals: Iterable[Competitor]) -> list[Opportunity]:
    """The deals that name one of some rivals, each once."""
    found = (each for rival in rivals for each in deals_against(desk, rival))
    return list({each.ref: each for each in found}.values())


def deals_against(desk: Desk, rival: Competitor) -> tuple[Opportunity, ...]:
    """The deals that name a rival."""
    return desk.kb.referring(rival, Opportunity, "competitors")


# --- what decides ----------------------------------------------------------------------------


def _tiles(desk: Desk, rivals: Sequence[Competitor], signals: Sequence[Signal]) -> Tiles:
    kb = desk.kb
    met = _met(desk, rivals)
    since = desk.as_of - timedelta(days=NEW_SIGNAL_DAYS)
    new = [each for each in signals if each.date > since]
    unanswered = [each for each in signals if each.standing(kb) is UNANSWERED]
    claims = [claim for rival in rivals for claim in rival.comparison]
    stale = sum(claim.is_stale(kb.as_of) for claim in claims)
    behind = {claim.capability for claim in claims if (claim.edge(kb) or 0) < 0}
    all_ = {claim.capability for claim in claims}
    open_ = pipeline_of(met, kb)
    last = signals[0].date if signals else None
    return Tiles(
        (
            won_of(desk, decided(met, kb), desk.say("Win rate against rivals", "对竞品的赢单率")),
            Tile(
                desk.say("Open against rivals", "有竞品的在途商机"),
                desk.money(open_.open),
                (desk.count(open_.count, "deal", "deals", "个商机"),),
            ),
            Tile(
                desk.say("Signals unanswered", "未应对的动态"),
                len(unanswered),
                (desk.say("of high impact", "影响高"),) if unanswered else (),
                Level.ACT if unanswered else Level.GOOD,
            ),
            Tile(
                desk.say(f"New in {NEW_SIGNAL_DAYS} days", f"近 {NEW_SIGNAL_DAYS} 天新动态"),
                len(new),
                (desk.say("newest", "最新"), last) if last else (),
                None if signals else Level.UNKNOWN,
            ),
            Tile(
                desk.say("Behind on capabilities", "落后的能力"),
                len(behind),
                (desk.say(f"of {len(all_)} compared", f"共对比 {len(all_)} 项"),),
                _some(behind) if claims else Level.UNKNOWN,
            ),
            Tile(
                desk.field(Competitor, "stale_claims"),
                stale,
                (desk.say("of {n} {n:claim|claims}", "共 {n} 条", n=len(claims)),),
                _some(stale) if claims else Level.UNKNOWN,
            ),
        )
    )


def _some(found: object) -> Level:
    return Level.WATCH if found else Level.GOOD


def won_of(desk: Desk, found: Decided, label: str) -> Tile:
    """How many of the deals against rivals were won."""
    if found.rate is None:
        return Tile(label, None, (desk.say("no deal is decided", "没有已决商机"),), Level.UNKNOWN)
    won, of = len(found.won), found.count
    note = desk.say("{won} of {n} {n:deal|deals}", "{n} 个赢 {won}", won=won, n=of)
    return Tile(label, Share(found.rate), (note,), Level.WATCH if found.rate < EVEN else Level.GOOD)


# --- against whom -----------------------------------------------------------------------------


def _rates(desk: Desk, rivals: Iterable[Competitor]) -> Bars:
    """The win rate against each rival, the hardest first."""
    found = [(decided(deals_against(desk, each), desk.kb), each) for each in rivals]
    met = [(result.rate, -result.count, each, result) for result, each in found if result.count]
    met.sort(key=lambda each: (each[0], each[1], each[2].id))
    bars = tuple(
        Bar(
            f"{each.heading} {len(result.won)}/{result.count}",
            rate,
            level=Level.ACT if (rate or 0) < EVEN else None,
            note=" · ".join(deal.heading for deal in (*result.won, *result.lost)),
            href=desk.href(each),
        )
        for rate, _, each, result in met
    )
    note = desk.say("won / decided, of all time", "赢单 / 已决，全部历史")
    if rest := len(found) - len(met):
        note += desk.say(f"; {rest} not met in a decided deal", f"；{rest} 家还没有已决商机")
    return Bars(desk.say("Win rate by rival", "对各竞品的赢单率"), bars, form=Form.SHARE, note=note)


def _at_stake(desk: Desk, rivals: Iterable[Competitor]) -> Bars:
    """The open deals in which each rival stands against us."""
    bars = []
    for each in rivals:
        found = pipeline_of(deals_against(desk, each), desk.kb)
        if found.count:
            name = f"{each.heading} {found.count}"
            open_, weighted = float(found.open), float(found.weighted)
            bars.append(Bar(name, open_, href=desk.href(each), part=weighted))
    bars.sort(key=lambda each: (-(each.value or 0), each.name))
    parts = desk.say("Open", "在途"), desk.field(Opportunity, "weighted")
    note = desk.say("a deal counts for each rival it names", "一个商机有多个竞品时分别计入")
    unit = desk.unit(desk.currency)
    title = desk.say("Open deals at stake", "在途商机中遇到的竞品")
    return Bars(title, tuple(bars), parts, unit=unit, note=note)


# --- on what ----------------------------------------------------------------------------------


def _comparison(desk: Desk, rivals: Iterable[Competitor]) -> Heat:
    """What we and every rival can do, where we are behind first."""
    compared = [each for each in rivals if each.comparison]
    claims: dict[str, dict[str, Claim]] = defaultdict(dict)
    for rival in compared:
        for claim in rival.comparison:
            claims[claim.capability][rival.ref] = claim
    edges = {
        name: [claim.edge(desk.kb) or 0 for claim in found.values()]
        for name, found in claims.items()
    }
    rows = sorted(claims, key=lambda name: (min(edges[name]), sum(edges[name]), name))
    cells = tuple(
        (
            _ours(desk, claims[name].values()),
            *(_theirs(desk, claims[name].get(rival.ref)) for rival in compared),
        )
        for name in rows
    )
    return Heat(
        desk.say("Capability by capability", "逐项能力对比"),
        tuple(rows),
        (desk.say("We", "我们"), *(each.heading for each in compared)),
        cells,
        note=_legend(desk),
    )


def _legend(desk: Desk) -> str:
    levels = desk.say("◆ we are behind, ▲ even, ● we are ahead", "◆ 我们落后，▲ 持平，● 我们领先")
    stale = desk.say(
        f"? not confirmed for {CLAIM_STALE_AFTER_DAYS} days",
        f"? 超过 {CLAIM_STALE_AFTER_DAYS} 天没有核对",
    )
    terms = desk.kb.vocabulary.terms("support")
    signs = ", ".join(f"{_sign(desk, each)} {desk.term('support', each)}" for each in terms)
    return " · ".join((levels, stale, signs))


def _ours(desk: Desk, claims: Iterable[Claim]) -> Cell:
    """What is said of us; it is unknown where records contradict each other."""
    said = list(dict.fromkeys(claim.us for claim in claims))
    words = " / ".join(desk.term("support", each) for each in said)
    if len(said) > 1:
        note = desk.say("records contradict each other", "各竞品资料里写的不一致")
        signs = "/".join(_sign(desk, each) for each in said)
        return Cell(text=words, brief=signs, level=Level.UNKNOWN, note=note)
    return Cell(text=words, brief=_sign(desk, said[0]))


def _theirs(desk: Desk, claim: Claim | None) -> Cell | None:
    if claim is None:
        return None
    old = "?" if claim.is_stale(desk.as_of) else ""
    text, brief = desk.term("support", claim.them) + old, _sign(desk, claim.them) + old
    note = " · ".join(each for each in (str(claim.as_of or ""), claim.note or "") if each)
    return Cell(text=text, brief=brief, level=edge_of(desk, claim)[1], note=note)


def _sign(desk: Desk, support: str) -> str:
    """A term of `support` by a sign: the best, the worst, and those between."""
    order = list(desk.kb.vocabulary.terms("support"))
    if support not in order:
        return "?"
    return "✓" if support == order[0] else "✗" if support == order[-1] else "◐"


def edge_of(desk: Desk, claim: Claim) -> tuple[str, Level]:
    """Whether we are ahead, in words and as a level."""
    edge = claim.edge(desk.kb)
    if edge is None:
        return desk.unknown, Level.UNKNOWN
    if edge == 0:
        return desk.say("Even", "持平"), Level.WATCH
    return (
        (desk.say("Ahead", "领先"), Level.GOOD)
        if edge > 0
        else (desk.say("Behind", "落后"), Level.ACT)
    )


def claims_of(desk: Desk, rivals: Iterable[Competitor], title: str) -> Grid:
    """Every claim with its source, the oldest first."""
    found = [(claim, rival) for rival in rivals for claim in rival.comparison]
    found.sort(key=lambda each: (each[0].as_of or date.min, each[0].capability))
    columns = (
        Column(desk.say("Capability", "能力")),
        Column(Competitor.label.one(desk.language), choose=True),
        Column(desk.say("Us", "我们"), choose=True),
        Column(desk.say("Them", "对方"), choose=True),
        Column(desk.say("We are", "结论"), choose=True),
        Column(desk.say("As of", "截至日期")),
        Column(desk.say("Checked", "核对"), choose=True),
        Column(desk.say("Source", "依据")),
    )
    rows = tuple(
        (
            claim.capability,
            rival,
            desk.term("support", claim.us),
            desk.term("support", claim.them),
            Badge(*edge_of(desk, claim)),
            claim.as_of,
            _checked(desk, claim),
            _source(claim),
        )
        for claim, rival in found
    )
    return Grid(title, columns, rows)


def _checked(desk: Desk, claim: Claim) -> Badge:
    if claim.as_of is None:
        return Badge(desk.say("No day", "没有日期"), Level.UNKNOWN)
    if claim.is_stale(desk.as_of):
        return Badge(desk.say("Stale", "已过时"), Level.WATCH)
    return Badge(desk.say("Current", "最新"), Level.GOOD)


def _source(claim: Claim) -> str | None:
    """Where it can be checked, as a link by the name of the site."""
    if claim.source is None:
        return None
    return f"[{urlsplit(claim.source).netloc or claim.source}]({claim.source})"


# --- all in one -------------------------------------------------------------------------------


def _by_rival(desk: Desk, rivals: Iterable[Competitor], signals: Sequence[Signal]) -> Grid:
    """Each rival in a row: deals, comparison, and when we last heard of them."""
    kb = desk.kb
    heard: dict[str, date] = {}
    for signal in reversed(signals):
        if (about := kb.target(signal, "competitor")) is not None:
            heard[about.ref] = signal.date
    columns = (
        Column(Competitor.label.one(desk.language)),
        Column(desk.field(Competitor, "standing"), choose=True),
        Column(desk.say("Win rate", "赢单率"), is_numeric=True),
        Column(desk.say("Won", "赢"), is_numeric=True),
        Column(desk.say("Lost", "输"), is_numeric=True),
        Column(desk.say("Open amount", "在途金额"), is_numeric=True),
        Column(desk.say("Ahead", "领先"), is_numeric=True),
        Column(desk.say("Behind", "落后"), is_numeric=True),
        Column(desk.say("Last signal", "最近动态")),
    )
    rows = []
    for each in rivals:
        deals = deals_against(desk, each)
        result, edges = decided(deals, kb), [claim.edge(kb) or 0 for claim in each.comparison]
        rows.append(
            (
                each,
                each.standing(kb),
                None if result.rate is None else Share(result.rate),
                len(result.won),
                len(result.lost),
                desk.money(pipeline_of(deals, kb).open),
                sum(edge > 0 for edge in edges),
                sum(edge < 0 for edge in edges),
                heard.get(each.ref),
            )
        )
    return Grid(desk.say("By rival", "按竞品"), columns, tuple(rows))
