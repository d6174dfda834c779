"""Periods of a calendar: days, ISO weeks, months, quarters and years, fiscal ones too.

A period is a number: counted so that the one after it is one more. A fiscal year that does not
begin in January bears the number of the year it ends in, as US and UK companies count (Snowflake's
FY2025 ended in January 2025).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import NamedTuple

from pmkb.message import Message


class Grain(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def rank(self) -> int:
        """0 for the shortest."""
        return list(Grain).index(self)

    @property
    def named(self) -> Message:
        """What it is called in a sentence."""
        return Message(self.value, _IN_CHINESE[self])


_IN_CHINESE = {
    Grain.DAY: "日",
    Grain.WEEK: "周",
    Grain.MONTH: "月",
    Grain.QUARTER: "季度",
    Grain.YEAR: "年",
}


def grain_of(name: str | None) -> Grain | None:
    """The grain of a name; None for one that a team's vocabulary has added."""
    return next((each for each in Grain if each == name), None)


PER_YEAR = {Grain.DAY: 365, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}


class Span(NamedTuple):
    """A stretch of days, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: "Span") -> bool:
        """Whether they have a day in common."""
        return self.start <= other.end and other.start <= self.end


_FORMS = (
    (Grain.DAY, re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
    (Grain.WEEK, re.compile(r"(\d{4})-?W(\d{1,2})")),
    (Grain.MONTH, re.compile(r"(\d{4})-(\d{2})")),
    (Grain.QUARTER, re.compile(r"(?:FY)?(\d{4}|(?<=FY)\d{2})-?Q([1-4])")),
    (Grain.YEAR, re.compile(r"(?:FY)?(\d{4}|(?<=FY)\d{2})")),
)


@dataclass(frozen=True)
class Calendar:
    """The periods of one length, in years that begin with a month."""

    grain: Grain
    first_month: int = 1
    """The month the fiscal year begins with, 1 to 12; weeks and days do not care."""

    @property
    def _shift(self) -> int:
        return self.first_month - 1

    @property
    def per_year(self) -> int:
        """How many periods make a year (days 365, weeks 52)."""
        return PER_YEAR[self.grain]

    def of(self, day: date) -> int:
        """The period a day lies in."""
        months = day.year * 12 + day.month - 1 - self._shift
        match self.grain:
            case Grain.DAY:
                return day.toordinal()
            case Grain.WEEK:
                return (day.toordinal() - 1) // 7  # 0001-01-01 was a Monday
            case Grain.MONTH:
                return day.year * 12 + day.month - 1
            case Grain.QUARTER:
                return months // 3
            case Grain.YEAR:
                return months // 12

    def start(self, period: int) -> date:
        """The first day of a period."""
        match self.grain:
            case Grain.DAY:
                return date.fromordinal(period)
            case Grain.WEEK:
                return date.fromordinal(period * 7 + 1)
            case Grain.MONTH:
                months = period
            case Grain.QUARTER:
                months = period * 3 + self._shift
            case Grain.YEAR:
                months = period * 12 + self._shift
        return date(months // 12, months % 12 + 1, 1)

    def end(self, period: int) -> date:
        """The last day of a period."""
        return self.start(period + 1) - timedelta(days=1)

    def span(self, period: int) -> Span:
        """The days of a period."""
        return Span(self.start(period), self.end(period))

    def label(self, period: int) -> str:
        """A period as people write it: 2026-06-30, 2026-W27, 2026-06, 2026-Q2, FY2026-Q2, 2026."""
        day = self.start(period)
        match self.grain:
            case Grain.DAY:
                return day.isoformat()
            case Grain.WEEK:
                year, week, _ = day.isocalendar()
                return f"{year}-W{week:02d}"
            case Grain.MONTH:
                return f"{day.year:04d}-{day.month:02d}"
            case Grain.QUARTER:
                return f"{self._year_name(period // 4)}-Q{period % 4 + 1}"
            case Grain.YEAR:
                return self._year_name(period)

    def _year_name(self, year: int) -> str:
        return f"FY{year + 1:04d}" if self._shift else f"{year:04d}"

    def read(self, text: str) -> int | None:
        """The period a text names, or None: no period of this length, or no such day."""
        found = read_span(text, self.first_month)
        return self.of(found[1].start) if found and found[0] is self.grain else None

    def year_before(self, period: int) -> int | None:
        """The same period a year before; None where that year has none (29 February, week 53)."""
        match self.grain:
            case Grain.DAY:
                day = date.fromordinal(period)
                try:
                    return day.replace(year=day.year - 1).toordinal()
                except ValueError:
                    return None
            case Grain.WEEK:
                year, week, _ = self.start(period).isocalendar()
                try:
                    return self.of(date.fromisocalendar(year - 1, week, 1))
                except ValueError:
                    return None
            case _:
                return period - self.per_year

    def within(self, span: Span) -> Iterator[int]:
        """The periods that lie in a stretch of days with all of theirs."""
        first = self.of(span.start)
        first += self.start(first) < span.start
        last = self.of(span.end)
        last -= self.end(last) > span.end
        yield from range(first, last + 1)


def read_span(text: str, first_month: int = 1) -> tuple[Grain, Span] | None:
    """How long the period is that a text names, and its days; None where it names none.

    Reads `2026-06-30`, `2026-W27`, `2026-06`, `2026-Q2`, `2026`, and for fiscal years `FY2026-Q2`,
    `FY26Q2`, `FY2026`. Years and quarters are those of the fiscal year.
    """
    text = text.strip().upper()
    for grain, form in _FORMS:
        if match := form.fullmatch(text):
            try:
                year, *rest = match.groups()
                year = f"20{year}" if len(year) == 2 else year
                return grain, _span(grain, [int(year), *map(int, rest)], first_month)
            except (ValueError, OverflowError):
                return None
    return None


def _span(grain: Grain, parts: list[int], first_month: int) -> Span:
    year = parts[0]
    if not 1 < year < MAXYEAR - 1:
        raise ValueError(year)
    calendar = Calendar(grain, first_month)
    shifted = year - (first_month > 1)
    match grain:
        case Grain.DAY:
            period = date(year, *parts[1:]).toordinal()
        case Grain.WEEK:
            period = calendar.of(date.fromisocalendar(year, parts[1], 1))
        case Grain.MONTH:
            period = calendar.of(date(year, parts[1], 1))
        case Grain.QUARTER:
            period = shifted * 4 + parts[1] - 1
        case Grain.YEAR:
            period = shifted
    return calendar.span(period)


def year_before(day: date) -> date:
    """The same day a year before; 28 February stands for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
