"""The calendar page: what is due on which day, month by month."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pmkb.build import CALENDAR
from pmkb.flow import Level
from pmkb.record import Record
from pmkb.render.agenda import Entry
from pmkb.render.edition import Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.plain import Choice
from pmkb.render.wording import LEVELS
from pmkb.render.writer import Writer

MONTHS = 3
FIRST = 4
"""How many of a day's entries show at once."""


@dataclass(frozen=True)
class Narrowing:
    """What the calendar can be narrowed by: a field's name and label, and what to choose from."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Cell:
    """A day of a month, and what is on it."""

    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday to Sunday; None stands for the days of its neighbours."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def total(self) -> int:
        """How much there is in it."""
        return sum(len(cell.entries) for week in self.weeks for cell in week if cell)


def months(edition: Edition) -> Page:
    """The calendar of the day's month and those that follow."""
    as_of = edition.kb.as_of
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for each in edition.entries:
        by_day[each.day].append(each)
    first = _first_days(as_of)
    shown = [each for each in edition.entries if first[0] <= each.day <= last_day(as_of)]
    title = edition.wording.gettext("Calendar")
    html = fill(
        edition.look,
        "calendar.html.j2",
        title=title,
        months=[_month(each, by_day) for each in first],
        narrowings=_narrowings(edition, shown),
        level=lambda entry: level(edition, entry),
        who=lambda entry: who(edition, entry),
        before=sum(each.is_overdue(as_of) and each.day < first[0] for each in edition.entries),
        first=FIRST,
        as_of=as_of,
        write=Writer(edition, CALENDAR),
    )
    return without_contents(page(CALENDAR, title, html))


def who(edition: Edition, entry: Entry) -> Record | None:
    """Whose day it is: who is named for it, or else the record's owner."""
    return entry.owner or edition.kb.target(entry.record, "owner")


def level(edition: Edition, entry: Entry) -> Level:
    """How urgent a day is: overdue, or as its record is doing."""
    if entry.is_overdue(edition.kb.as_of):
        return Level.ACT
    return edition.condition(entry.record).level or Level.GOOD


def _narrowings(edition: Edition, shown: list[Entry]) -> tuple[Narrowing, ...]:
    wording = edition.wording
    levels, people = {level(edition, each) for each in shown}, {who(edition, e) for e in shown}
    sections = {each.record.section for each in shown}
    owners = sorted((each.heading, each.id) for each in people if each)
    return (
        Narrowing(
            "level",
            wording.gettext("Level"),
            tuple(Choice(each.value, wording.level(each)) for each in LEVELS if each in levels),
        ),
        Narrowing(
            "owner", wording.gettext("Who"), tuple(Choice(id_, name) for name, id_ in owners)
        ),
        Narrowing(
            "section",
            wording.gettext("Section"),
            tuple(
                Choice(each.value, wording.section(each))
                for each in edition.sections
                if each in sections
            ),
        ),
    )


def first_day(as_of: date) -> date:
    """The first day that the calendar shows."""
    return as_of.replace(day=1)


def last_day(as_of: date) -> date:
    """The last day that the calendar shows."""
    return _next(_first_days(as_of)[-1]) - timedelta(days=1)


def _first_days(as_of: date) -> list[date]:
    found = [first_day(as_of)]
    while len(found) < MONTHS:
        found.append(_next(found[-1]))
    return found


def _next(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def _month(first: date, by_day: Mapping[date, list[Entry]]) -> Month:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first,
        tuple(
            tuple(
                Cell(day, tuple(by_day.get(day, ()))) if day.month == first.month else None
                for day in week
            )
            for week in weeks
        ),
    )
