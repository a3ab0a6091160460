"""TikTok Shop orders: a description row, TABs, two orders of day and month, order money counted once."""

from pathlib import Path

from tests.readers.exports import Reader, book, row, same, text, turned
from tests.readers.headers_global import TIKTOK_SHOP_ORDERS as HEADER

DESCRIPTION = {
    "Order ID": "Platform unique order ID.",
    "Order Status": "Current order status.",
    "Quantity": "SKU sold quantity",
    "SKU Subtotal After Discount": "SKU Subtotal Before Discount - SKU Platform Discount - SKU Seller Discount.",
    "Created Time": "Order created time.",
}
ORDER = {
    "Order ID": "576000000000000001",
    "Order Status": "Completed",
    "Order Substatus": "Completed",
    "SKU ID": "1729000000000000001",
    "Seller SKU": "TS-M",
    "Product Name": "Crew tee",
    "Variation": "Black, M",
    "Quantity": "2",
    "Sku Quantity of return": "0",
    "SKU Unit Original Price": "30.00",
    "SKU Subtotal Before Discount": "60.00",
    "SKU Platform Discount": "5.00",
    "SKU Seller Discount": "10.00",
    "SKU Subtotal After Discount": "45.00",
    "Shipping Fee After Discount": "3.00",
    "Payment platform discount": "6.00",
    "Taxes": "0",
    "Order Amount": "57.00",
    "Order Refund Amount": "12.00",
    "Created Time": "13/09/2026 10:00:00",
    "Paid Time": "13/09/2026 10:05:00",
    "Shipped Time": "14/09/2026 08:00:00",
    "Delivered Time": "16/09/2026 12:00:00",
    "Buyer Username": "ann.shop",
    "Recipient": "Ann",
    "Country": "Malaysia",
    "State": "Selangor",
    "Payment Method": "Credit/Debit card",
    "Product Category": "Tees",
}
SECOND = ORDER | {
    "SKU ID": "1729000000000000002",
    "Seller SKU": "MUG",
    "Quantity": "1",
    "Sku Quantity of return": "1",
    "SKU Unit Original Price": "15.00",
    "SKU Subtotal Before Discount": "15.00",
    "SKU Platform Discount": "0",
    "SKU Seller Discount": "0",
    "SKU Subtotal After Discount": "15.00",
    "Cancelation/Return Type": "Return/Refund",
}
ROWS = [row(HEADER, line) for line in (ORDER, SECOND)]
MONEY = ("list_amount", "seller_discount", "platform_discount", "paid", "shipping", "refund_stated")
EXPECTED = [("60", "10", "9.5", "40.5", "2.25", "12"), ("15", "0", "1.5", "13.5", "0.75", "0")]


def with_tabs(rows: list[list[str]]) -> list[list[str]]:
    return [[f"{cell}\t" if cell else "" for cell in line] for line in rows]


def test_csv_of_south_east_asia(tmp_path: Path) -> None:
    data = text(HEADER, [row(HEADER, DESCRIPTION), *with_tabs(ROWS)], encoding="utf-8-sig")
    read = Reader(tmp_path).one("All order-2026-09-20.csv", data, currency="MYR")
    assert read.format == "tiktok_shop_orders"
    assert read.pick("order_line", "order_id", "variant_id", "sku", "quantity", "status", "paid_at") == [
        ("576000000000000001", "1729000000000000001", "TS-M", 2, "done", "2026-09-13 10:05:00"),
        ("576000000000000001", "1729000000000000002", "MUG", 1, "done", "2026-09-13 10:05:00"),
    ]
    assert read.pick("order_line", *MONEY) == EXPECTED
    assert read.pick(
        "order_line", "region", "currency", "shipped_day", "received_day", "variant", "category"
    )[0] == (
        "Malaysia/Selangor",
        "MYR",
        "2026-09-14",
        "2026-09-16",
        "Black, M",
        "Tees",
    )
    buyers = read.pick("order_line", "buyer")
    assert buyers[0] == buyers[1]
    assert "ann" not in str(buyers)
    assert read.pick("refund", "order_id", "sku", "quantity", "kind", "amount", "settled_day", "reason") == [
        ("576000000000000001", "MUG", 1, "return", None, None, "Return/Refund")
    ]
    assert (read.kept, read.refused) == (2, 0)


def test_workbook_and_american_times(tmp_path: Path) -> None:
    def american(value: str) -> str:
        day, clock = value.split(" ")
        d, m, y = day.split("/")
        hour = int(clock[:2])
        return f"{m}/{d}/{y} {(hour % 12) or 12:02d}{clock[2:]} {'PM' if hour >= 12 else 'AM'}"

    lines = []
    for line in ROWS:
        values = dict(zip(HEADER, line, strict=True))
        values |= {name: american(value) for name, value in values.items() if name.endswith("Time") and value}
        lines.append(row(HEADER, values))
    read = Reader(tmp_path).one(
        "orders.xlsx", book(HEADER, [row(HEADER, DESCRIPTION), *lines], sheet="OrderSKUList")
    )
    assert read.pick("order_line", *MONEY) == EXPECTED
    assert read.pick("order_line", "paid_at", "received_at")[0] == (
        "2026-09-13 10:05:00",
        "2026-09-16 12:00:00",
    )


def test_states_and_cash_on_delivery(tmp_path: Path) -> None:
    cash = {"Payment Method": "Cash on delivery", "Paid Time": ""}
    states = [
        ({"Order Status": "Unpaid", "Paid Time": "", "Delivered Time": ""}, ("unpaid", None)),
        (
            {"Order Status": "To ship", "Order Substatus": "Awaiting shipment", "Delivered Time": ""},
            ("paid", "2026-09-13"),
        ),
        ({"Order Status": "Shipped", "Delivered Time": ""}, ("shipped", "2026-09-13")),
        ({"Order Status": "Canceled", "Cancelled Time": "13/09/2026 11:00:00"}, ("cancelled", "2026-09-13")),
        (cash | {"Order Status": "Selesai"}, ("done", "2026-09-16")),
        (cash | {"Order Status": "Dikirim", "Delivered Time": ""}, ("shipped", None)),
        ({"Order Status": "Đã hủy", "Paid Time": ""}, ("cancelled", None)),
        ({"Order Status": "ยังไม่ชำระเงิน", "Paid Time": "", "Delivered Time": ""}, ("unpaid", None)),
        ({"Order Status": "Não pago", "Paid Time": "", "Delivered Time": ""}, ("unpaid", None)),
        ({"Order Status": "Storniert", "Paid Time": ""}, ("cancelled", None)),
    ]
    lines = [
        row(HEADER, ORDER | change | {"Order ID": f"57700000000000010{n}"})
        for n, (change, _) in enumerate(states)
    ]
    read = Reader(tmp_path).one("o.csv", text(HEADER, lines))
    assert read.pick("order_line", "status", "paid_day") == [expected for _, expected in states]


def test_files_without_a_time_of_payment_and_cash_in_other_languages(tmp_path: Path) -> None:
    """By hand, placed on the 13th and delivered on the 16th: cash counts when the parcel arrives, in any language."""
    states = [
        ({"Order Status": "To ship", "Payment Method": "Online", "Delivered Time": ""}, "2026-09-13"),
        ({"Order Status": "Selesai", "Payment Method": "OVO"}, "2026-09-13"),
        ({"Order Status": "Dibatalkan", "Payment Method": "OVO"}, None),
        ({"Order Status": "Ditahan", "Payment Method": "OVO"}, None),
        ({"Order Status": "Selesai", "Payment Method": "Bayar di tempat"}, "2026-09-16"),
        (
            {"Order Status": "Selesai", "Payment Method": "Bayar di tempat", "Delivered Time": ""},
            "2026-09-13",
        ),
        ({"Order Status": "Dikirim", "Payment Method": "Bayar di tempat", "Delivered Time": ""}, None),
        ({"Order Status": "Đang vận chuyển", "Payment Method": "Thanh toán khi nhận hàng"}, "2026-09-16"),
        ({"Order Status": "จัดส่งแล้ว", "Payment Method": "เก็บเงินปลายทาง", "Delivered Time": ""}, None),
        ({"Order Status": "Selesai", "Payment Method": ""}, None),
    ]
    lines = [
        row(HEADER, ORDER | values | {"Order ID": f"57700000000000020{index}", "Paid Time": ""})
        for index, (values, _) in enumerate(states)
    ]
    place = HEADER.index("Paid Time")
    for rows in ([HEADER, *lines], [[*one[:place], *one[place + 1 :]] for one in (HEADER, *lines)]):
        read = Reader(tmp_path).one(f"{len(rows[0])}.csv", text(rows[0], rows[1:]))
        assert read.pick("order_line", "paid_day") == [(day,) for _, day in states]


def test_order_of_columns_and_older_files(tmp_path: Path) -> None:
    first = Reader(tmp_path).one("a.csv", text(HEADER, ROWS))
    same(first, Reader(tmp_path).one("b.csv", text(*turned(HEADER, ROWS))))
    old = [
        name
        for name in HEADER
        if name not in {"Payment platform discount", "Order Refund Amount", "Sku Quantity of return"}
    ]
    lines = [[cell for name, cell in zip(HEADER, line, strict=True) if name in old] for line in ROWS]
    read = Reader(tmp_path).one("c.csv", text(old, lines))
    assert read.pick("order_line", "paid", "platform_discount", "refund_stated") == [
        ("45", "5", None),
        ("15", "0", None),
    ]
    assert read.tables["refund"] == []


def test_bad_rows_and_order_money_that_differs(tmp_path: Path) -> None:
    bad = [
        ORDER | {"Order ID": "5.76E+17"},
        ORDER | {"Order ID": "1", "Quantity": "two"},
        ORDER | {"Order ID": "2", "Created Time": "32/09/2026"},
    ]
    read = Reader(tmp_path).one("o.csv", text(HEADER, [row(HEADER, line) for line in (ORDER, *bad)]))
    assert (read.kept, read.refused) == (1, 3)
    assert read.codes == [
        ("Order ID", "damaged_id"),
        ("Quantity", "bad_number"),
        ("Created Time", "bad_date"),
    ]


def test_the_market_tells_the_currency(tmp_path: Path) -> None:
    header = (
        "Order ID,Order Status,SKU ID,Seller SKU,Product Name,Quantity,SKU Unit Original Price,SKU Subtotal Before Discount,"  # noqa: E501
        "SKU Platform Discount,SKU Seller Discount,SKU Subtotal After Discount,Shipping Fee After Discount,Order Amount,"  # noqa: E501
        "Created Time,Paid Time,Country"
    ).split(",")
    cells = ["576", "Completed", "1", "S1", "Kaos", "1", "25000", "25000", "0", "5000", "20000", "0", "20000"]
    rows = [
        [*cells, "13/05/2025 10:00:00", "13/05/2025 10:01:00", place] for place in ("Indonesia", "Nowhere")
    ]
    read = Reader(tmp_path).one("o.csv", text(header, rows), currency="USD")
    assert read.pick("order_line", "currency", "paid") == [("IDR", "20000"), ("USD", "20000")]


def test_refunds_have_tax_out_where_it_is_on_top(tmp_path: Path) -> None:
    taxed = {
        "Taxes": "6.00",
        "Order Amount": "63.00",
        "Order Refund Amount": "63.00",
        "Country": "United States",
    }
    alone = ORDER | {
        "Order ID": "576000000000000009",
        "Payment platform discount": "0",
        "Order Amount": "48.00",
    }
    inside = alone | {"Taxes": "4.00", "Order Refund Amount": "48.00"}
    on_top = inside | {
        "Order ID": "576000000000000010",
        "Order Amount": "52.00",
        "Order Refund Amount": "52.00",
    }
    rows = [row(HEADER, line) for line in (ORDER | taxed, SECOND | taxed, inside, on_top)]
    read = Reader(tmp_path).one("orders.csv", text(HEADER, rows))
    assert read.pick("order_line", "refund_stated") == [("57",), ("0",), ("48",), ("48",)]


def test_a_paid_order_that_was_cancelled_went_back_whole(tmp_path: Path) -> None:
    gone = {"Order Status": "Canceled", "Order Refund Amount": ""}
    unpaid = gone | {"Order ID": "576000000000000009", "Paid Time": ""}
    rows = [row(HEADER, line) for line in (ORDER | gone, SECOND | gone, ORDER | unpaid)]
    read = Reader(tmp_path).one("orders.csv", text(HEADER, rows))
    assert read.pick("order_line", "paid", "refund_stated", "platform_discount") == [
        ("40.5", "42.75", "0"),
        ("13.5", "14.25", "0"),
        ("39", None, "0"),
    ]


def test_clocks_with_am_and_pm_stand_behind_a_month_that_comes_first(tmp_path: Path) -> None:
    for number, (amounts, days) in enumerate(
        (
            (("35.91", "35.91"), ["2025-12-04", "2025-12-05"]),
            (("BRL 35,91", "BRL 35,91"), ["2025-12-04", "2025-12-05"]),
        )
    ):
        rows = [
            row(
                HEADER,
                {
                    **ORDER,
                    "Order ID": f"57{place}",
                    "SKU Subtotal After Discount": amount,
                    "Created Time": f"12/0{4 + place}/2025 9:30:33 {half}",
                    "Paid Time": f"12/0{4 + place}/2025 9:30:33 {half}",
                    "Shipped Time": "",
                    "Delivered Time": "",
                },
            )
            for place, (amount, half) in enumerate(zip(amounts, ("AM", "PM"), strict=True))
        ]
        got = Reader(tmp_path).one(f"{number}.csv", text(HEADER, rows))
        assert [day for (day,) in got.pick("order_line", "paid_day")] == days
