"""Key accounts: what they are worth, how they are, where they came from, who has gone silent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from pmkb.charts import Bar, Bars, Cell, Heat
from pmkb.flow import Level
from pmkb.kinds.sales.customer import (
    NEVER_VISITED,
    VISIT_OVERDUE,
    Customer,
    revenue_of,
    share_of_revenue,
)
from pmkb.pages.block import (
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
from pmkb.pages.desk import Desk, worst
from pmkb.pages.page import page
from pmkb.record import Record, Section
from pmkb.trackers.accounts import active
from pmkb.trackers.accounts import key_accounts as accounts_of

ENDING_DAYS = 90
"""Within how many days the end of a contract is near."""
LARGEST = 10
QUIET_COLUMNS = ("tier", "health", "arr", "last_touch", "next_visit_due", "owner")
COLUMNS = (
    *("industry", "region", "tier", "health", "arr", "share", "touch", "contract_end"),
    "owner",
)


@page(
    8,
    Section.SALES,
    "Key accounts",
    "大客户",
    "customer",
    trackers=("industry-key-accounts", "region-key-accounts", "account-sources"),
)
def key_accounts(desk: Desk) -> Iterator[Block]:
    """Whom do we live on, how are they, and where did they come from?"""
    customers = active(desk.kb)
    if not customers:
        yield Nothing(desk.say("No customer is recorded.", "还没有登记客户。"), "customer")
        return
    accounts = sorted(accounts_of(desk.kb), key=lambda each: (-_arr(desk, each), each.id))
    yield _tiles(desk, accounts, customers)
    by_industry = desk.say("ARR and health: industry × tier", "ARR 与健康度：行业 × 等级")
    by_region = desk.say("ARR and health: region × tier", "ARR 与健康度：区域 × 等级")
    yield Side(
        (
            _heat(desk, by_industry, "industry", customers),
            _heat(desk, by_region, "region", customers),
        )
    )
    yield Concerns(desk.say("Key accounts to look after", "需要关注的大客户"), accounts)
    yield Side((_largest(desk, customers), _sources(desk, customers)))
    yield _through(desk, customers)
    quiet = [each for each in customers if _is_quiet(desk, each)]
    if quiet:
        quiet.sort(key=lambda each: (-_arr(desk, each), each.id))
        note = desk.say(
            "Nobody has touched them for 180 days, or never.", "180 天以上没有接触，或从未联系。"
        )
        yield Records(desk.say("Silent accounts", "失联客户"), quiet, QUIET_COLUMNS, note)
    yield Records(desk.say("All key accounts", "全部大客户"), accounts, COLUMNS)
    rest = [each for each in customers if each not in accounts and each.arr(desk.kb)]
    if rest:
        rest.sort(key=lambda each: (-_arr(desk, each), each.id))
        yield Records(desk.say("Other paying customers", "其他付费客户"), rest, COLUMNS)


def _arr(desk: Desk, customer: Customer) -> Decimal:
    known = customer.arr(desk.kb)
    return known.amount if known else Decimal(0)


def _health(desk: Desk, customer: Customer) -> Level:
    """What its health means; unknown where nobody has judged it."""
    term = desk.kb.vocabulary.term("health", customer.health)
    level = term.facts.get("level") if term else None
    return next((each for each in Level if each == level), Level.UNKNOWN)


def _is_quiet(desk: Desk, customer: Customer) -> bool:
    return customer.silent(desk.kb) or customer.touch(desk.kb) is NEVER_VISITED


# --- what decides ----------------------------------------------------------------------------


def _tiles(desk: Desk, accounts: Sequence[Customer], customers: Sequence[Customer]) -> Tiles:
    kb = desk.kb
    share = share_of_revenue(accounts, kb)
    soon = kb.as_of + timedelta(days=ENDING_DAYS)
    ending = [each for each in accounts if (end := each.contract_end(kb)) and end <= soon]
    late = [each for each in accounts if each.touch(kb) is VISIT_OVERDUE]
    quiet = [each for each in accounts if _is_quiet(desk, each)]
    of = desk.say("of {n} {n:customer|customers}", "共 {n} 家客户", n=len(customers))
    words = desk.say("of all ARR", "占全部 ARR")
    told: tuple[object, ...] = () if share is None else (Share(share), words)
    told = told[::-1] if desk.language == "zh" else told
    by_health = {
        level: [each for each in accounts if _health(desk, each) is level] for level in Level
    }
    return Tiles(
        (
            Tile(
                desk.say("Key accounts", "大客户"),
                len(accounts),
                (of,),
                None if accounts else Level.UNKNOWN,
            ),
            Tile(
                desk.say("Their ARR", "大客户 ARR"),
                revenue_of(accounts, kb),
                told,
            ),
            _counted(desk, desk.term("health", "red"), by_health[Level.ACT], Level.ACT),
            _counted(
                desk,
                desk.say("Health not judged", "健康度未评估"),
                by_health[Level.UNKNOWN],
                Level.UNKNOWN,
            )
            if by_health[Level.UNKNOWN]
            else _counted(desk, desk.term("health", "yellow"), by_health[Level.WATCH], Level.WATCH),
            _counted(
                desk,
                desk.say("Visit overdue or silent", "回访逾期或失联"),
                [each for each in accounts if each in late or each in quiet],
                Level.ACT,
            ),
            _counted(
                desk,
                desk.say(f"Contract ends in {ENDING_DAYS} days", f"{ENDING_DAYS} 天内合同到期"),
                ending,
                Level.WATCH,
            ),
        )
    )


def _counted(desk: Desk, label: str, found: Sequence[Customer], level: Level) -> Tile:
    """How many there are, and the ARR that hangs on them."""
    arr = (desk.say("ARR", "ARR"), revenue_of(found, desk.kb)) if found else ()
    return Tile(label, len(found), arr, level if found else Level.GOOD)


# --- by industry and region -------------------------------------------------------------------


def _heat(desk: Desk, title: str, by: str, customers: Iterable[Customer]) -> Heat:
    """ARR by a field and the tier, with the worst health of those in the cell.

    Tiers that are no key accounts are shown where they pay; rows by their ARR, the largest first.
    """
    keys = {each.tier for each in accounts_of(desk.kb)}
    found = [each for each in customers if each.tier in keys or each.arr(desk.kb)]
    grouped: dict[tuple[str, str], list[Customer]] = defaultdict(list)
    for each in found:
        grouped[str(each.get(by)), each.tier].append(each)
    earned = {row: Decimal(0) for row, _ in grouped}
    for (row, _), there in grouped.items():
        earned[row] += sum((_arr(desk, each) for each in there), Decimal(0))
    rows = sorted(earned, key=lambda row: (-earned[row], row))
    tiers = [
        each for each in desk.kb.vocabulary.terms("tier") if any(t == each for _, t in grouped)
    ]
    cells = tuple(
        tuple(_cell(desk, grouped.get((row, tier), ())) for tier in tiers) for row in rows
    )
    return Heat(
        title,
        tuple(desk.term(by, row) for row in rows),
        tuple(desk.term("tier", tier) for tier in tiers),
        cells,
        unit=desk.unit(desk.currency),
        note=desk.say("colour: the worst health in the cell", "颜色为格内最差的健康度"),
    )


def _cell(desk: Desk, there: Sequence[Customer]) -> Cell | None:
    if not there:
        return None
    return Cell(
        float(sum(_arr(desk, each) for each in there)),
        level=worst(_health(desk, each) for each in there),
        note=" · ".join(each.heading for each in there),
        href=desk.href(there[0]) if len(there) == 1 else "",
    )


# --- who pays most, and where they came from --------------------------------------------------


def _largest(desk: Desk, customers: Iterable[Customer]) -> Bars:
    paying = sorted(
        (each for each in customers if each.arr(desk.kb)),
        key=lambda each: (-_arr(desk, each), each.id),
    )
    bars = []
    for each in paying[:LARGEST]:
        level, share = _health(desk, each), each.share(desk.kb)
        note = "" if share is None else f"{desk.field(Customer, 'share')} {share:.1%}"
        mark = None if level is Level.GOOD else level
        bars.append(Bar(each.heading, float(_arr(desk, each)), None, mark, note, desk.href(each)))
    together = share_of_revenue(paying[:LARGEST], desk.kb)
    note = (
        ""
        if together is None
        else desk.say(
            f"the {len(bars)} largest pay {together:.0%} of all ARR",
            f"前 {len(bars)} 家合计占 ARR {together:.0%}",
        )
    )
    title = desk.say("The largest by ARR", "ARR 最多的客户")
    return Bars(title, tuple(bars), unit=desk.unit(desk.currency), note=note)


def _by_source(desk: Desk, customers: Iterable[Customer]) -> dict[str | None, list[Customer]]:
    """Customers by their source as the vocabulary orders it; those without one last."""
    terms = desk.kb.vocabulary.terms("source")
    found: dict[str | None, list[Customer]] = {name: [] for name in terms}
    for each in customers:
        found.setdefault(each.source if each.source in terms else None, []).append(each)
    return {name: there for name, there in found.items() if there}


def _sources(desk: Desk, customers: Iterable[Customer]) -> Bars:
    bars = []
    for source, there in _by_source(desk, customers).items():
        share = share_of_revenue(there, desk.kb)
        part = "" if share is None else f" · {share:.0%}"
        bars.append(
            Bar(
                f"{desk.term('source', source)} {len(there)}{part}",
                float(revenue_of(there, desk.kb).amount),
                level=None if source else Level.UNKNOWN,
                note=" · ".join(each.heading for each in there),
            )
        )
    return Bars(
        desk.say("ARR by account source", "各来源贡献的 ARR"),
        tuple(bars),
        unit=desk.unit(desk.currency),
        note=desk.say("beside the source: customers · share of ARR", "来源后为客户数 · ARR 占比"),
    )


def _through(desk: Desk, customers: Iterable[Customer]) -> Grid:
    """By source, and by the partner, channel or event that customers came through."""
    grouped: dict[tuple[str | None, Record | None], list[Customer]] = defaultdict(list)
    for source, there in _by_source(desk, customers).items():
        for each in there:
            grouped[source, desk.kb.target(each, "source_ref")].append(each)
    keys = {each.ref for each in accounts_of(desk.kb)}
    ordered = sorted(
        grouped.items(), key=lambda pair: (-revenue_of(pair[1], desk.kb).amount, str(pair[0][0]))
    )
    columns = (
        Column(desk.field(Customer, "source_ref")),
        Column(desk.field(Customer, "source"), choose=True),
        Column(desk.kind(Customer), is_numeric=True, adds=True),
        Column(desk.say("Key accounts", "大客户"), is_numeric=True, adds=True),
        Column(desk.field(Customer, "arr"), is_numeric=True, adds=True),
        Column(desk.field(Customer, "share"), is_numeric=True),
    )
    rows = tuple(
        (
            through or desk.say("not told", "未写明"),
            desk.term("source", source),
            len(there),
            sum(each.ref in keys for each in there),
            revenue_of(there, desk.kb),
            None if (share := share_of_revenue(there, desk.kb)) is None else Share(share),
        )
        for (source, through), there in ordered
    )
    return Grid(desk.say("Where accounts came from", "客户从哪里来"), columns, rows)
