"""Where the year stands in a date whose year has two digits."""

from datetime import date

import pytest

from zhanggui.readers.short_years import Short, order_of

TODAY = date(2026, 11, 22)


def order(*cells: str) -> str:
    """What a column of these cells tells."""
    parts = [cell.split("-") for cell in cells]
    return order_of(Short("-", tuple((a, b, c) for a, b, c in parts)), TODAY)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("24-05-13", "24-05-14", "24-05-15"), "ymd"),
        (("13-05-24", "14-05-24", "15-05-24"), "dmy"),
        (("05-13-24",), "mdy"),
        (("24-05-32", "24-06-01", "24-06-20", "24-07-19"), "ymd"),  # a day that does not exist tells nothing
        (("24-5-3",), "ymd"),  # a year has two digits
        (("5-13-24",), "mdy"),
        (("31-12-24",), "dmy"),  # 2031 is the future
        (("05-05-05",), "ymd"),  # the same day in every order
        (("98-02-03", "98-02-28"), "ymd"),
    ],
)
def test_the_cells_tell(cells: tuple[str, ...], told: str) -> None:
    assert order(*cells) == told


@pytest.mark.parametrize(
    "cells",
    [
        ("24-05-13",),
        ("24-05-13", "24-05-14"),
        ("05-06-24", "05-07-24", "05-08-24", "05-11-24"),
        ("24-05-13", "24-05-14", "24-05-17", "30-01-01"),  # one day in the future makes no other order true
        ("99-99-99",),
    ],
)
def test_nobody_can_tell(cells: tuple[str, ...]) -> None:
    assert order(*cells) == ""


def test_no_reading_fits_them_all() -> None:
    assert order("24-05-31", "31-05-40", "5-31-24") == "both"


def test_months_apart_are_told_by_the_year_they_lie_in() -> None:
    assert order("24-05-13", "24-07-02", "24-11-30") == "ymd"
    assert order("13-05-24", "02-07-24", "30-11-24") == "dmy"
