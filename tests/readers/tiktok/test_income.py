"""TikTok Shop income: an order's entries add up to what was settled, whatever the year's columns; and TikTok Ads."""

from decimal import Decimal
from pathlib import Path

from tests.readers.exports import Reader, book, text

ENGLISH = (
    "Order/adjustment ID  ;Type ;Order created time(UTC);Order settled time(UTC);Currency;Total settlement amount;"
    "Total revenue;Subtotal after seller discounts;Subtotal before discounts;Seller discounts;"
    "Refund subtotal after seller discounts;Refund subtotal before seller discounts;Total fees;Transaction fee;"
    "TikTok Shop commission fee;Seller shipping fee;Actual shipping fee;Platform shipping fee discount;"
    "Affiliate commission;SFP service fee;Ajustment amount;Related order ID"
).split(";")
SOLD: list[object] = [
    "577000000000000001",
    "Order",
    "2024/05/01",
    "2024/05/11",
    "MYR",
    77.5,
    100,
    100,
    120,
    -20,
    0,
    0,
]
SOLD += [-22.5, -2.5, -6, -5, -12, 7, -8, -1, 0, "/"]
BACK: list[object] = [
    "577000000000000002",
    "Order",
    "2024/05/02",
    "2024/05/12",
    "MYR",
    -3,
    0,
    50,
    50,
    0,
    -50,
    -50,
]
BACK += [-3, 0, 0, -3, -3, 0, 0, 0, 0, "/"]
PAID: list[object] = [
    "70001",
    "Withdrawal",
    "",
    "2024/05/13",
    "MYR",
    -74.5,
    0,
    0,
    0,
    0,
    0,
    0,
    *[0] * 8,
    0,
    "/",
]
ADJUST: list[object] = [
    "70002",
    "Logistics reimbursement",
    "",
    "2024/05/14",
    "MYR",
    4,
    0,
    0,
    0,
    0,
    0,
    0,
    *[0] * 8,
    4,
]
ADJUST += ["577000000000000001"]
KINDS = ("order_id", "kind", "amount", "day")


def test_entries_add_up_to_the_settlement(tmp_path: Path) -> None:
    read = Reader(tmp_path).one(
        "income_2024.xlsx", book(ENGLISH, [SOLD, BACK, PAID, ADJUST], sheet="Order details")
    )
    assert (read.format, read.kept, read.codes) == ("tiktok_shop_income", 4, [])
    first = "577000000000000001"
    assert sorted(read.pick("fee", *KINDS)) == [
        (first, "commission", "6", "2024-05-11"),
        (first, "creator", "8", "2024-05-11"),
        (first, "logistics", "5", "2024-05-11"),
        (first, "other", "-4", "2024-05-14"),
        (first, "other", "1", "2024-05-11"),
        (first, "payment", "2.5", "2024-05-11"),
        (first, "receipt", "100", "2024-05-11"),
        ("577000000000000002", "logistics", "3", "2024-05-12"),
        ("577000000000000002", "receipt", "50", "2024-05-12"),
        ("577000000000000002", "refund", "50", "2024-05-12"),
        ("70001", "transfer", "74.5", "2024-05-13"),
    ]
    signed = [(Decimal(str(amount)), kind) for kind, amount in read.pick("fee", "kind", "amount")]
    assert (
        sum(amount if kind == "receipt" else -amount for amount, kind in signed)
        == Decimal("77.5") - 3 - Decimal("74.5") + 4
    )
    assert read.pick("refund", "order_id", "settled_day", "amount") == [
        ("577000000000000002", "2024-05-12", "50")
    ]
    assert set(read.pick("fee", "currency")) == {("MYR",)}


def test_in_indonesian_with_a_total_of_fees(tmp_path: Path) -> None:
    header = (
        "ID Pesanan/Penyesuaian;Jenis transaksi;Waktu pembayaran pesanan;Mata uang;Jumlah penyelesaian pembayaran;"
        "Total Pendapatan;Total Biaya;Biaya komisi platform;Komisi Afiliasi;Ongkir"
    ).split(";")
    read = Reader(tmp_path).one(
        "income.csv",
        text(
            header,
            [["5788", "Pesanan", "2025/09/03", "IDR", *"75310 99500 -24190 -6030 -10447 -990".split()]],
        ),
    )
    assert sorted(read.pick("fee", "kind", "amount")) == [
        ("commission", "6030"),
        ("creator", "10447"),
        ("logistics", "990"),
        ("other", "6723"),
        ("receipt", "99500"),
    ]


def test_ads_by_day(tmp_path: Path) -> None:
    header = "Campaign name;Ad group name;By Day;Cost;CPC (destination);Impressions;Clicks (destination);Complete payment;Currency"  # noqa: E501
    rows = [
        ["Spring", "Broad", "2025-11-01", "12.50", "0.25", "4,200", "50", "3", "USD"],
        ["Total of 1 result", *["-"] * 8],
    ]
    read = Reader(tmp_path).one("ads.csv", text(header.split(";"), rows))
    assert (read.format, read.kept, read.refused) == ("tiktok_ads", 1, 0)
    assert read.pick(
        "ad", "day", "campaign", "ad_group", "impressions", "clicks", "spend", "orders", "currency"
    ) == [("2025-11-01", "Spring", "Broad", 4200, 50, "12.5", 3, "USD")]
