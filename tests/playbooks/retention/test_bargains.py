from datetime import date, timedelta
from decimal import Decimal

from tests.playbooks.giving import DAY, columns
from zhanggui.metrics.query import Key
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.retention.bargains import QUARTER, bargains

Row = tuple[str | None, int | None, float | None, float]


def rows(*told: Row) -> Columns:
    """(SKU, days ago, sales, units) of one shop each."""
    days: list[Key] = [None if ago is None else DAY - timedelta(days=ago) for _, ago, _, _ in told]
    keys: dict[str, list[Key]] = {
        "shop": ["taobao"] * len(told),
        "sku": [row[0] for row in told],
        "day": days,
    }
    sales = [None if row[2] is None else Decimal(str(row[2])) for row in told]
    return columns(keys, {"gmv": sales, "units": [Decimal(str(row[3])) for row in told]})


def found(*told: Row, today: date = DAY) -> list[bool]:
    return [bool(one) for one in bargains(rows(*told), today)]


def test_a_price_far_below_the_usual_one_is_a_bargain_whatever_else_is_bought() -> None:
    usual: list[Row] = [("A", ago, 160, 2) for ago in range(10, 90, 10)]
    assert found(*usual, ("A", 5, 59, 1), ("A", 4, 61, 1), ("B", 5, 59, 1)) == [False] * 8 + [
        True,
        False,
        False,
    ]


def test_a_slip_of_weeks_with_a_sale_each_day_does_not_become_usual() -> None:
    usual: list[Row] = [("A", ago, 80, 1) for ago in range(30, 97, 9)]
    slip: list[Row] = [("A", ago, 20, 1) for ago in range(24)]
    assert found(*usual, *slip) == [False] * len(usual) + [True] * 24


def test_a_lower_price_that_stays_is_usual_in_its_own_quarter() -> None:
    before: list[Row] = [("A", QUARTER + ago, 80, 1) for ago in range(0, 90, 5)]
    since: list[Row] = [("A", ago, 40, 1) for ago in range(0, 90, 5)]
    assert not any(found(*before, *since))


def test_what_has_no_sku_no_day_no_units_or_no_sales_is_none() -> None:
    usual: list[Row] = [("A", ago, 80, 1) for ago in range(0, 90, 5)]
    odd: list[Row] = [(None, 3, 5, 1), ("A", None, 5, 1), ("A", 3, 0, 1), ("A", 3, None, 1), ("A", 3, 5, 0)]
    assert not any(found(*usual, *odd))
    assert found() == []
