"""Arithmetic over metrics: `recurring_revenue * 12 / customers`. Nothing but arithmetic runs."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from pmkb.message import Message, say

MAX_LENGTH = 500
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class ExpressionError(ValueError):
    """An expression cannot be understood; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Expression:
    """An expression that holds nothing but names, numbers and + − × ÷."""

    text: str
    names: tuple[str, ...]
    """The metrics it needs, hyphens as underscores, in the order they appear."""
    _tree: ast.expr

    def value(self, values: Mapping[str, Decimal | None]) -> Decimal | None:
        """Its value; None where a name has none, or a divisor is zero."""
        try:
            return _value(self._tree, values)
        except (_Unknown, DecimalException):
            return None


class _Unknown(Exception):
    pass


def parse(text: str) -> Expression:
    """Read an expression. Raises `ExpressionError`."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            say("it is longer than {n} characters", "超过 {n} 个字符", n=MAX_LENGTH)
        )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        names = dict.fromkeys(_names(tree))
    except ExpressionError:
        raise
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        message = say("{text!r} is no arithmetic", "“{text}”不是算式", text=text)
        raise ExpressionError(message) from None
    return Expression(text, tuple(names), tree)


def _names(node: ast.expr) -> list[str]:
    match node:
        case ast.Name():
            return [node.id]
        case ast.Constant(value=value) if type(value) in (int, float):
            return []
        case ast.BinOp() if type(node.op) in _SIGNS:
            return _names(node.left) + _names(node.right)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            return _names(node.operand)
    raise ExpressionError(
        say(
            "only metrics, numbers, + - * / and brackets are understood",
            "只能有指标、数字、+ - * / 和括号",
        )
    )


def _value(node: ast.expr, values: Mapping[str, Decimal | None]) -> Decimal:
    match node:
        case ast.Name():
            found = values.get(node.id)
            if found is None:
                raise _Unknown
            return found
        case ast.Constant(value=value):
            return Decimal(repr(value))
        case ast.UnaryOp():
            operand = _value(node.operand, values)
            return -operand if isinstance(node.op, ast.USub) else operand
        case ast.BinOp():
            left, right = _value(node.left, values), _value(node.right, values)
            match node.op:
                case ast.Add():
                    return left + right
                case ast.Sub():
                    return left - right
                case ast.Mult():
                    return left * right
                case _:
                    return left / right
    raise _Unknown
