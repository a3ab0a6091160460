import numpy as np
import pytest

from zhanggui.simulator.catalogue import CATEGORIES, Shelf, make_products, make_shelf, pool_size
from zhanggui.simulator.platforms import PLATFORMS
from zhanggui.simulator.streams import Stream

PRODUCTS = make_products(Stream.named(1, "p"), pool_size(200, 4), 1.1)


def shelf(key: str, turn: int) -> Shelf:
    return make_shelf(Stream.named(1, "s", key), PRODUCTS, PLATFORMS[key], 200, turn)


def test_popularity_is_heavy_tailed_with_mean_one() -> None:
    many = make_products(Stream.named(1, "p"), 20_000, 1.1).popularity
    assert many.mean() == pytest.approx(1.0, abs=0.06)
    best = np.sort(many)[::-1]
    assert 0.5 < best[:4000].sum() / best.sum() < 0.9


def test_shops_share_products_and_have_their_own() -> None:
    first, second = shelf("taobao", 0), shelf("amazon", 2)
    both = np.intersect1d(first.product, second.product)
    assert both.size == 140
    assert first.product.max() < pool_size(200, 4)


def test_skus_bracket_their_listings_and_shares_add_up() -> None:
    one = shelf("shopify", 3)
    assert one.first_sku[-1] == one.skus
    assert np.bincount(one.sku_listing, one.sku_share) == pytest.approx(np.ones(one.listings))
    assert np.array_equal(one.sku_listing[one.first_sku[:-1]], np.arange(one.listings))


def test_there_is_a_margin_and_a_crossed_out_price_above() -> None:
    one = shelf("taobao", 0)
    assert (one.list_price >= one.price).all()
    cost = one.unit_cost[one.first_sku[:-1]] / one.price
    assert 0.3 < np.median(cost) < 0.6


def test_codes_are_unlike_and_names_in_two_languages() -> None:
    codes = {PRODUCTS.code(n) for n in range(100)}
    assert len(codes) == 100
    kind = CATEGORIES[int(PRODUCTS.category[0])]
    assert PRODUCTS.name(0, chinese=True).endswith(kind.zh)
    assert PRODUCTS.name(0, chinese=False).endswith(kind.en)
