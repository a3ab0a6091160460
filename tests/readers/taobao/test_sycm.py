"""生意参谋: texts that are numbers, title rows, ranges, files that do not say their day."""

import datetime as dt
from pathlib import Path

import pytest

from tests.readers.china import Row, framed, grid, read, save, save_xls, save_xlsx, shuffled

GOODS: Row = {
    "商品ID": "652001234567",
    "商品名称": "纯棉T恤",
    "货号": "T01",
    "商品访客数": "11,269",
    "商品浏览量": "25,880",
    "平均停留时长": "12.34",
    "商品详情页跳出率": "78.15%",
    "商品收藏人数": "310",
    "商品加购件数": "1,204",
    "商品加购人数": "980",
    "下单买家数": "180",
    "下单件数": "220",
    "下单金额": "18,006.00",
    "下单转化率": "1.60%",
    "支付买家数": "150",
    "支付件数": "190",
    "支付金额": "15,217.00",
    "商品支付转化率": "1.33%",
    "支付新买家数": "120",
    "成功退款金额": "300.50",
    "年累计支付金额": "1,000,000.00",
    "月累计支付金额": "200,000.00",
}
TITLES = [["生意参谋"], ["商品效果明细"], ["统计周期：2026-03-01 ~ 2026-03-01"], []]
COLUMNS = "day days device listing_id sku visitors page_views cart_units cart_adders favourites order_amount buyers units sales refund_amount bounce_rate stay_seconds"  # noqa: E501
VALUES = (
    "all",
    "652001234567",
    "T01",
    11269,
    25880,
    1204,
    980,
    310,
    "18006",
    150,
    190,
    "15217",
    "300.5",
    "0.7815",
    "12.34",
)


@pytest.mark.parametrize("header", ["sycm_goods_2022", "sycm_goods_2026"])
def test_goods_below_title_rows(tmp_path: Path, header: str) -> None:
    quiet = {**dict.fromkeys(GOODS, "-"), "商品ID": "652009", "统计日期": "2026-03-01", "商品访客数": "3"}
    bad = {**GOODS, "统计日期": "2026-03-01", "商品ID": "652010", "支付金额": "约一万"}
    table = grid(header, {**GOODS, "统计日期": "2026-03-01"}, quiet, bad)
    got = read(save_xls(tmp_path / "商品_全部.xls", framed(TITLES, table)), "sycm_goods")
    assert got.rows("traffic_listing", COLUMNS) == [
        ("2026-03-01", 1, *VALUES),
        ("2026-03-01", 1, "all", "652009", "", 3, *[None] * 10, None),
    ]
    assert got.refused == [(8, "支付金额", "bad_number")]
    turned = read(save_xlsx(tmp_path / "b.xlsx", shuffled(table[:2])), "sycm_goods")
    assert turned.rows("traffic_listing", COLUMNS) == [("2026-03-01", 1, *VALUES)]


OLD: Row = {
    "所属终端": "无线端",
    "商品id": "652001234567",
    "商品标题": "纯棉T恤",
    "浏览量": "500",
    "访客数": "200",
    "平均停留时长": "10.5",
    "详情页跳出率": "50.00%",
    "支付金额": "800.00",
    "支付商品件数": "8",
    "支付买家数": "7",
    "加购件数": "30",
    "点击次数": "210",
    "曝光量": "9,000",
    "收藏人数": "12",
    "售中售后成功退款金额": "-",
}
OLD_COLUMNS = (
    "day days device visitors page_views impressions clicks cart_units favourites buyers units sales"
)
OLD_COLUMNS += " refund_amount"


def test_goods_of_2017_take_their_day_from_the_titles(tmp_path: Path) -> None:
    table = grid(
        "sycm_goods_2017", OLD, {**OLD, "所属终端": "PC端", "访客数": "20"}, {**OLD, "所属终端": "所有终端"}
    )
    titles = [["商品效果明细"], ["统计日期：2017-09-03 ~ 2017-09-03"], []]
    got = read(save_xls(tmp_path / "a.xls", framed(titles, table)), "sycm_goods_undated")
    assert got.rows("traffic_listing", OLD_COLUMNS) == [
        ("2017-09-03", 1, "mobile", 200, 500, 9000, 210, 30, 12, 7, 8, "800", None),
        ("2017-09-03", 1, "pc", 20, 500, 9000, 210, 30, 12, 7, 8, "800", None),
        ("2017-09-03", 1, "all", 200, 500, 9000, 210, 30, 12, 7, 8, "800", None),
    ]


def test_goods_of_2017_over_a_week_and_by_the_user(tmp_path: Path) -> None:
    table = grid("sycm_goods_2017", OLD)
    week = read(save_xls(tmp_path / "商品效果_2017-09-03_2017-09-09.xls", table), "sycm_goods_undated")
    assert week.rows("traffic_listing", "day days visitors") == [("2017-09-03", 7, 200)]
    path = save_xls(tmp_path / "b.xls", table)
    asked = read(path, "sycm_goods_undated")
    assert [code for _, _, code in asked.refused] == ["day_unknown"]
    told = read(path, "sycm_goods_undated", day=dt.date(2017, 9, 3))
    assert told.rows("traffic_listing", "day days visitors") == [("2017-09-03", 1, 200)]


def test_sources_of_an_item(tmp_path: Path) -> None:
    base: Row = {
        "流量来源": "手淘搜索",
        "访客数": "1,020",
        "浏览量": "2,000",
        "支付金额": "-",
        "收藏人数": "3",
        "加购人数": "40",
        "下单买家数": "12",
        "支付件数": "11",
        "支付买家数": "10",
        "访问来源": "无线端",
        "统计日期": "2022-06-18",
        "商品id": "652001",
    }
    rows = [
        {**base, "来源明细": "汇总"},
        {**base, "来源明细": "T恤 女", "访客数": "20"},
        {**base, "流量来源": ""},
    ]
    table = grid("sycm_flow_item_wireless_2022", *rows)
    got = read(save_xls(tmp_path / "a.xls", table), "sycm_sources")
    columns = "day days listing_id source detail visitors page_views cart_adders favourites order_buyers"
    columns += " buyers units sales"
    expected = [
        ("2022-06-18", 1, "652001", "手淘搜索", "", 1020, 2000, 40, 3, 12, 10, 11, None),
        ("2022-06-18", 1, "652001", "手淘搜索", "T恤 女", 20, 2000, 40, 3, 12, 10, 11, None),
    ]
    assert got.rows("traffic_source", columns) == expected
    assert got.refused == [(4, "流量来源", "missing_key")]
    assert (
        read(save(tmp_path / "b.csv", shuffled(table)), "sycm_sources").rows("traffic_source", columns)
        == expected
    )


def test_sources_without_a_day(tmp_path: Path) -> None:
    names = ["流量来源", "来源明细", "访客数", "浏览量", "支付金额", "支付买家数"]
    row: Row = {
        "流量来源": "我的淘宝",
        "来源明细": "-",
        "访客数": "9",
        "浏览量": "12",
        "支付金额": "30.00",
        "支付买家数": "1",
    }
    path = save_xls(tmp_path / "无线商品来源_2022-06-18_2022-06-18.xls", grid(names, row))
    got = read(path, "sycm_sources_undated")
    assert got.rows("traffic_source", "day days listing_id source detail visitors sales") == [
        ("2022-06-18", 1, "", "我的淘宝", "", 9, "30")
    ]


def test_the_shop_by_day_does_not_count_promotion_twice(tmp_path: Path) -> None:
    row: Row = {
        "统计日期": "2026-03-01",
        "访客数": "5,120",
        "浏览量": "9,876",
        "商品访客数": "4,800",
        "商品浏览量": "9,000",
        "平均停留时长": "20",
        "跳失率": "66.6%",
        "加购人数": "300",
        "加购件数": "350",
        "商品收藏买家数": "90",
        "下单金额": "20,000",
        "下单买家数": "200",
        "下单件数": "260",
        "支付金额": "18,888.88",
        "支付买家数": "180",
        "支付件数": "230",
        "支付子订单数": "210",
        "新访客数": "4,000",
        "支付新买家数": "150",
        "全站推广花费": "1,000",
        "关键词推广花费": "600",
        "淘宝客佣金": "88",
        "成功退款金额": "777",
    }
    table = grid("sycm_shop_day_fields", row, {**row, "统计日期": "2026-03-02", "访客数": "-"})
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "sycm_shop")
    columns = "day days device visitors new_visitors page_views cart_adders cart_units favourites order_amount order_buyers order_units buyers new_buyers units orders sales refund_amount bounce_rate stay_seconds"  # noqa: E501
    rest = (
        4000,
        9876,
        300,
        350,
        90,
        "20000",
        200,
        260,
        180,
        150,
        230,
        None,
        "18888.88",
        "777",
        "0.666",
        "20",
    )
    assert got.rows("traffic_shop", columns) == [
        ("2026-03-01", 1, "all", 5120, *rest),
        ("2026-03-02", 1, "all", None, *rest),
    ]
    assert set(got.staged.tables) == {"traffic_shop"}
    turned = read(save(tmp_path / "b.csv", shuffled(table)), "sycm_shop")
    assert turned.rows("traffic_shop", columns) == got.rows("traffic_shop", columns)


def test_search_ranks_keep_their_ranges(tmp_path: Path) -> None:
    rows: list[Row] = [
        {
            "排名": "1",
            "搜索词": "连衣裙",
            "搜索人气": "5000 ~ 1万",
            "点击率": "59%",
            "支付转化率": "1% ~ 2.5%",
        },
        {"排名": "2", "搜索词": "t恤 女", "搜索人气": "12,345", "点击率": "10%-20%", "支付转化率": "-"},
        {"排名": "3", "搜索词": "", "搜索人气": "1", "点击率": "1%", "支付转化率": "-"},
        {"排名": "4", "搜索词": "裤子", "搜索人气": "很高", "点击率": "1%", "支付转化率": "-"},
    ]
    table = grid("sycm_search_rank_2026", *rows)
    got = read(save(tmp_path / "搜索排行_2026-11-20.csv", table, "utf-8-sig"), "sycm_search")
    columns = (
        "day days term rank popularity_low popularity_high ctr_low ctr_high conversion_low conversion_high"
    )
    assert got.rows("search", columns) == [
        ("2026-11-20", 1, "连衣裙", 1, "5000", "10000", "0.59", "0.59", "0.01", "0.025"),
        ("2026-11-20", 1, "t恤 女", 2, "12345", "12345", "0.1", "0.2", None, None),
    ]
    assert got.refused == [(4, "搜索词", "missing_key"), (5, "搜索人气", "bad_percent")]


def test_campaign_goods_are_a_source_and_never_the_items_day(tmp_path: Path) -> None:
    row: Row = {
        "商品id": "652001",
        "商品标题": "纯棉T恤",
        "是否活动商品": "是",
        "支付金额": "1,000.00",
        "加购件数": "5",
        "访客数": "100",
        "加购人数": "4",
        "收藏人数": "2",
        "支付买家数": "9",
        "支付件数": "10",
        "活动id": "8801",
        "统计日期": "2026-06-18",
    }
    got = read(save_xlsx(tmp_path / "a.xlsx", grid("sycm_activity_goods", row)), "sycm_activity")
    assert set(got.staged.tables) == {"traffic_source"}
    assert got.rows(
        "traffic_source", "day days listing_id source detail visitors cart_adders buyers sales"
    ) == [("2026-06-18", 1, "652001", "活动", "8801", 100, 4, 9, "1000")]


@pytest.mark.parametrize(
    ("written", "day", "days"),
    [
        ("2026-03-01 ~ 2026-03-31", "2026-03-01", 31),
        ("2026-03-01~2026-03-07", "2026-03-01", 7),
        ("2026/3/1-2026/3/2", "2026-03-01", 2),
        ("20260301-20260307", "2026-03-01", 7),
        ("2026年3月1日至2026年3月2日", "2026-03-01", 2),
        ("2026-03-01", "2026-03-01", 1),
        ("20260301", "2026-03-01", 1),
        ("2026-03-01 00:00:00", "2026-03-01", 1),
    ],
)
def test_a_row_may_cover_several_days(tmp_path: Path, written: str, day: str, days: int) -> None:
    table = grid("sycm_goods_2026", {**GOODS, "统计日期": written})
    got = read(save(tmp_path / "a.csv", table), "sycm_goods")
    assert got.refused == []
    assert got.rows("traffic_listing", "day days visitors") == [(day, days, 11269)]
    assert str(got.staged.last_day) == str(dt.date.fromisoformat(day) + dt.timedelta(days=days - 1))


@pytest.mark.parametrize(
    "written", ["2026-02-30 ~ 2026-03-31", "三月", "2026-03-01 ~", "2099-01-01 ~ 2099-01-02"]
)
def test_days_that_are_none_are_refused(tmp_path: Path, written: str) -> None:
    good = {**GOODS, "统计日期": "2026-03-01"}
    bad: Row = {"统计日期": written, "商品ID": "652002", "商品访客数": "4"}
    got = read(save(tmp_path / "a.csv", grid("sycm_goods_2026", good, bad)), "sycm_goods")
    assert got.refused == [(3, "统计日期", "future_date" if "2099" in written else "bad_date")]
    assert got.rows("traffic_listing", "day days") == [("2026-03-01", 1)]
