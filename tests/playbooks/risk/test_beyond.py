from collections.abc import Mapping

import numpy as np
import pytest

from tests.playbooks.days import Floats, daily
from tests.playbooks.giving import given
from zhanggui.playbooks.fall import DAYS
from zhanggui.playbooks.items import Item, items
from zhanggui.playbooks.risk.beyond import Beyond, beyond

ONE = ("s", "L0")


def shop(seed: int = 0) -> dict[str, dict[str, Floats]]:
    """Ten items at 100 of which one visitor in twenty buys."""
    rng = np.random.default_rng(seed)
    out = {}
    for n in range(10):
        visits = rng.poisson(30, DAYS).astype(float)
        orders = rng.binomial(visits.astype(int), 0.05).astype(float)
        out[f"L{n}"] = {"orders": orders, "visits": visits, "price": np.full(DAYS, 100.0)}
    return out


def look(made: Mapping[str, Mapping[str, Floats]]) -> dict[Item, Beyond]:
    sold = daily(
        {
            ("s", f"A{code}", code): {
                "orders": one["orders"],
                "units": one["orders"],
                "gmv": one["orders"] * one["price"],
            }
            for code, one in made.items()
        },
        ("shop", "sku", "listing"),
    )
    pages = daily(
        {("s", code): {"visitor_days": one["visits"]} for code, one in made.items()}, ("shop", "listing")
    )
    return beyond(given({}), items(sold, ()), (sold, pages))


def test_days_of_which_no_visits_are_told_say_nothing() -> None:
    made = shop()
    for one in made.values():
        one["orders"][-3:] += 5
        one["visits"][-3:] = 0.0
    assert look(made) == {}


def test_orders_without_visitors_are_told_within_days() -> None:
    made = shop()
    made["L0"]["orders"][-3:] += 5
    found = look(made)
    assert set(found) == {ONE}
    assert found[ONE].days <= 3
    assert found[ONE].orders > 3 * found[ONE].expected
    assert found[ONE].price == pytest.approx(100)


@pytest.mark.parametrize("seed", range(10))
def test_chance_is_left_in_peace(seed: int) -> None:
    assert look(shop(seed)) == {}


def test_visitors_a_lower_price_and_a_good_day_of_the_whole_shop_explain_orders() -> None:
    viral, cheap, good, new = (shop() for _ in range(4))
    viral["L0"]["orders"][-3:] += 5
    viral["L0"]["visits"][-3:] += 100
    assert look(viral) == {}
    cheap["L0"]["orders"][-3:] += 5
    cheap["L0"]["price"][-3:] = 60
    assert look(cheap) == {}
    for one in good.values():
        one["orders"][-3:] += 3
    assert look(good) == {}
    new["L0"]["orders"][-3:] += 5
    new["L0"]["visits"][:-20] = 0
    assert look(new) == {}
