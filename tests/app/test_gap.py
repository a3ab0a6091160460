"""Reasons for a gap: taken when they make the sides agree, and adding up exactly."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.booked import DAYS, Row, by_day, codes, compared, order, orders, traffic
from zhanggui.app.gap import Line, Reason, Sales, Vector, explain, items, paid, paid_day, reasons
from zhanggui.model.shop import Shop
from zhanggui.reports.reconciled import Reconciled

DAY = date(2024, 5, 1)
MONEY = st.decimals(-1000, 1000, places=2)


def line(**changed: object) -> Line:
    whole = {
        "order": "1", "goods": ("1", "A"), "paid_day": DAY, "paid_hour": 10, "created_day": DAY,
        "paid": Decimal(100), "shipping": Decimal(0), "tax": Decimal(0), "discount": Decimal(0), "status": "paid",
    }  # fmt: skip
    return Line(**(whole | changed))  # type: ignore[arg-type]


def sales(*lines: Line) -> Sales:
    return Sales(Shop("s", "taobao", "CN", "CNY", "Asia/Shanghai"), "CNY", (DAY, date(2024, 5, 2)), lines)


def test_a_reason_that_explains_is_taken_and_one_that_does_not_is_left() -> None:
    gap: Vector = {1: Decimal(-8), 2: Decimal(-5)}
    fits = Reason("shipping", {1: Decimal(-8), 2: Decimal(-5)})
    wrong = Reason("tax", {1: Decimal(30), 2: Decimal(-5)})
    taken, left = explain(gap, [wrong, fits])
    assert [one.code for one in taken] == ["shipping"]
    assert set(left.values()) == {Decimal(0)}


def test_one_of_two_reasons_of_the_same_code_is_taken() -> None:
    gap: Vector = {1: Decimal(10), 2: Decimal(-10)}
    near = Reason("day_boundary", {1: Decimal(9), 2: Decimal(-9)}, {"hours": 8}, most=True)
    best = Reason("day_boundary", {1: Decimal(10), 2: Decimal(-10)}, {"hours": 9}, most=True)
    taken, _ = explain(gap, [near, best])
    assert [one.values for one in taken] == [{"hours": 9}]


def test_a_shift_that_takes_off_less_than_half_is_none() -> None:
    gap: Vector = {1: Decimal(100), 2: Decimal(10)}
    assert explain(gap, [Reason("day_boundary", {2: Decimal(10)}, most=True)])[0] == ()


@given(
    st.dictionaries(st.integers(1, 9), MONEY),
    st.lists(st.dictionaries(st.integers(1, 9), MONEY), max_size=5),
)
def test_reasons_and_the_rest_add_up(
    gap: dict[object, Decimal], vectors: list[dict[object, Decimal]]
) -> None:
    made = [Reason(f"r{n}", by) for n, by in enumerate(vectors)]
    taken, left = explain(gap, made)
    whole = sum(gap.values(), Decimal(0))
    assert sum((item.amount for item in items(taken)), Decimal(0)) + sum(left.values(), Decimal(0)) == whole
    size = sum(map(abs, gap.values()), Decimal(0))
    assert sum(map(abs, left.values()), Decimal(0)) <= size


def test_the_candidates_of_a_shop() -> None:
    late = line(order="2", goods=("2", "A"), paid_hour=23, shipping=Decimal(6))
    unpaid = line(
        order="3", goods=("3", "A"), paid_day=None, paid_hour=None, paid=Decimal(40), status="unpaid"
    )
    shop = sales(line(), line(), late, unpaid)
    made = {
        one.code: one for one in reasons(shop, [(DAY, DAY, Decimal(9))], frozenset({"2"})) if not one.values
    }
    assert made["duplicates"].by == {DAY: Decimal(100)}
    assert made["twice"].amount == Decimal(100)
    assert made["shipping"].amount == Decimal(-6)
    assert made["on_delivery"].by == {DAY: Decimal(-40)}
    assert made["refunds_same_day"].amount == Decimal(9)
    shifts = {
        one.values["hours"]: one.by for one in reasons(shop, [], frozenset()) if one.code == "day_boundary"
    }
    assert shifts[1] == {DAY: Decimal(100), date(2024, 5, 2): Decimal(-100)}
    assert shop.sums(paid_day, paid) == {DAY: Decimal(300)}


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
