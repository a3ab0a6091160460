"""A file of no known format: a proposal of how to read it, as a format file that the shop folder then recognises.

Columns are guessed by the likeness of their names to all names that are known, held against the shape of their
cells; the rows are then shown as that format would read them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.tables import TABLES
from zhanggui.readers import repeats
from zhanggui.readers.catalogue import Formats, formats
from zhanggui.readers.found import Found, recognise
from zhanggui.readers.grammar import load
from zhanggui.readers.stage import Context, stage
from zhanggui.readers.text import head
from zhanggui.readers.vocabulary import GROUPS, learned, likeness

SHOP = "shop_name"  # names the shop of a row; no column of a table
# Words by which files call an order that came to nothing, by its status; asked in this order.
STATUSES = {
    "refunded": "refund|退款|已退|reembols|rembours|erstatt|rimbors|terugbetaal|devuelt|retourn",
    "cancelled": "cancel|取消|关闭|作废|annul|storn|abgebrochen|geannuleerd|void|キャンセル|취소|отмен|iptal|anulowan",
    "unpaid": "unpaid|not paid|awaiting payment|pending payment|待付款|未付款|等待付款|待支付|未支付|"
    "pendiente de pago|pago pendiente|"
    "en attente de paiement|zahlung ausstehend|in attesa di pagamento|aguardando pagamento|error de pago|failed",
}
SAMPLE = 300
SEEN = 20_000  # rows in which orders of several lines are looked for
SHOWN = 5
LONG = 9  # digits of what is a number by name only
WIDE = 24  # characters that an id may have

_DATE = re.compile(
    r"^\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*$"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [A-Za-z]{3,9} \d{4})"
)
_FIGURE = re.compile(
    r"^(?=.*\d)\s*[-+(−]?\s*([¥￥$€£₩₹]|[A-Z]{3}|US\$|HK\$)?\s*-?(\d{1,3}([,. ]\d{3})+|\d+)?([.,]\d+)?"
    r"\s*([¥￥$€£₩元万]|[A-Z]{3})?\)?\s*$"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_PERCENT = re.compile(r"^\s*-?[\d.,]+\s*[%％]\s*$")
_WHOLE = re.compile(r"^\s*-?(\d{1,3}(,\d{3})+|\d+)(\.0)?\s*$")
_FITS = {
    "id": {"id", "count", "text", "money"},
    "text": {"id", "count", "text", "money"},
    "count": {"count"},
    "money": {"money", "count"},
    "share": {"percent", "money"},
    "rate": {"money", "count"},
    "day": {"date", "time"},
    "time": {"date", "time"},
}
_MONEY = '{ refunds = "unknown", shipping = "unknown", tax = "unknown", discounts = "unknown", per = "%s" }'


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for.

    ``column`` is the canonical column ('' for one that is left out; ``price`` is a unit price), ``type`` the type of
    its cells, ``confidence`` 0-1, ``example`` its first cell. ``once``: of an amount that is per order and not per
    line, how the file has it, as `repeats` says; else ''.
    """

    header: str
    column: str
    type: str
    confidence: float
    example: str
    once: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal: the format file as ``toml``, what each column was taken for, and the first rows so read.

    ``missing`` names canonical columns of which one each is needed and none was found; the format then cannot be
    used before somebody names them. ``columns`` and ``rows`` are the preview.
    """

    key: str
    table: str
    guesses: tuple[Guess, ...]
    missing: tuple[str, ...]
    toml: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    issues: tuple[Issue, ...] = ()


def propose(path: Path, workdir: Path, known: Formats | None = None, today: date = date.max) -> Draft | Issue:
    """Propose how to read the first table in ``path``; an Issue where it holds none.

    ``workdir`` takes copies, as for ``recognise``; ``known`` are the formats whose names teach.
    """
    known = known or formats()
    found = recognise(path, Formats(()), workdir)[0]
    if found.source is None or not found.header or found.issues[0].code == "no_header":
        return found.issues[0]
    lines = _lines(found)
    cells = _cells(lines[:SAMPLE], len(found.header))
    guesses, table = _guess(found.header, cells, known)
    places = {guess.column: i for i, guess in enumerate(guesses) if guess.column and table == "order_line"}
    once = repeats.per_order(lines, places)
    guesses = tuple(replace(guess, once=once.get(guess.column, "")) for guess in guesses)
    missing = _missing(table, {g.column for g in guesses})
    key = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_") or "file"
    key = key if key[0].isalpha() else f"file_{key}"
    toml = _toml((key, path.stem), table, guesses, postage=repeats.with_postage(lines, places, once))
    draft = Draft(key, table, guesses, missing, toml)
    return draft if missing else _preview(draft, path, workdir, today)


def _missing(table: str, have: set[str]) -> tuple[str, ...]:
    """Columns without which the table cannot be read: the first of each group of which none was found.

    Sales without an order number can be read when they name the buyer: what one buys on one day is one order.
    """
    lacking = [group[0] for group in GROUPS[table] if not have.intersection(group)]
    return tuple(name for name in lacking if name != "order_id" or "buyer" not in have)


def _lines(found: Found) -> list[tuple[str, ...]]:
    """The first data rows."""
    assert found.source is not None  # noqa: S101 - checked by propose
    with found.source.path.open("rb") as opened:
        sample = opened.read(1 << 22)
    rows = head(sample, found.source.encoding, found.source.sign, SEEN + 60)
    start = next((i for i, row in enumerate(rows) if row.cells == found.header), 0) + 1
    return [row.cells for row in rows[start : start + SEEN] if row.filled]


def _cells(lines: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Filled cells of rows, one list per column."""
    return [[row[i] for row in lines if i < len(row) and row[i].strip()] for i in range(width)]


def kind(cells: Sequence[str]) -> str:
    """Type that nearly all ``cells`` have: date, time, percent, count, money, id or text."""
    cells = [cell for cell in cells if cell.strip(" -")]
    if not cells:
        return "text"

    def most(pattern: re.Pattern[str]) -> bool:
        return sum(bool(pattern.search(cell)) for cell in cells) >= 0.9 * len(cells)

    if most(_DATE):
        return "time" if most(_CLOCK) else "date"
    if most(_PERCENT):
        return "percent"
    if most(_WHOLE):
        digits = [re.sub(r"\D", "", cell.removesuffix(".0")) for cell in cells]
        return (
            "id"
            if min(map(len, digits)) >= LONG or any(d.startswith("0") and len(d) > 1 for d in digits)
            else "count"
        )
    if most(_FIGURE):
        return "money"
    return (
        "id"
        if all(len(cell) <= WIDE and " " not in cell.strip() and cell.isascii() for cell in cells)
        else "text"
    )


def _guess(
    header: Sequence[str], cells: Sequence[Sequence[str]], known: Formats
) -> tuple[tuple[Guess, ...], str]:
    """The table that fits best, and what every column is in it."""
    kinds = [kind(column) for column in cells]
    best: tuple[float, str, dict[int, tuple[str, float]]] = (-1.0, "order_line", {})
    for table, names in learned(known).items():
        chosen = _assign(table, header, kinds, names)
        have = {column for column, _ in chosen.values()}
        whole = 1 - len(_missing(table, have)) / len(GROUPS[table])
        score = whole * 10 + sum(confidence for _, confidence in chosen.values()) / max(len(header), 1)
        if score > best[0]:
            best = (score, table, chosen)
    out = []
    for i, name in enumerate(header):
        column, confidence = best[2].get(i, ("", 0.0))
        out.append(Guess(name, column, kinds[i], round(confidence, 2), cells[i][0] if cells[i] else ""))
    return tuple(out), best[1]


def _assign(
    table: str, header: Sequence[str], kinds: Sequence[str], names: Mapping[str, Mapping[str, int]]
) -> dict[int, tuple[str, float]]:
    """Column index → canonical column and confidence, the likeliest pairs first, each used once."""
    pairs = []
    for i, cell in enumerate(header):
        for place, (column, known) in enumerate(names.items()):
            like = likeness(cell, known)
            if like and kinds[i] in _FITS[_type(table, column)]:
                pairs.append((like, -place, i, column))
    out: dict[int, tuple[str, float]] = {}
    for like, _, i, column in sorted(pairs, key=lambda p: (-p[0], -p[1], p[2])):
        if i not in out and column not in {c for c, _ in out.values()}:
            out[i] = (column, like)
    return out


def _type(table: str, column: str) -> str:
    """Logical type of a canonical column; a unit price is money, the shop's name a text."""
    if table == "order_line" and column in {"price", SHOP}:
        return "money" if column == "price" else "text"
    return TABLES[table].column(column).type


def _toml(name: tuple[str, str], table: str, guesses: Sequence[Guess], *, postage: bool) -> str:
    """The format file; ``name``: its key and title. ``postage``: the amount paid has the postage in it."""
    key, title = name
    used = [g for g in guesses if g.column]
    need = [g.column for g in used if any(g.column in group for group in GROUPS[table])]
    lines = [
        f"key = {_text(key)}",
        'platform = "other"',
        f"title = {{ zh = {_text(title)}, en = {_text(title)} }}",
        f"need = [{', '.join(_text(_field(name)) for name in need)}]",
        "",
    ]
    keyed = next((name for name in (GROUPS[table][0][0], "buyer") if any(g.column == name for g in used)), "")
    for guess in used:
        lines += _field_lines(table, guess, required=guess.column == keyed)
    covers = [_field(g.column) for g in used if g.type in {"date", "time"}]
    if covers:
        lines += ["[version]", f"covers = [{', '.join(map(_text, covers))}]", ""]
    elif "day" in TABLES[table].names and TABLES[table].column("day").type == "day":
        lines += ["[period]", 'from = ["title", "name", "user"]', ""]
    if any(g.column == SHOP for g in used):
        lines += ["[shop]", f'name = "{SHOP}"', ""]
    if table == "order_line" and keyed == "buyer":
        lines.append(
            "# No column holds an order number: what one buyer buys on one day is taken for one order."
        )
    lines += _spread(used, postage=postage)
    lines += ["[[tables]]", f"table = {_text(table)}", "[tables.columns]"]
    lines += [f"{column} = {_text(sql)}" for column, sql in _columns(table, used, postage=postage).items()]
    return "\n".join(lines) + "\n"


def _field_lines(table: str, guess: Guess, *, required: bool) -> list[str]:
    """One [fields.NAME]."""
    logical = _type(table, guess.column)
    kinds = {"day": "date", "share": "percent" if guess.type == "percent" else "fraction"}
    lines = [
        f"[fields.{_field(guess.column)}]",
        f"names = [{_text(guess.header.strip())}]",
        f"type = {_text(kinds.get(logical, logical))}",
    ]
    if logical == "money":
        per = "unit" if guess.column in {"price", "cost"} else "order" if guess.once else "row"
        lines.append(f"money = {_MONEY % per}")
    if guess.column == "buyer":
        lines.append("personal = true")
    if required and logical in {"id", "text"}:
        lines.append("key = true")
    return [*lines, ""]


def _spread(used: Sequence[Guess], *, postage: bool) -> list[str]:
    """[allocate]: amounts of orders over their lines, by what each line has of the goods."""
    once = {guess.column: guess.once for guess in used if guess.once}
    if not once:
        return []
    have = {guess.column for guess in used} - once.keys()
    weights = (
        "price * quantity" if {"price", "quantity"} <= have else "",
        *(have & {"paid"}),
        *(have & {"quantity"}),
        "1",
    )
    amounts = {f"{name}_share": _paid(name, postage=postage) for name in once}
    return [
        "# Told once per order (on each of its lines again, or on the first alone): spread over its lines.",
        "# Where one is per line, take its share out, and write the column itself for the share in [tables.columns].",
        "[allocate]",
        'by = "order_id"',
        f"weight = {_text(next(filter(None, weights)))}",
        f"take = {_text(repeats.SAME if repeats.SAME in once.values() else repeats.FIRST)}",
        "[allocate.amounts]",
        *(f"{name} = {_text(sql)}" for name, sql in amounts.items()),
        "",
    ]


def _paid(column: str, *, postage: bool) -> str:
    """SQL of an amount, without the postage where it is in what was paid."""
    return "paid - coalesce(shipping, 0)" if column == "paid" and postage else column


def _columns(table: str, used: Sequence[Guess], *, postage: bool = False) -> dict[str, str]:
    """SQL per canonical column; order lines get what can be worked out from the rest."""
    have = {g.column for g in used}
    out = {column: _sql(column) for column in TABLES[table].names if column in have and column != "price"}
    if table == "order_line":
        moment = next((name for name in ("paid_at", "created_at") if name in have), "")
        status = _status() if "status_text" in have else "'paid'"
        if moment:
            # A list without the time of payment is of sales, but for those that its status calls off or unpaid.
            sold = f"CASE WHEN ({status}) NOT IN ('cancelled', 'unpaid') THEN {moment} END"
            out["paid_at"] = sold if status != "'paid'" and moment == "created_at" else moment
            out.setdefault("created_at", moment)
        if "order_id" not in have and moment and "buyer" in have:
            out["order_id"] = f"buyer || '|' || CAST(CAST({moment} AS DATE) AS VARCHAR)"
        if {"price", "quantity"} <= have:
            out["list_amount"] = "price * quantity"
            out.setdefault("paid", "price * quantity")
        elif "price" in have:
            out.setdefault("paid", "price")
        out["status"] = status
        out |= {"paid": _paid("paid", postage=postage)} if "paid" in have else {}
        out |= {guess.column: f"{guess.column}_share" for guess in used if guess.once}
    elif table == "ad":
        out["channel"] = "'own map'"
        out["grain"] = "'campaign'" if "campaign" in have else "'account'"
    elif table == "review" and "review_id" not in have:
        out["review_id"] = (
            "substr(sha256("
            + " || '|' || ".join(f"coalesce(CAST({_field(c)} AS VARCHAR), '')" for c in sorted(have))
            + "), 1, 32)"
        )
    elif table == "fee" and "fee_id" not in have:
        out["fee_id"] = "concat_ws('|', " + ", ".join(_field(c) for c in sorted(have - {"amount"})) + ")"
    if table == "fee":
        out["kind"] = "'other'"
    return out


def _status() -> str:
    """SQL of the status of an order from what the file calls it, in the words of many languages."""
    whens = " ".join(
        f"WHEN regexp_matches(lower(status_text), '{words}') THEN '{status}'"
        for status, words in STATUSES.items()
    )
    return f"CASE {whens} ELSE 'paid' END"


def _sql(column: str) -> str:
    """SQL of a canonical column of its own field."""
    return "zg_device(device)" if column == "device" else _field(column)


def _field(column: str) -> str:
    """Field name of a canonical column; words that SQL keeps for itself get a tail."""
    return f"{column}_" if column in {"at", "text", "name", "label"} else column


def _text(value: str) -> str:
    """A TOML string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ") + '"'


def _preview(draft: Draft, path: Path, workdir: Path, today: date) -> Draft:
    """The draft with the first rows as it reads them."""
    made = load(draft.toml, draft.key, own=True)
    found = recognise(path, Formats((made,)), workdir)[0]
    if found.format is None:
        return Draft(draft.key, draft.table, draft.guesses, draft.missing, draft.toml, issues=found.issues)
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        staged = stage(
            con, found, Context(bytes(16), today, date_order=None, day=None if today == date.max else today)
        )
        columns = tuple(
            name
            for name in TABLES[draft.table].names
            if name in _columns(draft.table, [g for g in draft.guesses if g.column])
        )
        rows: list[tuple[object, ...]] = []
        if staged.tables:
            picked = ", ".join(f'"{name}"' for name in columns)
            rows = con.execute(f"SELECT {picked} FROM {staged.tables[draft.table]} LIMIT {SHOWN}").fetchall()
    return Draft(
        draft.key, draft.table, draft.guesses, draft.missing, draft.toml, columns, tuple(rows), staged.issues
    )
