"""A shop: its shelf, its people, its account of ads, the mechanisms put together and its state between two days."""

import itertools
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from zhanggui.simulator.ads import AdsModel, Terms, make_terms
from zhanggui.simulator.aftersales import ServiceModel
from zhanggui.simulator.basket import BasketModel
from zhanggui.simulator.catalogue import CATEGORIES, Products, Shelf, make_shelf
from zhanggui.simulator.content import ContentModel, Posts, make_posts
from zhanggui.simulator.demand import DemandModel, Need, make_need
from zhanggui.simulator.levers import Effect, Levers
from zhanggui.simulator.listing import ListingModel, appeal
from zhanggui.simulator.people import People, PeopleModel, Returning
from zhanggui.simulator.platforms import ADS, PLATFORMS, Platform
from zhanggui.simulator.price import PriceModel
from zhanggui.simulator.stock import Shelves, StockModel, open_shelves
from zhanggui.simulator.streams import Floats, Ints, Stream

_REVIEWS_A_DAY = 0.06  # of a listing of popularity 1, before the first day
_STARS, _STARS_QUALITY = 4.58, 0.16  # mean stars of the first day, and what a unit of quality adds

MECHANISMS = ("people", "demand", "listing", "ads", "content", "price", "stock", "aftersales", "orders")


@dataclass(frozen=True, slots=True)
class Models:
    """The parameters of every mechanism; replace one to change one."""

    people: PeopleModel = field(default_factory=PeopleModel)
    basket: BasketModel = field(default_factory=BasketModel)
    demand: DemandModel = field(default_factory=DemandModel)
    listing: ListingModel = field(default_factory=ListingModel)
    ads: AdsModel = field(default_factory=AdsModel)
    content: ContentModel = field(default_factory=ContentModel)
    price: PriceModel = field(default_factory=PriceModel)
    stock: StockModel = field(default_factory=StockModel)
    service: ServiceModel = field(default_factory=ServiceModel)


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """Which shop to open: ``key`` in files and truth, ``platform`` (key of PLATFORMS), ``name`` as shown, listings.

    ``turn``: how many shops of its platform stand before it. Numbers of orders and listings are never of two shops.
    """

    key: str
    platform: str
    name: str
    listings: int
    turn: int = 0


@dataclass(slots=True)
class State:
    """What a shop carries from one day into the next. ``day`` is the next day to be lived.

    Over listings: ``rank`` (log visibility), ``stars`` (sum) and ``reviews`` (number), ``pace`` (usual units).
    By day to come: ``people`` on their way back, ``late`` orders of ad clicks (key, listing, term, day of the
    click), ``reviews_due`` (sum of stars, number), ``returns_due`` (units).
    """

    day: int
    rank: Floats
    stars: Floats
    reviews: Floats
    pace: Floats
    shelves: Shelves
    people: dict[int, list[Returning]] = field(default_factory=dict)
    late: dict[int, list[tuple[Ints, Ints, Ints, Ints]]] = field(default_factory=dict)
    reviews_due: dict[int, list[tuple[Ints, Ints]]] = field(default_factory=dict)

    def copy(self) -> "State":
        """An independent copy: the arrays of the future are never written to, so lists of them suffice."""
        return replace(
            self,
            rank=self.rank.copy(),
            stars=self.stars.copy(),
            reviews=self.reviews.copy(),
            pace=self.pace.copy(),
            shelves=self.shelves.copy(),
            people={day: list(parts) for day, parts in self.people.items()},
            late={day: list(parts) for day, parts in self.late.items()},
            reviews_due={day: list(parts) for day, parts in self.reviews_due.items()},
        )


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything about a shop that does not change from day to day.

    ``lead`` and ``smallest`` (units of a smallest order) are over SKUs.
    """

    plan: ShopPlan
    platform: Platform
    models: Models
    products: Products
    shelf: Shelf
    need: Need
    terms: Terms
    posts: Posts
    people: People
    lead: Ints
    smallest: Ints
    streams: dict[str, Stream]
    start: date
    days: int

    def levers(self, effects: tuple[Effect, ...] = ()) -> Levers:
        """The levers of this shop, moved by ``effects``."""
        sizes = {
            "listing": self.shelf.listings,
            "shop": 1,
            "term": self.terms.count,
            "region": len(self.platform.regions),
        }
        return Levers(effects, sizes)


def open_shop(plan: ShopPlan, turn: int, world: tuple[Models, Products, int, date, int]) -> Shop:
    """Open the ``turn``-th shop. ``world``: models, the merchant's products, seed, first day, number of days."""
    models, products, seed, start, days = world
    platform = PLATFORMS[plan.platform]
    streams = {name: Stream.named(seed, name, plan.key) for name in MECHANISMS}
    shelf = make_shelf(Stream.named(seed, "shelf", plan.key), products, platform, plan.listings, turn)
    kinds = products.category[shelf.product]
    calendar = (start, days, platform.market)
    need = make_need(
        models.demand, (Stream.named(seed, "common"), streams["demand"]), shelf, products, calendar
    )
    usual = models.demand.orders * models.demand.scale * shelf.popularity
    clicks = usual * platform.mix[ADS] / models.listing.order_rate[ADS]
    image = products.image[shelf.product]
    reviews = np.floor(np.maximum(shelf.age, 0) * shelf.popularity * _REVIEWS_A_DAY)
    stars = _STARS + _STARS_QUALITY * products.quality[shelf.product]
    levers = Levers((), {"listing": shelf.listings, "shop": 1, "term": 0, "region": len(platform.regions)})
    prices = (shelf.price.astype(np.float64), shelf.market_price.astype(np.float64))
    converts = appeal(models.listing, levers, 0, (stars, reviews, image), prices).order
    returns = np.array([c.returns for c in CATEGORIES])[kinds] * platform.refund_scale
    lead = products.lead_days[shelf.product][shelf.sku_listing]
    variants = np.diff(shelf.first_sku)[shelf.sku_listing]
    return Shop(
        plan=plan,
        platform=platform,
        models=models,
        products=products,
        shelf=shelf,
        need=need,
        terms=make_terms(models.ads, streams["ads"], shelf, platform, (clicks, converts, returns)),
        posts=make_posts(models.content, streams["content"], shelf, platform, (usual * shelf.price, days)),
        people=People(
            models.people,
            streams["people"],
            np.array([c.need_days for c in CATEGORIES])[kinds].astype(np.float64),
        ),
        lead=lead,
        smallest=np.maximum(products.moq[shelf.product][shelf.sku_listing] // variants // 5 * 5, 5),
        streams=streams,
        start=start,
        days=days,
    )


def first_state(shop: Shop) -> State:
    """The state of a shop that has been trading for a while."""
    usual = shop.need.mean[0]
    sku_pace = usual[shop.shelf.sku_listing] * shop.shelf.sku_share * 1.15
    index = np.arange(shop.shelf.listings)
    reviews = np.floor(np.maximum(shop.shelf.age, 0) * shop.shelf.popularity * _REVIEWS_A_DAY)
    quality = shop.products.quality[shop.shelf.product]
    stars = np.clip(
        _STARS + _STARS_QUALITY * quality + 0.05 * shop.streams["aftersales"].normal(index, 90), 3.4, 4.95
    )
    state = State(
        day=0,
        rank=0.1 * shop.streams["listing"].normal(index, 90),
        stars=stars * reviews,
        reviews=reviews,
        pace=usual.copy(),
        shelves=open_shelves(shop.models.stock, shop.streams["stock"], sku_pace, shop.lead),
    )
    queue(state.people, shop.people.first_pool(usual, shop.shelf), shop.days)
    return state


def queue(book: dict[int, list[Returning]], people: Returning, days: int) -> None:
    """Enter people in the book of the days on which they come; those beyond the last day are let go."""
    inside = people.day < days
    order = np.nonzero(inside)[0][np.argsort(people.day[inside], kind="stable")]
    when = people.day[order]
    for day, rows in zip(*_runs(when), strict=True):
        part = order[rows[0] : rows[1]]
        book.setdefault(int(day), []).append(
            Returning(people.customer[part], people.visit[part], people.listing[part], people.day[part])
        )


def _runs(values: Ints) -> tuple[Ints, list[tuple[int, int]]]:
    """The runs of equal values in a sorted array: the values and their brackets."""
    distinct, first = np.unique(values, return_index=True)
    edges = [*first.tolist(), values.size]
    return distinct, list(itertools.pairwise(edges))
