"""Shopify inventory: one column per location, and one row per location."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import SHOPIFY_INVENTORY_LONG, SHOPIFY_INVENTORY_WIDE

BASE = {
    "Handle": "pot",
    "Title": "Pot",
    "Option1 Name": "Size",
    "Option1 Value": "L",
    "SKU": "POT-L",
    "COO": "CN",
}
PLAIN = {
    "Handle": "lamp",
    "Title": "Lamp",
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "SKU": "",
}
COLUMNS = ("day", "sku", "listing_id", "location", "on_hand", "available", "reserved", "inbound")


def test_locations_become_rows(tmp_path: Path) -> None:
    header = [*SHOPIFY_INVENTORY_WIDE, "Warehouse, north", "Shop"]
    rows = [
        [*row(SHOPIFY_INVENTORY_WIDE, BASE), "12", "not stocked"],
        [*row(SHOPIFY_INVENTORY_WIDE, PLAIN), "0", "3"],
    ]
    read = Reader(tmp_path).one("inventory_export_2026-09-01.csv", text(header, rows))
    assert read.format == "shopify_inventory_wide"
    assert read.pick("stock", *COLUMNS) == [
        ("2026-09-01", "POT-L", "pot / L", "Warehouse, north", None, 12, None, None),
        ("2026-09-01", "", "lamp", "Shop", None, 3, None, None),
        ("2026-09-01", "", "lamp", "Warehouse, north", None, 0, None, None),
    ]


def test_day_is_asked_for(tmp_path: Path) -> None:
    header = [*SHOPIFY_INVENTORY_WIDE, "Shop"]
    data = text(header, [[*row(SHOPIFY_INVENTORY_WIDE, BASE), "5"]])
    read = Reader(tmp_path).one("inventory_export.csv", data)
    assert [code for _, code in read.codes] == ["day_unknown"]
    assert not any(read.tables.values())


def test_rows_per_location(tmp_path: Path) -> None:
    header = SHOPIFY_INVENTORY_LONG
    line = BASE | {
        "Location": "North",
        "Incoming (not editable)": "4",
        "Unavailable (not editable)": "1",
        "Committed (not editable)": "2",
        "Available (not editable)": "9",
        "On hand (current)": "12",
        "On hand (new)": "99",
    }
    none = BASE | {
        "Location": "South",
        "Available (not editable)": "not stocked",
        "On hand (current)": "not stocked",
    }
    rows = [row(header, line), row(header, none)]
    expected = [("2026-09-01", "POT-L", "pot / L", "North", 12, 9, 2, 4)]
    first = Reader(tmp_path).one("inventory_export_20260901.csv", text(header, rows))
    assert first.format == "shopify_inventory_long"
    assert first.pick("stock", *COLUMNS) == expected
    bare = [name.split(" (")[0] if "(new)" not in name else name for name in header]
    short = Reader(tmp_path).one("inventory_export_2026-09-01.csv", text(bare, rows))
    assert short.pick("stock", *COLUMNS) == expected
    same(first, Reader(tmp_path).one("turned_20260901.csv", text(*turned(header, rows))))
