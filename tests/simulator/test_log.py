import numpy as np

from tests.simulator.worlds import busy
from zhanggui.simulator.log import Posted, Traffic


def test_columns_join_and_are_taken_by_row() -> None:
    one = Posted(np.array([1, 2]), np.array([3, 4]), np.array([5, 5]))
    both = Posted.join([one, one])
    assert both.rows == 4
    assert both.take(np.array([3])).listing.tolist() == [2]
    assert both.take(both.listing == 1).rows == 2


def test_room_for_traffic_is_small() -> None:
    room = Traffic.blank(10, 5, 3)
    assert room.impressions.shape == (10, 3, 5)
    assert room.ad_spend.dtype == np.int32


def test_a_run_is_consistent() -> None:
    run = busy().run
    orders, lines = run.orders, run.lines
    assert (np.diff(lines.order) >= 0).all()
    assert np.unique(lines.order).size == orders.rows
    assert (np.diff(orders.day) >= 0).all()
    paid = orders.paid_at >= 0
    assert (orders.paid_at[paid] >= orders.created_at[paid]).all()
    assert (orders.paid_at[paid] // 86_400 == orders.day[paid]).all()
    assert (lines.refund <= lines.paid).all()
    assert (lines.settled_at[lines.refund > 0] > orders.paid_at[lines.order][lines.refund > 0]).all()
    assert (run.on_hand >= 0).all()
