"""Entries of a settlement by item: one that names an order alone is spread over its lines by what was paid for each.

An entry that names a SKU is of the order's lines of that SKU; lines that nothing was paid for bear nothing beside
others, and an entry without an order, or of one that is not known, stays one row without an item. Parts are whole
ten-thousandths: each is the difference of two running shares of the entry, rounded towards zero, the dearest line
first, so that they add up to the entry exactly. ``number`` is 1 in the first part of every entry. Entries are told
apart by their rows, not by their ids: what a settlement charges for one order at one moment has one id.
"""

from collections.abc import Sequence

_ENTRY = ("shop", "fee_id", "day", "kind", "name", "currency")


def entries(conditions: Sequence[str]) -> str:
    """SQL of the relation that stands for ``fee``; ``conditions`` on the entries, whose alias is ``e``."""
    entry = ", ".join(f"e.{name}" for name in _ENTRY)
    # Two joins by equal columns alone: with "or" in its condition a join compares every entry with every line.
    lines = " UNION ALL ".join(
        f"""
        SELECT e.entry, e.named, {entry},
            CASE WHEN e.sku <> '' THEN e.sku ELSE coalesce(l.sku, '') END AS sku,
            coalesce(l.listing_id, '') AS listing_id, coalesce(l.variant_id, '') AS variant_id, l.category, l.line_id,
            {_units("e.amount")} AS units,
            CASE WHEN l.paid > 0 THEN {_units("l.paid")} ELSE 0 END AS paid
        FROM (
            SELECT e.*, row_number() OVER (ORDER BY e.day) AS entry, {named} AS named
            FROM fee AS e WHERE {" AND ".join(["e.order_id <> ''", which, *conditions])}
        ) AS e LEFT JOIN order_line AS l ON {" AND ".join(f"l.{name} = e.{name}" for name in same)}
        """
        for same, which, named in (
            (("shop", "order_id"), "coalesce(e.sku, '') = ''", 0),
            (("shop", "order_id", "sku"), "e.sku <> ''", 1),
        )
    )
    weighed = f"""
        SELECT *, CASE WHEN sum(paid) OVER (PARTITION BY named, entry) > 0 THEN paid ELSE 1 END AS weight
        FROM ({lines}) AS lines
    """
    running = f"""
        SELECT *, row_number() OVER dearest AS number, sum(weight) OVER dearest AS upto,
            sum(weight) OVER (PARTITION BY named, entry) AS whole
        FROM ({weighed}) AS weighed WHERE weight > 0
        WINDOW dearest AS (
            PARTITION BY named, entry
            ORDER BY weight DESC, sku, listing_id, variant_id, coalesce(category, ''), line_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
    """
    text = f"""
        (SELECT {", ".join(_ENTRY)}, sku, listing_id, variant_id, category, number,
            CAST(units * upto // whole - units * (upto - weight) // whole AS DECIMAL(18, 0))
                * CAST(0.0001 AS DECIMAL(4, 4)) AS amount
        FROM ({running}) AS running
        UNION ALL SELECT {entry}, coalesce(e.sku, '') AS sku, '' AS listing_id, '' AS variant_id, NULL AS category,
            1 AS number, e.amount FROM fee AS e WHERE {" AND ".join(["coalesce(e.order_id, '') = ''", *conditions])})
    """
    return " ".join(text.split())


def _units(money: str) -> str:
    """SQL: ten-thousandths of an amount, wide enough to be multiplied."""
    return f"CAST({money} * 10000 AS HUGEINT)"
