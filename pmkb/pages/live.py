"""What a `pmkb` block in a page's text shows: the same blocks that status pages are made of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmkb.charts import Bar, Bars, Task, Timeline
from pmkb.embeds import Embed, chosen
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import Block, Note, Records
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import bridge, parts_now, shares_over_time
from pmkb.pages.targets import course
from pmkb.query import values
from pmkb.record import Record
from pmkb.values import Money


def blocks_of(desk: Desk, embed: Embed) -> Iterator[Block]:
    """The table or chart that a sound block asks for."""
    kind = desk.kb.kinds.get(embed.kind or "")
    metric = desk.kb.resolve(embed.metric, Metric)
    if kind is not None:
        yield _of_records(desk, embed, kind)
    elif metric is not None:
        yield _of_metric(desk, embed, metric)


def _of_records(desk: Desk, embed: Embed, kind: type[Record]) -> Block:
    records = chosen(desk.kb, embed, kind)
    title = embed.title or desk.kind(kind)
    if embed.chart == "bars":
        return _bars(desk, embed, kind, records, title)
    shown = records[: embed.most]
    if embed.chart == "timeline":
        return Timeline(title, tuple(_task(desk, each) for each in shown), desk.as_of)
    return Records(title, shown, embed.columns, group=embed.group or "")


def _bars(
    desk: Desk, embed: Embed, kind: type[Record], records: Sequence[Record], title: str
) -> Bars:
    """How many records of each group there are, or what a value of theirs adds up to."""
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    group, value = embed.group or "", (embed.value or "").replace("-", "_")
    is_money = False
    for each in records:
        is_money = is_money or isinstance(desk.value(each, value), Money)
        known = values(each, desk.kb)
        number = known.get(value) if value else 1
        if isinstance(number, int | float | Decimal) and not isinstance(number, bool):
            key = known.get(group.replace("-", "_"))
            sums[None if key is None else str(key)] += Decimal(str(number))
    ordered = sorted(sums.items(), key=lambda each: (each[0] is None, -each[1], each[0] or ""))
    bars = tuple(Bar(_group_name(desk, kind, group, name), float(n)) for name, n in ordered)
    unit = desk.unit(desk.currency) if is_money else ""
    return Bars(title, bars[: embed.most], unit=unit, note=desk.field(kind, value) if value else "")


def _group_name(desk: Desk, kind: type[Record], group: str, name: str | None) -> str:
    known = kind.keys.get(group)
    if name is None or known is None:
        return name or desk.unknown
    if known.flow and (state := known.flow.state(name)):
        return state.label(desk.language)
    if known.vocabulary:
        return desk.term(known.vocabulary, name)
    found = [each for each in desk.kb.find(name) if not known.to or each.kind() in known.to]
    return found[0].heading if known.to and found else name


def _task(desk: Desk, record: Record) -> Task:
    kind = type(record)
    start = record.day(kind.begins)
    end = record.day(kind.finished) or record.day(kind.due_by) or record.day(kind.ends)
    if start is not None and end is not None and end < start:
        start = end
    return Task(record.ref, record.heading, start, end, href=desk.href(record))


def _of_metric(desk: Desk, embed: Embed, metric: Metric) -> Block:
    found = desk.metric(metric)
    if found is None:
        return Note(
            desk.say(f"{metric.heading}: no facts yet", f"{metric.heading}：还没有明细数据")
        )
    title, group = embed.title or metric.heading, embed.group or ""
    match embed.chart:
        case "bars":
            return parts_now(desk, found, group, title, embed.most)
        case "shares":
            return shares_over_time(desk, found, group, title)
        case "bridge":
            return bridge(desk, found, title)
        case _:
            return course(desk, found, title)
