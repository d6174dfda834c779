"""What was computed from facts as plain data for `pmkb export`: floats unrounded, unknown is None.

Shares, growth and completion are shares of 1. Amounts are in the metric's `unit` (money in the
reporting currency where the facts hold several), days are ISO 8601, spans first and last day.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from pmkb.graph import KnowledgeBase
from pmkb.metrics.bridge import Bridge, Concentration, Retention
from pmkb.metrics.calendar import Span
from pmkb.metrics.deals import BigDeals, Coverage, Pipeline
from pmkb.metrics.facts import Facts
from pmkb.metrics.funnels import FunnelReport, Path
from pmkb.metrics.pace import CONFIDENCE, Forecast, Progress
from pmkb.metrics.report import MetricReport, Report, report
from pmkb.metrics.series import Series
from pmkb.metrics.shares import Breakdown, MixShift
from pmkb.metrics.turns import Turn

Json = dict[str, Any]


def facts_json(kb: KnowledgeBase) -> Json:
    """`metrics`, `datasets` and `funnels` by id, and the `pipeline`."""
    found = report(kb)
    return {
        "metrics": {name: metric_json(each) for name, each in found.metrics.items()},
        "datasets": {each.dataset.id: _dataset(each) for each in found.facts.values()},
        "funnels": {name: _funnel(each) for name, each in found.funnels.items()},
        "pipeline": _pipeline(found),
    }


def number(value: Decimal | float | None) -> float | None:
    """A number as JSON holds it."""
    return None if value is None else float(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _span(span: Span) -> list[str]:
    return [span.start.isoformat(), span.end.isoformat()]


def metric_json(found: MetricReport) -> Json:
    """One metric."""
    series, last = found.series, found.current
    main = found.main_progress
    return {
        "title": found.metric.heading,
        "type": found.metric.type,
        "unit": found.unit,
        "direction": found.metric.direction,
        "measures": found.metric.measures,
        "grain": found.calendar.grain.value if found.calendar else None,
        "fiscal_year_start": found.calendar.first_month if found.calendar else None,
        "series": _series(series),
        "current": number(last.value) if last else None,
        "period": last.label if last else None,
        "partial": series.is_partial if series and last else None,
        "through": _day(last.span.end) if last else None,
        "unknown_rows": found.unknown_rows,
        **_comparisons(series),
        "completion": main.completion if main else None,
        "pace": main.pace if main else None,
        "forecast": _forecast(found.forecast),
        "targets": [_progress(each, found) for each in found.progress],
        "alerts": [
            {
                "period": each.point.label,
                "value": number(each.point.value),
                "side": each.side,
                "threshold": each.threshold,
            }
            for each in found.alerts
        ],
        "inflections": [_turn(each, found) for each in found.inflections],
        "trend": asdict(found.trend) if found.trend else None,
        "shares": {name: _shares(each) for name, each in found.breakdowns.items()},
        "pairs": {" × ".join(pair): _shares(each) for pair, each in found.pairs.items()},
        "mix": _mixes(found),
        "bridge": _bridges(found),
        "retention": _retention(found.retention),
        "concentration": _concentration(found.concentration),
        "big_deals": _big_deals(found.big_deals),
        "coverage": _coverage(found.coverage),
    }


def _series(series: Series | None) -> list[Json]:
    if series is None:
        return []
    points: list[Json] = [
        {"period": each.label, "value": number(each.value)} for each in series.points
    ]
    if series.is_partial:
        points[-1]["partial"] = True
    return points


def _comparisons(series: Series | None) -> Json:
    previous, ago = (series.previous, series.year_before) if series else (None, None)
    one, all_ = (series.compound, series.compound_overall) if series else (None, None)
    return {
        "previous": number(previous.value) if previous else None,
        "previous_span": _span(previous.span) if previous else None,
        "year_before": number(ago.value) if ago else None,
        "year_before_span": _span(ago.span) if ago else None,
        "growth": {
            "previous": previous.growth if previous else None,
            "year": ago.growth if ago else None,
            "compound": one.growth if one else None,
            "compound_periods": one.periods if one else None,
            "compound_overall": all_.growth if all_ else None,
            "compound_overall_periods": all_.periods if all_ else None,
        },
    }


def _forecast(found: Forecast | None) -> Json | None:
    if found is None:
        return None
    return {
        "period": found.period,
        "value": number(found.value),
        "low": number(found.low),
        "high": number(found.high),
        "confidence": CONFIDENCE if found.low != found.high else None,
        "method": found.method,
    }


def _progress(found: Progress, metric: MetricReport) -> Json:
    return {
        "period": found.period,
        "target": number(found.target),
        "actual": number(found.actual),
        "through": _day(found.through),
        "completion": found.completion,
        "pace": found.pace,
        "pace_method": found.pace_method,
        "remaining": number(found.remaining),
        "standing": found.standing(metric.metric.direction),
        "forecast": _forecast(found.forecast),
    }


def _turn(found: Turn, metric: MetricReport) -> Json:
    return {
        "period": found.point.label,
        "before": found.before,
        "after": found.after,
        "direction": found.direction,
        "confidence": found.confidence,
        "window": _span(found.window),
        "near": [{"record": each.record.ref, "day": _day(each.day)} for each in found.near],
        "moved": [
            {"dimension": each.dimension, "value": each.value, "change": number(each.change)}
            for each in metric.movers(found)
        ],
        "responses": [each.ref for each in found.responses],
    }


def _shares(found: Breakdown) -> list[Json]:
    return [
        {
            "value": each.value[0] if len(each.value) == 1 else list(each.value),
            "amount": number(each.amount),
            "share": each.share,
            "growth": each.growth,
            "growth_year": each.growth_year,
        }
        for each in found.shares
    ]


def _mixes(found: MetricReport) -> Json:
    made: Json = {}
    for name in found.dimensions:
        both = {
            "previous": _mix(found.mix_shift(name, year=False)),
            "year": _mix(found.mix_shift(name)),
        }
        if any(both.values()):
            made[name] = both
    return made


def _mix(found: MixShift | None) -> Json | None:
    if found is None:
        return None
    return {
        "from": _span(found.before),
        "to": _span(found.after),
        "kind": found.kind,
        "change": number(found.change),
        "values": [
            {
                "value": each.value[0],
                "before": number(each.before),
                "after": number(each.after),
                found.kind: number(each.volume),
                "mix": number(each.mix),
            }
            for each in found.values
        ],
    }


def _bridges(found: MetricReport) -> Json | None:
    if found.entity is None or not found.bridges:
        return None
    return {
        "by": found.entity,
        "annual_factor": found.annual_factor,
        "periods": [_bridge(each) for each in found.bridges],
        "year": _bridge(found.year_bridge) if found.year_bridge else None,
    }


def _bridge(found: Bridge) -> Json:
    return {
        name: number(value) if isinstance(value, Decimal) else value
        for name, value in asdict(found).items()
    }


def _retention(found: Retention | None) -> Json | None:
    if found is None:
        return None
    return {
        "cohort": found.cohort,
        "customers": found.customers,
        "base": number(found.base),
        "nrr": found.net,
        "grr": found.gross,
    }


def _concentration(found: Concentration | None) -> Json | None:
    if found is None:
        return None
    return {
        "span": _span(found.span),
        "total": number(found.total),
        "customers": found.customers,
        "top_10": found.top,
        "herfindahl": found.herfindahl,
        "unattributed": found.unattributed,
        "largest": [{"value": name, "amount": number(paid)} for name, paid in found.largest],
    }


def _big_deals(found: BigDeals | None) -> Json | None:
    if found is None:
        return None
    return {
        "span": _span(found.span),
        "threshold": number(found.threshold),
        "count": len(found.deals),
        "total": number(found.total),
        "share": found.share,
        "deals": [{"record": each.ref, "amount": number(amount)} for each, amount in found.deals],
        "unknown": [each.ref for each in found.unknown],
    }


def _coverage(found: Coverage | None) -> Json | None:
    if found is None:
        return None
    return {
        "remaining": number(found.remaining),
        "open": number(found.open),
        "weighted": number(found.weighted),
        "ratio": found.ratio,
        "weighted_ratio": found.weighted_ratio,
    }


def _pipeline(found: Report) -> Json:
    whole: Pipeline = found.pipeline
    return {
        "count": whole.count,
        "open": number(whole.open),
        "weighted": number(whole.weighted),
        "currency": found.kb.vocabulary.reporting_currency,
        "stages": {
            stage: {"count": count, "open": number(total), "weighted": number(weighted)}
            for stage, (count, total, weighted) in whole.by_stage.items()
        },
        "unknown": [each.ref for each in whole.unknown],
    }


def _dataset(facts: Facts) -> Json:
    units = facts.units(facts.time) if facts.time else ()
    return {
        "rows": facts.table.rows,
        "grain": facts.calendar.grain.value,
        "from": _day(units[0].start) if units else None,
        "to": _day(facts.until),
        "periods": len(units),
        "age_days": (facts.as_of - facts.until).days if facts.until else None,
        "faults": len(facts.faults),
    }


def _funnel(found: FunnelReport) -> Json:
    weakest = found.weakest
    return {
        "span": _span(found.span),
        "periods": found.periods,
        "total": _path(found.total),
        "entrances": {each.entrance: _path(each) for each in found.entrances},
        "weakest": {
            "entrance": weakest[0],
            "from": weakest[1].stage,
            "to": weakest[1].to,
            "conversion": weakest[1].conversion,
        }
        if weakest
        else None,
    }


def _path(found: Path) -> Json:
    return {
        "counts": {stage: number(count) for stage, count in found.counts.items()},
        "steps": [
            {"from": each.stage, "to": each.to, "conversion": each.conversion}
            for each in found.steps
        ],
        "overall": found.overall,
        "weakest": found.weakest.stage if found.weakest else None,
    }
