"""Every known header of the Chinese platforms finds its one format, in any order of columns."""

import pytest

from tests.readers.china import known
from tests.readers.headers_china import HEADERS
from zhanggui.readers import Format

FAMILIES = {"taobao", "jd", "pdd", "douyin"}
FORMATS = {
    "taobao_ExportOrderList_2012": "taobao_orders",
    "taobao_ExportOrderList_2016": "taobao_orders",
    "taobao_ExportOrderList_2018": "taobao_orders",
    "taobao_ExportOrderList_2021": "taobao_orders",
    "taobao_order_2022": "taobao_orders",
    "taobao_ExportOrderDetailList_2018": "taobao_items",
    "taobao_order_items_2022": "taobao_suborders",
    "sycm_goods_2017": "sycm_goods_undated",
    "sycm_goods_2022": "sycm_goods",
    "sycm_goods_2026": "sycm_goods",
    "sycm_flow_item_wireless_2022": "sycm_sources",
    "sycm_shop_day_fields": "sycm_shop",
    "sycm_search_rank_2026": "sycm_search",
    "sycm_activity_goods": "sycm_activity",
    "sycm_reviews": "taobao_reviews",
    "zhitongche_unit_2022": "zhitongche",
    "wanxiangtai_goods_2026": "wanxiangtai_goods",
    "wanxiangtai_account_2022": "wanxiangtai_account",
    "yinlimofang_crowd_2022": "yinlimofang",
    "taobaoke_settlement": "taobaoke",
    "alipay_fund_flow_merchant": "alipay",
    "alipay_account_detail_csv": "alipay",
    "alipay_trade_orders": "alipay_trades",
    "alipay_personal_csv": "alipay_bill",
    "jd_orders": "jd_orders",
    "jd_settlement": "jd_settlement",
    "jd_shangzhi_sku": "jd_goods",
    "jd_shangzhi_flow": "jd_sources_undated",
    "jingzhuntong_kuaiche": "jd_ads",
    "pdd_orders_2026_a": "pdd_orders",
    "pdd_orders_2026_b": "pdd_orders",
    "pdd_ads_account_day": "pdd_ads_account",
    "pdd_ads_goods_day": "pdd_ads_goods",
    "pdd_settlement": "pdd_settlement",
    "douyin_orders_full": "douyin_orders",
    "douyin_settlement_dongzhang": "douyin_flow",
    "douyin_settlement_jiesuan": "douyin_settled",
    "douyin_bic": "douyin_bic",
    "douyin_shipping_insurance": "douyin_insurance",
}


def chinese() -> list[Format]:
    return [item for item in known() if item.platform in FAMILIES]


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_has_one_format_in_any_order(header: str) -> None:
    for cells in (HEADERS[header], HEADERS[header][::-1], ("备用", *HEADERS[header], "新列")):
        found, rival = known().best(cells)
        assert found is not None
        assert (found.format.key, rival) == (FORMATS[header], None)


def test_every_header_and_every_format_is_spoken_of() -> None:
    assert set(FORMATS) == set(HEADERS)
    told = {key for item in chinese() for key in item.headers}
    assert told == set(HEADERS)


def test_fen_is_never_taken_for_yuan() -> None:
    cells = ["花费(分)" if name == "花费" else name for name in HEADERS["zhitongche_unit_2022"]]
    match, _ = known().best(cells)
    assert match is not None
    assert "spend_fen" in match.columns
    assert "spend" not in match.columns
