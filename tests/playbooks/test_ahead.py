from math import exp, hypot, inf, log, sqrt

import numpy as np
import pytest

from zhanggui.playbooks.ahead import DRIFT, LEAST, SIZE, WEEKS, chance, coming, pace, wider
from zhanggui.playbooks.play import Z80


def test_chance_is_that_of_both_counts() -> None:
    assert chance(10, 40) == pytest.approx(sqrt(SIZE / 10 + SIZE / 40))
    assert chance(10) == chance(10, inf) == pytest.approx(sqrt(SIZE / 10))
    assert chance(0, 0) == pytest.approx(sqrt(2 * SIZE / LEAST))


def test_errors_are_put_together_in_logs_and_the_middle_stays() -> None:
    low, mid, high = wider((0.5, 1.0, 3.0), 0.4)
    assert mid == 1.0
    assert low == pytest.approx(exp(-hypot(log(2), Z80 * 0.4)))
    assert high == pytest.approx(exp(hypot(log(3), Z80 * 0.4)))
    assert wider((0.0, 1.0, 1.0), 0.4) == pytest.approx((0.0, 1.0, exp(Z80 * 0.4)))
    assert wider((-1.0, 0.0, 1.0), 0.4) == (-1.0, 0.0, 1.0)


def test_coming_weeks_of_few_orders_are_wider() -> None:
    few, many = coming((0.5, 0.5, 0.5), 2, 8), coming((0.5, 0.5, 0.5), 200, 800)
    assert few[0] < many[0] < 0.5 < many[2] < few[2]
    assert many[2] / 0.5 == pytest.approx(exp(Z80 * hypot(DRIFT, chance(400, 800))))


def test_an_interval_of_eighty_per_cent_holds_four_weeks_of_a_drifting_level() -> None:
    rng = np.random.default_rng(5)
    level = rng.uniform(8, 80, 4000)
    past = rng.poisson(level)
    after = rng.poisson(level * np.exp(rng.normal(0, DRIFT, len(level))))
    held = []
    for was, now in zip(past.tolist(), after.tolist(), strict=True):
        # orders differ in size: the sum of so many gammas of mean 1 and mean square SIZE
        told, came = (float(rng.gamma(max(count, 1) / (SIZE - 1), SIZE - 1)) for count in (was, now))
        low, _, high = coming((1.0, 1.0, 1.0), was / WEEKS, was)
        held.append(low <= came / told <= high)
    assert 0.76 < float(np.mean(held)) < 0.84


def test_the_pace_is_that_of_the_last_four_weeks() -> None:
    orders = np.concatenate([np.full(28, 5.0), np.full(28, 2.0)])
    assert pace(orders) == (14.0, 56.0)
    assert pace(np.ones(10)) == (7.0, 10.0)
