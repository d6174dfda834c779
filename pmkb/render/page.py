"""What rendering gives out: pages, and what it has to know about the site they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Site:
    """What the pages have to know about the site they become part of."""

    language: Literal["en", "zh"] = "en"
    directory_urls: bool = True
    """Whether a page's address ends in a folder (`goals/arr/`) or in a file (`goals/arr.html`)."""


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
