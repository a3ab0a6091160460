"""The slices that together explain a change: a metric's leaves over all its dimensions, searched."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import isclose

import numpy as np

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.where.bands import BAND, Bands
from zhanggui.app.where.narrowed import narrowed, told_already
from zhanggui.app.where.slices import REFUNDS, UNTOLD, Rows, Sides, Slices, Sums, leaf_table, summed, told
from zhanggui.app.where.standing import NAMELESS
from zhanggui.diagnosis.leaves import History, LeafTable, Where
from zhanggui.diagnosis.locate import Location, Slice, locate
from zhanggui.stats.arrays import Bools

# Of tables that are several reports of one thing: from the coarsest to the finest that is worth a look.
_ADS = ("shop", "ad_channel")
_CAMPAIGNS = (_ADS, (*_ADS, "campaign"), (*_ADS, "ad_group"), (*_ADS, "campaign", "ad_group"))
LADDERS = {
    "ad": (
        (*_CAMPAIGNS, (*_ADS, "listing"), (*_ADS, "campaign", "listing")),
        (*_CAMPAIGNS, (*_ADS, "campaign", "ad_group", "search_term")),
    )
}
LEAST = 0.05  # share of the change below which a place is no answer
PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Answer:
    """``slices``: the best first, each with whether it is a part of the explanation; ``hidden``: what moved the other
    way and hides a part of the change; ``alike``: the shops whose items all moved by one factor, where that is it.
    """

    change: float | None = None
    slices: tuple[tuple[Slice, bool], ...] = ()
    hidden: Slice | None = None
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Located:
    """One search over ``dims``, by ``table`` of the metric's first measure; ``by``: told apart by these alone."""

    slices: Slices
    dims: tuple[str, ...]
    compared: Comparison
    table: str
    by: tuple[str, ...] = ()

    @cached_property
    def _read(self) -> list[tuple[tuple[str, ...], Sides]]:
        """Dimensions and both sides of every table that is searched: one, or one a ladder."""
        if not self.by and self.table in LADDERS:
            return [
                (
                    tuple(dict.fromkeys(dim for step in steps for dim in step)),
                    self.slices.finest(steps, self.compared),
                )
                for steps in LADDERS[self.table]
            ]
        plain = tuple(dim for dim in self.dims if dim not in {BAND, PRODUCT} or dim in self.by)
        return [(plain, self.slices.sides(plain, self.compared))]

    def sums(self) -> Sums:
        """What every value of the dimensions holds, and what it was to hold; nothing of several reports of one."""
        out: Sums = {}
        if len(self._read) > 1:
            return out
        for dims, sides in self._read:
            out |= summed(dims, sides, self.compared.weights)
        return out

    def answer(self, periods: float) -> Answer:
        """The search; ``periods``: days on average that a day is held against."""
        size = self._event
        found = [
            (table, _grown(locate(_shrunk(table, size), least=LEAST), size))
            for dims, sides in self._read
            if (table := self._table(dims, sides, periods)) is not None
        ]
        if not found:
            return Answer()
        found.sort(key=lambda one: -max((best.evidence for best in one[1].slices), default=0.0))
        table, best = found[0]
        shown = [
            (_named(part, leaves), sure)
            for leaves, one in found
            if not one.alike
            for part, sure in _shown(one, leaves)
        ]
        against = None if best.against is None else _named(narrowed(best.against, table), table)
        return Answer(
            best.change,
            tuple((one, sure) for one, sure in shown if _names(one.where)),
            None if against is None or small(against) or not _names(against.where) else against,
            self._alike(table, best),
        )

    @property
    def _event(self) -> float:
        """Money of one event where a rate of money is one of events: a refund gives back an order, not single cents."""
        if self.slices.names[0] != REFUNDS or len(self.slices.names) == 1:
            return 1.0
        now, _ = self.compared.sides(("gmv", "lines"), self.slices.shops)
        sales, lines = (float(now[name] or 0) for name in ("gmv", "lines"))
        return sales / lines if sales > 0 and lines > 0 else 1.0

    def _table(self, dims: tuple[str, ...], sides: Sides, periods: float) -> LeafTable | None:
        now, then = sides
        if now is None or then is None:
            return None
        split, rows = dims, told(dims, (now, then))
        if not self.by and "sku" in dims and "shop" in dims:
            split, rows = self._with_products(split, rows)
        if BAND in self.by or (not self.by and "sku" in dims):
            split, rows = self._banded(split, rows)
        single = len(self.compared.days) == 1
        table = leaf_table(split, rows, self.compared.weights, periods, single=single)
        return table if table is None or not self.by else table.only(self.by)

    def _banded(
        self, dims: tuple[str, ...], sides: tuple[Rows, Rows]
    ) -> tuple[tuple[str, ...], tuple[Rows, Rows]]:
        """The price band of each leaf's SKU as one more dimension."""
        compared, history = self.compared, self.slices.history
        of = Bands.learnt(history.books, history.currency, tuple(compared.weights), compared.days).of
        at = dims.index("sku")
        now, then = (
            {((*leaf, of.get(leaf[at], "")), day): values for (leaf, day), values in rows.items()}
            for rows in sides
        )
        return (*dims, BAND), (now, then)

    def _with_products(
        self, dims: tuple[str, ...], sides: tuple[Rows, Rows]
    ) -> tuple[tuple[str, ...], tuple[Rows, Rows]]:
        """The product of each leaf's SKU as one more dimension, where a shop's rows do not tell the listing."""
        listing = dims.index("listing") if "listing" in dims else None
        leaves = [leaf for leaf, _ in sides[0]] or [leaf for leaf, _ in sides[1]]
        if listing is not None and not any(leaf[listing].startswith(UNTOLD) for leaf in leaves):
            return dims, sides
        of = self.slices.history.products
        if not of:
            return dims, sides
        shop, sku = dims.index("shop"), dims.index("sku")
        now, then = (
            {
                ((*leaf, of.get((leaf[shop], leaf[sku])) or of.get(("", leaf[sku]), "")), day): values
                for (leaf, day), values in rows.items()
            }
            for rows in sides
        )
        return (*dims, PRODUCT), (now, then)

    def _alike(self, table: LeafTable, found: Location) -> tuple[str, ...]:
        """The shops whose items moved alike: all of them, or the only one in which anything moved."""
        every = self.slices.shops or tuple(sorted(self.slices.history.selling))
        if found.alike:
            return tuple(table.labels["shop"]) if "shop" in table.codes else every
        lone = [one.where for one in found.slices]
        if len(lone) != 1 or len(lone[0]) != 1 or lone[0][0][0] != "shop":
            return ()
        shop = lone[0][0][1]
        within = table.within("shop", shop)
        return (shop,) if within.codes and locate(within).alike else ()


def _shrunk(table: LeafTable, size: float) -> LeafTable:
    """The table in events of one size."""
    past = table.history
    return replace(
        table,
        actual=table.actual / size,
        expected=table.expected / size,
        actual_den=None if table.actual_den is None else table.actual_den / size,
        expected_den=None if table.expected_den is None else table.expected_den / size,
        history=None if past is None else History(past.num / size, past.den / size),
    )


def _grown(found: Location, size: float) -> Location:
    """The answer in money again."""

    def grown(one: Slice) -> Slice:
        return replace(one, actual=one.actual * size, expected=one.expected * size, change=one.change * size)

    return replace(
        found,
        slices=tuple(map(grown, found.slices)),
        rivals=tuple(map(grown, found.rivals)),
        against=None if found.against is None else grown(found.against),
        change=found.change * size,
    )


def small(one: Slice) -> bool:
    """Whether a slice holds too little of the change to be an answer."""
    return one.share is None or abs(one.share) < LEAST


def _names(where: Where) -> bool:
    """Whether a slice names something: an item without a number is none."""
    return not any(not value and dim in {*NAMELESS, BAND, PRODUCT} for dim, value in where)


def _lone(table: LeafTable, dim: str, inside: Bools) -> str:
    """The only value of a dimension among some leaves; '' where there are several, or it names nothing."""
    if dim not in table.codes:
        return ""
    found = np.unique(table.codes[dim][inside])
    value = table.labels[dim][found[0]] if len(found) == 1 else ""
    return "" if value.startswith(UNTOLD) else value


def _named(one: Slice, table: LeafTable) -> Slice:
    """A slice with its shop: in place of what the shop does not tell, and where all of the slice is in one shop.

    A price band of one item alone is told as that item.
    """
    pairs = [
        ("shop", value.removeprefix(UNTOLD)) if value.startswith(UNTOLD) else (dim, value)
        for dim, value in one.where
    ]
    inside = table.leaves(one.where)
    if BAND in dict(pairs):
        item = next((dim for dim in ("listing", PRODUCT, "sku") if _lone(table, dim, inside)), "")
        pairs = [
            (item, _lone(table, item, inside)) if item and dim == BAND else (dim, value)
            for dim, value in pairs
        ]
    if "shop" not in dict(pairs) and (shop := _lone(table, "shop", inside)):
        pairs.append(("shop", shop))
    where = dict.fromkeys(sorted(pairs, key=lambda pair: pair[0] != "shop"))
    return replace(one, where=tuple(where))


def _shown(found: Location, table: LeafTable) -> list[tuple[Slice, bool]]:
    """The answer (True); beside it other single slices that hold a part of the change, none twice under two names."""
    chosen = [(narrowed(one, table), True) for one in found.slices]
    for rival in (narrowed(one, table) for one in found.rivals):
        same = any(
            isclose(rival.change, one.change, rel_tol=1e-9)
            and isclose(rival.actual, one.actual, rel_tol=1e-9)
            for one, _ in chosen
        )
        if same or small(rival) or rival.evidence <= 0:
            continue
        if not told_already(rival.where, [one.where for one, _ in chosen]):
            chosen.append((rival, False))
    return chosen
