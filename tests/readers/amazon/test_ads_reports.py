"""Amazon Ads reports by item, target, campaign and place: grains of their own; Brands and Display are other accounts."""  # noqa: E501

from datetime import date
from pathlib import Path

from tests.readers.exports import FORMATS, Reader, book, text

PRODUCT = (
    "Date;Portfolio name;Currency;Campaign Name;Ad Group Name;Advertised SKU;Advertised ASIN;Impressions;Clicks;"
    "Click-Thru Rate (CTR);Cost Per Click (CPC);Spend;7 Day Total Sales ;Total Advertising Cost of Sales (ACOS) ;"
    "Total Return on Advertising Spend (ROAS);7 Day Total Orders (#);7 Day Total Units (#);7 Day Conversion Rate;"
    "7 Day Advertised SKU Units (#);7 Day Other SKU Units (#);7 Day Advertised SKU Sales ;7 Day Other SKU Sales "
).split(";")
GERMAN = (
    "Datum;Portfolioname;Währung;Kampagnen-Name;Anzeigengruppenname;Beworbene SKU;Beworbene ASIN;Impressionen;Klicks;"
    "Klickrate (CTR);Kosten pro Klick (CPC);Ausgaben;7 Tage, Umsatz gesamt (€);Gesamtumsatzkosten für Werbung (ACOS);"
    "Gesamtrendite von Werbeausgaben (Return on Advertising Spend, ROAS);7 Tage, Aufträge gesamt (#);"
    "7Tage, Einheiten gesamt (#);7-Tage-Konversionsrate"
).split(";")
CHINESE = (
    "开始日期;结束日期;广告组合名称;货币;广告活动名称;广告组名称;广告SKU;广告ASIN;展示量;点击量;点击率 (CTR);单次点击成本 (CPC);花费;7天总销售额;"  # noqa: E501
    "广告投入产出比 (ACOS) 总计;总广告投资回报率 (ROAS);7天总订单数(#);7天总销售量(#);7天的转化率"
).split(";")
FACTS = ("day", "days", "channel", "grain", "campaign", "ad_group", "listing_id", "sku")
FIGURES = ("impressions", "clicks", "spend", "orders", "units", "sales", "window_days", "currency")


def test_by_item_in_three_languages(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    english = [
        "Nov 03, 2025",
        "No Portfolio",
        "USD",
        "SP auto",
        "all",
        "TEE-1",
        "B0TEST0001",
        "1,204",
        "31",
        "2.5748%",
    ]
    english += [
        "$0.52",
        "$16.22",
        "$1,080.00",
        "1.5019%",
        "66.58",
        "4",
        "5",
        "12.9032%",
        "3",
        "2",
        "$60.00",
        "$20.00",
    ]
    first = reader.one("Sponsored Products Advertised product report.csv", text(PRODUCT, [english]))
    assert first.format == "amazon_ads_product"
    assert (first.codes, first.kept) == ([], 1)
    assert first.pick("ad", *FACTS) == [
        ("2025-11-03", 1, "amazon_sp", "listing", "SP auto", "all", "B0TEST0001", "TEE-1")
    ]
    assert first.pick("ad", *FIGURES) == [(1204, 31, "16.22", 4, 5, "1080", 7, "USD")]

    german = [["13.10.2025", "", "EUR", "SP manuell", "Lampen", "L-1", "B0TEST0002", "2.104", "12", "0,57 %"]]
    german[0] += ["0,61", "7,32", "1.080,50", "0,68 %", "147,6", "2", "3", "16,67 %"]
    second = reader.one("bericht.csv", text(GERMAN, german, sign=";"))
    assert (second.format, second.codes) == ("amazon_ads_product", [])
    assert second.pick("ad", *FACTS)[0][:5] == ("2025-10-13", 1, "amazon_sp", "listing", "SP manuell")
    assert second.pick("ad", *FIGURES) == [(2104, 12, "7.32", 2, 3, "1080.5", 7, "EUR")]

    chinese: list[list[object]] = [
        ["2025-10-01", "2025-10-31", "", "USD", "自动", "默认", "S-1", "B0TEST0003", 900, 20]
    ]
    chinese[0] += [0.0222, 0.5, 10, 55.5, 0.18, 5.55, 2, 3, 0.1]
    third = reader.one("推广的商品报告.xlsx", book(CHINESE, chinese))
    assert (third.format, third.codes) == ("amazon_ads_product", [])
    assert third.pick("ad", *FACTS)[0][:3] == ("2025-10-01", 31, "amazon_sp")
    assert third.pick("ad", *FIGURES) == [(900, 20, "10", 2, 3, "55.5", 7, "USD")]


def test_brands_and_display_are_accounts_of_their_own(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    display = (
        "Date;Currency;Campaign Name;Portfolio name;Cost Type;Ad Group Name;Bid Optimization;Advertised SKU;"
        "Advertised ASIN;Impressions;Viewable Impressions;Clicks;14 Day Detail Page Views (DPV);Spend;"
        "14 Day Total Orders (#);14 Day Total Units (#);14 Day Total Sales "
    ).split(";")
    cells = [
        "2025-11-03",
        "USD",
        "SD",
        "",
        "CPC",
        "g",
        "Optimize for clicks",
        "TEE-1",
        "B0TEST0001",
        "90",
        "70",
        "3",
    ]
    cells += ["9", "1.5", "1", "1", "20"]
    assert reader.one("sd.csv", text(display, [cells])).pick("ad", "channel", "window_days", "sales") == [
        ("amazon_sd", 14, "20")
    ]
    brands = (
        "Date;Currency;Campaign Name;Ad Group Name;Targeting;Match Type;Customer Search Term;Cost type;Impressions;"
        "Viewable Impressions;Clicks;Spend;14 Day Total Sales ;14 Day Total Orders (#)"
    ).split(";")
    cells = [
        "2025-11-03",
        "USD",
        "SB",
        "g",
        "tee",
        "EXACT",
        "crew tee",
        "CPC",
        "90",
        "70",
        "3",
        "1.5",
        "20",
        "1",
    ]
    read = reader.one("sb.csv", text(brands, [cells]))
    assert (read.format, read.pick("ad", "channel", "grain")) == (
        "amazon_sp_search_term",
        [("amazon_sb", "search_term")],
    )
    keywords = (
        "Date;Currency;Campaign Name;Targeting;Match Type;Impressions;Clicks;Spend;14 Day Total Sales ;"
        "14 Day Total Orders (#);14 Day New-to-brand Orders (#)"
    ).split(";")
    read = reader.one(
        "kw.csv", text(keywords, [["2025-11-03", "USD", "SB", "tee", "EXACT", *"90 3 1.5 20 1 0".split()]])
    )
    assert (read.format, read.pick("ad", "channel", "grain", "keyword")) == (
        "amazon_ads_targeting",
        [("amazon_sb", "keyword", "tee")],
    )


def test_campaign_and_place_are_grains_of_their_own(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    tail = "Impressions;Clicks;Spend;7 Day Total Orders (#);7 Day Total Sales "
    campaign = f"Start Date;End Date;Currency;Campaign Name;Status;Budget;{tail}".split(";")
    cells = [
        "Nov 01, 2025",
        "Nov 07, 2025",
        "USD",
        "SP auto",
        "ENABLED",
        "$20.00",
        "100",
        "4",
        "$2.00",
        "1",
        "$30.00",
    ]
    read = reader.one("campaign.csv", text(campaign, [cells]))
    assert read.format == "amazon_ads_campaign"
    assert read.pick("ad", "day", "days", "grain", "campaign", "spend", "sales") == [
        ("2025-11-01", 7, "campaign", "SP auto", "2", "30")
    ]
    place = f"Date;Currency;Campaign Name;Bidding strategy;Placement;{tail}".split(";")
    rows = [
        ["2025-11-01", "USD", "SP auto", "Fixed", name, "50", "2", "1.00", "", "0"]
        for name in ("Top of Search on-Amazon", "Detail Page on-Amazon")
    ]
    read = reader.one("placement.csv", text(place, rows))
    assert read.format == "amazon_ads_placement"
    assert read.pick("ad", "grain", "creative", "spend") == [
        ("creative", "Top of Search on-Amazon", "1"),
        ("creative", "Detail Page on-Amazon", "1"),
    ]


def test_period_in_one_cell(tmp_path: Path) -> None:
    header = "日期范围;广告活动货币代码;广告活动名称;广告组名称;投放值;投放匹配类型;展示量;点击量;总成本;购买量;销售额;已售商品数量".split(  # noqa: E501
        ";"
    )
    cells = [
        "2025-11-01 - 2025-11-07",
        "USD",
        "自动",
        "默认",
        "close-match",
        "-",
        "100",
        "4",
        "2.00",
        "1",
        "30.00",
        "2",
    ]
    read = Reader(tmp_path).one("投放报告.csv", text(header, [cells]))
    assert read.format == "amazon_ads_targeting"
    assert read.pick("ad", "day", "days", "spend", "orders", "sales", "units", "currency") == [
        ("2025-11-01", 7, "2", 1, "30", 2, "USD")
    ]


def test_plain_names_make_no_report_of_anybody() -> None:
    best, _ = FORMATS.best(["Date", "Campaign name", "Impressions", "Clicks", "Spend", "Conversions"])
    assert best is None


def test_the_list_of_the_console_needs_a_day(tmp_path: Path) -> None:
    header = (
        "State;Campaigns;Country;Status;Type;Targeting;Portfolio;Campaign bidding strategy;Campaign start date;"
        "Campaign budget amount (USD);Cost type;Impressions;Clicks;CTR;Spend(USD);CPC(USD);Orders;Sales(USD);ACOS;ROAS"
    ).split(";")
    tail = [
        "",
        "Fixed",
        "Jan 01, 2025",
        "20.00",
        "CPC",
        "1,000",
        "40",
        "4%",
        "12.50",
        "0.31",
        "3",
        "90.00",
        "13.8%",
        "7.2",
    ]
    rows = [
        ["ENABLED", "A", "US", "Delivering", kind, "MANUAL", *tail]
        for kind in ("Sponsored Products", "Sponsored Brands")
    ]
    reader = Reader(tmp_path)
    data = text(header, rows)
    assert reader.one("Campaigns_Nov_22_2025.csv", data).codes == [("", "day_unknown")]
    read = reader.one("Campaigns.csv", data, day=date(2025, 11, 21))
    assert read.pick("ad", "day", "channel", "grain", "campaign", "spend", "orders", "sales", "currency") == [
        ("2025-11-21", "amazon_sp", "campaign", "A", "12.5", 3, "90", "USD"),
        ("2025-11-21", "amazon_sb", "campaign", "A", "12.5", 3, "90", "USD"),
    ]
