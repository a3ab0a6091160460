from collections.abc import Iterator

import duckdb
import pytest

from zhanggui.model.tables import SYSTEM, TABLES
from zhanggui.store import schema


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        schema.create(made)
        yield made


def columns(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [row[0] for row in con.execute(f'DESCRIBE "{name}"').fetchall()]


def test_every_canonical_table_is_there_with_its_past_and_the_system_columns(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for table in TABLES.values():
        wanted = [*table.names, *(column.name for column in SYSTEM)]
        assert columns(con, table.name) == wanted
        assert columns(con, schema.past(table.name)) == wanted
    assert schema.version(con) == schema.META_VERSION


def test_books_of_an_older_release_gain_what_is_new_and_keep_their_rows(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("INSERT INTO stock (shop, sku, on_hand) VALUES ('s', 'x', 3)")
    con.execute("ALTER TABLE stock DROP COLUMN inbound")
    con.execute("DROP TABLE candidate")
    con.execute("UPDATE meta SET value = '0'")
    schema.migrate(con)
    assert con.execute("SELECT sku, on_hand, inbound FROM stock").fetchall() == [("x", 3, None)]
    assert columns(con, "candidate")
    assert schema.version(con) == schema.META_VERSION


def test_a_migration_runs_once(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[object] = []
    monkeypatch.setattr(schema, "MIGRATIONS", {1: ran.append})
    con.execute("UPDATE meta SET value = '0'")
    schema.migrate(con)
    schema.migrate(con)
    assert len(ran) == 1


def test_books_of_a_newer_release_are_refused(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE meta SET value = '999'")
    with pytest.raises(schema.BooksTooNewError, match="999"):
        schema.migrate(con)


def test_books_without_a_version_are_the_oldest(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM meta")
    assert schema.version(con) == 0


def test_names_are_quoted() -> None:
    assert schema.quoted('a"b') == '"a""b"'


def test_a_reader_of_older_books_sees_what_they_lack_as_unknown(con: duckdb.DuckDBPyConnection) -> None:
    schema.stand_in(con)
    assert con.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)
    con.execute("INSERT INTO order_line (shop, order_id) VALUES ('s', '1')")
    con.execute("ALTER TABLE order_line DROP COLUMN device")
    schema.stand_in(con)
    assert con.execute("SELECT order_id, device FROM order_line").fetchall() == [("1", None)]
