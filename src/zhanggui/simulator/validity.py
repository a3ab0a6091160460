"""Validity: the same statistics of a real and of a simulated shop, with a distance for each.

Everything is computed from plain arrays, so that a published dataset and a run of the simulator go through the same
hands. Distances: total variation between shares, Kolmogorov-Smirnov and Wasserstein between distributions (each
scaled by its own median, so that currencies and prices do not matter), largest gap between curves, differences and
ratios else.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.log import Run
from zhanggui.simulator.streams import Floats, Ints

TOP_SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)
REPEAT_WEEKS = tuple(range(1, 53))
MOST_ITEMS = 12
SEEN = 100  # customers seen long enough that a point of the repeat curve needs
CURVE = tuple(n / 100 for n in range(101))  # shares of the items at which the curve of sales is read
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Trades:
    """Order lines, one element each: ``order`` and ``customer`` (-1 unknown) numbers, ``day`` as days since 1970,
    ``item`` number (-1 unknown), ``units``, ``amount`` (any currency), ``returned`` amount (0 where kept).
    """

    order: Ints
    customer: Ints
    day: Ints
    item: Ints
    units: Ints
    amount: Floats
    returned: Floats


@dataclass(frozen=True, slots=True)
class Statistics:
    """The shape of a shop.

    ``weekday``: share of orders, Monday first (7). ``order_size``: amounts of orders over their median, sorted.
    ``items``: share of orders with 1, 2, ... MOST_ITEMS (and more) different items, units where items are unknown.
    ``top``: share of sales by the best TOP_SHARES of items, ``curve``: by the best CURVE of them, nan where unknown.
    ``repeat``: share of customers who bought again within REPEAT_WEEKS of their first order, of those seen for that
    long (nan where fewer than SEEN were). ``gaps``: days between orders of one customer over their median, sorted;
    ``median_gap``: that median in days. ``returned``: share of sales that came back. ``dispersion``: variance of
    daily orders over their mean, weekday and drift (four weeks) taken out; 1 is Poisson. ``spread``: standard
    deviation of a day's orders beyond Poisson over their mean, which does not grow with the size of the shop.
    """

    weekday: Floats
    order_size: Floats
    items: Floats
    top: Floats
    repeat: Floats
    gaps: Floats
    median_gap: float
    returned: float
    dispersion: float
    spread: float
    curve: Floats


def trades_of(run: Run, start_day: int, until: int) -> Trades:
    """The paid lines of a run up to day ``until``; ``start_day``: days from 1970 to the first day of the run."""
    orders, lines = run.orders, run.lines
    rows = np.nonzero((orders.paid_at[lines.order] >= 0) & (orders.day[lines.order] <= until))[0]
    order = lines.order[rows]
    _, customer = np.unique(orders.customer[order], return_inverse=True)
    return Trades(
        order,
        customer.astype(np.int64),
        orders.day[order] + start_day,
        lines.listing[rows],
        lines.units[rows],
        lines.paid[rows] / 100.0,
        lines.refund[rows] / 100.0,
    )


def statistics(trades: Trades) -> Statistics:
    """All statistics of ``trades``; ValueError when there are none."""
    if trades.order.size == 0:
        raise ValueError("no trades")
    _, first, row = np.unique(trades.order, return_index=True, return_inverse=True)
    day, customer = trades.day[first], trades.customer[first]
    amount = np.bincount(row, trades.amount)
    kinds = np.bincount(np.minimum(_items(trades, row), MOST_ITEMS), minlength=MOST_ITEMS + 1)[1:]
    positive = amount[amount > 0]
    gaps = purchase_gaps(customer, day)
    scatter = dispersion(day)
    open_days = np.unique(day).size
    return Statistics(
        weekday=weekday_shares(day),
        order_size=np.sort(positive / np.median(positive)),
        items=kinds / kinds.sum(),
        top=top_shares(trades.item, trades.amount),
        repeat=repeat_curve(customer, day),
        gaps=np.sort(gaps / np.median(gaps)) if gaps.size else gaps,
        median_gap=float(np.median(gaps)) if gaps.size else float("nan"),
        returned=float(trades.returned.sum() / trades.amount.sum()),
        dispersion=scatter,
        spread=float(np.sqrt(max(scatter - 1.0, 0.0) * open_days / day.size)),
        curve=top_shares(trades.item, trades.amount, CURVE),
    )


def _items(trades: Trades, row: Ints) -> Ints:
    """Different items of each order, or its units where the items are not known; ``row``: the order of each line."""
    if (trades.item < 0).all():
        return np.bincount(row, trades.units).astype(np.int64)
    pairs = np.unique(np.stack([row, trades.item], axis=1), axis=0)[:, 0]
    return np.bincount(pairs)


def weekday_shares(day: Ints) -> Floats:
    """Share of orders on each weekday, Monday first; ``day`` in days since 1970 (a Thursday)."""
    counts = np.bincount((day + 3) % _WEEK, minlength=_WEEK)
    shares: Floats = counts / counts.sum()
    return shares


def top_shares(item: Ints, amount: Floats, shares: tuple[float, ...] = TOP_SHARES) -> Floats:
    """Share of sales of the best ``shares`` of the items that sold, between items in proportion; nan if unknown."""
    if (item < 0).all():
        return np.full(len(shares), np.nan)
    _, place = np.unique(item, return_inverse=True)
    sales = np.sort(np.bincount(place, amount))[::-1]
    running = np.concatenate([[0.0], np.cumsum(sales) / sales.sum()])
    read: Floats = np.interp(np.array(shares) * sales.size, np.arange(running.size), running)
    return read


def _days_of_customers(customer: Ints, day: Ints) -> Ints:
    """Distinct (customer, day) pairs of known customers, in order."""
    known = customer >= 0
    return np.unique(np.stack([customer[known], day[known]], axis=1), axis=0)


def repeat_curve(customer: Ints, day: Ints, seen_least: int = SEEN) -> Floats:
    """Share of customers back within each of REPEAT_WEEKS after the first order, of those observed that long."""
    visits = _days_of_customers(customer, day)
    if visits.size == 0:
        return np.full(len(REPEAT_WEEKS), np.nan)
    _, first, row = np.unique(visits[:, 0], return_index=True, return_inverse=True)
    start = visits[first, 1]
    since = visits[:, 1] - start[row]
    second = np.full(first.size, np.iinfo(np.int64).max)
    again = since > 0
    np.minimum.at(second, row[again], since[again])
    seen = visits[:, 1].max() - start
    out = []
    for week in REPEAT_WEEKS:
        old_enough = seen >= week * _WEEK
        enough = np.count_nonzero(old_enough) >= seen_least
        out.append(float((second[old_enough] <= week * _WEEK).mean()) if enough else np.nan)
    return np.array(out)


def purchase_gaps(customer: Ints, day: Ints) -> Floats:
    """Days between the orders of one customer, sorted; empty when nobody came back."""
    visits = _days_of_customers(customer, day)
    return np.sort(np.diff(visits[:, 1])[np.diff(visits[:, 0]) == 0]).astype(np.float64)


def dispersion(day: Ints) -> float:
    """Variance of daily orders over what Poisson would give, weekday and four-week drift taken out.

    Days without any order are left out: real shops are closed on some. nan below eight weeks of trade.
    """
    first = int(day.min())
    counts = np.bincount(day - first).astype(np.float64)
    open_days = counts > 0
    if open_days.sum() < 8 * _WEEK:
        return float("nan")
    which = (np.arange(counts.size) + first + 3) % _WEEK
    window = np.ones(4 * _WEEK + 1)
    level = np.convolve(counts, window, "same") / np.convolve(
        open_days.astype(np.float64), window, "same"
    ).clip(1)
    ratio = np.where(open_days, counts / np.maximum(level, 1e-9), 0.0)
    shape = np.array(
        [
            ratio[open_days & (which == w)].mean() if (open_days & (which == w)).any() else 1.0
            for w in range(_WEEK)
        ]
    )
    expected = (level * shape[which])[open_days]
    return float(((counts[open_days] - expected) ** 2 / np.maximum(expected, 1e-9)).mean())


def total_variation(left: Floats, right: Floats) -> float:
    """Half the sum of absolute differences of two sets of shares: 0 the same, 1 nothing in common."""
    return float(np.abs(left - right).sum() / 2)


def kolmogorov(left: Floats, right: Floats) -> float:
    """Largest gap between two empirical distribution functions; nan when one of them is empty."""
    if left.size == 0 or right.size == 0:
        return float("nan")
    points = np.concatenate([left, right])
    gap = (
        np.searchsorted(left, points, side="right") / left.size
        - np.searchsorted(right, points, side="right") / right.size
    )
    return float(np.abs(gap).max())


def wasserstein(left: Floats, right: Floats) -> float:
    """Area between two empirical distribution functions (Wasserstein-1); nan when one of them is empty."""
    if left.size == 0 or right.size == 0:
        return float("nan")
    points = np.sort(np.concatenate([left, right]))
    gap = np.abs(
        np.searchsorted(left, points[:-1], side="right") / left.size
        - np.searchsorted(right, points[:-1], side="right") / right.size
    )
    return float((gap * np.diff(points)).sum())


def largest_gap(left: Floats, right: Floats) -> float:
    """Largest absolute difference of two curves where both are known; nan when nowhere."""
    both = ~(np.isnan(left) | np.isnan(right))
    return float(np.abs(left - right)[both].max()) if both.any() else float("nan")


def distances(real: Statistics, simulated: Statistics) -> dict[str, float]:
    """A distance for each statistic; 0 is the same, nan where one of the two is unknown.

    The last three are no distances but the simulated figure less the real one, or over it.
    """
    return {
        "weekday": total_variation(real.weekday, simulated.weekday),
        "order_size": kolmogorov(real.order_size, simulated.order_size),
        "order_size_area": wasserstein(real.order_size, simulated.order_size),
        "items": total_variation(real.items, simulated.items),
        "top": largest_gap(real.curve, simulated.curve),
        "repeat": largest_gap(real.repeat, simulated.repeat),
        "gaps": kolmogorov(real.gaps, simulated.gaps),
        "median_gap": simulated.median_gap / real.median_gap,
        "returned": simulated.returned - real.returned,
        "spread": simulated.spread / max(real.spread, 1e-9),
    }
