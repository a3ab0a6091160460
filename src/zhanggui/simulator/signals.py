"""What the exports show of a shop day by day, and from which day a fault stands out in them.

A signal is a figure that an operator could work out of the files of one day: a count, or what a count is beyond its
usual share of another one (clicks beyond the usual share of impressions). It is known on the evening of its day. A
fault is visible from the first day on which its own effect, summed from its first day, is larger than the ordinary
noise of that sum: ``LOUD`` standard deviations of the figure's days before the fault, growing with the root of the
days (a cumulative sum test; Page, 1954). The effect is the difference of two runs with common random numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.catalogue import watched_listings
from zhanggui.simulator.listing import TERM_LOST
from zhanggui.simulator.log import Run, Traffic
from zhanggui.simulator.money import FEES
from zhanggui.simulator.platforms import ADS, DIRECT
from zhanggui.simulator.streams import Flags, Floats, Ints
from zhanggui.simulator.world import Story

LOUD = 3.0
BEFORE = 42  # days before the fault from which the usual level and noise are taken
_POOR = 2  # stars that count as a bad review
_WEEK = 7  # stock and prices are written down once a week

Series = dict[str, Floats]
Told = Iterator[tuple[str, Floats]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: ``listings`` and ``regions`` by number, None for all of them."""

    listings: Ints | None = None
    regions: Ints | None = None


@dataclass(frozen=True, slots=True)
class Visible:
    """The first day on which a fault shows, and the signal that shows it."""

    day: int
    signal: str


# signal -> what its usual size goes with; those not named stand for themselves
_BESIDE = {
    "clicks": "impressions",
    "bounced": "visitors",
    "carts": "visitors",
    "orders": "visitors",
    "unpaid": "orders_made",
    "returning": "orders",
    "asked_back": "orders",
    "poor_reviews": "orders",
    "ad_clicks": "ad_impressions",
    "ad_spend": "ad_clicks",
    "ad_orders": "ad_clicks",
    "reply_minutes": "questions",
    "hours_to_ship": "shipped",
    "days_on_the_way": "received",
    "postage": "orders",
    **{f"fee_{name}": "sales" for name in FEES if name not in {"storage", "slot"}},
}


def series(story: Story, scope: Scope) -> Series:
    """Every signal over the days of the run, before anything usual is taken off."""
    parts = (_traffic, _ads, _orders, _parcels, _returns, _service, _fees, _lists)
    return {name: values for part in parts for name, values in part(story, scope)}


def first_seen(actual: Story, without: Story, scope: Scope, first: int) -> Visible | None:
    """When the difference of two runs shows; ``without`` begins on day ``first``, ``actual`` on day 0."""
    told, other, past = series(since(actual, first), scope), series(without, scope), series(actual, scope)
    before = slice(max(first - BEFORE, 0), first)
    best: tuple[int, float, str] | None = None
    for name, values in told.items():
        usual, effect = past[name][before], values - other[name]
        if name in _BESIDE:
            beside = _BESIDE[name]
            share = usual.sum() / max(past[beside][before].sum(), 1.0)
            usual = usual - share * past[beside][before]
            effect = effect - share * (told[beside] - other[beside])
        noise = max(float(np.nanstd(usual)), _least(name))
        loud = np.abs(np.nancumsum(effect)) / (noise * np.sqrt(np.arange(1, effect.size + 1)))
        after = int(np.argmax(loud > LOUD))
        if loud[after] > LOUD:
            found = (after, -float(loud[after]), name)
            best = found if best is None else min(best, found)
    return None if best is None else Visible(first + best[0], best[2])


def since(story: Story, first: int) -> Story:
    """The story from day ``first`` on, without what was begun before: as a run that starts on that morning."""
    run, skip = story.run, first - story.run.first
    kept = run.orders.day >= first
    row = np.cumsum(kept) - 1
    lines = run.lines.take(kept[run.lines.order])
    table = run.traffic
    later = Run(
        first,
        run.days - skip,
        run.orders.take(kept),
        replace(lines, order=row[lines.order]),
        Traffic(*(getattr(table, name)[skip:] for name in Traffic.__slots__)),
        run.supply.take(run.supply.placed >= first),
        run.cases.take(run.cases.opened_at >= first * DAY),
        run.posted.take(run.posted.at >= first * DAY),
        run.on_hand[skip:],
        run.inbound[skip:],
    )
    return replace(story, run=later, fees=story.fees.take(story.fees.day >= first), states={})


def _least(name: str) -> float:
    """Noise below which no figure is trusted: a yuan or dollar, 0.3 % of a price, a count seen twice in six weeks."""
    if name in {"sales", "postage", "ad_spend"} or name.startswith("fee_"):
        return 100.0
    return 0.003 if name in {"price", "rival_price", "unit_cost", "title"} else 0.22


def _by_day(run: Run, seconds: Ints, keep: Flags, weight: Ints | Floats | None = None) -> Floats:
    """Sum of ``weight`` (or count) over the days of the run in which the moments fall."""
    day = seconds // DAY - run.first
    inside = keep & (seconds >= 0) & (day >= 0) & (day < run.days)
    return np.bincount(day[inside], None if weight is None else weight[inside], run.days).astype(np.float64)


def _chosen(values: Ints, wanted: Ints | None) -> Flags:
    """Which of ``values`` are wanted; all of them when None."""
    return np.ones(values.size, dtype=np.bool_) if wanted is None else np.isin(values, wanted)


def _traffic(story: Story, scope: Scope) -> Told:
    at = slice(None) if scope.listings is None else scope.listings
    log = story.run.traffic
    yield "impressions", log.impressions[:, :2, at].sum(axis=(1, 2)).astype(np.float64)
    yield "clicks", log.visits[:, :2, at].sum(axis=(1, 2)).astype(np.float64)
    for name in ("visitors", "bounced", "carts"):
        yield name, getattr(log, name)[:, at].sum(axis=1).astype(np.float64)


def _ads(story: Story, scope: Scope) -> Told:
    log, at = story.run.traffic, _chosen(story.shop.terms.listing, scope.listings)
    for name in ("ad_impressions", "ad_clicks", "ad_spend"):
        yield name, getattr(log, name)[:, at].sum(axis=1, dtype=np.int64).astype(np.float64)


def _mine(run: Run, scope: Scope) -> Flags:
    """Orders whose main item and region are looked at."""
    orders, lines = run.orders, run.lines
    main = lines.listing[np.searchsorted(lines.order, np.arange(orders.rows))]
    return _chosen(main, scope.listings) & _chosen(orders.region, scope.regions)


def _orders(story: Story, scope: Scope) -> Told:
    run, orders = story.run, story.run.orders
    mine = _mine(run, scope)
    paid = mine & (orders.paid_at >= 0)
    yield "orders_made", _by_day(run, orders.created_at, mine)
    yield "unpaid", _by_day(run, orders.created_at, mine & ~paid)
    yield "orders", _by_day(run, orders.paid_at, paid)
    yield "returning", _by_day(run, orders.paid_at, paid & (orders.source == DIRECT))
    yield "ad_orders", _by_day(run, orders.paid_at, paid & (orders.source == ADS))
    yield "sales", _by_day(run, orders.paid_at, paid, orders.goods)
    yield "postage", _by_day(run, orders.paid_at, paid, orders.shipping)


def _parcels(story: Story, scope: Scope) -> Told:
    run, orders = story.run, story.run.orders
    paid = _mine(run, scope) & (orders.paid_at >= 0)
    yield "shipped", _by_day(run, orders.shipped_at, paid)
    yield "hours_to_ship", _by_day(run, orders.shipped_at, paid, (orders.shipped_at - orders.paid_at) / 3600)
    yield "received", _by_day(run, orders.received_at, paid)
    moved = (orders.received_at - orders.shipped_at) / DAY
    yield "days_on_the_way", _by_day(run, orders.received_at, paid, moved)


def _returns(story: Story, scope: Scope) -> Told:
    run, lines, posted = story.run, story.run.lines, story.run.posted
    line = _chosen(lines.listing, scope.listings)
    line &= _chosen(run.orders.region[lines.order], scope.regions)
    yield "asked_back", _by_day(run, lines.asked_at, line)
    poor = _by_day(run, lines.reviewed_at, line & (lines.stars <= _POOR))
    outside = _chosen(posted.listing, scope.listings) & (posted.stars <= _POOR)
    yield "poor_reviews", poor + _by_day(run, posted.at, outside)


def _service(story: Story, scope: Scope) -> Told:
    run, cases = story.run, story.run.cases
    mine = _chosen(cases.listing, scope.listings)
    yield "questions", _by_day(run, cases.opened_at, mine)
    yield "reply_minutes", _by_day(run, cases.opened_at, mine, (cases.replied_at - cases.opened_at) / 60)


def _fees(story: Story, scope: Scope) -> Told:
    fees = story.fees
    mine = _chosen(fees.listing, scope.listings)
    for kind, name in enumerate(FEES):
        yield f"fee_{name}", _by_day(story.run, fees.at, mine & (fees.kind == kind), fees.amount)


def _lists(story: Story, scope: Scope) -> Told:
    """What the shop's own lists say: prices, costs, titles, stock, deliveries overdue."""
    shop, run, levers = story.shop, story.run, story.levers
    shelf = shop.shelf
    at = np.arange(shelf.listings) if scope.listings is None else scope.listings
    days = range(run.first, run.first + run.days)
    weekly = [day - day % _WEEK for day in days]
    yield "price", np.log(np.maximum(run.traffic.price[:, at], 1) / shelf.price[at]).mean(axis=1)
    watched = at[np.isin(at, watched_listings(shelf))]
    if watched.size:
        yield "rival_price", np.array([np.log(levers.at("rival_price", d)[watched]).mean() for d in weekly])
    yield "unit_cost", np.array([np.log(levers.at("unit_cost", d)[at]).mean() for d in days])
    yield "title", np.array([(levers.at("title", d)[at] < TERM_LOST).mean() for d in days])
    mine = _chosen(shelf.sku_listing, at)
    held = np.log1p(run.on_hand[:, mine].sum(axis=1))
    # Unknown until the first count of a run that begins between two of them.
    yield "stock", np.array([held[day - run.first] if day >= run.first else np.nan for day in weekly])
    supply = run.supply
    rows = _chosen(shelf.sku_listing[supply.sku], at)
    overdue = [np.count_nonzero(rows & (supply.expected < d) & (supply.arrives > d)) for d in days]
    yield "overdue", np.array(overdue, dtype=np.float64)
