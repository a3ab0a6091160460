"""What a figure is made of: its formula with everything below it, and the tables and columns at the bottom."""

from dataclasses import dataclass

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, has
from zhanggui.metrics.formula import leaves, parse, parts
from zhanggui.metrics.kinds import Definition, Source


@dataclass(frozen=True, slots=True)
class Lineage:
    """``formula``: of a metric its formula, of a measure how it is read ('sum(order_line.paid) by paid_day').

    ``made_of``: names one step below. ``measures``: names at the bottom. ``tables``: tables read. ``dimensions``: by
    what it can be split.
    """

    formula: str
    made_of: tuple[str, ...]
    measures: tuple[str, ...]
    tables: tuple[str, ...]
    dimensions: tuple[str, ...]


def lineage(name: str) -> Lineage:
    """The lineage of a measure or metric. Raises KeyError when it is unknown."""
    definition = CATALOGUE[name]
    measures = tuple(dict.fromkeys(leaf.name for leaf in leaves(name)))
    sources = [source for one in measures for source in (CATALOGUE[one].source,) if source is not None]
    tables = tuple(dict.fromkeys(source.tables[0] for source in sources))
    shared = tuple(
        dim for dim in DIMENSIONS if all(any(has(one, dim) for one in source.tables) for source in sources)
    )
    made_of = () if definition.source else tuple(part.name for part in parts(parse(definition.formula)))
    return Lineage(described(definition), tuple(dict.fromkeys(made_of)), measures, tables, shared)


def described(definition: Definition) -> str:
    """The formula of a metric; for a measure how it is read."""
    return definition.formula if definition.source is None else _read(definition.source)


def _read(source: Source) -> str:
    columns = " else ".join(f"{source.tables[0]}.{column}" for column in source.columns)
    if source.minus:
        columns += f" - {source.tables[0]}.{source.minus}"
    conditions = [
        f"{where.dim} {'not in' if where.exclude else 'in'} ({', '.join(map(str, where.values))})"
        for where in source.filters
    ]
    conditions += [f"{source.buyers} buyers"] if source.buyers else []
    where_text = f" where {' and '.join(conditions)}" if conditions else ""
    return f"{source.aggregate.value}({columns}){where_text} by {source.day}"
