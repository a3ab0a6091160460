from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.giving import DAY, columns, given, yuan
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.conversion.offer import RECENT
from zhanggui.playbooks.conversion.price_error import USUAL, needs, propose
from zhanggui.playbooks.margin import Charges, Margin, Margins

Sale = tuple[int, float]  # units, price


def sold(usual: Sale, now: list[Sale], cost: float | None, sku: str = "A1") -> Columns:
    """``usual`` every day, then ``now`` on the last days."""
    days = [*([usual] * USUAL), *now]
    keys: dict[str, list[Key]] = {"shop": [], "sku": [], "listing": [], "day": []}
    units: list[Value] = []
    gmv: list[Value] = []
    goods: list[Value] = []
    lines: list[Value] = []
    for at, (count, price) in enumerate(days):
        if count:
            keys["shop"].append("taobao")
            keys["sku"].append(sku)
            keys["listing"].append("")
            keys["day"].append(DAY - timedelta(days=USUAL + RECENT - 1 - at))
            units.append(count)
            gmv.append(Decimal(str(round(count * price, 2))))
            lines.append(count)
            goods.append(None if cost is None else Decimal(str(count * cost)))
    none: list[Value] = [None] * len(units)
    cells = {"gmv": gmv, "cost_of_goods": goods, "shipping_income": none, "platform_discounts": list(none)}
    cells["free_units"] = list(none)
    return columns(keys, {**cells, "units": units, "lines": lines})


def shelf(available: int | None = None, ago: int = 0) -> Columns:
    """One count of A1; None: nobody counts."""
    counts = [] if available is None else [available]
    return columns(
        {"sku": ["A1"] * len(counts), "day": [DAY - timedelta(days=ago)] * len(counts)},
        {"available": list(counts), "stock": list(counts), "inbound": [0] * len(counts)},
    )


def run(table: Columns, fees: float = 0.0, stock: Columns | None = None) -> list[Action]:
    known = Margins(Margin(0.4, 0.4, 0.4, known=True), currency={"taobao": "CNY"}, fee_share={"taobao": fees})
    return list(propose(given({"sold": table, "stock": stock or shelf(), "back": back()}, margins=known)))


def about(money: float) -> object:
    """``money``, told by units as they are counted but for the little that is thought of prices beforehand."""
    return pytest.approx(money, rel=0.05)


def back(refunds: int = 0) -> Columns:
    """What came back of 100."""
    return columns({"shop": ["taobao"]}, {"refunds_of_orders": yuan(refunds), "gmv": yuan(100)})


def test_selling_below_cost_is_found_with_its_money() -> None:
    (action,) = run(sold((5, 50), [(10, 15)] * 3, 30))
    assert action.cause == "below_cost"
    # 70 units a week lose 15 each; 35 usual units a week earned 20 each.
    assert float(action.impact.mid) == about(70 * 15 + 35 * 20)
    assert (action.evidence["days"], action.evidence["units"]) == (3, 30)
    assert action.evidence["earned"] == Decimal(700)
    assert float(str(action.evidence["earns"])) == about(-1050)
    assert action.impact.low < action.impact.mid < action.impact.high
    assert action.impact.basis == "known"
    assert action.sheet is not None
    assert action.sheet.rows[0][:2] == ("A1", "Blue cup")


def test_fees_count_as_cost() -> None:
    assert [one.cause for one in run(sold((5, 50), [(10, 32)] * 3, 30))] == ["offer_loses"]
    assert run(sold((5, 50), [(10, 32)] * 3, 30), fees=0.1)[0].cause == "below_cost"


def test_what_always_sold_below_cost_is_no_slip() -> None:
    assert run(sold((5, 20), [(10, 19)] * 3, 30)) == []


def test_far_below_its_own_price_is_found_without_a_cost() -> None:
    (action,) = run(sold((5, 50), [(10, 5)] * 3, None))
    assert (action.cause, action.impact.basis, action.evidence["unit_cost"]) == (
        "far_below_usual",
        "assumed",
        "",
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
    (action,) = run(table)
    assert action.evidence["price_usual"] == Decimal(50)
    assert action.evidence["days"] == 15
    # The days since are no days of the usual pace: 12 days of 5 units, then 3 of 10, lose 15 each.
    assert float(action.impact.mid) == about((11 * 5 + 30) / 14 * 7 * 15 + 35 * 20)


def test_a_small_coupon_days_before_is_no_part_of_a_slip() -> None:
    """Of an item that is seldom sold all usual prices may be alike, so that any other one is outside their scatter."""
    table = sold((1, 100), [(1, 100), (1, 100), (4, 40)], 60)
    table.cells["gmv"][-6] = Decimal(95)
    table.cells["gmv"][-2] = Decimal(95)
    (action,) = run(table)
    assert (action.cause, action.evidence["days"], action.evidence["units"]) == ("below_cost", 1, 4)
    assert action.evidence["price_now"] == Decimal(40)


def test_a_few_units_are_drawn_to_what_prices_usually_do() -> None:
    """Two units on a first day say little: at a third of the price 18 times the usual pace are usual of prices."""
    ((one,), (many,)) = (run(sold((10, 90), [(0, 0), (0, 0), (units, 30)], 40)) for units in (2, 2000))
    earned, lost = 70 * 50, [units * 7 * 1.5 * 10 for units in (2, 2000)]
    assert float(one.impact.mid) - earned > 2 * lost[0]
    assert float(many.impact.mid) == about(earned + lost[1])


def test_goods_given_away_are_a_slip() -> None:
    (action,) = run(sold((5, 50), [(10, 0)] * 3, 30))
    assert (action.cause, action.evidence["price_now"]) == ("below_cost", Decimal(0))


def test_a_price_that_moves_every_week_may_move() -> None:
    table = sold((5, 50), [(10, 32)] * 3, 33)
    for n in range(0, USUAL, 2):
        table.cells["gmv"][n] = Decimal(5 * 34)
    assert run(table) == []


def test_ordinary_discounts_and_new_or_unknown_skus_are_silent() -> None:
    assert [one.cause for one in run(sold((5, 50), [(10, 40)] * 3, 30))] == ["offer_loses"]
    assert run(sold((0, 50), [(10, 5)] * 3, 30)) == []
    assert run(sold((5, 50), [(0, 0)] * 3, 30)) == []
    assert run(sold((5, 50), [(10, 5)] * 3, 30, sku="")) == []
    period = needs(DAY)["sold"].period
    assert period is not None
    assert period.days == RECENT + USUAL


def test_no_more_can_be_lost_than_there_is_to_sell() -> None:
    (action,) = run(sold((5, 50), [(10, 15)] * 3, 30), stock=shelf(20))
    # 20 left and 140 that usually come, in four weeks: 40 a week, and a quarter of the 70 asked for, lose 15 each.
    assert float(action.impact.mid) == about((40 + 70 / 4) * 15 + 35 * 20)
    (late,) = run(sold((5, 50), [(10, 15)] * 3, 30), stock=shelf(40, ago=2))
    assert late.impact == action.impact


def slipped_for(days: int, price: float, *, units: int = 30) -> Columns:
    """Five a day at 50, then ``units`` a day at ``price`` for ``days``."""
    table = sold((5, 50), [(units, price)] * RECENT, 30)
    late = [n for n, day in enumerate(table.keys["day"]) if (DAY - day).days < days]
    for n in late:
        for name in ("units", "lines"):
            table.cells[name][n] = units
        table.cells["gmv"][n] = Decimal(str(units * price))
        table.cells["cost_of_goods"][n] = Decimal(units * 30)
    return table


@pytest.mark.parametrize("days", [5, 20, 32, 45, 54])
def test_however_long_a_price_below_cost_lasts_it_promises_what_was_earned_and_what_is_lost(
    days: int,
) -> None:
    (action,) = run(slipped_for(days, 28))
    assert (action.cause, action.evidence["days"]) == ("below_cost", days)
    assert action.evidence["price_usual"] == Decimal(50)
    assert float(action.impact.mid) == about(35 * 20 + 210 * 2)


def test_a_low_price_that_earns_more_than_the_usual_one_promises_nothing() -> None:
    """Fifteen times the units at a profit of 10 each: putting the price back gains nothing."""
    table = slipped_for(5, 28, units=75)
    table.cells["cost_of_goods"][:] = [Decimal(18 * int(n or 0)) for n in table.cells["units"]]
    (action,) = run(table)
    assert (action.cause, action.impact.mid) == ("far_below_usual", Decimal(0))


def test_postage_that_buyers_pay_bears_the_parcel() -> None:
    """At 28 with goods at 20, a parcel of 10 makes a loss; postage of 9 a line makes it a profit."""
    charges = {("taobao", ""): Charges(0.0, 10.0)}
    known = Margins(Margin(0.4, 0.4, 0.4, known=True), currency={"taobao": "CNY"}, charges=charges)

    def asked(postage: int, refunds: int = 0) -> Action:
        table = slipped_for(5, 28, units=10)
        table.cells["cost_of_goods"][:] = [Decimal(20 * int(n or 0)) for n in table.cells["units"]]
        table.cells["shipping_income"][:] = [Decimal(postage * int(n or 0)) for n in table.cells["units"]]
        facts = {"sold": table, "stock": shelf(), "back": back(refunds)}
        (action,) = propose(given(facts, margins=known))
        return action

    bare, posted, returned = asked(0), asked(9), asked(9, refunds=50)
    assert (bare.cause, posted.cause) == ("below_cost", "far_below_usual")
    assert float(bare.impact.mid) == about(35 * 20 + 70 * 2)
    assert float(posted.impact.mid) == about(35 * 29 - 70 * 7)
    # Half of what is paid comes back.
    assert float(returned.impact.mid) == about(35 * (29 - 25) - 70 * (7 - 14))


def test_a_variant_that_is_sold_out_at_the_broken_price_counts_with_the_others() -> None:
    one, other = slipped_for(10, 28), slipped_for(10, 28)
    other.keys["sku"][:] = "A2"
    gone = np.array([(DAY - day).days < 5 for day in other.keys["day"]])
    keys: dict[str, list[Key]] = {
        name: [*one.keys[name], *other.keys[name][~gone]] for name in one.keys if name != "listing"
    }
    keys["listing"] = ["L1"] * len(keys["sku"])
    cells = {
        name: [*one.cells[name], *(n for n, out in zip(other.cells[name], gone, strict=True) if not out)]
        for name in one.cells
    }
    (action,) = run(columns(keys, cells))
    assert action.sheet is not None
    assert [row[0] for row in action.sheet.rows] == ["A1", "A2"]


def test_a_series_too_short_to_split_is_silent() -> None:
    """Sold on one day long ago and since at half of it, once: which one is usual nobody knows."""
    assert run(sold((0, 50), [(3, 60), (0, 0), (3, 29)], 30)) == []
    table = slipped_for(58, 28)
    assert run(table) == []


def test_one_cheap_order_among_many_at_the_usual_price_is_no_slip() -> None:
    even = sold((5, 50), [(1, 38), (500, 50), (500, 50)], 30)
    told = [Decimal(str(one)) + (n % 2 * 10 - 5) * (n < USUAL) for n, one in enumerate(even.cells["gmv"])]
    varied = columns({dim: list(keys) for dim, keys in even.keys.items()}, {**even.cells, "gmv": told})
    assert run(even) == run(varied) == []


def test_an_item_of_two_days_of_sales_has_no_lasting_slip() -> None:
    whole = sold((5, 50), [(1, 50)], 30)
    few = columns(
        {dim: [whole.keys[dim][0], whole.keys[dim][-1]] for dim in ("shop", "sku", "listing", "day")},
        {name: [whole.cells[name][0], whole.cells[name][-1]] for name in whole.cells},
    )
    assert run(few) == []


def test_a_slip_of_a_day_says_less_of_the_weeks_to_come() -> None:
    (young,) = run(sold((20, 100), [(20, 100), (20, 100), (20, 40)], 60))
    (older,) = run(sold((20, 100), [(20, 40), (20, 40), (20, 40)], 60))
    wide, narrow = (float(one.impact.high / one.impact.mid) for one in (young, older))
    assert wide > 1.15 * narrow
    assert float(young.impact.mid / young.impact.low) == pytest.approx(wide, rel=0.001)


def test_a_slip_of_a_day_will_ask_for_more_than_its_first_day() -> None:
    (young,) = run(sold((20, 100), [(20, 100), (20, 100), (20, 40)], 60))
    (older,) = run(sold((20, 100), [(20, 40), (20, 40), (20, 40)], 60))
    # 140 a week that earned 40 each and lose 20 each now; 210 will lose them.
    assert float(older.impact.mid) == about(140 * 40 + 140 * 20)
    assert float(young.impact.mid) == about(140 * 40 + 210 * 20)


def test_an_offer_that_loses_is_told_with_what_a_unit_leaves() -> None:
    (action,) = run(sold((4, 100), [(8, 74)] * 3, 55))
    assert (action.cause, action.stage, action.impact.basis) == ("offer_loses", "conversion", "effect")
    assert (action.evidence["price_now"], action.evidence["price_usual"]) == (Decimal(74), Decimal(100))
    assert (action.evidence["units"], action.evidence["days"]) == (24, 3)
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    assert action.sheet is not None
    assert action.sheet.rows == (("A1", "Blue cup", Decimal("74.0"), Decimal("100.0"), Decimal("55.0"), 24),)
    # The same three days at a price below cost are a slip, and no offer.
    assert [one.cause for one in run(sold((4, 100), [(8, 40)] * 3, 55))] == ["below_cost"]


def lot(price: float, cost: float | None, *, units: int = 288) -> Columns:
    """Five a day at 50, a unit a line; on the last day one line takes ``units`` at ``price``."""
    table = sold((5, 50), [(5, 50), (5, 50), (units, price)], cost)
    table.cells["lines"][-1] = 1
    return table


def test_a_lot_at_a_price_of_its_own_is_no_slip_unless_it_loses() -> None:
    assert run(lot(25, None)) == []
    assert run(lot(25, 20)) == []
    (below,) = run(lot(25, 30))
    assert below.cause == "below_cost"
    (broken,) = run(lot(5, None))
    assert broken.cause == "far_below_usual"


def test_a_lot_is_not_expected_every_week() -> None:
    (one,) = run(lot(5, None))
    (large,) = run(lot(5, None, units=2880))
    assert one.impact.mid == large.impact.mid
    assert (one.evidence["units"], large.evidence["units"]) == (288, 2880)


def test_a_price_that_wholesale_buyers_have_at_times_is_no_slip_unless_it_loses() -> None:
    def mixed(cost: float | None) -> Columns:
        table = sold((5, 50), [(5, 50), (5, 20), (5, 20)], cost)
        for day in (10, 30):
            table.cells["gmv"][day] = Decimal(5 * 21)
        return table

    assert run(mixed(None)) == []
    assert [action.cause for action in run(mixed(30))] == ["below_cost"]
    assert [action.cause for action in run(sold((5, 50), [(5, 50), (5, 20), (5, 20)], None))] == [
        "far_below_usual"
    ]
