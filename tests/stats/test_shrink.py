import numpy as np
import pytest
from scipy import integrate, optimize, stats

from zhanggui.stats.shrink import Beta, beta_prior


def test_the_posterior_is_the_textbook_one() -> None:
    posterior = Beta(2, 8).after(3, 10)
    assert (posterior.a, posterior.b) == (5, 15)
    assert posterior.mean == pytest.approx(0.25)
    assert posterior.below(posterior.quantile(0.3)) == pytest.approx(0.3)
    assert (posterior.below(-1), posterior.below(2)) == (0.0, 1.0)
    density = integrate.quad(lambda x: x * stats.beta.pdf(x, 5, 15), 0, 1)[0]
    assert posterior.mean == pytest.approx(density)


@pytest.mark.parametrize("seed", range(5))
def test_a_known_population_is_recovered(seed: int) -> None:
    rng = np.random.default_rng(seed)
    trials = rng.integers(20, 200, 3000).astype(float)
    hits = rng.binomial(trials.astype(int), rng.beta(3, 57, 3000)).astype(float)
    prior = beta_prior(hits, trials)
    assert prior.mean == pytest.approx(0.05, rel=0.06)
    assert 45 < prior.a + prior.b < 80


def test_equal_rates_give_a_heavy_prior_and_few_samples_the_pooled_rate() -> None:
    rng = np.random.default_rng(1)
    same = beta_prior(rng.binomial(100, 0.1, 500).astype(float), np.full(500, 100.0))
    assert same.a + same.b > 500
    few = beta_prior(np.array([1.0, 0.0, 0.0]), np.array([10.0, 10.0, 0.0]))
    assert few.mean == pytest.approx(1.5 / 21)
    assert few.a + few.b == pytest.approx(20)


@pytest.mark.parametrize("seed", range(6))
def test_the_search_finds_what_a_general_optimiser_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    trials = rng.integers(1, 300, 400).astype(float)
    hits = rng.binomial(trials.astype(int), rng.beta(1 + seed, 40, 400)).astype(float)
    prior = beta_prior(hits, trials)

    def loss(theta: np.ndarray) -> float:
        a, b = np.exp(theta)
        return -float(np.sum(stats.betabinom.logpmf(hits, trials, a, b)))

    best = optimize.minimize(loss, np.log([2.0, 50.0]), method="Nelder-Mead")
    assert loss(np.log([prior.a, prior.b])) <= best.fun + 0.01


def test_a_weight_can_be_limited() -> None:
    heavy = Beta(50.0, 950.0).at_most(40.0)
    assert (heavy.a, heavy.b) == (2.0, 38.0)
    assert Beta(1.0, 3.0).at_most(40.0) == Beta(1.0, 3.0)
