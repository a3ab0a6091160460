"""The KPI tree: from contribution profit down to impressions, each node a sum or a product of those below it.

`identity` says what a node must equal, so that a decomposition can rely on it: a sum of signed parts, or a
product of factors each of which is a measure or the ratio of two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Joint(StrEnum):
    """How the nodes below make the one above."""

    SUM = "sum"
    PRODUCT = "product"
    LEAF = "leaf"


@dataclass(frozen=True, slots=True)
class Node:
    """``metric``: a name of the catalogue. ``sign``: -1 where the node is taken off the sum above."""

    metric: str
    joint: Joint = Joint.LEAF
    below: tuple["Node", ...] = ()
    sign: int = 1

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, from the top, left to right."""
        yield self
        for node in self.below:
            yield from node.walk()


def _sum(metric: str, *below: Node, sign: int = 1) -> Node:
    return Node(metric, Joint.SUM, below, sign)


def _product(metric: str, *below: Node) -> Node:
    return Node(metric, Joint.PRODUCT, below)


def _less(metric: str) -> Node:
    return Node(metric, sign=-1)


# GMV = visitor-days × (buyer-days / visitor-days) × (units / buyer-days) × (paid / units).
SALES = _product(
    "gmv",
    Node("visitor_days"),
    Node("conversion"),
    _product("spend_per_buyer_day", Node("units_per_buyer_day"), Node("unit_price")),
)

# Ad spend = impressions × click-through × cost per click.
SPEND = Node("ad_spend", Joint.PRODUCT, (Node("impressions"), Node("ctr"), Node("cpc")), -1)

TREE = _sum(
    "contribution",
    _sum("net_sales", SALES, _less("refunds_of_orders"), _less("adjustments")),
    Node("shipping_income"),
    Node("platform_discounts"),
    _less("cost_of_goods"),
    _sum(
        "fees",
        Node("commission"),
        Node("payment_fees"),
        Node("logistics_fees"),
        Node("creator_fees"),
        Node("service_fees"),
        Node("other_fees"),
        sign=-1,
    ),
    SPEND,
)
