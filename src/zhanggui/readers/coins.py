"""The currency that stands beside an amount in its cell: ``US$12.30``, ``¥ 12``, ``R$ 1.234,56``, ``12,30 €``.

Column ``_coin`` of the typed table holds it for each row: an ISO code; ``$``, ``¥`` or ``kr``, which belong to several
currencies; ``?`` where one row has two; NULL where no sign stands there.
"""

import duckdb

from zhanggui.model.money import CURRENCIES
from zhanggui.model.tables import TABLES
from zhanggui.readers.base import Plan, codes, currency
from zhanggui.readers.relation import file_of
from zhanggui.readers.words import identifiers, literal, quoted

# Signs of several currencies: which they may be, and which it is where the shop trades in none of them ('' unknown).
FAMILIES = {
    "$": ("USD AUD CAD NZD SGD HKD TWD MXN CLP COP ARS UYU MOP".split(), "USD"),
    "¥": ("CNY JPY TWD HKD".split(), "CNY"),
    "KR": ("SEK NOK DKK ISK CZK".split(), ""),
}


def resolved(coin: str, shop: str) -> str:
    """ISO code of a sign in a shop that trades in ``shop``; '' where there is no sign or nobody can tell."""
    if coin in FAMILIES:
        members, usual = FAMILIES[coin]
        return shop if shop in members else usual
    return coin


def agreed(header: str, coin: str, shop: str) -> str:
    """Currency of a file by its header, unless the sign beside its amounts cannot be that one's: then by the sign.

    A header tells it by its language too, and a shop abroad may be seen in the language of its keeper.
    """
    can = FAMILIES[coin][0] if coin in FAMILIES else [coin]
    return header if header and (not coin or header in can) else resolved(coin, shop) or header


def sql(coin: str, shop: str) -> str:
    """As ``resolved``, in SQL, of a column and of an expression for the shop's currency; NULL for ''."""
    whens = [
        f"WHEN {literal(sign)} THEN CASE WHEN {shop} IN ({', '.join(map(literal, members))}) THEN {shop} "
        f"ELSE {literal(usual) if usual else 'NULL'} END"
        for sign, (members, usual) in FAMILIES.items()
    ]
    return f"CASE {coin} {' '.join(whens)} ELSE {coin} END"


def refuse_mixed(con: duckdb.DuckDBPyConnection, plan: Plan, table: str, shop: str) -> str:
    """Return the one sign of the file's amounts, '' for none or several; mark rows whose currency nobody can tell.

    Those are rows with two signs or an unknown one, and, beside rows of several currencies, amounts without any. A
    file that states currencies in a column of its own is taken at its word. ``shop``: what the shop trades in.
    """
    if not plan.signed or plan.using("currency") & plan.columns.keys():
        return ""
    rows = con.execute(f"SELECT DISTINCT _coin FROM {table} WHERE NOT _drop AND _coin IS NOT NULL").fetchall()
    found = sorted(row[0] for row in rows)
    known = [coin for coin in found if resolved(coin, shop) in CURRENCIES]
    if len(found) == len(known) <= 1:
        return found[0] if found else ""
    place = next(place for place, item in enumerate(plan.fields) if item.name == plan.signed[0])
    amounts = " OR ".join(f"coalesce({quoted(name)}, 0) <> 0" for name in plan.signed)
    listed = ", ".join(map(literal, known)) or "''"
    kind = "BIGINT" if len(plan.fields) < 62 else "HUGEINT"  # noqa: PLR2004 - as the table is made
    bare = f"_coin IS NULL AND ({amounts})" if len(known) > 1 else "false"
    con.execute(
        f"UPDATE {table} SET _bad = _bad | CAST({2**place} AS {kind}) "
        f"WHERE NOT _drop AND (_coin NOT IN ({listed}) OR {bare})"
    )
    return known[0] if len(known) == 1 else ""


def refuse_untold(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> None:
    """Mark the rows with amounts that state neither a currency nor a shop, where only those could tell it."""
    amounts = [f.name for f in plan.fields if f.type in {"money", "fen"}]
    fields = plan.using("currency") & plan.columns.keys()
    if not amounts or not any("currency" in TABLES[one.table].names for one in plan.format.tables):
        return
    named = set(identifiers(plan.format.shop.name)) <= plan.columns.keys() and plan.format.shop.name
    blank = [f"nullif(trim(CAST({quoted(name)} AS VARCHAR)), '') IS NULL" for name in sorted(fields)]
    blank += [f"nullif(trim(CAST({plan.format.shop.name} AS VARCHAR)), '') IS NULL"] if named else []
    blank += ["_coin IS NULL"] if plan.signed else []
    some = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in amounts)
    at = next(
        (n for n, f in enumerate(plan.fields) if f.name in fields or (not fields and f.name in amounts)), 0
    )
    kind = "BIGINT" if len(plan.fields) < 62 else "HUGEINT"  # noqa: PLR2004 - as the table is made
    con.execute(
        f"UPDATE {table} SET _bad = _bad | CAST({2**at} AS {kind}) "
        f"WHERE {' AND '.join(['NOT _drop', f'({some})', *blank])}"
    )


def files_in_doubt(
    con: duckdb.DuckDBPyConnection, plan: Plan, table: str, shop: str
) -> dict[int, str | None]:
    """As ``refuse_mixed``, of each of the files that are read as one; None where it would mark a row."""
    if not plan.signed or plan.using("currency") & plan.columns.keys():
        return {}
    file = file_of("_line")
    rows = con.execute(
        f"SELECT {file}, list(DISTINCT _coin) FROM {table} WHERE NOT _drop AND _coin IS NOT NULL GROUP BY {file}"
    ).fetchall()
    return {
        place: found[0] if len(found) == 1 and resolved(found[0], shop) in CURRENCIES else None
        for place, found in rows
    }


def carried(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> tuple[int, str, str] | None:
    """An unknown currency on a row that is no data but hands it on: its rowid, field and text; None for none."""
    given = plan.format.carry.fields if plan.format.carry else ()
    for name in sorted(plan.using("currency") & plan.columns.keys() & set(given)):
        code = currency(quoted(name))
        row = con.execute(
            f"SELECT rowid, {quoted(name)} FROM {table} "
            f"WHERE _drop AND trim({quoted(name)}) <> '' AND {code} NOT IN ({codes()}) ORDER BY rowid LIMIT 1"
        ).fetchone()
        if row:
            return int(row[0]), name, str(row[1])
    return None
