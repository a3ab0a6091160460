from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.metrics.column import Column, combine, constant, plus


def money(*values: str | None) -> Column:
    known = np.array([value is not None for value in values])
    numbers = np.array([int(Decimal(value or 0) * 10_000) for value in values], np.int64)
    return Column(numbers, known, 10_000)


def count(*values: int | None) -> Column:
    known = np.array([value is not None for value in values])
    return Column(np.array([value or 0 for value in values], np.int64), known)


def test_sums_are_exact_and_unknown_is_contagious() -> None:
    total = combine("+", money("0.1", "1", None), money("0.2", None, None))
    assert total.cells() == [Decimal("0.3000"), None, None]
    assert combine("-", money("1"), money("2.5")).cells() == [Decimal("-1.5")]


def test_money_by_count_stays_money_and_ratios_become_floats() -> None:
    assert combine("/", money("10", "1", "5"), count(3, 0, None)).cells() == [Decimal("3.3333"), None, None]
    assert combine("/", money("1"), money("4")).cells() == [0.25]
    assert combine("/", count(1), count(4)).cells() == [0.25]
    assert combine("*", constant(1000, 1), money("0.5")).cells() == [Decimal(500)]
    assert combine("*", money("2"), money("3")).cells() == [6.0]
    assert combine("+", money("2"), count(3)).cells() == [5.0]
    assert combine("-", combine("/", count(1), count(4)), count(1)).cells() == [-0.75]


@given(st.integers(-(10**17), 10**17), st.integers(1, 10**6))
def test_quotients_are_rounded_half_away_from_zero(amount: int, units: int) -> None:
    out = combine("/", Column(np.array([amount]), np.array([True]), 10_000), count(units))
    exact = (Decimal(amount) / units).quantize(Decimal(1), ROUND_HALF_UP)
    assert out.numbers.tolist() == [int(exact)]


def test_beyond_64_bits_is_an_error() -> None:
    big = Column(np.array([2**62]), np.array([True]), 10_000)
    for sign, other in (("+", big), ("*", constant(4, 1))):
        with pytest.raises(OverflowError):
            combine(sign, big, other)


def test_rows_taken_given_and_masked() -> None:
    column = money("1", None)
    assert column.take(np.array([1, 0, -1])).cells() == [None, Decimal(1), None]
    assert column.given().cells() == [Decimal(1), Decimal(0)]
    assert column.only(np.array([False, True])).cells() == [None, None]
    shares = Column(np.array([0.5, 0.0]), np.array([True, False]), 0)
    assert plus(shares, shares, shares.known).cells() == [1.0, None]
    assert constant(7, 0).cells() == []
