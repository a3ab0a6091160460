from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.giving import DAY, columns, given
from zhanggui.playbooks.columns import Columns
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


def test_terms_that_never_convert_are_found_with_their_money() -> None:
    (action,) = propose(given({"terms": account(3, 10, clicks=120)}))
    assert action.sheet is not None
    found = {row[2] for row in action.sheet.rows}
    truth = {f"term {k:02d}" for k in range(10)}
    assert len(found & truth) >= 9
    assert len(found - truth) <= 1
    saved = sum(row[4] * 2 for row in action.sheet.rows) / 8  # type: ignore[operator,misc]
    assert 0.35 * saved < float(action.impact.mid) <= saved
    assert action.impact.low <= action.impact.mid <= action.impact.high


def test_few_clicks_condemn_nobody() -> None:
    assert propose(given({"terms": account(4, 10, clicks=5)})) == []


def test_healthy_accounts_are_left_alone() -> None:
    listed = [propose(given({"terms": account(seed, 0, clicks=100)})) for seed in range(20)]
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
    assert propose(given({"terms": table})) == []


def test_without_a_margin_a_sale_is_worth_nothing_and_no_term_is_judged() -> None:
    assert propose(given({"terms": account(3, 10)}, margin=-0.2)) == []


def test_rows_without_a_term_are_not_terms() -> None:
    table = account(3, 10, clicks=120)
    table.keys["search_term"][:] = ""
    assert propose(given({"terms": table})) == []
    assert needs(DAY)["terms"].by == ("shop", "campaign", "ad_group", "search_term")
