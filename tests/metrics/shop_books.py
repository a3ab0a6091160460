"""Small books with figures that can be added by hand, and the engine that answers from them."""

from datetime import date
from decimal import Decimal
from typing import Any

from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

ONE, TWO, THREE = date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6)
BOTH = Period(ONE, TWO)
SHOPS = (
    Shop("a", "taobao", "CN", "CNY", "Asia/Shanghai"),
    Shop("b", "amazon", "US", "USD", "America/Los_Angeles"),
)


def line(order: str, day: date | None, paid: str | None, **more: Any) -> dict[str, Any]:
    row = {
        "shop": "a",
        "order_id": order,
        "line_id": "",
        "listing_id": "L",
        "sku": "s",
        "buyer": f"b{order}",
        "paid_day": day,
        "created_day": day,
        "quantity": 1,
        "paid": None if paid is None else Decimal(paid),
        "currency": "CNY",
        "status": "paid",
    }
    return {**row, **more}


def visits(day: date, visitors: int | None, **more: Any) -> dict[str, Any]:
    return {
        "shop": "a",
        "day": day,
        "days": 1,
        "device": "all",
        "visitors": visitors,
        "currency": "CNY",
        **more,
    }


def books() -> dict[str, list[dict[str, Any]]]:
    """Two days of one shop: 300.00 in three orders of two buyers, 50.00 of it refunded."""
    refund = {
        "shop": "a",
        "refund_id": "r",
        "order_id": "2",
        "amount": Decimal(50),
        "kind": "refund",
        "currency": "CNY",
    }
    fee = {
        "shop": "a",
        "fee_id": "f",
        "day": ONE,
        "kind": "commission",
        "amount": Decimal(10),
        "currency": "CNY",
    }
    ad = {
        "shop": "a",
        "day": ONE,
        "days": 1,
        "channel": "x",
        "currency": "CNY",
        "impressions": 1000,
        "clicks": 50,
    }
    cost = {"shop": "", "sku": "s", "from_day": date(2024, 1, 1), "cost": Decimal(20), "currency": "CNY"}
    return {
        "order_line": [
            line("1", ONE, "100", buyer="x", shipping=Decimal(6), quantity=2),
            line("2", ONE, "120", buyer="y"),
            line("3", TWO, "80", buyer="x", shipped_day=TWO),
            line("4", None, "999", created_day=TWO, status="unpaid"),
        ],
        "refund": [{**refund, "settled_day": TWO, "order_day": ONE}],
        "fee": [fee, {**fee, "fee_id": "g", "day": TWO, "kind": "ads", "amount": Decimal(99)}],
        "ad": [{**ad, "grain": "campaign", "campaign": "c", "spend": Decimal(30), "sales": Decimal(90)}],
        "traffic_shop": [visits(ONE, 40), visits(TWO, 60)],
        "traffic_listing": [
            visits(ONE, 30, listing_id="L", page_views=70),
            visits(TWO, 50, listing_id="L", page_views=90),
            visits(TWO, 20, listing_id="M", page_views=10),
        ],
        "sku_cost": [cost],
        "stock": [
            {
                "shop": "a",
                "day": ONE,
                "sku": "s",
                "listing_id": "",
                "location": "",
                "on_hand": 9,
                "available": 8,
            },
            {
                "shop": "a",
                "day": TWO,
                "sku": "s",
                "listing_id": "",
                "location": "",
                "on_hand": 6,
                "available": None,
            },
        ],
    }


def engine(**tables: list[dict[str, Any]]) -> MemoryEngine:
    """An engine over `books`, some of its tables replaced."""
    return MemoryEngine({**books(), **tables}, SHOPS)
