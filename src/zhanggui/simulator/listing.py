"""Listing: from people who want it to people who ask for it, step by step: seen, clicked, read, put in the cart.

Visibility falls with rank as clicks do (Chitika, 2013; Ghose and Yang, 2009), and rank follows sales, conversion
and service. Click and conversion are log-linear in image, title, price against the market, stars, number of
reviews, load time (Deloitte, 2020: a tenth of a second is worth about one per cent of conversion), delivery
promise and reply time. Price works twice, on the click and on the order; together they make the elasticity.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.levers import Levers
from zhanggui.simulator.platforms import RECOMMEND, SEARCH, SOURCES
from zhanggui.simulator.streams import Floats, Ints, Stream, poisson

TERM_LOST = 0.8  # share of searches answered below which the core term is gone from the title


@dataclass(frozen=True, slots=True)
class ListingModel:
    """Parameters of the listing: usual rates by source (search, recommend, ads, content, direct) and exponents.

    ``price_click`` and ``price_order`` add up to the mean elasticity of -2.62 that Bijmolt, van Heerde and Pieters
    (2005) found over 1,851 elasticities.
    """

    click_rate: tuple[float, ...] = (0.042, 0.028, 0.020, 0.050, 1.0)
    order_rate: tuple[float, ...] = (0.034, 0.018, 0.065, 0.014, 0.22)
    price_click: float = -0.82
    price_order: float = -1.80
    stars_order: float = 0.32
    reviews_order: float = 0.05
    image_order: float = 0.35
    load_order: float = -0.11
    promise_order: float = -0.05
    reply_order: float = -0.06
    cart_rate: float = 0.085
    favourite_rate: float = 0.035
    pages: float = 1.7
    bounce: float = 0.55
    usual_stars: float = 4.6
    rank_memory: float = 0.93
    rank_sales: float = 0.35
    rank_stars: float = 0.25
    rank_stockout: float = -0.55
    rank_returns: float = -1.2
    rank_limit: float = 1.2


def mean_stars(model: ListingModel, stars: Floats, reviews: Floats) -> Floats:
    """Mean stars over listings from their sum and number; the usual where nobody has spoken yet."""
    return np.where(reviews > 0, stars / np.maximum(reviews, 1), model.usual_stars)


@dataclass(frozen=True, slots=True)
class Appeal:
    """How the listing fares on a day against its usual self, over listings: 1 is as usual."""

    click: Floats
    order: Floats


def appeal(
    model: ListingModel,
    levers: Levers,
    day: int,
    state: tuple[Floats, Floats, Floats],
    prices: tuple[Floats, Floats],
) -> Appeal:
    """``state``: stars, number of reviews, image; ``prices``: own final price and the market's, same currency."""
    stars, reviews, image = state
    own, market = prices
    gap = np.log(np.maximum(own, 1.0) / np.maximum(market * levers.at("rival_price", day), 1.0))
    picture = np.log(image * levers.at("image", day))
    log_order = (
        model.price_order * gap
        + model.stars_order * (stars - model.usual_stars)
        + model.reviews_order * (np.log1p(reviews) - np.log(30.0))
        + model.image_order * picture
        + model.load_order * levers.at("load_seconds", day)
        + model.promise_order * levers.at("promise_days", day)
        + model.reply_order * np.log(levers.at("reply", day)[0])
        + np.log(np.maximum(levers.at("page", day), 1e-9))
    )
    return Appeal(np.exp(model.price_click * gap + picture), np.exp(log_order))


@dataclass(frozen=True, slots=True)
class Visits:
    """A day's unpaid visits over (2, listings): search and recommendation."""

    impressions: Ints
    clicks: Ints


@dataclass(frozen=True, slots=True)
class Reach:
    """What decides the unpaid visits of a day, over listings: ``rank`` in logs, ``displaced`` clicks that ads took."""

    rank: Floats
    title_fit: Floats
    displaced: Floats


def organic_visits(
    model: ListingModel,
    stream: Stream,
    need: Floats,
    day: int,
    view: tuple[Reach, Appeal, Levers, tuple[float, ...]],
) -> Visits:
    """Unpaid impressions and clicks of ``day``; ``need`` in usual orders over listings."""
    reach, charm, levers, mix = view
    sources = (SEARCH, RECOMMEND)
    row, index = np.arange(len(sources))[:, None], np.arange(need.size)[None, :]
    click_rate = np.array([model.click_rate[source] for source in sources])
    usual = np.array([mix[source] / model.order_rate[source] for source in sources]) / click_rate
    rank = np.exp(np.clip(reach.rank + levers.at("rank", day), -4.0, 2.5))
    # Only a search can miss the title, and only searchers meet an ad that stands above the listing.
    found = np.stack([reach.title_fit * levers.at("title", day), np.ones(need.size)])
    taken = np.stack([reach.displaced, np.zeros(need.size)])
    seen = np.floor(need * rank * usual[:, None] * found + stream.uniform(day, row, index, 1)).astype(
        np.int64
    )
    rate = np.minimum(click_rate[:, None] * charm.click, 0.5)
    clicks = poisson(stream.uniform(day, row, index, 2), np.maximum(seen * rate - taken, 0.0))
    return Visits(seen, np.minimum(clicks, seen))


def orders_asked(stream: Stream, day: int, clicks: Ints, rates: Floats) -> Ints:
    """Orders that the visits of a day lead to, before stock and payment.

    ``clicks`` and ``rates`` have shape (sources, listings).
    """
    source, index = np.arange(clicks.shape[0])[:, None], np.arange(clicks.shape[1])[None, :]
    return np.minimum(
        poisson(stream.uniform(day, source, index, 3), clicks * np.minimum(rates, 0.95)), clicks
    )


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What visitors of a day did, over listings."""

    page_views: Ints
    carts: Ints
    favourites: Ints
    bounced: Ints


def behaviour(
    model: ListingModel, stream: Stream, day: int, visitors: Ints, charm: Appeal, load: Floats
) -> Behaviour:
    """Page views, carts, favourites and bounces of ``visitors``, both over listings."""
    rates = np.stack(
        [
            np.full(visitors.size, model.pages - 1.0),
            np.minimum(model.cart_rate * np.sqrt(charm.order), 0.6),
            np.minimum(model.favourite_rate * charm.click, 0.4),
            np.minimum(model.bounce * np.exp(0.10 * load), 0.98),
        ]
    )
    kind, index = np.arange(len(rates))[:, None], np.arange(visitors.size)[None, :]
    acts = poisson(stream.uniform(day, kind, index, 4), visitors * rates)
    return Behaviour(visitors + acts[0], *np.minimum(acts[1:], visitors))


def next_rank(
    model: ListingModel, rank: Floats, sold: Floats, usual: Floats, penalty: tuple[Floats, Floats, Floats]
) -> Floats:
    """Tomorrow's log visibility from today's sales against the usual.

    ``penalty``: stars against the usual, share out of stock, share sent back.
    """
    stars, out, returns = penalty
    pull = model.rank_sales * np.log((sold + 1.0) / (usual + 1.0))
    target = pull + model.rank_stars * stars + model.rank_stockout * out + model.rank_returns * returns
    moved = model.rank_memory * rank + (1 - model.rank_memory) * target * 2.0
    bounded: Floats = np.clip(moved, -3 * model.rank_limit, model.rank_limit)
    return bounded


assert len(SOURCES) == len(ListingModel().click_rate)  # noqa: S101 - a table with a hole would shift every rate
