"""What moved: the change of sales taken apart along the tree and along the listings, parts adding up to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.labels import labels
from zhanggui.app.morning.tiles import MEAN_OF
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.decompose import to_cents
from zhanggui.diagnosis.finding import Driver as Told
from zhanggui.diagnosis.finding import Finding
from zhanggui.diagnosis.standout import Bar, Sides, Span, judged
from zhanggui.diagnosis.stretch import Compared
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine, Key, Value, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.money import cents, decimals
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Driver, Moved, Unit
from zhanggui.reports.numbers import Figure

SHOWN = 8
MOST = 300  # items, those of most money, that tell what chance does to an item
LEVEL = 0.05
TOLERANCE = Decimal("0.01")  # per item: converted amounts are rounded one by one

Item = tuple[str, str]  # shop and item

# All others are money.
FACTOR_UNITS: Mapping[str, Unit] = {
    "visitor_days": "count", "orders": "count", "conversion": "share", "order_conversion": "share",
    "units_per_buyer_day": "ratio", "units_per_order": "ratio",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compare:
    """A period and the like periods before it, newest first; the mean of the first ``MEAN_OF`` is what is usual."""

    history: History
    period: Period
    like: Sequence[Period]
    against: Against = Against.WEEKDAY

    @property
    def books(self) -> Engine:
        """The books that both are read from."""
        return self.history.books

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.history.currency

    @property
    def held(self) -> Comparison:
        """The same comparison by days and their weights."""
        weights = {day: 1 / len(self.near) for period in self.near for day in period}
        return Comparison(self.history, tuple(self.period), weights, self.against)

    @property
    def near(self) -> tuple[Period, ...]:
        """The like periods whose mean is the comparison."""
        return tuple(self.like[:MEAN_OF])


def tree(finding: Finding | None, kind: Literal["tree", "profit"] = "tree") -> Moved | None:
    """A change along the tree as the report shows it; None where it was not taken apart."""
    if finding is None or finding.change is None or not finding.drivers:
        return None
    drivers = tuple(_factor(one) for one in finding.drivers)
    return Moved(kind, finding.change, finding.currency, drivers)


def _factor(one: Told) -> Driver:
    half = None if one.low is None or one.high is None else (one.high - one.low) / 2
    return Driver(
        key=one.code,
        label="",
        before=one.before,
        after=one.after,
        unit=FACTOR_UNITS.get(one.code, "money"),
        part=one.change,
        low=None if half is None else -half,
        high=half,
        noise=None if one.p_noise is None else one.noise,
    )


def listings(compare: Compare, change: Decimal) -> Moved | None:
    """The change of sales by item: the largest movers by name, all others together; None where no order names one."""
    if not compare.like:
        return None
    dim = item_dimension(compare.books, compare.period, compare.currency)
    days = [day for period in (compare.period, *compare.like) for day in period]
    answer = reckon(
        compare.books,
        Question(
            ("gmv",),
            ("shop", dim, "day"),
            Period(min(days), max(days)),
            (Where("day", tuple(days)),),
            compare.currency,
        ),
    )
    if any(one not in {compare.currency, None} for one in answer.currencies):
        answer = _converted(answer, compare, dim)
    table = _by_item(answer, compare, dim)
    if not any(item for _, item in table):
        return None
    parts = {
        key: row[0] - sum(row[1 : 1 + len(compare.near)], Decimal(0)) / len(compare.near)
        for key, row in table.items()
    }
    ranked = sorted(parts, key=lambda key: (-abs(parts[key]), key))
    shown, rest = ranked[:SHOWN], ranked[SHOWN:]
    amounts = [float(parts[key]) for key in shown] + (
        [float(sum(parts[key] for key in rest))] if rest else []
    )
    if abs(sum(parts.values(), Decimal(0)) - change) > TOLERANCE * len(table):
        return None
    if rest:  # what rounding of converted amounts leaves belongs to no item in particular
        amounts[-1] = float(change - sum((parts[key] for key in shown), Decimal(0)))
    money = to_cents(amounts, change, decimals(compare.currency))
    noise = _noise(compare, dim, table, shown)
    names = labels(compare.books, dim, shown)
    drivers = [
        _item(key, names.get(key, key[1]), table[key], (amount, len(compare.near)), noise=noise[key])
        for key, amount in zip(shown, money, strict=False)
    ]
    if rest:
        drivers.append(Driver("rest", "", None, None, "money", money[-1], None, None, None))
    return Moved("listings", change, compare.currency, tuple(drivers))


def _converted(answer: Answer, compare: Compare, dim: str) -> Answer:
    """The same question in the reporting currency: items of several shops together, under the first shop's name."""
    days = answer.question.period
    shops: dict[Key, Key] = {}
    for shop, item in zip(answer.keys["shop"], answer.keys[dim], strict=True):
        shops.setdefault(item, shop)
    asked = Question(("gmv",), (dim, "day"), days, answer.question.where, compare.currency)
    told = reckon(compare.books, asked)
    return replace(told, keys={**told.keys, "shop": [shops.get(item) for item in told.keys[dim]]})


def item_dimension(books: Engine, period: Period, currency: str) -> str:
    """'sku' or 'listing', whichever the period's orders name for more of their sales."""
    known: dict[str, Decimal] = {}
    for dim in ("sku", "listing"):
        answer = reckon(books, Question(("gmv",), (dim,), period, (), currency))
        known[dim] = sum(
            (
                Decimal(str(value))
                for key, value in zip(answer.keys[dim], answer.cells["gmv"], strict=True)
                if key and value
            ),
            Decimal(0),
        )
    return "sku" if known["sku"] >= known["listing"] else "listing"


def _by_item(answer: Answer, compare: Compare, dim: str) -> dict[tuple[str, str], list[Decimal]]:
    """(shop, item) → sales of the period and of each like period; {} where an amount is unknown."""
    places = {day: n for n, period in enumerate((compare.period, *compare.like)) for day in period}
    table: dict[tuple[str, str], list[Decimal]] = {}
    rows = zip(answer.keys["shop"], answer.keys[dim], answer.keys["day"], answer.cells["gmv"], strict=True)
    for shop, item, day, value in rows:
        if value is None:
            return {}
        key = (str(shop), str(item or ""))
        row = table.setdefault(key, [Decimal(0)] * (1 + len(compare.like)))
        if isinstance(day, date) and day in places:
            row[places[day]] += Decimal(str(value))
    return table


def _noise(
    compare: Compare, dim: str, table: Mapping[Item, Sequence[Decimal]], shown: Sequence[Item]
) -> dict[Item, bool | None]:
    """Whether each item's change is within chance's reach by its own past days; None where those say nothing.

    An item that sells now and then is judged by how often and how much at a time, and all of them by how far the
    most surprising item of any earlier day went (`diagnosis.standout`).
    """
    unknown: dict[Item, bool | None] = dict.fromkeys(shown)
    held = compare.held
    days, teaches = held.lately
    if not days or held.strange:
        return unknown
    large = sorted(table, key=lambda key: (-sum(table[key], Decimal(0)), key))[:MOST]
    keys = list(dict.fromkeys((*shown, *large)))
    series = _series(compare, dim, days, keys if len(table) > MOST else ())
    rows = [key for key in keys if key in series]
    if not rows:
        return unknown
    values = np.where(teaches, np.stack([series[key] for key in rows]), np.nan)
    whole = Compared(held.days, held.weights)
    now, past = whole.held(days, values), whole.last().held(days, values)
    if not now[0].shape[1] or not past[0].shape[1]:
        return unknown
    bar = Bar(LEVEL, sizes=(len(table),), often=0.0)
    span = Span(Sides(now[0][:, 0], now[1][:, 0]), len(held.days))
    told = judged((span,), Sides(*past), bar)
    if told is None:
        return unknown
    found = {rows[n]: bool(p > LEVEL) for n, p in zip(told.rows.tolist(), told.p.tolist(), strict=True)}
    return {key: found.get(key) for key in shown}


def _series(
    compare: Compare, dim: str, days: Mapping[date, int], keys: Sequence[Item]
) -> dict[Item, npt.NDArray[np.float64]]:
    """Item → its sales by day; of ``keys`` alone where any are named. Unknown amounts are NaN."""
    period = Period(min(days), max(days))
    where = (Where(dim, tuple(dict.fromkeys(item for _, item in keys))),) if keys else ()
    asked = Question(("gmv",), ("shop", dim, "day"), period, where, compare.currency)
    answer = reckon(compare.books, asked)
    if any(one not in {compare.currency, None} for one in answer.currencies):
        answer = _converted(answer, compare, dim)
    found: dict[Item, npt.NDArray[np.float64]] = {}
    amounts = answer.floats("gmv").tolist()
    for shop, item, day, amount in zip(
        answer.keys["shop"], answer.keys[dim], answer.keys["day"], amounts, strict=True
    ):
        key = (str(shop), str(item or ""))
        if key not in found:
            found[key] = np.zeros(len(days))
        if isinstance(day, date) and day in days:
            found[key][days[day]] += amount
    return found


def _item(
    key: tuple[str, str],
    label: str,
    row: Sequence[Decimal],
    money: tuple[Decimal, int],
    *,
    noise: bool | None,
) -> Driver:
    part, many = money
    before: Figure = sum(row[1 : 1 + many], Decimal(0)) / many
    name = f"{key[1]} {label}".strip() if label != key[1] else key[1]
    return Driver(key[1] if name else "unnamed", name, before, row[0], "money", part, None, None, noise)


def change_of(value: Value, before: Value, currency: str) -> Decimal | None:
    """Exact change of sales in the currency's decimals; None where either side is unknown."""
    if value is None or before is None:
        return None
    return cents(Decimal(str(value)), currency) - cents(Decimal(str(before)), currency)
