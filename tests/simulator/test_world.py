import numpy as np

from tests.simulator.worlds import CONFIG, busy, busy_shop, world
from zhanggui.simulator.world import live_shop, shop_plans, simulate


def test_shops_come_in_turn_and_are_called_apart() -> None:
    keys = [plan.key for plan in shop_plans(6, 30)]
    assert keys == ["taobao", "douyin", "amazon", "shopify", "taobao-2", "douyin-2"]


def test_a_run_lived_in_parts_is_one_run() -> None:
    whole = live_shop(busy_shop(), ())
    parts = busy()
    assert np.array_equal(parts.run.lines.order, whole.run.lines.order)
    assert np.array_equal(parts.run.traffic.visits, whole.run.traffic.visits)
    assert np.array_equal(parts.fees.amount, whole.fees.amount)


def test_the_same_seed_is_the_same_world() -> None:
    again = simulate(CONFIG)
    for key, story in world().stories.items():
        assert np.array_equal(story.run.orders.created_at, again.stories[key].run.orders.created_at)
        assert world().ledger(key) == again.ledger(key)
