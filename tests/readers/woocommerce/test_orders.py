"""WooCommerce orders: money of the order spread over its rows, refunds without their tax, and orders of one row."""

from pathlib import Path

from tests.readers.exports import Reader, text

HEADER = (
    "Order Number|Order Status|Order Date|Email (Billing)|Country Code (Shipping)|Payment Method Title|"
    "Cart Discount Amount|Order Subtotal Amount|Order Shipping Amount|Order Refund Amount|Order Total Amount|"
    "Order Total Tax Amount|SKU|Item #|Item Name|Quantity (- Refund)|Item Cost|Coupon Code"
).split("|")
FIRST = "1001|Completed|2026-06-01 10:11|a@x.com|DE|PayPal|5|65|4.90|11.00|71.50|6.60|CUP|1|Cup|2|18.00|SAVE5".split(
    "|"
)
SECOND = [*FIRST[:12], "POT", "2", "Pot", "1", "24.00", "SAVE5"]
HOLD = "1002|On hold|2026-06-02 10:11|b@x.com|DE|Bank|0|20|0|0|20|0|CUP|1|Cup|1|20.00|".split("|")
COLUMNS = ("order_id", "sku", "quantity", "paid", "shipping", "tax", "refund_stated", "status", "paid_at")
PACKED = (
    "order_id|order_number|order_date|paid_date|status|shipping_total|tax_total|order_total|order_currency|order_key|"
    "billing_email|shipping_country|line_item_1"
).split("|")


def test_goods_are_the_total_less_postage_and_tax(tmp_path: Path) -> None:
    got = Reader(tmp_path).one("o.csv", text(HEADER, [FIRST, SECOND, HOLD]))
    assert (got.format, got.refused) == ("woocommerce_orders", 0)
    # 71.50 - 4.90 - 6.60 = 60 by 36 to 24; of 11.00 that went back 11 x 64.9 / 71.5 is without tax
    assert got.pick("order_line", *COLUMNS) == [
        ("1001", "CUP", 2, "36", "2.94", "3.96", "9.98", "done", "2026-06-01 10:11:00"),
        ("1001", "POT", 1, "24", "1.96", "2.64", "0", "done", "2026-06-01 10:11:00"),
        ("1002", "CUP", 1, "20", "0", "0", "0", "unpaid", None),
    ]


def test_orders_of_one_row(tmp_path: Path) -> None:
    row = "7|1007|2026-06-01 10:11:00|2026-06-01 10:12:00|completed|5|4|49|EUR|wc_order_x|a@x.com|DE|name:Cup".split(
        "|"
    )
    got = Reader(tmp_path).one("o.csv", text(PACKED, [row]))
    assert got.format == "woocommerce_order_heads"
    assert got.pick("order_head", "order_id", "paid", "shipping", "status", "currency") == [
        ("1007", "40", "5", "done", "EUR")
    ]
