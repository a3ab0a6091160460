from datetime import timedelta
from decimal import Decimal

import numpy as np

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.shelf import MEASURES
from zhanggui.playbooks.stock.overstock import DAYS, needs, propose


def run(
    *,
    have: float = 2000,
    pace: float = 2.0,
    counts: tuple[int, ...] = (3, 10, 17, 24, 31, 38, 45),
    storage: float = 30.0,
    sold_since: int = DAYS,
    costs: tuple[tuple[Value | Key, ...], ...] = (),
) -> list[Action]:
    """A1 that sells ``pace`` a day, counted ``counts`` days ago; a shop that pays ``storage`` a day."""
    units = np.zeros(DAYS)
    units[DAYS - sold_since :] = pace
    keys: dict[str, list[Key]] = {
        "shop": [*(["taobao"] * len(counts)), "taobao", "jd"],
        "sku": [*(["A1"] * len(counts)), None, "A1"],
        "day": [*(DAY - timedelta(days=ago) for ago in counts), DAY, DAY],
    }
    size = len(counts) + 2
    facts = {
        "sold": daily({("taobao", "A1"): {"units": units}}, ("shop", "sku")),
        "stock": columns(keys, {name: [int(have) if name == "stock" else None] * size for name in MEASURES}),
        "fees": daily(
            {("taobao", "0030033|仓储服务费"): {"fees": np.full(DAYS, storage)}}, ("shop", "fee_name")
        ),
    }
    if not storage:
        facts["fees"] = none(("shop", "fee_name", "day"), "fees")
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts, rows={"costs": costs})))


def test_a_pile_is_told_with_what_its_shelf_costs() -> None:
    (action,) = run()
    assert (action.stage, action.target.ident, action.cause) == ("stock", "A1", "lies_long")
    # 2,000 counted three days ago less 6 sold since; two a day keep 180 for ninety days
    assert (action.evidence["have"], action.evidence["beyond"]) == (1994, 1814)
    # 210 a week of storage over 2,000 units: 0.105 a unit
    assert abs(action.impact.mid - Decimal("190.5")) < 2
    assert action.impact.low < action.impact.mid < action.impact.high


def test_without_storage_fees_the_money_tied_is_counted() -> None:
    cost = ("A1", DAY - timedelta(days=99), Decimal(50))
    (action,) = run(storage=0, costs=(cost, ("A1", DAY + timedelta(days=1), Decimal(9)), ("A1", DAY, None)))
    assert (action.cause, action.impact.basis) == ("money_tied", "assumed")
    assert abs(action.impact.mid - Decimal("181.4")) < 1
    assert run(storage=0) == []


def test_enough_little_and_young_stock_is_left_alone() -> None:
    assert run(have=300) == []
    assert run(have=50, pace=0) == []
    assert run(counts=(3, 10), sold_since=14) == []  # new in the shop
    assert len(run(pace=0.2)) == 1


def test_units_that_are_never_sold_lie_as_well() -> None:
    (action,) = run(pace=0)
    assert (action.evidence["sold"], action.evidence["beyond"]) == (0, 2000)
