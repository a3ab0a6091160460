"""The ledger: a shop's money as far as its files can tell it on a given day, exact to the cent.

Definitions, all over the window from the first day to ``until`` (included), in the shop's currency:

``gmv``: goods amount that buyers paid, after discounts, shipping and tax left out, refunds left in, of orders paid
in the window. ``refunds``: refunds settled in the window (every one belongs to an order of the window).
``fees``: commission, payment, logistics, creator, points, storage and other settlement entries written down in the
window, positive is a cost, commission given back is negative, ads left out. ``ad_spend``: advertising of the window.
``cost_of_goods``: units of paid orders times their unit cost; goods that come back are not credited.
``shipping``: shipping that buyers of paid orders paid. ``contribution`` = gmv + shipping - refunds - fees -
ad_spend - cost_of_goods.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.log import Run
from zhanggui.simulator.money import Fees
from zhanggui.simulator.streams import Flags, Ints


@dataclass(frozen=True, slots=True)
class Ledger:
    """One shop's totals in its currency, exact."""

    currency: str
    gmv: Decimal
    shipping: Decimal
    refunds: Decimal
    fees: Decimal
    ad_spend: Decimal
    cost_of_goods: Decimal

    @property
    def contribution(self) -> Decimal:
        """What is left after everything that depends on the sale."""
        return self.gmv + self.shipping - self.refunds - self.fees - self.ad_spend - self.cost_of_goods

    def as_dict(self) -> dict[str, str]:
        """Decimal strings by name, for truth.json."""
        names = ("gmv", "shipping", "refunds", "fees", "ad_spend", "cost_of_goods", "contribution")
        return {"currency": self.currency, **{name: str(getattr(self, name)) for name in names}}


def money(cents: int) -> Decimal:
    """Cents as an exact amount with two decimals."""
    return Decimal(int(cents)).scaleb(-2)


def close_ledger(currency: str, run: Run, fees: Fees, until: int) -> Ledger:
    """The ledger of a run that began on day 0, as on the evening of day ``until`` (counted from 0)."""
    orders, lines = run.orders, run.lines
    end = (until + 1) * DAY
    paid = (orders.paid_at >= 0) & (orders.paid_at < end)
    line = paid[lines.order]
    settled = line & (lines.settled_at >= 0) & (lines.settled_at < end)
    written = fees.at < end

    def total(values: Ints, rows: Flags) -> Decimal:
        return money(int(values[rows].sum()))

    return Ledger(
        currency,
        gmv=total(lines.paid, line),
        shipping=total(orders.shipping, paid),
        refunds=total(lines.refund, settled),
        fees=total(fees.amount, written),
        ad_spend=money(int(run.traffic.ad_spend[: until + 1].sum(dtype=np.int64))),
        cost_of_goods=total(lines.cost, line),
    )
