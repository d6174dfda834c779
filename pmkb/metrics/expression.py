"""Arithmetic over metrics: `recurring_revenue * 12 / customers`. Nothing but arithmetic runs."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException

MAX_LENGTH = 500
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class ExpressionError(ValueError):
    """An expression cannot be understood; the message says why."""


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
        raise ExpressionError(f"it is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        names = dict.fromkeys(_names(tree))
    except ExpressionError:
        raise
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ExpressionError(f"{text!r} is no arithmetic") from None
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
    raise ExpressionError("only metrics, numbers, + - * / and brackets are understood")


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
