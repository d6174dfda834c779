"""Dots in two dimensions, with named quadrants: Kano's better and worse."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.axis import Plot, tick_room, value_axis
from pmkb.charts.chart import Chart, Drawing, Mark, Sheet, Table, sign, tone
from pmkb.charts.elements import el, join, line, text
from pmkb.charts.formats import Format, Wording
from pmkb.charts.letters import shorten
from pmkb.charts.scale import Scale, Ticks, known, nice_ticks, value_ticks
from pmkb.flow import Level

Box = tuple[float, float, float, float]
RADIUS = 5.0


@dataclass(frozen=True)
class Dot:
    """One thing and its two values."""

    name: str
    x: float
    y: float
    level: Level | None = None
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Quadrants:
    """Where the plot is divided, and what its quarters are called."""

    x: float
    y: float
    names: tuple[str, str, str, str]
    """Top left, top right, bottom left, bottom right."""


@dataclass(frozen=True)
class Scatter(Chart):
    """Things by two values."""

    shape: ClassVar[str] = "scatter"
    dots: tuple[Dot, ...]
    x_name: str
    y_name: str
    quadrants: Quadrants | None = None
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None

    @property
    def there(self) -> tuple[Dot, ...]:
        """The dots that can be drawn."""
        return tuple(each for each in self.dots if known(each.x) and known(each.y))

    @property
    def empty(self) -> bool:
        """Whether there is no dot."""
        return not self.there

    def draw(self, sheet: Sheet) -> Drawing:
        """The plot, its quarters, the dots, and the names that find room."""
        form = self.format(sheet.wording)
        up = _ticks([each.y for each in self.there], self.y_range)
        along = _ticks([each.x for each in self.there], self.x_range)
        left = tick_room(sheet, form, up)
        top = sheet.size * 1.8
        plot = Plot(left, top, sheet.width - 12, top + (250 if sheet.narrow else 340))
        x = Scale(along.low, along.high, plot.left, plot.right)
        y = Scale(up.low, up.high, plot.bottom, plot.top)
        most = sheet.width - 40
        foot = shorten(self.x_name, most, sheet.size)
        body = (
            value_axis(form, up, y, plot),
            join(_foot(form, along, x, plot)),
            text(0, 8, f"↑ {shorten(self.y_name, most, sheet.size)}", "pmkc-soft"),
            text(plot.right, plot.bottom + 32, f"{foot} →", "pmkc-soft", "end"),
            join(self._quarters(sheet, plot, x, y)),
            join(_dot(each, x, y) for each in self.there),
            join(_names(self.there, sheet, plot, x, y)),
        )
        marks = tuple(self._mark(each, form, x, y) for each in self.there)
        return Drawing(plot.bottom + 42, join(body), marks)

    def _quarters(self, sheet: Sheet, plot: Plot, x: Scale, y: Scale) -> Iterator[Markup]:
        if self.quadrants is None:
            return
        at, up = x.held(self.quadrants.x), y.held(self.quadrants.y)
        yield line((at, plot.top), (at, plot.bottom), "pmkc-divide")
        yield line((plot.left, up), (plot.right, up), "pmkc-divide")
        tops = (plot.top + 10, plot.top + 10, plot.bottom - 10, plot.bottom - 10)
        for name, height, right in zip(self.quadrants.names, tops, (0, 1, 0, 1), strict=True):
            width = plot.right - at if right else at - plot.left
            words = shorten(name, width - 12, sheet.size)
            place = plot.right - 6 if right else plot.left + 6
            yield text(place, height, words, "pmkc-quarter", "end" if right else "")

    def _mark(self, dot: Dot, form: Format, x: Scale, y: Scale) -> Mark:
        at = x.held(dot.x), y.held(dot.y)
        box = (at[0] - 9, at[1] - 9, 18, 18)
        return Mark(box, self._says(dot, form), (at[0], at[1] - 8), dot.href, stop=bool(dot.level))

    def _says(self, dot: Dot, form: Format) -> tuple[str, ...]:
        values = f"{self.x_name} {form.exact(dot.x)} · {self.y_name} {form.exact(dot.y)}"
        said = (f"{sign(dot.level)}{dot.name}", values)
        return (*said, dot.note) if dot.note else said

    def table(self, wording: Wording) -> Table:
        """A row for each dot."""
        form, notes = self.format(wording), any(each.note for each in self.dots)
        rows = tuple(
            (each.name, form.exact(each.x), form.exact(each.y), *((each.note,) if notes else ()))
            for each in self.dots
        )
        head = (wording.gettext("Name"), self.x_name, self.y_name)
        return Table((*head, wording.gettext("Note")) if notes else head, rows, frozenset({1, 2}))

    def summary(self, wording: Wording) -> str:
        """The dots of each quarter, or how far they spread."""
        if self.quadrants is None:
            form = self.format(wording)
            return " · ".join(": ".join(self._says(each, form)[:2]) for each in self.there[:8])
        quarters: dict[str, list[str]] = {name: [] for name in self.quadrants.names}
        for each in self.there:
            right, low = each.x >= self.quadrants.x, each.y < self.quadrants.y
            quarters[self.quadrants.names[right + 2 * low]].append(each.name)
        return " · ".join(f"{at}: {', '.join(names) or '–'}" for at, names in quarters.items())


def _ticks(values: list[float], span: tuple[float, float] | None) -> Ticks:
    return nice_ticks(*span, 6) if span else value_ticks(values, from_zero=False)


def _foot(form: Format, ticks: Ticks, x: Scale, plot: Plot) -> Iterator[Markup]:
    for value, name in zip(ticks.values, form.ticks(ticks.values), strict=True):
        yield line((x(value), plot.top), (x(value), plot.bottom), "pmkc-grid")
        yield text(x(value), plot.bottom + 13, name, "pmkc-soft", "middle")


def _dot(dot: Dot, x: Scale, y: Scale) -> Markup:
    css = f"pmkc-fill pmkc-dot {tone(dot.level)}"
    return el("circle", cx=x.held(dot.x), cy=y.held(dot.y), r=RADIUS, class_=css)


def _names(dots: tuple[Dot, ...], sheet: Sheet, plot: Plot, x: Scale, y: Scale) -> Iterator[Markup]:
    """Names beside their dots, where they cover neither one another nor a dot."""
    places = [(x.held(each.x), y.held(each.y)) for each in dots]
    taken: list[Box] = [(a - 6, b - 6, a + 6, b + 6) for a, b in places]
    for dot, (a, b) in zip(dots, places, strict=True):
        name = shorten(sign(dot.level) + dot.name, sheet.width * 0.45, sheet.size)
        found = _free(name, sheet, (a, b), plot, taken)
        if found:
            taken.append(found)
            yield text(found[0], (found[1] + found[3]) / 2, name, "pmkc-halo")


def _free(
    name: str, sheet: Sheet, at: tuple[float, float], plot: Plot, taken: list[Box]
) -> Box | None:
    """Room for a name at the right of its dot, at the left, above or below."""
    (a, b), wide, high = at, sheet.room(name), sheet.size * 1.1
    corners = (
        (a + 9, b - high / 2),
        (a - 9 - wide, b - high / 2),
        (a - wide / 2, b - 8 - high),
        (a - wide / 2, b + 8),
    )
    for left, top in corners:
        box = (left, top, left + wide, top + high)
        inside = left >= plot.left and box[2] <= plot.right + 10 and top >= plot.top
        if inside and box[3] <= plot.bottom and not any(_overlap(box, each) for each in taken):
            return box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
