"""Header rows of the exports of global platforms, column by column as the platforms write them."""

SHOPIFY_ORDERS = (
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
).split("|")
SHOPIFY_PRODUCTS_CLASSIC = (
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
).split("|")
SHOPIFY_INVENTORY_LONG = (
    "Handle|Title|Option1 Name|Option1 Value|Option2 Name|Option2 Value|Option3 Name|Option3 Value|"
    "SKU|HS Code|COO|Location|Bin name|Incoming (not editable)|Unavailable (not editable)|"
    "Committed (not editable)|Available (not editable)|On hand (current)|On hand (new)"
).split("|")
AMAZON_FBA_SHIPMENTS = (
    "amazon-order-id|merchant-order-id|shipment-id|shipment-item-id|amazon-order-item-id|"
    "merchant-order-item-id|purchase-date|payments-date|shipment-date|reporting-date|buyer-email|"
    "buyer-name|buyer-phone-number|sku|product-name|quantity-shipped|currency|item-price|item-tax|"
    "shipping-price|shipping-tax|gift-wrap-price|gift-wrap-tax|ship-service-level|recipient-name|"
    "ship-address-1|ship-address-2|ship-address-3|ship-city|ship-state|ship-postal-code|ship-country|"
    "ship-phone-number|bill-address-1|bill-address-2|bill-address-3|bill-city|bill-state|"
    "bill-postal-code|bill-country|item-promotion-discount|ship-promotion-discount|carrier|"
    "tracking-number|estimated-arrival-date|fulfillment-center-id|fulfillment-channel|sales-channel"
).split("|")

AMAZON_ALL_ORDERS = (
    "amazon-order-id|merchant-order-id|purchase-date|last-updated-date|order-status|"
    "fulfillment-channel|sales-channel|order-channel|url|ship-service-level|product-name|sku|asin|"
    "item-status|quantity|currency|item-price|item-tax|shipping-price|shipping-tax|gift-wrap-price|"
    "gift-wrap-tax|item-promotion-discount|ship-promotion-discount|ship-city|ship-state|"
    "ship-postal-code|ship-country|promotion-ids|is-business-order|purchase-order-number|"
    "price-designation"
).split("|")
AMAZON_SETTLEMENT_V2 = (
    "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|"
    "transaction-type|order-id|merchant-order-id|adjustment-id|shipment-id|marketplace-name|"
    "amount-type|amount-description|amount|fulfillment-id|posted-date|posted-date-time|"
    "order-item-code|merchant-order-item-id|merchant-adjustment-item-id|sku|quantity-purchased|"
    "promotion-id"
).split("|")
AMAZON_SETTLEMENT_V1 = (
    "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|"
    "transaction-type|order-id|merchant-order-id|adjustment-id|shipment-id|marketplace-name|"
    "shipment-fee-type|shipment-fee-amount|order-fee-type|order-fee-amount|fulfillment-id|"
    "posted-date|order-item-code|merchant-order-item-id|merchant-adjustment-item-id|sku|"
    "quantity-purchased|price-type|price-amount|item-related-fee-type|item-related-fee-amount|"
    "misc-fee-amount|other-fee-amount|other-fee-reason-description|promotion-id|promotion-type|"
    "promotion-amount|direct-payment-type|direct-payment-amount|other-amount"
).split("|")
AMAZON_DATE_RANGE_TX = (
    "date/time|settlement id|type|order id|sku|description|quantity|marketplace|account type|"
    "fulfillment|order city|order state|order postal|tax collection model|product sales|"
    "product sales tax|shipping credits|shipping credits tax|gift wrap credits|giftwrap credits tax|"
    "Regulatory Fee|Tax On Regulatory Fee|promotional rebates|promotional rebates tax|"
    "marketplace withheld tax|selling fees|fba fees|other transaction fees|other|total"
).split("|")
AMAZON_BUSINESS_REPORT_ASIN = (
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
    "Units Ordered - B2B|Unit Session Percentage|Unit Session Percentage - B2B|"
    "Ordered Product Sales|Ordered Product Sales - B2B|Total Order Items|Total Order Items - B2B"
).split("|")
AMAZON_BUSINESS_REPORT_DAY = (
    "Date|Ordered Product Sales|Ordered Product Sales - B2B|Units Ordered|Units Ordered - B2B|"
    "Sessions - Total|Sessions - Total - B2B|Page Views - Total|Featured Offer (Buy Box) Percentage|"
    "Order Item Session Percentage"
).split("|")
AMAZON_SP_SEARCH_TERM = (
    "Start Date|End Date|Portfolio name|Currency|Campaign Name|Ad Group Name|Retailer|Country|"
    "Targeting|Match Type|Customer Search Term|Impressions|Clicks|Click-Thru Rate (CTR)|"
    "Cost Per Click (CPC)|Spend|7 Day Total Sales |Total Advertising Cost of Sales (ACOS) |"
    "Total Return on Advertising Spend (ROAS)|7 Day Total Orders (#)|7 Day Total Units (#)|"
    "7 Day Conversion Rate|7 Day Advertised SKU Units (#)|7 Day Other SKU Units (#)|"
    "7 Day Advertised SKU Sales |7 Day Other SKU Sales "
).split("|")
AMAZON_SP_BULK_CAMPAIGNS_TAB = (
    "Product",
    "Entity",
    "Operation",
    "Campaign ID",
    "Ad Group ID",
    "Portfolio ID",
    "Ad ID",
    "Keyword ID",
    "Product Targeting ID",
    "Campaign Name",
    "Ad Group Name",
    "Campaign Name (Informational only)",
    "Ad Group Name (Informational only)",
    "Portfolio Name (Informational only)",
    "Start Date",
    "End Date",
    "Targeting Type",
    "State",
    "Campaign State (Informational only)",
    "Ad Group State (Informational only)",
    "Daily Budget",
    "SKU",
    "ASIN (Informational only)",
    "Eligibility Status (Informational only)",
    "Reason for Ineligibility (Informational only)",
    "Ad Group Default Bid",
    "Ad Group Default Bid (Informational only)",
    "Bid",
    "Keyword Text",
    "Native Language Keyword",
    "Native Language Locale",
    "Match Type",
    "Bidding Strategy",
    "Placement",
    "Percentage",
    "Product Targeting Expression",
    "Resolved Product Targeting Expression (Informational only)",
    "Audience ID",
    "Shopper Cohort Percentage",
    "Shopper Cohort Type",
    "Segment Name",
    "Impressions",
    "Clicks",
    "Click-through Rate",
    "Spend",
    "Sales",
    "Orders",
    "Units",
    "Conversion Rate",
    "ACOS",
    "CPC",
    "ROAS",
)
AMAZON_SP_BULK_SEARCH_TERM_TAB = (
    "Product|Campaign ID|Ad Group ID|Keyword ID|Product Targeting ID|"
    "Campaign Name (Informational only)|Ad Group Name (Informational only)|"
    "Portfolio Name (Informational only)|State|Campaign State (Informational only)|Bid|Keyword Text|"
    "Match Type|Product Targeting Expression|"
    "Resolved Product Targeting Expression (Informational only)|Customer Search Term|Impressions|"
    "Clicks|Click-through Rate|Spend|Sales|Orders|Units|Conversion Rate|ACOS|CPC|ROAS"
).split("|")
AMAZON_FBA_INVENTORY = (
    "sku|fnsku|asin|product-name|condition|your-price|mfn-listing-exists|mfn-fulfillable-quantity|"
    "afn-listing-exists|afn-warehouse-quantity|afn-fulfillable-quantity|afn-unsellable-quantity|"
    "afn-reserved-quantity|afn-total-quantity|per-unit-volume|afn-inbound-working-quantity|"
    "afn-inbound-shipped-quantity|afn-inbound-receiving-quantity"
).split("|")
AMAZON_FBA_RETURNS = (
    "return-date|order-id|sku|asin|fnsku|product-name|quantity|fulfillment-center-id|"
    "detailed-disposition|reason|status|license-plate-number|customer-comments"
).split("|")
WOOCOMMERCE_PRODUCTS = (
    "ID|Type|SKU|Name|Published|Is featured?|Visibility in catalog|Short description|Description|"
    "Date sale price starts|Date sale price ends|Tax status|Tax class|In stock?|Stock|"
    "Backorders allowed?|Sold individually?|Weight (lbs)|Length (in)|Width (in)|Height (in)|"
    "Allow customer reviews?|Purchase note|Sale price|Regular price|Categories|Tags|Shipping class|"
    "Images|Download limit|Download expiry days|Parent|Grouped products|Upsells|Cross-sells|"
    "External URL|Button text|Position|Attribute 1 name|Attribute 1 value(s)|Attribute 1 visible|"
    "Attribute 1 global|Attribute 2 name|Attribute 2 value(s)|Attribute 2 visible|"
    "Attribute 2 global|Meta: _wpcom_is_markdown|Download 1 name|Download 1 URL|Download 2 name|"
    "Download 2 URL"
).split("|")
ETSY_SOLD_ORDER_ITEMS = (
    "Sale Date|Item Name|Buyer|Quantity|Price|Coupon Code|Coupon Details|Discount Amount|"
    "Shipping Discount|Order Shipping|Order Sales Tax|Item Total|Currency|Transaction ID|Listing ID|"
    "Date Paid|Date Shipped|Ship Name|Ship Address1|Ship City|Ship State|Ship Zipcode|Ship Country|"
    "Order ID|Variations|Order Type|Listings Type|Payment Type|InPerson Discount|InPerson Location|"
    "VAT Paid by Buyer|SKU"
).split("|")
EBAY_ORDERS = (
    "Sales Record Number|Order Number|Buyer Username|Buyer Name|Buyer Email|Buyer Note|"
    "Buyer Address 1|Buyer Address 2|Buyer City|Buyer State|Buyer Zip|Buyer Country|Ship To Name|"
    "Ship To Phone|Ship To Address 1|Ship To Address 2|Ship To City|Ship To State|Ship To Zip|"
    "Ship To Country|Item Number|Item Title|Custom Label|Sold Via Promoted Listings|Quantity|"
    "Sold For|Shipping And Handling|Seller Collected Tax|eBay Collected Tax|Total Price|"
    "eBay Collected Tax Included in Total|Payment Method|Sale Date|Paid On Date|Ship By Date|"
    "Minimum Estimated Delivery Date|Maximum Estimated Delivery Date|Shipped On Date|Feedback Left|"
    "Feedback Received|My Item Note|PayPal Transaction ID|Shipping Service|Tracking Number|"
    "Transaction ID|Variation Details|Global Shipping Program|Global Shipping Reference ID|"
    "Click And Collect|Click And Collect Reference Number|eBay Plus"
).split("|")
TIKTOK_SHOP_ORDERS = (
    "Order ID|Order Status|Order Substatus|Cancelation/Return Type|Normal or Pre-order|SKU ID|"
    "Seller SKU|Product Name|Variation|Quantity|Sku Quantity of return|SKU Unit Original Price|"
    "SKU Subtotal Before Discount|SKU Platform Discount|SKU Seller Discount|"
    "SKU Subtotal After Discount|Shipping Fee After Discount|Original Shipping Fee|"
    "Shipping Fee Seller Discount|Co-Funded Shipping Fee Discount|Shipping Fee Platform Discount|"
    "Payment platform discount|Retail Delivery Fee|Taxes|Order Amount|Order Refund Amount|"
    "Created Time|Paid Time|RTS Time|Shipped Time|Delivered Time|Cancelled Time|Cancel By|"
    "Cancel Reason|Fulfillment Type|Warehouse Name|Tracking ID|Delivery Option Type|Delivery Option|"
    "Shipping Provider Name|Buyer Message|Buyer Username|Recipient|Phone #|Country|State|City|"
    "Zipcode|Address Line 1|Address Line 2|Delivery Instruction|Payment Method|Weight(kg)|"
    "Product Category|Package ID|Seller Note|Shipping Information|Combined Listing"
).split("|")
SHOPEE_ORDERS_EN = (
    "Order ID|Order Status|Cancel reason|Return / Refund Status|Tracking Number*|Shipping Option|"
    "Shipment Method|Estimated Ship Out Date|Ship Time|Order Creation Date|Order Paid Time|"
    "Parent SKU Reference No.|Product Name|SKU Reference No.|Variation Name|Original Price|"
    "Deal Price|Quantity|Returned quantity|Product Subtotal|Seller Rebate|Seller Discount|"
    "Shopee Rebate|SKU Total Weight|No of product in order|Order Total Weight|Voucher Code|"
    "Seller Voucher|Seller Absorbed Coin Cashback|Shopee Voucher|Bundle Deal Indicator|"
    "Shopee Bundle Discount|Seller Bundle Discount|Shopee Coins Offset|Credit Card Discount Total|"
    "Total Amount|Buyer Paid Shipping Fee|Shipping Rebate Estimate|Reverse Shipping Fee|"
    "Transaction Fee(Incl. GST)|Commission Fee (Incl. GST)|Service Fee (incl. GST)|Grand Total|"
    "Estimated Shipping Fee|Username (Buyer)|Receiver Name|Phone Number|Delivery Address|Town|"
    "District|City|Province|Country|Zip Code|Remark from buyer|Order Complete Time|Note"
).split("|")
SHOPEE_ADS_ID = (
    "Urutan|Nama Iklan|Status|Jenis Iklan|Kode Produk|Tampilan Iklan|Mode Bidding|Penempatan Iklan|"
    "Tanggal Mulai|Tanggal Selesai|Dilihat|Jumlah Klik|Persentase Klik|Tambah ke Keranjang|"
    "Persentase Tambah ke Keranjang|Konversi|Konversi Langsung|Tingkat konversi|"
    "Tingkat Konversi Langsung|Biaya per Konversi|Biaya per Konversi Langsung|Produk Terjual|"
    "Terjual Langsung|Omzet Penjualan|Penjualan Langsung (GMV Langsung)|Biaya|Efektifitas Iklan|"
    "Efektivitas Langsung|Persentase Biaya Iklan terhadap Penjualan dari Iklan (ACOS)|"
    "Persentase Biaya Iklan terhadap Penjualan dari Iklan Langsung (ACOS Langsung)|"
    "Jumlah Produk Dilihat|Jumlah Klik Produk|Persentase Klik Produk|Voucher Amount|Vouchered Sales"
).split("|")
LAZADA_ORDERS = (
    "orderItemId|orderNumber|sellerSku|lazadaSku|createTime|updateTime|status|customerName|"
    "shippingName|shippingAddress|shippingPhone|billingName|itemName|variation|unitPrice|paidPrice|"
    "sellerDiscountTotal|shippingFee|walletCredit|payMethod|deliveredDate|"
    "buyerFailedDeliveryReturnInitiator|buyerFailedDeliveryReason|trackingCode"
).split("|")
GOOGLE_ADS_SEARCH_TERMS = (
    "Search term|Match type|Added/Excluded|Campaign|Ad group|Clicks|Impr.|CTR|Currency code|"
    "Avg. CPC|Cost|Conversions|Cost / conv."
).split("|")
META_ADS = (
    "Reporting starts|Reporting ends|Ad name|Ad delivery|Results|Result indicator|Cost per results|"
    "Ad set budget|Ad set budget type|Amount spent (USD)|Impressions|Reach|Frequency|"
    "CPM (cost per 1,000 impressions) (USD)|Purchases|Ends|Attribution setting|Bid|Bid type|"
    "Last significant edit|Quality ranking|Engagement rate ranking|Conversion rate ranking|"
    "Ad set name|Purchase ROAS (return on ad spend)"
).split("|")
SHOPIFY_INVENTORY_WIDE = (
    "Handle|Title|Option1 Name|Option1 Value|Option2 Name|Option2 Value|Option3 Name|Option3 Value|SKU|HS Code|COO"
).split("|")
GA4_CHANNELS = (
    "Session primary channel group (Default Channel Group)|Sessions|Engaged sessions|Engagement rate|"
    "Average engagement time per session|Events per session|Event count|Key events|Session key event rate|Total revenue"
).split("|")
