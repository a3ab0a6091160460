from decimal import Decimal

import pytest

from zhanggui.readers import repeats

COLUMNS = {name: i for i, name in enumerate("order_id sku quantity price paid shipping tax".split())}


def lines(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.split()]


def found(text: str, *columns: str) -> dict[str, str]:
    held = {name: place for name, place in COLUMNS.items() if not columns or name in columns}
    return repeats.per_order(lines(text), held)


def test_postage_on_each_line_is_the_orders() -> None:
    assert found("1,a,1,5,5,8,0 1,b,2,3,6,8,0 2,a,1,5,5,0,0") == {"shipping": "same"}


def test_postage_on_the_first_line_alone_is_the_orders() -> None:
    assert found("1,a,1,5,5,8,0 1,b,2,3,6,,0 2,a,1,5,5,0,0") == {"shipping": "first"}
    assert found("1,a,1,5,5,8,0 1,b,2,3,6,-,0") == {"shipping": "first"}


def test_postage_that_differs_within_an_order_is_the_lines() -> None:
    assert found("1,a,1,5,5,8,0 1,b,2,3,6,4,0 2,a,1,5,5,8,0 2,b,1,5,5,8,0") == {}
    assert found("1,a,1,5,5,8,0 1,b,2,3,6,0,0") == {}
    assert found("1,a,1,5,5,0,0 1,b,2,3,6,0,0") == {}


def test_an_amount_that_lines_of_other_prices_share_is_the_orders() -> None:
    assert found("1,a,1,5,11,,0 1,b,2,3,11,,0") == {"paid": "same"}
    assert found("1,a,1,5,11,,2 1,b,2,3,,,2") == {"paid": "first", "tax": "same"}


def test_equal_lines_are_no_proof() -> None:
    assert found("1,a,1,5,5,,0 1,a,1,5,5,,0 2,b,2,3,6,,0 2,b,2,3,6,,0") == {}
    assert found("1,a,1,5,9,,0 1,a,1,5,9,,0") == {}


def test_where_only_items_differ_two_orders_are_asked() -> None:
    one = "1,a,,,11,,, 1,b,,,11,,,"
    assert found(one, "order_id", "sku", "paid") == {}
    assert found(f"{one} 2,a,,,7,,, 2,c,,,7,,,", "order_id", "sku", "paid") == {"paid": "same"}


def test_without_orders_of_several_lines_there_is_nothing_to_say() -> None:
    assert found("1,a,1,5,5,8,0 2,a,1,5,5,8,0") == {}
    assert found("1,a,1,5,5,8,0 1,b,1,5,5,8,0", "sku", "shipping") == {}
    assert found(",a,1,5,5,8,0 ,b,1,5,5,8,0") == {}


def test_what_was_paid_may_have_the_postage_in_it() -> None:
    both = lines("1,a,1,5,19,8,0 1,b,2,3,19,8,0 2,a,1,5,5,0,0")
    once = {"paid": "same", "shipping": "same"}
    assert repeats.with_postage(both, COLUMNS, once)
    assert not repeats.with_postage(both, COLUMNS, {"shipping": "same"})
    assert not repeats.with_postage(lines("1,a,1,5,11,8,0 1,b,2,3,11,8,0"), COLUMNS, once)
    assert not repeats.with_postage(lines("1,a,x,5,11,8,0 1,b,2,3,11,8,0"), COLUMNS, once)
    assert repeats.with_postage(lines("1,a,1,5,13,8,0 2,b,2,3,14,8,0"), COLUMNS, {})
    assert not repeats.with_postage(both, {"order_id": 0, "paid": 4}, {})


@pytest.mark.parametrize(
    ("cell", "said"), [("¥1,234.50", Decimal("1234.5")), ("5 元", 5), ("five", None), ("NaN", None)]
)
def test_figures(cell: str, said: object) -> None:
    assert repeats.figure(cell) == said
