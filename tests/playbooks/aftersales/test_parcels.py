from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest

from zhanggui.playbooks.aftersales.parcels import PAST, held, rest
from zhanggui.playbooks.shift import DAYS

Floats = npt.NDArray[np.float64]
Tables = tuple[dict[str, Floats], dict[str, Floats], dict[str, Floats]]
MEAN = {"near": 2.0, "far": 6.0, "": 3.0}


def shop(
    seed: int = 1,
    *,
    a_day: float = 4.0,
    stops: Mapping[str, int] | None = None,
    slower: int = 0,
    loss: float = 0.0,
) -> Tables:
    """Parcels of three regions, one by one: sent at a rate, on the way for their time; ``stops``: days without any.

    ``slower``: days by which all that were sent in the last ten days take longer; ``loss``: share that never comes.
    """
    rng = np.random.default_rng(seed)
    seconds, arrived, sent = ({name: np.zeros(DAYS) for name in MEAN} for _ in range(3))
    for name, mean in MEAN.items():
        for day in range(-21, DAYS):
            for _ in range(rng.poisson(a_day)):
                way = rng.gamma(20.0, mean / 20.0) + (slower if day >= DAYS - 10 else 0)
                at = int(day + rng.random() + way)
                if day >= 0:
                    sent[name][day] += 1
                held_back = at >= DAYS - (stops or {}).get(name, 0)
                if 0 <= at < DAYS and rng.random() >= loss and not held_back:
                    arrived[name][at] += 1
                    seconds[name][at] += way * 86_400.0
    return seconds, arrived, sent


def test_what_comes_as_ever_has_no_small_chance() -> None:
    least = [min(one.p for one in held(*shop(seed))) for seed in range(30)]
    assert min(least) > 1e-3
    assert np.mean(np.array(least) < 0.02) < 0.2


def test_parcels_that_never_come_are_usual_where_they_always_were() -> None:
    for seed in range(5):
        assert min(one.p for one in held(*shop(seed, loss=0.15))) > 1e-3


def test_a_region_that_stops_is_told_from_all_others() -> None:
    found = {one.region: one for one in held(*shop(stops={"near": 6}))}
    assert found["near"].p < 1e-6
    assert found["near"].came < 0.3 * found["near"].expected
    assert found["near"].late == pytest.approx(5.5, abs=1.6)
    assert found["far"].p > 0.01
    assert set(found) == {"near", "far", ""}


def test_the_whole_shop_shows_what_is_late_everywhere_and_without_a_region_what_is_left() -> None:
    late = shop(slower=4)
    assert held(*late)[0].region == ""
    assert held(*late)[0].p < 1e-3
    without = rest(*late, ["near"])
    assert without is not None
    assert without.p < 0.01
    one = rest(*shop(stops={"near": 6}), ["near"])
    assert one is not None
    assert one.p > 0.01


def test_what_one_region_is_sent_on_one_day_is_not_as_many_chances() -> None:
    least = []
    for days in (1, 3):
        seconds, arrived, sent = shop(a_day=0.7)
        sent["near"][DAYS - 7 : DAYS - 7 + days] += 12.0 / days
        least.append(min(one.p for one in held(seconds, arrived, sent)))
    assert least[0] > 100 * least[1]


def test_too_few_parcels_say_nothing() -> None:
    none = {"near": np.zeros(DAYS)}
    assert held(none, none, none) == ()
    few = {"near": np.zeros(DAYS)}
    few["near"][PAST - 2 :] = 9.0
    assert held({"near": few["near"] * 86_400.0}, few, few) == ()
    assert rest(*shop(), ["near", "far", ""]) is None
    rare = shop(a_day=0.35)
    assert all(one.expected >= 3.0 for one in held(*rare))
