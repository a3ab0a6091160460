"""Slices that stand out by themselves, whether or not the whole moved: each value of a dimension by its own past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.app.compared.comparison import Comparison
from zhanggui.diagnosis.finding import ALPHA
from zhanggui.diagnosis.standout import Bar, Sides, Span, standouts
from zhanggui.diagnosis.stretch import Compared
from zhanggui.metrics.ask import LATE, reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Key, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period
from zhanggui.stats.arrays import Floats

MOST = 300  # values of a dimension
WITHIN = 1200  # of them within shops: pairs of a shop and a value
# Sums of events of different size → how many there were: that an item is no longer bought is seen in its orders, where
# a few large ones among them make its money scatter too far.
COUNTED = {"gmv": "lines", "units": "lines", "refunds": "refund_count"}
ITEMS = frozenset(
    {"sku", "listing", "product"}
)  # of which there are few events; a region's or a shop's are many
NAMELESS = frozenset(
    {"sku", "product", "listing", "category", "search_term", "campaign", "ad_group"}
)  # '' names nothing to look at
Named = tuple[tuple[str, str], ...]
Table = tuple[Floats, Floats | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of a dimension that are looked at, those of most money first, and the number there are in all."""

    values: tuple[str, ...] = ()
    many: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One slice that stands out: ``where`` as (dimension, value), its sums now and then, and the chance of any such.

    ``lately``: of a slice that stands out over the week up to the day asked, its sums over that week now and then.
    """

    where: Named
    actual: float
    expected: float
    p: float
    lately: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """The search over one comparison; ``parts``: (sum, None), or (numerator, denominator); ``shops``: these alone.

    ``age``: of refunds, days after an order up to which its refunds count, so that young orders are held against what
    was known of older ones at the same age; None: all that is known.

    Sums of events of items are judged by their number as well (``COUNTED``). Where chance says nothing of the days (a
    stage of a festival whose like is not known), slices are held against the pace of their shop: of ratios, what the
    shop's own ratio did. Of one ordinary day, slices are also judged over the week up to it (`Comparison.lasting`):
    what has been low for a week is a lasting cause, though its last day may lie within its scatter.
    """

    comparison: Comparison
    parts: tuple[str, str | None]
    shops: tuple[str, ...]
    age: int | None = None

    def find(
        self, dims: tuple[str, ...], chosen: Mapping[str, Chosen], alpha: float = ALPHA
    ) -> tuple[Standing, ...]:
        """Slices of single dimensions (and of one within a shop) that stand out, the most surprising first.

        ``alpha``: chance of any slice that stands out as much, at most.

        ``chosen``: the values of a dimension that are looked at where it has many (without: all of them). Values that
        were not chosen count among those that could have stood out.
        """
        compared = self.comparison
        days, teaches = compared.lately
        if not days or not compared.weights:
            return ()
        names: list[Named] = []
        homes: dict[Named, str] = {}
        rows: list[list[Floats]] = [[] for _ in self._names]
        unknown = np.full(len(days), np.nan)
        for dim in dims:
            if dim == "shop" and compared.strange:
                continue
            found = self._series(
                dim, chosen.get(dim, Chosen()), (days, homes), within=dim != "sku" or "listing" not in dims
            )
            for named, series in found.items():
                names.append(named)
                for row, values in zip(rows, (*series, *[unknown] * (len(rows) - len(series))), strict=True):
                    row.append(np.where(teaches, values, np.nan))
        if not names:
            return ()
        stacked = tuple(np.stack(row) for row in rows)
        tables, shown = self._tables(stacked, self._paces(names, homes) if compared.strange else ())
        return tuple(
            replace(one, where=(("shop", homes[one.where]), *one.where)) if one.where in homes else one
            for one in self._found(names, tables, shown, (chosen, alpha))
        )

    def _tables(self, rows: tuple[Floats, ...], paces: tuple[Floats, ...]) -> tuple[list[Table], Table]:
        """What slices are judged by: a sum, its number of events beside it, or a ratio by its rarer side; and what they
        are told in.
        """
        if self.parts[1] is None:
            tables = list(zip(rows, paces or [None] * len(rows), strict=True))
            return tables, tables[0]
        over, under = rows
        if not _near_one(over, under):
            table = over, _owed(under, paces)
            return [table], table
        missed = tuple(paces[1] - paces[0] if n == 0 else one for n, one in enumerate(paces))
        return [(under - over, _owed(under, missed))], (over, _owed(under, paces))

    def _paces(self, names: list[Named], homes: Mapping[Named, str]) -> tuple[Floats, ...]:
        """Of every measure the whole of a slice's shop (of several shops: of all), by which a festival moves it."""
        days, teaches = self.comparison.lately
        read = {shop: series for (shop,), series in self._read(("shop",), "shop", (), days).items()}
        shops = [homes.get(one) or dict(one).get("shop", "") for one in names]
        paces = []
        for n in range(len(self._names)):
            every = np.sum([series[n] for series in read.values()], axis=0)
            of = [read[shop][n] if shop in read else every for shop in shops]
            paces.append(np.where(teaches, np.stack(of), np.nan))
        return tuple(paces)

    def _found(
        self,
        names: list[Named],
        tables: list[Table],
        shown: Table,
        wanted: tuple[Mapping[str, Chosen], float],
    ) -> tuple[Standing, ...]:
        """What stands out of any of ``tables`` (sums, and what they are counted over), told in the sums ``shown``.

        The slices of one kind in one table are a family; what stands out of several is told once, and by its number of
        events, or over the week, only where its sum moved the same way.
        """
        chosen, alpha = wanted
        days, spans = self.comparison.lately[0], self._spans
        past = [spans[0].last().held(days, *table) for table in tables]
        if not past[0][0].shape[1]:
            return ()
        asked = tuple(
            Span(_first([one.held(days, *table) for table in tables]), len(one.days)) for one in spans
        )
        earlier = Sides(*(np.concatenate([one[side] for one in past]) for side in (0, 1)))
        kinds = {kind: n for n, kind in enumerate(dict.fromkeys(map(_kind, names)))}
        families = np.concatenate(
            [[n * len(kinds) + kinds[_kind(named)] for named in names] for n in range(len(tables))]
        ).astype(np.int64)
        sizes = [chosen[kind[0]].many if len(kind) == 1 and kind[0] in chosen else 0 for kind in kinds]
        bar = Bar(alpha, families, tuple(sizes * len(tables)))
        sums = [_first([one.held(days, *shown)]) for one in spans]
        found: dict[Named, Standing] = {}
        for one in standouts(asked, earlier, bar):
            at = one.number % len(names)
            same = [(asked[n].sides, one.number) for n in {0, one.span}]
            same += [(sums[0], at)] if one.number >= len(names) else []
            if all(one.z * float(side.actual[n] - side.expected[n]) > 0 for side, n in same):
                now, then = float(sums[0].actual[at]), float(sums[0].expected[at])
                week = float(sums[one.span].actual[at]), float(sums[one.span].expected[at])
                found.setdefault(names[at], Standing(names[at], now, then, one.p, week if one.span else None))
        return tuple(found.values())

    @property
    def _spans(self) -> tuple[Compared, ...]:
        """The days compared, and of one ordinary day the week up to it."""
        week = self.comparison.lasting if self.age is None else None
        both = (self.comparison, *(() if week is None else (week,)))
        return tuple(Compared(one.days, one.weights) for one in both)

    @property
    def _names(self) -> tuple[str, ...]:
        counted = COUNTED.get(self.parts[0]) if self.parts[1] is None and self.age is None else None
        return tuple(name for name in (*self.parts, counted) if name)

    def _series(
        self, dim: str, chosen: Chosen, wanted: tuple[dict[date, int], dict[Named, str]], *, within: bool
    ) -> dict[Named, tuple[Floats, ...]]:
        """Every value of ``dim``, and every value within a shop where it is not of one shop alone, day by day.

        With many shops only the values of most money are looked at ``within`` each. The second of ``wanted`` takes the
        shop of every slice that is of one of several shops.
        """
        days, homes = wanted
        if dim == "shop":
            read = self._read((dim,), dim, (), days)
            return {(("shop", shop),): series for (shop,), series in read.items()}
        values = chosen.values if chosen.many > MOST else ()
        if not within:
            read = self._read((dim,), dim, values, days)
            return {((dim, value),): one for (value,), one in read.items() if value}
        few = chosen.values[
            : max(WITHIN // max(len(self.shops) or len(self.comparison.history.selling), 1), 1)
        ]
        read = self._read(("shop", dim), dim, few, days)
        pairs = _slices(dim, read)
        if len(few) == len(chosen.values):
            homes |= _homes(dim, read)
            return pairs
        rest = tuple(value for value in chosen.values if value not in few)
        for (value,), one in self._read((dim,), dim, rest, days).items():
            if value and value not in few:
                pairs[((dim, value),)] = one
        return pairs

    def _read(
        self, by: tuple[str, ...], dim: str, values: tuple[str, ...], days: dict[date, int]
    ) -> dict[tuple[str, ...], tuple[Floats, ...]]:
        """Series by the values of ``by``, money in one currency; NaN where a value or rate is unknown."""
        asked = (("day", tuple(self._taught(days))), (dim, values), ("shop", self.shops))
        where = tuple(Where(*one) for one in asked if one[1])
        tables: list[dict[tuple[str, ...], Floats]] = []
        for names in self._questions(dim):
            read = self._table(names, by, where, days)
            if read is None:
                return {}
            tables += read
        found = dict.fromkeys(key for table in tables for key in table)
        nothing = np.zeros(len(days))
        return {key: tuple(table.get(key, nothing) for table in tables) for key in found}

    def _questions(self, dim: str) -> tuple[tuple[str, ...], ...]:
        """The measures that are asked for together; the number of events of items alone."""
        if self.parts[1] is None and dim not in ITEMS and not self.comparison.strange:
            return (self._names[:1],)
        return (self._names,) if self.age is None else tuple((name,) for name in self._names)

    def _table(
        self, names: tuple[str, ...], by: tuple[str, ...], where: tuple[Where, ...], days: dict[date, int]
    ) -> list[dict[tuple[str, ...], Floats]] | None:
        """Series of ``names`` by the values of ``by``; None where one can't be told so."""
        history = self.comparison.history
        aged = self.age is not None and set(names) <= LATE
        period = Period(min(days), max(days))
        split = (*by, "day", *(("refund_day",) if aged else ()))
        asked = Question(names, split, period, where, history.currency)
        answer = reckon(history.books, asked)
        if any(name not in answer.cells for name in names):
            return None
        place, rows = _coded([answer.keys[one] for one in by])
        columns = np.array(
            [days.get(day, -1) if isinstance(day, date) else -1 for day in answer.keys["day"]], np.int64
        )
        inside = columns >= 0
        if aged:
            inside &= np.array(
                list(map(self._known, answer.keys["day"], answer.keys["refund_day"])), np.bool_
            )
        tables: list[dict[tuple[str, ...], Floats]] = []
        for name in names:
            table = np.zeros((len(place), len(days)))
            np.add.at(table, (rows[inside], columns[inside]), self._amounts(answer, name)[inside])
            tables.append(dict(zip(place, table, strict=True)))
        return tables

    def _known(self, day: Key, settled: Key) -> bool:
        """Whether a refund was known at the age that the youngest of the compared days has."""
        return _by_age(day, settled, self.age or 0)

    def _taught(self, days: Mapping[date, int]) -> list[date]:
        """The days that teach."""
        teaches = self.comparison.lately[1]
        return [day for day, at in days.items() if teaches[at]]

    def _amounts(self, answer: Answer, name: str) -> Floats:
        """A measure's rows, money in one currency; NaN where a value or rate is unknown."""
        history = self.comparison.history
        amounts = answer.floats(name)
        if CATALOGUE[name].unit is not Unit.MONEY or {history.currency, None}.issuperset(answer.currencies):
            return amounts
        pairs = zip(answer.currencies, answer.keys["day"], strict=True)
        return amounts * np.array([self._worth(currency, day) for currency, day in pairs], np.float64)

    def _worth(self, currency: str | None, day: Key) -> float:
        history = self.comparison.history
        if currency in {None, history.currency}:
            return 1.0
        rate = history.worth(currency, day) if isinstance(day, date) else None
        return rate or float("nan")


def _by_age(day: object, settled: object, age: int) -> bool:
    return isinstance(day, date) and isinstance(settled, date) and (settled - day).days <= age


def _coded(columns: Sequence[Sequence[Key]]) -> tuple[list[tuple[str, ...]], npt.NDArray[np.int64]]:
    """The different rows of some columns in words, and which of them each row is."""
    rows = np.zeros(len(columns[0]), np.int64)
    words: list[list[str]] = []
    for column in columns:
        known: dict[Key, int] = {}
        codes = np.array([known.setdefault(value, len(known)) for value in column], np.int64)
        rows = rows * max(len(known), 1) + codes
        words.append(["" if value is None else str(value) for value in known])
    found, which = np.unique(rows, return_inverse=True)
    named = []
    for code in found.tolist():
        parts: list[str] = []
        left = code
        for values in reversed(words):
            left, at = divmod(left, len(values))
            parts.append(values[at])
        named.append(tuple(reversed(parts)))
    return named, np.asarray(which, np.int64).reshape(-1)


def _first(tables: Sequence[tuple[Floats, Floats]]) -> Sides:
    """Both sides of the comparison itself, table after table; NaN where its days are not known."""
    columns = [
        np.concatenate(
            [one[side][:, 0] if one[side].shape[1] else np.full(len(one[side]), np.nan) for one in tables]
        )
        for side in (0, 1)
    ]
    return Sides(columns[0], columns[1])


def _kind(named: Named) -> tuple[str, ...]:
    """The dimensions of a slice: slices of one kind are one family."""
    return tuple(dim for dim, _ in named)


def _slices(dim: str, found: Mapping[tuple[str, ...], tuple[Floats, ...]]) -> dict[Named, tuple[Floats, ...]]:
    """Series by slice: of a value over all shops, and of a value that several shops have within each.

    Rows without a value are a slice of the shops that name values elsewhere: orders of no phone beside those of one.
    """
    out: dict[Named, tuple[Floats, ...]] = {}
    homes: dict[str, list[str]] = {}
    tell = {shop for shop, value in found if value}
    every = {shop for shop, _ in found}
    for shop, value in found:
        if value or (shop in tell and dim not in NAMELESS):
            homes.setdefault(value, []).append(shop)
    for value, shops in sorted(homes.items()):
        if not value and len(shops) < len(every):
            out |= {(("shop", shop), (dim, "")): found[shop, ""] for shop in shops}
            continue
        parts = [found[shop, value] for shop in shops]
        whole = tuple(np.sum([part[n] for part in parts], axis=0) for n in range(len(parts[0])))
        out[((dim, value),)] = whole
        if len(shops) > 1:
            for shop, part in zip(shops, parts, strict=True):
                out[("shop", shop), (dim, value)] = part
    return out


def _homes(dim: str, found: Mapping[tuple[str, ...], tuple[Floats, ...]]) -> dict[Named, str]:
    """The shop of every value that one of several shops alone has."""
    homes: dict[str, set[str]] = {}
    for shop, value in found:
        homes.setdefault(value, set()).add(shop)
    if len(frozenset().union(*homes.values())) < 2:  # noqa: PLR2004
        return {}
    return {((dim, value),): next(iter(shops)) for value, shops in homes.items() if len(shops) == 1}


def _owed(under: Floats, paces: tuple[Floats, ...]) -> Floats:
    """What the numerators of slices are counted over: their denominators, times the ratio of their shop where that is
    given (``paces``: its numerator and denominator).
    """
    if not paces:
        return under
    over, whole = paces
    return under * np.where(whole > 0, over / np.where(whole > 0, whole, 1.0), np.nan)


def _near_one(over: Floats, under: Floats) -> bool:
    """Whether a share is so high that what is missing from it is the rarer and so the more telling count."""
    known = np.isfinite(over) & np.isfinite(under)
    return bool((over[known] <= under[known]).all()) and 2 * over[known].sum() > under[known].sum()
