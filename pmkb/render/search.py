"""The search page, and what it searches: a document for each page, as Pagefind reads them.

Pagefind cuts text into words at spaces and knows words by their beginnings, which suits English.
Chinese readers look for any characters that follow one another, wherever a dictionary would cut:
so each character is a word of its own here, and the page looks for them as a phrase.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from pmkb.build import ATTENTION, CALENDAR, HOME, SEARCH, TAGS
from pmkb.record import Record, Section
from pmkb.render import status
from pmkb.render.edition import Edition
from pmkb.render.engine import fill
from pmkb.render.page import Page, page, without_contents
from pmkb.render.wording import SECTIONS, Wording, is_single
from pmkb.render.writer import Writer
from pmkb.trackers import TRACKERS

OVERVIEW, TEXT = "overview", "page"
"""What stands for a kind with pages that are about many records, and with those about none."""
NAME_MARK = "pmkbname"
"""The word around each name of a page in its document, so that a whole name can be looked for."""
LEFT_OUT = (
    *("h1", "thead", "figure", "form", ".pmkb-kicker", ".pmkb-source", ".pmkb-lines"),
    *(".pmkb-findings", ".pmkb-panel", ".pmkb-computed", ".pmkb-live", ".pmkb-records"),
    *(
        ".pmkb-facts dt",
        ".pmkb-part dt",
        "#pmkb-referrers",
        ".pmkb-referrers",
        ".pmkb-history",
        ".pmkb-standing",
    ),
    *(".pmkb-agenda", ".pmkb-concerns", ".pmkb-rest", ".pmkb-empty", ".pmkb-found"),
    *("#pmkb-due", "#pmkb-again", "#pmkb-owned", ".contact .pmkb-tasks", ".contact .pmkb-links"),
    *(f".{OVERVIEW} {each}" for each in ("table", "ul", "ol", "dl", "details", "output")),
)
"""What is not searched, as CSS selectors: labels, and what other pages say themselves."""

_CHINESE = re.compile(
    "([\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff65\U00020000-\U0003ffff])"
)
"""A Chinese character, or a mark of Chinese punctuation."""
_TAG = re.compile(r"(<[^>]*>)")
_CELL_END = re.compile(r"(?=</(?:dd|td|th|li)>)")


@dataclass(frozen=True)
class Choice:
    """What results can be narrowed to: the value in the address, and its label."""

    value: str
    label: str


@dataclass(frozen=True)
class Subject:
    """What a page is about, and what else it can be found by."""

    kind: str
    section: Section | None = None
    names: tuple[str, ...] = ()
    """What it is called beside its title."""
    about: tuple[str, ...] = ()
    """Words that help to find it."""
    state: str = ""


def search(edition: Edition) -> Page:
    """The search page; its script fills it."""
    wording, language = edition.wording, edition.site.language
    title = wording.gettext("Search")
    kinds = [Choice(each.kind(), each.label.one(language)) for each in edition.kinds]
    kinds += [Choice(OVERVIEW, wording.gettext("Overview")), Choice(TEXT, wording.gettext("Text"))]
    sections = [Choice(each.value, wording.section(each)) for each in edition.sections]
    html = fill(
        edition.look,
        "search.html.j2",
        title=title,
        kinds=kinds,
        sections=sections,
        write=Writer(edition, SEARCH),
    )
    return without_contents(page(SEARCH, title, html))


def documents(edition: Edition, pages: Iterable[Page]) -> Mapping[str, str]:
    """A document as HTML for each page by the page's address.

    The search page itself has none, nor has a line of the checklist of which a status page tells
    more.
    """
    subjects = {**dict(_overviews(edition)), **dict(_documents(edition))}
    told = {name for each in status.known(edition) for name in each.trackers}
    left_out = {SEARCH, *(TRACKERS[name].page for name in told)}
    return {
        address: _document(address, each, subjects.get(each.path, Subject(TEXT)))
        for address, each in ((edition.url(each.path), each) for each in pages)
        if each.path not in left_out
    }


def _document(address: str, page: Page, subject: Subject) -> str:
    names = dict.fromkeys((page.title, *subject.names))
    named = f" {NAME_MARK} ".join(("", *names, "")).strip()
    return "\n".join(
        (
            f'<!doctype html><html lang="en"><head><title>{escape(page.title)}</title>',
            _meta("title", _spaced(page.title)),
            _meta("name", page.title),
            _meta("address", address),
            _meta("state", subject.state),
            _narrowing("kind", subject.kind),
            _narrowing("section", subject.section.value) if subject.section else "",
            "</head><body data-pagefind-body>",
            f'<p data-pagefind-weight="4">{_spaced(escape(" ".join(subject.about)))}</p>',
            f'<p data-pagefind-weight="10">{_spaced(escape(named))}</p>',
            f'<div class="{subject.kind}">{_spaced_html(page.html)}</div></body></html>',
        )
    )


def _meta(name: str, value: str) -> str:
    content = escape(value)
    return f'<meta data-pagefind-meta="{name}[content]" content="{content}">' if value else ""


def _narrowing(name: str, value: str) -> str:
    return f'<meta data-pagefind-filter="{name}[content]" content="{value}">'


def _spaced(text: str) -> str:
    return _CHINESE.sub(r" \1 ", text)


def _spaced_html(html: str) -> str:
    parts = _TAG.split(_CELL_END.sub(" · ", html))
    parts[::2] = map(_spaced, parts[::2])
    return "".join(parts)


def _documents(edition: Edition) -> Iterator[tuple[str, Subject]]:
    """The documents of the docs folder by path."""
    kb = edition.kb
    for path in kb.content.documents:
        yield path, Subject(TEXT)
    for kind, paths in edition.broken.items():
        for path in paths:
            yield path, _of_kind(kb.kinds[kind])
    for record in kb.records.values():
        subject = _of_kind(type(record))
        state = record.state.label(edition.site.language) if record.state else ""
        owner = kb.target(record, "owner")
        about = (*subject.about, state, owner.heading if owner else "")
        names = (record.id, *record.aliases)
        yield record.path, replace(subject, names=names, about=about, state=state)


def _of_kind(kind: type[Record]) -> Subject:
    about = (kind.label.en, kind.label.zh, *_both(SECTIONS[kind.section]))
    return Subject(kind.kind(), kind.section, about=about)


def _overviews(edition: Edition) -> Iterator[tuple[str, Subject]]:
    """The generated pages about many records by path, with their titles in both languages."""
    titles = {
        HOME: ("Cockpit", "Home"),
        ATTENTION: ("What needs attention",),
        CALENDAR: ("Calendar",),
        TAGS: ("Tags",),
    }
    for path, texts in titles.items():
        yield path, Subject(OVERVIEW, None, tuple(each for text in texts for each in _both(text)))
    for section in edition.sections:
        yield section.page, Subject(OVERVIEW, section, _both(SECTIONS[section]))
    for kind in edition.kinds:
        if not is_single(kind):
            label = kind.label
            names = (label.all("en"), label.en, label.zh)
            yield kind.list_page(), Subject(OVERVIEW, kind.section, names)
    for lines in edition.lines.values():
        for line in lines:
            known = line.tracker
            both = (known.label("en"), known.label("zh"))
            yield known.page, Subject(OVERVIEW, known.section, both)
    for each in status.known(edition):
        yield each.path, Subject(OVERVIEW, each.section, (each.en, each.zh))


def _both(text: str) -> tuple[str, str]:
    """A text of the interface in both languages."""
    return text, Wording("zh").gettext(text)
