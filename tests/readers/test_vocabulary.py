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
    names = {"quantity": 0, "order id": 0}
    assert likeness("Quantity", names) == 1
    assert likeness("Quantity (pcs)", names) == 0.95
    assert 0 < likeness("Quantitiy", names) < 1
    assert likeness("Colour", names) == 0
    assert likeness("", names) == 0


def test_a_name_at_the_end_of_a_chinese_header_or_the_beginning_of_another_is_half_of_it() -> None:
    names = {"订单号": 0, "fecha": 1, "金额": 2}
    assert 0.5 < likeness("平台订单号", names) < 0.75
    assert 0.5 < likeness("Fecha de la venta", names) < 0.75
    assert likeness("预计金额", names) == likeness("Fechas", names) * 0 == 0
    assert likeness("订单号", names) > likeness("Fecha", names) > 0.99
