import numpy as np
import pytest
from scipy.stats import binomtest

from zhanggui.stats.intervals import Interval, normal, ratio_error, wilson, z_of


def test_an_interval_is_ordered() -> None:
    with pytest.raises(ValueError, match="ordered"):
        Interval(1.0, 0.0, 2.0)


def test_coverage_lies_between_0_and_1() -> None:
    assert z_of(0.95) == pytest.approx(1.959964, abs=1e-6)
    with pytest.raises(ValueError, match="between 0 and 1"):
        z_of(1.0)


@pytest.mark.parametrize(("k", "n"), [(0, 10), (6, 50), (50, 50), (120, 1000)])
def test_wilson_agrees_with_scipy(k: int, n: int) -> None:
    mine = wilson(k, n)
    theirs = binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert mine is not None
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high))


def test_a_product_test_with_fifty_visitors_says_little() -> None:
    mine = wilson(6, 50)
    assert mine is not None
    assert 0.05 < mine.low < 0.06
    assert 0.23 < mine.high < 0.25


def test_wilson_without_trials_is_unknown_and_refuses_nonsense() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="successes"):
        wilson(3, 2)


def test_normal_refuses_a_negative_error() -> None:
    assert normal(1.0, 2.0).high == pytest.approx(1 + 2 * 1.959964, abs=1e-5)
    with pytest.raises(ValueError, match="standard error"):
        normal(1.0, -1.0)


def test_ratio_error_covers() -> None:
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(400):
        den = rng.poisson(200, 60).astype(float)
        num = rng.binomial(den.astype(int), np.clip(rng.normal(0.05, 0.01, 60), 0, 1)).astype(float)
        error = ratio_error(num, den)
        assert error is not None
        hits += abs(num.sum() / den.sum() - 0.05) <= 1.96 * error
    assert 0.92 <= hits / 400 <= 0.98


def test_ratio_error_needs_two_units_and_a_denominator() -> None:
    assert ratio_error(np.ones(1), np.ones(1)) is None
    assert ratio_error(np.ones(3), np.zeros(3)) is None
