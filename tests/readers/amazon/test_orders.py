"""Amazon All Orders: line totals, UTC to the marketplace's day, pending, cancelled and foreign orders."""

from pathlib import Path

import pytest

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import AMAZON_ALL_ORDERS as HEADER

ORDER = {
    "amazon-order-id": "111-0000001-0000001",
    "merchant-order-id": "111-0000001-0000001",
    "purchase-date": "2026-09-02T04:30:00+00:00",
    "last-updated-date": "2026-09-05T10:00:00+00:00",
    "order-status": "Shipped",
    "fulfillment-channel": "Amazon",
    "sales-channel": "Amazon.com",
    "product-name": "Crew tee",
    "sku": "TS-M",
    "asin": "B0TEST0001",
    "item-status": "Shipped",
    "quantity": "2",
    "currency": "USD",
    "item-price": "40.00",
    "item-tax": "3.30",
    "shipping-price": "5.99",
    "item-promotion-discount": "4.00",
    "ship-promotion-discount": "5.99",
    "ship-state": "CA",
    "ship-country": "US",
}
GERMAN = ORDER | {
    "amazon-order-id": "302-0000001-0000001",
    "sales-channel": "Amazon.de",
    "purchase-date": "2026-09-01T22:30:00+00:00",
    "currency": "EUR",
    "item-price": "23.80",
    "item-tax": "3.80",
    "item-promotion-discount": "-2.00",
    "ship-country": "DE",
    "ship-state": "",
}
PENDING = ORDER | {
    "amazon-order-id": "111-2",
    "order-status": "Pending",
    "item-price": "",
    "item-tax": "",
    "currency": "",
}
CANCELLED = ORDER | {
    "amazon-order-id": "111-3",
    "order-status": "Cancelled",
    "quantity": "0",
    "item-price": "",
}
FOREIGN = ORDER | {
    "amazon-order-id": "S01-4",
    "sales-channel": "Non-Amazon US",
    "item-price": "",
    "item-tax": "",
}
HALF = ORDER | {"amazon-order-id": "111-5", "item-status": "Cancelled", "item-price": "0.00", "quantity": "0"}
ORDERS = (ORDER, GERMAN, PENDING, CANCELLED, FOREIGN, HALF)
ROWS = [row(HEADER, order) for order in ORDERS]


def test_money_days_and_states(tmp_path: Path) -> None:
    read = Reader(tmp_path).one("123456.txt", text(HEADER, ROWS, sign="\t"))
    assert read.format == "amazon_all_orders"
    assert read.pick("order_line", "order_id", "shop", "paid_day", "paid_hour", "status") == [
        ("111-0000001-0000001", "Amazon.com", "2026-09-01", 21, "shipped"),
        ("302-0000001-0000001", "Amazon.de", "2026-09-02", 0, "shipped"),
        ("111-2", "Amazon.com", None, None, "unpaid"),
        ("111-3", "Amazon.com", None, None, "cancelled"),
        ("S01-4", None, None, None, "adjusted"),
        ("111-5", "Amazon.com", None, None, "cancelled"),
    ]
    money = ("list_amount", "paid", "seller_discount", "shipping", "tax", "currency")
    assert read.pick("order_line", *money)[:4] == [
        ("40", "36", "4", "0", "3.3", "USD"),
        ("23.8", "21.8", "2", "0", "0", "EUR"),
        (None, None, None, None, None, "USD"),
        (None, None, None, None, "3.3", "USD"),
    ]
    assert read.pick("order_line", "sku", "listing_id", "quantity", "region", "channel", "buyer")[:2] == [
        ("TS-M", "B0TEST0001", 2, "US/CA", "Amazon.com", None),
        ("TS-M", "B0TEST0001", 2, "DE", "Amazon.de", None),
    ]
    assert read.pick("order_line", "version")[0] == ("2026-09-05 03:00:00",)
    assert (read.kept, read.refused) == (6, 0)


@pytest.mark.parametrize(
    ("encoding", "title", "channel"),
    [("cp1252", "Tischläufer für Gäste", "Amazon.de"), ("shift_jis", "シルクのアイマスク", "Amazon.co.jp")],
)
def test_encodings_of_the_marketplaces(tmp_path: Path, encoding: str, title: str, channel: str) -> None:
    order = ORDER | {"product-name": title, "sales-channel": channel, "ship-state": ""}
    data = text(HEADER, [row(HEADER, order)] * 3, sign="\t", encoding=encoding)
    read = Reader(tmp_path).one("orders.txt", data)
    assert read.pick("order_line", "title", "shop") == [(title, channel)] * 3


def test_without_the_last_columns_and_in_another_order(tmp_path: Path) -> None:
    first = Reader(tmp_path).one("a.txt", text(HEADER, ROWS, sign="\t"))
    short = HEADER[: HEADER.index("promotion-ids")]
    same(first, Reader(tmp_path).one("b.txt", text(short, [r[: len(short)] for r in ROWS], sign="\t")))
    same(first, Reader(tmp_path).one("c.txt", text(*turned(HEADER, ROWS), sign="\t")))


def test_bad_lines_are_refused(tmp_path: Path) -> None:
    bad = [
        ORDER | {"item-price": "forty"},
        ORDER | {"amazon-order-id": ""},
        ORDER | {"purchase-date": "2031-01-01T00:00:00+00:00"},
        ORDER | {"purchase-date": "1970-01-01T00:00:00+00:00"},
        ORDER | {"quantity": "-2"},
    ]
    read = Reader(tmp_path).one("o.txt", text(HEADER, [row(HEADER, o) for o in (ORDER, *bad)], sign="\t"))
    assert (read.kept, read.refused) == (1, 5)
    assert read.codes == [
        ("item-price", "bad_number"),
        ("amazon-order-id", "missing_key"),
        ("purchase-date", "future_date"),
        ("purchase-date", "ancient_date"),
        ("quantity", "negative_quantity"),
    ]
