"""The contract of every engine, as checks against the judge, over tables made to be awkward."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, has
from zhanggui.metrics.query import Engine, Facts, Query, Where
from zhanggui.metrics.scan import shape_of, source_of, table_of
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.model.tables import TABLES

Books = dict[str, list[dict[str, Any]]]
Maker = Callable[[Mapping[str, Sequence[Mapping[str, Any]]], Sequence[Shop]], Engine]

SHOPS = (
    Shop("天猫店", "taobao", "CN", "CNY", "Asia/Shanghai"),
    Shop("us", "amazon", "US", "USD", "America/Los_Angeles"),
)
FIRST = date(2024, 1, 28)
LIMIT = Decimal("99999999999999.9999")
PERIODS = (
    None,
    Period(FIRST, FIRST + timedelta(days=3)),
    Period(FIRST, FIRST),
    Period(date(2030, 1, 1), date(2030, 1, 31)),
)
# Values of text columns that mean something; all others are drawn from a few words.
WORDS: dict[str, tuple[str | None, ...]] = {
    "shop": ("天猫店", "us", "第三家"),
    "currency": ("CNY", "USD", None),
    "device": ("all", "mobile", "pc"),
    "grain": ("account", "campaign", "ad_group", "listing", "keyword", "search_term"),
    "kind": ("refund", "return", "adjustment", "commission", "ads", "complaint"),
    "location": ("", "上海"),
    "detail": ("", "直播"),
    "listing_id": ("", "10", "O'连衣裙"),
    "sku": ("", "红-M", "B"),
    "status": ("paid", "cancelled", "adjusted", None),
}
CHEAP = {"days": (1, 1, 1, 2, 7), "stars": (1, 3, 5, None)}
TESTED = (
    "order_line",
    "refund",
    "fee",
    "traffic_shop",
    "traffic_listing",
    "traffic_source",
    "ad",
    "stock",
    "sku_cost",
    "review",
    "ticket",
    "purchase_order",
)


def _values(table: str, name: str, kind: str) -> st.SearchStrategy[Any]:
    key = name in TABLES[table].key
    if name in CHEAP:
        return st.sampled_from(CHEAP[name])
    if name in WORDS:
        found = [word for word in WORDS[name] if word is not None or not key]
        if table == "sku_cost" and name == "shop":
            found = ["", "us"]
        return st.sampled_from(found)
    days = st.integers(-2, 6).map(lambda n: FIRST + timedelta(days=n))
    made: dict[str, st.SearchStrategy[Any]] = {
        "text": st.sampled_from(("", "甲", "b'c")),
        "id": st.sampled_from(("1", "2", "三")),
        "count": st.integers(0, 3) | st.just(2**40),
        "money": st.sampled_from(
            (Decimal(0), Decimal("0.0001"), Decimal("-12.5"), Decimal("19.99"), Decimal(10**9))
        ),
        "share": st.sampled_from((Decimal("0.031200"), Decimal(0))),
        "rate": st.sampled_from((Decimal("12.50000000"), Decimal(0))),
        "day": days,
        "time": days.map(lambda day: datetime(day.year, day.month, day.day, 23, 59, 58)),
        "flag": st.booleans(),
    }
    return made[kind] if key else st.none() | made[kind]


def _rows(table: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    columns = {column.name: _values(table, column.name, column.type) for column in TABLES[table].columns}
    row = st.fixed_dictionaries({**columns, "source_row": st.integers(1, 9)})
    key = TABLES[table].key
    unique = table in ("sku_cost", "stock", "traffic_shop", "traffic_listing", "traffic_source", "ad", "fee")
    if unique:
        return st.lists(row, max_size=6, unique_by=lambda one: tuple(one[column] for column in key))
    return st.lists(row, max_size=6)


def books() -> st.SearchStrategy[Books]:
    """Tables with nulls, zeros, Chinese text, several currencies, whole days and parts of days."""
    return st.fixed_dictionaries({table: _rows(table) for table in TESTED})


MEASURES = tuple(name for name, one in CATALOGUE.items() if one.source and one.source.tables[0] in TESTED)


def beside(first: str, dims: tuple[str, ...], by: tuple[str, ...]) -> list[str]:
    """Measures that one scan answers together with ``first``."""

    def place(name: str) -> tuple[str, str, object]:
        source = source_of(name)[1]
        return table_of(name, dims), source.day, shape_of(source, by)

    return [name for name in MEASURES if place(name) == place(first)]


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A question that one table can answer: any measures together, up to three dimensions, a period, a filter."""
    first = draw(st.sampled_from(MEASURES))
    table = draw(st.sampled_from(source_of(first)[1].tables))
    told = [dim for dim in DIMENSIONS if has(table, dim)]
    by = tuple(draw(st.lists(st.sampled_from(told), max_size=3, unique=True)))
    where = tuple(draw(st.lists(_where(told), max_size=1)))
    dims = (*by, *(one.dim for one in where))
    others = beside(first, dims, by)
    if not all(has(table_of(first, dims), dim) for dim in dims):
        return Query((first,), (), draw(st.sampled_from(PERIODS)))
    more = draw(st.lists(st.sampled_from(others), max_size=3, unique=True)) if others else []
    period = draw(st.sampled_from(PERIODS))
    return Query(tuple(dict.fromkeys((first, *more))), by, period, where, draw(st.booleans()))


@st.composite
def daily(draw: st.DrawFn) -> Query:
    """A question that sums by day and shop may answer: measures of one table by days, shops and a few more."""
    first = draw(st.sampled_from(MEASURES))
    table = source_of(first)[1].tables[0]
    told = [dim for dim in DAILY if has(table, dim)]
    by = tuple(draw(st.lists(st.sampled_from(told), max_size=3, unique=True)))
    where = tuple(draw(st.lists(_where(told), max_size=1)))
    dims = (*by, *(one.dim for one in where))
    others = beside(first, dims, by)
    more = draw(st.lists(st.sampled_from(others), max_size=3, unique=True))
    return Query(tuple(dict.fromkeys((first, *more))), by, draw(st.sampled_from(PERIODS[1:3])), where)


DAILY = (
    "day", "week", "month", "weekday", "shop", "platform", "market", "currency", "row_days", "ad_channel", "device",
    "cost_known", "cost_currency", "known_buyer",
)  # fmt: skip


def _where(told: Sequence[str]) -> st.SearchStrategy[Where]:
    values = {
        "shop": ("us", "nobody"),
        "platform": ("taobao", None),
        "market": ("US",),
        "currency": ("CNY", None),
        "device": ("mobile",),
        "listing": ("10", ""),
        "row_days": (1, 7),
        "weekday": (7, 1),
        "known_buyer": ("yes",),
        "buyer_kind": ("new",),
        "day": (FIRST,),
        "ad_channel": ("甲",),
    }
    usable = [dim for dim in told if dim in values]
    return st.builds(
        lambda dim, exclude: Where(dim, values[dim], exclude), st.sampled_from(usable), st.booleans()
    )


def same(left: Facts, right: Facts) -> None:
    """Assert that two answers hold the same."""
    assert [left.key(n) for n in range(len(left))] == [right.key(n) for n in range(len(right))]
    for name in left.numbers:
        one = [left.value(name, n) for n in range(len(left))]
        other = [right.value(name, n) for n in range(len(right))]
        assert one == other, name
    assert (left.by, left.money, left.scales) == (right.by, right.money, right.scales)


def agrees(make: Maker, tables: Books, query: Query) -> None:
    """Assert that an engine answers as the judge does, and refuses a sum beyond 64 bits where the judge does."""
    try:
        told = MemoryEngine(tables, SHOPS).fetch(query)
    except OverflowError:
        with pytest.raises(OverflowError):
            make(tables, SHOPS).fetch(query)
        return
    same(make(tables, SHOPS).fetch(query), told)


LINE = {"shop": "us", "order_id": "1", "line_id": "", "paid_day": FIRST, "currency": "USD"}


def limits(make: Maker) -> None:
    """Assert exactness at the limit of a money column, and refusal beyond 64 bits."""
    lines = [{**LINE, "order_id": str(n), "paid": LIMIT} for n in range(9)]
    engine = make({"order_line": lines}, ())
    assert engine.fetch(Query(("gmv",))).value("gmv", 0) == LIMIT * 9
    tenth = make({"order_line": [*lines, {**LINE, "order_id": "x", "paid": LIMIT}]}, ())
    try:
        tenth.fetch(Query(("gmv",)))
    except OverflowError:
        return
    raise AssertionError("a sum beyond 64 bits must be refused")


def unknowns(make: Maker) -> None:
    """Assert that a sum with an unknown part is unknown, that no rows are no facts, and that stated parts add."""
    lines = [
        {**LINE, "paid": Decimal(5), "shipping": Decimal(2), "buyer": "a"},
        {**LINE, "order_id": "2", "paid": None, "shipping": None, "buyer": None},
        {**LINE, "order_id": "3", "paid_day": None, "paid": Decimal(7)},
    ]
    engine = make({"order_line": lines}, ())
    facts = engine.fetch(Query(("gmv", "orders", "buyers", "shipping_income", "seller_discounts")))
    values = {name: facts.value(name, 0) for name in facts.numbers}
    assert values == {"gmv": None, "orders": 2, "buyers": 1, "shipping_income": 2, "seller_discounts": None}
    assert len(engine.fetch(Query(("gmv",), period=Period(date(2030, 1, 1), date(2030, 1, 2))))) == 0
    assert engine.rows("order_line", ("order_id", "paid"), (Where("paid", (None,), exclude=True),)) == [
        ("1", Decimal(5)),
        ("3", Decimal(7)),
    ]
    assert engine.tables() == {"order_line"}
    assert engine.span("order_line", "paid_day") == {"us": Period(FIRST, FIRST)}
    masked = make({"order_line": lines[1:2]}, ())
    for name in ("buyers", "repeat_buyers"):
        assert masked.fetch(Query((name,))).value(name, 0) is None
