"""Certificates over time, what they cover, and the deals that depend on them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pmkb.charts import Cell, Heat, Moment, Task, Timeline
from pmkb.flow import Level
from pmkb.kinds.forms.form import Form
from pmkb.kinds.product.certification import (
    APPLYING,
    CLOSED,
    LAPSED,
    RENEW_NOW,
    TOO_LATE,
    VALID,
    Certification,
)
from pmkb.kinds.product.release import Release
from pmkb.kinds.sales.opportunity import Opportunity
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
from pmkb.record import Record, Section

PAST_DAYS = 365
"""How far back the timeline begins."""
AHEAD_DAYS = 730
"""How far ahead it ends."""


@page(
    18,
    Section.PRODUCT,
    "Certificate validity",
    "证书有效期",
    "certification",
    trackers=("certifications",),
)
def certifications(desk: Desk) -> Iterator[Block]:
    """Which certificate has to be renewed when, what is covered, and who waits for one?"""
    if not desk.all(Certification):
        yield Nothing(
            desk.say("No certificate is recorded.", "还没有登记资质或证书。"), "certification"
        )
        return
    live = [each for each in desk.all(Certification) if each.standing(desk.kb) is not CLOSED]
    live.sort(key=lambda each: _next_day(desk, each))
    yield _tiles(desk, live)
    yield timeline(desk, desk.say("Validity, audits and renewals", "有效期、监督审核与续证"), live)
    yield Concerns(desk.say("What needs attention", "需要关注"), live)
    yield from deals(desk, live)
    yield from _coverage(desk, live)
    columns = (
        *("standing", "type", "valid_until", "renewal_start", "next_surveillance", "owner"),
        *("issuer", "standard", "cost", "issued"),
    )
    yield Records(desk.kind(Certification), live, columns)
    closed = [each for each in desk.all(Certification) if each not in live]
    if closed:
        title = desk.say("Superseded or given up", "已被取代或已放弃")
        yield Records(title, closed, ("type", "status", "issuer", "issued", "valid_until"))


def _next_day(desk: Desk, each: Certification) -> tuple[date, str]:
    """The first day by which something has to be done; those without one stand last."""
    days = (each.renewal_start(desk.kb), each.valid_until, *each.missed_audits(desk.as_of))
    return min((day for day in days if day), default=date.max), each.id


# --- tiles ------------------------------------------------------------------------------------


def _tiles(desk: Desk, live: Sequence[Certification]) -> Tiles:
    kb = desk.kb
    standings = [each.standing(kb) for each in live]
    held = [each for each in live if each.is_valid(kb.as_of)]
    late, lapsed, renew = (standings.count(each) for each in (TOO_LATE, LAPSED, RENEW_NOW))
    missed = sum(len(each.missed_audits(desk.as_of)) for each in live)
    applying = standings.count(APPLYING)
    under_way = desk.say(f"{applying} applied for or planned", f"申请或计划中 {applying} 项")
    audits = sorted(
        (day, each.id, each) for each in held if (day := each.next_surveillance(kb)) is not None
    )
    return Tiles(
        (
            Tile(desk.say("Held", "持有"), len(held), (under_way,) if applying else ()),
            Tile(
                desk.say("Lapsed or renewed too late", "已失效或续证已晚"),
                late + lapsed,
                level=Level.ACT if late + lapsed else Level.GOOD,
            ),
            Tile(
                desk.say("Renewal to be started", "需启动续证"),
                renew,
                (desk.say("within 60 days", "60 天内"),),
                Level.WATCH if renew else Level.GOOD,
            ),
            _audits(desk, missed, audits[0] if audits else None),
            _waiting(desk, live),
        )
    )


def _audits(desk: Desk, missed: int, coming: tuple[date, str, Certification] | None) -> Tile:
    """Audits that nothing shows to have taken place, and the next one."""
    note = (desk.say("next", "下一次"), coming[0], coming[2]) if coming else ()
    level = Level.ACT if missed else Level.GOOD
    return Tile(desk.say("Audits without proof", "监督审核无结果"), missed, note, level)


def _waiting(desk: Desk, live: Sequence[Certification]) -> Tile:
    """How many deals wait for a certificate that is not held, and their amounts."""
    deals = {deal for each in live for deal in each.deals_waiting(desk.kb)}
    amounts = [deal.amount for deal in deals if isinstance(deal, Opportunity)]
    known = desk.money(desk.sum(amounts)) if any(amounts) else None
    return Tile(
        desk.say("Deals waiting for one", "等证书的商机"),
        len(deals),
        (known,) if known else (),
        Level.WATCH if deals else Level.GOOD,
    )


# --- over time --------------------------------------------------------------------------------


def timeline(desk: Desk, title: str, found: Sequence[Certification]) -> Timeline:
    """Certificates with their audits and the last days to start a renewal; one alone is drawn as
    long as it is.
    """
    shown = tuple(_task(desk, each) for each in found if each.issued or each.valid_until)
    day = desk.as_of
    if len(found) == 1:
        return Timeline(title, shown, day)
    return Timeline(
        title,
        shown,
        day,
        (day - timedelta(days=PAST_DAYS), day + timedelta(days=AHEAD_DAYS)),
        note=desk.say(
            "those to act on first stand on top; without a first day they are not issued yet",
            "按最近要办的日期排列；没有颁发日期的尚未取得，不在图上",
        ),
    )


def _task(desk: Desk, each: Certification) -> Task:
    standing = each.standing(desk.kb)
    return Task(
        each.ref,
        each.heading,
        each.issued or each.valid_until,
        each.valid_until,
        standing.level if standing.level is not Level.GOOD else None,
        note=f"{desk.standing(standing)} · {each.issuer}",
        href=desk.href(each),
        moments=tuple(_moments(desk, each)),
    )


def _moments(desk: Desk, each: Certification) -> Iterator[Moment]:
    missed = each.missed_audits(desk.as_of)
    name = desk.field(Certification, "surveillance")
    for day in each.surveillance:
        yield Moment(day, name, Level.ACT if day in missed else None)
    start, standing = each.renewal_start(desk.kb), each.standing(desk.kb)
    if start is not None:
        level = standing.level if standing in (RENEW_NOW, TOO_LATE) else None
        yield Moment(start, desk.field(Certification, "renewal_start"), level)


# --- deals ------------------------------------------------------------------------------------


def deals(desk: Desk, live: Sequence[Certification]) -> Iterator[Grid]:
    """Open deals that need a certificate which is not held, or ends before they close."""
    kb = desk.kb
    absent = desk.say("not held", "未取得")
    ending = desk.say("ends before it closes", "先于成交到期")
    found = [(deal, each, absent, Level.ACT) for each in live for deal in each.deals_waiting(kb)]
    found += [
        (deal, each, ending, Level.WATCH) for each in live for deal in each.deals_outlasting(kb)
    ]
    if not found:
        return
    found.sort(key=lambda each: (each[0].day("close") or date.max, each[0].id, each[1].id))
    columns = (
        Column(Opportunity.label.one(desk.language)),
        Column(desk.field(Opportunity, "stage"), choose=True),
        Column(desk.field(Opportunity, "amount"), is_numeric=True),
        Column(desk.field(Opportunity, "close")),
        Column(desk.say("Needs", "需要的证书"), choose=True),
        Column(desk.say("Why it waits", "卡在")),
        Column(desk.field(Certification, "valid_until")),
        Column(desk.say("Certificate's owner", "证书负责人")),
    )
    rows = tuple(_deal(desk, *each) for each in found)
    yield Grid(desk.say("Deals that depend on a certificate", "取决于证书的商机"), columns, rows)


def _deal(
    desk: Desk, deal: Record, each: Certification, why: str, level: Level
) -> tuple[object, ...]:
    stage = amount = None
    if isinstance(deal, Opportunity):
        stage, amount = desk.term("opportunity-stage", deal.stage), deal.amount
    return (
        deal,
        stage,
        amount,
        deal.day("close"),
        each,
        Badge(why, level),
        each.valid_until,
        desk.kb.target(each, "owner"),
    )


# --- what is covered --------------------------------------------------------------------------

_SHORT = {
    APPLYING: ("filed", "申请"),
    VALID: ("valid", "有效"),
    RENEW_NOW: ("renew", "待续"),
    TOO_LATE: ("late", "已晚"),
    LAPSED: ("ended", "失效"),
}
"""Standings in a word, for little room."""


def _coverage(desk: Desk, live: Sequence[Certification]) -> Iterator[Block]:
    """Certificates by what they are for: supported and coming releases, and forms."""
    kb = desk.kb
    rows = [each for each in live if each.scope and (each.scope.releases or each.scope.forms)]
    if not rows:
        return
    named = {target for each in rows for target in kb.targets(each, "scope.releases")}
    releases = [
        each
        for each in desk.all(Release)
        if each.is_supported(desk.as_of) or (each in named and each.is_open)
    ]
    releases.sort(
        key=lambda each: (each.released or each.planned or date.max, each.id), reverse=True
    )
    newest = next((each for each in releases if each.is_supported(desk.as_of)), None)
    forms = [each for each in desk.open(Form) if not each.has_ended(desk.as_of)]
    cells = tuple(
        (
            *(_covered(desk, each, target, "releases", target is newest) for target in releases),
            *(_covered(desk, each, target, "forms", is_wanted=False) for target in forms),
        )
        for each in rows
    )
    rest = len(live) - len(rows)
    note = desk.say(
        "gap: it is held, but the newest release is not in its scope",
        "缺口：持有证书，但适用范围没有写最新版本",
    )
    if rest:
        note += desk.say(f"; {rest} without a scope left out", f"；{rest} 项没有写适用范围，未列出")
    yield Heat(
        desk.say("What is covered", "覆盖情况"),
        tuple(each.heading for each in rows),
        (*(each.version for each in releases), *_names(desk, forms)),
        cells,
        note=note,
    )


def _names(desk: Desk, forms: Sequence[Form]) -> tuple[str, ...]:
    """What forms are called: by their types, which are shorter, where no two share one."""
    types = [desk.term("form-type", each.type) for each in forms]
    return tuple(types if len({*types}) == len(types) else [each.heading for each in forms])


def _covered(
    desk: Desk, each: Certification, target: Record, part: str, is_wanted: bool
) -> Cell | None:
    named = desk.kb.targets(each, f"scope.{part}")
    if target in named:
        standing = each.standing(desk.kb)
        word = desk.say(*_SHORT[standing])
        return Cell(None, word, standing.level, desk.standing(standing), desk.href(each))
    if is_wanted and named and each.is_valid(desk.as_of):
        word = desk.say("gap", "缺口")
        return Cell(None, word, Level.WATCH, href=desk.href(each))
    return None
