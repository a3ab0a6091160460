import numpy as np

from tests.simulator.worlds import DAYS, busy_shop, world
from zhanggui.simulator.faults import FAULTS, FOREVER
from zhanggui.simulator.placing import Placed, choose_keys, place, sized_moves

SHOPS = {key: story.shop for key, story in world().stories.items()}


def test_targets_are_not_shared() -> None:
    placed = place(tuple(FAULTS), SHOPS, 3, DAYS)
    seen = [(p.shop, p.fault.scope, p.targets) for p in placed if p.fault.scope != "shop"]
    assert len(seen) == len(set(seen))


def test_a_shop_without_the_platform_has_no_such_fault() -> None:
    assert place(("creator_stopped",), {"amazon": SHOPS["amazon"]}, 3, DAYS) == ()


def test_effects_end_with_their_days_and_scale() -> None:
    placed = Placed(FAULTS["promotion_pull_forward"], "taobao", (1,), 20, FOREVER)
    effects = placed.effects()
    assert [(e.first, e.last) for e in effects] == [(20, 29), (20, 29), (30, 50)]
    short = Placed(FAULTS["promotion_pull_forward"], "taobao", (1,), 20, 25).effects()
    assert [(e.first, e.last) for e in short] == [(20, 25), (20, 25)]


def test_money_sized_faults_fit_their_target() -> None:
    fault = sized_moves(FAULTS["creator_fee_no_sales"], busy_shop(), (0,))
    assert fault.moves[0].value >= 200


def test_the_seed_chooses() -> None:
    assert choose_keys(1, 5) == choose_keys(1, 5)
    assert choose_keys(1, 5) != choose_keys(2, 5)
    assert len(choose_keys(1, 999)) == len(FAULTS)
    assert np.unique(choose_keys(1, 999)).size == len(FAULTS)
