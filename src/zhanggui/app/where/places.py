"""Where a change sits: the slices that explain it, with their names, and the rows behind the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from math import isclose, sqrt

import numpy as np

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History as Days
from zhanggui.app.labels import titles
from zhanggui.app.where.bands import BAND
from zhanggui.app.where.located import Answer, Located
from zhanggui.app.where.lump import lump
from zhanggui.app.where.slices import TIMES, Slices, Sums
from zhanggui.app.where.standing import MOST, Chosen, Search
from zhanggui.diagnosis.finding import ALPHA
from zhanggui.diagnosis.locate import Slice
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, OF_ITEMS, has
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.metrics.scan import table_of
from zhanggui.model.period import Period
from zhanggui.reports.explained import Place, Proof

# Dimensions searched where none are named, those first that tell an operator where to look.
SEARCHED = {
    "order_line": ("shop", "sku", "listing", "category", "region", "channel"),
    "refund": ("shop", "sku", "reason"),
    "ad": ("shop", "ad_channel", "campaign", "ad_group", "listing", "search_term"),
    "fee": ("shop", "fee_kind", "fee_name"),
    "traffic_shop": ("shop", "device"),
    "traffic_listing": ("shop", "listing", "category", "device"),
    "traffic_source": ("shop", "source", "source_detail", "listing"),
    "review": ("shop", "listing", "sku"),
    "ticket": ("shop", "ticket_kind", "sku", "reason"),
    "stock": ("shop", "sku", "listing"),
}
SHOWN = 3
PROOF = 10  # rows that are shown
SMALL = frozenset({"ad", "fee", "refund", "review", "ticket"})
FINER = ("listing", "source", "source_detail")
NAMELESS = 0.05  # of a sum without a listing, from which products are looked at
NAMED, MOSTLY = 0.1, 0.5  # of a sum, of either side of a ratio, from which a dimension is told
NEXT = 0.5  # chance up to which a slice that is not told from noise is worth a look
MOST_ALONE = 6
AFTER = frozenset(
    {"refund_day"}
)  # days that come after those compared: none has a like among the days held against
ALIKE = 0.25  # of what was expected, by which two names of what sold the same may differ
SPREAD = 300_000  # entries of settlements up to which they are spread over the items of orders unasked


@dataclass(frozen=True, slots=True)
class Found:
    """The places, the rows behind the first, and the place that moved the other way and hides a part of the change.

    ``alike``: the shops whose items all moved by about one factor, where that is what the change is. ``paced``: some
    of the places are held against the pace of their shop (`standing`).
    """

    places: tuple[Place, ...] = ()
    proof: Proof | None = None
    hidden: Place | None = None
    alike: tuple[str, ...] = ()
    paced: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """The search for one metric; ``parts``: its (sum, None), or (numerator, denominator); ``shops``: these alone.

    ``scales``: of shops that each have a plan of their own, see `Slices`.
    """

    books: Engine
    currency: str
    history: Days
    parts: tuple[str, str | None]
    shops: tuple[str, ...] = ()
    scales: Mapping[str, float] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The measures that are split."""
        return tuple(name for name in self.parts if name)

    @property
    def _slices(self) -> Slices:
        return Slices(self.history, self.names, self.shops, self.scales)

    def find(
        self,
        by: tuple[str, ...],
        compared: Comparison,
        periods: float,
        real: bool | None,  # noqa: FBT001 - three-valued, as chance is
    ) -> Found:
        """At most three places, best first, and the rows behind the first.

        ``real``: whether the whole moved more than chance does; then the slices that explain it come first. Slices
        that stand out by themselves follow, or come alone; where it is not known (None), they come first. What makes
        up a change that may be chance may be chance itself, also by dimensions that were asked for.
        ``periods``: days on average that a day is held against.
        """
        asked = by or self.dims()
        if not compared.weights or not asked:
            return Found()
        dims = tuple(dict.fromkeys("sku" if dim == BAND else dim for dim in asked))
        answer = Answer()
        if real is not False or by or self._light:
            search = Located(self._slices, dims, compared, table_of(self._measure, ()), by)
            answer, sums = search.answer(periods), search.sums()
        else:
            sums = {}
        if not by:
            sums |= self._slices.sums(
                tuple(dim for dim in (*dims, *self._finer(dims)) if dim not in sums), compared
            )
            if _nameless(sums.get("listing", {})):
                sums |= self._slices.sums(tuple(dim for dim in ("product",) if self._searched(dim)), compared)
        explained = [self._place(one, sure and real is True) for one, sure in answer.slices[:SHOWN]]
        alone = self._standing(sums, compared, answer.change)
        first = 1 if real and explained and explained[0].sure else 0
        clear = [place for place in alone if (place.p_noise or 0) <= ALPHA]
        maybe = [place for place in alone if (place.p_noise or 0) > ALPHA]
        places = _merged(explained[:first], clear, explained[first:], maybe)
        hidden = None if answer.hidden is None or real is False else self._place(answer.hidden)
        paced = compared.strange and any(place in alone for place in places)
        return Found(places, self._proof(places, compared.days), hidden, answer.alike, paced)

    def short(self, by: tuple[str, ...], compared: Comparison, periods: float) -> Found:
        """Where a plan was missed or surpassed: slices that explain it, each to bring its share of the usual."""
        asked = by or self.dims()
        if not compared.weights or not asked:
            return Found()
        dims = tuple(dict.fromkeys("sku" if dim == BAND else dim for dim in asked))
        answer = Located(self._slices, dims, compared, table_of(self._measure, ()), by).answer(periods)
        places = tuple(self._place(one, sure) for one, sure in answer.slices[:SHOWN])
        hidden = None if answer.hidden is None else self._place(answer.hidden)
        return Found(places, self._proof(places, compared.days), hidden, answer.alike)

    def young(
        self, told: tuple[Comparison, int], compared: Comparison, periods: float, *, risen: bool
    ) -> Found:
        """Places of refunds that are still coming in: slices that stand out of what was known at the same age, in days
        and by the age that ``told`` names (`seasoned`).

        Where the whole has ``risen`` though not all is known, what holds more than older days came to in the end is a
        part of the rise.
        """
        if not compared.weights:
            return Found()
        dims = (*self.dims(), *self._finer(self.dims()), *(("product",) if self._searched("product") else ()))
        days, age = told
        sums = self._slices.sums(dims, days)
        more = self.find((), compared, periods, real=True).places if risen else ()
        return Found(_merged(self._standing(sums, days, None, age), [one for one in more if one.change > 0]))

    def _standing(
        self, sums: Sums, compared: Comparison, whole: float | None, age: int | None = None
    ) -> list[Place]:
        """Slices that stand out by themselves, as places, and those that do not quite, which are not sure."""
        chosen = {dim: _chosen(found) for dim, found in sums.items()}
        several = tuple(dim for dim, found in sums.items() if len(found) > 1 and dim not in TIMES)
        out: list[Place] = []
        for one in Search(compared, self.parts, self.shops, age).find(several, chosen, NEXT):
            if len(out) == MOST_ALONE:
                break
            change = one.actual - one.expected
            share = change / whole if whole else None
            sure = one.p <= ALPHA and not compared.strange
            held = one.actual, one.expected, change
            out.append(Place(self._named(one.where), *held, share, one.p, sure, one.lately))
        return out

    def lump(self, day: date, usual_total: float) -> float | None:
        """Chance of the day's largest single item, see `lump`."""
        return lump(self._slices, self.dims(), day, self.history.known, usual_total)

    def dims(self) -> tuple[str, ...]:
        """Dimensions that every measure behind the metric can be split by."""
        tables = dict.fromkeys(table_of(leaf.name, ()) for name in self.names for leaf in leaves(name))
        wanted = dict.fromkeys(dim for table in tables for dim in SEARCHED.get(table, ("shop",)))
        return tuple(
            dim for dim in wanted if all(has(table, dim) for table in tables) and not self._dear(dim)
        )

    def _dear(self, dim: str) -> bool:
        """Whether a dimension is searched only when asked for: fees of many orders would be spread over their items."""
        tables = {table_of(leaf.name, (dim,)) for name in self.names for leaf in leaves(name)}
        return dim in OF_ITEMS and "fee" in tables and self.books.size("fee") > SPREAD

    def _searched(self, dim: str) -> bool:
        """Whether a dimension that was not asked for is searched."""
        return self._told(dim) and not self._dear(dim)

    @property
    def _light(self) -> bool:
        """Whether the metric is of small tables: then a quiet whole is searched as well, for what is new in it."""
        tables = {table_of(leaf.name, ()) for name in self.names for leaf in leaves(name)}
        return tables <= SMALL

    def _finer(self, dims: tuple[str, ...]) -> tuple[str, ...]:
        """Further dimensions that another report of the same measures tells."""
        return tuple(dim for dim in FINER if dim not in dims and self._searched(dim))

    def told_by(self, by: tuple[str, ...], period: Period) -> tuple[str, ...]:
        """Those of some dimensions, the first ones first, by which the books tell every measure together; none of
        which most of a measure names no value in ``period``.
        """
        told: tuple[str, ...] = ()
        for dim in by:
            if dim in AFTER:
                continue
            more = tuple("sku" if one == BAND else one for one in (*told, dim))
            told = (*told, dim) if self._told(*more) and self._named_by(more[-1], period) else told
        return told

    def _named_by(self, dim: str, period: Period) -> bool:
        """Whether a measure names values of a dimension: a part of a sum, most of both sides of a ratio."""
        least = NAMED if self.parts[1] is None else MOSTLY
        where = (Where("shop", self.shops),) if self.shops else ()
        answer = reckon(self.books, Question(self.names, (dim,), period, where, self.currency))
        for name in answer.cells:
            amounts = np.abs(np.nan_to_num(answer.floats(name)))
            named = np.array([key not in {None, ""} for key in answer.keys[dim]], np.bool_)
            if amounts[named].sum() < least * amounts.sum():
                return False
        return True

    def _told(self, *dims: str) -> bool:
        """Whether the books tell every measure by some dimensions together."""
        held = self.books.tables()
        found = [table_of(leaf.name, dims) for name in self.names for leaf in leaves(name)]
        return all(table in held and all(has(table, dim) for dim in dims) for table in found)

    @property
    def _measure(self) -> str:
        """The first measure of the first sum."""
        return next(leaf.name for leaf in leaves(self.parts[0]))

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
                label = titles(self.books, dim, (value,), shops).get(value, value)
            named.append((dim, value, label))
        return tuple(named)

    def _proof(self, places: tuple[Place, ...], days: tuple[date, ...]) -> Proof | None:
        """The rows of most money behind the first place, where it is about orders."""
        if self.parts[0] not in CATALOGUE or CATALOGUE[self.parts[0]].formula:
            return None
        table = table_of(self.parts[0], ())
        if not places or table != "order_line":
            return None
        where = [Where("paid_day", tuple(days))]
        for dim, value, _ in places[0].where:
            column = DIMENSIONS[dim].columns.get(table) if dim in DIMENSIONS else None
            if column is None and dim == "platform":
                column, values = "shop", tuple(one.key for one in self.history.shops if one.platform == value)
            else:
                values = (value,)
            if column is None:  # no row says whether it is of the place
                return None
            where.append(Where(column, values))
        columns = ("paid_day", "shop", "order_id", "sku", "title", "quantity", "paid", "status", "currency")
        rows = self.books.rows(table, columns, where, PROOF, "paid")
        return Proof(columns, tuple(map(tuple, rows)))


def _nameless(found: Mapping[str, list[float]]) -> bool:
    """Whether a good part of a sum names no listing."""
    whole = sum(abs(one) for values in found.values() for one in values)
    return sum(map(abs, found.get("", ()))) > NAMELESS * whole


def _merged(*lists: list[Place]) -> tuple[Place, ...]:
    """The first places of the lists, one list after the other; none twice under two names."""
    chosen: list[Place] = []
    for place in chain.from_iterable(lists):
        if not any(place.where == one.where or _same(place, one) for one in chosen):
            chosen.append(place)
    return tuple(chosen[:SHOWN])


def _same(one: Place, other: Place) -> bool:
    """Whether two places are the same rows under two names: an item, and its only variant that sold."""
    if not isclose(one.actual, other.actual, rel_tol=1e-6, abs_tol=1e-6):
        return False
    near = ALIKE if one.actual else 0.0
    return isclose(one.expected, other.expected, rel_tol=max(near, 1e-6), abs_tol=1e-6)


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
