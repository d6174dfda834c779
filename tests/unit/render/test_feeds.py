"""Calendars and the news feed are well-formed, and the same for the same content and day."""

from datetime import date
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from pmkb.render import Edition, Site, files
from tests.knowledge import compiled
from tests.unit.render.test_cockpit import FILES

ATOM = "{http://www.w3.org/2005/Atom}"


def made(
    content: dict[str, str] = FILES, as_of: str = "2026-06-30", **site: str
) -> dict[str, str | bytes]:
    named = {"name": "Starry", **site}
    return dict(files(Edition(compiled(content, as_of=as_of), Site(**named))))  # type: ignore[arg-type]


def events(ics: str | bytes) -> dict[str, tuple[str, date]]:
    """Summary and day by UID; fails where the calendar cannot be parsed."""
    parsed = Calendar.from_ical(ics)
    return {str(e["uid"]): (str(e["summary"]), e["dtstart"].dt) for e in parsed.walk("VEVENT")}


def entries(feed: str | bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(feed).findall(ATOM + "entry")  # noqa: S314 - our own


def test_there_is_a_calendar_for_all_and_for_everybody_who_is_here() -> None:
    assert list(made()) == ["calendar.ics", "people/li-na.ics", "attention.xml"]


def test_calendar_has_what_is_overdue_and_what_comes() -> None:
    assert sorted(events(made()["calendar.ics"]).values(), key=lambda each: each[1]) == [
        ("Due: Late <item>", date(2026, 6, 1)),
        ("Task: write it down · Late <item>", date(2026, 7, 15)),
        ("Due: Fine", date(2026, 8, 20)),
        ("Due: ARR", date(2026, 12, 31)),
        ("Due: Far", date(2027, 1, 1)),
    ]


def test_calendar_of_a_person_has_what_they_have_to_see_to() -> None:
    assert {title for title, _ in events(made()["people/li-na.ics"]).values()} == {
        "Due: Late <item>",
        "Task: write it down · Late <item>",
        "Due: Fine",
    }


def test_calendar_of_nothing_is_well_formed_too() -> None:
    ics = made({"contacts/li-na.md": FILES["contacts/li-na.md"]})["people/li-na.ics"]
    parsed = Calendar.from_ical(ics)
    assert events(ics) == {}
    assert len(parsed.subcomponents) == 1


def test_lines_are_folded_and_end_as_the_standard_wants() -> None:
    long = (
        "---\ntitle: "
        + "很长的标题，" * 40
        + "\nowner: li-na\nstatus: planned\ngoal: arr\ndue: 2026-09-01\n---\n"
    )
    ics = made({**FILES, "roadmap/long.md": long})["calendar.ics"]
    assert isinstance(ics, bytes)
    assert ics.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    assert b"\n" not in ics.replace(b"\r\n", b"")
    assert any("很长的标题，" * 40 in title for title, _ in events(ics).values())


def test_event_stays_the_same_when_its_day_moves() -> None:
    moved = {**FILES, "roadmap/fine.md": FILES["roadmap/fine.md"].replace("08-20", "09-30")}
    before, after = events(made()["calendar.ics"]), events(made(moved)["calendar.ics"])
    assert before.keys() == after.keys()
    assert [before[uid][0] for uid in before if before[uid] != after[uid]] == ["Due: Fine"]


def test_tasks_of_the_same_words_are_two_events() -> None:
    again = "\n        - [ ] write it down @li-na due:2026-07-16\n"
    twice = FILES["roadmap/late.md"].rstrip() + again
    found = events(made({**FILES, "roadmap/late.md": twice})["calendar.ics"])
    assert [title for title, _ in found.values()].count("Task: write it down · Late <item>") == 2


@pytest.mark.parametrize("path", ["calendar.ics", "attention.xml"])
def test_the_same_day_gives_the_same_bytes(path: str) -> None:
    assert made()[path] == made()[path]


def test_address_is_given_where_it_is_known() -> None:
    there = made(url="https://kb.example.com/starry/")
    event = next(iter(Calendar.from_ical(there["calendar.ics"]).walk("VEVENT")))
    assert event["url"] == "https://kb.example.com/starry/roadmap/late/"
    assert "url" not in next(iter(Calendar.from_ical(made()["calendar.ics"]).walk("VEVENT")))
    link = entries(there["attention.xml"])[0].find(ATOM + "link")
    assert link is not None
    assert link.get("href") == "https://kb.example.com/starry/roadmap/late/"


def test_news_is_what_became_due_in_the_last_days() -> None:
    (found,) = entries(made(as_of="2026-06-20")["attention.xml"])
    assert found.findtext(ATOM + "title") == "Due: Late <item>"
    assert found.findtext(ATOM + "updated") == "2026-06-01T00:00:00Z"
    assert entries(made(as_of="2026-08-10")["attention.xml"])[0].findtext(ATOM + "title") == (
        "Task: write it down · Late <item>"
    )


def test_news_is_known_by_the_same_id_on_every_day() -> None:
    feeds = [made(as_of=day)["attention.xml"] for day in ("2026-06-20", "2026-06-25")]
    first, second = (entries(feed)[0].findtext(ATOM + "id") for feed in feeds)
    assert first == second
    assert feeds[0] == feeds[1]


def test_feed_of_nothing_is_a_feed() -> None:
    feed = ElementTree.fromstring(made({})["attention.xml"])  # noqa: S314 - our own
    assert [feed.findtext(ATOM + name) for name in ("updated", "title")] == [
        "2026-06-30T00:00:00Z",
        "Starry · What needs attention",
    ]
