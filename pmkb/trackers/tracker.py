"""What a tracker is: the state, as of a day, of one thing a product manager keeps in mind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import getdoc
from typing import TypeVar

from pmkb.flow import Level
from pmkb.graph import KnowledgeBase
from pmkb.record import Record, Section


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
    """A headline from its sentence in both languages and the values for the names in braces."""
    return Headline(en, zh, tuple(values.items()))


class Share(float):
    """A share of 1, shown as per cent."""


@dataclass(frozen=True)
class Tracking:
    """What a tracker finds: how urgent, in one sentence, and the records behind it."""

    level: Level
    headline: Headline
    records: tuple[Record, ...] = ()
    """The most urgent first; they are what the headline counts."""


NOTHING = say("nothing recorded", "尚无记录")


def nothing(headline: Headline = NOTHING) -> Tracking:
    """Nothing is recorded, or too long ago to rely on: as loud as `act`."""
    return Tracking(Level.UNKNOWN, headline)


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
    doc: str
    track: Track

    def label(self, language: str) -> str:
        """The label in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else self.en

    @property
    def page(self) -> str:
        """The path of the generated page, as a Markdown file would have it."""
        return f"trackers/{self.name}/index.md"


TRACKERS: dict[str, Tracker] = {}
"""Every tracker by name. Filled when the modules of this package are imported."""


def tracker(
    name: str, number: int, section: Section, en: str, zh: str, *kinds: str
) -> Callable[[AnyTrack], AnyTrack]:
    """Make a function `(kb) -> Tracking` a line of the checklist; its docstring is the manual's."""

    def register(track: AnyTrack) -> AnyTrack:
        TRACKERS[name] = Tracker(name, number, section, en, zh, kinds, getdoc(track) or "", track)
        return track

    return register


def worst(levels: Iterable[Level]) -> Level:
    """The most urgent of some levels; good where there are none."""
    return min(levels, key=lambda level: level.rank, default=Level.GOOD)


def by_urgency(levels: Iterable[tuple[Level, Record]]) -> tuple[Record, ...]:
    """Records with their levels, the most urgent first, then by path."""
    ordered = sorted(levels, key=lambda pair: (pair[0].rank, pair[1].path))
    return tuple(record for _, record in ordered)


def open_ones(records: Sequence[Record]) -> list[Record]:
    """The records that are neither done nor dropped."""
    return [record for record in records if record.is_open]
