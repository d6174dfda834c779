"""Filters over records, as people type them: `stage == 'poc' and amount > 1000000`.

The language is Jinja's expressions in its sandbox, so nothing but values can be reached. A record's
fields and computed values are names; days are text such as '2026-06-30', which compares as days do;
money is its amount in the reporting currency; a reference is the id; a standing is its name.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmkb.diagnostic import did_you_mean
from pmkb.flow import Standing
from pmkb.graph import KnowledgeBase
from pmkb.message import Message, say
from pmkb.record import Record
from pmkb.values import Duration, Money, Ref, to_json


class QueryError(ValueError):
    """An expression cannot be understood, or asks for what is not there."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


Filter = Callable[[Mapping[str, object]], bool]
LARGEST, LARGEST_POWER = 10_000, 100
"""How long a text or list that an expression makes may become; and how large what makes a power."""
_NUMBER = int | float | Decimal


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no expression can fill the memory either."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        sizes = [len(each) for each in (left, right) if isinstance(each, str | list | tuple)]
        numbers = [abs(float(each)) for each in (left, right) if isinstance(each, _NUMBER)]
        largest, times = max(sizes, default=0), max(numbers, default=1.0)
        if largest * times > LARGEST or (operator == "**" and times > LARGEST_POWER):
            raise SecurityError(f"{operator!r} would become too large")
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=128)
def parse(text: str) -> Filter:
    """A filter from an expression. Raises `QueryError` with what is wrong with it."""
    environment = _Sandbox(undefined=StrictUndefined)
    try:
        expression = environment.compile_expression(text, undefined_to_none=False)
    except TemplateError as error:
        raise QueryError(_no_expression(text, error)) from None

    def matches(values: Mapping[str, object]) -> bool:
        try:
            return bool(expression(**values))
        except UndefinedError as error:
            raise QueryError(_unknown(error.message or "", values)) from None
        except SecurityError as error:
            raise QueryError(Message(str(error), f"表达式不允许：{error}")) from None
        except TypeError:
            return False  # An empty field compares with nothing.

    return matches


def values(record: Record, kb: KnowledgeBase) -> dict[str, object]:
    """What an expression can name: a record's `kind`, `id`, `path`, fields and computed values.

    A name with hyphens is known with underscores in their place.
    """
    named: dict[str, object] = {"kind": record.kind(), "id": record.id, "path": record.path}
    named |= {name: record.get(name) for name in record.keys}
    named |= record.computed(kb)
    return {name.replace("-", "_"): plain(value, kb) for name, value in named.items()}


def names(text: str) -> tuple[str, ...]:
    """The names that an expression asks for, sorted. Raises `QueryError`."""
    try:
        found = meta.find_undeclared_variables(_Sandbox().parse("{{ " + text + " }}"))
    except TemplateError as error:
        raise QueryError(_no_expression(text, error)) from None
    return tuple(sorted(found))


def known(kind: type[Record]) -> Set[str]:
    """What an expression about a kind's records can name."""
    made = (name.replace("-", "_") for name in (*kind.keys, *kind.computations))
    return {"kind", "id", "path", *made}


def in_order(records: Sequence[Record], sort: str | None, kb: KnowledgeBase) -> list[Record]:
    """Records by a field or computed value (`-name`: the largest first), those without one last."""
    if not sort:
        return list(records)
    name = sort.removeprefix("-").replace("-", "_")
    keyed = [(values(each, kb).get(name), each) for each in records]
    filled = [(value, each) for value, each in keyed if value is not None]
    filled.sort(key=lambda pair: _rank(pair[0]), reverse=sort.startswith("-"))
    return [each for _, each in filled] + [each for value, each in keyed if value is None]


def _rank(value: object) -> tuple[bool, object]:
    """Numbers before texts, for a field may hold either."""
    if isinstance(value, int | float | Decimal):
        return False, value
    return True, str(value)


def plain(value: object, kb: KnowledgeBase) -> object:
    """A value as expressions compare it."""
    match value:
        case Money():
            converted = kb.vocabulary.convert(value, kb.as_of)
            return (converted or value).amount
        case Standing():
            return value.name
        case Duration():
            return value.text
        case Record():
            return value.id
        case date():
            return value.isoformat()
        case Ref():
            return value.rpartition(":")[2]
        case Decimal() | str() | bool() | int() | float() | None:
            return value
        case tuple() | list():
            return [plain(item, kb) for item in value]
        case _:
            return to_json(value)


def _no_expression(text: str, error: TemplateError) -> Message:
    return say(
        "{text!r} is no expression: {reason}",
        "“{text}”不是合法的表达式：{reason}",
        text=text,
        reason=error.message,
    )


def _unknown(message: str, known: Mapping[str, object]) -> Message:
    name = message.partition("'")[2].partition("'")[0]
    hint = did_you_mean(name, known)
    more = say("; {hint}", "，{hint}", hint=hint) if hint else ""
    return say("there is no field {name!r}{more}", "没有字段“{name}”{more}", name=name, more=more)
