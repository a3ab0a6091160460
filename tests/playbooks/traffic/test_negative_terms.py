from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.giving import DAY, columns, given
from zhanggui.metrics.query import Key
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.margin import Margin, Margins
from zhanggui.playbooks.traffic.negative_terms import needs, propose


def account(seed: int, losers: int, *, clicks: int = 60, price: float = 120.0) -> Columns:
    """Eighty terms of which ``losers`` never convert, CPC 2; the rest convert at 6 % of a 120 basket."""
    rng = np.random.default_rng(seed)
    n = 80
    rate = np.where(np.arange(n) < losers, 0.0, 0.06)
    shown = rng.poisson(clicks, n) + 1
    orders = rng.binomial(shown, rate)
    return columns(
        {
            "shop": ["taobao"] * n,
            "campaign": ["summer"] * n,
            "ad_group": ["g"] * n,
            "search_term": [f"term {k:02d}" for k in range(n)],
        },
        {
            "clicks": [int(k) for k in shown],
            "ad_spend": [Decimal(int(k) * 2) for k in shown],
            "ad_orders": [int(k) for k in orders],
            "ad_sales": [Decimal(str(round(float(k) * price, 2))) for k in orders],
        },
    )


def both(table: Columns, share: int = 8) -> dict[str, Columns]:
    """``table`` over eight weeks, and a ``share``-th of it, rounded up, in the last."""
    week = columns(
        {dim: list(values) for dim, values in table.keys.items()},
        {
            name: [None if n is None else Decimal(str(n)) / share for n in cells]
            if name in ("ad_spend", "ad_sales")
            else [None if n is None else round(int(n) / share) for n in cells]
            for name, cells in table.cells.items()
        },
    )
    return {"terms": table, "recent": week, "sold": sold()}


def sold(*skus: str) -> Columns:
    """What the shop sells."""
    keys: dict[str, list[Key]] = {"shop": ["taobao"] * len(skus), "sku": list(skus)}
    return columns(keys, {"units": [1] * len(skus)})


def test_terms_that_never_convert_are_found_with_their_money() -> None:
    (action,) = propose(given(both(account(3, 10, clicks=600))))
    assert action.sheet is not None
    found = {row[2] for row in action.sheet.rows}
    truth = {f"term {k:02d}" for k in range(10)}
    assert len(found & truth) >= 9
    assert len(found - truth) <= 1
    saved = sum(row[4] * 2 for row in action.sheet.rows) / 8  # type: ignore[operator,misc]
    assert 0.35 * saved < float(action.impact.mid) <= 1.01 * saved
    assert action.impact.low <= action.impact.mid <= action.impact.high


def test_few_clicks_condemn_nobody() -> None:
    assert propose(given(both(account(4, 10, clicks=5)))) == []


def test_healthy_accounts_are_left_alone() -> None:
    listed = [propose(given(both(account(seed, 0, clicks=100)))) for seed in range(20)]
    terms = sum(len(action.sheet.rows) for actions in listed for action in actions if action.sheet)
    assert terms <= 20  # of 1,600 terms


@pytest.mark.parametrize("orders", [[None, None], [0, 0]])
def test_without_attributed_orders_nothing_can_be_said(orders: list[int | None]) -> None:
    table = columns(
        {"shop": ["taobao"] * 2, "campaign": ["c"] * 2, "ad_group": [""] * 2, "search_term": ["a", "b"]},
        {
            "clicks": [90, 80],
            "ad_spend": [Decimal(90), Decimal(80)],
            "ad_orders": orders,
            "ad_sales": [Decimal(0), Decimal(0)],
        },
    )
    assert propose(given(both(table))) == []


def test_without_a_margin_a_sale_is_worth_nothing_and_no_term_is_judged() -> None:
    assert propose(given(both(account(3, 10)), margin=-0.2)) == []


def test_rows_without_a_term_are_not_terms() -> None:
    table = account(3, 10, clicks=120)
    table.keys["search_term"][:] = ""
    assert propose(given(both(table))) == []
    assert needs(DAY)["terms"].by == ("shop", "campaign", "ad_group", "search_term")


def test_a_term_that_turned_bad_is_judged_by_its_last_week() -> None:
    table = account(7, 0, clicks=200)
    asked = both(table)
    week = asked["recent"]
    week.cells["clicks"][0], week.cells["ad_spend"][0], week.cells["ad_orders"][0] = 150, Decimal(300), 0
    table.cells["clicks"][0] = int(table.cells["clicks"][0] or 0) + 150
    table.cells["ad_spend"][0] = Decimal(str(table.cells["ad_spend"][0])) + 300
    (action,) = propose(given(asked))
    assert action.sheet is not None
    assert action.sheet.rows[0][2] == "term 00"
    # 300 a week, less what 150 clicks may still bring
    assert 100 < float(action.impact.mid) < 300


def test_a_term_that_costs_nothing_any_more_is_left_alone() -> None:
    asked = both(account(3, 10, clicks=600))
    asked["recent"].cells["clicks"][:] = [0] * 80
    assert propose(given(asked)) == []
    asked["recent"].cells["clicks"][:] = [None] * 80
    assert propose(given(asked)) == []


def test_where_all_lose_alike_the_terms_are_not_to_blame() -> None:
    """At a margin so thin that every click loses, the price is to be mended: only the worse terms are named."""
    told = propose(given(both(account(3, 10, clicks=600)), margin=0.05))
    named = {str(row[2]) for action in told if action.sheet for row in action.sheet.rows}
    assert {f"term {k:02d}" for k in range(10)} <= named
    assert len(named) < 60  # of 80


def test_a_few_clicks_without_an_order_say_nothing() -> None:
    """However dear they were, and though the account loses as it is."""
    table = account(3, 10, clicks=600)
    asked = both(table)
    for one, clicks in ((table, 20), (asked["recent"], 5)):
        one.cells["clicks"][0], one.cells["ad_spend"][0] = clicks, Decimal(clicks * 30)
    for margin in (0.4, 0.05):
        told = propose(given(asked, margin=margin))
        assert "term 00" not in {row[2] for action in told if action.sheet for row in action.sheet.rows}


def test_a_term_that_paid_for_itself_is_left_alone() -> None:
    """Few orders for its clicks, but large ones: 40 % of what it sold is more than it cost."""
    table = account(3, 10, clicks=600)
    asked = both(table)
    spend = Decimal(str(table.cells["ad_spend"][0]))
    for one, share in ((table, 1), (asked["recent"], 8)):
        one.cells["ad_orders"][0], one.cells["ad_sales"][0] = 1, spend * 3 / share
    told = propose(given(asked))
    named = {row[2] for action in told if action.sheet for row in action.sheet.rows}
    assert "term 00" not in named
    assert "term 01" in named


def test_an_item_sold_below_its_cost_does_not_condemn_its_terms_or_the_others() -> None:
    """The group of A1 sells it at a loss; its own terms and all others are judged by what is usual in the shop."""
    table = account(5, 0, clicks=300)
    for n in range(40):
        table.keys["ad_group"][n] = "AG-A1"
        table.cells["ad_sales"][n] = Decimal(str(table.cells["ad_orders"][n] or 0)) * 5
    margins = {("taobao", sku): Margin(0.4, 0.4, 0.4, known=True) for sku in ("B1", "C1", "D1")}
    margins["taobao", "A1"] = Margin(-3, -3, -3, known=True)
    whole = {"taobao": Margin(-0.5, -0.5, -0.5, known=True)}
    known = Margins(Margin(0.2, 0.2, 0.2, known=False), margins, whole, {"taobao": "CNY"})
    told = propose(given({**both(table), "sold": sold("A1", "B1", "C1", "D1")}, margins=known))
    assert sum(len(action.sheet.rows) for action in told if action.sheet) <= 3  # of 80


def test_goods_that_a_group_names_are_valued_by_their_own_margin() -> None:
    """A click for 2 and 3 orders of 200 in a hundred clicks: fine at 40 %, a loss at 22 %."""
    table = account(5, 0, clicks=3000, price=200)
    for n in range(8):
        table.keys["ad_group"][n] = "A1"
        table.cells["ad_orders"][n] = int(table.cells["ad_orders"][n] or 0) // 2
        table.cells["ad_sales"][n] = Decimal(str(table.cells["ad_orders"][n])) * 200
    mids = {"A1": 0.22, "B1": 0.7, "C1": 0.4, "D1": 0.4, "E1": 0.4}
    known = Margins(
        Margin(0.2, 0.2, 0.2, known=False),
        {("taobao", sku): Margin(mid, mid, mid, known=True) for sku, mid in mids.items()},
        currency={"taobao": "CNY"},
    )
    asked = both(table)
    named = propose(given({**asked, "sold": sold("A1")}, margins=known))
    assert {row[1] for action in named if action.sheet for row in action.sheet.rows} == {"A1"}
    assert propose(given({**asked, "sold": sold()}, margins=known)) == []
