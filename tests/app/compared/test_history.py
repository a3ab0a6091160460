"""A metric's days: read once, the weekly rhythm, foreign money, shops that know both sides of a ratio."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.app.compared.test_ripening import LAST as RIPE_LAST
from tests.app.compared.test_ripening import shop as ripening_shop
from tests.app.shops import FIRST, LAST
from zhanggui.app.books import engine
from zhanggui.app.compared.history import History, of_visits, parts_of
from zhanggui.diagnosis.baseline import Against
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.query import Facts, Query, Value
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.store.folder import ShopFolder

START = date(2024, 1, 1)
CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
US = Shop("u", "shopify", "US", "USD", "America/New_York")


class Counting(MemoryEngine):
    """Counts the questions that reach the books."""

    fetched = 0

    def fetch(self, query: Query) -> Facts:
        self.fetched += 1
        return super().fetch(query)


def orders(shop: str, days: Sequence[date], currency: str, buyer: bool = True) -> list[dict[str, Any]]:
    return [
        {
            "shop": shop,
            "order_id": f"{shop}{day}{n}",
            "line_id": "",
            "sku": "A",
            "paid_day": day,
            "created_day": day,
            "quantity": 1,
            "paid": Decimal(10),
            "status": "paid",
            "currency": currency,
            "buyer": f"b{n}" if buyer else None,
        }
        for day in days
        for n in range(2)
    ]


def days(count: int) -> list[date]:
    return [START + timedelta(days=n) for n in range(count)]


def test_parts_of_a_ratio_and_of_a_sum() -> None:
    assert parts_of("conversion") == ("buyer_days", "visitor_days")
    assert parts_of("gmv") == ("gmv", None)
    assert parts_of("net_sales") == ("net_sales", None)


def test_days_are_read_once() -> None:
    books = Counting({"order_line": orders("t", days(40), "CNY")}, [CN])
    history = History(books, "CNY", days(40)[-1], (CN,))
    history.prepare(("gmv", "orders"))
    read = books.fetched
    table = history.daily(("gmv", "orders"), Period(START, START + timedelta(days=6)))
    assert books.fetched == read
    assert table["gmv"] == dict.fromkeys(days(7), Decimal(20))
    assert set(table["orders"].values()) == {2}
    history.daily(("gmv",), Period(START - timedelta(days=300), START))
    assert books.fetched > read


def test_foreign_days_come_in_the_history_s_currency() -> None:
    rates = [{"shop": "", "day": START, "base": "USD", "quote": "CNY", "rate": Decimal(7)}]
    books = MemoryEngine({"order_line": orders("u", days(3), "USD"), "fx": rates}, [CN, US])
    history = History(books, "CNY", days(3)[-1], (CN, US))
    assert history.daily(("gmv",), Period(START, START))["gmv"] == {START: Decimal(140)}
    assert history.worth("USD", START) == pytest.approx(7)
    assert history.worth(None, START) == pytest.approx(1)
    assert history.worth("EUR", START) is None


def test_shops_that_know_both_sides() -> None:
    traffic = [
        {"shop": "t", "day": day, "days": 1, "device": "all", "visitors": 50, "currency": "CNY"}
        for day in days(30)
    ]
    both = orders("t", days(30), "CNY") + orders("u", days(30), "CNY")
    history = History(
        MemoryEngine({"order_line": both, "traffic_shop": traffic}, [CN, US]), "CNY", days(30)[-1], (CN, US)
    )
    assert history.common(("buyer_days", "visitor_days")) == ("t",)
    assert history.common(("gmv", "orders")) == ()
    assert history.common(("ad_spend", "visitor_days")) == ("",)
    alone = history.daily(("gmv",), Period(START, START), ("t",))
    assert alone["gmv"] == {START: Decimal(20)}


def test_verdicts_of_a_real_folder(shop: ShopFolder) -> None:
    with engine(shop) as books:
        history = History(books, "CNY", LAST, tuple(one.shop for one in shop.settings.shops.values()))
        assert history.known[0] == FIRST
        assert history.trading.weekdays == frozenset(range(7))
        assert history.baseline(Period(LAST, LAST)).against is Against.WEEKDAY
        assert history.baseline(Period(LAST, LAST), Against.PREVIOUS).days == ((LAST - timedelta(days=1),),)
        signal = history.signals(("gmv", "unit_price"))["gmv"]
        assert signal.p_noise is not None
        assert signal.p_noise < 0.05
        judged = history.judged({"whole": ("orders", None), "price": ("gmv", "units")})
        assert judged["whole"].p_noise is not None
        assert set(judged) == {"whole", "price"}


def test_without_sales_there_is_no_verdict() -> None:
    history = History(MemoryEngine({}, [CN]), "CNY", START, (CN,))
    assert history.signals(("gmv",)) == {}
    assert history.judged({"gmv": ("gmv", None)}) == {}
    assert history.known == ()


def test_a_day_without_refunds_is_zero_and_a_day_without_a_daily_report_unknown() -> None:
    days = [START + timedelta(days=n) for n in range(5)]
    rows = [
        {"shop": "t", "paid_day": day, "order_id": f"{day}", "line_id": "1", "sku": "A", "quantity": 1,
         "paid": Decimal(9), "status": "paid", "currency": "CNY", "created_day": day}
        for day in days
    ]  # fmt: skip
    history = History(MemoryEngine({"order_line": rows}, [CN]), "CNY", days[-1], (CN,))
    cells: dict[date, Value] = {days[1]: Decimal(4), days[3]: Decimal(6)}
    refunds = history.column("refunds_of_orders", cells, days)
    assert refunds[2] == 0.0
    assert np.isnan(refunds[0])  # before the first and after the last, files may be missing
    assert np.isnan(refunds[4])
    assert np.isnan(history.column("page_views", cells, days)[2])


def late_books(*, ends: int, often: int, visits: bool = False) -> History:
    """Shop t with orders up to the last day, shop u with ``often`` a day up to ``ends`` days before."""
    every = days(60)
    rows = [
        {**orders(shop, [day], "CNY")[0], "order_id": f"{shop}{day}{n}"}
        for shop, many, until in (("t", 9, 60), ("u", often, 60 - ends))
        for day in every[:until]
        for n in range(many)
    ]
    traffic = [
        {"shop": shop, "day": day, "days": 1, "device": "all", "visitors": 100, "currency": "CNY"}
        for shop, until in (("t", 60), ("u", 60 if visits else 60 - ends))
        for day in every[:until]
    ]
    books = MemoryEngine({"order_line": rows, "traffic_shop": traffic}, [CN, US])
    return History(books, "CNY", every[-1], (CN, US))


def test_a_shop_whose_files_are_late_is_left_out() -> None:
    found = late_books(ends=1, often=9)
    assert found.late("gmv") == {"u"}
    assert found.late("visitor_days") == {"u"}
    assert found.common(("gmv",)) == ("t",)
    assert late_books(ends=0, often=9).late("gmv") == frozenset()


def test_a_shop_without_orders_is_not_late_where_that_may_be_true() -> None:
    assert late_books(ends=1, often=2).late("gmv") == frozenset()  # a day without orders is chance
    assert late_books(ends=12, often=9).late("gmv") == frozenset()  # it has stopped
    seen = late_books(ends=1, often=9, visits=True)
    assert seen.late("gmv") == frozenset()  # visited, and nothing bought: that is a fall
    assert seen.late("visitor_days") == frozenset()


def test_the_shops_that_lack_a_figure_are_known_once_it_was_asked_for(shop: ShopFolder) -> None:
    with engine(shop) as books:
        history = History(books, "CNY", LAST, tuple(one.shop for one in shop.settings.shops.values()))
        assert history.lacking("gmv") == frozenset()


def test_young_days_with_the_refunds_that_are_still_to_come() -> None:
    held = ripening_shop()
    bare, ripe = (History(held, "CNY", RIPE_LAST, (), ripe=one) for one in (False, True))
    whole = Period(RIPE_LAST - timedelta(days=50), RIPE_LAST)
    names = ("gmv", "refunds_of_orders", "net_sales")
    known, made = bare.daily(names, whole), ripe.daily(names, whole)
    assert not bare.completed
    assert ripe.completed
    assert known["gmv"] == made["gmv"]
    more = Decimal(str(made["refunds_of_orders"][RIPE_LAST])) - Decimal(
        str(known["refunds_of_orders"].get(RIPE_LAST, 0))
    )
    assert more > 300
    assert Decimal(str(known["net_sales"][RIPE_LAST])) - Decimal(str(made["net_sales"][RIPE_LAST])) == more
    old = RIPE_LAST - timedelta(days=40)
    assert known["net_sales"][old] == made["net_sales"][old]


def test_figures_of_visits() -> None:
    assert of_visits("bounce_rate")
    assert of_visits("visitor_days")
    assert not of_visits("gmv")
    assert not of_visits("ad_spend")


def test_promotions_that_come_again_have_one_code_and_their_own_names() -> None:
    sales = (
        ("会员日 2024-01", date(2024, 1, 18)),
        ("会员日2024/02", date(2024, 2, 18)),
        (None, date(2024, 2, 20)),
    )
    rows = [
        {"shop": "t", "promotion_id": str(n), "name": name, "first_day": day, "last_day": day, "sku": ""}
        for n, (name, day) in enumerate(sales)
    ]
    history = History(MemoryEngine({"promotion": rows}, [CN]), "CNY", date(2024, 3, 1), (CN,))
    events = sorted(history.calendar.promotions, key=lambda one: one.first)
    assert [one.code for one in events] == ["own:会员日", "own:会员日", "own:"]
    assert [one.name for one in events] == ["会员日 2024-01", "会员日2024/02", ""]
    assert history.calendar.codes([date(2024, 1, 18)]) == ["own:会员日.peak"]


def test_the_last_days_without_refunds_are_of_none_where_orders_tell_of_them() -> None:
    """Refunds are known to the end of what was loaded, not to the day of the last one."""
    sold = orders("t", days(40), "CNY")
    refund = {"shop": "t", "refund_id": "r", "order_id": sold[0]["order_id"], "settled_day": days(40)[30],
              "order_day": days(40)[0], "amount": Decimal(5), "kind": "refund", "currency": "CNY"}  # fmt: skip
    books = MemoryEngine({"order_line": sold, "refund": [refund]}, [CN])
    history = History(books, "CNY", days(40)[-1], (CN,))
    cells = history.daily(("refunds",), Period(days(40)[20], days(40)[-1]))["refunds"]
    column = history.column("refunds", cells, days(40)[20:])
    assert np.isfinite(column).all()
    assert column.sum() == 5


def test_late_shops_come_with_what_they_lack() -> None:
    rows = [*orders("t", days(40), "CNY"), *orders("v", days(40), "CNY")]
    seen = [
        {"shop": shop, "day": day, "days": 1, "device": "all", "visitors": 20, "currency": "CNY"}
        for shop, until in (("t", 40), ("v", 39))
        for day in days(until)
    ]
    shops = (CN, Shop("v", "taobao", "CN", "CNY", "Asia/Shanghai"))
    history = History(
        MemoryEngine({"order_line": rows, "traffic_shop": seen}, shops), "CNY", days(40)[-1], shops
    )
    assert history.late_shops(("visitor_days", "gmv", "visitor_days")) == {"v": ("visitor_days",)}
    assert history.late_shops(("gmv",)) == {}
