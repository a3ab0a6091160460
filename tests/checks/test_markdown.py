from checks.markdown import cell, table


def test_cell_is_one_line_without_bars() -> None:
    assert cell("a|b\n  c") == "a\\|b c"
    assert cell(None) == ""
    assert cell(0) == "0"


def test_table_has_a_head_and_a_line_per_row() -> None:
    assert table(["a", "b"], [(1, "x"), (2, None)]) == "| a | b |\n| --- | --- |\n| 1 | x |\n| 2 |  |\n"
