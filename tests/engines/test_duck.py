from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings

from tests.engines import contract
from tests.engines.duck_books import connect
from zhanggui.engines.duck import DuckEngine
from zhanggui.metrics.query import Engine, Query
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop


def make(tables: Mapping[str, Sequence[Mapping[str, Any]]], shops: Sequence[Shop]) -> Engine:
    return DuckEngine(connect(tables), shops)


@settings(max_examples=60)
@given(tables=contract.books(), query=contract.queries())
def test_answers_as_the_judge(tables: contract.Books, query: Query) -> None:
    contract.agrees(make, tables, query)


def test_exact_at_the_limit() -> None:
    contract.limits(make)


def test_unknown_stays_unknown() -> None:
    contract.unknowns(make)


def test_opens_a_path_read_only_and_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "books.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "CREATE TABLE order_line (shop VARCHAR, order_id VARCHAR, paid_day DATE, created_day DATE)"
        )
        con.execute("INSERT INTO order_line VALUES ('a', '1', DATE '2024-01-01', NULL)")
    with DuckEngine(path) as engine:
        assert engine.fetch(Query(("orders",))).value("orders", 0) == 1
        assert engine.tables() == {"order_line"}
        assert engine.span("order_line", "created_day") == {}
        assert list(engine.span("order_line", "paid_day")["a"]) == [date(2024, 1, 1)]
        assert engine.shops() == {}
    with pytest.raises(duckdb.ConnectionException):
        engine.rows("order_line", ("shop",))


def test_rows_of_unknown_columns_are_refused() -> None:
    with pytest.raises(KeyError):
        make({}, ()).rows("order_line", ("phone",))


def test_rows_are_sorted_by_key_and_limited() -> None:
    lines = [{**contract.LINE, "order_id": str(n), "source_row": 1} for n in (3, 1, 2)]
    assert make({"order_line": lines}, ()).rows("order_line", ("order_id",), limit=2) == [("1",), ("2",)]


def test_the_largest_rows_are_those_of_all_rows_not_of_the_first() -> None:
    paid = {1: 5, 2: None, 3: 90, 4: 90, 5: -2}
    lines = [{**contract.LINE, "order_id": str(n), "source_row": n, "paid": paid[n]} for n in (4, 3, 5, 2, 1)]
    engine = make({"order_line": lines}, ())
    assert engine.rows("order_line", ("order_id",), limit=3, largest="paid") == [("3",), ("4",), ("1",)]
    every = engine.rows("order_line", ("order_id",), largest="paid")
    assert every == [("3",), ("4",), ("1",), ("5",), ("2",)]


WIDE = Period(contract.FIRST - timedelta(days=9), contract.FIRST + timedelta(days=9))


def kept(tables: Mapping[str, Sequence[Mapping[str, Any]]], shops: Sequence[Shop]) -> Engine:
    engine = make(tables, shops)
    engine.keep(WIDE)
    return engine


@settings(max_examples=60)
@given(tables=contract.books(), query=contract.daily())
def test_kept_days_answer_as_the_judge(tables: contract.Books, query: Query) -> None:
    contract.agrees(kept, tables, query)


def test_a_ready_engine_scans_once() -> None:
    engine = DuckEngine(connect({"order_line": [contract.LINE], "fx": []}))
    engine.keep(WIDE)
    by_sku = Query(("gmv",), ("sku",), WIDE)
    assert engine.fetch(by_sku) is engine.fetch(by_sku)
    assert len(engine.fetch(Query(("gmv",), ("sku",), Period(date(1990, 1, 1), date(1990, 1, 2))))) == 0
    first = engine.rows("order_line", ("order_id",))
    first.clear()
    assert engine.rows("order_line", ("order_id",)) == [("1",)]


def test_an_engine_that_is_not_ready_keeps_nothing() -> None:
    engine = DuckEngine(connect({"order_line": [contract.LINE]}))
    assert engine.fetch(Query(("gmv",))) is not engine.fetch(Query(("gmv",)))


@settings(max_examples=20)
@given(tables=contract.books(), query=contract.queries())
def test_statements_of_a_large_table_answer_as_the_judge(tables: contract.Books, query: Query) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhanggui.engines.duck.LARGE", 0)
        contract.agrees(make, tables, query)


def test_distinct_counts_of_a_large_table_have_statements_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zhanggui.engines.duck.LARGE", 0)
    lines = [{**contract.LINE, "buyer": buyer, "paid": 5} for buyer in "ab"]
    engine = make({"order_line": lines}, ())
    facts = engine.fetch(Query(("buyers", "gmv", "orders", "buyer_days"), ("day",)))
    assert list(facts.numbers) == ["buyers", "gmv", "orders", "buyer_days"]
    assert [facts.value(name, 0) for name in facts.numbers] == [2, 10, 1, 2]
