"""Scalar SQL read just far enough to know which columns it speaks of."""

import re
from collections.abc import Mapping

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r'"((?:[^"]|"")+)"|([A-Za-z_]\w*)(\s*\()?')
_RESERVED = frozenset(
    """and or not in is null like ilike similar between case when then else end as cast try_cast interval
    date timestamp time varchar bigint integer int double decimal boolean true false escape distinct
    asc desc day days hour hours minute minutes second seconds month months year years from for numeric text
    at zone both leading trailing extract epoch glob collate any all week quarter""".split()
)


def identifiers(sql: str) -> tuple[str, ...]:
    """Column names in ``sql``, in order of first use: no literals, functions, types or reserved words."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(_LITERAL.sub("''", sql)):
        quoted, plain, call = match.groups()
        if quoted:
            found[quoted.replace('""', '"')] = None
        elif not call and plain.lower() not in _RESERVED and not _is_cast(match):
            found[plain] = None
    return tuple(found)


def replaced(sql: str, made: Mapping[str, str]) -> str:
    """``sql`` with other SQL in place of the columns named in ``made``; literals stay."""

    def put(match: re.Match[str]) -> str:
        literal_, quoted_, plain, call = match.groups()
        name = quoted_.replace('""', '"') if quoted_ else plain
        return match.group() if literal_ or call or _is_cast(match) else made.get(name, match.group())

    return re.sub(f"({_LITERAL.pattern})|{_WORD.pattern}", put, sql)


def _is_cast(match: re.Match[str]) -> bool:
    """Whether the word is the type after ``::``."""
    return match.string[: match.start()].rstrip().endswith("::")


def quoted(name: str) -> str:
    """``name`` as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """``text`` as a string literal."""
    return "'" + text.replace("'", "''") + "'"
