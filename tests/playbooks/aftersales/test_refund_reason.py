from decimal import Decimal

import numpy as np

from tests.playbooks.giving import DAY, columns, given, yuan
from zhanggui.actions.action import Action
from zhanggui.playbooks.aftersales.refund_reason import needs, propose
from zhanggui.playbooks.columns import Columns


def shop(refunded: list[dict[str, int]], orders: list[int]) -> tuple[Columns, Columns]:
    """SKUs S0, S1… with ``orders`` at 100 each, and how many orders of each came back for which reason."""
    skus = [f"S{n}" for n in range(len(orders))]
    sold = columns(
        {"shop": ["taobao"] * len(skus), "sku": list(skus)},
        {"orders": list(orders), "gmv": yuan(*(100.0 * n for n in orders))},
    )
    rows = [
        (sku, reason, n) for sku, reasons in zip(skus, refunded, strict=True) for reason, n in reasons.items()
    ]
    rows.append(("", "lost", 4))
    back = columns(
        {"shop": ["taobao"] * len(rows), "sku": [r[0] for r in rows], "reason": [r[1] for r in rows]},
        {"refunded_orders": [r[2] for r in rows], "refunds_of_orders": [Decimal(100 * r[2]) for r in rows]},
    )
    return sold, back


def run(refunded: list[dict[str, int]], orders: list[int]) -> list[Action]:
    sold, back = shop(refunded, orders)
    return list(propose(given({"sold": sold, "refunds": back})))


def test_the_sku_that_comes_back_is_found_with_its_reason() -> None:
    others = [{"changed mind": 8} for _ in range(30)]
    (action,) = run([{"too small": 50, "changed mind": 10}, *others], [200] * 31)
    assert action.target.ident == "S0"
    assert action.evidence["reason"] == "too small"
    assert action.evidence["refunded"] == 60
    # (30 % − ~4 %) of 25 orders a week at 100 less half of the goods' 60.
    assert 300 < float(action.impact.mid) < 500  # shrunk towards the shop
    assert action.sheet is not None
    assert action.sheet.rows[0] == ("S0", "too small", 50)


def test_chance_is_no_reason() -> None:
    rng = np.random.default_rng(5)
    found = 0
    for _ in range(20):
        counts = rng.binomial(60, 0.08, 40)
        found += len(run([{"x": int(n)} if n else {} for n in counts], [60] * 40))
    assert found <= 0.12 * 20 * 40


def test_one_or_two_refunds_are_anecdotes() -> None:
    assert run([{"x": 2}, *({} for _ in range(20))], [5] * 21) == []
    assert run([{}], [0]) == []
    assert needs(DAY)["refunds"].by == ("shop", "sku", "reason")
