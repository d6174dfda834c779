"""A month as a grid of days, with what is due on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from markupsafe import Markup

from pmkb.charts.chart import SIGNS, Chart, Drawing, Mark, Sheet, Table, sign, tone
from pmkb.charts.elements import join, rect, text
from pmkb.charts.formats import Wording, month_title, weekday_name
from pmkb.charts.letters import shorten, wrap
from pmkb.flow import Level

LINES = 3
"""How many things a day shows."""


@dataclass(frozen=True)
class Due:
    """Something on a day."""

    day: date
    name: str
    level: Level | None = None
    href: str = ""


@dataclass(frozen=True)
class Month(Chart):
    """A month; weeks begin on Monday (ISO 8601, GB/T 7408)."""

    shape: ClassVar[str] = "month"
    first: date
    """Any day of it."""
    dues: tuple[Due, ...] = ()
    today: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its weeks, those of the months around included."""
        first = self.first.replace(day=1)
        start = first - timedelta(days=first.weekday())
        after = (first + timedelta(days=31)).replace(day=1)
        weeks = -((start - after).days // 7)
        return tuple(start + timedelta(days=at) for at in range(weeks * 7))

    def due(self, day: date) -> tuple[Due, ...]:
        """What is on a day of this month."""
        return tuple(each for each in self.dues if each.day == day and self._within(day))

    def _within(self, day: date) -> bool:
        return (day.year, day.month) == (self.first.year, self.first.month)

    def draw(self, sheet: Sheet) -> Drawing:
        """A row for each week."""
        width, head = sheet.width / 7, sheet.size * 1.7
        height = 44.0 if sheet.narrow else sheet.size * (1.9 + LINES * 1.25)
        drawn, marks = [], []
        for at, day in enumerate(self.days):
            box = (at % 7 * width, head + at // 7 * height, width, height)
            drawn.append(self._day(day, box, sheet))
            dues = self.due(day)
            if dues:
                says = (sheet.wording.day(day), *(sign(each.level) + each.name for each in dues))
                href = dues[0].href if len(dues) == 1 else ""
                marks.append(Mark(box, says, (box[0] + width / 2, box[1]), href))
        names = join(_weekdays(self.days[:7], width, sheet))
        bottom = head + len(self.days) // 7 * height
        return Drawing(bottom + 1, join((names, *drawn)), tuple(marks))

    def _day(self, day: date, box: tuple[float, float, float, float], sheet: Sheet) -> Markup:
        x, y, width, height = box
        css = "pmkc-day" if self._within(day) else "pmkc-day pmkc-other"
        made = [rect(x + 0.5, y + 0.5, width - 1, height - 1, css)]
        if not self._within(day):
            return join(made)
        if day == self.today:
            made.append(rect(x + 1.5, y + 1.5, width - 3, height - 3, "pmkc-now"))
        number = "pmkc-name" if day == self.today else "pmkc-soft"
        made.append(text(x + 7, y + sheet.size * 0.95, str(day.day), number))
        dues = self.due(day)
        made.extend(_signs(dues, box, sheet) if sheet.narrow else _lines(dues, box, sheet))
        return join(made)

    def table(self, wording: Wording) -> Table:
        """A row for each thing, by day."""
        dues = sorted(self.dues, key=lambda each: each.day)
        rows = tuple(
            (wording.day(each.day), sign(each.level) + each.name)
            for each in dues
            if self._within(each.day)
        )
        return Table((wording.gettext("Day"), wording.gettext("Name")), rows)

    def summary(self, wording: Wording) -> str:
        """The month, and what is most urgent in it."""
        dues = [each for each in self.dues if self._within(each.day)]
        urgent = [each for each in dues if each.level is Level.ACT] or dues
        said = (f"{wording.day(each.day)} {sign(each.level)}{each.name}" for each in urgent[:8])
        return " · ".join((month_title(self.first, wording.locale), *said))


def _weekdays(days: tuple[date, ...], width: float, sheet: Sheet) -> Iterator[Markup]:
    for at, day in enumerate(days):
        name = weekday_name(day, sheet.wording.locale)
        yield text(at * width + 7, sheet.size * 0.7, name, "pmkc-soft")


def _lines(
    dues: tuple[Due, ...], box: tuple[float, float, float, float], sheet: Sheet
) -> Iterator[Markup]:
    """The first things by name, and how many more there are."""
    if len(dues) == 1:
        # Its sign stands beside the day's number, so that the name has all the room.
        css = f"pmkc-say {tone(dues[0].level, '')}"
        yield text(
            box[0] + box[2] - 7, box[1] + sheet.size * 0.95, sign(dues[0].level).strip(), css, "end"
        )
        lines = wrap(dues[0].name, box[2] - 10, sheet.size, LINES)
        for at, written in enumerate(lines):
            yield text(box[0] + 7, _height(box, at, sheet), written, css)
        return
    shown = dues if len(dues) <= LINES else dues[: LINES - 1]
    for at, each in enumerate(shown):
        words = shorten(sign(each.level) + each.name, box[2] - 12, sheet.size)
        yield text(box[0] + 7, _height(box, at, sheet), words, f"pmkc-say {tone(each.level, '')}")
    if len(dues) > len(shown):
        words = f"+{len(dues) - len(shown)}"
        yield text(box[0] + 7, _height(box, len(shown), sheet), words, "pmkc-soft")


def _height(box: tuple[float, float, float, float], at: int, sheet: Sheet) -> float:
    return box[1] + sheet.size * (2.2 + 1.25 * at)


def _signs(
    dues: tuple[Due, ...], box: tuple[float, float, float, float], sheet: Sheet
) -> Iterator[Markup]:
    """A sign for each thing, where names find no room."""
    x, y = box[0] + 7, box[1] + sheet.size * 2.4
    for at, each in enumerate(dues[:LINES]):
        mark = SIGNS[each.level] if each.level else "■"
        yield text(x + at * 11, y, mark, f"pmkc-say {tone(each.level, '')}")
    if len(dues) > LINES:
        yield text(
            box[0] + box[2] - 4, box[1] + sheet.size * 0.95, f"{len(dues)}", "pmkc-soft", "end"
        )
