"""Charts of a metric: its parts now and over time, and what its amount is made of."""

from decimal import Decimal
from typing import TYPE_CHECKING

from pmkb.charts import Bar, Bars, Form, Point, Series, Shares, Step, Waterfall
from pmkb.pages.block import Change, Figure, Share
from pmkb.pages.desk import Desk

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.series import Compared

PERIODS = 24
"""How many periods of shares there is room for."""


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


def value_name(desk: Desk, found: "MetricReport", dimension: str, value: str) -> str:
    """What a dimension's value is called: a record by its heading, a term by its label."""
    if value == "unknown":
        return desk.unknown
    column, _, below = dimension.partition(".")
    columns = found.facts.dataset.columns_ if found.facts is not None else ()
    to = next((each.refers_to for each in columns if each.name == column), None)
    if below:
        kind = desk.kb.kinds.get(to or "")
        known = kind.keys.get(below) if kind else None
        to = (known.vocabulary or next(iter(known.to), None)) if known else None
    record = desk.kb.records.get(f"{to}:{value}")
    return record.heading if record else desk.term(to or column, value)


def parts_now(
    desk: Desk, found: "MetricReport", dimension: str, title: str, most: int | None = None
) -> Bars:
    """The current period by a dimension, the largest part first, `unknown` last."""
    breakdown = found.breakdowns.get(dimension)
    shares = breakdown.shares[:most] if breakdown else ()
    bars = tuple(
        Bar(
            value_name(desk, found, dimension, each.value[0]),
            None if each.amount is None else float(each.amount),
            note="" if each.share is None else f"{each.share:.1%}",
        )
        for each in shares
    )
    return Bars(title, bars, unit=desk.unit(found.unit), note=_period(found))


def shares_over_time(desk: Desk, found: "MetricReport", dimension: str, title: str) -> Shares:
    """How the parts' shares of the amount moved over the last periods."""
    series = found.series
    if series is None or not series.quantity.is_shared:
        return Shares(title, ())
    points = series.points[-PERIODS:]
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


def bridge(desk: Desk, found: "MetricReport", title: str) -> Waterfall:
    """From a year ago to the last whole period: who came, grew, shrank and left."""
    year = found.year_bridge
    if year is None:
        return Waterfall(title, (), unit=desk.unit(found.unit))
    before, _, after = year.period.partition("/")
    steps = (
        Step(before, float(year.start), total=True),
        Step(desk.say("New", "新增"), float(year.new)),
        Step(desk.say("Expansion", "增购"), float(year.expansion)),
        Step(desk.say("Contraction", "减购"), float(-year.contraction)),
        Step(desk.say("Churn", "流失"), float(-year.churn)),
        Step(after, float(year.end), total=True),
    )
    return Waterfall(title, steps, unit=desk.unit(found.unit))


def _period(found: "MetricReport") -> str:
    return found.current.label if found.current else ""
