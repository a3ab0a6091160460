from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.model.money import Money, cents

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(AMOUNTS, AMOUNTS)
def test_sums_are_exact(a: Decimal, b: Decimal) -> None:
    assert (Money(a, "CNY") + Money(b, "CNY")).amount == a + b
    assert (Money(a, "CNY") + -Money(a, "CNY")).amount == 0


def test_two_currencies_are_not_added() -> None:
    with pytest.raises(ValueError, match=r"CNY \+ USD"):
        Money(Decimal(1), "CNY") + Money(Decimal(1), "USD")


def test_amounts_are_shown_in_their_currencys_decimals() -> None:
    assert cents(Decimal("1.005"), "CNY") == Decimal("1.01")
    assert cents(Decimal("-1.005"), "CNY") == Decimal("-1.01")
    assert str(cents(Decimal("1.5"), "JPY")) == "2"
    assert str(cents(Decimal(1), "KWD")) == "1.000"
    assert str(cents(Decimal(1), "???")) == "1.00"
