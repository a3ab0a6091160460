"""TikTok Shop product performance over the period above its header."""

from pathlib import Path

from tests.readers.exports import Reader, text


def test_products_of_a_week(tmp_path: Path) -> None:
    header = (
        "ID,Product,Status,GMV,Items sold,Orders,Shop Tab GMV,Shop Tab items sold,LIVE GMV,Video GMV".split(
            ","
        )
    )
    rows = [
        ["1729000000000000001", "Tee", "Live", "$1,234.50", "60", "55", "$200.00", "9", "$0.00", "$1,034.50"]
    ]
    read = Reader(tmp_path).one("p.csv", text(header, rows, above="2025-05-01 ~ 2025-05-07\r\n\r\n"))
    assert (read.format, read.refused) == ("tiktok_shop_products", 0)
    assert read.pick(
        "traffic_listing", "day", "days", "listing_id", "visitors", "orders", "units", "sales"
    ) == [("2025-05-01", 7, "1729000000000000001", None, 55, 60, "1234.5")]
