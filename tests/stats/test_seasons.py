import numpy as np
import pytest

from zhanggui.stats.seasons import weekday_shapes

TRUE = np.array([0.9, 0.9, 0.95, 1.0, 1.05, 1.2, 1.0])


def shapes(values: np.ndarray) -> np.ndarray:
    rows = np.atleast_2d(values)
    return weekday_shapes(
        np.nan_to_num(rows), np.ones_like(rows), ~np.isnan(rows), np.arange(rows.shape[1]) % 7
    )


def test_the_shape_is_found_whatever_the_level() -> None:
    day = np.arange(140)
    found = shapes(np.linspace(50, 200, 140) * TRUE[day % 7])[0]
    assert found / found.mean() == pytest.approx(TRUE / TRUE.mean(), abs=0.02)


def test_a_thin_series_is_drawn_to_the_shape_of_all() -> None:
    day = np.arange(70)
    thin = np.random.default_rng(1).poisson(1.0 * TRUE[day % 7]).astype(float)
    alone, among = shapes(thin)[0], shapes(np.stack([thin, *[500 * TRUE[day % 7]] * 8]))[0]
    truth = TRUE / TRUE.mean()
    assert np.abs(among - truth).sum() < np.abs(alone - truth).sum()


def test_unused_days_teach_nothing() -> None:
    values = np.full(28, 10.0)
    values[3] = np.nan
    assert shapes(values)[0] == pytest.approx(np.ones(7))
    assert shapes(np.full(14, np.nan))[0].tolist() == [1.0] * 7
