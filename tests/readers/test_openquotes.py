"""Rows that a quotation mark without an end had taken in."""

import pytest

from zhanggui.readers.openquotes import Lines, alone, swallows


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (["1", "tea,2,9.50\n2,tea,1,4.00\n"], True),
        (["1", "tea,2,9.50\r\n2,x", "1", "4.00"], True),
        (["1", "tea\nloose, green", "2", "9.50"], False),
        (["1", "tea", "2", "a road\na town, a land\n"], False),
        (["1", "tea", "2", "9.50"], False),
        (["1", "tea", "2", "note\n"], False),
        (["1", "tea,2,9.50\n"], True),
        (["1", "tea, loose\n"], False),
    ],
)
def test_each_line_of_such_a_record_is_a_row(cells: list[str], taken: bool) -> None:
    assert swallows(cells, ",", 4) is taken


def test_lines_of_the_record_are_remembered() -> None:
    lines = Lines(["a", "b"])
    assert (next(lines), lines.taken) == ("a", ["a"])
    lines.taken.clear()
    assert (list(lines), lines.taken) == (["b"], ["b"])


def test_a_line_by_itself() -> None:
    assert alone('1,"tea,2,9.50\r\n', ",") == ["1", "tea", "2", "9.50"]
    assert alone('1,"tea, loose",2\n', ",") == ["1", "tea, loose", "2"]
    assert alone("", ",") == []
