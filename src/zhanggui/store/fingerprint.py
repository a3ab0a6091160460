"""One hash for the whole content of the books, whatever the order of rows and of loading."""

import hashlib

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.store.schema import all_columns, past, quoted


def fingerprint(con: duckdb.DuckDBPyConnection) -> str:
    """Hash of every canonical table and its past, and of what was loaded, without the times of loading.

    Rows are hashed one by one and the hashes added, so order plays no part and repeated rows count.
    """
    digest = hashlib.sha256()
    for table in TABLES.values():
        columns = [quoted(column.name) for column in all_columns(table)]
        for name in (table.name, past(table.name)):
            digest.update(f"{name}{_sum(con, name, columns)}".encode())
    digest.update(str(_sum(con, "load", ["load", "format", "shops", "rows", "kept", "refused"])).encode())
    return digest.hexdigest()


def _sum(con: duckdb.DuckDBPyConnection, name: str, columns: list[str]) -> tuple[object, ...]:
    if not con.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchone():
        return ()
    cells = ", ".join(f"coalesce(CAST({column} AS VARCHAR), chr(1))" for column in columns)
    found = con.execute(
        "SELECT count(*), sum(CAST(md5_number_lower(cells) AS HUGEINT)), "
        "sum(CAST(md5_number_upper(cells) AS HUGEINT)) "
        f"FROM (SELECT concat_ws(chr(31), {cells}) AS cells FROM {quoted(name)})"
    ).fetchone()
    return found or ()
