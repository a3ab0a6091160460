import json

import numpy as np

from tests.simulator.worlds import DAYS, view, world
from zhanggui.simulator.counterfactual import Cost
from zhanggui.simulator.decoys import decoy_keys, place_decoys
from zhanggui.simulator.exports.view import listing_ids
from zhanggui.simulator.faults import FAULTS, FOREVER
from zhanggui.simulator.placing import Placed
from zhanggui.simulator.signals import Visible
from zhanggui.simulator.truth import Told, decoy_truth, fault_truth, remedy_cost, target_ids

SHOPS = {key: story.shop for key, story in world().stories.items()}


def test_a_fault_is_told_with_its_money_day_by_day() -> None:
    shop = SHOPS["taobao"]
    placed = Placed(FAULTS["batch_defect"], "taobao", (2,), 50, FOREVER)
    told = fault_truth(shop, Told(placed, Cost(50, np.array([100, 250, 7]), Visible(51, "asked_back")), 51))
    assert told["first_day"] == "2026-05-21"
    assert told["visible_day"] == "2026-05-22"
    assert told["visible_in"] == "asked_back"
    money = told["money"]
    assert isinstance(money, dict)
    assert (money["total"], money["to_horizon"]) == ("3.50", "3.57")
    assert money["per_day"]["2026-05-23"] == "0.07"
    assert json.dumps(told)
    assert remedy_cost(shop, placed) > 0


def test_targets_are_called_as_in_the_files() -> None:
    shop = SHOPS["amazon"]
    (listing,) = target_ids(shop, "listing", (3,))
    assert listing["listing_id"] == listing_ids(view("amazon").shop)[3]
    (term,) = target_ids(shop, "term", (0,))
    assert set(term) == {"listing_id", "campaign", "ad_group", "search_term"}
    assert target_ids(shop, "region", (0,)) == [{"region": "California", "code": "CA"}]
    assert target_ids(shop, "shop", (0,)) == [{"shop": "amazon"}]


def test_decoys_are_told_with_the_festivals() -> None:
    told = decoy_truth(SHOPS["taobao"], place_decoys(decoy_keys(6), SHOPS, 1, DAYS), 100)
    keys = [str(one["key"]) for one in told]
    assert "weather" in keys
    assert any(key.startswith("festival:") for key in keys)
