"""Reconcile: a planted gap of each kind is named, and the items add up."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.app.booked import DAYS, FIRST, SHOP, by_day, codes, compared, order, orders, traffic
from zhanggui.app.reconcile import Reconciling, reconcile
from zhanggui.engines.memory import MemoryEngine
from zhanggui.store.folder import ShopFolder


def test_sides_that_agree_have_no_items() -> None:
    rows = orders()
    pair = compared({"order_line": rows, "traffic_shop": traffic(by_day(rows))})
    assert (pair.gap, codes(pair), len(pair.days)) == (Decimal(0), [], len(DAYS))


def test_shipping_in_their_figure() -> None:
    rows = orders()
    sales = by_day(rows, lambda row: row["paid"] + row["shipping"])
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (codes(pair), pair.unexplained) == (["shipping"], Decimal(0))
    assert pair.gap < 0


def test_cancelled_orders_left_out() -> None:
    rows = orders()
    rows[20] = rows[20] | {"status": "cancelled"}
    sales = by_day([row for row in rows if row["status"] != "cancelled"])
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (codes(pair), pair.unexplained) == (["cancelled"], Decimal(0))


def test_cash_on_delivery() -> None:
    rows = orders()
    waiting = {"paid_at": None, "paid_day": None, "paid_hour": None, "status": "unpaid"}
    sales = by_day(rows)
    rows = [row | waiting if n in {14, 27, 40} else row for n, row in enumerate(rows)]
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (codes(pair), pair.unexplained) == (["on_delivery"], Decimal(0))


def test_the_platform_counts_on_the_day_ordered() -> None:
    rows = orders()
    sales = by_day(rows)
    later = {12: 2, 31: 3, 44: 1}
    for n, days in later.items():
        at = rows[n]["paid_at"] + timedelta(days=days)
        rows[n] = rows[n] | {"paid_at": at, "paid_day": at.date()}
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert codes(pair) == ["order_day"]
    assert pair.unexplained == 0


def test_refunds_taken_out() -> None:
    rows = orders()
    sales = by_day(rows)
    refunds = []
    for n, amount in ((15, 20), (33, 45)):
        day = rows[n]["paid_day"] + timedelta(days=2)
        sales[day] -= amount
        refunds.append(
            {
                "shop": "t",
                "refund_id": str(n),
                "order_id": rows[n]["order_id"],
                "settled_day": day,
                "order_day": rows[n]["paid_day"],
                "amount": Decimal(amount),
                "kind": "refund",
                "currency": "CNY",
            }
        )
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales), "refund": refunds})
    assert (codes(pair), pair.gap, pair.unexplained) == (["refunds"], Decimal(65), Decimal(0))


def test_days_missing_on_either_side() -> None:
    rows = orders()
    sales = by_day(rows)
    lost, unseen = DAYS[3], DAYS[6]
    mine = [row for row in rows if row["paid_day"] != lost]
    theirs = [row for row in traffic(sales) if row["day"] != unseen]
    pair = compared({"order_line": mine, "traffic_shop": theirs})
    assert {item.code: item.amount for item in pair.items} == {
        "missing_orders": -sales[lost],
        "missing_platform": sales[unseen],
    }
    assert pair.unexplained == 0


def test_a_day_of_nothing_that_one_side_does_not_tell_is_no_gap() -> None:
    rows = [row for row in orders() if row["paid_day"] != DAYS[3]]
    pair = compared({"order_line": rows, "traffic_shop": traffic(by_day(orders()) | {DAYS[3]: Decimal(0)})})
    assert pair.items == ()
    assert pair.gap == 0


def test_duplicated_lines() -> None:
    rows = orders()
    sales = by_day(rows)
    rows += [rows[18] | {"source_row": 9001}, rows[25] | {"source_row": 9002}]
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (codes(pair), pair.unexplained) == (["duplicates"], Decimal(0))


def test_orders_held_by_two_shops() -> None:
    rows = orders()
    sales = by_day(rows)
    strange = [order(n, datetime(2024, 5, 4, 9)) for n in (9101, 9102)]
    others = [row | {"shop": "u"} for row in strange]
    books = MemoryEngine({"order_line": [*rows, *strange, *others], "traffic_shop": traffic(sales)}, [SHOP])
    told = Reconciling(books, (FIRST, DAYS[-1])).all()
    assert [(pair.shop, codes(pair), pair.unexplained) for pair in told.pairs] == [
        ("t", ["twice"], Decimal(0))
    ]
    assert {(gap.code, gap.values["shop"]) for gap in told.missing} == {
        ("no_settlement_figures", "t"),
        ("no_settlement_figures", "u"),
        ("no_platform_figures", "u"),
    }


@pytest.mark.parametrize("hours", [-8, 5])
def test_another_day_boundary_is_named_with_its_hours(hours: int) -> None:
    rows = orders()
    shifted: dict[date, Decimal] = {}
    for row in rows:
        day = (row["paid_at"] + timedelta(hours=hours)).date()
        shifted[day] = shifted.get(day, Decimal(0)) + row["paid"]
    pair = compared({"order_line": rows, "traffic_shop": traffic(shifted)})
    assert codes(pair) == ["day_boundary"]
    # Orders come every four hours: boundaries between two of them count the same.
    found = pair.items[0].values["hours"]
    assert abs(found - hours) < 4
    assert pair.unexplained == 0


def test_what_nothing_tells_is_unexplained() -> None:
    rows = orders()
    sales = by_day(rows)
    sales[DAYS[4]] += Decimal("1234.56")
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (codes(pair), pair.unexplained) == ([], Decimal("-1234.56"))


def test_two_reasons_at_once() -> None:
    rows = orders()
    rows[20] = rows[20] | {"status": "cancelled"}
    rows[38] = rows[38] | {"status": "cancelled"}
    kept = [row for row in rows if row["status"] != "cancelled"]
    pair = compared(
        {"order_line": rows, "traffic_shop": traffic(by_day(kept, lambda row: row["paid"] + row["shipping"]))}
    )
    assert {"shipping", "cancelled"} == set(codes(pair))
    assert abs(pair.unexplained) <= 6  # shipping of the cancelled ones


def test_settlement_by_order() -> None:
    rows = orders()
    inside = [row for row in rows if row["paid_day"] in DAYS]
    receipts = [
        {
            "shop": "t",
            "fee_id": row["order_id"],
            "order_id": row["order_id"],
            "kind": "receipt",
            "name": "x",
            "day": row["paid_day"] + timedelta(days=3),
            "amount": row["paid"] + row["shipping"],
            "currency": "CNY",
        }
        for row in inside[:-5]
    ]
    stray = receipts[0] | {"fee_id": "z", "order_id": "99999", "day": DAYS[5], "amount": Decimal(70)}
    pair = compared({"order_line": rows, "fee": [*receipts, stray]})
    assert pair.pair == "settlement"
    assert {item.code for item in pair.items} == {"not_settled", "shipping", "missing_orders"}
    waiting = next(item for item in pair.items if item.code == "not_settled")
    assert waiting.values == {"orders": 5}
    assert waiting.amount == sum((row["paid"] for row in inside[-5:]), Decimal(0))
    assert pair.unexplained == 0


def test_without_a_range_the_last_fortnight_both_know() -> None:
    rows = orders()
    theirs = traffic(by_day(rows))[:-2]
    pair = compared({"order_line": rows, "traffic_shop": theirs}, None, None)
    assert pair.days[-1].day == DAYS[-3]
    assert len(pair.days) >= 7


def test_devices_are_summed_where_there_is_no_whole() -> None:
    rows = orders()
    half = {day: value / 2 for day, value in by_day(rows).items()}
    theirs = [*traffic(half, device="pc"), *traffic(half, device="mobile")]
    assert compared({"order_line": rows, "traffic_shop": theirs}).gap == 0


def test_a_range_without_days_and_a_folder_without_books(empty: ShopFolder) -> None:
    rows = orders()
    books = MemoryEngine({"order_line": rows, "traffic_shop": traffic(by_day(rows))}, [SHOP])
    assert Reconciling(books, (date(2030, 1, 1), date(2030, 1, 9))).all().pairs == ()
    assert reconcile(empty).pairs == ()


def test_orders_that_the_settlement_alone_holds_are_an_order_file_that_is_missing() -> None:
    rows = orders()
    sales = by_day(rows)
    lost = [row for at, row in enumerate(rows) if at % 7 == 3]
    mine = [row for row in rows if row not in lost]
    receipts = [
        {"shop": "t", "fee_id": f"r{at}", "day": row["paid_day"], "kind": "receipt", "order_id": row["order_id"],
         "amount": row["paid"], "currency": "CNY"}
        for at, row in enumerate(rows)
    ]  # fmt: skip
    books = MemoryEngine({"order_line": mine, "traffic_shop": traffic(sales), "fee": receipts}, [SHOP])
    pair = Reconciling(books, (FIRST, DAYS[-1])).all().pairs[0]
    assert pair.pair == "platform"
    assert codes(pair) == ["missing_some"]
    assert pair.unexplained == 0
    assert pair.gap == -sum(row["paid"] for row in lost if row["paid_day"] in DAYS)


def test_cash_on_delivery_that_was_delivered_is_counted_by_the_platform_when_ordered() -> None:
    rows = orders()
    sales = by_day(rows)
    for n in range(9, 60, 4):
        at = rows[n]["paid_at"] + timedelta(days=2, hours=5)
        rows[n] |= {"paid_at": at, "paid_day": at.date(), "paid_hour": at.hour, "received_at": at}
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (codes(pair), pair.unexplained) == (["on_delivery"], Decimal(0))


@pytest.mark.parametrize("delivered", [True, False])
def test_postage_of_cash_on_delivery_is_counted_with_its_order(delivered: bool) -> None:
    rows = orders()
    sales = by_day(rows, lambda row: row["paid"] + row["shipping"])
    for n in range(9, 60, 4):
        at = rows[n]["paid_at"] + timedelta(days=2, hours=5)
        paid = {"paid_at": at, "paid_day": at.date(), "paid_hour": at.hour, "received_at": at}
        rows[n] |= (
            paid if delivered else {"paid_at": None, "paid_day": None, "paid_hour": None, "status": "unpaid"}
        )
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert (sorted(codes(pair)), pair.unexplained) == (["on_delivery", "shipping"], Decimal(0))
