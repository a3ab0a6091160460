"""Goods, stock, service and what no platform exports."""

from zhanggui.model.table import Table, table

GOODS: tuple[Table, ...] = (
    table(
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
    table(
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
    table(
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
    table(
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
    table(
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
    table(
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
    table(
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
    table(
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
    table(
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
    table(
        "plan",
        "shop first_day days metric",
        "first_day",
        "the shop's own target of a figure over some days",
        """
            first_day day: first day
            days count: number of days, 31 for a month of so many
            metric id: name in the catalogue
            target money: planned sum over these days
            currency id: ISO 4217, of money
            """,
    ),
    table(
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
