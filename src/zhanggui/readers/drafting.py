"""A proposal of how to read an unknown file, written as a format file that people can read and mend."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhanggui.model.tables import TABLES
from zhanggui.readers import repeats
from zhanggui.readers.vocabulary import GROUPS

SHOP = "shop_name"  # names the shop of a row; no column of a table
# Words by which files call an order that came to nothing, by its status; asked in this order.
STATUSES = {
    "refunded": "refund|退款|已退|reembols|rembours|erstatt|rimbors|terugbetaal|devuelt|retourn",
    "cancelled": "cancel|取消|关闭|作废|annul|storn|abgebrochen|geannuleerd|void|キャンセル|취소|отмен|iptal|anulowan",
    "unpaid": "unpaid|not paid|awaiting payment|pending payment|待付款|未付款|等待付款|待支付|未支付|"
    "pendiente de pago|pago pendiente|"
    "en attente de paiement|zahlung ausstehend|in attesa di pagamento|aguardando pagamento|error de pago|failed",
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


def type_of(table: str, column: str) -> str:
    """Logical type of a canonical column; a unit price is money, the shop's name a text."""
    if table == "order_line" and column in {"price", SHOP}:
        return "money" if column == "price" else "text"
    return TABLES[table].column(column).type


def written(name: tuple[str, str], table: str, guesses: Sequence[Guess], *, postage: bool) -> str:
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
    lines += [f"{column} = {_text(sql)}" for column, sql in columns_of(table, used, postage=postage).items()]
    return "\n".join(lines) + "\n"


def _field_lines(table: str, guess: Guess, *, required: bool) -> list[str]:
    """One [fields.NAME]."""
    logical = type_of(table, guess.column)
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


def columns_of(table: str, used: Sequence[Guess], *, postage: bool = False) -> dict[str, str]:
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
