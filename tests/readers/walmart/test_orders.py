"""Walmart orders: the price of a unit times the units; what was cancelled was never paid."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, save_xlsx

HEADER = (
    "PO#|Order#|Order Date|Ship By|Delivery Date|Customer Name|Customer Shipping Address|Customer Phone Number|"
    "Ship to Address 1|Ship to Address 2|City|State|Zip|Segment|FLIDS|Line#|UPC|Status|Item Description|"
    "Shipping Method|"
    "Shipping Tier|Shipping SLA|Shipping Config SOurce|Qty|SKU|Item Cost|Shipping Cost|Tax|Update Status|Update Qty|"
    "Carrier|Tracking Number|Tracking Url|Seller Order NO|Fulfillment Entity|Replacement Order|"
    "Original Customer Order Id"
).split("|")
FIRST: Row = {
    "PO#": "109001234567890",
    "Order#": "200012345678901",
    "Order Date": "2026-03-01",
    "State": "CA",
    "Line#": "1",
    "Status": "Delivered",
    "Item Description": "Desk mat",
    "Qty": "2",
    "SKU": "DM-1",
    "Item Cost": "19.99",
    "Shipping Cost": "4.5",
    "Tax": "3.2",
}
SECOND: Row = {
    **FIRST,
    "Line#": "2",
    "SKU": "DM-2",
    "Qty": "1",
    "Item Cost": "5",
    "Shipping Cost": "0",
    "Tax": "0.4",
}
CANCELLED: Row = {**FIRST, "PO#": "109001234567891", "Status": "Cancelled"}
BAD: Row = {**FIRST, "PO#": "109001234567892", "Item Cost": "abc"}
COLUMNS = "order_id line_id sku quantity paid shipping tax paid_at status region"


def test_money_of_a_line(tmp_path: Path) -> None:
    table = grid(HEADER, FIRST, SECOND, CANCELLED, BAD)
    got = read(save_xlsx(tmp_path / "PO_Data.xlsx", table), "walmart_orders")
    paid = "2026-03-01 00:00:00"
    assert got.rows("order_line", COLUMNS) == [
        ("109001234567890", "1", "DM-1", 2, "39.98", "4.5", "3.2", paid, "done", "CA"),
        ("109001234567890", "2", "DM-2", 1, "5", "0", "0.4", paid, "done", "CA"),
        ("109001234567891", "1", "DM-1", 2, "39.98", "4.5", "3.2", None, "cancelled", "CA"),
    ]
    assert got.refused == [(5, "Item Cost", "bad_number")]
    same = read(save(tmp_path / "b.csv", table, "utf-8-sig"), "walmart_orders")
    assert same.rows("order_line", COLUMNS) == got.rows("order_line", COLUMNS)


def test_a_line_with_two_amounts_says_so(tmp_path: Path) -> None:
    again: Row = {**FIRST, "Item Cost": "12"}
    got = read(save(tmp_path / "po.csv", grid(HEADER, FIRST, SECOND, again), "utf-8"), "walmart_orders")
    assert got.rows("order_line", "line_id paid") == [("2", "5"), ("1", "24")]
    assert got.refused == [(2, "PO#", "conflict")]
