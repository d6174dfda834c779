"""Lines over time, with targets, the range of a forecast, and marked inflections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.axis import FOOT, Plot, tick_room, time_axis, time_ticks, value_axis
from pmkb.charts.chart import Chart, Drawing, Mark, Point, Series, Sheet, Table
from pmkb.charts.elements import el, join, line, polyline, text
from pmkb.charts.formats import Format, Wording
from pmkb.charts.legend import HUES, EndLabel, end_labels, hue, label_room
from pmkb.charts.letters import shorten
from pmkb.charts.scale import Scale, Ticks, known, value_ticks
from pmkb.flow import Level

TURNS = 4
"""How many rows of names of inflections there are at most; the others' marks say theirs."""
DOTS = 40
"""Up to how many values each has its dot."""


@dataclass(frozen=True)
class Target:
    """A value to be reached, for a stretch of time or for all of it."""

    name: str
    value: float
    since: date | None = None
    until: date | None = None
    named: bool = True
    """Whether its name stands in the drawing; where several follow one another, one may do."""


@dataclass(frozen=True)
class Range:
    """What is expected of a period: a value between two others."""

    at: date
    low: float
    value: float
    high: float
    label: str = ""


@dataclass(frozen=True)
class Inflection:
    """A turn of the first series, and what is said of it."""

    at: date
    name: str
    level: Level | None = None


@dataclass(frozen=True)
class Line(Chart):
    """One or a few series over time."""

    shape: ClassVar[str] = "line"
    series: tuple[Series, ...]
    targets: tuple[Target, ...] = ()
    forecast: tuple[Range, ...] = ()
    """Of the first series."""
    inflections: tuple[Inflection, ...] = ()
    broad: bool = False
    """Whether it is what a page is about, and gets the page's width."""

    @property
    def is_broad(self) -> bool:
        """Whether it is drawn for the width of a page too."""
        return self.broad

    @property
    def empty(self) -> bool:
        """Whether no series has a value."""
        return not any(known(each.value) for one in self.series for each in one.points)

    def draw(self, sheet: Sheet) -> Drawing:
        """The drawing at a width."""
        return _Layout.of(self, sheet).drawing()

    def table(self, wording: Wording) -> Table:
        """A row for each period, the forecast's included."""
        form, gettext = self.format(wording), wording.gettext
        values = [{each.at: each.value for each in one.points} for one in self.series]
        expected = {each.at: each for each in self.forecast}
        rows = []
        for at, name in periods(self.series, self.forecast).items():
            row: list[object] = [name]
            row += [form.exact(each[at]) if at in each else "" for each in values]
            if expected:
                row.append(_between(form, expected[at]) if at in expected else "")
            rows.append(tuple(row))
        rows += [(each.name, form.exact(each.value)) for each in self.targets]
        names = [each.name or gettext("Value") for each in self.series]
        head = (gettext("Period"), *names, *([gettext("Forecast")] if expected else []))
        width = len(head)
        full = tuple((*row, *[""] * (width - len(row))) for row in rows)
        return Table(head, full, frozenset(range(1, width)))

    def summary(self, wording: Wording) -> str:
        """The latest, lowest and highest value of each series, and the turns."""
        form, gettext = self.format(wording), wording.gettext
        said = [_range_of(each, form, wording) for each in self.series]
        said += [f"{each.name}: {form.exact(each.value)}" for each in self.targets]
        said += [f"{each.at.isoformat()}: {each.name}" for each in self.inflections]
        if self.forecast:
            said.append(f"{gettext('Forecast')}: {_between(form, self.forecast[-1])}")
        return " · ".join(each for each in said if each)


def periods(series: Sequence[Series], forecast: Sequence[Range] = ()) -> dict[date, str]:
    """All periods in order, and what they are called."""
    names = {each.at: each.label or each.at.isoformat() for each in forecast}
    names |= {each.at: each.period for one in series for each in one.points}
    return dict(sorted(names.items()))


def _between(form: Format, expected: Range) -> str:
    middle = form.exact(expected.value)
    if expected.low == expected.high:
        return middle
    return f"{middle} ({form.exact(expected.low)} – {form.exact(expected.high)})"


def _range_of(series: Series, form: Format, wording: Wording) -> str:
    there = [(each.value, each) for each in series.points if each.value is not None]
    there = [each for each in there if known(each[0])]
    if not there:
        return ""
    values = [each for each, _ in there]
    said = {"Latest": there[-1], "Lowest": there[values.index(min(values))]}
    said["Highest"] = there[values.index(max(values))]
    words = {
        "Latest": wording.gettext("Latest"),
        "Lowest": wording.gettext("Lowest"),
        "Highest": wording.gettext("Highest"),
    }
    parts = (
        f"{words[each]} {at.period}: {form.exact(value)}" for each, (value, at) in said.items()
    )
    return (f"{series.name}: " if series.name else "") + " · ".join(parts)


@dataclass(frozen=True)
class _Layout:
    """Where a line chart's parts are at a width."""

    spec: Line
    sheet: Sheet
    form: Format
    plot: Plot
    ticks: Ticks
    x: Scale
    y: Scale
    rows: tuple[int, ...]
    """In which row over the plot each inflection's name stands."""

    @classmethod
    def of(cls, spec: Line, sheet: Sheet) -> "_Layout":
        form = spec.format(sheet.wording)
        ticks = value_ticks(_values(spec), from_zero=False)
        left = tick_room(sheet, form, ticks)
        right = sheet.width - label_room(sheet, [each[0] for each in _labels(spec, form)]) - 10
        days = [each.toordinal() for each in periods(spec.series, spec.forecast)]
        x = Scale(min(days), max(days), left + 6, right - 6)
        rows = _rows(spec, sheet, x)
        top = 10 + min(max(rows, default=-1) + 1, TURNS) * sheet.size * 1.4
        plot = Plot(left, top, right, top + (190 if sheet.narrow else 230))
        y = Scale(ticks.low, ticks.high, plot.bottom, plot.top)
        return cls(spec, sheet, form, plot, ticks, x, y, rows)

    def drawing(self) -> Drawing:
        """Everything in its order: what lies behind first."""
        body = (
            value_axis(self.form, self.ticks, self.y, self.plot),
            self._time(),
            self._forecast(),
            join(map(self._target, self.spec.targets)),
            join(self._series()),
            join(map(self._stem, self.spec.inflections, self.rows)),
            join(self._target_name(each) for each in self.spec.targets if each.named),
            join(map(self._turn, self.spec.inflections, self.rows)),
            self._last(),
            self._names(),
        )
        return Drawing(self.plot.bottom + FOOT, join(body), tuple(self._marks()))

    @cached_property
    def by_day(self) -> dict[date, list[tuple[str, Point]]]:
        """The values of each period, with their series' names."""
        made: dict[date, list[tuple[str, Point]]] = {}
        for one in self.spec.series:
            for each in one.points:
                made.setdefault(each.at, []).append((one.name, each))
        return made

    def place(self, at: date, value: float) -> tuple[float, float]:
        """Where a value is."""
        return self.x(at.toordinal()), self.y(value)

    def _time(self) -> Markup:
        points = [each for one in self.spec.series for each in one.points]
        points += [Point(each.at, None, each.label) for each in self.spec.forecast]
        ticks = time_ticks(points, self.plot.width, self.sheet)
        return time_axis(ticks, lambda day: self.x(day.toordinal()), self.plot, self.sheet)

    def _series(self) -> Iterator[Markup]:
        # The first in front: it is the one the chart is about.
        for at, each in reversed(tuple(enumerate(self.spec.series))):
            yield el("g", join(self._strokes(each)), class_=hue(at))

    def _strokes(self, series: Series) -> Iterator[Markup]:
        few = len(series.points) <= DOTS
        for has, group in groupby(series.points, lambda each: known(each.value)):
            run = [(each, self.place(each.at, each.value or 0)) for each in group]
            if not has:
                continue
            whole = [place for each, place in run if not each.partial]
            if len(whole) > 1:
                yield el("path", d=polyline(whole), class_="pmkc-stroke")
            if len(run) > len(whole) > 0:
                late = [whole[-1], *(place for each, place in run if each.partial)]
                yield el("path", d=polyline(late), class_="pmkc-stroke pmkc-partial")
            for at, (each, place) in enumerate(run):
                if few or len(run) == 1 or at == len(run) - 1:
                    yield _dot(place, each.partial, few and len(series.points) > 1)

    def _forecast(self) -> Markup | None:
        spec = self.spec
        if not spec.forecast:
            return None
        joint = [
            Range(each.at, each.value, each.value, each.value)
            for each in (spec.series[0].points if spec.series else ())
            if each.value is not None and each.at < spec.forecast[0].at
        ][-1:]
        run = [*joint, *spec.forecast]
        edge = [self.place(each.at, each.high) for each in run]
        edge += [self.place(each.at, each.low) for each in reversed(run)]
        middle = [self.place(each.at, each.value) for each in run]
        band = el("path", d=polyline(edge, close=True), class_="pmkc-band")
        path = el("path", d=polyline(middle), class_="pmkc-stroke pmkc-expected")
        return el("g", band, path, _dot(middle[-1], True, False), class_=hue(0))

    def _reach(self, target: Target) -> tuple[float, float, float]:
        """From where to where a target's line goes, and at what height."""
        start = self.x.held(target.since.toordinal()) if target.since else self.plot.left
        end = self.x.held(target.until.toordinal()) if target.until else self.plot.right
        return start, end, self.y.held(target.value)

    def _target(self, target: Target) -> Markup:
        start, end, y = self._reach(target)
        return line((start, y), (end, y), "pmkc-target")

    def _target_name(self, target: Target) -> Markup:
        """A target's name over its line or before it, where the values leave it most room."""
        start, end, y = self._reach(target)
        words = f"{target.name} {self.form.short(target.value)}"
        name = shorten(words, self.plot.width, self.sheet.size)
        need = self.sheet.room(name)
        above = y - 9 if y - 16 > self.plot.top - 8 else y + 10
        places = [(start + 2, above), (end - 2 - need, above), (start - 6 - need, y)]
        most = self.sheet.width - need
        within = [each for each in places if self.plot.left <= each[0] <= most]
        within = within or [(self.plot.left, above)]
        x, height = max(within, key=lambda each: self._clear(each[0], need, each[1]))
        return text(x, height, name, "pmkc-halo pmkc-soft")

    def _clear(self, x: float, width: float, y: float) -> float:
        """How far the nearest value is from a name, up to where it does not matter."""
        spec = self.spec
        places = [self.place(each.at, each.value) for each in spec.forecast]
        for one in spec.series:
            there = [(each.at, each.value) for each in one.points if each.value is not None]
            places += [self.place(at, value) for at, value in there]
        near = [abs(b - y) for a, b in places if x - 8 <= a <= x + width + 8]
        stems = (self.x.held(each.at.toordinal()) for each in spec.inflections)
        crossed = any(x - 4 <= at <= x + width + 4 for at in stems)
        return min(min(near, default=99.0), 8.0 if crossed else 18.0)

    def _stem(self, turn: Inflection, row: int) -> Markup:
        x, y = self.x.held(turn.at.toordinal()), self._height_at(turn.at)
        head = min(row + 1.2, TURNS) * self.sheet.size * 1.4
        ring = el("circle", cx=x, cy=y, r="5.5", class_="pmkc-ring")
        return el("g", line((x, head), (x, y - 6), "pmkc-stem"), ring, class_=_turning(turn))

    def _turn(self, turn: Inflection, row: int) -> Markup | None:
        if row >= TURNS:
            return None
        name = shorten(turn.name, self.sheet.width * 0.6, self.sheet.size)
        at = _held(self.sheet, self.x.held(turn.at.toordinal()), name)
        head = (row + 0.6) * self.sheet.size * 1.4
        return el("g", text(at, head, name, "pmkc-halo", "middle"), class_=_turning(turn))

    def _height_at(self, day: date) -> float:
        points = self.spec.series[0].points if self.spec.series else ()
        value = next((each.value for each in points if each.at == day), None)
        return self.plot.top if value is None else self.y(value)

    def _last(self) -> Markup | None:
        """The newest value at its point: where a forecast follows, the edge is not its place."""
        points = self.spec.series[0].points if self.spec.series else ()
        there = [(each.at, each.value) for each in points if each.value is not None]
        if not self.spec.forecast or not there:
            return None
        at, value = there[-1]
        rises = len(there) > 1 and there[-2][1] <= value
        x, y = self.place(at, value)
        y = min(y + 17, self.plot.bottom - 8) if rises else max(y - 17, self.plot.top)
        name = f"{self.spec.series[0].name} " if len(self.spec.series) > 1 else ""
        words = shorten(name + self.form.short(value), self.plot.width * 0.4, self.sheet.size)
        return text(x - 2, y, words, "pmkc-halo pmkc-name")

    def _names(self) -> Markup:
        made = []
        for lines, at, day, value in _labels(self.spec, self.form):
            x, y = self.place(day, value)
            made.append(EndLabel(y, lines, "pmkc-label " + hue(at), x))
        span = self.plot.top - 6, self.plot.bottom + 6
        return end_labels(self.sheet, made, self.plot.right + 6, span)

    def _marks(self) -> Iterator[Mark]:
        names = periods(self.spec.series, self.spec.forecast)
        days = list(names)
        notable = self._notable(days)
        for at, day in enumerate(days):
            x = self.x(day.toordinal())
            before = self.x(days[at - 1].toordinal()) if at else 2 * self.plot.left - x
            after = self.x(days[at + 1].toordinal()) if at + 1 < len(days) else self.plot.right
            start = max((before + x) / 2, self.plot.left)
            end = (after + x) / 2 if at + 1 < len(days) else self.plot.right
            box = (start, self.plot.top, max(end - start, 1), self.plot.height)
            says, top = self._says(day, names[day])
            yield Mark(box, says, (x, top - 6), stop=day in notable)

    def _says(self, day: date, name: str) -> tuple[tuple[str, ...], float]:
        """What is said of a period, and the height of its highest value."""
        found = self.by_day.get(day, [])
        said = [self.form.exact(each.value) for _, each in found]
        if len(self.spec.series) > 1:
            said = [f"{one}: {value}" for (one, _), value in zip(found, said, strict=True)]
        values = [each.value for _, each in found if each.value is not None]
        for expected in self.spec.forecast:
            if expected.at == day:
                label = self.sheet.wording.gettext("Forecast")
                said.append(f"{label} {_between(self.form, expected)}")
                values.append(expected.high)
        said += [each.name for each in self.spec.inflections if each.at == day]
        lines = (f"{name}: {said[0]}",) if len(said) == 1 else (name, *said)
        return lines, self.y(max(values, default=self.ticks.low))

    def _notable(self, days: list[date]) -> set[date]:
        """Ends, turns and extremes, where not every value can be a stop."""
        first = self.spec.series[0].points if self.spec.series else ()
        there = [each for each in first if known(each.value)]
        extremes = (
            pick(there, key=lambda each: each.value or 0).at for pick in (min, max) if there
        )
        turns = (each.at for each in self.spec.inflections)
        expected = (each.at for each in self.spec.forecast[-1:])
        return {days[0], days[-1], *extremes, *turns, *expected}


def _turning(turn: Inflection) -> str:
    return f"pmkc-turn pmkb-{turn.level.value}" if turn.level else "pmkc-turn"


def _held(sheet: Sheet, x: float, name: str) -> float:
    half = sheet.room(name) / 2 + 2
    return min(max(x, half), sheet.width - half)


def _values(spec: Line) -> list[float]:
    values = [each.value for one in spec.series for each in one.points if each.value is not None]
    values += [each.value for each in spec.targets]
    return values + [at for each in spec.forecast for at in (each.low, each.high)]


def _labels(spec: Line, form: Format) -> list[tuple[tuple[str, ...], int, date, float]]:
    """What stands beside the plot: text, place in the palette, and what it is beside."""
    made: list[tuple[tuple[str, ...], int, date, float]] = []
    for at, one in enumerate(spec.series[:HUES]):
        if spec.forecast and at == 0:
            continue  # its newest value is named at its point
        there = [each for each in one.points if known(each.value)]
        if there:
            last = there[-1]
            value = form.short(last.value or 0)
            lines = (one.name, value) if len(spec.series) > 1 and one.name else (value,)
            made.append((lines, at, last.at, last.value or 0))
    if spec.forecast:
        last_range = spec.forecast[-1]
        word = form.wording.gettext("Forecast")
        made.append(((word, form.short(last_range.value)), 0, last_range.at, last_range.value))
    return made


def _rows(spec: Line, sheet: Sheet, x: Scale) -> tuple[int, ...]:
    """The first row over the plot in which each inflection's name finds room."""
    ends: list[float] = []
    rows = []
    for each in spec.inflections:
        name = shorten(each.name, sheet.width * 0.6, sheet.size)
        middle, half = _held(sheet, x.held(each.at.toordinal()), name), sheet.room(name) / 2
        row = next((at for at, end in enumerate(ends) if end < middle - half), len(ends))
        ends[row:] = [middle + half + 8, *ends[row + 1 :]]
        rows.append(row)
    return tuple(rows)


def _dot(place: tuple[float, float], hollow: bool, small: bool) -> Markup:
    css = "pmkc-hollow" if hollow else "pmkc-fill pmkc-small" if small else "pmkc-fill"
    radius = "3.5" if hollow or not small else "2.5"
    return el("circle", cx=float(place[0]), cy=float(place[1]), r=radius, class_=css)
