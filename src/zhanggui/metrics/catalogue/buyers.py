"""New and returning buyers, told by the first purchase that the books know."""

from zhanggui.metrics.catalogue.entry import entry, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit

PEOPLE = Basis("paid")
PAID = Basis("paid", refunds="in", shipping="out", tax="out")
HISTORY = ("账开始得晚,早先的老客会被当成新客 | Where the books begin late, earlier buyers look new",)

BUYERS = (
    entry(
        "new_buyers",
        "新买家数 | new buyers",
        "在本店账上首次购买的买家数 | distinct buyers on the day of their first purchase in the shop's books",
        read("order_line", "buyer", "paid_day", how=Aggregate.DISTINCT).of("new"),
        kind=Kind.DISTINCT,
        basis=PEOPLE,
        known_as="taobao: 新买家数; shopify: First-time customers",
        traps=HISTORY,
    ),
    entry(
        "returning_buyers",
        "老买家数 | returning buyers",
        "早于当日已在本店买过的买家数 | distinct buyers who had bought in the shop on an earlier day",
        read("order_line", "buyer", "paid_day", how=Aggregate.DISTINCT).of("returning"),
        kind=Kind.DISTINCT,
        basis=PEOPLE,
        known_as="taobao: 老买家数; shopify: Returning customers",
        traps=(
            *HISTORY,
            "一段时间内先首购又复购的买家,新老都计 | Within a period one may be new first and returning later: counted in both",
        ),
    ),
    entry(
        "new_buyer_sales",
        "新买家支付金额 | sales to new buyers",
        "买家首购当日的支付金额 | paid sales on the day of a buyer's first purchase",
        read("order_line", "paid", "paid_day").of("new"),
        unit=Unit.MONEY,
        basis=PAID,
        traps=HISTORY,
    ),
    entry(
        "returning_buyer_sales",
        "老买家支付金额 | sales to returning buyers",
        "老买家的支付金额 | paid sales to buyers who had bought on an earlier day",
        read("order_line", "paid", "paid_day").of("returning"),
        unit=Unit.MONEY,
        basis=PAID,
        traps=HISTORY,
    ),
    entry(
        "new_buyer_share",
        "新买家占比 | share of new buyers",
        "新买家数 / 支付买家数 | new buyers / buyers",
        "new_buyers / buyers",
        basis=PEOPLE,
    ),
    entry(
        "returning_share",
        "老买家支付金额占比 | share of sales to returning buyers",
        "老买家支付金额 / 已知买家支付金额 | sales to returning buyers / sales to known buyers",
        "returning_buyer_sales / known_buyer_sales",
        basis=PAID,
    ),
    entry(
        "new_buyer_cost",
        "拉新成本 | ad spend per new buyer",
        "推广花费 / 新买家数 | ad spend / new buyers",
        "ad_spend / new_buyers",
        unit=Unit.MONEY,
        basis=Basis("day", whose="own/platform"),
    ),
)
