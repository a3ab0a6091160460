from collections.abc import Mapping

import numpy as np
import pytest

from zhanggui.playbooks.conversion.offer import BORROWED, ELASTIC, Floats, Key, Offer, offers

DAYS = 59
ITEM = ("taobao", "P1")


def sku(
    pace: float, price: float, since: int = 4, now: float = 0.0, sold: float = 0.0, cost: float = 55.0
) -> Floats:
    """``pace`` a day at ``price``; of the last ``since`` days ``sold`` a day at ``now``, where told."""
    units = np.full(DAYS, pace)
    prices = np.full(DAYS, price)
    if now:
        units[-since:], prices[-since:] = sold, now
    return np.stack([units, units * prices, units * cost, units, np.zeros(DAYS)])


def run(of: Mapping[str, Floats], others: float = 100.0, many: int = 5) -> dict[tuple[str, str], Offer]:
    """``many`` other SKUs, whose last days' price is ``others``, beside those of the item."""
    tables = {("taobao", f"S{n}"): sku(2, 100, 4, others, 2) for n in range(many)}
    tables |= {("taobao", name): table for name, table in of.items()}
    items = {key: ITEM if key[1] in of else key for key in tables}
    return offers(tables, items, each)


def each(_key: Key, days: Floats) -> tuple[float, float]:
    units, sales, goods, *_ = (float(row.sum()) for row in days)
    return sales / units, goods / units


def test_an_offer_that_leaves_too_little_is_found_with_what_ending_it_gains() -> None:
    found = run({"A1": sku(4, 100, 4, 74, 8)})
    assert list(found) == [ITEM]
    one = found[ITEM]
    (told,) = one.skus
    assert (one.days, told.sku, told.units, told.usual) == (4, "A1", 32.0, 100.0)
    assert (told.price, told.cost) == pytest.approx((74, 55))
    times = 2.1  # of the usual: between the twice that is seen and what the mean elasticity tells
    assert 2.0 < (100 / 74) ** ELASTIC < 2.3
    # 28 a week leave 45 each, at the lower price 19; a third of what is sold more is taken from later weeks
    gain = 28 * 45 * (1 + BORROWED * (times - 1)) - 28 * 19 * times
    assert one.gain[1] == pytest.approx(gain, rel=0.1)
    assert 0 < one.gain[0] < one.gain[1] < one.gain[2]
    assert one.earned == pytest.approx(28 * 45)
    assert one.earns == pytest.approx(28 * 19 * times, rel=0.1)


def test_an_offer_that_sells_many_times_as_much_pays() -> None:
    assert run({"A1": sku(4, 100, 14, 85, 24, cost=20)}) == {}


def test_below_cost_a_small_cut_a_price_of_weeks_or_a_few_orders_are_no_offer() -> None:
    assert run({"A1": sku(4, 100, 4, 50, 8)}) == {}
    assert run({"A1": sku(4, 100, 4, 74, 8, cost=float("nan"))}) == {}
    assert run({"A1": sku(4, 100, 4, 93, 8)}) == {}
    assert run({"A1": sku(4, 100, 30, 74, 8)}) == {}
    assert run({"A1": sku(4, 100, 1, 74, 2)}) == {}
    assert run({"A1": sku(0.01, 100, 4, 74, 8)}) == {}


def test_an_offer_that_is_over_or_a_sale_of_the_whole_shop_is_none() -> None:
    over = sku(4, 100, 4, 74, 8)
    over[:2, -1] = 4, 400
    assert run({"A1": over}) == {}
    assert run({"A1": sku(4, 100, 4, 74, 8)}, others=90.0) == {}
    assert run({"A1": sku(4, 100, 4, 74, 8)}, others=90.0, many=30) == {}
    assert list(run({"A1": sku(4, 100, 4, 74, 8)}, many=30)) == [ITEM]


def test_variants_are_one_offer_and_nothing_sold_lately_tells_nothing() -> None:
    pair = {"A1": sku(4, 100, 4, 74, 8), "A2": sku(2, 100, 4, 74, 4)}
    assert [(one.sku, one.units) for one in run(pair)[ITEM].skus] == [("A1", 32), ("A2", 16)]
    gone = sku(4, 100)
    gone[:, -5:] = 0
    assert run({"A1": gone}) == {}
