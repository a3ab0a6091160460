"""Header names that differ in width, case, spaces or dashes only are one name."""

import pytest

from zhanggui.readers.names import bare, normal, stated, visible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("收入（+元）", "收入(+元)"),
        ("Sessions – Total", "sessions - total"),
        ("订单付款时间 ", "订单付款时间"),
        ("Tracking Number*", "tracking number"),
        ("Ｔotal", "Total"),
        ("\ufeffOrder/adjustment ID  ", "order / adjustment id"),
        ('="Order ID"', "Order ID"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_other_names_stay_other() -> None:
    assert normal("花费") != normal("花费(分)")
    assert normal("") == ""


def test_a_remark_in_brackets_can_be_left_out() -> None:
    assert bare("Available (not editable)") == "available"


def test_breaks_and_noughts_within_a_name_are_none() -> None:
    assert normal("商品\n名称") == normal("商 品 名称") == "商品名称"
    assert normal("Order\nID\0") == "order id"
    assert normal("SKU 名称") == "sku 名称"


def test_a_byte_order_mark_decoded_wrongly_falls_away() -> None:
    assert normal("ï»¿Order ID") == normal("\ufeffOrder ID") == "order id"


def test_a_name_as_it_is_shown() -> None:
    assert visible("\ufeffWare\u200bhouse\n  A ") == "Warehouse A"


def test_the_currency_that_a_name_states() -> None:
    said = {
        "Seller Voucher(RM)": "MYR",
        "Montant (€)": "EUR",
        "Price [php]": "PHP",
        "小計（円）": "JPY",
        "商品总价(元)": "",
    }
    assert {name: stated(name) for name in said} == said
    assert stated("Available (not editable)") == stated("Price") == stated("商品总价(元)") == ""
