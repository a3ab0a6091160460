import numpy as np
import pytest

from tests.playbooks.giving import columns, yuan
from zhanggui.metrics.query import Value
from zhanggui.playbooks.margin import GIVEN, PARCELS, RETURNED, Charges, Margin, Parcels, fitted, margins

ASSUMED = Margin(0.1, 0.25, 0.5, known=False)


def as_told(charges: Charges) -> tuple[float, float, float]:
    return charges.rate, charges.line, charges.unit


def nothing(rows: int) -> dict[str, list[Value]]:
    """Neither postage nor parcels."""
    return {name: [None] * rows for name in (RETURNED, *GIVEN, *PARCELS)}


def test_margins_come_from_costs_and_fees() -> None:
    table = columns(
        {"shop": ["t", "t", "t", "u"], "sku": ["A", "B", "C", "D"]},
        {"gmv": yuan(100, 300, 50, 200), "cost_of_goods": [*yuan(40, 180), None, *yuan(50)], **nothing(4)},
    )
    made = margins(table, {"t": 0.1}, ASSUMED, {"t": "CNY", "u": "USD"})
    assert made.of("t", "A") == Margin(0.5, 0.5, 0.5, known=True)
    assert made.of("t", "B").mid == pytest.approx(0.3)
    assert made.of("t").mid == pytest.approx(1 - 220 / 400 - 0.1)
    assert made.of("t", "C") == made.of("t"), "an unknown cost takes the shop's margin"
    assert made.of("v", "A") == ASSUMED
    assert made.usual("t") == made.of("t", "A"), "the upper of two"
    assert made.usual("v") == ASSUMED
    assert made.money("u") == "USD"
    with pytest.raises(KeyError):
        made.money("v")


def test_unknown_fees_widen_the_margin_and_it_is_not_called_known() -> None:
    table = columns(
        {"shop": ["t"], "sku": ["A"]}, {"gmv": yuan(100), "cost_of_goods": yuan(40), **nothing(1)}
    )
    margin = margins(table, {}, ASSUMED, {"t": "CNY"}).of("t", "A")
    assert (margin.known, margin.basis) == (False, "assumed")
    assert margin.low == pytest.approx(0.45)
    assert margin.high == pytest.approx(0.6)
    assert Margin(0, 0, 0, known=True).basis == "known"


def test_postage_and_platform_discounts_belong_to_the_margin() -> None:
    """100 of sales, 40 of goods, 30 of fees, 20 of postage and 5 of the platform leave 55."""
    table = columns(
        {"shop": ["t", "t"], "sku": ["A", "B"]},
        {
            "gmv": yuan(60, 40),
            "cost_of_goods": yuan(20, 20),
            RETURNED: [None, None],
            "shipping_income": yuan(15, 5),
            "platform_discounts": [None, *yuan(5)],
            "units": [6, 4],
            "lines": [3, 2],
        },
    )
    made = margins(table, {"t": 0.30}, ASSUMED, {"t": "CNY"}, {"t": Parcels(0.20)})
    assert made.of("t").mid == pytest.approx(0.55)
    assert made.of("t", "A").mid * 60 + made.of("t", "B").mid * 40 == pytest.approx(55)
    # 20 of parcels for five lines; the rest goes with the price.
    assert as_told(made.charged("t", "A")) == pytest.approx((0.10, 4.0, 0.0))
    assert made.charged("t", "A").on(100, 5, 10) == pytest.approx(30)
    assert margins(table, {"t": 0.30}, ASSUMED, {"t": "CNY"}).charged("t", "A") == Charges(0.30)
    assert made.charged("u", "A") == Charges()


def test_parcels_that_are_charged_to_a_sku_are_its_own() -> None:
    """Statements tell 15 of the 20 that parcels cost, 12 of it of A."""
    table = columns(
        {"shop": ["t", "t", "t"], "sku": ["A", "B", ""]},
        {
            **nothing(3),
            "gmv": [*yuan(60, 40), None],
            "cost_of_goods": [*yuan(20, 20), None],
            "units": [8, 4, None],
            "lines": [3, 2, None],
        },
    )
    weeks = np.tile(np.array([[30.0], [100.0], [5.0]]), 9)
    made = margins(
        table,
        {"t": 0.30, "u": 0.1},
        ASSUMED,
        {"t": "CNY"},
        {"t": Parcels(0.20, weeks, {"A": 12.0, "": 3.0}), "u": Parcels(0.1)},
    )
    assert as_told(made.charged("t", "A")) == pytest.approx((0.10, 0.8, 2.0))
    assert as_told(made.charged("t", "B")) == pytest.approx((0.10, 0.8, 0.0))


def test_weeks_of_other_prices_tell_what_a_line_costs() -> None:
    """A payment costs 3 % and 0.3, a parcel 5; no file says that the 0.3 is one of the line."""
    lines = np.array([100.0, 110, 95, 105, 400, 600, 900, 850])
    sales = np.array([2500.0, 2600, 2450, 2500, 4000, 5000, 6000, 6100])
    fees = 0.03 * sales + 5.3 * lines
    rate, line = fitted(0.06, 5.0, np.stack([fees, sales, lines]))
    assert rate == pytest.approx(0.03, abs=0.01)
    assert line == pytest.approx(5.3, abs=0.1)


def test_weeks_that_are_all_alike_change_nothing_but_the_size() -> None:
    lines = np.linspace(90.0, 110.0, 10)
    sales = 25 * lines
    fees = 1.1 * (0.06 * sales + 5.0 * lines)
    rate, line = fitted(0.06, 5.0, np.stack([fees, sales, lines]))
    assert rate * 25 + line == pytest.approx(1.1 * 6.5, rel=0.01)
    assert rate / 0.06 == pytest.approx(line / 5.0, rel=0.15)
    assert fitted(0.06, 5.0, np.stack([fees, sales, lines])[:, :3]) == (0.06, 5.0)


def test_no_fee_is_found_to_be_negative() -> None:
    lines = np.array([100.0, 110, 95, 105, 400, 600, 900, 850])
    sales = 3000 + 2 * lines
    rate, line = fitted(0.0, 5.0, np.stack([5 * lines - 0.05 * sales, sales, lines]))
    assert rate == 0
    assert line > 4


def test_of_what_is_sold_a_part_is_given_back() -> None:
    """A and B of 100 lines each at 10: 300 of A's 1,000 come back, 50 of B's, and 100 that name no item."""
    table = columns(
        {"shop": ["t", "t", "t", "u"], "sku": ["A", "B", "", "C"]},
        {
            **nothing(4),
            "gmv": [*yuan(1000, 1000), None, None],
            "cost_of_goods": [*yuan(400, 400), None, None],
            "lines": [100, 100, None, None],
            RETURNED: [*yuan(300, 50, 100), None],
        },
    )
    made = margins(table, {"t": 0.1}, ASSUMED, {"t": "CNY"})
    assert made.of("t").back == pytest.approx(450 / 2000)
    assert made.of("t").mid == pytest.approx(1 - 0.4 - 0.1 - 450 / 2000)
    # Thirty lines at the shop's 17.5 % beside its own hundred, and its part of what names no item.
    own = made.of("t", "A").back
    assert own == pytest.approx((300 + 0.175 * 300) / 1300 + 0.05)
    assert made.of("t", "A").mid == pytest.approx(0.5 - own)
    assert made.of("t", "B").back < made.of("t").back < own
