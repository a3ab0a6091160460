from pathlib import Path

import pytest

from zhanggui.app.simulate import Wish, options_of, simulate
from zhanggui.simulator.decoys import DECOYS
from zhanggui.simulator.faults import FAULTS


def test_wishes_become_options(tmp_path: Path) -> None:
    some = sorted(FAULTS)[:2]
    made = options_of(Wish(tmp_path, seed=3, days=9, faults=",".join(some), decoys="all"))
    assert (made.seed, made.days, made.fault_keys) == (3, 9, tuple(some))
    assert made.decoys == len(DECOYS)
    assert options_of(Wish(tmp_path, faults="4")).faults == 4
    assert options_of(Wish(tmp_path, faults="none")).fault_keys == ()
    assert options_of(Wish(tmp_path, preset="demo", listings=7)).listings == 7


def test_an_unknown_fault_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=min(FAULTS)):
        simulate(Wish(tmp_path, faults="no_such_fault"))
