"""Shopify Payments transactions, and the reports of Analytics."""

from pathlib import Path

from tests.readers.exports import Reader, text

PAYOUTS = (
    "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,"  # noqa: E501
    "Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency,VAT"
).split(",")


def test_payouts(tmp_path: Path) -> None:
    def line(when: str, kind: str, order: str, amount: str, fee: str, net: str) -> list[str]:
        return [
            when,
            kind,
            order,
            "visa",
            "online",
            "paid",
            "2025-03-06",
            "1",
            "2025-03-06",
            amount,
            fee,
            net,
            "c1",
            "card",
            amount,
            "USD",
            "USD",
            "0",
        ]

    rows = [
        line("2025-03-03 10:00:00 -0500", "charge", "#1001", "108.00", "3.43", "104.57"),
        line("2025-03-04 11:00:00 -0500", "refund", "#1001", "-20.00", "0.00", "-20.00"),
        line("2025-03-05 00:00:00 -0500", "payout", "", "-84.57", "0.00", "-84.57"),
        line("2025-03-05 09:00:00 -0500", "adjustment", "", "-15.00", "0.00", "-15.00"),
    ]
    read = Reader(tmp_path).one("payment_transactions_export.csv", text(PAYOUTS, rows))
    assert (read.format, read.kept, read.codes) == ("shopify_payouts", 4, [])
    assert read.pick("fee", "order_id", "kind", "amount", "day", "currency") == [
        ("#1001", "payment", "3.43", "2025-03-03", "USD"),
        ("#1001", "receipt", "108", "2025-03-03", "USD"),
        ("#1001", "refund", "20", "2025-03-04", "USD"),
        ("", "transfer", "84.57", "2025-03-05", "USD"),
        ("", "other", "15", "2025-03-05", "USD"),
    ]
    assert read.pick("refund", "order_id", "amount", "settled_day") == [("#1001", "20", "2025-03-04")]


def test_sessions_are_no_people(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    header = [
        "Day",
        "Online store visitors",
        "Sessions",
        "Sessions that completed checkout",
        "Conversion rate",
    ]
    read = reader.one("sessions.csv", text(header, [["2025-03-03", "120", "150", "3", "0.02"]]))
    assert read.format == "shopify_sessions"
    assert read.pick("traffic_shop", "day", "visitors", "page_views", "orders") == [
        ("2025-03-03", 120, None, None)
    ]


def test_sales_are_told_by_the_orders(tmp_path: Path) -> None:
    header = "Day,Orders,Gross sales,Discounts,Returns,Net sales,Shipping,Taxes,Total sales".split(",")
    read = Reader(tmp_path).one("sales.csv", text(header, [["2025-03-03", *"3 100 -5 0 95 5 8 108".split()]]))
    assert (read.format, read.issues[0].code) == (None, "other_export")


def test_new_and_returning_customers_are_two_sources_of_a_day(tmp_path: Path) -> None:
    header = ["Day", "New or returning customer", "Orders", "Customers", "Total sales"]
    rows = [
        ["2026-05-01", "New", "7", "7", "310.00"],
        ["2026-05-01", "Returning", "5", "4", "220.50"],
        ["2026-05-02", "Returning", "3", "3", "101.00"],
    ]
    read = Reader(tmp_path).one("New vs returning customers.csv", text(header, rows))
    assert (read.format, read.refused) == ("shopify_new_returning", 0)
    assert read.pick("traffic_source", "day", "source", "listing_id", "buyers") == [
        ("2026-05-01", "New", "", 7),
        ("2026-05-01", "Returning", "", 4),
        ("2026-05-02", "Returning", "", 3),
    ]
