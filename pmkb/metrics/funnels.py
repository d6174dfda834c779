"""Conversion from stage to stage, by entrance, and where most are lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.kinds.ecosystem.funnel import Funnel
from pmkb.metrics.base import Base
from pmkb.metrics.calendar import Span
from pmkb.metrics.facts import all_facts
from pmkb.metrics.series import Point, Series, known_tail, series

ENTRANCE, STAGE, COUNT = "entrance", "stage", "count"


@dataclass(frozen=True)
class Step:
    """From one stage to the next: how many came that far, and the share that went on."""

    stage: str
    to: str
    came: Decimal
    went_on: Decimal
    conversion: float | None
    """Went on ÷ came; None where nobody came. Above 1 where people enter at the later stage."""


@dataclass(frozen=True)
class Path:
    """The steps of one entrance, or of all of them together."""

    entrance: str | None
    counts: Mapping[str, Decimal]
    """By stage."""
    steps: tuple[Step, ...]
    overall: float | None
    """Last stage ÷ first stage."""

    @property
    def weakest(self) -> Step | None:
        """The step with the lowest conversion."""
        known = [each for each in self.steps if each.conversion is not None]
        return min(known, key=lambda each: each.conversion or 0.0, default=None)


@dataclass(frozen=True)
class FunnelReport:
    """A funnel over a span: all entrances together, and each of them."""

    funnel: Funnel
    span: Span
    periods: int
    """How many periods of facts the span holds."""
    total: Path
    entrances: tuple[Path, ...]

    @property
    def weakest(self) -> tuple[str, Step] | None:
        """The entrance and step with the lowest conversion of all, and which entrance it is."""
        found = [
            (each.entrance or "", step)
            for each in self.entrances
            if (step := each.weakest) is not None
        ]
        return min(found, key=lambda each: each[1].conversion or 0.0, default=None)


def funnel_report(funnel: Funnel, kb: KnowledgeBase) -> FunnelReport | None:
    """A funnel over the last year's facts; None without facts.

    Counts of a stage are people of any month, not a cohort: what a visit of May leads to in June
    counts in June. Over a year the difference hardly matters, over a month it does.
    """
    counts = _counts(funnel, kb)
    if counts is None:
        return None
    found = series(counts)
    span, periods = _last_year(found)
    if span is None:
        return None
    totals = counts.parts([span], (STAGE,))[0]
    paths = []
    if counts.has(ENTRANCE):
        by_both = counts.parts([span], (ENTRANCE, STAGE))[0]
        present = sorted({entrance for entrance, _ in by_both})
        named = [each for each in funnel.entrances if each in present]
        for entrance in (*named, *(each for each in present if each not in named)):
            stages = {stage: by_both.get((entrance, stage)) for stage in funnel.stages}
            paths.append(_path(entrance, funnel.stages, stages))
    stages = {stage: totals.get((stage,)) for stage in funnel.stages}
    return FunnelReport(funnel, span, periods, _path(None, funnel.stages, stages), tuple(paths))


def course(funnel: Funnel, kb: KnowledgeBase, most: int) -> tuple[tuple[Point, float | None], ...]:
    """The overall conversion of a year's facts, as each of the last whole periods closed one."""
    counts = _counts(funnel, kb)
    points = known_tail(series(counts)) if counts else ()
    if counts is None or not points:
        return ()
    year = counts.calendar.per_year
    ends = range(max(year - 1, len(points) - most), len(points))
    spans = [Span(points[at - year + 1].span.start, points[at].span.end) for at in ends]
    found = counts.parts(spans, (STAGE,))
    paths = [
        _path(None, funnel.stages, {stage: each.get((stage,)) for stage in funnel.stages})
        for each in found
    ]
    return tuple((points[at], each.overall) for at, each in zip(ends, paths, strict=True))


def _counts(funnel: Funnel, kb: KnowledgeBase) -> Base | None:
    dataset = kb.resolve(funnel.dataset, Dataset)
    facts = all_facts(kb).get(dataset.ref) if dataset else None
    if facts is None or facts.time is None or facts.table.numbers(COUNT) is None:
        return None
    if facts.table.texts(STAGE) is None:
        return None
    return Base(facts, facts.time, COUNT, "sum", facts.calendar, False, None, None)


def _last_year(found: Series) -> tuple[Span | None, int]:
    points = known_tail(found)[-found.calendar.per_year :]
    if not points:
        return None, 0
    return Span(points[0].span.start, points[-1].span.end), len(points)


def _path(
    entrance: str | None, stages: tuple[str, ...], counts: Mapping[str, Decimal | None]
) -> Path:
    known = {stage: count for stage in stages if (count := counts.get(stage)) is not None}
    steps = [
        Step(one, two, known[one], known[two], _ratio(known[two], known[one]))
        for one, two in pairwise(stages)
        if one in known and two in known
    ]
    first, last = (known.get(stages[0]), known.get(stages[-1])) if stages else (None, None)
    overall = _ratio(last, first) if first is not None and last is not None else None
    return Path(entrance, known, tuple(steps), overall)


def _ratio(count: Decimal, base: Decimal) -> float | None:
    return float(count / base) if base > 0 else None
