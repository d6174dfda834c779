"""A funnel: how many come to each stage, and which step loses most."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.chart import Chart, Drawing, Mark, Sheet, Table
from pmkb.charts.elements import join, text
from pmkb.charts.formats import Format, Wording
from pmkb.charts.legend import filled
from pmkb.charts.letters import shorten
from pmkb.charts.rows import MOST, Rows, rest
from pmkb.charts.scale import Scale, known


@dataclass(frozen=True)
class Stage:
    """One stage and how many came to it."""

    name: str
    value: float | None


@dataclass(frozen=True)
class Funnel(Chart):
    """Stages in order. Bars from one line: lengths compare more surely than a funnel's slopes."""

    shape: ClassVar[str] = "funnel"
    stages: tuple[Stage, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no stage."""
        return not self.stages

    def rates(self) -> tuple[float | None, ...]:
        """The share of the stage before that comes to each; None where that is none."""
        made: list[float | None] = [None]
        for before, each in zip(self.stages, self.stages[1:], strict=False):
            made.append(
                each.value / before.value if before.value and each.value is not None else None
            )
        return tuple(made[: len(self.stages)])

    @property
    def weakest(self) -> int | None:
        """The stage that the least share comes to; None where there is just one step."""
        there = {at: each for at, each in enumerate(self.rates()) if each is not None}
        return min(there, key=there.__getitem__) if len(there) > 1 else None

    def draw(self, sheet: Sheet) -> Drawing:
        """A row for each stage; between them what share goes on."""
        form, shown = self.format(sheet.wording), self.stages[:MOST]
        numbers = [form.short(each.value) if each.value is not None else "–" for each in shown]
        rows = _spaced(Rows.of(sheet, [each.name for each in shown], numbers))
        x = rows.scale(each.value for each in shown if each.value is not None)
        more, height = rest(sheet, len(self.stages) - MOST, rows.bottom)
        drawn = [self._row(rows, at, x, numbers[at], form) for at in range(len(shown))]
        marks = tuple(
            Mark(
                rows.whole(at), self._says(at, form), (x(0), rows.middle(at) - rows.height / 2 + 4)
            )
            for at in range(len(shown))
        )
        return Drawing(rows.bottom + height, join((rows.labels(), *drawn, more)), marks)

    def _row(self, rows: Rows, at: int, x: Scale, number: str, form: Format) -> Markup:
        value = self.stages[at].value
        made: list[Markup | None] = []
        if value is not None and known(value):
            made.append(filled(rows.sheet, "pmkc-c1", rows.bar(at, x(0), x(value))))
        made.append(rows.number(at, x(value or 0), number))
        rate = self.rates()[at]
        if at:
            words = "↓ " + ("–" if rate is None else form.share(rate))
            css = "pmkc-soft"
            if at == self.weakest:
                words += " " + form.wording.gettext("weakest step")
                css = "pmkc-halo pmkb-watch pmkc-say"
                words = "▲ " + words
            y = rows.middle(at) - rows.height / 2
            made.append(
                text(x(0), y, shorten(words, rows.sheet.width - x(0), rows.sheet.size), css)
            )
        return join(made)

    def _says(self, at: int, form: Format) -> tuple[str, ...]:
        stage, rate = self.stages[at], self.rates()[at]
        said = (f"{stage.name}: {form.exact(stage.value)}",)
        if rate is None:
            return said
        return (*said, f"{form.wording.gettext('Of the stage before')}: {form.share(rate)}")

    def table(self, wording: Wording) -> Table:
        """A row for each stage, with its share of the one before and of the first."""
        form, gettext = self.format(wording), wording.gettext
        first = self.stages[0].value if self.stages else None
        rows = []
        for each, rate in zip(self.stages, self.rates(), strict=True):
            whole = each.value / first if first and each.value is not None else None
            shares = ("" if part is None else form.share(part) for part in (rate, whole))
            rows.append((each.name, form.exact(each.value), *shares))
        head = (
            gettext("Stage"),
            gettext("Value"),
            gettext("Of the stage before"),
            gettext("Of the first"),
        )
        return Table(head, tuple(rows), frozenset({1, 2, 3}))

    def summary(self, wording: Wording) -> str:
        """All stages in order, and the weakest step."""
        form = self.format(wording)
        said = [self._says(at, form)[0] for at in range(len(self.stages))]
        if self.weakest is not None:
            said.append(f"{wording.gettext('weakest step')}: {self.stages[self.weakest].name}")
        return " · ".join(said)


def _spaced(rows: Rows) -> Rows:
    """Rows with room for a line of text between them."""
    return Rows(rows.sheet, rows.names, rows.left, rows.after, rows.height + rows.sheet.size * 1.3)
