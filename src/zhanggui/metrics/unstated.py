"""Measures of some rows alone (cancelled orders, complaints) where no file states what the rows are chosen by."""

from zhanggui.metrics.coverage import Coverage
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Missing, Question
from zhanggui.metrics.scan import source_of, table_of

# Every row of these says its kind.
_ALWAYS = frozenset({"fee", "refund"})


def unstated(engine: Engine, question: Question, coverage: Coverage, name: str) -> frozenset[str]:
    """Shops that have rows in a measure's table, and none that states a column by which its rows are chosen."""
    _, source = source_of(name)
    table = table_of(name, (*question.by, *(where.dim for where in question.where)))
    columns = sorted(
        {where.dim for where in source.filters if None not in where.values}
    )  # there none says something
    if table in _ALWAYS or not columns or table not in engine.tables():
        return frozenset()
    return frozenset(
        shop
        for shop in coverage.spans(table, source.day)
        for column in columns
        if not coverage.says(table, shop, column)
    )


def never_stated(engine: Engine, question: Question, coverage: Coverage) -> list[Missing]:
    """The measures of a question that are unknown for it, with their shops."""
    names = {leaf.name for metric in question.metrics for leaf in leaves(metric)}
    found = {name: unstated(engine, question, coverage, name) for name in sorted(names)}
    return [
        Missing("unknown_values", {"measure": name, "shops": tuple(sorted(shops))})
        for name, shops in found.items()
        if shops
    ]
