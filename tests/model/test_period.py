from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.model.period import Period, day, month, week

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(0, 400))
def test_a_period_has_its_days(first: date, more: int) -> None:
    period = Period(first, first + timedelta(days=more))
    assert period.days == more + 1 == len(list(period))
    assert period.before().last == first - timedelta(days=1)
    assert period.before().days == period.days
    assert period.shift(3).shift(-3) == period
    assert all(one in period for one in period)
    assert first - timedelta(days=1) not in period


@given(DAYS)
def test_weeks_and_months_hold_their_day(when: date) -> None:
    assert day(when).days == 1
    assert when in week(when)
    assert week(when).first.isoweekday() == 1
    assert week(when).days == 7
    assert when in month(when)
    assert month(when).first.day == 1
    assert (month(when).last + timedelta(days=1)).day == 1


def test_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match=">"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
