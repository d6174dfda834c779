"""The site's own words, and how it writes numbers, money and dates, in one language."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)
from babel.units import format_unit

from pmkb.charts.formats import short
from pmkb.flow import Level, Standing
from pmkb.record import Record, Section
from pmkb.trackers import Change, Figure, Points, Share, Words
from pmkb.values import Duration, Money

Language = Literal["en", "zh"]
LOCALES = {"en": "en", "zh": "zh_CN"}
FOLDER = Path(__file__).parents[1] / "locale"


def N_(text: str) -> str:  # noqa: N802 - the name by which catalogues are extracted
    """Mark a text that is translated where it is used."""
    return text


SECTIONS = {
    Section.DASHBOARD: N_("Dashboard"),
    Section.PRODUCT: N_("Product"),
    Section.SALES: N_("Sales"),
    Section.ECOSYSTEM: N_("Ecosystem"),
    Section.ACTIVITIES: N_("Activities"),
    Section.FORMS: N_("Delivery forms"),
    Section.SUCCESS: N_("Success"),
    Section.DIRECTORY: N_("Directory"),
}
LEVELS = {
    Level.ACT: N_("Act"),
    Level.UNKNOWN: N_("Unknown"),
    Level.WATCH: N_("Watch"),
    Level.GOOD: N_("Good"),
}
"""The words for levels, the most urgent first."""
SEVERITIES = {"error": N_("Error"), "warning": N_("Warning"), "info": N_("Note")}


def is_single(kind: type[Record]) -> bool:
    """Whether a kind has just one document, whose page stands for its list."""
    return kind.folder.endswith(".md")


class Labelled(Protocol):
    """Anything that has a label in both languages: a key, a state, a standing, a term."""

    def label(self, language: str) -> str:
        """The label in a language."""
        ...


@dataclass(frozen=True)
class Wording:
    """How the site speaks in one language."""

    language: Language = "en"

    @cached_property
    def locale(self) -> Locale:
        """Babel's rules for the language."""
        return Locale.parse(LOCALES[self.language])

    def gettext(self, text: str) -> str:
        """A text of the interface in the language; English where the catalogue lacks it."""
        found = _catalogue(self.language).get(text)
        return str(found.string or text) if found else text

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A text of the interface that depends on a number."""
        found = _catalogue(self.language).get(one)
        if found and isinstance(found.string, tuple) and found.string[0]:
            return str(found.string[0])  # Chinese has one form for all numbers.
        return one if count == 1 else many

    def section(self, section: Section) -> str:
        """What a section is called."""
        return self.gettext(SECTIONS[section])

    def kind(self, kind: type[Record]) -> str:
        """What the page is called that has a kind's records, or its only one."""
        label = kind.label
        return label.one(self.language) if is_single(kind) else label.all(self.language)

    def level(self, level: Level) -> str:
        """What a level is called."""
        return self.gettext(LEVELS[level])

    def day(self, day: date) -> str:
        """A day, such as "Jun 30, 2026"."""
        return _day(day, self.locale)

    def weekday(self, day: date) -> str:
        """A day with its weekday and without its year, such as "Tue, Jun 30"."""
        return _skeleton(day, "MMMEd", self.locale)

    def month(self, day: date) -> str:
        """The month of a day, such as "June 2026"."""
        return _skeleton(day, "yMMMM", self.locale)

    @cached_property
    def weekdays(self) -> tuple[str, ...]:
        """The names of the days of a week, which begins on Monday."""
        week = (date(2024, 1, number) for number in range(1, 8))  # Monday, the 1st, to Sunday
        return tuple(format_date(day, "ccc", locale=self.locale) for day in week)

    def distance(self, day: date, as_of: date) -> str:
        """How far a day is from another: "today", "in 12 days", "3 months ago"."""
        if day == as_of:
            return self.gettext("today")
        length = day - as_of
        threshold = 1.5 if abs(length.days) >= 60 else 60
        return format_timedelta(
            length, "day", threshold=threshold, add_direction=True, locale=self.locale
        )

    def number(self, value: float | Decimal) -> str:
        """A number with at most two decimals, and separators from five digits up.

        Up to four digits, a number may well be a year or an id, and is easily read without.
        """
        form = "0.##" if -10_000 < value < 10_000 else "#,##0.##"
        return format_decimal(value, form, locale=self.locale)

    def short(self, value: float) -> str:
        """A number in little room: 1.79M, 179.4万."""
        return short(float(value), self.locale, close=True)

    def share(self, value: float) -> str:
        """A share of 1 as a percentage; what would be rounded to nothing has more digits."""
        form = "#,##0.#%" if abs(value) >= 0.001 else "0.###%"
        return format_percent(value, form, locale=self.locale)

    def change(self, value: float) -> str:
        """A change by a share of 1, with its sign."""
        form = "+#,##0.#%;-#,##0.#%" if round(value, 3) else "0%"
        return format_percent(value, form, locale=self.locale)

    def points(self, value: float) -> str:
        """A difference between two shares of 1, in percentage points with its sign."""
        number = format_decimal(value * 100, "+#,##0.#;-#,##0.#", locale=self.locale)
        return f"{number} 个百分点" if self.language == "zh" else f"{number} points"

    def percent(self, value: float) -> str:
        """A number of per cent."""
        return self.share(value / 100)

    def money(self, money: Money) -> str:
        """An amount; in English with its ISO code, which cannot be taken for another currency."""
        form = "¤#,##0.##" if self.language == "zh" else "¤¤ #,##0.##"
        return format_currency(
            money.amount, money.currency, form, locale=self.locale, currency_digits=False
        )

    def brief_money(self, money: Money) -> str:
        """An amount in little room: "CNY 31.2M", "¥3124万"."""
        named = get_currency_symbol(money.currency, self.locale)
        sign, size = "-" if money.amount < 0 else "", short(float(abs(money.amount)), self.locale)
        if self.language == "zh":
            return f"{sign}{named}{size}"
        return f"{money.currency} {sign}{size}"

    def value(self, value: object) -> str:
        """A value in a sentence, such as those of a headline."""
        match value:
            case Share() | Change() | Points() | Figure():
                return self._figure(value)
            case Money() if abs(value.amount) >= 1000:
                return self.money(Money(round(value.amount, 0), value.currency))
            case Money():
                return self.money(value)
            case Duration():
                return self.duration(value)
            case Standing() | Words():
                return value.label(self.language)
            case date():
                return self.day(value)
            case int() | float() | Decimal():
                return self.number(value)
            case _:
                return str(value)

    def _figure(self, value: Share | Change | Points | Figure) -> str:
        match value:
            case Figure():
                return f"{self.number(value.value)} {value.unit}"
            case Points():
                return self.points(value)
            case Change():
                return self.change(value)
            case _:
                return self.share(value)

    def duration(self, length: Duration) -> str:
        """A length of time, such as "6 months"."""
        count, unit = (length.months, "month") if length.months else (length.days, "day")
        if unit == "month" and count % 12 == 0:
            count, unit = count // 12, "year"
        # Babel has Chinese units in their short form only.
        form: Literal["short", "long"] = "short" if self.language == "zh" else "long"
        return format_unit(count, f"duration-{unit}", form, locale=self.locale)


@cache
def _catalogue(language: str) -> Catalog:
    path = FOLDER / language / "LC_MESSAGES" / "pmkb.po"
    if not path.is_file():
        return Catalog(locale=LOCALES[language])
    with path.open("rb") as file:
        return read_po(file, locale=LOCALES[language])


@cache
def _skeleton(day: date, skeleton: str, locale: Locale) -> str:
    return format_skeleton(skeleton, datetime.combine(day, time()), locale=locale)


@cache
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "medium", locale=locale)
