from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb
import pytest

from zhanggui.model.tables import TABLES
from zhanggui.store import schema
from zhanggui.store.upsert import NO_TIME, Merged, Source, incoming, literal, retract, same_key, upsert

DAY = datetime(2024, 5, 1)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        schema.create(made)
        yield made


def stage(con: duckdb.DuckDBPyConnection, *rows: tuple[object, ...]) -> None:
    """Rows of (shop, sku, on hand, version)."""
    con.execute(schema.definition(TABLES["stock"], "zz").replace("CREATE", "CREATE OR REPLACE TEMP"))
    con.execute("ALTER TABLE zz DROP COLUMN source_file")
    for shop, sku, on_hand, version in rows:
        con.execute("INSERT INTO zz (shop, day, sku, on_hand, version) VALUES (?, ?, ?, ?, ?)",
                    [shop, DAY.date(), sku, on_hand, version])  # fmt: skip


def put(con: duckdb.DuckDBPyConnection, load: str, *rows: tuple[object, ...], **more: object) -> Merged:
    stage(con, *rows)
    return upsert(con, Source("stock", "zz", load, **more))  # type: ignore[arg-type]


def stock(con: duckdb.DuckDBPyConnection, name: str = "stock") -> list[tuple[object, ...]]:
    return con.execute(f"SELECT shop, sku, on_hand, source_file FROM {name} ORDER BY ALL").fetchall()


def test_new_keys_are_added_and_known_ones_replaced_or_kept(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a", (None, "x", 1, DAY), (None, "y", 1, DAY + timedelta(9)))
    put(con, "b", (None, "x", 2, DAY + timedelta(1)), (None, "y", 2, DAY), (None, "z", 2, DAY))
    assert stock(con) == [("", "x", 2, "b"), ("", "y", 1, "a"), ("", "z", 2, "b")]
    assert stock(con, "stock__past") == [("", "x", 1, "a"), ("", "y", 2, "b")]


def test_of_equal_versions_the_greater_load_id_wins_in_either_order(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "b", (None, "x", 2, DAY))
    assert put(con, "a", (None, "x", 1, DAY)) == Merged(1, tied=1)
    assert put(con, "c", (None, "x", 3, DAY)) == Merged(1, tied=1)
    assert stock(con) == [("", "x", 3, "c")]
    assert len(stock(con, "stock__past")) == 2


def test_rows_that_lose_are_counted_where_they_say_something_else(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a", (None, "x", 1, DAY + timedelta(1)), (None, "y", 1, DAY + timedelta(1)))
    assert put(con, "b", (None, "x", 2, DAY), (None, "y", 1, DAY), (None, "z", 1, DAY)) == Merged(3, older=1)
    assert put(con, "c", (None, "x", 5, DAY + timedelta(2))) == Merged(1)
    assert put(con, "d", (None, "x", 5, DAY + timedelta(2))) == Merged(1)


def test_stated_shops_become_keys(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a", ("甲'店", "x", 1, DAY), (None, "y", 1, DAY), shops={"甲'店": "jd"}, unnamed="pdd")
    assert stock(con) == [("jd", "x", 1, "a"), ("pdd", "y", 1, "a")]


def test_key_texts_are_never_unknown_and_days_that_are_meet_themselves(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for load in ("a", "b"):
        stage(con, ("s", None, 1, DAY))
        con.execute("UPDATE zz SET day = NULL")
        upsert(con, Source("stock", "zz", load))
    assert con.execute("SELECT sku, day, location, source_file FROM stock").fetchall() == [
        ("", None, "", "b")
    ]


def test_rows_without_a_time_get_the_files(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a", (None, "x", 1, None))
    put(con, "b", (None, "y", 1, None), fallback=DAY)
    assert con.execute("SELECT sku, version FROM stock ORDER BY 1").fetchall() == [("x", NO_TIME), ("y", DAY)]


def test_taking_a_load_out_brings_back_the_best_it_had_replaced(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a", (None, "x", 1, DAY))
    put(con, "b", (None, "x", 2, DAY + timedelta(1)))
    put(con, "c", (None, "x", 3, DAY + timedelta(2)), (None, "y", 3, DAY))
    retract(con, "stock", "c")
    assert stock(con) == [("", "x", 2, "b")]
    assert stock(con, "stock__past") == [("", "x", 1, "a")]
    retract(con, "stock", "a")
    assert stock(con) == [("", "x", 2, "b")]
    assert stock(con, "stock__past") == []


def test_pieces_of_sql() -> None:
    assert literal("it's") == "'it''s'"
    assert same_key(TABLES["fx"], "a", "b").startswith('a."shop" = b."shop" AND a."day" IS NOT DISTINCT FROM')
    assert incoming(Source("fx", "zz", "l")).endswith('FROM "zz" s)')


def test_the_same_said_in_parts_or_left_open_is_no_other_thing(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a", (None, "x", 3, DAY), (None, "y", 3, DAY), (None, "z", 3, DAY))
    parts = [(None, "x", 1, DAY), (None, "x", 2, DAY), (None, "y", None, DAY), (None, "z", 4, DAY)]
    assert put(con, "b", *parts) == Merged(4, tied=1)  # of z alone
