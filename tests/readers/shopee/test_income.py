"""Shopee income released: below its titles, in several languages; an order's entries add up to what was released."""

from pathlib import Path

from tests.readers.exports import Reader, book

ENGLISH = (
    "No.;Order ID;Refund ID;Username (Buyer);Order Creation Date;Payout Completed Date;Original product price;"
    "Your product discount;Refund Amount;Voucher Sponsored by Seller;Shipping Fee Paid by Buyer;"
    "Commission fee (incl. GST);Service Fee (incl. GST);Transaction Fee (incl. GST);AMS Commission Fee;Total Released Amount ($)"  # noqa: E501
).split(";")


def test_released_orders(tmp_path: Path) -> None:
    above: list[list[object]] = [["shop", "2024-06-15", "2024-06-21"], [], ["", "", "", "subtotal($)"]]
    rows: list[list[object]] = [
        [
            1,
            "240610ABC",
            "",
            "buyer1",
            "2024-06-10",
            "2024-06-18",
            50,
            -5,
            0,
            -2,
            1.5,
            -2.2,
            -1.1,
            -0.9,
            -0.5,
            38.3,
        ],
        [2, "240611DEF", "R1", "buyer2", "2024-06-11", "2024-06-19", 20, 0, -20, 0, 0, 0, 0, 0, 0, 0],
    ]
    data = book(["Username (Seller)", "From", "To"], [*above, ENGLISH, *rows], sheet="Income")
    read = Reader(tmp_path).one("Income.released.sg.xlsx", data)
    assert (read.format, read.kept, read.codes) == ("shopee_income", 2, [])
    assert sorted(read.pick("fee", "order_id", "kind", "amount", "day")) == [
        ("240610ABC", "commission", "2.2", "2024-06-18"),
        ("240610ABC", "creator", "0.5", "2024-06-18"),
        ("240610ABC", "payment", "0.9", "2024-06-18"),
        ("240610ABC", "receipt", "43", "2024-06-18"),
        ("240610ABC", "service", "1.1", "2024-06-18"),
        ("240611DEF", "receipt", "20", "2024-06-19"),
        ("240611DEF", "refund", "20", "2024-06-19"),
    ]
    assert read.pick("refund", "order_id", "settled_day", "amount") == [("240611DEF", "2024-06-19", "20")]
    assert "buyer1" not in str(read.tables)


def test_in_indonesian(tmp_path: Path) -> None:
    header = (
        "No.;No. Pesanan;Username (Pembeli);Tanggal Dana Dilepaskan;Harga Asli Produk;Jumlah Pengembalian Dana ke Pembeli;"  # noqa: E501
        "Biaya Komisi AMS;Biaya Administrasi;Biaya Layanan;Biaya Proses Pesanan;Total Penghasilan"
    ).split(";")
    rows: list[list[object]] = [
        [1, "2509AA", "b", "2025-09-18", 120000, 0, -2000, -9000, -5000, -1250, 102750]
    ]
    read = Reader(tmp_path).one("Income.sudah dilepas.xlsx", book(header, rows))
    assert sorted(read.pick("fee", "kind", "amount")) == [
        ("commission", "9000"),
        ("creator", "2000"),
        ("receipt", "120000"),
        ("service", "6250"),
    ]
