from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from tests.engines.contract import same
from zhanggui.engines.days import STRETCH, Columns, Days
from zhanggui.engines.memory import MemoryEngine
from zhanggui.engines.sql import Part
from zhanggui.metrics.query import Query, Where
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

START = date(2024, 1, 1)
SHOPS = (
    Shop("a", "taobao", "CN", "CNY", "Asia/Shanghai"),
    Shop("b", "shopify", "US", "USD", "America/New_York"),
)
YEAR = Period(START, START + timedelta(days=99))


def line(shop: str, day: int, **cells: Any) -> dict[str, Any]:
    found = {
        "shop": shop,
        "order_id": f"{shop}{day}",
        "line_id": "",
        "sku": "A",
        "paid_day": START + timedelta(day),
    }
    return {**found, "quantity": 2, "paid": Decimal("9.99"), "currency": "CNY", "buyer": "x", **cells}


class Scans:
    """Scans as an SQL engine gives them, counted; every row of these books states its values."""

    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.memory = MemoryEngine(tables, SHOPS)
        self.asked: list[Query] = []

    def __call__(self, query: Query) -> tuple[Mapping[str, Part], Columns]:
        self.asked.append(query)
        facts = self.memory.fetch(query)
        columns: dict[str, Any] = {f"k{n}": facts.keys[dim] for n, dim in enumerate(query.by)}
        parts = {}
        for name in query.measures:
            columns[f"{name} v"] = facts.numbers[name]
            columns[f"{name} s"] = facts.known[name].astype(np.int64)
            columns[f"{name} r"] = np.ones(len(facts), np.int64)
            parts[name] = Part(f"{name} v", f"{name} r", f"{name} s")
        return parts, columns


def made(
    lines: Sequence[Mapping[str, Any]], period: Period = YEAR, *, large: bool = False
) -> tuple[Days, Scans]:
    scans = Scans({"order_line": lines})
    days = Days(scans, {shop.key: shop for shop in SHOPS}, lambda _: large)
    days.keep(period)
    return days, scans


LINES = [line(shop, day) for shop in "abc" for day in range(60)]


def test_one_scan_answers_many_questions_as_the_judge_does() -> None:
    days, scans = made(LINES)
    for by in ((), ("week",), ("month", "platform"), ("weekday",), ("day", "market"), ("shop", "currency")):
        query = Query(("gmv", "units", "lines"), by, Period(START, START + timedelta(days=50)))
        answer = days.facts(query)
        assert answer is not None
        same(answer, scans.memory.fetch(query))
    assert [query.by for query in scans.asked] == [("day", "shop", "currency")]


def test_filters_pass_what_the_judge_lets_through() -> None:
    days, scans = made(LINES)
    wheres = (
        Where("shop", ("a", "c")), Where("platform", ("taobao",)), Where("platform", ("taobao",), exclude=True),
        Where("market", (None,)), Where("weekday", (1,)), Where("day", (START,)), Where("week", (START,), exclude=True),
        Where("month", (START,)), Where("currency", ("USD",)),
    )  # fmt: skip
    for where in wheres:
        query = Query(("gmv", "orders"), ("day",), YEAR, (where,))
        answer = days.facts(query)
        assert answer is not None
        same(answer, scans.memory.fetch(query))


def test_what_does_not_add_up_is_left_to_a_scan() -> None:
    days, scans = made(LINES)
    month = Period(START, START + timedelta(days=30))
    left = (
        Query(("gmv",)), Query(("gmv",), (), Period(START, START + timedelta(days=400))), Query(("buyers",), (), month),
        Query(("repeat_buyers",), (), month), Query(("gmv",), ("sku",), month), Query(("stock",), ("shop",), month),
        Query(("orders",), ("day",), month, (Where("currency", ("CNY", "USD")),)),
    )  # fmt: skip
    assert [days.facts(query) for query in left] == [None] * len(left)
    assert scans.asked == []


def test_different_buyers_of_one_day_are_counted_once_in_two_currencies() -> None:
    days, scans = made([line("a", 0), line("a", 0, currency="USD", order_id="2")])
    query = Query(("buyers", "gmv"), (), Period(START, START))
    answer = days.facts(query)
    assert answer is not None
    same(answer, scans.memory.fetch(query))
    assert answer.value("buyers", 0) == 1
    assert [asked.by for asked in scans.asked] == [("day", "shop", "currency"), ("day", "shop")]


def test_of_a_large_table_only_the_days_asked_about_are_read() -> None:
    days, scans = made(LINES, large=True)
    last = Period(YEAR.last - timedelta(days=30), YEAR.last)
    for period in (last, Period(START + timedelta(days=30), YEAR.last), YEAR):
        query = Query(("gmv", "orders"), ("week",), period)
        by_day = Query(("gmv", "orders"), ("day", "shop"), period)
        assert days.facts(query) is None  # orders do not add up over days
        answer = days.facts(by_day)
        assert answer is not None
        same(answer, scans.memory.fetch(by_day))
    spans = [asked.period for asked in scans.asked if asked.period]
    assert [(YEAR.last - span.last).days for span in spans] == [0, 2 * STRETCH, 3 * STRETCH]
    assert [span.days for span in spans] == [2 * STRETCH, STRETCH, STRETCH]


def test_of_a_large_table_a_measure_is_read_where_it_lacks() -> None:
    days, scans = made(LINES, large=True)
    half = Period(START + timedelta(days=50), YEAR.last)
    assert days.facts(Query(("gmv",), (), half)) is not None
    both = Query(("gmv", "units"), ("shop",), YEAR)
    answer = days.facts(both)
    assert answer is not None
    same(answer, scans.memory.fetch(both))
    assert [asked.measures for asked in scans.asked] == [("gmv",), ("gmv", "units")]


def test_a_day_of_a_large_table_is_not_worth_a_scan_of_many() -> None:
    days, scans = made(LINES, large=True)
    assert days.facts(Query(("gmv",), (), Period(START, START))) is None
    assert scans.asked == []


def test_books_without_rows_in_the_period() -> None:
    days, _ = made([])
    for by in ((), ("day", "platform")):
        answer = days.facts(Query(("gmv",), by, YEAR))
        assert answer is not None
        assert len(answer) == 0


def test_an_overflow_is_left_to_a_scan() -> None:
    days, _ = made([line("a", day, paid=Decimal("9e14")) for day in range(3)])
    assert days.facts(Query(("gmv",), (), YEAR)) is None
    one = days.facts(Query(("gmv",), ("day",), YEAR))
    assert one is not None
    assert one.value("gmv", 0) == Decimal("9e14")


def test_another_period_takes_the_place_of_the_first() -> None:
    days, scans = made(LINES, Period(START, START + timedelta(days=50)))
    assert days.facts(Query(("lines",), ("day",), YEAR)) is None
    days.keep(YEAR)
    query = Query(("lines",), ("day",), YEAR)
    answer = days.facts(query)
    assert answer is not None
    same(answer, scans.memory.fetch(query))


def test_nothing_is_kept_before_it_is_asked_for() -> None:
    days = Days(Scans({}), {}, lambda _: False)
    assert days.facts(Query(("gmv",), (), YEAR)) is None
