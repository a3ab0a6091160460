import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhanggui.diagnosis.mix import Side, effects, split_ratio
from zhanggui.diagnosis.parts import Effect

COUNT = st.one_of(st.just(0.0), st.floats(1.0, 1e5))
COLUMN = arrays(np.float64, 4, elements=COUNT)


NUMERATOR = arrays(np.float64, 4, elements=st.one_of(COUNT, st.floats(-1e4, -1.0)))


@given(NUMERATOR, COLUMN, NUMERATOR, COLUMN)
def test_parts_of_a_ratio_add_up(n0: np.ndarray, d0: np.ndarray, n1: np.ndarray, d1: np.ndarray) -> None:
    split = split_ratio("abcd", Side(n0 * (d0 > 0), d0), Side(n1 * (d1 > 0), d1), scale=7.0)
    if d0.sum() == 0 or d1.sum() == 0:
        assert split.change is None
        assert split.unknown
    else:
        scale = max(abs(p.change) for p in split.parts) + 1e-9
        assert abs(split.residual) <= 1e-9 * scale


def test_both_rates_rose_and_the_shop_s_fell() -> None:
    before = Side(np.array([20.0, 30.0]), np.array([1000.0, 1000.0]))
    after = Side(np.array([88.0, 16.0]), np.array([4000.0, 500.0]))
    split = split_ratio(["ads", "search"], before, after)
    sums = effects(split)
    assert split.change is not None
    assert split.change < 0
    assert sums[Effect.WITHIN] > 0
    assert sums[Effect.MIX] < 0


def test_new_and_gone_parts_are_named() -> None:
    before = Side(np.array([10.0, 5.0, 0.0, 0.0]), np.array([100.0, 100.0, 0.0, 0.0]))
    after = Side(np.array([10.0, 0.0, 30.0, 0.0]), np.array([100.0, 0.0, 100.0, 0.0]))
    split = split_ratio("abcd", before, after)
    named = {(p.code, p.effect) for p in split.parts}
    assert ("c", Effect.NEW) in named
    assert ("b", Effect.GONE) in named
    assert not any(p.code == "d" for p in split.parts)
    assert all(p.p_noise is not None for p in split.parts)


def test_intervals_of_within_parts_cover_the_truth() -> None:
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        den = np.array([2000.0, 3000.0])
        sides = [
            Side(rng.binomial(den.astype(int), p).astype(float), den) for p in ([0.05, 0.02], [0.04, 0.02])
        ]
        part = split_ratio("ab", *sides).parts[0]
        assert part.low is not None
        assert part.high is not None
        inside += part.low <= 0.4 * -0.01 <= part.high
    assert 0.92 <= inside / 400 <= 0.98


def test_sides_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        Side(np.ones(2), np.ones(3))
    with pytest.raises(ValueError, match="not negative"):
        Side(np.ones(2), -np.ones(2))


def test_what_was_spent_where_nothing_sold_is_a_part_of_the_change() -> None:
    before = Side(np.array([10.0, 4.0, 0.0, 2.0]), np.array([100.0, 0.0, 0.0, 50.0]))
    after = Side(np.array([12.0, 6.0, 3.0, 5.0]), np.array([90.0, 30.0, 0.0, 0.0]))
    split = split_ratio(["both", "new", "never", "gone"], before, after)
    assert split.change == pytest.approx(26 / 120 - 16 / 150)
    assert split.residual == pytest.approx(0, abs=1e-12)
    told = {part.code: part for part in split.parts if part.code != "both"}
    assert {code: part.effect for code, part in told.items()} == {
        "new": Effect.NEW,
        "never": Effect.TERM,
        "gone": Effect.GONE,
    }
    assert told["never"].change == pytest.approx(3 / 120)
    assert told["never"].p_noise is None
