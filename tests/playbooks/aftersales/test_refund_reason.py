from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.days import none
from tests.playbooks.giving import DAY, columns, given, yuan
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.aftersales.refund_reason import DAYS, WINDOWS, needs, propose
from zhanggui.playbooks.columns import Columns

Reasons = Sequence[dict[str, int]]
NO_MONTHS = {
    "sold_months": none(("shop", "sku", "month"), "orders"),
    "refunds_months": none(("shop", "sku", "month"), "refunded_orders"),
}


def shop(refunded: Reasons, orders: Sequence[int]) -> tuple[Columns, Columns]:
    """SKUs S00, S01… with ``orders`` at 100 each, and how many orders of each came back for which reason."""
    skus = [f"S{n:02d}" for n in range(len(orders))]
    sold = columns(
        {"shop": ["taobao"] * len(skus), "sku": list(skus), "listing": [""] * len(skus)},
        {"orders": list(orders), "units": list(orders), "gmv": yuan(*(100.0 * n for n in orders))},
    )
    rows = [(sku, why, n) for sku, reasons in zip(skus, refunded, strict=True) for why, n in reasons.items()]
    rows.append(("", "lost", 4))
    back = columns(
        {"shop": ["taobao"] * len(rows), "sku": [r[0] for r in rows], "reason": [r[1] for r in rows]},
        {
            "refunded_orders": [r[2] for r in rows],
            "refunds_of_orders": [Decimal(100 * r[2]) for r in rows],
            "returned_orders": [None] * len(rows),
        },
    )
    return sold, back


def came_in(rows: Sequence[tuple[str, str, int, int]]) -> Columns:
    """Orders of taobao that came back by SKU, reason and day."""
    return columns(
        {
            "shop": ["taobao"] * len(rows),
            "sku": [row[0] for row in rows],
            "reason": [row[1] for row in rows],
            "refund_day": [DAY - timedelta(days=row[2]) for row in rows],
        },
        {"returned_orders": [row[3] for row in rows]},
    )


def cases(rows: Sequence[tuple[str, str, int, int]]) -> Columns:
    """Cases of returns of taobao by SKU, reason, days ago and number; questions have been asked for long."""
    asked = [*rows, ("", "", 80, 1)]
    return columns(
        {
            "shop": ["taobao"] * len(asked),
            "sku": [row[0] for row in asked],
            "reason": [row[1] for row in asked],
            "ticket_kind": [*("return" for _ in rows), "question"],
            "day": [DAY - timedelta(days=row[2]) for row in asked],
        },
        {"tickets": [row[3] for row in asked]},
    )


def run(
    late: tuple[Reasons, Sequence[int]],
    past: tuple[Reasons, Sequence[int]],
    arrived: Sequence[tuple[str, str, int, int]] = (),
    asked: Sequence[tuple[str, str, int, int]] = (),
    months: Mapping[str, Columns] = NO_MONTHS,
) -> list[Action]:
    """``late``: refunds and orders of the last four weeks (two weeks have half of them); ``past``: before them.

    ``arrived``: SKU, reason, days ago, orders that came back on that day; ``asked``: those that are to.
    """
    facts = {"arrived": came_in(arrived), "asked": cases(asked), **months}
    half = [{why: n // 2 for why, n in one.items()} for one in late[0]], [n // 2 for n in late[1]]
    whole = [
        {why: one.get(why, 0) + two.get(why, 0) for why in (*one, *(w for w in two if w not in one))}
        for one, two in zip(late[0], past[0], strict=True)
    ]
    total = [one + two for one, two in zip(late[1], past[1], strict=True)]
    for days, (reasons, orders) in ((WINDOWS[0], half), (WINDOWS[1], late), (DAYS, (whole, total))):
        facts[f"sold_{days}"], facts[f"refunds_{days}"] = shop(reasons, orders)
    return list(propose(given(facts)))


OTHERS = [{"changed mind": 8} for _ in range(30)]
ORDERS = [200] * 31


def test_the_item_that_comes_back_is_found_with_its_reason() -> None:
    late = [{"too small": 50, "changed mind": 10}, *OTHERS]
    (action,) = run((late, ORDERS), ([{"changed mind": 8}, *OTHERS], ORDERS))
    assert action.target.ident == "S00"
    assert action.evidence["reason"] == "too small"
    assert action.evidence["refunded"] == 30
    # (25 % − 0 %) of 50 orders a week at 100, and the fault may be younger than the window
    assert 1200 < float(action.impact.mid) < 1900
    assert action.sheet is not None
    assert action.sheet.rows[0] == ("S00", "too small", 25)


def test_what_comes_back_more_often_for_months_is_told_with_the_day() -> None:
    often, orders = [{"too small": 40}, *OTHERS], [200] * 31
    months: list[Key] = [date(2026, month, 1) for month in range(1, 6)]
    skus = [f"S{n:02d}" for n in range(31)]
    keys: dict[str, list[Key]] = {
        "shop": ["taobao"] * 155,
        "sku": [sku for sku in skus for _ in months],
        "month": months * 31,
    }
    back: list[Value] = [40 if sku == "S00" and at > 1 else 8 for sku in skus for at in range(5)]
    year = {
        "sold_months": columns(keys, {"orders": [200] * 155}),
        "refunds_months": columns(keys, {"refunded_orders": back}),
    }
    assert run((often, orders), (often, orders)) == []
    (action,) = run((often, orders), (often, orders), months=year)
    assert (action.target.ident, action.cause) == ("S00", "refund_high_since")
    assert (action.evidence["since"], action.evidence["refunded"]) == (date(2026, 3, 1), 120)
    assert action.evidence["reason"] == "too small"
    # 600 orders of 92 days, at 100: 16 of a hundred more than before come back.
    assert float(action.impact.mid) == pytest.approx(600 / 92 * 7 * 0.16 * 100, rel=0.1)
    # An item that came back lately and did not of late is no more spoken of.
    assert run(([{}, *OTHERS], [0, *orders[1:]]), ([{}, *OTHERS], [0, *orders[1:]]), months=year) == []


def test_what_always_came_back_that_often_is_no_news() -> None:
    often = [{"too small": 60}, *OTHERS]
    assert run((often, ORDERS), (often, ORDERS)) == []


def test_chance_is_no_reason() -> None:
    rng = np.random.default_rng(5)
    found = 0
    for _ in range(20):
        late = [{"x": int(n)} if n else {} for n in rng.binomial(60, 0.08, 40)]
        past = [{"x": int(n)} if n else {} for n in rng.binomial(180, 0.08, 40)]
        found += len(run((late, [60] * 40), (past, [180] * 40)))
    assert found <= 2


def test_one_or_two_refunds_are_anecdotes() -> None:
    rest = [{"x": 1}, *({} for _ in range(19))]
    assert run(([{"x": 2}, *rest], [5] * 21), ([{}, *({} for _ in range(20))], [50] * 21)) == []
    assert run(([{}], [0]), ([{}], [0])) == []
    assert needs(DAY)["refunds_28"].by == ("shop", "sku", "reason")


def test_without_amounts_an_order_stands_for_its_refund() -> None:
    late = [{"too small": 60}, *OTHERS]
    facts = {"arrived": came_in(()), "asked": cases(()), **NO_MONTHS}
    for days in (*WINDOWS, DAYS):
        reasons = late if days != DAYS else [{"too small": 62}, *OTHERS]
        sold, back = shop(reasons, ORDERS if days != DAYS else [800] * 31)
        back.cells["refunds_of_orders"][:] = [None] * len(back)
        facts[f"sold_{days}"], facts[f"refunds_{days}"] = sold, back
    (action,) = propose(given(facts))
    assert float(action.impact.mid) > 500


def test_orders_that_jump_and_come_back_are_a_risk_not_a_page_to_mend() -> None:
    late = [{"changed mind": 180}, *OTHERS]
    (action,) = run((late, [300, *ORDERS[1:]]), ([{"changed mind": 5}, *OTHERS], [120, *ORDERS[1:]]))
    assert (action.stage, action.cause) == ("risk", "orders_come_back")
    (usual,) = run((late, [300, *ORDERS[1:]]), ([{"changed mind": 12}, *OTHERS], [300, *ORDERS[1:]]))
    assert (usual.stage, usual.cause) == ("aftersales", "refund_high")


def test_one_reason_tells_what_all_together_hide() -> None:
    orders = [160] * 31
    past = [{"changed mind": 10, "wrong item": 1} for _ in range(31)]
    late = [{"wrong item": 14, "changed mind": 8}, *({"changed mind": 10} for _ in range(30))]
    (action,) = run((late, orders), (past, orders))
    assert action.target.ident == "S00"
    assert action.evidence["reason"] == "wrong item"
    alike = [{"refund": sum(one.values())} for one in late]
    assert run((alike, orders), ([{"refund": 11} for _ in past], orders)) == []


def test_a_reason_that_only_one_item_knows_is_no_news_by_itself() -> None:
    orders = [40] * 31
    late = [{"too small": 4, "changed mind": 2}, *({"changed mind": 4} for _ in range(30))]
    past = [{}, *({"changed mind": 4} for _ in range(30))]
    assert run((late, orders), (past, [0, *orders[1:]])) == []


def test_the_promise_is_ordered_and_wide() -> None:
    late = [{"too small": 50, "changed mind": 10}, *OTHERS]
    (action,) = run((late, ORDERS), ([{"changed mind": 8}, *OTHERS], ORDERS))
    assert 0 < action.impact.low < action.impact.mid / 2 < 2 * action.impact.mid < action.impact.high


def test_what_all_goods_have_in_common_is_no_items_fault() -> None:
    orders = [160] * 31
    past = [{"changed mind": 8} for _ in range(31)]
    late = [{"changed mind": 8, "late": 10 + n % 5} for n in range(31)]
    assert run((late, orders), (past, orders)) == []


def test_what_hardly_leaves_the_usual_behind_promises_nothing() -> None:
    late = [{"x": 16}, *({"x": 8} for _ in range(30))]
    past = [{"x": 230}, *({"x": 8} for _ in range(30))]
    (action,) = run((late, [16, *ORDERS[1:]]), (past, [400, *ORDERS[1:]]))
    assert action.impact.low == 0
    assert action.impact.mid >= 0


def test_a_burst_of_arrivals_is_told_before_the_orders_of_four_weeks_show_it() -> None:
    few = [{"wrong item": 4, "changed mind": 8}, *OTHERS]
    usual = [("S01", "wrong item", 40, 1), ("S02", "wrong item", 70, 1), ("S00", "changed mind", 30, 8)]
    before = [{"changed mind": 8}, {"wrong item": 1}, {"wrong item": 1}, *OTHERS[2:]]
    assert run((few, ORDERS), (before, ORDERS), arrived=usual) == []
    late = [*usual, *(("S00", "wrong item", ago, 1) for ago in (0, 1, 2, 2))]
    (action,) = run((few, ORDERS), (before, ORDERS), arrived=late)
    assert (action.target.ident, action.cause) == ("S00", "refund_high")
    # four in three days that bring 10.7 orders, drawn to the usual by ten more: 0.19 of 25 a week at 133 each,
    # what names no SKU among it
    assert float(action.impact.mid) == pytest.approx(4.03 / 20.71 * 25 * 133, 0.03)
    assert 0 < action.impact.low < action.impact.mid < action.impact.high


def test_no_more_is_lost_than_is_sold() -> None:
    """Four arrive within a day of an item of one order a week: no rate brings four a day back."""
    few = [{"wrong item": 4}, *OTHERS]
    late = [("S00", "wrong item", 0, 4), ("S01", "wrong item", 40, 1), ("S02", "wrong item", 70, 1)]
    orders = [4, *ORDERS[1:]]
    (action,) = run((few, orders), ([{}, *OTHERS], orders), arrived=late)
    sales = float(action.impact.mid) * 4
    assert 0 < sales < 4 * 100


def test_one_large_order_is_not_what_the_next_ones_will_be() -> None:
    late = [{"too small": 50, "changed mind": 10}, *OTHERS]
    (usual,) = run((late, ORDERS), ([{"changed mind": 8}, *OTHERS], ORDERS))
    facts = {"arrived": came_in(()), "asked": cases(()), **NO_MONTHS}
    for days in (*WINDOWS, DAYS):
        share = 1 if days == WINDOWS[0] else 2
        some = [{why: n * share // 2 for why, n in one.items()} for one in late]
        sold, back = shop(some, [100 * share] * 31 if days != DAYS else [400] * 31)
        back.cells["refunds_of_orders"][0] = Decimal(50_000)
        facts[f"sold_{days}"], facts[f"refunds_{days}"] = sold, back
    (large,) = propose(given(facts))
    assert float(large.impact.mid) < 1.6 * float(usual.impact.mid)


def test_what_buyers_ask_to_send_back_is_told_before_the_money_is_paid_back() -> None:
    usual = [{"changed mind": 8} for _ in range(31)]
    young = [("S00", "broken", ago, 3) for ago in range(4)]
    (action,) = run((usual, ORDERS), (usual, ORDERS), asked=[*young, ("S01", "broken", 40, 1)])
    assert (action.target.ident, action.cause, action.evidence["reason"]) == ("S00", "refund_high", "broken")
    assert action.evidence["refunded"] == 12
    # 9 within three days that bring 10.7 orders, drawn to the usual by ten more: 11 a week at 100 each less fees
    assert 900 < float(action.impact.mid) < 1100
    assert action.impact.low > 0
    assert run((usual, ORDERS), (usual, ORDERS), asked=young[:1]) == []


def test_how_far_young_orders_have_come_back_is_known_by_few_of_the_others() -> None:
    """An item that always comes back by a fifth, in a shop whose few other refunds happen to be late."""
    orders = [260, *([14] * 30)]
    past = [{"x": 36}, *({"x": 1} for _ in range(28)), {}, {}]
    late = [{"x": 40}, *({"x": 2} for _ in range(4)), *({} for _ in range(26))]
    assert run((late, orders), (past, [174, *([9] * 30)])) == []
    many = [{"x": 50}, *({"x": 20} for _ in range(30))]
    before = [{"x": 36}, *({"x": 100} for _ in range(30))]
    (action,) = run((many, [260, *([1400] * 30)]), (before, [1740, *([1400] * 30)]))
    assert action.target.ident == "S00"


@pytest.mark.parametrize(("others", "found"), [((8,), True), ((0, 0, 0, 0, 40), False)])
def test_where_items_are_unlike_one_another_a_new_one_that_comes_back_is_not_the_odd_one(
    others: tuple[int, ...], found: bool
) -> None:
    orders = [12, *[100] * 30]
    past = [{}, *({"changed mind": others[n % len(others)]} for n in range(30))]
    late = [{"changed mind": 6}, *({"changed mind": 2} for n in range(30))]
    actions = run((late, orders), (past, [0, *[100] * 30]))
    assert [one.target.ident for one in actions] == (["S00"] if found else [])
