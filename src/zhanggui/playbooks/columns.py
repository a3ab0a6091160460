"""An answer as columns for statistics: keys by dimension, floats by metric."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Answer, Cells


@dataclass(frozen=True, slots=True)
class Columns:
    """``keys``: dimension → object array of shape (n,); ``cells``: metric → n exact values, None unknown."""

    keys: Mapping[str, npt.NDArray[np.object_]]
    cells: Mapping[str, list[Value]]  # made when they are looked at, where they come from an answer
    length: int

    @classmethod
    def of(cls, answer: Answer) -> "Columns":
        """The columns of an answer; a metric that was refused is unknown everywhere."""
        length = len(answer)
        keys = {}
        for dim, values in answer.keys.items():
            keys[dim] = np.empty(length, dtype=object)
            keys[dim][:] = values
        if all(name in answer.cells for name in answer.question.metrics):
            return cls(keys, answer.cells, length)
        cells = {name: answer.cells.get(name, [None] * length) for name in answer.question.metrics}
        return cls(keys, cells, length)

    def __len__(self) -> int:
        """Number of rows."""
        return self.length

    def floats(self, metric: str) -> npt.NDArray[np.float64]:
        """A metric for statistics, shape (n,), NaN where unknown."""
        if isinstance(self.cells, Cells):
            return self.cells.floats(metric)
        return np.array(
            [np.nan if value is None else float(value) for value in self.cells[metric]], dtype=np.float64
        )

    def value(self, metric: str, row: int) -> Value:
        """One cell exactly."""
        return self.cells[metric][row]

    def key(self, row: int) -> tuple[Key, ...]:
        """The dimension values of one row, in the order of the question."""
        return tuple(column[row] for column in self.keys.values())
