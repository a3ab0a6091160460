"""Demand: how many people want an item like ours on a day, before they have seen us.

Log demand is additive: weekday, season, festival with run-up and hangover, trend, product life cycle, a shock
that all shops feel (weather, news), one of the shop and one of the item, both autoregressive. Counts around it
are overdispersed by a gamma (negative binomial; Ehrenberg, 1959). Life cycle after Bass (1969): rise, then decay.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from zhanggui.simulator.catalogue import CATEGORIES, Products, Shelf
from zhanggui.simulator.festivals import season
from zhanggui.simulator.streams import Floats, Ints, Stream, choose, gamma

_HOURS_CN = (
    2.2,
    1.2,
    0.7,
    0.5,
    0.5,
    0.8,
    1.6,
    2.8,
    3.8,
    4.9,
    5.6,
    5.4,
    5.2,
    5.2,
    5.3,
    5.2,
    4.9,
    4.6,
    4.8,
    5.8,
    7.4,
    8.4,
    7.6,
    4.6,
)
_HOURS_US = (
    1.8,
    1.0,
    0.7,
    0.5,
    0.6,
    1.0,
    2.0,
    3.2,
    4.4,
    5.2,
    5.6,
    5.8,
    5.9,
    5.6,
    5.3,
    5.2,
    5.1,
    5.0,
    5.2,
    6.0,
    7.0,
    7.2,
    5.8,
    3.5,
)


@dataclass(frozen=True, slots=True)
class DemandModel:
    """Parameters of demand; sizes of shocks are standard deviations of log demand, ``memory`` is AR(1).

    ``weekday_cn``/``weekday_us`` run Monday to Sunday. ``spread`` is the shape of the gamma around each
    listing-day: a smaller one is noisier. ``orders`` is the usual orders a day of a listing of popularity 1.
    """

    orders: float = 0.50
    weekday_cn: tuple[float, ...] = (0.98, 0.97, 0.98, 0.99, 1.01, 1.05, 1.02)
    weekday_us: tuple[float, ...] = (1.06, 1.05, 1.02, 0.99, 0.94, 0.93, 1.01)
    common_shock: float = 0.06
    shop_shock: float = 0.12
    item_shock: float = 0.10
    memory: float = 0.70
    spread: float = 14.0
    yearly_trend: float = 0.12
    rise_days: float = 45.0
    decay_days: float = 900.0
    scale: float = 1.0


def _wander(stream: Stream, days: int, memory: float, size: float, items: int = 1) -> Floats:
    """AR(1) paths of stationary standard deviation ``size``, shape (days, items)."""
    push = stream.normal(np.arange(days)[:, None], np.arange(items)[None, :]) * size
    path = np.empty((days, items))
    path[0] = push[0]
    fresh = np.sqrt(1 - memory**2)
    for day in range(1, days):
        path[day] = memory * path[day - 1] + fresh * push[day]
    return path


def common_shock(model: DemandModel, stream: Stream, days: int) -> Floats:
    """The shock that every shop of every platform feels, over days (log)."""
    return _wander(stream, days, model.memory, model.common_shock)[:, 0]


def life_cycle(model: DemandModel, age: Ints | Floats) -> Floats:
    """Share of its height that an item's demand has at an age in days: 0 before launch, a rise, a long decay."""
    alive = age >= 0
    years = np.maximum(age, 0.0)
    return np.where(
        alive, (1 - np.exp(-(years + 3) / model.rise_days)) * np.exp(-years / model.decay_days), 0.0
    )


@dataclass(frozen=True, slots=True)
class Need:
    """People who want the item: ``mean`` and noise-laden ``day`` have shape (days, listings).

    ``saving``, ``gift`` are over days: the platform's sale and the share of presents.
    """

    mean: Floats
    day: Floats
    saving: Floats
    gift: Floats


def make_need(
    model: DemandModel,
    streams: tuple[Stream, Stream],
    shelf: Shelf,
    products: Products,
    calendar: tuple[date, int, str],
) -> Need:
    """Need in usual orders a day. ``streams``: of all shops and of this one; ``calendar``: start, days, market."""
    start, days, market = calendar
    common, own = streams
    year = season(start, days, market)
    step = np.arange(days)
    weekday = np.log(np.array(model.weekday_cn if market == "cn" else model.weekday_us))
    log_shop = (
        weekday[(start.weekday() + step) % 7]
        + year.log_demand
        + model.yearly_trend * step / 365.0
        + common_shock(model, common, days)
        + _wander(Stream(own.key ^ 1), days, model.memory, model.shop_shock)[:, 0]
    )
    kinds = products.category[shelf.product]
    peak = np.array([c.peak for c in CATEGORIES])[kinds]
    swing = np.array([c.swing for c in CATEGORIES])[kinds]
    month = start.month - 0.5 + (start.day + step) / 30.44
    log_item = swing[None, :] * np.cos(2 * np.pi * (month[:, None] - peak[None, :]) / 12.0)
    log_item = log_item + _wander(own, days, model.memory, model.item_shock, shelf.listings)
    life = life_cycle(model, shelf.age[None, :] + step[:, None])
    mean = (
        model.orders * model.scale * shelf.popularity[None, :] * life * np.exp(log_shop[:, None] + log_item)
    )
    noise = gamma(own.uniform(step[:, None], np.arange(shelf.listings)[None, :], 7), model.spread)
    return Need(mean, mean * noise, year.saving, year.gift)


def second_of_day(stream: Stream, order: Ints, market: str) -> Ints:
    """The second of the day at which each order is placed, by the hours at which the market shops."""
    hours = choose(stream.uniform(order, 30), _HOURS_CN if market == "cn" else _HOURS_US)
    return hours * 3600 + (stream.uniform(order, 31) * 3600).astype(np.int64)


def hour_shares(market: str) -> Floats:
    """Share of a day's visits in each hour, 24 values adding up to 1."""
    shape = np.array(_HOURS_CN if market == "cn" else _HOURS_US)
    shares: Floats = shape / shape.sum()
    return shares
