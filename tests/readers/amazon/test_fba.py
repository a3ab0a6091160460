"""FBA stock in two places, and goods that came back."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import AMAZON_FBA_INVENTORY, AMAZON_FBA_RETURNS


def test_inventory(tmp_path: Path) -> None:
    header = [
        *AMAZON_FBA_INVENTORY,
        "afn-researching-quantity",
        "afn-reserved-future-supply",
        "afn-future-supply-buyable",
    ]
    line = {
        "sku": "TS-M",
        "fnsku": "X001",
        "asin": "B0TEST0001",
        "product-name": "Crew tee – Größe M",
        "your-price": "20.00",
        "mfn-fulfillable-quantity": "7",
        "afn-warehouse-quantity": "60",
        "afn-fulfillable-quantity": "50",
        "afn-unsellable-quantity": "2",
        "afn-reserved-quantity": "8",
        "afn-total-quantity": "95",
        "afn-inbound-working-quantity": "10",
        "afn-inbound-shipped-quantity": "20",
        "afn-inbound-receiving-quantity": "5",
    }
    rows = [row(header, line), row(header, line | {"sku": "MUG", "mfn-fulfillable-quantity": ""})]
    columns = ("day", "sku", "listing_id", "location", "on_hand", "available", "reserved", "inbound")
    fba = ("B0TEST0001", "FBA", 60, 50, 8, 25)
    reader = Reader(tmp_path)
    first = reader.one("fba 2026-09-01.txt", text(header, rows, sign="\t", encoding="cp1252"))
    assert first.format == "amazon_fba_inventory"
    assert first.pick("stock", *columns) == [
        ("2026-09-01", "TS-M", *fba),
        ("2026-09-01", "TS-M", "B0TEST0001", "MFN", 7, 7, None, None),
        ("2026-09-01", "MUG", *fba),
    ]
    assert first.pick("stock", "title")[0] == ("Crew tee – Größe M",)
    same(first, reader.one("turned 2026-09-01.txt", text(*turned(header, rows), sign="\t")))
    unnamed = reader.one("98765432101.txt", text(header, rows, sign="\t"))
    assert [code for _, code in unnamed.codes] == ["day_unknown"]
    other = dict.fromkeys((name for name in header if name.endswith("quantity")), "1")
    bad = reader.one(
        "fba 2026-09-02.txt", text(header, [rows[0], row(header, line | other | {"sku": ""})], sign="\t")
    )
    assert (bad.kept, bad.codes) == (1, [("sku", "missing_key")])


def test_returns_have_no_money(tmp_path: Path) -> None:
    header = AMAZON_FBA_RETURNS
    line = {
        "return-date": "2026-09-02T03:00:00+00:00",
        "order-id": "111-1",
        "sku": "TS-M",
        "asin": "B0TEST0001",
        "quantity": "1",
        "detailed-disposition": "CUSTOMER_DAMAGED",
        "reason": "NOT_COMPATIBLE",
        "status": "Unit returned to inventory",
        "license-plate-number": "LPN1",
        "customer-comments": "does not fit, my name is Ann",
    }
    rows = [row(header, line), row(header, line | {"license-plate-number": ""})]
    first = Reader(tmp_path).one("returns.txt", text(header, rows, sign="\t"), zone="America/Los_Angeles")
    assert first.format == "amazon_fba_returns"
    assert first.pick(
        "refund", "refund_id", "settled_day", "quantity", "amount", "kind", "reason", "stage", "status_text"
    ) == [
        (
            f"111-1|2026-09-01 20:00:00|TS-M|{plate}",
            "2026-09-01",
            1,
            None,
            "return",
            "NOT_COMPATIBLE",
            "after_ship",
            "Unit returned to inventory / CUSTOMER_DAMAGED",
        )
        for plate in ("LPN1", "")
    ]
    turned_file = Reader(tmp_path).one(
        "b.txt", text(*turned(header, rows), sign="\t"), zone="America/Los_Angeles"
    )
    same(first, turned_file)
    bad = [line | {"return-date": ""}, line | {"quantity": "-1"}]
    read = Reader(tmp_path).one("c.txt", text(header, [row(header, b) for b in (line, *bad)], sign="\t"))
    assert (read.kept, read.codes) == (
        1,
        [("return-date", "missing_value"), ("quantity", "negative_quantity")],
    )
