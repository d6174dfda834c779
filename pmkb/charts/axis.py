"""Axes: numbers up the side, and months, quarters and years along the foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from pmkb.charts.chart import Point, Sheet
from pmkb.charts.elements import el, join, line, text
from pmkb.charts.formats import Format, day_name, month_name, year_name
from pmkb.charts.scale import Scale, Ticks

MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
DAYS = (1, 2, 7, 14)


@dataclass(frozen=True)
class Plot:
    """Where values are drawn."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def tick_room(sheet: Sheet, form: Format, ticks: Ticks) -> float:
    """How much room the numbers up the side need."""
    return max(map(sheet.room, form.ticks(ticks.values)), default=0) + 8


def value_axis(form: Format, ticks: Ticks, y: Scale, plot: Plot) -> Markup:
    """Numbers up the side, each with a thin line across; zero's is strong."""
    made = []
    for value, name in zip(ticks.values, form.ticks(ticks.values), strict=True):
        at = y(value)
        css = "pmkc-base" if value == 0 else "pmkc-grid"
        made.append(line((plot.left, at), (plot.right, at), css))
        made.append(text(plot.left - 6, at, name, "pmkc-soft", "end"))
    return el("g", join(made), aria_hidden="true")


@dataclass(frozen=True)
class TimeTick:
    """A day that is marked on an axis."""

    at: date
    name: str
    year: str = ""


def time_axis(
    ticks: Sequence[TimeTick], x: Callable[[date], float], plot: Plot, sheet: Sheet
) -> Markup:
    """Periods along the foot; below them the year where it begins."""
    made, used, taken = [], float("-inf"), float("-inf")
    for each in ticks:
        at = _held(x(each.at), sheet.room(each.name), sheet)
        if at - sheet.room(each.name) / 2 < used:
            continue
        used = at + sheet.room(each.name) / 2 + 4
        made.append(line((x(each.at), plot.bottom), (x(each.at), plot.bottom + 4), "pmkc-base"))
        made.append(text(at, plot.bottom + 14, each.name, "pmkc-soft", "middle"))
        start = _held(at, sheet.room(each.year), sheet)
        if each.year and start - sheet.room(each.year) / 2 > taken:
            made.append(text(start, plot.bottom + 30, each.year, "pmkc-soft", "middle"))
            taken = start + sheet.room(each.year) / 2 + 4
    return el("g", join(made), aria_hidden="true")


def _held(x: float, width: float, sheet: Sheet) -> float:
    return min(max(x, width / 2 + 1), sheet.width - width / 2 - 1)


FOOT = 38
"""How much room the axis of time needs below the plot."""


def time_ticks(points: Sequence[Point], room: float, sheet: Sheet) -> tuple[TimeTick, ...]:
    """Which days of a time are marked so that their names find room.

    Months and days by the calendar; periods whose own names are no months (quarters, fiscal
    years, weeks) at every so many of them.
    """
    if not points:
        return ()
    days = sorted({each.at for each in points})
    if all(each.label == f"{each.at:%Y-%m}" for each in points):
        return _months(days[0], days[-1], room, sheet)
    if any(each.label and each.label != each.at.isoformat() for each in points):
        return _own(points, room, sheet)
    return calendar_ticks(days[0], days[-1], room, sheet)


def _own(points: Sequence[Point], room: float, sheet: Sheet) -> tuple[TimeTick, ...]:
    names = {each.at: each.period for each in points}
    days = sorted(names)
    need = max(map(sheet.room, names.values())) + 12
    every = max(1, -int(-len(days) * need // max(room, 1)))
    # Counted from the newest, which is the one that is looked for.
    return tuple(TimeTick(day, names[day]) for day in days[::-1][::every][::-1])


def calendar_ticks(first: date, last: date, room: float, sheet: Sheet) -> tuple[TimeTick, ...]:
    """Days, months or years between two days, as fine as there is room for."""
    span = (last - first).days
    most = max(room / (sheet.room(day_name(date(2026, 12, 28), sheet.wording.locale)) + 14), 1)
    for step in DAYS:
        if span <= 75 and span / step <= most:
            return _days(first, last, step, sheet)
    return _months(first, last, room, sheet)


def _days(first: date, last: date, step: int, sheet: Sheet) -> tuple[TimeTick, ...]:
    locale = sheet.wording.locale
    days = [first + timedelta(days=at) for at in range(0, (last - first).days + 1, step)]
    years = _years(days, sheet)
    return tuple(TimeTick(day, day_name(day, locale), years.get(day, "")) for day in days)


def _months(first: date, last: date, room: float, sheet: Sheet) -> tuple[TimeTick, ...]:
    locale = sheet.wording.locale
    most = max(room / (sheet.room(month_name(date(2026, 10, 1), locale)) + 12), 1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((each for each in MONTHS if months / each <= most), MONTHS[-1])
    start = first.year * 12 + first.month - 1 + (first.day > 1)
    numbers = [at for at in range(start, last.year * 12 + last.month) if at % step == 0]
    days = [date(at // 12, at % 12 + 1, 1) for at in numbers]
    if step >= 12:
        return tuple(TimeTick(day, year_name(day, locale)) for day in days)
    years = _years(days, sheet)
    return tuple(TimeTick(day, month_name(day, locale), years.get(day, "")) for day in days)


def _years(days: Sequence[date], sheet: Sheet) -> dict[date, str]:
    """The year at the first day of each; not at a first day that the next year follows at once."""
    made: dict[date, str] = {}
    for at, day in enumerate(days):
        if at == 0 or day.year != days[at - 1].year:
            made[day] = year_name(day, sheet.wording.locale)
    if len(days) > 1 and days[1].year != days[0].year:
        del made[days[0]]
    return made
