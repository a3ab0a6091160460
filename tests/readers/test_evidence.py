"""A column's own cells decide about decimal commas and the order of day and month."""

from collections.abc import Sequence
from datetime import date

import pytest

from zhanggui.readers.cells import DateOrder
from zhanggui.readers.evidence import Group, commas, date_order, grouped, settled, short, told
from zhanggui.readers.short_years import Short

TODAY = date(2024, 12, 31)


def decide(groups: Sequence[Group | Short], today: date, answer: str | None) -> DateOrder | str:
    """The order of one column that stands alone, '' for a question."""
    orders = settled(told(groups, today), {}, answer)
    return date_order(orders, groups) if all(orders.values()) else ""


def test_a_decimal_comma_shows_in_some_cell() -> None:
    columns = {"a": ["1.234,50", "3"], "b": ["1.234"], "c": ["1.5", "2.25"]}
    assert commas(columns, points=0) == {"a"}
    assert commas({"a": ["0,5", "12,75"], "b": ["1.234"]}, points=0) == {"a", "b"}
    assert commas({"b": ["1,234"]}, points=3) == frozenset()


def test_dates_that_need_an_order() -> None:
    assert short("5/6/2024 10:00")
    assert short("05.06.24")
    assert not short("2024-05-06")


def test_a_number_above_twelve_decides_its_separator() -> None:
    assert decide([Group("/", 3, 1, 0)], TODAY, None) == DateOrder(slash="dmy")
    assert decide([Group("-", 3, 0, 2)], TODAY, None) == DateOrder(dash="mdy")


def test_contradiction_and_silence_are_questions() -> None:
    assert decide([Group("/", 9, 1, 1)], TODAY, None) == ""
    quiet = [Group("/", 2, 0, 0, ((3, 1, 2023), (5, 7, 2023)))]
    assert decide(quiet, TODAY, None) == ""
    assert decide(quiet, TODAY, "mdy") == DateOrder(slash="mdy")


def test_no_day_lies_in_the_future() -> None:
    assert decide([Group("/", 1, 0, 0, ((2, 11, 2024),))], date(2024, 3, 1), None) == DateOrder(slash="mdy")


def test_days_in_a_row() -> None:
    pairs = tuple((7, day, 2024) for day in range(1, 13))
    assert decide([Group("/", 12, 0, 0, pairs)], TODAY, None) == DateOrder(slash="mdy")


def test_equal_numbers_need_no_order() -> None:
    assert isinstance(decide([Group(".", 1, 0, 0, ((5, 5, 2024),))], TODAY, None), DateOrder)


@pytest.mark.parametrize(("big", "small", "order"), [(20, 0, "dmy"), (0, 20, "mdy")])
def test_two_separators_that_complete_each_other(big: int, small: int, order: str) -> None:
    pairs = ((3, 5, 2024), (9, 1, 2024))
    found = decide([Group("-", 20, big, small), Group("/", 12, 0, 0, pairs)], TODAY, None)
    assert found == DateOrder(dash=order, slash=order)


def test_two_separators_that_do_not_are_a_question() -> None:
    pairs = ((3, 5, 2024), (9, 1, 2024))
    assert decide([Group("-", 20, 12, 0), Group("/", 12, 0, 0, pairs)], TODAY, None) == ""


def test_days_and_months_that_a_spreadsheet_exchanged() -> None:
    found = decide([Group("/", 20, 20, 0), Group("y", 12, 0, 0)], TODAY, None)
    assert isinstance(found, DateOrder)
    assert found.swap
    found = decide([Group("/", 20, 20, 0), Group("y", 12, 0, 5)], TODAY, None)
    assert isinstance(found, DateOrder)
    assert not found.swap


def test_dots_between_numbers_mean_the_day_first_unless_a_row_says_otherwise() -> None:
    quiet = Group(".", 2, 0, 0, ((5, 11, 2023), (3, 4, 2023)))
    assert decide([quiet], TODAY, None) == DateOrder(dot="dmy")
    assert decide([Group(".", 2, 0, 1, ((5, 11, 2023),))], TODAY, None) == DateOrder(dot="mdy")
    assert decide([quiet, Group("/", 2, 0, 0, ((3, 1, 2023), (5, 7, 2023)))], TODAY, None) == ""


def test_a_currency_without_decimals_shows_that_dots_part_thousands() -> None:
    assert grouped({"a": ["Rp12.000"], "b": ["Rp 1.500.000", "Rp0"]}) == {"a", "b"}
    assert grouped({"a": ["12.000 ₫"]}) == {"a"}
    assert grouped({"a": ["12.000"]}) == frozenset()
    assert grouped({"a": ["Rp12.000", "12.001"]}) == frozenset()


def test_years_of_two_digits_are_judged_apart_from_those_of_four() -> None:
    long = Group("-", 3, 3, 0)
    two = Short("-", (("24", "05", "13"), ("24", "05", "14"), ("24", "05", "15")))
    assert decide([long, two], TODAY, None) == DateOrder(dash="dmy", short={"dash": "ymd"})
    unclear = Short("-", (("12", "05", "10"),))
    assert decide([long, unclear], TODAY, None) == ""
    assert decide([unclear], TODAY, "ymd") == DateOrder(short={"dash": "ymd"})
    assert decide([Group("/", 2, 0, 0, ((3, 1, 2023), (5, 7, 2023)))], TODAY, "ymd") == ""


def test_an_open_order_follows_the_other_columns() -> None:
    assert settled({("/", True): ""}, {("/", True): "mdy"}, "dmy") == {("/", True): "mdy"}
    assert settled({("/", True): "both"}, {("/", True): "mdy"}, "dmy") == {("/", True): ""}


def test_a_dot_in_a_whole_number_parts_thousands() -> None:
    shown = {"shown": ["2.104", "12"], "spend": ["7"]}
    assert commas(shown, 0, frozenset({"shown"})) == {"shown", "spend"}
    assert commas(shown, 0) == frozenset()
    assert commas({"shown": ["1.000", "2.000"]}, 0, frozenset({"shown"})) == frozenset()
    assert commas({"shown": ["2.104", "1.5"]}, 0, frozenset({"shown"})) == frozenset()


def test_a_decimal_comma_means_the_day_first() -> None:
    open_ones = {("/", False): "", ("-", True): ""}
    assert settled(open_ones, {}, None, comma=True) == {("/", False): "dmy", ("-", True): ""}
    assert settled(open_ones, {}, None) == {("/", False): "", ("-", True): ""}
    assert settled({("/", False): "mdy"}, {}, None, comma=True) == {("/", False): "mdy"}
