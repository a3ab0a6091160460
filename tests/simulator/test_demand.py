from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.demand import (
    DemandModel,
    common_shock,
    hour_shares,
    life_cycle,
    make_need,
    second_of_day,
)
from zhanggui.simulator.streams import Stream


def test_need_is_overdispersed_around_its_mean() -> None:
    need = busy_shop().need
    alive = need.mean > 0
    ratio = need.day[alive] / need.mean[alive]
    assert ratio.mean() == pytest.approx(1.0, abs=0.02)
    assert ratio.var() == pytest.approx(1 / DemandModel().spread, rel=0.1)


def test_shops_feel_the_same_shock() -> None:
    model = DemandModel()
    one = common_shock(model, Stream.named(1, "common"), 500)
    assert np.array_equal(one, common_shock(model, Stream.named(1, "common"), 500))
    assert one.std() == pytest.approx(model.common_shock, rel=0.5)


def test_an_item_rises_and_fades() -> None:
    life = life_cycle(DemandModel(), np.array([-5, 0, 60, 2000]))
    assert life[0] == 0
    assert life[1] < life[2]
    assert life[3] < life[2]


def test_a_weekday_shape_can_be_changed_without_touching_the_rest() -> None:
    shop = busy_shop()
    streams = (Stream.named(1, "common"), shop.streams["demand"])
    calendar = (date(2026, 4, 6), 14, "cn")
    flat = replace(DemandModel(), weekday_cn=(1.0,) * 7)
    sunday = replace(DemandModel(), weekday_cn=(1.0,) * 6 + (2.0,))
    a = make_need(flat, streams, shop.shelf, shop.products, calendar).mean
    b = make_need(sunday, streams, shop.shelf, shop.products, calendar).mean
    assert b[6] == pytest.approx(2 * a[6])
    assert np.array_equal(b[:6], a[:6])


def test_orders_fall_on_the_hours_at_which_people_shop() -> None:
    seconds = second_of_day(Stream.named(1, "o"), np.arange(20_000), "cn")
    assert seconds.min() >= 0
    assert seconds.max() < 86_400
    share = np.bincount(seconds // 3600, minlength=24) / seconds.size
    assert share == pytest.approx(hour_shares("cn"), abs=0.01)
    assert hour_shares("us").sum() == pytest.approx(1)
