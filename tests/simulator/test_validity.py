from datetime import date

import numpy as np
import pytest

from tests.simulator.worlds import DAYS, busy
from zhanggui.simulator.validity import (
    Trades,
    dispersion,
    distances,
    kolmogorov,
    largest_gap,
    purchase_gaps,
    repeat_curve,
    statistics,
    top_shares,
    total_variation,
    trades_of,
    wasserstein,
    weekday_shares,
)

START = (date(2026, 4, 1) - date(1970, 1, 1)).days


def test_a_shop_is_at_no_distance_from_itself() -> None:
    own = statistics(trades_of(busy().run, START, DAYS - 1))
    told = distances(own, own)
    assert told["median_gap"] == 1
    assert told["spread"] == pytest.approx(1.0 if own.spread else 0.0)
    assert {name for name, value in told.items() if abs(value) < 1e-12} >= told.keys() - {
        "median_gap",
        "spread",
    }
    assert own.weekday.sum() == pytest.approx(1)
    assert 0 < own.returned < 0.2
    assert own.dispersion > 0.5


def test_weekdays_count_from_monday() -> None:
    monday = (date(2026, 4, 6) - date(1970, 1, 1)).days
    assert weekday_shares(np.array([monday, monday, monday + 6])).tolist() == pytest.approx(
        [2 / 3, 0, 0, 0, 0, 0, 1 / 3]
    )


def test_the_best_items_come_first() -> None:
    shares = top_shares(np.arange(100), np.concatenate([[900.0], np.full(99, 100 / 99)]))
    assert shares[0] == pytest.approx(0.9)
    assert shares[-1] > shares[0]
    assert top_shares(np.arange(4), np.ones(4), (0.0, 0.25, 0.375, 1.0)).tolist() == [0, 0.25, 0.375, 1]
    assert np.isnan(top_shares(np.full(3, -1), np.ones(3))).all()


def test_where_items_are_not_known_their_number_counts() -> None:
    none, two = np.full(2, -1), np.array([3, 1])
    told = statistics(Trades(np.arange(2), np.arange(2), np.arange(2), none, two, np.ones(2), np.zeros(2)))
    assert told.items[[0, 2]].tolist() == [0.5, 0.5]
    assert np.isnan(told.curve).all()


def test_repeat_counts_only_those_seen_long_enough() -> None:
    customer, day = np.array([1, 1, 2, 3, -1]), np.array([0, 5, 0, 20, 1])
    curve = repeat_curve(customer, day, 1)
    assert curve[0] == pytest.approx(0.5)
    assert np.isnan(curve[10])
    assert np.isnan(repeat_curve(np.array([-1]), np.array([0]))).all()
    assert np.isnan(repeat_curve(customer, day)).all()  # three customers are too few for a curve
    assert purchase_gaps(customer, day).tolist() == [5.0]
    assert purchase_gaps(np.array([1, 2]), np.array([0, 1])).size == 0


def test_poisson_days_have_dispersion_one_and_short_histories_none() -> None:
    counts = np.random.default_rng(3).poisson(40, 200)
    assert dispersion(np.repeat(np.arange(200), counts)) == pytest.approx(1.0, abs=0.25)
    assert np.isnan(dispersion(np.arange(10)))


def test_distances_of_distributions() -> None:
    assert total_variation(np.array([1.0, 0]), np.array([0, 1.0])) == 1
    assert kolmogorov(np.array([1.0, 2]), np.array([3.0, 4])) == 1
    assert np.isnan(kolmogorov(np.zeros(0), np.ones(1)))
    assert wasserstein(np.array([1.0, 2]), np.array([3.0, 4])) == pytest.approx(2)
    assert np.isnan(wasserstein(np.zeros(0), np.ones(1)))
    assert largest_gap(np.array([np.nan, 1]), np.array([1, 0.5])) == 0.5
    assert np.isnan(largest_gap(np.array([np.nan]), np.array([1.0])))


def test_no_trades_no_statistics() -> None:
    none = np.zeros(0, dtype=np.int64)
    with pytest.raises(ValueError, match="no trades"):
        statistics(Trades(none, none, none, none, none, none.astype(float), none.astype(float)))
