"""Lazada orders: one row per unit, discounts told apart, both spellings of the header."""

from pathlib import Path

from tests.readers.exports import Reader, book, row, same, text, turned
from tests.readers.headers_global import LAZADA_ORDERS as HEADER

UNIT = {
    "orderItemId": "700000000000001",
    "orderNumber": "600000000000001",
    "sellerSku": "TS-M",
    "lazadaSku": "2600001_MY-1",
    "createTime": "2026-09-01 10:00:00",
    "updateTime": "2026-09-06 09:00:00",
    "status": "delivered",
    "customerName": "Ann",
    "itemName": "Crew tee",
    "variation": "Black, M",
    "unitPrice": "30.00",
    "paidPrice": "22.00",
    "sellerDiscountTotal": "-6.00",
    "shippingFee": "2.50",
    "payMethod": "COD",
    "deliveredDate": "2026-09-05 12:00:00",
}
TWIN = UNIT | {"orderItemId": "700000000000002"}
STATES = [
    ({"status": "canceled"}, ("cancelled", None)),
    ({"status": "unpaid"}, ("unpaid", None)),
    ({"status": "shipped"}, ("shipped", "2026-09-01")),
    ({"status": "returned"}, ("refunded", "2026-09-01")),
    ({"status": "ready_to_ship"}, ("paid", "2026-09-01")),
]


def test_every_unit_is_a_line(tmp_path: Path) -> None:
    rows = [row(HEADER, UNIT), row(HEADER, TWIN), row(HEADER, UNIT)]
    first = Reader(tmp_path).one("lazada.xlsx", book(HEADER, rows), currency="MYR")
    assert first.format == "lazada_orders"
    money = ("list_amount", "seller_discount", "platform_discount", "paid", "shipping")
    assert first.pick(
        "order_line", "order_id", "line_id", "sku", "quantity", "status", "received_day", "buyer", *money
    ) == [
        ("600000000000001", line, "TS-M", 1, "done", "2026-09-05", None, "30", "6", "2", "22", "2.5")
        for line in ("700000000000001", "700000000000002")
    ]
    assert set(first.pick("order_line", "version")) == {("2026-09-06 09:00:00",)}
    same(first, Reader(tmp_path).one("b.csv", text(*turned(HEADER, rows)), currency="MYR"))
    snake = [
        "order_item_id" if n == "orderItemId" else "order_number" if n == "orderNumber" else n for n in HEADER
    ]
    same(first, Reader(tmp_path).one("c.csv", text(snake, rows), currency="MYR"))


def test_the_platform_adds_nothing_to_what_came_back(tmp_path: Path) -> None:
    back = [row(HEADER, UNIT | {"status": status}) for status in ("returned", "canceled", "delivered")]
    for n, cells in enumerate(back):
        cells[HEADER.index("orderItemId")] = f"72000000000{n}"
    read = Reader(tmp_path).one("d.csv", text(HEADER, back), currency="MYR")
    assert read.pick("order_line", "status", "platform_discount") == [
        ("refunded", "0"),
        ("cancelled", "0"),
        ("done", "2"),
    ]


def test_states_and_bad_rows(tmp_path: Path) -> None:
    rows = [
        row(HEADER, UNIT | change | {"orderItemId": f"7100000000000{n}"})
        for n, (change, _) in enumerate(STATES)
    ]
    bad = [row(HEADER, UNIT | {"orderItemId": "", "paidPrice": "1"}), row(HEADER, TWIN | {"paidPrice": "x"})]
    read = Reader(tmp_path).one("l.csv", text(HEADER, [*rows, *bad]))
    assert read.pick("order_line", "status", "paid_day") == [expected for _, expected in STATES]
    assert read.codes == [("orderItemId", "missing_key"), ("paidPrice", "bad_number")]


def test_what_came_back_is_refunded(tmp_path: Path) -> None:
    rows = [
        row(HEADER, UNIT | change | {"orderItemId": f"7200000000000{n}"})
        for n, (change, _) in enumerate(STATES)
    ]
    read = Reader(tmp_path).one("lazada.csv", text(HEADER, rows))
    assert read.pick("order_line", "refund_stated") == [(None,), (None,), (None,), ("22",), (None,)]
