import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.levers import Effect, Levers
from zhanggui.simulator.listing import (
    Appeal,
    ListingModel,
    Reach,
    appeal,
    behaviour,
    next_rank,
    orders_asked,
    organic_visits,
)
from zhanggui.simulator.streams import Floats, Stream

MODEL = ListingModel()
SIZE = busy_shop().shelf.listings
ONES = np.ones(SIZE)
STATE = (np.full(SIZE, MODEL.usual_stars), np.full(SIZE, 29.0), ONES)


def charm(levers: Levers | None = None, price: Floats | None = None) -> Appeal:
    own = ONES * 100 if price is None else price
    return appeal(MODEL, levers or busy_shop().levers(), 0, STATE, (own, ONES * 100))


def test_a_usual_listing_has_its_usual_appeal() -> None:
    assert charm().click == pytest.approx(ONES)
    assert charm().order == pytest.approx(ONES)


def test_price_works_on_click_and_order_with_the_known_elasticity() -> None:
    dearer = charm(price=ONES * 110)
    change = np.log(dearer.click[0] * dearer.order[0]) / np.log(1.1)
    assert change == pytest.approx(-2.62)


@pytest.mark.parametrize(
    ("lever", "value"),
    [
        ("image", 0.6),
        ("load_seconds", 3.0),
        ("page", 0.7),
        ("promise_days", 4.0),
        ("rival_price", 0.8),
        ("reply", 10.0),
    ],
)
def test_what_is_worse_sells_less(lever: str, value: float) -> None:
    levers = busy_shop().levers((Effect(lever, value, 0, 9),))
    assert (charm(levers).order < charm().order).all()


def test_rank_and_title_bring_visits_and_ads_take_some() -> None:
    shop = busy_shop()
    stream, need = Stream.named(1, "l"), ONES * 5

    def seen(rank: float, displaced: float, *effects: Effect) -> int:
        reach = Reach(ONES * rank, ONES, ONES * displaced)
        view = (reach, charm(), shop.levers(effects), shop.platform.mix)
        return int(organic_visits(MODEL, stream, need, 0, view).clicks.sum())

    assert seen(1.0, 0) > seen(0.0, 0) > seen(-1.0, 0)
    assert seen(0.0, 3.0) < seen(0.0, 0)
    assert seen(0.0, 0, Effect("title", 0.4, 0, 9)) < seen(0.0, 0)


def test_orders_and_acts_never_exceed_the_visits() -> None:
    stream = Stream.named(1, "l")
    clicks = np.full((3, SIZE), 4)
    assert (orders_asked(stream, 0, clicks, np.full((3, SIZE), 5.0)) <= clicks).all()
    acts = behaviour(MODEL, stream, 0, np.full(SIZE, 50), charm(), np.zeros(SIZE))
    assert (acts.carts <= 50).all()
    assert (acts.page_views >= 50).all()
    slow = behaviour(MODEL, stream, 0, np.full(SIZE, 50), charm(), np.full(SIZE, 4.0))
    assert slow.bounced.sum() > acts.bounced.sum()


def test_rank_follows_sales_and_suffers_when_sold_out() -> None:
    zero = np.zeros(SIZE)
    good = next_rank(MODEL, zero, ONES * 20, ONES, (zero, zero, zero))
    bad = next_rank(MODEL, zero, ONES, ONES, (zero, ONES, zero))
    assert (good > 0).all()
    assert (bad < 0).all()
    rank: Floats = zero
    for _ in range(500):
        rank = next_rank(MODEL, rank, ONES * 1000, ONES, (zero, zero, zero))
    assert rank.max() <= MODEL.rank_limit
