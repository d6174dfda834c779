"""Shares of a whole over time, stacked so that every period fills the height."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.axis import FOOT, Plot, tick_room, time_axis, time_ticks, value_axis
from pmkb.charts.chart import Chart, Drawing, Mark, Point, Series, Sheet, Table
from pmkb.charts.elements import join
from pmkb.charts.formats import Form, Format, Wording
from pmkb.charts.legend import HUES, EndLabel, end_labels, filled_all, hue, label_room
from pmkb.charts.line import periods
from pmkb.charts.scale import Scale, Ticks

QUARTERS = Ticks((0.0, 0.25, 0.5, 0.75, 1.0))


@dataclass(frozen=True)
class Shares(Chart):
    """Parts of a whole by period; amounts or shares, they are drawn as shares of their sum.

    A period whose sum is not positive, or that has a negative part, has no shares and stays empty.
    Beyond six parts the smallest are drawn together; the table has all.
    """

    shape: ClassVar[str] = "shares"
    parts: tuple[Series, ...]

    def format(self, wording: Wording) -> Format:
        """Shares, whatever the amounts are counted in."""
        return Format(wording, form=Form.SHARE)

    @property
    def empty(self) -> bool:
        """Whether no period has shares."""
        return not any(self.shares().values())

    def shares(self) -> dict[date, tuple[float, ...]]:
        """By period the share of each part; nothing where there are none."""
        amounts = [{each.at: each.value for each in one.points} for one in self.parts]
        return {at: _shares([each.get(at) for each in amounts]) for at in periods(self.parts)}

    def draw(self, sheet: Sheet) -> Drawing:
        """A column for each period, and the parts' names beside the last."""
        form = self.format(sheet.wording)
        names, shares = self._drawn(sheet.wording)
        last = next((each for each in reversed(tuple(shares.values())) if each), ())
        labels = [(name, form.short(share)) for name, share in zip(names, last, strict=False)]
        left = tick_room(sheet, form, QUARTERS)
        right = sheet.width - label_room(sheet, labels) - 8
        plot = Plot(left, 8, right, 8 + (210 if sheet.narrow else 240))
        y = Scale(0, 1, plot.bottom, plot.top)
        beside = [
            EndLabel(y((low + high) / 2), label, f"pmkc-label {hue(at)}", plot.right)
            for at, ((low, high), label) in enumerate(zip(_stacked(last), labels, strict=True))
        ]
        body = (
            value_axis(form, QUARTERS, y, plot),
            self._foot(sheet, plot),
            join(_columns(sheet, plot, y, shares)),
            end_labels(sheet, beside, plot.right + 6, (plot.top - 6, plot.bottom + 6)),
        )
        marks = tuple(self._marks(form, plot, names, shares))
        return Drawing(plot.bottom + FOOT, join(body), marks)

    def _drawn(self, wording: Wording) -> tuple[list[str], Mapping[date, tuple[float, ...]]]:
        """The parts that are drawn: as they are, or the largest and one for the others."""
        names, shares = [each.name for each in self.parts], self.shares()
        if len(names) <= HUES:
            return names, shares
        sums = [sum(each[at] for each in shares.values() if each) for at in range(len(names))]
        order = sorted(range(len(names)), key=lambda at: -sums[at])
        kept, others = sorted(order[: HUES - 1]), sorted(order[HUES - 1 :])
        folded = {
            at: (*(each[one] for one in kept), sum(each[one] for one in others)) if each else ()
            for at, each in shares.items()
        }
        word = wording.gettext("%(num)s others") % {"num": len(others)}
        return [*(names[at] for at in kept), word], folded

    def _foot(self, sheet: Sheet, plot: Plot) -> Markup:
        names = periods(self.parts)
        band = plot.width / len(names)
        places = {at: plot.left + band * (row + 0.5) for row, at in enumerate(names)}
        points = [Point(at, None, name) for at, name in names.items()]
        ticks = [each for each in time_ticks(points, plot.width, sheet) if each.at in places]
        return time_axis(ticks, places.__getitem__, plot, sheet)

    def _marks(
        self,
        form: Format,
        plot: Plot,
        names: list[str],
        shares: Mapping[date, tuple[float, ...]],
    ) -> Iterator[Mark]:
        periods_named = periods(self.parts)
        band = plot.width / len(shares)
        for at, (day, each) in enumerate(shares.items()):
            said = [f"{n}: {form.exact(v)}" for n, v in zip(names, each, strict=False)]
            box = (plot.left + band * at, plot.top, band, plot.height)
            says = (periods_named[day], *reversed(said or [form.nothing]))
            stop = at in (0, len(shares) - 1)
            yield Mark(box, says, (box[0] + band / 2, plot.bottom - 8), stop=stop)

    def table(self, wording: Wording) -> Table:
        """A row for each period, a column for each part."""
        form, names = self.format(wording), periods(self.parts)
        rows = []
        for at, each in self.shares().items():
            cells = map(form.exact, each) if each else [form.nothing] * len(self.parts)
            rows.append((names[at], *cells))
        head = (wording.gettext("Period"), *(each.name for each in self.parts))
        return Table(head, tuple(rows), frozenset(range(1, len(head))))

    def summary(self, wording: Wording) -> str:
        """The shares of the first period and of the last."""
        form, names = self.format(wording), periods(self.parts)
        there = [(at, each) for at, each in self.shares().items() if each]
        said = []
        for at, each in dict([*there[:1], *there[-1:]]).items():
            parts = zip(self.parts, each, strict=True)
            listed = ", ".join(f"{one.name} {form.exact(share)}" for one, share in parts)
            said.append(f"{names[at]}: {listed}")
        return " · ".join(said)


def _shares(amounts: list[float | None]) -> tuple[float, ...]:
    values = [each if each is not None and isfinite(each) else 0.0 for each in amounts]
    total = sum(values)
    if total <= 0 or min(values) < 0:
        return ()
    return tuple(each / total for each in values)


def _stacked(shares: tuple[float, ...]) -> list[tuple[float, float]]:
    """From where to where each part reaches; the first at the foot, the last up to the top."""
    sums = [sum(shares[:at]) for at in range(len(shares))]
    return [(low, low + share) for low, share in zip(sums, shares, strict=True)]


def _columns(
    sheet: Sheet, plot: Plot, y: Scale, shares: Mapping[date, tuple[float, ...]]
) -> Iterator[Markup]:
    band = plot.width / len(shares)
    width = band * (0.78 if band > 8 else 1)
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for at, each in enumerate(shares.values()):
        x = plot.left + band * at + (band - width) / 2
        for part, (low, high) in enumerate(_stacked(each)):
            if high > low:
                boxes.setdefault(part, []).append((x, y(high), width, y(low) - y(high)))
    for part in sorted(boxes):
        yield filled_all(sheet, f"{hue(part)} pmkc-cut", boxes[part])
