from datetime import timedelta
from decimal import Decimal

import pytest

from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.conversion.price_error import RECENT, USUAL, needs, propose
from zhanggui.playbooks.margin import Margin, Margins

Sale = tuple[int, float]  # units, price


def sold(usual: Sale, now: list[Sale], cost: float | None, sku: str = "A1") -> Columns:
    """``usual`` every day, then ``now`` on the last days."""
    days = [*([usual] * USUAL), *now]
    keys: dict[str, list[Key]] = {"shop": [], "sku": [], "listing": [], "day": []}
    units: list[int] = []
    gmv: list[Decimal] = []
    goods: list[Decimal | None] = []
    for at, (count, price) in enumerate(days):
        if count:
            keys["shop"].append("taobao")
            keys["sku"].append(sku)
            keys["listing"].append("")
            keys["day"].append(DAY - timedelta(days=USUAL + RECENT - 1 - at))
            units.append(count)
            gmv.append(Decimal(str(round(count * price, 2))))
            goods.append(None if cost is None else Decimal(str(count * cost)))
    return columns(keys, {"units": units, "gmv": gmv, "cost_of_goods": goods})


def shelf(available: int | None = None, ago: int = 0) -> Columns:
    """One count of A1; None: nobody counts."""
    counts = [] if available is None else [available]
    return columns(
        {"sku": ["A1"] * len(counts), "day": [DAY - timedelta(days=ago)] * len(counts)},
        {"available": list(counts), "stock": list(counts), "inbound": [0] * len(counts)},
    )


def run(table: Columns, fees: float = 0.0, stock: Columns | None = None) -> list[Action]:
    known = Margins(Margin(0.4, 0.4, 0.4, known=True), currency={"taobao": "CNY"}, fee_share={"taobao": fees})
    return list(propose(given({"sold": table, "stock": stock or shelf()}, margins=known)))


def test_selling_below_cost_is_found_with_its_money() -> None:
    (action,) = run(sold((5, 50), [(10, 15)] * 3, 30))
    assert action.cause == "below_cost"
    # 70 units a week, and more as word spreads, lose 15 each; 35 usual units a week would earn 20 each.
    assert float(action.impact.mid) == pytest.approx(70 * 1.3 * 15 + 35 * 20)
    assert action.impact.low < action.impact.mid < action.impact.high
    assert action.impact.basis == "known"
    assert action.sheet is not None
    assert action.sheet.rows[0][:2] == ("A1", "Blue cup")


def test_fees_count_as_cost() -> None:
    assert run(sold((5, 50), [(10, 32)] * 3, 30)) == []
    assert run(sold((5, 50), [(10, 32)] * 3, 30), fees=0.1)[0].cause == "below_cost"


def test_what_always_sold_below_cost_is_no_slip() -> None:
    assert run(sold((5, 20), [(10, 19)] * 3, 30)) == []


def test_far_below_its_own_price_is_found_without_a_cost() -> None:
    (action,) = run(sold((5, 50), [(10, 5)] * 3, None))
    assert (action.cause, action.impact.basis, action.evidence["unit_cost"]) == (
        "far_below_usual",
        "assumed",
        None,
    )


def test_a_single_order_at_a_broken_price_is_a_slip() -> None:
    (action,) = run(sold((5, 50), [(30, 50), (1, 2), (30, 50)], 30))
    assert (action.cause, action.evidence["units"]) == ("one_order", 1)
    assert float(action.impact.mid) > 0
    assert run(sold((5, 50), [(30, 50), (1, 29), (30, 50)], 30)) == []


def test_a_slip_that_lasts_for_weeks_is_still_one() -> None:
    table = sold((5, 50), [(10, 15)] * 3, 30)
    late = [n for n, day in enumerate(table.keys["day"]) if (DAY - day).days < 15]
    for n in late:
        table.cells["gmv"][n] = Decimal(15 * int(table.cells["units"][n] or 0))
    assert run(table)[0].evidence["price_usual"] == Decimal(50)


def test_a_price_that_moves_every_week_may_move() -> None:
    table = sold((5, 50), [(10, 32)] * 3, 33)
    for n in range(0, USUAL, 2):
        table.cells["gmv"][n] = Decimal(5 * 34)
    assert run(table) == []


def test_ordinary_discounts_and_new_or_unknown_skus_are_silent() -> None:
    assert run(sold((5, 50), [(10, 40)] * 3, 30)) == []
    assert run(sold((0, 50), [(10, 5)] * 3, 30)) == []
    assert run(sold((5, 50), [(0, 0)] * 3, 30)) == []
    assert run(sold((5, 50), [(10, 5)] * 3, 30, sku="")) == []
    period = needs(DAY)["sold"].period
    assert period is not None
    assert period.days == RECENT + USUAL


def test_no_more_can_be_lost_than_there_is_to_sell() -> None:
    (action,) = run(sold((5, 50), [(10, 15)] * 3, 30), stock=shelf(20))
    # 20 left and 140 that usually come, in four weeks: 40 a week, and a quarter of the 91 asked for, lose 15 each.
    assert float(action.impact.mid) == pytest.approx((40 + 91 / 4) * 15 + 35 * 20)
    (late,) = run(sold((5, 50), [(10, 15)] * 3, 30), stock=shelf(40, ago=2))
    assert late.impact == action.impact
