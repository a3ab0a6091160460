from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.fall import DAYS as LONG
from zhanggui.playbooks.risk.same_buyers import DAYS, needs, propose

Bought = tuple[str, str | None, date | None, float]  # sku, buyer, day, orders


def usual(seed: int = 0, items: int = 10, again: float = 0.02) -> list[Bought]:
    """Two orders a day of each item, one in fifty from a buyer of the days before."""
    draw = np.random.default_rng(seed)
    out: list[Bought] = []
    for item in range(items):
        for ago in range(DAYS):
            for nth in range(int(draw.poisson(2.0))):
                who = f"{item}-{ago}-{nth}"
                if out and draw.random() < again:
                    who = str(out[-1][1])
                out.append((f"A{item}", who, DAY - timedelta(days=ago), 1.0))
    return out


def run(rows: Sequence[Bought], more: Mapping[str, Columns] | None = None) -> list[Action]:
    facts = columns(
        {
            "shop": ["taobao"] * len(rows),
            "sku": [row[0] for row in rows],
            "listing": [f"L{row[0]}" for row in rows],
            "buyer": [row[1] for row in rows],
            "day": [row[2] for row in rows],
        },
        {
            "orders": [int(row[3]) for row in rows],
            "units": [1] * len(rows),
            "gmv": [Decimal(100)] * len(rows),
        },
    )
    quiet = {
        "sold": none(("shop", "sku", "listing", "day"), "orders", "units", "gmv"),
        "pages": none(("shop", "listing", "day"), "visitor_days"),
    }
    told = {**quiet, "bought": facts, **(more or {})}
    assert set(needs(DAY)) == set(told)
    return list(propose(given(told, rows={"styles": ()})))


def test_a_handful_of_buyers_is_told_with_their_orders_and_what_they_cost() -> None:
    fakes: list[Bought] = [("A1", f"fake{n % 4}", DAY - timedelta(days=n // 4), 1.0) for n in range(16)]
    (action,) = run([*usual(), *fakes])
    assert (action.stage, action.target.ident, action.cause) == ("risk", "LA1", "same_buyers")
    assert action.evidence["buyers"] == 4
    assert action.sheet is not None
    assert [row[0] for row in action.sheet.rows] == ["fake0", "fake1", "fake2", "fake3"]
    # 100 each at a margin of 40 %: 60 lost an order, 28 orders a week at this pace
    assert action.impact.mid > 1000
    assert action.impact.low > action.impact.mid / 3


def test_several_orders_of_one_buyer_on_one_day_count() -> None:
    (action,) = run([*usual(), ("A1", "fake", DAY, 9.0), ("A1", "fake", DAY - timedelta(days=1), 9.0)])
    assert action.evidence["orders"] == 18


@pytest.mark.parametrize("seed", range(20))
def test_shops_whose_buyers_come_again_by_chance_are_left_in_peace(seed: int) -> None:
    assert run(usual(seed)) == []
    assert run(usual(seed, again=0.2)) == []


def test_unknown_buyers_days_and_young_shops_are_not_judged() -> None:
    odd: list[Bought] = [("A1", None, DAY, 9.0), ("A1", "x", None, 9.0), ("A1", "y", DAY, 0.0)]
    assert run([*usual(), *odd]) == []
    assert run([("A1", "x", DAY, 9.0)]) == []
    assert run([]) == []


def test_where_buyers_are_not_told_apart_orders_that_visitors_do_not_explain_are_told() -> None:
    orders = np.full(LONG, 1.0)
    orders[-3:] = 9.0
    more = {
        "sold": daily(
            {("taobao", "B1", "L1"): {"orders": orders, "units": orders, "gmv": orders * 100}},
            ("shop", "sku", "listing"),
        ),
        "pages": daily({("taobao", "L1"): {"visitor_days": np.full(LONG, 20.0)}}, ("shop", "listing")),
    }
    (action,) = run([], more)
    assert (action.stage, action.target.ident, action.cause) == ("risk", "L1", "orders_beyond_visits")
    assert (action.evidence["of_orders"], action.evidence["visits"]) == (27, 60)
    # 24 orders more in three days, 56 a week at 100, of which the margin of 40 % is not lost
    assert float(action.impact.mid) == pytest.approx(56 * 60, rel=0.05)
    assert run(usual(), more) == []
