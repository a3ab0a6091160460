"""Cells that an unquoted separator pushed aside."""

import pytest

from zhanggui.readers.mend import mended, usual

KINDS = "itndx"  # order, title, amount, day, remark
HABITS = frozenset({4, 5})


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1", "tea", "9.50", "2024-05-06", ""], [["1", "tea", "9.50", "2024-05-06", ""]]),
        (["1", "tea", "9.50", "2024-05-06"], [["1", "tea", "9.50", "2024-05-06", ""]]),
        (["1", "tea", " green", "9.50", "2024-05-06", ""], [["1", "tea, green", "9.50", "2024-05-06", ""]]),
        (["1", "tea", " green", "9.50", "2024-05-06"], [["1", "tea, green", "9.50", "2024-05-06", ""]]),
        (["1", "a", "b", "c", "9.50", "2024-05-06", "x"], [["1", "a,b,c", "9.50", "2024-05-06", "x"]]),
        (["1", "tea", "many", "2024-05-06"], []),
    ],
)
def test_one_reading_suits(cells: list[str], read: list[list[str]]) -> None:
    assert mended(cells, KINDS, ",", HABITS) == read


def test_two_readings_are_two() -> None:
    assert len(mended(["1", "tea", "green", "loose", "9.50"], "ittn", ",", frozenset({4}))) == 2
    # A cell too many and empty may also be a sign too many at the end.
    assert len(mended(["tea", "", "5", ""], "tnn", ",", frozenset({3}))) == 2


def test_a_figure_parted_between_its_thousands() -> None:
    assert mended(["1", "2", "1", "234.50"], "inn", ",", frozenset({3})) == [["1", "2", "1,234.50"]]
    assert len(mended(["tea", "1", "234.50"], "tn", ",", frozenset({2}))) == 2


def test_columns_of_no_meaning_make_no_difference() -> None:
    assert len(mended(["a", "b", "c", "9.50"], "xxn", ",", frozenset({3}))) == 1


def test_a_tab_in_a_text_becomes_a_space() -> None:
    assert mended(["1", "black", "tea", "5"], "itn", "\t", frozenset({3})) == [["1", "black tea", "5"]]


@pytest.mark.parametrize(
    "cell", ["", "--", "¥1,234.00", "1.2万", "(3.50)", "12%", '="5"', "US$ 5", "1.234,50 €", "-5.0"]
)
def test_figures(cell: str) -> None:
    assert mended(["1", cell], "in", ",", HABITS) == [["1", cell]]


def test_lengths_that_mean_nothing() -> None:
    assert usual([5] * 50 + [6] * 5 + [7], 5) == {5}
    assert usual([5] * 50 + [4] * 40, 5) == {4, 5}
    assert usual([7, 7, 8], 7) == {7}
    assert usual([7, 8], 7) == {7}
    assert usual([], 7) == {7}
