"""The generated SQL is pinned: a change of it is seen here before it is seen in a bench."""

from datetime import date
from pathlib import Path

import pytest
import sqlglot

from zhanggui.engines.sql import sql_for, write
from zhanggui.metrics.query import Query, Where
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

JANUARY = Period(date(2024, 1, 1), date(2024, 1, 31))
SHOPS = {
    "a": Shop("a", "taobao", "CN", "CNY", "Asia/Shanghai"),
    "o'b": Shop("o'b", "amazon", "US", "USD", "America/Los_Angeles"),
}
QUERIES = {
    "daily": Query(("gmv", "orders"), ("day", "shop", "platform", "currency"), JANUARY),
    "platform": Query(("orders", "gmv"), ("platform",), JANUARY, (Where("market", ("CN",)),)),
    "repeat": Query(("repeat_buyers",), ("month",), JANUARY),
    "costs": Query(("cost_of_goods", "cost_as_bought", "new_buyers"), ("shop", "week")),
    "stock": Query(("stock",), ("sku",), JANUARY),
    "ads": Query(("ad_spend",), ("campaign",), JANUARY),
    "tickets": Query(("reply_seconds",), ("weekday", "shop"), JANUARY),
    "styles": Query(("buyer_days",), ("product", "buyer_kind", "known_buyer"), JANUARY),
    "sources": Query(("visitor_days", "page_views"), ("source",), JANUARY),
    "given": Query(("visitors",), ("day", "shop", "market")),
    "uncosted": Query(("gmv",), ("cost_known", "cost_currency"), JANUARY),
}
PINNED = Path(__file__).with_name("pinned.sql")


def pinned() -> dict[str, str]:
    """Name → SQL, from a file of '-- name' lines each followed by a query."""
    blocks = PINNED.read_text("utf-8").split("-- ")[1:]
    return {name: sql.strip() for name, _, sql in (block.partition("\n") for block in blocks)}


@pytest.mark.parametrize("name", QUERIES)
def test_generated_sql_is_as_pinned(name: str) -> None:
    assert write(QUERIES[name], SHOPS).sql == pinned()[name]


@pytest.mark.parametrize("name", QUERIES)
def test_other_dialects_read_it(name: str) -> None:
    text = sql_for(QUERIES[name], "spark", SHOPS)
    assert sqlglot.parse_one(text, read="spark").find(sqlglot.exp.Select) is not None
    assert "NULLS FIRST" not in text  # spark's own order


def test_equal_aggregates_are_computed_once() -> None:
    text = write(Query(("buyers", "buyer_days"), ("day", "shop")), SHOPS)
    assert text.sql.count("DISTINCT") == 1
    assert text.parts["buyers"] == text.parts["buyer_days"]


def test_platforms_without_known_shops_are_null() -> None:
    assert "CAST(NULL AS VARCHAR) AS k0" in write(Query(("gmv",), ("platform",)), {}).sql
