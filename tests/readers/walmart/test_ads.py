"""Walmart Connect: the same spend by item and by the term that was searched."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save

MEASURES = (
    "Impressions|Clicks|CTR|Ad Spend|Conversion Rate|Total Attributed Sales|Units Sold|RoAS|"
    "Attributed Direct View Sales|"
    "Attributed Brand View Sales"
)
BY_ITEM = f"Date|Campaign Name|Campaign Id|Ad Group Name|Ad Group Id|Item Id|Item Name|{MEASURES}".split("|")
BY_TERM = (
    f"Date|Campaign Name|Campaign Id|Ad Group Name|Ad Group Id|Searched Keyword|Bidded Keyword|Match Type|{MEASURES}"
).split("|")
ROW: Row = {
    "Date": "2026-04-29",
    "Campaign Name": "mats",
    "Campaign Id": "77001",
    "Ad Group Name": "desk",
    "Ad Group Id": "88001",
    "Impressions": "1000",
    "Clicks": "20",
    "CTR": "2.00%",
    "Ad Spend": "12.50",
    "Total Attributed Sales": "99.90",
    "Units Sold": "5",
}
COLUMNS = (
    "day days channel grain campaign_id listing_id keyword search_term impressions clicks spend units sales"
)


def test_by_item_and_by_term(tmp_path: Path) -> None:
    items = grid(
        BY_ITEM,
        {**ROW, "Item Id": "555", "Item Name": "Desk mat"},
        {**ROW, "Item Id": "556", "Ad Spend": "x"},
    )
    got = read(save(tmp_path / "items.csv", items, "utf-8"), "walmart_ads_item")
    common = ("2026-04-29", 1, "walmart_connect")
    told = (1000, 20, "12.5", 5, "99.9")
    assert got.rows("ad", COLUMNS) == [(*common, "ad_group_listing", "77001", "555", "", "", *told)]
    assert got.refused == [(3, "Ad Spend", "bad_number")]
    terms = grid(
        BY_TERM, {**ROW, "Searched Keyword": "desk mats", "Bidded Keyword": "mat", "Match Type": "broad"}
    )
    got = read(save(tmp_path / "terms.csv", terms, "utf-8"), "walmart_ads_keyword")
    assert got.rows("ad", COLUMNS) == [(*common, "search_term", "77001", "", "mat", "desk mats", *told)]
