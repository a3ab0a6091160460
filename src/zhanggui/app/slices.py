"""What slices hold on the compared days and on those held against: sums by dimensions, all money in one currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from zhanggui.app.comparison import Comparison
from zhanggui.app.history import History as Days
from zhanggui.diagnosis.leaves import History, LeafTable
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period

Leaf = tuple[str, ...]
Rows = dict[tuple[Leaf, date | None], list[float]]
Sums = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Slices:
    """The reading for one metric; ``names``: its measures, of ``shops`` alone where any are named."""

    history: Days
    names: tuple[str, ...]
    shops: tuple[str, ...] = ()

    def rows(self, dims: tuple[str, ...], days: tuple[date, ...], *, dated: bool) -> Rows | None:
        """Leaf and day (None where not ``dated``) → values; None where a value or a rate is unknown, or was refused."""
        by = (*dims, "day") if dated else dims
        return self._gathered(dims, self._answer(by, days))

    def sides(
        self, dims: tuple[str, ...], compared: Comparison, *, dated: bool = False
    ) -> tuple[Rows | None, Rows | None]:
        """What was, by day where ``dated``, and what it is held against, by day."""
        return (
            self.rows(dims, compared.days, dated=dated),
            self.rows(dims, tuple(compared.weights), dated=True),
        )

    def sums(self, dims: tuple[str, ...], compared: Comparison) -> Sums:
        """Every value of single dimensions, with what it held and was to hold."""
        out: Sums = {}
        for dim in dims:
            out |= summed((dim,), self.sides((dim,), compared), compared.weights)
        return out

    def _answer(self, by: tuple[str, ...], days: tuple[date, ...]) -> Answer:
        where = (Where("day", tuple(days)), *((Where("shop", self.shops),) if self.shops else ()))
        currency = self.history.currency
        answer = ask(
            self.history.books, Question(self.names, by, Period(min(days), max(days)), where, currency)
        )
        if "day" not in by and not {currency, None}.issuperset(answer.currencies):
            return self._answer((*by, "day"), days)  # foreign money is worth what it was on its day
        return answer

    def _worths(self, answer: Answer) -> list[float] | None:
        """What each row's money is to be multiplied by; None where a rate is unknown."""
        if {self.history.currency, None}.issuperset(answer.currencies):
            return [1.0] * len(answer)
        found = [
            self.history.worth(currency, day) if isinstance(day, date) else None
            for currency, day in zip(answer.currencies, answer.keys["day"], strict=True)
        ]
        return None if None in found else [one for one in found if one is not None]

    def _gathered(self, dims: tuple[str, ...], answer: Answer) -> Rows | None:
        worths = self._worths(answer)
        if worths is None or any(name not in answer.cells for name in self.names):
            return None
        money = [CATALOGUE[name].unit is Unit.MONEY for name in self.names]
        table = np.stack([answer.floats(name) for name in self.names], axis=1)
        if np.isnan(table).any():
            return None
        table *= np.where(money, np.array(worths)[:, None], 1.0)
        columns = [["" if value is None else str(value) for value in answer.keys[dim]] for dim in dims]
        dated = answer.keys.get("day") or [None] * len(answer)
        days = [day if isinstance(day, date) else None for day in dated]
        return dict(zip(zip(zip(*columns, strict=True), days, strict=True), table.tolist(), strict=True))


def summed(
    dims: tuple[str, ...], sides: tuple[Rows | None, Rows | None], weights: Mapping[date, float]
) -> Sums:
    """What every value of every dimension holds, and what it was to hold."""
    sums: Sums = {dim: {} for dim in dims}
    for side, rows in enumerate(sides):
        for (leaf, day), values in (rows or {}).items():
            part = values[0] * (weights.get(day, 0.0) if side and day is not None else 1.0)
            for dim, value in zip(dims, leaf, strict=True):
                sums[dim].setdefault(value, [0.0, 0.0])[side] += part
    return sums


def leaf_table(
    dims: tuple[str, ...],
    sides: tuple[Rows, Rows],
    weights: Mapping[date, float],
    periods: float,
    *,
    single: bool,
) -> LeafTable | None:
    """Both sides on one list of leaves; None where nothing tells two leaves apart.

    Of a ratio on a ``single`` day, every day against it is a period of its history.
    """
    now, then = sides
    keys = sorted({leaf for leaf, _ in (*now, *then)})
    at = {leaf: n for n, leaf in enumerate(keys)}
    codes, words = {}, {}
    for n, dim in enumerate(dims if keys else ()):
        found, code = np.unique([key[n] for key in keys], return_inverse=True)
        if len(found) > 1:
            codes[dim], words[dim] = code.astype(np.int64), [str(word) for word in found]
    if not codes:
        return None
    days = sorted(weights)
    row: dict[date | None, int] = {day: n for n, day in enumerate(days)}
    width = max(len(values) for values in (*now.values(), *then.values()))
    actual = np.zeros((width, len(keys)))
    past = np.zeros((width, len(days), len(keys)))
    for (leaf, _), values in now.items():
        actual[:, at[leaf]] += values
    for (leaf, day), values in then.items():
        if day in row:
            past[:, row[day], at[leaf]] += values
    expected = np.einsum("ndk,d->nk", past, np.array([weights[day] for day in days]))
    if width == 1:
        return LeafTable(codes, words, actual[0], expected[0], periods=periods)
    history = History(past[0], past[1]) if single and len(days) > 1 else None
    return LeafTable(codes, words, actual[0], expected[0], actual[1], expected[1], history, periods)
