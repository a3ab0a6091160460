"""Fees of days that no settlement reaches: the usual share of sales, of the late shop alone, where there is one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.metrics.test_ledger import DAYS, held
from zhanggui.app.compared.unsettled import FEWEST, Unsettled
from zhanggui.metrics.ask import ask
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period, day

WHOLE = Period(DAYS[0], DAYS[-1])


def one_for_one(currency: str | None, day: date) -> float | None:
    return 1.0


def late(told: dict[str, Any]) -> Unsettled:
    return Unsettled(held(told, other=False), "CNY", DAYS[-1], one_for_one)


def test_a_late_shop_pays_its_usual_share_and_the_other_what_it_paid() -> None:
    found = late({"a": range(45), "b": range(60)})
    assert found.shares == {"a": pytest.approx(0.05), "b": pytest.approx(0.05)}
    fees = found.fees(WHOLE)
    assert sorted(fees) == DAYS[45:]
    assert all(paid == pytest.approx(5 + 5) for paid in fees.values())
    assert found.fees(WHOLE, ("a",)) == {one: pytest.approx(5) for one in DAYS[45:]}
    assert found.fees(WHOLE, ("b",)) == {}
    assert found.fees(day(DAYS[10])) == {}


def test_a_shop_of_few_settled_days_has_no_usual_share() -> None:
    assert late({"a": range(FEWEST - 1), "b": range(60)}).fees(WHOLE).keys() <= set(DAYS[: FEWEST - 1])


def test_amounts_of_another_currency_are_worth_what_the_rate_says() -> None:
    books = held({"a": range(45), "b": range(60)}, other=False)
    assert Unsettled(books, "USD", DAYS[-1], lambda currency, day: 0.5).fees(WHOLE, ("a",))[
        DAYS[-1]
    ] == pytest.approx(2.5)
    assert Unsettled(books, "USD", DAYS[-1], lambda currency, day: None).fees(WHOLE, ("a",)) == {}


def test_the_metric_before_fees_is_the_profit_and_its_fees() -> None:
    names = ("contribution", "contribution_before_fees", "fees")
    answer = ask(held({"a": range(60), "b": range(60)}), Question(names, ("day",), WHOLE, (), "CNY"))
    for profit, before, fees in zip(*(answer.cells[name] for name in names), strict=True):
        assert profit == Decimal(str(before)) - Decimal(str(fees))
