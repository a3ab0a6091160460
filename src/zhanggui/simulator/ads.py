"""Ads: campaigns, ad groups, keywords and search terms; what a click costs, when the day's budget is gone.

A click's price rises less than the bid (second-price auctions; Varian, 2007), and bids follow what an order leaves:
at the usual bid the next click would cost about what it brings. A search term converts by its relevance, which the
shopkeeper does not see. Paid clicks take some of the clicks that would have come unpaid (Blake, Nosko and Tadelis,
2015), and part of the orders come days after the click, inside the window in which the platform claims them.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.catalogue import Shelf
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.platforms import ADS, Platform
from zhanggui.simulator.streams import Floats, Ints, Stream, poisson

CAMPAIGNS = ("core", "broad", "auto", "brand")
CORE, BROAD, AUTO, BRAND = range(4)
_KEYWORDS = 3
_TERMS = 3


@dataclass(frozen=True, slots=True)
class AdsModel:
    """Parameters of advertising.

    ``advertised``: share of listings with ads, the popular first; ``bid_volume`` and ``bid_price``: exponents of
    the bid on impressions and on the price of a click; ``headroom``: budget against the usual spend; ``displaces``:
    unpaid clicks lost for each paid one; ``same_day``: share of orders placed on the day of the click; ``window``:
    days in which later ones are claimed; ``stray``: share of terms with little relevance; ``least_worth``: what an
    order must leave for its listing to be advertised, against the median listing's; ``known``: how far bids follow
    the relevance of a term.
    """

    advertised: float = 0.5
    bid_volume: float = 0.7
    bid_price: float = 0.75
    headroom: float = 1.7
    displaces: float = 0.22
    same_day: float = 0.8
    window: int = 7
    stray: float = 0.18
    least_worth: float = 0.25
    known: float = 0.5


@dataclass(frozen=True, slots=True)
class Terms:
    """Search terms that ads meet, one element each.

    ``listing``: the item advertised; ``campaign``: index into CAMPAIGNS; ``keyword``: how many-eth keyword of the
    ad group; ``wording``: how many-eth wording of it; ``relevance``: conversion against the usual; ``volume``:
    share of the item's paid traffic; ``price``: usual price of a click in cents. ``budget``: cents a day, over
    listings (0: not advertised).
    """

    listing: Ints
    campaign: Ints
    keyword: Ints
    wording: Ints
    relevance: Floats
    volume: Floats
    price: Floats
    budget: Floats

    @property
    def count(self) -> int:
        """Number of terms."""
        return int(self.listing.size)


def worth(shelf: Shelf, platform: Platform, returns: Floats) -> Floats:
    """What an order of each listing leaves before ads, in cents: price less returns, goods, commission, parcel."""
    cost = shelf.unit_cost[shelf.first_sku[:-1]]
    kept = (1.0 - platform.commission - platform.payment) * (1.0 - returns)
    return np.asarray(
        shelf.price * kept - cost - platform.fulfilment - platform.payment_fixed, dtype=np.float64
    )


def _no_terms(shelf: Shelf) -> Terms:
    """The account of a shop that does not advertise."""
    none, empty = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Terms(none, none, none, none, empty, empty, empty, np.zeros(shelf.listings))


def make_terms(
    model: AdsModel, stream: Stream, shelf: Shelf, platform: Platform, usual: tuple[Floats, Floats, Floats]
) -> Terms:
    """The account of a shop; ``usual``: paid clicks a day at usual bids, conversion, share sent back, over listings.

    Advertised are the most popular listings on sale whose orders leave enough to pay for clicks. Bids, and with them
    the price of a click, follow what a click brings: what an order leaves, what its buyer buys besides and later
    (about a median order), times how often a click leads to one.
    """
    usual_clicks, converts, returns = usual
    if platform.mix[ADS] == 0.0:
        return _no_terms(shelf)
    left = worth(shelf, platform, returns)
    pays = (shelf.age >= 0) & (left > model.least_worth * np.median(left))
    order = np.argsort(-shelf.popularity * pays, kind="stable")
    best = order[: max(1, round(model.advertised * shelf.listings))]
    chosen = np.sort(best[pays[best]])
    if chosen.size == 0:
        return _no_terms(shelf)
    listing = np.repeat(chosen, _KEYWORDS * _TERMS)
    place = np.tile(np.arange(_KEYWORDS * _TERMS), chosen.size)
    keyword, wording = place // _TERMS, place % _TERMS
    campaign = np.where((listing == order[0]) & (keyword == 0), BRAND, keyword)
    stray = (stream.uniform(listing, place, 1) < model.stray) & (campaign != BRAND)
    relevance = np.exp(0.35 * stream.normal(listing, place, 2)) * (1.15 - 0.15 * keyword)
    volume = (
        np.exp(0.6 * stream.normal(listing, place, 3)) * np.where(stray, 0.7, 1.0) / (1.0 + 0.5 * keyword)
    )
    total = np.zeros(shelf.listings)
    np.add.at(total, listing, volume)
    brings = (np.maximum(left, 0.0) + np.median(left)) * converts
    price = platform.paid_click * (brings / np.median(brings))[listing] * relevance**model.known
    price = price * np.exp(0.25 * stream.normal(listing, place, 4)) * np.where(campaign == BRAND, 0.4, 1.0)
    volume = volume / total[listing]
    budget = np.zeros(shelf.listings)
    np.add.at(budget, listing, volume * price * usual_clicks[listing])
    return Terms(
        listing,
        campaign,
        keyword,
        wording,
        np.where(stray, 0.12, relevance),
        volume,
        np.maximum(price, 5.0),
        np.where(budget > 0, np.maximum(np.round(budget * model.headroom / 100) * 100, 100), 0),
    )


@dataclass(frozen=True, slots=True)
class AdDay:
    """A day of the account over terms: counts, cents, and over listings the share of the day that was served."""

    impressions: Ints
    clicks: Ints
    spend: Ints
    served: Floats


@dataclass(frozen=True, slots=True)
class Auction:
    """What the auction of a day meets: need and click appeal over listings, usual click rate and impressions."""

    need: Floats
    click: Floats
    click_rate: float
    usual: float


def ad_day(model: AdsModel, stream: Stream, terms: Terms, day: int, meet: tuple[Auction, Levers]) -> AdDay:
    """Impressions, clicks and spend of ``day``; the budget ends a listing's ads at the hour it is gone."""
    auction, levers = meet
    at = terms.listing
    bid = levers.at("bid", day) * levers.at("group_bid", day)[at]
    wanted = (
        auction.need[at] * auction.usual * terms.volume * levers.at("volume", day) * bid**model.bid_volume
    )
    wanted = wanted * levers.at("ads_on", day)[at]
    price = terms.price * bid**model.bid_price * levers.at("cpc", day)
    rate = np.minimum(auction.click_rate * auction.click[at], 0.5)
    bill = np.zeros(terms.budget.size)
    np.add.at(bill, at, wanted * rate * price)
    budget = terms.budget * levers.at("budget", day)
    served = np.minimum(budget / np.maximum(bill, 1.0), 1.0)
    index = np.arange(terms.count)
    shown = np.floor(wanted * served[at] + stream.uniform(day, index, 1)).astype(np.int64)
    clicks = np.minimum(poisson(stream.uniform(day, index, 2), shown * rate), shown)
    jitter = np.exp(0.08 * stream.normal(day, index, 3))
    return AdDay(shown, clicks, np.round(clicks * price * jitter).astype(np.int64), served)


def ad_orders(stream: Stream, terms: Terms, day: int, clicks: Ints, rate: Floats) -> Ints:
    """Orders asked for by the paid clicks of ``day``, over terms; ``rate``: orders per click, over terms."""
    index = np.arange(terms.count)
    return np.minimum(poisson(stream.uniform(day, index, 4), clicks * np.minimum(rate, 0.95)), clicks)


def order_delay(model: AdsModel, stream: Stream, order: Ints) -> Ints:
    """Days between the click and the order it led to."""
    later = stream.uniform(order, 40) > model.same_day
    wait = 1 + (stream.exponential(order, 41) * 1.6).astype(np.int64)
    return np.where(later, np.minimum(wait, model.window - 1), 0)
