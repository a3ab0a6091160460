"""Stock, purchase orders and what they say beside the units sold."""

from zhanggui.metrics.catalogue.entry import but, entry, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit

SNAPSHOT = Basis("snapshot")
ORDERED = Basis("ordered")
RECEIVED = Basis("received")

GOODS = (
    entry(
        "stock",
        "库存 | stock",
        "期末当天或之前每个 SKU 最近一次快照的在手库存,没有在手数时取可售数 | units on hand in each SKU's latest snapshot on or before the "
        "period's end; the sellable figure where no other is given",
        read("stock", "on_hand available", "day"),
        kind=Kind.SNAPSHOT,
        basis=SNAPSHOT,
        known_as="taobao: 库存; amazon: afn-warehouse-quantity; shopify: On hand",
        traps=("库存不能按天相加 | Stock does not add up over days",),
    ),
    entry(
        "available",
        "可售库存 | sellable stock",
        "期末当天或之前每个 SKU 最近一次快照的可售数,没有时取在手数 | units that can be sold, in each SKU's latest snapshot; the figure on "
        "hand where no other is given",
        read("stock", "available on_hand", "day"),
        kind=Kind.SNAPSHOT,
        basis=SNAPSHOT,
        known_as="amazon: afn-fulfillable-quantity; shopify: Available",
    ),
    entry(
        "reserved",
        "占用库存 | reserved stock",
        "已承诺给订单的库存 | units promised to orders",
        read("stock", "reserved", "day", how=Aggregate.SUM_KNOWN),
        kind=Kind.SNAPSHOT,
        basis=SNAPSHOT,
        known_as="amazon: afn-reserved-quantity; shopify: Committed",
    ),
    entry(
        "inbound",
        "在途库存 | inbound stock",
        "快照里在途的件数 | units on the way, in the snapshot",
        read("stock", "inbound", "day", how=Aggregate.SUM_KNOWN),
        kind=Kind.SNAPSHOT,
        basis=SNAPSHOT,
        known_as="amazon: afn-inbound-shipped-quantity; shopify: Incoming",
    ),
    entry(
        "units_bought_in",
        "采购入库件数 | units bought in",
        "按到货日的采购到货件数 | units of purchase orders, by the day they arrived",
        read("purchase_order", "received quantity", "received_day"),
        basis=RECEIVED,
    ),
    entry(
        "units_on_order",
        "采购下单件数 | units ordered from suppliers",
        "按下单日的采购件数 | units of purchase orders, by the day they were placed",
        read("purchase_order", "quantity", "ordered_day"),
        basis=ORDERED,
    ),
    entry(
        "purchase_orders",
        "采购单数 | purchase orders",
        "按下单日的采购单数 | distinct purchase orders, by the day they were placed",
        read("purchase_order", "po_id", "ordered_day", how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=ORDERED,
    ),
    entry(
        "purchase_orders_received",
        "已到货采购单数 | purchase orders received",
        "按到货日的采购单数 | distinct purchase orders, by the day they arrived",
        read("purchase_order", "po_id", "received_day", but("received_day", None), how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=RECEIVED,
    ),
    entry(
        "daily_units",
        "日均销量(28 天) | mean daily units (28 days)",
        "截至期末 28 天的支付件数 / 天数;账不足 28 天时按已有天数 | paid units of the 28 days up to the period's end / days; fewer days where "
        "the books are younger",
        "velocity(units)",
        unit=Unit.TIMES,
        basis=Basis("paid", refunds="in"),
        traps=("缺货期间的销量偏低 | Too low where the shop was out of stock",),
    ),
    entry(
        "cover_days",
        "可售天数 | days of cover",
        "可售库存 / 截至期末 28 天的日均支付件数(向后看,按件) | sellable stock / mean daily paid units of the 28 days up to the period's end "
        "(backward, in units)",
        "available / velocity(units)",
        unit=Unit.DAYS,
        basis=SNAPSHOT,
        traps=(
            "没有销量时为未知,不是无穷大的好事 | Unknown where nothing was sold, which is not good news",
            "不含在途 | What is on the way is not in it",
        ),
    ),
    entry(
        "sell_through",
        "售罄率 | sell-through",
        "支付件数 / 采购入库件数 | paid units / units bought in",
        "units / units_bought_in",
        basis=Basis("paid", refunds="in"),
        traps=(
            "不是 已售 / (已售 + 在库),除非没有其他出入库 | Not sold / (sold + on hand) unless nothing else moved",
        ),
    ),
)
