from datetime import date
from decimal import Decimal

from zhanggui.app.placed import placed
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period

DAY = date(2026, 5, 4)
ALL = Period(date(2026, 5, 1), date(2026, 5, 31))


def refund(order: str, amount: int | None, sku: str = "") -> dict[str, object]:
    return {
        "shop": "s", "refund_id": order + sku, "order_id": order, "line_id": "", "sku": sku, "listing_id": "",
        "order_day": DAY, "settled_day": DAY, "amount": None if amount is None else Decimal(amount), "reason": "late",
    }  # fmt: skip


def line(order: str, sku: str, paid: int, number: str = "1") -> dict[str, object]:
    return {
        "shop": "s", "order_id": order, "line_id": number, "listing_id": "", "sku": sku, "paid": Decimal(paid),
        "paid_day": DAY,
    }  # fmt: skip


def test_a_refund_belongs_to_the_line_whose_money_it_is() -> None:
    lines = [
        line("1", "A", 30),
        line("1", "B", 20, "2"),
        line("2", "C", 50),
        line("3", "A", 9),
        line("3", "B", 9, "2"),
    ]
    back = [refund("1", 20), refund("2", 7), refund("3", 9), refund("4", 9), refund("5", 5, "Z")]
    books = MemoryEngine({"refund": back, "order_line": lines}, [])
    assert placed(books, ALL) == [
        ("s", "B", "late", DAY, Decimal(20), DAY),
        ("s", "C", "late", DAY, Decimal(7), DAY),
    ]


def test_without_refunds_there_is_nothing_to_place() -> None:
    assert placed(MemoryEngine({}, []), ALL) == []
    assert placed(MemoryEngine({"refund": [refund("5", 5, "Z")]}, []), ALL) == []
