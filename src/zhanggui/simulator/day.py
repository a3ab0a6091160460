"""A day in the shop: who comes, what they see, what they order and pay, what leaves the shelf, what is learnt.

The one place where the mechanisms meet. It reads the levers, moves the state and appends to the log; it holds no
economics of its own.
"""

from collections.abc import Callable

import numpy as np

from zhanggui.simulator import aftersales, basket, listing, price, stock
from zhanggui.simulator.aftersales import DAY, REGRET
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.demand import second_of_day
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Cases, Diary, Lines, Orders, Posted, Run, Supply, Traffic
from zhanggui.simulator.shop import Shop, State, queue
from zhanggui.simulator.streams import Floats, Ints, poisson
from zhanggui.simulator.visits import Asked, visitors


def _tempted(shop: Shop, levers: Levers, day: int, listing_index: Ints) -> Floats:
    """How much likelier a second item is: to reach the free-shipping line, and on sale days."""
    below = shop.shelf.price[listing_index] < shop.platform.free_line
    line = (levers.at("free_line", day)[0] == 0.0) & below
    sale = shop.models.basket.sale * float(shop.need.saving[day])
    tempted: Floats = np.where(line, shop.models.basket.free_line, 0.0) + sale
    return tempted


def live_day(shop: Shop, levers: Levers, state: State, diary: Diary) -> None:
    """Live through ``state.day``: append to ``diary``, move ``state`` to the next day."""
    day = state.day
    stock.receive(state.shelves, levers, day, shop.shelf.sku_listing, shop.shelf.sku_share)
    asked = visitors(shop, levers, state, day, diary)
    created = day * DAY + second_of_day(shop.streams["orders"], asked.key, shop.platform.market)
    turn = np.lexsort((asked.key, created))
    asked = Asked(*(getattr(asked, name)[turn] for name in Asked.__slots__))
    created = created[turn]

    device = shop.people.mobile(asked.customer, shop.platform.mobile_share)
    fails = np.where(device == 0, levers.at("pay_fail_mobile", day)[0], levers.at("pay_fail_pc", day)[0])
    gives_up = shop.streams["orders"].uniform(asked.key, 4) < shop.models.basket.gives_up
    pays = (gives_up | (shop.streams["orders"].uniform(asked.key, 5) < fails)) == 0
    streams = (shop.streams["orders"], shop.streams["people"])
    baskets = basket.fill_baskets(
        shop.models.basket,
        streams,
        shop.shelf,
        basket.Wish(asked.key, asked.listing, asked.fake, _tempted(shop, levers, day, asked.listing)),
        shop.need.mean[day] > 0,
    )
    order, at, sku, units = baskets.order, baskets.listing, baskets.sku, baskets.units

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


def _settle(
    shop: Shop,
    levers: Levers,
    day: int,
    who: tuple[Asked, Ints, Ints, Floats],
    what: tuple[Ints, Ints, Ints, Ints],
) -> tuple[Lines, Orders]:
    """Charge the orders that can be served, send them off, and see what becomes of them."""
    asked, created, device, pays = who
    order, at, sku, units = what
    shelf, platform, models = shop.shelf, shop.platform, shop.models
    unit = price.unit_prices(levers, day, shelf.price)
    saves = price.coupons(
        models.price, shop.streams["price"], asked.key, shop.people.sensitivity(asked.customer)
    )
    off = saves[order] + levers.at("coupon", day)[at] + shop.need.saving[day]
    gross = unit[at] * units
    charged = price.Bill(order, gross, np.minimum(off, models.price.deepest), asked.key.size)
    bill = price.charge(platform, levers, day, charged, sale_on=bool(shop.need.saving[day] > 0))

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
    shelves.pace = np.where(
        shown | (sold_sku > 0), memory * shelves.pace + (1 - memory) * sold_sku, shelves.pace
    )
    view = (shop.lead, shop.smallest, shelf.sku_listing, levers)
    placed = stock.reorder(shop.models.stock, shop.streams["stock"], shelves, day, view)
    diary.supply.append(
        Supply(placed.sku, placed.units, np.full_like(placed.sku, day), placed.expected, placed.arrives)
    )
    diary.on_hand[at], diary.inbound[at] = shelves.on_hand, shelves.on_order

    real = (orders.paid_at >= 0) & (orders.fake == 0)
    main = np.searchsorted(lines.order, np.nonzero(real)[0])
    bought = lines.listing[main]
    queue(
        state.people,
        shop.people.next_need(orders.customer[real], orders.visit[real], bought, day, shelf),
        shop.days,
    )

    said = lines.stars > 0
    _book_reviews(state, lines.reviewed_at[said] // DAY, lines.listing[said], lines.stars[said])
    _bad_reviews(shop, levers, state, diary)
    for listing_index, stars in state.reviews_due.pop(day, ()):
        np.add.at(state.stars, listing_index, stars)
        np.add.at(state.reviews, listing_index, 1.0)

    sold = np.bincount(lines.listing[live], lines.units[live], shelf.listings)
    back = np.bincount(
        lines.listing[live], (lines.reason[live] >= 0) & (lines.reason[live] < REGRET), shelf.listings
    )
    gone = np.bincount(shelf.sku_listing, (~shown) * shelf.sku_share, shelf.listings).astype(np.float64)
    state.pace = 0.97 * state.pace + 0.03 * sold
    usual = shop.need.day[day] * 1.2
    stars_now = np.where(
        state.reviews > 0, state.stars / np.maximum(state.reviews, 1), shop.models.listing.usual_stars
    )
    returned: Floats = back / (sold + 3.0)
    penalty = (stars_now - shop.models.listing.usual_stars, gone, returned)
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


def live(
    shop: Shop, levers: Levers, state: State, until: int, progress: Callable[[int], None] | None = None
) -> Run:
    """Live from ``state.day`` up to and including day ``until`` - 1; ``state`` is moved along."""
    first, days = state.day, until - state.day
    diary = Diary(
        first,
        Traffic.blank(days, shop.shelf.listings, shop.terms.count),
        np.zeros((days, shop.shelf.skus), dtype=np.int32),
        np.zeros((days, shop.shelf.skus), dtype=np.int32),
        [],
        [],
        [],
        [],
        [],
    )
    for _ in range(days):
        live_day(shop, levers, state, diary)
        if progress is not None:
            progress(state.day)
    sizes = np.cumsum([0, *(part.rows for part in diary.orders)])
    return Run(
        first,
        days,
        Orders.join(diary.orders),
        _shifted(diary.lines, sizes),
        diary.traffic,
        Supply.join(diary.supply),
        Cases.join(diary.cases),
        Posted.join(diary.posted),
        diary.on_hand,
        diary.inbound,
    )


def _shifted(parts: list[Lines], offsets: Ints) -> Lines:
    for part, offset in zip(parts, offsets, strict=False):
        part.order.__iadd__(offset)
    return Lines.join(parts)
