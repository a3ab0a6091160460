import numpy as np
import pytest

from zhanggui.diagnosis.maturity import learn

CURVE = np.array([0.1, 0.4, 0.7, 0.9, 0.97, 1.0])


def triangle(seed: int, cohorts: int = 40) -> np.ndarray:
    rng = np.random.default_rng(seed)
    steps = np.diff(np.concatenate([[0.0], CURVE]))
    known = np.cumsum(rng.poisson(200 * steps, (cohorts, len(CURVE))), axis=1).astype(float)
    for back in range(1, len(CURVE)):
        known[-back, len(CURVE) - back :] = np.nan
    return known


def test_the_curve_is_learnt_from_older_cohorts() -> None:
    curve = learn(triangle(1))
    assert curve is not None
    assert curve.share == pytest.approx(CURVE, abs=0.03)
    assert curve.ripe == 5
    assert curve.error[0] > curve.error[-1] == 0


def test_a_young_value_is_completed_and_marked() -> None:
    curve = learn(triangle(2))
    assert curve is not None
    young, ripe = curve.complete(80.0, 1), curve.complete(200.0, 30)
    assert young is not None
    assert ripe is not None
    assert young.value == pytest.approx(200, rel=0.1)
    assert young.low < young.value < young.high
    assert young.provisional
    assert ripe.value == 200
    assert not ripe.provisional
    assert curve.complete(1.0, -1) is None


def test_the_truth_lies_in_the_interval_on_average_over_cohorts() -> None:
    errors = []
    for seed in range(60):
        curve = learn(triangle(100 + seed, 60))
        assert curve is not None
        done = curve.complete(140.0, 2)
        assert done is not None
        errors.append(done.value - 200.0)
    assert abs(np.mean(errors)) < 3


def test_an_age_at_which_nothing_is_ever_known_completes_to_nothing() -> None:
    late = triangle(3)
    late[:, 0] = 0.0
    curve = learn(late)
    assert curve is not None
    assert curve.share[0] == 0
    assert curve.complete(0.0, 0) is None


def test_too_little_teaches_nothing() -> None:
    assert learn(triangle(4, 7)) is None
    assert learn(np.zeros((10, 4))) is None
    with pytest.raises(ValueError, match="days, ages"):
        learn(np.zeros(4))


def test_what_is_still_to_come_is_taken_from_what_is_expected() -> None:
    curve = learn(triangle(1))
    assert curve is not None
    assert curve.blend(0.0, 0, 200.0) == pytest.approx(180, rel=0.05)
    assert curve.blend(30.0, 0, 200.0) == pytest.approx(210, rel=0.05)
    assert curve.blend(90.0, 99, 200.0) == 90.0
    assert curve.blend(0.0, -3, 200.0) == curve.blend(0.0, 0, 200.0)
