"""Places made narrower: a slice whose change is that of one item in it is told as that item; none is told thrice."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zhanggui.app.where.bands import BAND
from zhanggui.app.where.slices import UNTOLD
from zhanggui.diagnosis.leaves import LeafTable, Where
from zhanggui.diagnosis.locate import Slice
from zhanggui.stats.arrays import Floats

ITEMS = ("listing", "product", "sku", "search_term")  # the first that tells is taken
MOST = 0.9  # of a slice's change that one item in it holds
REST = 0.25  # of the change that all other items in it move by, whichever way, at most


def narrowed(one: Slice, table: LeafTable) -> Slice:
    """The part of a slice that is one item, where hardly anything else in it moved; else the slice. Of sums alone.

    Orders of a channel that never was, all of one item, are of that item.
    """
    dims = {dim for dim, _ in one.where}
    if table.is_ratio or not one.change or dims & set(ITEMS):
        return one
    inside = np.flatnonzero(table.leaves(one.where))
    for dim in ITEMS:
        if dim not in table.codes:
            continue
        codes = table.codes[dim][inside]
        off: Floats = np.zeros(len(table.labels[dim]))
        np.add.at(off, codes, (table.actual - table.expected)[inside])
        best = _item(off, one.change)
        if best is None or table.labels[dim][best] == "" or table.labels[dim][best].startswith(UNTOLD):
            continue
        return _within(one, (dim, table.labels[dim][best]), table)
    return one


def _item(off: Floats, change: float) -> int | None:
    """The item that makes nearly all of a change; None where others move as well."""
    best = int(np.argmax(off * np.sign(change)))
    rest = float(np.abs(off).sum()) - abs(float(off[best]))
    made = float(off[best]) / change
    return best if made >= MOST and rest <= REST * abs(change) else None


def _within(one: Slice, item: tuple[str, str], table: LeafTable) -> Slice:
    """A slice's leaves of one item; without its price band where that is the item's own."""
    where: Where = (*one.where, item)
    mask = table.leaves(where)
    bare = tuple(pair for pair in where if pair[0] != BAND)
    if bool((table.leaves(bare) == mask).all()):
        where = bare
    actual, expected = float(table.actual[mask].sum()), float(table.expected[mask].sum())
    change = actual - expected
    share = None if one.share is None else one.share * change / one.change
    return replace(
        one, where=where, actual=actual, expected=expected, change=change, share=share, leaves=int(mask.sum())
    )


def told_already(one: Where, chosen: Sequence[Where]) -> bool:
    """Whether a further place would be the third within each other: a place, a part of it, and a part more."""
    own = set(one)
    around = [set(other) for other in chosen if set(other) < own]
    parts = [other for other in chosen if own < set(other)]
    beside = any(around_one < set(other) for around_one in around for other in chosen)
    return beside or len(parts) > 1
