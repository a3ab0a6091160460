"""The few tables that a scan of orders may need beside it: unit costs, first purchases, styles.

A cost of the shop itself goes before a cost for every shop (shop ''); of several the one with the latest day on
or before the paid day holds.
"""

from dataclasses import dataclass

_SPAN = (
    "SELECT {shop}sku, cost, CASE WHEN cost IS NOT NULL THEN currency END AS currency, from_day, "
    "coalesce(lead(from_day) OVER (PARTITION BY {shop}sku ORDER BY from_day), DATE '9999-12-31') AS to_day "
    "FROM sku_cost WHERE shop {sign} '' AND sku <> ''"
)
_STYLE = (
    "SELECT {shop}sku, max_by(product, from_day) AS product FROM sku_cost "
    "WHERE shop {sign} '' AND sku <> '' AND product IS NOT NULL GROUP BY {shop}sku"
)


@dataclass(frozen=True, slots=True)
class Needs:
    """Which joins a query needs. ``own`` and ``every``: whether there are costs of single shops, of all shops."""

    cost: bool
    first: bool
    product: bool
    own: bool = True
    every: bool = True

    @property
    def unit_cost(self) -> str:
        """Cost of one unit of the scanned line."""
        return self._chosen("cost")

    @property
    def cost_currency(self) -> str:
        """Currency of that cost, NULL where the cost is unknown."""
        return self._chosen("currency")

    @property
    def style(self) -> str:
        """Style that the scanned line's SKU belongs to."""
        return "CASE WHEN op.sku IS NOT NULL THEN op.product ELSE cp.product END"

    def _chosen(self, column: str) -> str:
        if self.own and self.every:
            return f"CASE WHEN o.sku IS NOT NULL THEN o.{column} ELSE c.{column} END"
        return f"o.{column}" if self.own else f"c.{column}"


def views(needs: Needs) -> list[str]:
    """Common table expressions."""
    found = []
    if needs.cost and needs.own:
        found.append(f"own_cost AS ({_SPAN.format(shop='shop, ', sign='<>')})")
    if needs.cost and (needs.every or not needs.own):
        found.append(f"any_cost AS ({_SPAN.format(shop='', sign='=')})")
    if needs.first:
        found.append(
            "first_paid AS (SELECT shop, buyer, min(paid_day) AS first_day FROM order_line "
            "WHERE buyer IS NOT NULL AND paid_day IS NOT NULL GROUP BY shop, buyer)"
        )
    if needs.product:
        found += [
            f"own_style AS ({_STYLE.format(shop='shop, ', sign='<>')})",
            f"any_style AS ({_STYLE.format(shop='', sign='=')})",
        ]
    return found


def clauses(needs: Needs, day: str) -> list[str]:
    """LEFT JOINs onto the scanned table ``t``."""
    found = []
    if needs.cost and needs.own:
        found.append(
            "LEFT JOIN own_cost AS o ON o.shop = t.shop AND o.sku = t.sku "
            f"AND t.{day} >= o.from_day AND t.{day} < o.to_day"
        )
    if needs.cost and (needs.every or not needs.own):
        found.append(
            f"LEFT JOIN any_cost AS c ON c.sku = t.sku AND t.{day} >= c.from_day AND t.{day} < c.to_day"
        )
    if needs.first:
        found.append("LEFT JOIN first_paid AS f ON f.shop = t.shop AND f.buyer = t.buyer")
    if needs.product:
        found += [
            "LEFT JOIN own_style AS op ON op.shop = t.shop AND op.sku = t.sku",
            "LEFT JOIN any_style AS cp ON cp.sku = t.sku",
        ]
    return found
