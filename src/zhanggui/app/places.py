"""Where a change sits: the slices that explain it, with their names, and the rows behind the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from math import isclose, sqrt

from zhanggui.app.bands import BAND, Bands
from zhanggui.app.comparison import Comparison
from zhanggui.app.history import History as Days
from zhanggui.app.labels import labels
from zhanggui.app.lump import lump
from zhanggui.app.slices import Rows, Slices, leaf_table, summed
from zhanggui.app.standing import MOST, Chosen, Search
from zhanggui.diagnosis.leaves import LeafTable
from zhanggui.diagnosis.locate import Location, Slice, locate
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, has
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.scan import table_of
from zhanggui.reports.explained import Place, Proof

# Dimensions searched where none are named, those first that tell an operator where to look.
SEARCHED = {
    "order_line": ("shop", "sku", "listing", "category", "region", "channel"),
    "refund": ("shop", "sku", "reason"),
    "ad": ("shop", "campaign", "listing", "search_term"),
    "fee": ("shop", "fee_kind"),
    "traffic_shop": ("shop", "device"),
    "traffic_listing": ("shop", "listing", "category", "device"),
    "traffic_source": ("shop", "source", "source_detail", "listing"),
    "review": ("shop", "listing", "sku"),
    "ticket": ("shop", "ticket_kind", "sku", "reason"),
    "stock": ("shop", "sku", "listing"),
}
SHOWN = 3
PROOF = 10
LEAST = 0.05  # share of the change below which a place is no answer


@dataclass(frozen=True, slots=True)
class Found:
    """The places, the rows behind the first, and the place that moved the other way and hides a part of the change.

    ``alike``: the shops whose items all moved by about one factor, where that is what the change is.
    """

    places: tuple[Place, ...] = ()
    proof: Proof | None = None
    hidden: Place | None = None
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The search for one metric; ``parts``: its (sum, None), or (numerator, denominator); ``shops``: these alone."""

    books: Engine
    currency: str
    history: Days
    parts: tuple[str, str | None]
    shops: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The measures that are split."""
        return tuple(name for name in self.parts if name)

    @property
    def _slices(self) -> Slices:
        return Slices(self.history, self.names, self.shops)

    def find(
        self,
        by: tuple[str, ...],
        compared: Comparison,
        periods: float,
        real: bool | None,  # noqa: FBT001 - three-valued, as chance is
    ) -> Found:
        """At most three places, best first, and the rows behind the first.

        ``real``: whether the whole moved more than chance does; then the slices that explain it come first. Slices
        that stand out by themselves follow, or come alone; where it is not known (None), they come first.
        ``periods``: days on average that a day is held against.
        """
        days, weights = compared.days, compared.weights
        asked = by or self.dims()
        if not weights or not asked:
            return Found()
        banded = BAND in asked or (not by and "sku" in asked)
        dims = tuple(dict.fromkeys("sku" if dim == BAND else dim for dim in asked))
        explained: list[Place] = []
        hidden, whole = None, None
        alike: tuple[str, ...] = ()
        if real is not False or by:
            sides = self._slices.sides(dims, compared)
            sums = summed(dims, sides, weights)
            table = None
            if sides[0] is not None and sides[1] is not None:
                rows, split = (sides[0], sides[1]), dims
                if banded:
                    split = (*dims, BAND)
                    rows = self._banded(dims, rows, compared)
                table = leaf_table(split, rows, weights, periods, single=len(days) == 1)
                table = table if table is None or not by else table.only(by)
            if table is not None:
                found = locate(table, least=LEAST)
                whole = found.change
                explained = [] if found.alike else [self._place(*one) for one in _shown(found)]
                alike = self._alike(table, found)
                small = found.against is None or _small(found.against)
                hidden = None if small or found.against is None else self._place(found.against)
        else:
            sums = self._slices.sums(dims, compared)
        if not by:
            sums |= self._slices.sums(self._finer(dims), compared)
        chosen = {dim: _chosen(found) for dim, found in sums.items()}
        several = tuple(dim for dim, found in sums.items() if len(found) > 1)
        alone = self._standing(several, compared, chosen, whole)
        first = 1 if real and explained and explained[0].sure else 0
        places = _merged(explained[:first], alone, explained[first:])
        return Found(places, self._proof(places, days), hidden, alike)

    def _banded(
        self, dims: tuple[str, ...], sides: tuple[Rows, Rows], compared: Comparison
    ) -> tuple[Rows, Rows]:
        """Both sides with the price band of each leaf's SKU as one more dimension."""
        of = Bands.learnt(self.books, self.currency, tuple(compared.weights), compared.days).of
        at = dims.index("sku")
        now, then = (
            {((*leaf, of.get(leaf[at], "")), day): values for (leaf, day), values in rows.items()}
            for rows in sides
        )
        return now, then

    def _alike(self, table: LeafTable, found: Location) -> tuple[str, ...]:
        """The shops whose items moved alike: all of them, or the only one in which anything moved."""
        shops = (
            tuple(table.labels["shop"])
            if "shop" in table.codes
            else self.shops or tuple(sorted(self.history.selling))
        )
        if found.alike:
            return shops
        lone = [one.where for one in found.slices]
        if len(lone) != 1 or len(lone[0]) != 1 or lone[0][0][0] != "shop":
            return ()
        shop = lone[0][0][1]
        within = table.within("shop", shop)
        return (shop,) if within.codes and locate(within).alike else ()

    def _standing(
        self,
        dims: tuple[str, ...],
        compared: Comparison,
        chosen: dict[str, Chosen],
        whole: float | None,
    ) -> list[Place]:
        """Slices that stand out by themselves, as places."""
        out = []
        for one in Search(compared, self.parts, self.shops).find(dims, chosen):
            change = one.actual - one.expected
            share = change / whole if whole else None
            out.append(Place(self._named(one.where), one.actual, one.expected, change, share, one.p))
        return out

    def lump(self, day: date, usual_total: float) -> float | None:
        """Chance of the day's largest single item, see `lump`."""
        return lump(self._slices, self.dims(), day, self.history.known, usual_total)

    def dims(self) -> tuple[str, ...]:
        """Dimensions that every measure behind the metric can be split by."""
        tables = dict.fromkeys(table_of(leaf.name, ()) for name in self.names for leaf in leaves(name))
        wanted = dict.fromkeys(dim for table in tables for dim in SEARCHED.get(table, ("shop",)))
        return tuple(dim for dim in wanted if all(has(table, dim) for table in tables))

    def _finer(self, dims: tuple[str, ...]) -> tuple[str, ...]:
        """The listing, where another report of the same measures tells it."""
        found = [table_of(leaf.name, ("listing",)) for name in self.names for leaf in leaves(name)]
        held = self.books.tables()
        told = all(has(table, "listing") and table in held for table in found)
        return ("listing",) if told and "listing" not in dims else ()

    def _place(self, one: Slice, sure: bool = True) -> Place:  # noqa: FBT001, FBT002 - one of two kinds
        return Place(self._named(one.where), one.actual, one.expected, one.change, one.share, sure=sure)

    def _named(self, where: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
        """A slice with the names of its items."""
        named = []
        shop = dict(where).get("shop", "")
        for dim, value in where:
            label = value
            if dim in {"sku", "listing"}:
                shops = [shop] if shop else [one.key for one in self.history.shops]
                found = labels(self.books, dim, [(key, value) for key in shops])
                label = next(iter(found.values()), value)
            named.append((dim, value, label))
        return tuple(named)

    def _proof(self, places: tuple[Place, ...], days: tuple[date, ...]) -> Proof | None:
        """The rows behind the first place, where it is about orders."""
        if self.parts[0] not in CATALOGUE or CATALOGUE[self.parts[0]].formula:
            return None
        table = table_of(self.parts[0], ())
        if not places or table != "order_line":
            return None
        where = [Where("paid_day", tuple(days))]
        for dim, value, _ in places[0].where:
            column = DIMENSIONS[dim].columns.get(table) if dim in DIMENSIONS else None
            if column:
                where.append(Where(column, (value,)))
        columns = ("paid_day", "shop", "order_id", "sku", "title", "quantity", "paid", "status")
        rows = self.books.rows(table, columns, where, PROOF)
        return Proof(columns, tuple(tuple(row) for row in rows))


def _small(one: Slice) -> bool:
    return one.share is None or abs(one.share) < LEAST


def _shown(found: Location) -> list[tuple[Slice, bool]]:
    """The answer (True); beside it other single slices that hold a part of the change, none twice under two names."""
    chosen = [(one, True) for one in found.slices]
    for rival in found.rivals:
        same = any(
            isclose(rival.change, one.change, rel_tol=1e-9)
            and isclose(rival.actual, one.actual, rel_tol=1e-9)
            for one, _ in chosen
        )
        if not same and not _small(rival) and rival.evidence > 0:
            chosen.append((rival, False))
    return chosen[:SHOWN]


def _merged(*lists: list[Place]) -> tuple[Place, ...]:
    """The first places of the lists, one list after the other; none twice under two names."""
    chosen: list[Place] = []
    for place in chain.from_iterable(lists):
        same = any(
            place.where == one.where
            or (
                isclose(place.actual, one.actual, rel_tol=1e-6, abs_tol=1e-6)
                and isclose(place.expected, one.expected, rel_tol=1e-6, abs_tol=1e-6)
            )
            for one in chosen
        )
        if not same:
            chosen.append(place)
    return tuple(chosen[:SHOWN])


def _chosen(found: Mapping[str, list[float]]) -> Chosen:
    """The values of most money, and among many others those that moved most for their size."""
    rank = sorted(found, key=lambda one: (-abs(found[one][0]) - abs(found[one][1]), one))
    if len(rank) <= MOST:
        return Chosen(tuple(rank), len(rank))
    half = MOST // 2
    moved = sorted(rank[half:], key=lambda one: (-_surprise(*found[one]), one))
    return Chosen((*rank[:half], *moved[: MOST - half]), len(rank))


def _surprise(now: float, then: float) -> float:
    """The change of a sum of events in deviations, but for a factor that all share."""
    return abs(now - then) / sqrt(max(abs(now) + abs(then), 1e-300))
