"""The one metric: ranked by what a step to the shop's own best weeks brings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.app.compared.test_ripening import LAST as RIPE_LAST
from tests.app.compared.test_ripening import shop as ripening_shop
from tests.app.shops import LAST
from zhanggui.app.books import engine
from zhanggui.app.compared.history import History
from zhanggui.app.compared.levers import LEAVES, levers
from zhanggui.engines.memory import MemoryEngine
from zhanggui.store.folder import ShopFolder


def history(books: object, shop: ShopFolder) -> History:
    shops = tuple(one.shop for one in shop.settings.shops.values())
    return History(books, "CNY", LAST, shops)  # type: ignore[arg-type]


def test_the_winner_is_one_of_the_leaves_and_worth_money(shop: ShopFolder) -> None:
    with engine(shop) as books:
        found = levers(shop, history(books, shop))
    assert found is not None
    if found.winner is not None:
        assert found.winner.code in {code for code, *_ in LEAVES}
        assert found.winner.money.mid > 0
        assert found.winner.money.low <= found.winner.money.mid <= found.winner.money.high


def test_a_refund_rate_that_was_lower_is_a_lever(shop: ShopFolder) -> None:
    """The first weeks had no refunds, the later ones have one a day."""
    with engine(shop) as books:
        found = levers(shop, history(books, shop))
    assert found is not None
    step = next(one for one in found.steps if one.code == "order_refund_rate")
    assert step.attainable < step.current


def test_without_sales_there_is_none(shop: ShopFolder) -> None:
    assert levers(shop, history(MemoryEngine({}), shop)) is None
    with engine(shop) as books:
        late = History(books, "CNY", LAST + timedelta(days=400), ())
        assert levers(shop, late) is None


def test_refunds_that_are_still_to_come_are_no_good_week(shop: ShopFolder) -> None:
    """A tenth of the orders comes back in every week, the last ones' refunds only later: there is nothing to gain."""
    held = ripening_shop()
    raw = History(held, "CNY", RIPE_LAST, ())
    steps = [
        next(one for one in found.steps if one.code == "order_refund_rate")
        for found in (levers(shop, raw), levers(shop, replace(raw, ripe=True)))
        if found is not None
    ]
    assert len(steps) == 2
    assert steps[0] == steps[1]
    assert steps[0].current == pytest.approx(0.1, abs=0.02)
    assert steps[0].attainable > 0.08
