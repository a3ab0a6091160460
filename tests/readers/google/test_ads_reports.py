"""Google Ads by campaign, keyword and product: titles above, totals below, each at its grain."""

from pathlib import Path

import pytest

from tests.readers.exports import FORMATS, Reader, text

FACTS = ("day", "days", "channel", "grain", "campaign", "keyword", "listing_id")
FIGURES = ("impressions", "clicks", "spend", "orders", "sales", "currency")
CASES = {
    "google_ads_campaigns": (
        "Campaign status,Campaign,Budget,Optimization score,Campaign type,Currency code,Clicks,Impr.,CTR,Avg. CPC,Cost,Conversions,Conv. value",  # noqa: E501
        ["Enabled", "Brand", "20.00", "90%", "Search", "USD", "1,040", "12,300", "8.46%", "0.25", "260.00", "12.50", "1,900.40"],  # noqa: E501
        ("2025-10-01", 31, "google_ads", "campaign", "Brand", "", ""),
        (12300, 1040, "260", 13, "1900.4", "USD"),
    ),
    "google_ads_keywords": (
        "Keyword status,Keyword,Match type,Campaign,Ad group,Currency code,Clicks,Impr.,Cost,Conversions,Conv. value",
        ["Eligible", '"crew tee"', "Phrase match", "Brand", "Tees", "USD", "40", "300", "26.00", "2.00", "90.40"],
        ("2025-10-01", 31, "google_ads", "keyword", "Brand", '"crew tee"', ""),
        (300, 40, "26", 2, "90.4", "USD"),
    ),
    "google_ads_ad_groups": (
        "Ad group status,Ad group,Campaign,Status,Currency code,Default max. CPC,Clicks,Impr.,Cost,Conversions,Conv. value",  # noqa: E501
        ["Enabled", "Tees", "Brand", "Eligible", "USD", "1.00", "40", "300", "26.00", "2.00", "90.40"],
        ("2025-10-01", 31, "google_ads", "ad_group", "Brand", "", ""),
        (300, 40, "26", 2, "90.4", "USD"),
    ),
    "google_ads_products": (
        "Item ID,Title,Campaign,Currency code,Clicks,Impr.,Cost,Conversions,Conv. value",
        ["shopify_us_71_42", "Crew tee", "Shopping", "USD", "40", "300", "26.00", "2.00", "90.40"],
        ("2025-10-01", 31, "google_ads", "listing", "Shopping", "", "shopify_us_71_42"),
        (300, 40, "26", 2, "90.4", "USD"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(CASES))
def test_report_of_a_month_and_by_day(tmp_path: Path, key: str) -> None:
    names, cells, facts, figures = CASES[key]
    header = names.split(",")
    totals = [["Total: Account", *[" --"] * (len(header) - 4), "1", "1", "1"]]
    above = f'{key} report\r\n"October 1, 2025 - October 31, 2025"\r\n'
    reader = Reader(tmp_path)
    read = reader.one("report.csv", text(header, [cells, *totals], sign="\t", encoding="utf-16", above=above))
    assert (read.format, read.kept, read.refused, read.codes) == (key, 1, 0, [])
    assert read.pick("ad", *FACTS) == [facts]
    assert read.pick("ad", *FIGURES) == [figures]
    read = reader.one("daily.csv", text(["Day", *header], [["2025-10-07", *cells]]))
    assert read.format == f"{key}_daily"
    assert read.pick("ad", *FACTS) == [("2025-10-07", 1, *facts[2:])]
    assert read.pick("ad", *FIGURES) == [figures]


def test_campaigns_in_german(tmp_path: Path) -> None:
    header = "Kampagnenstatus;Kampagne;Budget;Währungscode;Klicks;Impressionen;CTR;Durchschn. CPC;Kosten;Conversions;Conv.-Wert"  # noqa: E501
    cells = [
        "Aktiviert",
        "Marke",
        "20,00",
        "EUR",
        "1.040",
        "12.300",
        "8,46 %",
        "0,25",
        "260,00",
        "12,50",
        "1.900,40",
    ]
    total = [
        "Gesamt: Konto",
        " --",
        "20,00",
        "EUR",
        "1.040",
        "12.300",
        "8,46 %",
        "0,25",
        "260,00",
        "12,50",
        "1.900,40",
    ]
    above = "Kampagnenbericht\r\n1. Oktober 2025 - 31. Oktober 2025\r\n"
    data = text(header.split(";"), [cells, total], sign="\t", encoding="utf-16", above=above)
    read = Reader(tmp_path).one("bericht.csv", data)
    assert (read.format, read.kept, read.refused) == ("google_ads_campaigns", 1, 0)
    assert read.pick("ad", "day", "days", *FIGURES) == [
        ("2025-10-01", 31, 12300, 1040, "260", 13, "1900.4", "EUR")
    ]


def test_words_that_everybody_uses_are_nobodys_report() -> None:
    for names in ("Date,Campaign,Clicks,Impressions,Cost,Conversions", "Date,Visitors,Page views,Orders"):
        best, _ = FORMATS.best(names.split(","))
        assert best is None, names
