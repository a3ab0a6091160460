"""Visits: who comes on a day, what they see and click, and the orders that they ask for."""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator import ads as paid_search
from zhanggui.simulator import aftersales, content, listing, price
from zhanggui.simulator.ads import AdDay
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.listing import Appeal
from zhanggui.simulator.log import Cases, Diary
from zhanggui.simulator.people import Returning
from zhanggui.simulator.platforms import ADS, CONTENT, DIRECT, RECOMMEND, SEARCH
from zhanggui.simulator.shop import Shop, State, queue
from zhanggui.simulator.streams import Flags, Floats, Ints, poisson

_FAKE_SOURCE = 6
_DISTINCT = 0.94  # people behind a visit


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
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def take(self, rows: Ints | Flags) -> "Asked":
        """The given rows, by index or by mask."""
        return Asked(*(getattr(self, name)[rows] for name in self.__slots__))


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
    usual = levers.at("fake_orders", day)
    index = np.arange(shop.shelf.listings)
    counts = np.zeros_like(index)
    some = np.nonzero(usual)[0]
    counts[some] = poisson(shop.streams["orders"].uniform(day, some, 70), usual[some])
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


@dataclass(frozen=True, slots=True)
class Page:
    """How the shop's pages stand on a day, over listings: price in cents, mean stars, appeal against the usual."""

    unit: Ints
    stars: Floats
    charm: Appeal


@dataclass(frozen=True, slots=True)
class Crowd:
    """Visits of a day: unpaid ``free``, what ads ``spent``, over listings ``shown`` by content and ``direct``."""

    free: listing.Visits
    spent: AdDay
    ad_clicks: Ints
    shown: Ints
    direct: Ints

    @property
    def visits(self) -> Ints:
        """By source, shape (5, listings)."""
        return np.stack([self.free.clicks[0], self.free.clicks[1], self.ad_clicks, self.shown, self.direct])


def visitors(shop: Shop, levers: Levers, state: State, diary: Diary) -> Asked:
    """Visits of the day, and the orders they ask for."""
    day = state.day
    need = _need(shop, levers, day)
    page = _page(shop, levers, state)
    arriving = _arriving(state, day)
    crowd = _crowd(shop, levers, state, (need, page, arriving))
    asked = [
        _fakes(shop, levers, day),
        *_regulars(shop, levers, state, arriving, page.charm.order),
        *_strangers(shop, day, crowd, page.charm.order),
        *_paid_orders(shop, levers, state, day, (crowd.spent.clicks, page.charm.order)),
    ]
    _write_down(shop, levers, day, diary, (page, crowd))
    return Asked.join(asked)


def _need(shop: Shop, levers: Levers, day: int) -> Floats:
    """People who want each item today, in usual orders."""
    need = shop.need.day[day] * levers.at("market", day) * levers.at("shop_demand", day)[0]
    wanted: Floats = need * np.exp(levers.at("pull", day))
    return wanted


def _page(shop: Shop, levers: Levers, state: State) -> Page:
    """What shoppers see of each listing."""
    day, model = state.day, shop.models.listing
    saving = shop.need.saving[day]
    unit = price.unit_prices(levers, day, shop.shelf.price)
    final = price.final_prices(levers, day, unit, saving)
    stars = listing.mean_stars(model, state.stars, state.reviews)
    seen = (stars, state.reviews, shop.products.image[shop.shelf.product])
    prices = (final, shop.shelf.market_price * (1.0 - saving))
    return Page(unit, stars, listing.appeal(model, levers, day, seen, prices))


def _crowd(shop: Shop, levers: Levers, state: State, met: tuple[Floats, Page, list[Returning]]) -> Crowd:
    """Who comes; ``met``: the day's need, the pages, the past buyers on their way."""
    need, page, arriving = met
    day, mix, rates = state.day, shop.platform.mix, shop.models.listing
    size = shop.shelf.listings
    usual = mix[ADS] / (rates.click_rate[ADS] * rates.order_rate[ADS])
    auction = paid_search.Auction(need, page.charm.click, rates.click_rate[ADS], usual)
    spent = paid_search.ad_day(shop.models.ads, shop.streams["ads"], shop.terms, day, (auction, levers))
    ad_clicks = np.bincount(shop.terms.listing, spent.clicks, size).astype(np.int64)
    reach = listing.Reach(state.rank, shop.shelf.title_fit, shop.models.ads.displaces * ad_clicks)
    free = listing.organic_visits(rates, shop.streams["listing"], need, day, (reach, page.charm, levers, mix))
    view = (levers, mix[CONTENT] / rates.order_rate[CONTENT])
    shown = content.content_visits(shop.streams["content"], day, need, shop.posts.boost[day], view)
    direct = np.zeros(size, dtype=np.int64)
    for group in arriving:
        direct += np.bincount(group.listing, minlength=size)
    return Crowd(free, spent, ad_clicks, shown, direct)


def _regulars(
    shop: Shop, levers: Levers, state: State, arriving: list[Returning], charm: Floats
) -> list[Asked]:
    """Orders of past buyers; those who only look will look again."""
    asked = []
    for group in arriving:
        buys, looks = shop.people.come_back(group, charm, levers, state.day)
        queue(state.people, shop.people.look_again(looks, state.day), shop.days)
        asked.append(_returning(shop, buys, state.day))
    return asked


def _strangers(shop: Shop, day: int, crowd: Crowd, charm: Floats) -> list[Asked]:
    """Orders of those who come by search, recommendation and content."""
    rates, sources = shop.models.listing.order_rate, (SEARCH, RECOMMEND, CONTENT)
    clicks = np.stack([crowd.free.clicks[0], crowd.free.clicks[1], crowd.shown])
    chance = np.array([rates[source] for source in sources])[:, None] * charm
    counts = listing.orders_asked(shop.streams["listing"], day, clicks, chance)
    index = np.arange(shop.shelf.listings)
    return [_fresh(day, source, index, counts[row], None) for row, source in enumerate(sources)]


def _write_down(shop: Shop, levers: Levers, day: int, diary: Diary, seen: tuple[Page, Crowd]) -> None:
    """The day's traffic, as the platform counts it, and the questions that visitors ask."""
    (page, crowd), at, log = seen, day - diary.first, diary.traffic
    visits, spent = crowd.visits, crowd.spent
    people = np.round(visits.sum(axis=0) * _DISTINCT).astype(np.int64)
    stream, load = shop.streams["listing"], levers.at("load_seconds", day)
    acts = listing.behaviour(shop.models.listing, stream, day, people, page.charm, load)
    log.impressions[at, :2] = crowd.free.impressions
    log.impressions[at, 2] = np.bincount(shop.terms.listing, spent.impressions, shop.shelf.listings)
    log.visits[at], log.visitors[at], log.page_views[at] = visits, people, acts.page_views
    log.carts[at], log.favourites[at], log.bounced[at] = acts.carts, acts.favourites, acts.bounced
    log.price[at], log.stars[at], log.served[at] = page.unit, page.stars, spent.served
    log.ad_impressions[at], log.ad_clicks[at], log.ad_spend[at] = spent.impressions, spent.clicks, spent.spend
    reply = levers.at("reply", day)[0]
    talk = aftersales.questions(shop.models.service, shop.streams["aftersales"], day, people, reply)
    diary.cases.append(Cases(talk.listing, talk.opened, talk.replied, talk.closed))


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
    for gap in np.unique(wait[wait > 0]).tolist():
        later = wait == gap
        part = (asked.key[later], asked.listing[later], asked.term[later], asked.click_day[later])
        state.late.setdefault(day + gap, []).append(part)
    now = wait == 0
    out = [asked.take(now)]
    for key, at, term, click_day in state.late.pop(day, ()):
        zero = np.zeros_like(key)
        out.append(Asked(key, key, zero, at, zero + ADS, term, click_day, zero))
    return out
