from datetime import timedelta

import numpy as np
import pytest

from tests.playbooks.days import Floats, daily, none
from tests.playbooks.giving import DAY, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.lasting import DAYS as YEAR
from zhanggui.playbooks.play import last_days
from zhanggui.playbooks.risk.fee_jump import PLAY, needs, propose
from zhanggui.playbooks.shift import DAYS

BY = ("shop",)


def run(
    rise: float = 1.0,
    *,
    kind: str = "commission",
    name: str = "Commission",
    settled: bool = True,
    sales: float = 1.0,
    seed: int = 1,
    share: float = 0.05,
    coming: tuple[float, ...] = (),
) -> list[Action]:
    """A shop that sells 2,000 a day, of which a fee takes ``share``, in the last week ``rise`` times as much.

    ``coming``: how many times as much on each of the last days instead.
    """
    rng = np.random.default_rng(seed)
    sold = rng.gamma(20, 100, DAYS)
    sold[-7:] *= sales
    fee = sold * share * rng.gamma(60, 1 / 60, DAYS)
    fee[-7:] *= rise
    if coming:
        fee[-len(coming) :] *= coming
    rent = np.full(DAYS, 80.0)
    rent[-7:] *= 2
    fees: dict[tuple[str, str, str], dict[str, Floats]] = {
        ("taobao", kind, name): {"fees": fee, "fee_entries": np.zeros(DAYS)},
        ("taobao", "logistics", "rent"): {"fees": rent, "fee_entries": np.ones(DAYS)},
    }
    income = {("taobao",): {"receipts": sold, "settled_refunds": np.zeros(DAYS)}}
    return list(
        propose(
            given(
                {
                    "fees": daily(fees, ("shop", "fee_kind", "fee_name")),
                    "income": daily(income, BY)
                    if settled
                    else none(("shop", "day"), "receipts", "settled_refunds"),
                    "sold": daily({("taobao",): {"gmv": sold, "lines": sold / 100}}, BY),
                }
            )
        )
    )


def test_a_rate_that_still_comes_in_is_told_by_its_later_days() -> None:
    (action,) = run(coming=(1.3, 1.5, 1.8, 2.2, 2.6, 2.8, 3.0))
    (level,) = run(2.2)
    # three times the usual 700 a week in the end; all days together say 2.2 times
    assert 700 * 1.4 < float(action.impact.mid) < 700 * 2.2
    assert action.impact.mid > level.impact.mid
    assert action.impact.high > 700 * 2
    assert action.impact.high - action.impact.low > level.impact.high - level.impact.low


def test_a_rate_that_rose_weeks_ago_has_come_in() -> None:
    (action,) = run(coming=(1.6,) * 28)
    assert float(action.impact.mid) == pytest.approx(2000 * 7 * 0.05 * 0.6, rel=0.2)


@pytest.mark.parametrize("settled", [True, False])
def test_a_fee_that_takes_more_is_found_with_what_it_takes(settled: bool) -> None:
    (action,) = run(1.6, settled=settled)
    assert (action.stage, action.cause, action.target.kind) == ("risk", "fee_share_up", "shop")
    assert float(action.impact.mid) == pytest.approx(2000 * 7 * 0.05 * 0.6, rel=0.35)
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    assert float(str(action.evidence["rate"])) > 1.4 * float(str(action.evidence["usual"]))
    assert action.sheet is not None


def test_points_are_the_customers() -> None:
    (action,) = run(1.8, kind="service", name="积分服务费")
    assert (action.stage, action.cause) == ("retention", "points_cost_more")


def test_usual_fees_rents_and_creators_are_no_alarm() -> None:
    assert [run(seed=seed) for seed in range(10)] == [[]] * 10
    assert run(1.8, kind="creator") == []


def test_a_share_that_rises_because_sales_fall_is_no_fee_that_rises() -> None:
    assert run(1.7, sales=0.45) == []


def test_small_change_is_not_worth_a_word() -> None:
    assert run(1.8, share=0.002) == []


def test_a_fee_without_sales_is_not_judged() -> None:
    facts = {
        "fees": daily(
            {("x", "tax", ""): {"fees": np.ones(DAYS), "fee_entries": np.ones(DAYS)}},
            ("shop", "fee_kind", "fee_name"),
        ),
        "income": none(("shop", "day"), "receipts", "settled_refunds"),
        "sold": none(("shop", "day"), "gmv", "lines"),
    }
    assert list(propose(given(facts))) == []
    assert set(needs(DAY)) == set(facts)
    assert PLAY.fault == "commission_wrong"


def test_a_fee_that_is_new_is_found() -> None:
    rng = np.random.default_rng(3)
    sold = rng.gamma(20, 100, DAYS)
    tax = np.zeros(DAYS)
    tax[-5:] = sold[-5:] * 0.07
    facts = {
        "fees": daily(
            {("taobao", "tax", "VAT"): {"fees": tax, "fee_entries": np.where(tax > 0, 20.0, 0.0)}},
            ("shop", "fee_kind", "fee_name"),
        ),
        "income": daily({("taobao",): {"receipts": sold, "settled_refunds": 0.1 * sold}}, BY),
        "sold": daily({("taobao",): {"gmv": sold, "lines": sold / 90}}, BY),
    }
    (action,) = propose(given(facts))
    assert float(action.impact.mid) == pytest.approx(2000 * 7 * 0.07, rel=0.3)


def test_a_fee_of_few_days_may_be_chance() -> None:
    rng = np.random.default_rng(5)
    sold = rng.gamma(20, 100, DAYS)
    parcels = np.where(rng.random(DAYS) < 0.3, 40.0, 0.0)
    parcels[-7:] = 110
    facts = {
        "fees": daily(
            {
                ("taobao", "logistics", "returns"): {
                    "fees": parcels,
                    "fee_entries": np.where(parcels > 0, 1.0, 0.0),
                }
            },
            ("shop", "fee_kind", "fee_name"),
        ),
        "income": none(("shop", "day"), "receipts", "settled_refunds"),
        "sold": daily({("taobao",): {"gmv": sold, "lines": sold / 90}}, BY),
    }
    assert list(propose(given(facts))) == []


def test_in_its_first_days_a_rate_has_more_to_come() -> None:
    (steep,) = run(coming=(1.5, 4.0, 5.0))
    (level,) = run(coming=(4.2, 4.4, 4.8))
    assert steep.evidence["days"] == level.evidence["days"] == 3
    assert steep.impact.mid > level.impact.mid
    assert float(steep.impact.high) > 700 * 4


def by_entry(
    rise: float, *, larger: float = 1.0, seed: int = 2, bulk: float = 1.0, charged: float = 1.0
) -> list[Action]:
    """A commission of 5 % on some 20 orders of 100 a day, charged when batches of them are closed; ``larger`` orders.

    In the last week it is ``rise`` times as much. Orders of three days of that week are ``bulk`` times as large, and
    what is charged of them on the last three days is ``charged`` times as much.
    """
    rng = np.random.default_rng(seed)
    lines = rng.poisson(20, DAYS).astype(float)
    each = 100 * rng.gamma(200, 1 / 200, DAYS)
    each[-14:] *= larger
    each[-7:-4] *= bulk
    entries = rng.poisson(rng.gamma(3, 20 / 3, DAYS)).astype(float)  # closed in fits and starts
    fee = entries * 5 * rng.gamma(100, 1 / 100, DAYS)
    fee[-14:] *= larger
    fee[-7:] *= rise
    fee[-3:] *= charged
    key = ("taobao", "commission", "Commission")
    closed = entries if bulk == 1.0 else lines  # some tell the income on the day it was paid
    facts = {
        "fees": daily({key: {"fees": fee, "fee_entries": entries}}, ("shop", "fee_kind", "fee_name")),
        "income": daily({("taobao",): {"receipts": closed * each, "settled_refunds": 0 * each}}, BY),
        "sold": daily({("taobao",): {"gmv": lines * each, "lines": lines}}, BY),
    }
    return list(propose(given(facts)))


def test_a_rate_is_told_by_entry_however_many_orders_are_closed_on_a_day() -> None:
    (action,) = by_entry(1.6)
    # 140 orders a week at 3 more each
    assert float(action.impact.mid) == pytest.approx(420, rel=0.3)
    assert action.evidence["days"] == 7
    assert [by_entry(1.0, seed=seed) for seed in range(8)] == [[]] * 8


def test_larger_orders_are_no_higher_rate() -> None:
    assert by_entry(1.0, larger=1.5) == []


def test_a_few_days_of_large_orders_are_charged_days_later() -> None:
    seeds = (1, 3, 5, 6, 7, 8)
    assert [by_entry(1.0, bulk=2.0, charged=2.0, seed=seed) for seed in seeds] == [[]] * len(seeds)
    assert [by_entry(1.0, bulk=1.01, charged=2.0, seed=seed)[0].evidence["days"] for seed in seeds] == [3] * 6


def long_ago(
    rise: float,
    *,
    orders: float = 1.0,
    settled: bool = True,
    until: int = 0,
    since: int = YEAR,
    known: int = YEAR,
) -> list[Action]:
    """A year in which postage, 6 for each of 30 orders a day, became ``rise`` times as dear 150 days ago (until then).

    ``orders``: times the usual sum, that an order comes to since; ``since``, ``known``: days ago since which there is
    postage, and the commission beside it.
    """
    rng = np.random.default_rng(5)
    lines = rng.poisson(30, YEAR).astype(float)
    paid = lines * 6.0 * rng.gamma(80, 1 / 80, YEAR)
    worth = np.full(YEAR, 80.0)
    paid[YEAR - 150 : YEAR - until] *= rise
    worth[YEAR - 150 :] *= orders
    paid[: YEAR - since] = 0.0
    sold = lines * worth
    commission = sold * 0.05
    commission[: YEAR - known] = 0.0
    key, other = ("taobao", "logistics", "Postage"), ("taobao", "commission", "Commission")
    fees = {
        key: {"fees": paid, "fee_entries": lines * (paid > 0)},
        other: {"fees": commission, "fee_entries": lines * (commission > 0)},
    }
    income = {("taobao",): {"receipts": sold, "settled_refunds": np.zeros(YEAR)}}
    nothing = none(("shop", "day"), "receipts", "settled_refunds")
    facts = {
        "fees": daily(fees, ("shop", "fee_kind", "fee_name")),
        "income": daily(income, BY) if settled else nothing,
        "sold": daily({("taobao",): {"gmv": sold, "lines": lines}}, BY),
    }
    assert {question.period for question in needs(DAY).values()} == {last_days(DAY, YEAR)}
    return list(propose(given(facts)))


@pytest.mark.parametrize("settled", [True, False])
def test_a_fee_that_rose_months_ago_and_stayed_is_named_with_its_day(settled: bool) -> None:
    (action,) = long_ago(1.5, settled=settled)
    assert abs(int(str(action.evidence["days"])) - 150) <= 7
    assert action.evidence["since"] == DAY - timedelta(days=int(str(action.evidence["days"])) - 1)
    assert float(action.impact.mid) == pytest.approx(30 * 7 * 6 * 0.5, rel=0.2)
    assert action.impact.low > 0


def test_a_fee_that_went_back_or_rose_with_the_orders_or_against_them_alone_is_none() -> None:
    assert long_ago(1.5, until=60) == []
    assert long_ago(1.5, orders=1.5) == []
    assert long_ago(1.0, orders=0.6) == []
    assert long_ago(1.0) == []


@pytest.mark.parametrize("settled", [True, False])
def test_a_fee_that_began_months_ago_is_named_unless_the_settlements_did(settled: bool) -> None:
    (action,) = long_ago(1.0, settled=settled, since=120)
    assert (action.target.ident, action.evidence["days"], action.evidence["usual"]) == ("Postage", 120, 0.0)
    assert float(action.impact.mid) == pytest.approx(30 * 7 * 6, rel=0.2)
    assert long_ago(1.0, settled=False, since=120, known=120) == []


def test_what_was_usual_is_told_from_when_settlements_are_known() -> None:
    (action,) = long_ago(1.5, settled=False, since=250, known=250)
    # 6 for each order of 80
    assert float(str(action.evidence["usual"])) == pytest.approx(0.075, rel=0.05)
    assert float(str(action.evidence["rate"])) == pytest.approx(0.1125, rel=0.05)


def test_a_shop_s_only_fee_is_judged_and_is_never_new() -> None:
    (action,) = long_ago(1.5, settled=False, known=0)
    assert action.target.ident == "Postage"
    assert long_ago(1.0, settled=False, since=120, known=0) == []
