"""Amazon settlements: every component booked once, by its kind; goods refunds apart; three layouts agree."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from tests.readers.exports import Read, Reader, row, same, text, turned
from tests.readers.headers_global import AMAZON_DATE_RANGE_TX, AMAZON_SETTLEMENT_V1, AMAZON_SETTLEMENT_V2

TOTAL = {
    "settlement-id": "9001",
    "settlement-start-date": "2026-09-01T00:00:00+00:00",
    "settlement-end-date": "2026-09-15T00:00:00+00:00",
    "deposit-date": "2026-09-17T00:00:00+00:00",
    "total-amount": "1.91",
    "currency": "USD",
}
ITEM = {
    "settlement-id": "9001",
    "order-id": "111-1",
    "marketplace-name": "Amazon.com",
    "posted-date": "2026-09-03",
    "posted-date-time": "2026-09-03 05:15:17 UTC",
    "order-item-code": "55",
    "sku": "TS-M",
}
# transaction-type, amount-type, amount-description, amount, kind, amount as booked
SALE = [
    ("Order", "ItemPrice", "Principal", "40.00", "receipt", "40"),
    ("Order", "ItemPrice", "Tax", "3.30", "receipt", "3.3"),
    ("Order", "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "-3.30", "receipt", "-3.3"),
    ("Order", "ItemPrice", "Shipping", "5.99", "receipt", "5.99"),
    ("Order", "Promotion", "Shipping", "-5.99", "receipt", "-5.99"),
    ("Order", "Promotion", "Principal", "-4.00", "receipt", "-4"),
    ("Order", "ItemFees", "Commission", "-5.40", "commission", "5.4"),
    ("Order", "ItemFees", "FBAPerUnitFulfillmentFee", "-3.22", "logistics", "3.22"),
    ("Order", "ItemFees", "ShippingChargeback", "-0.50", "logistics", "0.5"),
]
BACK = [
    ("Refund", "ItemPrice", "Principal", "-20.00", "refund", "20"),
    ("Refund", "ItemPrice", "Tax", "-1.65", "refund", "1.65"),
    ("Refund", "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "1.65", "refund", "-1.65"),
    ("Refund", "Promotion", "Principal", "2.00", "refund", "-2"),
    ("Refund", "ItemFees", "Commission", "2.70", "commission", "-2.7"),
    ("Refund", "ItemFees", "RefundCommission", "-0.54", "commission", "0.54"),
]
OTHER = [
    ("other-transaction", "other-transaction", "Subscription Fee", "-39.99", "service", "39.99"),
    ("other-transaction", "other-transaction", "Storage Fee", "-2.00", "logistics", "2"),
    ("other-transaction", "FBA Inventory Reimbursement", "WAREHOUSE_DAMAGE", "20.00", "other", "-20"),
    ("other-transaction", "other-transaction", "Previous Reserve Amount Balance", "50.00", "transfer", "-50"),
    ("ServiceFee", "Cost of Advertising", "TransactionTotalAmount", "-37.14", "ads", "37.14"),
    ("CouponRedemptionFee", "CouponRedemptionFee", "Coupon fee", "-0.60", "service", "0.6"),
    ("Liquidations", "ItemPrice", "Principal", "5.00", "receipt", "5"),
    ("Liquidations", "ItemFees", "LiquidationsBrokerageFee", "-0.75", "commission", "0.75"),
]
BOOKED = [*SALE, *BACK, *OTHER]


def v2() -> list[list[str]]:
    lines = [row(AMAZON_SETTLEMENT_V2, TOTAL)]
    for transaction, kind, description, amount, *_ in BOOKED:
        values = ITEM | {
            "transaction-type": transaction,
            "amount-type": kind,
            "amount-description": description,
            "amount": amount,
        }
        if transaction == "Refund":
            values |= {"posted-date": "2026-09-10", "posted-date-time": "2026-09-10 06:00:00 UTC"}
        if transaction not in {"Order", "Refund"}:
            values |= {"order-id": "", "sku": "", "marketplace-name": "", "order-item-code": ""}
        if description == "Principal" and kind == "ItemPrice":
            values |= {"quantity-purchased": "2" if transaction == "Order" else "1"}
        lines.append(row(AMAZON_SETTLEMENT_V2, values))
    return lines


def by_kind(read: Read) -> dict[str, str]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for kind, amount in read.pick("fee", "kind", "amount"):
        sums[str(kind)] += Decimal(str(amount))
    return {kind: format(amount.normalize(), "f") for kind, amount in sorted(sums.items())}


def test_every_component_by_its_kind(tmp_path: Path) -> None:
    read = Reader(tmp_path).one(
        "settlement.txt", text(AMAZON_SETTLEMENT_V2, v2(), sign="\t"), zone="America/Los_Angeles"
    )
    assert read.format == "amazon_settlement_v2"
    assert read.pick("fee", "kind", "amount") == [(kind, booked) for *_, kind, booked in BOOKED]
    assert (read.kept, read.refused) == (len(BOOKED), 0)
    assert set(read.pick("fee", "shop", "currency")) == {("Amazon.com", "USD")}
    assert read.pick("fee", "order_id", "sku", "settled_at", "day", "name")[0] == (
        "111-1",
        "TS-M",
        "2026-09-02 22:15:17",
        "2026-09-02",
        "ItemPrice / Principal",
    )
    ids = [line[0] for line in read.pick("fee", "fee_id")]
    assert len(set(ids[: len(SALE)])) == 1
    assert len(set(ids)) == 3


def test_the_ledger_adds_up_to_the_components(tmp_path: Path) -> None:
    read = Reader(tmp_path).one("settlement.txt", text(AMAZON_SETTLEMENT_V2, v2(), sign="\t"))
    signs = {"receipt": 1}
    total = sum(Decimal(str(a)) * signs.get(str(k), -1) for k, a in read.pick("fee", "kind", "amount"))
    assert total == sum(Decimal(amount) for _, _, _, amount, _, _ in BOOKED)


def test_goods_refunds_by_the_day_they_were_posted(tmp_path: Path) -> None:
    read = Reader(tmp_path).one(
        "settlement.txt", text(AMAZON_SETTLEMENT_V2, v2(), sign="\t"), zone="America/Los_Angeles"
    )
    assert read.pick("refund", "order_id", "sku", "settled_day", "amount", "quantity", "kind") == [
        ("111-1", "TS-M", "2026-09-09", "20", 1, "refund"),
        ("111-1", "TS-M", "2026-09-09", "-2", None, "refund"),
    ]


def test_european_numbers_and_dates(tmp_path: Path) -> None:
    lines = []
    for line in v2():
        values = dict(zip(AMAZON_SETTLEMENT_V2, line, strict=True))
        for name in ("amount", "total-amount"):
            values[name] = values[name].replace(".", ",")
        if values["posted-date"]:
            day = values["posted-date"].split("-")
            values["posted-date"] = ".".join(reversed(day))
            values["posted-date-time"] = f"{values['posted-date']} {values['posted-date-time'][11:]}"
        values["marketplace-name"] = values["marketplace-name"].replace(".com", ".de")
        values["currency"] = values["currency"].replace("USD", "EUR")
        lines.append(row(AMAZON_SETTLEMENT_V2, values))
    # A day above 12 is the evidence of which number is the day.
    late = dict(zip(AMAZON_SETTLEMENT_V2, lines[1], strict=True))
    late |= {"posted-date": "14.09.2026", "posted-date-time": "14.09.2026 23:30:00 UTC", "amount": "1.234,56"}
    data = text(AMAZON_SETTLEMENT_V2, [*lines, row(AMAZON_SETTLEMENT_V2, late)], sign="\t", encoding="cp1252")
    read = Reader(tmp_path).one("settlement.txt", data, zone="Europe/Berlin", currency="EUR")
    got = read.pick("fee", "kind", "amount", "day", "shop", "currency")
    assert [(kind, amount) for kind, amount, *_ in got[:-1]] == [
        (kind, booked) for *_, kind, booked in BOOKED
    ]
    assert got[0][2:] == ("2026-09-03", "Amazon.de", "EUR")
    assert got[-1] == ("receipt", "1234.56", "2026-09-15", "Amazon.de", "EUR")


def test_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    first = Reader(tmp_path).one("a.txt", text(AMAZON_SETTLEMENT_V2, v2(), sign="\t"))
    same(first, Reader(tmp_path).one("b.txt", text(*turned(AMAZON_SETTLEMENT_V2, v2()), sign="\t")))


def v1() -> list[list[str]]:
    base = ITEM | {"posted-date": "2026-09-03T05:15:17+00:00", "transaction-type": "Order"}
    base.pop("posted-date-time")
    back = base | {"transaction-type": "Refund", "posted-date": "2026-09-10T06:00:00+00:00"}
    store = base | {"transaction-type": "Storage Fee", "order-id": "", "sku": "", "marketplace-name": ""}
    values = [
        TOTAL,
        base | {"price-type": "Principal", "price-amount": "40.00", "quantity-purchased": "2"},
        base | {"promotion-type": "Principal", "promotion-amount": "-4.00"},
        base | {"item-related-fee-type": "Commission", "item-related-fee-amount": "-5.40"},
        base | {"item-related-fee-type": "FBAPerUnitFulfillmentFee", "item-related-fee-amount": "-3.22"},
        base | {"shipment-fee-type": "FBA transportation fee", "shipment-fee-amount": "-1.00"},
        back | {"price-type": "Principal", "price-amount": "-20.00", "quantity-purchased": "1"},
        back | {"item-related-fee-type": "Commission", "item-related-fee-amount": "2.70"},
        store | {"other-amount": "-2.00"},
    ]
    return [row(AMAZON_SETTLEMENT_V1, line) for line in values]


def test_the_older_layout(tmp_path: Path) -> None:
    zone = "America/Los_Angeles"
    read = Reader(tmp_path).one("old.txt", text(AMAZON_SETTLEMENT_V1, v1(), sign="\t"), zone=zone)
    assert read.format == "amazon_settlement_v1"
    assert by_kind(read) == {"commission": "2.7", "logistics": "6.22", "receipt": "36", "refund": "20"}
    assert read.pick("refund", "amount", "settled_day", "quantity") == [("20", "2026-09-09", 1)]
    newer = Reader(tmp_path).one("new.txt", text(AMAZON_SETTLEMENT_V2, v2(), sign="\t"), zone=zone)
    assert set(read.pick("fee", "fee_id")) == set(newer.pick("fee", "fee_id"))


def test_the_currency_of_the_total_holds_for_rows_of_no_marketplace(tmp_path: Path) -> None:
    """A statement of fees alone names none; advertising is billed among the item fees of V1."""
    there = {"settlement-id": "9001", "posted-date": "2026-09-03T05:15:17+00:00"}
    ads = {"transaction-type": "ServiceFee", "item-related-fee-type": "Cost of Advertising"}
    tax = {"other-fee-amount": "-0.14", "other-fee-reason-description": "TaxAmount"}
    values: list[dict[str, str]] = [
        TOTAL | {"currency": "CAD"},
        there | {"transaction-type": "Subscription Fee", "other-amount": "-32.09  "},
        there | ads | tax | {"item-related-fee-amount": "-1.16"},
    ]
    lines = [row(AMAZON_SETTLEMENT_V1, one) for one in values]
    old = Reader(tmp_path).one("old.txt", text(AMAZON_SETTLEMENT_V1, lines, sign="\t"), currency="USD")
    assert old.pick("fee", "kind", "amount", "currency") == [
        ("service", "32.09", "CAD"),
        ("ads", "1.16", "CAD"),
        ("tax", "0.14", "CAD"),
    ]
    line = ITEM | {"transaction-type": "other-transaction", "amount-type": "other-transaction"}
    line |= {"marketplace-name": "", "amount-description": "Subscription Fee", "amount": "-32.09"}
    lines = [row(AMAZON_SETTLEMENT_V2, one) for one in (TOTAL | {"currency": "CAD"}, line)]
    new = Reader(tmp_path).one("new.txt", text(AMAZON_SETTLEMENT_V2, lines, sign="\t"), currency="USD")
    assert new.pick("fee", "kind", "amount", "currency") == [("service", "32.09", "CAD")]


PREAMBLE = (
    '"Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions"\r\n'
    '"All amounts in USD, unless specified"\r\n"Definitions:"\r\n'
    '"Sales tax collected: Includes sales tax collected from buyers for product sales."\r\n'
    '"Selling fees: Includes variable closing fees and referral fees."\r\n'
    '"Other transaction fees: Includes shipping chargebacks."\r\n"Other: Includes non-order transaction amounts."\r\n'
)


def test_date_range_report(tmp_path: Path) -> None:
    header = AMAZON_DATE_RANGE_TX
    sale = {
        "date/time": "Sep 2, 2026 10:15:17 PM PDT",
        "settlement id": "9001",
        "type": "Order",
        "order id": "111-1",
        "sku": "TS-M",
        "description": "Crew tee",
        "quantity": "2",
        "marketplace": "amazon.com",
        "product sales": "1,040.00",
        "product sales tax": "3.30",
        "promotional rebates": "-4.00",
        "marketplace withheld tax": "-3.30",
        "selling fees": "-5.40",
        "fba fees": "-3.22",
        "total": "1,027.38",
    }
    back = sale | {
        "date/time": "Sep 9, 2026 11:00:00 PM PDT",
        "type": "Refund",
        "quantity": "1",
        "product sales": "-20.00",
        "shipping credits": "-6.00",
        "product sales tax": "0",
        "promotional rebates": "2.00",
        "marketplace withheld tax": "0",
        "selling fees": "2.16",
        "fba fees": "0",
        "total": "-21.84",
    }
    empty = dict.fromkeys(
        ("order id", "sku", "quantity", "product sales", "product sales tax", "promotional rebates"), ""
    )
    empty |= dict.fromkeys(("marketplace withheld tax", "selling fees", "fba fees", "marketplace"), "")
    service = (
        sale
        | empty
        | {"type": "Service Fee", "description": "Cost of Advertising", "other": "-37.14", "total": "-37.14"}
    )
    paid = service | {"type": "Transfer", "description": "To account ending with: 123"}
    paid |= {"other": "-900.00", "total": "-900.00"}
    rows = [row(header, line) for line in (sale, back, service, paid)]
    reader = Reader(tmp_path)
    read = reader.one(
        "2026SepMonthlyTransaction.csv",
        text(header, rows, above=PREAMBLE),
        zone="America/Los_Angeles",
        currency="USD",
    )
    assert read.format == "amazon_date_range"
    assert by_kind(read) == {
        "ads": "37.14",
        "commission": "3.24",
        "logistics": "3.22",
        "receipt": "1036",
        "refund": "24",
        "transfer": "900",
    }
    assert read.pick("refund", "amount", "settled_day", "quantity") == [("24", "2026-09-09", 1)]
    assert set(read.pick("fee", "shop")) == {("Amazon.com",)}
    newer = reader.one("new.txt", text(AMAZON_SETTLEMENT_V2, v2(), sign="\t"), zone="America/Los_Angeles")
    assert set(read.pick("refund", "refund_id")) == set(newer.pick("refund", "refund_id"))


def test_an_unknown_currency_of_the_statement_refuses_it(tmp_path: Path) -> None:
    lines = [
        row(AMAZON_SETTLEMENT_V2, TOTAL | {"currency": "QQQ"}),
        row(AMAZON_SETTLEMENT_V2, ITEM | {"amount": "1"}),
    ]
    read = Reader(tmp_path).one("s.txt", text(AMAZON_SETTLEMENT_V2, lines, sign="\t"))
    assert (read.kept, read.codes, read.issues[0].row) == (0, [("currency", "bad_currency")], 2)


def test_postage_that_goes_back_is_refunded(tmp_path: Path) -> None:
    back = ITEM | {"transaction-type": "Refund", "amount-type": "ItemPrice", "quantity-purchased": "1"}
    parts = {"Principal": "-20.00", "Shipping": "-6.00", "ShippingTax": "-0.50", "RestockingFee": "4.00"}
    lines = [back | {"amount-description": name, "amount": amount} for name, amount in parts.items()]
    lines.append(back | {"amount-type": "Promotion", "amount-description": "Shipping", "amount": "1.00"})
    rows = [row(AMAZON_SETTLEMENT_V2, line) for line in (TOTAL, *lines)]
    read = Reader(tmp_path).one("s.txt", text(AMAZON_SETTLEMENT_V2, rows, sign="\t"))
    assert read.pick("refund", "status_text", "amount", "quantity") == [
        ("Principal", "20", 1),
        ("Shipping", "6", None),
        ("RestockingFee", "-4", None),
        ("Shipping", "-1", None),
    ]
    older = [
        {name: value for name, value in ITEM.items() if name != "posted-date-time"}
        | {"transaction-type": "Refund", "posted-date": "2026-09-10T06:00:00+00:00"}
        | {"price-type": name, "price-amount": amount, "quantity-purchased": "1"}
        for name, amount in parts.items()
    ]
    rows = [row(AMAZON_SETTLEMENT_V1, line) for line in (TOTAL, *older)]
    first = Reader(tmp_path).one("v1.txt", text(AMAZON_SETTLEMENT_V1, rows, sign="\t"))
    assert first.pick("refund", "status_text", "amount", "quantity") == [
        ("Principal", "20", 1),
        ("Shipping", "6", None),
        ("RestockingFee", "-4", None),
    ]
