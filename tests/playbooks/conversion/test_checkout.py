import numpy as np
import pytest

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.conversion.checkout import needs, propose
from zhanggui.playbooks.shift import DAYS


def run(
    *, fails: float = 0.05, postage: float = 1.0, orders: float = 1.0, known: bool = True, seed: int = 1
) -> list[Action]:
    """Forty orders a day of 100 each; in the last week ``fails`` stay unpaid and postage is so many times the usual."""
    rng = np.random.default_rng(seed)
    placed = rng.poisson(40, DAYS).astype(float)
    placed[-7:] = np.round(placed[-7:] * orders)
    share = np.full(DAYS, 0.05)
    share[-7:] = fails
    paid = placed - rng.binomial(placed.astype(int), share).astype(float)
    ship = paid * 1.2 * rng.gamma(30, 1 / 30, DAYS)
    ship[-7:] *= postage
    shop = ("taobao",)
    facts = {
        "placed": daily({shop: {"orders_created": placed, "orders_created_paid": paid}}, ("shop",))
        if known
        else none(("shop", "day"), "orders_created", "orders_created_paid"),
        "sold": daily({shop: {"orders": paid, "gmv": paid * 100, "shipping_income": ship}}, ("shop",))
        if known
        else daily({shop: {"orders": paid, "gmv": paid * 100}}, ("shop",)),
    }
    if not known:
        facts["sold"].cells["shipping_income"] = [None] * len(facts["sold"])  # type: ignore[index]
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts)))


def test_a_till_as_ever_is_no_alarm() -> None:
    assert [run(seed=seed) for seed in range(10)] == [[]] * 10
    assert run(known=False) == []


def test_orders_left_unpaid_are_the_sales_they_would_have_been() -> None:
    (action,) = run(fails=0.3)
    assert (action.cause, action.stage, action.target.kind) == ("orders_unpaid", "conversion", "shop")
    assert float(action.impact.mid) == pytest.approx(40 * 7 * 0.25 * 100 * 0.4 * 0.85, rel=0.25)
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    assert float(str(action.evidence["rate"])) == pytest.approx(0.3, abs=0.08)
    assert action.metric == "payment_rate"


def test_postage_that_jumps_costs_orders() -> None:
    (action,) = run(postage=4, orders=0.75)
    assert action.cause == "postage_up"
    assert action.impact.basis == "assumed"
    assert 0.05 < float(action.impact.mid) / (40 * 7 * 100 * 0.4) < 0.35
    # 3.60 more of each of 210 orders is income that goes again
    assert float(action.impact.mid) < 0.3 * 40 * 7 * 100 * 0.4 - 3 * 210
    assert float(str(action.evidence["postage_now"])) == pytest.approx(4.8, rel=0.2)
