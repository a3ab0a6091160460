"""Dimensions: by what a figure can be split or filtered, and which column of which table tells it.

A dimension that a table has no column for cannot split that table's figures: the question is then refused. Fees are
told by the items of their orders as well, over which they are spread (`engines.by_item`).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from zhanggui.model.tables import TABLES

TRAFFIC = ("traffic_shop", "traffic_listing", "traffic_source")


class How(StrEnum):
    """How a dimension's value is got from a row."""

    COLUMN = "column"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WEEKDAY = "weekday"
    PRESENT = "present"
    PLATFORM = "platform"
    MARKET = "market"
    BUYER_KIND = "buyer_kind"
    PRODUCT = "product"
    COST_KNOWN = "cost_known"
    COST_CURRENCY = "cost_currency"


TIMES = frozenset({How.DAY, How.WEEK, How.MONTH, How.WEEKDAY})
OF_SHOP = frozenset({How.PLATFORM, How.MARKET})
# Dimensions of what is sold.
OF_ITEMS = frozenset({"sku", "listing", "variant", "product", "category"})


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension. ``columns``: table → column; empty for dimensions that every table (with a day) can tell."""

    name: str
    zh: str
    en: str
    how: How = How.COLUMN
    columns: dict[str, str] = field(default_factory=dict)


def _column(name: str, zh: str, en: str, column: str, tables: str) -> Dimension:
    return Dimension(name, zh, en, How.COLUMN, dict.fromkeys(tables.split(), column))


_MONEY_TABLES = " ".join(
    name for name, table in TABLES.items() if "currency" in table.names and not table.part
)
_GOODS = "order_line refund fee traffic_listing traffic_source ad listing stock review price"

DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("day", "日", "day", How.DAY),
        Dimension("week", "周(周一)", "week (its Monday)", How.WEEK),
        Dimension("month", "月(1 日)", "month (its first day)", How.MONTH),
        Dimension("weekday", "星期(1 为周一)", "weekday (1 is Monday)", How.WEEKDAY),
        _column("hour", "小时", "hour", "paid_hour", "order_line"),
        _column("shop", "店铺", "shop", "shop", " ".join(TABLES)),
        Dimension("platform", "平台", "platform", How.PLATFORM),
        Dimension("market", "店铺地区", "region of the shop", How.MARKET),
        _column("currency", "币种", "currency", "currency", _MONEY_TABLES),
        _column("region", "收货地区", "region of delivery", "region", "order_line"),
        _column("listing", "商品", "listing", "listing_id", _GOODS),
        _column("variant", "规格", "variant", "variant_id", "order_line fee listing"),
        _column(
            "sku",
            "商家编码",
            "SKU",
            "sku",
            f"{_GOODS} ticket purchase_order".replace("traffic_source ", ""),
        ),
        Dimension(
            "product",
            "款",
            "product (style)",
            How.PRODUCT,
            dict.fromkeys(("order_line", "refund", "fee"), "sku"),
        ),
        _column("category", "类目", "category", "category", "order_line fee traffic_listing listing"),
        _column("page_title", "商品标题", "title of the page", "title", "traffic_listing"),
        _column("source", "流量来源", "traffic source", "source", "traffic_source"),
        _column("source_detail", "来源明细", "detail of the source", "detail", "traffic_source"),
        _column("device", "终端", "device", "device", "order_line traffic_shop traffic_listing"),
        _column(
            "row_days", "行覆盖天数", "days covered by a row", "days", " ".join((*TRAFFIC, "ad", "search"))
        ),
        _column("ad_channel", "推广渠道", "advertising channel", "channel", "ad"),
        _column("campaign", "推广计划", "campaign", "campaign", "ad"),
        _column("ad_group", "推广单元", "ad group", "ad_group", "ad"),
        _column("keyword", "关键词", "keyword", "keyword", "ad"),
        _column("search_term", "搜索词", "search term", "search_term", "ad"),
        _column("creative", "创意", "creative", "creative", "ad"),
        _column("term", "市场搜索词", "term of the market", "term", "search"),
        Dimension("buyer_kind", "新老客", "new or returning buyer", How.BUYER_KIND, {"order_line": "buyer"}),
        _column("buyer", "买家", "buyer (a code, never a name)", "buyer", "order_line"),
        Dimension("known_buyer", "买家是否已知", "buyer known", How.PRESENT, {"order_line": "buyer"}),
        Dimension("cost_known", "成本是否已知", "cost known", How.COST_KNOWN, {"order_line": "sku"}),
        Dimension(
            "cost_currency", "成本币种", "currency of the cost", How.COST_CURRENCY, {"order_line": "sku"}
        ),
        _column("status", "订单状态", "order status", "status", "order_line"),
        _column("channel", "订单渠道", "order channel", "channel", "order_line"),
        _column("reason", "原因", "reason", "reason", "refund ticket"),
        _column("refund_stage", "退款阶段", "stage of the refund", "stage", "refund"),
        _column("refund_day", "退款日", "day of the refund", "settled_day", "refund"),
        _column("refund_kind", "退款类型", "kind of refund", "kind", "refund"),
        _column("fee_kind", "费用类型", "kind of fee", "kind", "fee"),
        _column("fee_name", "费用名称", "name of the fee", "name", "fee"),
        _column("charged_sku", "结算单写明的商家编码", "SKU named in the settlement", "sku", "fee"),
        _column("location", "仓库", "location", "location", "stock"),
        _column("supplier", "供应商", "supplier", "supplier", "purchase_order"),
        _column("stars", "星级", "stars", "stars", "review"),
        _column("ticket_kind", "工单类型", "kind of ticket", "kind", "ticket"),
    )
}


def has(table: str, dimension: str) -> bool:
    """Whether rows of ``table`` tell ``dimension``. Raises KeyError for an unknown dimension."""
    found = DIMENSIONS[dimension]
    return not found.columns or table in found.columns
