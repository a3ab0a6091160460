"""What no platform exports and the shop keeps itself: costs, stock, purchase orders, tickets, promotions, rates.

One xlsx a table with the columns of the books as header.
"""

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from zhanggui.model.tables import TABLES
from zhanggui.simulator.aftersales import REASONS
from zhanggui.simulator.exports.sheet import Column, Sheet, write_xlsx
from zhanggui.simulator.exports.view import View, listing_ids, money, pick, sku_codes, titles, whole
from zhanggui.simulator.money import FEES
from zhanggui.simulator.streams import Ints

_FEE_KIND = {
    "commission": "commission",
    "payment": "payment",
    "logistics": "logistics",
    "creator": "creator",
    "points": "service",
    "tax": "tax",
    "commission_back": "commission",
    "return_parcel": "logistics",
    "storage": "logistics",
    "slot": "creator",
}


def _table(view: View, name: str, known: dict[str, Column], out: Path) -> None:
    """Write the table ``name`` with the columns that are known, the shop first."""
    header = tuple(column for column in TABLES[name].names if column in known or column == "shop")
    columns = [known.get(column, view.shop.plan.key) for column in header]
    stem = f"{name}_{view.shop.plan.key}_{view.day(view.until):%Y%m%d}.xlsx"
    write_xlsx(out / stem, Sheet(name, header, columns))


def write_costs(view: View, out: Path) -> None:
    """Unit costs of every SKU with the day from which they hold."""
    shop = view.shop
    at = shop.shelf.sku_listing
    table = [view.levers.at("unit_cost", number) for number in range(view.until + 1)]
    starts = [0, *(n for n in range(1, view.until + 1) if (table[n] != table[n - 1]).any())]
    # A cost holds from before the first sale, so that no order stands before it.
    skus, days, costs = [], [], []
    previous = np.full(shop.shelf.skus, -1, dtype=np.int64)
    for start in starts:
        now = np.round(shop.shelf.unit_cost * table[start][at]).astype(np.int64)
        rows = np.nonzero(now != previous)[0]
        skus.append(rows)
        days.append(np.full_like(rows, start or -60))
        costs.append(now[rows])
        previous = now
    row, day, cost = np.concatenate(skus), np.concatenate(days), np.concatenate(costs)
    product = shop.shelf.product[at[row]]
    chinese = shop.platform.market == "cn"
    known: dict[str, Column] = {
        "sku": pick(sku_codes(shop), row),
        "from_day": [f"{view.day(d)}" for d in day.tolist()],
        "product_id": [shop.products.code(p) for p in product.tolist()],
        "title": [shop.products.name(p, chinese=chinese) for p in product.tolist()],
        "cost": money(cost),
        "currency": shop.platform.currency,
        "supplier": [f"供应商{p % 9 + 1}" for p in product.tolist()],
        "lead_days": whole(shop.lead[row]),
        "moq": whole(shop.smallest[row]),
    }
    _table(view, "sku_cost", known, out)


def write_stock(view: View, out: Path, since: int = 0) -> None:
    """A snapshot of the shelf every week and on the last day."""
    shop, run = view.shop, view.run
    days = np.array(sorted({*range(since + (-since) % 7, view.until + 1, 7), view.until}), dtype=np.int64)
    size = shop.shelf.skus
    held = run.on_hand[days].astype(np.int64).ravel()
    known: dict[str, Column] = {
        "day": [f"{view.day(d)}" for d in days.tolist() for _ in range(size)],
        "sku": sku_codes(shop) * days.size,
        "listing_id": pick(listing_ids(shop), shop.shelf.sku_listing) * days.size,
        "location": "main",
        "title": pick(titles(shop, view.until, view.levers), shop.shelf.sku_listing) * days.size,
        "on_hand": whole(held),
        "available": whole(held),
        "reserved": "0",
        "inbound": whole(run.inbound[days].astype(np.int64).ravel()),
    }
    _table(view, "stock", known, out)


def write_purchases(view: View, out: Path) -> None:
    """Purchase orders placed so far; those on the way have no day of receipt."""
    shop, supply = view.shop, view.run.supply
    rows = np.nonzero(supply.placed <= view.until)[0]
    arrived = supply.arrives[rows] <= view.until
    at = shop.shelf.sku_listing[supply.sku[rows]]
    known: dict[str, Column] = {
        "po_id": [f"PO{view.shop.plan.key[:2].upper()}{100_000 + r}" for r in rows.tolist()],
        "sku": pick(sku_codes(shop), supply.sku[rows]),
        "supplier": [f"供应商{p % 9 + 1}" for p in shop.shelf.product[at].tolist()],
        "ordered_day": [f"{view.day(d)}" for d in supply.placed[rows].tolist()],
        "expected_day": [f"{view.day(d)}" for d in supply.expected[rows].tolist()],
        "received_day": [
            f"{view.day(d)}" if ok else ""
            for d, ok in zip(supply.arrives[rows].tolist(), arrived.tolist(), strict=True)
        ],
        "quantity": whole(supply.units[rows]),
        "received": [
            str(u) if ok else "0" for u, ok in zip(supply.units[rows].tolist(), arrived.tolist(), strict=True)
        ],
        "cost": money(shop.shelf.unit_cost[supply.sku[rows]]),
        "currency": shop.platform.currency,
    }
    _table(view, "purchase_order", known, out)


def write_tickets(view: View, out: Path, numbers: list[str], since: int = 0) -> None:
    """Customer-service cases: questions before the sale, and cases of goods that come back; ``numbers``: order ids."""
    cases, lines = view.run.cases, view.run.lines
    skus = sku_codes(view.shop)
    asked = np.nonzero((cases.opened_at >= since * 86_400) & (cases.opened_at < view.end))[0]
    back = np.nonzero((lines.asked_at >= since * 86_400) & (lines.asked_at < view.end) & (lines.reason >= 0))[
        0
    ]
    reply = np.array([view.levers.at("reply", day)[0] for day in range(view.until + 1)])
    opened = lines.asked_at[back]
    answered = opened + np.round(600 * reply[opened // 86_400] * (1 + back % 7 / 7)).astype(np.int64)
    closed = np.maximum(lines.settled_at[back], answered)

    def seen(first: Ints, second: Ints) -> list[str]:
        return view.stamp(view.seen(np.concatenate([first, second])))

    first_sku = view.shop.shelf.first_sku[cases.listing[asked]]
    known: dict[str, Column] = {
        "ticket_id": [*(f"Q{r:07d}" for r in asked.tolist()), *(f"R{r:07d}" for r in back.tolist())],
        "order_id": [*([""] * asked.size), *(numbers[o] for o in lines.order[back].tolist())],
        "sku": [*pick(skus, first_sku), *pick(skus, lines.sku[back])],
        "kind": [
            *(["question"] * asked.size),
            *("logistics" if r == 0 else "return" for r in lines.reason[back].tolist()),
        ],
        "reason": [*([""] * asked.size), *pick(list(REASONS), lines.reason[back])],
        "opened_at": seen(cases.opened_at[asked], opened),
        "first_reply_at": seen(cases.replied_at[asked], answered),
        "closed_at": seen(cases.closed_at[asked], closed),
    }
    _table(view, "ticket", known, out)


def write_fees(view: View, out: Path, numbers: list[str], since: int = 0) -> None:
    """Fees of a shop whose platform exports none; ``numbers``: order ids."""
    fees = view.fees
    rows = np.nonzero((fees.at >= since * 86_400) & (fees.at < view.end))[0]
    line = view.run.lines
    skus = sku_codes(view.shop)
    known: dict[str, Column] = {
        "fee_id": [f"F{r:08d}" for r in rows.tolist()],
        "order_id": [numbers[o] if o >= 0 else "" for o in fees.order[rows].tolist()],
        "sku": [skus[line.sku[i]] if i >= 0 else "" for i in fees.line[rows].tolist()],
        "settled_at": view.stamp(fees.at[rows]),
        "day": [f"{view.day(second // 86_400)}" for second in fees.at[rows].tolist()],
        "kind": [_FEE_KIND[FEES[k]] for k in fees.kind[rows].tolist()],
        "name": [FEES[k] for k in fees.kind[rows].tolist()],
        "amount": money(fees.amount[rows]),
        "currency": view.shop.platform.currency,
    }
    _table(view, "fee", known, out)


def write_prices(view: View, out: Path, since: int = 0) -> None:
    """Once a week, what the strongest rival asks for the like of the best-selling listings."""
    shop = view.shop
    best = np.argsort(-shop.shelf.popularity, kind="stable")[: max(3, shop.shelf.listings // 4)]
    best = np.sort(best)
    ids = listing_ids(shop)
    days = list(range(since + (-since) % 7, view.until + 1, 7))
    market = [
        np.round(shop.shelf.market_price[best] * view.levers.at("rival_price", day)[best]).astype(np.int64)
        for day in days
    ]
    price = np.concatenate(market) if market else np.zeros(0, dtype=np.int64)
    known: dict[str, Column] = {
        "day": [f"{view.day(d)}" for d in days for _ in range(best.size)],
        "listing_id": [ids[i] for _ in days for i in best.tolist()],
        "seller": "rival",
        "item": [f"rival {shop.products.code(p)}" for _ in days for p in shop.shelf.product[best].tolist()],
        "deal_price": money(price),
        "final_price": money(price),
        "currency": shop.platform.currency,
    }
    _table(view, "price", known, out)


def write_rates(start: date, until: int, out: Path) -> None:
    """Exchange rates of every day: a slow wave around 7.15 yuan a dollar."""
    days = [start + timedelta(days=number) for number in range(until + 1)]
    header = ("shop", "day", "base", "quote", "rate")
    rates = [f"{7.15 + 0.08 * math.sin(day.toordinal() / 45.0):.4f}" for day in days]
    columns: list[Column] = ["", [f"{day}" for day in days], "USD", "CNY", rates]
    write_xlsx(out / f"fx_{days[-1]:%Y%m%d}.xlsx", Sheet("fx", header, columns))
