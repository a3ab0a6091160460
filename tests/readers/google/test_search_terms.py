"""Google Ads search terms: titles above, totals below, two encodings, other languages."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import GOOGLE_ADS_SEARCH_TERMS as HEADER

ABOVE = 'Search terms report\r\n"1 September 2026 - 30 September 2026"\r\n'
LINE = {
    "Search term": "crew tee",
    "Match type": "Broad match",
    "Added/Excluded": "None",
    "Campaign": "Search | US",
    "Ad group": "Tees",
    "Clicks": "31",
    "Impr.": "1,178",
    "CTR": "2.63%",
    "Currency code": "USD",
    "Avg. CPC": "0.52",
    "Cost": "1,016.22",
    "Conversions": "3.50",
    "Cost / conv.": "290.35",
}
TOTALS = [
    {
        "Search term": "Total: Search terms",
        "Clicks": "33",
        "Impr.": "1,187",
        "Currency code": "USD",
        "Cost": "1,017.22",
        "Conversions": "3.50",
    },
    {
        "Search term": "Total: Account",
        "Clicks": "40",
        "Impr.": "2,000",
        "Currency code": "USD",
        "Cost": "1,100.00",
        "Conversions": "3.50",
    },
]
ABSENT = ("Conv. value", "column_absent")
COLUMNS = ("day", "days", "channel", "grain", "campaign", "ad_group", "search_term", "match_type")
FIGURES = ("impressions", "clicks", "spend", "orders", "sales", "currency")


def test_report_with_totals(tmp_path: Path) -> None:
    rows = [
        row(HEADER, line)
        for line in (LINE, LINE | {"Search term": "mug", "Conversions": "0.00", "Cost": " --"}, *TOTALS)
    ]
    first = Reader(tmp_path).one("Search terms report.csv", text(HEADER, rows, above=ABOVE))
    assert first.format == "google_ads_search_terms"
    head = ("2026-09-01", 30, "google_ads", "search_term", "Search | US", "Tees")
    assert first.pick("ad", *COLUMNS) == [(*head, "crew tee", "Broad match"), (*head, "mug", "Broad match")]
    assert first.pick("ad", *FIGURES) == [
        (1178, 31, "1016.22", 4, None, "USD"),
        (1178, 31, None, 0, None, "USD"),
    ]
    assert (first.kept, first.refused, first.codes) == (2, 0, [ABSENT])
    same(first, Reader(tmp_path).one("b.csv", text(*turned(HEADER, rows), above=ABOVE)))
    wide = text(HEADER, rows, above=ABOVE.replace('"', ""), sign="\t", encoding="utf-16")
    same(first, Reader(tmp_path).one("excel.csv", wide))


def test_day_column_and_value(tmp_path: Path) -> None:
    header = ["Day", *HEADER, "Conv. value"]
    rows = [["2026-09-02", *row(HEADER, LINE), "210.00"], ["2026-09-03", *row(HEADER, LINE), "0.00"]]
    read = Reader(tmp_path).one("r.csv", text(header, rows))
    assert read.format == "google_ads_search_terms_daily"
    assert read.pick("ad", "day", "days", "sales") == [("2026-09-02", 1, "210"), ("2026-09-03", 1, "0")]


def test_chinese_screen(tmp_path: Path) -> None:
    header = [
        "搜索字词",
        "匹配类型",
        "已添加/已排除",
        "广告系列",
        "广告组",
        "点击次数",
        "展示次数",
        "点击率",
        "货币代码",
        "平均每次点击费用",
        "费用",
        "转化次数",
        "转化价值",
    ]
    rows = [
        [
            "真丝眼罩",
            "广泛匹配",
            "无",
            "搜索",
            "眼罩",
            "31",
            "1,178",
            "2.63%",
            "CNY",
            "0.52",
            "16.22",
            "2.00",
            "90.00",
        ],
        ["总计：搜索字词", "", "", "", "", "31", "1,178", "2.63%", "CNY", "0.52", "16.22", "2.00", "90.00"],
    ]
    above = '搜索字词报告\r\n"2026年9月1日 - 2026年9月30日"\r\n'
    read = Reader(tmp_path).one("报告.csv", text(header, rows, above=above))
    assert read.pick("ad", "day", "days", "search_term", *FIGURES) == [
        ("2026-09-01", 30, "真丝眼罩", 1178, 31, "16.22", 2, "90", "CNY")
    ]


def test_bad_rows(tmp_path: Path) -> None:
    bad = [LINE | {"Cost": "free"}, LINE | {"Currency code": "ZZZ"}]
    read = Reader(tmp_path).one(
        "r.csv", text(HEADER, [row(HEADER, line) for line in (LINE, *bad)], above=ABOVE)
    )
    assert (read.kept, read.codes) == (1, [ABSENT, ("Cost", "bad_number"), ("Currency code", "bad_currency")])
