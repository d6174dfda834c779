"""Values without markup: as sheets have them, as tables sort them, and by what they group them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmkb.charts import Point
from pmkb.fields import Key, Part
from pmkb.flow import Level, Standing
from pmkb.pages.block import Badge, Link, Spark
from pmkb.record import Record
from pmkb.render.edition import Edition
from pmkb.render.engine import inline
from pmkb.values import Duration, Money, Ref, to_json

_MARKS = re.compile(r"[*_`\[\\<&]")
"""What a line of text can have whose words alone are shown."""
Rank = tuple[int, str]


@dataclass(frozen=True)
class Choice:
    """One value that a table can be narrowed to or grouped by."""

    name: str
    """As the address has it; empty for no value."""
    label: str
    """As cells show it."""
    rank: Rank = (0, "")
    """Where it stands among others."""


def is_list(value: object) -> bool:
    """Whether a value is several values."""
    return isinstance(value, tuple) and not isinstance(value, Money | Duration)


def single(value: object) -> object:
    """The first of a list, by which it is sorted; a value that is no list, itself."""
    if isinstance(value, tuple) and not isinstance(value, Money | Duration):
        return value[0] if value else None
    return value


def last(points: Iterable[Point]) -> float | None:
    """The last value that is known of a course."""
    return next((each.value for each in reversed(tuple(points)) if each.value is not None), None)


def text_of(edition: Edition, value: object, known: Key | None = None) -> object:
    """A value as a spreadsheet has it: names as people read them, numbers and days as they are."""
    match value:
        case Money():
            return value
        case Spark():
            return last(value.points)
        case tuple() if is_list(value):
            found = (text_of(edition, each, known) for each in value)
            return tuple(each for each in found if each is not None)
        case None | Duration() | date() | Decimal() | dict():
            return value
        case Part() if not isinstance(value, Record):
            return value
        case int() | float() if not isinstance(value, bool):
            return value
        case _:
            return choice_of(edition, value, known).label


def data_of(value: object) -> object:
    """A value as programs have it: records as `kind:id`, standings and levels by name."""
    match value:
        case Spark():
            return last(value.points)
        case Level():
            return value.value
        case Badge() | Link():
            return value.text
        case tuple() if is_list(value):
            return tuple(data_of(each) for each in value)
        case _:
            return to_json(value)


def sort_key(value: object, known: Key | None = None) -> str | None:
    """What a cell is sorted by; None where its text will do."""
    match single(value):
        case None | ():
            return ""
        case Standing() as standing:
            return f"{standing.level.rank} {standing.name}"
        case Level() as level:
            return str(level.rank)
        case date() as day:
            return day.isoformat()
        case str() as text if known and known.flow and text in known.flow.names:
            return str(known.flow.names.index(text))
        case Spark() as spark:
            return sort_key(last(spark.points))
        case other:
            return _number(other)


def _number(value: object) -> str | None:
    match value:
        case Money():
            return f"{value.amount:f}"
        case Duration():
            return str(value.months * 30 + value.days)
        case int() | float() | Decimal():
            return f"{float(value):.15g}"
        case _:
            return None


def choice_of(edition: Edition, value: object, known: Key | None = None) -> Choice:
    """What a single value is called, and where it stands among others of its column."""
    wording, language = edition.wording, edition.site.language
    match value:
        case None | ():
            return Choice("", "")
        case Standing():
            rank = value.level.rank, value.name
            return Choice(value.name, value.label(language), rank)
        case Level():
            return Choice(value.value, wording.level(value), (value.rank, ""))
        case Badge():
            return Choice(value.text, value.text, (value.level.rank, value.text))
        case Link():
            return Choice(value.text, value.text, (0, value.text))
        case Record():
            return Choice(value.id, value.heading, (0, value.heading))
        case bool():
            text = wording.gettext("Yes") if value else wording.gettext("No")
            return Choice(str(value).lower(), text, (int(not value), ""))
        case str():
            return _word(edition, value, known)
        case _:
            text = wording.value(value)
            return Choice(text, text, (0, sort_key(value) or text))


def _word(edition: Edition, text: str, known: Key | None) -> Choice:
    """A reference, a state, a term, or any other text."""
    language = edition.site.language
    if isinstance(text, Ref):
        to = known.to if known else ()
        for found in edition.kb.find(text):
            if not to or found.kind() in to:
                return Choice(found.id, found.heading, (0, found.heading))
    if known is not None and known.flow and (state := known.flow.state(text)):
        return Choice(text, state.label(language), (known.flow.names.index(text), ""))
    if known is not None and known.vocabulary:
        terms = edition.kb.vocabulary.terms(known.vocabulary)
        if text in terms:
            return Choice(text, terms[text].label(language), (list(terms).index(text), ""))
    shown = inline(text).striptags() if _MARKS.search(text) else str(text)
    return Choice(shown, shown, (0, shown))
