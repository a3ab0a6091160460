"""Money: what selling costs. Every fee is an entry of its own, with the moment the platform writes it down.

Commission is taken on what the buyer paid for the goods and given back with a refund (Amazon keeps a fifth of
it); payment and logistics are charged per order and never given back; a parcel that comes back because of the
seller's fault is paid by the seller; storage is billed every night for the units held.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.aftersales import DAY, DEFECT, REGRET
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Columns, Run
from zhanggui.simulator.platforms import CONTENT
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Floats, Ints

FEES = (
    "commission",
    "payment",
    "logistics",
    "creator",
    "points",
    "tax",
    "commission_back",
    "return_parcel",
    "storage",
    "slot",
)
COMMISSION, PAYMENT, LOGISTICS, CREATOR, POINTS, TAX, COMMISSION_BACK, RETURN_PARCEL, STORAGE, SLOT = range(
    len(FEES)
)
_POINTS = {"taobao": 0.005}
_KEPT = {"amazon": 0.2}
_CREATOR_RATE = {"taobao": 0.08, "douyin": 0.15}


@dataclass(frozen=True, slots=True)
class Fees(Columns):
    """One row a fee.

    ``kind``: index of FEES; ``order`` and ``line``: rows in the run (-1: none); ``listing`` (-1: none); ``day`` of
    the sale or the service that caused it; ``at``: the moment it is written down; ``amount``: cents, positive is a
    cost.
    """

    kind: Ints
    order: Ints
    line: Ints
    listing: Ints
    day: Ints
    at: Ints
    amount: Ints


def _entries(kind: int, where: tuple[Ints, Ints, Ints], day: Ints, at: Ints, amount: Ints) -> Fees:
    order, line, listing = where
    some = amount != 0
    return Fees(np.full_like(order, kind), order, line, listing, day, at, amount).take(some)


def settlement(shop: Shop, levers: Levers, run: Run) -> Fees:
    """All fees of a run, in the order in which they are written down."""
    parts = [
        *_of_lines(shop, levers, run),
        *_of_orders(shop, levers, run),
        _storage(shop, run),
        _slots(shop, levers, run),
    ]
    fees = Fees.join(parts)
    return fees.take(np.lexsort((fees.line, fees.order, fees.kind, fees.at)))


def charged(fees: Fees) -> Fees:
    """The fees that a platform's account shows: creators' slots are paid by bank transfer and noted by the shop."""
    return fees.take(fees.kind != SLOT)


def _rates(levers: Levers, run: Run, name: str) -> Floats:
    """A shop-wide lever over the days of the run."""
    return np.array([levers.at(name, run.first + day)[0] for day in range(run.days)])


def _of_lines(shop: Shop, levers: Levers, run: Run) -> list[Fees]:
    key, lines, orders = shop.platform.key, run.lines, run.orders
    rows = np.nonzero(orders.paid_at[lines.order] >= 0)[0]
    order, paid, refund = lines.order[rows], lines.paid[rows], lines.refund[rows]
    day = orders.day[order]
    since = day - run.first
    where = (order, rows, lines.listing[rows])
    shipped = orders.shipped_at[order] >= 0
    done = np.where(shipped, orders.received_at[order], lines.settled_at[rows])
    done = np.maximum(done, orders.paid_at[order])
    rate = shop.platform.commission * _rates(levers, run, "commission")[since]
    commission = _cents(paid * rate)
    settled = np.maximum(lines.settled_at[rows], done)
    share = refund / np.maximum(paid, 1) * (1.0 - _KEPT.get(key, 0.0))
    creator = np.where(orders.source[order] == CONTENT, _CREATOR_RATE.get(key, 0.0), 0.0)
    points = _POINTS.get(key, 0.0) + _rates(levers, run, "points")[since]
    tax = _rates(levers, run, "tax_leak")[since]
    at_fault = (
        (lines.reason[rows] >= DEFECT) & (lines.reason[rows] < REGRET) & (lines.back[rows] > 0) & shipped
    )
    freight: Ints = np.where(at_fault, round(shop.platform.fulfilment * 1.3), 0)
    return [
        _entries(COMMISSION, where, day, done, commission),
        _entries(COMMISSION_BACK, where, day, settled, -_cents(commission * share)),
        _entries(CREATOR, where, day, done, _cents((paid - refund) * creator)),
        _entries(POINTS, where, day, done, _cents(paid * points)),
        _entries(TAX, where, day, done, _cents(paid * tax)),
        _entries(RETURN_PARCEL, where, day, settled, freight),
    ]


def _of_orders(shop: Shop, levers: Levers, run: Run) -> list[Fees]:
    orders, lines, place = run.orders, run.lines, shop.platform
    rows = np.nonzero(orders.paid_at >= 0)[0]
    day = orders.day[rows]
    units = np.bincount(lines.order, lines.units, orders.rows)[rows]
    first = np.searchsorted(lines.order, rows)
    where = (rows, np.full_like(rows, -1), lines.listing[first])
    due = orders.goods[rows] + orders.shipping[rows]
    fixed = np.where(due > 0, place.payment_fixed, 0)
    payment = _cents(due * place.payment) + fixed
    weight = place.fulfilment * (1.0 + 0.15 * np.minimum(units - 1, 20))
    parcel = _cents(weight * _rates(levers, run, "fulfilment")[day - run.first])
    sent = orders.shipped_at[rows] >= 0
    return [
        _entries(PAYMENT, where, day, orders.paid_at[rows], payment),
        _entries(LOGISTICS, where, day, orders.shipped_at[rows], np.where(sent, parcel, 0)),
    ]


def _storage(shop: Shop, run: Run) -> Fees:
    """A thirtieth of the monthly rate every night, for the units held."""
    held = run.on_hand.sum(axis=1, dtype=np.int64)
    day = run.first + np.arange(run.days, dtype=np.int64)
    nowhere = np.full_like(day, -1)
    return _entries(
        STORAGE,
        (nowhere, nowhere, nowhere),
        day,
        day * DAY + DAY - 60,
        _cents(held * shop.platform.storage / 30),
    )


def _slots(shop: Shop, levers: Levers, run: Run) -> Fees:
    """Fees for creators' slots: those planned, and those that a lever adds."""
    posts = shop.posts
    inside = (posts.day >= run.first) & (posts.day < run.first + run.days)
    days, listings, amounts = [posts.day[inside]], [posts.listing[inside]], [posts.fee[inside]]
    for number in range(run.first, run.first + run.days):
        extra = levers.at("creator_fee", number)
        paid = np.nonzero(extra)[0]
        days.append(np.full_like(paid, number))
        listings.append(paid)
        amounts.append(_cents(extra[paid] * 100))
    day, listing, amount = (np.concatenate(part) for part in (days, listings, amounts))
    none = np.full_like(day, -1)
    return _entries(SLOT, (none, none, listing), day, day * DAY + 20 * 3600, amount)


def _cents(amount: Floats | Ints) -> Ints:
    """Rounded to whole cents, halves to even."""
    return np.rint(amount).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Profit:
    """Contribution profit and its parts in cents over days, by the day the order was paid (all refunds matured)."""

    gmv: Ints
    shipping: Ints
    refunds: Ints
    cost: Ints
    fees: Ints
    ads: Ints

    @property
    def contribution(self) -> Ints:
        """Gmv + shipping - refunds - cost of goods - fees - ads."""
        return self.gmv + self.shipping - self.refunds - self.cost - self.fees - self.ads


def profit(run: Run, fees: Fees, listings: Ints | None = None) -> Profit:
    """The profit of each day of a run, exact; of ``listings`` alone when given (shop-wide fees left out)."""
    orders, lines = run.orders, run.lines
    line = orders.paid_at[lines.order] >= 0
    order = orders.paid_at >= 0
    fee = np.ones(fees.rows, dtype=np.bool_)
    ads = run.traffic.ad_spend.sum(axis=1, dtype=np.int64)
    if listings is not None:
        line &= np.isin(lines.listing, listings)
        main = lines.listing[np.searchsorted(lines.order, np.arange(orders.rows))]
        order &= np.isin(main, listings)
        fee &= np.isin(fees.listing, listings)
        ads = np.zeros_like(ads)
    day = orders.day - run.first
    at = day[lines.order]
    return Profit(
        gmv=_by_day(run, at[line], lines.paid[line]),
        shipping=_by_day(run, day[order], orders.shipping[order]),
        refunds=_by_day(run, at[line], lines.refund[line]),
        cost=_by_day(run, at[line], lines.cost[line]),
        fees=_by_day(run, fees.day[fee] - run.first, fees.amount[fee]),
        ads=ads,
    )


def _by_day(run: Run, day: Ints, amount: Ints) -> Ints:
    out = np.zeros(run.days, dtype=np.int64)
    np.add.at(out, day, amount)
    return out
