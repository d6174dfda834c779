"""From metric records to quantities, and what is wrong with their definitions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from pmkb.diagnostic import Diagnostic, Fault, did_you_mean
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.kinds.dashboard.metric import Metric
from pmkb.message import Message, say
from pmkb.metrics import faults, filters
from pmkb.metrics.base import Base, Money
from pmkb.metrics.calendar import Calendar, grain_of
from pmkb.metrics.composed import Composed, Cumulative
from pmkb.metrics.expression import ExpressionError, parse
from pmkb.metrics.facts import TIMES, Facts, all_facts
from pmkb.metrics.quantity import Quantity
from pmkb.metrics.table import Flags, Texts
from pmkb.values import Ref

AGGREGATES = frozenset({"sum", "count", "distinct", "min", "max", "last"})
RATIO = parse("numerator / denominator")


@dataclass
class Definitions:
    """The quantities of all metrics, by `metric:id`; None where one cannot be computed."""

    kb: KnowledgeBase
    quantities: dict[str, Quantity | None] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    """The metrics being defined, to find circles."""

    def of(self, metric: Metric) -> Quantity | None:
        """The quantity of a metric."""
        if metric.ref in self._open:
            return None
        if metric.ref not in self.quantities:
            self._open.append(metric.ref)
            self.quantities[metric.ref] = self._defined(metric)
            self._open.pop()
        return self.quantities[metric.ref]

    def _complain(
        self,
        metric: Metric,
        fault: Fault,
        path: tuple[str | int, ...],
        message: Message,
        hint: Message | None = None,
    ) -> None:
        if fault.code not in metric.ignore:
            span = metric.span(*path)
            self.faults.append(fault.at(metric.document.source, span, message, hint))

    def _defined(self, metric: Metric) -> Quantity | None:
        match metric.type:
            case "ratio":
                return self._ratio(metric)
            case "derived":
                return self._derived(metric)
            case "cumulative":
                return self._cumulative(metric)
            case _:
                return self._base(metric, is_stock=metric.measures == "stock")

    # --- from facts -------------------------------------------------------------------------

    def facts(self, metric: Metric) -> Facts | None:
        """The facts that a metric is computed from."""
        dataset = self.kb.resolve(metric.dataset, Dataset)
        return all_facts(self.kb).get(dataset.ref) if dataset else None

    def _base(self, metric: Metric, *, is_stock: bool) -> Base | None:
        facts = self.facts(metric)
        time = (metric.time or facts.time) if facts else None
        if facts is None or time is None or facts.table.texts(time) is None:
            return None
        declared = {each.name: each for each in facts.dataset.columns_}
        aggregate = metric.aggregate or "sum"
        if time not in declared or declared[time].type not in TIMES:
            return None
        if metric.value is not None and metric.value not in facts.table.columns:
            return None
        if aggregate not in AGGREGATES or not self._fits(metric, facts, aggregate):
            return None
        return Base(
            facts,
            time,
            metric.value,
            aggregate,
            self._calendar(metric, facts.calendar),
            is_stock,
            self._rows(metric, facts),
            self._money(metric, facts),
            self._lookups(metric, facts),
            filters=tuple(metric.filters),
        )

    def _fits(self, metric: Metric, facts: Facts, aggregate: str) -> bool:
        if aggregate == "count":
            return True
        if metric.value is None:
            return False
        if aggregate == "distinct" or facts.table.numbers(metric.value) is not None:
            return True
        message = say(
            "{column!r} holds no numbers, so there is no {aggregate} of it",
            "“{column}”列不是数字，不能做 {aggregate} 汇总",
            column=metric.value,
            aggregate=aggregate,
        )
        hint = say(
            "count it with `aggregate: distinct`, or name a column of numbers",
            "用 `aggregate: distinct` 计数，或改填数字列",
        )
        self._complain(metric, faults.VALUE_NOT_NUMBER, ("value",), message, hint)
        return False

    def _calendar(self, metric: Metric, own: Calendar) -> Calendar:
        grain = grain_of(metric.grain) or own.grain
        if grain.rank < own.grain.rank:
            message = say(
                "the facts are by {own}; nothing tells their {grain}s apart",
                "数据只到{own}，无法按{grain}拆分",
                own=own.grain.named,
                grain=grain.named,
            )
            self._complain(metric, faults.GRAIN_TOO_FINE, ("grain",), message)
            grain = own.grain
        return Calendar(grain, metric.fiscal_year_start or own.first_month)

    def _rows(self, metric: Metric, facts: Facts) -> Flags | None:
        kept: Flags | None = None
        for position, text in enumerate(metric.filters):
            try:
                rows = filters.rows(facts.table, filters.parse(text))
            except filters.FilterError as error:
                path = ("filters", position)
                self._complain(metric, faults.BAD_FILTER, path, error.message, error.hint)
                rows = np.zeros(facts.table.rows, dtype=np.bool_)
            kept = rows if kept is None else kept & rows
        return kept

    def _money(self, metric: Metric, facts: Facts) -> Money | None:
        words = self.kb.vocabulary
        unit = next((c.unit for c in facts.dataset.columns_ if c.name == metric.value), None)
        if unit is None or (metric.aggregate or "sum") in ("count", "distinct"):
            return None
        if isinstance(facts.table.columns.get(unit), Texts):
            return Money(words, None, unit)
        if unit not in words.terms("currency") or unit in (metric.unit, words.reporting_currency):
            return None
        return Money(words, unit, None)

    def _lookups(self, metric: Metric, facts: Facts) -> dict[str, dict[str, str | None]]:
        found = {}
        for name in {*metric.dimensions, *([metric.entity] if metric.entity else [])}:
            column, dot, field_name = name.partition(".")
            texts = facts.table.texts(column)
            target = next((c.refers_to for c in facts.dataset.columns_ if c.name == column), None)
            if dot and texts is not None and target in self.kb.kinds:
                found[name] = {
                    value: self._looked_up(f"{target}:{value}", field_name)
                    for value in texts.values
                }
        return found

    def _looked_up(self, ref: str, name: str) -> str | None:
        record = self.kb.records.get(ref)
        value = record.get(name) if record else None
        if record is not None and isinstance(value, Ref):
            target = self.kb.target(record, name)
            return target.id if target else value.rpartition(":")[2]
        return str(value) if isinstance(value, str | int | float) else None

    # --- from other metrics -----------------------------------------------------------------

    def _ratio(self, metric: Metric) -> Quantity | None:
        inputs = {}
        for name in ("numerator", "denominator"):
            target = self.kb.resolve(metric.get(name), Metric)
            found = self.of(target) if target else None
            if found is None:
                return None
            inputs[name] = found
        is_stock = metric.measures == "stock"
        return Composed(inputs, RATIO, self._shared(metric, inputs), is_stock, is_ratio=True)

    def _derived(self, metric: Metric) -> Quantity | None:
        if metric.expression is None:
            return None
        try:
            expression = parse(metric.expression)
        except ExpressionError as error:
            self._complain(metric, faults.BAD_EXPRESSION, ("expression",), error.message)
            return None
        known = {each.id.replace("-", "_"): each for each in self.kb.all(Metric)}
        inputs = {}
        for name in expression.names:
            if name not in known:
                message = say("there is no metric {name!r}", "没有指标“{name}”", name=name)
                hint = did_you_mean(name, known)
                self._complain(metric, faults.BAD_EXPRESSION, ("expression",), message, hint)
                return None
            if known[name].ref in self._open:
                message = say(
                    "{name!r} leads back to this metric", "“{name}”又绕回了本指标", name=name
                )
                self._complain(metric, faults.BAD_EXPRESSION, ("expression",), message)
                return None
            found = self.of(known[name])
            if found is None:
                return None
            inputs[name] = found
        if not inputs:
            message = say("no metric stands in it", "表达式里没有指标")
            self._complain(metric, faults.BAD_EXPRESSION, ("expression",), message)
            return None
        is_stock = metric.measures == "stock"
        return Composed(inputs, expression, self._shared(metric, inputs), is_stock)

    def _shared(self, metric: Metric, inputs: Mapping[str, Quantity]) -> Calendar:
        longest = max((each.calendar for each in inputs.values()), key=lambda c: c.grain.rank)
        units = max((each.unit for each in inputs.values()), key=lambda c: c.grain.rank)
        if metric.grain is None:
            return Calendar(longest.grain, metric.fiscal_year_start or longest.first_month)
        return self._calendar(metric, Calendar(units.grain, longest.first_month))

    def _cumulative(self, metric: Metric) -> Quantity | None:
        flow = self._base(metric, is_stock=False)
        if flow is None:
            return None
        resets = grain_of(metric.resets)
        year = flow.calendar.first_month
        return Cumulative(flow, Calendar(resets, year) if resets else None)


@once
def definitions(kb: KnowledgeBase) -> Definitions:
    """The quantities of all metrics of a base."""
    found = Definitions(kb)
    for metric in kb.all(Metric):
        found.of(metric)
    return found


def rate_faults(found: Definitions) -> Iterator[Diagnostic]:
    """Money that could not be converted, told once for each metric and currency."""
    for metric in found.kb.all(Metric):
        quantity = found.quantities.get(metric.ref)
        flow = quantity.flow if isinstance(quantity, Cumulative) else quantity
        if isinstance(flow, Base) and faults.NO_RATE.code not in metric.ignore:
            flow.check_rates()
            for currency, day in sorted(flow.missing_rates.items()):
                yield faults.NO_RATE.at(
                    metric.document.source,
                    metric.span("value"),
                    say(
                        "the facts hold {currency} of {day}, and there is no rate for it",
                        "数据里有 {day} 的 {currency}，却没有当天的汇率",
                        currency=currency,
                        day=day,
                    ),
                    say(
                        "add `rates` to {currency} in the vocabulary",
                        "在词表的 {currency} 下补 `rates`",
                        currency=currency,
                    ),
                )
