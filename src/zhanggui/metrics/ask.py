"""A `Question` comes in, an `Answer` goes out: one query per table and time basis, ratios from their sums.

What may not be added is refused with the nearest question; what is unknown stays unknown and is named in
``missing``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.check import check
from zhanggui.metrics.column import Column, combine, constant
from zhanggui.metrics.coverage import Coverage, Cut
from zhanggui.metrics.dimensions import DIMENSIONS, OF_ITEMS, OF_SHOP, TIMES
from zhanggui.metrics.formula import Expression, Name, Number, leaves, parse
from zhanggui.metrics.frame import Row, order, spread
from zhanggui.metrics.gather import Gathered, gather
from zhanggui.metrics.given import VISITS, unseen
from zhanggui.metrics.itemless import itemless
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.lacks import by_day_of_refund, lacks, of_money_back
from zhanggui.metrics.ledger import untold
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Answer, Cells, Missing, Question
from zhanggui.metrics.scan import source_of, table_of
from zhanggui.metrics.sold import Targets
from zhanggui.metrics.summed import Summed
from zhanggui.metrics.unstated import unstated
from zhanggui.stats.arrays import Bools

# Refunds and settlements of days younger than this are still to come.
MATURE_DAYS = 15
# Of young days hardly any of it is known: next to older days it would look like a fall.
LATE = frozenset({"refunds_of_orders", "refunded_orders", "returned_orders", "returned_units"})
_YOUNG = frozenset(
    {
        "refunds_of_orders",
        "refunded_orders",
        "returned_orders",
        "returned_units",
        "fees",
        "ad_sales",
        "ad_orders",
    }
)


def ask(engine: Engine, question: Question) -> Answer:
    """Answer a question from the books behind ``engine``.

    Metrics that cannot be asked so are in ``refused``, the others are answered; what was needed and is not in the books
    is in ``missing``. Raises OverflowError when a sum does not fit into 64 bits of ten-thousandths.
    """
    return _answer(engine, question, gaps=True)


def reckon(engine: Engine, question: Question) -> Answer:
    """Answer as `ask` does, for those who read the figures alone: ``missing`` does not say what the books lack."""
    return _answer(engine, question, gaps=False)


def _answer(engine: Engine, question: Question, *, gaps: bool) -> Answer:
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
        cells=Cells(cells),
        currencies=table.currencies(gathered.targets) if money else [None] * len(table.rows),
        provisional=_provisional(table.cut, answered, coverage),
        refused=(*refused, *gathered.refused.values()),
        missing=(
            *(
                lacks(engine, asked, gathered, table.lacking, table.untold, coverage)
                if answered and gaps
                else ()
            ),
            *table.summed(answered),
        ),
        labels=_labels(asked, answered, coverage),
    )


class _Table:
    """The rows of an answer and every figure over them."""

    def __init__(self, engine: Engine, question: Question, gathered: Gathered, coverage: Coverage) -> None:
        self._engine = engine
        self._question = question
        self._coverage = coverage
        self._unseen: dict[str, Mapping[str, set[date]]] = {}
        self.untold: dict[tuple[str, str], dict[str, set[date]]] = {}
        self._dims = (*question.by, *(where.dim for where in question.where))
        self.rows: list[Row] = order(gathered.blocks) if question.by else [()]
        self.cut = coverage.cut(self.rows)
        self._summed = Summed(engine, question, coverage)
        self._parted: Bools | None = None
        # (table, metric) → shops that have nothing in it
        self.lacking: dict[tuple[str, str], set[str]] = {}
        self._covered: dict[tuple[str, str], Bools] = {}
        self._columns: dict[Name, Column] = {}
        self._unrated: dict[Name, Bools] = {}
        for function, one in gathered.named:
            columns, unrated, here = spread(one, self.rows)
            for name, column in columns.items():
                leaf = Name(name, function)
                self._columns[leaf] = self._told(name, column, here)
                self._unrated[leaf] = unrated.get(name, np.zeros(len(self.rows), np.bool_))

    def _told(self, name: str, column: Column, here: Bools) -> Column:
        """The column, unknown where a part of it is: refunds without a day, advertising summed over other days too."""
        table = table_of(name, self._dims)
        if table == "ad":
            if self._parted is None:
                self._parted = self._summed.unknown(self.rows, self.cut)
            out = self._zeros(name, column, here).only(here | ~self._itemless)
            return out.only(~self._parted if self._summed.coarse else here | ~self._parted)
        out = self._zeros(name, column, here)
        silent = unstated(self._engine, self._question, self._coverage, name)
        if silent:
            out = out.only(~self._about(silent))
        if of_money_back(name):
            out = out.only(self._coverage.refunding(self.cut))
        return out.only(self._coverage.dated(self.cut)) if by_day_of_refund(name) else out

    @cached_property
    def _itemless(self) -> Bools:
        """Rows about shops whose advertising names no item, where items are asked for."""
        return self._about(itemless(self._engine, self._question))

    def _about(self, shops: frozenset[str]) -> Bools:
        """Rows about one of these shops."""
        told = [bool(self._coverage.shops(scope, shops)) for scope in self.cut.scopes]
        return np.array(told, np.bool_)[self.cut.scope_of] if told else np.zeros(len(self.rows), np.bool_)

    def _zeros(self, name: str, column: Column, here: Bools) -> Column:
        """The column with known zeros where its table covers the row and holds nothing for it."""
        table, day = table_of(name, self._dims), source_of(name)[1].day
        if here.all():
            return column
        if (table, day) not in self._covered:
            self._covered[table, day] = self._coverage.covered(table, day, self.cut)
        covered = self._covered[table, day] & ~self._unnamed(here)
        return Column(column.numbers, np.where(here, column.known, covered), column.scale)

    def _unnamed(self, here: Bools) -> Bools:
        """Rows of an item of a shop of which the table names none: what it holds of them is not known to be 0."""
        out = np.zeros(len(self.rows), np.bool_)
        by = self._question.by
        shop = by.index("shop") if "shop" in by else None
        shops = [None if shop is None else row[shop] for row in self.rows]
        for at in (by.index(dim) for dim in sorted(OF_ITEMS & set(by))):
            named = np.array([row[at] not in {None, ""} for row in self.rows], np.bool_)
            telling = {one for one, told in zip(shops, here & named, strict=True) if told}
            bare = {one for one, told in zip(shops, here & ~named, strict=True) if told} - telling
            out |= named & np.array([one in bare for one in shops], np.bool_)
        return out

    def metric(self, name: str) -> Column:
        """A measure or metric over the rows."""
        definition = CATALOGUE[name]
        if definition.source is not None:
            told = self._columns[Name(name)]
            return told.only(self._every_day(name, "fee")) if name == "fees" and self._whole_shops else told
        column = self._value(parse(definition.formula))
        tables = {table_of(leaf.name, self._dims) for leaf in leaves(name)}
        if len(tables) > 1:
            column = column.only(self._whole(name, tables))
            alone = {"day", "shop"} <= set(self._question.by)
            for table in () if alone else sorted(tables & VISITS):
                column = column.only(self._every_day(name, table))
            if "fee" in tables:
                column = column.only(self._every_day(name, "fee"))
        return column

    @property
    def _whole_shops(self) -> bool:
        """Whether rows are of whole shops: by shop and time alone."""
        return all(dim == "shop" or DIMENSIONS[dim].how in TIMES | OF_SHOP for dim in self._dims)

    def summed(self, metrics: tuple[str, ...]) -> list[Missing]:
        """Shops whose advertising is told as one sum over more days than a row holds, and what that leaves unknown."""
        users = [
            name for name in metrics if any(table_of(one.name, self._dims) == "ad" for one in leaves(name))
        ]
        shops = tuple(sorted(self._summed.shops))
        return [Missing("summed_ads", {"shops": shops, "metrics": tuple(users)})] if shops and users else []

    def _every_day(self, metric: str, table: str) -> Bools:
        """Rows in which no shop sold on a day that a table does not tell: else all days' sales would be divided by
        some days' visits, or stand against some days' fees.
        """
        if table not in self._unseen:
            late = table == "fee"
            self._unseen[table] = (
                untold(self._engine, self._question) if late else unseen(self._engine, self._question, table)
            )
        cut = self.cut
        if not self._unseen[table]:
            return np.ones(len(self.rows), np.bool_)
        out = np.ones((len(cut.scopes), len(cut.moments)), np.bool_)
        for place in sorted(set(zip(cut.scope_of.tolist(), cut.moment_of.tolist(), strict=True))):
            shops = self._untold(cut.scopes[place[0]], cut.moments[place[1]], self._unseen[table])
            if shops:
                out[place] = False
                told = self.untold.setdefault((table, metric), {})
                for shop, days in shops.items():
                    told.setdefault(shop, set()).update(days)
        return out[cut.scope_of, cut.moment_of]

    def _untold(self, scope: Row, moment: Row, days: Mapping[str, set[date]]) -> dict[str, set[date]]:
        """Shops of a scope with the days within a moment that are not told."""
        span = self._coverage.days(moment)
        found = {
            shop: {day for day in days[shop] if span and day in span}
            for shop in self._coverage.shops(scope, days)
        }
        return {shop: lost for shop, lost in found.items() if lost}

    def currencies(self, targets: Targets) -> list[str | None]:
        """The currency of each row's money."""
        if "currency" in self._question.by:
            return [targets.of(row) for row in self.rows]
        found = [targets.of(scope) for scope in self.cut.scopes]
        return [found[n] for n in self.cut.scope_of.tolist()]

    def _whole(self, metric: str, tables: set[str]) -> Bools:
        """Rows in which every shop that sells has something in every table that the metric needs."""
        out = np.ones(len(self.cut.scopes), np.bool_)
        for table in sorted(tables):
            for n, row in enumerate(self.cut.scopes):
                shops = self._coverage.lacking(table, row)
                if shops:
                    out[n] = False
                    self.lacking.setdefault((table, metric), set()).update(shops)
        return out[self.cut.scope_of]

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


def ripens(metric: str) -> bool:
    """Whether a part of the metric still comes when its day is over: refunds, settlements, attributed sales."""
    return any(leaf.name in _YOUNG for leaf in leaves(metric))


def _provisional(cut: Cut, metrics: tuple[str, ...], coverage: Coverage) -> list[bool]:
    """Whether each row is so young that its refunds, settlements or attributed sales are still to come."""
    if not any(map(ripens, metrics)):
        return [False] * len(cut.moment_of)
    last = coverage.last()
    spans = [coverage.days(moment) for moment in cut.moments]
    young = [bool(last and span and (last - min(span.last, last)).days < MATURE_DAYS) for span in spans]
    return [young[n] for n in cut.moment_of.tolist()]


def _labels(question: Question, metrics: tuple[str, ...], coverage: Coverage) -> dict[str, str]:
    """What conversion was made of: people of one day at one shop, else days of people."""
    if "conversion" not in metrics:
        return {}
    one_day = "day" in question.by or (question.period is not None and question.period.days == 1)
    one_shop = "shop" in question.by or len(coverage.spans("order_line")) <= 1
    return {"conversion": "buyers / visitors" if one_day and one_shop else "buyer_days / visitor_days"}
