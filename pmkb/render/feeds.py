"""What other programs can subscribe to: calendars of what is due, and news of what became due.

Both depend on the content and the day alone. An event is the same one, by its UID, when its day
moves; a piece of news is about one day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, UUID, uuid5

from pmkb.flow import Level
from pmkb.kinds.directory.contact import Contact
from pmkb.record import Record
from pmkb.render.agenda import Entry
from pmkb.render.edition import Edition
from pmkb.render.engine import fill
from pmkb.render.months import first_day
from pmkb.render.page import FEED, ICS, ics_of

if TYPE_CHECKING:
    from icalendar import Component, Event

NEWS_DAYS = 30
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class News:
    """Something that has become due."""

    id: str
    day: date
    title: str
    summary: str
    address: str
    kind: str


def files(edition: Edition) -> Iterator[tuple[str, str | bytes]]:
    """The files beside the pages, by path."""
    yield ICS, calendar(edition)
    for person in edition.kb.all(Contact):
        if has_calendar(edition, person):
            yield ics_of(person.id), calendar(edition, person)
    yield FEED, news(edition)


def has_calendar(edition: Edition, person: Record) -> bool:
    """Whether somebody has a calendar: all who are here, even while they have nothing to do."""
    return not person.has_ended(edition.kb.as_of)


# Calendars


def calendar(edition: Edition, person: Record | None = None) -> bytes:
    """What is due, for everybody or for one person, as an iCalendar file (RFC 5545)."""
    from icalendar import Calendar

    made = Calendar()
    name = edition.site.name or "pmkb"
    title = f"{name} · {person.heading}" if person else name
    made.add("prodid", "-//pmkb//pmkb//EN")
    made.add("version", "2.0")
    made.add("name", title)
    made.add("x-wr-calname", title)  # what most programs read instead
    made.add("refresh-interval", timedelta(days=1), {"value": "DURATION"})
    for entry in _dated(edition):
        if person is None or entry.owner is person:
            made.add_component(_event(edition, entry))
    if not made.subcomponents:
        made.add_component(_nothing())
    return bytes(made.to_ical())


def _dated(edition: Edition) -> Iterator[Entry]:
    """What is overdue, and every day from the first that the calendar page shows."""
    as_of = edition.kb.as_of
    for each in edition.entries:
        if each.day >= first_day(as_of) or each.is_overdue(as_of):
            yield each


def _event(edition: Edition, entry: Entry) -> "Event":
    from icalendar import Event

    as_of, record = edition.kb.as_of, entry.record
    made = Event()
    made.add("uid", str(_id(edition, entry)))
    made.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    made.add("dtstart", entry.day)
    made.add("summary", _title(edition, entry))
    made.add("description", _summary(edition, entry))
    made.add("categories", [record.label.one(edition.site.language)])
    made.add("transp", "TRANSPARENT")
    if edition.site.url:
        made.add("url", _address(edition, record))
    return made


def _nothing() -> "Component":
    """RFC 5545 wants at least one component in a calendar: one that shows nowhere."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    made = Timezone()
    made.add("tzid", "Etc/UTC")
    made.add_component(standard)
    return made


# News


def news(edition: Edition) -> str:
    """What became due in the last days, the newest first, as an Atom feed (RFC 4287)."""
    found = sorted(_due(edition), key=lambda each: (-each.day.toordinal(), each.title, each.id))
    name = edition.site.name or "pmkb"
    return fill(
        edition.look,
        FEED + ".j2",
        id=uuid5(NAMESPACE_URL, f"pmkb:{name}"),
        name=_clean(name),
        updated=found[0].day if found else edition.kb.as_of,
        news=found,
        itself=urljoin(edition.site.url, FEED),
        home=urljoin(edition.site.url, edition.url("index.md")) or "./",
    )


def _due(edition: Edition) -> Iterator[News]:
    as_of, language = edition.kb.as_of, edition.site.language
    for entry in edition.entries:
        record = entry.record
        concerning = edition.condition(record).level not in (None, Level.GOOD)
        if 0 <= (as_of - entry.day).days <= NEWS_DAYS and (concerning or entry.binding):
            yield News(
                str(_id(edition, entry, entry.day.isoformat())),
                entry.day,
                _title(edition, entry),
                _summary(edition, entry),
                _address(edition, record),
                record.label.one(language),
            )


# What both say


def _id(edition: Edition, entry: Entry, *more: str) -> UUID:
    """What an entry is known by, whatever its day, on whichever machine."""
    name = "/".join((edition.site.name, entry.record.ref, entry.name, *more))
    return uuid5(NAMESPACE_URL, f"pmkb:{name}")


def _title(edition: Edition, entry: Entry) -> str:
    """What kind of day it is, what is due, and of which record."""
    colon = "：" if edition.site.language == "zh" else ": "
    what = [edition.wording.value(entry.what)] if entry.what is not None else []
    about = " · ".join([*what, entry.record.heading])
    return _clean(entry.label.label(edition.site.language) + colon + about)


def _summary(edition: Edition, entry: Entry) -> str:
    """The kind of the record, who has to see to it, and where it is written."""
    record = entry.record
    owner = [entry.owner.heading] if entry.owner else []
    return _clean("\n".join([record.label.one(edition.site.language), *owner, record.path]))


def _clean(text: str) -> str:
    """A text without the control characters that neither format can hold."""
    return _CONTROL.sub("", text)


def _address(edition: Edition, record: Record) -> str:
    return urljoin(edition.site.url, edition.url(record.path))
