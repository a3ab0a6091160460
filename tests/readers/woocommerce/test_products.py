"""WooCommerce products: simple products, variations under their parent, sale prices."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import WOOCOMMERCE_PRODUCTS as HEADER

PARENT = {
    "ID": "10",
    "Type": "variable",
    "SKU": "TS",
    "Name": "Crew tee",
    "Published": "1",
    "Categories": "Tops, Tees",
}
PARENT |= {
    "Images": "https://shop.example/a.jpg, https://shop.example/b.jpg",
    "Attribute 1 name": "Size",
    "Attribute 1 value(s)": "M, L",
}
CHILD = {
    "ID": "11",
    "Type": "variation",
    "SKU": "TS-M",
    "Name": "Crew tee - M",
    "Published": "1",
    "Sale price": "18",
    "Regular price": "20",
}
CHILD |= {"Parent": "id:10", "Attribute 1 value(s)": "M"}
MUG = {"ID": "12", "Type": "simple", "SKU": "MUG", "Name": "Mug", "Published": "-1", "Regular price": "9.50"}
COLUMNS = (
    "listing_id",
    "variant_id",
    "sku",
    "title",
    "variant",
    "price",
    "list_price",
    "status",
    "category",
    "image",
)


def test_products_and_variations(tmp_path: Path) -> None:
    rows = [row(HEADER, line) for line in (PARENT, CHILD, MUG)]
    first = Reader(tmp_path).one("wc-product-export.csv", text(HEADER, rows, encoding="utf-8-sig"))
    assert first.format == "woocommerce_products"
    assert first.pick("listing", *COLUMNS) == [
        ("10", "", "TS", "Crew tee", None, None, None, "active", "Tops, Tees", "https://shop.example/a.jpg"),
        ("10", "11", "TS-M", "Crew tee - M", "M", "18", "20", "active", None, None),
        ("12", "", "MUG", "Mug", None, "9.5", "9.5", "draft", None, None),
    ]
    metric = [name.replace("(lbs)", "(kg)").replace("(in)", "(cm)") for name in HEADER]
    same(first, Reader(tmp_path).one("b.csv", text(metric, rows)))
    same(first, Reader(tmp_path).one("c.csv", text(*turned(HEADER, rows))))


def test_bad_rows(tmp_path: Path) -> None:
    bad = [MUG | {"ID": "", "Regular price": "1"}, MUG | {"Regular price": "cheap"}]
    read = Reader(tmp_path).one("w.csv", text(HEADER, [row(HEADER, line) for line in (MUG, *bad)]))
    assert (read.kept, read.codes) == (1, [("ID", "missing_key"), ("Regular price", "bad_number")])
