"""Typed literals and memberships in SQL: values never reach a query in another way."""

from datetime import date

from zhanggui.metrics.query import Key, Where


def literal(value: Key) -> str:
    """``value`` as SQL: quoted text, a DATE, a whole number, NULL."""
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(int(value))


def member(expression: str, where: Where) -> str:
    """The condition that ``expression`` is one of the values of ``where`` (none of them, when it excludes).

    NULL is a value like others: it passes an exclusion unless it is excluded.
    """
    values = [literal(value) for value in where.values if value is not None]
    listed = f"{expression} IN ({', '.join(values)})" if values else ""
    if where.exclude:
        out = f"{expression} NOT IN ({', '.join(values)})" if values else ""
        if None in where.values:
            return f"({expression} IS NOT NULL AND {out})" if out else f"{expression} IS NOT NULL"
        return f"({expression} IS NULL OR {out})" if out else "1 = 1"
    if None in where.values:
        return f"({expression} IS NULL OR {listed})" if listed else f"{expression} IS NULL"
    return listed or "1 = 0"
