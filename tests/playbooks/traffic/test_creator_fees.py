from datetime import timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key
from zhanggui.playbooks.behind import DAYS
from zhanggui.playbooks.traffic.creator_fees import needs, propose


def run(
    ago: dict[int, float], *, more: float = 0.0, others: float = 1.0, sku: str = "A1", kind: str = "creator"
) -> list[Action]:
    """Fees (days ago → money) for A1, which sells 1,000 a day and ``more`` since the first of them."""
    draw = np.random.default_rng(1)
    own: npt.NDArray[np.float64] = draw.poisson(10.0, DAYS).astype(np.float64) * 100.0
    rest = np.full(DAYS, 5000.0)
    first = max(ago, default=0) + 1
    own[-first:] += more
    own[-first:] *= others
    rest[-first:] *= others
    keys: dict[str, list[Key]] = {"shop": [], "fee_kind": [], "charged_sku": [], "day": []}
    for days in ago:
        row: tuple[Key, ...] = ("taobao", kind, sku, DAY - timedelta(days=days))
        for name, value in zip(keys, row, strict=True):
            keys[name].append(value)
    count = np.full(DAYS, 10.0)
    facts = {
        "sold": daily(
            {
                ("taobao", "A1", "L1"): {"orders": count, "units": count, "gmv": own},
                ("taobao", "A2", "L1"): {"orders": count, "units": count, "gmv": own * 0},
                ("taobao", "B1", "L2"): {"orders": count, "units": count, "gmv": rest},
            },
            ("shop", "sku", "listing"),
        ),
        "seen": none(("shop", "listing", "sku"), "page_views"),
        "fees": columns(keys, {"fees": [Decimal(str(paid)) for paid in ago.values()]}),
    }
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts, rows={"styles": (), "listings": ()})))


def test_fees_that_bring_nothing_are_told_with_what_they_cost_a_week() -> None:
    (action,) = run({0: 2000, 1: 2000, 2: 2000, 3: 2000})
    assert (action.stage, action.target.ident, action.cause) == ("traffic", "A1", "fee_without_sales")
    assert (action.evidence["times"], action.evidence["days"]) == (3, 4)  # today's has had no time yet
    assert action.evidence["skus"] == "A1 A2"
    # 6,000 over four weeks, less what chance brought
    assert 1000 < action.impact.mid <= 1500
    assert action.impact.mid / 3 < action.impact.low < action.impact.mid < action.impact.high


def test_fees_that_pay_or_may_pay_are_left_alone() -> None:
    assert run({1: 2000, 2: 2000, 3: 2000}, more=6000) == []
    assert run({1: 100}) == []  # what chance lets an item sell more pays it


def test_a_rise_of_the_whole_shop_is_no_merit_of_a_creator() -> None:
    assert len(run({1: 3000, 2: 3000, 3: 3000}, others=2.0)) == 1


def test_old_young_unnamed_and_other_fees_are_not_judged() -> None:
    assert run({9: 2000, 10: 2000}) == []
    assert run({0: 9000}) == []
    assert run({2: 9000}) == []  # one post that nobody watches is chance
    assert run({n * 4: 3000 for n in range(12)}) == []  # paid ever since: nothing to hold it against
    assert run({1: 9000, 2: 9000}, sku="") == []
    assert run({1: 9000, 2: 9000}, kind="logistics") == []
    assert run({}) == []


def test_an_older_row_of_fees_is_another_one() -> None:
    (action,) = run({1: 4000, 2: 4000, 20: 50})
    assert (action.evidence["times"], action.evidence["days"]) == (2, 3)


def test_an_item_that_sold_nothing_is_told_by_its_sku() -> None:
    (action,) = run({1: 4000, 2: 4000}, sku="Z9")
    assert action.evidence["skus"] == "Z9"
    assert action.evidence["gain"] == 0
