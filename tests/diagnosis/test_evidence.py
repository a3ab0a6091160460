import numpy as np
import pytest
from scipy.stats import betabinom

from zhanggui.diagnosis.evidence import (
    BOUND,
    Usual,
    beta_binomial,
    calm,
    leaf_evidence,
    slice_evidence,
    usual_rate,
)
from zhanggui.diagnosis.leaves import History, LeafTable


def table(num: list[float], den: list[float], history: History | None = None) -> LeafTable:
    count = len(num)
    return LeafTable(
        {"a": np.arange(count)},
        {"a": [str(i) for i in range(count)]},
        np.array(num),
        np.full(count, 2.0),
        np.array(den),
        np.full(count, 100.0),
        history,
    )


def test_beta_binomial_agrees_with_scipy_up_to_the_binomial_coefficient() -> None:
    weight = 1 / 0.02 - 1
    two = beta_binomial(np.array([3.0, 7.0]), np.array([50.0, 50.0]), np.array([0.1, 0.1]), 0.02)
    theirs = betabinom.logpmf([3, 7], 50, weight * 0.1, weight * 0.9)
    coefficient = betabinom.logpmf([3, 7], 50, 1, 1)  # uniform: coefficient + log B
    uniform = beta_binomial(np.array([3.0, 7.0]), np.array([50.0, 50.0]), np.array([0.5, 0.5]), 1 / 3)
    assert two - uniform == pytest.approx(theirs - coefficient)


def test_periods_of_an_earlier_fault_are_not_taken_for_calm() -> None:
    num = np.array([[2.0], [3.0], [40.0], [2.0]])
    quiet = calm(History(num, np.full((4, 1), 100.0)))
    assert quiet.num.ravel().tolist() == [2.0, 3.0, 2.0]


def test_between_two_far_periods_the_nearest_to_the_middle_stay() -> None:
    quiet = calm(History(np.array([[0.0], [9e5]]), np.full((2, 1), 1e6)))
    assert len(quiet.num) == 2


def test_usual_rate_comes_from_calm_history_and_learns_its_spread() -> None:
    rng = np.random.default_rng(5)
    den = np.full((20, 40), 400.0)
    wide = rng.binomial(400, rng.beta(2, 38, (20, 40))).astype(float)
    tight = rng.binomial(400, 0.05, (20, 40)).astype(float)
    calm_usual = usual_rate(table([2.0] * 40, [100.0] * 40, History(tight, den)))
    wild_usual = usual_rate(table([2.0] * 40, [100.0] * 40, History(wide, den)))
    assert calm_usual.rate == pytest.approx(np.full(40, 0.05), abs=0.01)
    assert (wild_usual.spread > 5 * calm_usual.spread).all()


def test_usual_rate_without_history_comes_from_the_expected_columns() -> None:
    usual = usual_rate(table([2.0, 2.0], [100.0, 100.0]))
    assert usual.rate == pytest.approx([0.02, 0.02])


def test_a_leaf_without_own_cases_takes_after_its_labels() -> None:
    codes = {"a": np.array([0, 0, 1, 1]), "b": np.array([0, 1, 0, 1])}
    labels = {"a": ["x", "y"], "b": ["p", "q"]}
    before, den = np.array([400.0, 100.0, 200.0, 0.0]), np.array([10_000.0, 10_000.0, 10_000.0, 0.0])
    usual = usual_rate(LeafTable(codes, labels, before, before, den, den))
    assert usual.rate[:3] == pytest.approx([0.04, 0.01, 0.02], rel=0.05)
    assert usual.rate[3] < 0.01
    assert usual.spread[3] > usual.spread[0]


def test_a_sum_has_no_rate() -> None:
    codes = {"a": np.arange(2)}
    with pytest.raises(ValueError, match="no rate"):
        usual_rate(LeafTable(codes, {"a": ["0", "1"]}, np.ones(2), np.ones(2)))


def test_evidence_speaks_for_a_shifted_leaf_against_a_usual_one_and_not_about_an_empty_one() -> None:
    usual = Usual(np.full(4, 0.02), np.full(4, 0.003))
    said = leaf_evidence(table([30.0, 2.0, 0.0, 900.0], [100.0, 100.0, 0.0, 1000.0]), usual)
    assert said[:, 0].max() > 10
    assert (said[:, 1] < 0.1).all()
    assert (said[:, 2] == 0).all()
    assert said[:, 3].max() == BOUND


def test_a_fall_is_evidence_where_the_total_fell() -> None:
    said = leaf_evidence(table([0.0, 60.0], [1000.0, 1000.0]), Usual(np.full(2, 0.06), np.full(2, 0.001)))
    assert said[:, 0].max() > 5
    assert said[-1, 1] < -5


def test_a_slice_adds_its_leaves_per_shift_and_averages_the_shifts() -> None:
    evidence = np.array([[1.0, 2.0, -1.0], [0.0, 0.0, 4.0]])
    assert slice_evidence(evidence, np.array([0, 0, 1]), 2) == pytest.approx(
        [np.log((np.exp(3) + 1) / 2), np.log((np.exp(-1) + np.exp(4)) / 2)]
    )


def test_many_leaves_that_fell_a_little_together_are_evidence() -> None:
    rng = np.random.default_rng(8)
    den = np.full(400, 500.0)
    past = History(rng.binomial(500, 0.05, (12, 400)).astype(float), np.full((12, 400), 500.0))
    now = rng.binomial(500, np.where(np.arange(400) < 100, 0.04, 0.05)).astype(float)
    data = table(now.tolist(), den.tolist(), past)
    said = slice_evidence(leaf_evidence(data, usual_rate(data)), np.arange(400) // 100, 4)
    assert said[0] > 20
    assert (said[1:] < 3).all()
