"""How a column's cells are read: SQL from text to the field's type, with a fast path for clean cells."""

from dataclasses import dataclass, field
from importlib.resources import files

from zhanggui.readers.spec import NUMERIC, Field
from zhanggui.readers.words import literal

# SQL type of a field after reading.
TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "flag": "BOOLEAN",
    "money": "DECIMAL(18,4)",
    "fen": "DECIMAL(18,4)",
    "count": "BIGINT",
    "number": "DECIMAL(18,6)",
    "percent": "DECIMAL(18,8)",
    "fraction": "DECIMAL(18,8)",
    "rate": "DECIMAL(18,8)",
    "range": "DECIMAL(18,8)",
    "date": "DATE",
    "time": "TIMESTAMP",
}
HASH_LENGTH = 32
_TRUE = "'true', 't', 'yes', 'y', '1', '是', '有', '已'"
_FALSE = "'false', 'f', 'no', 'n', '0', '否', '无', '未', '没有'"


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Which comes first, day or month, per separator ('dmy' or 'mdy'); ``swap``: year-first dates are turned."""

    slash: str = "dmy"
    dash: str = "dmy"
    dot: str = "dmy"
    swap: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """How this file writes: fields with a decimal comma, and the order of each date field."""

    commas: frozenset[str] = frozenset()
    orders: dict[str, DateOrder] = field(default_factory=dict)


def macros() -> str:
    """Definitions that the expressions of this module call."""
    return files("zhanggui.readers").joinpath("macros.sql").read_text("utf-8")


def expression(item: Field, cell: str, habits: Habits, salt: bytes) -> dict[str, str]:
    """SQL for each typed column of ``item`` (a range has two), from the text column ``cell``."""
    comma = "true" if item.name in habits.commas else "false"
    if item.type == "range":
        return {
            f"{item.name}_low": _cast(f"zg_end({cell}, 1, {comma})", "range"),
            f"{item.name}_high": _cast(f"zg_end({cell}, 2, {comma})", "range"),
        }
    if item.type in NUMERIC:
        made = _number(item, cell, comma)
    elif item.type in {"date", "time"}:
        made = _time(item, cell, habits.orders.get(item.name, DateOrder()))
    elif item.type == "flag":
        made = f"CASE WHEN lower(zg_bare({cell})) IN ({_TRUE}) THEN true WHEN lower(zg_bare({cell})) IN ({_FALSE}) THEN false END"
    elif item.type == "id":
        made = _id(cell)
    else:
        made = _words(item, _text(cell))
    if item.personal:
        made = hashed(made, salt)
    return {item.name: made}


def wrong(item: Field, cell: str, typed: str) -> str:
    """SQL that is true where ``cell`` holds something that could not be read as ``item``."""
    if item.type == "text" or item.personal:
        return ""
    return f"CASE WHEN {typed} IS NOT NULL OR {cell} IS NULL THEN false ELSE NOT zg_missing({cell}) END"


def hashed(sql: str, salt: bytes) -> str:
    """SQL for the first 32 hex digits of SHA-256 over the salt and the text."""
    return f"substr(sha256(unhex('{salt.hex()}') || encode({sql})), 1, {HASH_LENGTH})"


def _id(cell: str) -> str:
    return f"CASE WHEN regexp_matches({cell}, '[^A-Za-z0-9_#]|^[Nn][aAuUoO][a-zA-Z]*$|[eE]\\+') THEN zg_id({cell}) ELSE {cell} END"


def _text(cell: str) -> str:
    """Long text is trimmed; what may be a mark of absence or a wrapped cell is looked at."""
    return f"CASE WHEN length({cell}) > 16 AND {cell} >= '0' THEN trim({cell}) ELSE zg_text({cell}) END"


def _words(item: Field, sql: str) -> str:
    """Texts mapped to the words of ``item.values``; others stay as written."""
    if not item.values:
        return sql
    return f"CASE lower({sql}) {_split_cases(item)} ELSE {sql} END"


def _split_cases(item: Field) -> str:
    """One WHEN per known text."""
    return " ".join(
        f"WHEN {literal(text.casefold())} THEN {literal(word)}" for word, texts in item.values.items() for text in texts
    )


def _cast(sql: str, kind: str) -> str:
    return f"TRY_CAST({sql} AS {TYPES[kind]})"


def _number(item: Field, cell: str, comma: str) -> str:
    """The plain cast where a cell is plain; a share or amount in another unit is scaled."""
    plain = comma == "false"
    kind = item.type
    if kind in {"percent", "fraction"}:
        return _cast(f"zg_share({cell}, {comma}, {'true' if kind == 'percent' else 'false'})", kind)
    slow = f"zg_number({cell}, {comma})"
    if kind == "fen":
        return _cast(f"{slow} * 0.01", kind)
    if kind == "count":
        whole = f"CASE WHEN {slow} = floor({slow}) THEN TRY_CAST({slow} AS BIGINT) END"
        fast = f"CASE WHEN length({cell}) < 10 AND NOT contains({cell}, '.') THEN TRY_CAST({cell} AS BIGINT) END"
        return _first(cell, fast, whole) if plain else f"CASE WHEN {cell} IS NOT NULL THEN {whole} END"
    return _first(cell, _cast(cell, kind), _cast(slow, kind)) if plain else _cast(slow, kind)


def _first(cell: str, fast: str, slow: str) -> str:
    """``fast``, and ``slow`` only for cells that hold something it could not read."""
    return f"CASE WHEN {cell} IS NULL THEN NULL ELSE coalesce({fast}, {slow}) END"


def _time(item: Field, cell: str, order: DateOrder) -> str:
    """ISO text by a plain cast; anything else is taken apart."""
    swap = "true" if order.swap else "false"
    call = "zg_instant" if item.zone == "utc" else "zg_written"
    slow = f"{call}({cell}, '{order.slash}', '{order.dash}', '{order.dot}', {swap})"
    guard = f"length({cell}) BETWEEN 8 AND 19 AND {cell} >= '1' AND {cell} < '3' AND NOT contains({cell}, 'M')"
    fast = f"CASE WHEN {guard} THEN TRY_CAST({cell} AS TIMESTAMP) END"
    made = slow if order.swap else _first(cell, fast, slow)
    return f"CAST({made} AS DATE)" if item.type == "date" else made
