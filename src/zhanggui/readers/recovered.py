"""Dates that a format makes from something else where the file left them empty, told to the operator."""

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.readers.base import Plan
from zhanggui.readers.faults import LIMIT, Where
from zhanggui.readers.words import identifiers


def notices(con: duckdb.DuckDBPyConnection, plan: Plan, rows: str, where: Where) -> list[Issue]:
    """One notice for each row, at most ``LIMIT``, that has a day of payment without a time of payment.

    Only a format that lists ``paid_day`` beside ``paid_at`` can make such a row: the day then comes from another
    column (an order number that begins with it). ``rows`` is the relation of typed rows.
    """
    out: list[Issue] = []
    for target in plan.format.tables:
        day, moment = target.columns.get("paid_day"), target.columns.get("paid_at")
        if not day or not moment:
            continue
        column = next((plan.columns[name] for name in identifiers(moment) if name in plan.columns), -1)
        shown = where.header[column].strip() if column >= 0 else ""
        belongs = f"({target.when}) AND " if target.when else ""
        sql = f"SELECT source_row, ({day}) FROM {rows} WHERE {belongs}({day}) IS NOT NULL AND ({moment}) IS NULL"
        most = "" if plan.many else f" LIMIT {LIMIT}"
        found = con.execute(f"{sql} ORDER BY source_row{most}").fetchall()
        out += [
            Issue(where.name, int(row), shown, "recovered_date", str(made), "notice") for row, made in found
        ]
    return out
