"""京准通 reports of 全站营销, by hour and by keyword: their own words, and grains that are told apart."""

from pathlib import Path

from tests.readers.china import Row, framed, grid, read, save_xlsx

SITE = "日期|产品线|花费|全站投产比|全站交易额|全站订单行|全站订单成本|全站费比|核心位置展现量|核心位置点击量".split(
    "|"
)
DAY: Row = {
    "日期": "20260324",
    "产品线": "全站营销",
    "花费": "120.50",
    "全站交易额": "1,980.00",
    "全站订单行": "21",
    "核心位置展现量": "40,200",
    "核心位置点击量": "905",
}
COLUMNS = "day days channel grain campaign listing_id impressions clicks spend orders sales"
FIGURES = (40200, 905, "120.5", 21, "1980")


def test_the_account_by_day(tmp_path: Path) -> None:
    table = framed([["全站营销效果报表"], []], grid(SITE, DAY), [["汇总", "", "120.50"]])
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "jd_ads_site")
    fixed = ("2026-03-24", 1, "jingzhuntong_site", "account", "全站营销", "")
    assert got.rows("ad", COLUMNS) == [(*fixed, *FIGURES)]


def test_a_report_by_sku_is_another_grain(tmp_path: Path) -> None:
    header = ["日期", "SKU ID", "商品名称", *SITE[2:]]
    row = {name: value for name, value in DAY.items() if name != "产品线"} | {"SKU ID": "100012345678"}
    got = read(save_xlsx(tmp_path / "a.xlsx", grid(header, row)), "jd_ads_site")
    assert got.rows("ad", "grain listing_id spend") == [("listing", "100012345678", "120.5")]


def test_hours_of_a_day_are_rows_of_that_day(tmp_path: Path) -> None:
    header = "点击时间|花费|展现数|点击数|直接订单行|总订单行|总订单金额|总加购数".split("|")
    hours: list[Row] = [
        {
            "点击时间": f"202603240{hour}0000~202603240{hour}5959",
            "花费": hour + 1,
            "展现数": 100,
            "点击数": 5,
            "总订单行": 1,
        }
        for hour in range(2)
    ]
    got = read(save_xlsx(tmp_path / "a.xlsx", grid(header, *hours)), "jd_ads_account")
    assert got.rows("ad", "day days grain spend") == [
        ("2026-03-24", 1, "account", "1"),
        ("2026-03-24", 1, "account", "2"),
    ]


def test_keywords_and_search_terms(tmp_path: Path) -> None:
    header = (
        "日期|产品线|计划类型|计划ID|推广计划|搜索词|关键词|关键词购买类型|花费|展现数|点击数|直接订单行|直接订单金额|总订单行|总订单金额"
    ).split("|")
    row: Row = {
        "日期": "2026-03-24",
        "计划ID": "77",
        "推广计划": "桌垫",
        "搜索词": "桌垫 办公",
        "关键词": "桌垫",
        "关键词购买类型": "精确匹配",
        "花费": 3.5,
        "展现数": 40,
        "点击数": 2,
        "总订单金额": 0,
    }
    table = grid(header, row, {**row, "搜索词": ""})
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "jd_ads_keyword")
    assert got.rows("ad", "grain campaign_id campaign keyword search_term match_type spend") == [
        ("search_term", "77", "桌垫", "桌垫", "桌垫 办公", "精确匹配", "3.5"),
        ("keyword", "77", "桌垫", "桌垫", "", "精确匹配", "3.5"),
    ]
