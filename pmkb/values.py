"""The types of field values: how each is written in front matter, read, and given out again.

A type is a `Scalar` in the field's annotation. It reads a YAML value or says what is wrong with it
in the reader's terms; pydantic carries the complaint, `record.validate` gives it a place.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import singledispatch
from math import isfinite
from typing import Annotated, Any, NamedTuple, Self
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pmkb.diagnostic import Fault, Severity, did_you_mean
from pmkb.flow import Standing
from pmkb.yaml12 import FloatText, IntText

WRONG_TYPE = Fault(
    "wrong-type",
    Severity.ERROR,
    """A value is of another type than its field wants: a list where one text belongs, text where a
    number belongs, a number in quotes.

    Nothing is guessed, because what is computed from a wrong guess looks as right as the rest.
    Write it as the hint says: a list as `tags: [ddl, storage]`, a number without quotes, text that
    reads like `true` in quotes.""",
)
INVALID_DATE = Fault(
    "invalid-date",
    Severity.ERROR,
    """A date is not written `YYYY-MM-DD`, or there is no such day.

    Day and month swapped is the usual cause; read wrongly, it would move a deadline by months.
    Nothing is guessed: write the date again, as in `due: 2026-07-31`.""",
)
INVALID_MONEY = Fault(
    "invalid-money",
    Severity.ERROR,
    """An amount of money is not written as a number and a currency, such as `1200000 CNY`.

    No sum can include it. Write the number, then the currency. Thousands separators and the units
    万 and 亿 are understood: `1,200,000 CNY`, `120万 CNY`.""",
)
MONEY_WITHOUT_CURRENCY = Fault(
    "money-without-currency",
    Severity.ERROR,
    """An amount of money has no currency, so it cannot be added to any other.

    Write the ISO 4217 code behind the number: `1200000 CNY`.""",
)
INVALID_DURATION = Fault(
    "invalid-duration",
    Severity.ERROR,
    """A length of time is not a number and a unit, such as `90d`, `2w`, `3m` or `1y`.

    The days computed from it, such as the next review or the last day to give notice, would be
    missing. Write the number, and behind it `d` for days, `w` for weeks, `m` for months or `y` for
    years.""",
)
INVALID_VERSION = Fault(
    "invalid-version",
    Severity.ERROR,
    """A version does not begin with a number (after an optional `v`), such as `8.5.1`.

    Versions are put in order by their numbers, which a name alone does not have. Write the number
    here, and the name in the title.""",
)
INVALID_URL = Fault(
    "invalid-url",
    Severity.ERROR,
    """A web address is not complete: it needs a scheme and a host, such as `https://example.com`.

    A browser would look for it on the site itself, and find nothing. Copy the whole address from
    the browser; a space in it is written `%20`. A file of the repository is linked in the text
    instead.""",
)
INVALID_REFERENCE = Fault(
    "invalid-reference",
    Severity.ERROR,
    """A reference to another record is not written as its id (`online-ddl`) or as kind and id
    (`requirement:online-ddl`).

    Titles change and are not unique, so references go by the file's name. Write the name of the
    record's file without `.md`.""",
)
UNKNOWN_CHOICE = Fault(
    "unknown-choice",
    Severity.ERROR,
    """A value is none of those that its field allows.

    Tables are grouped by it, so a misspelt one would silently open a group of its own. The allowed
    values stand in the kind's page of the manual, in `schemas/vocabulary.yml`, or with the field in
    `schemas/kinds/`: write one of them; lists in `schemas/` can be added to.""",
)


class Ref(str):
    """A reference to another record: `online-ddl`, or `requirement:online-ddl`."""

    __slots__ = ()


class Money(NamedTuple):
    """An exact amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


class Duration(NamedTuple):
    """A length of time in calendar months and days; `1y` is twelve months, `2w` fourteen days."""

    months: int
    days: int
    text: str

    def after(self, day: date) -> date:
        """The day this long after a day; the end of a shorter month stands for its missing days."""
        return day + relativedelta(months=self.months, days=self.days)

    def before(self, day: date) -> date:
        """The day this long before a day."""
        return day - relativedelta(months=self.months, days=self.days)

    @classmethod
    def of(cls, text: str) -> Self:
        """Read `90d`, `2w`, `3m`, `1y`. Raises ValueError for anything else."""
        match = _DURATION.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        count = int(match.group(1))
        months, days = {"d": (0, 1), "w": (0, 7), "m": (1, 0), "y": (12, 0)}[match.group(2)]
        return cls(count * months, count * days, text.strip())

    def __str__(self) -> str:
        return self.text


_DURATION = re.compile(r"([0-9]{1,5}) ?([dwmy])")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_VERSION = re.compile(r"[vV]?[0-9]\S*")
_REF = re.compile(r"[^\s:/()\[\]<>]+(:[^\s:/()\[\]<>]+)?")
_PATH = re.compile(r"[^\s:()\[\]<>]*/[^\s:()\[\]<>]*")
_MONEY = re.compile(
    r"(?P<sign>-?)(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>[万亿]?) ?(?P<code>[A-Za-z]{3})?"
)
_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}


class Complaint(ValueError):
    """What is wrong with a value: a fault, a message, and a hint. Pydantic carries it out."""

    def __init__(self, fault: Fault, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.fault, self.message, self.hint = fault, message, hint


@dataclass(frozen=True, eq=False)  # pydantic wants it hashable
class Scalar:
    """A type of field value: its name, how it is read, and its JSON Schema."""

    name: str
    """As the manual and `schemas/kinds/` call it."""
    read: Callable[[Any], Any]
    """The value; raises `Complaint`."""
    json_schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.json_schema)


def shown(value: object) -> str:
    """A value as an author would recognise it in a message."""
    match value:
        case IntText() | FloatText():
            return value.text
        case bool():
            return str(value).lower()
        case str():
            return repr(value if len(value) <= 60 else value[:57] + "…")
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return str(value)


def _text(value: object) -> str:
    match value:
        case str() if value.strip():
            return value.strip()
        case IntText() | FloatText():
            return value.text
        case bool():
            raise Complaint(
                WRONG_TYPE, f"{shown(value)} is a truth value, not text", "put it in quotes"
            )
        case str():
            raise Complaint(WRONG_TYPE, "this text is empty", "write something, or delete the line")
    raise Complaint(WRONG_TYPE, f"text is wanted here, not {shown(value)}")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise Complaint(
        WRONG_TYPE, f"a whole number is wanted here, not {shown(value)}", _unquote(value)
    )


def _number(value: object) -> int | float:
    if isinstance(value, float) and value - value == 0:  # neither infinite nor "not a number"
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise Complaint(WRONG_TYPE, f"a number is wanted here, not {shown(value)}", _unquote(value))


def _unquote(value: object) -> str | None:
    bare = isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value.strip())
    return "remove the quotes" if bare else None


def _decimal(value: object) -> Decimal:
    text = value.text if isinstance(value, IntText | FloatText) else value
    try:
        if isinstance(text, str | int) and not isinstance(text, bool):
            found = Decimal(text)
            if found.is_finite():
                return found
    except InvalidOperation:
        pass
    raise Complaint(WRONG_TYPE, f"a number is wanted here, not {shown(value)}")


def _percent(value: object) -> int | float:
    bare = (
        value.removesuffix("%").strip() if isinstance(value, str) and value.endswith("%") else None
    )
    try:
        number = _number(float(bare) if bare is not None else value)
    except ValueError:  # a Complaint is one too
        number = -1
    if not 0 <= number <= 100:
        raise Complaint(
            WRONG_TYPE, f"a percentage from 0 to 100 is wanted here, not {shown(value)}"
        )
    return int(number) if number == int(number) else number


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    hint = None
    if isinstance(value, str) and value.lower() in ("true", "false"):
        hint = "remove the quotes"
    elif isinstance(value, str) and value.lower() in ("yes", "on", "y", "no", "off", "n"):
        hint = f"write {'true' if value.lower() in ('yes', 'on', 'y') else 'false'}"
    raise Complaint(WRONG_TYPE, f"true or false is wanted here, not {shown(value)}", hint)


def _day(value: object) -> date:
    if isinstance(value, str) and (match := _DAY.fullmatch(value.strip())):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            raise Complaint(
                INVALID_DATE, f"there is no day {value.strip()}", _swapped(*match.groups())
            ) from None
    hint = "write it as YYYY-MM-DD"
    if isinstance(value, str | int) and (guess := _as_iso(str(value))):
        hint = f"did you mean {guess}?"
    raise Complaint(INVALID_DATE, f"a date is wanted here, not {shown(value)}", hint)


def _swapped(year: str, month: str, day: str) -> str:
    try:
        return f"did you mean {date(int(year), int(day), int(month))}?"
    except ValueError:
        return "look it up and write it again"


def _as_iso(text: str) -> str | None:
    """The day that a date in another common notation can only mean, or None."""
    match = re.match(
        r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})(日|T.*| .*)?$", text.strip()
    )
    try:
        return str(date(*map(int, match.groups()[:3]))) if match else None
    except ValueError:
        return None


def _money(value: object) -> Money:
    text = value.text if isinstance(value, IntText | FloatText) else value
    match = _MONEY.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        message = f"an amount of money is wanted here, not {shown(value)}"
        raise Complaint(INVALID_MONEY, message, _as_code(text))
    if match["code"] is None:
        raise Complaint(
            MONEY_WITHOUT_CURRENCY,
            f"{text} has no currency",
            f"write the currency behind the number, such as {text} CNY",
        )
    number = Decimal(match["sign"] + match["number"].replace(",", "")) * _UNITS[match["unit"]]
    return Money(number, match["code"].upper())


# How people write currencies, and the code that is meant.
_SIGNS = {
    "元": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "¥": "CNY",
    "￥": "CNY",
    "$": "USD",
    "美元": "USD",
}
_SIGNS |= {"€": "EUR", "欧元": "EUR", "£": "GBP", "HK$": "HKD", "港元": "HKD"}


def _as_code(text: object) -> str:
    """A hint that says how an amount with a currency's sign or name is to be written."""
    bare = str(text).replace(" ", "").replace("，", ",")
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if sign in bare and (found := _MONEY.fullmatch(bare.replace(sign, "") + _SIGNS[sign])):
            return f"did you mean '{found['sign']}{found['number']}{found['unit']} {_SIGNS[sign]}'?"
    return "write a number and a currency, such as 1200000 CNY"


def _duration(value: object) -> Duration:
    try:
        return Duration.of(value if isinstance(value, str) else "")
    except ValueError:
        hint = "write a number and d, w, m or y, such as 90d"
        if isinstance(value, IntText):
            hint = f"write {value.text}d for days, {value.text}m for months"
        message = f"a length of time is wanted here, not {shown(value)}"
        raise Complaint(INVALID_DURATION, message, hint) from None


def _version(value: object) -> str:
    text = _text(value)
    if _VERSION.fullmatch(text):
        return text
    message = f"a version begins with a number, unlike {shown(text)}"
    raise Complaint(INVALID_VERSION, message, "write it like 8.5.1 or v1.36")


def _url(value: object) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        complete = bool(parts.netloc) or (parts.scheme in ("mailto", "tel") and bool(parts.path))
    except ValueError:
        complete = False
    if not complete or parts.scheme not in ("http", "https", "ftp", "mailto", "tel") or " " in text:
        message = f"a complete web address is wanted here, not {shown(text)}"
        raise Complaint(INVALID_URL, message, "begin it with https://")
    return text


def _ref(value: object) -> Ref:
    text = _text(value)
    if _PATH.fullmatch(text) or _REF.fullmatch(text):
        return Ref(text)
    message = f"a reference is wanted here, not {shown(text)}"
    raise Complaint(INVALID_REFERENCE, message, "write the id of the record, such as online-ddl")


def one_of(choices: Sequence[str]) -> Scalar:
    """A type that allows just these texts."""

    def read(value: object) -> str:
        text = _text(value)
        if text in choices:
            return text
        raise Complaint(UNKNOWN_CHOICE, *unknown_choice(text, choices))

    return Scalar("one of " + ", ".join(choices), read, {"enum": list(choices)})


def unknown_choice(wrong: str, choices: Sequence[str]) -> tuple[str, str | None]:
    """Message and hint for a value that is none of those allowed."""
    count = len(choices)
    if not count:
        return f"unknown value {wrong!r}", None
    listed = f"allowed: {', '.join(choices)}" if count <= 12 else f"{count} values are allowed"
    return f"unknown value {wrong!r}", did_you_mean(wrong, choices) or listed


def any_of(types: Sequence[Scalar]) -> Scalar:
    """A type that is the first of several that fits, such as "date or boolean"."""
    name = " or ".join(each.name for each in types)

    def read(value: object) -> Any:
        complaints = []
        for each in types:
            try:
                return each.read(value)
            except Complaint as complaint:
                complaints.append(complaint)
        # A complaint more exact than "wrong type" tells which alternative was meant.
        exact = [found for found in complaints if found.fault is not WRONG_TYPE]
        if isinstance(value, str) and len(exact) == 1 and any(map(str.isdigit, value)):
            raise exact[0]
        hint = next((found.hint for found in complaints if found.fault is WRONG_TYPE), None)
        raise Complaint(WRONG_TYPE, f"{name} is wanted here, not {shown(value)}", hint)

    return Scalar(name, read, {"anyOf": [dict(each.json_schema) for each in types]})


_AS_WRITTEN = {"type": ["string", "number"]}

TEXT = Scalar("text", _text, _AS_WRITTEN)
INTEGER = Scalar("integer", _whole, {"type": "integer"})
NUMBER = Scalar("number", _number, {"type": "number"})
DECIMAL = Scalar("decimal", _decimal, _AS_WRITTEN)
PERCENT = Scalar("percent", _percent, {"type": ["number", "string"], "minimum": 0, "maximum": 100})
BOOLEAN = Scalar("boolean", _boolean, {"type": "boolean"})
DATE = Scalar("date", _day, {"type": "string", "format": "date"})
MONEY = Scalar("money", _money, {"type": "string", "pattern": r"^-?[\d,.]+ ?[万亿]? ?[A-Za-z]{3}$"})
DURATION = Scalar("duration", _duration, {"type": "string", "pattern": "^[0-9]+ ?[dwmy]$"})
VERSION = Scalar("version", _version, _AS_WRITTEN)
URL = Scalar("url", _url, {"type": "string", "format": "uri"})
REFERENCE = Scalar("reference", _ref, _AS_WRITTEN)
ANYTHING = Scalar("any", lambda value: value, {})

TYPES: Mapping[str, Scalar] = {
    each.name: each
    for each in (
        *(TEXT, INTEGER, NUMBER, DECIMAL, PERCENT, BOOLEAN),
        *(DATE, MONEY, DURATION, VERSION, URL, REFERENCE, ANYTHING),
    )
}
"""Every simple type by the name that `schemas/kinds/` uses."""

Text = Annotated[str, TEXT]
Whole = Annotated[int, INTEGER]
Number = Annotated[float, NUMBER]
Percent = Annotated[float, PERCENT]
Flag = Annotated[bool, BOOLEAN]
Day = Annotated[date, DATE]
Amount = Annotated[Money, MONEY]
Interval = Annotated[Duration, DURATION]
Version = Annotated[str, VERSION]
Url = Annotated[str, URL]
Reference = Annotated[Ref, REFERENCE]


@singledispatch
def to_json(value: Any) -> Any:
    """A value as JSON can hold it: money and decimals as exact text, dates as ISO 8601."""
    return value


@to_json.register
def _(value: Money) -> Any:
    return {"amount": f"{value.amount:f}", "currency": value.currency}


@to_json.register
def _(value: Duration) -> Any:
    return value.text


@to_json.register
def _(value: date) -> Any:
    return value.isoformat()


@to_json.register
def _(value: Decimal) -> Any:
    return f"{value:f}"


@to_json.register
def _(value: float) -> Any:
    return value if isfinite(value) else str(value)  # JSON has no number for these


@to_json.register
def _(value: Standing) -> Any:
    return value.name


@to_json.register
def _(value: Ref) -> Any:
    return str(value)


@to_json.register(tuple)
@to_json.register(list)
@to_json.register(frozenset)
def _(value: Sequence[object]) -> Any:
    return [to_json(item) for item in value]


@to_json.register(dict)
def _(value: Mapping[str, object]) -> Any:
    return {key: to_json(item) for key, item in value.items()}


@to_json.register
def _(value: BaseModel) -> Any:
    fields = type(value).model_fields
    known = {field.alias or name: getattr(value, name) for name, field in fields.items()}
    every = known | (value.model_extra or {})
    return {
        name: to_json(found) for name, found in every.items() if found is not None and found != ()
    }
