"""What all charts have in common: a spec that draws itself, and what a drawing consists of."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from math import isfinite
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.formats import Form, Format, Wording
from pmkb.charts.letters import room
from pmkb.flow import Level

BROAD, WIDE, NARROW = 960, 640, 320
"""The widths at which a chart is drawn: for a column of text, for a telephone, and, where it has
more to say than a column holds, for the whole page."""

SIGNS = {Level.ACT: "◆", Level.WATCH: "▲", Level.GOOD: "●", Level.UNKNOWN: "○"}
"""What says a level without colour; the same as on badges."""


@dataclass(frozen=True)
class Point:
    """A value at a time; None is a gap."""

    at: date
    """The first day of its period."""
    value: float | None
    label: str = ""
    """The period as the source writes it, such as `2026-06` or `FY2026-Q1`."""
    partial: bool = False
    """Whether the period is not over yet."""

    @property
    def period(self) -> str:
        """How the period is called."""
        return self.label or self.at.isoformat()


@dataclass(frozen=True)
class Series:
    """Values of one thing over time, in order."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Sheet:
    """What a chart is drawn on: its width, the language, and a name for what it refers to."""

    width: int
    wording: Wording
    key: str = "chart"

    @property
    def narrow(self) -> bool:
        """Whether there is little room."""
        return self.width < 480

    @property
    def css(self) -> str:
        """The class by which the style sheet shows one drawing and hides the others."""
        if self.narrow:
            return "pmkc-narrow"
        return "pmkc-broad" if self.width >= BROAD else "pmkc-wide"

    @property
    def size(self) -> int:
        """The font size."""
        return 12 if self.narrow else 13

    def room(self, words: str) -> float:
        """How wide a text is."""
        return room(words, self.size)


@dataclass(frozen=True)
class Mark:
    """A value that can be pointed at and reached with the keyboard."""

    box: tuple[float, float, float, float]
    """x, y, width and height of where it is felt."""
    says: tuple[str, ...]
    at: tuple[float, float]
    """The point its text stands above."""
    href: str = ""
    stop: bool = True
    """Whether the keyboard stops here, even where there are very many marks."""


@dataclass(frozen=True)
class Drawing:
    """A chart without its frame."""

    height: float
    body: Markup
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Table:
    """The data of a chart."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    numeric: frozenset[int] = field(default_factory=frozenset)
    """Which columns are numbers."""


@dataclass(frozen=True)
class Chart(ABC):
    """A chart's spec: plain values, from which drawing, table and description are made."""

    shape: ClassVar[str]
    title: str
    unit: str = field(default="", kw_only=True)
    """What values are counted in, in the reader's language: "万元", "users"."""
    form: Form = field(default=Form.NUMBER, kw_only=True)
    note: str = field(default="", kw_only=True)
    """What is to be known of the data: its source, what is left out."""

    @abstractmethod
    def draw(self, sheet: Sheet) -> Drawing:
        """The drawing at a width."""

    @abstractmethod
    def table(self, wording: Wording) -> Table:
        """The data."""

    @abstractmethod
    def summary(self, wording: Wording) -> str:
        """What the drawing shows, for those who do not see it."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return False

    @property
    def is_broad(self) -> bool:
        """Whether it is drawn a third time, for where there is the room of a whole page."""
        return False

    def format(self, wording: Wording) -> Format:
        """How values are written."""
        return Format(wording, self.unit, self.form)


def drawable(chart: Chart) -> Chart:
    """A spec without infinite values: gaps where there may be gaps, else left out."""
    found = _finite(chart)
    return found if isinstance(found, Chart) else chart


def _finite(value: object) -> object:
    if isinstance(value, float) and not isfinite(value):
        return _NOT_FINITE
    if isinstance(value, tuple):
        kept = tuple(_finite(each) for each in value)
        return tuple(each for each in kept if each is not _NOT_FINITE)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, object] = {}
    for each in fields(value):
        before = getattr(value, each.name)
        after = _finite(before)
        if after is _NOT_FINITE and "None" not in str(each.type):
            return _NOT_FINITE
        if after != before:
            changed[each.name] = None if after is _NOT_FINITE else after
    return replace(value, **changed) if changed else value


_NOT_FINITE = object()


def tone(level: Level | None, otherwise: str = "pmkc-c1") -> str:
    """The class that colours a mark: by its level, or else by its place in the palette."""
    return f"pmkb-{level.value}" if level else otherwise


def sign(level: Level | None) -> str:
    """A level's sign and a space, or nothing."""
    return f"{SIGNS[level]} " if level else ""
