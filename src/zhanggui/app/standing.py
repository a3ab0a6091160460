"""Slices that stand out by themselves, whether or not the whole moved: each value of a dimension by its own past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.app.comparison import Comparison
from zhanggui.diagnosis.finding import ALPHA
from zhanggui.diagnosis.standout import Bar, Sides, standouts
from zhanggui.diagnosis.stretch import Compared
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Key, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period

MOST = 300  # values of a dimension
WITHIN = 1200  # of them within shops: pairs of a shop and a value
REACH = 84  # days that teach, of the past beside those compared
Floats = npt.NDArray[np.float64]
Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of a dimension that are looked at, those of most money first, and the number there are in all."""

    values: tuple[str, ...] = ()
    many: int = 0


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

    def find(self, dims: tuple[str, ...], chosen: Mapping[str, Chosen]) -> tuple[Standing, ...]:
        """Slices of single dimensions (and of one within a shop) that stand out, the most surprising first.

        ``chosen``: the values of a dimension that are looked at where it has many (without: all of them). Values that
        were not chosen count among those that could have stood out.
        """
        compared = self.comparison
        axis, ordinary = compared.axis
        if not axis or compared.strange:
            return ()
        begun = min(*compared.days, *compared.weights)
        earlier = [day for day, at in axis.items() if day < begun and ordinary[at]]
        first = earlier[-REACH] if len(earlier) > REACH else min(axis)
        days = {day: at - axis[first] for day, at in axis.items() if day >= first}
        teaches = ordinary[axis[first] :]
        names: list[Named] = []
        rows: list[list[Floats]] = [[] for _ in self._names]
        for dim in dims:
            found = self._series(
                dim, chosen.get(dim, Chosen()), days, within=dim != "sku" or "listing" not in dims
            )
            for named, series in found.items():
                names.append(named)
                for row, values in zip(rows, series, strict=True):
                    row.append(np.where(teaches, values, np.nan))
        if not names:
            return ()
        over, *under = (np.stack(row) for row in rows)
        exposure = under[0] if under else None
        if exposure is not None and _near_one(over, exposure):
            return self._found(names, (exposure - over, exposure, days), over, chosen)
        return self._found(names, (over, exposure, days), over, chosen)

    def _found(
        self,
        names: list[Named],
        table: tuple[Floats, Floats | None, dict[date, int]],
        shown: Floats,
        chosen: Mapping[str, Chosen],
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
        kinds = {kind: n for n, kind in enumerate(dict.fromkeys(map(_kind, names)))}
        families = np.array([kinds[_kind(named)] for named in names], np.int64)
        sizes = tuple(chosen[kind[0]].many if len(kind) == 1 and kind[0] in chosen else 0 for kind in kinds)
        told = standouts(sides, Sides(*past), len(compared.days), Bar(ALPHA, families, sizes))
        actual, expected = (side[:, 0] for side in whole.held(days, shown, exposure))
        return tuple(
            Standing(names[one.number], float(actual[one.number]), float(expected[one.number]), one.p)
            for one in told
        )

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for name in self.parts if name)

    def _series(
        self, dim: str, chosen: Chosen, days: dict[date, int], *, within: bool
    ) -> dict[Named, tuple[Floats, ...]]:
        """Every value of ``dim``, and every value within a shop where it is not of one shop alone, day by day.

        With many shops only the values of most money are looked at ``within`` each.
        """
        if dim == "shop":
            read = self._read((dim,), dim, (), days)
            return {(("shop", shop),): series for (shop,), series in read.items()}
        values = chosen.values if chosen.many > MOST else ()
        if not within:
            return {((dim, value),): one for (value,), one in self._read((dim,), dim, values, days).items()}
        few = chosen.values[
            : max(WITHIN // max(len(self.shops) or len(self.comparison.history.selling), 1), 1)
        ]
        pairs = _slices(dim, self._read(("shop", dim), dim, few, days))
        if len(few) == len(chosen.values):
            return pairs
        inside = {named: one for named, one in pairs.items() if len(named) > 1}
        out: dict[Named, tuple[Floats, ...]] = {}
        for (value,), one in self._read((dim,), dim, values, days).items():
            out[((dim, value),)] = one
        return {**out, **inside}

    def _read(
        self, by: tuple[str, ...], dim: str, values: tuple[str, ...], days: dict[date, int]
    ) -> dict[tuple[str, ...], tuple[Floats, ...]]:
        """Series by the values of ``by``, money in one currency; NaN where a value or rate is unknown."""
        history = self.comparison.history
        asked = (("day", tuple(self._taught(days))), (dim, values), ("shop", self.shops))
        where = tuple(Where(*one) for one in asked if one[1])
        period = Period(min(days), max(days))
        answer = ask(history.books, Question(self._names, (*by, "day"), period, where, history.currency))
        if any(name not in answer.cells for name in self._names):
            return {}
        place: dict[tuple[str, ...], int] = {}
        keys = zip(*(answer.keys[one] for one in by), strict=True)
        named = [tuple("" if part is None else str(part) for part in key) for key in keys]
        rows = np.array([place.setdefault(key, len(place)) for key in named], np.int64)
        columns = np.array(
            [days.get(day, -1) if isinstance(day, date) else -1 for day in answer.keys["day"]], np.int64
        )
        inside = columns >= 0
        tables = []
        for name in self._names:
            table = np.zeros((len(place), len(days)))
            np.add.at(table, (rows[inside], columns[inside]), self._amounts(answer, name)[inside])
            tables.append(table)
        return {key: tuple(table[n] for table in tables) for key, n in place.items()}

    def _taught(self, days: Mapping[date, int]) -> list[date]:
        """The days that teach."""
        axis, ordinary = self.comparison.axis
        return [day for day in days if ordinary[axis[day]]]

    def _amounts(self, answer: Answer, name: str) -> Floats:
        """A measure's rows, money in one currency; NaN where a value or rate is unknown."""
        history = self.comparison.history
        amounts = answer.floats(name)
        if CATALOGUE[name].unit is not Unit.MONEY or {history.currency, None}.issuperset(answer.currencies):
            return amounts
        pairs = zip(answer.currencies, answer.keys["day"], strict=True)
        return amounts * np.array([self._worth(currency, day) for currency, day in pairs], np.float64)

    def _worth(self, currency: str | None, day: Key) -> float:
        history = self.comparison.history
        if currency in {None, history.currency}:
            return 1.0
        rate = history.worth(currency, day) if isinstance(day, date) else None
        return rate or float("nan")


def _kind(named: Named) -> tuple[str, ...]:
    """The dimensions of a slice: slices of one kind are one family."""
    return tuple(dim for dim, _ in named)


def _slices(dim: str, found: Mapping[tuple[str, ...], tuple[Floats, ...]]) -> dict[Named, tuple[Floats, ...]]:
    """Series by slice: of a value over all shops, and of a value that several shops have within each."""
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


def _near_one(over: Floats, under: Floats) -> bool:
    """Whether a share is so high that what is missing from it is the rarer and so the more telling count."""
    known = np.isfinite(over) & np.isfinite(under)
    return bool((over[known] <= under[known]).all()) and 2 * over[known].sum() > under[known].sum()
