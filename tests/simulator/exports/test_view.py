from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from tests.simulator.worlds import view
from zhanggui.simulator.exports.amazon import order_ids
from zhanggui.simulator.exports.view import (
    buyers,
    listing_ids,
    money,
    order_numbers,
    pick,
    sku_codes,
    thousands,
    titles,
    variants,
    whole,
)
from zhanggui.simulator.levers import Effect


def test_figures_as_text() -> None:
    assert money(np.array([5, -1234, 100])) == ["0.05", "-12.34", "1.00"]
    assert thousands(np.array([123_456_789])) == ["1,234,567.89"]
    assert whole(np.array([3])) == ["3"]
    assert pick(["a", "b"], np.array([1, 0])) == ["b", "a"]


def test_moments_are_local_and_unknown_is_blank() -> None:
    one = view("taobao")
    assert one.stamp(np.array([3661, -1])) == ["2026-04-01 01:01:01", ""]
    assert one.seen(np.array([one.end - 1, one.end])).tolist() == [one.end - 1, -1]
    assert str(one.day(30)) == "2026-05-01"


def test_utc_follows_daylight_saving() -> None:
    one = view("amazon")
    noon = np.array([12 * 3600])
    text = one.stamp(one.utc(noon))[0]
    assert datetime.fromisoformat(text).replace(tzinfo=UTC).hour == 19
    assert one.utc(np.zeros(0, dtype=np.int64)).size == 0


def test_ids_are_unlike_stable_and_each_platforms_own() -> None:
    for key in ("taobao", "douyin", "amazon", "shopify"):
        shop = view(key).shop
        ids, skus = listing_ids(shop), sku_codes(shop)
        assert len(set(ids)) == len(ids) == shop.shelf.listings
        assert len(set(skus)) == len(skus) == len(variants(shop)) == shop.shelf.skus
        assert ids == listing_ids(shop)
    assert set(sku_codes(view("taobao").shop)).isdisjoint(sku_codes(view("amazon").shop))


def test_orders_and_buyers_have_names() -> None:
    one = view("taobao")
    run = one.run
    numbers = order_numbers(one)
    assert np.unique(numbers).size == run.orders.rows
    assert (np.diff(numbers) > 0).all()
    names = buyers(run.orders.customer)
    assert len(set(names)) == np.unique(run.orders.customer).size


def test_numbers_are_never_of_two_shops() -> None:
    for key in ("taobao", "douyin"):
        one = view(key)
        shop = replace(one.shop, plan=replace(one.shop.plan, turn=1))
        other = replace(one, shop=shop)
        assert set(order_numbers(one).tolist()).isdisjoint(order_numbers(other).tolist())
        assert set(listing_ids(one.shop)).isdisjoint(listing_ids(shop))
    amazon = view("amazon")
    second = replace(amazon, shop=replace(amazon.shop, plan=replace(amazon.shop.plan, turn=1)))
    assert set(order_ids(amazon)).isdisjoint(order_ids(second))


def test_a_title_that_lost_its_core_term_is_written_without_it() -> None:
    shop = view("taobao").shop
    lost = titles(shop, 5, shop.levers((Effect("title", 0.4, 0, 9, (0,)),)))
    whole_titles = titles(shop, 5, shop.levers())
    assert len(lost[0]) < len(whole_titles[0])
    assert lost[1:] == whole_titles[1:]
