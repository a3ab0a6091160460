import numpy as np
import pytest

from zhanggui.diagnosis.one_metric import Basis, Lever, one_metric


def lever(code: str, spread: float, worth: float, seed: int = 1, **more: object) -> Lever:
    history = 0.03 * np.exp(np.random.default_rng(seed).normal(0, spread, 60))
    errors = more.pop("errors", np.zeros(60))
    assert isinstance(errors, np.ndarray)
    return Lever(code, history, errors, worth, **more)  # type: ignore[arg-type]


def test_the_lever_with_room_and_worth_wins_by_a_real_lead() -> None:
    found = one_metric(
        [lever("price", 0.02, 10_000, 2), lever("conversion", 0.3, 10_000, 3), lever("aov", 0.05, 9_000, 4)]
    )
    assert found.winner is not None
    assert found.runner_up is not None
    assert (found.winner.code, found.runner_up.code) == ("conversion", "aov")
    assert found.lead
    assert found.winner.basis is Basis.OWN
    assert found.winner.attainable > found.winner.current
    assert found.winner.money.mid == pytest.approx(10_000 * 0.3 * 0.674, rel=0.25)
    assert [s.code for s in found.steps] == ["conversion", "aov", "price"]


def test_two_alike_have_no_real_lead() -> None:
    found = one_metric([lever("a", 0.3, 10_000, 5), lever("b", 0.3, 10_100, 6)])
    assert found.p_lead is not None
    assert found.p_lead > 0.05
    assert found.lead is False


def test_chance_is_no_headroom() -> None:
    noisy = lever("thin", 0.3, 1e6, 7, errors=np.full(60, 0.3 * 0.03))
    found = one_metric([noisy])
    assert found.steps[0].money.mid < 0.5 * 1e6 * 0.3 * 0.674
    flat = one_metric([lever("flat", 0.1, 1e6, 8, errors=np.full(60, 0.02 * 1.0))])
    assert flat.winner is None
    assert flat.steps[0].money.mid == 0


def test_less_is_better_for_a_refund_rate() -> None:
    step = one_metric([lever("refund_rate", 0.3, 1_000, 9, better=-1)]).steps[0]
    assert step.attainable < step.current
    assert step.money.mid > 0


def test_the_nearest_target_ahead_is_the_realistic_step() -> None:
    plan = one_metric([lever("c", 0.3, 1_000, 10, plan=0.033)]).steps[0]
    assert plan.basis is Basis.PLAN
    assert plan.attainable == pytest.approx(0.033)
    peers = one_metric([lever("c", 0.3, 1_000, 10, peers=np.array([0.02, 0.03, 0.032, 0.033]))]).steps[0]
    assert peers.basis is Basis.PEERS
    reached = one_metric([lever("c", 0.3, 1_000, 10, plan=0.02, peers=np.array([0.02]))]).steps[0]
    assert reached.basis is Basis.OWN


def test_too_little_history_is_unknown() -> None:
    short = Lever("new", np.array([0.1, np.nan, 0.0]), np.zeros(3), 1.0)
    found = one_metric([short])
    assert found.unknown == ("new",)
    assert (found.winner, found.p_lead, found.lead) == (None, None, None)


def test_a_constant_metric_has_no_gap() -> None:
    still = Lever("still", np.full(20, 0.5), np.zeros(20), 100.0)
    step = one_metric([still]).steps[0]
    assert (step.money.mid, step.p_noise) == (0.0, 1.0)
    planned = [Lever(c, np.full(20, 0.5), np.zeros(20), 100.0, plan=0.6) for c in ("a", "b")]
    found = one_metric(planned)
    assert found.steps[0].p_noise == 0.0
    assert found.p_lead == 0.5


def test_the_interval_covers_the_money_of_the_true_gap() -> None:
    inside = 0
    for seed in range(300):
        money = one_metric([lever("x", 0.2, 1_000, 1000 + seed)]).steps[0].money
        inside += money.low <= 1_000 * 0.2 * 0.6745 <= money.high
    assert inside / 300 > 0.92


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="length of history"):
        Lever("x", np.ones(3), np.ones(2), 1.0)
