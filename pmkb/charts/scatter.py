"""Dots in two dimensions, with named quadrants: Kano's better and worse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.axis import Plot, tick_room, value_axis
from pmkb.charts.chart import BROAD, Chart, Drawing, Mark, Sheet, Table, sign, tone
from pmkb.charts.elements import el, join, line, text
from pmkb.charts.formats import Format, Wording
from pmkb.charts.legend import BOLD, Entry, key_row
from pmkb.charts.letters import shorten, wrap
from pmkb.charts.scale import Scale, Ticks, known, nice_ticks, value_ticks
from pmkb.flow import Level

Box = tuple[float, float, float, float]
RADIUS = 5.0
LETTERED = 8.5
"""The radius of a dot with a letter in it."""
MANY = 8
"""With more dots than this a column of text is too narrow for their names."""


@dataclass(frozen=True)
class Dot:
    """One thing and its two values."""

    name: str
    x: float
    y: float
    level: Level | None = None
    note: str = ""
    href: str = ""
    letter: str = ""
    """What stands in it: the group it belongs to, in a letter."""
    before: tuple[float, float] | None = None
    """Its two values at an earlier time."""


@dataclass(frozen=True)
class Quadrants:
    """Where the plot is divided, and what its quarters are called."""

    x: float
    y: float
    names: tuple[str, str, str, str]
    """Top left, top right, bottom left, bottom right."""


@dataclass(frozen=True)
class _Quarter:
    """The name of a quarter in its place."""

    box: Box
    lines: tuple[str, ...]
    is_right: bool

    def drawn(self) -> Markup:
        """Its lines, flush with the plot's side."""
        left, top, right, bottom = self.box
        step = (bottom - top) / max(len(self.lines), 1)
        x, anchor = (right, "end") if self.is_right else (left, "")
        return join(
            text(x, top + step * (at + 0.5), each, "pmkc-quarter", anchor)
            for at, each in enumerate(self.lines)
        )


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
    before: str = ""
    """What the time of dots' earlier values is called."""

    @property
    def there(self) -> tuple[Dot, ...]:
        """The dots that can be drawn."""
        return tuple(each for each in self.dots if known(each.x) and known(each.y))

    @property
    def empty(self) -> bool:
        """Whether there is no dot."""
        return not self.there

    @property
    def is_broad(self) -> bool:
        """Whether there are many names."""
        return len(self.there) > MANY

    def draw(self, sheet: Sheet) -> Drawing:
        """The plot, its quarters, the dots with their ways, and the names that find room."""
        form = self.format(sheet.wording)
        up = _ticks([each.y for each in self.there], self.y_range)
        along = _ticks([each.x for each in self.there], self.x_range)
        left = tick_room(sheet, form, up)
        top = sheet.size * 1.8
        high = 300 if sheet.narrow else 440 if sheet.width >= BROAD else 380
        plot = Plot(left, top, sheet.width - 12, top + high)
        x = Scale(along.low, along.high, plot.left, plot.right)
        y = Scale(up.low, up.high, plot.bottom, plot.top)
        most = sheet.width - 40
        foot = shorten(self.x_name, most, sheet.size)
        quarters = self._quarters(sheet, plot, x, y)
        key, depth = key_row(sheet, self._key(), plot.bottom + 54)
        body = (
            value_axis(form, up, y, plot),
            join(_foot(form, along, x, plot)),
            text(0, 8, f"↑ {shorten(self.y_name, most, sheet.size)}", "pmkc-soft"),
            text(plot.right, plot.bottom + 32, f"{foot} →", "pmkc-soft", "end"),
            self._divided(plot, x, y),
            join(each.drawn() for each in quarters),
            join(_way(each, x, y) for each in self.there),
            join(_names(self.there, sheet, plot, (x, y), [each.box for each in quarters])),
            join(_dot(each, x, y) for each in self.there),
            key,
        )
        marks = tuple(self._mark(each, form, x, y) for each in self.there)
        return Drawing(plot.bottom + 42 + depth, join(body), marks)

    def _key(self) -> list[Entry]:
        moved = any(each.before for each in self.there)
        return [Entry("pmkc-hollow pmkc-was", self.before, "dot")] if moved else []

    def _quarters(self, sheet: Sheet, plot: Plot, x: Scale, y: Scale) -> tuple["_Quarter", ...]:
        """The names of the quarters, each in its outer corner."""
        if self.quadrants is None:
            return ()
        at, step = x.held(self.quadrants.x), sheet.size * 1.2
        made = []
        for place, name in enumerate(self.quadrants.names):
            right, low = place % 2, place // 2
            lines = wrap(name, (plot.right - at if right else at - plot.left) - 12, sheet.size)
            high = step * len(lines)
            top = plot.bottom - 3 - high if low else plot.top + 3
            wide = max(map(sheet.room, lines), default=0) * BOLD
            left = plot.right - 6 - wide if right else plot.left + 6
            made.append(_Quarter((left, top, left + wide, top + high), lines, bool(right)))
        return tuple(made)

    def _divided(self, plot: Plot, x: Scale, y: Scale) -> Markup | None:
        """The lines between the quarters."""
        if self.quadrants is None:
            return None
        at, up = x.held(self.quadrants.x), y.held(self.quadrants.y)
        across = line((plot.left, up), (plot.right, up), "pmkc-divide")
        return line((at, plot.top), (at, plot.bottom), "pmkc-divide") + across

    def _mark(self, dot: Dot, form: Format, x: Scale, y: Scale) -> Mark:
        at = x.held(dot.x), y.held(dot.y)
        box = (at[0] - 9, at[1] - 9, 18, 18)
        return Mark(box, self._says(dot, form), (at[0], at[1] - 8), dot.href, stop=bool(dot.level))

    def _says(self, dot: Dot, form: Format) -> tuple[str, ...]:
        values = f"{self.x_name} {form.exact(dot.x)} · {self.y_name} {form.exact(dot.y)}"
        group = f" ({dot.letter})" if dot.letter else ""
        said = (f"{sign(dot.level)}{dot.name}{group}", values)
        return (*said, dot.note) if dot.note else said

    def table(self, wording: Wording) -> Table:
        """A row for each dot."""
        form, notes = self.format(wording), any(each.note for each in self.dots)
        moved = any(each.before for each in self.dots)
        rows = []
        for each in self.dots:
            row: list[object] = [each.name, form.exact(each.x), form.exact(each.y)]
            row += [_was(each, form)] if moved else []
            rows.append((*row, each.note) if notes else tuple(row))
        head = [wording.gettext("Name"), self.x_name, self.y_name, *([self.before] * moved)]
        head += [wording.gettext("Note")] * notes
        return Table(tuple(head), tuple(rows), frozenset({1, 2}))

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


def _was(dot: Dot, form: Format) -> str:
    """The values a dot had before, for the table."""
    return " · ".join(form.exact(each) for each in dot.before) if dot.before else ""


def _ticks(values: list[float], span: tuple[float, float] | None) -> Ticks:
    return nice_ticks(*span, 6) if span else value_ticks(values, from_zero=False)


def _foot(form: Format, ticks: Ticks, x: Scale, plot: Plot) -> Iterator[Markup]:
    for value, name in zip(ticks.values, form.ticks(ticks.values), strict=True):
        yield line((x(value), plot.top), (x(value), plot.bottom), "pmkc-grid")
        yield text(x(value), plot.bottom + 13, name, "pmkc-soft", "middle")


def _dot(dot: Dot, x: Scale, y: Scale) -> Markup:
    at = x.held(dot.x), y.held(dot.y)
    css = f"pmkc-fill pmkc-dot {tone(dot.level)}"
    made = el("circle", cx=at[0], cy=at[1], r=_radius(dot), class_=css)
    return made + text(*at, dot.letter[:1], "pmkc-letter", "middle") if dot.letter else made


def _radius(dot: Dot) -> float:
    return LETTERED if dot.letter else RADIUS


def _way(dot: Dot, x: Scale, y: Scale) -> Markup | None:
    """From where a dot was to where it is."""
    if dot.before is None:
        return None
    old, new = (x.held(dot.before[0]), y.held(dot.before[1])), (x.held(dot.x), y.held(dot.y))
    css = tone(dot.level)
    was = el("circle", cx=old[0], cy=old[1], r="4", class_=f"pmkc-hollow pmkc-was {css}")
    return line(old, new, f"pmkc-way {css}") + was


def _names(
    dots: tuple[Dot, ...],
    sheet: Sheet,
    plot: Plot,
    scales: tuple[Scale, Scale],
    covered: Sequence[Box],
) -> Iterator[Markup]:
    """Names beside their dots, where they cover neither one another nor a dot nor what else is
    written; those at a level come first.
    """
    x, y = scales
    places = {at: (x.held(each.x), y.held(each.y)) for at, each in enumerate(dots)}
    taken = [*covered]
    taken += (_around(*places[at], _radius(each) + 1) for at, each in enumerate(dots))
    olds = (each.before for each in dots if each.before)
    taken += (_around(x.held(a), y.held(b), 5) for a, b in olds)
    order = sorted(places, key=lambda at: _rank(dots[at]))
    for at in order:
        dot, place = dots[at], places[at]
        name = shorten(sign(dot.level) + dot.name, sheet.width * 0.45, sheet.size)
        found = _free(name, sheet, place, _radius(dot), plot, taken)
        if found is None:
            continue
        taken.append(found)
        yield from _leader(place, found, _radius(dot))
        yield _name(place[0], found, name)


def _rank(dot: Dot) -> int:
    return dot.level.rank if dot.level else len(Level)


def _name(at: float, box: Box, name: str) -> Markup:
    """A name with the end that its dot is nearest to where the box ends: letters may be narrower
    than was reckoned.
    """
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    if right < at:
        return text(right, middle, name, "pmkc-halo", "end")
    if left > at:
        return text(left, middle, name, "pmkc-halo")
    return text((left + right) / 2, middle, name, "pmkc-halo", "middle")


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def _leader(at: tuple[float, float], box: Box, radius: float) -> Iterator[Markup]:
    """A line from a dot to its name, where that stands apart."""
    near = min(max(at[0], box[0]), box[2]), min(max(at[1], box[1]), box[3])
    if hypot(near[0] - at[0], near[1] - at[1]) > radius + 8:
        yield line(at, near, "pmkc-leader")


def _free(
    name: str, sheet: Sheet, at: tuple[float, float], radius: float, plot: Plot, taken: list[Box]
) -> Box | None:
    """Room for a name: beside its dot, above or below it, then farther and farther away."""
    wide, high = sheet.room(name), sheet.size * 1.15
    for left, top in _corners(at, radius + 4, (wide, high)):
        box = (left, top, left + wide, top + high)
        inside = left >= plot.left and box[2] <= plot.right + 10 and top >= plot.top
        if inside and box[3] <= plot.bottom and not any(_overlap(box, each) for each in taken):
            return box
    return None


FAR = (0, 9, 20, 32, 46)
"""How much farther than next to its dot a name may stand."""


def _corners(
    at: tuple[float, float], gap: float, size: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    """Where the top left corner of a name can be, the best place first."""
    (a, b), (wide, high) = at, size
    for far in FAR:
        reach = gap + far
        middle, centre = b - high / 2, a - wide / 2
        if not far:
            yield from ((a + reach, middle), (a - reach - wide, middle))
        yield from ((centre, b - reach - high), (centre, b + reach))
        aside, up, down = gap * 0.7 + far * 0.8, b - gap * 0.5 - far - high, b + gap * 0.5 + far
        for height in (up, down):
            yield from ((a + aside, height), (a - aside - wide, height))


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
