from datetime import date

import pytest

from tests.metrics.shop_books import books, engine, line
from zhanggui.metrics.ask import ask
from zhanggui.metrics.question import Missing, Question


@pytest.mark.parametrize("by", [("day",), ("day", "shop"), ("platform",)])
def test_unknown_values_name_the_shops_whose_files_leave_them_out(by: tuple[str, ...]) -> None:
    lines = [*books()["order_line"], line("9", date(2024, 3, 4), None)]
    answer = ask(engine(order_line=lines), Question(("gmv",), by))
    assert answer.missing == (Missing("unknown_values", {"measure": "gmv", "shops": ("a",)}),)


@pytest.mark.parametrize("by", [(), ("shop",)])
def test_what_counts_as_none_where_nothing_states_it_is_said(by: tuple[str, ...]) -> None:
    answer = ask(engine(), Question(("contribution",), by))
    told = [one.params for one in answer.missing if one.code == "not_stated"]
    assert {"measure": "platform_discounts", "shops": ("a",)} in told
