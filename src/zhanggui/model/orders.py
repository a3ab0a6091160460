"""Orders, what was paid back and what was taken off: the money side of the books."""

from zhanggui.model.table import Table, table

_ORDER_TIMES = """
    created_at time: order placed
    paid_at time: order paid, NULL when unpaid or unknown
    shipped_at time: shipped
    received_at time: receipt confirmed or delivered
    created_day day: local day of created_at
    paid_day day: local day of paid_at
    paid_hour count: local hour of paid_at, 0-23
    paid_weekday count: ISO weekday of paid_day, 1 Monday
    shipped_day day: local day of shipped_at
    received_day day: local day of received_at
"""

_KINDS = (
    "'commission' | 'payment' | 'logistics' | 'creator' | 'service' | 'tax' | 'ads' | 'other', and what is no fee: "
    "'receipt' | 'refund' | 'transfer'"
)

ORDERS: tuple[Table, ...] = (
    table(
        "order_line",
        "shop order_id line_id",
        "created_day",
        "one SKU of one order",
        f"""
            order_id id: platform's order number
            line_id id: platform's line number, '' where the file has none (the order's lines are then one set)
            listing_id id: platform's item id, '' unknown
            variant_id id: platform's variant id, '' unknown
            sku id: merchant's own code, '' unknown
            title text: item title
            variant text: variant as written
            category text: category as written
            buyer id: salted hash of the buyer's account, NULL unknown
            {_ORDER_TIMES.strip()}
            quantity count: units
            list_amount money: before any discount
            seller_discount money: discount the seller bears, positive
            platform_discount money: discount the platform reimburses, positive
            paid money: goods amount the buyer paid, after discounts, refunds in, shipping and tax out
            shipping money: shipping the buyer paid, on the order's first line
            tax money: tax on top of paid
            refund_stated money: refund known at export, without a date of its own; one of the order on its first line
            refund_of_line flag: the file states the refund of this line; NULL unknown, or it is of the order
            status text: 'paid' | 'unpaid' | 'cancelled' | 'shipped' | 'done' | 'refunded' | 'adjusted'
            status_text text: status as written
            channel text: where the order came from, as written
            device text: 'mobile' | 'pc', NULL unknown
            region text: province or country of delivery
            currency id: ISO 4217
            """,
    ),
    table(
        "order_head",
        "shop order_id",
        "created_day",
        "order-level row of a platform that splits orders over two files",
        f"""
            order_id id: platform's order number
            title text: title of the first item
            buyer id: salted hash
            {_ORDER_TIMES.strip()}
            quantity count: units of the order
            list_amount money: goods before discounts where known
            paid money: goods amount paid, refunds in, shipping out; amount due where unpaid
            shipping money: shipping paid
            refund_stated money: refund known at export
            status text: as in order_line
            status_text text: status as written
            channel text: as written
            device text: as in order_line
            region text: province or country
            currency id: ISO 4217
            """,
        part=True,
    ),
    table(
        "order_item",
        "shop order_id line_id",
        "created_day",
        "item-level row of a platform that splits orders over two files",
        f"""
            order_id id: platform's order number
            line_id id: sub-order number, '' where the file has none
            listing_id id: '' unknown
            sku id: merchant's own code, '' unknown
            title text: item title
            variant text: as written
            {_ORDER_TIMES.strip()}
            quantity count: units
            list_amount money: price x quantity
            paid money: goods amount paid, refunds in, shipping out; NULL where the file has no paid amount
            refund_stated money: refund known at export
            refund_of_line flag: as in order_line
            status text: as in order_line
            status_text text: status as written
            currency id: ISO 4217
            """,
        part=True,
    ),
    table(
        "refund",
        "shop refund_id",
        "settled_day",
        "a refund of a line or an order",
        """
            refund_id id: platform's refund or entry id, else order|time|kind
            order_id id: '' unknown
            line_id id: '' unknown
            sku id: '' unknown
            listing_id id: '' unknown
            requested_at time: asked for
            settled_at time: paid back
            requested_day day: local day
            settled_day day: local day, NULL when the file does not say
            order_day day: paid day of its order, filled in by the store when the order is known
            filled text: 'sku', 'listing' or 'both' where the store took these from the order, NULL where the file tells
            quantity count: units returned
            amount money: positive; of a return what its case says, which a 'refund' tells again where no account does
            whole money: as told, of a file that does not part the tax on top; amount is without it, NULL elsewhere
            kind text: 'refund' | 'return' (goods only) | 'adjustment' | 'told' (a 'refund' tells its order)
            reason text: as written
            stage text: 'before_ship' | 'after_ship' | ''
            status_text text: as written
            currency id: ISO 4217
            """,
    ),
    table(
        "fee",
        "shop fee_id",
        "day",
        "a settlement entry",
        f"""
            fee_id id: platform's entry id, else order|time|name
            order_id id: '' unknown
            sku id: '' unknown
            settled_at time: moment of the entry
            day day: local day
            kind text: {_KINDS}
            name text: as written
            amount money: positive is a cost to the seller; for receipt positive is income
            currency id: ISO 4217
            """,
    ),
)
