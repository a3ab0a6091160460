"""Etsy sold items: days without hours, shipping and tax of the order counted once."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import ETSY_SOLD_ORDER_ITEMS as HEADER

FIRST = {
    "Sale Date": "09/13/26",
    "Item Name": "Mug, blue",
    "Buyer": "ann",
    "Quantity": "2",
    "Price": "20.00",
    "Coupon Code": "TEN",
    "Discount Amount": "4.00",
    "Shipping Discount": "0.00",
    "Order Shipping": "6.00",
    "Order Sales Tax": "4.80",
    "Item Total": "40.00",
    "Currency": "USD",
    "Transaction ID": "4000000001",
    "Listing ID": "1500000001",
    "Date Paid": "09/13/2026",
    "Date Shipped": "09/15/2026",
    "Ship Country": "United States",
    "Ship State": "CA",
    "Order ID": "3000000001",
    "Variations": "Size:L",
    "SKU": "MUG-B",
}
SECOND = FIRST | {
    "Item Name": "Plate",
    "Quantity": "1",
    "Price": "24.00",
    "Discount Amount": "0.00",
    "Item Total": "24.00",
}
SECOND |= {"Transaction ID": "4000000002", "Listing ID": "1500000002", "SKU": "PLATE"}
UNPAID = FIRST | {
    "Transaction ID": "4000000003",
    "Order ID": "3000000002",
    "Date Paid": "",
    "Date Shipped": "",
}


def test_lines_of_an_order(tmp_path: Path) -> None:
    rows = [row(HEADER, line) for line in (FIRST, SECOND, UNPAID)]
    first = Reader(tmp_path).one("EtsySoldOrderItems2026-9.csv", text(HEADER, rows, encoding="utf-8-sig"))
    assert first.format == "etsy_sold_items"
    columns = ("order_id", "line_id", "listing_id", "sku", "quantity", "paid_day", "paid_hour", "status")
    assert first.pick("order_line", *columns) == [
        ("3000000001", "4000000001", "1500000001", "MUG-B", 2, "2026-09-13", None, "shipped"),
        ("3000000001", "4000000002", "1500000002", "PLATE", 1, "2026-09-13", None, "shipped"),
        ("3000000002", "4000000003", "1500000001", "MUG-B", 2, None, None, "unpaid"),
    ]
    money = ("list_amount", "seller_discount", "paid", "shipping", "tax", "currency")
    assert first.pick("order_line", *money)[:2] == [
        ("40", "4", "36", "3.6", "2.88", "USD"),
        ("24", "0", "24", "2.4", "1.92", "USD"),
    ]
    assert first.pick("order_line", "region", "variant")[0] == ("United States/CA", "Size:L")
    same(first, Reader(tmp_path).one("b.csv", text(*turned(HEADER, rows))))


def test_bad_rows(tmp_path: Path) -> None:
    bad = [
        FIRST | {"Transaction ID": ""},
        FIRST | {"Transaction ID": "9", "Price": "a"},
        FIRST | {"Transaction ID": "8", "Sale Date": "soon"},
    ]
    read = Reader(tmp_path).one("e.csv", text(HEADER, [row(HEADER, line) for line in (FIRST, SECOND, *bad)]))
    assert read.kept == 2
    assert read.codes == [
        ("Transaction ID", "missing_key"),
        ("Price", "bad_number"),
        ("Sale Date", "bad_date"),
    ]
