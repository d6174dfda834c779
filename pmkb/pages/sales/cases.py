"""Customer cases: which may be told, for how long, and where sales has none to tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pmkb.charts import Cell, Heat, Item, Task, Timeline
from pmkb.flow import Level
from pmkb.kinds.forms.form import Form
from pmkb.kinds.sales.case import (
    CITABLE,
    CONSENT_ENDING,
    CONSENT_WARNING_DAYS,
    NO_CONSENT,
    NOT_PUBLISHED,
    Case,
)
from pmkb.kinds.sales.customer import Customer
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.deals import pipeline_of
from pmkb.pages.block import (
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
from pmkb.trackers.accounts import active
from pmkb.trackers.sales import cell_of

COLUMNS = ("customer", "industry", "form", "standing", "published", "consent_until", "url", "owner")

Place = tuple[str | None, str | None]
"""An industry, and a delivery form as `kind:id`."""


@dataclass
class Ground:
    """What there is in one cell of industry × delivery form."""

    citable: list[Case] = field(default_factory=list)
    lapsed: list[Case] = field(default_factory=list)
    coming: list[Case] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    deals: list[Opportunity] = field(default_factory=list)

    @property
    def is_gap(self) -> bool:
        """Whether customers use the form, and no case may be cited."""
        return bool(self.customers) and not self.citable


@page(25, Section.SALES, "Customer cases", "客户案例", "case", trackers=("customer-cases",))
def cases(desk: Desk) -> Iterator[Block]:
    """What may sales tell, and where has it no story?"""
    found = desk.all(Case)
    grounds = _grounds(desk)
    if not found:
        yield Nothing(desk.say("No case is recorded.", "还没有登记客户案例。"), "case")
    if not grounds:
        return
    yield _tiles(desk, found, grounds)
    yield _grid(desk, grounds)
    yield Concerns(desk.say("Cases to see to", "需要处理的案例"), found)
    yield _gaps(desk, grounds)
    if found:
        yield _consent(desk, found)
        ordered = sorted(found, key=lambda each: (each.standing(desk.kb).level.rank, each.id))
        yield Records(desk.say("All cases", "全部案例"), ordered, COLUMNS)


def _grounds(desk: Desk) -> Mapping[Place, Ground]:
    """Every cell in which there is a case, a customer with a form, or an open deal."""
    kb = desk.kb
    found: dict[Place, Ground] = defaultdict(Ground)
    for case in desk.all(Case):
        standing = case.standing(kb)
        ground = found[cell_of(case, kb.resolve(case.customer, Customer), kb)]
        if standing in (CITABLE, CONSENT_ENDING):
            ground.citable.append(case)
        elif standing is NO_CONSENT:
            ground.lapsed.append(case)
        elif standing is NOT_PUBLISHED:
            ground.coming.append(case)
    for customer in active(kb):
        if customer.form:
            found[cell_of(customer, customer, kb)].customers.append(customer)
    for deal in desk.open(Opportunity):
        place = cell_of(deal, kb.resolve(deal.customer, Customer), kb)
        if None not in place:
            found[place].deals.append(deal)
    return found


# --- what decides ----------------------------------------------------------------------------


def _tiles(desk: Desk, found: Sequence[Case], grounds: Mapping[Place, Ground]) -> Tiles:
    kb = desk.kb
    standings = [each.standing(kb) for each in found]
    ending, lapsed = standings.count(CONSENT_ENDING), standings.count(NO_CONSENT)
    citable = standings.count(CITABLE) + ending
    wanted = [each for each in grounds.values() if each.customers]
    gaps = [each for each in wanted if each.is_gap]
    bare = [deal for each in grounds.values() if not each.citable for deal in each.deals]
    of = desk.say(f"of {len(wanted)} industry × form", f"共 {len(wanted)} 个行业 × 形态")
    return Tiles(
        (
            Tile(
                desk.standing(CITABLE),
                citable,
                (desk.say("of {n} {n:case|cases}", "共 {n} 个案例", n=len(found)),),
                Level.GOOD if citable else Level.ACT if found else Level.UNKNOWN,
            ),
            Tile(desk.say("Gaps", "空缺"), len(gaps), (of,), Level.WATCH if gaps else Level.GOOD),
            Tile(
                desk.say("Open deals without a case", "缺案例的在途商机"),
                len(bare),
                (desk.money(pipeline_of(bare, kb).open),) if bare else (),
                Level.WATCH if bare else Level.GOOD,
            ),
            Tile(
                desk.say("Published without consent", "已发布但授权失效"),
                lapsed,
                (),
                Level.ACT if lapsed else Level.GOOD,
            ),
            Tile(
                desk.standing(CONSENT_ENDING),
                ending,
                (desk.say(f"in {CONSENT_WARNING_DAYS} days", f"{CONSENT_WARNING_DAYS} 天内"),),
                Level.WATCH if ending else Level.GOOD,
            ),
            Tile(desk.say("In the making", "制作中"), standings.count(NOT_PUBLISHED)),
        )
    )


# --- the grid ---------------------------------------------------------------------------------


def _grid(desk: Desk, grounds: Mapping[Place, Ground]) -> Heat:
    """Cases by industry and delivery form: which may be cited, and where there is none."""
    industries = _used(desk.kb.vocabulary.terms("industry"), (name for name, _ in grounds))
    forms = _used((each.ref for each in desk.all(Form)), (ref for _, ref in grounds))
    cells = tuple(
        tuple(_cell(desk, grounds.get((industry, form))) for form in forms)
        for industry in industries
    )
    names = {each.ref: each.heading for each in desk.all(Form)}
    return Heat(
        desk.say("Cases by industry and delivery form", "案例覆盖：行业 × 商品形态"),
        tuple(desk.term("industry", each) for each in industries),
        tuple(names.get(each or "", desk.unknown) for each in forms),
        cells,
        note=desk.say(
            "● may be cited, ▲ in the making, or customers and no case, "
            "◆ no case and deals wait, or consent is lost",
            "● 可引用；▲ 制作中，或有客户无案例；◆ 无案例而有商机在等，或授权失效",
        ),
    )


def _used(order: Iterable[str], used: Iterable[str | None]) -> tuple[str | None, ...]:
    """Names in their order as far as they occur; in the end None, if that occurs."""
    there = set(used)
    known = [each for each in order if each in there]
    return (*known, *([None] if None in there else []))


def _cell(desk: Desk, ground: Ground | None) -> Cell | None:
    """What a cell has to say first: its cases, those that are coming, or who is without one."""
    if ground is None:
        return None
    note = _note(desk, ground)
    if ground.citable:
        return _named(desk, ground.citable, Level.GOOD, note)
    if ground.lapsed:
        return _named(desk, ground.lapsed, Level.ACT, note)
    if ground.coming:
        return _named(desk, ground.coming, Level.WATCH, note)
    if ground.deals:
        n = len(ground.deals)
        text = desk.say(f"no case, {n} open", f"无案例，{n} 个商机")
        level = Level.ACT if ground.customers else Level.WATCH
        return Cell(text=text, brief="0", level=level, note=note)
    if ground.customers:
        return Cell(text=desk.say("no case", "无案例"), brief="0", level=Level.WATCH, note=note)
    return None


def _named(desk: Desk, found: Sequence[Case], level: Level, note: str) -> Cell:
    items = tuple(Item(each.heading, desk.href(each)) for each in found)
    href = desk.href(found[0]) if len(found) == 1 else ""
    return Cell(text=str(len(found)), level=level, note=note, href=href, items=items)


def _note(desk: Desk, ground: Ground) -> str:
    """The names of cases, then how many customers and open deals there are."""
    names = [each.heading for each in (*ground.citable, *ground.lapsed, *ground.coming)]
    counts = desk.say(
        "{customers} {customers:customer|customers}, {deals} open {deals:deal|deals}",
        "{customers} 家客户，{deals} 个在途商机",
        customers=len(ground.customers),
        deals=len(ground.deals),
    )
    return " · ".join((*names, counts))


def _gaps(desk: Desk, grounds: Mapping[Place, Ground]) -> Grid:
    """Every cell without a case that may be cited, what waits there, and who could tell a story."""
    kb = desk.kb
    rows = []
    for (industry, form), ground in grounds.items():
        if ground.citable or not (ground.customers or ground.deals):
            continue
        known = next((each for each in desk.all(Form) if each.ref == form), None)
        tellers = sorted(ground.customers, key=lambda each: (_fitness(desk, each), each.id))
        rows.append(
            (
                desk.term("industry", industry),
                known or desk.unknown,
                desk.money(pipeline_of(ground.deals, kb).open),
                len(ground.deals),
                len(ground.customers),
                (*ground.coming, *ground.lapsed),
                tuple(tellers[:3]),
            )
        )
    rows.sort(key=lambda row: (-(row[2].amount if row[2] else Decimal(0)), -row[4], row[0]))
    columns = (
        Column(desk.field(Customer, "industry"), choose=True),
        Column(desk.field(Customer, "form"), choose=True),
        Column(desk.say("Open amount", "在途金额"), is_numeric=True),
        Column(desk.say("Deals", "商机"), is_numeric=True),
        Column(desk.kind(Customer), is_numeric=True),
        Column(desk.say("In the making, or lapsed", "制作中或已失效")),
        Column(desk.say("Who could tell the story", "可以请谁来讲")),
    )
    note = desk.say(
        "Asked first: healthy customers, then those that pay most.",
        "建议先问健康度好的，再按 ARR 从高到低。",
    )
    return Grid(
        desk.say("Gaps, and who could fill them", "空缺与候选客户"), columns, tuple(rows), note
    )


def _fitness(desk: Desk, customer: Customer) -> tuple[int, Decimal]:
    """Healthy ones first, then those that pay most."""
    order = ("green", "yellow", None, "red")
    rank = order.index(customer.health) if customer.health in order else len(order)
    arr = customer.arr(desk.kb)
    return rank, -(arr.amount if arr else Decimal(0))


# --- consent ----------------------------------------------------------------------------------


def _consent(desk: Desk, found: Sequence[Case]) -> Timeline:
    """For how long the published cases may be cited, those first that end first."""
    shown = [each for each in found if each.status == "published" and each.consent_until]
    shown.sort(key=lambda each: (each.consent_until or date.max, each.id))
    return Timeline(
        desk.say("Consent of published cases", "已发布案例的授权期"),
        tuple(
            Task(
                each.ref,
                each.heading,
                each.published or each.consent_until,
                each.consent_until,
                None if each.standing(desk.kb) is CITABLE else each.standing(desk.kb).level,
                note=desk.standing(each.standing(desk.kb)),
                href=desk.href(each),
            )
            for each in shown
        ),
        desk.as_of,
    )
