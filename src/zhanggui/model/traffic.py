"""Visitors, advertising and the market, as the platforms count them."""

from zhanggui.model.table import Table, table

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

_GRAINS = (
    "what the file's rows are each of: 'account' | 'campaign' | 'ad_group' | 'listing' | 'campaign_listing' | "
    "'ad_group_listing' | 'listing_part' | 'audience' | 'keyword' | 'search_term' | 'creative'"
)

TRAFFIC: tuple[Table, ...] = (
    table(
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
    table(
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
    table(
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
    table(
        "ad",
        "shop day days channel campaign_id campaign ad_group_id ad_group listing_id keyword search_term creative",
        "day",
        "advertising at the grain the report gives",
        f"""
            day day: first day of the row
            days count: number of days the row covers
            channel text: report family, one account is never added twice over two families
            grain text: {_GRAINS}
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
    table(
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
)
