"""A `Scan` comes in, the text of one SQL query goes out, in the portable subset: sums, distinct counts, case,
joins on keys, stored day columns, typed literals. Every aggregate is computed once; ratios are not computed here.

Columns of the result: ``k0..`` the dimensions in order, ``a0..`` the aggregates of `Text.parts`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhanggui.engines import joins
from zhanggui.engines.by_item import entries
from zhanggui.engines.literal import literal, member
from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP, How
from zhanggui.metrics.kinds import Aggregate, Definition, Source
from zhanggui.metrics.query import Query, Where
from zhanggui.metrics.scan import ANY_DAY, Pick, Scan, of_shop, scale_of, scan, shop_where, splits_shops
from zhanggui.model.shop import Shop

FAR = date(9999, 12, 31)
# A Monday: weekdays are counted from it.
MONDAY = date(1900, 1, 1)
_DISTINCT = "count(DISTINCT "
# Aliases of the joined tables.
_COSTS = re.compile(r"\b[oc]\.")
_FIRST = re.compile(r"\bf\.")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a measure's numbers stand: columns of the value, of the rows that count, of those whose value is known."""

    value: str
    rows: str
    stated: str


@dataclass(frozen=True, slots=True)
class Text:
    """``statements`` (one unless split) give the same rows in the same order, with different columns; ``parts``: the
    `Part` of each measure among them all.
    """

    statements: tuple[str, ...]
    parts: Mapping[str, Part]

    @property
    def sql(self) -> str:
        """The only statement."""
        return self.statements[0]


def write(
    query: Query, shops: Mapping[str, Shop], costs: tuple[bool, bool] = (True, True), *, split: bool = False
) -> Text:
    """The SQL of a query. ``costs``: whether there are costs of single shops, and of all shops; a join that can
    find nothing is then left out. ``split``: every distinct count has a statement of its own. Raises what
    `metrics.scan.scan` raises.
    """
    return Writer(scan(query), shops, costs).text(split=split)


def sql_for(query: Query, dialect: str, shops: Mapping[str, Shop] | None = None) -> str:
    """The SQL of a query in another dialect that SQLGlot knows ('spark', 'clickhouse', …).

    Raises sqlglot.errors.SqlglotError when the dialect has no such thing, and what `write` raises.
    """
    import sqlglot  # noqa: PLC0415 - only other dialects need it, and it takes a quarter of a second

    return str(sqlglot.transpile(write(query, shops or {}).sql, read="duckdb", write=dialect)[0])


class Writer:
    """Writes the SQL of one scan."""

    def __init__(self, wanted: Scan, shops: Mapping[str, Shop], costs: tuple[bool, bool]) -> None:
        self.scan = wanted
        self.shops = shops
        self.needs = _needs(wanted, costs)
        self.aggregates: dict[str, str] = {}
        counted = any(
            definition.source is not None and definition.source.aggregate is Aggregate.DISTINCT
            for _, definition in wanted.measures
        )
        self.by_shop = "shop" in wanted.query.by
        self.nested = (
            wanted.shape != "plain"
            or (counted and not self.by_shop)
            or (splits_shops(wanted.query.by) and not self.by_shop)
        )

    def text(self, *, split: bool = False) -> Text:
        """The whole query."""
        names = {name: self._part(definition) for name, definition in self.scan.measures}
        scales = {part.value: scale_of(name) for name, part in names.items()}
        groups = self._apart() if split else [self.aggregates]
        return Text(tuple(self._statement(group, scales) for group in groups), names)

    def _apart(self) -> list[dict[str, str]]:
        """The aggregates, every distinct count by itself where there is something beside it."""
        rest = {text: column for text, column in self.aggregates.items() if not text.startswith(_DISTINCT)}
        alone = [{text: column} for text, column in self.aggregates.items() if text.startswith(_DISTINCT)]
        return [rest, *alone] if rest else alone

    def _statement(self, aggregates: Mapping[str, str], scales: Mapping[str, int]) -> str:
        needs = self._used(aggregates)
        inner = self._inner(aggregates, needs)
        keys = self._keys()
        select = [f"{expression} AS k{n}" for n, expression in enumerate(keys)]
        if self.nested:
            source = f"({inner}) AS g"
            outer = {column: f"sum(g.{column})" for column in aggregates.values()}
            group = self._group(keys)
        else:
            source, group = inner, ""
            outer = {column: expression for expression, column in aggregates.items()}
        select += [f"{_whole(text, scales.get(column, 1))} AS {column}" for column, text in outer.items()]
        order = ", ".join(f"k{n} NULLS FIRST" for n in range(len(keys)))
        having = (
            "" if keys else " HAVING count(*) > 0"
        )  # a group by keys has rows, one of everything may have none
        tail = f"{group}{having}" + (f" ORDER BY {order}" if order else "")
        body = (
            f"SELECT {', '.join(select)} FROM {source}{tail}"
            if self.nested
            else self._flat(select, tail, needs)
        )
        views = joins.views(needs)
        return (f"WITH {', '.join(views)} " if views else "") + body

    # --- the pieces ---------------------------------------------------------------------------------

    def _used(self, aggregates: Mapping[str, str]) -> joins.Needs:
        """The joins that these aggregates need, or the dimensions: each finds one row at most, so another may go."""
        dims = [self._dimension(dim) for dim in self.scan.query.by if not _of_shop(dim)]
        text = " ".join([*aggregates, *dims, *self._conditions("t", users=True)])
        return replace(
            self.needs,
            cost=self.needs.cost and bool(_COSTS.search(text)),
            first=self.needs.first and bool(_FIRST.search(text)),
        )

    def _flat(self, select: list[str], tail: str, needs: joins.Needs) -> str:
        group = self._group([self._dimension(dim) for dim in self.scan.query.by if not _of_shop(dim)])
        return f"SELECT {', '.join(select)} FROM {self._from(needs)}{group}{tail}"

    @staticmethod
    def _group(keys: list[str]) -> str:
        return f" GROUP BY {', '.join(dict.fromkeys(keys))}" if keys else ""

    def _keys(self) -> list[str]:
        """The dimensions of the result."""
        keys = []
        for n, dim in enumerate(self.scan.query.by):
            if _of_shop(dim):
                keys.append(self._shop_case(dim, "g.s" if self.nested else "t.shop"))
            else:
                keys.append(f"g.i{n}" if self.nested else self._dimension(dim))
        return keys

    def _inner(self, aggregates: Mapping[str, str], needs: joins.Needs) -> str:
        """The inner query, by shop (and day, or buyer), where the result is put together from it."""
        if not self.nested:
            return ""
        dims = {
            f"i{n}": self._dimension(dim) for n, dim in enumerate(self.scan.query.by) if not _of_shop(dim)
        }
        dims["s"] = "t.shop"
        if self.scan.shape == "daily":
            dims["d"] = f"t.{self.scan.day}"
        if self.scan.shape == "repeat":
            return self._repeat(dims, aggregates, needs)
        return self._select(dims, aggregates, needs)

    def _select(self, dims: Mapping[str, str], aggregates: Mapping[str, str], needs: joins.Needs) -> str:
        select = [f"{text} AS {name}" for name, text in dims.items()]
        select += [f"{text} AS {column}" for text, column in aggregates.items()]
        return f"SELECT {', '.join(select)} FROM {self._from(needs)}{self._group(list(dims.values()))}"

    def _repeat(self, dims: Mapping[str, str], aggregates: Mapping[str, str], needs: joins.Needs) -> str:
        """Buyers with at least two orders: first the orders of each buyer, then the buyers."""
        buyers = self._select({**dims, "b": "t.buyer"}, {"count(DISTINCT t.order_id)": "n"}, needs)
        names = list(dims)
        select = [f"r.{name} AS {name}" for name in names]
        select += [f"{text} AS {column}" for text, column in aggregates.items()]
        return f"SELECT {', '.join(select)} FROM ({buyers}) AS r GROUP BY {', '.join(f'r.{name}' for name in names)}"

    def _from(self, needs: joins.Needs) -> str:
        """FROM and WHERE."""
        table = self.scan.table
        if self.scan.by_item:
            table = entries(self._conditions("e", users=False))
        elif self.scan.day == ANY_DAY:
            table = f"(SELECT *, coalesce(settled_day, order_day) AS {ANY_DAY} FROM {table})"
        parts = [f"{table} AS t", *joins.clauses(needs, self.scan.day)]
        if self.scan.pick:
            parts.append(self._pick(self.scan.pick))
        return f"{' '.join(parts)} WHERE {' AND '.join(self._conditions('t', users=True))}"

    def _conditions(self, alias: str, *, users: bool) -> list[str]:
        day = f"{alias}.{self.scan.day}"
        found = [f"{day} IS NOT NULL"]
        if self.scan.query.period is not None:
            first, last = literal(self.scan.query.period.first), literal(self.scan.query.period.last)
            found = [f"{day} <= {last}" if self.scan.until else f"{day} BETWEEN {first} AND {last}"]
        found += [member(f"{alias}.{where.dim}", where) for where in self.scan.filters]
        if users:
            found += [self._passes(where) for where in self.scan.query.where]
        return found

    def _passes(self, where: Where) -> str:
        if _of_shop(where.dim):
            return member("t.shop", shop_where(self.shops.values(), where))
        return member(self._dimension(where.dim), where)

    def _pick(self, pick: Pick) -> str:
        """A join that keeps the rows which stand for the whole; ``p.best`` is their place in the preference."""
        names = [f"x{n}" for n in range(len(self._partition(pick, "q")))]
        rank = self._rank(pick, "q")
        select = [f"{text} AS {name}" for text, name in zip(self._partition(pick, "q"), names, strict=True)]
        where = f"FROM {self.scan.table} AS q WHERE {' AND '.join(self._conditions('q', users=False))}"
        keys = ", ".join(self._partition(pick, "q"))
        if pick.most:
            summed = f"{rank} AS r, coalesce(sum(q.{pick.most}), 0) AS s"
            sums = f"SELECT {', '.join(select)}, {summed} {where} GROUP BY {keys}, {rank}"
            inner = _most(sums, ", ".join(names), pick.whole)
        else:
            inner = f"SELECT {', '.join(select)}, min({rank}) AS best {where} GROUP BY {keys}"
        on = [f"p.{name} = {text}" for text, name in zip(self._partition(pick, "t"), names, strict=True)]
        on.append(f"p.best = {self._rank(pick, 't')}")
        return f"JOIN ({inner}) AS p ON {' AND '.join(on)}"

    def _partition(self, pick: Pick, alias: str) -> list[str]:
        columns = [f"{alias}.{column}" for column in pick.partition]
        if pick.latest:
            columns.append(f"CASE WHEN {alias}.sku = '' THEN {alias}.listing_id ELSE '' END")
            times = [DIMENSIONS[dim].how for dim in self.scan.query.by]
            columns += [_time(how, f"{alias}.{self.scan.day}") for how in times if how in _TIMES]
        return columns

    def _rank(self, pick: Pick, alias: str) -> str:
        """A whole number, smaller is better."""
        terms = []
        factor = 1
        for column, order in reversed(pick.prefer):
            cases = " ".join(f"WHEN {literal(value)} THEN {n * factor}" for n, value in enumerate(order))
            terms.append(f"CASE {alias}.{column} {cases} ELSE {len(order) * factor} END")
            factor *= len(order) + 1
        if pick.latest:
            terms.append(f"{factor} * date_diff('day', {alias}.{self.scan.day}, {literal(FAR)})")
        return " + ".join(terms)

    def _shop_case(self, dim: str, column: str) -> str:
        how = DIMENSIONS[dim].how
        told = [(key, of_shop(shop, how)) for key, shop in sorted(self.shops.items())]
        cases = " ".join(f"WHEN {literal(key)} THEN {literal(value)}" for key, value in told)
        return f"CASE {column} {cases} END" if cases else "CAST(NULL AS VARCHAR)"

    def _dimension(self, dim: str) -> str:
        """The expression of a dimension over the scanned row."""
        found = DIMENSIONS[dim]
        day = f"t.{self.scan.day}"
        if found.how in _TIMES:
            return _time(found.how, day)
        column = f"t.{found.columns[self.scan.table]}"
        special = {
            How.PRESENT: f"CASE WHEN {column} IS NULL THEN 'no' ELSE 'yes' END",
            How.BUYER_KIND: f"CASE WHEN f.first_day IS NULL THEN NULL WHEN {day} = f.first_day THEN 'new' "
            "ELSE 'returning' END",
            How.PRODUCT: self.needs.style,
            How.COST_KNOWN: f"CASE WHEN {self.needs.unit_cost} IS NULL THEN 'no' ELSE 'yes' END",
            How.COST_CURRENCY: self.needs.cost_currency,
        }
        return special.get(found.how, column)

    # --- aggregates ---------------------------------------------------------------------------------

    def _part(self, definition: Definition) -> Part:
        """Ask for what a measure needs; equal aggregates are asked for once."""
        source = definition.source
        if source is None:
            raise KeyError(definition.name)
        guard = self._guard(source)
        if source.aggregate is Aggregate.REPEAT:
            repeated = self._ask("count(CASE WHEN r.n >= 2 AND r.b IS NOT NULL THEN 1 END)")
            return Part(repeated, self._ask("count(*)"), self._ask("count(r.b)"))
        rows = self._ask(f"count(CASE WHEN {guard} THEN 1 END)" if guard else "count(*)")
        if source.aggregate is Aggregate.COUNT:
            return Part(rows, rows, rows)
        value = self._value(source)
        if guard:
            value = f"CASE WHEN {guard} THEN {value} END"
        if source.aggregate in (Aggregate.DISTINCT, Aggregate.DISTINCT_DAYS):
            distinct = self._ask(f"{_DISTINCT}{value})")
            return Part(distinct, rows, distinct)
        call = "max" if source.aggregate is Aggregate.GIVEN else "sum"
        return Part(self._ask(f"{call}({value})"), rows, self._ask(f"count({value})"))

    def _ask(self, expression: str) -> str:
        return self.aggregates.setdefault(expression, f"a{len(self.aggregates)}")

    def _guard(self, source: Source) -> str:
        """The condition under which a row counts."""
        conditions = [member(f"t.{where.dim}", where) for where in source.filters]
        if source.buyers:
            sign = "=" if source.buyers == "new" else ">"
            conditions.append(f"t.{self.scan.day} {sign} f.first_day")
        if source.aggregate is Aggregate.COST_AS_BOUGHT:
            conditions.append(f"{self.needs.unit_cost} IS NOT NULL")
        if source.aggregate is Aggregate.COUNT and self.scan.by_item:
            conditions.append("t.number = 1")
        return " AND ".join(conditions)

    def _value(self, source: Source) -> str:
        """The value of one row."""
        columns = [f"t.{column}" for column in source.columns]
        value = columns[0] if len(columns) == 1 else f"coalesce({', '.join(columns)})"
        if source.minus:
            return f"date_diff('second', t.{source.minus}, {value})"
        if source.aggregate is Aggregate.COST:
            return (
                f"CASE WHEN {self.needs.cost_currency} = t.currency THEN {value} * {self.needs.unit_cost} END"
            )
        if source.aggregate is Aggregate.COST_AS_BOUGHT:
            return f"{value} * {self.needs.unit_cost}"
        pick = self.scan.pick
        if source.aggregate in (Aggregate.DAYS, Aggregate.GIVEN) and pick and pick.prefer:
            return f"CASE WHEN p.best = 0 THEN {value} END"
        return value


_TIMES = frozenset({How.DAY, How.WEEK, How.MONTH, How.WEEKDAY})


def _needs(wanted: Scan, costs: tuple[bool, bool]) -> joins.Needs:
    """Which other tables are needed."""
    sources = [definition.source for _, definition in wanted.measures if definition.source is not None]
    hows = {DIMENSIONS[dim].how for dim in wanted.dims}
    return joins.Needs(
        cost=bool(hows & {How.COST_KNOWN, How.COST_CURRENCY})
        or any(source.aggregate in (Aggregate.COST, Aggregate.COST_AS_BOUGHT) for source in sources),
        first=How.BUYER_KIND in hows or any(source.buyers for source in sources),
        product=How.PRODUCT in hows,
        own=costs[0],
        every=costs[1],
    )


def _of_shop(dim: str) -> bool:
    return DIMENSIONS[dim].how in OF_SHOP


def _time(how: How, day: str) -> str:
    return {
        How.DAY: day,
        How.WEEK: f"CAST(date_trunc('week', {day}) AS DATE)",
        How.MONTH: f"CAST(date_trunc('month', {day}) AS DATE)",
        How.WEEKDAY: f"date_diff('day', {literal(MONDAY)}, {day}) % 7 + 1",
    }[how]


def _whole(text: str, scale: int) -> str:
    """A sum as a whole number of ``1 / scale``."""
    return f"CAST({text} * {scale} AS BIGINT)" if scale != 1 else f"CAST({text} AS BIGINT)"


def _most(sums: str, keys: str, whole: int) -> str:
    """Of each of ``keys`` the rank ``r`` that counts: the first below ``whole``, else that with the greatest ``s``."""
    order = f"CASE WHEN r < {whole} THEN r ELSE {whole} END, CASE WHEN r < {whole} THEN 0 ELSE s END DESC, r"
    ranked = (
        f"SELECT {keys}, r, row_number() OVER (PARTITION BY {keys} ORDER BY {order}) AS n FROM ({sums}) AS g"
    )
    return f"SELECT {keys}, r AS best FROM ({ranked}) AS h WHERE n = 1"
