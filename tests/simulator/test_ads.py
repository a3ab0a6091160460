import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.ads import (
    BRAND,
    AdDay,
    AdsModel,
    Auction,
    ad_day,
    ad_orders,
    make_terms,
    order_delay,
    worth,
)
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.platforms import PLATFORMS
from zhanggui.simulator.streams import Stream

MODEL = AdsModel()
SHOP = busy_shop()
ONES = np.ones(SHOP.shelf.listings)


def served(*effects: Effect, need: float = 3.0) -> AdDay:
    ones = np.ones(SHOP.shelf.listings)
    auction = Auction(ones * need, ones, 0.02, 100.0)
    return ad_day(MODEL, Stream.named(1, "ads"), SHOP.terms, 3, (auction, SHOP.levers(effects)))


def test_a_shop_without_ads_has_no_terms() -> None:
    terms = make_terms(MODEL, Stream.named(1, "a"), SHOP.shelf, PLATFORMS["douyin"], (ONES, ONES, 0 * ONES))
    assert terms.count == 0


def test_the_account_advertises_what_sells_and_knows_its_brand() -> None:
    terms = SHOP.terms
    assert 0 < np.unique(terms.listing).size <= round(MODEL.advertised * SHOP.shelf.listings)
    assert (SHOP.shelf.age[terms.listing] >= 0).all()
    assert (worth(SHOP.shelf, SHOP.platform, 0 * ONES)[terms.listing] > 0).all()
    assert (terms.campaign == BRAND).sum() == 3
    assert np.bincount(terms.listing, terms.volume).max() == pytest.approx(1)


def test_a_day_never_spends_much_more_than_its_budgets() -> None:
    day = served(need=500.0)
    bill = np.bincount(SHOP.terms.listing, day.spend, SHOP.shelf.listings)
    has = SHOP.terms.budget > 0
    assert (day.served[has] < 1).all()
    assert 0.7 < bill[has].sum() / SHOP.terms.budget[has].sum() < 1.15


def test_bids_buy_volume_at_a_higher_price_and_pause_stops_all() -> None:
    usual, more = served(), served(Effect("bid", 3.0, 0, 9), Effect("budget", 20.0, 0, 9))
    assert more.clicks.sum() > usual.clicks.sum()
    assert more.spend.sum() / more.clicks.sum() > 1.5 * usual.spend.sum() / usual.clicks.sum()
    assert served(Effect("ads_on", 0.0, 0, 9)).spend.sum() == 0
    assert (usual.clicks <= usual.impressions).all()


def test_orders_come_from_clicks_some_of_them_later() -> None:
    stream = Stream.named(1, "ads")
    clicks = np.full(SHOP.terms.count, 30)
    assert ad_orders(stream, SHOP.terms, 3, clicks, np.full(clicks.size, 0.1)).sum() == pytest.approx(
        3 * clicks.size, rel=0.2
    )
    delay = order_delay(MODEL, stream, np.arange(5000))
    assert (delay == 0).mean() == pytest.approx(MODEL.same_day, abs=0.03)
    assert delay.max() == MODEL.window - 1
