"""Slices that stand out by themselves, whether or not the whole moved: each value of a dimension by its own past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.app.comparison import Comparison
from zhanggui.diagnosis.finding import ALPHA
from zhanggui.diagnosis.standout import Sides, standouts
from zhanggui.diagnosis.stretch import Compared
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Value, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period

MOST = 300  # values of a dimension, those of most money
REACH = 84  # days of the past beside those compared
Floats = npt.NDArray[np.float64]
Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One slice that stands out: ``where`` as (dimension, value), its sums now and then, and the chance of any such."""

    where: Named
    actual: float
    expected: float
    p: float


@dataclass(frozen=True, slots=True)
class Search:
    """The search over one comparison; ``parts``: (sum, None), or (numerator, denominator); ``shops``: these alone."""

    comparison: Comparison
    parts: tuple[str, str | None]
    shops: tuple[str, ...]

    def find(self, dims: tuple[str, ...], largest: dict[str, tuple[str, ...]]) -> tuple[Standing, ...]:
        """Slices of single dimensions (and of one within a shop) that stand out, the most surprising first.

        ``largest``: the values of a dimension that are looked at where it has too many.
        """
        compared = self.comparison
        axis, ordinary = compared.axis
        if not axis or compared.strange:
            return ()
        first = max(min(axis), min(*compared.days, *compared.weights) - timedelta(days=REACH))
        days = {day: at - axis[first] for day, at in axis.items() if day >= first}
        teaches = ordinary[axis[first] :]
        names: list[Named] = []
        rows: list[list[Floats]] = [[] for _ in self._names]
        for dim in dims:
            found = self._series(dim, largest.get(dim, ()), days)
            for named, series in found.items():
                names.append(named)
                for row, values in zip(rows, series, strict=True):
                    row.append(np.where(teaches, values, np.nan))
        if not names:
            return ()
        over, *under = (np.stack(row) for row in rows)
        exposure = under[0] if under else None
        if exposure is not None and _near_one(over, exposure):
            return self._found(names, (exposure - over, exposure, days), over)
        return self._found(names, (over, exposure, days), over)

    def _found(
        self, names: list[Named], table: tuple[Floats, Floats | None, dict[date, int]], shown: Floats
    ) -> tuple[Standing, ...]:
        """What stands out of ``table`` (sums, what they are counted over, its days), told in the sums ``shown``."""
        over, exposure, days = table
        compared = self.comparison
        whole = Compared(compared.days, compared.weights)
        now = whole.held(days, over, exposure)
        past = whole.last().held(days, over, exposure)
        if not now[0].shape[1] or not past[0].shape[1]:
            return ()
        sides = Sides(now[0][:, 0], now[1][:, 0])
        told = standouts(sides, Sides(*past), len(compared.days), ALPHA)
        actual, expected = (side[:, 0] for side in whole.held(days, shown, exposure))
        return tuple(
            Standing(names[one.number], float(actual[one.number]), float(expected[one.number]), one.p)
            for one in told
        )

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for name in self.parts if name)

    def _series(
        self, dim: str, values: tuple[str, ...], days: dict[date, int]
    ) -> dict[Named, tuple[Floats, ...]]:
        """Every value of ``dim``, and every value within a shop where it is not of one shop alone, day by day."""
        where = tuple(Where(*one) for one in ((dim, values), ("shop", self.shops)) if one[1])
        by = ("shop", "day") if dim == "shop" else ("shop", dim, "day")
        question = Question(
            self._names, by, Period(min(days), max(days)), where, self.comparison.history.currency
        )
        answer = ask(self.comparison.history.books, question)
        if any(name not in answer.cells for name in self._names):
            return {}
        found: dict[tuple[str, str], tuple[Floats, ...]] = {}
        for shop, value, day, cells in self._cells(answer, dim):
            if day in days:
                series = found.setdefault((shop, value), tuple(np.zeros(len(days)) for _ in cells))
                for row, cell in zip(series, cells, strict=True):
                    row[days[day]] += cell
        return _slices(dim, found)

    def _cells(self, answer: Answer, dim: str) -> Iterable[tuple[str, str, date, tuple[float, ...]]]:
        """Rows with their money in one currency; NaN where a value or rate is unknown."""
        history = self.comparison.history
        money = [CATALOGUE[name].unit is Unit.MONEY for name in self._names]
        columns = [answer.cells[name] for name in self._names]
        keys = zip(answer.keys["shop"], answer.keys[dim], answer.keys["day"], answer.currencies, strict=True)
        for row, (shop, value, day, currency) in enumerate(keys):
            if isinstance(day, date):
                known = currency in {None, history.currency}
                worth = 1.0 if known else history.worth(currency, day) or float("nan")
                cells = [_number(column[row]) for column in columns]
                yield (
                    str(shop),
                    "" if value is None else str(value),
                    day,
                    tuple(cell * worth if one else cell for cell, one in zip(cells, money, strict=True)),
                )


def _slices(dim: str, found: dict[tuple[str, str], tuple[Floats, ...]]) -> dict[Named, tuple[Floats, ...]]:
    """Series by slice: of a value over all shops, and of a value that several shops have within each."""
    if dim == "shop":
        return {(("shop", shop),): series for (shop, _), series in found.items()}
    out: dict[Named, tuple[Floats, ...]] = {}
    homes: dict[str, list[str]] = {}
    for shop, value in found:
        homes.setdefault(value, []).append(shop)
    for value, shops in sorted(homes.items()):
        parts = [found[shop, value] for shop in shops]
        whole = tuple(np.sum([part[n] for part in parts], axis=0) for n in range(len(parts[0])))
        out[((dim, value),)] = whole
        if len(shops) > 1:
            for shop, part in zip(shops, parts, strict=True):
                out[("shop", shop), (dim, value)] = part
    return out


def _number(value: Value) -> float:
    return float("nan") if value is None else float(value)


def _near_one(over: Floats, under: Floats) -> bool:
    """Whether a share is so high that what is missing from it is the rarer and so the more telling count."""
    known = np.isfinite(over) & np.isfinite(under)
    return bool((over[known] <= under[known]).all()) and 2 * over[known].sum() > under[known].sum()
