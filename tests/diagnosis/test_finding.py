from dataclasses import replace
from decimal import Decimal

import pytest

from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.chain import split_product
from zhanggui.diagnosis.finding import Driver, Finding, drivers, in_line
from zhanggui.diagnosis.parts import Effect, Method


def finding(*found: Driver, change: str | None = None, p_noise: float | None = 0.001) -> Finding:
    total = sum((d.change for d in found), Decimal(0)) if change is None else Decimal(change)
    return Finding("gmv", "CNY", Against.WEEKDAY, Method.LMDI, total, p_noise, found)


TRAFFIC = Driver("visitor_days", Effect.FACTOR, Decimal("-70.00"), Decimal(-150), Decimal(10), 0.2)
RATE = Driver("conversion", Effect.FACTOR, Decimal("-30.00"), Decimal(-40), Decimal(-20), 0.001)
PRICE = Driver("price", Effect.FACTOR, Decimal("25.00"))


def test_a_driver_that_is_noise_or_works_against_the_change_is_never_the_headline() -> None:
    assert finding(TRAFFIC, RATE, PRICE).headline == RATE
    assert finding(TRAFFIC, PRICE).headline is None


def test_a_driver_not_held_against_noise_is_named_only_where_none_was() -> None:
    bare = replace(RATE, p_noise=None)
    assert finding(TRAFFIC, bare).headline is None
    untold = replace(TRAFFIC, p_noise=None)
    assert finding(untold, bare).headline == untold


def test_nothing_to_explain() -> None:
    assert finding(TRAFFIC, RATE, p_noise=0.3).nothing
    assert finding(TRAFFIC, RATE, p_noise=0.3).headline is None
    assert finding(change="0").nothing
    assert not finding(RATE, p_noise=None).nothing


def test_an_unknown_change_has_no_headline() -> None:
    unknown = Finding("profit", "CNY", Against.PLAN, Method.SUM, None, None, (RATE,), ("cost",))
    assert unknown.headline is None


def test_drivers_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        finding(RATE, change="-30.01")


def test_parts_become_drivers_to_the_cent_largest_first() -> None:
    split = split_product(
        {"visits": 1000, "rate": 0.03, "price": 33.33}, {"visits": 1100, "rate": 0.02, "price": 33.33}
    )
    made = drivers(split, Decimal("-266.64"), where=(("shop", "a"),))
    assert sum(d.change for d in made) == Decimal("-266.64")
    assert [d.code for d in made] == ["rate", "visits", "price"]
    assert made[0].where == (("shop", "a"),)
    noisy = split_product({"visits": 100}, {"visits": 110}, noise={"visits": 0.1})
    one = drivers(noisy, Decimal(10), places=0)[0]
    assert one.low is not None
    assert one.low < one.change
    assert one.noise


@pytest.mark.parametrize(
    ("low", "high", "p", "same"),
    [
        (-150, 10, 0.2, True),
        (-80, -60, 0.001, True),
        (-150, 10, 0.001, False),
        (-80, -60, 0.2, False),
        (-80, -60, 1.0, False),
        (-150, 10, 0.0, False),
    ],
)
def test_an_interval_says_what_the_chance_says(low: int, high: int, p: float, *, same: bool) -> None:
    given = Driver("visits", Effect.FACTOR, Decimal("-70.00"), Decimal(f"{low}.00"), Decimal(f"{high}.00"), p)
    made = in_line(given)
    assert made.low is not None
    assert made.high is not None
    assert (made.low <= 0 <= made.high) is made.noise
    assert (made == given) is same
    assert (made.low + made.high) / 2 == made.change or same


def test_an_interval_that_is_not_known_stays_so() -> None:
    assert in_line(PRICE) == PRICE
    still = Driver("price", Effect.FACTOR, Decimal(0), Decimal(1), Decimal(2), 0.5)
    assert in_line(still) == still


def test_the_interval_of_a_chance_is_that_of_its_normal_error() -> None:
    wide = Driver("visits", Effect.FACTOR, Decimal("-70.00"), Decimal("-71.00"), Decimal("-69.00"), 0.3173105)
    made = in_line(wide)  # a chance of 31.7 % is one standard error
    assert made.high == Decimal("67.20")
