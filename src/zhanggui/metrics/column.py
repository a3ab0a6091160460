"""Columns of figures, exact as long as they can be: sums stay whole numbers, ratios become floats at the last step."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from zhanggui.metrics.query import MONEY_SCALE, Value
from zhanggui.stats.arrays import Bools, Floats, Ints

_LIMIT = 2.0**63


@dataclass(frozen=True, slots=True)
class Column:
    """A figure for each row. ``numbers`` are int64 in units of 1 / ``scale``, or float64 where ``scale`` is 0;
    ``known`` is False where the figure is unknown (its number is then 0).
    """

    numbers: Ints | Floats
    known: Bools
    scale: int = 1

    def floats(self) -> Floats:
        """As floats, 0 where unknown."""
        return self.numbers / self.scale if self.scale > 1 else self.numbers.astype(np.float64)

    def cells(self) -> list[Value]:
        """As Python values: Decimal, int or float, None where unknown."""
        values: Sequence[Value] = self.numbers.tolist()
        if self.scale > 1:
            digits = len(str(self.scale)) - 1
            values = [Decimal(value).scaleb(-digits) for value in self.numbers.tolist()]
        if self.known.all():
            return list(values)
        return [value if known else None for value, known in zip(values, self.known.tolist(), strict=True)]

    def given(self) -> "Column":
        """The same with 0 for what is unknown."""
        return Column(self.numbers, np.ones_like(self.known), self.scale)

    def take(self, at: Ints) -> "Column":
        """The rows ``at``; unknown where it is -1."""
        known = np.append(self.known, np.False_)[at]
        numbers = np.append(self.numbers, self.numbers.dtype.type(0))[at]
        if self.scale:
            return Column(numbers.astype(np.int64), known, self.scale)
        return Column(numbers.astype(np.float64), known, 0)

    def only(self, known: Bools) -> "Column":
        """The same, unknown also where ``known`` is False."""
        both = self.known & known
        return Column(np.where(both, self.numbers, 0), both, self.scale)


def constant(value: int, rows: int) -> Column:
    """A number for every row."""
    return Column(np.full(rows, value, np.int64), np.ones(rows, np.bool_))


def combine(sign: str, left: Column, right: Column) -> Column:
    """``left sign right``; unknown where either is, or where it divides by 0. Raises OverflowError beyond 64 bits."""
    known = left.known & right.known
    if sign == "/":
        return _divide(left, right, known & (right.numbers != 0))
    if sign == "*":
        return _multiply(left, right, known)
    if not left.scale or not right.scale or left.scale != right.scale:
        out = left.floats() + right.floats() if sign == "+" else left.floats() - right.floats()
        return Column(np.where(known, out, 0.0), known, 0)
    return plus(left, right if sign == "+" else Column(-right.numbers, right.known, right.scale), known)


def plus(left: Column, right: Column, known: Bools) -> Column:
    """The exact sum of two columns of one scale, unknown where ``known`` is False. Raises OverflowError."""
    _fits(np.abs(left.numbers.astype(np.float64)) + np.abs(right.numbers.astype(np.float64)))
    if left.scale:
        return Column(np.where(known, left.numbers + right.numbers, 0).astype(np.int64), known, left.scale)
    return Column(np.where(known, left.floats() + right.floats(), 0.0), known, 0)


def _multiply(left: Column, right: Column, known: Bools) -> Column:
    exact = left.scale and right.scale and 1 in (left.scale, right.scale)
    if not exact:
        return Column(np.where(known, left.floats() * right.floats(), 0.0), known, 0)
    _fits(np.abs(left.numbers.astype(np.float64) * right.numbers.astype(np.float64)))
    return Column(np.where(known, left.numbers * right.numbers, 0), known, left.scale * right.scale)


def _divide(left: Column, right: Column, known: Bools) -> Column:
    if left.scale == MONEY_SCALE and right.scale == 1:
        return Column(
            np.where(known, _half_up(left.numbers, np.where(known, right.numbers, 1)), 0), known, MONEY_SCALE
        )
    below = np.where(known, right.floats(), 1.0)
    return Column(np.where(known, left.floats() / below, 0.0), known, 0)


def _half_up(above: Ints | Floats, below: Ints | Floats) -> Ints:
    """Quotients of whole numbers rounded half away from zero."""
    sign = np.sign(above) * np.sign(below)
    whole, rest = np.divmod(np.abs(above), np.abs(below))
    rounded: Ints = (sign * (whole + (rest >= np.abs(below) - rest))).astype(np.int64)
    return rounded


def _fits(sizes: Floats) -> None:
    if sizes.size and float(sizes.max()) >= _LIMIT:
        raise OverflowError("a sum does not fit into 64 bits of ten-thousandths")
