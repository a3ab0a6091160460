"""Where a change sits: the slices that explain it, with their names, and the rows behind the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from math import isclose, sqrt

import numpy as np

from zhanggui.app.bands import BAND, Bands
from zhanggui.app.comparison import Comparison
from zhanggui.app.history import History as Days
from zhanggui.app.labels import labels
from zhanggui.app.standing import MOST, Chosen, Search
from zhanggui.diagnosis.leaves import History, LeafTable
from zhanggui.diagnosis.locate import Location, Slice, locate
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, has
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.metrics.scan import table_of
from zhanggui.model.period import Period
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
Leaf = tuple[str, ...]
Rows = dict[tuple[Leaf, date | None], list[float]]
Sums = dict[str, dict[str, list[float]]]
LUMP_SHARE = 0.3  # of the usual total, from which a single item can make a day of its own
LUMP_DAYS = 20
LUMP_LEAST = 10
LUMP_OFTEN = 0.2  # share of these days up to which an item is an odd one
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
        asked = by or self._dims()
        if not weights or not asked:
            return Found()
        banded = BAND in asked or (not by and "sku" in asked)
        dims = tuple(dict.fromkeys("sku" if dim == BAND else dim for dim in asked))
        explained: list[Place] = []
        hidden, whole = None, None
        alike: tuple[str, ...] = ()
        if real is not False or by:
            then = self._slices((*dims, "day"), tuple(weights))
            sides = self._gather(dims, self._slices(dims, days)), self._gather(dims, then)
            sums = _sums(dims, sides, weights)
            table = None
            if sides[0] is not None and sides[1] is not None:
                rows, split = (sides[0], sides[1]), dims
                if banded:
                    split = (*dims, BAND)
                    rows = self._banded(dims, rows, compared)
                table = _leaves(split, rows, weights, periods, single=len(days) == 1)
                table = table if table is None or not by else table.only(by)
            if table is not None:
                found = locate(table, least=LEAST)
                whole = found.change
                explained = [] if found.alike else [self._place(*one) for one in _shown(found)]
                alike = self._alike(table, found)
                small = found.against is None or _small(found.against)
                hidden = None if small or found.against is None else self._place(found.against)
        else:
            sums = self._sums(dims, compared)
        if not by:
            sums |= self._sums(self._finer(dims), compared)
        chosen = {dim: _chosen(found) for dim, found in sums.items()}
        several = tuple(dim for dim, found in sums.items() if len(found) > 1)
        alone = self._standing(several, compared, chosen, whole)
        first = 1 if real and explained and explained[0].sure else 0
        places = _merged(explained[:first], alone, explained[first:])
        return Found(places, self._proof(places, days), hidden, alike)

    def _sums(self, dims: tuple[str, ...], compared: Comparison) -> Sums:
        """Every value of single dimensions, with what it held and was to hold."""
        out: Sums = {}
        for dim in dims:
            now = self._gather((dim,), self._slices((dim,), compared.days))
            then = self._gather((dim,), self._slices((dim, "day"), tuple(compared.weights)))
            out |= _sums((dim,), (now, then), compared.weights)
        return out

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
        """Chance that the day's largest single item is as large as it is, from the days just before.

        None where it holds less than ``LUMP_SHARE`` of the usual total, where it is an item that sells now and then
        (a fee, a debt, one odd order is not; what sells is judged with the whole), or with too little history. The
        t prediction interval of `usual` on the largest item of each day, on the log scale.
        """
        dim = next((dim for dim in self._dims() if dim in {"sku", "listing"}), None)
        days = tuple(one for one in self.history.known if one < day)[-LUMP_DAYS:]
        if dim is None or len(self.names) > 1 or len(days) < LUMP_LEAST:
            return None
        now = self._gather((dim,), self._slices((dim, "day"), (day,))) or {}
        (item, _), most = max(
            now.items(), key=lambda one: (abs(one[1][0]), one[0][0]), default=(((), None), [0.0])
        )
        size = abs(most[0])
        if size == 0 or size < LUMP_SHARE * abs(usual_total):
            return None
        past = self._gather((dim,), self._slices((dim, "day"), days)) or {}
        if sum(key == item for key, _ in past) > LUMP_OFTEN * len(days):
            return None
        return usual(np.array(list(_largest(past).values())), size).p

    def _dims(self) -> tuple[str, ...]:
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

    def _slices(self, dims: tuple[str, ...], days: tuple[date, ...]) -> Answer:
        where = (Where("day", tuple(days)), *((Where("shop", self.shops),) if self.shops else ()))
        answer = ask(
            self.books, Question(self.names, dims, Period(min(days), max(days)), where, self.currency)
        )
        if "day" not in dims and not {self.currency, None}.issuperset(answer.currencies):
            return self._slices((*dims, "day"), days)  # foreign money is worth what it was on its day
        return answer

    def _worths(self, answer: Answer) -> list[float] | None:
        """What each row's money is to be multiplied by; None where a rate is unknown."""
        if {self.currency, None}.issuperset(answer.currencies):
            return [1.0] * len(answer)
        days = answer.keys["day"]
        found = [
            self.history.worth(currency, day) if isinstance(day, date) else None
            for currency, day in zip(answer.currencies, days, strict=True)
        ]
        return None if None in found else [one for one in found if one is not None]

    def _gather(self, dims: tuple[str, ...], answer: Answer) -> Rows | None:
        """Leaf and day → values, all money in one currency; None where a value or a rate is unknown, or was refused."""
        worths = self._worths(answer)
        if worths is None or any(name not in answer.cells for name in self.names):
            return None
        money = [CATALOGUE[name].unit is Unit.MONEY for name in self.names]
        table = np.stack([answer.floats(name) for name in self.names], axis=1)
        if np.isnan(table).any():
            return None
        table *= np.where(money, np.array(worths)[:, None], 1.0)
        columns = [["" if value is None else str(value) for value in answer.keys[dim]] for dim in dims]
        dated = answer.keys.get("day") or [None] * len(answer)
        days = [day if isinstance(day, date) else None for day in dated]
        return dict(zip(zip(zip(*columns, strict=True), days, strict=True), table.tolist(), strict=True))

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


def _sums(
    dims: tuple[str, ...], sides: tuple[Rows | None, Rows | None], weights: Mapping[date, float]
) -> Sums:
    """What every value of every dimension holds, and what it was to hold."""
    sums: Sums = {dim: {} for dim in dims}
    for side, rows in enumerate(sides):
        for (leaf, day), values in (rows or {}).items():
            part = values[0] * (weights.get(day, 0.0) if side and day is not None else 1.0)
            for dim, value in zip(dims, leaf, strict=True):
                sums[dim].setdefault(value, [0.0, 0.0])[side] += part
    return sums


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


def _largest(rows: Rows) -> dict[date, float]:
    """The largest single amount of each day, whichever its sign."""
    found: dict[date, float] = {}
    for (_, day), values in rows.items():
        if day is not None:
            found[day] = max(found.get(day, 0.0), abs(values[0]))
    return found


def _leaves(
    dims: tuple[str, ...],
    sides: tuple[Rows, Rows],
    weights: Mapping[date, float],
    periods: float,
    *,
    single: bool,
) -> LeafTable | None:
    """Both sides on one list of leaves; None where nothing tells two leaves apart.

    Of a ratio on a ``single`` day, every day against it is a period of its history.
    """
    now, then = sides
    keys = sorted({leaf for leaf, _ in (*now, *then)})
    at = {leaf: n for n, leaf in enumerate(keys)}
    codes, words = {}, {}
    for n, dim in enumerate(dims if keys else ()):
        found, code = np.unique([key[n] for key in keys], return_inverse=True)
        if len(found) > 1:
            codes[dim], words[dim] = code.astype(np.int64), [str(word) for word in found]
    if not codes:
        return None
    days = sorted(weights)
    row: dict[date | None, int] = {day: n for n, day in enumerate(days)}
    width = max(len(values) for values in (*now.values(), *then.values()))
    actual = np.zeros((width, len(keys)))
    past = np.zeros((width, len(days), len(keys)))
    for (leaf, _), values in now.items():
        actual[:, at[leaf]] += values
    for (leaf, day), values in then.items():
        if day in row:
            past[:, row[day], at[leaf]] += values
    expected = np.einsum("ndk,d->nk", past, np.array([weights[day] for day in days]))
    if width == 1:
        return LeafTable(codes, words, actual[0], expected[0], periods=periods)
    history = History(past[0], past[1]) if single and len(days) > 1 else None
    return LeafTable(codes, words, actual[0], expected[0], actual[1], expected[1], history, periods)
