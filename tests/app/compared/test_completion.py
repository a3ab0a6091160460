"""Young days completed: a profit whose settlement is late, beside one that is settled; what is not young at all."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.app.shops import LAST
from tests.app.test_why import CN, order
from tests.metrics.shop_books import SHOPS
from tests.metrics.test_ledger import DAYS, WHOLE, held
from zhanggui.app.compared.history import History
from zhanggui.app.why import Asked, Why
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.store.folder import ShopFolder


def history(told: dict[str, Any], *, ripe: bool = True) -> History:
    return History(held(told, other=False), "CNY", DAYS[-1], SHOPS, ripe=ripe)


def test_days_of_profit_are_completed_with_usual_fees_and_exact_where_settled() -> None:
    names = ("contribution", "fees")
    late, whole = (history({"a": range(n), "b": range(60)}) for n in (45, 60))
    told, exact = late.daily(names, WHOLE), whole.daily(names, WHOLE)
    assert len(exact["contribution"]) == len(DAYS)
    for name in names:
        assert {one: told[name][one] for one in DAYS[:45]} == {one: exact[name][one] for one in DAYS[:45]}
        for one in DAYS[45:]:
            assert float(str(told[name][one])) == pytest.approx(float(str(exact[name][one])), abs=0.01)
    plain = history({"a": range(45), "b": range(60)}, ripe=False).daily(names, WHOLE)
    assert plain["contribution"][DAYS[50]] is None


def test_a_late_shop_with_a_usual_share_is_part_of_profit_and_one_without_is_not() -> None:
    wanted = ("fees", "contribution")
    assert history({"a": range(45), "b": range(60)}).common(wanted) == ()
    assert history({"a": range(45), "b": range(60)}, ripe=False).common(wanted) == ("b",)
    assert history({"a": [], "b": range(60)}).common(wanted) == ("b",)


def test_books_in_which_nothing_is_young_are_told_as_they_are() -> None:
    told = history({"a": range(60), "b": range(60)})
    assert told.daily(("gmv",), WHOLE) == history({"a": range(60), "b": range(60)}, ripe=False).daily(
        ("gmv",), WHOLE
    )
    assert not told.completed


@pytest.mark.parametrize("rates", [True, False])
def test_what_one_shop_alone_has_in_another_currency_is_not_young(tmp_path: Path, *, rates: bool) -> None:
    """Only the shop abroad collects tax: its dollars are not what is known so far of as many yuan."""
    abroad = Shop("u", "amazon", "US", "USD", "UTC")
    rows: list[dict[str, Any]] = []
    for back in range(40):
        day = LAST - timedelta(days=back)
        rows += [order(day, "A", 100, n) for n in range(5)]
        rows += [
            {**order(day, "B", 20, 9 + n), "shop": "u", "currency": "USD", "tax": Decimal(2)}
            for n in range(3 + back % 2)
        ]
    tables = {"order_line": rows}
    days = [LAST - timedelta(days=back) for back in range(40)]
    if rates:
        tables["fx"] = [
            {"shop": "", "day": day, "base": "USD", "quote": "CNY", "rate": Decimal(7)} for day in days
        ]
    folder = ShopFolder.open(tmp_path / "empty", create=True)
    asked = Asked("tax_collected", Period(LAST, LAST))
    found = Why(folder, MemoryEngine(tables, [CN, abroad]), asked, LAST).answer()
    assert found.so_far is None
    assert found.value == (Decimal(42) if rates else None)
