from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.app.shops import LAST
from tests.metrics.shop_books import engine as engine_of
from tests.metrics.test_ledger import DAYS, held
from zhanggui.app.advice.advise import ASSUMED, Adviser, evidence
from zhanggui.app.books import engine
from zhanggui.model.shop import Shop
from zhanggui.playbooks import PLAYS
from zhanggui.playbooks.play import last_days
from zhanggui.store.folder import ShopFolder
from zhanggui.store.settings import ShopSettings


def test_terms_that_only_cost_become_an_action_with_a_file(shop: ShopFolder) -> None:
    with engine(shop) as books:
        found = Adviser(books, shop.settings, LAST).proposals()
    terms = [one for one in found if one.play == "negative_terms"]
    assert [one.target.ident for one in terms] == ["SP auto"]
    action = terms[0]
    assert action.impact.low <= action.impact.mid <= action.impact.high
    assert action.impact.mid > 0
    assert action.impact.currency == "USD"
    assert action.sheet is not None
    assert [row for row in action.sheet.rows if "+cmd tee" in row]
    kept = evidence(action)
    assert (kept["kind"], kept["ident"], kept["metric"]) == ("campaign", "SP auto", action.metric)


def test_margins_are_assumed_where_costs_are_unknown(shop: ShopFolder) -> None:
    with engine(shop) as books:
        adviser = Adviser(books, shop.settings, LAST)
        assert adviser.fee_shares() == {}
        assert adviser.margins().of("pdd") == ASSUMED


def test_an_action_in_a_currency_without_a_rate_is_left_out_and_says_so(shop: ShopFolder) -> None:
    with engine(shop) as books:
        adviser = Adviser(books, shop.settings, LAST)
        plan = adviser.plan(frozenset())
        ids = {one.id for one in plan.todo} | {left.action.id for left in plan.left_out}
        assert ids == {one.id for one in adviser.proposals()}
        done = adviser.plan(frozenset(one.id for one in plan.todo))
    assert done.todo == ()
    assert {left.code for left in done.left_out} <= {
        "done_lately",
        "same_money",
        "too_small",
        "no_rate",
        "no_time",
    }


def test_before_there_are_books_there_is_nothing_to_propose(empty: ShopFolder) -> None:
    with engine(empty) as books:
        assert Adviser(books, empty.settings, LAST - timedelta(days=1)).proposals() == []


def test_of_a_list_only_the_days_that_are_wanted_are_read(shop: ShopFolder) -> None:
    play = next(one for one in PLAYS if one.recent)
    lines = {"lines": ("order_line", ("created_day",))}
    with engine(shop) as books:
        adviser = Adviser(books, shop.settings, LAST)
        known = adviser.margins()
        every = adviser.given(replace(play, lists=lines, recent={}, needs=lambda _: {}), known).rows["lines"]
        late = adviser.given(replace(play, lists=lines, recent={"lines": 3}, needs=lambda _: {}), known)
    assert late.rows["lines"] == [row for row in every if row[0] in set(last_days(LAST, 3))]
    assert 0 < len(late.rows["lines"]) < len(every)


def test_what_a_shop_pays_is_learnt_from_the_days_that_its_settlements_reach(shop: ShopFolder) -> None:
    """Five of a hundred for sixty days of which settlements tell thirty: still five, not less."""
    told = held({"a": range(30)}, other=False)
    adviser = Adviser(told, shop.settings, DAYS[-1])
    assert adviser.fee_shares() == {"a": pytest.approx(0.05)}
    bare = Adviser(engine_of(fee=[], order_line=[]), shop.settings, DAYS[-1])
    assert bare.fee_shares() == {}


def test_without_settlements_the_settings_say_what_a_shop_pays(shop: ShopFolder) -> None:
    stated = ShopSettings(
        Shop("a", "taobao", "CN", "CNY", "Asia/Shanghai"),
        commission=Decimal("0.03"),
        logistics=Decimal(4),
    )
    settings = replace(shop.settings, shops={"a": stated})
    told = held({"a": ()}, other=False)
    assert Adviser(told, settings, DAYS[-1]).fee_shares() == {"a": pytest.approx(0.03 + 4 / 100)}
