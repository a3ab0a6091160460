"""How a column's cells are read: SQL from text to the field's type, with a fast path for clean cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.resources import files

from zhanggui.readers.spec import Field
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
    "days": "DATE",
    "time": "TIMESTAMP",
}
HASH_LENGTH = 32
MASK = "**"
UNKNOWN = "---"  # of no order of day, month and year
SHORTEST_SPAN = 16  # characters of two days with a sign between them
LONGEST_MONTH = 9  # characters that a month without a day stays below
_MONTH = "'[0-9]{4}[-/.年](0?[1-9]|1[0-2])月?'"
_TRUE = "'true', 't', 'yes', 'y', '1', '是', '有', '已'"
_FALSE = "'false', 'f', 'no', 'n', '0', '否', '无', '未', '没有'"
# An id with a digit and without anything that a number format or a spreadsheet could have put there.
_CLEAN_ID = "'[#A-Za-z_-]*[0-9][0-9A-Za-z_|:/#-]*'"
_PLAIN_START = (
    "({c} >= '0' AND {c} < ':') OR ({c} >= 'A' AND {c} < 'N') OR ({c} >= 'O' AND {c} < 'U') "
    "OR ({c} >= 'a' AND {c} < 'n') OR ({c} >= 'o' AND {c} < 'u') OR ({c} >= '一' AND {c} < '无')"
)
_MAYBE_START = (
    "(({c} >= 'A' AND {c} < '{{') OR ({c} >= 'À' AND {c} < '\u2000') OR ({c} >= '\u3001' AND {c} < '\ufeff'))"
)
_MARKS = (
    ", ".join(
        f"'{mark}'"
        for word in (
            *("null", "none", "nil", "n/a", "n.a.", "n.a", "na", "nan", "nat"),
            *("undefined", "not stocked", "not set", "not available"),
        )
        for mark in (word, word.upper(), word.capitalize())
    )
    + ", 'NaN', 'NaT', 'N/a', '无', '空', '暂无', '暂无数据', '无数据', '没有数据', '未知', '无退款申请'"
)
# A date that begins with a year of four digits: the cast takes 11/05/26 for the year 11.
_YEAR = "(({c} >= '190' AND {c} < '19:') OR ({c} >= '200' AND {c} < '20:'))"
_ISO = f"length({{c}}) BETWEEN 8 AND 19 AND {_YEAR} AND NOT contains({{c}}, 'M')"
_ZULU = r"'\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?(Z|\+00:?00))'"
_WALL = f"CASE WHEN {_ISO} THEN TRY_CAST({{c}} AS TIMESTAMP) END"
# An error of a sheet's formula is no missing figure where amounts are added: a share without a divisor is one.
_AMOUNTS = frozenset({"money", "fen", "count"})
_SHEET_ERROR = "'^[\\s=\"'']*#(VALUE|REF|NAME|NUM|DIV)'"
# Per type, the SQL that reads a clean cell {c} and nothing else.
_SIMPLE = {
    "id": f"CASE WHEN regexp_full_match({{c}}, {_CLEAN_ID}) THEN {{c}} END",
    # A TAB or space at the end (TikTok Shop, Douyin) is no part of the text.
    "text": f"CASE WHEN {{c}}[-1] <= ' ' THEN NULL WHEN {_PLAIN_START} THEN {{c}} "
    # A list, because the engine looks every cell up among values that follow IN, also those it need not.
    f"WHEN {_MAYBE_START} AND NOT list_contains([{_MARKS}], {{c}}) THEN {{c}} END",
    "count": "CASE WHEN length({c}) < 16 AND NOT contains({c}, '.') THEN TRY_CAST({c} AS BIGINT) END",
    **{kind: f"TRY_CAST({{c}} AS {TYPES[kind]})" for kind in ("money", "number", "rate", "fraction")},
    "date": f"CAST({_WALL} AS DATE)",
    "time": _WALL,
    "instant": f"CASE WHEN regexp_full_match({{c}}, {_ZULU.replace('{', '{{').replace('}', '}}')}) "
    "THEN TRY_CAST(substr({c}, 1, 19) AS TIMESTAMP) END",
}


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Which comes first per separator, day or month ('dmy', 'mdy'); '' where nothing is known: no such date is read.

    ``short``: the same for dates whose year has two digits, which may come first itself ('ymd'), per separator by the
    names of the fields above. ``swap``: in year-first dates day and month are turned.
    """

    slash: str = ""
    dash: str = ""
    dot: str = ""
    swap: bool = False
    short: Mapping[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> str:
        """As the macros take it."""
        long = {"slash": self.slash, "dash": self.dash, "dot": self.dot}
        orders = [f"'{said or UNKNOWN}{self.short.get(name) or UNKNOWN}'" for name, said in long.items()]
        return ", ".join([*orders, "true" if self.swap else "false"])


@dataclass(frozen=True, slots=True)
class Habits:
    """How this file writes.

    ``plain``: fields whose sampled cells all are as simple as they can be, so that a plain cast reads them; a cell
    that is not is then marked as bad, and the file is read again without trusting the sample. ``commas``: fields
    with a decimal comma. ``orders``: day and month of each date field that is not year-first. ``filled``: fields
    without an empty cell in the sample.
    """

    plain: frozenset[str] = frozenset()
    commas: frozenset[str] = frozenset()
    orders: dict[str, DateOrder] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()


def macros() -> str:
    """Definitions that the expressions of this module call."""
    return files("zhanggui.readers").joinpath("macros.sql").read_text("utf-8")


def simple(item: Field, cell: str) -> str:
    """SQL that reads clean cells of ``item`` only and is NULL for any other; '' where there is no such shortcut."""
    kind = "instant" if item.type == "time" and item.zone == "utc" else item.type
    return _SIMPLE[kind].format(c=cell) if kind in _SIMPLE else ""


def expression(item: Field, cell: str, habits: Habits, salt: bytes) -> dict[str, str]:
    """SQL for each typed column of ``item`` (a range and days have two), from the text column ``cell``."""
    made = open_text(item, cell, habits)
    return {name: hashed(sql, salt) for name, sql in made.items()} if item.personal else made


def open_text(item: Field, cell: str, habits: Habits) -> dict[str, str]:
    """As ``expression``, but personal text is not hashed yet."""
    comma = "true" if item.name in habits.commas else "false"
    if item.type == "range":
        return {
            f"{item.name}_low": _cast(f"zg_end({cell}, 1, {comma})", "range"),
            f"{item.name}_high": _cast(f"zg_end({cell}, 2, {comma})", "range"),
        }
    if item.type == "days":
        return _days(item, cell, habits.orders.get(item.name, DateOrder()))
    plain = item.name in habits.plain and not item.joined
    made = (
        simple(item, cell) if plain else _full(item, cell, comma, habits.orders.get(item.name, DateOrder()))
    )
    return {item.name: _words(item, _added(item, cell, comma, made))}


def _full(item: Field, cell: str, comma: str, order: DateOrder) -> str:
    """SQL that reads any cell of ``item``: the shortcut, and what it leaves, taken apart."""
    kind = item.type
    if kind == "flag":
        said = f"lower(zg_bare({cell}))"
        return f"CASE WHEN {said} IN ({_TRUE}) THEN true WHEN {said} IN ({_FALSE}) THEN false END"
    if kind in {"id", "text"}:
        slow = f"zg_id({cell})" if kind == "id" else f"zg_text({cell})"
        return _first(cell, simple(item, cell), slow)
    if kind in {"date", "time"}:
        return _time(item, cell, order)
    return _number(item, cell, comma)


def _added(item: Field, cell: str, comma: str, one: str) -> str:
    """``one``, or the sum of the figures of a cell that holds several; NULL when one of them cannot be read."""
    if not item.joined:
        return one
    sign = literal(item.joined)
    parts = f"list_transform(string_split({cell}, {sign}), lambda n: {_number(replace(item, joined=''), 'n', comma)})"
    total = f"CASE WHEN len(list_filter({parts}, lambda n: n IS NULL)) = 0 THEN list_sum({parts}) END"
    return f"CASE WHEN contains({cell}, {sign}) THEN {_cast(total, item.type)} ELSE {one} END"


def _days(item: Field, cell: str, order: DateOrder) -> dict[str, str]:
    """SQL for the first day and the number of days of a cell that holds a day, a month, or two days with a sign."""
    ends = [f"CAST(zg_written(zg_bound({cell}, {place}), {order.arguments}) AS DATE)" for place in (1, 2)]
    first = f"CASE WHEN {ends[0]} <= {ends[1]} THEN {ends[0]} WHEN {ends[0]} > {ends[1]} THEN {ends[1]} END"
    number = f"CAST(abs(date_diff('day', {ends[0]}, {ends[1]})) + 1 AS BIGINT)"
    month = f"length({cell}) < {LONGEST_MONTH} AND regexp_full_match({cell}, {_MONTH})"
    whole = f"make_date(CAST({cell}[1:4] AS BIGINT), CAST(regexp_extract({cell}, {_MONTH}, 1) AS BIGINT), 1)"
    length = f"date_diff('day', {whole}, CAST({whole} + INTERVAL 1 MONTH AS DATE))"
    day = _first(cell, simple(replace(item, type="date"), cell), first)
    return {
        item.name: f"CASE WHEN {month} THEN {whole} ELSE {day} END",
        f"{item.name}_days": f"CASE WHEN {month} THEN {length} WHEN length({cell}) < {SHORTEST_SPAN} THEN 1 "
        f"ELSE {number} END",
    }


def wrong(item: Field, cell: str, typed: str, *, plain: bool) -> str:
    """SQL that is true where ``cell`` holds something that could not be read as ``item``; '' where all can be read."""
    if plain:
        return f"{typed} IS NULL AND {cell} IS NOT NULL"
    if item.type == "text":
        return ""
    absent = f"zg_missing({cell})" if item.type == "id" else f"(zg_untold({cell}))"
    if item.type in _AMOUNTS:
        absent += f" AND NOT regexp_matches({cell}, {_SHEET_ERROR})"
    return f"CASE WHEN {typed} IS NOT NULL OR {cell} IS NULL THEN false ELSE NOT ({absent}) END"


def hashed(sql: str, salt: bytes) -> str:
    """SQL for the first 32 hex digits of SHA-256 over the salt and the text; a masked text is always the same one."""
    text = f"CASE WHEN contains({sql}, {literal(MASK)}) THEN {literal(MASK)} ELSE {sql} END"
    return f"substr(sha256(unhex('{salt.hex()}') || encode({text})), 1, {HASH_LENGTH})"


def masked(salt: bytes) -> str:
    """What ``hashed`` makes of a masked text (``t**3``): many people share it, so that it names nobody."""
    return sha256(salt + MASK.encode()).hexdigest()[:HASH_LENGTH]


def _words(item: Field, sql: str) -> str:
    """Texts mapped to the words of ``item.values``; others stay as written."""
    whens = [
        f"WHEN {literal(text.casefold())} THEN {literal(word)}"
        for word, texts in item.values.items()
        for text in texts
    ]
    return f"CASE lower({sql}) {' '.join(whens)} ELSE {sql} END" if whens else sql


def _cast(sql: str, kind: str) -> str:
    return f"TRY_CAST({sql} AS {TYPES[kind]})"


def _number(item: Field, cell: str, comma: str) -> str:
    """Figures with signs, units, groups of thousands; a share or an amount in another unit is scaled."""
    kind = item.type
    if kind in {"percent", "fraction"}:
        return _cast(f"zg_share({cell}, {comma}, {'true' if kind == 'percent' else 'false'})", kind)
    slow = f"zg_number({cell}, {comma})"
    if kind == "fen":
        return _cast(f"{slow} * 0.01", kind)
    if kind == "count":
        slow = f"list_transform([{slow}], lambda n: CASE WHEN n = floor(n) THEN TRY_CAST(n AS BIGINT) END)[1]"
    return _first(cell, simple(item, cell), _cast(slow, kind)) if comma == "false" else _cast(slow, kind)


def _first(cell: str, fast: str, slow: str) -> str:
    """``fast``, and ``slow`` only for cells that hold something it could not read."""
    return f"CASE WHEN {cell} IS NULL THEN NULL ELSE coalesce({fast}, {slow}) END"


def _time(item: Field, cell: str, order: DateOrder) -> str:
    """ISO text by a plain cast; anything else is taken apart."""
    call = "zg_instant" if item.zone == "utc" else "zg_written"
    slow = f"{call}({cell}, {order.arguments})"
    if item.type == "date":
        slow = f"CAST({slow} AS DATE)"
    return slow if order.swap else _first(cell, simple(item, cell), slow)
