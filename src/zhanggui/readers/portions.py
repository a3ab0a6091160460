"""Rows that tell a part of what a row of all tells: left out beside it, refused where the file has no such row.

A report split by carrier has a row of all carriers, which holds the others. Downloaded for one carrier alone, it has
the part and not the whole: nobody can tell the whole from it.
"""

from collections.abc import Collection

import duckdb

from zhanggui.readers.base import Plan
from zhanggui.readers.spec import Format
from zhanggui.readers.words import identifiers, quoted


def split(item: Format, columns: Collection[str]) -> bool:
    """Whether a file with these fields of ``item`` has one by which its rows may be split."""
    return any(name in columns for sql in item.parts for name in identifiers(sql))


def refuse_lone(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> None:
    """Mark as bad, at the column that splits them, the parts of ``table`` of which the whole is not in the file."""
    keys = [f.name for f in plan.format.keys if f.name in plan.columns]
    same = " AND ".join(f"w.{quoted(name)} IS NOT DISTINCT FROM {table}.{quoted(name)}" for name in keys)
    named = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in keys)
    kind = "BIGINT" if len(plan.fields) < 62 else "HUGEINT"  # noqa: PLR2004 - as the table is made
    places = {f.name: place for place, f in enumerate(plan.fields)}
    lone = f"NOT EXISTS (SELECT 1 FROM {table} w WHERE NOT w._drop AND w._bad = 0 AND {same or 'true'})"
    marks = [
        f"SELECT rowid AS _row, CAST({2 ** places[name]} AS {kind}) AS _bit FROM {table} "
        f"WHERE _drop AND ({sql}) AND {named or 'true'} AND {lone}"
        for sql in plan.format.parts
        for name in [name for name in identifiers(sql) if name in places][:1]
    ]
    if marks:
        con.execute(
            f"UPDATE {table} SET _drop = false, _bad = m._bit "
            f"FROM (SELECT _row, min(_bit) AS _bit FROM ({' UNION ALL '.join(marks)}) GROUP BY _row) m "
            f"WHERE {table}.rowid = m._row"
        )
