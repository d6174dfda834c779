"""What a customer's page shows first: what they pay, how they are, what comes next with them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from pmkb.flow import Level
from pmkb.kinds.product.contract import Contract
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.sales.customer import Customer
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.kinds.sales.visit import Visit
from pmkb.metrics.deals import pipeline_of
from pmkb.pages.block import Badge, Block, Records, Share, Side, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import paid_by
from pmkb.pages.page import panel
from pmkb.pages.product.contracts import timeline
from pmkb.pages.sales.visits import LOW, promises_of
from pmkb.trackers import figures
from pmkb.trackers.accounts import planned

ENDING_DAYS = 90
"""Within how many days the end of the contract is near."""

DEAL_COLUMNS = ("stage", "standing", "amount", "weighted", "close", "competitors", "owner")
WISH_COLUMNS = ("status", "roadmap", "ships_in", "kano", "revenue_at_stake", "owner")
VISIT_COLUMNS = ("date", "mode", "satisfaction", "outcome", "open_follow_ups", "owner")


@panel("customer")
def customer(desk: Desk, record: Customer) -> Iterator[Block]:
    """What they pay, the deals with them, the last and the next talk, what they wait for."""
    kb = desk.kb
    deals = [each for each in kb.referring(record, Opportunity, "customer") if each.is_open]
    wishes = [each for each in kb.referring(record, Requirement, "requesters") if each.is_open]
    visits = [each for each in kb.referring(record, Visit, "customer") if each.date <= kb.as_of]
    visits.sort(key=lambda each: (each.date, each.id), reverse=True)
    yield _tiles(desk, record, deals, wishes, visits)
    lead = next(iter(figures.about(kb, "revenue")), None)
    paid = paid_by(desk, lead, record) if lead else None
    contracts = [each for each in kb.referring(record, Contract, "party") if each.is_open]
    ends = timeline(desk, desk.say("Contracts", "合同"), contracts) if contracts else None
    charts = tuple(each for each in (paid, ends) if each is not None and not each.empty)
    if charts:
        yield Side(charts)
    promises = [each for each in planned(kb) if _concerns(desk, each.record, record)]
    if promises:
        yield promises_of(desk, desk.say("What comes next", "下一步与跟进"), promises)
    if deals:
        yield Records(desk.say("Open deals", "在途商机"), deals, DEAL_COLUMNS)
    if wishes:
        yield Records(desk.say("Requirements waiting", "等待的需求"), wishes, WISH_COLUMNS)
    if visits:
        yield Records(desk.kind(Visit), visits, VISIT_COLUMNS)


def _concerns(desk: Desk, source: object, customer: Customer) -> bool:
    """Whether a record is the customer's own, or about it."""
    if source is customer:
        return True
    about = isinstance(source, Opportunity | Visit)
    return about and desk.kb.target(source, "customer") is customer  # type: ignore[arg-type]


def _tiles(
    desk: Desk,
    record: Customer,
    deals: Sequence[Opportunity],
    wishes: Sequence[Requirement],
    visits: Sequence[Visit],
) -> Tiles:
    kb = desk.kb
    share, touch = record.share(kb), record.touch(kb)
    part = () if share is None else (desk.field(Customer, "share"), Share(share))
    tiles = [
        Tile(desk.field(Customer, "arr"), record.arr(kb), part),
        _deals(desk, deals),
        _last_touch(desk, record, visits),
    ]
    if record.is_open:
        label = desk.field(Customer, "next_visit_due")
        tiles.append(Tile(label, record.next_visit_due(kb), (touch,) if touch else ()))
    tiles.append(_contract_end(desk, record))
    if wishes:
        label = desk.say("Requirements waiting", "等待的需求")
        promised = sum(each.is_promised_only for each in wishes)
        note = desk.say(f"{promised} promised, in no plan", f"{promised} 项已答应而未排期")
        level = Level.WATCH if promised else None
        tiles.append(Tile(label, len(wishes), (note,) if promised else (), level))
    return Tiles(tuple(tiles))


def _deals(desk: Desk, deals: Sequence[Opportunity]) -> Tile:
    whole = pipeline_of(deals, desk.kb)
    count = desk.count(len(deals), "deal", "deals", "个商机")
    money = desk.money(whole.open) if deals else None
    return Tile(desk.say("Open deals", "在途商机"), money, (count,))


def _last_touch(desk: Desk, record: Customer, visits: Sequence[Visit]) -> Tile:
    """When somebody last talked to them, and how satisfied they were when last asked."""
    label, last = desk.field(Customer, "last_touch"), record.last_touch(desk.kb)
    score = next((each.satisfaction for each in visits if each.satisfaction is not None), None)
    if score is None:
        level = Level.UNKNOWN if last is None and record.is_open else None
        return Tile(label, last, (), level)
    said = desk.say(f"satisfaction {score} of 5", f"满意度 {score}/5")
    return Tile(label, last, (Badge(said, Level.ACT) if score <= LOW else said,))


def _contract_end(desk: Desk, record: Customer) -> Tile:
    """When the contract ends; no recurring contract is unknown for who pays nothing."""
    label, end = desk.field(Customer, "contract_end"), record.contract_end(desk.kb)
    if end is None:
        return Tile(label, None, (desk.say("no recurring contract", "没有在履行的经常性合同"),))
    near = end <= desk.as_of + timedelta(days=ENDING_DAYS)
    days = (end - desk.as_of).days
    left = desk.say("in {n} {n:day|days}", "还有 {n} 天", n=days)
    return Tile(label, end, (Badge(left, Level.WATCH) if near else left,))
