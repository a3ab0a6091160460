"""Refunds that name an order and no item, placed on the item whose money they are.

Account statements (Alipay) know the order alone. A refund belongs to the line of that order that was paid as much;
where no line or more than one item was, to the only item of the order; else it stays unplaced.
"""

from collections.abc import Sequence
from datetime import date

from zhanggui.metrics.query import Engine, Key, Value, Where
from zhanggui.model.period import Period

Row = tuple[Value | Key, ...]
DAYS = {"refunds_of_orders": "order_day", "refunds": "settled_day"}  # measure → the day that it is counted on


def placed(books: Engine, period: Period, by: str = "order_day") -> list[Row]:
    """Rows (shop, sku, reason, paid day, amount, settled day) of the refunds without a SKU whose orders were paid in
    ``period``, or that were paid back in it (``by`` "settled_day").
    """
    if "refund" not in books.tables():
        return []
    days = Where(by, tuple(period))
    columns = ("shop", "order_id", "order_day", "amount", "reason", "settled_day")
    bare = books.rows("refund", columns, (Where("sku", ("",)), days))
    orders = tuple(sorted({str(row[1]) for row in bare if row[1]}))
    if not orders:
        return []
    lines: dict[tuple[str, str], list[tuple[str, Value | Key]]] = {}
    for shop, order, sku, paid in books.rows(
        "order_line", ("shop", "order_id", "sku", "paid"), (Where("order_id", orders),)
    ):
        lines.setdefault((str(shop), str(order)), []).append((str(sku or ""), paid))
    out: list[Row] = []
    for shop, order, day, amount, reason, settled in bare:
        sku = _line(lines.get((str(shop), str(order)), ()), amount)
        if sku and isinstance(day, date):
            out.append((shop, sku, reason, day, amount, settled))
    return out


def _line(lines: Sequence[tuple[str, Value | Key]], amount: Value | Key) -> str:
    """The SKU that a refund of ``amount`` belongs to; '' where that is not certain."""
    for skus in ({sku for sku, paid in lines if paid == amount}, {sku for sku, _ in lines}):
        if len(skus) == 1:
            return skus.pop()
    return ""
