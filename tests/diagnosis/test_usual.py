import numpy as np
import pytest

from zhanggui.diagnosis.usual import usual


def test_chance_reaches_as_far_as_it_should() -> None:
    rng = np.random.default_rng(3)
    told = [
        usual(np.exp(rng.normal(5, 0.3, 8)), float(np.exp(rng.normal(5, 0.3)))).noise for _ in range(2000)
    ]
    assert np.mean([one is False for one in told]) == pytest.approx(0.05, abs=0.015)


def test_what_is_far_off_is_no_noise() -> None:
    past = np.array([100.0, 110.0, 95.0, 105.0, 99.0])
    far = usual(past, 300.0)
    assert (far.noise, far.logs) == (False, True)
    assert far.p is not None
    assert far.p < 0.01
    assert usual(past, 101.0).noise is True


def test_short_or_unknown_history_says_nothing() -> None:
    assert usual(np.array([1.0, 2.0, np.nan, 3.0]), 5.0).noise is None
    assert usual(np.array([1.0, 2.0, 3.0, 4.0]), float("nan")).noise is None


def test_signs_are_compared_as_they_are_and_no_spread_leaves_no_room() -> None:
    assert usual(np.array([-1.0, 2.0, 0.5, 1.0]), 0.4).logs is False
    assert usual(np.full(5, 7.0), 7.0).noise is True
    assert usual(np.full(5, 7.0), 7.5).noise is False


def test_days_of_nothing_say_nothing_of_what_happens_now_and_then() -> None:
    told = usual(np.zeros(5), 7.5)
    assert (told.noise, told.p) == (None, None)
    assert usual(np.zeros(5), 0.0).noise is True
