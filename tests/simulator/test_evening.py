import numpy as np

from tests.simulator.worlds import busy, busy_shop
from zhanggui.simulator.day import live
from zhanggui.simulator.levers import Effect

DAY = 30


def after(*effects: Effect) -> tuple[np.ndarray, np.ndarray]:
    """Rank and mean stars a fortnight later."""
    shop, state = busy_shop(), busy().states[DAY].copy()
    live(shop, shop.levers(effects), state, DAY + 14)
    return state.rank, state.stars / np.maximum(state.reviews, 1)


def test_bad_reviews_cost_stars_and_stars_cost_rank() -> None:
    usual, hurt = after(), after(Effect("bad_reviews", 20.0, DAY, DAY + 13, (0,)))
    assert hurt[1][0] < usual[1][0] - 0.3
    assert hurt[0][0] < usual[0][0]


def test_an_empty_shelf_costs_rank() -> None:
    usual = after()
    gone = after(Effect("on_hand", 0.0, DAY, DAY, (3,)), Effect("reorder", 0.0, DAY, DAY + 13, (3,)))
    assert gone[0][3] < usual[0][3]


def test_the_pace_is_learnt_and_what_is_low_is_ordered() -> None:
    state = busy().states[DAY].copy()
    before = state.shelves.pace.copy()
    run = live(busy_shop(), busy_shop().levers(), state, DAY + 14)
    assert not np.array_equal(before, state.shelves.pace)
    assert run.supply.rows > 0
    assert (run.supply.placed >= DAY).all()
