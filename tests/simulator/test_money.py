import numpy as np
import pytest

from tests.simulator.worlds import busy, world
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.money import (
    COMMISSION,
    COMMISSION_BACK,
    FEES,
    SLOT,
    STORAGE,
    TAX,
    charged,
    profit,
    settlement,
)


def test_every_cent_of_profit_is_in_its_parts() -> None:
    story = busy()
    parts = profit(story.run, story.fees)
    orders, lines = story.run.orders, story.run.lines
    paid = orders.paid_at >= 0
    assert parts.gmv.sum() == orders.goods[paid].sum() == lines.paid[paid[lines.order]].sum()
    assert parts.fees.sum() == story.fees.amount.sum()
    whole = parts.gmv + parts.shipping - parts.refunds - parts.cost - parts.fees - parts.ads
    assert np.array_equal(parts.contribution, whole)


def test_profit_by_listing_adds_up_but_for_what_is_of_the_whole_shop() -> None:
    story = busy()
    size = story.shop.shelf.listings
    every = profit(story.run, story.fees, np.arange(size))
    halves = [profit(story.run, story.fees, part) for part in np.array_split(np.arange(size), 2)]
    assert np.array_equal(every.contribution, halves[0].contribution + halves[1].contribution)
    assert every.gmv.sum() == profit(story.run, story.fees).gmv.sum()


def test_commission_is_its_rate_and_comes_back_with_the_refund() -> None:
    story = busy()
    fees, lines = story.fees, story.run.lines
    mine = fees.kind == COMMISSION
    assert fees.amount[mine] == pytest.approx(
        lines.paid[fees.line[mine]] * story.shop.platform.commission, abs=0.51
    )
    back = fees.kind == COMMISSION_BACK
    assert (fees.amount[back] < 0).all()
    assert (lines.refund[fees.line[back]] > 0).all()


def test_a_wrong_tax_setting_is_one_more_fee_and_moves_no_other() -> None:
    story = busy()
    leak = settlement(story.shop, story.shop.levers((Effect("tax_leak", 0.05, 0, 999),)), story.run)
    assert leak.amount[leak.kind == TAX].sum() > 0
    assert leak.amount[leak.kind != TAX].sum() == story.fees.amount.sum()


def test_storage_is_billed_nightly_and_fees_are_in_order_of_time() -> None:
    story = busy()
    assert (story.fees.kind == STORAGE).sum() == story.shop.days
    assert (np.diff(story.fees.at) >= 0).all()


@pytest.mark.parametrize("key", ["taobao", "douyin", "amazon", "shopify"])
def test_shops_earn_money_and_every_kind_of_fee_is_known(key: str) -> None:
    story = world().stories[key]
    parts = profit(story.run, story.fees)
    assert 0 < parts.contribution.sum() < parts.gmv.sum() / 2
    assert story.fees.kind.max() < len(FEES)


def test_slots_are_paid_outside_of_the_account() -> None:
    fees = world().stories["douyin"].fees
    shown = charged(fees)
    assert SLOT not in shown.kind
    assert shown.amount.sum() + fees.amount[fees.kind == SLOT].sum() == fees.amount.sum()
