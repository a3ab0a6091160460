import numpy as np
import pytest

from zhanggui.diagnosis.expectation import Past, foretell

SHAPE = np.array([0.9, 0.9, 0.95, 1.0, 1.05, 1.2, 1.0])


def past(values: np.ndarray, exposure: np.ndarray | None = None, event: np.ndarray | None = None) -> Past:
    days = values.shape[1]
    return Past(
        values,
        np.ones_like(values) if exposure is None else exposure,
        np.arange(days) % 7,
        np.full(days, -1) if event is None else event,
    )


def test_level_and_weekday_are_foretold() -> None:
    day = np.arange(120)
    level = 100 * 1.002**day
    told = foretell(past(np.stack([level * SHAPE[day % 7]] * 2)))
    assert told.mean[0, 60:] == pytest.approx(level[60:] * SHAPE[day[60:] % 7], rel=0.03)
    assert np.isnan(told.mean[0, 13])
    assert not np.isnan(told.mean[0, 14])
    assert told.ordinary.all()


def test_a_rate_is_foretold_on_its_exposure() -> None:
    rng = np.random.default_rng(1)
    over = rng.uniform(500, 5000, (1, 80))
    told = foretell(past(0.03 * over, over))
    assert told.mean[0, 20:] == pytest.approx(0.03 * over[0, 20:])


def test_thin_series_borrow_the_shape_of_the_others() -> None:
    rng = np.random.default_rng(2)
    day = np.arange(70)
    thick = 1000 * SHAPE[day % 7]
    thin = rng.poisson(2 * SHAPE[day % 7]).astype(float)
    alone = foretell(past(thin[None])).mean[0]
    among = foretell(past(np.stack([thin, *[thick] * 9]))).mean[0]
    truth = 2 * SHAPE[day % 7]
    wrong = [
        np.nanmean(np.abs(m[30:] / m[30:].mean() - truth[30:] / truth[30:].mean())) for m in (alone, among)
    ]
    assert wrong[1] < wrong[0]


def test_unknown_days_are_skipped() -> None:
    values = np.full((1, 60), 10.0)
    values[0, 40] = np.nan
    told = foretell(past(values))
    assert told.mean[0, 41] == pytest.approx(10.0)
    assert not told.ordinary[0, 40]


def test_an_event_is_foretold_from_the_last_one_and_with_doubt() -> None:
    event = np.full(200, -1)
    event[[60, 120, 180]] = 0
    event[199] = 1
    values = np.full((1, 200), 100.0)
    values[0, [60, 120, 180]] = 300.0
    told = foretell(past(values, event=event))
    assert told.mean[0, 60] == pytest.approx(100)
    assert 230 < told.mean[0, 120] < 300
    assert 250 < told.mean[0, 180] < 300
    assert told.doubt[0, 60] == pytest.approx(0.8)
    assert told.doubt[0, 180] < told.doubt[0, 120] < 0.2
    assert told.mean[0, 199] == pytest.approx(100)
    assert told.mean[0, 181] == pytest.approx(100)


def test_after_a_lasting_shift_the_fast_level_takes_over() -> None:
    rng = np.random.default_rng(3)
    values = np.stack([rng.normal(1000, 20, 200)])
    values[0, 180:] *= 0.6
    told = foretell(past(values))
    assert told.mean[0, 181] > 700
    assert told.mean[0, 192] == pytest.approx(600, rel=0.1)


def test_short_history_foretells_nothing() -> None:
    told = foretell(past(np.ones((2, 10))))
    assert np.isnan(told.mean).all()


def test_series_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="series, days"):
        Past(np.ones(3), np.ones(3), np.zeros(3, dtype=int), np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match="one value a day"):
        Past(np.ones((1, 3)), np.ones((1, 3)), np.zeros(2, dtype=int), np.zeros(2, dtype=int))
