from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.app.compared.test_ripening import LAST as RIPE_LAST
from tests.app.compared.test_ripening import shop as ripening_shop
from tests.app.shops import LAST
from tests.metrics.shop_books import books
from tests.metrics.test_ledger import DAYS, held
from zhanggui.app.books import engine
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.morning.tiles import Tiles
from zhanggui.diagnosis.baseline import Against
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.query import Engine
from zhanggui.model.period import Period, day
from zhanggui.model.shop import Shop
from zhanggui.store.folder import ShopFolder

WORTH = pytest.approx(4000 * 0.1 * 20 / 21, rel=0.2)  # refunds still to come of a day of the ripening shop


def tiles_of(books: Engine, last: date, like: Sequence[date]) -> Tiles:
    history = History(books, "CNY", last, (), ripe=True)
    compared = Comparison(history, (last,), dict.fromkeys(like, 1 / (len(like) or 1)), Against.WEEKDAY)
    return Tiles(compared, day(last), [day(one) for one in like])


SUNDAYS = [LAST - timedelta(days=7 * n) for n in range(1, 9)]


def test_tiles_compare_with_the_mean_of_like_days_and_leave_out_what_would_mislead(shop: ShopFolder) -> None:
    with engine(shop) as books:
        tiles = tiles_of(books, LAST, SUNDAYS)
        found = {kpi.metric: kpi for kpi in tiles.kpis()}
    assert found["gmv"].value == Decimal(2 * 84 + 3 * 40 + 150)
    assert found["gmv"].usual == Decimal(6 * 84 + 3 * 40)
    assert (found["orders"].value, found["orders"].usual) == (6, 9.0)
    assert found["gmv"].noise is False
    assert found["gmv"].currency == "CNY"
    assert len(found["gmv"].series) == 30
    assert found["gmv"].series[-1] == (LAST, found["gmv"].value)
    assert "spend_per_buyer" not in found  # Pinduoduo names no buyers
    assert "visitor_days" not in found  # no traffic was loaded: unknown, not 0
    assert {gap.code for gap in tiles.missing} >= {"no_table", "no_cost"}


def test_without_like_days_there_is_nothing_usual(shop: ShopFolder) -> None:
    with engine(shop) as books:
        first = date(2024, 3, 5)
        (sales, *_) = tiles_of(books, first, ()).kpis()
    assert (sales.metric, sales.usual, sales.noise) == ("gmv", None, None)


def test_young_profit_says_what_it_will_come_to_and_is_compared_as_that() -> None:
    daily = [RIPE_LAST - timedelta(days=n) for n in range(120)]
    young = ripening_shop(
        fee=[{**books()["fee"][0], "fee_id": f"{one}", "day": one} for one in daily],
        ad=[{**books()["ad"][0], "day": one} for one in daily],
    )
    tiles = tiles_of(young, RIPE_LAST, [RIPE_LAST - timedelta(days=7 * n) for n in range(1, 5)])
    profit = next(kpi for kpi in tiles.kpis() if kpi.metric == "contribution")
    assert profit.provisional
    assert profit.value is not None
    assert profit.usual is not None
    assert profit.expected is not None
    assert float(profit.value) - float(profit.expected) == WORTH
    assert profit.change == pytest.approx(float(profit.expected) / float(profit.usual) - 1)


def test_refunds_of_young_orders_are_held_against_nothing(shop: ShopFolder) -> None:
    with engine(shop) as books:
        young = {kpi.metric: kpi for kpi in tiles_of(books, LAST, [LAST - timedelta(days=7)]).kpis()}
        old = LAST - timedelta(days=21)
        ripe = {kpi.metric: kpi for kpi in tiles_of(books, old, [old - timedelta(days=7)]).kpis()}
    assert (young["refund_rate"].usual, young["refund_rate"].noise) == (None, None)
    assert young["refund_rate"].provisional
    assert ripe["refund_rate"].usual is not None
    assert not ripe["refund_rate"].provisional
    assert not young["gmv"].provisional


def test_a_profit_without_its_settlement_is_estimated_on_both_sides() -> None:
    late = held({"a": range(45), "b": range(60)}, other=False)
    tiles = tiles_of(late, DAYS[-1], [DAYS[-1] - timedelta(days=7 * n) for n in range(1, 5)])
    profit = next(kpi for kpi in tiles.kpis() if kpi.metric == "contribution")
    exact = tiles_of(held({"a": range(60), "b": range(60)}, other=False), DAYS[-1], DAYS[-8:-7]).kpis()
    assert (profit.value, profit.provisional) == (None, True)
    assert profit.expected is not None
    assert float(profit.expected) == pytest.approx(
        float(str(next(kpi.current for kpi in exact if kpi.metric == "contribution"))), abs=0.01
    )
    assert profit.usual is not None
    assert profit.current == profit.expected


def two_shops(last_visits: dict[str, int]) -> MemoryEngine:
    """Two shops with the same sales and visits, each with visits up to so many days before the last."""
    from_day = LAST - timedelta(days=59)
    all_days = [from_day + timedelta(days=n) for n in range(60)]
    sold = [
        {"shop": shop, "order_id": f"{shop}{one}", "line_id": "1", "sku": "A", "paid_day": one, "created_day": one,
         "quantity": 1, "paid": Decimal(50), "status": "paid", "currency": "CNY"}
        for shop in last_visits for one in all_days
    ]  # fmt: skip
    seen = [
        {"shop": shop, "day": one, "days": 1, "device": "all", "visitors": 100, "currency": "CNY"}
        for shop, short in last_visits.items()
        for one in all_days[: len(all_days) - short]
    ]
    shops = [Shop(name, "taobao", "CN", "CNY", "Asia/Shanghai") for name in last_visits]
    return MemoryEngine({"order_line": sold, "traffic_shop": seen}, shops)


@pytest.mark.parametrize(
    ("short", "value", "usual"), [({"a": 0, "b": 0}, 200, 200), ({"a": 0, "b": 1}, 100, 100)]
)
def test_visits_of_a_late_report_are_on_neither_side(short: dict[str, int], value: int, usual: int) -> None:
    tiles = tiles_of(two_shops(short), LAST, SUNDAYS)
    visits = next(kpi for kpi in tiles.kpis() if kpi.metric == "visitor_days")
    assert (visits.value, visits.usual) == (value, usual)
    late = [gap.params for gap in tiles.missing if gap.code == "late_shop"]
    assert [one["shop"] for one in late] == [shop for shop, days in short.items() if days]


def test_part_of_a_week_of_visits_is_held_against_nothing() -> None:
    books = two_shops({"a": 2})
    history = History(books, "CNY", LAST, (), ripe=True)
    week, before = (
        Period(LAST - timedelta(days=6), LAST),
        Period(LAST - timedelta(days=13), LAST - timedelta(days=7)),
    )
    compared = Comparison(history, tuple(week), dict.fromkeys(before, 1.0), Against.PREVIOUS)
    visits = next(kpi for kpi in Tiles(compared, week, [before]).kpis() if kpi.metric == "visitor_days")
    assert (visits.value, visits.usual, visits.noise) == (500, None, None)
