from dataclasses import replace
from decimal import Decimal

import pytest

from tests.actions.making import make
from zhanggui.actions.action import Impact, Target


def test_an_id_survives_new_figures_but_not_a_new_target() -> None:
    action = make()
    tomorrow = replace(
        action, impact=Impact(Decimal(1), Decimal(2), Decimal(3), "CNY"), minutes=99, evidence={}
    )
    assert tomorrow.id == action.id
    assert len(action.id) == 10
    others = {
        replace(action, target=Target("sku", "jd", "a")).id,
        replace(action, target=Target("sku", "taobao", "b")).id,
        replace(action, play="sales_drop").id,
        replace(action, cause="other").id,
    }
    assert len(others | {action.id}) == 5


def test_an_interval_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="<="):
        Impact(Decimal(3), Decimal(2), Decimal(4), "CNY")


def test_money_times_a_factor_is_to_the_cent() -> None:
    money = Impact(Decimal(1), Decimal(2), Decimal(3), "CNY", basis="effect").times(1 / 3)
    assert money == Impact(Decimal("0.33"), Decimal("0.67"), Decimal("1.0"), "CNY", basis="effect")


def test_nothing_is_promised_where_no_money_is_at_stake() -> None:
    zero = Impact(Decimal(0), Decimal(0), Decimal(0), "CNY", basis="data")
    assert zero.promised is None
    assert Impact(Decimal(0), Decimal(1), Decimal(2), "CNY").promised == Decimal(1)
