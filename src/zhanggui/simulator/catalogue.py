"""The merchant's own products: what is sold, under which code on each platform, how well it sells and wears.

Popularity is log-normal, heavy-tailed as sales of long catalogues are (Brynjolfsson, Hu and Simester, 2011).
Products are shared by all shops; each shop lists its own part of them under codes of its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhanggui.simulator.platforms import Platform
from zhanggui.simulator.streams import Floats, Ints, Stream, choose

_SHARED = 0.7  # of a shop's listings, those that every shop has
_VETERANS = 0.85  # products on sale before the first day
_RATE, _FREIGHT = 0.14, 1.55  # dollars a yuan; what freight and duty add to the cost abroad
_ROUND_FROM = 50  # yuan from which prices end in 9


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of goods. ``price`` in CNY; ``cost`` as a share of it; ``need_days`` between two needs of one buyer.

    ``returns`` is the usual share sent back, ``sized`` tells whether size charts matter, ``peak`` is the month
    (1-12) of the season's height and ``swing`` its log amplitude, ``gift`` how often it is a present.
    """

    zh: str
    en: str
    term_zh: str
    term_en: str
    price: float
    cost: float
    need_days: float
    returns: float
    sized: bool
    peak: int
    swing: float
    gift: float
    variants: tuple[tuple[str, str], ...]


_SIZES = (("M", "M"), ("L", "L"), ("S", "S"), ("XL", "XL"))
_COLOURS = (("黑色", "Black"), ("白色", "White"), ("蓝色", "Blue"), ("粉色", "Pink"))
_PACKS = (("标准装", "Standard"), ("两件装", "Pack of 2"), ("家庭装", "Family"), ("尝鲜装", "Trial"))

# zh | en | core terms | price | cost share | need days | returns | peak month | swing | gift | kind of variants
_CATEGORIES = """
    连衣裙 | Dress          | 连衣裙女     | summer dress    | 159 | .38 | 120 | .14 |  6 | .45 | .03 | sizes
    卫衣   | Hoodie         | 卫衣男       | hoodie men      | 129 | .41 | 130 | .11 | 11 | .40 | .02 | sizes
    面膜   | Face Mask      | 补水面膜     | face mask       |  79 | .42 |  32 | .02 | 12 | .10 | .08 | packs
    猫粮   | Cat Food       | 全价猫粮     | cat food        |  89 | .54 |  30 | .01 |  1 | .03 |  0  | packs
    保温杯 | Tumbler        | 保温杯大容量 | tumbler         |  85 | .46 | 200 | .04 | 12 | .30 | .15 | colours
    数据线 | Charging Cable | 快充数据线   | usb c cable     |  35 | .40 | 150 | .04 |  9 | .05 |  0  | colours
    四件套 | Bedding Set    | 纯棉四件套   | bedding set     | 239 | .53 | 260 | .08 | 10 | .25 | .05 | colours
    茶叶礼盒 | Tea Gift Box | 茶叶礼盒     | tea gift box    | 168 | .47 |  60 | .02 |  1 | .25 | .40 | packs
    瑜伽垫 | Yoga Mat       | 加厚瑜伽垫   | yoga mat        |  99 | .46 | 300 | .05 |  4 | .15 | .02 | colours
    积木   | Building Blocks | 儿童积木    | building blocks | 129 | .49 |  90 | .03 |  5 | .15 | .35 | packs
"""


def _category(line: str) -> Category:
    zh, en, term_zh, term_en, *numbers, kind = (word.strip() for word in line.split("|"))
    price, cost, need, returns, peak, swing, gift = map(float, numbers)
    variants = {"sizes": _SIZES, "packs": _PACKS, "colours": _COLOURS}[kind]
    return Category(
        zh,
        en,
        term_zh,
        term_en,
        price,
        cost,
        need,
        returns,
        variants is _SIZES,
        int(peak),
        swing,
        gift,
        variants,
    )


CATEGORIES = tuple(_category(line) for line in _CATEGORIES.splitlines() if line.strip())
_STYLES = (
    ("轻奢", "Luxe"),
    ("简约", "Plain"),
    ("经典", "Classic"),
    ("森系", "Forest"),
    ("复古", "Retro"),
    ("加厚", "Heavy"),
    ("云朵", "Cloud"),
    ("小鹿", "Fawn"),
    ("清新", "Fresh"),
    ("旗舰", "Prime"),
    ("松石", "Turquoise"),
    ("晨光", "Dawn"),
)


@dataclass(frozen=True, slots=True)
class Products:
    """The merchant's products, each field an array over products unless said otherwise.

    ``popularity`` has mean 1; ``quality`` and ``fit`` are standard deviations from the usual; ``price`` and
    ``cost`` in CNY; ``variants`` counts SKUs; ``age`` is days on sale at the start (negative: launched later).
    """

    category: Ints
    style: Ints
    popularity: Floats
    quality: Floats
    image: Floats
    price: Floats
    cost: Floats
    variants: Ints
    age: Ints
    lead_days: Ints
    moq: Ints

    def code(self, product: int) -> str:
        """The merchant's own style number, as printed on the tag."""
        return f"{'DHMCTUBGYJ'[int(self.category[product])]}{1001 + product}"

    def name(self, product: int, *, chinese: bool) -> str:
        """What the product is called."""
        category = CATEGORIES[int(self.category[product])]
        style = _STYLES[int(self.style[product])]
        return f"{style[0]}{category.zh}" if chinese else f"{style[1]} {category.en}"


def make_products(stream: Stream, count: int, spread: float) -> Products:
    """``count`` products; ``spread`` is the standard deviation of log popularity."""
    index = np.arange(count)
    category = (stream.uniform(index, 0) * len(CATEGORIES)).astype(np.int64)
    usual = np.array([c.price for c in CATEGORIES])[category]
    share = np.array([c.cost for c in CATEGORIES])[category]
    price = np.maximum(np.round(usual * np.exp(0.35 * stream.normal(index, 1))), 12.0)
    price = np.where(price > _ROUND_FROM, np.round(price / 10) * 10 - 1, price)
    popularity = np.exp(spread * stream.normal(index, 2))
    veteran = stream.uniform(index, 3) < _VETERANS
    return Products(
        category=category,
        style=(stream.uniform(index, 4) * len(_STYLES)).astype(np.int64),
        popularity=popularity / np.exp(spread**2 / 2),
        quality=stream.normal(index, 5),
        image=np.exp(0.12 * stream.normal(index, 6)),
        price=price,
        cost=price * share * np.exp(0.08 * stream.normal(index, 7)),
        variants=1 + choose(stream.uniform(index, 8), (0.35, 0.3, 0.2, 0.15)),
        age=np.where(
            veteran, 120 + (stream.uniform(index, 9) * 900), -10 - stream.uniform(index, 9) * 150
        ).astype(np.int64),
        lead_days=(6 + stream.uniform(index, 10) * 12).astype(np.int64),
        moq=(np.round(2 + stream.uniform(index, 11) * 4) * 10).astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shop's listings and SKUs.

    Over listings: ``product`` index, ``popularity`` (mean about 1), ``list_price`` (crossed out) and ``price``
    and ``market_price`` in cents, ``title_fit`` (share of searches the title answers), ``age``. ``partners`` has
    shape (listings, 4): what is bought with it. Over SKUs: ``sku_listing``, ``sku_variant``, ``sku_share`` and
    ``unit_cost`` in cents; ``first_sku`` (listings + 1) brackets a listing's SKUs.
    """

    product: Ints
    popularity: Floats
    list_price: Ints
    price: Ints
    market_price: Ints
    title_fit: Floats
    age: Ints
    partners: Ints
    sku_listing: Ints
    sku_variant: Ints
    sku_share: Floats
    unit_cost: Ints
    first_sku: Ints

    @property
    def listings(self) -> int:
        """Number of listings."""
        return int(self.product.size)

    @property
    def skus(self) -> int:
        """Number of SKUs."""
        return int(self.sku_listing.size)


def pool_size(listings: int, shops: int) -> int:
    """Number of products the merchant needs for ``shops`` shops of ``listings`` listings that overlap."""
    shared = round(listings * _SHARED)
    return shared + (listings - shared) * shops


def make_shelf(stream: Stream, products: Products, platform: Platform, listings: int, turn: int) -> Shelf:
    """The ``turn``-th shop's shelf: the shared products, then its own."""
    shared = round(listings * _SHARED)
    own = np.arange(listings - shared) + shared + turn * (listings - shared)
    product = np.concatenate([np.arange(shared), own])
    index = np.arange(listings)
    cents = _shelf_price(products.price[product] * platform.price_scale, platform.currency)
    markdown = 1.0 + 0.1 + 0.5 * stream.uniform(index, 1)
    variants = products.variants[product]
    sku_listing = np.repeat(index, variants)
    first_sku = np.concatenate([[0], np.cumsum(variants)])
    sku_variant = np.arange(sku_listing.size) - first_sku[sku_listing]
    weight = 0.62**sku_variant
    unit_cost = np.round(products.cost[product] * _landed(platform)).astype(np.int64)
    popularity = products.popularity[product] * np.exp(0.35 * stream.normal(index, 2))
    return Shelf(
        product=product,
        popularity=popularity,
        list_price=_shelf_price(cents / 100 * markdown, platform.currency),
        price=cents,
        market_price=np.round(cents * np.exp(0.06 * stream.normal(index, 3))).astype(np.int64),
        title_fit=0.75 + 0.25 * stream.uniform(index, 4),
        age=products.age[product],
        partners=_partners(stream, products.category[product], popularity),
        sku_listing=sku_listing,
        sku_variant=sku_variant,
        sku_share=weight / np.add.reduceat(weight, first_sku[:-1])[sku_listing],
        unit_cost=unit_cost[sku_listing],
        first_sku=first_sku,
    )


def watched_listings(shelf: Shelf) -> Ints:
    """The quarter of the listings that sells best (three at least), in order: those whose rivals are watched."""
    best = np.argsort(-shelf.popularity, kind="stable")[: max(3, shelf.listings // 4)]
    return np.sort(best)


def _landed(platform: Platform) -> float:
    """Cents of the shop's currency for a yuan of cost: abroad at the rate of exchange, with freight and duty."""
    return 100.0 if platform.currency == "CNY" else 100.0 * _RATE * _FREIGHT


def _shelf_price(amount: NDArray[np.float64], currency: str) -> Ints:
    """Prices as shops write them: 129.00 in China, 30.99 in America, in cents."""
    whole = np.maximum(np.round(amount), 5.0)
    return (whole * 100 - (0 if currency == "CNY" else 1)).astype(np.int64)


def _partners(stream: Stream, category: Ints, popularity: Floats) -> Ints:
    """Four things bought together with each listing: popular ones, drawn in proportion to popularity."""
    index = np.arange(category.size)
    draws = stream.uniform(index[:, None], np.arange(4)[None, :])
    return choose(draws.ravel(), popularity).reshape(draws.shape)
