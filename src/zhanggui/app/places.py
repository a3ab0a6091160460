"""Where a change sits: the slices that explain it, with their names, and the rows behind the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from zhanggui.app.history import History
from zhanggui.app.labels import labels
from zhanggui.diagnosis.leaves import LeafTable
from zhanggui.diagnosis.locate import locate
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, has
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.metrics.scan import table_of
from zhanggui.model.period import Period
from zhanggui.reports.explained import Place, Proof

# Dimensions searched where none are named, those first that tell an operator where to look.
SEARCHED = {
    "order_line": ("shop", "sku", "listing", "region", "channel"),
    "refund": ("shop", "sku", "reason"),
    "ad": ("shop", "campaign", "listing", "search_term"),
    "fee": ("shop", "fee_kind"),
    "traffic_shop": ("shop", "device"),
    "traffic_listing": ("shop", "listing", "device"),
}
SHOWN = 3
PROOF = 10


@dataclass(frozen=True, slots=True)
class Places:
    """The search for one metric; ``parts``: its (sum, None), or (numerator, denominator)."""

    books: Engine
    currency: str
    history: History
    parts: tuple[str, str | None]

    @property
    def names(self) -> tuple[str, ...]:
        """The measures that are split."""
        return tuple(name for name in self.parts if name)

    def find(
        self, by: tuple[str, ...], days: tuple[date, ...], weights: Mapping[date, float]
    ) -> tuple[tuple[Place, ...], Proof | None]:
        """At most three places, best first, and the rows behind the first. ``days`` are held against ``weights``."""
        dims = by or self._dims()
        if not weights or not dims:
            return (), None
        now = self._slices(dims, days)
        then = self._slices((*dims, "day"), tuple(weights))
        table = _leaves(self.names, dims, (now, then), weights)
        if table is None:
            return (), None
        found = locate(table)
        chosen = list(found.slices)
        chosen += [one for one in found.rivals if one.where not in {c.where for c in chosen}]
        places = tuple(
            self._place(one.where, (one.actual, one.expected, one.change, one.share))
            for one in chosen[:SHOWN]
        )
        return places, self._proof(places, days)

    def _dims(self) -> tuple[str, ...]:
        """Dimensions that every measure behind the metric can be split by."""
        tables = dict.fromkeys(table_of(leaf.name, ()) for name in self.names for leaf in leaves(name))
        wanted = dict.fromkeys(dim for table in tables for dim in SEARCHED.get(table, ("shop",)))
        return tuple(dim for dim in wanted if all(has(table, dim) for table in tables))

    def _slices(self, dims: tuple[str, ...], days: tuple[date, ...]) -> Answer:
        where = (Where("day", tuple(days)),)
        return ask(self.books, Question(self.names, dims, Period(min(days), max(days)), where, self.currency))

    def _place(
        self, where: Sequence[tuple[str, str]], sums: tuple[float, float, float, float | None]
    ) -> Place:
        named = []
        shop = dict(where).get("shop", "")
        for dim, value in where:
            label = value
            if dim in {"sku", "listing"}:
                shops = [shop] if shop else [one.key for one in self.history.shops]
                found = labels(self.books, dim, [(key, value) for key in shops])
                label = next(iter(found.values()), value)
            named.append((dim, value, label))
        return Place(tuple(named), *sums)

    def _proof(self, places: tuple[Place, ...], days: tuple[date, ...]) -> Proof | None:
        """The rows behind the first place, where it is about orders."""
        if self.parts[0] not in CATALOGUE or CATALOGUE[self.parts[0]].formula:
            return None
        table = table_of(self.parts[0], ())
        if not places or table != "order_line":
            return None
        where = [Where("paid_day", tuple(days))]
        for dim, value, _ in places[0].where:
            column = DIMENSIONS[dim].columns.get(table)
            if column:
                where.append(Where(column, (value,)))
        columns = ("paid_day", "shop", "order_id", "sku", "title", "quantity", "paid", "status")
        rows = self.books.rows(table, columns, where, PROOF)
        return Proof(columns, tuple(tuple(row) for row in rows))


def _leaves(
    names: tuple[str, ...], dims: tuple[str, ...], sides: tuple[Answer, Answer], weights: Mapping[date, float]
) -> LeafTable | None:
    """Both sides on one list of leaves; None where a value is unknown or nothing tells two leaves apart."""
    sums: dict[tuple[str, ...], list[float]] = {}
    for side, answer in enumerate(sides):
        if any(name not in answer.cells for name in names) or not _gather(
            sums, names, dims, (answer, side), weights
        ):
            return None
    keys = sorted(sums)
    codes, words = {}, {}
    for n, dim in enumerate(dims if keys else ()):
        found, code = np.unique([key[n] for key in keys], return_inverse=True)
        if len(found) > 1:
            codes[dim], words[dim] = code.astype(np.int64), [str(word) for word in found]
    if not codes:
        return None
    data = np.array([sums[key] for key in keys])
    width = len(names)
    dens = (data[:, 1], data[:, 3]) if width > 1 else (None, None)
    return LeafTable(codes, words, data[:, 0], data[:, width], dens[0], dens[1])


def _gather(
    sums: dict[tuple[str, ...], list[float]],
    names: tuple[str, ...],
    dims: tuple[str, ...],
    half: tuple[Answer, int],
    weights: Mapping[date, float],
) -> bool:
    """Add one side's rows to the leaves; False where a value is unknown."""
    answer, side = half
    width = len(names)
    columns = [answer.keys[dim] for dim in dims]
    days = answer.keys.get("day")
    for row in range(len(answer)):
        key = tuple(str(column[row] if column[row] is not None else "") for column in columns)
        day = None if days is None else days[row]
        weight = weights.get(day, 0.0) if isinstance(day, date) else 1.0
        leaf = sums.setdefault(key, [0.0] * (2 * width))
        for n, name in enumerate(names):
            cell = answer.cells[name][row]
            if cell is None:
                return False
            leaf[side * width + n] += weight * float(cell)
    return True
