"""What a unit of sales leaves: contribution before ads as a share of paid sales, per SKU, from the books.

It is (sales + postage that buyers paid + platform discounts - goods - fees - refunds) / sales: a parcel is among the
fees, so what buyers pay for it belongs here; and of sales that are lost or won a part would have been given back.
Refunds of a SKU are few: its share is drawn to that of its shop. Where no file tells refunds none are taken off. Where
the cost of a SKU is unknown the setting's assumption is used and the impact says so ('assumed').
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from zhanggui.playbooks.columns import Columns

GIVEN = ("shipping_income", "platform_discounts")
PARCELS = ("units", "lines")
RETURNED = "refunds_of_orders"
OWN_LINES = 30.0  # sold lines that the shop's share given back weighs against a SKU's own
MOST_OWN = (
    0.2  # share of the parcels' money that is charged to SKUs, up to which weeks tell what a line costs
)
LEAST_WEEKS = 6
LEAST_RATE = 0.02  # of sales: from so much on a fee may be found that no file calls one of the price
LEAST_LINE = 0.2  # of a line's fees: the same of one by the line
DRAWN = 0.5  # standard error, as a share, of what is thought before
NOISE = 0.03  # least standard error of a week's fees: settlements come days after the sales


@dataclass(frozen=True, slots=True)
class Margin:
    """Share of paid sales that is left after goods, fees and refunds: ``low`` ≤ ``mid`` ≤ ``high``; may be negative.

    ``back``: the share given back, which is taken off in them.
    """

    low: float
    mid: float
    high: float
    known: bool
    back: float = 0.0

    @property
    def basis(self) -> str:
        """Code for ``Impact.basis``."""
        return "known" if self.known else "assumed"


@dataclass(frozen=True, slots=True)
class Charges:
    """What the platform, the payment and the parcel take: a ``rate`` of sales, so much a ``line`` of an order, and so
    much a ``unit``.
    """

    rate: float = 0.0
    line: float = 0.0
    unit: float = 0.0

    def on(self, sales: float, lines: float, units: float) -> float:
        """Fees of so many sales."""
        return self.rate * sales + self.line * lines + self.unit * units


@dataclass(frozen=True, slots=True)
class Parcels:
    """``share`` of sales that parcels cost; ``weeks`` of settled fees, sales and lines, shape (3, weeks); ``charged``:
    SKU → what settlements charge to it by name, '' what they charge to none.
    """

    share: float
    weeks: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros((3, 0)))
    charged: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins by (shop, sku), with the shop's own average and the assumption behind them.

    ``fee_share``: shop → fees as a share of sales; ``given_share``: the same of postage and platform discounts.
    ``charges``: (shop, sku) → its fees, parcels by the line and the unit; (shop, '') → those of its other SKUs.
    """

    assumed: Margin
    by_sku: Mapping[tuple[str, str], Margin] = field(default_factory=dict)
    by_shop: Mapping[str, Margin] = field(default_factory=dict)
    currency: Mapping[str, str] = field(default_factory=dict)
    fee_share: Mapping[str, float] = field(default_factory=dict)
    given_share: Mapping[str, float] = field(default_factory=dict)
    charges: Mapping[tuple[str, str], Charges] = field(default_factory=dict)

    def charged(self, shop: str, sku: str) -> Charges:
        """The SKU's fees, else the shop's, else its share of sales; nothing where no fee is known."""
        known = self.charges.get((shop, sku)) or self.charges.get((shop, ""))
        return known or Charges(max(self.fee_share.get(shop, 0.0), 0.0))

    def of(self, shop: str, sku: str = "") -> Margin:
        """The SKU's margin, else the shop's average, else the assumption."""
        return self.by_sku.get((shop, sku)) or self.by_shop.get(shop) or self.assumed

    def among(self, shop: str, skus: Sequence[str]) -> float:
        """Times the shop's own margin, what several SKUs of it leave as a mean: what is promised of a page whose
        goods were not known is put right by it. 1 where no goods are known, or the shop earns nothing.
        """
        known = [max(self.by_sku[shop, sku].mid, 0.0) for sku in skus if (shop, sku) in self.by_sku]
        whole = self.of(shop).mid
        return sum(known) / len(known) / whole if known and whole > 0 else 1.0

    def usual(self, shop: str) -> Margin:
        """The median of its SKUs' margins, which one item sold below cost does not move; else as ``of``."""
        mine = [one for (of, sku), one in self.by_sku.items() if of == shop and sku]
        return sorted(mine, key=lambda one: one.mid)[len(mine) // 2] if mine else self.of(shop)

    def money(self, shop: str) -> str:
        """Currency of the shop; raises KeyError for a shop that is not in the settings."""
        return self.currency[shop]


def margins(
    by_sku: Columns,
    fee_share: Mapping[str, float],
    assumed: Margin,
    currency: Mapping[str, str],
    parcels: Mapping[str, Parcels] | None = None,
) -> Margins:
    """Margins from ``by_sku`` (by shop and sku: gmv, cost_of_goods, RETURNED and GIVEN in the shop's currency, and
    PARCELS).

    ``fee_share``: shop → fees as a share of sales, from settlements or settings; a shop that is missing there
    has unknown fees, and then its known goods margin is an upper end and the margin is not called known.
    ``parcels``: the part of it that parcels cost, whatever the price of what is in them.
    """
    sales, cost = by_sku.floats("gmv"), by_sku.floats("cost_of_goods")
    keys = [tuple(str(part or "") for part in by_sku.key(row)) for row in range(len(by_sku))]
    income = np.zeros(len(by_sku))
    for name in GIVEN:
        income += np.nan_to_num(by_sku.floats(name))
    shops: dict[str, list[float]] = {}
    for (shop, _), sold, more in zip(keys, np.nan_to_num(sales), income, strict=True):
        total = shops.setdefault(shop, [0.0, 0.0, 0.0, 0.0])
        total[0] += float(sold)
        total[1] += float(more)
    given = {shop: total[1] / total[0] for shop, total in shops.items() if total[0] > 0}
    taken = {shop: share - given.get(shop, 0.0) for shop, share in fee_share.items()}
    back = _back(by_sku, keys)
    out: dict[tuple[str, str], Margin] = {}
    for (shop, sku), sold, spent in zip(keys, sales, cost, strict=True):
        if sold > 0 and np.isfinite(spent):
            out[shop, sku] = _margin(float(1 - spent / sold), taken.get(shop), back[shop, sku])
            shops[shop][2] += float(sold)
            shops[shop][3] += float(spent)
    whole = {
        shop: _margin(1 - total[3] / total[2], taken.get(shop), back[shop, ""])
        for shop, total in shops.items()
        if total[2] > 0
    }
    charges = _charges(by_sku, keys, fee_share, parcels or {})
    return Margins(assumed, out, whole, currency, fee_share, given, charges)


def _margin(goods: float, taken: float | None, back: float) -> Margin:
    """``goods``: share left after the cost of goods; ``taken``: fees less what buyers and platform give for them;
    ``back``: share that is given back.

    Unknown fees widen it by the usual 0–15 % of sales; what buyers pay for parcels is then taken to be spent on them.
    """
    left = goods - back
    if taken is None:
        return Margin(left - 0.15, left - 0.075, left, known=False, back=back)
    return Margin(left - taken, left - taken, left - taken, known=True, back=back)


def _back(by_sku: Columns, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, str], float]:
    """(Shop, sku) → share of its sales that is given back; (shop, '') → that of the whole shop.

    What names no SKU is of all of them.
    """
    sales, lines, back = (np.nan_to_num(by_sku.floats(name)) for name in ("gmv", "lines", RETURNED))
    of, named = np.array([shop for shop, _ in keys]), np.array([bool(sku) for _, sku in keys], np.bool_)
    out: dict[tuple[str, str], float] = {}
    for shop in sorted({shop for shop, _ in keys}):
        mine = of == shop
        sold = float(sales[mine].sum())
        if sold <= 0:
            continue
        usual, rest = (float(back[mine & some].sum()) / sold for some in (named, ~named))
        weight = OWN_LINES * sold / max(float(lines[mine].sum()), 1.0)
        for row in np.flatnonzero(mine):
            share = (float(back[row]) + usual * weight) / (max(float(sales[row]), 0.0) + weight) + rest
            out[shop, keys[int(row)][1]] = min(max(share, 0.0), 1.0)
        out[shop, ""] = min(max(usual + rest, 0.0), 1.0)
    return out


def _charges(
    by_sku: Columns,
    keys: Sequence[tuple[str, ...]],
    fee_share: Mapping[str, float],
    parcels: Mapping[str, Parcels],
) -> dict[tuple[str, str], Charges]:
    """Fees by SKU: parcels that settlements charge to a SKU are so much a unit of it, all others so much a line.

    Statements are late: what they tell is scaled to all sales.
    """
    sales, lines, units = (np.nan_to_num(by_sku.floats(name)) for name in ("gmv", "lines", "units"))
    out = {}
    for shop, sent in parcels.items():
        mine = np.array([one == shop for one, _ in keys], np.bool_)
        sold, all_lines = (float(cells[mine].sum()) for cells in (sales, lines))
        told = sum(sent.charged.values())
        paid = np.array([sent.charged.get(sku, 0.0) if sku and of == shop else 0.0 for of, sku in keys])
        if sold <= 0 or all_lines <= 0:
            continue
        scale = sent.share * sold / told if told > 0 else 0.0
        own = np.where((units > 0) & (paid > 0), paid * scale, 0.0)
        line = max(sent.share * sold - float(own.sum()), 0.0) / all_lines
        rate = max(fee_share[shop] - sent.share, 0.0)
        if own.sum() <= MOST_OWN * sent.share * sold:
            rate, line = fitted(rate, line, sent.weeks)
        out[shop, ""] = Charges(rate, line)
        for row in np.flatnonzero(own):
            out[shop, keys[int(row)][1]] = Charges(rate, line, float(own[row] / units[row]))
    return out


def fitted(rate: float, line: float, weeks: npt.NDArray[np.float64]) -> tuple[float, float]:
    """What fees are of sales (``rate``) and a line, brought up to ``weeks`` of fees, sales and lines.

    Files seldom say which fees go with the price: a payment costs a share and a sum. Weeks of other prices tell, by
    least squares drawn to what was thought (ridge: Hoerl and Kennard 1970); where all are alike nothing changes but
    the size of both. Neither becomes negative.
    """
    fees, sales, lines = (row[weeks.min(axis=0) > 0] for row in weeks)
    if len(fees) < LEAST_WEEKS:
        return rate, line
    each = float(fees.sum() / lines.sum())
    units = np.array([max(rate, LEAST_RATE), max(line, LEAST_LINE * each)])
    thought = np.array([rate, line]) / units
    seen = np.stack([sales * units[0], lines * units[1]], axis=1) / fees.mean()
    plain = np.linalg.lstsq(seen, fees / fees.mean(), rcond=None)[0]
    noise = float(((seen @ plain - fees / fees.mean()) ** 2).sum()) / (len(fees) - 2)
    weight = DRAWN**2 / max(noise, NOISE**2)
    free = np.array([True, True])
    while True:
        part = seen[:, free]
        left = part.T @ part * weight + np.eye(int(free.sum()))
        found = np.zeros(2)
        found[free] = np.linalg.solve(left, part.T @ (fees / fees.mean()) * weight + thought[free])
        if (found >= 0).all():
            return float(found[0] * units[0]), float(found[1] * units[1])
        free &= found >= 0
