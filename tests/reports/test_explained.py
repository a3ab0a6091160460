"""An explanation as data, in words and as a page; a reconciliation as data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import Driver, Finding
from zhanggui.diagnosis.parts import Effect, Method
from zhanggui.model.period import Period
from zhanggui.reports.explained import Explained, Place, Proof

DAY = date(2024, 5, 12)
DROP = Finding(
    "gmv",
    "CNY",
    Against.WEEKDAY,
    Method.LMDI,
    Decimal(-40),
    0.001,
    (
        Driver("orders", Effect.FACTOR, Decimal(-50), p_noise=0.001),
        Driver("unit_price", Effect.FACTOR, Decimal(10), p_noise=0.6),
    ),
)
TOLD = Explained(
    metric="gmv",
    unit="money",
    currency="CNY",
    period=Period(DAY, DAY),
    against=Against.WEEKDAY,
    days=(date(2024, 5, 5),),
    value=Decimal(60),
    usual=Decimal(100),
    low=80.0,
    high=120.0,
    p_noise=0.001,
    event="",
    finding=DROP,
    places=(Place((("sku", "A1", "Cup"),), 5.0, 45.0, -40.0, 1.0),),
    proof=Proof(("order_id",), (("17",),)),
    lever=None,
    missing=(),
    provisional=False,
)


@pytest.mark.parametrize(
    ("changed", "nothing"),
    [({}, False), ({"p_noise": 0.3}, True), ({"p_noise": None}, False), ({"value": Decimal(100)}, True)],
)
def test_nothing_to_explain(changed: dict[str, object], nothing: bool) -> None:
    assert replace(TOLD, **changed).nothing is nothing  # type: ignore[arg-type]


def test_change() -> None:
    assert TOLD.change == Decimal(-40)
    assert replace(TOLD, value=0.5, usual=Decimal(1)).change == pytest.approx(-0.5)
    assert replace(TOLD, value=None).change is None
    assert replace(TOLD, usual=None).change is None
