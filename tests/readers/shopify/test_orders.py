"""Shopify orders: order-level values on the first line, discounts spread, tax on top or inside."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import SHOPIFY_ORDERS

OLD = SHOPIFY_ORDERS[: SHOPIFY_ORDERS.index("Cancelled at") + 1]
ORDER = {
    "Name": "#1001",
    "Email": "ann@example.com",
    "Financial Status": "partially_refunded",
    "Paid at": "2024-05-01 10:05:00 -0500",
    "Fulfillment Status": "fulfilled",
    "Fulfilled at": "2024-05-02 09:00:00 -0500",
    "Currency": "USD",
    "Subtotal": "90.00",
    "Shipping": "5.00",
    "Taxes": "7.43",
    "Total": "102.43",
    "Discount Code": "TEN",
    "Discount Amount": "10.00",
    "Created at": "2024-05-01 10:00:00 -0500",
    "Lineitem quantity": "2",
    "Lineitem name": "Shirt - M",
    "Lineitem price": "20.00",
    "Lineitem sku": "TS-M",
    "Lineitem fulfillment status": "fulfilled",
    "Lineitem discount": "0.00",
    "Shipping Zip": "'02134",
    "Shipping Province": "MA",
    "Shipping Country": "US",
    "Refunded Amount": "20.00",
    "Id": "5500000000001",
    "Source": "web",
}
SECOND = {
    "Name": "#1001",
    "Email": "ann@example.com",
    "Lineitem quantity": "1",
    "Lineitem name": "Mug, blue",
    "Lineitem price": "60.00",
    "Lineitem sku": "MUG",
    "Lineitem discount": "0.00",
    "Vendor": "House",
}


def file(*orders: dict[str, str], header: list[str] = SHOPIFY_ORDERS) -> bytes:
    return text(header, [row(header, {k: v for k, v in order.items() if k in header}) for order in orders])


def test_order_of_two_lines(tmp_path: Path) -> None:
    read = Reader(tmp_path).one("orders_export_1.csv", file(ORDER, SECOND))
    assert read.format == "shopify_orders"
    assert read.pick(
        "order_line", "order_id", "sku", "title", "quantity", "list_amount", "paid", "seller_discount"
    ) == [
        ("#1001", "TS-M", "Shirt - M", 2, "40", "36", "4"),
        ("#1001", "MUG", "Mug, blue", 1, "60", "54", "6"),
    ]
    assert read.pick("order_line", "paid_at", "paid_day", "paid_hour", "created_day", "shipped_day") == [
        ("2024-05-01 10:05:00", "2024-05-01", 10, "2024-05-01", "2024-05-02"),
        ("2024-05-01 10:05:00", "2024-05-01", 10, "2024-05-01", "2024-05-02"),
    ]
    assert read.pick("order_line", "shipping", "tax", "refund_stated", "currency") == [
        ("2", "2.97", "18.55", "USD"),
        ("3", "4.46", "0", "USD"),
    ]
    assert read.pick("order_line", "status", "status_text", "channel", "region", "line_id") == [
        ("shipped", "partially_refunded / fulfilled", "web", "US/MA", ""),
        ("shipped", "partially_refunded / fulfilled", "web", "US/MA", ""),
    ]
    first, second = (line[0] for line in read.pick("order_line", "buyer"))
    assert first == second
    assert "@" not in str(first)
    assert (read.kept, read.refused, read.issues) == (2, 0, ())


def test_shares_add_up_to_the_cent(tmp_path: Path) -> None:
    line = {"Name": "#7", "Lineitem quantity": "1", "Lineitem name": "a", "Lineitem price": "10.00"}
    head = ORDER | line | {"Subtotal": "10.00", "Taxes": "0.00", "Total": "15.00", "Refunded Amount": "0.00"}
    read = Reader(tmp_path).one("o.csv", file(head, line, line))
    assert [paid for (paid,) in read.pick("order_line", "paid")] == ["3.33", "3.34", "3.33"]
    assert [tax for (tax,) in read.pick("order_line", "tax")] == ["0", "0", "0"]


def test_tax_inside_prices_is_not_on_top(tmp_path: Path) -> None:
    inside = ORDER | {"Subtotal": "40.00", "Taxes": "7.00", "Total": "45.00", "Discount Amount": "0.00"}
    unclear = inside | {"Name": "#1002", "Total": "60.00"}
    read = Reader(tmp_path).one("o.csv", file(inside, unclear))
    assert read.pick("order_line", "paid", "tax") == [("40", "0"), ("40", None)]


def test_states_of_payment(tmp_path: Path) -> None:
    states = [
        ({"Financial Status": "pending", "Paid at": ""}, (None, "unpaid")),
        ({"Financial Status": "authorized", "Paid at": ""}, (None, "unpaid")),
        (
            {"Financial Status": "voided", "Paid at": "", "Cancelled at": "2024-05-03 08:00:00 -0500"},
            (None, "cancelled"),
        ),
        ({"Financial Status": "expired", "Paid at": ""}, (None, "cancelled")),
        ({"Financial Status": "refunded"}, ("2024-05-01", "refunded")),
        (
            {"Financial Status": "refunded", "Cancelled at": "2024-05-03 08:00:00 -0500"},
            ("2024-05-01", "cancelled"),
        ),
        ({"Financial Status": "paid", "Paid at": ""}, ("2024-05-01", "shipped")),
        (
            {
                "Financial Status": "paid",
                "Fulfillment Status": "unfulfilled",
                "Lineitem fulfillment status": "pending",
            },
            ("2024-05-01", "paid"),
        ),
    ]
    orders = [ORDER | {"Name": f"#{number}"} | change for number, (change, _) in enumerate(states)]
    read = Reader(tmp_path).one("o.csv", file(*orders))
    assert read.pick("order_line", "paid_day", "status") == [expected for _, expected in states]


def test_file_of_2012_ends_at_cancelled_at(tmp_path: Path) -> None:
    read = Reader(tmp_path).one("o.csv", file(ORDER, SECOND, header=OLD))
    assert read.format == "shopify_orders"
    assert read.pick("order_line", "paid", "refund_stated", "channel") == [
        ("36", None, None),
        ("54", None, None),
    ]


def test_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    rows = [row(SHOPIFY_ORDERS, ORDER), row(SHOPIFY_ORDERS, SECOND)]
    first = Reader(tmp_path).one("a.csv", text(SHOPIFY_ORDERS, rows))
    same(first, Reader(tmp_path).one("b.csv", text(*turned(SHOPIFY_ORDERS, rows))))


def test_bad_lines_are_refused_and_named(tmp_path: Path) -> None:
    bad = [
        ORDER | {"Name": "#2", "Lineitem price": "twenty"},
        ORDER | {"Name": "#3", "Lineitem quantity": "-1"},
        ORDER | {"Name": "#4", "Created at": "soon"},
        ORDER | {"Name": "", "Email": ""},
        ORDER | {"Name": "#5", "Currency": "XXQ"},
    ]
    read = Reader(tmp_path).one("o.csv", file(ORDER, *bad))
    assert (read.kept, read.refused) == (1, 5)
    assert read.codes == [
        ("Lineitem price", "bad_number"),
        ("Lineitem quantity", "negative_quantity"),
        ("Created at", "bad_date"),
        ("Name", "missing_key"),
        ("Currency", "bad_currency"),
    ]
    assert [issue.row for issue in read.issues] == [3, 4, 5, 6, 7]


def test_refunds_have_tax_out_as_sales_have(tmp_path: Path) -> None:
    whole = ORDER | {"Financial Status": "refunded", "Refunded Amount": "102.43"}
    inside = whole | {"Name": "#1002", "Total": "95.00", "Refunded Amount": "95.00"}
    untold = whole | {"Name": "#1003", "Total": "", "Refunded Amount": "50.00"}
    read = Reader(tmp_path).one("orders_export.csv", file(whole, SECOND, inside, untold))
    assert read.pick("order_line", "order_id", "refund_stated") == [
        ("#1001", "95"),
        ("#1001", "0"),
        ("#1002", "95"),
        ("#1003", "50"),
    ]
