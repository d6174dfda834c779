"""What a tracker is: the state, as of a day, of one thing a product manager keeps in mind."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.message import Message, documented
from pmkb.record import Record, Section
from pmkb.values import to_json
from pmkb.vocabulary import Term


@dataclass(frozen=True)
class Headline:
    """One sentence with its numbers, in both languages: `{late} of {all} items late`."""

    en: str
    zh: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str, show: Callable[[object], str] = str) -> str:
        """The sentence in a language ("zh", anything else is English), its values as `show` has
        them.
        """
        form = self.form(language)
        return form.format(**{name: show(value) for name, value in self.values})

    def form(self, language: str) -> str:
        """The sentence in a language, with its values' names in braces."""
        return self.zh if language == "zh" else self.en


def say(en: str, zh: str, /, **values: object) -> Headline:
    """A headline from its sentence in both languages and the values for the names in braces.

    A word of the English that goes with a number stands there for one and for more:
    `{n} {n:deal|deals}`.
    """
    return Headline(_in_number(en, values), zh, tuple(values.items()))


BY_NUMBER = re.compile(r"\{(\w+):([^{}|]+)\|([^{}|]+)\}")


def _in_number(form: str, values: Mapping[str, object]) -> str:
    return BY_NUMBER.sub(lambda found: found[2] if values[found[1]] == 1 else found[3], form)


def joined(first: Headline, *more: Headline) -> Headline:
    """Headlines as one sentence, parted by semicolons; the values' names are kept apart."""
    parts = [_numbered(each, at) for at, each in enumerate((first, *more))]
    return Headline(
        "; ".join(each.en for each in parts),
        "；".join(each.zh for each in parts),
        tuple(pair for each in parts for pair in each.values),
    )


def listed(items: Sequence[Headline]) -> Headline:
    """The same as a list inside a sentence: parted by commas."""
    parts = [_numbered(each, at, "") for at, each in enumerate(items)]
    return Headline(
        ", ".join(each.en for each in parts),
        "、".join(each.zh for each in parts),
        tuple(pair for each in parts for pair in each.values),
    )


def joined_to(first: Headline, second: Headline) -> Headline:
    """A headline that goes on with another."""
    more = _numbered(second, 1)
    return Headline(f"{first.en} {more.en}", f"{first.zh}{more.zh}", (*first.values, *more.values))


def _numbered(headline: Headline, at: int, mark: str = "_") -> Headline:
    # The first part keeps its names: they are those that programs read.
    if at == 0:
        return headline
    names = {name: f"{name}{mark}{at + 1}" for name, _ in headline.values}
    braced = {name: "{" + new + "}" for name, new in names.items()}
    values = tuple((names[name], value) for name, value in headline.values)
    return Headline(headline.en.format(**braced), headline.zh.format(**braced), values)


class Share(float):
    """A share of 1, shown as per cent."""


class Change(float):
    """A change by a share of 1, shown as per cent with its sign."""


class Points(float):
    """A difference between two shares of 1, shown in percentage points with its sign."""


@dataclass(frozen=True)
class Figure:
    """A number in a unit as a team writes it: 89 个."""

    value: float
    unit: str


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    en: str
    zh: str

    def label(self, language: str) -> str:
        """The text in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en


def named(term: Term) -> Words:
    """A term as it stands inside a sentence: without its capital, unless it is an abbreviation."""
    small = term.en[:1].lower() + term.en[1:] if term.en[1:2].islower() else term.en
    return Words(small, term.zh)


@to_json.register
def _(value: Figure) -> Any:
    return {"value": to_json(value.value), "unit": value.unit}


@to_json.register
def _(value: Words) -> Any:
    return {"en": value.en, "zh": value.zh}


class Reading(NamedTuple):
    """A value of a series; None where it is not known."""

    day: date
    """The last day of its period."""
    period: str
    value: float | None


TREND_MOST = 24


@dataclass(frozen=True)
class Trend:
    """The course of the number in a headline: the newest readings of a series, the oldest first."""

    of: Words
    """What is counted: a metric's title, or what a tracker sums up."""
    readings: tuple[Reading, ...]
    unit: str = ""
    """What it is counted in: CNY, 个; `%` for shares of 1."""

    @property
    def values(self) -> tuple[float | None, ...]:
        """The readings' values."""
        return tuple(each.value for each in self.readings)


def trend(of: Words, readings: Sequence[Reading], unit: str = "") -> Trend | None:
    """The trend of the last 24 readings of a series; None where fewer than two are known."""
    last = tuple(readings[-TREND_MOST:])
    known = sum(each.value is not None for each in last)
    return Trend(of, last, unit) if known > 1 else None


@dataclass(frozen=True)
class Tracking:
    """What a tracker finds: how urgent, in one sentence, and the records behind it."""

    level: Level
    headline: Headline
    records: tuple[Record, ...] = ()
    """The most urgent first; they are what the headline counts."""
    trend: Trend | None = None
    """How the headline's number came about, where there is a series of it."""


NOTHING = say("nothing recorded", "尚无记录")


def nothing(headline: Headline = NOTHING, *records: Record) -> Tracking:
    """Nothing is recorded, or too long ago to rely on: as loud as `act`."""
    return Tracking(Level.UNKNOWN, headline, records)


Track = Callable[[KnowledgeBase], Tracking]
AnyTrack = TypeVar("AnyTrack", bound=Track)


@dataclass(frozen=True)
class Tracker:
    """A line of the checklist."""

    name: str
    number: int
    """Its place on the checklist."""
    section: Section
    en: str
    zh: str
    kinds: tuple[str, ...]
    """Where its records are: the first one's list is the page to open."""
    doc: Message
    """How it is told: what it counts, and what makes which level."""
    track: Track

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en

    @property
    def page(self) -> str:
        """The path of the page that tells how it is computed, as a Markdown file would have it."""
        return f"trackers/{self.name}/index.md"


TRACKERS: dict[str, Tracker] = {}
"""Every tracker by name. Filled when the modules of this package are imported."""


def tracker(
    name: str,
    number: int,
    section: Section,
    en: str,
    zh: str,
    *kinds: str,
) -> Callable[[AnyTrack], AnyTrack]:
    """Make a function `(kb) -> Tracking` a line of the checklist; its docstring is the manual's.

    The docstring says what is counted and what makes which level, in English, and behind a line
    `---` in Chinese. A status page says itself which lines lead to it.
    """

    def register(track: AnyTrack) -> AnyTrack:
        doc = documented(track.__doc__)
        TRACKERS[name] = Tracker(name, number, section, en, zh, kinds, doc, track)
        return track

    return register


def worst(levels: Iterable[Level]) -> Level:
    """The most urgent of some levels; good where there are none."""
    return min(levels, key=lambda level: level.rank, default=Level.GOOD)


def by_urgency(levels: Iterable[tuple[Level, Record]]) -> tuple[Record, ...]:
    """Records with their levels, the most urgent first, then by path."""
    ordered = sorted(levels, key=lambda pair: (pair[0].rank, pair[1].path))
    return tuple(record for _, record in ordered)


def first(urgent: Iterable[Record], *rest: Iterable[Record]) -> tuple[Record, ...]:
    """Records, each once, the urgent ones first."""
    return tuple(dict.fromkeys([*urgent, *(each for found in rest for each in found)]))


def open_ones(records: Sequence[Record]) -> list[Record]:
    """The records that are neither done nor dropped."""
    return [record for record in records if record.is_open]
