"""Orders of ten days and the platform's figure of them, for planting gaps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zhanggui.app.reconcile import Reconciling
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.shop import Shop
from zhanggui.reports.reconciled import Reconciled

FIRST = date(2024, 5, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(10)]
SHOP = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
Row = dict[str, Any]


def order(number: int, at: datetime, **changed: object) -> Row:
    amount = Decimal(50 + 7 * (number % 11))
    row: Row = {
        "shop": "t",
        "order_id": str(number),
        "line_id": "",
        "sku": f"S{number % 3}",
        "title": "x",
        "variant": "",
        "quantity": 1,
        "created_at": at,
        "created_day": at.date(),
        "paid_at": at,
        "paid_day": at.date(),
        "paid_hour": at.hour,
        "paid": amount,
        "shipping": Decimal(number % 4),
        "status": "paid",
        "currency": "CNY",
        "source_row": number,
    }
    return row | changed


def orders() -> list[Row]:
    """Six orders a day at different hours."""
    made = []
    for n, day in enumerate([FIRST - timedelta(days=1), *DAYS, FIRST + timedelta(days=len(DAYS))]):
        for k in range(6):
            at = datetime(day.year, day.month, day.day, 4 * k + 1)
            made.append(order(100 * n + k * 7 + n, at))
    return made


def by_day(rows: list[Row], money: Callable[[Row], Decimal] = lambda row: row["paid"]) -> dict[date, Decimal]:
    out: dict[date, Decimal] = {}
    for row in rows:
        if row["paid_day"] is not None:
            out[row["paid_day"]] = out.get(row["paid_day"], Decimal(0)) + money(row)
    return out


def traffic(sales: dict[date, Decimal], **changed: object) -> list[Row]:
    return [
        {"shop": "t", "day": day, "days": 1, "device": "all", "sales": sales[day], "currency": "CNY"}
        | changed
        for day in DAYS
        if day in sales
    ]


def compared(
    tables: dict[str, list[Row]], first: date | None = FIRST, last: date | None = DAYS[-1]
) -> Reconciled:
    pairs = Reconciling(MemoryEngine(tables, [SHOP]), (first, last)).all().pairs
    assert len(pairs) == 1
    pair = pairs[0]
    assert sum((item.amount for item in pair.items), Decimal(0)) + pair.unexplained == pair.gap
    assert sum((day.gap for day in pair.days), Decimal(0)) == pair.gap
    return pair


def codes(pair: Reconciled) -> list[str]:
    return [item.code for item in pair.items]
