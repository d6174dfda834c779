"""Numbers and periods as charts write them, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import floor, isfinite, log10
from typing import Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent


class Wording(Protocol):
    """What charts and pages ask of the site's language; `pmkb.render.wording.Wording` gives it."""

    @property
    def language(self) -> str:
        """`en` or `zh`."""
        ...

    @property
    def locale(self) -> Locale:
        """Babel's rules for the language."""
        ...

    def gettext(self, text: str) -> str:
        """A text of the interface in the language."""
        ...

    def day(self, day: date) -> str:
        """A day, such as "Jun 30, 2026"."""
        ...

    def distance(self, day: date, as_of: date) -> str:
        """How far a day is from another, such as "in 12 days"."""
        ...


class Form(StrEnum):
    """What kind of number it is."""

    NUMBER = "number"
    SHARE = "share"
    """A share of 1, written as per cent."""


COMPACT = 10_000
"""From here on numbers at marks are shortened; Chinese has no unit for fewer."""


def short(value: float, locale: Locale, *, close: bool = False) -> str:
    """A number in little room: 1.2M in English, 123.5万 and 2.15亿 in Chinese.

    A close one has three digits that count: 1.23M.
    """
    if not isfinite(value):
        return "–"
    if abs(value) < COMPACT:
        return plain(value, locale)
    step, chinese = step_of(value, locale), locale.language == "zh"
    # 1.98万 is not yet 2万: Chinese steps are so far apart that three digits have to count.
    digits = 2 if (chinese or close) and abs(value) < 10 * step else 1
    # Rounded first, so that 999,950 is 1M and not 1000K.
    rounded = round(value / step, digits) * step
    return _compact(rounded, locale, digits)


def step_of(value: float, locale: Locale) -> int:
    """The unit a large number is shortened to: 万 and 亿 in Chinese, K, M and B in English."""
    steps = (10**12, 10**8, 10**4) if locale.language == "zh" else (10**12, 10**9, 10**6, 10**3)
    return next((each for each in steps if abs(value) >= each), 1)


def brief(value: float, locale: Locale) -> str:
    """A number in the least room there is: with two or three digits that count."""
    if not isfinite(value) or abs(value) < 1000:
        return short(value, locale)
    unit = floor(log10(abs(value))) - 2
    return _compact(round(value / 10**unit) * 10**unit, locale, 1)


def plain(value: float, locale: Locale) -> str:
    """A number in full, with at most two decimals, or three digits that count."""
    if not isfinite(value):
        return "–"
    digits = 2 if abs(value) >= 1 or value == 0 else min(2 - floor(log10(abs(value))), 8)
    return _decimal(value, "#,##0." + "#" * digits, locale)


@lru_cache(4096)
def _compact(value: float, locale: Locale, digits: int) -> str:
    return format_compact_decimal(value, locale=locale, fraction_digits=digits)


@lru_cache(4096)
def _decimal(value: float, form: str, locale: Locale) -> str:
    return format_decimal(value, form, locale=locale)


@lru_cache(4096)
def percent(value: float, digits: int, locale: Locale) -> str:
    """A share of 1 as per cent, with at most so many decimals."""
    return format_percent(value, "#,##0." + "#" * digits + "%", locale=locale)


@dataclass(frozen=True)
class Format:
    """How a chart's values are written."""

    wording: Wording
    unit: str = ""
    form: Form = Form.NUMBER

    @property
    def nothing(self) -> str:
        """What stands where there is no value."""
        return self.wording.gettext("no value")

    def exact(self, value: float | None) -> str:
        """A value in full with its unit: "2,152.6 万元"."""
        if value is None or not isfinite(value):
            return self.nothing
        if self.form is Form.SHARE:
            return percent(value, 2, self.wording.locale)
        return self._with_unit(plain(value, self.wording.locale))

    def short(self, value: float) -> str:
        """A value at its mark, without the unit."""
        if self.form is Form.SHARE:
            digits = 3 if abs(value) < 0.001 else 1 if abs(value) < 0.1 else 0
            return percent(value, digits, self.wording.locale)
        return short(value, self.wording.locale)

    def brief(self, value: float) -> str:
        """A value where there is least room."""
        return self.short(value) if self.form is Form.SHARE else brief(value, self.wording.locale)

    def counted(self, value: float, step: int) -> str:
        """A value counted in a unit that is told elsewhere: 79 for 792,000 in 万."""
        form = "0" if abs(value) >= 10 * step or not value else "0.#"
        return _decimal(value / step, form, self.wording.locale)

    def times(self, step: int) -> str:
        """By what counted values are multiplied: "× 1万 元"."""
        return self._with_unit(f"× {_compact(step, self.wording.locale, 0)}")

    def share(self, value: float) -> str:
        """A share of 1, whatever the values are."""
        return percent(value, 1, self.wording.locale) if isfinite(value) else self.nothing

    def signed(self, value: float) -> str:
        """A change at its mark: "+1.2M", "-300K"."""
        return ("+" if value > 0 else "") + self.short(value)

    def ticks(self, values: tuple[float, ...]) -> tuple[str, ...]:
        """The numbers of an axis, all written alike and exact."""
        locale = self.wording.locale
        if self.form is Form.SHARE:
            return tuple(percent(each, 4, locale) for each in values)
        if max(map(abs, values), default=0) < COMPACT:
            return tuple(_decimal(each, "#,##0.########", locale) for each in values)
        return tuple(_compact(each, locale, 6) for each in values)

    def _with_unit(self, number: str) -> str:
        if not self.unit:
            return number
        return number + self.unit if self.unit in "%‰℃" else f"{number} {self.unit}"


@lru_cache(4096)
def month_name(day: date, locale: Locale) -> str:
    """A month in few letters: "Jun", "6月"."""
    return format_date(day, "LLL", locale=locale)


def year_name(day: date, locale: Locale) -> str:
    """A year: "2026", "2026年"."""
    return format_skeleton("y", day, locale=locale)


def month_title(day: date, locale: Locale) -> str:
    """A month with its year: "June 2026", "2026年6月"."""
    return format_skeleton("yMMMM", day, locale=locale)


@lru_cache(4096)
def day_name(day: date, locale: Locale) -> str:
    """A day of a known year: "Jun 30", "6月30日"."""
    return format_skeleton("MMMd", day, locale=locale)


def weekday_name(day: date, locale: Locale) -> str:
    """A day of the week in few letters."""
    return format_date(day, "ccc", locale=locale)
