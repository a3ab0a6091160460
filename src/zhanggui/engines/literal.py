"""Typed literals and memberships in SQL: values never reach a query in another way."""

from collections.abc import Sequence
from datetime import date, timedelta

from zhanggui.metrics.query import Key, Where

_DAY = timedelta(days=1)
_WORTH = 4  # days of a stretch, on average, from which it is told by its first and last


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
    if where.exclude:
        out = f"{expression} NOT IN ({', '.join(values)})" if values else ""
        if None in where.values:
            return f"({expression} IS NOT NULL AND {out})" if out else f"{expression} IS NOT NULL"
        return f"({expression} IS NULL OR {out})" if out else "1 = 1"
    listed = _stretches(expression, where.values) or (
        f"{expression} IN ({', '.join(values)})" if values else ""
    )
    if None in where.values:
        return f"({expression} IS NULL OR {listed})" if listed else f"{expression} IS NULL"
    return listed or "1 = 0"


def _stretches(expression: str, values: Sequence[Key]) -> str:
    """Days, most of which follow one another, as stretches of days, which are found faster than so many values; '' for
    other values.
    """
    told = set(values) - {None}
    days = sorted(value for value in told if isinstance(value, date))
    firsts = [day for day in days if day - _DAY not in told]
    if len(days) < len(told) or len(firsts) * _WORTH > len(days):
        return ""
    lasts = [day for day in days if day + _DAY not in told]
    found = [
        f"{expression} BETWEEN {literal(first)} AND {literal(last)}"
        for first, last in zip(firsts, lasts, strict=True)
    ]
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)
