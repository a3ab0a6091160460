"""The seam: a ``Query`` is plain data, ``Facts`` are columns of measures, an ``Engine`` turns one into the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

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

    ``measures`` are names of measures of the catalogue that one table can answer, never of metrics; ``name@table``
    reads a measure at another grain than the dimensions imply. Rows that cover several days are left out unless
    ``row_days`` is among the dimensions or filters. ``undated``: refunds that do not say their day count too, as on
    the day of their order; only all of them together are then true, not those of a day.
    """

    measures: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: Period | None = None
    where: tuple[Where, ...] = ()
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The answer: one row per combination of dimension values that has data, sorted by them, NULL first.

    ``keys``: dimension → object array of shape (n,). ``numbers``: measure → int64 array of shape (n,), money in
    ten-thousandths (``MONEY_SCALE``). ``known``: measure → bool array of shape (n,), False where the value is
    unknown (the number there is 0 and means nothing). ``money``: names of the measures that are money.
    ``scales``: units per whole for the other measures that have decimals (shares, rates).
    """

    by: tuple[str, ...]
    keys: Mapping[str, npt.NDArray[np.object_]]
    numbers: Mapping[str, npt.NDArray[np.int64]]
    known: Mapping[str, npt.NDArray[np.bool_]]
    money: frozenset[str] = field(default_factory=frozenset)
    scales: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Number of rows."""
        for column in (*self.keys.values(), *self.numbers.values()):
            return len(column)
        return 0

    def value(self, measure: str, row: int) -> Value:
        """One cell exactly: Decimal for money and shares, int for counts, None where unknown."""
        if not self.known[measure][row]:
            return None
        number = int(self.numbers[measure][row])
        scale = self.scale(measure)
        return number if scale == 1 else Decimal(number) / scale

    def scale(self, measure: str) -> int:
        """Units per whole in which ``numbers`` are held: 10,000 for money, 1 for counts."""
        return MONEY_SCALE if measure in self.money else self.scales.get(measure, 1)

    def floats(self, measure: str) -> npt.NDArray[np.float64]:
        """The column for statistics, shape (n,), NaN where unknown, money in currency units."""
        return np.where(self.known[measure], self.numbers[measure] / self.scale(measure), np.nan)

    def key(self, row: int) -> tuple[Key, ...]:
        """The dimension values of one row, in the order of ``by``."""
        return tuple(self.keys[dim][row] for dim in self.by)


class Engine(Protocol):
    """Answers queries over one state of the books."""

    def fetch(self, query: Query) -> Facts:
        """Measures by dimensions; the caller has checked with the catalogue that the question is allowed."""
        ...

    def keep(self, period: Period) -> None:
        """Be ready for many questions about days within ``period``: answers are the same without it, but slower.

        Replaces the period of an earlier call.
        """
        ...

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        where: Sequence[Where] = (),
        limit: int | None = None,
        largest: str = "",
    ) -> list[tuple[Value | Key, ...]]:
        """Rows of a canonical table, sorted by its key; money as Decimal. For drill-down and row-level plays.

        ``largest``: a column of amounts; rows of most come first, unknown ones last, equal ones by the key.
        """
        ...

    def tables(self) -> frozenset[str]:
        """Canonical tables that hold at least one row."""
        ...

    def size(self, table: str) -> int:
        """Rows of a canonical table, about: whether a question of it is dear."""
        ...

    def span(self, table: str, day: str) -> Mapping[str, Period]:
        """Shop → first and last day in the column ``day`` of ``table``; shops without any are left out."""
        ...

    def shops(self) -> Mapping[str, Shop]:
        """The shops that are known by more than their key."""
        ...
