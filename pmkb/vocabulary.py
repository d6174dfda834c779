"""The words a team has agreed on: industries, regions, tiers, stages, currencies and their rates.

Vocabulary is data, not code. `default_vocabulary.yml` ships with pmkb; a list in the team's own
`schemas/vocabulary.yml` replaces the list of the same name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pmkb import yaml12
from pmkb.diagnostic import Diagnostic, Fault, Severity
from pmkb.document import Document, parse_yaml
from pmkb.message import Message, say
from pmkb.source import Source
from pmkb.values import DATE, DECIMAL, DURATION, TEXT, Complaint, Duration, Money, Scalar
from pmkb.yaml12 import FloatText, IntText

INVALID_VOCABULARY = Fault(
    "invalid-vocabulary",
    Severity.ERROR,
    """`schemas/vocabulary.yml` is not a mapping of lists to their terms.

    Fields that take their terms from the list cannot be checked or shown with their labels. Let
    each list map a term to its labels: `industry: {finance: {en: Finance, zh: 金融}}`.
    ---
    `schemas/vocabulary.yml` 不是“词表名对应词”的结构。

    从这个词表取值的字段无法检查，也显示不出名称。每个词表把词对应到它的名称：
    `industry: {finance: {en: Finance, zh: 金融}}`。""",
)


@dataclass(frozen=True)
class Term:
    """A word of a list, its labels, and what else is known about it."""

    name: str
    en: str
    zh: str
    facts: Mapping[str, object] = field(default_factory=dict)
    """Further keys, such as a stage's `probability` or a tier's `visit_every`."""

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en

    def number(self, fact: str) -> float | None:
        """A numeric fact, or None."""
        value = self.facts.get(fact)
        return value if isinstance(value, int | float) else None

    def duration(self, fact: str) -> Duration | None:
        """A fact such as `visit_every: 30d`, or None."""
        value = self.facts.get(fact)
        return Duration.of(value) if isinstance(value, str) else None


@dataclass(frozen=True)
class Vocabulary:
    """All lists of terms, and the words that stand for "nobody has filled this in"."""

    lists: Mapping[str, Mapping[str, Term]]
    placeholders: frozenset[str]
    """In lower case."""

    def terms(self, name: str) -> Mapping[str, Term]:
        """The terms of a list; empty for a list that is not defined."""
        return self.lists.get(name, {})

    def term(self, name: str, word: str | None) -> Term | None:
        """A term of a list, or None."""
        return self.terms(name).get(word) if word is not None else None

    @property
    def reporting_currency(self) -> str | None:
        """The currency that sums are given in: the one marked `reporting: true`, or the first."""
        currencies = self.terms("currency")
        marked = (name for name, term in currencies.items() if term.facts.get("reporting") is True)
        return next(marked, next(iter(currencies), None))

    def rate(self, currency: str, on: date) -> Decimal | None:
        """Reporting currency for one unit of a currency: the last rate dated on or before a day.

        None where no rate is recorded for that day; nothing is guessed.
        """
        if currency == self.reporting_currency:
            return Decimal(1)
        term = self.term("currency", currency)
        rates = term.facts.get("rates") if term else None
        if not isinstance(rates, dict):
            return None
        known = [(day, rate) for day, rate in rates.items() if day <= on.isoformat()]
        return Decimal(_as_written(max(known)[1])) if known else None

    def convert(self, money: Money, on: date) -> Money | None:
        """An amount in the reporting currency by the rate of a day, or None without a rate."""
        rate, target = self.rate(money.currency, on), self.reporting_currency
        return Money(money.amount * rate, target) if rate is not None and target else None


def read(source: Source) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """Read `vocabulary.yml` over the default one. Returns it, and the faults of its form."""
    document, faults = parse_yaml(source)
    reader = _Reader(document, list(faults))
    own, placeholders = reader.lists(), reader.placeholders()
    base = default()
    merged = Vocabulary({**base.lists, **own}, placeholders or base.placeholders)
    return merged, tuple(reader.faults)


@cache
def default() -> Vocabulary:
    """The vocabulary that ships with pmkb."""
    path = Path(__file__).with_name("default_vocabulary.yml")
    source = Source.decode(path.name, path.read_bytes())
    document, faults = parse_yaml(source)
    reader = _Reader(document, list(faults))
    vocabulary = Vocabulary(reader.lists(), reader.placeholders())
    if reader.faults:
        raise ValueError(reader.faults[0].message)
    return vocabulary


def _as_written(value: object) -> str:
    return value.text if isinstance(value, IntText | FloatText) else str(value)


_FORM = say(
    "write the list as `term: {en: English label, zh: 中文名}`",
    "列表写成 `term: {en: English label, zh: 中文名}`",
)
_LENGTH = say("write 90d or 3m", "写成 90d 或 3m")
_RATES = say("write them as `rates: {2026-01-01: 7.03}`", "写成 `rates: {2026-01-01: 7.03}`")


@dataclass
class _Reader:
    document: Document
    faults: list[Diagnostic]

    def lists(self) -> dict[str, dict[str, Term]]:
        found: dict[str, dict[str, Term]] = {}
        for name, words in self.document.data.items():
            if name == "placeholders":
                continue
            terms = self._mapping((name,), words)
            if terms or words in (None, {}):  # else the default list is the better guess
                found[name] = {
                    word: self._term((name, word), word, facts) for word, facts in terms.items()
                }
        return found

    def placeholders(self) -> frozenset[str]:
        words = self.document.data.get("placeholders")
        if words is not None and not isinstance(words, list):
            self._complain(
                ("placeholders",),
                say("`placeholders` is not a list of texts", "`placeholders` 不是文本列表"),
            )
            return frozenset()
        return frozenset(_as_written(word).lower() for word in words or ())

    def _term(self, path: yaml12.Path, word: str, value: object) -> Term:
        facts = {"en": value} if isinstance(value, str) else self._mapping(path, value)
        labels = {}
        for language in ("en", "zh"):
            try:
                labels[language] = TEXT.read(facts[language]) if language in facts else ""
            except Complaint as complaint:
                self._complain((*path, language), complaint.message)
                labels[language] = ""
        en = labels["en"] or word
        rest = {key: fact for key, fact in facts.items() if key not in labels}
        return Term(word, en, labels["zh"] or en, dict(self._facts(path, rest)))

    def _facts(
        self, path: yaml12.Path, facts: Mapping[str, object]
    ) -> Iterator[tuple[str, object]]:
        """A term's facts, without those that nothing can be computed from."""
        for key, fact in facts.items():
            if key == "rates":
                yield key, dict(self._rates((*path, key), fact))
            elif not key.endswith("_every") or self._fits(DURATION, fact, (*path, key), _LENGTH):
                yield key, fact

    def _rates(self, path: yaml12.Path, value: object) -> Iterator[tuple[str, object]]:
        if not isinstance(value, dict):
            self._complain(path, say("`rates` is not a mapping", "`rates` 不是键值对"), _RATES)
            return
        for day, rate in value.items():
            where = (*path, day)
            if self._fits(DATE, day, where, _RATES) and self._fits(DECIMAL, rate, where, _RATES):
                yield day, rate

    def _fits(self, wanted: Scalar, value: object, path: yaml12.Path, hint: Message) -> bool:
        try:
            wanted.read(value)
        except Complaint as complaint:
            self._complain(path, complaint.message, hint)
            return False
        return True

    def _mapping(self, path: yaml12.Path, value: object) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        if value is not None:
            name = ".".join(map(str, path))
            self._complain(path, say("`{name}` is not a mapping", "`{name}` 不是键值对", name=name))
        return {}

    def _complain(self, path: yaml12.Path, message: Message, hint: Message = _FORM) -> None:
        source, span = self.document.source, self.document.span(path)
        self.faults.append(INVALID_VOCABULARY.at(source, span, message, hint))
