"""Plain Python over rows as dicts: slow, obvious, and the judge of the other engines.

Nothing here is shared with the SQL but the meaning of a query (`metrics.scan`): every row is looked at, every
value added as a Decimal.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from zhanggui.metrics.dimensions import DIMENSIONS, How
from zhanggui.metrics.kinds import Aggregate, Source, Unit
from zhanggui.metrics.query import Facts, Key, Query, Value, Where
from zhanggui.metrics.scan import ANY_DAY, Pick, Scan, of_shop, scale_of, scan, source_of
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.model.tables import SYSTEM, TABLES

Row: TypeAlias = Mapping[str, Any]
_BIGGEST = 2**63


class MemoryEngine:
    """Answers queries over ``tables``: name → rows, each a dict by column; a column that is not there is NULL."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], shops: Sequence[Shop] = ()) -> None:
        self._tables = {name: [_whole(name, row) for row in rows] for name, rows in tables.items()}
        self._shops = {shop.key: shop for shop in shops}

    def fetch(self, query: Query) -> Facts:
        """See `Engine.fetch`."""
        wanted = scan(query)
        reading = _Reading(wanted, self._tables, self._shops)
        groups: dict[tuple[Key, ...], list[Row]] = {}
        for row in reading.rows():
            groups.setdefault(tuple(reading.dimension(dim, row) for dim in query.by), []).append(row)
        order = sorted(groups, key=_null_first)
        cells = {name: [reading.measure(name, groups[key]) for key in order] for name in query.measures}
        keys = {
            dim: np.array([*(key[n] for key in order), None], object)[:-1] for n, dim in enumerate(query.by)
        }
        scales = {name: scale_of(name) for name in query.measures}
        money = frozenset(name for name in query.measures if source_of(name)[0].unit is Unit.MONEY)
        return Facts(
            by=query.by,
            keys=keys,
            numbers={
                name: np.array([_scaled(value, scales[name]) for value in values], np.int64)
                for name, values in cells.items()
            },
            known={
                name: np.array([value is not None for value in values], np.bool_)
                for name, values in cells.items()
            },
            money=money,
            scales={name: scale for name, scale in scales.items() if name not in money and scale != 1},
        )

    def keep(self, period: Period) -> None:
        """See `Engine.keep`: every question is answered from the rows."""

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        where: Sequence[Where] = (),
        limit: int | None = None,
        largest: str = "",
    ) -> list[tuple[Value | Key, ...]]:
        """See `Engine.rows`: ``columns`` and ``where`` name columns of the table."""
        order = (*TABLES[table].key, "source_row")
        kept = [
            row for row in self._tables.get(table, []) if all(_passes(row[one.dim], one) for one in where)
        ]
        kept.sort(key=lambda row: _null_first(tuple(row[column] for column in order)))
        if largest:
            kept.sort(key=lambda row: (row[largest] is None, -(row[largest] or 0)))
        return [tuple(row[column] for column in columns) for row in kept[:limit]]

    def tables(self) -> frozenset[str]:
        """See `Engine.tables`."""
        return frozenset(name for name, rows in self._tables.items() if rows)

    def size(self, table: str) -> int:
        """See `Engine.size`."""
        return len(self._tables.get(table, []))

    def span(self, table: str, day: str) -> Mapping[str, Period]:
        """See `Engine.span`."""
        TABLES[table].column(day)
        days: dict[str, list[date]] = {}
        for row in self._tables.get(table, []):
            if row[day] is not None:
                days.setdefault(row["shop"], []).append(row[day])
        return {shop: Period(min(found), max(found)) for shop, found in sorted(days.items())}

    def shops(self) -> Mapping[str, Shop]:
        """See `Engine.shops`."""
        return self._shops


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a unit costs: ``amount`` None where it is unknown."""

    amount: Decimal | None
    currency: str | None


class _Reading:
    """One scan over the rows."""

    def __init__(self, wanted: Scan, tables: Mapping[str, list[Row]], shops: Mapping[str, Shop]) -> None:
        self._scan = wanted
        self._tables = tables
        self._shops = shops
        self._best: dict[tuple[Any, ...], tuple[int, ...]] = {}
        self._first = _first_purchases(tables.get("order_line", []))

    def rows(self) -> list[Row]:
        """The rows that count."""
        rows = self._tables.get(self._scan.table, [])
        if self._scan.day == ANY_DAY:
            rows = [{**row, ANY_DAY: row["settled_day"] or row["order_day"]} for row in rows]
        inside = [row for row in rows if self._inside(row)]
        if self._scan.by_item:
            inside = [part for row in inside for part in _by_item(row, self._tables.get("order_line", []))]
        pick = self._scan.pick
        if pick is not None:
            self._best = self._chosen(pick, inside)
            inside = [row for row in inside if self._rank(pick, row) == self._best[self._place(pick, row)]]
        return [
            row
            for row in inside
            if all(_passes(self.dimension(one.dim, row), one) for one in self._scan.query.where)
        ]

    def _chosen(self, pick: Pick, rows: list[Row]) -> dict[tuple[Any, ...], tuple[int, ...]]:
        """Place → the rank that counts there."""
        sums: dict[tuple[Any, ...], dict[tuple[int, ...], Decimal]] = {}
        for row in rows:
            ranks = sums.setdefault(self._place(pick, row), {})
            rank = self._rank(pick, row)
            ranks[rank] = ranks.get(rank, Decimal(0)) + Decimal((row[pick.most] if pick.most else 0) or 0)
        return {
            place: min(ranks, key=lambda rank: (-ranks[rank], rank))
            if pick.most and all(rank[0] >= pick.whole for rank in ranks)
            else min(ranks)
            for place, ranks in sums.items()
        }

    def _inside(self, row: Row) -> bool:
        day, period = row[self._scan.day], self._scan.query.period
        if day is None or not all(_passes(row[one.dim], one) for one in self._scan.filters):
            return False
        return period is None or (day <= period.last and (self._scan.until or day >= period.first))

    def _place(self, pick: Pick, row: Row) -> tuple[Any, ...]:
        place = tuple(row[column] for column in pick.partition)
        if pick.latest:
            times = (DIMENSIONS[dim].how for dim in self._scan.query.by)
            moments = (_TIMES[how](row[self._scan.day]) for how in times if how in _TIMES)
            place = (*place, row["listing_id"] if row["sku"] == "" else "", *moments)
        return place

    def _rank(self, pick: Pick, row: Row) -> tuple[int, ...]:
        rank = tuple(
            order.index(row[column]) if row[column] in order else len(order) for column, order in pick.prefer
        )
        return (-row[self._scan.day].toordinal(), *rank) if pick.latest else rank

    def dimension(self, dim: str, row: Row) -> Key:
        """The value of a dimension in a row."""
        found = DIMENSIONS[dim]
        if found.how in _TIMES:
            return _TIMES[found.how](row[self._scan.day])
        if found.how in (How.PLATFORM, How.MARKET):
            return of_shop(self._shops.get(row["shop"]), found.how)
        value: Key = row[found.columns[self._scan.table]]
        special: dict[How, Callable[[], Key]] = {
            How.PRESENT: lambda: "no" if value is None else "yes",
            How.BUYER_KIND: lambda: self._kind(row) or None,
            How.PRODUCT: lambda: self._product(row),
            How.COST_KNOWN: lambda: "no" if self._cost(row).amount is None else "yes",
            How.COST_CURRENCY: lambda: self._cost(row).currency,
        }
        return special[found.how]() if found.how in special else value

    def _kind(self, row: Row) -> str:
        first = self._first.get((row["shop"], row["buyer"]))
        if first is None:
            return ""
        return "new" if row[self._scan.day] == first else "returning"

    def _product(self, row: Row) -> Key:
        for shop in (row["shop"], ""):
            found = [
                one
                for one in self._tables.get("sku_cost", [])
                if one["shop"] == shop and one["sku"] == row["sku"] != "" and one["product"] is not None
            ]
            if found:
                return str(max(found, key=lambda one: one["from_day"])["product"])
        return None

    def _cost(self, row: Row) -> _Cost:
        for shop in (row["shop"], ""):
            found = [
                one
                for one in self._tables.get("sku_cost", [])
                if one["shop"] == shop
                and one["sku"] == row["sku"] != ""
                and one["from_day"] <= row[self._scan.day]
            ]
            if found:
                one = max(found, key=lambda cost: cost["from_day"])
                return _Cost(one["cost"], None if one["cost"] is None else one["currency"])
        return _Cost(None, None)

    # --- aggregates ---------------------------------------------------------------------------------

    def measure(self, name: str, rows: Sequence[Row]) -> Value:
        """One measure of one group; None where it is unknown."""
        _, source = source_of(name)
        counted = [row for row in rows if self._counts(source, row)]
        how = source.aggregate
        if how is Aggregate.COUNT:
            return sum(int(row.get("number", 1) == 1) for row in counted)
        if how is Aggregate.REPEAT:
            return _repeated(counted)
        values = [value for row in counted for value in (self._value(source, row),) if value is not None]
        if how is Aggregate.GIVEN:
            return values[0] if len(counted) == len(values) == 1 else None
        if how in (Aggregate.DISTINCT, Aggregate.DISTINCT_DAYS):
            different = {
                self._identity(source, row) for row in counted if self._value(source, row) is not None
            }
            return len(different) if different or not counted else None
        complete = len(values) == len(counted)
        known_part = how in (Aggregate.SUM_KNOWN, Aggregate.COST_AS_BOUGHT) and bool(values)
        return sum(values, Decimal(0)) if complete or known_part else None

    def _identity(self, source: Source, row: Row) -> tuple[Any, ...]:
        day = row[self._scan.day] if source.aggregate is Aggregate.DISTINCT_DAYS else None
        return row["shop"], day, self._value(source, row)

    def _counts(self, source: Source, row: Row) -> bool:
        if source.aggregate is Aggregate.COST_AS_BOUGHT and self._cost(row).amount is None:
            return False
        if source.buyers and self._kind(row) != source.buyers:
            return False
        return all(_passes(row[one.dim], one) for one in source.filters)

    def _value(self, source: Source, row: Row) -> Any:  # noqa: ANN401  # a cell of any column
        found = [row[column] for column in source.columns if row[column] is not None]
        value = found[0] if found else None
        if value is None:
            return None
        if source.minus:
            return None if row[source.minus] is None else _seconds(row[source.minus], value)
        if source.aggregate in (Aggregate.COST, Aggregate.COST_AS_BOUGHT):
            return self._times_cost(source, row, value)
        if source.aggregate in (Aggregate.DAYS, Aggregate.GIVEN) and self._scan.pick is not None:
            return None if any(self._rank(self._scan.pick, row)) else value
        return value

    def _times_cost(self, source: Source, row: Row, units: int) -> Decimal | None:
        cost = self._cost(row)
        same = cost.currency is not None and cost.currency == row["currency"]
        if cost.amount is None or (source.aggregate is Aggregate.COST and not same):
            return None
        return units * cost.amount


def _whole(table: str, row: Row) -> Row:
    """The row with every column of its table."""
    return {**{column.name: None for column in (*TABLES[table].columns, *SYSTEM)}, **row}


def _first_purchases(lines: Iterable[Row]) -> dict[tuple[str, str], date]:
    first: dict[tuple[str, str], date] = {}
    for row in lines:
        if row["buyer"] is not None and row["paid_day"] is not None:
            key = (row["shop"], row["buyer"])
            first[key] = min(first.get(key, row["paid_day"]), row["paid_day"])
    return first


def _by_item(entry: Row, lines: Iterable[Row]) -> list[Row]:
    """An entry by the lines of its order, as `engines.by_item` says."""
    named = entry["sku"] or ""
    items = [
        (
            line["sku"] or "",
            *(line[name] for name in ("listing_id", "variant_id", "category", "line_id", "paid")),
        )
        for line in lines
        if (line["shop"], line["order_id"]) == (entry["shop"], entry["order_id"] or None)
        and named in ("", line["sku"])
    ]
    if not any(paid is not None and paid > 0 for *_, paid in items):
        items = [(*item[:-1], Decimal(1)) for item in items] or [(named, "", "", None, "", Decimal(1))]
    items = [item for item in items if item[-1] is not None and item[-1] > 0]
    items.sort(key=lambda item: (-item[-1], *(name or "" for name in item[:-1])))
    whole, upto, told = sum(item[-1] for item in items), Decimal(0), 0
    parts: list[Row] = []
    for number, (sku, listing, variant, category, _, paid) in enumerate(items, 1):
        upto += paid
        share = None
        if entry["amount"] is not None:
            share = int(Fraction(entry["amount"]) * 10_000 * Fraction(upto) / Fraction(whole))
        item = {"sku": sku, "listing_id": listing or "", "variant_id": variant or "", "category": category}
        amount = None if share is None else Decimal(share - told).scaleb(-4)
        parts.append({**entry, **item, "number": number, "amount": amount})
        told = share or 0
    return parts


def _repeated(rows: Sequence[Row]) -> int | None:
    """Buyers with two orders or more; None where orders are there and no buyer of them is known."""
    orders: dict[tuple[str, str], set[str]] = {}
    known = [row for row in rows if row["buyer"] is not None]
    if rows and not known:
        return None
    for row in known:
        orders.setdefault((row["shop"], row["buyer"]), set()).add(row["order_id"])
    return sum(len(found) >= 2 for found in orders.values())  # noqa: PLR2004  # two orders make a repeat buyer


def _passes(value: object, where: Where) -> bool:
    return (value in where.values) is not where.exclude


def _null_first(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, 0 if value is None else value) for value in key)


def _seconds(start: datetime, end: datetime) -> int:
    """Whole seconds between two times, each cut to its second."""
    return round((end.replace(microsecond=0) - start.replace(microsecond=0)).total_seconds())


def _scaled(value: Value, scale: int) -> int:
    if value is None:
        return 0
    whole = Decimal(value) * scale
    if abs(whole) >= _BIGGEST:
        raise OverflowError(f"{value} does not fit into 64 bits of 1 / {scale}")
    return int(whole)


_TIMES: dict[How, Callable[[date], Key]] = {
    How.DAY: lambda day: day,
    How.WEEK: lambda day: day - timedelta(days=day.weekday()),
    How.MONTH: lambda day: day.replace(day=1),
    How.WEEKDAY: lambda day: day.isoweekday(),
}
