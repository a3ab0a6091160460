"""What a unit of sales leaves: contribution before ads as a share of paid sales, per SKU, from the books.

Where the cost of a SKU is unknown the setting's assumption is used and the impact says so ('assumed').
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from zhanggui.playbooks.columns import Columns


@dataclass(frozen=True, slots=True)
class Margin:
    """Share of paid sales that is left after goods and fees: ``low`` ≤ ``mid`` ≤ ``high``; may be negative."""

    low: float
    mid: float
    high: float
    known: bool

    @property
    def basis(self) -> str:
        """Code for ``Impact.basis``."""
        return "known" if self.known else "assumed"


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins by (shop, sku), with the shop's own average and the assumption behind them."""

    assumed: Margin
    by_sku: Mapping[tuple[str, str], Margin] = field(default_factory=dict)
    by_shop: Mapping[str, Margin] = field(default_factory=dict)
    currency: Mapping[str, str] = field(default_factory=dict)
    fee_share: Mapping[str, float] = field(default_factory=dict)

    def of(self, shop: str, sku: str = "") -> Margin:
        """The SKU's margin, else the shop's average, else the assumption."""
        return self.by_sku.get((shop, sku)) or self.by_shop.get(shop) or self.assumed

    def money(self, shop: str) -> str:
        """Currency of the shop; raises KeyError for a shop that is not in the settings."""
        return self.currency[shop]


def margins(
    by_sku: Columns, fee_share: Mapping[str, float], assumed: Margin, currency: Mapping[str, str]
) -> Margins:
    """Margins from ``by_sku`` (by shop and sku: gmv and cost_of_goods, both in the shop's currency).

    ``fee_share``: shop → fees as a share of sales, from settlements or settings; a shop that is missing there
    has unknown fees, and then its known goods margin is an upper end and the margin is not called known.
    """
    out: dict[tuple[str, str], Margin] = {}
    sums: dict[str, list[float]] = {}
    sales = by_sku.floats("gmv")
    cost = by_sku.floats("cost_of_goods")
    for row in range(len(by_sku)):
        shop, sku = (str(part or "") for part in by_sku.key(row))
        if not (sales[row] > 0 and np.isfinite(cost[row])):
            continue
        out[shop, sku] = _margin(1 - cost[row] / sales[row], fee_share.get(shop))
        total = sums.setdefault(shop, [0.0, 0.0])
        total[0] += sales[row]
        total[1] += cost[row]
    shops = {shop: _margin(1 - spent / sold, fee_share.get(shop)) for shop, (sold, spent) in sums.items()}
    return Margins(assumed, out, shops, currency, fee_share)


def _margin(goods: float, fees: float | None) -> Margin:
    """``goods``: share left after the cost of goods; unknown fees widen it by the usual 0–15 % of sales."""
    if fees is None:
        return Margin(goods - 0.15, goods - 0.075, goods, known=False)
    return Margin(goods - fees, goods - fees, goods - fees, known=True)
