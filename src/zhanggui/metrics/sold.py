"""Money of several currencies: as sold where a row's money is of one currency, else in the reporting currency.

A row's currency is that of its shop's sales where the rows are split by shop, that of all sales otherwise; other
money in the row (fees, ads, costs) is converted into it at the rate of its own day. Where sales are of several
currencies, or the question wants it so, the row is in the reporting currency.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np

from zhanggui.metrics.column import Column
from zhanggui.metrics.frame import Block, Row, keys
from zhanggui.metrics.kinds import Aggregate
from zhanggui.metrics.query import Facts, Key
from zhanggui.metrics.rates import Rates, exchange, total
from zhanggui.metrics.scan import source_of


@dataclass(slots=True)
class Targets:
    """The currency of each row. ``by``: the dimensions of the rows; ``reporting``: where sales are of several, and of
    all rows with ``always``.
    """

    by: tuple[str, ...]
    reporting: str | None
    sales: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    others: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    always: bool = False

    def see(self, facts: Facts, *, sales: bool) -> None:
        """Learn the currencies of facts that are split by currency."""
        currencies = facts.keys["currency"].tolist()
        scopes = facts.keys["shop"].tolist() if "shop" in self.by else [None] * len(currencies)
        known = self.sales if sales else self.others
        for scope, currency in set(zip(scopes, currencies, strict=True)):
            if currency is not None:
                known[scope].add(currency)

    def of(self, row: Row) -> str | None:
        """The currency of a row's money, None when it cannot be told."""
        if "currency" in self.by:
            return _text(row[self.by.index("currency")])
        if self.always and self.reporting is not None:
            return self.reporting
        scope = row[self.by.index("shop")] if "shop" in self.by else None
        found = self.sales.get(scope) or self.others.get(scope) or set()
        return next(iter(found)) if len(found) == 1 else self.reporting

    def as_sold(self, facts: Facts) -> bool:
        """Whether every row of facts split by currency is already in its row's currency."""
        currencies = facts.keys["currency"].tolist()
        if "currency" in self.by:
            return True
        cache: dict[Key, str | None] = {}
        scopes = facts.keys["shop"].tolist() if "shop" in self.by else [None] * len(currencies)
        for scope in set(scopes):
            cache[scope] = self.of(tuple(scope if dim == "shop" else None for dim in self.by))
        return all(cache[scope] == currency for scope, currency in set(zip(scopes, currencies, strict=True)))


@dataclass(slots=True)
class Exchange:
    """Adds money up in each row's currency; ``lacking`` collects the pairs and days without a rate, ``undecided``
    the currencies of money whose row has no currency of its own because no reporting currency is set.
    """

    rates: Rates
    targets: Targets
    lacking: dict[tuple[str, str], set[date]] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)

    def rate(self, base: Key, quote: str | None, day: Key) -> Decimal | None:
        """The rate, or None after noting that it lacks."""
        if base == quote and base is not None:
            return Decimal(1)
        if not isinstance(base, str) or not isinstance(day, date):
            return None
        if quote is None:
            self.undecided.add(base)
            return None
        found = self.rates.rate(base, quote, day)
        if found is None:
            self.lacking.setdefault((base, quote), set()).add(day)
        return found

    def block(self, facts: Facts, measures: Sequence[str], currency: str = "currency") -> Block:
        """Money of facts split by the row's dimensions, ``currency`` and day, in each row's currency."""
        rows = keys(facts, self.targets.by)
        pairs = list(zip(facts.keys[currency].tolist(), facts.keys["day"].tolist(), strict=True))
        rates = [
            self.rate(base, self.targets.of(row), day) for row, (base, day) in zip(rows, pairs, strict=True)
        ]
        order = list(dict.fromkeys(rows))
        columns, unrated = {}, {}
        for name in measures:
            sums = _sums(zip(rows, facts.numbers[name].tolist(), rates, strict=True))
            lost = _lost(name, rows, facts.known[name].tolist())
            bare = {
                row
                for row, rate, known in zip(rows, rates, facts.known[name].tolist(), strict=True)
                if rate is None and known
            }
            known = np.array([row not in lost and row not in bare for row in order], np.bool_)
            numbers = np.array([total(sums[row]) for row in order], np.int64)
            columns[name] = Column(np.where(known, numbers, 0), known, facts.scale(name))
            unrated[name] = np.array([row in bare for row in order], np.bool_)
        return Block(order, columns, unrated)


def _sums(cells: Iterable[tuple[Row, int, Decimal | None]]) -> Mapping[Row, list[Decimal]]:
    out: dict[Row, list[Decimal]] = defaultdict(list)
    for row, amount, rate in cells:
        out[row].append(exchange(amount, rate) if rate is not None else Decimal(0))
    return out


def _lost(name: str, rows: Sequence[Row], known: Sequence[bool]) -> set[Row]:
    """The rows whose sum is unknown: as a measure says, where one of its parts is, or where all are."""
    lost = {row for row, told in zip(rows, known, strict=True) if not told}
    if source_of(name)[1].aggregate is Aggregate.SUM_KNOWN:
        lost -= {row for row, told in zip(rows, known, strict=True) if told}
    return lost


def _text(key: Key) -> str | None:
    return key if isinstance(key, str) else None
