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
