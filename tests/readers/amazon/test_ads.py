"""Amazon Sponsored Products search terms: summary, daily, 14-day, xlsx and csv, and the bulk file."""

from pathlib import Path

from tests.readers.exports import Reader, book, row, same, text, turned
from tests.readers.headers_global import (
    AMAZON_SP_BULK_CAMPAIGNS_TAB,
    AMAZON_SP_BULK_SEARCH_TERM_TAB,
    AMAZON_SP_SEARCH_TERM,
)

LINE = {
    "Start Date": "Sep 01, 2026",
    "End Date": "Sep 30, 2026",
    "Portfolio name": "Not grouped",
    "Currency": "USD",
    "Campaign Name": "SP auto",
    "Ad Group Name": "all",
    "Retailer": "Amazon",
    "Country": "United States",
    "Targeting": "close-match",
    "Match Type": "-",
    "Customer Search Term": "crew tee",
    "Impressions": "1,204",
    "Clicks": "31",
    "Click-Thru Rate (CTR)": "2.5748%",
    "Cost Per Click (CPC)": "$ 0.52",
    "Spend": "$ 16.22",
    "7 Day Total Sales ": "$ 80.00",
    "Total Advertising Cost of Sales (ACOS) ": "20.2750%",
    "Total Return on Advertising Spend (ROAS)": "4.93",
    "7 Day Total Orders (#)": "4",
    "7 Day Total Units (#)": "5",
    "7 Day Conversion Rate": "12.9032%",
    "7 Day Advertised SKU Units (#)": "3",
    "7 Day Other SKU Units (#)": "2",
    "7 Day Advertised SKU Sales ": "$ 60.00",
    "7 Day Other SKU Sales ": "$ 20.00",
}
NONE = LINE | {
    "Targeting": "*",
    "Match Type": "BROAD",
    "Customer Search Term": "b0rival001",
    "Clicks": "3",
    "Spend": "$ 1.56",
}
NONE |= {"7 Day Total Sales ": "", "7 Day Total Orders (#)": "0", "7 Day Total Units (#)": "0"}
COLUMNS = ("day", "days", "channel", "grain", "campaign", "ad_group", "keyword", "match_type", "search_term")
FIGURES = ("impressions", "clicks", "spend", "orders", "units", "sales", "window_days", "currency")


def test_summary(tmp_path: Path) -> None:
    header = AMAZON_SP_SEARCH_TERM
    rows = [row(header, LINE), row(header, NONE)]
    first = Reader(tmp_path).one("Sponsored Products Search term report.csv", text(header, rows))
    assert first.format == "amazon_sp_search_term"
    fixed = ("2026-09-01", 30, "amazon_sp", "search_term", "SP auto", "all")
    assert first.pick("ad", *COLUMNS) == [
        (*fixed, "close-match", "", "crew tee"),
        (*fixed, "*", "BROAD", "b0rival001"),
    ]
    assert first.pick("ad", *FIGURES) == [
        (1204, 31, "16.22", 4, 5, "80", 7, "USD"),
        (1204, 3, "1.56", 0, 0, None, 7, "USD"),
    ]
    same(first, Reader(tmp_path).one("b.csv", text(*turned(header, rows))))


def test_workbook_with_a_title_row_and_old_spelling(tmp_path: Path) -> None:
    header = [name.replace("ACOS", "ACoS").replace("ROAS", "RoAS") for name in AMAZON_SP_SEARCH_TERM]
    values = dict(zip(header, row(AMAZON_SP_SEARCH_TERM, LINE), strict=True))
    cells = row(header, values)
    numbers = [
        1204 if c == "1,204" else 16.22 if c == "$ 16.22" else 80 if c == "$ 80.00" else c for c in cells
    ]
    data = book(["Sponsored Products Search term report"], [header, numbers])
    read = Reader(tmp_path).one("report.xlsx", data)
    assert read.pick("ad", *FIGURES) == [(1204, 31, "16.22", 4, 5, "80", 7, "USD")]


def test_daily_and_a_window_of_14_days(tmp_path: Path) -> None:
    header = [
        name.replace("7 Day", "14 Day")
        for name in AMAZON_SP_SEARCH_TERM
        if name not in {"Retailer", "Country", "End Date"}
    ]
    header[0] = "Date"
    values = {name.replace("7 Day", "14 Day"): value for name, value in LINE.items()}
    values["Date"] = "Sep 01, 2026"
    cells = row(header, {name: value for name, value in values.items() if name in header})
    read = Reader(tmp_path).one("daily.csv", text(header, [cells]))
    assert read.pick("ad", "day", "days", *FIGURES) == [
        ("2026-09-01", 1, 1204, 31, "16.22", 4, 5, "80", 14, "USD")
    ]


def test_bad_rows(tmp_path: Path) -> None:
    header = AMAZON_SP_SEARCH_TERM
    bad = [LINE | {"Customer Search Term": ""}, LINE | {"Spend": "much"}, LINE | {"Currency": "ZZZ"}]
    read = Reader(tmp_path).one("r.csv", text(header, [row(header, line) for line in (LINE, *bad)]))
    assert (read.kept, read.refused) == (1, 3)
    assert read.codes == [
        ("Customer Search Term", "missing_key"),
        ("Spend", "bad_number"),
        ("Currency", "bad_currency"),
    ]


def test_bulk_file_keeps_the_ids_for_writing_back(tmp_path: Path) -> None:
    header = AMAZON_SP_BULK_SEARCH_TERM_TAB
    values = {
        "Product": "Sponsored Products",
        "Campaign ID": "281474976710601",
        "Ad Group ID": "281474976710602",
        "Keyword ID": "281474976710603",
        "Campaign Name (Informational only)": "SP manual",
        "Ad Group Name (Informational only)": "tees",
        "State": "enabled",
        "Keyword Text": "tee",
        "Match Type": "broad",
        "Customer Search Term": "crew tee",
        "Impressions": "100",
        "Clicks": "9",
        "Spend": "4.50",
        "Sales": "0",
        "Orders": "0",
        "Units": "0",
        "ACOS": "0",
    }
    data = book(header, [row(header, values)], sheet="SP Search Term Report")
    read = Reader(tmp_path).one("bulk-a1b2-20260901-20260930-177.xlsx", data)
    assert read.format == "amazon_sp_bulk"
    assert read.pick(
        "ad",
        "day",
        "days",
        "campaign_id",
        "ad_group_id",
        "campaign",
        "keyword",
        "search_term",
        "spend",
        "sales",
    ) == [
        ("2026-09-01", 30, "281474976710601", "281474976710602", "SP manual", "tee", "crew tee", "4.5", "0")
    ]


def test_bulk_campaigns_are_told_at_three_grains(tmp_path: Path) -> None:
    header = AMAZON_SP_BULK_CAMPAIGNS_TAB
    campaign = {"Product": "Sponsored Products", "Campaign ID": "601", "Campaign Name": "SP manual"}
    below = {
        **campaign,
        "Campaign Name": "",
        "Campaign Name (Informational only)": "SP manual",
        "Ad Group ID": "602",
    }
    told = {"Impressions": "100", "Clicks": "9", "Spend": "4.50", "Sales": "30", "Orders": "1", "Units": "2"}
    lines = [
        {**campaign, **told, "Entity": "Campaign", "Daily Budget": "10"},
        {**campaign, **told, "Entity": "Bidding Adjustment", "Placement": "Placement Top"},
        {**below, **told, "Entity": "Ad Group"},
        {
            **below,
            **told,
            "Entity": "Product Ad",
            "Ad ID": "603",
            "SKU": "T-1",
            "ASIN (Informational only)": "B0TEE",
        },
        {
            **below,
            **told,
            "Entity": "Keyword",
            "Keyword ID": "604",
            "Keyword Text": "tee",
            "Match Type": "broad",
        },
        {
            **below,
            **told,
            "Entity": "Keyword",
            "Keyword ID": "605",
            "Keyword Text": "tee",
            "Match Type": "exact",
        },
        {**below, "Entity": "Negative Keyword", "Keyword ID": "606", "Keyword Text": "free"},
        {**below, **told, "Entity": "Product Targeting", "Product Targeting Expression": "close-match"},
    ]
    data = book(header, [row(header, one) for one in lines], sheet="Sponsored Products Campaigns")
    read = Reader(tmp_path).one("bulk-a1b2-20260901-20260930-177.xlsx", data)
    assert (read.format, read.issues) == ("amazon_sp_bulk_campaigns", ())
    fixed = ("2026-09-01", 30, "SP manual", "4.5", 9)
    found = read.pick(
        "ad", "day", "days", "campaign", "spend", "clicks", "grain", "listing_id", "keyword", "match_type"
    )
    assert found == [
        (*fixed, "campaign", "", "", ""),
        (*fixed, "listing", "B0TEE", "", ""),
        (*fixed, "keyword", "", "tee", "broad"),
        (*fixed, "keyword", "", "tee", "exact"),
        (*fixed, "keyword", "", "close-match", ""),
    ]
