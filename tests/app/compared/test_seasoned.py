"""Of a young period the days that tell most of their refunds, at the age that those have."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.compared.seasoned import seasoned
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
FIRST = date(2024, 4, 1)
DAYS = 100
LAST = FIRST + timedelta(days=DAYS - 1)


def history(after: int | None) -> History:
    """Six orders a day; one of three comes back `after` so many days."""
    sold: list[dict[str, Any]] = [
        {
            "shop": "t", "order_id": f"{n}-{k}", "line_id": "1", "sku": "A", "quantity": 1, "paid": Decimal(20),
            "paid_day": FIRST + timedelta(days=n), "created_day": FIRST + timedelta(days=n), "status": "paid",
            "currency": "CNY",
        }
        for n in range(DAYS)
        for k in range(6)
    ]  # fmt: skip
    back = [
        {
            "shop": "t", "refund_id": row["order_id"], "order_id": row["order_id"], "line_id": "1", "sku": "A",
            "order_day": row["paid_day"], "settled_day": row["paid_day"] + timedelta(days=after), "quantity": 1,
            "amount": row["paid"], "currency": "CNY", "reason": "", "kind": "refund", "stage": "",
        }
        for row in sold
        if after is not None and row["order_id"].endswith(("-1", "-4"))
        and row["paid_day"] + timedelta(days=after) <= LAST
    ]  # fmt: skip
    tables = {"order_line": sold} | ({"refund": back} if back else {})
    return History(MemoryEngine(tables, [CN]), "CNY", LAST, (CN,))


def compared(history: History, length: int) -> Comparison:
    period = Period(LAST - timedelta(days=length - 1), LAST)
    return Comparison.of(history, period, history.baseline(period))


def test_days_whose_refunds_are_all_to_come_are_left_out() -> None:
    books = history(4)
    found, age = seasoned(books, compared(books, 7))
    assert found.days == tuple(LAST - timedelta(days=n) for n in (6, 5, 4))
    assert age == 4
    assert sum(found.weights.values()) == 3


def test_refunds_that_come_at_once_are_told_of_all_days() -> None:
    books = history(0)
    whole = compared(books, 7)
    assert seasoned(books, whole) == (whole, 0)


def test_one_day_and_books_that_teach_nothing_stay_as_they_are() -> None:
    books = history(4)
    one = compared(books, 1)
    assert seasoned(books, one) == (one, 0)
    bare = history(None)
    week = compared(bare, 7)
    assert seasoned(bare, week) == (week, 0)
