"""The tree: parts that add up to the cent, with zeros, negatives and unknown inputs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.shops import LAST
from zhanggui.app.books import engine
from zhanggui.app.compared.breakdown import OTHERS, SUMS, Tree, chance, gap, measures, together
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import Driver, Finding
from zhanggui.diagnosis.parts import Effect, Method
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.query import Value
from zhanggui.model.period import Period, day
from zhanggui.model.shop import Shop
from zhanggui.store.folder import ShopFolder

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
OTHER = Shop("u", "jd", "CN", "CNY", "Asia/Shanghai")
PERIOD = Period(LAST - timedelta(days=2), LAST)
MONEY = st.decimals(-10_000, 10_000, places=2)


def tree(metric: str) -> Tree:
    history = History(MemoryEngine({}, [CN]), "CNY", LAST, (CN,))
    days = tuple(PERIOD)
    weights = {day - timedelta(days=7): 1.0 for day in days}
    return Tree(metric, Comparison(history, days, weights, Against.WEEKDAY), provisional=False)


@pytest.fixture
def real(shop: ShopFolder) -> Iterator[Tree]:
    with engine(shop) as books:
        history, period = History(books, "CNY", LAST, (CN,)), Period(LAST, LAST)
        yield Tree("gmv", Comparison.of(history, period, history.baseline(period)), provisional=False)


def test_factors_of_sales_add_up_and_know_their_noise(real: Tree) -> None:
    now: dict[str, Value] = {"gmv": Decimal("288.00"), "orders": 5, "units": 5}
    then: dict[str, Value] = {"gmv": Decimal("792.01"), "orders": 11, "units": 12}
    found = real.finding(now, then)
    assert found is not None
    assert found.change == Decimal("-504.01")
    assert sum((one.change for one in found.drivers), Decimal(0)) == found.change
    orders = next(one for one in found.drivers if one.code == "orders")
    assert orders.change < 0
    assert orders.p_noise is not None
    assert not orders.noise


def test_a_day_without_sales_is_the_orders_doing() -> None:
    found = tree("gmv").finding(
        {"gmv": Decimal(0), "orders": 0, "units": 0}, {"gmv": Decimal(100), "orders": 4, "units": 5}
    )
    assert found is not None
    assert {one.code: one.change for one in found.drivers if one.change} == {"orders": Decimal(-100)}
    assert found.method is Method.LMDI_LIMIT


@given(st.tuples(MONEY, MONEY, MONEY), st.tuples(MONEY, MONEY, MONEY))
def test_terms_add_up_whatever_their_sign(
    now: tuple[Decimal, Decimal, Decimal], then: tuple[Decimal, Decimal, Decimal]
) -> None:
    names = [name for name, _ in SUMS["net_sales"]]

    def side(values: tuple[Decimal, Decimal, Decimal]) -> dict[str, Decimal]:
        return {**dict(zip(names, values, strict=True)), "net_sales": values[0] - values[1] - values[2]}

    found = tree("net_sales").finding(side(now), side(then))
    assert found is not None
    assert found.change == side(now)["net_sales"] - side(then)["net_sales"]
    assert sum((one.change for one in found.drivers), Decimal(0)) == found.change


def test_a_negative_fee_on_a_rising_day_is_shown() -> None:
    known: dict[str, Value] = dict.fromkeys(
        ("shipping_income", "platform_discounts", "adjustments", "cost_of_goods", "ad_spend"), 0
    )
    now: dict[str, Value] = {
        **known,
        "gmv": 200,
        "refunds_of_orders": 0,
        "fees": Decimal(50),
        "contribution": 150,
    }
    then: dict[str, Value] = {
        **known,
        "gmv": 100,
        "refunds_of_orders": 0,
        "fees": Decimal(10),
        "contribution": 90,
    }
    found = tree("contribution").finding(now, then)
    assert found is not None
    assert [(one.code, one.change) for one in found.drivers] == [
        ("gmv", Decimal(100)),
        ("fees", Decimal(-40)),
    ]


def test_terms_of_three_decimals_and_of_none_add_up_too() -> None:
    for currency, change in (("KWD", Decimal("-19.625")), ("JPY", Decimal(-19))):
        history = History(MemoryEngine({}, [CN]), currency, LAST, (CN,))
        weights = {day - timedelta(days=7): 1.0 for day in PERIOD}
        made = Tree(
            "net_sales", Comparison(history, tuple(PERIOD), weights, Against.WEEKDAY), provisional=False
        )
        zero = {"adjustments": Decimal(0)}
        then = {"gmv": Decimal("120.1255"), "refunds_of_orders": Decimal("10.0005"), **zero}
        now = {"gmv": Decimal("100.2505"), "refunds_of_orders": Decimal("9.7505"), **zero}
        sides = [side | {"net_sales": side["gmv"] - side["refunds_of_orders"]} for side in (now, then)]
        found = made.finding(sides[0], sides[1])
        assert found is not None
        assert sum((one.change for one in found.drivers), Decimal(0)) == found.change == change


def test_refunds_that_are_still_coming_in_are_not_judged(shop: ShopFolder) -> None:
    """The last day's refunds are few because it is young: no term to call real; of older days they are judged."""
    judged = {}
    with engine(shop) as books:
        for provisional in (True, False):
            history = History(books, "CNY", LAST, ())
            compared = Comparison.of(history, day(LAST), history.baseline(day(LAST)))
            now, then = compared.sides(measures("net_sales"))
            now["net_sales"] = then["net_sales"] = 0
            now["refunds_of_orders"] = 2 * Decimal(str(then["refunds_of_orders"]))
            found = Tree("net_sales", compared, provisional).finding(now, then)
            assert found is not None
            term = next(one for one in found.drivers if one.code == "refunds_of_orders")
            judged[provisional] = term.p_noise
    assert judged[True] is None
    assert judged[False] is not None


def test_an_unknown_term_is_named_and_leaves_no_parts() -> None:
    now = {"gmv": 200, "refunds_of_orders": None, "adjustments": 0, "net_sales": None}
    found = tree("net_sales").finding(now, now)
    assert found is not None
    assert (found.change, found.drivers, found.unknown) == (None, (), ("refunds_of_orders",))


def test_a_metric_without_a_tree_and_an_unknown_change() -> None:
    assert tree("fees").finding({"fees": 1}, {"fees": 2}) is None
    assert tree("gmv").finding({"gmv": None}, {"gmv": Decimal(2)}) is None
    assert tree("gmv").finding({"gmv": Decimal(5), "orders": None}, {"gmv": Decimal(2), "orders": 1}) is None


def test_the_measures_of_a_tree_and_the_gap() -> None:
    assert set(measures("net_sales")) == {"gmv", "refunds_of_orders", "adjustments"}
    assert "visitor_days" in measures("gmv")
    assert gap(Decimal("1.005"), Decimal(0), "CNY") == Decimal("1.01")
    assert gap(None, Decimal(0), "CNY") is None


def test_the_chance_is_bounded_over_all_tests_made() -> None:
    drivers = (
        Driver("orders", Effect.FACTOR, Decimal(-9), p_noise=0.001),
        Driver("units", Effect.FACTOR, Decimal(4), p_noise=0.0001),
    )
    found = Finding("gmv", "CNY", Against.WEEKDAY, Method.SUM, Decimal(-5), None, drivers)
    assert chance((0.5,), found) == pytest.approx(0.003)  # the one against the change does not make it
    assert chance((0.9,), None) == pytest.approx(0.9)
    assert chance((0.04, 0.03), None) == pytest.approx(0.04)  # two that agree are not held against each other
    bare = replace(found, drivers=tuple(replace(one, p_noise=None) for one in drivers))
    assert chance((None, None), bare) is None
    assert chance((0.4, None), bare) == pytest.approx(0.4)


def test_terms_of_the_real_shop_have_intervals(shop: ShopFolder) -> None:
    with engine(shop) as books:
        history, period = History(books, "CNY", LAST, (CN,)), Period(LAST - timedelta(days=1), LAST)
        compared = Comparison.of(history, period, history.baseline(period))
        now, then = compared.sides(measures("net_sales"))
        now["net_sales"] = then["net_sales"] = 0  # known; what matters here are the terms
        found = Tree("net_sales", compared, provisional=False).finding(now, then)
        assert found is not None
        sales = next(one for one in found.drivers if one.code == "gmv")
        assert sales.low is not None
        assert sales.high is not None
        assert sales.low <= sales.change <= sales.high
        assert sales.p_noise is not None
        assert sales.before is not None
        factors = Tree("gmv", compared, provisional=False)
        sold = factors.finding(*compared.sides(measures("gmv")))
        assert sold is not None
        assert all(one.p_noise is not None and one.low is not None for one in sold.drivers)
        assert sum((one.change for one in sold.drivers), Decimal(0)) == sold.change


def two_shops(visitors: tuple[int, int]) -> MemoryEngine:
    """Shop t with visitors and buyers, shop u with orders alone, which sell the given shares of the whole."""
    days = [LAST - timedelta(days=n) for n in range(40)]
    rows = [
        {"shop": shop, "paid_day": day, "created_day": day, "order_id": f"{shop}{day}{n}", "line_id": "1", "sku": "A",
         "quantity": 1, "paid": Decimal(10), "status": "paid", "currency": "CNY", "buyer": f"{day}{n}"}
        for day in days
        for shop, count in (("t", visitors[0]), ("u", visitors[1]))
        for n in range(count // (2 if day == LAST else 1))
    ]  # fmt: skip
    traffic = [
        {"shop": "t", "day": day, "days": 1, "device": "all", "visitors": 100, "currency": "CNY"}
        for day in days
    ]
    return MemoryEngine({"order_line": rows, "traffic_shop": traffic}, [CN, OTHER])


@pytest.mark.parametrize(("sold", "beside"), [((10, 4), True), ((2, 20), False)])
def test_a_shop_without_visitors_stands_beside_the_others_as_one_term(
    sold: tuple[int, int],
    beside: bool,
) -> None:
    history, period = History(two_shops(sold), "CNY", LAST, (CN, OTHER)), Period(LAST, LAST)
    compared = Comparison.of(history, period, history.baseline(period))
    found = Tree("gmv", compared, provisional=False).finding(*compared.sides(measures("gmv")))
    assert found is not None
    assert (OTHERS in [one.code for one in found.drivers]) is beside
    assert ("visitor_days" in [one.code for one in found.drivers]) is beside
    assert sum((one.change for one in found.drivers), Decimal(0)) == found.change


def test_a_chain_over_buyers_needs_them_known() -> None:
    history = History(two_shops((10, 0)), "CNY", LAST, (CN,))
    period = Period(LAST, LAST)
    compared = Comparison.of(history, period, history.baseline(period))
    now, then = compared.sides(measures("gmv"))
    now["known_buyer_sales"] = Decimal(1)
    found = Tree("gmv", compared, provisional=False).finding(now, then)
    assert found is not None
    assert "conversion" not in [one.code for one in found.drivers]


def test_drivers_shown_together_are_judged_together() -> None:
    """One of four at 4 % is chance among four; its interval then holds 0 as well."""
    chances = (0.04, 0.5, 0.6, None)
    parts = tuple(
        Driver(f"d{n}", Effect.TERM, Decimal("-10.00"), Decimal("-19.00"), Decimal("-1.00"), p)
        for n, p in enumerate(chances)
    )
    whole = Finding("gmv", "CNY", Against.WEEKDAY, Method.SUM, Decimal("-40.00"), None, parts)
    shown = together(whole).drivers
    assert [one.p_noise for one in shown] == pytest.approx([0.12, 0.6, 0.6, None])
    assert [one.noise for one in shown] == [True, True, True, False]
    assert all(one.high is not None and one.high > 0 for one in shown[:3])
    assert shown[3] == parts[3]
    assert together(replace(whole, drivers=parts[3:], change=Decimal("-10.00"))).drivers == parts[3:]


def test_a_driver_that_others_undid_is_no_proof_that_the_whole_moved() -> None:
    drivers = (
        Driver("visitor_days", Effect.FACTOR, Decimal(-400), p_noise=0.0001),
        Driver("conversion", Effect.FACTOR, Decimal(398), p_noise=0.2),
    )
    found = Finding("gmv", "CNY", Against.WEEKDAY, Method.SUM, Decimal(-2), None, drivers)
    assert chance((0.6,), found) == pytest.approx(1.0)
    most = replace(found, change=Decimal(-390), drivers=(drivers[0], replace(drivers[1], change=Decimal(10))))
    assert chance((0.6,), most) == pytest.approx(0.0003)


def test_the_shops_beside_are_told_from_noise_too() -> None:
    history, period = History(two_shops((10, 4)), "CNY", LAST, (CN, OTHER)), Period(LAST, LAST)
    compared = Comparison.of(history, period, history.baseline(period))
    found = Tree("gmv", compared, provisional=False).finding(*compared.sides(measures("gmv")))
    assert found is not None
    beside = next(one for one in found.drivers if one.code == OTHERS)
    assert beside.change == Decimal(-20)
    assert beside.p_noise is not None
    assert beside.low is not None
    assert beside.high is not None
    assert (beside.before, beside.after) == (None, None)
