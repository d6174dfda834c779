"""Everything that is computed from facts, for pages, trackers, rules and exports.

`report(kb)` is computed once for a knowledge base; what only a page or an export shows is computed
when it is first asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from pmkb.diagnostic import Diagnostic
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.measures import Measured, Measures
from pmkb.message import say
from pmkb.metrics import bridge, deals, faults, shares, turns
from pmkb.metrics.base import Base
from pmkb.metrics.calendar import Calendar, Grain, Span, read_span, year_before
from pmkb.metrics.composed import Composed, Cumulative
from pmkb.metrics.definition import definitions, rate_faults
from pmkb.metrics.facts import Facts, all_facts
from pmkb.metrics.funnels import FunnelReport, funnel_report
from pmkb.metrics.inflections import NORMAL, Inflection, inflections
from pmkb.metrics.pace import Forecast, Progress, Step, forecast, progress, steps
from pmkb.metrics.quantity import Parts, Quantity
from pmkb.metrics.series import Point, Series, bridged, series
from pmkb.metrics.trend import Trend, trend
from pmkb.values import Money

__all__ = ["Alert", "MetricReport", "Report", "all_measures", "findings", "report"]


@dataclass(frozen=True)
class Alert:
    """A value beyond a threshold."""

    point: Point
    side: str
    """`above` or `below`."""
    threshold: float


@dataclass(frozen=True)
class MetricReport:
    """What is known of a metric as of a day."""

    metric: Metric
    kb: KnowledgeBase
    quantity: Quantity | None
    """None where it is not defined, or its facts are missing."""
    series: Series | None
    facts: Facts | None
    """Its dataset's; None for what is made of other metrics."""

    # --- time -------------------------------------------------------------------------------

    @property
    def calendar(self) -> Calendar | None:
        """Of its periods."""
        return self.quantity.calendar if self.quantity else None

    @property
    def current(self) -> Point | None:
        """The newest period with facts, whole or partial."""
        return self.series.current if self.series else None

    @property
    def judged(self) -> Point | None:
        """The newest value that can be held against a threshold: a flow's last whole period."""
        found = self.series
        if found is None or self.quantity is None:
            return None
        if self.quantity.is_stock:
            return found.current
        return found.complete[-1] if found.complete else None

    @property
    def unit(self) -> str | None:
        """The unit of its values; the reporting currency where money was converted to it."""
        base = self._base
        if base is not None and base.money is not None:
            return self.kb.vocabulary.reporting_currency
        if self.metric.unit is not None or base is None:
            return self.metric.unit
        columns = base.facts.dataset.columns_
        if base.aggregate in ("count", "distinct"):
            return None
        return next((each.unit for each in columns if each.name == base.value), None)

    @property
    def _base(self) -> Base | None:
        found = self.quantity.flow if isinstance(self.quantity, Cumulative) else self.quantity
        return found if isinstance(found, Base) else None

    @property
    def unknown_rows(self) -> int:
        """Rows that should count and have an empty cell where the value belongs."""
        base = self._base
        return base.unknown_rows if base else 0

    # --- targets ----------------------------------------------------------------------------

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """How it runs against each target, in the order written; unreadable periods left out."""
        if self.quantity is None:
            return ()
        first_month = self.quantity.calendar.first_month
        read = ((each, read_span(each.period, first_month)) for each in self.metric.targets)
        return tuple(
            progress(self.quantity, each.period, found[1], Decimal(str(each.value)))
            for each, found in read
            if found is not None
        )

    @cached_property
    def main_progress(self) -> Progress | None:
        """The target of the longest period that the day lies in."""
        day = self.kb.as_of
        fitting = [each for each in self.progress if each.span.start <= day <= each.span.end]
        return max(fitting, key=lambda each: each.span.days, default=None)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """How it adds up within the main target's period; nothing for stocks and ratios."""
        if self.quantity is None or self.main_progress is None:
            return ()
        return steps(self.quantity, self.main_progress)

    @cached_property
    def forecast(self) -> Forecast | None:
        """Where the main target's period will end; without a target, the year."""
        if self.main_progress is not None:
            return self.main_progress.forecast
        if self.quantity is None or self.quantity.through is None:
            return None
        years = Calendar(Grain.YEAR, self.quantity.calendar.first_month)
        year = years.of(self.kb.as_of)
        return forecast(self.quantity, years.label(year), years.span(year))

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """Thresholds that the newest value is beyond."""
        limit, point = self.metric.alert, self.judged
        if limit is None or point is None or point.value is None:
            return ()
        value = point.value
        found = []
        if limit.above is not None and value > Decimal(str(limit.above)):
            found.append(Alert(point, "above", limit.above))
        if limit.below is not None and value < Decimal(str(limit.below)):
            found.append(Alert(point, "below", limit.below))
        return tuple(found)

    # --- who pays ---------------------------------------------------------------------------

    @cached_property
    def entity(self) -> str | None:
        """The column with who pays, if amounts can be told apart by it."""
        base = self._base
        if base is None or not base.additive or self.metric.type == "cumulative":
            return None
        columns = base.facts.dataset.columns_
        referring = (each.name for each in columns if each.refers_to == "customer")
        name = self.metric.entity or next(referring, None)
        return name if name is not None and base.has(name) else None

    @cached_property
    def by_entity(self) -> tuple[tuple[Point, Parts], ...]:
        """Each period with what everybody paid in it; empty where that is not told apart."""
        if self.series is None or self.entity is None:
            return ()
        points = self.series.points
        parts = self.series.quantity.parts([each.span for each in points], (self.entity,))
        return tuple(zip(points, parts, strict=True))

    @property
    def annual_factor(self) -> int:
        """What makes a period's amount an annual one: 12 for a flow by month, 1 for a stock."""
        found = self.quantity
        return 1 if found is None or found.is_stock else found.calendar.per_year

    @cached_property
    def bridges(self) -> tuple[bridge.Bridge, ...]:
        """New, expansion, contraction and churn of each complete period, oldest first."""
        return bridge.bridges(self.series, self.entity) if self.series and self.entity else ()

    @cached_property
    def _year_parts(self) -> tuple[Point, Parts, Point, Parts] | None:
        """By customer, the period a year ago and the last complete one."""
        found, entity = self.series, self.entity
        if found is None or entity is None or not found.complete:
            return None
        last = found.complete[-1]
        ago = found.calendar.year_before(last.period)
        then = next((each for each in found.complete if each.period == ago), None)
        if then is None or then.value is None or last.value is None:
            return None
        before, after = found.quantity.parts([then.span, last.span], (entity,))
        return then, before, last, after

    @cached_property
    def year_bridge(self) -> bridge.Bridge | None:
        """The same from the period a year ago to the last complete one."""
        if self._year_parts is None:
            return None
        then, before, last, after = self._year_parts
        return bridge.bridge(f"{then.label}/{last.label}", before, after)

    @cached_property
    def year_movements(self) -> tuple[bridge.Movement, ...]:
        """The customers that make that bridge, the largest change first."""
        if self._year_parts is None:
            return ()
        _, before, _, after = self._year_parts
        return bridge.movements(before, after)

    @cached_property
    def retention(self) -> bridge.Retention | None:
        """NRR and GRR."""
        return bridge.retention(self.series, self.entity) if self.series and self.entity else None

    @cached_property
    def retentions(self) -> tuple[tuple[Point, bridge.Retention], ...]:
        """The same as of each complete period, oldest first."""
        return bridge.retentions(self.series, self.entity) if self.series and self.entity else ()

    @cached_property
    def concentration(self) -> bridge.Concentration | None:
        """The ten largest customers, and the Herfindahl index."""
        if self.series is None or self.entity is None:
            return None
        return bridge.concentration(self.series, self.entity)

    @cached_property
    def big_deal(self) -> Money | None:
        """From which amount on a deal is big: its own, or that of the first metric with one."""
        own = (each.big_deal for each in (self.metric, *self.kb.all(Metric)))
        return next((each for each in own if each is not None), None)

    @cached_property
    def big_deals(self) -> deals.BigDeals | None:
        """Big deals won in the year up to the day, where the metric says what is big."""
        day = self.kb.as_of
        return deals.big_deals(
            self.kb, Span(year_before(day) + timedelta(days=1), day), self.metric.big_deal
        )

    @cached_property
    def coverage(self) -> deals.Coverage | None:
        """The open pipeline against what is missing to the main target, for flows of money."""
        currency = self.unit in self.kb.vocabulary.terms("currency")
        if not currency or self.main_progress is None or isinstance(self.quantity, Composed):
            return None
        return deals.coverage(self.kb, self.main_progress)

    # --- dimensions -------------------------------------------------------------------------

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions it can be broken down by; of a ratio, those of both its parts."""
        if self.quantity is None:
            return ()
        wanted = self.metric.dimensions
        if not wanted and isinstance(self.quantity, Composed):
            parts = (self.metric.numerator, self.metric.denominator)
            metrics = [self.kb.resolve(each, Metric) for each in parts if each]
            wanted = tuple(
                dict.fromkeys(name for each in metrics if each for name in each.dimensions)
            )
        return tuple(each for each in wanted if self.quantity.has(each))

    @cached_property
    def breakdowns(self) -> Mapping[str, shares.Breakdown]:
        """The current period by each dimension."""
        found = {each: self.breakdown(each) for each in self.dimensions}
        return {name: each for name, each in found.items() if each is not None}

    def breakdown(self, *dimensions: str) -> shares.Breakdown | None:
        """The current period by one dimension, or by a pair of them."""
        return shares.breakdown(self.series, dimensions) if self.series else None

    @cached_property
    def pairs(self) -> Mapping[tuple[str, str], shares.Breakdown]:
        """The current period by each pair of dimensions."""
        found = {pair: self.breakdown(*pair) for pair in combinations(self.dimensions, 2)}
        return {pair: each for pair, each in found.items() if each is not None}

    def mix_shift(self, dimension: str, *, year: bool = True) -> shares.MixShift | None:
        """How the mix moved, since the same period last year or since the period before."""
        if self.series is None:
            return None
        against = self.series.year_before if year else self.series.previous
        return shares.mix_shift(self.series, (dimension,), against.span if against else None)

    # --- turns ------------------------------------------------------------------------------

    @cached_property
    def _course(self) -> tuple[tuple[Point, ...], tuple[float, ...]]:
        return bridged(self.series) if self.series else ((), ())

    @property
    def season(self) -> int | None:
        """The length of a year in periods, where the facts hold two of them."""
        found = self.calendar
        periods = len(self._course[0])
        if found is None or found.grain in (Grain.DAY, Grain.YEAR):
            return 7 if found and found.grain is Grain.DAY and periods >= 14 else None
        return found.per_year if periods >= 2 * found.per_year else None

    @cached_property
    def inflections(self) -> tuple[turns.Turn, ...]:
        """The change points of its complete periods, oldest first.

        A running total has none of its own: it turns where its flow does.
        """
        found, sensitivity = self.series, self.metric.sensitivity or NORMAL
        if found is None or isinstance(self.quantity, Cumulative):
            return ()
        changes = inflections(self._course[1], self.season, sensitivity)
        return tuple(self._turn(found, each) for each in changes)

    @property
    def mirrors(self) -> bool:
        """Whether it is made of a single other metric, and turns where that one turns."""
        return isinstance(self.quantity, Composed) and len(self.quantity.inputs) < 2

    @property
    def news(self) -> tuple[turns.Turn, ...]:
        """The change points that want a response, or have one: those of the last year.

        None where it is made of a single other metric, whose change points they are.
        """
        if self.mirrors:
            return ()
        since = self.kb.as_of - timedelta(days=turns.NEWS_DAYS)
        return tuple(each for each in self.inflections if each.point.span.end > since)

    def _turn(self, series: Series, found: Inflection) -> turns.Turn:
        points = self._course[0][found.index :]
        point = next(each for each in points if each.value is not None)
        window = turns.window(series, point)
        return turns.Turn(
            point,
            found.before,
            found.after,
            found.direction,
            found.confidence,
            window,
            turns.near(self.kb, window, self.big_deal),
            tuple(turns.responses(self.kb, self.metric, series, point)),
        )

    def movers(self, turn: turns.Turn) -> tuple[turns.Mover, ...]:
        """The dimensions' values that moved most across a turn."""
        return turns.movers(self.series, turn.point, self.dimensions) if self.series else ()

    @cached_property
    def trend(self) -> Trend | None:
        """The trend of its complete periods; None for a running total, and where they are few."""
        if isinstance(self.quantity, Cumulative):
            return None
        return trend(self._course[1], self.season)


@dataclass(frozen=True)
class Report:
    """Everything computed from facts."""

    kb: KnowledgeBase
    facts: Mapping[str, Facts]
    """By `dataset:id`."""
    metrics: Mapping[str, MetricReport]
    """By the metric's id."""
    funnels: Mapping[str, FunnelReport]
    """By the funnel's id."""

    @cached_property
    def pipeline(self) -> deals.Pipeline:
        """All open opportunities."""
        return deals.pipeline(self.kb)


@once
def report(kb: KnowledgeBase) -> Report:
    """Everything computed from the facts of a knowledge base."""
    facts, found = all_facts(kb), definitions(kb)
    metrics = {}
    for metric in kb.all(Metric):
        quantity = found.of(metric)
        dataset = kb.resolve(metric.dataset, Dataset)
        metrics[metric.id] = MetricReport(
            metric,
            kb,
            quantity,
            series(quantity) if quantity else None,
            facts.get(dataset.ref) if dataset else None,
        )
    funnels = {each.id: funnel_report(each, kb) for each in kb.all(Funnel)}
    return Report(kb, facts, metrics, {name: each for name, each in funnels.items() if each})


@once
def all_measures(kb: KnowledgeBase) -> dict[str, Measures]:
    """What facts say about datasets, metrics and funnels, by `kind:id`."""
    found = report(kb)
    made = {ref: _of_dataset(each) for ref, each in found.facts.items()}
    made |= {each.metric.ref: _of_metric(each) for each in found.metrics.values()}
    made |= {each.funnel.ref: _of_funnel(each) for each in found.funnels.values()}
    return made


def _of_dataset(facts: Facts) -> Measures:
    units = facts.units(facts.time) if facts.time else ()
    label, of = facts.calendar.label, facts.calendar.of
    return Measures(
        figures={
            "rows": facts.table.rows,
            "period_from": label(of(units[0].start)) if units else None,
            "period_to": label(of(units[-1].start)) if units else None,
            "until": facts.until,
        }
    )


def _of_metric(found: MetricReport) -> Measures:
    if found.series is None or found.quantity is None:
        return Measures()
    points = found.series.points if found.quantity.is_stock else found.series.complete
    main, last, previous = found.main_progress, found.current, found.series.previous
    return Measures(
        tuple(
            Measured(each.span.end, float(each.value)) for each in points if each.value is not None
        ),
        {
            "current": None if last is None or last.value is None else float(last.value),
            "period": last.label if last else None,
            "growth": previous.growth if previous else None,
            "completion": main.completion if main else None,
            "pace": main.pace if main else None,
        },
    )


def _of_funnel(found: FunnelReport) -> Measures:
    weakest = found.weakest
    return Measures(
        figures={
            "conversion": found.total.overall,
            "weakest_entrance": weakest[0] if weakest else None,
            "weakest_step": f"{weakest[1].stage} → {weakest[1].to}" if weakest else None,
        }
    )


def findings(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Everything that is wrong with facts, and with metrics' definitions."""
    for facts in all_facts(kb).values():
        yield from (each for each in facts.faults if each.code not in facts.dataset.ignore)
    found = definitions(kb)
    yield from found.faults
    yield from rate_faults(found)
    yield from _missing_values(kb)
    yield from _unreadable_targets(kb)
    yield from _early_targets(kb)


def _missing_values(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    for each in report(kb).metrics.values():
        metric, rows = each.metric, each.unknown_rows
        if not rows or metric.aggregate == "count" or faults.VALUE_MISSING.code in metric.ignore:
            continue
        message = say(
            "empty cells of {column!r}: {rows:,}; the numbers are of the other rows",
            "“{column}”有 {rows:,} 个空单元格；算出的数只含其余各行",
            rows=rows,
            column=metric.value,
        )
        hint = say("deliver the values; 0 where nothing happened", "补交数值；没有发生的填 0")
        span = metric.span("value")
        yield faults.VALUE_MISSING.at(metric.document.source, span, message, hint)


def _unreadable_targets(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    for metric in kb.all(Metric):
        for position, target in enumerate(metric.targets):
            if read_span(target.period) is None and faults.BAD_PERIOD.code not in metric.ignore:
                yield faults.BAD_PERIOD.at(
                    metric.document.source,
                    metric.span("targets", position, "period"),
                    say("{period!r} is no period", "“{period}”不是周期", period=target.period),
                    say("write 2026, 2026-Q3 or 2026-07", "写成 2026、2026-Q3 或 2026-07"),
                )


def _early_targets(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Targets in force whose periods the facts do not cover from the beginning."""
    for found in report(kb).metrics.values():
        metric, main = found.metric, found.main_progress
        first = found.quantity.first if found.quantity else None
        if main is None or first is None or main.actual is not None or first <= main.span.start:
            continue
        if faults.TARGET_BEFORE_FACTS.code in metric.ignore:
            continue
        at = next(at for at, each in enumerate(metric.targets) if each.period == main.period)
        yield faults.TARGET_BEFORE_FACTS.at(
            metric.document.source,
            metric.span("targets", at, "period"),
            say(
                "begins on {start}, and the facts on {first}: what was reached is not known",
                "从 {start} 开始，数据却从 {first} 才有，完成了多少无从得知",
                start=main.span.start,
                first=first,
            ),
            say(
                "deliver the facts from then on; zeros, if nothing happened",
                "从那天起补交数据；没有发生的填 0",
            ),
        )
