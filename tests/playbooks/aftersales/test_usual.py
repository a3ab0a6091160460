import pytest
from scipy import stats

from zhanggui.playbooks.aftersales.back import Back
from zhanggui.playbooks.aftersales.usual import (
    MOST_GROWTH,
    alike,
    at_least,
    common_of,
    ever,
    growth_of,
    told_by,
)
from zhanggui.playbooks.items import Item
from zhanggui.stats.shrink import Beta


def items(*rows: tuple[float, float]) -> dict[Item, Back]:
    """Orders and those that came back, of items 0, 1..."""
    return {("taobao", str(n)): Back(orders, refunded=back) for n, (orders, back) in enumerate(rows)}


def test_items_that_differ_say_little_of_one_another() -> None:
    like = ever(items(*[(100, 5)] * 20), items(*[(300, 15)] * 20))
    assert like["taobao", "3"] == (20.0, 400.0)
    unlike = ever(items(*[(100, 5), (100, 0), (100, 40)] * 7), {})
    assert alike(like, ("taobao", "0")) > 200
    assert alike(unlike, ("taobao", "0")) < 10


def test_young_orders_still_grow_and_what_all_have_in_common_is_taken_out() -> None:
    young, old = items(*[(100, 2)] * 10), items(*[(300, 18)] * 10)
    own = ("taobao", "0")
    assert growth_of(young, old, own) == pytest.approx(0.05 / 0.02, rel=0.3)
    assert growth_of(items(*[(100, 0)] * 10), old, own) == MOST_GROWTH
    assert common_of((18, 162), (900, 2700), 2.5) == pytest.approx(1 / 2.5)
    assert common_of((60, 162), (900, 2700), 1.0) == pytest.approx(65 / 59)


def test_what_growth_leaves_open_comes_on_top_of_what_own_orders_do() -> None:
    few, many = items((50, 2), (100, 2)), items((300, 20), (3000, 150))
    own, item = Beta(2, 38), ("taobao", "0")
    assert told_by(own, 1.0, (many, many), item) > told_by(own, 2.0, (many, many), item)
    assert told_by(own, 1.0, (few, many), item) < told_by(own, 1.0, (many, many), item) < 40


def test_the_chance_of_so_many_is_the_beta_binomials() -> None:
    assert at_least(4, 9, Beta(0.5, 20)) == pytest.approx(float(stats.betabinom.sf(3, 9, 0.5, 20)))
