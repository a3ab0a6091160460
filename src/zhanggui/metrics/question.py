"""A question in the catalogue's names, and what comes back: an answer, what was refused, what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.column import Column
from zhanggui.metrics.query import Key, Value, Where
from zhanggui.model.period import Period


@dataclass(frozen=True, slots=True)
class Question:
    """Metrics × dimensions × period × filter.

    ``period`` None is everything in the books. ``currency`` is the reporting currency, into which money of
    several currencies is converted; None: such money is unknown. ``converted``: that of one currency is converted too.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: Period | None = None
    where: tuple[Where, ...] = ()
    currency: str | None = None
    converted: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that has no true answer. ``code`` selects the sentence; ``nearest`` is what can be asked instead."""

    code: str
    params: Mapping[str, str]
    nearest: Question | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in the books: ``code`` selects the sentence, ``params`` are its parts (texts, or lists of text)."""

    code: str
    params: Mapping[str, str | float | tuple[str, ...]]


class Cells(Mapping[str, list[Value]]):
    """Metric → values, made of its `Column` when they are looked at: tables of exact decimals are slow to make."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._made: dict[str, list[Value]] = {}

    def __getitem__(self, metric: str) -> list[Value]:
        """The values; raises KeyError for a metric that was not answered."""
        if metric not in self._made:
            self._made[metric] = self._columns[metric].cells()
        return self._made[metric]

    def __contains__(self, metric: object) -> bool:
        """Whether a metric was answered."""
        return metric in self._columns

    def __iter__(self) -> Iterator[str]:
        """The metrics answered."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Number of metrics."""
        return len(self._columns)

    def floats(self, metric: str) -> npt.NDArray[np.float64]:
        """The values for statistics, shape (n,), NaN where unknown."""
        column = self._columns[metric]
        return np.where(column.known, column.floats(), np.nan)


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows sorted by the dimensions, unknown key first.

    ``keys``: dimension → values; ``cells``: metric → values (money Decimal, counts int, ratios float, None
    unknown), all of the same length. ``currencies``: the currency of each row's money, None where there is none.
    ``provisional``: rows so young that refunds and settlements are still to come. ``labels``: metric → the
    measures that a ratio was made of where that depends on the question ('buyers / visitors').
    """

    question: Question
    keys: Mapping[str, list[Key]]
    cells: Mapping[str, list[Value]]
    currencies: list[str | None]
    provisional: list[bool]
    refused: tuple[Refusal, ...] = ()
    missing: tuple[Missing, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def floats(self, metric: str) -> npt.NDArray[np.float64]:
        """A metric's column for statistics, shape (n,), NaN where unknown."""
        if isinstance(self.cells, Cells):
            return self.cells.floats(metric)
        return np.array([np.nan if cell is None else float(cell) for cell in self.cells[metric]], np.float64)

    @property
    def columns(self) -> tuple[str, ...]:
        """Dimensions, then the metrics that were answered."""
        return (*self.keys, *self.cells)

    @property
    def rows(self) -> list[dict[str, Key | Value]]:
        """One dict per row, in the order of ``columns``."""
        columns: list[list[Key] | list[Value]] = [*self.keys.values(), *self.cells.values()]
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.currencies)
