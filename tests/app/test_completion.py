"""Young days completed: a profit whose settlement is late, beside one that is settled."""

from typing import Any

import pytest

from tests.metrics.shop_books import SHOPS
from tests.metrics.test_ledger import DAYS, WHOLE, held
from zhanggui.app.history import History


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
