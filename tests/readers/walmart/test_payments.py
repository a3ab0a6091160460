"""Walmart's payment report: every amount under a name, and the sum of what is paid out."""

from decimal import Decimal
from pathlib import Path

from tests.readers.china import Row, grid, read, save

HEADER = (
    "Period Start Date|Period End Date|Total Payable|Currency|Transaction Key|Transaction Posted Timestamp|"
    "Transaction Type|Transaction Description|Customer Order #|Customer Order line #|Purchase Order #|"
    "Purchase Order line #|"
    "Amount|Amount Type|Ship Qty|Commission Rate|Base Commission Rate|Transaction Reason Description|Partner Item Id|"
    "Partner GTIN|Partner Item Name|Product Tax Code|Ship to State|Ship to City|Ship to Zipcode|Contract Category|"
    "Product Type|Commission Rule|Shipping Method|Fulfillment Type|Fulfillment Details|Original Commission"
).split("|")
WHOLE: Row = {
    "Period Start Date": "04/18/2026",
    "Period End Date": "05/01/2026",
    "Total Payable": "8.57",
    "Currency": "USD",
    "Transaction Posted Timestamp": "05/01/2026",
    "Transaction Type": "PaymentSummary",
}
LINES: Row = {"Period Start Date": "Number of Lines in file 9"}
SALE: Row = {
    "Transaction Key": "2026_04_30_1387066",
    "Transaction Posted Timestamp": "04/29/2026",
    "Transaction Type": "Sale",
    "Transaction Description": "Purchase",
    "Purchase Order #": "109001234567890",
    "Purchase Order line #": "1",
    "Partner Item Id": "DM-1",
    "Ship Qty": "2",
}
BACK: Row = {**SALE, "Transaction Key": "2026_05_01_1", "Transaction Type": "Refund", "Ship Qty": "1"}
LABEL: Row = {
    **SALE,
    "Transaction Key": "2026_04_30_1387065",
    "Transaction Type": "Adjustment",
    "Transaction Description": "Walmart Shipping Label Service Charge",
}


def part(row: Row, kind: str, amount: str) -> Row:
    return {**row, "Amount Type": kind, "Amount": amount}


ROWS = [
    WHOLE,
    LINES,
    part(SALE, "Product Price", "39.98"),
    part(SALE, "Product tax", "3.20"),
    part(SALE, "Product tax withheld", "-3.20"),
    part(SALE, "Shipping", "4.50"),
    part(SALE, "Commission on Product", "-6.00"),
    part(BACK, "Product Price", "-19.99"),
    part(BACK, "Product tax", "-1.60"),
    part(BACK, "Product tax withheld", "1.60"),
    part(BACK, "Commission on Product", "3.00"),
    part(LABEL, "Fee/Reimbursement", "-8.23"),
    part(
        {
            **LABEL,
            "Transaction Key": "7",
            "Transaction Type": "Service Fee",
            "Transaction Description": "SEM",
        },
        "SEM Marketing Fee",
        "-4.69",
    ),
]


def test_amounts_have_their_kind_and_add_up(tmp_path: Path) -> None:
    got = read(save(tmp_path / "payments.csv", grid(HEADER, *ROWS), "utf-8"), "walmart_payments")
    fees = got.rows("fee", "kind name amount order_id day")
    order = "109001234567890"
    assert fees[4] == ("commission", "Commission on Product", "6", order, "2026-04-29")
    assert [(kind, amount) for kind, _, amount, *_ in fees] == [
        ("receipt", "39.98"),
        ("receipt", "3.2"),
        ("receipt", "-3.2"),
        ("receipt", "4.5"),
        ("commission", "6"),
        ("refund", "19.99"),
        ("refund", "1.6"),
        ("refund", "-1.6"),
        ("commission", "-3"),
        ("logistics", "8.23"),
        ("ads", "4.69"),
    ]
    paid_out = sum(Decimal(str(amount)) * (1 if kind == "receipt" else -1) for kind, _, amount, *_ in fees)
    assert paid_out == Decimal("8.57")
    assert got.rows("refund", "order_id line_id sku quantity amount settled_day") == [
        (order, "1", "DM-1", 1, "19.99", "2026-04-29")
    ]
    assert got.refused == []


def test_a_row_without_an_amount_is_refused(tmp_path: Path) -> None:
    rows = [*ROWS, {**SALE, "Amount Type": "Product Price"}]
    got = read(save(tmp_path / "payments.csv", grid(HEADER, *rows), "utf-8"), "walmart_payments")
    assert got.refused == [(15, "Amount", "missing_value")]
