import pytest

from tests.simulator.worlds import DAYS, world
from zhanggui.simulator.faults import FAULTS, STAGES
from zhanggui.simulator.levers import LEVERS
from zhanggui.simulator.placing import place

SHOPS = {key: story.shop for key, story in world().stories.items()}


def test_there_are_at_least_thirty_on_every_stage() -> None:
    assert len(FAULTS) >= 30
    assert {fault.stage for fault in FAULTS.values()} == set(STAGES)


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_moves_known_levers_and_can_be_placed_and_mended(key: str) -> None:
    fault = FAULTS[key]
    assert bool(fault.moves) != fault.data
    assert all(move.lever in LEVERS for move in fault.moves)
    assert fault.remedy.action
    assert fault.remedy.minutes > 0
    (placed,) = place((key,), SHOPS, 3, DAYS)
    assert 0 < placed.first < DAYS
    assert placed.shop in SHOPS
    assert SHOPS[placed.shop].plan.platform in fault.platforms
    axes = {LEVERS[move.lever][1] for move in fault.moves}
    assert fault.scope == "shop" or axes <= {fault.scope}
