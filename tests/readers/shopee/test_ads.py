"""Shopee ads of Indonesia: six lines above the header, the period among them, a total that opens the list."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import SHOPEE_ADS_ID as HEADER

ABOVE = (
    "Semua Laporan Iklan CPC - Shopee Indonesia\r\n"
    "Username,ann_shop\r\n"
    "Nama Toko,Ann Shop\r\n"
    "ID Toko,123456\r\n"
    "Waktu Laporan Dibuat,2026-10-01 08:30\r\n"
    "Periode,13/09/2026 - 19/09/2026\r\n"
    "\r\n"
)
LINE = {
    "Urutan": "1",
    "Nama Iklan": "Kaos hitam",
    "Status": "Berjalan",
    "Jenis Iklan": "Iklan Produk",
    "Kode Produk": "2200000001",
    "Penempatan Iklan": "Semua",
    "Tanggal Mulai": "01/09/2026 00:00:00",
    "Tanggal Selesai": "Tidak Terbatas",
    "Dilihat": "1000",
    "Jumlah Klik": "50",
    "Persentase Klik": "5.00%",
    "Tambah ke Keranjang": "6",
    "Konversi": "4",
    "Konversi Langsung": "3",
    "Produk Terjual": "5",
    "Omzet Penjualan": "400000",
    "Penjualan Langsung (GMV Langsung)": "300000",
    "Biaya": "60000",
    "Efektifitas Iklan": "6.67",
}
OTHER = LINE | {
    "Urutan": "2",
    "Nama Iklan": "Mug",
    "Kode Produk": "2200000002",
    "Dilihat": "500",
    "Biaya": "20000",
}
SHOP = LINE | {"Urutan": "3", "Nama Iklan": "Toko", "Kode Produk": "-", "Dilihat": "100", "Biaya": "1000"}
COLUMNS = ("day", "days", "channel", "grain", "campaign", "listing_id", "impressions", "spend")


def test_period_of_the_title_and_money(tmp_path: Path) -> None:
    rows = [row(HEADER, line) for line in (LINE, OTHER, SHOP)]
    first = Reader(tmp_path).one(
        "ads.csv", text(HEADER, rows, above=ABOVE, encoding="utf-8-sig"), currency="IDR"
    )
    assert first.format == "shopee_ads"
    assert first.pick("ad", *COLUMNS) == [
        ("2026-09-13", 7, "shopee_ads", "listing", "Kaos hitam", "2200000001", 1000, "60000"),
        ("2026-09-13", 7, "shopee_ads", "listing", "Mug", "2200000002", 500, "20000"),
        ("2026-09-13", 7, "shopee_ads", "listing", "Toko", "", 100, "1000"),
    ]
    assert first.pick("ad", "clicks", "cart_adders", "orders", "units", "sales", "currency")[0] == (
        50,
        6,
        4,
        5,
        "400000",
        "IDR",
    )
    again = Reader(tmp_path).one("b.csv", text(*turned(HEADER, rows), above=ABOVE), currency="IDR")
    same(first, again)


def test_total_of_the_automatic_ad_is_of_a_coarser_grain(tmp_path: Path) -> None:
    total = LINE | {"Nama Iklan": "Iklan Otomatis", "Kode Produk": "-", "Dilihat": "1500", "Biaya": "80000"}
    rows = [row(HEADER, line) for line in (total, LINE, OTHER)]
    read = Reader(tmp_path).one("otomatis.csv", text(HEADER, rows, above=ABOVE))
    assert read.pick("ad", "grain", "spend") == [
        ("campaign", "80000"),
        ("listing", "60000"),
        ("listing", "20000"),
    ]


def test_bad_rows(tmp_path: Path) -> None:
    bad = [LINE | {"Nama Iklan": "", "Biaya": "7"}, LINE | {"Biaya": "banyak"}]
    read = Reader(tmp_path).one(
        "ads.csv", text(HEADER, [row(HEADER, line) for line in (LINE, OTHER, *bad)], above=ABOVE)
    )
    assert (read.kept, read.refused) == (2, 2)
    assert sorted(read.codes) == [("Biaya", "bad_number"), ("Nama Iklan", "missing_key")]
