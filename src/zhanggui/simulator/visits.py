"""Visits: who comes on a day, what they see and click, and the orders that they ask for."""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator import ads as paid_search
from zhanggui.simulator import aftersales, content, listing, price
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Cases, Diary
from zhanggui.simulator.people import Returning
from zhanggui.simulator.platforms import ADS, CONTENT, DIRECT, RECOMMEND, SEARCH
from zhanggui.simulator.shop import Shop, State, queue
from zhanggui.simulator.streams import Floats, Ints, poisson

_FAKE_SOURCE = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """Orders asked for on a day, one element each, before payment and stock."""

    key: Ints
    customer: Ints
    visit: Ints
    listing: Ints
    source: Ints
    term: Ints
    click_day: Ints
    fake: Ints

    @classmethod
    def join(cls, parts: "list[Asked]") -> "Asked":
        """All of ``parts``."""
        names = ("key", "customer", "visit", "listing", "source", "term", "click_day", "fake")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _fresh(day: int, source: int, index: Ints, counts: Ints, term: Ints | None) -> Asked:
    """Orders of first-time visitors: ``counts`` for each listing of ``index``; the key tells day, source, place."""
    place = np.repeat(np.arange(counts.size), counts)
    nth = np.arange(place.size) - np.repeat(np.cumsum(counts) - counts, counts)
    key = ((day * 8 + source) << 35) | (place << 14) | nth
    zero = np.zeros_like(key)
    return Asked(
        key, key, zero, index[place], zero + source, place if term is not None else zero - 1, zero + day, zero
    )


def _returning(shop: Shop, people: Returning, day: int) -> Asked:
    key = (shop.streams["people"].bits(people.customer, people.visit, 99) >> np.uint64(6)).astype(np.int64)
    zero = np.zeros_like(key)
    return Asked(
        key | (1 << 57),
        people.customer,
        people.visit,
        people.listing,
        zero + DIRECT,
        zero - 1,
        zero + day,
        zero,
    )


def _fakes(shop: Shop, levers: Levers, day: int) -> Asked:
    """Orders that will be sent back for the money, from a handful of accounts."""
    index = np.arange(shop.shelf.listings)
    counts = poisson(shop.streams["orders"].uniform(day, index, 70), levers.at("fake_orders", day))
    asked = _fresh(day, _FAKE_SOURCE, index, counts, None)
    few = (
        -(1 << 60) - asked.listing * 16 - (shop.streams["orders"].uniform(asked.key, 71) * 5).astype(np.int64)
    )
    return Asked(
        asked.key,
        few,
        asked.visit,
        asked.listing,
        np.full_like(asked.key, SEARCH),
        asked.term,
        asked.click_day,
        np.ones_like(asked.key),
    )


def visitors(shop: Shop, levers: Levers, state: State, day: int, diary: Diary) -> Asked:
    """Visits of the day, and the orders they ask for."""
    models, at = shop.models, day - diary.first
    need = shop.need.day[day] * levers.at("market", day) * levers.at("shop_demand", day)[0]
    need = need * np.exp(levers.at("pull", day))
    unit = price.unit_prices(levers, day, shop.shelf.price)
    final = price.final_prices(levers, day, unit, shop.need.saving[day])
    market = shop.shelf.market_price * (1.0 - shop.need.saving[day])
    stars = np.where(
        state.reviews > 0, state.stars / np.maximum(state.reviews, 1), models.listing.usual_stars
    )
    image = shop.products.image[shop.shelf.product]
    charm = listing.appeal(models.listing, levers, day, (stars, state.reviews, image), (final, market))

    rates = models.listing
    usual_ads = shop.platform.mix[ADS] / (rates.click_rate[ADS] * rates.order_rate[ADS])
    auction = paid_search.Auction(need, charm.click, rates.click_rate[ADS], usual_ads, need)
    spent = paid_search.ad_day(models.ads, shop.streams["ads"], shop.terms, day, (auction, levers))
    ad_clicks = np.bincount(shop.terms.listing, spent.clicks, shop.shelf.listings).astype(np.int64)
    reach = listing.Reach(state.rank, shop.shelf.title_fit, models.ads.displaces * ad_clicks)
    free = listing.organic_visits(
        rates, shop.streams["listing"], need, day, (reach, charm, levers, shop.platform.mix)
    )
    per_need = shop.platform.mix[CONTENT] / rates.order_rate[CONTENT]
    shown = content.content_visits(
        shop.streams["content"], day, need, shop.posts.boost[day], (levers, per_need)
    )

    asked = [_fakes(shop, levers, day)]
    direct = np.zeros(shop.shelf.listings, dtype=np.int64)
    for group in _arriving(state, day):
        buys, looks = shop.people.come_back(group, charm.order, levers, day)
        direct = np.bincount(group.listing, minlength=shop.shelf.listings)
        queue(state.people, shop.people.look_again(looks, day), shop.days)
        asked.append(_returning(shop, buys, day))

    clicks = np.stack([free.clicks[0], free.clicks[1], shown])
    order_rates = np.array([rates.order_rate[s] for s in (SEARCH, RECOMMEND, CONTENT)])[:, None] * charm.order
    counts = listing.orders_asked(shop.streams["listing"], day, clicks, order_rates)
    index = np.arange(shop.shelf.listings)
    for row, source in enumerate((SEARCH, RECOMMEND, CONTENT)):
        asked.append(_fresh(day, source, index, counts[row], None))
    asked.extend(_paid_orders(shop, levers, state, day, (spent.clicks, charm.order)))

    visits = np.stack([free.clicks[0], free.clicks[1], ad_clicks, shown, direct])
    people_seen = np.round(visits.sum(axis=0) * 0.94).astype(np.int64)
    acts = listing.behaviour(
        rates, shop.streams["listing"], day, people_seen, charm, levers.at("load_seconds", day)
    )
    log = diary.traffic
    log.impressions[at, :2] = free.impressions
    log.impressions[at, 2] = np.bincount(shop.terms.listing, spent.impressions, shop.shelf.listings)
    log.visits[at], log.visitors[at], log.page_views[at] = visits, people_seen, acts.page_views
    log.carts[at], log.favourites[at], log.bounced[at] = acts.carts, acts.favourites, acts.bounced
    log.price[at], log.stars[at], log.served[at] = unit, stars, spent.served
    log.ad_impressions[at], log.ad_clicks[at], log.ad_spend[at] = spent.impressions, spent.clicks, spent.spend
    talk = aftersales.questions(
        models.service, shop.streams["aftersales"], day, people_seen, levers.at("reply", day)[0]
    )
    diary.cases.append(Cases(talk.listing, talk.opened, talk.replied, talk.closed))
    return Asked.join(asked)


def _arriving(state: State, day: int) -> list[Returning]:
    """Past buyers whose need falls on ``day``, as one group, if there are any."""
    groups = state.people.pop(day, [])
    if not groups:
        return []
    columns = zip(*((g.customer, g.visit, g.listing, g.day) for g in groups), strict=True)
    return [Returning(*(np.concatenate(column) for column in columns))]


def _paid_orders(shop: Shop, levers: Levers, state: State, day: int, met: tuple[Ints, Floats]) -> list[Asked]:
    """Orders from ad clicks: those of today at once, the others on the day they will be placed."""
    clicks, charm = met
    terms = shop.terms
    relevance = terms.relevance * levers.at("relevance", day)
    rate = shop.models.listing.order_rate[ADS] * relevance * charm[terms.listing]
    counts = paid_search.ad_orders(shop.streams["ads"], terms, day, clicks, rate)
    asked = _fresh(day, ADS, terms.listing, counts, terms.listing)
    wait = paid_search.order_delay(shop.models.ads, shop.streams["ads"], asked.key)
    for gap in range(1, shop.models.ads.window):
        later = wait == gap
        if later.any():
            part = (asked.key[later], asked.listing[later], asked.term[later], asked.click_day[later])
            state.late.setdefault(day + gap, []).append(part)
    now = wait == 0
    out = [Asked(*(getattr(asked, name)[now] for name in Asked.__slots__))]
    for key, at, term, click_day in state.late.pop(day, ()):
        zero = np.zeros_like(key)
        out.append(Asked(key, key, zero, at, zero + ADS, term, click_day, zero))
    return out
