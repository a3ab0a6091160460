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
    "fees": Query(("fees", "fee_entries"), ("listing", "product"), JANUARY),
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


def test_split_every_distinct_count_has_a_statement_of_its_own() -> None:
    whole = write(Query(("gmv", "orders", "buyers", "buyer_days"), ("day", "shop")), SHOPS)
    split = write(Query(("gmv", "orders", "buyers", "buyer_days"), ("day", "shop")), SHOPS, split=True)
    assert split.parts == whole.parts
    assert [statement.count("count(DISTINCT") for statement in split.statements] == [0, 1, 1]
    assert all("count(*)" not in statement for statement in split.statements[1:])
    tails = {statement.partition(" FROM ")[2] for statement in split.statements}
    assert tails == {whole.sql.partition(" FROM ")[2]}


def test_split_only_what_needs_a_join_has_it() -> None:
    names = ("cost_of_goods", "orders", "new_buyers")
    one, two, three = write(Query(names, ("day", "shop")), SHOPS, split=True).statements
    assert ["_cost AS" in text for text in (one, two, three)] == [True, False, False]
    assert ["first_paid" in text for text in (one, two, three)] == [True, False, True]  # rows of new buyers
    filtered = Query(("orders", "gmv"), ("day",), None, (Where("cost_known", ("yes",)),))
    assert all("_cost AS" in text for text in write(filtered, SHOPS, split=True).statements)


def test_what_counts_nothing_apart_is_one_statement() -> None:
    assert len(write(Query(("gmv",), ("day",)), SHOPS, split=True).statements) == 1
