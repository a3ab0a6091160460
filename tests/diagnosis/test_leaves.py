import numpy as np
import pytest

from zhanggui.diagnosis.leaves import Element, History, LeafTable, cuboids

ZERO = np.zeros(4)
CODES = {"a": np.array([0, 0, 1, 1]), "b": np.array([0, 1, 0, 1]), "c": np.zeros(4, dtype=np.int64)}
LABELS = {"a": ["x", "y"], "b": ["p", "q"], "c": ["only"]}


def test_cuboids_are_all_combinations_up_to_the_depth_without_single_label_dimensions() -> None:
    table = LeafTable(CODES, LABELS, ZERO, ZERO)
    assert [c.dims for c in cuboids(table, 3)] == [("a",), ("b",), ("a", "b")]
    assert [c.dims for c in cuboids(table, 1)] == [("a",), ("b",)]
    assert list(cuboids(table, 2))[2].key.tolist() == [0, 1, 2, 3]


def test_only_combinations_that_occur_are_numbered_where_they_are_few() -> None:
    width = 50
    codes = {"a": np.arange(2 * width) // 2, "b": np.arange(2 * width) % width}
    labels = {dim: [f"{dim}{n}" for n in range(width)] for dim in codes}
    ones = np.ones(2 * width)
    pair = list(cuboids(LeafTable(codes, labels, ones, ones), 2))[2]
    assert pair.size == 2 * width
    assert Element(pair, 3, 1.0).where(labels) == (("a", "a1"), ("b", "b3"))


def test_an_item_s_category_is_no_second_dimension_beside_it() -> None:
    codes = {"item": np.array([0, 0, 1, 2]), "kind": np.array([0, 0, 0, 1]), "shop": np.array([0, 1, 0, 1])}
    labels = {"item": ["i", "j", "k"], "kind": ["x", "y"], "shop": ["s", "t"]}
    found = [c.dims for c in cuboids(LeafTable(codes, labels, ZERO, ZERO), 3)]
    assert found == [("item",), ("kind",), ("shop",), ("item", "shop"), ("kind", "shop")]


def test_an_element_names_its_labels_and_its_leaves() -> None:
    space = list(cuboids(LeafTable(CODES, LABELS, ZERO, ZERO), 2))[2]
    element = Element(space, 2, 1.0)
    assert element.where(LABELS) == (("a", "y"), ("b", "p"))
    assert element.leaves().tolist() == [False, False, True, False]


def test_a_sum_has_no_denominators_and_a_ratio_both() -> None:
    assert not LeafTable(CODES, LABELS, ZERO, ZERO).is_ratio
    assert LeafTable(CODES, LABELS, ZERO, ZERO, ZERO, ZERO).is_ratio
    with pytest.raises(ValueError, match="both denominators"):
        LeafTable(CODES, LABELS, ZERO, ZERO, ZERO)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one value a leaf"):
        LeafTable(CODES, LABELS, ZERO, np.zeros(3))
    with pytest.raises(ValueError, match="one column a leaf"):
        LeafTable(CODES, LABELS, ZERO, ZERO, ZERO, ZERO, History(np.zeros((2, 3)), np.zeros((2, 3))))
    with pytest.raises(ValueError, match="periods, leaves"):
        History(np.zeros((2, 3)), np.zeros((2, 4)))


def test_an_expectation_rests_on_some_period() -> None:
    with pytest.raises(ValueError, match="periods"):
        LeafTable(CODES, LABELS, ZERO, ZERO, periods=0.0)


def test_unknown_leaves_are_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        LeafTable(CODES, LABELS, np.array([1.0, np.nan, 0.0, 0.0]), ZERO)


def test_the_leaves_within_one_label() -> None:
    table = LeafTable(CODES, LABELS, np.array([1.0, 2.0, 3.0, 4.0]), ZERO, periods=3.0)
    part = table.within("a", "y")
    assert list(part.codes) == ["b", "c"]
    assert part.actual.tolist() == [3.0, 4.0]
    assert part.codes["b"].tolist() == [0, 1]
    assert part.periods == 3.0


def test_the_same_leaves_by_some_dimensions_alone() -> None:
    table = LeafTable(CODES, LABELS, np.array([1.0, 2.0, 3.0, 4.0]), ZERO).only(("b",))
    assert list(table.codes) == ["b"]
    assert len(table.actual) == 4
    assert [space.dims for space in cuboids(table, 2)] == [("b",)]


def test_the_leaves_of_a_slice() -> None:
    table = LeafTable(CODES, LABELS, ZERO, ZERO)
    assert table.leaves((("a", "y"), ("b", "p"))).tolist() == [False, False, True, False]
    assert table.leaves(()).all()
