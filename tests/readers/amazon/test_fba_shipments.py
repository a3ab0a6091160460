"""Fulfilled Shipments: what was sent, and nothing twice where All Orders knows the order."""

from pathlib import Path

import pytest

from tests.app.shops import loaded
from tests.readers.exports import Reader, row, text
from tests.readers.headers_global import AMAZON_ALL_ORDERS, AMAZON_FBA_SHIPMENTS
from zhanggui.store.folder import ShopFolder

ORDER = "111-1234567-1234567"
SENT = {
    "amazon-order-id": ORDER,
    "shipment-id": "S1",
    "purchase-date": "2024-04-01T10:00:00+00:00",
    "payments-date": "2024-04-02T10:00:00+00:00",
    "shipment-date": "2024-04-02T12:00:00+00:00",
    "sku": "L1",
    "product-name": "Lamp",
    "quantity-shipped": "1",
    "currency": "USD",
    "item-price": "20.00",
    "item-promotion-discount": "-2.00",
    "sales-channel": "amazon.com",
    "ship-country": "US",
}
ORDERED = {
    "amazon-order-id": ORDER,
    "purchase-date": "2024-04-01T10:00:00+00:00",
    "last-updated-date": "2024-04-01T10:00:00+00:00",
    "order-status": "Shipped",
    "sales-channel": "Amazon.com",
    "product-name": "Lamp",
    "sku": "L1",
    "quantity": "2",
    "currency": "USD",
    "item-price": "40.00",
    "item-promotion-discount": "4.00",
}


def test_what_was_sent_is_sold(tmp_path: Path) -> None:
    read = Reader(tmp_path).one(
        "s.txt", text(AMAZON_FBA_SHIPMENTS, [row(AMAZON_FBA_SHIPMENTS, SENT)], sign="\t")
    )
    assert read.format == "amazon_fba_shipments"
    assert read.pick("order_line", "order_id", "sku", "quantity", "paid", "currency", "status") == [
        (ORDER, "L1", 1, "18", "USD", "shipped")
    ]
    assert read.pick("order_line", "created_day", "paid_day", "shop") == [
        ("2024-04-01", "2024-04-02", "Amazon.com")
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_an_order_that_both_reports_hold_counts_once_as_all_orders_says(
    tmp_path: Path, *, turned: bool
) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    other = SENT | {"amazon-order-id": "2", "shipment-id": "S2"}
    sent = [row(AMAZON_FBA_SHIPMENTS, one) for one in (SENT, SENT | {"shipment-id": "S3"}, other)]
    files[0].write_bytes(text(AMAZON_FBA_SHIPMENTS, sent, sign="\t"))
    files[1].write_bytes(text(AMAZON_ALL_ORDERS, [row(AMAZON_ALL_ORDERS, ORDERED)], sign="\t"))
    folder = ShopFolder.open(tmp_path / "shop")
    for file in files[::-1] if turned else files:
        loaded(folder, file)
    with folder.read() as reading:
        lines = reading.con.execute("SELECT order_id, quantity, paid FROM order_line ORDER BY 1").fetchall()
    assert lines == [(ORDER, 2, 36), ("2", 1, 18)]
