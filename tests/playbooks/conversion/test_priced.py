from datetime import timedelta
from decimal import Decimal

import numpy as np

from tests.playbooks.giving import DAY, columns
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.conversion.offer import GOODS, LINES, SALES, UNITS
from zhanggui.playbooks.conversion.priced import LOT, a_line, lots, priced, sells_at, units_to_come

DAYS = 10


def sold(days: list[tuple[int, int, int]]) -> Columns:
    """Units, those of them for nothing, and lines of each day; a unit with a price costs 5 and sells for 8."""
    width = len(days)
    units = [unit for unit, _, _ in days]
    return columns(
        {
            "shop": ["s"] * width,
            "sku": ["A"] * width,
            "day": [DAY - timedelta(days=width - 1 - at) for at in range(width)],
        },
        {
            "units": units,
            "gmv": [Decimal(8 * (unit - free)) for unit, free, _ in days],
            "cost_of_goods": [Decimal(5 * unit) for unit in units],
            "lines": [lines for _, _, lines in days],
            "shipping_income": [Decimal(1)] * width,
            "platform_discounts": [None] * width,
            "free_units": [free or None for _, free, _ in days],
        },
    )


def table(days: list[tuple[int, int, int]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return priced(sold(days), DAY, DAYS)["s", "A"]


def test_what_is_given_along_has_no_price() -> None:
    days = table([(4, 1, 4)] * 5 + [(3, 0, 3)] * 4 + [(6, 4, 5)])
    assert days[UNITS].tolist() == [3] * 9 + [2]
    assert days[GOODS].tolist() == [15] * 9 + [10]
    assert np.allclose(days[SALES] / days[UNITS], 8)


def test_a_day_of_gifts_alone_is_no_day_of_sales_where_they_are_usual() -> None:
    days = table([(4, 1, 4)] * 9 + [(7, 7, 7)])
    assert days[:, -1].tolist() == [0] * 5
    slip = table([(4, 0, 4)] * 9 + [(7, 7, 7)])
    assert (slip[UNITS, -1], slip[SALES, -1], slip[GOODS, -1]) == (7, 0, 35)


def test_a_lot_is_many_times_a_usual_line_and_does_not_come_again() -> None:
    days = table([(2, 0, 1)] * 9 + [(300, 0, 2)])
    assert a_line(days[:, :9]) == 2
    assert np.flatnonzero(lots(days, 2)).tolist() == [9]
    assert units_to_come(days[:, 8:], 2) == 2 + LOT * 2 * 2
    assert not lots(days, 0).any()
    assert units_to_come(days[:, 8:], 0) == 302
    assert a_line(np.zeros((5, 3))) == 0
    assert days[LINES].sum() == 11


def test_a_price_that_was_had_twice_is_one_it_sells_at() -> None:
    days = table([(2, 0, 1)] * 10)
    days[SALES, 1] = 8
    assert not sells_at(days, 4)
    days[SALES, 5] = 8.7
    assert sells_at(days, 4)
    assert not sells_at(days, 3.5)
    assert not sells_at(np.zeros((5, 3)), 4)
