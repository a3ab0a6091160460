"""The seam: a ``Query`` is plain data, ``Facts`` are columns of measures, an ``Engine`` turns one into the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from zhanggui.model.period import Period

# Money travels as whole ten-thousandths of a currency unit, so that it stays exact in NumPy.
MONEY_SCALE = 10_000

Value: TypeAlias = Decimal | int | float | None
Key: TypeAlias = str | int | date | None


@dataclass(frozen=True, slots=True)
class Where:
    """Rows whose dimension ``dim`` is one of ``values`` (or none of them, when ``exclude``)."""

    dim: str
    values: tuple[Key, ...]
    exclude: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Measures × dimensions × period × filter. ``period`` None is everything in the books.

    ``measures`` are names of additive, distinct or snapshot measures of the catalogue, never of ratios.
    """

    measures: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: Period | None = None
    where: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The answer: one row per combination of dimension values that has data, sorted by them, NULL first.

    ``keys``: dimension → object array of shape (n,). ``numbers``: measure → int64 array of shape (n,), money in
    ten-thousandths (``MONEY_SCALE``). ``known``: measure → bool array of shape (n,), False where the value is
    unknown (the number there is 0 and means nothing). ``money``: names of the measures that are money.
    """

    by: tuple[str, ...]
    keys: Mapping[str, npt.NDArray[np.object_]]
    numbers: Mapping[str, npt.NDArray[np.int64]]
    known: Mapping[str, npt.NDArray[np.bool_]]
    money: frozenset[str] = field(default_factory=frozenset)

    def __len__(self) -> int:
        """Number of rows."""
        for column in (*self.keys.values(), *self.numbers.values()):
            return len(column)
        return 0

    def value(self, measure: str, row: int) -> Value:
        """One cell exactly: Decimal for money, int for counts, None where unknown."""
        if not self.known[measure][row]:
            return None
        number = int(self.numbers[measure][row])
        return Decimal(number) / MONEY_SCALE if measure in self.money else number

    def floats(self, measure: str) -> npt.NDArray[np.float64]:
        """The column for statistics, shape (n,), NaN where unknown, money in currency units."""
        scale = MONEY_SCALE if measure in self.money else 1
        return np.where(self.known[measure], self.numbers[measure] / scale, np.nan)

    def key(self, row: int) -> tuple[Key, ...]:
        """The dimension values of one row, in the order of ``by``."""
        return tuple(self.keys[dim][row] for dim in self.by)


class Engine(Protocol):
    """Answers queries over one state of the books."""

    def fetch(self, query: Query) -> Facts:
        """Measures by dimensions; the caller has checked with the catalogue that the question is allowed."""
        ...

    def rows(
        self, table: str, columns: Sequence[str], where: Sequence[Where] = (), limit: int | None = None
    ) -> list[tuple[Value | Key, ...]]:
        """Rows of a canonical table, sorted by its key; money as Decimal. For drill-down and row-level plays."""
        ...

    def tables(self) -> frozenset[str]:
        """Canonical tables that hold at least one row."""
        ...
