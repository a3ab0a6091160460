"""What no platform exports and the shop keeps itself: costs, stock, purchase orders, tickets, promotions, rates.

One xlsx a table, with the headings of the templates that a shop fills in, Chinese or English by the shop's market.
"""

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from zhanggui.simulator.aftersales import REASONS
from zhanggui.simulator.catalogue import watched_listings
from zhanggui.simulator.exports.said import gathered, of_orders
from zhanggui.simulator.exports.sheet import Column, Sheet, write_xlsx
from zhanggui.simulator.exports.view import View, listing_ids, money, pick, sku_codes, titles, whole
from zhanggui.simulator.money import FEES, SLOT
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


# column -> heading of the template, Chinese and English
_HEADINGS = {
    "shop": ("店铺", "Shop"),
    "sku": ("SKU编码", "SKU code"),
    "from_day": ("生效日期", "From day"),
    "product_id": ("款号", "Product code"),
    "title": ("商品名称", "Product name"),
    "cost": ("单件成本", "Unit cost"),
    "currency": ("币种", "Currency"),
    "supplier": ("供应商", "Supplier"),
    "lead_days": ("采购周期(天)", "Lead time (days)"),
    "moq": ("起订量", "Minimum order"),
    "day": ("日期", "Day"),
    "location": ("仓库", "Location"),
    "on_hand": ("在库数", "On hand"),
    "available": ("可售数", "Available"),
    "reserved": ("占用数", "Reserved"),
    "inbound": ("在途数", "Inbound"),
    "po_id": ("采购单号", "PO number"),
    "ordered_day": ("下单日期", "Ordered day"),
    "expected_day": ("预计到货日期", "Expected day"),
    "received_day": ("实际到货日期", "Received day"),
    "quantity": ("采购数量", "Quantity"),
    "received": ("到货数量", "Received quantity"),
    "price": ("采购单价", "Unit price"),
    "ticket_id": ("工单号", "Ticket number"),
    "order_id": ("订单号", "Order number"),
    "kind": ("类型", "Kind"),
    "reason": ("原因", "Reason"),
    "opened_at": ("提出时间", "Opened at"),
    "first_reply_at": ("首次回复时间", "First reply at"),
    "closed_at": ("关闭时间", "Closed at"),
    "listing_id": ("自家商品ID", "Own listing"),
    "seller": ("卖家", "Seller"),
    "item": ("竞品", "Competing item"),
    "deal_price": ("成交价", "Shown price"),
    "final_price": ("到手价", "Final price"),
    "name": ("活动名称", "Promotion"),
    "first_day": ("开始日期", "First day"),
    "last_day": ("结束日期", "Last day"),
    "mechanics": ("玩法", "Mechanics"),
    "threshold": ("满额", "Spend"),
    "saving": ("优惠金额", "Save"),
    "at": ("写评时间", "Written at"),
    "stars": ("几星", "Stars"),
    "text": ("评语", "Text"),
    "fee_id": ("流水号", "Entry number"),
    "fee_kind": ("费用类型", "Kind"),
    "fee_name": ("费用名称", "Name"),
    "amount": ("金额", "Amount"),
}


def _table(view: View, name: str, known: dict[str, Column], out: Path) -> None:
    """Write the columns ``known`` under their headings, and the shop."""
    language = 0 if view.shop.platform.market == "cn" else 1
    header = [_HEADINGS[column][language] if column in _HEADINGS else column for column in (*known, "shop")]
    stem = f"{name}_{view.shop.plan.key}_{view.day(view.until):%Y%m%d}.xlsx"
    write_xlsx(out / stem, Sheet(name, header, [*known.values(), view.shop.plan.key]))


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
        "price": money(shop.shelf.unit_cost[supply.sku[rows]]),
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


def write_reviews(view: View, out: Path, since: int = 0) -> None:
    """Reviews that the shop notes itself, where its platform exports none."""
    said = gathered(view, since)
    skus = pick(sku_codes(view.shop), view.run.lines.sku[np.maximum(said.line, 0)])
    known: dict[str, Column] = {
        "listing_id": pick(listing_ids(view.shop), said.listing),
        "sku": of_orders(said, skus),
        "at": view.stamp(said.at),
        "stars": whole(said.stars),
        "text": said.words,
    }
    _table(view, "review", known, out)


def write_slots(view: View, out: Path, since: int = 0) -> None:
    """What creators were paid for their slots by bank transfer, each on the item it was paid for."""
    fees, shop = view.fees, view.shop
    rows = np.nonzero((fees.kind == SLOT) & (fees.at >= since * 86_400) & (fees.at < view.end))[0]
    known: dict[str, Column] = {
        "fee_id": [f"S{view.shop.plan.key[:2].upper()}{r:07d}" for r in rows.tolist()],
        "sku": pick(sku_codes(shop), shop.shelf.first_sku[fees.listing[rows]]),
        "day": [f"{view.day(second // 86_400)}" for second in fees.at[rows].tolist()],
        "fee_kind": "creator",
        "fee_name": ["达人坑位费" if shop.platform.market == "cn" else "Creator slot"] * rows.size,
        "amount": money(fees.amount[rows]),
        "currency": shop.platform.currency,
    }
    if rows.size:
        _table(view, "fee", known, out)


def write_no_ads(view: View, out: Path, since: int = 0) -> None:
    """A shop that buys no advertising says so: one row of spend 0 over the days exported."""
    known: dict[str, Column] = {
        "day": [f"{view.day(since)}"],
        "days": [str(view.until + 1 - since)],
        "channel": ["none"],
        "spend": ["0.00"],
        "currency": view.shop.platform.currency,
    }
    _table(view, "ads", known, out)


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
    header = (*known, "shop")
    stem = f"fee_{view.shop.plan.key}_{view.day(view.until):%Y%m%d}.xlsx"
    write_xlsx(out / stem, Sheet("fee", header, [*known.values(), view.shop.plan.key]))


def write_prices(view: View, out: Path, since: int = 0) -> None:
    """Once a week, what the strongest rival asks for the like of the best-selling listings."""
    shop = view.shop
    best = watched_listings(shop.shelf)
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
    header = ("日期", "基准币", "报价币", "汇率")
    rates = [f"{7.15 + 0.08 * math.sin(day.toordinal() / 45.0):.4f}" for day in days]
    columns: list[Column] = [[f"{day}" for day in days], "USD", "CNY", rates]
    write_xlsx(out / f"fx_{days[-1]:%Y%m%d}.xlsx", Sheet("fx", header, columns))


def write_promotions(view: View, out: Path) -> None:
    """The platform's sales that the shop joined: their days and the spend-X-save-Y that went with them."""
    saving = view.shop.need.saving[: view.until + 1]
    on = np.nonzero(saving > 0)[0]
    if on.size == 0:
        return
    gap = np.nonzero(np.diff(on) > 1)[0]
    first, last = on[np.concatenate([[0], gap + 1])], on[np.concatenate([gap, [on.size - 1]])]
    place = view.shop.platform
    spend = bool(place.save_cut)
    known: dict[str, Column] = {
        "name": [f"sale {view.day(d)}" for d in first.tolist()],
        "first_day": [f"{view.day(d)}" for d in first.tolist()],
        "last_day": [f"{view.day(d)}" for d in last.tolist()],
        "mechanics": ["spend-X-save-Y" if spend else "discount"] * first.size,
        "threshold": [f"{place.save_line / 100:.2f}" if spend else ""] * first.size,
        "saving": [f"{place.save_cut / 100:.2f}" if spend else ""] * first.size,
        "currency": [place.currency] * first.size,
    }
    _table(view, "promotion", known, out)
