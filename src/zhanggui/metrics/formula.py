"""Formulas of metrics: names of the catalogue, + - * /, whole numbers, ``given(x)`` and ``velocity(x)``.

``given(x)`` counts what no file states as none. ``velocity(x)`` is the mean of x per day over the 28 days up to
the end of the period.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from zhanggui.metrics.catalogue import CATALOGUE

FUNCTIONS = frozenset({"given", "velocity"})
_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class FormulaError(ValueError):
    """A formula that cannot be read; says which part."""


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or metric; ``function`` is '', 'given' or 'velocity'."""

    name: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Operation:
    """``left sign right``, sign one of + - * /."""

    sign: str
    left: "Expression"
    right: "Expression"


Expression: TypeAlias = Name | Number | Operation


def parse(text: str) -> Expression:
    """Read a formula. Raises FormulaError."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise FormulaError(text) from error
    return _read(tree)


def _read(node: ast.expr) -> Expression:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return Operation(_OPERATORS[type(node.op)], _read(node.left), _read(node.right))
    if isinstance(node, ast.Name):
        return Name(node.id)
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return Number(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        inner = _read(node.args[0]) if len(node.args) == 1 and not node.keywords else None
        if isinstance(inner, Name) and not inner.function:
            return Name(inner.name, node.func.id)
    raise FormulaError(ast.unparse(node))


def share_of(name: str, measure: str) -> int:
    """How many times a measure stands in a sum: 1, -1 where it is taken off, 0 where the metric is no sum of it."""
    if name == measure:
        return 1
    text = CATALOGUE[name].formula
    return _times(parse(text), measure) if text else 0


def _times(expression: Expression, measure: str) -> int:
    if isinstance(expression, Name):
        return share_of(expression.name, measure) if expression.function in {"", "given"} else 0
    if isinstance(expression, Operation) and expression.sign in "+-":
        sign = 1 if expression.sign == "+" else -1
        return _times(expression.left, measure) + sign * _times(expression.right, measure)
    return 0


def parts(expression: Expression) -> Iterator[Name]:
    """The names in an expression, from left to right."""
    if isinstance(expression, Name):
        yield expression
    elif isinstance(expression, Operation):
        yield from parts(expression.left)
        yield from parts(expression.right)


def leaves(name: str) -> tuple[Name, ...]:
    """The measures that a measure or metric is computed from, each once, in order. Raises KeyError when unknown."""
    definition = CATALOGUE[name]
    if definition.source is not None:
        return (Name(name),)
    found: dict[Name, None] = {}
    for part in parts(parse(definition.formula)):
        if part.function == "velocity":
            found[part] = None
        else:
            found.update(dict.fromkeys(leaves(part.name)))
    return tuple(found)
