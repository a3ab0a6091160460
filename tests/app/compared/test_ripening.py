"""Refunds of young orders completed: the curve that was simulated is learnt, and the rate it leads to is right."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.metrics.shop_books import books, engine
from zhanggui.app.compared.ripening import (
    AGES,
    DAYS_BACK,
    at_this_age,
    curve,
    expected_rate,
    expected_share,
    still_to_come,
)
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period, day

LAST = date(2026, 5, 30)
LINE = books()["order_line"][0]
REFUND = books()["refund"][0]


def shop(
    days: int = 120, orders: int = 40, *, dated: bool = True, **more: list[dict[str, Any]]
) -> MemoryEngine:
    """A tenth of the orders of 100 is refunded, after 0 to 20 days, each as likely; only what is past is known."""
    rng = np.random.default_rng(5)
    lines, refunds = [], []
    for back in range(days):
        paid = LAST - timedelta(days=back)
        for n in range(orders):
            ident = f"{paid}-{n}"
            lines.append(
                {**LINE, "order_id": ident, "paid_day": paid, "paid": Decimal(100), "status": "paid"}
            )
            settled = paid + timedelta(days=int(rng.integers(0, 21)))
            if rng.random() < 0.1 and settled <= LAST:
                refunds.append(
                    {
                        **REFUND,
                        "order_id": ident,
                        "order_day": paid,
                        "settled_day": settled if dated else None,
                        "amount": Decimal(100),
                        "kind": "refund",
                    }
                )
    return engine(order_line=lines, refund=refunds, **more)


def test_the_curve_is_the_one_that_was_lived() -> None:
    found = curve(shop(), LAST)
    assert found is not None
    assert len(found.share) == AGES
    assert found.share[0] == pytest.approx(1 / 21, abs=0.03)
    assert found.share[10] == pytest.approx(11 / 21, abs=0.06)
    assert found.share[20] == pytest.approx(1.0, abs=0.01)


def test_the_rate_of_young_days_is_what_it_will_come_to() -> None:
    held = shop()
    for back in (0, 3, 6):
        rate = expected_rate(held, "CNY", day(LAST - timedelta(days=back)), LAST)
        assert rate == pytest.approx(0.1, abs=0.04)
    week = expected_rate(held, "CNY", Period(LAST - timedelta(days=6), LAST), LAST)
    assert week == pytest.approx(0.1, abs=0.02)


def test_where_no_refund_says_its_day_nothing_is_promised() -> None:
    undated = shop(40, 5, dated=False)
    assert curve(undated, LAST) is None
    assert expected_rate(undated, "CNY", day(LAST), LAST) is None


def test_a_young_shop_has_no_ripe_days() -> None:
    assert expected_rate(shop(20, 5), "CNY", day(LAST), LAST) is None
    assert expected_rate(engine(order_line=[], refund=[]), "CNY", day(LAST), LAST) is None


def test_young_days_are_held_against_older_ones_at_the_same_age() -> None:
    held = shop()
    shares = at_this_age(held, "CNY", day(LAST - timedelta(days=6)), LAST)
    assert shares.shape == (DAYS_BACK,)
    assert shares.mean() == pytest.approx(
        0.1 * 7 / 21, abs=0.01
    )  # a third of a tenth, in spite of all that came later
    week = at_this_age(held, "CNY", Period(LAST - timedelta(days=6), LAST), LAST)
    assert week.shape == (DAYS_BACK // 7 + (DAYS_BACK % 7 > 0),)
    assert week.mean() == pytest.approx(0.1 * 4 / 21, abs=0.01)
    bare = at_this_age(shop(5), "CNY", day(LAST), LAST)
    assert np.isnan(bare[10])


def test_days_against_are_completed_too() -> None:
    weights = {LAST - timedelta(days=7 * n): 0.25 for n in range(1, 5)}
    assert expected_share(shop(), "CNY", weights, LAST) == pytest.approx(0.1, abs=0.03)


def test_what_is_still_to_come_is_most_of_young_days_and_nothing_of_old_ones() -> None:
    held = shop()
    more = still_to_come(held, "CNY", Period(LAST - timedelta(days=60), LAST))
    assert more[LAST] == pytest.approx(4000 * 0.1 * 20 / 21, rel=0.2)
    assert more[LAST - timedelta(days=10)] == pytest.approx(4000 * 0.1 * 10 / 21, rel=0.3)
    assert sum(value for one, value in more.items() if (LAST - one).days > 21) == pytest.approx(0, abs=40)
    assert LAST - timedelta(days=45) not in more
    counted = still_to_come(held, "CNY", day(LAST), (), "refunded_orders")
    assert counted[LAST] == pytest.approx(more[LAST] / 100)
    assert still_to_come(held, "CNY", day(LAST), ("nobody",)) == {}
    assert still_to_come(shop(20, 5), "CNY", day(LAST)) == {}
    assert still_to_come(engine(order_line=[], refund=[]), "CNY", day(LAST)) == {}
