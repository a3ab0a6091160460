"""A day in the shop: who comes, what they see, what they order and pay, what leaves the shelf, what is learnt.

The one place where the mechanisms meet. It reads the levers, moves the state and appends to the log; it holds no
economics of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zhanggui.simulator import ads as paid_search
from zhanggui.simulator import aftersales, content, listing, price, stock
from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.demand import second_of_day
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Cases, Lines, Orders, Posted, Run, Supply, Traffic
from zhanggui.simulator.people import Returning, quantity
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


@dataclass(slots=True)
class Diary:
    """The log of a run while it is being written."""

    first: int
    traffic: Traffic
    on_hand: Ints
    inbound: Ints
    orders: list[Orders]
    lines: list[Lines]
    supply: list[Supply]
    cases: list[Cases]
    posted: list[Posted]


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
        key | (1 << 57), people.customer, people.visit, people.listing, zero + DIRECT, zero - 1, zero + day, zero
    )


def _fakes(shop: Shop, levers: Levers, day: int) -> Asked:
    """Orders that will be sent back for the money, from a handful of accounts."""
    index = np.arange(shop.shelf.listings)
    counts = poisson(shop.streams["orders"].uniform(day, index, 70), levers.at("fake_orders", day))
    asked = _fresh(day, _FAKE_SOURCE, index, counts, None)
    few = -(1 << 60) - asked.listing * 16 - (shop.streams["orders"].uniform(asked.key, 71) * 5).astype(np.int64)
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


def _visitors(shop: Shop, levers: Levers, state: State, day: int, diary: Diary) -> Asked:
    """Visits of the day, and the orders they ask for."""
    models, at = shop.models, day - diary.first
    need = shop.need.day[day] * levers.at("market", day) * levers.at("shop_demand", day)[0]
    need = need * np.exp(levers.at("pull", day))
    unit = price.unit_prices(levers, day, shop.shelf.price)
    final = price.final_prices(levers, day, unit, shop.need.saving[day])
    market = shop.shelf.market_price * (1.0 - shop.need.saving[day])
    stars = np.where(state.reviews > 0, state.stars / np.maximum(state.reviews, 1), models.listing.usual_stars)
    image = shop.products.image[shop.shelf.product]
    charm = listing.appeal(models.listing, levers, day, (stars, state.reviews, image), (final, market))

    rates = models.listing
    usual_ads = shop.platform.mix[ADS] / (rates.click_rate[ADS] * rates.order_rate[ADS])
    auction = paid_search.Auction(need, charm.click, rates.click_rate[ADS], usual_ads, need)
    spent = paid_search.ad_day(models.ads, shop.streams["ads"], shop.terms, day, (auction, levers))
    ad_clicks = np.bincount(shop.terms.listing, spent.clicks, shop.shelf.listings).astype(np.int64)
    reach = listing.Reach(state.rank, shop.shelf.title_fit, models.ads.displaces * ad_clicks)
    free = listing.organic_visits(rates, shop.streams["listing"], need, day, (reach, charm, levers, shop.platform.mix))
    per_need = shop.platform.mix[CONTENT] / rates.order_rate[CONTENT]
    shown = content.content_visits(shop.streams["content"], day, need, shop.posts.boost[day], (levers, per_need))

    people = [Returning(*(np.concatenate(c) for c in zip(*((p.customer, p.visit, p.listing, p.day) for p in state.people.pop(day)), strict=True)))] if day in state.people else []
    asked = [_fakes(shop, levers, day)]
    direct = np.zeros(shop.shelf.listings, dtype=np.int64)
    for group in people:
        buys, looks = shop.people.come_back(group, charm.order, levers, day)
        direct = np.bincount(group.listing, minlength=shop.shelf.listings)
        queue(state.people, shop.people.look_again(looks, day), shop.days)
        asked.append(_returning(shop, buys, day))

    clicks = np.stack([free.clicks[0], free.clicks[1], shown])
    order_rates = np.array([rates.order_rate[s] for s in (SEARCH, RECOMMEND, CONTENT)])[:, None] * charm.order
    counts = listing.orders_asked(rates, shop.streams["listing"], day, clicks, order_rates)
    index = np.arange(shop.shelf.listings)
    for row, source in enumerate((SEARCH, RECOMMEND, CONTENT)):
        asked.append(_fresh(day, source, index, counts[row], None))
    asked.extend(_paid_orders(shop, levers, state, day, (spent.clicks, charm.order)))

    visits = np.stack([free.clicks[0], free.clicks[1], ad_clicks, shown, direct])
    people_seen = np.round(visits.sum(axis=0) * 0.94).astype(np.int64)
    acts = listing.behaviour(rates, shop.streams["listing"], day, people_seen, charm, levers.at("load_seconds", day))
    log = diary.traffic
    log.impressions[at, :2] = free.impressions
    log.impressions[at, 2] = np.bincount(shop.terms.listing, spent.impressions, shop.shelf.listings)
    log.visits[at], log.visitors[at], log.page_views[at] = visits, people_seen, acts.page_views
    log.carts[at], log.favourites[at], log.bounced[at] = acts.carts, acts.favourites, acts.bounced
    log.price[at], log.stars[at], log.served[at] = unit, stars, spent.served
    log.ad_impressions[at], log.ad_clicks[at], log.ad_spend[at] = spent.impressions, spent.clicks, spent.spend
    talk = aftersales.questions(models.service, shop.streams["aftersales"], day, people_seen, levers.at("reply", day)[0])
    diary.cases.append(Cases(talk.listing, talk.opened, talk.replied, talk.closed))
    return Asked.join(asked)


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


def _baskets(shop: Shop, levers: Levers, day: int, asked: Asked, paid: Callable[[Ints], Ints]) -> tuple[Ints, Ints, Ints, Ints]:
    """Lines of the orders asked for: order (row), listing, SKU, units. ``paid`` is not needed for those unpaid."""
    stream, shelf = shop.streams["orders"], shop.shelf
    draw = stream.uniform(asked.key, 1)
    below = shelf.price[asked.listing] < shop.platform.free_line
    tempted = np.where(below & (levers.at("free_line", day)[0] == 0.0), 0.10, 0.0) + 0.8 * shop.need.saving[day]
    extra = (draw < 0.17 + tempted).astype(np.int64) + (draw < 0.045)
    extra = np.where(asked.fake > 0, 0, extra)
    lines = 1 + extra
    order = np.repeat(np.arange(asked.key.size), lines)
    nth = np.arange(order.size) - np.repeat(np.cumsum(lines) - lines, lines)
    partner = shelf.partners[asked.listing[order], (stream.uniform(asked.key[order], nth, 2) * 4).astype(np.int64)]
    at = np.where(nth == 0, asked.listing[order], partner)
    alive = (nth == 0) | ((at != asked.listing[order]) & (shop.need.mean[day, at] > 0))
    order, nth, at = order[alive], nth[alive], at[alive]
    units = np.where(nth == 0, quantity(shop.models.people, shop.streams["people"], asked.key)[order], 1)
    pick = stream.uniform(asked.key[order], nth, 3)
    edges = np.cumsum(shelf.sku_share)
    before = edges[shelf.first_sku[at]] - shelf.sku_share[shelf.first_sku[at]]
    sku = np.searchsorted(edges, before + pick, side="right")
    sku = np.clip(sku, shelf.first_sku[at], shelf.first_sku[at + 1] - 1)
    return order, at, sku, paid(units)


def live_day(shop: Shop, levers: Levers, state: State, diary: Diary) -> None:
    """Live through ``state.day``: append to ``diary``, move ``state`` to the next day."""
    day = state.day
    stock.receive(state.shelves, levers, day, shop.shelf.sku_listing, shop.shelf.sku_share)
    asked = _visitors(shop, levers, state, day, diary)
    created = day * DAY + second_of_day(shop.streams["orders"], asked.key, shop.platform.market)
    turn = np.lexsort((asked.key, created))
    asked = Asked(*(getattr(asked, name)[turn] for name in Asked.__slots__))
    created = created[turn]

    device = shop.people.mobile(asked.customer, shop.platform.mobile_share)
    fails = np.where(device == 0, levers.at("pay_fail_mobile", day)[0], levers.at("pay_fail_pc", day)[0])
    gives_up = shop.streams["orders"].uniform(asked.key, 4) < 0.045
    pays = (gives_up | (shop.streams["orders"].uniform(asked.key, 5) < fails)) == 0
    order, at, sku, units = _baskets(shop, levers, day, asked, lambda values: values)

    wants = pays[order]
    served = ~wants
    served[wants] = stock.fill(state.shelves.on_hand, sku[wants], units[wants])
    order, at, sku, units = order[served], at[served], sku[served], units[served]
    rows, order = np.unique(order, return_inverse=True)
    asked = Asked(*(getattr(asked, name)[rows] for name in Asked.__slots__))
    created, device, pays = created[rows], device[rows], pays[rows]

    lines, orders = _settle(shop, levers, day, (asked, created, device, pays), (order, at, sku, units))
    diary.orders.append(orders)
    diary.lines.append(lines)
    _learn(shop, levers, state, diary, (orders, lines))
    state.day = day + 1


def _settle(shop: Shop, levers: Levers, day: int, who: tuple[Asked, Ints, Ints, Floats], what: tuple[Ints, Ints, Ints, Ints]) -> tuple[Lines, Orders]:
    """Charge the orders that can be served, send them off, and see what becomes of them."""
    asked, created, device, pays = who
    order, at, sku, units = what
    shelf, platform, models = shop.shelf, shop.platform, shop.models
    unit = price.unit_prices(levers, day, shelf.price)
    saves = price.coupons(models.price, shop.streams["price"], asked.key, shop.people.sensitivity(asked.customer))
    off = saves[order] + levers.at("coupon", day)[at] + shop.need.saving[day]
    gross = unit[at] * units
    basket = price.Basket(order, gross, np.minimum(off, models.price.deepest), asked.key.size)
    bill = price.charge(platform, levers, day, basket, bool(shop.need.saving[day] > 0))

    pause = 15 + (shop.streams["orders"].exponential(asked.key, 6) * 150).astype(np.int64)
    paid_at = np.where(pays, np.minimum(created + pause, day * DAY + DAY - 1), -1)
    shares = np.array([place.share for place in platform.regions])
    region = shop.people.region(asked.customer, shares)
    moved = (day, asked.key, np.maximum(paid_at, created), region)
    parcels = aftersales.send(models.service, shop.streams["aftersales"], platform, levers, moved)
    transit = np.array([place.transit_days for place in platform.regions])[region] + 0.7
    sold = aftersales.Sold(
        asked.key[order] * 4 + (np.arange(order.size) - np.searchsorted(order, order)),
        at,
        units,
        bill.paid,
        paid_at[order],
        aftersales.Parcels(parcels.shipped[order], parcels.received[order]),
        transit[order],
        asked.fake[order] > 0,
    )
    goods = (shelf, shop.products, platform)
    after = aftersales.aftermath(models.service, shop.streams["aftersales"], goods, sold, (levers, day))
    live = pays[order] > 0
    cost = np.round(shelf.unit_cost[sku] * levers.at("unit_cost", day)[at]).astype(np.int64) * units
    early = live & (after.settled >= 0) & (after.asked < sold.parcels.shipped)
    kept = np.bincount(order[~early], minlength=asked.key.size) > 0
    leaves = pays.astype(bool) & kept
    gift_share = np.array([c.gift for c in CATEGORIES])[shop.products.category[shelf.product[asked.listing]]]
    gift = shop.streams["people"].uniform(asked.key, 60) < gift_share * (0.4 + 2 * shop.need.gift[day])
    lines = Lines(
        order,
        at,
        sku,
        units,
        np.maximum(shelf.list_price[at], unit[at]) * units,
        gross,
        bill.paid,
        cost,
        np.where(live, after.reason, -1),
        np.where(live, after.refund, 0),
        np.where(live, after.units, 0),
        np.where(live, after.asked, -1),
        np.where(live, after.settled, -1),
        np.where(live, after.stars, 0),
        np.where(live, after.reviewed, -1),
    )
    orders = Orders(
        asked.key,
        np.full_like(asked.key, day),
        asked.customer,
        asked.visit,
        asked.source,
        asked.term,
        asked.click_day,
        device,
        region,
        created,
        paid_at,
        np.where(leaves, parcels.shipped, -1),
        np.where(leaves, parcels.received, -1),
        bill.goods,
        bill.shipping,
        gift.astype(np.int64),
        asked.fake,
    )
    return lines, orders


def _learn(shop: Shop, levers: Levers, state: State, diary: Diary, done: tuple[Orders, Lines]) -> None:
    """What the day leaves behind: stock, purchase orders, people who will be back, reviews to come, rank."""
    orders, lines = done
    day, shelf, at = state.day, shop.shelf, state.day - diary.first
    live = orders.paid_at[lines.order] >= 0
    sold_sku = np.bincount(lines.sku[live], lines.units[live], shelf.skus)
    shelves = state.shelves
    shelves.on_hand -= sold_sku.astype(np.int64)
    memory = shop.models.stock.memory
    shown = shelves.on_hand > 0
    shelves.pace = np.where(shown | (sold_sku > 0), memory * shelves.pace + (1 - memory) * sold_sku, shelves.pace)
    view = (shop.lead, shop.smallest, shelf.sku_listing, levers)
    placed = stock.reorder(shop.models.stock, shop.streams["stock"], shelves, day, view)
    diary.supply.append(
        Supply(placed.sku, placed.units, np.full_like(placed.sku, day), placed.expected, placed.arrives)
    )
    diary.on_hand[at], diary.inbound[at] = shelves.on_hand, shelves.on_order

    real = (orders.paid_at >= 0) & (orders.fake == 0)
    main = np.searchsorted(lines.order, np.nonzero(real)[0])
    bought = lines.listing[main]
    queue(state.people, shop.people.next_need(orders.customer[real], orders.visit[real], bought, day, shelf), shop.days)

    said = lines.stars > 0
    _book_reviews(state, lines.reviewed_at[said] // DAY, lines.listing[said], lines.stars[said])
    _bad_reviews(shop, levers, state, diary)
    for listing_index, stars in state.reviews_due.pop(day, ()):
        np.add.at(state.stars, listing_index, stars)
        np.add.at(state.reviews, listing_index, 1.0)

    sold = np.bincount(lines.listing[live], lines.units[live], shelf.listings)
    back = np.bincount(lines.listing[live], (lines.reason[live] >= 0) & (lines.reason[live] < 5), shelf.listings)
    out = np.bincount(shelf.sku_listing, (~shown) * shelf.sku_share, shelf.listings)
    state.pace = 0.97 * state.pace + 0.03 * sold
    usual = shop.need.day[day] * 1.2
    stars_now = np.where(state.reviews > 0, state.stars / np.maximum(state.reviews, 1), shop.models.listing.usual_stars)
    penalty = (stars_now - shop.models.listing.usual_stars, out, back / (sold + 3.0))
    state.rank = listing.next_rank(shop.models.listing, state.rank, sold.astype(np.float64), usual, penalty)


def _bad_reviews(shop: Shop, levers: Levers, state: State, diary: Diary) -> None:
    day = state.day
    index = np.arange(shop.shelf.listings)
    counts = poisson(shop.streams["aftersales"].uniform(day, index, 80), levers.at("bad_reviews", day))
    at = np.repeat(index, counts)
    nth = np.arange(at.size)
    when = day * DAY + (shop.streams["aftersales"].uniform(day, at, nth, 81) * DAY).astype(np.int64)
    stars = np.ones_like(at)
    diary.posted.append(Posted(at, when, stars))
    _book_reviews(state, when // DAY, at, stars)


def _book_reviews(state: State, when: Ints, at: Ints, stars: Ints) -> None:
    for day in np.unique(when):
        rows = when == day
        state.reviews_due.setdefault(int(day), []).append((at[rows], stars[rows]))


def live(shop: Shop, levers: Levers, state: State, until: int, progress: Callable[[int], None] | None = None) -> Run:
    """Live from ``state.day`` up to and including day ``until`` - 1; ``state`` is moved along."""
    first, days = state.day, until - state.day
    diary = Diary(
        first,
        Traffic.blank(days, shop.shelf.listings, shop.terms.count),
        np.zeros((days, shop.shelf.skus), dtype=np.int32),  # type: ignore[arg-type]
        np.zeros((days, shop.shelf.skus), dtype=np.int32),  # type: ignore[arg-type]
        [], [], [], [], [],
    )
    for _ in range(days):
        live_day(shop, levers, state, diary)
        if progress is not None:
            progress(state.day)
    sizes = np.cumsum([0, *(part.rows for part in diary.orders)])
    return Run(
        first, days, Orders.join(diary.orders), _shifted(diary.lines, sizes), diary.traffic,
        Supply.join(diary.supply), Cases.join(diary.cases), Posted.join(diary.posted), diary.on_hand, diary.inbound,
    )


def _shifted(parts: list[Lines], offsets: Ints) -> Lines:
    for part, offset in zip(parts, offsets, strict=False):
        part.order.__iadd__(offset)
    return Lines.join(parts)
