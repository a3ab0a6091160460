from decimal import Decimal
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.diagnosis.parts import Effect, Method, Part, Split, joint, to_cents

MONEY = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(MONEY, min_size=1, max_size=40))
def test_cents_add_up_to_the_total_and_move_no_part_by_a_cent_or_more(changes: list[float]) -> None:
    total = Decimal(repr(fsum(changes))).quantize(Decimal("0.01"))
    cents = to_cents(changes, total)
    assert sum(cents) == total
    for part, exact in zip(cents, changes, strict=True):
        assert abs(float(part) - exact) < 0.0101 + 1e-6 * abs(exact)


def test_thirds_give_the_odd_cent_to_the_first() -> None:
    assert to_cents([1 / 3, 1 / 3, 1 / 3], Decimal("1.00")) == (
        Decimal("0.34"),
        Decimal("0.33"),
        Decimal("0.33"),
    )
    assert to_cents([100 / 3] * 3, Decimal(100), places=0) == (Decimal(34), Decimal(33), Decimal(33))


def test_no_part_is_no_cent() -> None:
    assert to_cents([], Decimal("0.00")) == ()


def test_parts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        to_cents([1.0, 2.0], Decimal("4.00"))
    with pytest.raises(ValueError, match="decimals"):
        to_cents([1.0], Decimal("1.001"))


def test_a_part_with_an_error_has_an_interval_and_a_chance_of_being_noise() -> None:
    part = Part("x", Effect.FACTOR, 2.0).with_error(1.0)
    assert part.low is not None
    assert part.p_noise is not None
    assert part.low == pytest.approx(0.04, abs=0.001)
    assert part.p_noise == pytest.approx(0.0455, abs=0.0001)
    assert Part("x", Effect.FACTOR, 2.0).with_error(0.0).p_noise == 0.0
    assert Part("x", Effect.FACTOR, 0.0).with_error(0.0).p_noise == 1.0


def test_a_split_knows_what_no_part_holds() -> None:
    assert Split(3.0, (Part("x", Effect.TERM, 1.0),), Method.SUM).residual == 2.0
    assert Split(None, (), Method.SUM, ("cost",)).residual == 0.0
    assert joint([3.0, 4.0]) == 5.0
