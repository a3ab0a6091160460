import numpy as np
import pytest
from scipy import stats

from zhanggui.stats.counts import at_most, share_at_least, share_at_most


def test_the_tail_is_that_of_the_negative_binomial() -> None:
    mean, variance = 12.0, 30.0
    shape = mean**2 / (variance - mean)
    for seen in (0, 3, 12, 40):
        assert at_most(seen, mean, variance) == pytest.approx(stats.nbinom.cdf(seen, shape, mean / variance))


def test_without_scatter_it_is_poisson() -> None:
    assert at_most(4, 9.0, 9.0) == pytest.approx(stats.poisson.cdf(4, 9.0), abs=1e-5)
    assert at_most(4, 9.0, 2.0) == at_most(4, 9.0, 9.0)


def test_more_seen_is_never_rarer() -> None:
    assert np.all(np.diff([at_most(seen, 7.0, 20.0) for seen in range(30)]) > 0)


def test_a_share_s_tail_is_that_of_the_binomial() -> None:
    for seen in (0, 20, 45, 60):
        told = share_at_most(seen, 100.0, 50.0, 25.0)
        assert told == pytest.approx(stats.binom.cdf(seen, 100, 0.5))
    assert share_at_most(20, 100.0, 50.0, 1.0) == share_at_most(20, 100.0, 50.0, 25.0)
    assert share_at_most(20, 100.0, 50.0, 0.0) == share_at_most(20, 100.0, 50.0, 25.0)
    assert share_at_most(100, 100.0, 50.0, 25.0) == 1.0


def test_scatter_beyond_the_binomial_counts_as_fewer_trials() -> None:
    assert share_at_most(40, 200.0, 100.0, 100.0) == pytest.approx(stats.binom.cdf(20, 100, 0.5))
    assert share_at_most(0, 50.0, 50.0, 9.0) < 1e-4


def test_shares_of_a_few_are_as_likely_as_the_sum_of_their_chances() -> None:
    assert share_at_least(0, 12, (3.0, 60.0)) == pytest.approx(1.0)
    assert share_at_least(1, 1, (3.0, 60.0)) == pytest.approx(3.5 / 61)
    assert share_at_least(3, 12, (1e6, 1e7)) == pytest.approx(stats.binom.sf(2, 12, 0.1), rel=1e-3)
    assert share_at_least(6, 8, (2.0, 60.0)) < 1e-5
