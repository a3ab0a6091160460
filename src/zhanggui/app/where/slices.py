"""What slices hold on the compared days and on those held against: sums by dimensions, all money in one currency."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import fsum, isnan

import numpy as np

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History as Days
from zhanggui.diagnosis.leaves import History, LeafTable
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.itemless import itemless
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period
from zhanggui.stats.arrays import Floats

Leaf = tuple[str, ...]
Rows = dict[tuple[Leaf, date | None], list[float]]
Sums = dict[str, dict[str, list[float]]]
Sides = tuple[Rows | None, Rows | None]
UNTOLD = "\x00"  # before the shop, in place of what it does not tell of a dimension
TOLD = 0.5  # of a shop's sum that has to name a value for the dimension to be told there
REFUNDS = "refunds_of_orders"
BEFORE_ADS = {"contribution": "cm2"}  # what is told of items where advertising names none
TIMES: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
}  # dimensions of the days themselves → the value of a day
WHOLE = 0.1  # share by which a finer report of a shop may miss its sum and still stand for it


@dataclass(frozen=True, slots=True)
class Slices:
    """The reading for one metric; ``names``: its measures, of ``shops`` alone where any are named.

    ``scales``: shop → factor of what stands against it, where each has a plan of its own; none: all as they were.
    """

    history: Days
    names: tuple[str, ...]
    shops: tuple[str, ...] = ()
    scales: Mapping[str, float] = field(default_factory=dict)

    def rows(self, dims: tuple[str, ...], days: tuple[date, ...], *, dated: bool) -> Rows | None:
        """Leaf and day (None where not ``dated``) → values; None where a value or a rate is unknown, or was refused.

        What names no value of a dimension is left out where it is unknown: visitors of no listing.
        """
        by = (*dims, "day") if dated else dims
        return self._gathered(dims, self._answer(by, days))

    def whole(self, days: tuple[date, ...]) -> float | None:
        """The first measure over some days, money of its days' rates; None where it or a rate is unknown."""
        found = self._gathered((), self._answer(("day",), days))
        return None if found is None else fsum(values[0] for values in found.values())

    def sides(
        self, dims: tuple[str, ...], compared: Comparison, *, dated: bool = False
    ) -> tuple[Rows | None, Rows | None]:
        """What was, by day where ``dated``, and what it is held against, by day.

        By days, weeks or months, a day held against is one of those that it stands for: no day comes twice.
        """
        plain = tuple(dim for dim in dims if dim not in TIMES)
        then = (self._scaled if self.scales else self._dated)(plain, tuple(compared.weights))
        if len(plain) == len(dims):
            return self.rows(dims, compared.days, dated=dated), then
        now = self.rows(plain, compared.days, dated=True)
        if now is None or then is None or not compared.stands:
            return None, None
        own = {day: {day: 1.0} for day in compared.days}
        parts = {
            other: {day: weight / compared.weights[other] for day, weight in days.items()}
            for other, days in compared.stands.items()
        }
        return timed(dims, now, own, dated=dated), timed(dims, then, parts, dated=True)

    def _dated(self, dims: tuple[str, ...], days: tuple[date, ...]) -> Rows | None:
        return self.rows(dims, days, dated=True)

    def _scaled(self, dims: tuple[str, ...], days: tuple[date, ...]) -> Rows | None:
        """The rows of days, each shop's times its factor."""
        split = dims if "shop" in dims else (*dims, "shop")
        found = self._dated(split, days)
        if found is None:
            return None
        at, out = split.index("shop"), Rows()
        for (leaf, day), values in found.items():
            cell = out.setdefault((leaf[: len(dims)], day), [0.0] * len(values))
            for n, value in enumerate(values):
                cell[n] += value * self.scales.get(leaf[at], 1.0)
        return out

    def sums(self, dims: tuple[str, ...], compared: Comparison) -> Sums:
        """Every value of single dimensions, with what it held and was to hold."""
        out: Sums = {}
        for dim in dims:
            out |= summed((dim,), self.sides((dim,), compared), compared.weights)
        return out

    def finest(self, ladder: Sequence[tuple[str, ...]], compared: Comparison) -> Sides:
        """Both sides over all dimensions of ``ladder``, each part by the last step that tells (nearly) all of it.

        Every step begins with the dimensions of the first, whose values are the parts; '' stands for what a part's
        reports do not tell. Advertising reports of listings and of search terms are different ones, and not every
        platform, nor every channel of one, has both.
        """
        dims = tuple(dict.fromkeys(dim for step in ladder for dim in step))
        base = self.sides(ladder[0], compared)
        if base[0] is None or base[1] is None:
            return base
        width = len(ladder[0])
        due = _by_part(base, compared.weights, width)
        best: dict[Leaf, tuple[tuple[str, ...], Sides]] = dict.fromkeys(due, (ladder[0], base))
        for step in ladder[1:]:
            sides = self.sides(step, compared)
            for part, sums in _by_part(sides, compared.weights, width).items():
                near = zip(sums, due.get(part, sums), strict=True)
                if all(abs(one - whole) <= WHOLE * abs(whole) for one, whole in near):
                    best[part] = (step, sides)
        out: tuple[Rows, Rows] = ({}, {})
        for part, (step, sides) in best.items():
            at = [step.index(dim) if dim in step else None for dim in dims]
            for side, rows in zip(out, sides, strict=True):
                for (leaf, day), values in (rows or {}).items():
                    if leaf[:width] == part:
                        side[tuple("" if n is None else leaf[n] for n in at), day] = values
        return out

    def _answer(self, by: tuple[str, ...], days: tuple[date, ...]) -> Answer:
        where = (Where("day", tuple(days)), *((Where("shop", self.shops),) if self.shops else ()))
        currency = self.history.currency
        asked = Question(self.names, by, Period(min(days), max(days)), where, currency)
        if not BEFORE_ADS.keys().isdisjoint(self.names) and itemless(self.history.books, asked):
            asked = replace(asked, metrics=tuple(BEFORE_ADS.get(name, name) for name in self.names))
        answer = reckon(self.history.books, asked)
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
        names = answer.question.metrics
        if worths is None or any(name not in answer.cells for name in names):
            return None
        money = [CATALOGUE[name].unit is Unit.MONEY for name in names]
        table = np.stack([answer.floats(name) for name in names], axis=1)
        table *= np.where(money, np.array(worths)[:, None], 1.0)
        columns = [["" if value is None else str(value) for value in answer.keys[dim]] for dim in dims]
        leaves: list[Leaf] = list(zip(*columns, strict=True)) if dims else [()] * len(answer)
        unknown = [any(map(isnan, values)) for values in table.tolist()]
        if any(gap and "" not in leaf for gap, leaf in zip(unknown, leaves, strict=True)):
            return None
        dated = answer.keys.get("day") or [None] * len(answer)
        days = [day if isinstance(day, date) else None for day in dated]
        rows = zip(zip(leaves, days, strict=True), table.tolist(), unknown, strict=True)
        return {key: values for key, values, without in rows if not without}


def timed(
    dims: tuple[str, ...], rows: Rows, days: Mapping[date, Mapping[date, float]], *, dated: bool
) -> Rows:
    """Rows by day with the days, weeks or months among ``dims`` as values of their leaves, kept by day where ``dated``.

    ``days``: day of a row → the days that it is of, each with its part of the row.
    """
    out: Rows = {}
    for (leaf, day), values in rows.items():
        for own, share in (days.get(day, {}) if day is not None else {}).items():
            rest = iter(leaf)
            named = tuple(TIMES[dim](own).isoformat() if dim in TIMES else next(rest) for dim in dims)
            cell = out.setdefault((named, day if dated else None), [0.0] * len(values))
            for n, value in enumerate(values):
                cell[n] += share * value
    return out


def told(dims: tuple[str, ...], sides: tuple[Rows, Rows]) -> tuple[Rows, Rows]:
    """Both sides with the shop (marked ``UNTOLD``) as the value of the dimensions that it does not tell.

    A shop whose orders name no listing has no listing '' in common with another such shop. Of a ratio, a dimension is
    told where both of its sums are.
    """
    if "shop" not in dims:
        return sides
    at = dims.index("shop")
    held: dict[tuple[str, int], float] = defaultdict(float)
    bare: dict[tuple[str, int, int], float] = defaultdict(float)
    for rows in sides:
        for (leaf, _), values in rows.items():
            without = [n for n, name in enumerate(leaf) if not name] if "" in leaf else ()
            for part, value in enumerate(values):
                held[leaf[at], part] += abs(value)
                for n in without:
                    bare[leaf[at], n, part] += abs(value)
    untold = {(shop, n) for (shop, n, part), lost in bare.items() if lost > (1 - TOLD) * held[shop, part]}
    if not untold:
        return sides
    now, then = (_without(rows, at, untold) for rows in sides)
    return now, then


def _without(rows: Rows, at: int, untold: set[tuple[str, int]]) -> Rows:
    out: Rows = {}
    for (leaf, day), values in rows.items():
        shop = leaf[at]
        key = tuple(UNTOLD + shop if (shop, n) in untold else value for n, value in enumerate(leaf)), day
        before = out.get(key)
        out[key] = values if before is None else [a + b for a, b in zip(before, values, strict=True)]
    return out


def _by_part(sides: Sides, weights: Mapping[date, float], width: int) -> dict[Leaf, tuple[float, ...]]:
    """The first ``width`` values → the sums of all measures now and then; nothing where they are not known."""
    out: dict[Leaf, list[float]] = {}
    for side, rows in enumerate(sides if None not in sides else ()):
        for (leaf, day), values in (rows or {}).items():
            cell = out.setdefault(leaf[:width], [0.0] * (2 * len(values)))
            weight = weights.get(day, 0.0) if side and day is not None else 1.0
            for n, value in enumerate(values):
                cell[2 * n + side] += weight * value
    return {part: tuple(sums) for part, sums in out.items()}


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
        column = [key[n] for key in keys]
        found = sorted(set(column))
        if len(found) > 1:
            place = {word: number for number, word in enumerate(found)}
            codes[dim] = np.fromiter(map(place.__getitem__, column), np.int64, len(keys))
            words[dim] = found
    if not codes:
        return None
    days = sorted(weights)
    row: dict[date | None, int] = {day: n for n, day in enumerate(days)}
    width = max(len(values) for values in (*now.values(), *then.values()))
    actual = _placed(now, [(0, at[leaf]) for leaf, _ in now], (width, 1, len(keys)))[:, 0]
    taught = {key: values for key, values in then.items() if key[1] in row}
    past = _placed(taught, [(row[day], at[leaf]) for leaf, day in taught], (width, len(days), len(keys)))
    expected = np.einsum("ndk,d->nk", past, np.array([weights[day] for day in days]))
    if width == 1:
        return LeafTable(codes, words, actual[0], expected[0], periods=periods)
    history = History(past[0], past[1]) if single and len(days) > 1 else None
    return LeafTable(codes, words, actual[0], expected[0], actual[1], expected[1], history, periods)


def _placed(rows: Rows, places: Sequence[tuple[int, int]], shape: tuple[int, int, int]) -> Floats:
    """The values of rows added up at their places; ``shape``: (values a row, days, leaves)."""
    many, days, leaves = shape
    out = np.zeros((days * leaves, many))
    if rows:
        day, leaf = np.array(places, np.int64).T
        np.add.at(out, day * leaves + leaf, np.array(list(rows.values()), np.float64))
    return out.T.reshape(shape)
