import numpy as np
import pytest
from scipy import stats

from zhanggui.simulator.streams import QuantileTable, Stream, choose, gamma, poisson

N = np.arange(20_000)


def test_a_name_gives_the_same_numbers_and_another_name_others() -> None:
    one, again, other = Stream.named(1, "ads", "a"), Stream.named(1, "ads", "a"), Stream.named(1, "ads", "b")
    assert np.array_equal(one.uniform(N), again.uniform(N))
    assert np.abs(np.corrcoef(one.uniform(N), other.uniform(N))[0, 1]) < 0.03
    assert Stream.named(2, "ads", "a") != one


def test_a_number_depends_on_its_index_alone() -> None:
    stream = Stream.named(1, "x")
    assert stream.uniform(3, N)[77] == stream.uniform(3, np.array([77]))[0]
    assert stream.uniform(3)[0] != stream.uniform(4)[0]


def test_uniforms_are_uniform_and_independent_across_fields() -> None:
    stream = Stream.named(5, "x")
    for field in range(4):
        assert stats.kstest(stream.uniform(N, field), "uniform").pvalue > 0.001
    assert abs(np.corrcoef(stream.uniform(N, 1), stream.uniform(N, 2))[0, 1]) < 0.03
    assert abs(np.corrcoef(stream.uniform(N, 1)[1:], stream.uniform(N, 1)[:-1])[0, 1]) < 0.03


def test_normal_and_exponential_have_their_moments() -> None:
    stream = Stream.named(5, "y")
    assert stream.normal(N).mean() == pytest.approx(0, abs=0.03)
    assert stream.normal(N, 1).std() == pytest.approx(1, abs=0.03)
    assert stream.exponential(N).mean() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("mean", [0.0, 0.3, 4.0, 11.9, 12.1, 300.0])
def test_poisson_has_mean_and_variance_of_its_mean(mean: float) -> None:
    draws = poisson(Stream.named(5, "z").uniform(N), mean)
    assert draws.mean() == pytest.approx(mean, rel=0.02, abs=0.02)
    assert draws.var() == pytest.approx(mean, rel=0.05, abs=0.02)


def test_poisson_moves_with_its_mean() -> None:
    uniform = Stream.named(5, "z").uniform(N)
    previous = poisson(uniform, 0.1)
    for mean in (0.2, 1.0, 5.0, 11.0):
        now = poisson(uniform, mean)
        assert (now >= previous).all()
        previous = now


def test_tables_agree_with_the_exact_quantiles() -> None:
    uniform = np.linspace(0.01, 0.99, 50)
    assert QuantileTable.of_beta(0.8, 2.4).at(uniform) == pytest.approx(
        stats.beta(0.8, 2.4).ppf(uniform), abs=1e-3
    )
    table = QuantileTable.of_gamma(0.45, 1.9).at(uniform)
    assert table == pytest.approx(stats.gamma(0.45, scale=1.9).ppf(uniform), abs=1e-2)
    assert gamma(uniform, 14.0) == pytest.approx(stats.gamma(14, scale=1 / 14).ppf(uniform))


def test_choose_follows_the_shares() -> None:
    chosen = choose(Stream.named(5, "c").uniform(N), (1, 3))
    assert chosen.mean() == pytest.approx(0.75, abs=0.02)
    assert choose(np.array([0.999999999]), (0.5, 0.5)).tolist() == [1]
