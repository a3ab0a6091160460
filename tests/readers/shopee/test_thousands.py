"""Rupiah and dong with a dot between thousands are not three decimals."""

from pathlib import Path

from tests.readers.exports import Reader, book, text

HEADER = [
    "No. Pesanan",
    "Status Pesanan",
    "Waktu Pesanan Dibuat",
    "Waktu Pembayaran Dilakukan",
    "Nama Produk",
    "Nomor Referensi SKU",
]
HEADER += ["Harga Awal", "Harga Setelah Diskon", "Jumlah", "Subtotal Pesanan", "Voucher Ditanggung Penjual"]
ROWS = [
    [
        "260901A",
        "Selesai",
        "2026-09-01 10:00",
        "2026-09-01 10:05",
        "Kaos",
        "TS",
        "149.000",
        "125.500",
        "10",
        "1.255.000",
        "5.000",
    ],
    [
        "260901B",
        "Selesai",
        "2026-09-01 11:00",
        "2026-09-01 11:05",
        "Mug",
        "MUG",
        "900",
        "900",
        "1",
        "900",
        "0",
    ],
]
MONEY = ("list_amount", "paid", "seller_discount")


def test_dots_between_thousands(tmp_path: Path) -> None:
    expected = [("1490000", "1250000", "240000"), ("900", "900", "0")]
    for name, data in (("a.xlsx", book(HEADER, ROWS)), ("a.csv", text(HEADER, ROWS))):
        assert Reader(tmp_path).one(name, data, currency="IDR").pick("order_line", *MONEY) == expected


def test_three_decimals_stay_decimals(tmp_path: Path) -> None:
    kept = [[*r[:6], "149.000", "125.500", "10", "1255.000", "5.000"] for r in ROWS]
    dropped = [[*r[:6], "149.125", "125.5", "10", "1255", "0"] for r in ROWS]
    plain = [[*r[:6], "149.125", "125.125", "10", "1251.250", "0"] for r in ROWS[:1]]
    for rows, paid in ((kept, "1250"), (dropped, "1255"), (plain, "1251.25")):
        read = Reader(tmp_path).one("a.csv", text(HEADER, rows), currency="IDR")
        assert read.pick("order_line", "paid")[0] == (paid,)
