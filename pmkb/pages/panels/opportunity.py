"""What a deal's page shows first: how it stands, what must be there first, what to say."""

from collections.abc import Iterator, Sequence
from datetime import date

from pmkb.charts import Moment, Task, Timeline
from pmkb.flow import Level
from pmkb.kinds.product.certification import Certification
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.kinds.sales.case import Case
from pmkb.kinds.sales.competitor import Competitor
from pmkb.kinds.sales.customer import Customer
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.kinds.sales.visit import Visit
from pmkb.metrics.deals import converted, decided
from pmkb.pages.block import Badge, Block, Column, Grid, Records, Share, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.sales.competitors import deals_against
from pmkb.record import Record
from pmkb.trackers.sales import cell_of


@panel("opportunity")
def opportunity(desk: Desk, record: Opportunity) -> Iterator[Block]:
    """How far it is, what it waits for, against whom it stands, and what can be told."""
    kb = desk.kb
    yield Tiles(tuple(_tiles(desk, record)))
    needs = kb.targets(record, "requires")
    yield _course(desk, record, needs)
    if needs:
        yield _needs(desk, record, needs)
    rivals = [each for each in kb.targets(record, "competitors") if isinstance(each, Competitor)]
    if rivals:
        yield _rivals(desk, rivals)
    cases = _cases(desk, record) if record.is_open else []
    if cases:
        columns = ("customer", "industry", "form", "standing", "consent_until", "url")
        note = desk.say("Same industry or delivery form.", "同行业或同商品形态。")
        yield Records(desk.say("Cases to tell", "可以讲的案例"), cases, columns, note)


def _tiles(desk: Desk, record: Opportunity) -> Iterator[Tile]:
    kb = desk.kb
    amount = desk.money(converted(record.amount, kb, record.closed or kb.as_of))
    weighted = record.weighted(kb)
    note = (desk.field(Opportunity, "weighted"), weighted) if weighted else ()
    bare = Level.UNKNOWN if record.is_open and record.amount is None else None
    yield Tile(desk.field(Opportunity, "amount"), amount or record.amount, note, bare)
    chance = record.likelihood(kb)
    stage = desk.term("opportunity-stage", record.stage)
    likely = (Share(chance), desk.say("likely", "赢率")) if chance and record.is_open else ()
    yield Tile(desk.field(Opportunity, "stage"), stage, likely)
    if not record.is_open:
        yield Tile(desk.field(Opportunity, "closed"), record.closed, (record.standing(kb),))
        return
    standing, slip = record.standing(kb), record.slip(kb)
    late: tuple[str, ...] = ()
    if slip:
        late = (desk.say("postponed {n} {n:day|days}", "已推迟 {n} 天", n=slip),)
    level = Level.UNKNOWN if record.close is None else None
    passed = standing.level if record.close and record.close < kb.as_of else level
    yield Tile(desk.field(Opportunity, "close"), record.close, late, passed)
    moved = record.last_movement(kb)
    quiet = (kb.as_of - moved).days
    ago = desk.say("{n} {n:day|days} ago", "{n} 天前", n=quiet)
    stalls = standing.level if standing.level is Level.WATCH else None
    yield Tile(desk.field(Opportunity, "last_movement"), moved, (ago,), stalls)
    step = record.next_action
    label = desk.field(Opportunity, "next_action")
    if step is None:
        yield Tile(label, None, (desk.say("none planned", "没有安排"),), Level.WATCH)
    else:
        overdue = Level.ACT if step.due < kb.as_of else None
        yield Tile(label, step.due, (step.what,), overdue)


def _course(desk: Desk, record: Opportunity, needs: Sequence[Record]) -> Timeline:
    """The deal over time, with its visits, and what must be there before it is signed."""
    visits = desk.kb.referring(record, Visit, "opportunity")
    moments = [Moment(each.date, desk.kind(Visit)) for each in visits]
    if record.moved:
        stage = desk.term("opportunity-stage", record.stage)
        moments.append(Moment(record.moved, desk.field(Opportunity, "moved"), note=stage))
    standing = record.standing(desk.kb)
    end = record.closed or record.close
    deal = Task(
        record.ref,
        record.heading,
        record.opened,
        end if end is None or end >= record.opened else record.opened,
        standing.level if standing.level is not Level.GOOD else None,
        baseline=record.baseline_close,
        note=desk.standing(standing),
        moments=tuple(moments),
    )
    rest = (_task(desk, each, _ready(desk, each), end) for each in needs)
    tasks = (deal, *(each for each in rest if each.end))
    return Timeline(desk.say("Course", "进程"), tasks, desk.as_of)


def _task(desk: Desk, need: Record, ready: date | None, close: date | None) -> Task:
    late = ready is not None and close is not None and ready > close
    level = Level.ACT if late else None
    return Task(need.ref, need.heading, None, ready, level, href=desk.href(need))


def _ready(desk: Desk, need: Record) -> date | None:
    """The day on which a requirement is expected to be fulfilled; None where nobody knows."""
    item = desk.kb.target(need, "roadmap") if isinstance(need, Requirement) else None
    return item.expected(desk.kb) if isinstance(item, Roadmap) else None


def _needs(desk: Desk, record: Opportunity, needs: Sequence[Record]) -> Grid:
    """What must be there first: whether it is, or will be in time."""
    columns = (
        Column(desk.field(Opportunity, "requires")),
        Column(desk.say("Kind", "类型"), choose=True),
        Column(desk.say("State", "状态"), choose=True),
        Column(desk.say("Expected", "预计")),
        Column(desk.say("Owner", "负责人")),
    )
    rows = tuple(
        (
            each,
            type(each).label.one(desk.language),
            _state(desk, record, each),
            _ready(desk, each),
            desk.kb.target(each, "owner"),
        )
        for each in needs
    )
    return Grid(desk.say("What it waits for", "前置条件是否具备"), columns, rows)


def _state(desk: Desk, record: Opportunity, need: Record) -> Badge:
    kb = desk.kb
    close = record.close
    if isinstance(need, Certification):
        if not need.is_valid(kb.as_of):
            return Badge(desk.standing(need.standing(kb)), Level.ACT)
        ends = need.valid_until is not None and close is not None and need.valid_until < close
        if ends:
            return Badge(desk.say("Ends before the close", "成交前到期"), Level.WATCH)
        return Badge(desk.say("Held", "已具备"), Level.GOOD)
    if not need.is_open:
        met = need.phase.value == "done"
        state = need.state.label(desk.language) if need.state else desk.unknown
        return Badge(state, Level.GOOD if met else Level.ACT)
    ready = _ready(desk, need)
    if ready is None:
        return Badge(desk.say("In no plan", "未排期"), Level.UNKNOWN)
    if close is not None and ready > close:
        return Badge(desk.say("Too late", "赶不上成交"), Level.ACT)
    return Badge(desk.say("In time", "赶得上"), Level.GOOD)


def _rivals(desk: Desk, rivals: Sequence[Competitor]) -> Grid:
    """What can be said against each rival, and what they will say."""
    kb = desk.kb
    columns = (
        Column(Competitor.label.one(desk.language)),
        Column(desk.say("Win rate", "赢单率"), is_numeric=True),
        Column(desk.say("We are ahead on", "我们领先")),
        Column(desk.say("We are behind on", "我们落后")),
        Column(desk.say("Their weaknesses", "对方劣势")),
    )
    rows = tuple(
        (
            each,
            None if (rate := decided(deals_against(desk, each), kb).rate) is None else Share(rate),
            tuple(claim.capability for claim in each.comparison if (claim.edge(kb) or 0) > 0),
            tuple(claim.capability for claim in each.comparison if (claim.edge(kb) or 0) < 0),
            each.weaknesses,
        )
        for each in rivals
    )
    return Grid(desk.say("Against whom", "对阵竞品"), columns, rows)


def _cases(desk: Desk, record: Opportunity) -> list[Case]:
    """Those that may be cited and have the deal's industry or form; with both they stand first."""
    kb = desk.kb
    industry, form = cell_of(record, kb.resolve(record.customer, Customer), kb)
    found = []
    for each in desk.all(Case):
        if not each.citable(kb):
            continue
        place = cell_of(each, kb.resolve(each.customer, Customer), kb)
        alike = (place[0] == industry) + (place[1] is not None and place[1] == form)
        if alike:
            found.append((-alike, each.id, each))
    return [each for *_, each in sorted(found, key=lambda each: each[:2])]
