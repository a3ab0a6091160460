"""阿里妈妈 reports: one spend, told at several grains, in yuan or in fen, under two words."""

from pathlib import Path

import pytest

from tests.readers.china import Row, grid, read, save, save_xls, save_xlsx, shuffled
from tests.readers.headers_china import HEADERS

UNIT: Row = {
    "日期": "2022-08-01",
    "计划ID": "71001",
    "计划名称": "日常计划",
    "推广类型": "标准推广",
    "单元ID": "81001",
    "单元名称": "T恤单元",
    "商品ID": "652001",
    "展现量": "12,000",
    "点击量": "360",
    "花费": "432.10",
    "点击率": "3.00%",
    "总购物车数": "40",
    "总成交金额": "2,160.50",
    "总成交笔数": "18",
    "投入产出比": "5.00",
}
COLUMNS = "day days channel grain campaign_id campaign ad_group_id ad_group listing_id"
COLUMNS += " impressions clicks spend cart_adders orders sales"
EXPECTED = (
    *("2022-08-01", 1, "zhitongche", "listing", "71001", "日常计划", "81001", "T恤单元", "652001"),
    *(12000, 360, "432.1", 40, 18, "2160.5"),
)


def test_zhitongche_by_unit(tmp_path: Path) -> None:
    table = grid(
        "zhitongche_unit_2022",
        UNIT,
        {**UNIT, "花费": "四百"},
        {**UNIT, "日期": "2022-08-02", "总成交金额": "-"},
    )
    got = read(save(tmp_path / "a.csv", table), "zhitongche")
    assert got.rows("ad", COLUMNS) == [EXPECTED, ("2022-08-02", *EXPECTED[1:-1], None)]
    assert got.refused == [(3, "花费", "bad_number")]
    turned = read(save(tmp_path / "b.csv", shuffled(table[:2])), "zhitongche")
    assert turned.rows("ad", COLUMNS) == [EXPECTED]


def test_zhitongche_in_fen(tmp_path: Path) -> None:
    names = [
        "花费(分)" if n == "花费" else "总成交金额(分)" if n == "总成交金额" else n
        for n in HEADERS["zhitongche_unit_2022"]
    ]
    row = {n.strip(): UNIT.get(n, "") for n in names}
    got = read(
        save(tmp_path / "a.csv", grid(names, {**row, "花费(分)": "43210", "总成交金额(分)": "216050"})),
        "zhitongche",
    )
    assert got.rows("ad", COLUMNS) == [EXPECTED]


WUJIE: Row = {
    "日期": "2026-03-01",
    "展现量": 5000,
    "点击量": 393,
    "花费": 250.55,
    "点击率": 0.0786,
    "总成交金额": 1200.5,
    "总成交笔数": 9,
    "总购物车数": 30,
}
ITEM: Row = {"主体ID": "687123456789", "主体类型": "商品", "主体名称": "纯棉T恤"}
PLAN: Row = {"计划ID": "91001", "计划名字": "货品全站", "场景ID": "374", "场景名字": "货品全站推广"}
SHORT = COLUMNS.replace("days ", "")
FIGURES = (5000, 393, "250.55", 30, 9, "1200.5")


def test_wanxiangtai_by_item_in_both_kinds_of_file(tmp_path: Path) -> None:
    shop: Row = {"主体ID": "1001", "主体类型": "店铺", "主体名称": "掌柜的店"}
    bare: Row = {
        **dict.fromkeys(WUJIE, ""),
        **ITEM,
        "主体ID": "687,123,456,790",
        "日期": "2026-03-01",
        "花费": "0",
    }
    xlsx = grid("wanxiangtai_goods_2026", {**WUJIE, **ITEM}, {**WUJIE, **shop}, bare)
    csv = grid(
        "wanxiangtai_goods_2026", {**WUJIE, **ITEM, "主体ID": "687,123,456,789"}, {**WUJIE, **shop}, bare
    )
    expected = [
        ("2026-03-01", "wanxiangtai", "listing", "", "", "", "", "687123456789", *FIGURES),
        ("2026-03-01", "wanxiangtai", "listing", "", "店铺", "", "掌柜的店", "", *FIGURES),
        (
            "2026-03-01",
            "wanxiangtai",
            "listing",
            "",
            "",
            "",
            "",
            "687123456790",
            None,
            None,
            "0",
            None,
            None,
            None,
        ),
    ]
    assert read(save_xlsx(tmp_path / "a.xlsx", xlsx), "wanxiangtai_goods").rows("ad", SHORT) == expected
    assert read(save(tmp_path / "b.csv", csv), "wanxiangtai_goods").rows("ad", SHORT) == expected
    assert read(save(tmp_path / "c.csv", shuffled(csv)), "wanxiangtai_goods").rows("ad", SHORT) == expected


@pytest.mark.parametrize("with_items", [True, False])
def test_wanxiangtai_by_plan_is_another_grain(tmp_path: Path, with_items: bool) -> None:
    plan = ["计划ID", "计划名字", "场景ID", "场景名字", "原二级场景ID", "原二级场景名字"]
    names = [n for n in HEADERS["wanxiangtai_goods_2026"] if with_items or not n.startswith("主体")]
    row = {**WUJIE, **PLAN, **(ITEM if with_items else {})}
    got = read(save_xlsx(tmp_path / "a.xlsx", grid([names[0], *plan, *names[1:]], row)), "wanxiangtai_plan")
    listing = "687123456789" if with_items else ""
    assert got.rows("ad", SHORT) == [
        (
            "2026-03-01",
            "wanxiangtai",
            "campaign_listing" if with_items else "campaign",
            "91001",
            "货品全站",
            "374",
            "货品全站推广",
            listing,
            *FIGURES,
        )
    ]


def test_wanxiangtai_account_by_day(tmp_path: Path) -> None:
    names = ["日期", *HEADERS["wanxiangtai_goods_2026"][4:]]
    got = read(save_xlsx(tmp_path / "a.xlsx", grid(names, WUJIE)), "wanxiangtai_day")
    assert got.rows("ad", SHORT) == [("2026-03-01", "wanxiangtai", "account", "", "", "", "", "", *FIGURES)]


def test_wanxiangtai_account_of_2022(tmp_path: Path) -> None:
    base: Row = {
        "日期": "2022-08-01",
        "效果模型": "全部效果",
        "统计口径": "点击口径",
        "转化周期": "15天",
        "消耗": "100.00",
        "曝光量": "3000",
        "点击量": "90",
        "总加购量": "11",
        "总成交笔数": "4",
        "总成交金额": "400.00",
    }
    table = grid(
        "wanxiangtai_account_2022",
        {**base, "优化目标": "拉新快"},
        {**base, "优化目标": "活动加速", "消耗": "50"},
    )
    got = read(save(tmp_path / "a.csv", table), "wanxiangtai_account")
    assert got.rows(
        "ad", "day channel grain campaign impressions clicks spend cart_adders orders sales window_days"
    ) == [
        ("2022-08-01", "wanxiangtai_2022", "account", "拉新快", 3000, 90, "100", 11, 4, "400", 15),
        ("2022-08-01", "wanxiangtai_2022", "account", "活动加速", 3000, 90, "50", 11, 4, "400", 15),
    ]


def test_yinlimofang_by_audience(tmp_path: Path) -> None:
    row: Row = {
        "日期": "2022-08-01",
        "计划组": "组一",
        "计划": "计划一",
        "主体类型": "商品",
        "商品id": "652001",
        "定向人群": "智能定向",
        "消耗": "80.00",
        "展现量": "4000",
        "点击量": "70",
        "拉新消耗": "30",
        "添加购物车量": "8",
        "成交订单量": "3",
        "成交订单金额": "270.00",
    }
    table = grid(
        "yinlimofang_crowd_2022", row, {**dict.fromkeys(row, ""), "日期": "八月一日", "消耗": "1.00"}
    )
    got = read(save_xls(tmp_path / "a.xls", table), "yinlimofang")
    columns = "day channel grain campaign ad_group listing_id keyword impressions clicks spend cart_adders orders sales"
    expected = [
        (
            "2022-08-01",
            "yinlimofang",
            "keyword",
            "组一",
            "计划一",
            "652001",
            "智能定向",
            4000,
            70,
            "80",
            8,
            3,
            "270",
        )
    ]
    assert got.rows("ad", columns) == expected
    assert got.refused == [(3, "日期", "bad_date")]
    turned = read(save(tmp_path / "b.csv", shuffled(table[:2])), "yinlimofang")
    assert turned.rows("ad", columns) == expected


def test_zhitongche_by_keyword_and_by_plan(tmp_path: Path) -> None:
    names = "日期 计划ID 计划名称 单元ID 单元名称 商品ID 关键词 展现量 点击量 花费".split()
    names += ["总成交金额", "总成交笔数", "总购物车数"]
    words = {**{name: UNIT[name] for name in names if name in UNIT}, "关键词": "t恤 女"}
    got = read(save(tmp_path / "a.csv", grid(names, words, {**words, "关键词": ""})), "zhitongche_keyword")
    expected = (*EXPECTED[:3], "keyword", *EXPECTED[4:])
    assert got.rows("ad", COLUMNS + " keyword search_term") == [(*expected, "t恤 女", "")]
    plan = [name for name in names if not name.startswith(("单元", "商品", "关键词"))]
    got = read(save(tmp_path / "b.csv", grid(plan, {name: UNIT[name] for name in plan})), "zhitongche_plan")
    assert got.rows("ad", COLUMNS) == [(*EXPECTED[:3], "campaign", *EXPECTED[4:6], "", "", "", *EXPECTED[9:])]


def test_wanxiangtai_by_keyword(tmp_path: Path) -> None:
    names = ["日期", *PLAN, "单元ID", "单元名字", *ITEM, "词类型", "词名字/词包名字", *list(WUJIE)[1:]]
    row = {**WUJIE, **PLAN, **ITEM, "单元ID": "81", "单元名字": "单元", "词名字/词包名字": "流量智选"}
    got = read(save_xlsx(tmp_path / "a.xlsx", grid(names, row)), "wanxiangtai_keyword")
    assert got.rows("ad", SHORT + " keyword") == [
        (
            "2026-03-01",
            "wanxiangtai",
            "keyword",
            "91001",
            "货品全站",
            "81",
            "单元",
            "687123456789",
            *FIGURES,
            "流量智选",
        )
    ]
