import numpy as np
import pytest
from scipy.stats import false_discovery_control

from zhanggui.stats.fdr import adjusted


def test_adjusted_agrees_with_scipy() -> None:
    p = np.random.default_rng(1).uniform(size=200) ** 2
    assert adjusted(p) == pytest.approx(false_discovery_control(p))


def test_an_unknown_figure_stays_unknown_and_is_never_real() -> None:
    p = np.array([0.001, np.nan, 0.9])
    assert np.isnan(adjusted(p)[1])
    assert adjusted(p)[0] == pytest.approx(0.002)
    assert (np.nan_to_num(adjusted(p), nan=2.0) <= 0.05).tolist() == [True, False, False]


def test_no_figure_no_verdict() -> None:
    assert adjusted(np.zeros(0)).tolist() == []


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted(np.array([1.2]))


def test_on_pure_noise_a_morning_is_rarely_disturbed() -> None:
    rng = np.random.default_rng(2)
    alarms = sum(bool((adjusted(rng.uniform(size=25)) <= 0.1).any()) for _ in range(2000))
    assert 0.07 < alarms / 2000 < 0.13


def test_weights_favour_what_matters_and_keep_the_rate() -> None:
    p = np.array([0.01, 0.04, np.nan, 0.9])
    even, heavy = adjusted(p), adjusted(p, np.array([3.0, 1.0, 9.0, 2.0]))
    assert heavy[0] < even[0]
    assert heavy[1] > even[1]
    assert np.isnan(heavy[2])
    assert adjusted(p, np.full(4, 7.0))[:2] == pytest.approx(even[:2])
    rng = np.random.default_rng(3)
    weights = rng.uniform(0.2, 5.0, 25)
    alarms = sum(bool((adjusted(rng.uniform(size=25), weights) <= 0.1).any()) for _ in range(2000))
    assert 0.07 < alarms / 2000 < 0.13
