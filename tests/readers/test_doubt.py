"""Headers that tell more than a format reads, and headers that another format knows far better."""

import random

import pytest

from tests.readers.sheets import sheet
from zhanggui.readers import Format, formats
from zhanggui.readers.grammar import load

KNOWN = formats()
SHOP_DAY = ("统计日期", "访客数", "浏览量", "支付金额", "支付买家数", "支付转化率")


@pytest.mark.parametrize(
    "finer", ["类目名称", "关键词", "搜索词", "商品ID", "省份", "小时", "计划ID", "流量来源"]
)
def test_a_split_of_the_day_is_not_the_day(finer: str) -> None:
    match, _ = KNOWN.best(SHOP_DAY)
    assert match is not None
    assert match.format.key == "sycm_shop"
    split, _ = KNOWN.best((*SHOP_DAY, finer))
    assert split is None or split.format.key not in {"sycm_shop", "jd_shop", "pdd_shop", "douyin_shop"}


@pytest.mark.parametrize(
    "header",
    [
        ("日期", "浏览量", "成交额"),
        ("日期", "访客", "浏览量"),
        ("来源", "浏览量", "数量"),
        ("Date", "Views", "Source"),
    ],
)
def test_words_that_any_report_has_are_no_format(header: tuple[str, ...]) -> None:
    assert KNOWN.best(header) == (None, None)


ADS = ("Campaign", "Day", "Currency code", "Clicks", "Impr.", "Cost", "Conversions")


@pytest.mark.parametrize("slice_", ["Asset", "Audience segment", "Topic"])
def test_advertising_split_into_parts_of_no_whole_is_told(slice_: str) -> None:
    assert KNOWN.best(ADS)[0] is not None
    assert KNOWN.sliced(ADS) is None
    assert KNOWN.best((*ADS, slice_)) == (None, None)
    told = KNOWN.sliced((f" {slice_} ", *ADS))
    assert told is not None
    assert (told[0].format.key, told[1]) == ("google_ads_campaigns_daily", slice_)


def test_a_crowd_that_a_format_reads_is_no_slice() -> None:
    header = "日期|推广计划ID|推广计划|推广单元ID|推广单元|人群名称|展现数|点击数|总费用|总订单行|总订单金额".split(
        "|"
    )
    assert KNOWN.sliced(header) is not None or KNOWN.best(header)[0] is not None
    plan = "日期 推广计划ID 推广计划 人群名称 展现数 点击数 总费用 总订单行 总订单金额".split()
    told = KNOWN.sliced(plan)
    assert told is not None
    assert (told[0].format.key, told[1]) == ("jd_ads_plan", "人群名称")


def test_columns_that_nobody_knows_make_no_doubt() -> None:
    match, _ = KNOWN.best((*SHOP_DAY, "备注", "自定义列", "Zg extra"))
    assert match is not None
    assert match.format.key == "sycm_shop"


def test_three_columns_of_one_format_do_not_outweigh_ten_of_another() -> None:
    payouts = [f.names[0] for f in KNOWN.get("shopify_payouts").fields.values()][1:]
    match, _ = KNOWN.best((*payouts, "Date", "Sessions", "Total users"))
    assert match is None or match.format.platform == "shopify"


def test_an_own_map_is_taken_at_its_word() -> None:
    toml = """
key = "mine"
platform = "other"
title = { zh = "x", en = "x" }
need = ["day", "visitors"]
[fields.day]
names = ["统计日期"]
type = "date"
[fields.visitors]
names = ["访客数"]
type = "count"
[[tables]]
table = "traffic_shop"
[tables.columns]
day = "day"
visitors = "visitors"
"""
    mine = load(toml, "mine.toml", own=True)
    match, _ = type(KNOWN)((mine, *KNOWN.all)).best((*SHOP_DAY, "关键词"))
    assert match is not None
    assert match.format.key == "mine"


def tables(item: Format) -> set[str]:
    return {target.table for target in item.tables}


def test_a_header_with_columns_lost_or_added_is_never_of_another_table() -> None:
    """Of thousands of damaged headers, hardly one may be taken for a table that it is not."""
    chance = random.Random(5)
    tried = wrong = 0
    for item in KNOWN:
        whole = sheet(item).header
        for number in range(12):
            header = list(whole)
            if number % 2:
                kept = max(2, round(len(header) * chance.uniform(0.3, 0.95)))
                header = [header[i] for i in sorted(chance.sample(range(len(header)), kept))]
            else:
                other = chance.choice(KNOWN.all)
                header += chance.sample(sheet(other).header, 1)
            match, rival = KNOWN.best(header)
            if match is None or rival is not None or match.format.instead:
                continue
            tried += 1
            alike = match.format.platform == item.platform and tables(match.format) == tables(item)
            wrong += not alike
    assert tried > 500
    assert wrong <= tried // 100, wrong
