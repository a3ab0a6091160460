"""Items that are talked about: more visitors who buy as often as ever, and nothing else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.sought import sought
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.reports.explained import Place

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
FIRST = date(2024, 6, 24)
DAYS = 36


def compared(visits: int, buyers: int, *, told: bool = True) -> Comparison:
    """An item of 100 visitors and 10 buyers a day, and on the last day as many as given."""
    lines: list[dict[str, Any]] = []
    traffic: list[dict[str, Any]] = []
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        seen, bought = (visits, buyers) if n == DAYS - 1 else (100, 10)
        lines += [
            {"shop": "t", "order_id": f"{day}{k}", "line_id": "1", "sku": "S", "listing_id": "L", "buyer": f"{day}{k}",
             "paid_day": day, "created_day": day, "quantity": 1, "paid": Decimal(30), "status": "paid",
             "currency": "CNY"}
            for k in range(bought)
        ]  # fmt: skip
        if told:
            traffic.append(
                {"shop": "t", "day": day, "days": 1, "device": "all", "listing_id": "L", "visitors": seen,
                 "currency": "CNY"}
            )  # fmt: skip
    costs = [{"shop": "", "sku": "S", "product": "P", "from_day": FIRST, "cost": Decimal(9)}]
    books = MemoryEngine({"order_line": lines, "traffic_listing": traffic, "sku_cost": costs}, [CN])
    last = FIRST + timedelta(days=DAYS - 1)
    history = History(books, "CNY", last, (CN,))
    return Comparison.of(history, Period(last, last), history.baseline(Period(last, last)))


def place(change: float = 600.0, *, sure: bool = True, **where: str) -> Place:
    dims = tuple((dim, value, value) for dim, value in where.items())
    return Place(dims, 900.0, 300.0, change, 0.9, sure=sure)


@pytest.mark.parametrize(
    ("visits", "buyers", "is_it"),
    [(300, 30, True), (300, 22, True), (110, 30, False), (140, 14, False), (200, 60, False)],
)
def test_visitors_who_buy_as_often_as_ever(visits: int, buyers: int, is_it: bool) -> None:
    days = compared(visits, buyers)
    wanted = "L" if is_it else ""
    assert sought(days, (place(listing="L"),), visited=False) == wanted
    assert sought(days, (place(sku="S", shop="t"),), visited=False) == wanted
    assert sought(days, (place(product="P", shop="t"),), visited=False) == wanted
    assert sought(days, (place(region="north"),), visited=True) == wanted  # the item whose visitors rose most


def test_other_places_are_not_items_that_rose() -> None:
    days = compared(300, 30)
    for places in (
        (),
        (place(-600.0, listing="L"),),
        (place(sure=False, listing="L"),),
        (place(region="north"),),
        (place(sku="other"),),
    ):
        assert sought(days, places, visited=False) == ""
    for other in (compared(300, 30, told=False), compared(0, 30)):
        assert sought(other, (place(listing="L"),), visited=True) == ""
    assert sought(compared(90, 30), (), visited=True) == ""  # nobody came more often
