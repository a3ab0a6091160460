import numpy as np
import pytest

from zhanggui.outcomes.before_after import before_after
from zhanggui.outcomes.verdict import Code, Strength


def days(seed: int, level: float, n: int = 28) -> np.ndarray:
    weekday = np.tile([1.0, 0.9, 0.9, 1.0, 1.2, 1.5, 1.4], n // 7 + 1)[:n]
    return level * weekday + np.random.default_rng(seed).normal(0, 8, n)


def test_a_clear_gain_is_worked_and_a_clear_loss_is_not() -> None:
    gain = before_after(days(1, 100), days(2, 140), "CNY")
    assert (gain.code, gain.strength, gain.currency) == (Code.WORKED, Strength.WEAK, "CNY")
    assert gain.low is not None
    assert gain.mid is not None
    assert gain.high is not None
    assert gain.low < gain.mid < gain.high
    assert float(gain.mid) == pytest.approx(40 * 7.9, rel=0.15)
    assert before_after(days(1, 140), days(2, 100), "CNY").code == Code.DID_NOT


def test_too_few_days_and_unknown_days_say_so() -> None:
    assert before_after(days(1, 100, 6), days(2, 100), "CNY").code == Code.NO_DATA
    holes = days(1, 100)
    holes[:25] = np.nan
    assert before_after(holes, days(2, 100), "CNY").code == Code.NO_DATA


def test_one_week_each_and_no_spread_at_all() -> None:
    assert before_after(days(1, 100, 7), days(2, 104, 7), "CNY").code == Code.CANT_TELL
    flat = before_after(np.full(14, 10.0), np.full(14, 12.0), "CNY")
    assert (flat.code, flat.low, flat.high) == (Code.WORKED, flat.mid, flat.mid)


def test_noise_is_called_noise_and_the_interval_covers() -> None:
    told = [before_after(days(2 * n, 100), days(2 * n + 1, 100), "CNY") for n in range(300)]
    wrong = sum(verdict.code != Code.CANT_TELL for verdict in told) / len(told)
    assert 0.13 < wrong < 0.27  # an 80 % interval misses one time in five
