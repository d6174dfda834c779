"""Charts of a metric: its parts now and over time, and what its amount is made of."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pmkb.charts import (
    Bar,
    Bars,
    Cell,
    Columns,
    Form,
    Heat,
    Line,
    Point,
    Series,
    Shares,
    Step,
    Target,
    Waterfall,
)
from pmkb.flow import Level
from pmkb.kinds.sales.customer import Customer
from pmkb.pages.block import Badge, Change, Column, Figure, Grid, Points, Share
from pmkb.pages.desk import Desk
from pmkb.record import Record

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.series import Compared
    from pmkb.metrics.shares import Breakdown, MixShift
    from pmkb.metrics.shares import Share as Part

PERIODS = 24
"""How many periods of shares there is room for."""
MOST_PERIODS = 120
"""How many periods a table has at most: the data of the chart above it has all."""


def form_of(found: "MetricReport") -> Form:
    """How its values are written: ratios without a unit are shares."""
    return Form.SHARE if found.metric.type == "ratio" and found.unit is None else Form.NUMBER


def figure(desk: Desk, found: "MetricReport", value: Decimal | float | None) -> object:
    """A value of it as tiles and cells show it."""
    if value is None:
        return None
    if form_of(found) is Form.SHARE:
        return Share(value)
    return Figure(float(value), desk.unit(found.unit))


def change(compared: "Compared | None") -> Change | None:
    """The growth to the current value."""
    return None if compared is None or compared.growth is None else Change(compared.growth)


def value_record(found: "MetricReport", dimension: str, value: str) -> Record | None:
    """The record that a dimension's value is: a customer, a form; None for terms and texts."""
    return found.kb.records.get(f"{_refers_to(found, dimension)}:{value}")


def value_name(desk: Desk, found: "MetricReport", dimension: str, value: str) -> str:
    """What a dimension's value is called: a record by its heading, a term by its label."""
    if value == "unknown":
        return desk.unknown
    record, to = value_record(found, dimension, value), _refers_to(found, dimension)
    return record.heading if record else desk.term(to or dimension.partition(".")[0], value)


def dimension_name(desk: Desk, found: "MetricReport", dimension: str) -> str:
    """What a dimension is called: by the field or the kind that has its name."""
    name = dimension.rpartition(".")[2]
    known = Customer.keys.get(name)
    if known is not None:
        return known.label(desk.language)
    kind = desk.kb.kinds.get(_refers_to(found, dimension) or name)
    return kind.label.one(desk.language) if kind else name


def by(desk: Desk, found: "MetricReport", dimension: str) -> str:
    """The title of a chart by a dimension."""
    name = dimension_name(desk, found, dimension)
    gap = " " if name[:1].isascii() else ""
    small = name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    return desk.say(f"By {small}", f"按{gap}{name}")


def _refers_to(found: "MetricReport", dimension: str) -> str | None:
    """The kind or vocabulary that a dimension's values are of."""
    column, _, below = dimension.partition(".")
    columns = found.facts.dataset.columns_ if found.facts is not None else ()
    to = next((each.refers_to for each in columns if each.name == column), None)
    if not below:
        return to
    kind = found.kb.kinds.get(to or "")
    known = kind.keys.get(below) if kind else None
    return (known.vocabulary or next(iter(known.to), None)) if known else None


def parts_now(
    desk: Desk, found: "MetricReport", dimension: str, title: str, most: int | None = None
) -> Bars:
    """The current period by a dimension, the largest part first, `unknown` last."""
    breakdown = found.breakdowns.get(dimension)
    shares = breakdown.shares[:most] if breakdown else ()
    bars = tuple(_part(desk, found, dimension, each) for each in shares)
    return Bars(title, bars, unit=desk.unit(found.unit), form=form_of(found), note=_period(found))


def _part(desk: Desk, found: "MetricReport", dimension: str, part: "Part") -> Bar:
    name = part.value[0]
    grown = part.growth_year
    note = "" if grown is None else f"{desk.say('on the year', '同比')} {desk.change(grown)}"
    text = ""
    if part.amount is not None and part.share is not None:
        text = f"{desk.short(part.amount)} · {desk.share(part.share)}"
    return Bar(
        value_name(desk, found, dimension, name),
        None if part.amount is None else float(part.amount),
        note=note,
        href=desk.href(value_record(found, dimension, name)),
        text=text,
    )


def shares_over_time(
    desk: Desk, found: "MetricReport", dimension: str, title: str, periods: int = PERIODS
) -> Shares:
    """How the parts' shares of the amount moved over the last periods."""
    series = found.series
    if series is None or not series.quantity.is_shared:
        return Shares(title, ())
    points = series.points[-periods:]
    parts = series.quantity.parts([each.span for each in points], (dimension,))
    names = sorted({key[0] for each in parts for key in each}, key=lambda n: (n == "unknown", n))
    made = tuple(
        Series(
            value_name(desk, found, dimension, name),
            tuple(
                Point(at.span.start, float(each.get((name,)) or 0), at.label)
                for at, each in zip(points, parts, strict=True)
            ),
        )
        for name in names
    )
    return Shares(title, made)


def mix(desk: Desk, found: "MetricReport", dimension: str, title: str) -> Waterfall:
    """How the total of a year before became the present one: by all growing alike, and by the mix.

    Of a ratio: by the rates of its parts, and by their weights. Without facts of a year before,
    since the period before.
    """
    moved = shifted(found, dimension)
    if moved is None:
        return Waterfall(title, (), unit=desk.unit(found.unit), form=form_of(found))
    total = found.current.value if found.current else None
    after = float(total or 0)
    volume = float(sum(each.volume for each in moved.values))
    name = (
        desk.say("All alike", "整体增减")
        if moved.kind == "volume"
        else desk.say("Rates", "各自变化")
    )
    parts = [
        Step(
            value_name(desk, found, dimension, each.value[0]),
            float(each.mix),
            note=f"{desk.short(each.before)} → {desk.short(each.after)}",
        )
        for each in sorted(moved.values, key=lambda each: -each.mix)
        if each.mix
    ]
    calendar = found.quantity.calendar if found.quantity else None
    names = [calendar.label(calendar.of(e.start)) for e in (moved.before, moved.after) if calendar]
    steps = (
        Step(names[0], after - float(moved.change), total=True),
        Step(name, volume),
        *parts,
        Step(names[1], after, total=True),
    )
    note = desk.say("by name: what the mix added or took", "各项为占比变化带来的增减")
    return Waterfall(title, steps, unit=desk.unit(found.unit), form=form_of(found), note=note)


def shifted(found: "MetricReport", dimension: str) -> "MixShift | None":
    """How the mix moved in a year; without facts of a year before, since the period before."""
    return found.mix_shift(dimension) or found.mix_shift(dimension, year=False)


def pair(desk: Desk, found: "MetricReport", down: str, across: str) -> Heat:
    """The current period by two dimensions at once."""
    known = found.breakdown(down, across)
    rows, columns = _by_size(known, 0), _by_size(known, 1)
    amounts = {each.value: each for each in known.shares} if known else {}
    cells = tuple(
        tuple(_in_pair(desk, amounts.get((row, column))) for column in columns) for row in rows
    )
    return Heat(
        f"{dimension_name(desk, found, down)} × {dimension_name(desk, found, across)}",
        tuple(value_name(desk, found, down, each) for each in rows),
        tuple(value_name(desk, found, across, each) for each in columns),
        cells,
        unit=desk.unit(found.unit),
        form=form_of(found),
        note=_period(found),
    )


def _by_size(known: "Breakdown | None", at: int) -> list[str]:
    """The values of a pair's dimension, the largest first, `unknown` last."""
    sums: dict[str, Decimal] = {}
    for each in known.shares if known else ():
        sums[each.value[at]] = sums.get(each.value[at], Decimal(0)) + (each.amount or Decimal(0))
    return sorted(sums, key=lambda name: (name == "unknown", -sums[name], name))


def _in_pair(desk: Desk, part: "Part | None") -> Cell | None:
    if part is None or part.amount is None:
        return None
    return Cell(float(part.amount), note="" if part.share is None else desk.share(part.share))


def parts_table(
    desk: Desk, found: "MetricReport", title: str, dimensions: Sequence[str] = ()
) -> Grid:
    """Every value of every dimension: amount, share, growth, and how the share moved."""
    columns = (
        Column(desk.say("Value", "取值")),
        Column(desk.say("Dimension", "维度"), choose=True),
        Column(desk.say("Amount", "数额"), is_numeric=True),
        Column(desk.say("Share", "占比"), is_numeric=True),
        Column(desk.say("Share gained", "占比变化"), is_numeric=True),
        Column(desk.say("On the period before", "环比"), is_numeric=True),
        Column(desk.say("On the year", "同比"), is_numeric=True),
    )
    rows: list[tuple[object, ...]] = []
    for name in dimensions or found.dimensions:
        known, moved = found.breakdowns.get(name), shifted(found, name)
        gained = moved.gained if moved else {}
        for each in known.shares if known else ():
            points = gained.get(each.value)
            label = value_name(desk, found, name, each.value[0])
            rows.append(
                (
                    value_record(found, name, each.value[0]) or label,
                    dimension_name(desk, found, name),
                    figure(desk, found, each.amount),
                    None if each.share is None else Share(each.share),
                    None if points is None else Points(points),
                    None if each.growth is None else Change(each.growth),
                    None if each.growth_year is None else Change(each.growth_year),
                )
            )
    return Grid(title, columns, tuple(rows))


KINDS = {
    "new": ("New", "新增"),
    "expansion": ("Expansion", "增购"),
    "contraction": ("Contraction", "减购"),
    "churn": ("Churn", "流失"),
}
"""How customers' amounts move, in the order in which they make a bridge."""
NAMED = 6
"""How many customers of a step are named."""


def paid_by(desk: Desk, found: "MetricReport", record: Record) -> Line:
    """What somebody paid in every period, from the first on in which they did."""
    paid = [(point, parts.get((record.id,))) for point, parts in found.by_entity]
    first = next((at for at, (_, amount) in enumerate(paid) if amount), len(paid))
    partial = found.series is not None and found.series.is_partial
    last = found.series.points[-1] if found.series else None
    points = tuple(
        Point(
            at.span.start,
            None if amount is None else float(amount),
            at.label,
            partial and at is last,
        )
        for at, amount in paid[first:]
    )
    title = found.metric.heading
    return Line(title, (Series(title, points),), unit=desk.unit(found.unit))


def bridge(desk: Desk, found: "MetricReport", title: str, *, annual: bool = False) -> Waterfall:
    """From a year ago to the last whole period: who came, grew, shrank and left.

    Annual: of a flow's period what it comes to in a year, as ARR is told.
    """
    year = found.year_bridge
    if year is None:
        return Waterfall(title, (), unit=desk.unit(found.unit))
    factor = found.annual_factor if annual else 1
    before, _, after = year.period.partition("/")
    moved = {
        "new": year.new,
        "expansion": year.expansion,
        "contraction": -year.contraction,
        "churn": -year.churn,
    }
    steps = (
        Step(before, float(year.start * factor), total=True),
        *(
            Step(desk.say(*KINDS[kind]), float(value * factor), note=_who(desk, found, kind))
            for kind, value in moved.items()
        ),
        Step(after, float(year.end * factor), total=True),
    )
    times = desk.say(f"× {factor}", f"月值 × {factor}") if factor > 1 else ""
    return Waterfall(title, steps, unit=desk.unit(found.unit), note=times)


def _who(desk: Desk, found: "MetricReport", kind: str) -> str:
    """The customers behind a step of the bridge, the largest first."""
    who = [each.customer for each in found.year_movements if each.kind == kind]
    names = [value_name(desk, found, found.entity or "", each) for each in who[:NAMED]]
    return desk.say(", ", "、").join([*names, *["…"] * (len(who) > NAMED)])


def retention(desk: Desk, found: "MetricReport", title: str) -> Line:
    """NRR and GRR over time, against keeping everything."""
    names = {"NRR": "net", "GRR": "gross"}
    series = tuple(
        Series(
            name,
            tuple(
                Point(at.span.start, getattr(kept, part), at.label) for at, kept in found.retentions
            ),
        )
        for name, part in names.items()
    )
    aim = (Target("", 1.0, named=False),) if found.retentions else ()
    note = desk.say("of the customers of a year before", "以一年前的客户为基数")
    return Line(title, series if found.retentions else (), aim, form=Form.SHARE, note=note)


def movements(desk: Desk, found: "MetricReport", title: str) -> Grid:
    """The customers whose amount moved in a year, the largest change first."""
    year = found.year_bridge
    before, _, after = year.period.partition("/") if year else ("", "", "")
    levels = {"new": Level.GOOD, "expansion": Level.GOOD, "contraction": Level.WATCH}
    columns = (
        Column(Customer.label.one(desk.language)),
        Column(desk.say("Movement", "变动"), choose=True),
        Column(before, is_numeric=True),
        Column(after, is_numeric=True),
        Column(desk.say("Change", "增减"), is_numeric=True),
    )
    entity = found.entity or ""
    rows = tuple(
        (
            value_record(found, entity, each.customer)
            or value_name(desk, found, entity, each.customer),
            Badge(desk.say(*KINDS[each.kind]), levels.get(each.kind, Level.ACT)),
            figure(desk, found, each.before or None),
            figure(desk, found, each.after or None),
            figure(desk, found, each.change),
        )
        for each in found.year_movements
    )
    return Grid(title, columns, rows)


def largest(desk: Desk, found: "MetricReport", title: str) -> Bars:
    """The ten largest customers, and how much hangs on them."""
    known = found.concentration
    if known is None or known.total <= 0:
        return Bars(title, (), unit=desk.unit(found.unit))
    entity, parts = found.entity or "", []
    for name, paid in known.largest:
        share = float(paid / known.total)
        parts.append(
            Bar(
                value_name(desk, found, entity, name),
                float(paid),
                href=desk.href(value_record(found, entity, name)),
                text=f"{desk.short(paid)} · {desk.share(share)}",
            )
        )
    start, end = (f"{day:%Y-%m}" for day in known.span)
    return Bars(
        title,
        tuple(parts),
        unit=desk.unit(found.unit),
        note=start if start == end else f"{start} – {end}",
    )


def growth(desk: Desk, reports: "Sequence[MetricReport]", title: str) -> Line:
    """By how much each period is more than a year before."""
    from pmkb.metrics.series import grown

    series = tuple(
        Series(
            found.metric.heading,
            tuple(
                Point(each.point.span.start, each.year, each.point.label)
                for each in grown(found.series)
                if each.year is not None
            ),
        )
        for found in reports
        if found.series is not None
    )
    shown = tuple(each for each in series if each.points)
    return Line(title, shown, broad=True, form=Form.SHARE)


def periods(desk: Desk, found: "MetricReport", title: str) -> Grid:
    """Every period with its growth, the newest first."""
    from pmkb.metrics.series import grown

    series = found.series
    rates = {each.point.period: each for each in grown(series)} if series else {}
    columns = (
        Column(desk.say("Period", "周期")),
        Column(desk.say("Value", "数值"), is_numeric=True),
        Column(desk.say("On the period before", "环比"), is_numeric=True),
        Column(desk.say("On the year", "同比"), is_numeric=True),
    )
    rows: list[tuple[object, ...]] = []
    for each in reversed(series.points if series else ()):
        known = rates.get(each.period)
        label = each.label if known else f"{each.label} {desk.say('so far', '未结束')}"
        previous, year = (known.previous, known.year) if known else (None, None)
        if known is None and series is not None:
            previous, year = change(series.previous), change(series.year_before)
        rows.append(
            (
                label,
                figure(desk, found, each.value),
                None if previous is None else Change(previous),
                None if year is None else Change(year),
            )
        )
    return Grid(title, columns, tuple(rows[:MOST_PERIODS]))


def growth_by_period(desk: Desk, found: "MetricReport", title: str) -> Columns:
    """By how much each of the last periods is more than the one before."""
    from pmkb.metrics.series import grown

    every = grown(found.series) if found.series is not None else ()
    points = tuple(
        Point(each.point.span.start, each.previous, each.point.label) for each in every[-PERIODS:]
    )
    return Columns(title, points, form=Form.SHARE)


def _period(found: "MetricReport") -> str:
    return found.current.label if found.current else ""
