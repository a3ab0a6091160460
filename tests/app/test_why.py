"""Why: one answer over a real shop folder, a period of which the books hold a part, days that need no reason."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.compared.test_breakdown import two_shops
from tests.app.shops import LAST
from zhanggui.app.beyond import BeyondBooksError
from zhanggui.app.why import Asked, Why, why
from zhanggui.diagnosis.baseline import Against
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.reports.explained import Explained
from zhanggui.reports.explanation import Explanation
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder

TODAY = LAST + timedelta(days=1)
START = date(2024, 1, 1)
CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")


def told(folder: ShopFolder, metric: str, first: date = LAST, last: date = LAST, **more: Any) -> Explained:
    found = why(folder, Asked(metric, Period(first, last), **more), TODAY)
    assert found is not None
    return found


def test_the_day_that_fell_has_a_cause_and_a_place(shop: ShopFolder) -> None:
    found = told(shop, "gmv")
    assert found.p_noise is not None
    assert found.p_noise < 0.05
    assert not found.nothing
    assert found.finding is not None
    assert (
        sum((one.change for one in found.finding.drivers), Decimal(0)) == found.change == found.finding.change
    )
    assert found.finding.headline is not None
    assert found.finding.headline.code == "orders"
    assert {value for _, value, _ in found.places[0].where} & {"T01-M", "5501"}
    assert found.asked is None


def test_an_ordinary_day_has_no_place(shop: ShopFolder) -> None:
    found = told(shop, "gmv", LAST - timedelta(days=10), LAST - timedelta(days=10))
    assert found.nothing
    assert found.places == ()
    assert found.finding is None or found.finding.headline is None


def test_dimensions_asked_for_are_always_shown(shop: ShopFolder) -> None:
    found = told(shop, "gmv", by=("sku",))
    assert {dim for place in found.places for dim, _, _ in place.where} == {"sku"}


def test_a_month_that_is_not_over_is_compared_as_far_as_it_goes(shop: ShopFolder) -> None:
    """The last two days fell; the twelve before did not, and a month counted to its end would have."""
    found = told(shop, "gmv", LAST - timedelta(days=11), LAST + timedelta(days=18))
    assert found.period == Period(LAST - timedelta(days=11), LAST)
    assert found.asked == Period(LAST - timedelta(days=11), LAST + timedelta(days=18))
    assert found.change is not None
    assert found.usual is not None
    assert float(found.change) > -0.25 * float(found.usual)


def test_several_days_are_held_against_like_stretches(shop: ShopFolder) -> None:
    found = told(shop, "gmv", LAST - timedelta(days=13), LAST - timedelta(days=7))
    assert found.p_noise is not None
    assert found.nothing
    assert len(found.days) >= 7


def test_net_sales_by_terms(shop: ShopFolder) -> None:
    found = told(shop, "net_sales", against=Against.PREVIOUS)
    assert found.against is Against.PREVIOUS
    assert found.finding is not None
    assert found.finding.change == found.change
    assert found.provisional


def test_refunds_of_yesterdays_orders_are_no_fall_yet(shop: ShopFolder) -> None:
    early = told(shop, "refund_rate")
    assert early.provisional
    assert early.p_noise is None
    assert early.places == ()
    ripe = told(shop, "refund_rate", LAST - timedelta(days=20), LAST - timedelta(days=20))
    assert not ripe.provisional
    assert ripe.p_noise is not None


def test_a_ratio_has_no_tree(shop: ShopFolder) -> None:
    found = told(shop, "unit_price")
    assert found.finding is None
    assert isinstance(found.value, float)


def test_days_the_books_do_not_reach(shop: ShopFolder) -> None:
    with pytest.raises(BeyondBooksError) as raised:
        told(shop, "gmv", LAST + timedelta(days=30), LAST + timedelta(days=31))
    assert raised.value.held.last == LAST
    assert raised.value.missing.code == "after_books"


def test_unknown_inputs_are_named(shop: ShopFolder) -> None:
    found = told(shop, "contribution")
    assert found.value is None
    assert found.finding is not None
    assert "cost_of_goods" in found.finding.unknown
    assert found.missing


def test_books_without_orders(empty: ShopFolder) -> None:
    assert why(empty, Asked(), TODAY) is None


def test_the_last_whole_day_is_the_default(shop: ShopFolder) -> None:
    found = why(shop, Asked(), TODAY)
    assert found is not None
    assert found.period == Period(LAST, LAST)


def test_one_fee_such_as_there_never_was_is_found_on_an_ordinary_day(shop: ShopFolder) -> None:
    """The total stays within its range; a single item makes nearly all of the change."""
    days = [START + timedelta(days=n) for n in range(60)]
    sizes = {day: 3 + (5 * day.toordinal() // 3) % 11 for day in days}
    rows = [order(day, f"S{n}", 30 + (n * 7 + day.day) % 17, n) for day in days for n in range(sizes[day])]
    last = days[-1]
    rows = [row for row in rows if row["paid_day"] != last]
    rows += [order(last, f"S{n}", 35, n) for n in range(4)]
    plain = explained(shop, rows, last)
    found = explained(shop, [*rows, order(last, "FEE", 220, 99)], last)
    assert plain.nothing
    assert not found.nothing
    assert found.places[0].where[0][1] == "FEE"
    assert found.places[0].expected == 0


def test_an_average_of_days_is_not_added_up(shop: ShopFolder) -> None:
    days = [START + timedelta(days=n) for n in range(60)]
    visits = [
        {"shop": "t", "day": day, "days": 1, "device": "all", "visitors": 100, "currency": "CNY",
         "bounce_rate": Decimal("0.4") if day.day % 2 else Decimal("0.5")}
        for day in days
    ]  # fmt: skip
    books = MemoryEngine(
        {"order_line": [order(day, "A", 30, 1) for day in days], "traffic_shop": visits}, [CN]
    )
    week = Period(days[-7], days[-1])
    found = Why(shop, books, Asked("bounce_rate", week), days[-1]).answer()
    assert found.value is None or 0.4 <= float(found.value) <= 0.5
    one = Why(shop, books, Asked("bounce_rate", Period(days[-1], days[-1])), days[-1]).answer()
    assert float(one.value or 0) in {0.4, 0.5}


def order(day: date, sku: str, paid: int, n: int) -> dict[str, Any]:
    return {
        "shop": "t",
        "order_id": f"{day}-{n}",
        "line_id": "",
        "sku": sku,
        "paid_day": day,
        "created_day": day,
        "quantity": 1,
        "paid": Decimal(paid),
        "status": "paid",
        "currency": "CNY",
    }


def explained(folder: ShopFolder, rows: list[dict[str, Any]], day: date) -> Explained:
    books = MemoryEngine({"order_line": rows}, [CN])
    return Why(folder, books, Asked("gmv", Period(day, day)), day).explain()


@pytest.mark.parametrize("back", [0, 3, 20])
def test_parts_add_up_on_any_day(shop: ShopFolder, back: int) -> None:
    found = told(shop, "gmv", LAST - timedelta(days=back), LAST - timedelta(days=back))
    assert found.finding is not None
    assert sum((one.change for one in found.finding.drivers), Decimal(0)) == found.change


def test_shops_that_lack_a_figure_are_left_out_by_name(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "empty", create=True)
    books = two_shops((10, 4))
    told = Why(folder, books, Asked("visitor_days", Period(LAST, LAST)), LAST).answer()
    assert told.value == 100
    assert told.shops == ("t",)
    assert [(gap.code, gap.values["shop"]) for gap in told.missing if gap.code == "left_out_shop"] == [
        ("left_out_shop", "u")
    ]
    sales = Why(folder, books, Asked("gmv", Period(LAST, LAST)), LAST).answer()
    assert sales.shops == ()
    unknown = Why(folder, books, Asked("ad_spend", Period(LAST, LAST)), LAST).answer()
    assert unknown.value is None


def test_a_shop_whose_file_is_late_makes_no_fall(tmp_path: Path) -> None:
    days = [LAST - timedelta(days=n) for n in range(60)]
    rows = [
        {**order(day, "A", 10, 0), "shop": shop, "order_id": f"{shop}{day}{n}"}
        for shop in "tu"
        for day in days
        for n in range(9)
        if shop == "t" or day < LAST
    ]
    books = MemoryEngine({"order_line": rows}, [CN, Shop("u", "jd", "CN", "CNY", "Asia/Shanghai")])
    told = Why(
        ShopFolder.open(tmp_path / "empty", create=True), books, Asked("gmv", Period(LAST, LAST)), LAST
    ).answer()
    assert told.shops == ("t",)
    assert told.value == told.usual == 90
    late = [gap for gap in told.missing if gap.code.endswith("_shop")]
    assert [(gap.code, gap.values["shop"]) for gap in late] == [("late_shop", "u")]


def refund(day: date, number: int, settled: date) -> dict[str, Any]:
    """The money of one order of 100 back."""
    return {
        "shop": "t", "refund_id": f"{day}{number}", "order_id": f"{day}{number}", "line_id": "", "sku": "A",
        "order_day": day, "settled_day": settled, "amount": Decimal(100), "kind": "refund", "currency": "CNY",
    }  # fmt: skip


def refunding(often: dict[date, int]) -> MemoryEngine:
    """Ten orders a day, of which one is asked back after 0 to 9 days, or as many as ``often`` says."""
    first = LAST - timedelta(days=119)
    rows, refunds = [], []
    for n in range(120):
        day = first + timedelta(days=n)
        rows += [{**order(day, "A", 100, 0), "order_id": f"{day}{k}"} for k in range(10)]
        for k in range(often.get(day, 1)):
            settled = day + timedelta(days=(n + k) % 10)
            if settled <= LAST:
                refunds.append(refund(day, k, settled))
    return MemoryEngine({"order_line": rows, "refund": refunds}, [CN])


def returning(share: float) -> MemoryEngine:
    """Some thirty orders a day of 120 days, of which a share is asked back after 0 to 9 days, as far as known."""
    draw = np.random.default_rng(8)
    rows, refunds = [], []
    for back in range(120):
        day = LAST - timedelta(days=back)
        for k in range(int(draw.poisson(30))):
            rows.append({**order(day, "A", 100, 0), "order_id": f"{day}{k}"})
            settled = day + timedelta(days=int(draw.integers(0, 10)))
            if draw.random() < share and settled <= LAST:
                refunds.append(refund(day, k, settled))
    return MemoryEngine({"order_line": rows, "refund": refunds}, [CN])


def test_young_sums_are_held_against_others_with_the_refunds_that_are_to_come(tmp_path: Path) -> None:
    """Of a shop with half of it asked back, a young day's net sales would look like a rise every morning."""
    folder, books = ShopFolder.open(tmp_path / "empty", create=True), returning(0.5)
    for back in range(4):
        day = LAST - timedelta(days=back)
        told = Why(folder, books, Asked("net_sales", Period(day, day)), day).answer()
        assert told.value is not None
        assert told.so_far is not None
        assert told.value < told.so_far
        assert float(told.value) == pytest.approx(1500, abs=700)
        assert told.nothing
        assert told.finding is not None
        assert sum(one.change for one in told.finding.drivers) == told.change
    old = LAST - timedelta(days=40)
    ripe = Why(folder, books, Asked("net_sales", Period(old, old)), old).answer()
    assert ripe.so_far is None


def test_young_refund_rates_are_completed_and_judged_at_their_age(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "empty", create=True)
    day = LAST - timedelta(days=4)
    asked = Asked("refund_rate", Period(day, day))
    usual = Why(folder, refunding({}), asked, day).answer()
    assert not usual.early
    assert usual.provisional
    assert usual.nothing
    assert usual.so_far is not None
    assert usual.value == pytest.approx(0.1, abs=0.06)
    assert usual.usual == pytest.approx(0.1, abs=0.02)
    worse = Why(folder, refunding({day: 8}), asked, day).answer()
    assert worse.value is not None
    assert worse.p_noise is not None
    assert worse.p_noise < 0.01
    assert float(worse.value) > 0.3
    assert all(place.change > 0 or not place.sure for place in worse.places)


def test_people_of_several_days_are_counted_afresh(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "empty", create=True)
    week = Period(LAST - timedelta(days=6), LAST)
    told = Why(folder, two_shops((10, 4)), Asked("buyers", week), LAST).answer()
    assert told.value == 91
    assert told.usual is not None
    assert told.places == ()
    assert told.finding is None
    year = Why(folder, two_shops((10, 4)), Asked("buyers", week, Against.LAST_YEAR), LAST).answer()
    assert (year.value, year.usual, year.against, year.days) == (91, None, Against.LAST_YEAR, ())


@pytest.mark.parametrize(
    ("period", "name", "event", "shown"),
    [
        (Period(date(2024, 6, 1), date(2024, 6, 20)), None, "mid_year_618.peak", "618"),
        (Period(date(2024, 4, 1), date(2024, 4, 20)), "V2.0 sale", "own:V2.0 sale.peak", "V2.0 sale"),
        (Period(date(2024, 4, 3), date(2024, 4, 3)), None, "own:.peak", "a promotion of your own"),
        (Period(date(2024, 4, 9), date(2024, 4, 9)), None, "", ""),
    ],
)
def test_a_period_is_of_the_event_with_most_peak_days(
    tmp_path: Path, period: Period, name: str | None, event: str, shown: str
) -> None:
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(112)]
    rows = [order(day, "A", 5, 0) for day in days if day <= period.last]
    own: dict[str, Any] = {"shop": "t", "promotion_id": "1", "name": name, "sku": ""}
    own |= {"first_day": date(2024, 4, 2), "last_day": date(2024, 4, 4)}
    books = MemoryEngine({"order_line": rows, "promotion": [own]}, [CN])
    folder = ShopFolder.open(tmp_path, create=True)
    found = Why(folder, books, Asked("gmv", period), period.last).answer()
    assert found.event == event
    assert Explanation(found, Phrases("en")).event() == shown


def test_young_books_are_judged_by_their_days_and_say_so(tmp_path: Path) -> None:
    """Twelve days of about a hundred; then one of ten, and one of ninety."""
    folder, begun = ShopFolder.open(tmp_path, create=True), date(2024, 7, 1)
    days = [begun + timedelta(days=n) for n in range(12)]
    rows = [order(day, "A", 90 + n * 7 % 21, 0) for n, day in enumerate(days)]
    last = days[-1] + timedelta(days=1)
    far = explained(folder, [*rows, order(last, "A", 10, 0)], last)
    near = explained(folder, [*rows, order(last, "A", 90, 0)], last)
    assert far.p_noise is not None
    assert not far.nothing
    assert near.nothing
    assert [gap.values for gap in near.missing if gap.code == "young_books"] == [{"days": 12}]
    few = explained(folder, rows[:4], days[3])
    assert few.p_noise is None
    grown = explained(folder, [order(begun + timedelta(days=n), "A", 90, 0) for n in range(29)], days[0])
    assert "young_books" in {gap.code for gap in grown.missing}
    later = begun + timedelta(days=28)
    grown = explained(folder, [order(begun + timedelta(days=n), "A", 90, 0) for n in range(29)], later)
    assert "young_books" not in {gap.code for gap in grown.missing}


def counted(day: date, units: int) -> dict[str, Any]:
    return {"shop": "t", "sku": "A", "day": day, "available": units, "on_hand": units}


def test_stock_is_held_against_its_last_count(tmp_path: Path) -> None:
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(60)]
    rows = [order(day, "A", 5, n) for day in days for n in range(3)]
    stock = [counted(day, 100 + n) for n, day in enumerate(days) if n % 7 == 2]
    books = MemoryEngine({"order_line": rows, "stock": stock}, [CN])
    folder = ShopFolder.open(tmp_path, create=True)
    told = Why(folder, books, Asked("stock"), days[-1]).answer()
    assert (told.value, told.usual) == (158.0, 151.0)
    assert told.places == ()  # one item is the whole
    two = [*stock, *(counted(day, 300 - 4 * n) | {"sku": "B"} for n, day in enumerate(days) if n % 7 == 2)]
    both = Why(
        folder, MemoryEngine({"order_line": rows, "stock": two}, [CN]), Asked("stock"), days[-1]
    ).answer()
    assert [place.where[1][1] for place in both.places] == ["B", "A"]
    assert [(place.change, place.sure) for place in both.places] == [(-28.0, False), (7.0, False)]
    assert (
        Why(folder, books, Asked("available", Period(days[40], days[40])), days[-1]).answer().value == 137.0
    )


def test_what_is_unknown_has_no_places(tmp_path: Path) -> None:
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(60)]
    rows = [order(day, "A", 5, n) for day in days for n in range(3)]
    seen = {"shop": "t", "days": 1, "device": "all", "currency": "CNY"}
    traffic = [
        {**seen, "day": day, "listing_id": f"L{n}", "page_views": 40 + n, "visitors": 20 + n}
        for day in days[:-1]
        for n in range(4)
    ]
    books = MemoryEngine({"order_line": rows, "traffic_listing": traffic}, [CN])
    folder = ShopFolder.open(tmp_path, create=True)
    told = Why(folder, books, Asked("page_views", Period(days[-1], days[-1])), days[-1]).answer()
    assert told.value is None
    assert told.places == ()
