from datetime import timedelta

import numpy as np
import numpy.typing as npt

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, given
from zhanggui.model.period import Period
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.fall import DAYS, Fall
from zhanggui.playbooks.retention.old_buyers import NEW, OLD, asked, every_buyer, fewer_old

Floats = npt.NDArray[np.float64]
ZERO = np.zeros(DAYS)


def platform(
    old: Floats = ZERO,
    new: Floats = ZERO,
    visits: Floats = ZERO,
    bought: Floats = ZERO,
    *,
    parted: bool = False,
) -> dict[str, Columns]:
    """What the platform of the shop taobao counts by day: in one row, or with ``parted`` in a row for each sort."""
    whole, sorts = ("platform_buyer_days", "platform_new_buyer_days"), "platform_buyer_days"
    pages = ("shop", "listing", "source", "source_detail")
    return {
        "platform": none(("shop", "day"), *whole)
        if parted or not (old + new).any()
        else daily({("taobao",): dict(zip(whole, (old + new, new), strict=True))}, ("shop",)),
        "parted": daily(
            {("taobao", OLD[0]): {sorts: old}, ("taobao", NEW[0]): {sorts: new}}, ("shop", "source")
        )
        if parted
        else none(("shop", "source", "day"), sorts),
        "visits": daily(
            {
                ("taobao", code, "我的淘宝", "已买到的宝贝"): {"visitor_days": part[0], sorts: part[1]}
                for code, part in (("1", (visits, bought)), ("2", (visits, bought)))
            },
            pages,
        ),
    }


def fell(seed: int, days: int, left: float, *, new: float = 1.0, parted: bool = False) -> Fall | None:
    """Ten old and twelve new buyers a day, of the last ``days`` so many times as many."""
    rng = np.random.default_rng(seed)
    olds, news = np.full(DAYS, 10.0), np.full(DAYS, 12.0)
    olds[DAYS - days :] *= left
    news[DAYS - days :] *= new
    counts = [rng.poisson(one).astype(np.float64) for one in (olds, news)]
    return fewer_old(given(platform(*counts, parted=parted)), "taobao")


def test_old_buyers_who_stay_away_are_told_within_days_from_either_report() -> None:
    for seed in range(5):
        found = fell(seed, 5, 0.25)
        assert found is not None
        assert found.seen < 0.5 * found.expected
        assert fell(seed, 5, 0.25, parted=True) == found


def test_chance_and_a_shop_that_all_stay_away_from_are_no_fall() -> None:
    assert not any(fell(seed, 1, 1.0) for seed in range(40))
    assert not any(fell(seed, 7, 0.3, new=0.3) for seed in range(8))


def test_who_comes_and_no_longer_buys_is_told_sooner_than_by_buyers_alone() -> None:
    """Four visits a day on each of two pages, of which six in ten buy, two in ten in the last four days."""
    sooner = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        visits = rng.poisson(4.0, DAYS)
        share = np.where(np.arange(DAYS) < DAYS - 4, 0.6, 0.2)
        bought = rng.binomial(visits, share).astype(np.float64)
        new = rng.poisson(6.0, DAYS).astype(np.float64)
        count = platform(2 * bought, new)
        both = platform(2 * bought, new, visits.astype(np.float64), bought)
        assert every_buyer(given(both), "taobao") == float((2 * bought + new).sum())
        sooner += fewer_old(given(both), "taobao") is not None and fewer_old(given(count), "taobao") is None
    assert sooner >= 3


def test_nothing_is_said_where_nobody_counts() -> None:
    assert fewer_old(given(platform()), "taobao") is None
    assert {question.period for question in asked(DAY).values()} == {
        Period(DAY - timedelta(days=DAYS - 1), DAY)
    }
