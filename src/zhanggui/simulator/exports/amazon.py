"""Amazon: orders, settlements, business reports, inventory and returns, as Seller Central writes them."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np

from zhanggui.simulator.aftersales import DAY, DEFECT, LATE, MISFIT, MISMATCH, REGRET, WRONG_ITEM
from zhanggui.simulator.exports.counts import Counts, count, count_shop, share
from zhanggui.simulator.exports.headers_global import (
    AMAZON_ASIN,
    AMAZON_DAY,
    AMAZON_INVENTORY,
    AMAZON_ORDERS,
    AMAZON_RETURNS,
    AMAZON_SETTLEMENT,
)
from zhanggui.simulator.exports.sheet import Column, Dialect, write_text
from zhanggui.simulator.exports.view import View, listing_ids, money, pick, sku_codes, titles, variants, whole
from zhanggui.simulator.exports.windows import Window, months, with_overlaps
from zhanggui.simulator.money import COMMISSION, COMMISSION_BACK, LOGISTICS, RETURN_PARCEL, SLOT, STORAGE, TAX
from zhanggui.simulator.streams import Ints, Stream

_TAB = Dialect("utf-8", "\t")
_TAX = 0.0725
_CYCLE = 14
_MARKET = "Amazon.com"


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str = "") -> list[Column]:
    return [known.get(name.strip(), missing) for name in header]


def order_ids(view: View) -> list[str]:
    """Order numbers over all orders of the run: 113-1234567-1234567."""
    rows = np.arange(view.run.orders.rows)
    first = 2_000_000 + 1_000_000 * view.shop.plan.turn
    bits = (Stream(113).bits(view.run.orders.key) % np.uint64(10_000_000)).astype(np.int64).tolist()
    return [
        f"{111 + row % 4}-{first + row // 4:07d}-{tail:07d}"
        for row, tail in zip(rows.tolist(), bits, strict=True)
    ]


def sales_tax(paid: Ints) -> Ints:
    """Sales tax that Amazon collects on top and keeps."""
    tax: Ints = np.rint(paid * _TAX).astype(np.int64)
    return tax


def write_orders(view: View, out: Path, since: int = 0) -> None:
    """All Orders: TAB separated, times in UTC, one row a line; pending and cancelled ones have no price."""
    for then, window in with_overlaps(view, since):
        _order_file(then, window, out)


def _iso(view: View, seconds: Ints) -> list[str]:
    return [text.replace(" ", "T") + "+00:00" if text else "" for text in view.stamp(view.utc(seconds))]


def _order_file(view: View, window: Window, out: Path) -> None:
    shop, orders, lines = view.shop, view.run.orders, view.run.lines
    inside = (orders.day >= window.first) & (orders.day <= window.last)
    if not view.quirks.pending:
        inside &= orders.paid_at >= 0
    rows = np.nonzero(inside[lines.order])[0]
    order, paid_at = lines.order[rows], orders.paid_at[lines.order[rows]]
    first = np.concatenate([[True], order[1:] != order[:-1]]) if rows.size else np.zeros(0, dtype=bool)
    paid = paid_at >= 0
    shipped = view.seen(orders.shipped_at[order])
    given_up = orders.created_at[order] + 3 * DAY
    status = np.where(paid, np.where(shipped >= 0, 2, 1), np.where(given_up < view.end, 0, 3))
    shipping = np.where(first, orders.shipping[order], 0)
    moved = np.maximum(np.maximum(orders.created_at[order], shipped), view.seen(orders.received_at[order]))
    moved = np.where(status == 0, given_up, moved)
    ids = order_ids(view)

    def cash(values: Ints) -> list[str]:
        return [text if ok else "" for text, ok in zip(money(values), paid.tolist(), strict=True)]

    places = shop.platform.regions
    known: dict[str, Column] = {
        "amazon-order-id": pick(ids, order),
        "merchant-order-id": pick(ids, order),
        "purchase-date": _iso(view, orders.created_at[order]),
        "last-updated-date": _iso(view, moved),
        "order-status": pick(["Cancelled", "Unshipped", "Shipped", "Pending"], status),
        "fulfillment-channel": "Amazon",
        "sales-channel": _MARKET,
        "ship-service-level": "Standard",
        "product-name": pick(titles(shop, window.last, view.levers), lines.listing[rows]),
        "sku": pick(sku_codes(shop), lines.sku[rows]),
        "asin": pick(listing_ids(shop), lines.listing[rows]),
        "item-status": pick(["Cancelled", "Unshipped", "Shipped", "Unshipped"], status),
        "quantity": whole(np.where(status == 0, 0, lines.units[rows])),
        "currency": ["USD" if ok else "" for ok in paid.tolist()],
        "item-price": cash(lines.gross[rows]),
        "item-tax": cash(sales_tax(lines.paid[rows])),
        "shipping-price": cash(shipping),
        "shipping-tax": cash(np.zeros_like(shipping)),
        "item-promotion-discount": cash(lines.gross[rows] - lines.paid[rows]),
        "ship-promotion-discount": cash(np.zeros_like(shipping)),
        "ship-city": "",
        "ship-state": [places[r].code for r in orders.region[order].tolist()],
        "ship-postal-code": [places[r].postcode for r in orders.region[order].tolist()],
        "ship-country": "US",
        "is-business-order": ["true" if u > 4 else "false" for u in lines.units[rows].tolist()],  # noqa: PLR2004
        "price-designation": "",
    }
    stem = f"{view.day(window.first):%Y-%m-%d}_{view.day(window.last):%Y-%m-%d}_AllOrders"
    write_text(out / f"{stem}.txt", AMAZON_ORDERS, _columns(AMAZON_ORDERS, known), _TAB)


_FEE_TEXT = {
    COMMISSION: ("Order", "ItemFees", "Commission"),
    LOGISTICS: ("Order", "ItemFees", "FBAPerUnitFulfillmentFee"),
    COMMISSION_BACK: ("Refund", "ItemFees", "Commission"),
    RETURN_PARCEL: ("Refund", "ItemFees", "FBACustomerReturnPerUnitFee"),
    STORAGE: ("other-transaction", "FBA Inventory Reimbursement", "Storage Fee"),
    TAX: ("Order", "ItemFees", "SalesTaxServiceFee"),
    SLOT: ("ServiceFee", "other-transaction", "Vine Enrollment Fee"),
}
_FEE_OTHER = ("Order", "ItemFees", "Other")


def _components(view: View) -> tuple[Ints, Ints, Ints, Ints, list[tuple[str, str, str]]]:
    """Every amount of the account: order, line, second, cents (positive is money to the seller), and its names."""
    orders, lines, fees = view.run.orders, view.run.lines, view.fees
    sold = np.nonzero(orders.paid_at[lines.order] >= 0)[0]
    order = lines.order[sold]
    # An order is booked when it leaves; one that never does is booked and paid back when it is cancelled.
    when = np.where(orders.shipped_at[order] >= 0, orders.shipped_at[order], orders.paid_at[order] + 1800)
    tax = sales_tax(lines.paid[sold])
    first = (
        np.nonzero(np.concatenate([[True], order[1:] != order[:-1]]))[0]
        if sold.size
        else np.zeros(0, dtype=np.int64)
    )
    back = np.nonzero((lines.settled_at >= 0) & (lines.refund > 0))[0]
    parts: list[tuple[Ints, Ints, Ints, Ints, tuple[str, str, str]]] = [
        (order, sold, when, lines.gross[sold], ("Order", "ItemPrice", "Principal")),
        (order, sold, when, tax, ("Order", "ItemPrice", "Tax")),
        (order, sold, when, -tax, ("Order", "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal")),
        (order, sold, when, lines.paid[sold] - lines.gross[sold], ("Order", "Promotion", "Principal")),
        (
            order[first],
            sold[first],
            when[first],
            orders.shipping[order[first]],
            ("Order", "ItemPrice", "Shipping"),
        ),
        (
            lines.order[back],
            back,
            lines.settled_at[back],
            -lines.refund[back],
            ("Refund", "ItemPrice", "Principal"),
        ),
    ]
    for kind in np.unique(fees.kind).tolist():
        mine = np.nonzero(fees.kind == kind)[0]
        parts.append(
            (
                fees.order[mine],
                fees.line[mine],
                fees.at[mine],
                -fees.amount[mine],
                _FEE_TEXT.get(kind, _FEE_OTHER),
            )
        )
    some = [(o[c != 0], n[c != 0], w[c != 0], c[c != 0], text) for o, n, w, c, text in parts]
    names = [text for o, _, _, _, text in some for _ in range(o.size)]
    columns = [np.concatenate([part[i] for part in some]) for i in range(4)]
    return columns[0], columns[1], columns[2], columns[3], names


def write_settlements(view: View, out: Path, since: int = 0) -> None:
    """Settlement V2: one file every fourteen days, a totals row first, one row an amount component."""
    lines = view.run.lines
    order, line, at, cents, names = _components(view)
    ids, skus = order_ids(view), sku_codes(view.shop)
    turn = np.lexsort((np.arange(at.size), at))
    for number in range(since // _CYCLE, view.until // _CYCLE + 1):
        begin, last = number * _CYCLE, min(number * _CYCLE + _CYCLE - 1, view.until)
        rows = turn[(at[turn] >= begin * DAY) & (at[turn] < (last + 1) * DAY)]
        moments = _iso(view, at[rows])
        which = np.where(
            line[rows] >= 0, line[rows], np.searchsorted(lines.order, np.maximum(order[rows], 0))
        )
        tied = order[rows] >= 0
        known: dict[str, Column] = {
            "transaction-type": [names[r][0] for r in rows.tolist()],
            "order-id": [ids[o] if o >= 0 else "" for o in order[rows].tolist()],
            "merchant-order-id": [ids[o] if o >= 0 else "" for o in order[rows].tolist()],
            "marketplace-name": [_MARKET if ok else "" for ok in tied.tolist()],
            "amount-type": [names[r][1] for r in rows.tolist()],
            "amount-description": [names[r][2] for r in rows.tolist()],
            "amount": money(cents[rows]),
            "fulfillment-id": ["AFN" if ok else "" for ok in tied.tolist()],
            "posted-date": [text[:10] for text in moments],
            "posted-date-time": [text.replace("T", " ").replace("+00:00", " UTC") for text in moments],
            "sku": [
                skus[s] if ok else "" for s, ok in zip(lines.sku[which].tolist(), tied.tolist(), strict=True)
            ],
            "quantity-purchased": [
                str(u) if ok and names[r][2] == "Principal" and names[r][1] == "ItemPrice" else ""
                for u, ok, r in zip(lines.units[which].tolist(), tied.tolist(), rows.tolist(), strict=True)
            ],
        }
        settlement = f"{12_000_000_000 + number * 137_911}"
        head: dict[str, str] = {
            "settlement-id": settlement,
            "settlement-start-date": f"{view.day(begin):%Y-%m-%d} 00:00:00 UTC",
            "settlement-end-date": f"{view.day(last):%Y-%m-%d} 23:59:59 UTC",
            "deposit-date": f"{view.day(last) + timedelta(days=2):%Y-%m-%d} 00:00:00 UTC",
            "total-amount": money(np.array([cents[rows].sum()]))[0],
            "currency": "USD",
        }
        body = _columns(AMAZON_SETTLEMENT, {"settlement-id": settlement, **known})
        columns = [
            [head.get(name, ""), *([column] * rows.size if isinstance(column, str) else column)]
            for name, column in zip(AMAZON_SETTLEMENT, body, strict=True)
        ]
        write_text(out / f"settlement_{settlement}.txt", AMAZON_SETTLEMENT, columns, _TAB)


def _cash(cents: Ints, *, comma: bool) -> list[str]:
    return [f"${value / 100:,.2f}" if comma else f"${value / 100:.2f}" for value in cents.tolist()]


def write_business_reports(view: View, out: Path, since: int = 0) -> None:
    """Business reports by ASIN and by date.

    By ASIN the days of the last calendar month are files of their own with the day only in the name; the months
    before it are one file each with a Date column, as tools that gather the daily ones write them.
    """
    windows, counts = list(months(view, since)), count(view)
    for window in windows:
        days = [d for d in range(window.first, window.last + 1) if ("amazon_asin", d) not in view.missing]
        if window is not windows[-1] or not view.quirks.daily_files:
            path = out / f"BusinessReport-{view.day(window.first):%Y-%m}.csv"
            _asin_file(view, counts, days, path, dated=True)
            continue
        for day in days:
            _asin_file(view, counts, [day], out / f"BusinessReport-{view.day(day)}.csv", dated=False)
    _by_date(view, out, since)


def _asin_file(view: View, counts: Counts, days: list[int], path: Path, *, dated: bool) -> None:
    if not days:
        return
    log, shop = view.run.traffic, view.shop
    ids = listing_ids(shop)
    names = {number: titles(shop, number, view.levers) for number in days}
    header = tuple(name for name in AMAZON_ASIN if (dated or name != "Date") and "B2B" not in name)
    comma = view.quirks.thousands
    day, row = np.nonzero(log.visitors[days])
    day = np.array(days)[day]
    at = (day, row)
    visits, pages = log.visitors[at].astype(np.int64), log.page_views[at].astype(np.int64)
    phone = np.round(visits * shop.platform.mobile_share).astype(np.int64)
    pages_phone = np.round(pages * shop.platform.mobile_share).astype(np.int64)
    total, total_pages = log.visitors.sum(axis=1)[day], log.page_views.sum(axis=1)[day]

    def number(values: Ints) -> list[str]:
        return [f"{v:,}" if comma else str(v) for v in values.tolist()]

    known: dict[str, Column] = {
        "Date": [f"{view.day(d)}" for d in day.tolist()],
        "(Parent) ASIN": pick(ids, row),
        "(Child) ASIN": pick(ids, row),
        "Title": [names[number][at_row] for number, at_row in zip(day.tolist(), row.tolist(), strict=True)],
        "Sessions - Mobile App": number(phone),
        "Sessions - Browser": number(visits - phone),
        "Sessions - Total": number(visits),
        "Session Percentage - Mobile App": share(phone, total),
        "Session Percentage - Browser": share(visits - phone, total),
        "Session Percentage - Total": share(visits, total),
        "Page Views - Mobile App": number(pages_phone),
        "Page Views - Browser": number(pages - pages_phone),
        "Page Views - Total": number(pages),
        "Page Views Percentage - Mobile App": share(pages_phone, total_pages),
        "Page Views Percentage - Browser": share(pages - pages_phone, total_pages),
        "Page Views Percentage - Total": share(pages, total_pages),
        "Featured Offer (Buy Box) Percentage": "98.00%",
        "Units Ordered": number(counts.units[at]),
        "Unit Session Percentage": share(counts.units[at], visits, missing="0.00%"),
        "Ordered Product Sales": _cash(counts.sales[at], comma=comma),
        "Total Order Items": number(counts.lines[at]),
    }
    write_text(path, header, _columns(header, known), Dialect("utf-8-sig", quote_all=True))


def _by_date(view: View, out: Path, since: int) -> None:
    counts, shop, log = count(view), count_shop(view), view.run.traffic
    days = np.arange(since, view.until + 1)
    visits = np.round(log.visitors[days].sum(axis=1) * 0.85).astype(np.int64)
    header = tuple(name for name in AMAZON_DAY if "B2B" not in name)
    comma = view.quirks.thousands
    known: dict[str, Column] = {
        "Date": [f"{view.day(d).month}/{view.day(d).day}/{view.day(d):%y}" for d in days.tolist()],
        "Ordered Product Sales": _cash(counts.sales[days].sum(axis=1), comma=comma),
        "Units Ordered": [f"{v:,}" for v in counts.units[days].sum(axis=1).tolist()],
        "Sessions - Total": [f"{v:,}" for v in visits.tolist()],
        "Page Views - Total": [f"{v:,}" for v in log.page_views[days].sum(axis=1, dtype=np.int64).tolist()],
        "Featured Offer (Buy Box) Percentage": "98.00%",
        "Order Item Session Percentage": share(shop.orders[days], visits),
    }
    path = out / f"SalesDashboard_{view.day(since)}_{view.day(view.until)}.csv"
    write_text(path, header, _columns(header, known), Dialect("utf-8-sig", quote_all=True))


def write_inventory(view: View, out: Path, since: int = 0) -> None:
    """Manage FBA Inventory: one snapshot a week, the day in the file name."""
    shop, run = view.shop, view.run
    ids, skus, names = listing_ids(shop), sku_codes(shop), titles(shop, view.until, view.levers)
    at = shop.shelf.sku_listing
    kinds = variants(shop)
    for day in sorted({*range(since + (-since) % 7, view.until + 1, 7), view.until}):
        held, coming = run.on_hand[day].astype(np.int64), run.inbound[day].astype(np.int64)
        reserved = np.minimum(held // 20, held)
        zeros = "0"
        known: dict[str, Column] = {
            "sku": skus,
            "fnsku": [f"X00{i:07d}" for i in range(shop.shelf.skus)],
            "asin": pick(ids, at),
            "product-name": [f"{names[i]} ({kind})" for i, kind in zip(at.tolist(), kinds, strict=True)],
            "condition": "New",
            "your-price": money(run.traffic.price[day][at].astype(np.int64)),
            "mfn-listing-exists": "No",
            "mfn-fulfillable-quantity": zeros,
            "afn-listing-exists": "Yes",
            "afn-warehouse-quantity": whole(held),
            "afn-fulfillable-quantity": whole(held - reserved),
            "afn-unsellable-quantity": zeros,
            "afn-reserved-quantity": whole(reserved),
            "afn-total-quantity": whole(held + coming),
            "per-unit-volume": "0.05",
            "afn-inbound-working-quantity": zeros,
            "afn-inbound-shipped-quantity": whole(coming),
            "afn-inbound-receiving-quantity": zeros,
        }
        path = out / f"FBA_Inventory_{view.day(day)}.txt"
        write_text(path, AMAZON_INVENTORY, _columns(AMAZON_INVENTORY, known), _TAB)


_RETURN_REASON = {
    LATE: "MISSED_ESTIMATED_DELIVERY",
    DEFECT: "DEFECTIVE",
    MISFIT: "APPAREL_TOO_SMALL",
    MISMATCH: "NOT_AS_DESCRIBED",
    WRONG_ITEM: "SWITCHEROO",
    REGRET: "UNWANTED_ITEM",
}


def write_returns(view: View, out: Path, since: int = 0) -> None:
    """FBA customer returns: goods that came back, a file for the whole window."""
    shop, orders, lines = view.shop, view.run.orders, view.run.lines
    sent = orders.shipped_at[lines.order] >= 0
    inside = (lines.settled_at >= since * DAY) & (lines.settled_at < view.end)
    rows = np.nonzero((lines.back > 0) & sent & inside)[0]
    rows = rows[np.lexsort((rows, lines.settled_at[rows]))]
    broken = lines.reason[rows] == DEFECT
    known: dict[str, Column] = {
        "return-date": _iso(view, lines.settled_at[rows]),
        "order-id": pick(order_ids(view), lines.order[rows]),
        "sku": pick(sku_codes(shop), lines.sku[rows]),
        "asin": pick(listing_ids(shop), lines.listing[rows]),
        "fnsku": [f"X00{i:07d}" for i in lines.sku[rows].tolist()],
        "product-name": pick(titles(shop, view.until, view.levers), lines.listing[rows]),
        "quantity": whole(lines.back[rows]),
        "fulfillment-center-id": "PHX7",
        "detailed-disposition": ["DEFECTIVE" if b else "SELLABLE" for b in broken.tolist()],
        "reason": [_RETURN_REASON.get(r, "UNWANTED_ITEM") for r in lines.reason[rows].tolist()],
        "status": "Unit returned to inventory",
        "license-plate-number": [f"LPN{r:09d}" for r in rows.tolist()],
    }
    path = out / f"FBA_Returns_{view.day(since)}_{view.day(view.until)}.txt"
    write_text(path, AMAZON_RETURNS, _columns(AMAZON_RETURNS, known), _TAB)
