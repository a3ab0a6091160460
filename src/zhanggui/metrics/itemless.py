"""Costs that name no item, where rows are of items: their share, and shops whose advertising names none at all."""

from zhanggui.metrics.dimensions import OF_ITEMS, has
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Engine, Query
from zhanggui.metrics.question import Missing, Question
from zhanggui.metrics.scan import source_of, table_of

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
            named, whole = _named(engine, question, name, dim)
            if whole - named > NAMELESS * whole:
                told: dict[str, str | float | tuple[str, ...]] = {
                    "measure": name,
                    "dim": dim,
                    "share": 1 - named / whole,
                    "metrics": tuple(metrics),
                }
                code = "ads_without_item" if table_of(name, dims) == "ad" else "without_item"
                out.append(Missing(code, told))
    return out


def _named(engine: Engine, question: Question, name: str, dim: str) -> tuple[int, int]:
    """How much of a cost names an item, and all of it; advertising is told by item from the reports that name some."""
    facts = engine.fetch(Query((name,), (dim,), question.period, question.where))
    amounts = [(bool(facts.key(n)[0]), abs(int(facts.numbers[name][n]))) for n in range(len(facts))]
    named = sum(amount for of_item, amount in amounts if of_item)
    if table_of(name, (dim,)) != "ad":
        return named, sum(amount for _, amount in amounts)
    every = engine.fetch(Query((name,), ("currency",), question.period, question.where))
    return named, max(named, sum(abs(int(number)) for number in every.numbers[name]))


def itemless(engine: Engine, question: Question) -> frozenset[str]:
    """Shops that advertised, and none of whose advertising names an item as the question asks for."""
    where = tuple(one for one in question.where if has("ad", one.dim))
    dims = OF_ITEMS & {*question.by, *(one.dim for one in where)}
    if not dims or not all(has("ad", dim) for dim in dims):
        return frozenset()
    others = tuple(one for one in where if one.dim not in OF_ITEMS)
    every, named = (
        engine.fetch(Query(("ad_spend",), by, question.period, others))
        for by in (("shop",), ("shop", *sorted(dims)))
    )
    spending = {
        str(shop) for shop, spend in zip(every.keys["shop"], every.numbers["ad_spend"], strict=True) if spend
    }
    return frozenset(spending - {str(shop) for shop in named.keys["shop"]})
