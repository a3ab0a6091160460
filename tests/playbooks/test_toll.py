import numpy as np

from zhanggui.playbooks.toll import Prior, lost

PRIOR = Prior(0.10, 0.7)


def test_without_a_history_the_prior_stands_alone() -> None:
    low, mid, high = lost(np.zeros(20), 7, PRIOR)
    assert low < mid < high
    assert abs(mid - 0.10) < 0.01


def test_orders_that_fell_raise_the_loss_and_orders_that_did_not_lower_it() -> None:
    rng = np.random.default_rng(1)
    usual = rng.poisson(100, 98).astype(float)
    fell, stayed = usual.copy(), usual.copy()
    fell[-14:] *= 0.6
    assert lost(fell, 14, PRIOR)[1] > 0.15
    assert lost(stayed, 14, PRIOR)[1] < 0.10


def test_a_loss_is_never_below_nothing() -> None:
    orders = np.full(98, 50.0)
    orders[-7:] = 200
    assert 0 < lost(orders, 7, PRIOR)[0] < 0.05


def test_orders_of_a_visitor_tell_a_loss_sooner_than_orders() -> None:
    """Visitors come and go by a third from week to week, and buy as ever: then a quarter fewer of them do."""
    rng = np.random.default_rng(2)
    visits = 2000 * np.repeat(np.exp(rng.normal(0, 0.3, 14)), 7)
    orders = rng.poisson(visits * 0.04 * np.where(np.arange(98) >= 94, 0.75, 1.0)).astype(float)
    low, mid, high = lost(orders, 4, PRIOR, visits)
    alone = lost(orders, 4, PRIOR)
    assert 0.15 < mid < 0.3
    assert high / low < alone[2] / alone[0]


def test_days_without_a_report_of_visits_are_left_out() -> None:
    visits, orders = np.full(98, 1000.0), np.full(98, 40.0)
    orders[-7:] = 30
    late = visits.copy()
    late[-1] = 0
    assert abs(lost(orders, 7, PRIOR, late)[1] - lost(orders, 7, PRIOR, visits)[1]) < 0.02
    unread = visits.copy()
    unread[-7:] = 0
    assert lost(orders, 7, PRIOR, unread) == lost(orders, 7, PRIOR)
    assert lost(orders, 7, PRIOR, np.where(np.arange(98) < 80, 0.0, 1000.0)) == lost(orders, 7, PRIOR)
