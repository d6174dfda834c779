"""What quick find looks in: the title, the names and the address of every page."""

import json

from pmkb.build import ATTENTION, CALENDAR
from pmkb.render.edition import Edition
from pmkb.render.status import used
from pmkb.render.wording import is_single


def index(edition: Edition) -> str:
    """A JSON list of `[title, kind, address, names]`: overviews, status pages, lists,
    checklist, records.

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
    pages = [
        [each.label(language), "", edition.url(each.path), each.name]
        for section in edition.sections
        for each in used(edition, section)
    ]
    taken = {(title, address) for title, _, address, _ in pages}
    cockpit = wording.gettext("Cockpit")
    checklist = [
        [line.tracker.label(language), cockpit, edition.url(edition.opens(line)), line.tracker.name]
        for lines in edition.lines.values()
        for line in lines
    ]
    checklist = [each for each in checklist if (each[0], each[2]) not in taken]
    found = [*overviews, *sections, *pages, *lists, *checklist, *records]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
