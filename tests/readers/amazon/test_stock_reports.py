"""Amazon: snapshots of stock, listings, the orders the seller ships; the ledger is refused with advice."""

from pathlib import Path

import pytest

from tests.readers.exports import Reader, text

STOCK = ("day", "sku", "listing_id", "location", "on_hand", "available", "reserved", "inbound")


def tab(names: str, *rows: str, encoding: str = "utf-8") -> bytes:
    return text(names.split("|"), [row.split("|") for row in rows], sign="\t", encoding=encoding)


def test_planning(tmp_path: Path) -> None:
    names = (
        "snapshot-date|sku|fnsku|asin|product-name|condition|available|pending-removal-quantity|inv-age-0-to-90-days|currency|"
        "units-shipped-t7|inbound-quantity|inbound-working|inbound-shipped|inbound-received|Total Reserved Quantity|unfulfillable-quantity"  # noqa: E501
    )
    data = tab(names, "2025-03-01|S1|X1|B0TEST0001|Lamp|New|40|0|40|USD|7|30|5|20|5|6|2")
    read = Reader(tmp_path).one("health.txt", data)
    assert (read.format, read.codes) == ("amazon_fba_planning", [])
    assert read.pick("stock", *STOCK) == [("2025-03-01", "S1", "B0TEST0001", "FBA", 48, 40, 6, 25)]


def test_restock(tmp_path: Path) -> None:
    names = (
        "Country|Product Name|FNSKU|Merchant SKU|ASIN|Condition|Inbound|Available|FC transfer|FC Processing|Customer Order|"  # noqa: E501
        "Unfulfillable|Working|Shipped|Receiving|Fulfilled by|Total Days of Supply (including units from open shipments)"  # noqa: E501
    )
    reader = Reader(tmp_path)
    data = tab(names, "US|Lamp|X1|S1|B0TEST0001|New|30|40|3|1|2|2|5|20|5|Amazon|30")
    read = reader.one("restock_2025-03-01.txt", data)
    assert read.format == "amazon_fba_restock"
    assert read.pick("stock", *STOCK) == [("2025-03-01", "S1", "B0TEST0001", "FBA", 48, 40, 6, 25)]
    assert reader.one("restock.txt", data).codes == [("", "day_unknown")]


def test_ledger_counts_the_same_units(tmp_path: Path) -> None:
    data = tab(
        "Date|FNSKU|ASIN|MSKU|Title|Disposition|Starting Warehouse Balance|Ending Warehouse Balance|Location",
        "03/01/2025|X|B|S|T|SELLABLE|1|1|US",
    )
    read = Reader(tmp_path).one("ledger.txt", data)
    assert (read.format, read.issues[0].code) == (None, "other_export")


def test_listings_in_english_and_japanese(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    names = "item-name|item-description|listing-id|seller-sku|price|quantity|open-date|item-condition|asin1|fulfillment-channel|status"  # noqa: E501
    data = tab(names, "Lamp|d|0301A|S1|19.99|4|2021-03-01 08:00:00 PST|11|B0TEST0001|DEFAULT|Active")
    read = reader.one("All Listings Report.txt", data)
    assert read.format == "amazon_listings"
    columns = ("listing_id", "variant_id", "title", "price", "status", "listed_day")
    assert read.pick("listing", *columns) == [("B0TEST0001", "S1", "Lamp", "19.99", "Active", "2021-03-01")]
    names = "商品名|出品ID|出品者SKU|価格|数量|出品日|商品IDタイプ|コンディション|商品ID|フルフィルメント・チャンネル"
    read = reader.one(
        "jp.txt",
        tab(names, "灯|0301B|S2|1980|4|2021/03/01 08:00:00 JST|1|11|B0TEST0002|DEFAULT", encoding="cp932"),
    )
    assert read.pick("listing", *columns) == [("B0TEST0002", "S2", "灯", "1980", None, "2021-03-01")]


def test_orders_the_seller_ships(tmp_path: Path) -> None:
    names = (
        "order-id|order-item-id|purchase-date|payments-date|buyer-email|buyer-name|sku|product-name|quantity-purchased|currency|"
        "item-price|item-tax|shipping-price|shipping-tax|ship-country|ship-state|item-promotion-discount|ship-promotion-discount|sales-channel"
    )
    data = tab(
        names,
        "111-1|901|2025-03-01T23:30:00-08:00|2025-03-01T23:31:00-08:00|a@x|Ann|S1|Lamp|2|USD|39.98|3.2|5.99|0|US|CA|4.00|0|Amazon.com",
    )
    read = Reader(tmp_path).one("orders.txt", data)
    assert (read.format, read.codes) == ("amazon_orders_flat", [])
    columns = (
        "order_id",
        "paid_day",
        "quantity",
        "list_amount",
        "paid",
        "seller_discount",
        "shipping",
        "tax",
        "status",
        "shop",
    )
    assert read.pick("order_line", *columns) == [
        ("111-1", "2025-03-01", 2, "39.98", "35.98", "4", "5.99", "3.2", "paid", "Amazon.com")
    ]
    assert "Ann" not in str(read.tables)
    assert "a@x" not in str(read.tables)


def test_orders_passed_on_in_a_short_sheet(tmp_path: Path) -> None:
    names = (
        "index,Order ID,Date,Status,Fulfilment,Sales Channel ,ship-service-level,Style,SKU,Category,Size,ASIN,"
        "Courier Status,Qty,currency,Amount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,B2B"
    ).split(",")
    rows = [
        "0,405-1,04-30-22,Cancelled,Merchant,Amazon.in,Standard,SET1,SET1-S,Set,S,B09TEST001,,0,INR,647.62,M,MH,400081.0,IN,,False",
        "1,171-2,04-30-22,Shipped - Delivered to Buyer,Merchant,Amazon.in,Standard,J1,J1-L,kurta,L,B09TEST002,Shipped,1,INR,406.0,B,KA,5.0,IN,,False",  # noqa: E501
        "2,171-3,05-01-22,Pending,Amazon,Amazon.in,Standard,J1,J1-L,kurta,L,B09TEST002,,1,INR,406.0,B,KA,5.0,IN,,False",
    ]  # fmt: skip
    read = Reader(tmp_path).one("orders.csv", text(names, [row.split(",") for row in rows]))
    assert (read.format, read.refused) == ("amazon_orders_sheet", 0)
    assert read.pick(
        "order_line", "order_id", "created_day", "paid_day", "paid", "status", "currency", "shop"
    ) == [
        ("405-1", "2022-04-30", None, "647.62", "cancelled", "INR", "Amazon.in"),
        ("171-2", "2022-04-30", "2022-04-30", "406", "done", "INR", "Amazon.in"),
        ("171-3", "2022-05-01", None, "406", "unpaid", "INR", "Amazon.in"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        "approval-date|reimbursement-id|case-id|amazon-order-id|reason|sku|fnsku|asin|condition|currency-unit|amount-per-unit|amount-total",
        "asin|fnsku|product-name|fulfillment-center|item-volume|average-quantity-on-hand|month-of-charge|currency|estimated-monthly-storage-fee",
        "sku|fnsku|asin|product-name|brand|fulfilled-by|your-price|sales-price|estimated-fee-total|estimated-referral-fee-per-unit",
        "request-date|order-id|order-type|order-status|last-updated-date|sku|fnsku|disposition|requested-quantity|removal-fee|currency",
        "order-id|order-item-id|purchase-date|payments-date|promise-date|days-past-promise|sku|quantity-purchased|quantity-to-ship",
    ],
)
def test_known_and_told_better_elsewhere(tmp_path: Path, names: str) -> None:
    read = Reader(tmp_path).one("a.txt", tab(names, "|".join("1" for _ in names.split("|"))))
    assert (read.format, read.issues[0].code) == (None, "other_export")
