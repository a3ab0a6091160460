import pytest

from tests.playbooks.giving import columns, yuan
from zhanggui.playbooks.margin import Margin, margins

ASSUMED = Margin(0.1, 0.25, 0.5, known=False)


def test_margins_come_from_costs_and_fees() -> None:
    table = columns(
        {"shop": ["t", "t", "t", "u"], "sku": ["A", "B", "C", "D"]},
        {"gmv": yuan(100, 300, 50, 200), "cost_of_goods": [*yuan(40, 180), None, *yuan(50)]},
    )
    made = margins(table, {"t": 0.1}, ASSUMED, {"t": "CNY", "u": "USD"})
    assert made.of("t", "A") == Margin(0.5, 0.5, 0.5, known=True)
    assert made.of("t", "B").mid == pytest.approx(0.3)
    assert made.of("t").mid == pytest.approx(1 - 220 / 400 - 0.1)
    assert made.of("t", "C") == made.of("t"), "an unknown cost takes the shop's margin"
    assert made.of("v", "A") == ASSUMED
    assert made.money("u") == "USD"
    with pytest.raises(KeyError):
        made.money("v")


def test_unknown_fees_widen_the_margin_and_it_is_not_called_known() -> None:
    table = columns({"shop": ["t"], "sku": ["A"]}, {"gmv": yuan(100), "cost_of_goods": yuan(40)})
    margin = margins(table, {}, ASSUMED, {"t": "CNY"}).of("t", "A")
    assert (margin.known, margin.basis) == (False, "assumed")
    assert margin.low == pytest.approx(0.45)
    assert margin.high == pytest.approx(0.6)
    assert Margin(0, 0, 0, known=True).basis == "known"
