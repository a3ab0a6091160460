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
# Questions about what is not read yet, or their share of the days, from which it is read for all days.
OFTEN = 3
# What is not the sum of its days, or not of its shops: one row as given, buyers by their orders.
_NEVER = frozenset({Aggregate.GIVEN, Aggregate.REPEAT})
_DIFFERENT = frozenset({Aggregate.DISTINCT, Aggregate.DISTINCT_DAYS})
_LIMIT = 2.0**63
_PARTS = ("value", "rows", "stated")
_Place: TypeAlias = tuple[Period, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Coded:
    """A column as places in the list of its different values, which are sorted, None first."""

    values: list[Key]
    codes: Ints

    @classmethod
    def of(cls, column: Sequence[Key]) -> "_Coded":
        """Code a column."""
        values = sorted(set(column), key=_null_first)
        place = {value: n for n, value in enumerate(values)}
        return cls(values, np.array([place[value] for value in column], np.int64))

    def mapped(self, change: Callable[[Key], Key]) -> "_Coded":
        """The column of ``change`` of each value."""
        told = [change(value) for value in self.values]
        values = sorted(set(told), key=_null_first)
        place = {value: n for n, value in enumerate(values)}
        return _Coded(values, np.array([place[value] for value in told], np.int64)[self.codes])

    def passing(self, where: Where) -> npt.NDArray[np.bool_]:
        """The rows whose value passes a filter."""
        told = np.array([(value in where.values) is not where.exclude for value in self.values], np.bool_)
        return told[self.codes]


@dataclass(slots=True)
class _Table:
    """One table's sums by day, shop and a few more dimensions."""

    keys: dict[str, _Coded] = field(default_factory=dict)
    parts: dict[str, tuple[Ints, Ints, Ints]] = field(default_factory=dict)
    lone: bool = False  # whether day and shop alone tell the rows
    asked: int = 0  # days of questions about what is not read yet
    times: int = 0  # and their number


class Days:
    """Answers what it can from sums by day and shop. ``run`` scans: a query's parts and columns."""

    def __init__(self, run: Run, shops: Mapping[str, Shop]) -> None:
        self._run = run
        self._shops = shops
        self._periods: list[Period] = []
        self._tables: dict[_Place, _Table] = {}

    def keep(self, period: Period) -> None:
        """Be ready for many questions about days within ``period``; of several the first that holds one answers it."""
        if period not in self._periods:
            self._periods.append(period)

    def facts(self, query: Query) -> Facts | None:
        """The answer; None where it is not made of sums by day and shop of days that are kept."""
        period = next((one for one in self._periods if _within(query.period, one)), None)
        if period is None or not _adds(query):
            return None
        dims = tuple(sorted(FEW & {*query.by, *(where.dim for where in query.where)}))
        try:
            table = self._table(period, query, dims)
            return None if table is None else self._rolled(query, table)
        except OverflowError:
            return None  # a sum over other days, or on the way to the query's own: a scan decides

    # --- reading ------------------------------------------------------------------------------------

    def _table(self, period: Period, query: Query, dims: tuple[str, ...]) -> _Table | None:
        """The table with the query's measures, by day, shop and ``dims``; None while it is not worth reading."""
        wanted = scan(query)
        if not dims and has(wanted.table, "currency"):
            split = self._table(period, query, ("currency",))
            if split is None or split.lone:
                return split  # every shop sold in one currency on every day: nothing to put together
        known = self._tables.setdefault((period, wanted.table, wanted.day, dims), _Table())
        lacking = tuple(name for name in query.measures if name not in known.parts)
        if lacking:
            known.asked += query.period.days if query.period else 0
            known.times += 1
            if known.times < OFTEN and known.asked * OFTEN < period.days:
                return None
            known.asked = known.times = 0
            self._read(known, Query(lacking, ("day", "shop", *dims), period))
        return known

    def _read(self, table: _Table, asked: Query) -> None:
        parts, columns = self._run(asked)
        if not table.parts:
            table.keys = {
                dim: _Coded.of(objects(columns[f"k{n}"]).tolist()) for n, dim in enumerate(asked.by)
            }
            days, shops = table.keys["day"].codes, table.keys["shop"].codes
            table.lone = len(np.unique(days * (len(table.keys["shop"].values) + 1) + shops)) == len(days)
        for name, part in parts.items():
            table.parts[name] = (
                whole(columns[part.value]),
                whole(columns[part.rows]),
                whole(columns[part.stated]),
            )

    # --- adding up ----------------------------------------------------------------------------------

    def _rolled(self, query: Query, table: _Table) -> Facts:
        """The query's rows as sums of the table's."""
        rows = self._passing(query, table)
        coded = [self._coded(dim, table) for dim in query.by]
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
            for column, numbers in zip((part.value, part.rows, part.stated), table.parts[name], strict=True):
                columns[column] = _sums(numbers[rows], of, len(groups))
            parts[name] = part
        return assemble(query, parts, columns)

    def _passing(self, query: Query, table: _Table) -> Ints:
        """The places of the table's rows that the query is about."""
        days = table.keys["day"]
        period = query.period
        inside = np.array(
            [
                period is None or (isinstance(day, date) and period.first <= day <= period.last)
                for day in days.values
            ],
            np.bool_,
        )
        told = inside[days.codes] if days.values else np.zeros(0, np.bool_)
        for where in query.where:
            told = told & self._coded(where.dim, table).passing(where)
        return np.flatnonzero(told)

    def _coded(self, dim: str, table: _Table) -> _Coded:
        how = DIMENSIONS[dim].how
        if how in TIMES:
            return table.keys["day"].mapped(_TIMES[how])
        if how in OF_SHOP:
            return table.keys["shop"].mapped(lambda shop: of_shop(self._shops.get(str(shop)), how))
        return table.keys[dim]


def _within(one: Period | None, other: Period) -> bool:
    return one is not None and other.first <= one.first and one.last <= other.last


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
