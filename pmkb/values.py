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

from pmkb.diagnostic import Fault, Severity, did_you_mean, suggestion
from pmkb.flow import Standing
from pmkb.message import Message, listed, say
from pmkb.yaml12 import FloatText, IntText

WRONG_TYPE = Fault(
    "wrong-type",
    Severity.ERROR,
    """A value is of another type than its field wants: a list where one text belongs, text where a
    number belongs, a number in quotes.

    Nothing is guessed, because what is computed from a wrong guess looks as right as the rest.
    Write it as the hint says: a list as `tags: [ddl, storage]`, a number without quotes, text that
    reads like `true` in quotes.
    ---
    值的类型与字段不符：该写一段文本的写成了列表，该写数字的写成了文本，或者数字加了引号。

    不作猜测：猜错了算出来的数，看上去和对的没有区别。按建议改写：列表写成
    `tags: [ddl, storage]`，数字不加引号，看起来像 `true` 的文本加引号。""",
)
INVALID_DATE = Fault(
    "invalid-date",
    Severity.ERROR,
    """A date is not written `YYYY-MM-DD`, or there is no such day.

    Day and month swapped is the usual cause; read wrongly, it would move a deadline by months.
    Nothing is guessed: write the date again, as in `due: 2026-07-31`.
    ---
    日期没有写成 `YYYY-MM-DD`，或者没有这一天。

    最常见的是日和月写反；读错了，期限会差出几个月。因此不作猜测，请重新写：`due: 2026-07-31`。""",
)
INVALID_MONEY = Fault(
    "invalid-money",
    Severity.ERROR,
    """An amount of money is not written as a number and a currency, such as `1200000 CNY`.

    No sum can include it. Write the number, then the currency. Thousands separators and the units
    万 and 亿 are understood: `1,200,000 CNY`, `120万 CNY`.
    ---
    金额没有写成“数字加币种”的形式，如 `1200000 CNY`。

    任何合计都无法包含它。先写数字，再写币种。千分位和万、亿都认得：`1,200,000 CNY`、
    `120万 CNY`。""",
)
MONEY_WITHOUT_CURRENCY = Fault(
    "money-without-currency",
    Severity.ERROR,
    """An amount of money has no currency, so it cannot be added to any other.

    Write the ISO 4217 code behind the number: `1200000 CNY`.
    ---
    金额没有币种，无法与其他金额相加。

    在数字后面写 ISO 4217 币种代码：`1200000 CNY`。""",
)
INVALID_DURATION = Fault(
    "invalid-duration",
    Severity.ERROR,
    """A length of time is not a number and a unit, such as `90d`, `2w`, `3m` or `1y`.

    The days computed from it, such as the next review or the last day to give notice, would be
    missing. Write the number, and behind it `d` for days, `w` for weeks, `m` for months or `y` for
    years.
    ---
    时长不是“数字加单位”的形式，如 `90d`、`2w`、`3m`、`1y`。

    由它算出的日子会缺失，例如下次复核日、通知截止日。先写数字，再写单位：`d` 天、`w` 周、`m`
    月、`y` 年。""",
)
INVALID_VERSION = Fault(
    "invalid-version",
    Severity.ERROR,
    """A version does not begin with a number (after an optional `v`), such as `8.5.1`.

    Versions are put in order by their numbers, which a name alone does not have. Write the number
    here, and the name in the title.
    ---
    版本号没有以数字开头（前面可以有 `v`），如 `8.5.1`。

    版本按数字排先后，只有名称排不了。这里写版本号，名称写进标题。""",
)
INVALID_URL = Fault(
    "invalid-url",
    Severity.ERROR,
    """A web address is not complete: it needs a scheme and a host, such as `https://example.com`.

    A browser would look for it on the site itself, and find nothing. Copy the whole address from
    the browser; a space in it is written `%20`. A file of the repository is linked in the text
    instead.
    ---
    网址不完整：要有协议和主机名，如 `https://example.com`。

    浏览器会到本站里去找，结果什么也找不到。从浏览器地址栏复制完整的网址，空格写成 `%20`。仓库
    里的文件，请在正文里用链接。""",
)
INVALID_REFERENCE = Fault(
    "invalid-reference",
    Severity.ERROR,
    """A reference to another record is not written as its id (`online-ddl`) or as kind and id
    (`requirement:online-ddl`).

    Titles change and are not unique, so references go by the file's name. Write the name of the
    record's file without `.md`.
    ---
    引用另一条记录时，没有写成编号（`online-ddl`）或“类别加编号”（`requirement:online-ddl`）。

    标题会改，也会重名，所以引用用的是文件名。写上那条记录的文件名，不带 `.md`。""",
)
UNKNOWN_CHOICE = Fault(
    "unknown-choice",
    Severity.ERROR,
    """A value is none of those that its field allows.

    Tables are grouped by it, so a misspelt one would silently open a group of its own. The allowed
    values stand in the kind's page of the manual, in `schemas/vocabulary.yml`, or with the field in
    `schemas/kinds/`: write one of them; lists in `schemas/` can be added to.
    ---
    值不在字段允许的范围内。

    表格按它分组，拼错一个就会悄悄多出一组。允许的值见参考里该类别的页面、
    `schemas/vocabulary.yml`，或 `schemas/kinds/` 里的字段定义。写其中一个；`schemas/` 里的词表
    可以增加。""",
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

    def __init__(self, fault: Fault, message: Message, hint: Message | None = None) -> None:
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


def shown(value: object) -> Message:
    """A value as an author would recognise it in a message."""
    match value:
        case IntText() | FloatText():
            return Message(value.text, value.text)
        case bool():
            return Message(str(value).lower(), str(value).lower())
        case str():
            short = value if len(value) <= 60 else value[:57] + "…"
            return Message(repr(short), f"“{short}”")
        case list():
            return say("a list", "列表")
        case dict():
            return say("a mapping", "键值对")
        case _:
            return Message(str(value), str(value))


def wanted(what: str, value: object) -> Message:
    """That another type of value is wanted: "a date is wanted here, not 'soon'"."""
    return say(
        "{what} is wanted here, not {value}",
        "这里要填{what}，不能是{value}",
        what=what,
        value=shown(value),
    )


def _text(value: object) -> str:
    match value:
        case str() if value.strip():
            return value.strip()
        case IntText() | FloatText():
            return value.text
        case bool():
            message = say(
                "{value} is a truth value, not text",
                "{value} 是布尔值，不是文本",
                value=shown(value),
            )
            raise Complaint(WRONG_TYPE, message, say("put it in quotes", "加上引号"))
        case str():
            message = say("this text is empty", "文本是空的")
            hint = say("write something, or delete the line", "填上内容，或删掉这一行")
            raise Complaint(WRONG_TYPE, message, hint)
    raise Complaint(WRONG_TYPE, wanted(say("text", "文本"), value))


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise Complaint(WRONG_TYPE, wanted(say("a whole number", "整数"), value), _unquote(value))


def _number(value: object) -> int | float:
    if isinstance(value, float) and value - value == 0:  # neither infinite nor "not a number"
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise Complaint(WRONG_TYPE, wanted(A_NUMBER, value), _unquote(value))


A_NUMBER = say("a number", "数字")
UNQUOTE = say("remove the quotes", "去掉引号")
AS_DAY = say("write it as YYYY-MM-DD", "写成 YYYY-MM-DD")


def _unquote(value: object) -> Message | None:
    bare = isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value.strip())
    return UNQUOTE if bare else None


def _decimal(value: object) -> Decimal:
    text = value.text if isinstance(value, IntText | FloatText) else value
    try:
        if isinstance(text, str | int) and not isinstance(text, bool):
            found = Decimal(text)
            if found.is_finite():
                return found
    except InvalidOperation:
        pass
    raise Complaint(WRONG_TYPE, wanted(A_NUMBER, value))


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
            WRONG_TYPE, wanted(say("a percentage from 0 to 100", "0 到 100 的百分比"), value)
        )
    return int(number) if number == int(number) else number


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    hint = None
    if isinstance(value, str) and value.lower() in ("true", "false"):
        hint = UNQUOTE
    elif isinstance(value, str) and value.lower() in ("yes", "on", "y", "no", "off", "n"):
        right = "true" if value.lower() in ("yes", "on", "y") else "false"
        hint = say("write {right}", "写成 {right}", right=right)
    raise Complaint(WRONG_TYPE, wanted(say("true or false", " true 或 false"), value), hint)


def _day(value: object) -> date:
    if isinstance(value, str) and (match := _DAY.fullmatch(value.strip())):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            message = say("there is no day {day}", "没有 {day} 这一天", day=value.strip())
            raise Complaint(INVALID_DATE, message, _swapped(*match.groups())) from None
    hint = AS_DAY
    if isinstance(value, str | int) and (guess := _as_iso(str(value))):
        hint = meant(guess)
    raise Complaint(INVALID_DATE, wanted(say("a date", "日期"), value), hint)


def meant(guess: object) -> Message:
    """A hint that names the value that was probably meant, as it would be written."""
    return say("did you mean {guess}?", "是不是 {guess}？", guess=guess)


def _swapped(year: str, month: str, day: str) -> Message:
    try:
        return meant(date(int(year), int(day), int(month)))
    except ValueError:
        return say("look it up and write it again", "核对后重写")


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
        message = wanted(say("an amount of money", "金额"), value)
        raise Complaint(INVALID_MONEY, message, _as_code(text))
    if match["code"] is None:
        raise Complaint(
            MONEY_WITHOUT_CURRENCY,
            say("{text} has no currency", "{text} 没有币种", text=text),
            say(
                "write the currency behind the number, such as {text} CNY",
                "在数字后面写币种，例如 {text} CNY",
                text=text,
            ),
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


def _as_code(text: object) -> Message:
    """A hint that says how an amount with a currency's sign or name is to be written."""
    bare = str(text).replace(" ", "").replace("，", ",")
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if sign in bare and (found := _MONEY.fullmatch(bare.replace(sign, "") + _SIGNS[sign])):
            return suggestion(f"{found['sign']}{found['number']}{found['unit']} {_SIGNS[sign]}")
    return say(
        "write a number and a currency, such as 1200000 CNY", "写数字和币种，例如 1200000 CNY"
    )


def _duration(value: object) -> Duration:
    try:
        return Duration.of(value if isinstance(value, str) else "")
    except ValueError:
        hint = say(
            "write a number and d, w, m or y, such as 90d", "写数字加 d、w、m 或 y，例如 90d"
        )
        if isinstance(value, IntText):
            hint = say(
                "write {n}d for days, {n}m for months", "天数写 {n}d，月数写 {n}m", n=value.text
            )
        message = wanted(say("a length of time", "时长"), value)
        raise Complaint(INVALID_DURATION, message, hint) from None


def _version(value: object) -> str:
    text = _text(value)
    if _VERSION.fullmatch(text):
        return text
    message = say(
        "a version begins with a number, unlike {text}",
        "版本号要以数字开头，不能是{text}",
        text=shown(text),
    )
    raise Complaint(
        INVALID_VERSION, message, say("write it like 8.5.1 or v1.36", "写成 8.5.1 或 v1.36 这样")
    )


def _url(value: object) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        complete = bool(parts.netloc) or (parts.scheme in ("mailto", "tel") and bool(parts.path))
    except ValueError:
        complete = False
    if not complete or parts.scheme not in ("http", "https", "ftp", "mailto", "tel") or " " in text:
        message = wanted(say("a complete web address", "完整的网址"), text)
        raise Complaint(INVALID_URL, message, say("begin it with https://", "以 https:// 开头"))
    return text


def _ref(value: object) -> Ref:
    text = _text(value)
    if _PATH.fullmatch(text) or _REF.fullmatch(text):
        return Ref(text)
    message = wanted(say("a reference", "记录的引用"), text)
    hint = say("write the id of the record, such as online-ddl", "写记录的编号，例如 online-ddl")
    raise Complaint(INVALID_REFERENCE, message, hint)


def one_of(choices: Sequence[str]) -> Scalar:
    """A type that allows just these texts."""

    def read(value: object) -> str:
        text = _text(value)
        if text in choices:
            return text
        raise Complaint(UNKNOWN_CHOICE, *unknown_choice(text, choices))

    return Scalar("one of " + ", ".join(choices), read, {"enum": list(choices)})


def unknown_choice(wrong: str, choices: Sequence[str]) -> tuple[Message, Message | None]:
    """Message and hint for a value that is none of those allowed."""
    message = say("unknown value {value!r}", "没有“{value}”这个取值", value=wrong)
    return message, one_of_these(wrong, choices)


def one_of_these(wrong: str, choices: Sequence[str]) -> Message | None:
    """A hint that names the nearest of the values that are allowed, or all of them."""
    count = len(choices)
    if not count:
        return None
    if count > 12:
        every = say("{n} values are allowed", "可用的取值有 {n} 个", n=count)
    else:
        every = say("allowed: {choices}", "可用：{choices}", choices=listed(choices))
    return did_you_mean(wrong, choices) or every


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
        either = Message(name, " 或 ".join(TYPES_ZH.get(each.name, each.name) for each in types))
        raise Complaint(WRONG_TYPE, wanted(either, value), hint)

    return Scalar(name, read, {"anyOf": [dict(each.json_schema) for each in types]})


TYPES_ZH = {
    "text": "文本",
    "integer": "整数",
    "number": "数字",
    "decimal": "数字",
    "percent": "百分比",
    "boolean": "true/false",
    "date": "日期",
    "money": "金额",
    "duration": "时长",
    "version": "版本号",
    "url": "网址",
    "reference": "引用",
}
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
