import numpy as np
import pytest

from zhanggui.simulator.levers import LEVERS, TIMES, Effect, Levers

SIZES = {"listing": 4, "shop": 1, "term": 3, "region": 2}


def test_levers_are_neutral_until_moved_and_only_on_their_days() -> None:
    levers = Levers([Effect("image", 0.5, 2, 3, (1,)), Effect("image", 0.5, 3, 9)], SIZES)
    assert levers.at("image", 1).tolist() == [1, 1, 1, 1]
    assert levers.at("image", 2).tolist() == [1, 0.5, 1, 1]
    assert levers.at("image", 3).tolist() == [0.5, 0.25, 0.5, 0.5]
    assert levers.over("image", 4).shape == (4, 4)
    assert levers.starting("image", 3) == (Effect("image", 0.5, 3, 9),)


def test_additions_add() -> None:
    levers = Levers([Effect("courier_days", 2, 0, 5, (0,)), Effect("courier_days", 1, 0, 5)], SIZES)
    assert levers.at("courier_days", 0).tolist() == [3, 1]


@pytest.mark.parametrize("name", LEVERS)
def test_strength_zero_is_exactly_neutral(name: str) -> None:
    neutral = Levers([], SIZES).at(name, 0)
    moved = Levers([Effect(name, 3.0, 0, 9).scaled(0.0)], SIZES).at(name, 0)
    assert np.array_equal(moved, neutral)
    assert neutral[0] == (1.0 if LEVERS[name][0] == TIMES else 0.0)


def test_strength_scales_and_factors_stay_positive() -> None:
    assert Effect("price", 0.4, 0, 1).scaled(0.5).value == pytest.approx(0.7)
    assert Effect("price", 0.4, 0, 1).scaled(5).value == 0.0
    assert Effect("rank", -1.0, 0, 1).scaled(2).value == -2.0
