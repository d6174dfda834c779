"""The common layout of bars in rows: a name at the left, a bar, and a number at its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pmkb.charts.chart import Sheet
from pmkb.charts.elements import el, join, text
from pmkb.charts.letters import wrap
from pmkb.charts.scale import Scale

MOST = 40
"""How many rows are drawn; the table has all."""


@dataclass(frozen=True)
class Rows:
    """Rows of equal height, and how they share the width."""

    sheet: Sheet
    names: tuple[tuple[str, ...], ...]
    left: float
    """Where the bars' part begins."""
    after: float
    """How much room numbers need at a bar's end."""
    height: float
    top: float = 4

    @classmethod
    def of(cls, sheet: Sheet, names: Sequence[str], numbers: Iterable[str]) -> "Rows":
        """Names take what they need up to a third, numbers what they need."""
        most = sheet.width * 0.36
        written = tuple(wrap(each, most, sheet.size) for each in names)
        need = max((sheet.room(each) for lines in written for each in lines), default=0)
        lines = max(map(len, written), default=1)
        after = max(map(sheet.room, numbers), default=0) + 8
        return cls(sheet, written, min(need, most) + 10, after, sheet.size * (1.1 + 1.1 * lines))

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return self.top + len(self.names) * self.height

    @property
    def thickness(self) -> float:
        """How high a bar is."""
        return min(self.height * 0.62, self.sheet.size * 1.5)

    def middle(self, at: int) -> float:
        """The middle of a row."""
        return self.top + (at + 0.5) * self.height

    def whole(self, at: int) -> tuple[float, float, float, float]:
        """All of a row."""
        return 0, self.top + at * self.height, self.sheet.width, self.height

    def bar(self, at: int, start: float, end: float) -> tuple[float, float, float, float]:
        """A bar between two places; the least there is still shows."""
        low, high = min(start, end), max(start, end)
        wide = max(high - low, 0.75 if high > low else 0)
        return low, self.middle(at) - self.thickness / 2, wide, self.thickness

    def scale(self, values: Iterable[float]) -> Scale:
        """From values to places; numbers find room at both ends."""
        known = [*values, 0.0]
        low, high = min(known), max(known)
        start = self.left + (self.after if low < 0 else 0)
        end = self.sheet.width - (self.after if high > 0 or low == 0 else 0)
        # All zero: bars have no length, and stand at the left.
        return Scale(low, high if high > low else low + 1, start, end)

    def labels(self) -> Markup:
        """The names."""
        step = self.sheet.size * 1.2
        made = []
        for at, lines in enumerate(self.names):
            first = self.middle(at) - step * (len(lines) - 1) / 2
            for row, each in enumerate(lines):
                made.append(text(self.left - 10, first + row * step, each, "", "end"))
        return el("g", join(made), aria_hidden="true")

    def number(self, at: int, x: float, number: str, before: bool = False) -> Markup:
        """A number behind a bar's end, or before it."""
        side = "end" if before else ""
        return text(x + (-6 if before else 6), self.middle(at), number, "pmkc-number", side)


def rest(sheet: Sheet, hidden: int, y: float) -> tuple[Markup | None, float]:
    """How many rows stand in the table only, and the height that takes."""
    if hidden <= 0:
        return None, 0
    words = sheet.wording.gettext("and %(num)s more in the table") % {"num": hidden}
    return text(0, y + 10, words, "pmkc-soft"), 22
