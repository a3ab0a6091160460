from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import isnan, log

import pytest

from tests.app.scored import action
from zhanggui.actions.action import Action, Sheet, Target
from zhanggui.app.advice.pages import pages
from zhanggui.engines.memory import MemoryEngine

LAST = date(2026, 6, 30)
Row = Mapping[str, object]
Books = dict[str, list[Row]]


def ago(days: int) -> date:
    return LAST - timedelta(days=days)


def line(number: int, days: int, *, title: str = "blue cup", paid: int = 20, sku: str = "A1") -> Row:
    return {
        "shop": "s", "order_id": str(number), "line_id": "1", "listing_id": "", "sku": sku, "title": title,
        "quantity": 1, "paid": Decimal(paid), "paid_day": ago(days), "currency": "CNY", "status": "done",
    }  # fmt: skip


def visits(days: int, count: int, title: str = "blue cup") -> Row:
    return {
        "shop": "s", "day": ago(days), "days": 1, "device": "all", "listing_id": "L1", "title": title,
        "visitors": count, "impressions": 500, "clicks": count + 1,
    }  # fmt: skip


def books() -> Books:
    """Sixty days: the last week has half the visits, search a tenth of its own, a rival that is cheaper, no stock."""
    every = range(56)
    return {
        "order_line": [line(n, n, paid=30 if n < 7 else 20) for n in every],
        "traffic_listing": [visits(n, 10 if n < 7 else 20) for n in every],
        "traffic_source": [
            {"shop": "s", "day": ago(n), "days": 1, "listing_id": "L1", "source": name, "detail": "", "visitors": many}
            for n in every
            for name, many in (("手淘搜索", 1 if n < 7 else 10), ("feed", 9 if n < 7 else 10))
        ],
        "ad": [
            {
                "shop": "s", "day": ago(n), "days": 1, "channel": "c", "campaign_id": "", "campaign": "c",
                "ad_group_id": "", "ad_group": "", "listing_id": "L1", "keyword": "", "search_term": "", "creative": "",
                "impressions": 100, "clicks": 2 if n < 7 else 6,
            }
            for n in every
        ],
        "price": [
            {
                "shop": "s", "day": ago(n), "listing_id": "L1", "sku": "", "seller": "r", "item": "i",
                "final_price": Decimal(15 if n < 7 else 20), "deal_price": None,
            }
            for n in range(0, 56, 6)
        ],
        "stock": [
            {"shop": "s", "day": ago(1), "sku": "A1", "listing_id": "", "location": "", "on_hand": 0, "available": 0}
        ],
    }  # fmt: skip


def fell(target: Target | None = None, skus: tuple[str, ...] = ("A1",)) -> Action:
    sheet = Sheet(("sku",), tuple((sku,) for sku in skus))
    return action(
        "sales_drop", target=target or Target("product", "s", "A"), evidence={"days": 7}, sheet=sheet
    )


def test_everything_known_of_a_page_is_read() -> None:
    one = fell()
    page = pages(MemoryEngine(books(), []), [one], LAST)[one.id]
    assert page.visits == (10.0, 20.0)
    assert (page.search, page.elsewhere) == ((1.0, 10.0), (9.0, 10.0))
    assert page.clicks[0] / page.clicks[1] == pytest.approx(1 / 3)
    assert page.shown[0] == page.shown[1]
    assert page.seen == (500.0 * 7, 500.0 * 7)
    assert page.opened == (11.0 * 7, 21.0 * 7)
    assert page.price == pytest.approx(log(30 / 20))
    assert page.rival == pytest.approx(log(15 / 20))
    assert (page.empty, page.lost, page.skus) == (1.0, (), ("A1",))
    assert page.figures["visits_change"] == pytest.approx(-0.5)


def test_a_page_is_known_by_its_own_code_and_its_skus_by_their_title() -> None:
    held = books()
    held["traffic_listing"] = [visits(n, 10, "cup" if n < 7 else "blue cup") for n in range(56)]
    one = fell(Target("listing", "s", "L1"), ())
    page = pages(MemoryEngine(held, []), [one], LAST)[one.id]
    assert page.skus == ("A1",)
    assert page.lost == ("blue",)


def test_what_is_not_in_the_books_is_unknown() -> None:
    one = fell()
    page = pages(MemoryEngine({"order_line": books()["order_line"]}, []), [one], LAST)[one.id]
    assert isnan(page.visits[0])
    assert isnan(page.empty)
    assert isnan(page.rival)
    assert (page.lost, page.figures) == ((), {})


def test_one_side_alone_says_nothing() -> None:
    held = books()
    held["traffic_listing"] = [visits(n, 10) for n in range(3)]
    held["traffic_source"] = held["traffic_source"][:4]
    held["price"] = held["price"][:1]
    held["stock"] = [{**held["stock"][0], "on_hand": None, "available": None}]
    held["order_line"] = [line(n, n) for n in range(3)]
    one = fell(Target("listing", "s", "L1"))
    page = pages(MemoryEngine(held, []), [one], LAST)[one.id]
    assert isnan(page.visits[0])
    assert isnan(page.search[0])
    assert isnan(page.rival)
    assert isnan(page.price)
    assert isnan(page.empty)
    assert page.lost == ()


@pytest.mark.parametrize(
    ("first", "last", "many", "offer"),
    [
        (17, 8, 3, log(20 / 15)),  # ten days, ended a week ago
        (17, 8, 0, None),  # sold as ever: nobody bought ahead
        (10, 8, 3, None),  # three days alone
        (52, 8, 3, None),  # the usual price by now
        (9, 0, 3, None),  # still on
        (45, 36, 3, None),  # long over
    ],
)
def test_an_offer_that_has_ended_is_known_by_its_price_and_its_sales(
    first: int, last: int, many: int, offer: float | None
) -> None:
    cheap = range(last, first + 1)
    lines = [line(n, n, paid=15 if n in cheap else 20) for n in range(56)]
    lines += [line(100 * k + n, n, paid=15) for n in cheap for k in range(1, many + 1)]
    one = fell()
    page = pages(MemoryEngine({"order_line": lines}, []), [one], LAST)[one.id]
    assert isnan(page.offer) if offer is None else page.offer == pytest.approx(offer)


def test_an_item_without_a_page_or_title_has_none() -> None:
    held = books()
    held["order_line"] = [line(n, n, title="") for n in range(56)]
    one = fell()
    assert isnan(pages(MemoryEngine(held, []), [one], LAST)[one.id].visits[0])
    held["traffic_listing"] = [visits(n, 10, "") for n in range(56)]
    other = fell(Target("listing", "s", "L1"), ())
    assert pages(MemoryEngine(held, []), [other], LAST)[other.id].skus == ()
