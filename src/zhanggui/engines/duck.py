"""DuckDB: the engine of the shop's own machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import numpy as np
import numpy.typing as npt

from zhanggui.engines.days import Columns, Days
from zhanggui.engines.facts import assemble
from zhanggui.engines.literal import member
from zhanggui.engines.sql import Part, write
from zhanggui.metrics.query import Facts, Key, Query, Value, Where
from zhanggui.metrics.scan import scan
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.model.tables import TABLES

KEPT_ROWS = 20_000  # of an answer that is kept, at most
LARGE = 1_000_000  # rows of a table whose distinct counts are made apart
DEAR = 150_000  # rows of a table of which only the days asked about are read


class DuckEngine:
    """Answers queries over books in DuckDB.

    ``books`` is an open connection (left open) or the path of a database, opened read-only. ``shops`` tells the
    platform and region of each shop key. Books do not change while an engine reads them. Raises OverflowError when a
    sum does not fit into 64 bits of ten-thousandths (922 million million).
    """

    def __init__(self, books: duckdb.DuckDBPyConnection | str | Path, shops: Sequence[Shop] = ()) -> None:
        self._owned = not isinstance(books, duckdb.DuckDBPyConnection)
        self._con = (
            books
            if isinstance(books, duckdb.DuckDBPyConnection)
            else duckdb.connect(str(books), read_only=True)
        )
        self._con.execute("SET enable_progress_bar = false")
        self._spans: dict[tuple[str, str], Mapping[str, Period]] = {}
        self._held: frozenset[str] | None = None
        self._cost_kinds: tuple[bool, bool] | None = None
        self._shops = {shop.key: shop for shop in shops}
        self._days = Days(self._run, self._shops, lambda table: self.size(table) >= DEAR)
        self._answers: dict[Query, Facts] = {}
        self._lists: dict[
            tuple[str, tuple[str, ...], tuple[Where, ...], int | None, str], list[tuple[Value | Key, ...]]
        ] = {}
        self._keeps = False
        found = self._con.execute(
            "SELECT table_name, estimated_size FROM duckdb_tables() UNION ALL SELECT view_name, 0 FROM duckdb_views()"
        )
        self._present = {str(name): int(size) for name, size in found.fetchall() if name in TABLES}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database if this engine opened it."""
        if self._owned:
            self._con.close()

    def fetch(self, query: Query) -> Facts:
        """See `Engine.fetch`."""
        if not self._keeps:
            return assemble(query, *self._run(query))
        found = self._days.facts(query)
        if found is None:
            found = self._answers.get(query)
        if found is None:
            found = assemble(query, *self._run(query))
            if len(found) <= KEPT_ROWS:
                self._answers[query] = found
        return found

    def keep(self, period: Period) -> None:
        """See `Engine.keep`. From then on small answers are kept too."""
        self._days.keep(period)
        self._keeps = True

    def _run(self, query: Query) -> tuple[Mapping[str, Part], Columns]:
        """Scan: the parts and columns of a query's answer.

        Of a large table every distinct count has a statement of its own: several things in one cost DuckDB more.
        """
        text = write(query, self._shops, self._costs(), split=self.size(scan(query).table) >= LARGE)
        columns: dict[str, npt.NDArray[np.generic]] = {}
        for statement in text.statements:
            columns.update(self._columns(statement))
        return text.parts, columns

    def _columns(self, sql: str) -> Columns:
        try:
            return self._con.execute(sql).fetchnumpy()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise OverflowError(str(error)) from error

    def size(self, table: str) -> int:
        """See `Engine.size`."""
        return self._present.get(table, 0)

    def _costs(self) -> tuple[bool, bool]:
        """Whether there are costs of single shops, and of all shops."""
        if self._cost_kinds is None:
            sql = "SELECT count(CASE WHEN shop <> '' THEN 1 END), count(CASE WHEN shop = '' THEN 1 END) FROM sku_cost"
            own, every = self._con.execute(sql).fetchall()[0] if "sku_cost" in self._present else (0, 0)
            self._cost_kinds = (own > 0, every > 0)
        return self._cost_kinds

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        where: Sequence[Where] = (),
        limit: int | None = None,
        largest: str = "",
    ) -> list[tuple[Value | Key, ...]]:
        """See `Engine.rows`: ``columns`` and ``where`` name columns of the table."""
        asked = (table, tuple(columns), tuple(where), limit, largest)
        if asked in self._lists:
            return list(self._lists[asked])
        known = TABLES[table]
        for column in (*columns, *(one.dim for one in where), *((largest,) if largest else ())):
            if column not in known.names and column not in ("source_file", "source_row"):
                raise KeyError(column)
        conditions = " AND ".join(member(f'"{one.dim}"', one) for one in where)
        order = f'"{largest}" DESC NULLS LAST, ' if largest else ""
        order += ", ".join(f'"{column}" NULLS FIRST' for column in (*known.key, "source_row"))
        select = ", ".join(f'"{column}"' for column in columns)
        sql = f"SELECT {select} FROM {table}"
        sql += f" WHERE {conditions}" if conditions else ""
        sql += f" ORDER BY {order}" + (f" LIMIT {int(limit)}" if limit is not None else "")
        found: list[tuple[Value | Key, ...]] = self._con.execute(sql).fetchall()
        if self._keeps and len(found) <= KEPT_ROWS:
            self._lists[asked] = found
        return list(found)

    def tables(self) -> frozenset[str]:
        """See `Engine.tables`."""
        if self._held is None:
            self._held = frozenset(
                table
                for table in self._present
                if self._con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
            )
        return self._held

    def span(self, table: str, day: str) -> Mapping[str, Period]:
        """See `Engine.span`."""
        TABLES[table].column(day)
        if (table, day) in self._spans:
            return self._spans[table, day]
        sql = f"SELECT shop, min({day}), max({day}) FROM {table} WHERE {day} IS NOT NULL GROUP BY shop ORDER BY shop"
        found = {shop: Period(first, last) for shop, first, last in self._con.execute(sql).fetchall()}
        self._spans[table, day] = found
        return found

    def shops(self) -> Mapping[str, Shop]:
        """See `Engine.shops`."""
        return self._shops
