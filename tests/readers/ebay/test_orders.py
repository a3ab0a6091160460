"""eBay orders: blank rows around the header, footers amid the rows, order rows above their items."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import EBAY_ORDERS as HEADER

LINE = {
    "Sales Record Number": "1001",
    "Order Number": "21-00001-00001",
    "Buyer Username": "ann_shop",
    "Ship To State": "CA",
    "Ship To Country": "United States",
    "Item Number": "110000000001",
    "Item Title": "Crew tee",
    "Custom Label": "TS-M",
    "Quantity": "2",
    "Sold For": "$45.99",
    "Shipping And Handling": "$5.00",
    "Seller Collected Tax": "$0.00",
    "eBay Collected Tax": "$8.00",
    "Total Price": "$96.98",
    "Sale Date": "Jul-21-26",
    "Paid On Date": "Jul-21-26",
    "Shipped On Date": "Jul-23-26",
    "Transaction ID": "10000001",
    "Variation Details": "[Size:M]",
}
HEAD = LINE | {
    "Sales Record Number": "1002",
    "Order Number": "21-00002-00002",
    "Item Number": "",
    "Sold For": "$30.00",
    "Custom Label": "",
}
PART = LINE | {
    "Sales Record Number": "1002",
    "Order Number": "21-00002-00002",
    "Quantity": "1",
    "Sold For": "$10.00",
}
PART |= {
    "Shipping And Handling": "",
    "eBay Collected Tax": "",
    "Seller Collected Tax": "",
    "Paid On Date": "",
    "Shipped On Date": "",
}
FOOTER = [["2 record(s) downloaded"], ["Seller ID : ann"]]


def test_orders_among_footers(tmp_path: Path) -> None:
    rows = [row(HEADER, LINE), *FOOTER, row(HEADER, HEAD), row(HEADER, PART), *FOOTER]
    above = "," * (len(HEADER) - 1) + "\r\n"
    first = Reader(tmp_path).one("eBay-OrdersReport.csv", text(HEADER, rows, above=above))
    assert first.format == "ebay_orders"
    columns = (
        "order_id",
        "listing_id",
        "sku",
        "quantity",
        "list_amount",
        "paid",
        "shipping",
        "tax",
        "created_day",
        "paid_day",
        "status",
    )
    assert first.pick("order_line", *columns) == [
        (
            "21-00001-00001",
            "110000000001",
            "TS-M",
            2,
            "91.98",
            "91.98",
            "5",
            "8",
            "2026-07-21",
            "2026-07-21",
            "shipped",
        ),
        ("21-00002-00002", "110000000001", "TS-M", 1, "10", "10", None, None, "2026-07-21", None, "unpaid"),
    ]
    assert (first.kept, first.refused) == (2, 0)
    lines = [row(HEADER, line) for line in (LINE, PART)]
    same(
        Reader(tmp_path).one("a.csv", text(HEADER, lines)),
        Reader(tmp_path).one("b.csv", text(*turned(HEADER, lines))),
    )


def test_british_wording(tmp_path: Path) -> None:
    names = {
        "Sales Record Number": "Sales record number",
        "Sold For": "Sold for",
        "Shipping And Handling": "Postage and packaging",
    }
    names |= {
        "Ship To Country": "Post to country",
        "Order Number": "Order number",
        "Item Number": "Item number",
        "Sale Date": "Sale date",
    }
    names |= {
        "Custom Label": "Custom label",
        "Paid On Date": "Paid on date",
        "Shipped On Date": "Dispatched on date",
    }
    header = [names.get(name, name) for name in HEADER]
    pounds = [cell.replace("$", "£") for cell in row(HEADER, LINE)]
    read = Reader(tmp_path).one("uk.csv", text(header, [pounds]), currency="GBP")
    assert read.pick("order_line", "order_id", "paid", "shipping", "currency", "status") == [
        ("21-00001-00001", "91.98", "5", "GBP", "shipped")
    ]


def test_bad_rows(tmp_path: Path) -> None:
    bad = [LINE | {"Sold For": "$x"}, LINE | {"Quantity": "-1"}]
    read = Reader(tmp_path).one("e.csv", text(HEADER, [row(HEADER, line) for line in (LINE, *bad)]))
    assert (read.kept, read.codes) == (1, [("Sold For", "bad_number"), ("Quantity", "negative_quantity")])
