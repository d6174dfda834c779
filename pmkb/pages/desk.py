"""What a status page works with: the base, the reader's language, and where pages are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pmkb import metrics
from pmkb.charts import Point, Wording
from pmkb.charts.formats import percent, plain, short
from pmkb.flow import Level, Standing
from pmkb.graph import KnowledgeBase
from pmkb.pages import path_of
from pmkb.record import Record
from pmkb.trackers.tracker import say as headline
from pmkb.values import Money

if TYPE_CHECKING:
    from pmkb.metrics.report import MetricReport, Report

AnyRecord = TypeVar("AnyRecord", bound=Record)

UNITS = {"CNY": "元"}
"""What amounts are counted in, in Chinese, where a currency's name is not what one counts in."""


@dataclass(frozen=True)
class Desk:
    """A knowledge base, seen by a page in one language."""

    kb: KnowledgeBase
    wording: Wording
    address: Callable[[str], str]
    """The address of a page, from the page that is made, by the path of its Markdown file."""
    computed: Callable[[Record], Mapping[str, object]]
    """A record's computed values; computed once for all pages."""

    @property
    def as_of(self) -> date:
        """The day that everything is told for."""
        return self.kb.as_of

    @property
    def language(self) -> str:
        """`en` or `zh`."""
        return self.wording.language

    # --- words ------------------------------------------------------------------------------

    def say(self, en: str, zh: str, /, **values: object) -> str:
        """A text in the reader's language, with its values for the names in braces.

        Words go with a number as those of headlines do: `{n} {n:deal|deals}`.
        """
        if values:
            return headline(en, zh, **values).text(self.language)
        return zh if self.language == "zh" else en

    def count(self, number: int, one: str, many: str, zh: str) -> str:
        """How many there are: "1 deal", "3 deals", "3 个商机"."""
        return f"{number} {self.say(one if number == 1 else many, zh)}"

    def kind(self, kind: type[Record]) -> str:
        """What the records of a kind are called."""
        return kind.label.all(self.language)

    def field(self, kind: type[Record], name: str) -> str:
        """What a field or a computed value is called."""
        known = kind.keys.get(name) or kind.computations[name]
        return known.label(self.language)

    def term(self, vocabulary: str, name: str | None) -> str:
        """What a term is called; `unknown` where there is none."""
        if name is None:
            return self.unknown
        found = self.kb.vocabulary.term(vocabulary, name)
        return found.label(self.language) if found else name

    def standing(self, standing: Standing | None) -> str:
        """What a standing is called."""
        return standing.label(self.language) if standing else self.unknown

    @property
    def unknown(self) -> str:
        """What a group is called whose records do not tell."""
        return self.say("unknown", "未知")

    # --- numbers in texts -----------------------------------------------------------------------

    def number(self, value: Decimal | float) -> str:
        """A number in full."""
        return plain(float(value), self.wording.locale)

    def short(self, value: Decimal | float) -> str:
        """A number in little room: 1.79M, 179.4万."""
        return short(float(value), self.wording.locale, close=True)

    def share(self, value: float | None) -> str:
        """A share of 1 as per cent."""
        return self.unknown if value is None else percent(value, 1, self.wording.locale)

    def change(self, value: float) -> str:
        """A change by a share of 1 as per cent with its sign."""
        return ("+" if value > 0 else "") + percent(value, 1, self.wording.locale)

    def distance(self, day: date) -> str:
        """How far a day is from the one that everything is told for."""
        return self.wording.distance(day, self.as_of)

    # --- records ----------------------------------------------------------------------------

    def all(self, kind: type[AnyRecord]) -> tuple[AnyRecord, ...]:
        """The records of a kind."""
        return self.kb.all(kind)

    def open(self, kind: type[AnyRecord]) -> tuple[AnyRecord, ...]:
        """Those that are neither done nor dropped."""
        return tuple(each for each in self.kb.all(kind) if each.is_open)

    def value(self, record: Record, name: str) -> object:
        """A field or a computed value by name; None where there is none."""
        return record.get(name) if name in record.keys else self.computed(record).get(name)

    def href(self, target: Record | str | None) -> str:
        """The address of a record's page, or of a page by its path; empty for none."""
        if target is None or target == "":
            return ""
        return self.address(target if isinstance(target, str) else target.path)

    def page(self, name: str) -> str:
        """The path of another status page."""
        return path_of(name)

    # --- money ------------------------------------------------------------------------------

    @property
    def currency(self) -> str:
        """The reporting currency's code; empty if the vocabulary names none."""
        return self.kb.vocabulary.reporting_currency or ""

    def money(self, amount: Decimal | None) -> Money | None:
        """An amount in the reporting currency."""
        return None if amount is None or not self.currency else Money(amount, self.currency)

    def amount(self, money: Money | None, day: date | None = None) -> Decimal | None:
        """Money in the reporting currency; None where there is none, or no rate for it."""
        if money is None:
            return None
        found = self.kb.vocabulary.convert(money, day or self.as_of)
        return found.amount if found else None

    def sum(self, amounts: Iterable[Money | None]) -> Decimal:
        """The sum in the reporting currency of the amounts that are known."""
        found = (self.amount(each) for each in amounts)
        return sum((each for each in found if each is not None), Decimal(0))

    def unit(self, unit: str | None) -> str:
        """What a chart's values are counted in: a currency by its name, all else as written."""
        if not unit:
            return ""
        if unit in self.kb.vocabulary.terms("currency"):
            return UNITS.get(unit) or self.term("currency", unit) if self.language == "zh" else unit
        return unit

    # --- metrics ----------------------------------------------------------------------------

    @cached_property
    def report(self) -> "Report | None":
        """Everything computed from facts; None where there are no facts."""
        if not metrics.has_facts(self.kb):
            return None
        from pmkb.metrics.report import report

        return report(self.kb)

    def metric(self, record: Record | None) -> "MetricReport | None":
        """What is known of a metric."""
        if self.report is None or record is None:
            return None
        return self.report.metrics.get(record.id)

    def points(self, found: "MetricReport | None", most: int = 0) -> tuple[Point, ...]:
        """A metric's periods as a chart takes them; the last ones, if only some are wanted."""
        if found is None or found.series is None:
            return ()
        series = found.series
        made = tuple(
            Point(
                each.span.start,
                None if each.value is None else float(each.value),
                each.label,
                series.is_partial and each is series.points[-1],
            )
            for each in series.points
        )
        return made[-most:] if most else made


def worst(levels: Iterable[Level | None]) -> Level | None:
    """The most urgent of some levels; None where there are none."""
    return min((each for each in levels if each), key=lambda each: each.rank, default=None)
