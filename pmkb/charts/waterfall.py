"""How a sum became another: an ARR bridge, a mix shift."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.chart import Chart, Drawing, Mark, Sheet, Table, sign, tone
from pmkb.charts.elements import join, line
from pmkb.charts.formats import Format, Wording
from pmkb.charts.legend import filled
from pmkb.charts.rows import MOST, Rows, rest
from pmkb.charts.scale import Scale
from pmkb.flow import Level


@dataclass(frozen=True)
class Step:
    """One step: a change, or a total that is counted from zero."""

    name: str
    value: float
    total: bool = False
    note: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class Waterfall(Chart):
    """Changes between totals, each beginning where the one before ended.

    In rows and not upright: the names of steps are words, and rows have room for them.
    """

    shape: ClassVar[str] = "waterfall"
    steps: tuple[Step, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no step."""
        return not self.steps

    def spans(self) -> tuple[tuple[float, float], ...]:
        """From where to where each step goes."""
        made: list[tuple[float, float]] = []
        end = 0.0
        for each in self.steps:
            start = 0.0 if each.total else end
            end = each.value if each.total else end + each.value
            made.append((start, end))
        return tuple(made)

    def draw(self, sheet: Sheet) -> Drawing:
        """A row for each step, tied to the next."""
        form, shown = self.format(sheet.wording), self.steps[:MOST]
        spans = self.spans()[: len(shown)]
        numbers = [_number(each, form) for each in shown]
        rows = Rows.of(sheet, [sign(each.level) + each.name for each in shown], numbers)
        x = rows.scale(at for span in spans for at in span)
        more, height = rest(sheet, len(self.steps) - MOST, rows.bottom)
        drawn = (self._row(rows, at, x, numbers[at]) for at in range(len(shown)))
        base = line((x(0), rows.top), (x(0), rows.bottom), "pmkc-base")
        body = join((rows.labels(), join(_ties(rows, spans, x)), *drawn, base, more))
        marks = tuple(
            Mark(rows.whole(at), _says(each, form), (x(max(span)), rows.middle(at)))
            for at, (each, span) in enumerate(zip(shown, spans, strict=True))
        )
        return Drawing(rows.bottom + 4 + height, body, marks)

    def _row(self, rows: Rows, at: int, x: Scale, number: str) -> Markup:
        step, (start, end) = self.steps[at], self.spans()[at]
        plain = "pmkc-sum" if step.total else "pmkc-c1" if step.value >= 0 else "pmkc-c2"
        css = tone(step.level, plain)
        before = end < 0 and end <= start
        edge = min(start, end) if before else max(start, end)
        bar = filled(rows.sheet, css, rows.bar(at, x(start), x(end)))
        return bar + rows.number(at, x(edge), number, before)

    def table(self, wording: Wording) -> Table:
        """A row for each step, with the sum it leads to."""
        form, gettext = self.format(wording), wording.gettext
        rows = tuple(
            (
                sign(each.level) + each.name,
                "" if each.total else _signed(each, form),
                form.exact(end),
            )
            for each, (_, end) in zip(self.steps, self.spans(), strict=True)
        )
        return Table((gettext("Step"), gettext("Change"), gettext("Sum")), rows, frozenset({1, 2}))

    def summary(self, wording: Wording) -> str:
        """All steps in order."""
        form = self.format(wording)
        return " · ".join(_says(each, form)[0] for each in self.steps)


def _number(step: Step, form: Format) -> str:
    return form.short(step.value) if step.total else form.signed(step.value)


def _signed(step: Step, form: Format) -> str:
    return ("+" if step.value > 0 else "") + form.exact(step.value)


def _says(step: Step, form: Format) -> tuple[str, ...]:
    value = form.exact(step.value) if step.total else _signed(step, form)
    said = f"{sign(step.level)}{step.name}: {value}"
    return (said, step.note) if step.note else (said,)


def _ties(rows: Rows, spans: tuple[tuple[float, float], ...], x: Scale) -> Iterator[Markup]:
    """Thin lines from where a step ends to where the next one begins."""
    for at, (_, end) in enumerate(spans[:-1]):
        top = rows.middle(at) - rows.thickness / 2
        bottom = rows.middle(at + 1) + rows.thickness / 2
        yield line((x(end), top), (x(end), bottom), "pmkc-tie")
