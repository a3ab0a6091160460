"""Names of items: what the books call a SKU or listing, for people to read."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from zhanggui.metrics.query import Engine, Where

# Where a title is looked for, best first: the merchant's own name, the page's, the one on an order.
PLACES = {
    "sku": (("sku_cost", "sku"), ("listing", "sku"), ("order_line", "sku")),
    "listing": (("listing", "listing_id"), ("traffic_listing", "listing_id"), ("order_line", "listing_id")),
}
LONGEST = 40
LATELY = 28


def labels(books: Engine, dim: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(shop, id) → title, cut to 40 characters, for those of ``keys`` that have one. ``dim``: 'sku' or 'listing'.

    What was sold lately in any shop is not looked for among old orders.
    """
    wanted = {key for key in keys if key[1]}
    found: dict[tuple[str, str], str] = {}
    held = books.tables()
    for table, column in PLACES[dim]:
        seen: set[str] = set()
        for when in (_lately(books), ()) if table == "order_line" else ((),):
            left = sorted({ident for _, ident in wanted - set(found)} - seen)
            if left and table in held:
                rows = books.rows(table, ("shop", column, "title"), (Where(column, tuple(left)), *when))
                seen |= {str(ident) for _, ident, _ in rows}
                titles = {(str(shop or ""), str(ident)): str(title) for shop, ident, title in rows if title}
                told = {key: titles.get(key) or titles.get(("", key[1])) for key in wanted - set(found)}
                found |= {key: _cut(title) for key, title in told.items() if title}
    return found


def titles(books: Engine, dim: str, idents: Iterable[str], shops: Sequence[str]) -> dict[str, str]:
    """Id → title in the first of ``shops`` that has one, for those of ``idents`` that have any."""
    wanted = dict.fromkeys(idents)
    found = labels(books, dim, [(shop, ident) for ident in wanted for shop in shops])
    told = ((ident, [found[shop, ident] for shop in shops if (shop, ident) in found]) for ident in wanted)
    return {ident: of[0] for ident, of in told if of}


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"


def _lately(books: Engine) -> tuple[Where, ...]:
    """The last weeks of orders: they name most of what is asked for, and all orders are dear to look through."""
    ends = [span.last for span in books.span("order_line", "paid_day").values()]
    return tuple(
        Where("paid_day", tuple(max(ends) - timedelta(days=n) for n in range(LATELY))) for _ in ends[:1]
    )
