import numpy as np

from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.exports.said import gathered, of_orders
from zhanggui.simulator.exports.view import sku_codes


def test_everything_said_by_the_evening_in_order() -> None:
    one = view("shopify")
    said = gathered(one, 0)
    assert (np.diff(said.at) >= 0).all()
    assert said.at.max() < DAYS * DAY
    assert set(said.stars.tolist()) <= {1, 2, 3, 4, 5}
    late = gathered(one, 30)
    assert late.words == said.words[-len(late.words) :]
    assert late.at.min() >= 30 * DAY


def test_words_are_of_the_shop_s_market() -> None:
    assert all(word.isascii() for word in gathered(view("amazon"), 0).words)
    assert not any(word.isascii() for word in gathered(view("douyin"), 0).words)


def test_reviews_of_nobody_s_order_have_no_sku() -> None:
    one = view("taobao")
    said = gathered(one, 0)
    codes = of_orders(said, ["x"] * said.line.size)
    assert [code == "x" for code in codes] == (said.line >= 0).tolist()
    assert sku_codes(one.shop)
