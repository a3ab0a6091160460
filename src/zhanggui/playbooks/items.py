"""What an operator calls an item: the listing where orders name it, else the style, else the SKU itself.

A page, a price slip and a bad batch befall all variants of an item at once; counted together they stand out of noise
days earlier than each does alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from zhanggui.actions.action import Target
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns

STYLES = ("sku_cost", ("shop", "sku", "product", "from_day"))
NAMED = 12  # SKUs that the evidence of an item names

Item = tuple[str, str]  # shop, code


@dataclass(frozen=True, slots=True)
class Items:
    """(shop, sku) → item. ``kinds``: item → 'listing', 'product' or 'sku'; ``skus``: item → its SKUs, sorted.

    ``styles``: (shop, style) → SKUs, whatever the item is told by.
    """

    by_sku: Mapping[tuple[str, str], Item]
    kinds: Mapping[Item, str]
    skus: Mapping[Item, tuple[str, ...]] = field(default_factory=dict)
    styles: Mapping[Item, tuple[str, ...]] = field(default_factory=dict)

    def target(self, item: Item, label: str = "") -> Target:
        """The item as the target of an action; one of a single SKU is that SKU."""
        shop, code = item
        mine = self.skus[item]
        if self.kinds[item] == "product" and len(mine) == 1:
            return Target("sku", shop, mine[0], label or mine[0])
        return Target(self.kinds[item], shop, code, label or code)

    def called(self, shop: str, names: Iterable[str]) -> tuple[str, ...]:
        """SKUs of the shop that are called so, or whose item or style is; sorted."""
        out: set[str] = set()
        for name in names:
            out |= {*self.skus.get((shop, name), ()), *self.styles.get((shop, name), ())}
            out |= {name} if (shop, name) in self.by_sku else set()
        return tuple(sorted(out))

    def named(self, item: Item) -> str:
        """The codes of its SKUs for the evidence, at most twelve."""
        return " ".join(self.skus[item][:NAMED])


def items(sold: Columns, styles: Sequence[tuple[Value | Key, ...]]) -> Items:
    """Items of all SKUs in ``sold`` (keys shop, sku and, where asked, listing; metric units).

    ``styles``: rows of STYLES. Of a SKU sold on several listings the one that sold most counts.
    """
    sales = _listings(sold)
    style = _styles(styles)
    by_sku: dict[tuple[str, str], Item] = {}
    kinds: dict[Item, str] = {}
    members: dict[Item, list[str]] = {}
    alike: dict[Item, list[str]] = {}
    for shop, sku in sorted(sales):
        listings = sales[shop, sku]
        listing = max(sorted(listings), key=lambda code: listings[code])
        product = style.get((shop, sku)) or style.get(("", sku), "")
        code, kind = (listing, "listing") if listing else (product, "product") if product else (sku, "sku")
        item = (shop, code)
        by_sku[shop, sku] = item
        kinds[item] = kind
        members.setdefault(item, []).append(sku)
        if product:
            alike.setdefault((shop, product), []).append(sku)
    tables = ({item: tuple(skus) for item, skus in table.items()} for table in (members, alike))
    return Items(by_sku, kinds, *tables)


def _listings(sold: Columns) -> dict[tuple[str, str], dict[str, float]]:
    """(shop, sku) → listing ('' unknown) → units."""
    units = np.nan_to_num(sold.floats("units"))
    told = sold.keys.get("listing")
    out: dict[tuple[str, str], dict[str, float]] = {}
    for row in range(len(sold)):
        shop, sku = str(sold.keys["shop"][row] or ""), str(sold.keys["sku"][row] or "")
        if sku:
            listing = "" if told is None else str(told[row] or "")
            mine = out.setdefault((shop, sku), {})
            mine[listing] = mine.get(listing, 0.0) + float(units[row])
    return out


def _styles(rows: Iterable[tuple[Value | Key, ...]]) -> dict[tuple[str, str], str]:
    """(shop, sku) → style, the latest statement of each."""
    latest: dict[tuple[str, str], tuple[date, str]] = {}
    for shop, sku, product, since in rows:
        if product and isinstance(since, date):
            key = (str(shop or ""), str(sku))
            latest[key] = max(latest.get(key, (date.min, "")), (since, str(product)))
    return {key: style for key, (_, style) in latest.items()}
