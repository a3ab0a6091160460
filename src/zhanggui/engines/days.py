"""Sums by day and shop, read once: many questions about the same days are answered from them without a scan.

What is kept of a measure is what the scan gives: its sum, the rows that count and those of them that state a value.
Those three add up over days and shops, so that what is unknown is decided on their totals, as in a scan.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from zhanggui.engines.facts import assemble, objects, whole
from zhanggui.engines.sql import Part
from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP, TIMES, How, has
from zhanggui.metrics.kinds import Aggregate
from zhanggui.metrics.query import Facts, Key, Query, Where
from zhanggui.metrics.scan import of_shop, scan, source_of
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

Ints: TypeAlias = npt.NDArray[np.int64]
Columns: TypeAlias = Mapping[str, npt.NDArray[np.generic]]
Run: TypeAlias = Callable[[Query], tuple[Mapping[str, Part], Columns]]

# Dimensions of few values, kept beside day and shop where a question names them.
FEW = frozenset(
    {"currency", "cost_known", "cost_currency", "row_days", "ad_channel", "device", "known_buyer"}
)
# Days are read by so many at a time; of a large table only for questions about at least a third of what is read.
STRETCH = 28
_WORTH = 3
# What is not the sum of its days, or not of its shops: one row as given, buyers by their orders.
_NEVER = frozenset({Aggregate.GIVEN, Aggregate.REPEAT})
_DIFFERENT = frozenset({Aggregate.DISTINCT, Aggregate.DISTINCT_DAYS})
_LIMIT = 2.0**63
_DAY = timedelta(days=1)
_PARTS = ("value", "rows", "stated")


@dataclass(frozen=True, slots=True)
class _Coded:
    """A column as places in the list of its different values, which are sorted, None first."""

    values: list[Key]
    codes: Ints

    @classmethod
    def of(cls, values: Sequence[Key], codes: Ints) -> "_Coded":
        """The column of ``values`` at ``codes``; values may be there twice and in any order."""
        found = sorted(set(values), key=_null_first)
        place = {value: n for n, value in enumerate(found)}
        return cls(found, np.array([place[value] for value in values], np.int64)[codes])

    def passing(self, where: Where) -> npt.NDArray[np.bool_]:
        """The rows whose value passes a filter."""
        told = np.array([(value in where.values) is not where.exclude for value in self.values], np.bool_)
        return told[self.codes]


@dataclass(slots=True)
class _Stretch:
    """The rows of some days: places in the table's values by dimension, and the parts of measures."""

    codes: dict[str, Ints] = field(default_factory=dict)
    parts: dict[str, tuple[Ints, Ints, Ints]] = field(default_factory=dict)


@dataclass(slots=True)
class _Table:
    """One table's sums by day, shop and a few more dimensions; ``values``: dimension → value → its place."""

    dims: tuple[str, ...]
    values: dict[str, dict[Key, int]]
    stretches: dict[int, _Stretch] = field(default_factory=dict)

    def has(self, number: int, names: Sequence[str]) -> bool:
        """Whether a stretch has measures."""
        return number in self.stretches and all(name in self.stretches[number].parts for name in names)

    def lone(self, numbers: range) -> bool:
        """Whether day and shop alone tell the rows of some stretches."""
        shops = len(self.values["shop"])
        for n in numbers:
            codes = self.stretches[n].codes
            if len(np.unique(codes["day"] * shops + codes["shop"])) < len(codes["day"]):
                return False
        return True

    def column(self, dim: str, numbers: range, change: Callable[[Key], Key] | None = None) -> _Coded:
        """``change`` of a dimension's values over the rows of some stretches."""
        values = list(self.values[dim])
        codes = np.concatenate([self.stretches[n].codes[dim] for n in numbers])
        return _Coded.of([change(value) for value in values] if change else values, codes)


class Days:
    """Answers what it can from sums by day and shop.

    ``run`` scans: a query's parts and columns. ``large`` tells whether a table is dear to scan.
    """

    def __init__(self, run: Run, shops: Mapping[str, Shop], large: Callable[[str], bool]) -> None:
        self._run = run
        self._shops = shops
        self._large = large
        self._period: Period | None = None
        self._tables: dict[tuple[str, str, tuple[str, ...]], _Table] = {}

    def keep(self, period: Period) -> None:
        """Be ready for many questions about days within ``period``, instead of those of an earlier call."""
        self._period = period
        self._tables = {}

    def facts(self, query: Query) -> Facts | None:
        """The answer; None where it is not made of sums by day and shop, or reading those would not be worth it."""
        kept, period = self._period, query.period
        if kept is None or period is None or period.first < kept.first or period.last > kept.last:
            return None
        if not _adds(query):
            return None
        dims = tuple(sorted(FEW & {*query.by, *(where.dim for where in query.where)}))
        numbers = range(self._number(period.last), self._number(period.first) + 1)
        try:
            table = self._table(query, dims, numbers)
            return None if table is None else self._rolled(query, table, numbers)
        except OverflowError:
            return None  # a sum over other days, or on the way to the query's own: a scan decides

    # --- reading ------------------------------------------------------------------------------------

    def _table(self, query: Query, dims: tuple[str, ...], numbers: range) -> _Table | None:
        """The table with the query's measures in the stretches; None where reading it is not worth it."""
        wanted = scan(query)
        if not dims and has(wanted.table, "currency"):
            split = self._table(query, ("currency",), numbers)
            if split is None or split.lone(numbers):
                return split  # every shop sold in one currency on every day: nothing to put together
        base = ("day", "shop", *dims)
        table = self._tables.setdefault(
            (wanted.table, wanted.day, dims), _Table(base, {dim: {} for dim in base})
        )
        lacking = [n for n in numbers if not table.has(n, query.measures)]
        if lacking:
            asked = range(lacking[0], lacking[-1] + 1)
            if not self._large(wanted.table):
                asked = range(self._number(self._period.first if self._period else None) + 1)
            elif query.period is None or query.period.days * _WORTH < len(asked) * STRETCH:
                return None
            names = tuple(name for name in query.measures if not all(table.has(n, (name,)) for n in asked))
            self._read(table, names, asked)
        return table

    def _read(self, table: _Table, names: tuple[str, ...], numbers: range) -> None:
        """Read measures for some stretches, in one scan."""
        asked = Query(names, table.dims, Period(self._first(numbers[-1]), self._first(numbers[0] - 1) - _DAY))
        parts, columns = self._run(asked)
        codes = {
            dim: _coded(table.values[dim], objects(columns[f"k{n}"])) for n, dim in enumerate(table.dims)
        }
        days = np.array([self._number(day) for day in table.values["day"]], np.int64)
        told = {
            name: tuple(whole(columns[column]) for column in (part.value, part.rows, part.stated))
            for name, part in parts.items()
        }
        place = days[codes["day"]] if len(days) else codes["day"]
        for n in numbers:
            rows = np.flatnonzero(place == n)
            stretch = table.stretches.setdefault(n, _Stretch())
            stretch.codes = {dim: column[rows] for dim, column in codes.items()}
            for name, (value, counted, stated) in told.items():
                stretch.parts[name] = (value[rows], counted[rows], stated[rows])

    def _number(self, day: Key) -> int:
        """The number of the stretch that a day is in, counted back from the last day."""
        last = self._period.last if self._period and isinstance(day, date) else None
        return (last - day).days // STRETCH if last is not None and isinstance(day, date) else -1

    def _first(self, number: int) -> date:
        """The first day of a stretch."""
        last = self._period.last if self._period else date.max
        return last - timedelta(days=(number + 1) * STRETCH - 1)

    # --- adding up ----------------------------------------------------------------------------------

    def _rolled(self, query: Query, table: _Table, numbers: range) -> Facts:
        """The query's rows as sums of the table's."""
        rows = self._passing(query, table, numbers)
        coded = [self._coded(dim, table, numbers) for dim in query.by]
        place = np.zeros(len(rows), np.int64)
        for one in coded:
            place = place * len(one.values) + one.codes[rows]
        groups, first, of = np.unique(place, return_index=True, return_inverse=True)
        columns: dict[str, npt.NDArray[np.generic]] = {}
        for n, one in enumerate(coded):
            values = np.empty(len(one.values), object)
            values[:] = one.values
            columns[f"k{n}"] = values[one.codes[rows][first]]
        parts = {}
        for name in query.measures:
            part = Part(*(f"{name} {kind}" for kind in _PARTS))
            for at, column in enumerate((part.value, part.rows, part.stated)):
                numbers_of = np.concatenate([table.stretches[n].parts[name][at] for n in numbers])
                columns[column] = _sums(numbers_of[rows], of, len(groups))
            parts[name] = part
        return assemble(query, parts, columns)

    def _passing(self, query: Query, table: _Table, numbers: range) -> Ints:
        """The places of the table's rows that the query is about."""
        days = table.column("day", numbers)
        period = query.period
        inside = np.array(
            [
                isinstance(day, date) and period is not None and period.first <= day <= period.last
                for day in days.values
            ],
            np.bool_,
        )
        told = inside[days.codes] if days.values else np.zeros(0, np.bool_)
        for where in query.where:
            told = told & self._coded(where.dim, table, numbers).passing(where)
        return np.flatnonzero(told)

    def _coded(self, dim: str, table: _Table, numbers: range) -> _Coded:
        how = DIMENSIONS[dim].how
        if how in TIMES:
            return table.column("day", numbers, _TIMES[how])
        if how in OF_SHOP:
            return table.column("shop", numbers, lambda shop: of_shop(self._shops.get(str(shop)), how))
        return table.column(dim, numbers)


def _coded(values: dict[Key, int], column: npt.NDArray[np.object_]) -> Ints:
    """The places of a column's values, new ones put at the end."""
    told = column.tolist()
    for value in dict.fromkeys(told):
        values.setdefault(value, len(values))
    return np.fromiter(map(values.__getitem__, told), np.int64, len(told))


def _adds(query: Query) -> bool:
    """Whether the query's figures are sums of those of its days and shops."""
    dims = {*query.by, *(where.dim for where in query.where)}
    plain = {dim for dim in dims if DIMENSIONS[dim].how in TIMES or DIMENSIONS[dim].how in OF_SHOP}
    if not dims <= FEW | plain | {"shop"}:
        return False
    kinds = {source_of(name)[1].aggregate for name in query.measures}
    pick = scan(query).pick
    if kinds & _NEVER or (pick is not None and pick.latest):
        return False
    one_day = "day" in query.by or (query.period is not None and query.period.days == 1)
    if Aggregate.DISTINCT in kinds and not one_day:
        return False
    return not kinds & _DIFFERENT or all(_one(where, query.by) for where in query.where)


def _one(where: Where, by: tuple[str, ...]) -> bool:
    """Whether what a filter lets through is not put together from several values, each with its own count."""
    return where.dim not in FEW or where.dim in by or (len(where.values) == 1 and not where.exclude)


def _sums(numbers: Ints, of: Ints, many: int) -> Ints:
    """Sums of the numbers of each group. Raises OverflowError beyond 64 bits."""
    if len(numbers) == many:
        out = np.empty(many, np.int64)
        out[of] = numbers
        return out
    if float(np.abs(numbers.astype(np.float64)).sum()) >= _LIMIT:
        raise OverflowError("a sum does not fit into 64 bits of ten-thousandths")
    out = np.zeros(many, np.int64)
    np.add.at(out, of, numbers)
    return out


def _null_first(value: Key) -> tuple[bool, Key | int]:
    return (value is not None, 0 if value is None else value)


def _week(day: Key) -> Key:
    return day - timedelta(days=day.weekday()) if isinstance(day, date) else None


def _month(day: Key) -> Key:
    return day.replace(day=1) if isinstance(day, date) else None


def _weekday(day: Key) -> Key:
    return day.isoweekday() if isinstance(day, date) else None


_TIMES: Mapping[How, Callable[[Key], Key]] = {
    How.DAY: lambda day: day,
    How.WEEK: _week,
    How.MONTH: _month,
    How.WEEKDAY: _weekday,
}
