"""Amazon Business Reports: totals with business customers in them, spellings of marketplaces, a day from elsewhere."""

from datetime import date
from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import AMAZON_BUSINESS_REPORT_ASIN, AMAZON_BUSINESS_REPORT_DAY

# The genuine file has no date column: the list above was kept with the date that a collector put before it.
ASIN = AMAZON_BUSINESS_REPORT_ASIN[1:]
CANADA = [
    "(Parent) ASIN",
    "(Child) ASIN",
    "Title",
    "Sessions – Total",
    "Session percentage – Total",
    "Page views – Total",
    "Featured Offer (Buy Box) percentage",
    "Units ordered",
    "Unit session percentage",
    "Ordered product sales",
    "Total order items",
]
LINE = {
    "(Parent) ASIN": "B0PARENT01",
    "(Child) ASIN": "B0CHILD001",
    "Title": "Crew tee, black",
    "Sessions - Mobile App": "800",
    "Sessions - Browser": "404",
    "Sessions - Total": "1,204",
    "Sessions - Total - B2B": "31",
    "Session Percentage - Total": "9.26%",
    "Page Views - Total": "1,877",
    "Page Views - Total - B2B": "40",
    "Units Ordered": "61",
    "Units Ordered - B2B": "2",
    "Ordered Product Sales": "$1,234.56",
    "Ordered Product Sales - B2B": "$40.00",
    "Total Order Items": "58",
}
COLUMNS = (
    "day",
    "days",
    "device",
    "listing_id",
    "page_views",
    "visitors",
    "order_units",
    "order_amount",
    "units",
    "sales",
)
FIGURES = ("all", "B0CHILD001", 1877, 1204, 61, "1234.56", None, None)


def test_day_from_the_name_or_the_user(tmp_path: Path) -> None:
    data = text(ASIN, [row(ASIN, LINE)], encoding="utf-8-sig")
    reader = Reader(tmp_path)
    one = reader.one("BusinessReport-2026-09-01.csv", data, currency="USD")
    assert one.format == "amazon_business_asin"
    assert one.pick("traffic_listing", *COLUMNS) == [("2026-09-01", 1, *FIGURES)]
    assert one.pick("traffic_listing", "title", "currency") == [("Crew tee, black", "USD")]
    week = reader.one("Sales 2026-09-01 to 2026-09-07.csv", data)
    assert week.pick("traffic_listing", "day", "days") == [("2026-09-01", 7)]
    asked = reader.one("BusinessReport.csv", data)
    assert ([code for _, code in asked.codes], dict(asked.tables)) == (["day_unknown"], {})
    given = reader.one("BusinessReport.csv", data, day=date(2026, 9, 2))
    assert given.pick("traffic_listing", *COLUMNS) == [("2026-09-02", 1, *FIGURES)]


def test_dates_in_the_rows_need_no_day_from_elsewhere(tmp_path: Path) -> None:
    header = AMAZON_BUSINESS_REPORT_ASIN
    rows = [row(header, LINE | {"Date": day}) for day in ("2026-09-01", "2026-09-02")]
    read = Reader(tmp_path).one("BusinessReport.csv", text(header, rows, encoding="utf-8-sig"))
    assert read.format == "amazon_business_asin_dated"
    assert read.pick("traffic_listing", *COLUMNS) == [
        ("2026-09-01", 1, *FIGURES),
        ("2026-09-02", 1, *FIGURES),
    ]
    same(read, Reader(tmp_path).one("b.csv", text(*turned(header, rows))))


def test_spelling_of_canada_and_australia(tmp_path: Path) -> None:
    values = {
        "(Parent) ASIN": "B0PARENT01",
        "(Child) ASIN": "B0CHILD001",
        "Title": "Crew tee, black",
        "Sessions – Total": "1,204",
        "Page views – Total": "1,877",
        "Units ordered": "61",
        "Ordered product sales": "CA$1,234.56",
    }
    rows = [row(CANADA, values)]
    first = Reader(tmp_path).one("2026-09-01.csv", text(CANADA, rows, encoding="utf-8-sig"))
    assert first.pick("traffic_listing", *COLUMNS) == [("2026-09-01", 1, *FIGURES)]
    same(first, Reader(tmp_path).one("2026-09-01 b.csv", text(*turned(CANADA, rows))))


def test_by_date(tmp_path: Path) -> None:
    header = AMAZON_BUSINESS_REPORT_DAY
    line = {
        "Date": "7/1/26",
        "Ordered Product Sales": "$1,234.56",
        "Ordered Product Sales - B2B": "$100.00",
        "Units Ordered": "61",
        "Units Ordered - B2B": "3",
        "Sessions - Total": "1,204",
        "Sessions - Total - B2B": "31",
        "Page Views - Total": "1,877",
        "Order Item Session Percentage": "5.07%",
    }
    rows = [
        row(header, line),
        row(header, line | {"Date": "7/31/26", "Units Ordered": "0", "Ordered Product Sales": "$0.00"}),
    ]
    first = Reader(tmp_path).one("BusinessReport-8-1-26.csv", text(header, rows, encoding="utf-8-sig"))
    assert first.format == "amazon_business_day"
    columns = ("day", "days", "device", "visitors", "page_views", "order_units", "order_amount", "sales")
    assert first.pick("traffic_shop", *columns) == [
        ("2026-07-01", 1, "all", 1204, 1877, 61, "1234.56", None),
        ("2026-07-31", 1, "all", 1204, 1877, 0, "0", None),
    ]
    same(first, Reader(tmp_path).one("b.csv", text(*turned(header, rows))))


def test_by_date_bad_cells(tmp_path: Path) -> None:
    header = AMAZON_BUSINESS_REPORT_DAY
    good = {"Date": "7/31/26", "Units Ordered": "5", "Sessions - Total": "10"}
    rows = [
        good,
        good | {"Date": "7/30/26", "Units Ordered": "many"},
        good | {"Date": "7/32/26", "Units Ordered": "8", "Sessions - Total": "13"},
    ]
    read = Reader(tmp_path).one("b.csv", text(header, [row(header, line) for line in rows]))
    assert (read.kept, read.codes) == (1, [("Units Ordered", "bad_number"), ("Date", "bad_date")])


def test_british_dates_that_do_not_tell_are_asked_about(tmp_path: Path) -> None:
    header = AMAZON_BUSINESS_REPORT_DAY
    rows = [
        row(header, {"Date": day, "Units Ordered": "5", "Sessions - Total": "9"})
        for day in ("05/06/2026", "07/06/2026")
    ]
    read = Reader(tmp_path).one("b.csv", text(header, rows))
    assert read.codes == [("Date", "ambiguous_dates")]
    told = Reader(tmp_path).one("b.csv", text(header, rows), date_order="dmy")
    assert told.pick("traffic_shop", "day") == [("2026-06-05",), ("2026-06-07",)]
