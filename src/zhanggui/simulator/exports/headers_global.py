"""Header rows of Amazon's, Shopify's, Google's and Meta's exports, as they stand in the files."""


def _names(text: str) -> tuple[str, ...]:
    """Column names written one after the other, with a bar between."""
    return tuple(text.split("|"))


AMAZON_ORDERS = _names(
    "amazon-order-id|merchant-order-id|purchase-date|last-updated-date|order-status|"
    "fulfillment-channel|sales-channel|order-channel|url|ship-service-level|product-name|sku|asin|"
    "item-status|quantity|currency|item-price|item-tax|shipping-price|shipping-tax|gift-wrap-price|"
    "gift-wrap-tax|item-promotion-discount|ship-promotion-discount|ship-city|ship-state|"
    "ship-postal-code|ship-country|promotion-ids|is-business-order|purchase-order-number|"
    "price-designation"
)

AMAZON_SETTLEMENT = _names(
    "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|"
    "transaction-type|order-id|merchant-order-id|adjustment-id|shipment-id|marketplace-name|"
    "amount-type|amount-description|amount|fulfillment-id|posted-date|posted-date-time|"
    "order-item-code|merchant-order-item-id|merchant-adjustment-item-id|sku|quantity-purchased|"
    "promotion-id"
)

AMAZON_ASIN = _names(
    "Date|(Parent) ASIN|(Child) ASIN|Title|Sessions - Mobile App|Sessions - Mobile APP - B2B|"
    "Sessions - Browser|Sessions - Browser - B2B|Sessions - Total|Sessions - Total - B2B|"
    "Session Percentage - Mobile App|Session Percentage - Mobile APP - B2B|"
    "Session Percentage - Browser|Session Percentage - Browser - B2B|Session Percentage - Total|"
    "Session Percentage - Total - B2B|Page Views - Mobile App|Page Views - Mobile APP - B2B|"
    "Page Views - Browser|Page Views - Browser - B2B|Page Views - Total|Page Views - Total - B2B|"
    "Page Views Percentage - Mobile App|Page Views Percentage - Mobile App - B2B|"
    "Page Views Percentage - Browser|Page Views Percentage - Browser - B2B|"
    "Page Views Percentage - Total|Page Views Percentage - Total - B2B|"
    "Featured Offer (Buy Box) Percentage|Featured Offer (Buy Box) Percentage - B2B|Units Ordered|"
    "Units Ordered - B2B|Unit Session Percentage|Unit Session Percentage - B2B|Ordered Product Sales|"
    "Ordered Product Sales - B2B|Total Order Items|Total Order Items - B2B"
)

AMAZON_DAY = _names(
    "Date|Ordered Product Sales|Ordered Product Sales - B2B|Units Ordered|Units Ordered - B2B|"
    "Sessions - Total|Sessions - Total - B2B|Page Views - Total|Featured Offer (Buy Box) Percentage|"
    "Order Item Session Percentage"
)

AMAZON_TERMS = _names(
    "Start Date|End Date|Portfolio name|Currency|Campaign Name|Ad Group Name|Retailer|Country|"
    "Targeting|Match Type|Customer Search Term|Impressions|Clicks|Click-Thru Rate (CTR)|"
    "Cost Per Click (CPC)|Spend|7 Day Total Sales |Total Advertising Cost of Sales (ACOS) |"
    "Total Return on Advertising Spend (ROAS)|7 Day Total Orders (#)|7 Day Total Units (#)|"
    "7 Day Conversion Rate|7 Day Advertised SKU Units (#)|7 Day Other SKU Units (#)|"
    "7 Day Advertised SKU Sales |7 Day Other SKU Sales "
)

AMAZON_INVENTORY = _names(
    "sku|fnsku|asin|product-name|condition|your-price|mfn-listing-exists|mfn-fulfillable-quantity|"
    "afn-listing-exists|afn-warehouse-quantity|afn-fulfillable-quantity|afn-unsellable-quantity|"
    "afn-reserved-quantity|afn-total-quantity|per-unit-volume|afn-inbound-working-quantity|"
    "afn-inbound-shipped-quantity|afn-inbound-receiving-quantity"
)

AMAZON_RETURNS = _names(
    "return-date|order-id|sku|asin|fnsku|product-name|quantity|fulfillment-center-id|"
    "detailed-disposition|reason|status|license-plate-number|customer-comments"
)

SHOPIFY_ORDERS = _names(
    "Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|"
    "Subtotal|Shipping|Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|"
    "Lineitem quantity|Lineitem name|Lineitem price|Lineitem compare at price|Lineitem sku|"
    "Lineitem requires shipping|Lineitem taxable|Lineitem fulfillment status|Billing Name|"
    "Billing Street|Billing Address1|Billing Address2|Billing Company|Billing City|Billing Zip|"
    "Billing Province|Billing Country|Billing Phone|Shipping Name|Shipping Street|Shipping Address1|"
    "Shipping Address2|Shipping Company|Shipping City|Shipping Zip|Shipping Province|"
    "Shipping Country|Shipping Phone|Notes|Note Attributes|Cancelled at|Payment Method|"
    "Payment Reference|Refunded Amount|Vendor|Outstanding Balance|Employee|Location|Device ID|Id|"
    "Tags|Risk Level|Source|Lineitem discount|Tax 1 Name|Tax 1 Value|Tax 2 Name|Tax 2 Value|"
    "Tax 3 Name|Tax 3 Value|Tax 4 Name|Tax 4 Value|Tax 5 Name|Tax 5 Value|Phone|Receipt Number|"
    "Duties|Billing Province Name|Shipping Province Name|Payment ID|Payment Terms Name|"
    "Next Payment Due At|Payment References"
)

SHOPIFY_PRODUCTS = _names(
    "Handle|Title|Body (HTML)|Vendor|Type|Tags|Published|Option1 Name|Option1 Value|Option2 Name|"
    "Option2 Value|Option3 Name|Option3 Value|Variant SKU|Variant Grams|Variant Inventory Tracker|"
    "Variant Inventory Qty|Variant Inventory Policy|Variant Fulfillment Service|Variant Price|"
    "Variant Compare At Price|Variant Requires Shipping|Variant Taxable|Variant Barcode|Image Src|"
    "Image Position|Image Alt Text|Gift Card|SEO Title|SEO Description|"
    "Google Shopping / Google Product Category|Google Shopping / Gender|Google Shopping / Age Group|"
    "Google Shopping / MPN|Google Shopping / AdWords Grouping|Google Shopping / AdWords Labels|"
    "Google Shopping / Condition|Google Shopping / Custom Product|Google Shopping / Custom Label 0|"
    "Google Shopping / Custom Label 1|Google Shopping / Custom Label 2|"
    "Google Shopping / Custom Label 3|Google Shopping / Custom Label 4|Variant Image|"
    "Variant Weight Unit|Variant Tax Code|Cost per item|Status"
)

SHOPIFY_INVENTORY = _names(
    "Handle|Title|Option1 Name|Option1 Value|Option2 Name|Option2 Value|Option3 Name|Option3 Value|"
    "SKU|HS Code|COO|Location|Bin name|Incoming (not editable)|Unavailable (not editable)|"
    "Committed (not editable)|Available (not editable)|On hand (current)|On hand (new)"
)

GOOGLE_TERMS = _names(
    "Search term|Match type|Added/Excluded|Campaign|Ad group|Clicks|Impr.|CTR|Currency code|Avg. CPC|"
    "Cost|Conversions|Cost / conv."
)

META_ADS = _names(
    "Reporting starts|Reporting ends|Ad name|Ad delivery|Results|Result indicator|Cost per results|"
    "Ad set budget|Ad set budget type|Amount spent (USD)|Impressions|Reach|Frequency|"
    "CPM (cost per 1,000 impressions) (USD)|Purchases|Ends|Attribution setting|Bid|Bid type|"
    "Last significant edit|Quality ranking|Engagement rate ranking|Conversion rate ranking|"
    "Ad set name|Purchase ROAS (return on ad spend)"
)

SHOPIFY_NEW_RETURNING = _names("Day|New or returning customer|Orders|Customers|Total sales")
