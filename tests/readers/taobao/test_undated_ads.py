"""Reports of 万相台无界 and of Pinduoduo that name no day, and reports split by scene."""

from pathlib import Path

from tests.readers.china import Row, framed, grid, read, save, save_xlsx

DIRECT = (
    "场景ID|场景名字|原二级场景ID|原二级场景名字|计划ID|计划名字|主体ID|主体类型|主体名称|展现量|点击量|花费|净成交金额|总成交金额"
).split("|")
ROW: Row = {
    "场景ID": "400",
    "场景名字": "货品全站推广",
    "计划ID": "687,123,456,789",
    "计划名字": "计划A",
    "主体ID": "712,000,000,001",
    "主体类型": "商品",
    "主体名称": "桌垫",
    "展现量": "1000",
    "点击量": "10",
    "花费": "12.34",
    "总成交金额": "30.00",
}
COLUMNS = "day days grain campaign_id campaign ad_group_id listing_id impressions clicks spend sales"


def test_the_day_stands_in_the_name_of_the_file(tmp_path: Path) -> None:
    path = save(tmp_path / "商品报表_20260901_e2cbd482.csv", grid(DIRECT, ROW))
    got = read(path, "wanxiangtai_plan_undated")
    figures = (1000, 10, "12.34", "30")
    place = ("campaign", "687123456789", "计划A", "400", "712000000001")
    assert got.rows("ad", COLUMNS) == [("2026-09-01", 1, *place, *figures)]


def test_an_item_report_by_scene_keeps_the_scenes_apart(tmp_path: Path) -> None:
    header = ["日期", *(name for name in DIRECT if not name.startswith(("计划", "原二级")))]
    row = {name: value for name, value in ROW.items() if name in header} | {"日期": "2026-09-01"}
    table = grid(header, row, row | {"场景ID": "401", "场景名字": "关键词推广", "花费": "1"})
    got = read(save(tmp_path / "a.csv", table), "wanxiangtai_goods")
    assert got.rows("ad", "grain ad_group_id listing_id spend") == [
        ("listing_part", "400", "712000000001", "12.34"),
        ("listing_part", "401", "712000000001", "1"),
    ]
    undated = read(
        save(tmp_path / "主体报表_20260901.csv", [line[1:] for line in table]), "wanxiangtai_goods_undated"
    )
    assert undated.rows("ad", "day grain spend") == [
        ("2026-09-01", "listing", "12.34"),
        ("2026-09-01", "listing", "1"),
    ]


def test_pinduoduo_goods_over_a_period(tmp_path: Path) -> None:
    header = (
        "商品ID|商品名称|推广状态|预算及出价|总花费(元)|成交花费(元)|交易额(元)|实际投产比|净交易额(元)|"
        "成交笔数|曝光量|点击量"
    ).split("|")
    row: Row = {
        "商品ID": "650000000001",
        "总花费(元)": "10.5",
        "成交花费(元)": "9",
        "交易额(元)": "80",
        "净交易额(元)": "70",
        "成交笔数": "3",
        "曝光量": "900",
        "点击量": "30",
    }
    table = framed([["推广数据 2026-03-01 ~ 2026-03-07"]], grid(header, row), [["总计", "", "", "", "10.5"]])
    got = read(save_xlsx(tmp_path / "商品推广.xlsx", table), "pdd_ads_goods_undated")
    assert got.rows("ad", "day days grain listing_id spend orders sales") == [
        ("2026-03-01", 7, "listing", "650000000001", "10.5", 3, "80")
    ]
