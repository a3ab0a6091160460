"""Reasons for a gap: taken when they make the sides agree, and adding up exactly."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.app.gap import Line, Reason, Sales, Vector, explain, items, paid, paid_day, reasons
from zhanggui.model.shop import Shop

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
