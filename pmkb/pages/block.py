"""What status pages are made of: values without any markup.

A value in a tile or a cell is what the record holds or what was computed: a record (shown as a
link), money, a day, a standing, a number. `Share`, `Change` and `Points` say what a float means,
`Figure` what it counts, `Badge` gives a text a level, `Link` a text a target, `Spark` a course.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pmkb.charts import Chart, Point
from pmkb.flow import Level
from pmkb.record import Record
from pmkb.trackers import Change, Figure, Points, Share

__all__ = [
    "Badge",
    "Block",
    "Change",
    "Column",
    "Concerns",
    "Figure",
    "Grid",
    "Group",
    "Link",
    "Note",
    "Nothing",
    "Points",
    "Records",
    "Share",
    "Side",
    "Spark",
    "Tile",
    "Tiles",
]


@dataclass(frozen=True)
class Badge:
    """A text at a level; a sign in front says the same without colour."""

    text: str
    level: Level


@dataclass(frozen=True)
class Link:
    """A text that leads to another page of the site."""

    text: str
    path: str
    """As the page's Markdown file would have it."""


@dataclass(frozen=True)
class Spark:
    """The course of some values, of the size of a word."""

    name: str
    points: tuple[Point, ...]
    unit: str = ""


@dataclass(frozen=True)
class Tile:
    """A number to be seen first: what it is, its value, and what that is to be compared with."""

    label: str
    value: object
    note: tuple[object, ...] = ()
    """Texts and values that stand beneath, one after the other."""
    level: Level | None = None
    trend: tuple[Point, ...] = ()
    leads_to: str = ""
    """The path of the page that tells more."""


@dataclass(frozen=True)
class Tiles:
    """A few numbers in a row."""

    shape: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Records:
    """Records of one kind as a table with the columns of its list, or others."""

    shape: ClassVar[str] = "records"
    title: str
    records: Sequence[Record]
    columns: tuple[str, ...] = ()
    """Fields and computed values; those of the kind's list unless given."""
    note: str = ""
    group: str = ""
    """The column it is grouped by at first."""


@dataclass(frozen=True)
class Column:
    """A column of a grid."""

    label: str
    is_numeric: bool = False
    """Whether it is set flush right; it is then sorted by its numbers too."""
    choose: bool = False
    """Whether the table can be narrowed to one of its values, and grouped by them."""
    adds: bool = False
    """Whether its values make a sum: only where nothing is counted in two rows."""


@dataclass(frozen=True)
class Grid:
    """A table of any values; the first column heads the rows."""

    shape: ClassVar[str] = "grid"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Concerns:
    """Records with why they need attention, the most urgent first; those that do not are left
    out.
    """

    shape: ClassVar[str] = "concerns"
    title: str
    records: Sequence[Record]
    most: int = 12


@dataclass(frozen=True)
class Note:
    """A remark: what is left out, where a number comes from."""

    shape: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class Nothing:
    """That there is nothing yet, and the kind of record that a start can be made with."""

    shape: ClassVar[str] = "nothing"
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Side:
    """Charts or tables side by side, where there is room."""

    shape: ClassVar[str] = "side"
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Group:
    """Blocks under a heading."""

    shape: ClassVar[str] = "group"
    title: str
    blocks: tuple["Block", ...]
    leads_to: str = ""
    """The path of the page that the heading leads to."""


Block = Chart | Tiles | Records | Grid | Concerns | Note | Nothing | Side | Group
