import numpy as np
import pytest

from zhanggui.stats.seasons import weekday_index

TRUE = np.array([0.9, 0.9, 0.95, 1.0, 1.05, 1.2, 1.0])


def test_the_shape_is_found_whatever_the_level() -> None:
    day = np.arange(140)
    level = np.linspace(50, 200, 140)
    index = weekday_index(level * TRUE[day % 7], level, day % 7)
    assert index == pytest.approx(TRUE, abs=0.03)


def test_few_days_are_drawn_towards_one() -> None:
    day = np.arange(7)
    few = weekday_index(100 * TRUE, np.full(7, 100.0), day)
    assert abs(few[5] - 1) == pytest.approx(0.2 / 3, abs=0.01)


def test_missing_days_are_left_out_and_no_day_is_all_ones() -> None:
    values = np.full(14, 10.0)
    values[3] = np.nan
    assert weekday_index(values, np.full(14, 10.0), np.arange(14) % 7) == pytest.approx(np.ones(7))
    assert weekday_index(np.full(7, np.nan), np.ones(7), np.arange(7)).tolist() == [1.0] * 7
