import numpy as np

from tests.simulator.worlds import busy, busy_shop
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.platforms import ADS, DIRECT
from zhanggui.simulator.world import live_shop


def test_orders_come_from_all_sources_and_ad_orders_know_their_term() -> None:
    orders = busy().run.orders
    assert np.unique(orders.source).tolist() == [0, 1, 2, 3, 4]
    assert (orders.term[orders.source == ADS] >= 0).all()
    assert (orders.term[orders.source != ADS] == -1).all()
    assert (orders.day[orders.source == ADS] > orders.click_day[orders.source == ADS]).any()
    assert (orders.visit[orders.source == DIRECT] > 0).all()


def test_keys_are_unlike() -> None:
    key = busy().run.orders.key
    assert np.unique(key).size == key.size


def test_fake_orders_come_from_a_few_accounts_and_go_back() -> None:
    story = live_shop(busy_shop(), (Effect("fake_orders", 5.0, 10, 20, (0,)),))
    fake = story.run.orders.fake == 1
    assert fake.sum() > 20
    assert np.unique(story.run.orders.customer[fake]).size <= 5
    lines = story.run.lines
    mine = fake[lines.order] & (story.run.orders.paid_at[lines.order] >= 0)
    assert (lines.refund[mine] > 0).all()
    assert (lines.refund[mine] == lines.paid[mine]).mean() > 0.9
    real = ~fake & (story.run.orders.day <= 10)
    assert np.isin(story.run.orders.key[real], busy().run.orders.key).all()
