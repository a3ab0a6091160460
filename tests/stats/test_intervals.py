import pytest

from zhanggui.stats.intervals import Interval, normal, z_of


def test_an_interval_is_ordered() -> None:
    with pytest.raises(ValueError, match="ordered"):
        Interval(1.0, 0.0, 2.0)


def test_coverage_lies_between_0_and_1() -> None:
    assert z_of(0.95) == pytest.approx(1.959964, abs=1e-6)
    with pytest.raises(ValueError, match="between 0 and 1"):
        z_of(1.0)


def test_normal_refuses_a_negative_error() -> None:
    assert normal(1.0, 2.0).high == pytest.approx(1 + 2 * 1.959964, abs=1e-5)
    with pytest.raises(ValueError, match="standard error"):
        normal(1.0, -1.0)
