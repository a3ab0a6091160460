"""A `Question` comes in, an `Answer` goes out: one query per table and time basis, ratios from their sums.

What may not be added is refused with the nearest question; what is unknown stays unknown and is named in
``missing``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.check import check
from zhanggui.metrics.column import Bools, Column, combine, constant
from zhanggui.metrics.coverage import Coverage
from zhanggui.metrics.formula import Expression, Name, Number, leaves, parse
from zhanggui.metrics.frame import Row, order, spread
from zhanggui.metrics.gather import Gathered, gather
from zhanggui.metrics.given import VISITS, unseen
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.lacks import lacks
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Answer, Question
from zhanggui.metrics.scan import source_of, table_of

# Refunds and settlements of days younger than this are still to come.
MATURE_DAYS = 15
_YOUNG = frozenset(
    {"refunds_of_orders", "refunded_orders", "returned_units", "fees", "ad_sales", "ad_orders"}
)


def ask(engine: Engine, question: Question) -> Answer:
    """Answer a question from the books behind ``engine``.

    Metrics that cannot be asked so are in ``refused``, the others are answered. Raises OverflowError when a sum
    does not fit into 64 bits of ten-thousandths.
    """
    metrics, refused = check(question)
    asked = replace(question, metrics=metrics)
    coverage = Coverage(engine, asked.by, asked.where, asked.period)
    gathered = gather(engine, asked, coverage)
    answered = tuple(metric for metric in metrics if metric not in gathered.refused)
    table = _Table(engine, asked, gathered, coverage)
    cells = {metric: table.metric(metric) for metric in answered}
    money = any(CATALOGUE[metric].unit is Unit.MONEY for metric in answered)
    return Answer(
        question=question,
        keys={dim: [row[n] for row in table.rows] for n, dim in enumerate(asked.by)},
        cells={metric: column.cells() for metric, column in cells.items()},
        currencies=[gathered.targets.of(row) if money else None for row in table.rows],
        provisional=_provisional(table.rows, answered, coverage),
        refused=(*refused, *gathered.refused.values()),
        missing=lacks(engine, asked, gathered, table.lacking, table.untold) if answered else (),
        labels=_labels(asked, answered, coverage),
    )


class _Table:
    """The rows of an answer and every figure over them."""

    def __init__(self, engine: Engine, question: Question, gathered: Gathered, coverage: Coverage) -> None:
        self._engine = engine
        self._question = question
        self._coverage = coverage
        self._unseen: dict[str, Mapping[str, set[date]]] = {}
        self.untold: dict[tuple[str, str], set[str]] = {}
        self._dims = (*question.by, *(where.dim for where in question.where))
        self.rows: list[Row] = order(gathered.blocks) if question.by else [()]
        scopes = [self._coverage.scope(row) for row in self.rows]
        self.scopes: list[Row] = list(dict.fromkeys(scopes))
        place = {row: n for n, row in enumerate(self.scopes)}
        self._scope_of = np.array([place[row] for row in scopes], np.int64)
        # (table, metric) → shops that have nothing in it
        self.lacking: dict[tuple[str, str], set[str]] = {}
        self._covered: dict[tuple[str, str], dict[tuple[Row, Row], bool]] = {}
        self._columns: dict[Name, Column] = {}
        self._unrated: dict[Name, Bools] = {}
        for function, one in gathered.named:
            columns, unrated, here = spread(one, self.rows)
            for name, column in columns.items():
                leaf = Name(name, function)
                self._columns[leaf] = self._zeros(name, column, here)
                self._unrated[leaf] = unrated.get(name, np.zeros(len(self.rows), np.bool_))

    def _zeros(self, name: str, column: Column, here: Bools) -> Column:
        """The column with known zeros where its table covers the row and holds nothing for it."""
        table, day = table_of(name, self._dims), source_of(name)[1].day
        known = column.known.copy()
        seen = self._covered.setdefault((table, day), {})
        for n in np.flatnonzero(~here).tolist():
            row = self.rows[n]
            key = (self._coverage.scope(row), self._coverage.moment(row))
            if key not in seen:
                seen[key] = self._coverage.covered(table, day, row)
            known[n] = seen[key]
        return Column(column.numbers, known, column.scale)

    def metric(self, name: str) -> Column:
        """A measure or metric over the rows."""
        definition = CATALOGUE[name]
        if definition.source is not None:
            return self._columns[Name(name)]
        column = self._value(parse(definition.formula))
        tables = {table_of(leaf.name, self._dims) for leaf in leaves(name)}
        if len(tables) > 1:
            column = column.only(self._whole(name, tables))
            alone = {"day", "shop"} <= set(self._question.by)
            for table in () if alone else sorted(tables & VISITS):
                column = column.only(self._every_day(name, table))
        return column

    def _every_day(self, metric: str, table: str) -> Bools:
        """Rows in which no shop sold on a day that the visits do not tell: else all days' sales would be divided by
        some days' visits.
        """
        if table not in self._unseen:
            self._unseen[table] = unseen(self._engine, self._question, table)
        out = np.ones(len(self.rows), np.bool_)
        cache: dict[tuple[Row, Row], set[str]] = {}
        for n, row in enumerate(self.rows):
            key = (self._coverage.scope(row), self._coverage.moment(row))
            if key not in cache:
                cache[key] = self._untold(row, self._unseen[table])
            if cache[key]:
                out[n] = False
                self.untold.setdefault((table, metric), set()).update(cache[key])
        return out

    def _untold(self, row: Row, days: Mapping[str, set[date]]) -> set[str]:
        """Shops of the row with a day in it that is not told."""
        span = self._coverage.days(row)
        return {
            shop
            for shop in self._coverage.shops(row, days)
            if span and any(day in span for day in days[shop])
        }

    def _whole(self, metric: str, tables: set[str]) -> Bools:
        """Rows in which every shop that sells has something in every table that the metric needs."""
        out = np.ones(len(self.scopes), np.bool_)
        for table in sorted(tables):
            for n, row in enumerate(self.scopes):
                shops = self._coverage.lacking(table, row)
                if shops:
                    out[n] = False
                    self.lacking.setdefault((table, metric), set()).update(shops)
        return out[self._scope_of]

    def _value(self, expression: Expression) -> Column:
        if isinstance(expression, Number):
            return constant(expression.value, len(self.rows))
        if isinstance(expression, Name):
            if expression in self._columns:
                return self._columns[expression]
            if expression.function == "given":
                plain = Name(expression.name)
                return self._columns[plain].given().only(~self._unrated[plain])
            return self._value(parse(CATALOGUE[expression.name].formula))
        return combine(expression.sign, self._value(expression.left), self._value(expression.right))


def _provisional(rows: list[Row], metrics: tuple[str, ...], coverage: Coverage) -> list[bool]:
    """Whether each row is so young that its refunds, settlements or attributed sales are still to come."""
    if not any(leaf.name in _YOUNG for metric in metrics for leaf in leaves(metric)):
        return [False] * len(rows)
    last = coverage.last()
    seen: dict[Row, bool] = {}
    out = []
    for row in rows:
        moment = coverage.moment(row)
        if moment not in seen:
            days = coverage.days(row)
            seen[moment] = bool(last and days and (last - min(days.last, last)).days < MATURE_DAYS)
        out.append(seen[moment])
    return out


def _labels(question: Question, metrics: tuple[str, ...], coverage: Coverage) -> dict[str, str]:
    """What conversion was made of: people of one day at one shop, else days of people."""
    if "conversion" not in metrics:
        return {}
    one_day = "day" in question.by or (question.period is not None and question.period.days == 1)
    one_shop = "shop" in question.by or len(coverage.spans("order_line")) <= 1
    return {"conversion": "buyers / visitors" if one_day and one_shop else "buyer_days / visitor_days"}
