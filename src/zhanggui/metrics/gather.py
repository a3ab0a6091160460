"""Reads what a question needs: one query per table, time basis and shape, each brought into its rows' currencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from zhanggui.metrics import given
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.column import Column
from zhanggui.metrics.coverage import Coverage, before
from zhanggui.metrics.dimensions import has
from zhanggui.metrics.formula import Name, leaves
from zhanggui.metrics.frame import Block, block, spread
from zhanggui.metrics.kinds import Aggregate, Unit
from zhanggui.metrics.query import Engine, Facts, Query
from zhanggui.metrics.question import Question, Refusal
from zhanggui.metrics.rates import Rates
from zhanggui.metrics.scan import shape_of, source_of, table_of
from zhanggui.metrics.sold import Exchange, Targets
from zhanggui.metrics.stretched import advertising
from zhanggui.model.period import Period

VELOCITY_DAYS = 28


@dataclass(frozen=True, slots=True)
class Gathered:
    """``named``: (function, block) with the measures read; ``refused``: metric → why, found out while reading.

    ``exchange`` knows which rates lack. ``uncosted``: whether lines without a cost made a cost unknown.
    """

    named: list[tuple[str, Block]]
    refused: Mapping[str, Refusal]
    targets: Targets
    exchange: Exchange
    uncosted: bool

    @property
    def blocks(self) -> list[Block]:
        """All blocks."""
        return [one for _, one in self.named]


@dataclass(frozen=True, slots=True)
class _Group:
    """Measures that one query answers."""

    table: str
    names: tuple[str, ...]
    function: str


def gather(engine: Engine, question: Question, coverage: Coverage) -> Gathered:
    """Read every measure that the question's metrics are computed from."""
    found = dict.fromkeys(leaf for metric in question.metrics for leaf in leaves(metric))
    readings = [leaf.name for leaf in found if source_of(leaf.name)[1].aggregate is Aggregate.GIVEN]
    groups = _groups([leaf for leaf in found if leaf.name not in readings], question)
    targets = Targets(question.by, question.currency, always=question.converted)
    exchange = Exchange(Rates(()), targets)
    reader = _Reader(engine, question, coverage, exchange)
    facts = [(group, reader.facts(group)) for group in groups]
    for group, one in facts:
        if "currency" in one.by and "currency" not in question.by:
            targets.see(one, sales=group.table == "order_line")
    named = [(group.function, reader.block(group, one)) for group, one in facts]
    refused = {}
    for name in readings:
        answer = given.read(engine, question, name)
        if isinstance(answer, Refusal):
            refused[name] = answer
        else:
            named.append(("", answer))
    return Gathered(named, refused, targets, exchange, reader.uncosted)


def _groups(found: Sequence[Name], question: Question) -> list[_Group]:
    dims = (*question.by, *(where.dim for where in question.where))
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for leaf in found:
        source = source_of(leaf.name)[1]
        function = "velocity" if leaf.function == "velocity" else ""
        key = (table_of(leaf.name, dims), source.day, shape_of(source, question.by), function)
        groups.setdefault(key, []).append(leaf.name)
    return [_Group(key[0], tuple(dict.fromkeys(names)), key[3]) for key, names in groups.items()]


class _Reader:
    """Fetches groups and puts them into blocks."""

    def __init__(self, engine: Engine, question: Question, coverage: Coverage, exchange: Exchange) -> None:
        self._engine = engine
        self._question = question
        self._coverage = coverage
        self._exchange = exchange
        self.uncosted = False

    def facts(self, group: _Group) -> Facts:
        """The group's measures, split by currency too where there is money."""
        by = self._question.by
        if _money(group.names) and "currency" not in by and has(group.table, "currency"):
            by = (*by, "currency")
        return self._fetch(group, group.names, by)

    def _fetch(self, group: _Group, names: Sequence[str], by: tuple[str, ...]) -> Facts:
        period = self._velocity() if group.function else self._question.period
        undated = group.table == "refund" and self._coverage.ever
        query = Query(tuple(names), by, period, self._question.where, undated)
        if group.table == "ad":
            return advertising(self._engine, query, self._question.by)
        return self._engine.fetch(query)

    def _velocity(self) -> Period | None:
        """The days over which the mean units a day are taken."""
        last, first = self._coverage.last(), self._coverage.first()
        if last is None or first is None:
            return self._question.period
        if self._question.period is not None:
            last = max(min(last, self._question.period.last), first)
        window = before(last, VELOCITY_DAYS)
        return Period(max(window.first, first), last)

    def block(self, group: _Group, facts: Facts) -> Block:
        """The group's measures in the currencies of the answer's rows."""
        targets = self._exchange.targets
        if group.function:
            return self._daily(group, facts)
        if "currency" not in facts.by or targets.as_sold(facts):
            out = block(facts, self._question.by, group.names)
        else:
            out = self._converted(group)
        if "cost_of_goods" in group.names and not out.columns["cost_of_goods"].known.all():
            out = self._costed(out)
        return given.completed(self._engine, self._question, group.table, out)

    def _daily(self, group: _Group, facts: Facts) -> Block:
        """Means per day of the window."""
        window = self._velocity()
        days = window.days if window else VELOCITY_DAYS
        plain = block(facts, self._question.by, group.names)
        columns = {name: Column(one.floats() / days, one.known, 0) for name, one in plain.columns.items()}
        return Block(plain.rows, columns)

    def _converted(self, group: _Group) -> Block:
        """Money in each row's currency, at the rate of its own day; the rest counted afresh without currencies."""
        self._load_rates()
        money = _money(group.names)
        by = (*self._question.by, *(dim for dim in ("currency", "day") if dim not in self._question.by))
        sums = self._exchange.block(self._fetch(group, money, by), money)
        rest = [name for name in group.names if name not in money]
        if not rest:
            return sums
        plain = block(self._fetch(group, rest, self._question.by), self._question.by, rest)
        columns, unrated, _ = spread(sums, plain.rows)
        return Block(plain.rows, {**plain.columns, **columns}, unrated)

    def _costed(self, out: Block) -> Block:
        """Costs in other currencies than the sales', brought into the rows' currencies; unknown where one lacks."""
        if "sku_cost" not in self._engine.tables():
            self.uncosted = True
            return out
        self._load_rates()
        extra = tuple(dim for dim in ("cost_known", "cost_currency", "day") if dim not in self._question.by)
        query = Query(
            ("cost_as_bought", "lines"),
            (*self._question.by, *extra),
            self._question.period,
            self._question.where,
        )
        facts = self._engine.fetch(query)
        told = facts.keys["cost_known"] == "yes"
        self.uncosted = bool((~told).any())
        known = {**facts.known, "cost_as_bought": facts.known["cost_as_bought"] & told}
        costs = self._exchange.block(replace(facts, known=known), ("cost_as_bought",), "cost_currency")
        columns, unrated, _ = spread(costs, out.rows)
        return Block(
            out.rows,
            {**out.columns, "cost_of_goods": columns["cost_as_bought"]},
            {**out.unrated, "cost_of_goods": unrated["cost_as_bought"]},
        )

    def _load_rates(self) -> None:
        rows = (
            self._engine.rows("fx", ("day", "base", "quote", "rate")) if "fx" in self._engine.tables() else []
        )
        self._exchange.rates = Rates(cast("list[tuple[date, str, str, Decimal | None]]", rows))


def _money(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if CATALOGUE[name.partition("@")[0]].unit is Unit.MONEY)
