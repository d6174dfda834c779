"""Bars: in rows for things with names, upright for periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.axis import FOOT, Plot, tick_room, time_axis, time_ticks, value_axis
from pmkb.charts.chart import Chart, Drawing, Mark, Point, Sheet, Table, sign, tone
from pmkb.charts.elements import join, line, rect, text
from pmkb.charts.formats import Format, Wording
from pmkb.charts.legend import Entry, aim, filled, key_row
from pmkb.charts.rows import MOST, Rows, rest
from pmkb.charts.scale import Scale, known, value_ticks
from pmkb.flow import Level


@dataclass(frozen=True)
class Bar:
    """One thing and its value."""

    name: str
    value: float | None
    target: float | None = None
    level: Level | None = None
    note: str = ""
    href: str = ""
    part: float | None = None
    """How much of the value is of a sort that matters most: weighted, renewed, paid."""
    text: str = ""
    """What stands at its end instead of its numbers."""


@dataclass(frozen=True)
class Bars(Chart):
    """Things compared by a value, in the order given."""

    shape: ClassVar[str] = "bars"
    bars: tuple[Bar, ...]
    parts: tuple[str, str] = ("", "")
    """What a whole bar is, and its part, where bars have parts."""

    @property
    def empty(self) -> bool:
        """Whether there is no bar."""
        return not self.bars

    def draw(self, sheet: Sheet) -> Drawing:
        """A row for each."""
        form, shown = self.format(sheet.wording), self.bars[:MOST]
        numbers = [_number(each, form) for each in shown]
        rows = Rows.of(sheet, [sign(each.level) + each.name for each in shown], numbers)
        x = rows.scale(at for each in shown for at in (each.value, each.target) if at is not None)
        drawn = (_row(rows, at, each, x, numbers[at]) for at, each in enumerate(shown))
        base = line((x(0), rows.top), (x(0), rows.bottom), "pmkc-base")
        more, height = rest(sheet, len(self.bars) - MOST, rows.bottom)
        key, depth = self._key(sheet, rows.bottom + height + 12)
        body = join((rows.labels(), *drawn, base, more, key))
        marks = tuple(
            Mark(rows.whole(at), self._says(each, form), (x(0), rows.middle(at)), each.href)
            for at, each in enumerate(shown)
        )
        return Drawing(rows.bottom + 4 + height + depth, body, marks)

    def _key(self, sheet: Sheet, y: float) -> tuple[Markup, float]:
        entries = []
        if self.has_parts:
            whole, part = self.parts
            entries += [Entry("pmkc-fill pmkc-c1", part), Entry("pmkc-rest pmkc-c1", whole)]
        if any(each.target is not None for each in self.bars):
            entries.append(Entry("pmkc-aim", sheet.wording.gettext("Target"), "tick"))
        return key_row(sheet, entries, y)

    @property
    def has_parts(self) -> bool:
        """Whether any bar tells a part of its value."""
        return any(each.part is not None for each in self.bars)

    def _says(self, bar: Bar, form: Format) -> tuple[str, ...]:
        said = [f"{sign(bar.level)}{bar.name}: {form.exact(bar.value)}"]
        if bar.part is not None:
            said.append(f"{self.parts[1]}: {form.exact(bar.part)}")
        if bar.target is not None:
            said.append(f"{form.wording.gettext('Target')}: {form.exact(bar.target)}")
        return (*said, bar.note) if bar.note else tuple(said)

    def table(self, wording: Wording) -> Table:
        """A row for each bar."""
        form, gettext = self.format(wording), wording.gettext
        targets = any(each.target is not None for each in self.bars)
        notes = any(each.note for each in self.bars)
        rows = []
        for each in self.bars:
            row: list[object] = [sign(each.level) + each.name, form.exact(each.value)]
            row += ["" if each.part is None else form.exact(each.part)] if self.has_parts else []
            row += [form.exact(each.target)] if targets else []
            rows.append((*row, each.note) if notes else tuple(row))
        head = [gettext("Name"), self.parts[0] or gettext("Value")]
        head += [self.parts[1]] if self.has_parts else []
        head += [gettext("Target")] if targets else []
        return Table(
            (*head, gettext("Note")) if notes else tuple(head),
            tuple(rows),
            frozenset(range(1, len(head))),
        )

    def summary(self, wording: Wording) -> str:
        """The largest and the smallest."""
        form = self.format(wording)
        there = sorted((each for each in self.bars if _has(each)), key=lambda each: -_value(each))
        if not there:
            return form.nothing
        ends = {wording.gettext("Highest"): there[0], wording.gettext("Lowest"): there[-1]}
        return " · ".join(
            f"{at}: {each.name} {form.exact(each.value)}" for at, each in ends.items()
        )


def _has(bar: Bar) -> bool:
    return known(bar.value)


def _value(bar: Bar) -> float:
    return bar.value or 0


def _number(bar: Bar, form: Format) -> str:
    if bar.text or not _has(bar):
        return bar.text or "–"
    whole = form.short(_value(bar))
    return whole if bar.part is None else f"{form.short(bar.part)} / {whole}"


def _filled(rows: Rows, at: int, bar: Bar, x: Scale) -> Markup | None:
    if not _has(bar):
        return None
    css, whole = tone(bar.level), rows.bar(at, x(0), x(_value(bar)))
    if bar.part is None or not known(bar.part):
        return filled(rows.sheet, css, whole)
    part = filled(rows.sheet, css, rows.bar(at, x(0), x(bar.part)))
    return rect(*whole, f"pmkc-rest {css}") + part


def _row(rows: Rows, at: int, bar: Bar, x: Scale, number: str) -> Markup:
    value, target = _value(bar), bar.target
    made = [_filled(rows, at, bar, x)]
    end = x(value)
    if target is not None and known(target):
        reach, middle = rows.thickness / 2 + 3, rows.middle(at)
        made.append(aim(x(target), middle - reach, middle + reach))
        # The number stands behind the target's mark where that would go through it.
        if value >= 0 and end - 2 < x(target) < end + rows.after:
            end = x(target)
    made.append(rows.number(at, end, number, before=value < 0))
    return join(made)


@dataclass(frozen=True)
class Columns(Chart):
    """A value by period."""

    shape: ClassVar[str] = "columns"
    points: tuple[Point, ...]
    target: float | None = None

    @property
    def empty(self) -> bool:
        """Whether no period has a value."""
        return not any(known(each.value) for each in self.points)

    def draw(self, sheet: Sheet) -> Drawing:
        """A column for each period, in order."""
        form = self.format(sheet.wording)
        values = [each.value for each in self.points if each.value is not None]
        ticks = value_ticks([*values, *([] if self.target is None else [self.target])], True)
        left = tick_room(sheet, form, ticks)
        top = sheet.size * 1.8
        plot = Plot(left, top, sheet.width - 4, top + (170 if sheet.narrow else 200))
        y = Scale(ticks.low, ticks.high, plot.bottom, plot.top)
        band = plot.width / len(self.points)
        places = {each.at: plot.left + band * (at + 0.5) for at, each in enumerate(self.points)}
        foot = time_ticks(self.points, plot.width, sheet)
        body = (
            value_axis(form, ticks, y, plot),
            time_axis(
                [each for each in foot if each.at in places], places.__getitem__, plot, sheet
            ),
            join(self._columns(sheet, form, plot, y)),
            self._target(form, plot, y),
        )
        marks = tuple(self._marks(form, plot, y))
        return Drawing(plot.bottom + FOOT, join(body), marks)

    def _columns(self, sheet: Sheet, form: Format, plot: Plot, y: Scale) -> Iterator[Markup]:
        band = plot.width / len(self.points)
        width = band * (0.7 if band > 5 else 1)
        written = {
            each.at: form.short(each.value) for each in self.points if each.value is not None
        }
        all_fit = max(map(sheet.room, written.values()), default=0) + 4 < band
        tops = [y(max(each.value or 0, 0)) for each in self.points]
        for at, each in enumerate(self.points):
            if each.value is None or not known(each.value):
                continue
            x, end = plot.left + band * at + (band - width) / 2, y(each.value)
            css = "pmkc-c1 pmkc-unfinished" if each.partial else "pmkc-c1"
            yield filled(sheet, css, (x, min(end, y(0)), width, abs(end - y(0))))
            if not all_fit and at < len(self.points) - 1:
                continue
            name = written[each.at]
            centre = min(x + width / 2, sheet.width - sheet.room(name) / 2)
            reach = 0 if all_fit else int(sheet.room(name) / band)
            # Over a higher neighbour the number would seem to be that one's.
            if min(tops[max(at - reach, 0) : at + 1]) >= tops[at] - 1:
                above = end - 9 if each.value >= 0 else end + 9
                yield text(centre, above, name, "pmkc-halo pmkc-number", "middle")

    def _target(self, form: Format, plot: Plot, y: Scale) -> Markup | None:
        if self.target is None:
            return None
        at = y(self.target)
        name = f"{form.wording.gettext('Target')} {form.short(self.target)}"
        stroke = line((plot.left, at), (plot.right, at), "pmkc-target")
        return stroke + text(plot.left + 2, at - 9, name, "pmkc-halo pmkc-soft")

    def _marks(self, form: Format, plot: Plot, y: Scale) -> Iterator[Mark]:
        band = plot.width / len(self.points)
        extremes = _extremes(self.points)
        for at, each in enumerate(self.points):
            x = plot.left + band * at
            says = f"{each.period}: {form.exact(each.value)}"
            top = y(max(each.value or 0, 0)) - 4
            box = (x, plot.top, band, plot.height)
            yield Mark(box, (says,), (x + band / 2, top), stop=at in extremes)

    def table(self, wording: Wording) -> Table:
        """A row for each period."""
        form = self.format(wording)
        rows = tuple((each.period, form.exact(each.value)) for each in self.points)
        if self.target is not None:
            rows = (*rows, (wording.gettext("Target"), form.exact(self.target)))
        return Table((wording.gettext("Period"), wording.gettext("Value")), rows, frozenset({1}))

    def summary(self, wording: Wording) -> str:
        """The first, lowest, highest and last value."""
        form = self.format(wording)
        there = [self.points[at] for at in sorted(_extremes(self.points))]
        return " · ".join(f"{each.period}: {form.exact(each.value)}" for each in there)


def _extremes(points: tuple[Point, ...]) -> set[int]:
    there = [at for at, each in enumerate(points) if known(each.value)]
    if not there:
        return set()
    values = {at: points[at].value or 0 for at in there}
    low, high = min(there, key=values.__getitem__), max(there, key=values.__getitem__)
    return {there[0], low, high, there[-1]}
