"""Bullets: where each KPI stands against its target."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.chart import Chart, Drawing, Mark, Sheet, Table, sign, tone
from pmkb.charts.elements import el, join, rect, text
from pmkb.charts.formats import Form, Format, Wording
from pmkb.charts.legend import Entry, aim, filled, key_row
from pmkb.charts.letters import shorten
from pmkb.charts.rows import MOST, rest
from pmkb.charts.scale import Scale, known
from pmkb.flow import Level

BAR = 12


@dataclass(frozen=True)
class Kpi:
    """A value against its target."""

    name: str
    actual: float | None
    target: float | None = None
    expected: float | None = None
    """What it should be by now to be in pace."""
    forecast: float | None = None
    """What it is going to be at the period's end."""
    level: Level | None = None
    unit: str = ""
    form: Form = Form.NUMBER
    href: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """All that are known."""
        found = (self.actual, self.target, self.expected, self.forecast)
        return tuple(each for each in found if each is not None and known(each))


@dataclass(frozen=True)
class Bullet(Chart):
    """KPIs, each on a scale of its own (S. Few, "Bullet graph design specification", 2013)."""

    shape: ClassVar[str] = "bullet"
    kpis: tuple[Kpi, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no KPI."""
        return not self.kpis

    def draw(self, sheet: Sheet) -> Drawing:
        """For each a line of text, and its bar beneath."""
        shown, step = self.kpis[:MOST], sheet.size * 1.5 + BAR + 18
        drawn = [_row(each, sheet, at * step) for at, each in enumerate(shown)]
        more, height = rest(sheet, len(self.kpis) - MOST, len(shown) * step)
        bottom = len(shown) * step + height
        key, depth = key_row(sheet, _key(shown, sheet.wording), bottom + 8)
        marks = tuple(
            Mark(
                (0, at * step, sheet.width, step),
                _says(each, sheet.wording),
                (0, at * step + 18),
                each.href,
            )
            for at, each in enumerate(shown)
        )
        return Drawing(bottom + depth, join((*drawn, more, key)), marks)

    def table(self, wording: Wording) -> Table:
        """A row for each KPI."""
        gettext = wording.gettext
        rows = []
        for each in self.kpis:
            form = Format(wording, each.unit, each.form)
            values = (each.actual, each.target, each.expected, each.forecast)
            shown = ("" if value is None else form.exact(value) for value in values)
            rows.append((sign(each.level) + each.name, *shown))
        head = (
            gettext("Name"),
            gettext("Actual"),
            gettext("Target"),
            gettext("Expected by now"),
            gettext("Forecast"),
        )
        return Table(head, tuple(rows), frozenset({1, 2, 3, 4}))

    def summary(self, wording: Wording) -> str:
        """Each KPI's value and target."""
        return " · ".join(_says(each, wording)[0] for each in self.kpis)


def _row(kpi: Kpi, sheet: Sheet, top: float) -> Markup:
    form = Format(sheet.wording, kpi.unit, kpi.form)
    value = shorten(_of_target(kpi, form, sheet.narrow), sheet.width * 0.7, sheet.size)
    words = top + sheet.size * 0.75
    name = shorten(sign(kpi.level) + kpi.name, sheet.width - sheet.room(value) - 12, sheet.size)
    made = (
        text(0, words, name, "pmkc-name"),
        text(sheet.width, words, value, "pmkc-number", "end"),
        join(_bar(kpi, sheet, top + sheet.size * 1.5 + 3)),
    )
    return el("g", join(made))


def _of_target(kpi: Kpi, form: Format, narrow: bool) -> str:
    if kpi.actual is None or not known(kpi.actual):
        return form.nothing
    actual = form.short(kpi.actual) if narrow else form.exact(kpi.actual)
    if not kpi.target:
        return actual
    share = form.share(kpi.actual / kpi.target)
    if kpi.form is Form.SHARE and kpi.target == 1:
        return share
    if narrow:
        return f"{actual} · {share}"
    said = form.wording.gettext("%(share)s of target") % {"share": share}
    return f"{actual} · {said}"


def _bar(kpi: Kpi, sheet: Sheet, top: float) -> Iterator[Markup]:
    low, high = min((*kpi.values, 0.0)), max((*kpi.values, 0.0))
    x = Scale(low, high if high > low else low + 1, 1, sheet.width - 1)
    yield rect(0, top, sheet.width, BAR, "pmkc-track")
    if kpi.forecast is not None and known(kpi.forecast) and kpi.actual is not None:
        start, end = sorted((x(kpi.actual), x(kpi.forecast)))
        yield rect(start, top + 2, end - start, BAR - 4, f"pmkc-ahead {tone(kpi.level)}")
    if kpi.actual is not None and known(kpi.actual):
        start, end = sorted((x(0), x(kpi.actual)))
        yield filled(sheet, tone(kpi.level), (start, top + 2, end - start, BAR - 4))
    if kpi.expected is not None and known(kpi.expected):
        at = x(kpi.expected)
        yield el("path", d=f"M{at:.2f} {top + BAR + 1}l-4.5 7h9z", class_="pmkc-pace")
    if kpi.target is not None and known(kpi.target):
        yield aim(x(kpi.target), top - 3, top + BAR + 3)


def _key(kpis: tuple[Kpi, ...], wording: Wording) -> list[Entry]:
    gettext, made = wording.gettext, []
    if any(each.target is not None for each in kpis):
        made.append(Entry("pmkc-aim", gettext("Target"), "tick"))
    if any(each.expected is not None for each in kpis):
        made.append(Entry("pmkc-pace", gettext("Expected by now"), "wedge"))
    if any(each.forecast is not None for each in kpis):
        made.append(Entry("pmkc-ahead pmkc-c1", gettext("Forecast")))
    return made


def _says(kpi: Kpi, wording: Wording) -> tuple[str, ...]:
    form, gettext = Format(wording, kpi.unit, kpi.form), wording.gettext
    said = [f"{sign(kpi.level)}{kpi.name}: {form.exact(kpi.actual)}"]
    others = {"Target": kpi.target, "Expected by now": kpi.expected, "Forecast": kpi.forecast}
    names = {
        "Target": gettext("Target"),
        "Expected by now": gettext("Expected by now"),
        "Forecast": gettext("Forecast"),
    }
    said += [f"{names[at]}: {form.exact(each)}" for at, each in others.items() if each is not None]
    return tuple(said)
