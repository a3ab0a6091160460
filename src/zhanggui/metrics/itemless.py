"""Costs that name no item, where rows are of items: their share, and shops whose advertising names none at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from zhanggui.metrics.dimensions import OF_ITEMS, has
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Engine, Facts, Query
from zhanggui.metrics.question import Missing, Question
from zhanggui.metrics.rates import Rates
from zhanggui.metrics.scan import source_of, table_of
from zhanggui.metrics.stretched import advertising

COSTS = frozenset({"fee", "ad", "refund"})
GAPS = frozenset({"without_item", "ads_without_item"})  # codes of what `without_item` tells
NAMELESS = 0.05  # of a cost without an item, from which it is told


def without_item(engine: Engine, question: Question) -> list[Missing]:
    """Costs of which a good part names no item, where rows are of items: what is left of these looks too good."""
    out = []
    held = engine.tables()
    dims = (*question.by, *(where.dim for where in question.where))
    for dim in (dim for dim in question.by if dim in OF_ITEMS):
        users: dict[str, list[str]] = {}
        for metric in question.metrics:
            for leaf in leaves(metric):
                if source_of(leaf.name)[1].tables[0] in COSTS and table_of(leaf.name, dims) in held:
                    users.setdefault(leaf.name, []).append(metric)
        for name, metrics in users.items():
            share = _nameless(engine, question, name, dim)
            if share > NAMELESS:
                told: dict[str, str | float | tuple[str, ...]] = {
                    "measure": name,
                    "dim": dim,
                    "share": share,
                    "metrics": tuple(metrics),
                }
                code = "ads_without_item" if table_of(name, dims) == "ad" else "without_item"
                out.append(Missing(code, told))
    return out


def _nameless(engine: Engine, question: Question, name: str, dim: str) -> float:
    """The share of a cost that names no item, 0 to 1; of several currencies that of their sum where they are converted
    (what has no rate is left out), else the largest.

    Advertising is told by item from the reports that name some.
    """
    of_ads = table_of(name, (dim,)) == "ad"
    query = Query((name,), (dim, "currency"), question.period, question.where)
    facts = advertising(engine, query, query.by) if of_ads else engine.fetch(query)
    named = _sums(facts, name, [bool(key) for key in facts.keys[dim]])
    every = advertising(engine, replace(query, by=("currency",)), ()) if of_ads else facts
    whole = _sums(every, name, [True] * len(every))
    pairs = {key: (named.get(key, 0), max(named.get(key, 0), amount)) for key, amount in whole.items()}
    if question.currency is not None and len(pairs) > 1:
        factors = {key: _factor(engine, question, key) for key in pairs}
        sums = [sum(pair[n] * factors[key] for key, pair in pairs.items()) for n in (0, 1)]
        return 1 - sums[0] / sums[1] if sums[1] else 0.0
    return max((1 - part / all_ for part, all_ in pairs.values() if all_), default=0.0)


def _sums(facts: Facts, name: str, taken: Sequence[bool]) -> dict[str, int]:
    """Currency → the sum of the amounts of some rows, whatever their sign."""
    out: dict[str, int] = {}
    for n, currency in enumerate(facts.keys["currency"]):
        out[str(currency)] = out.get(str(currency), 0) + taken[n] * abs(int(facts.numbers[name][n]))
    return out


def _factor(engine: Engine, question: Question, currency: str) -> float:
    """What a unit of a currency is in that of the question at the last day's rate; 0 without one."""
    held = engine.rows("fx", ("day", "base", "quote", "rate")) if "fx" in engine.tables() else []
    rates = Rates(cast("list[tuple[date, str, str, Decimal | None]]", held))
    day = date.max if question.period is None else question.period.last
    return float(rates.rate(currency, question.currency or currency, day) or 0)


def itemless(engine: Engine, question: Question) -> frozenset[str]:
    """Shops that advertised, and none of whose advertising names an item as the question asks for."""
    where = tuple(one for one in question.where if has("ad", one.dim))
    dims = OF_ITEMS & {*question.by, *(one.dim for one in where)}
    if not dims or not all(has("ad", dim) for dim in dims):
        return frozenset()
    others = tuple(one for one in where if one.dim not in OF_ITEMS)
    every, named = (
        advertising(engine, Query(("ad_spend",), by, question.period, others), by)
        for by in (("shop",), ("shop", *sorted(dims)))
    )
    spending = {
        str(shop) for shop, spend in zip(every.keys["shop"], every.numbers["ad_spend"], strict=True) if spend
    }
    return frozenset(spending - {str(shop) for shop in named.keys["shop"]})
