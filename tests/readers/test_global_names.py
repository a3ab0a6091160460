"""Every header of the global platforms finds its format, alone, whatever happened to its spelling."""

import re
from collections.abc import Sequence

import pytest

from tests.readers import headers_global as headers
from tests.readers.exports import FORMATS

HEADERS = {
    "shopify_orders": headers.SHOPIFY_ORDERS,
    "shopify_products": headers.SHOPIFY_PRODUCTS_CLASSIC,
    "shopify_inventory_wide": [*headers.SHOPIFY_INVENTORY_WIDE, "Warehouse"],
    "shopify_inventory_long": headers.SHOPIFY_INVENTORY_LONG,
    "amazon_all_orders": headers.AMAZON_ALL_ORDERS,
    "amazon_settlement_v2": headers.AMAZON_SETTLEMENT_V2,
    "amazon_settlement_v1": headers.AMAZON_SETTLEMENT_V1,
    "amazon_date_range": headers.AMAZON_DATE_RANGE_TX,
    "amazon_business_asin": headers.AMAZON_BUSINESS_REPORT_ASIN[1:],
    "amazon_business_asin_dated": headers.AMAZON_BUSINESS_REPORT_ASIN,
    "amazon_business_day": headers.AMAZON_BUSINESS_REPORT_DAY,
    "amazon_sp_search_term": headers.AMAZON_SP_SEARCH_TERM,
    "amazon_sp_bulk": headers.AMAZON_SP_BULK_SEARCH_TERM_TAB,
    "amazon_sp_bulk_campaigns": headers.AMAZON_SP_BULK_CAMPAIGNS_TAB,
    "amazon_fba_inventory": headers.AMAZON_FBA_INVENTORY,
    "amazon_fba_returns": headers.AMAZON_FBA_RETURNS,
    "woocommerce_products": headers.WOOCOMMERCE_PRODUCTS,
    "etsy_sold_items": headers.ETSY_SOLD_ORDER_ITEMS,
    "ebay_orders": headers.EBAY_ORDERS,
    "tiktok_shop_orders": headers.TIKTOK_SHOP_ORDERS,
    "shopee_orders": headers.SHOPEE_ORDERS_EN,
    "shopee_ads": headers.SHOPEE_ADS_ID,
    "lazada_orders": headers.LAZADA_ORDERS,
    "google_ads_search_terms": headers.GOOGLE_ADS_SEARCH_TERMS,
    "google_ads_search_terms_daily": ["Day", *headers.GOOGLE_ADS_SEARCH_TERMS],
    "meta_ads": headers.META_ADS,
    "ga4_sources": headers.GA4_CHANNELS,
    "ga4_sources_daily": ["Date", *headers.GA4_CHANNELS],
    "ga4_days": ["Date", "Active users", "Views"],
    "ga4_nth_day": ["Nth day", "Active users"],
}
FAMILIES = (
    "shopify",
    "amazon",
    "tiktok",
    "shopee",
    "google",
    "meta",
    "lazada",
    "etsy",
    "ebay",
    "woocommerce",
    "own",
)


def told(header: Sequence[str]) -> tuple[str | None, str | None]:
    """Keys of the format found and of its rival."""
    best, rival = FORMATS.best(header)
    return (best.format.key if best else None, rival.format.key if rival else None)


@pytest.mark.parametrize("key", sorted(HEADERS))
def test_header_finds_its_format_alone(key: str) -> None:
    header = HEADERS[key]
    assert told(header) == (key, None)
    assert told([name.upper() for name in header]) == (key, None)
    assert told(
        [f" {name.replace(' - ', ' – ').replace('(', '（').replace(')', '）')} " for name in header]
    ) == (key, None)
    if key != "shopify_inventory_wide":
        assert told(list(reversed(header))) == (key, None)


@pytest.mark.parametrize("key", sorted(HEADERS))
def test_few_columns_are_not_enough(key: str) -> None:
    best, _ = told(HEADERS[key][:1])
    assert best is None


def test_money_says_what_it_holds() -> None:
    ours = [item for item in FORMATS if item.platform in FAMILIES]
    assert len(ours) >= 79
    for item in ours:
        for column in item.fields.values():
            if column.type == "money":
                assert column.money is not None
                assert "unknown" not in {column.money.refunds, column.money.per} or item.key.startswith(
                    "google_ads"
                )


def test_advertising_reports_say_their_channel_and_grain() -> None:
    channels = {
        item.key: set(re.findall(r"THEN '(\w+)'|ELSE '(\w+)'|^'(\w+)'", target.columns["channel"]))
        for item in FORMATS
        if item.platform in FAMILIES and item.key != "own_ads"
        for target in item.tables
        if target.table == "ad" and "grain" in target.columns
    }
    amazon = {"amazon_sp", "amazon_sb", "amazon_sd"}
    google = {
        f"google_ads_{name}" for name in ("search_terms", "campaigns", "ad_groups", "keywords", "products")
    }
    assert {key: {"".join(found) for found in names} for key, names in channels.items()} == {
        "amazon_sp_search_term": {"amazon_sp", "amazon_sb"},
        "amazon_ads_product": amazon,
        "amazon_ads_targeting": amazon,
        "amazon_ads_campaign": amazon,
        "amazon_ads_placement": amazon,
        "amazon_ads_console": amazon,
        "amazon_sp_bulk": {"amazon_sp_bulk"},
        "amazon_sp_bulk_campaigns": {"amazon_sp_bulk"},
        **{f"{name}{days}": {"google_ads"} for name in google for days in ("", "_daily")},
        "google_ads_account_daily": {"google_ads"},
        "tiktok_gmv_max": {"tiktok_gmv_max", "tiktok_live_max"},
        "meta_ads": {"meta_ads"},
        "meta_ads_account": {"meta_ads"},
        "shopee_ads": {"shopee_ads"},
        "tiktok_ads": {"tiktok_ads"},
    }
