from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.staging import File, Row, record, stage
from zhanggui.store import asof, schema
from zhanggui.store.fingerprint import fingerprint
from zhanggui.store.load import load_id
from zhanggui.store.merge import merge
from zhanggui.store.ownership import Owners

DAY = datetime(2024, 5, 1)
OWNERS = Owners({}, "jd", ("jd",))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with books() as made:
        yield made


def books() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("SET threads = 1")
    schema.create(made)
    return made


def load(con: duckdb.DuckDBPyConnection, file: File) -> None:
    staged = stage(con, file)
    known = record(file)
    name = load_id(staged, known, OWNERS.unnamed)
    if con.execute("SELECT 1 FROM load WHERE load = ?", [name]).fetchone():
        return
    con.execute("BEGIN")
    merge(con, staged, known, OWNERS, name)
    con.execute("COMMIT")


def lines(
    con: duckdb.DuckDBPyConnection, columns: str = "order_id, line_id, paid"
) -> list[tuple[object, ...]]:
    return con.execute(f"SELECT {columns} FROM order_line ORDER BY ALL").fetchall()


def line(order: str, paid: int | None, line_id: str = "", **more: object) -> dict[str, object]:
    return {"order_id": order, "line_id": line_id, "paid": paid, **more}


def test_a_later_file_replaces_the_lines_of_an_order_as_a_set(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("a", {"order_line": [line("1", 5), line("1", 6), line("2", 1)]}, version=DAY))
    load(con, File("b", {"order_line": [line("1", 7)]}, version=DAY + timedelta(1)))
    assert lines(con) == [("1", "", 7), ("2", "", 1)]
    assert con.execute("SELECT paid FROM order_line__past ORDER BY 1").fetchall() == [(5,), (6,)]


def test_an_earlier_file_that_comes_later_changes_nothing_that_counts(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("b", {"order_line": [line("1", 7)]}, version=DAY + timedelta(1)))
    load(con, File("a", {"order_line": [line("1", 5), line("1", 6), line("2", 1)]}, version=DAY))
    assert lines(con) == [("1", "", 7), ("2", "", 1)]


def test_equal_lines_of_one_file_are_all_real(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("a", {"order_line": [line("1", 5), line("1", 5)]}, version=DAY))
    load(con, File("a", {"order_line": [line("1", 5), line("1", 5)]}, version=DAY))
    assert lines(con) == [("1", "", 5), ("1", "", 5)]


def test_a_set_is_as_new_as_its_newest_row(con: duckdb.DuckDBPyConnection) -> None:
    old, new = DAY, DAY + timedelta(9)
    load(con, File("a", {"order_line": [line("1", 5, version=old), line("1", 6, version=new)]}))
    load(con, File("b", {"order_line": [line("1", 7, version=DAY + timedelta(5))]}))
    assert lines(con) == [("1", "", 5), ("1", "", 6)]


def test_rows_without_any_time_lose_to_rows_with_one(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("dated", {"order_line": [line("1", 7)]}, version=DAY))
    load(con, File("timeless", {"order_line": [line("1", 5)]}))
    assert lines(con) == [("1", "", 7)]


def test_another_reading_of_the_same_content_takes_its_place(con: duckdb.DuckDBPyConnection) -> None:
    first = File("a", {"order_line": [line("1", 5), line("3", 3)]}, version=DAY + timedelta(3))
    earlier = File("b", {"order_line": [line("3", 2)]}, version=DAY)
    load(con, first)
    load(con, earlier)
    again = File("a", {"order_line": [line("1", 50)]}, version=DAY)
    staged = stage(con, again)
    known = record(first, date_order="mdy")
    con.execute("BEGIN")
    assert merge(con, staged, known, OWNERS, "other").replaced
    con.execute("COMMIT")
    assert lines(con) == [("1", "", 50), ("3", "", 2)]
    assert con.execute("SELECT count(*) FROM order_line__past").fetchone() == (0,)
    assert con.execute("SELECT count(*) FROM load").fetchone() == (2,)


# --- split orders ---------------------------------------------------------------------------------


def head(order: str, paid: object, **more: object) -> dict[str, object]:
    return {"order_id": order, "paid": paid, **more}


def item(order: str, line_id: str, list_amount: object = None, **more: object) -> dict[str, object]:
    return {"order_id": order, "line_id": line_id, "list_amount": list_amount, **more}


def test_the_paid_amount_of_a_head_is_spread_by_list_amount_to_the_cent(
    con: duckdb.DuckDBPyConnection,
) -> None:
    load(con, File("h", {"order_head": [head("1", 10, shipping=8)]}, version=DAY))
    assert lines(con) == [("1", "", 10)]
    load(
        con, File("i", {"order_item": [item("1", "a", 1), item("1", "b", 1), item("1", "c", 1)]}, version=DAY)
    )
    assert lines(con, "line_id, paid, shipping") == [
        ("a", Decimal("3.33"), 8),
        ("b", Decimal("3.34"), None),
        ("c", Decimal("3.33"), None),
    ]


def test_lines_keep_their_own_paid_amounts_when_they_add_up(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("i", {"order_item": [item("1", "a", 1, paid=9), item("1", "b", 1, paid=1)]}, version=DAY))
    load(con, File("h", {"order_head": [head("1", 10)]}, version=DAY))
    assert lines(con) == [("1", "a", 9), ("1", "b", 1)]
    load(con, File("h2", {"order_head": [head("1", 20)]}, version=DAY + timedelta(1)))
    assert lines(con) == [("1", "a", 10), ("1", "b", 10)]


def test_amounts_are_spread_by_units_where_a_list_amount_is_unknown(con: duckdb.DuckDBPyConnection) -> None:
    load(
        con,
        File("i", {"order_item": [item("1", "a", 1, quantity=1), item("1", "b", quantity=3)]}, version=DAY),
    )
    load(con, File("h", {"order_head": [head("1", 10)]}, version=DAY))
    assert lines(con) == [("1", "a", Decimal("2.5")), ("1", "b", Decimal("7.5"))]


def test_amounts_are_spread_evenly_where_nothing_else_is_known(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("i", {"order_item": [item("1", "a"), item("1", "b")]}, version=DAY))
    load(con, File("h", {"order_head": [head("1", 5)]}, version=DAY))
    assert lines(con) == [("1", "a", Decimal("2.5")), ("1", "b", Decimal("2.5"))]


def test_an_order_exported_with_and_without_line_ids_counts_once(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("old", {"order_item": [item("1", "", 1, paid=4), item("1", "", 1, paid=6)]}, version=DAY))
    new: dict[str, Sequence[Row]] = {"order_item": [item("1", "a", 1, paid=4), item("1", "b", 1, paid=6)]}
    load(con, File("new", new, version=DAY + timedelta(1)))
    assert lines(con) == [("1", "a", 4), ("1", "b", 6)]


def test_an_order_that_a_file_gives_whole_is_not_put_together(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("h", {"order_head": [head("1", 10)]}, version=DAY))
    load(con, File("whole", {"order_line": [line("1", 9, "x")]}, version=DAY))
    assert lines(con) == [("1", "x", 9)]


def test_the_later_of_head_and_item_tells_the_status(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("i", {"order_item": [item("1", "a", status="unpaid", title="t")]}, version=DAY))
    load(
        con, File("h", {"order_head": [head("1", 10, status="done", buyer="x")]}, version=DAY + timedelta(1))
    )
    assert lines(con, "status, buyer, title") == [("done", "x", "t")]


# --- refunds --------------------------------------------------------------------------------------


def refund(number: str, order: str, amount: int, **more: object) -> dict[str, object]:
    return {"refund_id": number, "order_id": order, "amount": amount, "kind": "refund", **more}


def refunds(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("SELECT refund_id, amount, order_day, settled_day FROM refund ORDER BY ALL").fetchall()


def test_a_refund_learns_the_paid_day_of_its_order_in_either_order(con: duckdb.DuckDBPyConnection) -> None:
    load(con, File("r", {"refund": [refund("r1", "1", 2, settled_day=DAY.date())]}, version=DAY))
    assert refunds(con) == [("r1", 2, None, DAY.date())]
    load(con, File("o", {"order_line": [line("1", 9, paid_day=DAY.date())]}, version=DAY))
    assert refunds(con) == [("r1", 2, DAY.date(), DAY.date())]


def test_what_an_order_states_beyond_its_dated_refunds_is_one_undated_refund(
    con: duckdb.DuckDBPyConnection,
) -> None:
    stated = File("o", {"order_line": [line("1", 9, paid_day=DAY.date(), refund_stated=5)]}, version=DAY)
    load(con, stated)
    assert refunds(con) == [("1|stated", 5, DAY.date(), None)]
    load(con, File("r", {"refund": [refund("r1", "1", 2, settled_day=DAY.date())]}, version=DAY))
    assert refunds(con) == [("1|stated", 3, DAY.date(), None), ("r1", 2, DAY.date(), DAY.date())]
    load(con, File("r2", {"refund": [refund("r2", "1", 3, settled_day=DAY.date())]}, version=DAY))
    assert [row[0] for row in refunds(con)] == ["r1", "r2"]


# --- any order, any number of times -----------------------------------------------------------------

ORDER = st.sampled_from("123")
AMOUNT = st.integers(0, 9)
VERSION = st.one_of(st.none(), st.integers(0, 3).map(lambda n: DAY + timedelta(n)))
PAID_DAY = st.one_of(st.none(), st.integers(0, 3).map(lambda n: (DAY + timedelta(n)).date()))
ORDER_LINES = st.builds(
    lambda order, amount, line_id, day, stated, version: line(
        order, amount, line_id, paid_day=day, refund_stated=stated, version=version
    ),
    ORDER, AMOUNT, st.sampled_from(["", "a", "b"]), PAID_DAY, st.one_of(st.none(), AMOUNT), VERSION,
)  # fmt: skip
HEADS = st.builds(
    lambda order, amount, day, stated: head(order, amount, paid_day=day, refund_stated=stated),
    ORDER, AMOUNT, PAID_DAY, st.one_of(st.none(), AMOUNT),
)  # fmt: skip
ITEMS = st.builds(
    lambda order, line_id, amount, paid: item(order, line_id, amount, paid=paid),
    ORDER, st.sampled_from(["", "a", "b"]), st.one_of(st.none(), AMOUNT), st.one_of(st.none(), AMOUNT),
)  # fmt: skip
REFUNDS = st.builds(
    lambda number, order, amount, day, back: refund(number, order, amount, order_day=day, settled_day=back),
    st.sampled_from(["r1", "r2"]), ORDER, AMOUNT, PAID_DAY, PAID_DAY,
)  # fmt: skip
CASES = st.builds(
    lambda number, order, amount, day: refund(number, order, amount, kind="return", settled_day=day),
    st.sampled_from(["c1", "c2", "c3"]), ORDER, AMOUNT, PAID_DAY,
)  # fmt: skip
ENTRIES = st.builds(
    lambda number, amount, day: refund(number, "", amount, settled_day=day),
    st.sampled_from(["e1", "e2", "r1"]), AMOUNT, PAID_DAY,
)  # fmt: skip
TABLES = st.one_of(
    st.fixed_dictionaries({"order_line": st.lists(ORDER_LINES, min_size=1, max_size=5)}),
    st.fixed_dictionaries(
        {"order_head": st.lists(HEADS, min_size=1, max_size=3, unique_by=lambda row: row["order_id"])}
    ),
    st.fixed_dictionaries({"order_item": st.lists(ITEMS, min_size=1, max_size=5)}),
    st.fixed_dictionaries({"refund": st.lists(st.one_of(REFUNDS, CASES, ENTRIES), min_size=1, max_size=4)}),
)
Drawn = list[tuple[dict[str, list[dict[str, object]]], int]]
FILES = st.lists(
    st.builds(lambda tables, version: (tables, version), TABLES, st.integers(0, 3)), min_size=1, max_size=6
)


def files(drawn: Drawn) -> list[File]:
    return [File(f"f{n}", dict(tables), version=DAY + timedelta(v)) for n, (tables, v) in enumerate(drawn)]


@settings(max_examples=15)
@given(FILES, st.data())
def test_the_order_of_loading_and_loading_twice_leave_no_trace(drawn: Drawn, data: st.DataObject) -> None:
    every = files(drawn)
    shuffled = data.draw(st.permutations([*every, *every]))
    with books() as one, books() as other:
        for file in every:
            load(one, file)
        for file in shuffled:
            load(other, file)
        assert fingerprint(one) == fingerprint(other)


@settings(max_examples=15)
@given(FILES)
def test_no_row_is_ever_lost(drawn: Drawn) -> None:
    every = files(drawn)
    with books() as con:
        for file in every:
            load(con, file)
        for table in ("order_head", "order_item"):
            held = con.execute(
                f"SELECT (SELECT count(*) FROM {table}) + (SELECT count(*) FROM {table}__past)"
            ).fetchone()
            distinct = {file.hash: file for file in every}.values()
            assert held == (sum(len(file.tables.get(table, ())) for file in distinct),)


@pytest.mark.parametrize("again", [False, True])
def test_an_order_whose_refund_goes_to_another_lacks_it(*, again: bool) -> None:
    sold = {"order_id": "1", "line_id": "1", "paid": 9, "refund_stated": 6}
    back = {"refund_id": "r", "kind": "refund"}
    every = [
        File("a", {"refund": [{**back, "order_id": "1", "amount": 8}]}, version=DAY),
        File("b", {"order_line": [sold]}, version=DAY),
        File("c", {"refund": [{**back, "order_id": "3", "amount": 2}]}, version=DAY + timedelta(1)),
    ]
    asked = "SELECT order_id, amount FROM refund ORDER BY ALL"
    with books() as con:
        for file in reversed(every) if again else every:
            load(con, file)
        assert con.execute(asked).fetchall() == [("1", 6), ("3", 2)]


@settings(max_examples=15)
@given(FILES, st.integers(0, 3))
def test_the_books_as_of_a_day_are_those_of_the_files_known_then(drawn: Drawn, number: int) -> None:
    """Files of one version each: loading only those that were known gives the same as asking for the day."""
    day = DAY + timedelta(number)
    every = [
        replace(
            file, tables={name: [{**row, "version": file.version} for row in rows] for name, rows in tables}
        )
        for file in files(drawn)
        for tables in [file.tables.items()]
    ]
    with books() as whole, books() as known, books() as asked:
        for file in every:
            load(whole, file)
            if file.version is not None and file.version <= day:
                load(known, file)
        attach(asked, whole)
        asof.fill(asked, day.date())
        for query in (
            "SELECT * FROM order_line ORDER BY ALL",
            "SELECT * EXCLUDE (order_day) FROM refund ORDER BY ALL",
            "SELECT * FROM order_item ORDER BY ALL",
        ):
            assert asked.execute(query).fetchall() == known.execute(query).fetchall()


def attach(asked: duckdb.DuckDBPyConnection, whole: duckdb.DuckDBPyConnection) -> None:
    asked.execute("ATTACH ':memory:' AS whole")
    for (name,) in whole.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall():
        rows = whole.execute(f'SELECT * FROM "{name}"').fetchall()
        asked.execute(f'CREATE TABLE whole."{name}" AS FROM main."{name}" LIMIT 0')
        for row in rows:
            asked.execute(f'INSERT INTO whole."{name}" VALUES ({", ".join("?" * len(row))})', row)
