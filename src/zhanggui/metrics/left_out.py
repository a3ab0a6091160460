"""Values that the files of some shops leave out: which measures, and of which shops."""

import numpy as np

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import parse, parts
from zhanggui.metrics.frame import Block
from zhanggui.metrics.gather import Gathered
from zhanggui.metrics.kinds import Aggregate
from zhanggui.metrics.query import Engine, Query
from zhanggui.metrics.question import Missing, Question
from zhanggui.metrics.scan import source_of


def left_out(engine: Engine, question: Question, gathered: Gathered) -> list[Missing]:
    """Measures that some shop's files leave out, and those that count as none where nothing states them."""
    given = {
        part.name
        for metric in question.metrics
        for leaf in _formulas(metric)
        for part in parts(parse(leaf))
        if part.function == "given"
    }
    out = []
    for _, block in gathered.named:
        names = tuple(n for n, c in block.columns.items() if n != "cost_of_goods" and not c.known.all())
        for name, shops in _leaving_out(engine, question, block, names).items():
            if shops:  # else the files state it, and what lacks is a rate
                code = "not_stated" if name in given else "unknown_values"
                out.append(Missing(code, {"measure": name, "shops": tuple(sorted(shops))}))
    return out


def _leaving_out(
    engine: Engine, question: Question, block: Block, names: tuple[str, ...]
) -> dict[str, set[str]]:
    """Measure → shops of which some row leaves it out: the block's own rows tell it where they are of shops and hold
    plain sums in the currency of the sale.
    """
    sums = all(source_of(name)[1].aggregate is Aggregate.SUM for name in names)
    if "shop" in question.by and sums and not block.unrated:
        at = question.by.index("shop")
        return {
            name: {str(block.rows[n][at] or "") for n in np.flatnonzero(~block.columns[name].known).tolist()}
            for name in names
        }
    if not names:
        return {}
    by = ("shop", *(dim for dim in question.by if dim != "shop"))  # of the same table as the figures
    facts = engine.fetch(Query(names, by, question.period, question.where))
    return {
        name: {str(facts.key(n)[0] or "") for n in np.flatnonzero(~facts.known[name]).tolist()}
        for name in names
    }


def _formulas(metric: str) -> list[str]:
    """Every formula on the way down from a metric."""
    definition = CATALOGUE[metric]
    if not definition.formula:
        return []
    found = [definition.formula]
    for part in parts(parse(definition.formula)):
        found += _formulas(part.name)
    return found
