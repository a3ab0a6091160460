"""What was wrong with the rows that were refused: each bad cell as an issue with its row, column and value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb

from zhanggui.model.issue import NOTICE, REFUSED, Issue
from zhanggui.readers.base import ANCIENT, Plan, lined, raw
from zhanggui.readers.relation import Relation
from zhanggui.readers.spec import NUMERIC, Field
from zhanggui.readers.words import identifiers, quoted

_BELOW = {"count": "negative_quantity", "money": "negative_amount", "fen": "negative_amount"}
LIMIT = 1000
CUT = 80
_SIGNED = re.compile(r"[^\d\s.,'’()%+-]")
_FORMULA = re.compile(r"^[=@+].*[A-Za-z0-9]\s*[(+*/^&-]")


@dataclass(frozen=True, slots=True)
class Where:
    """How to name a place in the file: the name shown, the line of the first record and the header.

    ``holes``: cells (row, column from 1) of a sheet whose formula has no stored value.
    """

    name: str
    first: int
    header: tuple[str, ...]
    holes: frozenset[tuple[int, int]] = frozenset()


def bad_rows(
    con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, table: str, where: Where
) -> list[Issue]:
    """Issues of the refused rows of ``table``, at most ``LIMIT`` cells, in file order."""
    fields = plan.fields
    lines = "b._line" if relation.numbered or plan.wide else f"b.rowid + {relation.first}"
    names = ", ".join(f"r.{quoted(f.name)}" for f in fields)
    typed = ", ".join(f"b.{quoted(f.name + ('_low' if f.type == 'range' else ''))}" for f in fields)
    sql = (
        f"SELECT {lines}, b._bad, {names}, {typed} FROM {table} b "
        f"JOIN ({raw(plan, relation, place=True)}) r ON r._place = b.rowid "
        f"WHERE b._bad <> 0 AND NOT b._drop ORDER BY b.rowid LIMIT {LIMIT}"
    )
    out: list[Issue] = []
    for line, bits, *cells in con.execute(sql).fetchall():
        for place, item in enumerate(fields):
            if bits & 2**place and len(out) < LIMIT:
                out.append(_issue(plan, item, (cells[place], cells[place + len(fields)]), int(line), where))
    return out


def _issue(plan: Plan, item: Field, cell: tuple[str | None, object], line: int, where: Where) -> Issue:
    """The issue of one cell."""
    text = (cell[0] or "").strip()
    index = plan.columns[item.name]
    column = where.header[index].strip() if 0 <= index < len(where.header) else item.name
    shown = "" if item.personal else text[:CUT]
    code = "formula" if (line, index + 1) in where.holes else _code(plan, item, text, cell[1])
    return Issue(where.name, line, column or item.name, code, shown)


def _code(plan: Plan, item: Field, text: str, typed: object) -> str:
    """Why a cell was refused."""
    if any(item.name in identifiers(sql) for sql in plan.format.parts):
        return "part_alone"
    if item.key and typed is None and not text.strip("'\"=- \t"):
        return "missing_key" if item.type in {"id", "text"} else "missing_value"
    return _read_code(plan, item, text, typed)


def _read_code(plan: Plan, item: Field, text: str, typed: object) -> str:
    """Why a cell that says something was refused."""
    if item.name in plan.using("currency") and item.type in {"id", "text"} and typed is not None:
        return "bad_currency"
    if item.name in plan.using("currency") and item.type == "text" and not text:
        return "currency_unknown"
    if item.type == "id":
        return "damaged_id" if text else "missing_key"
    if item.type in {"date", "days", "time"}:
        return _date_code(typed)
    return _number_code(item, text, typed) if item.type in NUMERIC | {"range"} else "missing_key"


def _date_code(typed: object) -> str:
    if typed is None:
        return "bad_date"
    day = typed.date() if isinstance(typed, datetime) else typed
    return "ancient_date" if isinstance(day, date) and day < ANCIENT else "future_date"


def _number_code(item: Field, text: str, typed: object) -> str:
    if isinstance(typed, (int, Decimal)) and item.floor is not None and typed < item.floor:
        return _BELOW.get(item.type, "bad_number") if item.floor == 0 else "bad_number"
    if _FORMULA.match(text):
        return "formula"
    if typed is not None and item.type == "money":
        return "bad_currency" if _SIGNED.search(text) else "currency_unknown"
    return "bad_percent" if item.type in {"percent", "fraction", "range"} else "bad_number"


def flaws(relation: Relation, where: Where) -> Iterator[Issue]:
    """Issues of the records that a cleaned copy leaves out."""
    for flaw in relation.flaws[:LIMIT]:
        column = where.header[flaw.column].strip() if 0 <= flaw.column < len(where.header) else ""
        level = NOTICE if flaw.kept else REFUSED
        yield Issue(where.name, flaw.line, column, flaw.code, flaw.value[:CUT], level)


def refuse_formulas(
    con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, table: str, where: Where
) -> None:
    """Mark rows with a formula whose value is not stored, in a column of figures, dates or keys: it is unknown."""
    line = "_line" if lined(plan, relation) else f"rowid + {relation.first}"
    for place, item in enumerate(plan.fields):
        rows = [row for row, column in where.holes if column - 1 == plan.columns[item.name]]
        if rows and (item.type != "text" or item.key):
            kind = "BIGINT" if len(plan.fields) < 62 else "HUGEINT"  # noqa: PLR2004 - as the table is made
            con.execute(
                f"UPDATE {table} SET _bad = _bad | CAST({2**place} AS {kind}) WHERE NOT _drop "
                f"AND {line} IN ({', '.join(map(str, sorted(rows)))})"
            )


def formulas(plan: Plan, where: Where) -> Iterator[Issue]:
    """Notices of texts that are formulas without a stored value: the text is unknown, the row is kept."""
    texts = {plan.columns[f.name] for f in plan.fields if f.type == "text" and not f.key}
    for row, column in sorted(where.holes)[:LIMIT]:
        if row >= where.first and column - 1 in texts:
            yield Issue(where.name, row, where.header[column - 1].strip(), "formula", "", NOTICE)
