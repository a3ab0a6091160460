import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.platforms import PLATFORMS
from zhanggui.simulator.price import (
    Bill,
    PriceModel,
    charge,
    coupons,
    final_prices,
    split,
    totals,
    unit_prices,
)
from zhanggui.simulator.streams import Stream

SHOP = busy_shop()
ORDER = np.array([0, 0, 1, 2])
GROSS = np.array([10_001, 19_999, 3_000, 65_000])


def test_the_price_lever_moves_prices_by_whole_cents() -> None:
    cut = unit_prices(SHOP.levers((Effect("price", 0.333, 0, 9, (0,)),)), 0, SHOP.shelf.price)
    assert cut[0] == round(SHOP.shelf.price[0] * 0.333)
    assert np.array_equal(cut[1:], SHOP.shelf.price[1:])
    shown = final_prices(SHOP.levers((Effect("coupon", 0.2, 0, 9),)), 0, SHOP.shelf.price, 0.1)
    assert shown == pytest.approx(SHOP.shelf.price * 0.7)


def test_spend_and_save_is_split_to_the_cent() -> None:
    bill = Bill(ORDER, GROSS, np.zeros(4), 3)
    plain = charge(PLATFORMS["taobao"], SHOP.levers(), 0, bill, sale_on=False)
    sale = charge(PLATFORMS["taobao"], SHOP.levers(), 0, bill, sale_on=True)
    assert plain.goods.tolist() == [30_000, 3_000, 65_000]
    assert sale.goods.tolist() == [25_000, 3_000, 55_000]
    assert np.array_equal(totals(ORDER, sale.paid, 3), sale.goods)
    assert plain.shipping.tolist() == [0, 600, 0]


def test_without_the_free_line_everybody_pays_shipping() -> None:
    bill = Bill(ORDER, GROSS, np.zeros(4), 3)
    levers = SHOP.levers((Effect("free_line", 1.0, 0, 9),))
    assert (charge(PLATFORMS["shopify"], levers, 0, bill, sale_on=False).shipping == 595).all()


def test_split_loses_no_cent() -> None:
    generator = np.random.default_rng(1)
    order = np.sort(generator.integers(0, 50, 200))
    weight = generator.integers(1, 10_000, 200)
    amount = generator.integers(0, 5_000, 50)
    amount[np.bincount(order, minlength=50) == 0] = 0
    assert np.array_equal(totals(order, split(amount, order, weight), 50), amount)
    assert split(amount, np.zeros(0, dtype=int), np.zeros(0, dtype=int)).size == 0


def test_only_the_price_sensitive_use_coupons() -> None:
    model = PriceModel()
    saving = coupons(model, Stream.named(1, "p"), np.arange(1000), np.linspace(0, 1, 1000))
    assert saving[: int(1000 * model.coupon_from)].max() == 0
    assert set(saving) == {0.0, model.coupon}
