import numpy as np
import pytest

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.conversion.checkout import needs, propose
from zhanggui.playbooks.shift import DAYS, Floats

PLACED = ("orders_created", "orders_created_paid")
Devices = dict[tuple[str, str], tuple[Floats, Floats]]


def device(daily_orders: float, fails: float, days: int = 10, seed: int = 1) -> tuple[Floats, Floats]:
    """Orders placed and paid: of a device on which ``fails`` stay unpaid over the last ``days``, usually 5 %."""
    rng = np.random.default_rng(seed)
    placed = rng.poisson(daily_orders, DAYS)
    share = np.where(np.arange(DAYS) >= DAYS - days, fails, 0.05)
    paid = placed - rng.binomial(placed, share)
    return placed.astype(float), paid.astype(float)


def run(
    *,
    fails: float = 0.05,
    postage: float = 1.0,
    orders: float = 1.0,
    known: bool = True,
    seed: int = 1,
    devices: Devices | None = None,
    visits: np.typing.NDArray[np.float64] | None = None,
) -> list[Action]:
    """Forty orders a day of 100 each; in the last week ``fails`` stay unpaid and postage is so many times the usual.

    ``devices``: orders placed and paid by shop and device.
    """
    rng = np.random.default_rng(seed)
    placed = rng.poisson(40, DAYS).astype(float)
    placed[-7:] = np.round(placed[-7:] * orders)
    share = np.full(DAYS, 0.05)
    share[-7:] = fails
    paid = placed - rng.binomial(placed.astype(int), share).astype(float)
    ship = paid * 1.2 * rng.gamma(30, 1 / 30, DAYS)
    ship[-7:] *= postage
    shop = ("taobao",)
    facts = {
        "placed": daily({shop: {"orders_created": placed, "orders_created_paid": paid}}, ("shop",))
        if known
        else none(("shop", "day"), "orders_created", "orders_created_paid"),
        "devices": daily(
            {k: dict(zip(PLACED, pair, strict=True)) for k, pair in (devices or {}).items()},
            ("shop", "device"),
        )
        if devices
        else none(("shop", "device", "day"), *PLACED),
        "sold": daily({shop: {"orders": paid, "gmv": paid * 100, "shipping_income": ship}}, ("shop",))
        if known
        else daily({shop: {"orders": paid, "gmv": paid * 100}}, ("shop",)),
        "visits": daily({shop: {"visitor_days": visits}}, ("shop",))
        if visits is not None
        else none(("shop", "day"), "visitor_days"),
    }
    if not known:
        facts["sold"].cells["shipping_income"] = [None] * len(facts["sold"])  # type: ignore[index]
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts)))


def test_a_till_as_ever_is_no_alarm() -> None:
    assert [run(seed=seed) for seed in range(10)] == [[]] * 10
    assert run(known=False) == []


def test_orders_left_unpaid_are_the_sales_they_would_have_been() -> None:
    (action,) = run(fails=0.3)
    assert (action.cause, action.stage, action.target.kind) == ("orders_unpaid", "conversion", "shop")
    assert float(action.impact.mid) == pytest.approx(40 * 7 * 0.25 * 100 * 0.4 * 0.85, rel=0.25)
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    assert float(str(action.evidence["rate"])) == pytest.approx(0.3, abs=0.08)
    assert action.metric == "payment_rate"


def test_who_tries_again_is_one_order_lost_not_two() -> None:
    (once,), (again,) = run(fails=0.3), run(fails=0.3, orders=2.0)
    assert float(again.impact.mid) == pytest.approx(float(once.impact.mid), rel=0.25)


def test_orders_of_a_visitor_tell_what_paid_shipping_takes() -> None:
    """As many orders as ever, of twice the visitors: half of them are lost."""
    visits = np.full(DAYS, 1000.0)
    visits[-7:] = 2000
    (alone,), (told,) = run(postage=4), run(postage=4, visits=visits)
    assert told.impact.mid > 2 * alone.impact.mid
    assert told.impact.low > 0


def test_postage_that_jumps_costs_orders() -> None:
    (action,) = run(postage=4, orders=0.75)
    assert action.cause == "postage_up"
    assert action.impact.basis == "effect", "costs are known: what paid shipping takes is assumed"
    assert 0.05 < float(action.impact.mid) / (40 * 7 * 100 * 0.4) < 0.35
    # 3.60 more of each of 210 orders is income that goes again
    assert float(action.impact.mid) < 0.3 * 40 * 7 * 100 * 0.4 - 3 * 210
    assert float(str(action.evidence["postage_now"])) == pytest.approx(4.8, rel=0.2)


def test_a_till_that_fails_on_the_rarer_device_is_seen_though_the_shop_as_a_whole_is_as_ever() -> None:
    for seed in range(5):
        both: Devices = {
            ("taobao", "mobile"): device(18, 0.05, seed=seed),
            ("taobao", "pc"): device(1.2, 0.8, seed=seed),
        }
        (action,) = run(devices=both)
        assert (action.cause, action.target.kind, action.metric) == ("unpaid_pc", "shop", "payment_rate")
        assert float(action.impact.mid) == pytest.approx(1.2 * 7 * 0.75 * 100 * 0.4 * 0.85, rel=0.5)
        assert 0 < action.impact.low < action.impact.mid < action.impact.high


def test_a_till_that_fails_on_telephones_names_them_and_one_that_fails_on_both_is_the_shops() -> None:
    phones: Devices = {("taobao", "mobile"): device(36, 0.3), ("taobao", "pc"): device(4, 0.05)}
    assert [action.cause for action in run(fails=0.3, devices=phones)] == ["unpaid_mobile"]
    both: Devices = {("taobao", "mobile"): device(36, 0.3), ("taobao", "pc"): device(4, 0.6)}
    assert [action.cause for action in run(fails=0.33, devices=both)] == ["orders_unpaid"]


def test_who_can_not_pay_on_a_computer_has_a_telephone() -> None:
    lows = []
    for failing, other in (("pc", "mobile"), ("mobile", "pc")):
        devices = {("taobao", failing): device(8, 0.7), ("taobao", other): device(40, 0.05)}
        (action,) = run(devices=devices)
        assert action.cause == f"unpaid_{failing}"
        lows.append(action.impact)
    assert float(lows[0].mid / lows[1].mid) == pytest.approx(0.75 / 0.85, rel=0.01)
    assert float(lows[0].low / lows[1].low) == pytest.approx(0.5 / 0.7, rel=0.01)
    assert lows[0].high == lows[1].high


def test_devices_on_which_buyers_pay_as_ever_are_no_alarm() -> None:
    for seed in range(30):
        calm: Devices = {
            ("taobao", "mobile"): device(18, 0.05, seed=seed),
            ("taobao", "pc"): device(1.2, 0.05, seed=seed),
            ("taobao", ""): device(3, 0.9, seed=seed),  # unknown devices tell nothing
        }
        assert run(devices=calm) == []


def test_sales_may_be_unknown() -> None:
    days = np.full(DAYS, 40.0)
    facts = {
        "placed": daily({("taobao",): dict.fromkeys(PLACED, days)}, ("shop",)),
        "devices": none(("shop", "device", "day"), *PLACED),
        "sold": daily(
            {("taobao",): {"orders": days, "shipping_income": days}, ("jd",): {"gmv": days}}, ("shop",)
        ),
        "visits": none(("shop", "day"), "visitor_days"),
    }
    assert list(propose(given(facts))) == []
