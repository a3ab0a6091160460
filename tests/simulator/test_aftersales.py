import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.aftersales import (
    DAY,
    DEFECT,
    MISFIT,
    NONE,
    After,
    Leaving,
    Parcels,
    ServiceModel,
    Sold,
    aftermath,
    questions,
    send,
)
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.streams import Stream

SHOP = busy_shop()
MODEL = ServiceModel()
STREAM = Stream.named(1, "aftersales")
N = 8_000
KEY = np.arange(N) * 8191


def after(*effects: Effect, late_days: float = 0.0) -> After:
    paid_at = np.full(N, 3600)
    shipped = paid_at + DAY // 2
    parcels = Parcels(shipped, shipped + round((2 + late_days) * DAY))
    sold = Sold(
        KEY,
        KEY % SHOP.shelf.listings,
        np.ones(N, dtype=int),
        np.full(N, 9900),
        paid_at,
        parcels,
        np.full(N, 2.7),
        np.zeros(N, dtype=bool),
    )
    goods = (SHOP.shelf, SHOP.products, SHOP.platform)
    return aftermath(MODEL, STREAM, goods, sold, (SHOP.levers(effects), 0))


def test_refunds_come_after_the_goods_and_are_settled_later() -> None:
    result = after()
    back = result.reason != NONE
    assert 0.02 < back.mean() < 0.2
    assert (result.settled[back] > result.asked[back]).all()
    assert (result.refund[back] <= 9900).all()
    assert (result.refund[~back] == 0).all()


@pytest.mark.parametrize(("lever", "reason"), [("defect", DEFECT), ("misfit", MISFIT)])
def test_a_cause_raises_its_own_reason_and_takes_no_refund_away(lever: str, reason: int) -> None:
    usual, worse = after(), after(Effect(lever, 0.2, 0, 9))
    assert (worse.reason == reason).mean() > (usual.reason == reason).mean() + 0.15
    assert ((worse.reason != NONE) >= (usual.reason != NONE)).all()


def test_late_parcels_bring_refunds_and_bad_stars() -> None:
    usual, late = after(), after(late_days=5)
    assert (late.reason != NONE).mean() > (usual.reason != NONE).mean()
    assert late.stars[late.stars > 0].mean() < usual.stars[usual.stars > 0].mean() - 0.5
    assert usual.stars.max() == 5


def test_parcels_leave_and_arrive_and_couriers_can_be_slow_in_one_region() -> None:
    region = np.arange(N) % len(SHOP.platform.regions)
    orders = Leaving(0, KEY, np.full(N, 100), region)
    usual = send(MODEL, STREAM, SHOP.platform, SHOP.levers(), orders)
    slow = send(MODEL, STREAM, SHOP.platform, SHOP.levers((Effect("courier_days", 3.0, 0, 9, (1,)),)), orders)
    assert (usual.shipped > 100).all()
    assert (usual.received > usual.shipped).all()
    assert np.array_equal(slow.received[region != 1], usual.received[region != 1])
    assert np.abs(slow.received - usual.received)[region == 1] == pytest.approx(3 * DAY, abs=1)


def test_questions_wait_as_long_as_service_lets_them() -> None:
    visitors = np.full(SHOP.shelf.listings, 200)
    usual, slow = (questions(MODEL, STREAM, 3, visitors, reply) for reply in (1.0, 10.0))
    assert usual.listing.size == slow.listing.size > 0
    assert np.array_equal(usual.opened, slow.opened)
    assert np.median(slow.replied - slow.opened) > 8 * np.median(usual.replied - usual.opened)
