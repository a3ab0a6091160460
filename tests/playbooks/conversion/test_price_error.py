import pytest

from tests.playbooks.giving import DAY, columns, given, yuan
from zhanggui.actions.action import Action
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.conversion.price_error import needs, propose
from zhanggui.playbooks.margin import Margin, Margins


def pace(units: int, price: float, cost: float | None, sku: str = "A1") -> Columns:
    return columns(
        {"shop": ["taobao"], "sku": [sku]},
        {
            "units": [units],
            "gmv": yuan(units * price),
            "cost_of_goods": [None] if cost is None else yuan(units * cost),
        },
    )


def run(now: Columns, usual: Columns, fees: float = 0.0) -> list[Action]:
    known = Margins(Margin(0.4, 0.4, 0.4, known=True), currency={"taobao": "CNY"}, fee_share={"taobao": fees})
    return list(propose(given({"now": now, "usual": usual}, margins=known)))


def test_selling_below_cost_is_found_with_its_money() -> None:
    (action,) = run(pace(30, 15, 30), pace(140, 50, 30))
    assert action.cause == "below_cost"
    # 70 units a week lose 15 each; 35 usual units a week would earn 20 each.
    assert float(action.impact.mid) == pytest.approx(70 * 15 + 35 * 20)
    assert action.impact.basis == "known"
    assert action.sheet is not None
    assert action.sheet.rows[0][:2] == ("A1", "Blue cup")


def test_fees_count_as_cost() -> None:
    assert run(pace(30, 32, 30), pace(140, 50, 30)) == []
    assert run(pace(30, 32, 30), pace(140, 50, 30), fees=0.1)[0].cause == "below_cost"


def test_what_always_sold_below_cost_still_loses() -> None:
    (action,) = run(pace(30, 15, 30), pace(140, 20, 30))
    assert float(action.impact.mid) == pytest.approx(70 * 15)


def test_far_below_its_own_price_is_found_without_a_cost() -> None:
    (action,) = run(pace(30, 5, None), pace(140, 50, None))
    assert (action.cause, action.impact.basis, action.evidence["unit_cost"]) == (
        "far_below_usual",
        "assumed",
        None,
    )
    assert action.impact.low < action.impact.mid < action.impact.high


def test_ordinary_discounts_few_units_and_new_skus_are_silent() -> None:
    assert run(pace(30, 40, 30), pace(140, 50, 30)) == []
    assert run(pace(2, 5, 30), pace(140, 50, 30)) == []
    assert run(pace(30, 5, 30), pace(140, 50, 30, sku="other")) == []
    assert run(pace(30, 5, 30, sku=""), pace(140, 50, 30, sku="")) == []


def test_the_two_windows_do_not_touch() -> None:
    asked = needs(DAY)
    now, usual = asked["now"].period, asked["usual"].period
    assert now is not None
    assert usual is not None
    assert now.last == DAY
    assert (now.first - usual.last).days == 1
