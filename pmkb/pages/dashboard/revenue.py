"""Revenue: how much, from whom, what stays, and what it hangs on."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmkb.charts import Bar, Bars
from pmkb.flow import Level
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.ecosystem.partner import Partner
from pmkb.kinds.sales.channel import Channel
from pmkb.kinds.sales.customer import Customer, revenue_of
from pmkb.pages.block import (
    Block,
    Column,
    Figure,
    Grid,
    Group,
    Records,
    Share,
    Side,
    Tile,
    Tiles,
)
from pmkb.pages.desk import Desk
from pmkb.pages.measured import aimed, concerns, nothing, now, on_the_year
from pmkb.pages.numbers import (
    bridge,
    by,
    figure,
    largest,
    movements,
    parts_now,
    retention,
    value_name,
)
from pmkb.pages.page import page
from pmkb.pages.targets import course, towards
from pmkb.record import Record, Section
from pmkb.trackers import figures
from pmkb.values import Money

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport

BRIDGES = 12
"""How many periods' bridges the table has."""
SOURCES = ("source", "form", "region", "industry")
"""The dimensions that tell where money comes from, as far as a metric has them."""


@page(2, Section.DASHBOARD, "Revenue", "营收", "metric", "customer", trackers=("revenue",))
def revenue(desk: Desk) -> Iterator[Block]:
    """How much comes in, from whom, and will it stay?"""
    found = figures.about(desk.kb, "revenue")
    if not found:
        yield nothing(desk, "revenue")
        return
    lead = found[0]
    yield Tiles(tuple(_tiles(desk, lead)))
    yield course(desk, lead, broad=True)
    yield from concerns(desk, found)
    if lead.year_bridge is not None:
        kept = retention(desk, lead, desk.say("Net and gross retention", "净留存率与总留存率"))
        title = desk.say("ARR bridge over a year", "一年 ARR 变动")
        yield Side((bridge(desk, lead, title, annual=True), kept))
        yield movements(desk, lead, desk.say("Who moved in a year", "一年来变动的客户"))
    yield from _sources(desk, lead)
    way = towards(desk, lead, broad=True)
    if not way.empty:
        yield way
    if lead.bridges:
        yield _bridges(desk, lead)
    columns = ("current", "unit", "growth", "completion", "pace", "period", "owner")
    metrics = [each.metric for each in found]
    yield Records(desk.say("Metrics of revenue", "营收类指标"), metrics, columns)


def _tiles(desk: Desk, lead: "MetricReport") -> Iterator[Tile]:
    yield now(desk, lead)
    yield from on_the_year(desk, lead)
    arr = revenue_of(desk.all(Customer), desk.kb)
    if arr.amount:
        signed = desk.say("by contracts in force", "按有效合同")
        yield Tile("ARR", Figure(float(arr.amount), desk.unit(arr.currency)), (signed,))
    kept = lead.retention
    if kept is not None and kept.net is not None:
        shrinks = Level.WATCH if kept.net < 1 else Level.GOOD
        gross = desk.say(
            "GRR {gross}, {n} {n:customer|customers}",
            "GRR {gross}，{n} 家客户",
            gross=desk.share(kept.gross),
            n=kept.customers,
        )
        yield Tile("NRR", Share(kept.net), (gross,), shrinks)
    yield from aimed(desk, lead)
    held = lead.concentration
    if held is not None and held.top is not None:
        name = value_name(desk, lead, lead.entity or "", held.largest[0][0]) if held.largest else ""
        share = float(held.largest[0][1] / held.total) if held.largest else 0.0
        most = desk.say("{name} alone {share}", "其中{name} {share}").format(
            name=name, share=desk.share(share)
        )
        index = f"· HHI {held.herfindahl:.3f}" if held.herfindahl is not None else ""
        title = desk.say("Ten largest customers", "前十大客户占比")
        yield Tile(title, Share(held.top), (most, index))


def _sources(desk: Desk, lead: "MetricReport") -> Iterator[Block]:
    title = desk.say("Where it comes from", "收入从哪里来")
    short = {each.rpartition(".")[2]: each for each in lead.dimensions}
    channels = desk.say("ARR by channel", "各渠道 ARR")
    partners = desk.say("ARR by partner", "各伙伴 ARR")
    parts = (
        largest(desk, lead, desk.say("Ten largest customers", "前十大客户")),
        *(
            parts_now(desk, lead, short[each], by(desk, lead, short[each]))
            for each in SOURCES
            if each in short
        ),
        _brought(desk, desk.all(Channel), "revenue", channels),
        _brought(desk, desk.all(Partner), "revenue_brought", partners),
    )
    # Long ones side by side, so that no short one leaves a gap beneath it.
    shown = tuple(sorted((e for e in parts if not e.empty), key=lambda each: -len(each.bars)))
    if shown:
        yield Group(title, (Side(shown),), desk.page("breakdowns"))


def _brought(desk: Desk, records: Sequence[Record], name: str, title: str) -> Bars:
    """What channels or partners have brought in customers that pay now."""
    found = [(each, desk.amount(_money(desk.value(each, name)))) for each in records]
    earning = [(each, amount) for each, amount in found if amount]
    earning.sort(key=lambda pair: (-pair[1], pair[0].id))
    bars = tuple(Bar(each.heading, float(n), href=desk.href(each)) for each, n in earning)
    note = desk.say("customers that came through it", "经其而来的客户")
    return Bars(title, bars, unit=desk.unit(desk.currency), note=note)


def _money(value: object) -> Money | None:
    return value if isinstance(value, Money) else None


def _bridges(desk: Desk, lead: "MetricReport") -> Grid:
    """The bridges of the last periods, the newest first."""
    columns = (
        Column(desk.field(Metric, "period")),
        *(
            Column(each, is_numeric=True)
            for each in (
                desk.say("Start", "期初"),
                desk.say("New", "新增"),
                desk.say("Expansion", "增购"),
                desk.say("Contraction", "减购"),
                desk.say("Churn", "流失"),
                desk.say("End", "期末"),
                desk.say("Customers won", "新客户"),
                desk.say("Customers lost", "流失客户"),
            )
        ),
    )
    rows = tuple(
        (
            each.period,
            *(
                figure(desk, lead, value) if value else None
                for value in (
                    *(each.start, each.new, each.expansion),
                    *(-each.contraction, -each.churn, each.end),
                )
            ),
            each.customers_new or None,
            each.customers_lost or None,
        )
        for each in reversed(lead.bridges[-BRIDGES:])
    )
    return Grid(desk.say("Period by period", "逐期变动"), columns, rows)
