"""Deals against targets: the big ones that were won, and whether what is open covers the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.sales.opportunity import Opportunity
from pmkb.metrics.calendar import Span
from pmkb.metrics.pace import Progress
from pmkb.values import Money

ZERO = Decimal(0)


@dataclass(frozen=True)
class BigDeals:
    """Deals won in a span from a threshold on, in the reporting currency, the largest first."""

    span: Span
    threshold: Decimal
    total: Decimal
    """The sum of the big ones."""
    won: Decimal
    """The sum of all deals won in the span."""
    deals: tuple[tuple[Opportunity, Decimal], ...]
    unknown: tuple[Opportunity, ...]
    """Won without an amount, or in a currency without a rate: in neither sum."""

    @property
    def share(self) -> float | None:
        """Of everything won."""
        return float(self.total / self.won) if self.won > 0 else None


@dataclass(frozen=True)
class Pipeline:
    """What is open, in the reporting currency."""

    count: int
    open: Decimal
    weighted: Decimal
    by_stage: Mapping[str, tuple[int, Decimal, Decimal]]
    """Count, amount and weighted amount by stage."""
    unknown: tuple[Opportunity, ...]
    """Open ones without an amount, or in a currency without a rate: in no sum."""


@dataclass(frozen=True)
class Coverage:
    """What is open and should close in a target's period, against what is still missing in it."""

    remaining: Decimal
    open: Decimal
    weighted: Decimal

    @property
    def ratio(self) -> float | None:
        """Open ÷ remaining; None where nothing remains."""
        return float(self.open / self.remaining) if self.remaining > 0 else None

    @property
    def weighted_ratio(self) -> float | None:
        """Weighted ÷ remaining; None where nothing remains."""
        return float(self.weighted / self.remaining) if self.remaining > 0 else None


@dataclass(frozen=True)
class Decided:
    """Deals that were won and lost, and what they came to in the reporting currency."""

    won: tuple[Opportunity, ...]
    lost: tuple[Opportunity, ...]
    won_amount: Decimal
    lost_amount: Decimal
    """By the rates of the days on which they were closed; unknown amounts are in no sum."""

    @property
    def count(self) -> int:
        """How many were decided."""
        return len(self.won) + len(self.lost)

    @property
    def rate(self) -> float | None:
        """Won ÷ decided; None where none was."""
        return len(self.won) / self.count if self.count else None

    @property
    def amount_rate(self) -> float | None:
        """The same of the amounts."""
        decided = self.won_amount + self.lost_amount
        return float(self.won_amount / decided) if decided > 0 else None


def converted(amount: Money | None, kb: KnowledgeBase, on: date) -> Decimal | None:
    """An amount in the reporting currency by the rate of a day."""
    found = kb.vocabulary.convert(amount, on) if amount is not None else None
    return found.amount if found is not None else None


def big_deals(kb: KnowledgeBase, span: Span, least: Money | None) -> BigDeals | None:
    """The big deals won in a span; None without a threshold that can be converted."""
    threshold = converted(least, kb, kb.as_of)
    if threshold is None:
        return None
    won, unknown = list[tuple[Opportunity, Decimal]](), list[Opportunity]()
    for each in kb.all(Opportunity):
        if each.phase is Phase.DONE and each.closed and span.start <= each.closed <= span.end:
            amount = converted(each.amount, kb, each.closed)
            if amount is None:
                unknown.append(each)
            else:
                won.append((each, amount))
    won.sort(key=lambda pair: (-pair[1], pair[0].id))
    big = tuple(pair for pair in won if pair[1] >= threshold)
    return BigDeals(
        span,
        threshold,
        sum((amount for _, amount in big), ZERO),
        sum((amount for _, amount in won), ZERO),
        big,
        tuple(unknown),
    )


def pipeline(kb: KnowledgeBase, until: date | None = None) -> Pipeline:
    """All open opportunities, or those that should close by a day (or should have already)."""
    due = (
        each
        for each in kb.all(Opportunity)
        if until is None or (each.close is not None and each.close <= until)
    )
    return pipeline_of(due, kb)


def pipeline_of(deals: Iterable[Opportunity], kb: KnowledgeBase) -> Pipeline:
    """The open ones among some opportunities."""
    stages: dict[str, tuple[int, Decimal, Decimal]] = {}
    unknown = []
    for each in deals:
        if not each.is_open:
            continue
        amount, share = converted(each.amount, kb, kb.as_of), each.likelihood(kb)
        if amount is None:
            unknown.append(each)
            continue
        count, total, weighted = stages.get(each.stage, (0, ZERO, ZERO))
        stages[each.stage] = (count + 1, total + amount, weighted + amount * (share or ZERO))
    return Pipeline(
        sum(count for count, _, _ in stages.values()) + len(unknown),
        sum((total for _, total, _ in stages.values()), ZERO),
        sum((weighted for _, _, weighted in stages.values()), ZERO),
        stages,
        tuple(unknown),
    )


def decided(deals: Iterable[Opportunity], kb: KnowledgeBase, span: Span | None = None) -> Decided:
    """The won and lost ones among some opportunities; with a span, those closed within it."""
    found = [
        each
        for each in deals
        if not each.is_open
        and (span is None or (each.closed and span.start <= each.closed <= span.end))
    ]
    won = tuple(each for each in found if each.phase is Phase.DONE)
    lost = tuple(each for each in found if each.phase is not Phase.DONE)
    return Decided(won, lost, _closed_at(won, kb), _closed_at(lost, kb))


def _closed_at(deals: Iterable[Opportunity], kb: KnowledgeBase) -> Decimal:
    known = (converted(each.amount, kb, each.closed or kb.as_of) for each in deals)
    return sum((each for each in known if each is not None), ZERO)


def coverage(kb: KnowledgeBase, found: Progress) -> Coverage | None:
    """Coverage of what remains of a target in money; None once its period is over."""
    if found.remaining is None or kb.as_of > found.span.end:
        return None
    due = pipeline(kb, found.span.end)
    return Coverage(found.remaining, due.open, due.weighted)
