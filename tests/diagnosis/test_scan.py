import numpy as np
import pytest

from zhanggui.diagnosis.leaves import Element, LeafTable, cuboids
from zhanggui.diagnosis.scan import ENOUGH, TAIL, Scan, shifts, tail


def grid(width: int, height: int) -> tuple[dict[str, np.ndarray], dict[str, list[str]]]:
    codes = np.indices((width, height)).reshape(2, -1)
    labels = {"a": [f"a{i}" for i in range(width)], "b": [f"b{i}" for i in range(height)]}
    return {"a": codes[0], "b": codes[1]}, labels


def test_a_common_fall_of_thick_leaves_is_found_and_taken_out() -> None:
    rng = np.random.default_rng(1)
    codes, labels = grid(12, 20)
    expected = rng.uniform(500, 5000, 240)
    actual = expected * rng.normal(1, 0.08, 240)
    actual[codes["a"] == 3] *= 0.6
    scan = Scan(shifts(actual, expected), list(cuboids(LeafTable(codes, labels, actual, expected), 2)))
    best = scan.best()
    assert best is not None
    assert best.where(labels) == (("a", "a3"),)
    assert best.score > ENOUGH
    scan.take(best)
    after = scan.best()
    assert after is None or after.score < ENOUGH + tail(scan.best(-1.0)) + 5


def test_a_common_rise_of_thin_counts_is_found() -> None:
    rng = np.random.default_rng(2)
    codes, labels = grid(20, 40)
    mean = rng.gamma(1.0, 2.0, 800)
    actual = rng.poisson(np.where(codes["b"] == 7, 2.2 * mean, mean)).astype(float)
    scan = Scan(shifts(actual, mean), list(cuboids(LeafTable(codes, labels, actual, mean), 2)))
    assert scan.ranked(3)[0].where(labels) == (("b", "b7"),)


def test_chance_gathers_little_where_noise_is_light() -> None:
    rng = np.random.default_rng(3)
    codes, labels = grid(20, 40)
    expected = np.full(800, 1000.0)
    actual = expected * rng.normal(1, 0.1, 800)
    scan = Scan(shifts(actual, expected), list(cuboids(LeafTable(codes, labels, actual, expected), 2)))
    best = scan.best()
    assert best is None or best.score < ENOUGH + tail(scan.best(-1.0))


def test_a_slice_whose_leaves_fell_unevenly_is_one_answer() -> None:
    """Leaves that scatter around a clear fall by a third of it are no answers of their own."""
    rng = np.random.default_rng(4)
    codes, labels = grid(12, 20)
    expected = rng.uniform(500, 5000, 240)
    actual = expected * rng.normal(1, 0.02, 240)
    inside = codes["a"] == 3
    actual[inside] *= np.clip(rng.normal(0.4, 0.2, int(inside.sum())), 0.0, 1.0)
    scan = Scan(shifts(actual, expected), list(cuboids(LeafTable(codes, labels, actual, expected), 2)))
    best = scan.best()
    assert best is not None
    assert best.where(labels) == (("a", "a3"),)


def test_small_leaves_that_are_new_scatter_as_those_that_are_gone() -> None:
    """Expectations that scatter by two fifths are nothing now and then, where little happens."""
    rng = np.random.default_rng(5)
    size = rng.weibull(0.7, 4800) * 100
    other = np.maximum(size * rng.normal(1, 0.4, 4800) + rng.normal(0, 3, 4800), 0.0)
    one, back = shifts(size, other), shifts(other, size)
    small = one.thin & back.thin
    assert small.sum() > 100
    assert one.scale[small] == pytest.approx(back.scale[small])


def test_new_and_gone_leaves_count_as_a_whole() -> None:
    shift = shifts(np.array([0.0, 100.0, 0.0]), np.array([100.0, 0.0, 0.0]))
    assert shift.change[0] == pytest.approx(-shift.change[1])
    assert shift.weight[2] == 0
    assert not shift.thin[2]


def test_a_table_that_moved_one_way_only_has_no_noise_to_learn_from() -> None:
    expected = np.linspace(1000, 2000, 60)
    shift = shifts(expected * 0.7, expected)
    assert np.isfinite(shift.change).all()
    assert (shift.change > 0).all()


def test_one_large_entry_among_small_ones_is_evident_by_its_size() -> None:
    rng = np.random.default_rng(4)
    codes, labels = grid(30, 40)
    expected = rng.gamma(0.5, 40.0, 1200)
    actual = expected * rng.gamma(2.0, 0.5, 1200)
    expected[417] = 0.0
    actual[417] = -9000.0
    scan = Scan(shifts(actual, expected), list(cuboids(LeafTable(codes, labels, actual, expected), 2)))
    best = scan.best()
    assert best is not None
    assert best.leaves()[417]
    assert best.score > ENOUGH


def test_slices_that_hold_too_little_are_passed_over() -> None:
    codes, labels = grid(12, 20)
    expected = np.full(240, 1000.0)
    actual = expected * np.where(codes["a"] == 3, 0.5, 1.0)
    spaces = list(cuboids(LeafTable(codes, labels, actual, expected), 2))
    assert Scan(shifts(actual, expected), spaces, 0.9).best() is not None
    assert Scan(shifts(actual, expected), spaces, 1.1).best() is None
    assert Scan(shifts(actual, expected), spaces).best(-1.0) is None


def test_the_other_way_raises_the_bar_within_bounds() -> None:
    codes, labels = grid(12, 20)
    space = next(cuboids(LeafTable(codes, labels, np.ones(240), np.ones(240)), 1))
    assert [tail(None), tail(Element(space, 0, -2.0)), tail(Element(space, 0, 7.0))] == [0.0, 0.0, 7.0]
    assert tail(Element(space, 0, 700.0)) == TAIL


def test_no_element_no_answer() -> None:
    codes, labels = grid(2, 2)
    nothing = np.zeros(4)
    scan = Scan(shifts(nothing, nothing), list(cuboids(LeafTable(codes, labels, nothing, nothing), 2)))
    assert scan.best() is None
    assert scan.ranked(3) == []
    assert tail(scan.best(-1.0)) == 0


def test_single_orders_scatter_as_events_of_their_size() -> None:
    """Orders of 100 each, hardly two in one leaf: the variance is a hundred for each unit, not a share of the leaf."""
    rng = np.random.default_rng(5)
    past = rng.poisson(0.1, (4, 5000)).mean(axis=0) * 100.0
    shift = shifts((rng.poisson(0.1, 5000) * 100.0).astype(np.float64), past.astype(np.float64))
    assert shift.dispersion == pytest.approx(100.0, rel=0.25)
    assert shift.thin.sum() > 0.9 * (shift.law > 0).sum()


def test_leaves_that_stay_beside_single_orders_tell_their_own_scatter() -> None:
    rng = np.random.default_rng(6)
    past = np.concatenate([rng.poisson(0.1, (4, 5000)).mean(axis=0) * 100.0, np.full(60, 50_000.0)])
    now = np.concatenate([rng.poisson(0.1, 5000) * 100.0, 50_000.0 * rng.normal(1, 0.1, 60)])
    shift = shifts(now, past)
    thick = shift.weight > 0
    assert thick[-60:].all()
    assert 1 / np.sqrt(shift.weight[-1]) == pytest.approx(0.12, abs=0.07)
