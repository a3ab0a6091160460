"""The tables `load`, `load_table` and `load_issue`: what was loaded, from where, and what was wrong with it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.store.archive import Entry
from zhanggui.store.load import LoadRecord, LoadRow, Staged, id_of
from zhanggui.store.ownership import Owners

SEPARATOR = "\x1f"  # between shop keys in `load.shops`
_ROW = (
    "load, file, hash, archived, format, platform, shops, first_day, last_day, rows, kept, refused, loaded_at"
)
_SAME = "hash = $hash AND file = $file AND name = $name AND given_day IS NOT DISTINCT FROM $day"
# Whose a file is that names no shop is a guess; what the user says, now or then, is none. A file that names shops
# itself is no guess, and one of whose rows some were left out for their shop has not been read as a whole.
_SAID_BEFORE = (
    "(forced IS NOT DISTINCT FROM $forced OR ($forced::VARCHAR IS NULL AND load NOT IN "
    "(SELECT load FROM load_issue WHERE code = 'other_shop')))"
)
_GUESSED_BEFORE = "(forced IS NOT DISTINCT FROM $forced OR (forced IS NULL AND shops = unnamed))"


def _row(values: tuple[Any, ...]) -> LoadRow:
    load, file, content, archived, kind, platform, shops, *rest = values
    first, last, rows, kept, refused, when = rest
    keys = tuple(shops.split(SEPARATOR))
    return LoadRow(
        load, file, content, archived, kind, platform, keys, first, last, rows, kept, refused, when
    )


def _context(record: LoadRecord) -> dict[str, object]:
    return {
        "hash": record.hash,
        "file": record.file,
        "name": record.name,
        "forced": record.forced,
        "day": record.day,
    }


def load_row(con: duckdb.DuckDBPyConnection, record: LoadRecord) -> LoadRow | None:
    """The load of the same content, under the same name and in the same context; None when there is none.

    A file that names no shop is the one that was loaded before for a shop that the user named.
    """
    found = con.execute(
        f"SELECT {_ROW} FROM load WHERE {_SAME} AND {_SAID_BEFORE} "
        "AND date_order IS NOT DISTINCT FROM $date_order AND map IS NOT DISTINCT FROM $map "
        "ORDER BY forced NULLS FIRST LIMIT 1",
        {**_context(record), "date_order": record.date_order, "map": record.map},
    ).fetchone()
    return _row(found) if found else None


def hashes(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Content hashes of all loads."""
    return frozenset(row[0] for row in con.execute("SELECT DISTINCT hash FROM load").fetchall())


def other_readings(con: duckdb.DuckDBPyConnection, record: LoadRecord, load: str) -> list[str]:
    """Loads of the same content, name, shop and day that were read in another way than ``load`` is.

    A shop that the user names takes the place of the one that was guessed before.
    """
    found = con.execute(
        f"SELECT load FROM load WHERE {_SAME} AND {_GUESSED_BEFORE} AND load <> $load ORDER BY load",
        {**_context(record), "load": load},
    ).fetchall()
    return [row[0] for row in found]


def _utc(when: datetime) -> datetime:
    return when if when.tzinfo is None else when.astimezone(UTC).replace(tzinfo=None)


def add_load(
    con: duckdb.DuckDBPyConnection, staged: Staged, record: LoadRecord, owners: Owners, load: str
) -> None:
    """Enter a load and its issues."""
    con.execute(
        "INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            load,
            record.file,
            record.hash,
            record.archived,
            record.name,
            staged.format,
            staged.platform,
            SEPARATOR.join(owners.keys),
            record.forced,
            record.day,
            record.date_order,
            record.map,
            owners.unnamed,
            record.file_time,
            staged.first_day,
            staged.last_day,
            staged.exported,
            staged.rows,
            staged.kept - owners.lost,
            staged.refused + owners.lost,
            _utc(record.loaded_at),
        ],
    )
    _add_issues(con, load, (*staged.issues, *owners.issues))


def add_tables(con: duckdb.DuckDBPyConnection, load: str, sizes: Mapping[str, int]) -> None:
    """Enter the tables that a load brings rows for, and how many each gets."""
    for name, rows in sorted(sizes.items()):
        con.execute("INSERT INTO load_table VALUES (?, ?, ?)", [load, name, rows])


def _add_issues(con: duckdb.DuckDBPyConnection, load: str, issues: Iterable[Issue]) -> None:
    every = list(issues)
    if not every:
        return
    con.execute(
        "INSERT INTO load_issue SELECT ?, unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[]), "
        "unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [
            load,
            list(range(len(every))),
            [one.file for one in every],
            [one.row for one in every],
            [one.column for one in every],
            [one.code for one in every],
            [one.value for one in every],
            [one.level for one in every],
        ],
    )


def remove_load(con: duckdb.DuckDBPyConnection, load: str) -> None:
    """Strike a load out of all three tables."""
    for name in ("load", "load_table", "load_issue"):
        con.execute(f"DELETE FROM {name} WHERE load = ?", [load])


def tables_of(con: duckdb.DuckDBPyConnection, load: str) -> list[str]:
    """Canonical tables that a load brought rows for, sorted."""
    found = con.execute(
        "SELECT table_name FROM load_table WHERE load = ? ORDER BY table_name", [load]
    ).fetchall()
    return [row[0] for row in found]


def all_loads(con: duckdb.DuckDBPyConnection) -> tuple[LoadRow, ...]:
    """Every load, newest first."""
    found = con.execute(f"SELECT {_ROW} FROM load ORDER BY loaded_at DESC, file, load").fetchall()
    return tuple(map(_row, found))


def entries_of(con: duckdb.DuckDBPyConnection) -> tuple[Entry, ...]:
    """What the archive has to know to make these books again: one entry per archived file and context."""
    found = con.execute(
        """
        SELECT archived, name, max(loaded_at), forced, given_day, arg_max(date_order, loaded_at),
            arg_max(map, loaded_at), max(file_time),
            list(DISTINCT {'platform': platform, 'shop': unnamed}) FILTER (WHERE unnamed <> '')
        FROM load GROUP BY archived, name, forced, given_day ORDER BY archived, name, forced, given_day
        """
    ).fetchall()
    return tuple(_entry(row) for row in found)


def otherwise_priced(con: duckdb.DuckDBPyConnection, platform: str, currency: str) -> tuple[Entry, ...]:
    """Entries of a platform whose rows without a currency were read in another one than ``currency``."""
    found = con.execute(
        "SELECT load, archived, hash, format, unnamed, coalesce(forced, ''), given_day, date_order, map, first_day, "
        "last_day, exported FROM load WHERE platform = ? AND forced IS NULL",
        [platform],
    ).fetchall()
    stale = {row[1] for row in found if row[0] != id_of([*(str(part or "") for part in row[2:]), currency])}
    return tuple(one for one in entries_of(con) if one.forced is None and one.sha in stale) if stale else ()


def _entry(values: tuple[Any, ...]) -> Entry:
    archived, name, when, forced, day, date_order, map_hash, file_time, unnamed = values
    owners = tuple(sorted((one["platform"], one["shop"]) for one in unnamed or ()))
    return Entry(archived, name, when, forced, day, date_order, map_hash, file_time, owners)
