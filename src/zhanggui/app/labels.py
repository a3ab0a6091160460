"""Names of items: what the books call a SKU or listing, for people to read."""

from collections.abc import Iterable

from zhanggui.metrics.query import Engine, Where

# Where a title is looked for, best first: the merchant's own name, the page's, the one on an order.
PLACES = {
    "sku": (("sku_cost", "sku"), ("listing", "sku"), ("order_line", "sku")),
    "listing": (("listing", "listing_id"), ("traffic_listing", "listing_id"), ("order_line", "listing_id")),
}
LONGEST = 40


def labels(books: Engine, dim: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(shop, id) → title, cut to 40 characters, for those of ``keys`` that have one. ``dim``: 'sku' or 'listing'."""
    wanted = {key for key in keys if key[1]}
    found: dict[tuple[str, str], str] = {}
    held = books.tables()
    for table, column in PLACES[dim]:
        left = sorted({ident for shop, ident in wanted if (shop, ident) not in found})
        if not left or table not in held:
            continue
        rows = books.rows(table, ("shop", column, "title"), (Where(column, tuple(left)),))
        titles = {(str(shop or ""), str(ident)): str(title) for shop, ident, title in rows if title}
        for key in wanted - set(found):
            title = titles.get(key) or titles.get(("", key[1]))
            if title:
                found[key] = title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"
    return found
