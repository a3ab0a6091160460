"""Reconcile: a planted gap of each kind is named, and the items add up."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanggui.app.reconcile import Reconciling, reconcile
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.shop import Shop
from zhanggui.reports.reconciled import Reconciled
from zhanggui.store.folder import ShopFolder

FIRST = date(2024, 5, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(10)]
SHOP = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
Row = dict[str, Any]


def order(number: int, at: datetime, **changed: object) -> Row:
    amount = Decimal(50 + 7 * (number % 11))
    row: Row = {
        "shop": "t",
        "order_id": str(number),
        "line_id": "",
        "sku": f"S{number % 3}",
        "title": "x",
        "variant": "",
        "quantity": 1,
        "created_at": at,
        "created_day": at.date(),
        "paid_at": at,
        "paid_day": at.date(),
        "paid_hour": at.hour,
        "paid": amount,
        "shipping": Decimal(number % 4),
        "status": "paid",
        "currency": "CNY",
        "source_row": number,
    }
    return row | changed


def orders() -> list[Row]:
    """Six orders a day at different hours."""
    made = []
    for n, day in enumerate([FIRST - timedelta(days=1), *DAYS, FIRST + timedelta(days=len(DAYS))]):
        for k in range(6):
            at = datetime(day.year, day.month, day.day, 4 * k + 1)
            made.append(order(100 * n + k * 7 + n, at))
    return made


def by_day(rows: list[Row], money: Callable[[Row], Decimal] = lambda row: row["paid"]) -> dict[date, Decimal]:
    out: dict[date, Decimal] = {}
    for row in rows:
        if row["paid_day"] is not None:
            out[row["paid_day"]] = out.get(row["paid_day"], Decimal(0)) + money(row)
    return out


def traffic(sales: dict[date, Decimal], **changed: object) -> list[Row]:
    return [
        {"shop": "t", "day": day, "days": 1, "device": "all", "sales": sales[day], "currency": "CNY"}
        | changed
        for day in DAYS
        if day in sales
    ]


def compared(
    tables: dict[str, list[Row]], first: date | None = FIRST, last: date | None = DAYS[-1]
) -> Reconciled:
    pairs = Reconciling(MemoryEngine(tables, [SHOP]), (first, last)).all().pairs
    assert len(pairs) == 1
    pair = pairs[0]
    assert sum((item.amount for item in pair.items), Decimal(0)) + pair.unexplained == pair.gap
    assert sum((day.gap for day in pair.days), Decimal(0)) == pair.gap
    return pair


def codes(pair: Reconciled) -> list[str]:
    return [item.code for item in pair.items]


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


# --- every reason by itself, and two at a time ------------------------------------------------------

Plant = Callable[[list[Row], dict[date, Decimal], list[Row]], list[Row]]


def plant_amount(column: str) -> Plant:
    """A column of the orders that the platform's figure holds beside the goods."""

    def plant(rows: list[Row], sales: dict[date, Decimal], _: list[Row]) -> list[Row]:
        rows = [row | {column: Decimal((row["source_row"] * 7) % 5)} for row in rows]
        for row in rows:
            if row["paid_day"] in sales:
                sales[row["paid_day"]] += row[column]
        return rows

    return plant


def plant_refunds(day_of: str, after: int) -> Plant:
    """Refunds paid back some days after the order, which the platform takes out on one of the two days."""

    def plant(rows: list[Row], sales: dict[date, Decimal], refunds: list[Row]) -> list[Row]:
        for n in range(8, 56, 5):
            ordered = rows[n]["paid_day"]
            settled = ordered + timedelta(days=after)
            amount = Decimal(20 + n)
            refunds.append(
                {"shop": "t", "order_id": rows[n]["order_id"], "line_id": "", "order_day": ordered,
                 "settled_day": settled, "requested_day": ordered, "amount": amount, "kind": "refund",
                 "currency": "CNY"}
            )  # fmt: skip
            counted = settled if day_of == "settled" else ordered
            if counted in sales:
                sales[counted] -= amount
        return rows

    return plant


def plant_cancelled(rows: list[Row], sales: dict[date, Decimal], _: list[Row]) -> list[Row]:
    """Orders that the platform leaves out."""
    for n in (21, 34, 47):
        sales[rows[n]["paid_day"]] -= rows[n]["paid"]
        rows[n] = rows[n] | {"status": "cancelled"}
    return rows


def plant_unpaid(status: str) -> Plant:
    """Orders that were never paid in our books and that the platform counts when they are made."""

    def plant(rows: list[Row], sales: dict[date, Decimal], _: list[Row]) -> list[Row]:
        for n, day in ((0, 2), (1, 4), (2, 7)):
            made = order(9000 + n, datetime(DAYS[day].year, DAYS[day].month, DAYS[day].day, 12))
            sales[DAYS[day]] += made["paid"]
            rows = [*rows, made | {"paid_at": None, "paid_day": None, "paid_hour": None, "status": status}]
        return rows

    return plant


def plant_copies(rows: list[Row], _: dict[date, Decimal], __: list[Row]) -> list[Row]:
    """Lines that our books hold twice."""
    return [*rows, *(rows[n] | {"source_row": 5000 + n} for n in (10, 25, 39))]


PLANTS: dict[str, Plant] = {
    "shipping": plant_amount("shipping"),
    "tax": plant_amount("tax"),
    "platform_discount": plant_amount("platform_discount"),
    "refunds": plant_refunds("settled", 2),
    "refunds_of_orders": plant_refunds("ordered", 2),
    "refunds_same_day": plant_refunds("settled", 0),
    "cancelled": plant_cancelled,
    "on_delivery": plant_unpaid("unpaid"),
    "unpaid_cancelled": plant_unpaid("cancelled"),
    "duplicates": plant_copies,
}
OF_REFUNDS = {"refunds", "refunds_of_orders", "refunds_same_day"}


def planted(*names: str) -> Reconciled:
    rows: list[Row] = [row | {"shipping": Decimal(0)} for row in orders()]
    sales, refunds = by_day(rows), list[Row]()
    for name in names:
        rows = PLANTS[name](rows, sales, refunds)
    tables = {"order_line": rows, "traffic_shop": traffic(sales)} | ({"refund": refunds} if refunds else {})
    return compared(tables)


@pytest.mark.parametrize("name", PLANTS)
def test_each_planted_reason_is_named_and_leaves_nothing(name: str) -> None:
    pair = planted(name)
    found = codes(pair)
    if name == "refunds_same_day":  # then all three are the same days
        assert found[0] in OF_REFUNDS
        assert len(found) == 1
    else:
        assert found == [name]
    assert pair.unexplained == 0
    assert pair.gap != 0


PAIRS = [
    (one, other)
    for one, other in combinations(PLANTS, 2)
    if not {one, other} <= OF_REFUNDS and "refunds_same_day" not in {one, other}
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_planted_reasons_are_both_named(one: str, other: str) -> None:
    pair = planted(one, other)
    assert set(codes(pair)) == {one, other}
    assert pair.unexplained == 0


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(PLANTS)), min_size=3), st.integers(-500, 500))
def test_whatever_is_planted_adds_up(names: set[str], rest: int) -> None:
    rows: list[Row] = orders()
    sales, refunds = by_day(rows), list[Row]()
    for name in sorted(names):
        rows = PLANTS[name](rows, sales, refunds)
    sales[DAYS[3]] += rest
    tables = {"order_line": rows, "traffic_shop": traffic(sales), "refund": refunds}
    pair = compared(tables)  # asserts that items and the unexplained are the gap
    assert abs(pair.unexplained) <= sum((abs(day.gap) for day in pair.days), Decimal(0))


def test_presale_of_many_orders_beside_shipping() -> None:
    rows = orders()
    sales = by_day(rows, lambda row: row["paid"] + row["shipping"])
    for n in range(8, 56, 6):
        at = rows[n]["paid_at"] + timedelta(days=2)
        sales[rows[n]["paid_day"]] += 0  # the platform keeps the day ordered
        rows[n] = rows[n] | {"paid_at": at, "paid_day": at.date()}
    pair = compared({"order_line": rows, "traffic_shop": traffic(sales)})
    assert "order_day" in codes(pair)
    assert sum((item.amount for item in pair.items), Decimal(0)) + pair.unexplained == pair.gap
