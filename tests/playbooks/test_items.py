from datetime import date

from tests.playbooks.giving import columns
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import items

SINCE = date(2026, 1, 1)


def sold(*rows: tuple[str, str, str, int]) -> Columns:
    """Rows of shop, SKU, listing, units."""
    shops, skus, listings, units = (list(part) for part in zip(*rows, strict=True))
    return columns({"shop": shops, "sku": skus, "listing": listings}, {"units": units})


def test_the_listing_counts_then_the_style_then_the_sku() -> None:
    known = items(
        sold(
            ("s", "A1", "L1", 3),
            ("s", "A1", "L2", 5),
            ("s", "B1", "", 1),
            ("s", "B2", "", 1),
            ("s", "C1", "", 1),
        ),
        [
            ("s", "B1", "B", SINCE),
            ("", "B2", "B", SINCE),
            ("s", "B1", "old", date(2025, 1, 1)),
            ("s", "C1", None, SINCE),
        ],
    )
    assert known.by_sku["s", "A1"] == ("s", "L2")
    assert known.target(("s", "L2")).kind == "listing"
    assert known.target(("s", "B")).kind == "product"
    assert known.named(("s", "B")) == "B1 B2"
    assert known.target(("s", "C1"), "cup").label == "cup"


def test_a_style_of_one_sku_is_that_sku() -> None:
    known = items(sold(("s", "B1", "", 1), ("s", "", "", 4)), [("s", "B1", "B", SINCE)])
    assert known.target(("s", "B")).kind == "sku"
    assert known.target(("s", "B")).ident == "B1"
    assert set(known.by_sku) == {("s", "B1")}


def test_without_listings_in_the_question_there_are_none() -> None:
    table = columns({"shop": ["s"], "sku": ["A1"]}, {"units": [None]})
    assert items(table, []).kinds == {("s", "A1"): "sku"}


def test_goods_are_called_by_listing_style_or_code() -> None:
    table = sold(("a", "S1", "L1", 1), ("a", "S2", "L1", 2), ("a", "S3", "", 3))
    known = items(table, [("a", "S1", "P1", SINCE), ("a", "S3", "P1", SINCE)])
    assert known.called("a", {"L1"}) == ("S1", "S2")
    assert known.called("a", {"P1"}) == ("S1", "S3")
    assert known.called("a", {"S2", "nobody"}) == ("S2",)
    assert known.called("b", {"L1"}) == ()
