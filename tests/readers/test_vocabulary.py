"""Names that mean the same."""

import pytest

from zhanggui.readers import formats
from zhanggui.readers.vocabulary import GROUPS, learned, likeness, words


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("InvoiceNo", "invoice no"),
        ("unit_price", "unit price"),
        ("CustomerID", "customer id"),
        ("订单号", "订单号"),
    ],
)
def test_headers_as_words(header: str, said: str) -> None:
    assert words(header) == said


def test_known_formats_teach_their_names() -> None:
    names = learned(formats())
    assert set(names) == set(GROUPS)
    assert (
        "purchase-date" in names["order_line"]["created_at"]
        or "purchase date" in names["order_line"]["created_at"]
    )


def test_likeness() -> None:
    names = {"quantity", "order id"}
    assert likeness("Quantity", names) == 1
    assert likeness("Quantity (pcs)", names) == 0.95
    assert 0 < likeness("Quantitiy", names) < 1
    assert likeness("Colour", names) == 0
    assert likeness("", names) == 0
