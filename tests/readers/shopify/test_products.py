"""Shopify products: variants, extra images, the header of 2024/2025, genuine files."""

from pathlib import Path

import pytest

from tests.readers.exports import FORMATS, Reader, row, same, text, turned
from tests.readers.headers_global import SHOPIFY_PRODUCTS_CLASSIC
from zhanggui.readers import recognise

FIRST = {
    "Handle": "clay-pot",
    "Title": "Clay Pot",
    "Body (HTML)": "<p>Line one\nline two</p>",
    "Vendor": "House",
    "Type": "Outdoor",
    "Published": "true",
    "Option1 Name": "Size",
    "Option1 Value": "Regular",
    "Variant SKU": "POT-R",
    "Variant Inventory Qty": "1",
    "Variant Price": "9.99",
    "Variant Compare At Price": "12.00",
    "Image Src": "https://cdn.example/pot.jpg",
    "Cost per item": "3.10",
    "Status": "active",
}
LARGE = {"Handle": "clay-pot", "Option1 Value": "Large", "Variant SKU": "POT-L", "Variant Price": "15.99"}
IMAGE = {"Handle": "clay-pot", "Image Src": "https://cdn.example/pot2.jpg", "Image Position": "3"}
LAMP = FIRST | {
    "Handle": "lamp",
    "Title": "Lamp",
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "Variant SKU": "",
}
RENAMED = {
    "Handle": "URL handle",
    "Body (HTML)": "Description",
    "Published": "Published on online store",
    "Option1 Name": "Option1 name",
    "Option1 Value": "Option1 value",
    "Variant SKU": "SKU",
    "Variant Price": "Price",
    "Variant Compare At Price": "Compare-at price",
    "Variant Inventory Qty": "Inventory quantity",
    "Image Src": "Product image URL",
    "Image Position": "Image position",
}
COLUMNS = (
    "listing_id",
    "variant_id",
    "sku",
    "title",
    "variant",
    "price",
    "list_price",
    "cost",
    "status",
    "vendor",
)
EXPECTED = [
    ("clay-pot", "Regular", "POT-R", "Clay Pot", "Regular", "9.99", "12", "3.1", "active", "House"),
    ("clay-pot", "Large", "POT-L", "Clay Pot", "Large", "15.99", None, None, "active", "House"),
    ("lamp", "", "", "Lamp", None, "9.99", "12", "3.1", "active", "House"),
]


def rows(header: list[str]) -> list[list[str]]:
    return [
        row(header, {k: v for k, v in line.items() if k in header}) for line in (FIRST, LARGE, IMAGE, LAMP)
    ]


def test_variants_carry_the_product(tmp_path: Path) -> None:
    read = Reader(tmp_path).one(
        "products_export_1.csv", text(SHOPIFY_PRODUCTS_CLASSIC, rows(SHOPIFY_PRODUCTS_CLASSIC))
    )
    assert read.format == "shopify_products"
    assert read.pick("listing", *COLUMNS) == EXPECTED
    assert read.pick("listing", "image", "category")[1] == ("https://cdn.example/pot.jpg", "Outdoor")
    assert (read.kept, read.refused) == (4, 0)


def test_header_of_2025(tmp_path: Path) -> None:
    header = [RENAMED.get(name, name) for name in SHOPIFY_PRODUCTS_CLASSIC]
    header = ["Title", "URL handle", *[name for name in header if name not in {"Title", "URL handle"}]]
    lines = [{RENAMED.get(k, k): v for k, v in line.items()} for line in (FIRST, LARGE, IMAGE, LAMP)]
    read = Reader(tmp_path).one("products_export.csv", text(header, [row(header, line) for line in lines]))
    assert read.pick("listing", *COLUMNS) == EXPECTED


def test_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    given = rows(SHOPIFY_PRODUCTS_CLASSIC)
    first = Reader(tmp_path).one("a.csv", text(SHOPIFY_PRODUCTS_CLASSIC, given))
    same(first, Reader(tmp_path).one("b.csv", text(*turned(SHOPIFY_PRODUCTS_CLASSIC, given))))


def test_row_without_handle_is_refused(tmp_path: Path) -> None:
    header = SHOPIFY_PRODUCTS_CLASSIC
    given = [row(header, FIRST), row(header, LARGE | {"Handle": ""})]
    read = Reader(tmp_path).one("p.csv", text(header, given))
    assert (read.kept, read.codes) == (1, [("Handle", "missing_key")])


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "listings", "variants"),
    [("apparel.csv", 20, 22), ("home-and-garden.csv", 20, 21), ("jewelery.csv", 20, 23)],
)
def test_genuine_files(tmp_path: Path, data_dir: Path, name: str, listings: int, variants: int) -> None:
    path = data_dir / "listings" / name
    assert [found.format for found in recognise(path, FORMATS, tmp_path)] == ["shopify_products"]
    read = Reader(tmp_path).one(name, path.read_bytes())
    assert (read.refused, read.issues) == (0, ())
    got = read.pick("listing", "listing_id", "variant_id", "title", "price")
    assert len({listing for listing, *_ in got}) == listings
    assert len(got) == variants
    assert len({(listing, variant) for listing, variant, *_ in got}) == variants
    assert all(title and price for *_, title, price in got)
