from dataclasses import replace

import pytest

from tests.metrics.shop_books import SHOPS
from zhanggui.metrics.dimensions import How
from zhanggui.metrics.query import Query, Where
from zhanggui.metrics.scan import (
    AD_GRAINS,
    Pick,
    of_shop,
    scale_of,
    scan,
    shape_of,
    shop_where,
    source_of,
    splits_shops,
    table_of,
)


def test_only_measures_have_a_source() -> None:
    with pytest.raises(KeyError):
        source_of("margin")
    with pytest.raises(KeyError):
        source_of("nothing")


def test_the_grain_follows_the_dimensions() -> None:
    assert table_of("visitors", ()) == "traffic_shop"
    assert table_of("visitors", ("day", "sku")) == "traffic_listing"
    assert table_of("visitors", ("source", "listing")) == "traffic_source"
    assert table_of("page_views@traffic_listing", ()) == "traffic_listing"
    assert table_of("visitors", ("campaign",)) == "traffic_shop"


def test_shapes() -> None:
    assert [shape_of(source_of(name)[1], ("shop",)) for name in ("gmv", "buyer_days", "repeat_buyers")] == [
        "plain",
        "daily",
        "repeat",
    ]
    assert shape_of(source_of("buyer_days")[1], ("day",)) == "plain"


def test_scales() -> None:
    names = ("gmv", "orders", "units", "bounce_rate", "stay_seconds", "reply_seconds", "visitors")
    assert [scale_of(name) for name in names] == [10_000, 1, 1, 1_000_000, 100_000_000, 1, 1]


def test_one_table_and_day_at_a_time() -> None:
    with pytest.raises(ValueError, match="one table"):
        scan(Query(("gmv", "fees")))
    with pytest.raises(ValueError, match="one table"):
        scan(Query(("refunds", "refunds_of_orders")))
    with pytest.raises(ValueError, match="fee does not tell region"):
        scan(Query(("fees",), ("region",)))


def test_fees_are_spread_where_items_are_asked_for() -> None:
    assert scan(Query(("fees",), ("listing",))).by_item
    assert scan(Query(("fees",), ("day",), where=(Where("sku", ("A",)),))).by_item
    assert not scan(Query(("fees",), ("day", "fee_kind"))).by_item
    assert not scan(Query(("refunds",), ("sku",))).by_item


def test_rows_that_cover_several_days_are_left_out_unless_asked_for() -> None:
    assert Where("days", (1,)) in scan(Query(("visitors",))).filters
    assert scan(Query(("visitors",), where=(Where("row_days", (7,)),))).filters == ()


def test_wholes_before_parts() -> None:
    assert scan(Query(("page_views",))).pick == Pick(("shop", "day", "days"), (("device", ("all",)),))
    assert scan(Query(("page_views",), ("device",))).pick is None
    assert scan(Query(("page_views",), ("source",))).pick == Pick(
        ("shop", "day", "days", "source"), (("listing_id", ("",)), ("detail", ("",)))
    )
    parts = scan(Query(("page_views",), ("source", "listing", "source_detail")))
    assert parts.pick is None
    assert Where("listing_id", ("",), exclude=True) in parts.filters
    assert scan(Query(("page_views",), ("source", "listing"))).pick == Pick(
        ("shop", "day", "days", "source", "listing_id"), (("detail", ("",)),)
    )


def test_the_coarsest_report_that_tells_what_is_asked() -> None:
    assert scan(Query(("ad_spend",))).filters == (Where("days", (1,)),)
    told = scan(Query(("ad_spend",), ("campaign", "listing"))).filters
    assert told == (
        Where("days", (1,)),
        Where("campaign", ("",), exclude=True),
        Where("listing_id", ("",), exclude=True),
    )
    assert scan(Query(("ad_spend",))).pick == Pick(
        ("shop", "day", "days", "channel"), (("grain", AD_GRAINS),), most="spend", whole=2
    )


def test_dimensions_of_a_scan() -> None:
    assert scan(Query(("gmv",), ("day",), where=(Where("sku", ("s",)),))).dims == {"day", "sku"}


def test_a_snapshot_counts_everything_before_unless_split_by_time() -> None:
    assert scan(Query(("stock",))).until
    assert not scan(Query(("stock",), ("week",))).until
    assert not scan(Query(("gmv",))).until
    assert scan(Query(("stock",), ("location",))).pick == Pick(("shop", "sku"), (), latest=True)


def test_platform_and_market_come_from_the_shop() -> None:
    assert shop_where(SHOPS, Where("platform", ("amazon", "jd"))) == Where("shop", ("b",))
    assert shop_where(SHOPS, Where("platform", ("amazon",), exclude=True)) == Where(
        "shop", ("b",), exclude=True
    )
    assert (of_shop(SHOPS[0], How.MARKET), of_shop(None, How.PLATFORM)) == ("CN", None)
    assert splits_shops(("day", "market"))
    assert not splits_shops(("day", "shop"))


def test_a_shop_that_is_not_known_has_no_platform() -> None:
    others = tuple(one.key for one in SHOPS if one.platform != "amazon")
    wanted = Where("platform", ("amazon", None))
    assert shop_where(SHOPS, wanted) == Where("shop", others, exclude=True)
    assert shop_where(SHOPS, replace(wanted, exclude=True)) == Where("shop", others)
