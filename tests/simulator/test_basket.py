from dataclasses import replace

import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.basket import BasketModel, Lines, Wish, fill_baskets, pick_sku, quantity
from zhanggui.simulator.streams import Stream

SHOP = busy_shop()
N = 5_000


def baskets(model: BasketModel, *, fake: int = 0, tempted: float = 0.0) -> Lines:
    key = np.arange(N) * 8191
    wish = Wish(key, key % SHOP.shelf.listings, np.full(N, fake == 1), np.full(N, tempted))
    streams = (Stream.named(1, "orders"), Stream.named(1, "people"))
    return fill_baskets(model, streams, SHOP.shelf, wish, np.ones(SHOP.shelf.listings, dtype=bool))


def test_most_orders_hold_one_item_and_temptation_adds_some() -> None:
    usual = np.bincount(baskets(BasketModel()).order)
    more = np.bincount(baskets(BasketModel(), tempted=0.2).order)
    assert (usual == 1).mean() > 0.75
    assert more.mean() > usual.mean()
    assert np.bincount(baskets(BasketModel(), fake=1).order).max() == 1


def test_wholesale_baskets_are_large() -> None:
    items = np.bincount(baskets(replace(BasketModel(), large=0.9, large_items=15.0)).order)
    assert np.median(items) > 5


def test_skus_belong_to_their_listing_and_follow_the_shares() -> None:
    lines = baskets(BasketModel())
    assert np.array_equal(SHOP.shelf.sku_listing[lines.sku], lines.listing)
    first = SHOP.shelf.first_sku
    several = int(np.argmax(np.diff(first)))
    drawn = pick_sku(SHOP.shelf, np.full(N, several), Stream.named(1, "x").uniform(np.arange(N)))
    share = np.bincount(drawn - first[several]) / N
    assert share == pytest.approx(SHOP.shelf.sku_share[first[several] : first[several + 1]], abs=0.03)


def test_quantities_are_small_with_a_few_bulk_buyers() -> None:
    units = quantity(BasketModel(), Stream.named(1, "q"), np.arange(20_000))
    assert units.min() == 1
    assert 0.85 < (units == 1).mean() < 0.92
    assert (units >= 4).mean() == pytest.approx(BasketModel().bulk, abs=0.005)
