"""Places of the terms of a sum: the kind of fee that took the profit; other metrics are left as they are."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.app.where.test_places import CN, line
from tests.reports.test_explained import TOLD
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.places import Places
from zhanggui.app.where.terms import with_terms
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import Driver, Finding
from zhanggui.diagnosis.parts import Effect, Method
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.reports.explained import Place

DAYS = tuple(date(2024, 6, 24) + timedelta(days=n) for n in range(36))
OWN = Place((("shop", "t", "t"),), 1.0, 2.0, -1.0, 0.5)
MAYBE = replace(OWN, sure=False)


def fee(day: date, kind: str, amount: int) -> dict[str, Any]:
    return {
        "shop": "t", "entry_id": f"{day}{kind}", "day": day, "kind": kind, "name": kind, "sku": "", "order_id": "",
        "amount": Decimal(amount), "currency": "CNY",
    }  # fmt: skip


def asked() -> tuple[Places, Comparison]:
    kinds = ("commission", "payment", "logistics", "service")
    rows = [
        fee(day, kind, (400 if kind == "logistics" and day == DAYS[-1] else 40) + (at * (n + 2)) % 5)
        for at, day in enumerate(DAYS)
        for n, kind in enumerate(kinds)
    ]
    sold = [line("t", day, f"S{n}", 90) for day in DAYS for n in range(9)]
    history = History(MemoryEngine({"order_line": sold, "fee": rows}, [CN]), "CNY", DAYS[-1], (CN,))
    period = Period(DAYS[-1], DAYS[-1])
    compared = Comparison.of(history, period, history.baseline(period))
    return Places(history.books, "CNY", history, ("contribution", None)), compared


def finding(p: float) -> Finding:
    driver = Driver("fees", Effect.TERM, Decimal(-360), p_noise=p)
    return Finding("contribution", "CNY", Against.WEEKDAY, Method.SUM, Decimal(-360), None, (driver,))


@pytest.mark.parametrize(("places", "at"), [((), 0), ((OWN,), 1), ((MAYBE,), 0)])
def test_the_fee_that_took_the_profit(places: tuple[Place, ...], at: int) -> None:
    search, compared = asked()
    told = replace(TOLD, metric="contribution", finding=finding(0.001))
    found = with_terms(told, places, search, compared, 4.0)
    where = {dim: value for dim, value, _ in found[at].where}
    assert where["measure"] == "fees"
    assert "logistics" in where.values()
    assert found[at].change == pytest.approx(360, rel=0.02)
    assert found[at].share is not None
    assert len(found) == len(places) + 1


def test_what_is_noise_or_no_sum_has_no_terms() -> None:
    search, compared = asked()
    told = replace(TOLD, metric="contribution", finding=finding(0.4))
    assert with_terms(told, (OWN,), search, compared, 4.0) == (OWN,)
    assert with_terms(replace(told, metric="gmv"), (OWN,), search, compared, 4.0) == (OWN,)
    assert with_terms(replace(told, finding=None), (), search, compared, 4.0) == ()
