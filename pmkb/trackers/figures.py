"""What trackers take from metrics: the ones that measure a thing, how they run, how old they are."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pmkb import metrics
from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.metric import Metric
from pmkb.trackers.tracker import (
    Change,
    Figure,
    Headline,
    Reading,
    Share,
    Trend,
    Words,
    joined,
    say,
    trend,
)
from pmkb.values import Money

if TYPE_CHECKING:
    from pmkb.metrics.facts import Facts
    from pmkb.metrics.quantity import Quantity
    from pmkb.metrics.report import MetricReport
    from pmkb.metrics.series import Point

UNKNOWN_FIGURE = "–"
PERIODS_LATE = 2
"""How many whole periods may go by without facts, where the dataset has no `max_age`."""


def reports(kb: KnowledgeBase) -> "tuple[MetricReport, ...]":
    """What is known of every open metric, by path; empty without facts."""
    if not metrics.has_facts(kb):
        return ()
    from pmkb.metrics.report import report

    found = report(kb).metrics
    return tuple(found[each.id] for each in kb.all(Metric) if each.is_open)


def about(kb: KnowledgeBase, subject: str) -> "tuple[MetricReport, ...]":
    """What is known of the metrics with a subject, by path; those without values are left out."""
    return tuple(
        each for each in reports(kb) if each.metric.subject == subject and amount(each) is not None
    )


def undecided(kb: KnowledgeBase, *subjects: str) -> tuple[Metric, ...]:
    """The open metrics with one of some subjects, whether they have values or not."""
    return tuple(each for each in kb.all(Metric) if each.is_open and each.subject in subjects)


def amount(found: "MetricReport") -> Decimal | None:
    """The value of the newest period with facts."""
    return found.current.value if found.current else None


def is_stale(found: "MetricReport") -> bool:
    """Whether facts that it rests on are too old to tell how things are."""
    return found.quantity is None or any(are_old(each) for each in _facts(found.quantity))


def are_old(facts: "Facts") -> bool:
    """Whether facts are older than their dataset's `max_age`.

    Where that is not given: whether two whole periods have gone by without any.
    """
    until, limit, as_of = facts.until, facts.dataset.max_age, facts.as_of
    if until is None:
        return True
    if limit is not None:
        return limit.after(until) < as_of
    return facts.calendar.of(as_of) - facts.calendar.of(until) > PERIODS_LATE


def aged(headline: Headline, found: "MetricReport") -> Headline:
    """A headline about a metric; where its facts are too old, with the period they end with."""
    if not is_stale(found):
        return headline
    return joined(headline, ended(found.current.label if found.current else ""))


def ended(period: str) -> Headline:
    """That facts end with a period."""
    return say("the facts end with {last}", "数据止于 {last}", last=period)


def _facts(quantity: "Quantity") -> "Iterator[Facts]":
    from pmkb.metrics.base import Base
    from pmkb.metrics.composed import Composed, Cumulative

    match quantity:
        case Base():
            yield quantity.facts
        case Cumulative():
            yield from _facts(quantity.flow)
        case Composed():
            for each in quantity.inputs.values():
                yield from _facts(each)


def grain(found: "MetricReport") -> str:
    """How long its periods are: month, quarter."""
    return found.calendar.grain.value if found.calendar else "period"


def growth(found: "MetricReport") -> float | None:
    """Against the period before, like for like."""
    before = found.series.previous if found.series else None
    return before.growth if before else None


def growth_year(found: "MetricReport") -> float | None:
    """Against the same period last year, like for like."""
    before = found.series.year_before if found.series else None
    return before.growth if before else None


def worsens(found: "MetricReport", change: float | None) -> bool:
    """Whether a change leads away from where the metric should go; up, unless it says down."""
    if change is None:
        return False
    return change > 0 if found.metric.direction == "down" else change < 0


def course(found: "MetricReport") -> Level:
    """How a metric runs: by its alerts, its target, and its growth."""
    if amount(found) is None or is_stale(found):
        return Level.UNKNOWN
    target = found.main_progress
    standing = target.standing(found.metric.direction) if target else None
    if found.alerts or standing == "off-track":
        return Level.ACT
    year = growth_year(found)
    falls = worsens(found, year if year is not None else growth(found))
    return Level.WATCH if standing == "at-risk" or falls else Level.GOOD


def value(found: "MetricReport", number: Decimal | float | None) -> object:
    """A number of a metric as a headline shows it: money, a share, or a figure with its unit."""
    if number is None:
        return UNKNOWN_FIGURE
    unit = found.unit
    if unit is not None and unit in found.kb.vocabulary.terms("currency"):
        return Money(Decimal(number), unit)
    if unit is None:
        return Share(number) if found.metric.type == "ratio" else number
    return Figure(float(number), unit)


def change(number: float | None) -> object:
    """A growth as a headline shows it."""
    return UNKNOWN_FIGURE if number is None else Change(number)


def share(number: float | None) -> object:
    """A share as a headline shows it."""
    return UNKNOWN_FIGURE if number is None else Share(number)


def title(found: "MetricReport") -> Words:
    """What a metric is called."""
    return Words(found.metric.heading, found.metric.heading)


def trend_of(found: "MetricReport") -> Trend | None:
    """The course of a metric: of a stock all periods, of a flow the whole ones."""
    if found.series is None or found.quantity is None:
        return None
    points = found.series.points if found.quantity.is_stock else found.series.complete
    is_share = found.metric.type == "ratio" and found.unit is None
    return trend(title(found), [_reading(each) for each in points], _unit(found, is_share))


def _unit(found: "MetricReport", is_share: bool) -> str:
    return "%" if is_share else found.unit or ""


def _reading(point: "Point") -> Reading:
    number = None if point.value is None else float(point.value)
    return Reading(point.span.end, point.label, number)
