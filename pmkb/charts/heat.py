"""A grid of cells: risks by probability and impact, revenue by industry and region, coverage."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.chart import SIGNS, Chart, Drawing, Mark, Sheet, Table, sign
from pmkb.charts.elements import el, join, rect, text
from pmkb.charts.formats import Form, Format, Wording, step_of
from pmkb.charts.letters import shorten, wrap, wraps
from pmkb.charts.scale import known
from pmkb.flow import Level

Box = tuple[float, float, float, float]
LONGEST = 150.0
"""The most room a turned name takes."""
MANY = 7
"""With more columns than this a column of text is too narrow for them."""
NAMES_FROM = 90.0
"""How wide a cell is at least in which names can be read."""
SHADES = 5
"""How many depths of colour there are; the number in the cell says the rest."""


@dataclass(frozen=True)
class Item:
    """One of the things in a cell, by its name."""

    name: str
    href: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: a level or a value, and what stands in it."""

    value: float | None = None
    text: str = ""
    """Instead of the value."""
    level: Level | None = None
    note: str = ""
    href: str = ""
    items: tuple[Item, ...] = ()
    """What is in it: its names where there is room, else its text."""
    is_zone: bool = False
    """Whether the level is the place's alone, with nothing in it: a faint colour, no sign."""
    brief: str = ""
    """Instead of the text, where texts find no room."""


@dataclass(frozen=True)
class Heat(Chart):
    """A grid; cells with a level have its colour and sign, others are the deeper the larger."""

    shape: ClassVar[str] = "heat"
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    """By row; None is a cell that does not apply."""
    row_title: str = ""
    column_title: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is no cell."""
        return not self.rows or not self.columns

    @property
    def is_broad(self) -> bool:
        """Whether names stand in its cells, or it has many columns."""
        return len(self.columns) > MANY or any(e and e.items for row in self.cells for e in row)

    def at(self, row: int, column: int) -> Cell | None:
        """A cell; None where there is none."""
        cells = self.cells[row] if row < len(self.cells) else ()
        return cells[column] if column < len(cells) else None

    def draw(self, sheet: Sheet) -> Drawing:
        """The grid with its headings."""
        form = self.format(sheet.wording)
        grid = _Grid.of(self, sheet, form)
        shades = self._shades()
        drawn: list[Markup] = []
        marks: list[Mark] = []
        for row in range(len(self.rows)):
            for column in range(len(self.columns)):
                cell, box = self.at(row, column), grid.box(row, column)
                if cell is not None and cell.items and grid.named:
                    drawn.append(rect(*box, f"pmkc-cell {_css(cell, shades)}"))
                    drawn += (_lines(each, sheet.size, cell) for each in grid.inside(cell, box))
                    marks += self._named(row, column, grid.inside(cell, box), form)
                    continue
                words = grid.write(cell) if grid.write else ""
                drawn.append(_cell(cell, box, words, shades))
                if cell is not None and not cell.is_zone:
                    says = self._says(row, column, cell, form)
                    place = box[0] + box[2] / 2, box[1]
                    marks.append(Mark(box, says, place, cell.href, stop=bool(cell.level)))
        if grid.step > 1:
            drawn.append(text(0, grid.bottom + sheet.size, form.times(grid.step), "pmkc-soft"))
        height = grid.bottom + (sheet.size * 1.8 if grid.step > 1 else 2)
        return Drawing(height, join((join(grid.headings()), *drawn)), tuple(marks))

    def _named(
        self, row: int, column: int, named: Iterable["_Named"], form: Format
    ) -> Iterator[Mark]:
        """A mark for each name in a cell."""
        cell = self.at(row, column) or Cell()
        for each in named:
            says = self._says(row, column, replace(cell, note=each.item.name), form)
            place = each.box[0] + each.box[2] / 2, each.box[1]
            yield Mark(each.box, says, place, each.item.href)

    def _shades(self) -> tuple[float, float]:
        values = [
            each.value for row in self.cells for each in row if each and each.value is not None
        ]
        there = [each for each in values if known(each)]
        return min((*there, 0.0)), max((*there, 0.0))

    def _says(self, row: int, column: int, cell: Cell, form: Format) -> tuple[str, ...]:
        down = f"{self.row_title} {self.rows[row]}".strip()
        where = f"{down} × {self.column_title} {self.columns[column]}".replace("  ", " ")
        said = f"{where}: {_full(cell, form)}"
        note = cell.note or " · ".join(each.name for each in cell.items)
        return (said, note) if note else (said,)

    def table(self, wording: Wording) -> Table:
        """The same grid."""
        form = self.format(wording)
        rows = tuple(
            (name, *(_told(self.at(row, at), form) for at in range(len(self.columns))))
            for row, name in enumerate(self.rows)
        )
        corner = " / ".join(each for each in (self.row_title, self.column_title) if each)
        head = (corner or wording.gettext("Name"), *self.columns)
        return Table(head, rows, frozenset(range(1, len(head))))

    def summary(self, wording: Wording) -> str:
        """How large the grid is, and its most urgent or largest cells."""
        form = self.format(wording)
        there = [
            (cell, self._says(row, column, cell, form)[0])
            for row in range(len(self.rows))
            for column in range(len(self.columns))
            if (cell := self.at(row, column)) is not None and not cell.is_zone
        ]
        urgent = [said for cell, said in there if cell.level is Level.ACT]
        largest = sorted(there, key=lambda each: -(each[0].value or 0))
        size = f"{len(self.rows)} × {len(self.columns)}"
        return " · ".join((size, *(urgent or [said for _, said in largest])[:5]))


@dataclass(frozen=True)
class _Named:
    """A name in a cell: where it stands, and in which lines."""

    item: Item
    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Grid:
    spec: Heat
    sheet: Sheet
    names: tuple[tuple[str, ...], ...]
    left: float
    top: float
    upright: bool
    """Whether the columns' names are turned, for want of room."""
    over: bool
    """Whether the rows' names stand over their cells, for want of room beside them."""
    write: Callable[[Cell | None], str] | None
    """How values are written so that all find room; None where none are."""
    step: int = 1
    """What values are counted in, where they find room in no other way; told below the grid."""

    @classmethod
    def of(cls, spec: Heat, sheet: Sheet, form: Format) -> "_Grid":
        """Names beside the rows, or over them where cells would be too small for their values.

        Values that are too long even then are counted in one unit for all.
        """
        beside = cls._with(spec, sheet, form, over=False)
        if beside.write or not sheet.narrow:
            return beside
        over = cls._with(spec, sheet, form, over=True)
        values = [abs(each.value or 0) for row in spec.cells for each in row if each]
        largest = max((each for each in values if known(each)), default=0.0)
        step = 1 if form.form is Form.SHARE else step_of(largest, form.wording.locale)
        if over.write or step == 1:
            return over

        def write(cell: Cell | None) -> str:
            return _words(cell, lambda value: form.counted(value, step))

        room = over.width - 2
        fits = all(sheet.room(write(each)) <= room for row in spec.cells for each in row)
        return replace(over, write=write, step=step) if fits else over

    @classmethod
    def _with(cls, spec: Heat, sheet: Sheet, form: Format, *, over: bool) -> "_Grid":
        most = sheet.width if over else sheet.width * (0.3 if sheet.narrow else 0.24)
        names = tuple(wrap(each, most, sheet.size, 1 if over else 2) for each in spec.rows)
        need = max(sheet.room(each) for lines in names for each in (*lines, ""))
        left = (0 if over else need + 8) + (sheet.size * 1.5 if spec.row_title else 0)
        width = (sheet.width - left) / len(spec.columns) - 4
        upright = not all(wraps(each, _head(width), sheet.size) for each in spec.columns)
        lines = max(len(wrap(each, _head(width), sheet.size)) for each in (*spec.columns, "x"))
        longest = min(max(map(sheet.room, spec.columns)), LONGEST)
        head = longest + 8 if upright else lines * sheet.size * 1.25 + 6
        head += sheet.size * 1.5 if spec.column_title else 0
        cells = [each for row in spec.cells for each in row]
        ways: tuple[Callable[[Cell | None], str], ...] = (
            lambda cell: _words(cell, form.short),
            lambda cell: _words(cell, form.brief),
            lambda cell: _words(cell, form.brief, brief=True),
        )
        fitting = (
            write for write in ways if all(sheet.room(write(each)) <= width + 2 for each in cells)
        )
        return cls(spec, sheet, names, left, head, upright, over, next(fitting, None))

    @property
    def width(self) -> float:
        """Of a column."""
        return (self.sheet.width - self.left) / len(self.spec.columns)

    @property
    def named(self) -> bool:
        """Whether the names of what is in a cell can be read there."""
        return self.width >= NAMES_FROM

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """Of each row: alike, but for those with many names in a cell."""
        lines = max(map(len, self.names), default=1)
        least = 32.0 if self.sheet.narrow else 36.0
        least = least + self.above if self.over else max(self.sheet.size * (1.3 + lines), least)
        return tuple(max(least, self._filled(row)) for row in range(len(self.spec.rows)))

    def _filled(self, row: int) -> float:
        """The height that the names in a row's cells need."""
        cells = self.spec.cells[row] if self.named and row < len(self.spec.cells) else ()
        each = (self._deep(cell) for cell in cells if cell is not None and cell.items)
        return max(each, default=0.0) + 2 + self.above

    def _deep(self, cell: Cell) -> float:
        lines = sum(len(self._wrapped(cell, each)) for each in cell.items)
        return lines * self.sheet.size * 1.25 + len(cell.items) * 6 + 4

    def _wrapped(self, cell: Cell, item: Item) -> tuple[str, ...]:
        return wrap(sign(cell.level) + item.name, self.width - 14, self.sheet.size, 3)

    def inside(self, cell: Cell, box: Box) -> Iterator["_Named"]:
        """The names in a cell one under another: each with its place and its lines."""
        x, y, width, height = box
        y += (height - self._deep(cell)) / 2 + 2
        for each in cell.items:
            lines = self._wrapped(cell, each)
            high = len(lines) * self.sheet.size * 1.25 + 6
            yield _Named(each, (x + 2, y, width - 4, high), lines)
            y += high

    @property
    def above(self) -> float:
        """How much of a row's height its name over the cells takes."""
        return self.sheet.size * 1.6 if self.over else 0

    def start(self, row: int) -> float:
        """Where a row begins."""
        return self.top + sum(self.heights[:row])

    @property
    def bottom(self) -> float:
        """Where the grid ends."""
        return self.start(len(self.spec.rows))

    def box(self, row: int, column: int) -> Box:
        """A cell's place."""
        x, y = self.left + column * self.width, self.start(row) + self.above
        return x + 1, y + 1, self.width - 2, self.heights[row] - self.above - 2

    def headings(self) -> Iterator[Markup]:
        """Names of rows, columns and of both axes."""
        yield from self._titles()
        step = self.sheet.size * 1.2
        for row, lines in enumerate(self.names):
            if self.over:
                yield text(self.left, self.start(row) + step * 0.8, lines[0])
                continue
            middle = self.start(row) + self.heights[row] / 2 - step * (len(lines) - 1) / 2
            for at, each in enumerate(lines):
                yield text(self.left - 8, middle + at * step, each, "", "end")
        for column, name in enumerate(self.spec.columns):
            x = self.left + (column + 0.5) * self.width
            yield self._turned(x, name) if self.upright else self._level(x, name)

    def _turned(self, x: float, name: str) -> Markup:
        words = shorten(name, LONGEST, self.sheet.size)
        where = f"translate({x:.1f} {self.top - 6:.1f}) rotate(-90)"
        return el("text", words, transform=where, dy=".35em")

    def _level(self, x: float, name: str) -> Markup:
        step = self.sheet.size * 1.2
        lines = wrap(name, _head(self.width - 4), self.sheet.size)
        first = self.top - 8 - step * (len(lines) - 1) - step * 0.2
        return join(text(x, first + at * step, each, "", "middle") for at, each in enumerate(lines))

    def _titles(self) -> Iterator[Markup]:
        spec, size = self.spec, self.sheet.size
        if spec.column_title:
            middle = (self.left + self.sheet.width) / 2
            words = shorten(spec.column_title, self.sheet.width - self.left, size)
            yield text(middle, size * 0.7, words, "pmkc-soft", "middle")
        if spec.row_title:
            where = f"translate({size * 0.6:.1f} {(self.top + self.bottom) / 2:.1f}) rotate(-90)"
            words = shorten(spec.row_title, self.bottom - self.top, size)
            yield el(
                "text", words, transform=where, dy=".35em", class_="pmkc-soft", text_anchor="middle"
            )


def _head(width: float) -> float:
    """The room of a column's name: it may reach a little into the gaps beside its column."""
    return width * 1.04 + 2


def _cell(
    cell: Cell | None,
    box: Box,
    words: str,
    shades: tuple[float, float],
) -> Markup:
    if cell is None:
        return rect(*box, "pmkc-cell pmkc-void")
    css, x, y = _css(cell, shades), box[0] + box[2] / 2, box[1] + box[3] / 2
    made = rect(*box, f"pmkc-cell {css}")
    if cell.is_zone:
        return made
    bare = SIGNS[cell.level] if cell.level else ""
    if words in ("", bare):
        # A sign alone is small: a cell at a level need not have anything in it.
        return made + text(x, y, bare, f"{css} pmkc-bare", "middle") if bare else made
    return made + text(x, y, words, css, "middle")


def _lines(named: _Named, size: float, cell: Cell) -> Markup:
    """A name in a cell, flush left, over as many lines as it takes."""
    x, y, _, _ = named.box
    step, css = size * 1.25, _css(cell, (0, 0))
    return join(
        text(x + 5, y + 3 + step * (at + 0.5), each, css) for at, each in enumerate(named.lines)
    )


def _css(cell: Cell, shades: tuple[float, float]) -> str:
    if cell.level and cell.is_zone:
        return f"pmkb-{cell.level.value} pmkc-zone"
    if cell.level:
        return f"pmkb-{cell.level.value} pmkc-level"
    if cell.value is None or not known(cell.value):
        return "pmkc-void"
    low, high = shades
    share = (cell.value - low) / (high - low) if high > low else 0
    return f"pmkc-q{min(int(share * SHADES), SHADES - 1)}"


def _words(cell: Cell | None, write: Callable[[float], str], *, brief: bool = False) -> str:
    if cell is None:
        return ""
    text = (brief and cell.brief) or cell.text
    words = text or ("" if cell.value is None else write(cell.value))
    return ("" if cell.is_zone else sign(cell.level) + words).strip()


def _told(cell: Cell | None, form: Format) -> str:
    """A cell in the table of the data: with the names of what is in it."""
    names = ", ".join(each.name for each in cell.items) if cell else ""
    return ": ".join(each for each in (_full(cell, form), names) if each)


def _full(cell: Cell | None, form: Format) -> str:
    if cell is None or cell.is_zone:
        return ""
    level = form.wording.gettext(_LEVELS[cell.level]) if cell.level else ""
    words = cell.text or ("" if cell.value is None else form.exact(cell.value))
    return " ".join(each for each in (sign(cell.level).strip(), level, words) if each)


_LEVELS = {
    Level.ACT: "Act",
    Level.UNKNOWN: "Unknown",
    Level.WATCH: "Watch",
    Level.GOOD: "Good",
}
"""The words for levels, as the site's catalogue has them."""
