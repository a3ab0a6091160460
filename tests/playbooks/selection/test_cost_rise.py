from datetime import date, timedelta
from decimal import Decimal

from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.selection.cost_rise import needs, propose

Cost = tuple[Value | Key, ...]


def run(*costs: Cost, units: int = 40, price: int = 60, before: int = 60) -> list[Action]:
    """``price`` of a unit over the last four weeks, and ``before`` in the months that are four and five ago."""
    sold = columns(
        {"shop": ["taobao"] * 3, "sku": ["A1", "A2", None], "listing": ["L1", "L1", ""]},
        {"units": [units, units, 5], "gmv": [units * price, units * price, 300]},
    )
    months: list[Key] = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 6, 1)]
    year = columns(
        {"shop": ["taobao"] * 3, "sku": ["A1"] * 3, "month": months},
        {"units": [10, 10, units], "gmv": [10 * before, 10 * before, units * price]},
    )
    assert set(needs(DAY)) == {"sold", "year"}
    return list(propose(given({"sold": sold, "year": year}, rows={"costs": costs, "styles": ()})))


def cost(sku: str, ago: int, amount: str, shop: str = "", currency: str = "CNY") -> Cost:
    return (shop, sku, DAY - timedelta(days=ago), Decimal(amount), currency)


def test_a_cost_that_rose_is_money_a_week() -> None:
    (action,) = run(cost("A1", 90, "20"), cost("A1", 3, "25"), cost("A2", 90, "20"))
    assert action.impact.mid == Decimal(50)  # 10 a week × 5
    assert action.impact.low < action.impact.mid < action.impact.high
    assert (action.stage, action.target.ident) == ("selection", "L1")
    assert action.evidence["since"] == DAY - timedelta(days=3)
    assert action.sheet is not None
    assert [row[0] for row in action.sheet.rows] == ["A1"]


def test_the_shop_s_own_cost_comes_before_that_of_all_shops() -> None:
    today = cost("A1", 3, "25")
    (action,) = run(cost("A1", 90, "20"), today, cost("A1", 3, "30", "taobao"))
    assert action.impact.mid == Decimal(100)


def test_an_old_rise_is_named_as_long_as_the_price_has_not_followed() -> None:
    rise = cost("A1", 150, "20"), cost("A1", 100, "25")
    (action,) = run(*rise)
    assert action.impact.mid == Decimal(50)
    assert action.evidence["since"] == DAY - timedelta(days=100)
    assert len(run(*rise, price=61)) == 1
    assert run(*rise, price=64) == []
    assert run(*rise, before=50) == []


def test_very_old_small_foreign_or_future_rises_are_no_news() -> None:
    assert run(cost("A1", 500, "20"), cost("A1", 365, "25")) == []
    # The month before it tells no price: nobody knows whether it followed.
    assert run(cost("A1", 300, "20"), cost("A1", 178, "25")) == []
    assert run(cost("A1", 90, "20"), cost("A1", 3, "20.5")) == []
    assert run(cost("A1", 90, "20", currency="USD"), cost("A1", 3, "25", currency="USD")) == []
    assert run(cost("A1", 90, "20"), cost("A1", -3, "25")) == []
    assert (
        run(cost("A1", 90, "20"), ("", "A1", None, Decimal(9), "CNY"), ("", "A1", date.max, None, "")) == []
    )
    assert run(cost("A1", 90, "20"), cost("A1", 3, "25"), units=0) == []
