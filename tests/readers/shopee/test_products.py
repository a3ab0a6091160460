"""Shopee product performance: items, not their variations, over the period in the file's name."""

from pathlib import Path

from tests.readers.exports import Reader, book

HEADER = (
    "Item ID;Product;Current Item Status;Variation ID;Variation Name;Parent SKU;Sales (Placed Order) (SGD);"
    "Sales (Confirmed Order) (SGD);Product Impression;Product Clicks;CTR;Product Visitors (Visit);Product Page Views;Likes;"  # noqa: E501
    "Product Visitors (Add to Cart);Units (Add to Cart);Buyers (Placed Order);Units (Placed Order);"
    "Buyers (Confirmed Order);Units (Confirmed Order)"
).split(";")
INDONESIAN = (
    "Kode Produk;Produk;Kode Variasi;SKU Induk;Penjualan (Pesanan Siap Dikirim) (IDR);Pengunjung Produk (Kunjungan);"
    "Halaman Produk Dilihat;Total Pembeli (Pesanan Siap Dikirim);Produk (Pesanan Siap Dikirim)"
).split(";")
COLUMNS = ("day", "days", "listing_id", "visitors", "page_views", "buyers", "units", "sales", "currency")


def test_items_of_a_month(tmp_path: Path) -> None:
    item: list[object] = [
        "1001",
        "Tee",
        "Normal",
        "-",
        "-",
        "T",
        "120.00",
        "1,110.50",
        900,
        50,
        "5.5%",
        40,
        70,
        3,
        9,
        12,
        6,
        8,
    ]
    part: list[object] = [
        "1001",
        "Tee",
        "Normal",
        "77",
        "M",
        "T",
        "120.00",
        "1,110.50",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-",
        6,
        8,
    ]
    read = Reader(tmp_path).one(
        "parentskudetail.20240501_20240531.xlsx", book(HEADER, [[*item, 5, 7], [*part, 5, 7]])
    )
    assert (read.format, read.kept, read.refused) == ("shopee_products", 1, 0)
    assert read.pick("traffic_listing", *COLUMNS) == [
        ("2024-05-01", 31, "1001", 40, 70, 5, 7, "1110.5", "SGD")
    ]


def test_in_indonesian(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["1001", "Kaos", "-", "K", "1.110.000", "40", "70", "5", "7"],
        ["1002", "Topi", "-", "T", "0", "4", "7", "0", "0"],
    ]
    read = Reader(tmp_path).one("parentskudetail.20240501_20240531.xlsx", book(INDONESIAN, rows))
    assert read.pick("traffic_listing", *COLUMNS) == [
        ("2024-05-01", 31, "1001", 40, 70, 5, 7, "1110000", "IDR"),
        ("2024-05-01", 31, "1002", 4, 7, 0, 0, "0", "IDR"),
    ]
