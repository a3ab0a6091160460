from pathlib import Path

from zhanggui.app.scoring.grid import QUICK, fault_keys, options, own_faults
from zhanggui.playbooks import PLAYS
from zhanggui.simulator.faults import FAULTS


def test_every_play_names_a_fault_that_can_be_placed() -> None:
    unknown = set(own_faults().values()) - set(FAULTS)
    assert not unknown, "give it an entry in FAULTS of simulator/faults.py"
    assert len(own_faults()) == len(PLAYS)


def test_each_seed_has_the_plays_faults_and_seeds_in_a_row_go_through_all_others() -> None:
    seen: set[str] = set()
    for seed in range(1, 15):
        keys = fault_keys(seed, 6, 6)
        assert len(keys) == 12
        assert len(set(keys)) == len(keys)
        seen |= set(keys)
    assert seen == set(FAULTS)


def test_healthy_shops_have_no_faults_and_decoys_only_decoys(tmp_path: Path) -> None:
    healthy, decoys = (options(kind, 1, QUICK, tmp_path) for kind in ("healthy", "decoys"))
    assert (healthy.faults, healthy.fault_keys, healthy.decoys) == (0, (), 0)
    assert (decoys.faults, decoys.fault_keys, decoys.decoys) == (0, (), QUICK.decoys)
    assert options("faults", 1, QUICK, tmp_path).fault_keys == fault_keys(1, QUICK.faults, QUICK.own)
