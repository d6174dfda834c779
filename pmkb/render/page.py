"""What rendering gives out: pages, and what it has to know about the site they belong to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Literal

from pmkb.history import History

_HEADING = re.compile(r'<h([1-6])[^>]*? id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_ASIDE = re.compile(r"<small>.*?</small>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")

ICS, FEED = "calendar.ics", "attention.xml"
"""Files beside the pages: all days for calendars, and news of what has become due."""


def ics_of(person: str) -> str:
    """The path of the days that concern one person, by id."""
    return f"people/{person}.ics"


@dataclass(frozen=True)
class Site:
    """What the pages have to know about the site they become part of."""

    language: Literal["en", "zh"] = "en"
    directory_urls: bool = True
    """Whether a page's address ends in a folder (`goals/arr/`) or in a file (`goals/arr.html`)."""
    name: str = ""
    url: str = ""
    """Where it is published; empty if that is not known."""
    repository: str = ""
    """The address of the repository that the documents are kept in; empty if not known."""
    history: History = field(default_factory=dict, repr=False)
    """The documents' revisions; empty where none are known, or none are to be shown."""

    def commit_url(self, commit: str) -> str:
        """The address of a commit, by the way of the common forges; empty without a repository."""
        folder = "commits" if "bitbucket" in self.repository else "commit"
        return f"{self.repository.rstrip('/')}/{folder}/{commit}" if self.repository else ""


@dataclass(frozen=True)
class Heading:
    """A heading of a page: level 1 to 6, its text, and the anchor that links to it."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Page:
    """One page, finished but for the frame that the theme puts around it."""

    path: str
    """Where its Markdown file is, or would be if it had one."""
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
    """Front matter for the theme: `description`, and `hide` as Material understands it."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The page's tables as files, by path."""


def page(
    path: str,
    title: str,
    html: str,
    summary: object = None,
    files: Iterable[tuple[str, str]] = (),
) -> Page:
    """A page with the headings that its HTML has."""
    meta = {"description": summary} if isinstance(summary, str) else {}
    return Page(path, title, html, tuple(_headings(html)), meta, dict(files))


def _headings(html: str) -> Iterator[Heading]:
    for level, anchor, inner in _HEADING.findall(html):
        text = " ".join(unescape(_TAG.sub("", _ASIDE.sub("", inner))).split())
        yield Heading(int(level), text, unescape(anchor))


def without_contents(page: Page) -> Page:
    """A page beside which a theme shows no table of contents."""
    return replace(page, meta={**page.meta, "hide": ["toc"]})
