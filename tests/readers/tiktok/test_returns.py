"""TikTok Shop return orders: cases that ended in money paid back, beside the orders that state it.

What the column calls a unit price is the money of the case, of two units too.
"""

from decimal import Decimal
from pathlib import Path

from tests.app.shops import loaded
from tests.readers.exports import Reader, text
from zhanggui.app.kpi import kpi
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder

HEADER = (
    "Return Order ID|Order ID|Order Amount|Order Status|SKU ID|Product Name|Seller SKU|Return Type|Time Requested|"
    "Return Reason|Return unit price|Return Quantity|Return Status|Return Sub Status|Refund Time"
).split("|")
DESCRIBED = ["Platform unique return ID.", "Platform unique order ID.", *[""] * 13]
DONE = (
    "4035000000000000001\t|576000000000000001\t|20|Completed|1729000000000000001|Cup|CUP-1|Refund only|"
    "2024-03-05 10:00:00|Damaged|19.00|2|Completed||2024-03-06 11:00:00"
).split("|")
REFUSED = (
    "4035000000000000002\t|576000000000000002\t|20|Completed|1729000000000000001|Cup|CUP-1|Return and refund|"
    "2024-03-15 10:00:00|No longer needed|9.50|1|Cancelled||"
).split("|")
ORDERS = (
    "Order ID|Order Status|Cancelation/Return Type|SKU ID|Seller SKU|Product Name|Quantity|Sku Quantity of return|"
    "SKU Unit Original Price|SKU Subtotal Before Discount|SKU Platform Discount|SKU Seller Discount|"
    "SKU Subtotal After Discount|Shipping Fee After Discount|Order Amount|Order Refund Amount|Created Time|Paid Time"
).split("|")
ORDER = (
    "576000000000000001|Completed|Return/Refund|1729000000000000001|CUP-1|Cup|2|0|USD 10|USD 20|0|USD 1|USD 19|0|"
    "USD 19|USD 19|2024-03-01 10:00:00|2024-03-01 10:01:00"
).split("|")


def test_cases_that_paid_back_are_refunds(tmp_path: Path) -> None:
    got = Reader(tmp_path).one("r.csv", text(HEADER, [DESCRIBED, DONE, REFUSED]))
    assert (got.format, got.kept, got.refused) == ("tiktok_shop_returns", 2, 0)
    assert got.pick("refund", "order_id", "kind", "amount", "quantity", "settled_at") == [
        ("576000000000000001", "return", "19", 2, "2024-03-06 11:00:00")
    ]


def test_beside_the_orders_the_money_counts_once_and_has_its_day(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(text(HEADER, [DONE, REFUSED]))
    (tmp_path / "o.csv").write_bytes(text(ORDERS, [ORDER]))
    for place, names in enumerate((("r.csv", "o.csv"), ("o.csv", "r.csv"))):
        folder = ShopFolder.open(tmp_path / f"shop{place}", create=True)
        for name in names:
            loaded(folder, tmp_path / name)
        (row,) = kpi(folder, Question(("gmv", "refunds", "refunds_of_orders"), (), None, (), "USD")).rows
        assert [row[name] for name in ("gmv", "refunds", "refunds_of_orders")] == [Decimal(19)] * 3
