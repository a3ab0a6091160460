"""The books: every canonical table as data, the one place where columns, keys and time bases are declared.

Types are logical: ``text``, ``id`` (text never read as a number), ``count`` (BIGINT), ``money`` (DECIMAL(18,4)
in the row's ``currency``), ``share`` (DECIMAL(12,6), 0.0312 is 3.12 %), ``rate`` (DECIMAL(18,8)), ``day`` (DATE,
the shop's local day), ``time`` (TIMESTAMP, the shop's local wall clock), ``flag`` (BOOLEAN).
NULL means unknown, never zero.

A table's ``key`` names one *set* of rows. The rows of a set that come from one file belong together: of two
files that hold the same set the later one wins whole. Tables whose rows have an id of their own simply have
sets of one row. Every row also carries the columns of ``SYSTEM``.
"""

from dataclasses import dataclass

SQL_TYPES = {
    "text": "VARCHAR",
    "id": "VARCHAR",
    "count": "BIGINT",
    "money": "DECIMAL(18,4)",
    "share": "DECIMAL(12,6)",
    "rate": "DECIMAL(18,8)",
    "day": "DATE",
    "time": "TIMESTAMP",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its logical type (a key of ``SQL_TYPES``) and what it means."""

    name: str
    type: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    ``key``: columns that name a set of rows (never NULL; '' where not applicable). ``day``: the column by which
    coverage is told, or None for tables without a time. ``part``: True for what a file says before the orders
    of a platform that splits them over two files are put together.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    day: str | None
    note: str
    part: bool = False

    def column(self, name: str) -> Column:
        """Return the column called ``name``; raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order, without the system columns."""
        return tuple(column.name for column in self.columns)


SYSTEM = (
    Column("source_file", "id", "load id of the file the row came from"),
    Column("source_row", "count", "row number in that file, 1 is the first line of the file"),
    Column(
        "version", "time", "row's own update time, else the file's export time, else the last day it covers"
    ),
)


def _columns(spec: str) -> tuple[Column, ...]:
    """Read ``name type: note`` lines."""
    out = []
    for line in filter(str.strip, spec.splitlines()):
        head, _, note = line.strip().partition(":")
        name, kind = head.split()
        if kind not in SQL_TYPES:
            raise ValueError(line)
        out.append(Column(name, kind, note.strip()))
    return tuple(out)


def _table(name: str, key: str, day: str | None, note: str, spec: str, *, part: bool = False) -> Table:
    return Table(name, _columns("shop id: key of the shop\n" + spec), tuple(key.split()), day, note, part)


_TRAFFIC = """
    impressions count: times shown in search and feeds
    clicks count: clicks on those impressions
    page_views count: page views
    visitors count: distinct visitors at this row's grain
    new_visitors count: of them first-time visitors
    cart_adders count: distinct people who added to the cart
    cart_units count: units added to the cart
    favourites count: distinct people who saved it
    order_buyers count: distinct people who placed an order
    order_units count: units ordered
    order_amount money: amount ordered
    buyers count: distinct people who paid
    new_buyers count: of them first-time buyers
    orders count: paid orders as the platform counts them
    units count: units paid as the platform counts them
    sales money: paid amount as the platform counts it
    refund_amount money: refunds as the platform counts them
    bounce_rate share: bounce rate of the row, never recomputed
    stay_seconds rate: mean stay in seconds of the row, never recomputed
"""

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

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
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
            refund_stated money: refund known at export, without a date of its own
            status text: 'paid' | 'unpaid' | 'cancelled' | 'shipped' | 'done' | 'refunded' | 'adjusted'
            status_text text: status as written
            channel text: where the order came from, as written
            region text: province or country of delivery
            currency id: ISO 4217
            """,
        ),
        _table(
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
            region text: province or country
            currency id: ISO 4217
            """,
            part=True,
        ),
        _table(
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
            status text: as in order_line
            status_text text: status as written
            currency id: ISO 4217
            """,
            part=True,
        ),
        _table(
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
            quantity count: units returned
            amount money: positive; NULL for returns whose money is told elsewhere
            kind text: 'refund' | 'return' (goods only) | 'adjustment'
            reason text: as written
            stage text: 'before_ship' | 'after_ship' | ''
            status_text text: as written
            currency id: ISO 4217
            """,
        ),
        _table(
            "fee",
            "shop fee_id",
            "day",
            "a settlement entry",
            """
            fee_id id: platform's entry id, else order|time|name
            order_id id: '' unknown
            sku id: '' unknown
            settled_at time: moment of the entry
            day day: local day
            kind text: commission|payment|logistics|creator|service|tax|ads|other, or receipt|refund|transfer (no fee)
            name text: as written
            amount money: positive is a cost to the seller; for receipt positive is income
            currency id: ISO 4217
            """,
        ),
        _table(
            "traffic_shop",
            "shop day days device",
            "day",
            "a shop's day as the platform counts it",
            f"""
            day day: first day of the row
            days count: number of days the row covers, 1 is a day
            device text: 'all' | 'mobile' | 'pc'
            {_TRAFFIC.strip()}
            currency id: ISO 4217
            """,
        ),
        _table(
            "traffic_listing",
            "shop day days device listing_id",
            "day",
            "a listing's day as the platform counts it",
            f"""
            day day: first day of the row
            days count: number of days the row covers
            device text: 'all' | 'mobile' | 'pc'
            listing_id id: platform's item id
            sku id: merchant's own code, '' unknown
            title text: as written
            category text: as written
            {_TRAFFIC.strip()}
            currency id: ISO 4217
            """,
        ),
        _table(
            "traffic_source",
            "shop day days listing_id source detail",
            "day",
            "a source's day as the platform counts it",
            f"""
            day day: first day of the row
            days count: number of days the row covers
            listing_id id: '' for the whole shop
            source text: as written
            detail text: '' for the source as a whole
            {_TRAFFIC.strip()}
            currency id: ISO 4217
            """,
        ),
        _table(
            "ad",
            "shop day days channel campaign_id campaign ad_group_id ad_group listing_id keyword search_term creative",
            "day",
            "advertising at the grain the report gives",
            """
            day day: first day of the row
            days count: number of days the row covers
            channel text: report family, one account is never added twice over two families
            grain text: 'account' | 'campaign' | 'listing' | 'keyword' | 'search_term' | 'creative'
            campaign_id id: '' unknown
            campaign text: '' unknown
            ad_group_id id: '' unknown
            ad_group text: '' unknown
            listing_id id: '' unknown
            sku id: '' unknown
            keyword text: keyword or targeting, '' unknown
            match_type text: as written, '' unknown
            search_term text: what the shopper typed, '' unknown
            creative text: '' unknown
            impressions count: times shown
            clicks count: clicks
            spend money: cost
            cart_adders count: attributed cart additions
            orders count: attributed orders
            units count: attributed units
            sales money: attributed sales, refunds in
            window_days count: attribution window
            currency id: ISO 4217
            """,
        ),
        _table(
            "listing",
            "shop listing_id variant_id",
            None,
            "a product (and variant) on sale in a shop",
            """
            listing_id id: platform's item id or handle
            variant_id id: platform's variant id, '' for the listing itself
            sku id: merchant's own code, '' unknown
            title text: title
            variant text: as written
            category text: category or type
            vendor text: brand or vendor
            status text: as written
            price money: selling price
            list_price money: crossed-out price
            cost money: unit cost where the platform keeps it
            image text: main image address
            listed_day day: on sale since
            currency id: ISO 4217
            """,
        ),
        _table(
            "sku_cost",
            "shop sku from_day",
            "from_day",
            "what one unit costs from a day on; shop '' is every shop",
            """
            sku id: merchant's own code
            from_day day: first day the cost holds
            product id: style the SKU belongs to
            title text: own name of it
            category text: own category
            cost money: landed cost of one unit, tax out
            currency id: ISO 4217
            supplier text: who makes it
            lead_days count: order to shelf
            moq count: smallest order
            """,
        ),
        _table(
            "stock",
            "shop day sku listing_id location",
            "day",
            "a stock snapshot",
            """
            day day: day of the snapshot
            sku id: '' unknown
            listing_id id: '' unknown
            location text: '' for all
            title text: as written
            on_hand count: physically there
            available count: can be sold
            reserved count: promised
            inbound count: on the way
            """,
        ),
        _table(
            "purchase_order",
            "shop po_id sku",
            "ordered_day",
            "an inbound order",
            """
            po_id id: purchase order number
            sku id: merchant's own code
            supplier text: who delivers
            ordered_day day: placed
            expected_day day: promised
            received_day day: arrived, NULL while on the way
            quantity count: units ordered
            received count: units arrived
            cost money: unit cost
            currency id: ISO 4217
            """,
        ),
        _table(
            "review",
            "shop review_id",
            "day",
            "a review; its author is not kept",
            """
            review_id id: platform's id, else a hash of item, time and text
            listing_id id: '' unknown
            sku id: '' unknown
            at time: written
            day day: local day
            stars count: 1-5, NULL unknown
            label text: class given by the platform, as written
            text text: what was said
            more_text text: later addition
            more_at time: time of the addition
            variant text: as written
            """,
        ),
        _table(
            "ticket",
            "shop ticket_id",
            "opened_day",
            "a customer-service or after-sales case",
            """
            ticket_id id: case number
            order_id id: '' unknown
            sku id: '' unknown
            kind text: question|return|exchange|complaint|logistics|other
            reason text: as written
            opened_at time: opened
            first_reply_at time: first reply
            closed_at time: closed
            opened_day day: local day
            """,
        ),
        _table(
            "price",
            "shop day listing_id seller",
            "day",
            "a listing's or a competitor's price on a day",
            """
            day day: day seen
            listing_id id: own listing it is compared with
            sku id: '' unknown
            seller text: '' is ourselves
            item text: competitor's item
            list_price money: crossed out
            deal_price money: shown
            final_price money: after coupons
            sales_month count: competitor's monthly sales as shown
            currency id: ISO 4217
            """,
        ),
        _table(
            "search",
            "shop day days term",
            "day",
            "a term's market figure; ranges and indices are kept as such",
            """
            day day: first day
            days count: days covered
            term text: search term
            rank count: place in the list
            popularity_low rate: lower end of the shown range
            popularity_high rate: upper end
            ctr_low share: lower end
            ctr_high share: upper end
            conversion_low share: lower end
            conversion_high share: upper end
            """,
        ),
        _table(
            "fx",
            "shop day base quote",
            "day",
            "one unit of base in units of quote on a day; shop ''",
            """
            day day: day of the rate
            base id: ISO 4217
            quote id: ISO 4217
            rate rate: units of quote for one base
            """,
        ),
        _table(
            "promotion",
            "shop name first_day sku",
            "first_day",
            "the shop's own promotion",
            """
            name text: what it is called
            first_day day: first day
            last_day day: last day
            sku id: '' is the whole shop
            mechanics text: spend-X-save-Y, discount, bundle, gift, coupon
            threshold money: X
            saving money: Y
            price money: promotion price
            budget money: planned cost
            plan money: planned sales
            currency id: ISO 4217
            """,
        ),
        _table(
            "candidate",
            "shop name",
            None,
            "a product considered for selection",
            """
            name text: own name
            category text: category
            supplier text: who makes it
            cost money: landed unit cost
            price money: planned price
            market_size money: monthly sales of the niche
            rivals count: sellers in it
            review_stars rate: mean stars of the niche
            return_share share: expected returns
            lead_days count: order to shelf
            moq count: smallest order
            note text: remarks
            currency id: ISO 4217
            """,
        ),
    )
}
