"""What quick find looks in: the title, the names and the address of every page."""

import json

from pmkb.build import ATTENTION, CALENDAR
from pmkb.render.edition import Edition
from pmkb.render.wording import is_single


def index(edition: Edition) -> str:
    """A JSON list of `[title, kind, address, names]`: overviews, lists, checklist, records.

    `names` holds what else a page can be found by: id and aliases.
    """
    wording, language = edition.wording, edition.site.language
    sections = [[wording.section(s), "", edition.url(s.page), ""] for s in edition.sections]
    lists = [
        [wording.kind(kind), "", edition.url(kind.list_page()), kind.kind()]
        for kind in edition.kinds
        if not is_single(kind)
    ]
    records = [
        [
            each.heading,
            each.label.one(language),
            edition.url(each.path),
            " ".join((each.id, *each.aliases)),
        ]
        for each in edition.kb.records.values()
    ]
    overviews = [
        [wording.gettext("What needs attention"), "", edition.url(ATTENTION), "attention"],
        [wording.gettext("Calendar"), "", edition.url(CALENDAR), "calendar"],
    ]
    trackers = [line.tracker for lines in edition.lines.values() for line in lines]
    checklist = [
        [each.label(language), wording.gettext("Cockpit"), edition.url(each.page), each.name]
        for each in trackers
    ]
    found = [*overviews, *sections, *lists, *checklist, *records]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
