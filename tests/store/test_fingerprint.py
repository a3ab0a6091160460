from collections.abc import Iterator

import duckdb
import pytest

from zhanggui.store import schema
from zhanggui.store.fingerprint import fingerprint


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        schema.create(made)
        yield made


def test_the_order_of_rows_plays_no_part(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO stock (shop, sku, on_hand) VALUES ('s', 'a', 1), ('s', 'b', 2)")
    first = fingerprint(con)
    con.execute("DELETE FROM stock WHERE sku = 'a'")
    con.execute("INSERT INTO stock (shop, sku, on_hand) VALUES ('s', 'a', 1)")
    assert fingerprint(con) == first


def test_every_difference_of_content_shows(con: duckdb.DuckDBPyConnection) -> None:
    seen = {fingerprint(con)}
    for statement in (
        "INSERT INTO stock (shop, sku, on_hand) VALUES ('s', 'a', 1)",
        "INSERT INTO stock (shop, sku, on_hand) VALUES ('s', 'a', 1)",
        "UPDATE stock SET on_hand = NULL",
        "UPDATE stock SET title = ''",
        "UPDATE stock SET shop = 'sa', sku = ''",
        "INSERT INTO stock__past (shop, sku) VALUES ('s', 'a')",
        "INSERT INTO load (load, rows) VALUES ('x', 1)",
    ):
        con.execute(statement)
        seen.add(fingerprint(con))
    assert len(seen) == 8


def test_the_time_of_loading_plays_no_part(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO load (load, loaded_at) VALUES ('x', TIMESTAMP '2024-01-01')")
    first = fingerprint(con)
    con.execute("UPDATE load SET loaded_at = TIMESTAMP '2024-02-01'")
    assert fingerprint(con) == first
