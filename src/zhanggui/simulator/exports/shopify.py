"""Shopify: orders (order-level values on the first line only), products, inventory, and who bought by day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.exports.headers_global import (
    SHOPIFY_INVENTORY,
    SHOPIFY_NEW_RETURNING,
    SHOPIFY_ORDERS,
    SHOPIFY_PRODUCTS,
)
from zhanggui.simulator.exports.sheet import Column, Dialect, write_text
from zhanggui.simulator.exports.view import (
    View,
    buyers,
    listing_ids,
    money,
    order_numbers,
    pick,
    sku_codes,
    titles,
    variants,
    whole,
)
from zhanggui.simulator.exports.windows import Window, with_overlaps
from zhanggui.simulator.platforms import SOURCES
from zhanggui.simulator.price import totals
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Ints

_SOURCE = {
    "search": "web",
    "recommend": "shopify_draft_order",
    "ads": "web",
    "content": "web",
    "direct": "web",
}


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str = "") -> list[Column]:
    return [known.get(name, missing) for name in header]


def order_names(view: View) -> list[str]:
    """Order names over all orders: #1001 on."""
    return [f"#{1001 + row}" for row in range(view.run.orders.rows)]


def _zoned(view: View, seconds: Ints) -> list[str]:
    """Local times with their offset: 2026-05-01 10:00:00 -0400."""
    zone = ZoneInfo(view.shop.platform.zone)
    base = datetime.combine(view.shop.start, datetime.min.time())
    offsets: dict[int, str] = {}
    for hour in np.unique(seconds // 3600).tolist():
        offsets[hour] = (base + timedelta(hours=hour)).replace(tzinfo=zone).strftime("%z")
    hours = (seconds // 3600).tolist()
    return [f"{t} {offsets[h]}" if t else "" for t, h in zip(view.stamp(seconds), hours, strict=True)]


def write_orders(view: View, out: Path, since: int = 0) -> None:
    """orders_export: one row a line; a month a file."""
    for then, window in with_overlaps(view, since):
        _order_file(then, window, out)


def _order_file(view: View, window: Window, out: Path) -> None:
    orders, lines = view.run.orders, view.run.lines
    inside = (orders.day >= window.first) & (orders.day <= window.last)
    if not view.quirks.pending:
        inside &= orders.paid_at >= 0
    rows = np.nonzero(inside[lines.order])[0]
    order = lines.order[rows]
    first = np.concatenate([[True], order[1:] != order[:-1]]) if rows.size else np.zeros(0, dtype=bool)
    whole_order = {**_sums(view, order), **_course(view, order), **_people(view, order)}
    known: dict[str, Column] = {
        name: [value if yes else "" for value, yes in zip(values, first.tolist(), strict=True)]
        for name, values in whole_order.items()
    }
    known |= _items(view, window, rows)
    columns = _columns(SHOPIFY_ORDERS, known)
    write_text(out / f"orders_export_{window.name(view)}.csv", SHOPIFY_ORDERS, columns, Dialect(newline="\n"))


def _sums(view: View, order: Ints) -> dict[str, list[str]]:
    """Amounts of the orders; they stand in the first line alone, as do all of `_course` and `_people`."""
    orders, lines = view.run.orders, view.run.lines
    goods, shipping = orders.goods[order], orders.shipping[order]
    off = totals(lines.order, lines.gross, orders.rows)[order] - goods
    owed = np.where(orders.paid_at[order] >= 0, 0, goods + shipping)
    return {
        "Currency": ["USD"] * order.size,
        "Subtotal": money(goods),
        "Shipping": money(shipping),
        "Taxes": ["0.00"] * order.size,
        "Total": money(goods + shipping),
        "Discount Code": ["WELCOME5" if cents > 0 else "" for cents in off.tolist()],
        "Discount Amount": money(off),
        "Payment Method": ["Shopify Payments"] * order.size,
        "Refunded Amount": money(_refunded(view)[order]),
        "Outstanding Balance": money(owed),
    }


def _refunded(view: View) -> Ints:
    """Cents given back by the evening of the export, over all orders."""
    lines = view.run.lines
    settled = np.where((lines.settled_at >= 0) & (lines.settled_at < view.end), lines.refund, 0)
    return totals(lines.order, settled, view.run.orders.rows)


def _course(view: View, order: Ints) -> dict[str, list[str]]:
    """What became of the orders so far."""
    orders, refund = view.run.orders, _refunded(view)[order]
    all_of_it, some = (refund >= orders.goods[order]) & (refund > 0), refund > 0
    state = np.where(orders.paid_at[order] < 0, 0, np.where(all_of_it, 3, np.where(some, 2, 1)))
    shipped = view.seen(orders.shipped_at[order])
    return {
        "Financial Status": pick(["pending", "paid", "partially_refunded", "refunded"], state),
        "Paid at": _zoned(view, orders.paid_at[order]),
        "Fulfillment Status": ["fulfilled" if s >= 0 else "unfulfilled" for s in shipped.tolist()],
        "Fulfilled at": _zoned(view, shipped),
        "Shipping Method": ["Standard"] * order.size,
        "Id": whole(5_600_000_000_000 + order_numbers(view)[order]),
        "Risk Level": ["Low"] * order.size,
    }


def _people(view: View, order: Ints) -> dict[str, list[str]]:
    """Who bought, from where."""
    orders, places = view.run.orders, view.shop.platform.regions
    zips = [f"'{place.postcode}" if view.quirks.damage else place.postcode for place in places]
    return {
        "Accepts Marketing": ["yes" if c % 3 else "no" for c in orders.customer[order].tolist()],
        "Billing Country": ["US"] * order.size,
        "Shipping Zip": pick(zips, orders.region[order]),
        "Shipping Province": pick([place.code for place in places], orders.region[order]),
        "Shipping Country": ["US"] * order.size,
        "Source": [_SOURCE[SOURCES[s]] for s in orders.source[order].tolist()],
    }


def _items(view: View, window: Window, rows: Ints) -> dict[str, Column]:
    """What stands in every line."""
    shop, orders, lines = view.shop, view.run.orders, view.run.lines
    order, sku = lines.order[rows], lines.sku[rows]
    unit, listed = lines.gross[rows] // lines.units[rows], lines.listed[rows] // lines.units[rows]
    pairs = zip(
        pick(titles(shop, window.last, view.levers), lines.listing[rows]),
        pick(variants(shop), sku),
        strict=True,
    )
    sent = (view.seen(orders.shipped_at[order]) >= 0).tolist()
    return {
        "Name": pick(order_names(view), order),
        "Email": [f"{name}@example.com" for name in buyers(orders.customer[order])],
        "Created at": _zoned(view, orders.created_at[order]),
        "Lineitem quantity": whole(lines.units[rows]),
        "Lineitem name": [f"{name} - {kind}" for name, kind in pairs],
        "Lineitem price": money(unit),
        "Lineitem compare at price": [
            text if more else "" for text, more in zip(money(listed), (listed > unit).tolist(), strict=True)
        ],
        "Lineitem sku": pick(sku_codes(shop), sku),
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "false",
        "Lineitem fulfillment status": ["fulfilled" if yes else "pending" for yes in sent],
        "Lineitem discount": "0.00",
        "Vendor": "Zhanggui",
    }


def _first_of(shop: Shop) -> list[bool]:
    flags: list[bool] = (shop.shelf.sku_variant == 0).tolist()
    return flags


def write_products(view: View, out: Path) -> None:
    """products_export: a row a variant, the product's own columns on its first."""
    shop = view.shop
    at = shop.shelf.sku_listing
    first = _first_of(shop)
    price = view.run.traffic.price[view.until][at].astype(np.int64)
    product = shop.shelf.product[at].tolist()
    kinds = [CATEGORIES[int(shop.products.category[p])].en for p in product]

    def head(values: list[str]) -> list[str]:
        return [value if yes else "" for value, yes in zip(values, first, strict=True)]

    names = pick(titles(shop, view.until, view.levers), at)
    cost = np.round(shop.shelf.unit_cost * view.levers.at("unit_cost", view.until)[at]).astype(np.int64)
    known: dict[str, Column] = {
        "Handle": pick(listing_ids(shop), at),
        "Title": head(names),
        "Body (HTML)": head([f"<p>{name}, made to last.</p>" for name in names]),
        "Vendor": head(["Zhanggui"] * at.size),
        "Type": head(kinds),
        "Published": head(["true"] * at.size),
        "Option1 Name": head(["Option"] * at.size),
        "Option1 Value": variants(shop),
        "Variant SKU": sku_codes(shop),
        "Variant Grams": "500",
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": whole(view.run.on_hand[view.until].astype(np.int64)),
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": money(price),
        "Variant Compare At Price": money(np.maximum(shop.shelf.list_price[at], price)),
        "Variant Requires Shipping": "true",
        "Variant Taxable": "false",
        "Gift Card": head(["false"] * at.size),
        "Variant Weight Unit": "g",
        "Cost per item": money(cost),
        "Status": head(["active"] * at.size),
    }
    write_text(
        out / "products_export.csv",
        SHOPIFY_PRODUCTS,
        _columns(SHOPIFY_PRODUCTS, known),
        Dialect(newline="\n"),
    )


def write_inventory(view: View, out: Path, since: int = 0) -> None:
    """inventory_export, one row a variant and location, a snapshot a week with its day in the file name."""
    shop, run = view.shop, view.run
    at = shop.shelf.sku_listing
    names = pick(titles(shop, view.until, view.levers), at)
    for day in sorted({*range(since + (-since) % 7, view.until + 1, 7), view.until}):
        held, coming = run.on_hand[day].astype(np.int64), run.inbound[day].astype(np.int64)
        known: dict[str, Column] = {
            "Handle": pick(listing_ids(shop), at),
            "Title": names,
            "Option1 Name": "Option",
            "Option1 Value": variants(shop),
            "SKU": sku_codes(shop),
            "Location": "Main warehouse, Newark",
            "Incoming (not editable)": whole(coming),
            "Unavailable (not editable)": "0",
            "Committed (not editable)": "0",
            "Available (not editable)": whole(held),
            "On hand (current)": whole(held),
        }
        columns = _columns(SHOPIFY_INVENTORY, known)
        path = out / f"inventory_export_{view.day(day)}.csv"
        write_text(path, SHOPIFY_INVENTORY, columns, Dialect(newline="\n"))


def write_new_returning(view: View, out: Path, since: int = 0) -> None:
    """New vs returning customers, by day: a row for each sort of customer that bought on it."""
    orders = view.run.orders
    rows = np.nonzero((orders.paid_at >= 0) & (orders.day >= since) & (orders.day <= view.until))[0]
    again = (orders.visit[rows] > 0).astype(np.int64)
    cell, size = orders.day[rows] * 2 + again, 2 * (view.until + 1)
    who = np.unique(np.stack([cell, orders.customer[rows]], axis=1), axis=0)
    people, count = np.bincount(who[:, 0], minlength=size), np.bincount(cell, minlength=size)
    sales = np.zeros(size, dtype=np.int64)
    np.add.at(sales, cell, (orders.goods + orders.shipping)[rows])
    some = np.nonzero(count)[0]
    known: dict[str, Column] = {
        "Day": [f"{view.day(n // 2)}" for n in some.tolist()],
        "New or returning customer": pick(["New", "Returning"], some % 2),
        "Orders": whole(count[some]),
        "Customers": whole(people[some]),
        "Total sales": money(sales[some]),
    }
    path = out / f"New vs returning customers - {view.day(since)} - {view.day(view.until)}.csv"
    columns = _columns(SHOPIFY_NEW_RETURNING, known)
    write_text(path, SHOPIFY_NEW_RETURNING, columns, Dialect(newline="\n"))
