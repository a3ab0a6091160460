from datetime import date, timedelta

import pytest

from tests.app.scored import FIRST, OWN, action, fault, terms
from zhanggui.actions.action import Target
from zhanggui.app.scoring.truth import due_from, faults_of, found_by, hits, touches

TOLD = {
    "key": "keyword_bleeding",
    "stage": "traffic",
    "shop": "s",
    "scope": "term",
    "targets": [{"listing_id": "L1", "campaign": "c", "ad_group": "g", "search_term": "cheap cup"}],
    "first_day": "2026-05-01",
    "visible_day": None,
    "data_only": False,
    "money": {"currency": "USD", "per_day": {"2026-05-01": "1.50", "2026-05-02": "2.50"}},
    "remedy": {"minutes": 5, "delay_days": 1, "cost": "3.00"},
}


def test_truth_is_read_with_the_ids_of_the_exports() -> None:
    (one,) = faults_of({"faults": [TOLD]})
    assert (one.ids, one.campaigns, one.visible) == (frozenset({"cheap cup"}), frozenset({"c"}), None)
    assert one.lost(date(2026, 5, 1), date(2026, 5, 2)) == 4.0
    assert one.mended(date(2026, 4, 30)) == 2.5 - 3.0
    with pytest.raises(KeyError):
        faults_of({})


def test_money_a_week_and_what_mending_gains() -> None:
    one = fault()
    assert one.weekly(FIRST) == 70.0
    assert one.mended(FIRST) == 59 * 10 - 20
    assert one.mended(FIRST + timedelta(days=100)) == -20


def test_a_fault_is_due_when_it_stands_out() -> None:
    assert due_from(fault(), FIRST + timedelta(days=5)) == FIRST + timedelta(days=2)
    assert due_from(fault(), FIRST) is None
    assert due_from(fault(visible=None), date.max) is None
    assert due_from(fault(visible=None, data_only=True), date.max) == FIRST


def test_the_right_target_and_stage_is_a_find() -> None:
    assert hits(action(), fault(), OWN)
    assert hits(action("sales_drop", stage="conversion"), fault(), OWN)
    assert not hits(action("sales_drop", stage="risk"), fault(), OWN)
    assert touches(action("sales_drop", stage="risk"), fault())
    assert not hits(action(target=Target("sku", "s", "B2")), fault(), OWN)
    assert not hits(action(target=Target("sku", "other", "A1")), fault(), OWN)
    assert found_by([action(), terms("x")], fault(), OWN) == frozenset({"price_error"})


def test_terms_are_found_by_their_words_and_campaigns_without_words() -> None:
    bleeding = fault(
        "keyword_bleeding",
        stage="traffic",
        scope="term",
        ids=frozenset({"cheap cup"}),
        campaigns=frozenset({"c"}),
    )
    assert hits(terms("cheap cup", "mug"), bleeding, OWN)
    assert not hits(terms("mug"), bleeding, OWN)
    whole = action("negative_terms", stage="traffic", target=Target("campaign", "s", "c"))
    assert hits(whole, bleeding, OWN)


def test_a_fault_of_the_whole_shop_is_found_by_its_own_play() -> None:
    stopped = fault("reminder_stopped", stage="retention", scope="shop", ids=frozenset())
    assert hits(
        action("due_to_reorder", stage="repurchase", target=Target("buyers", "s", "due")), stopped, OWN
    )
    assert not hits(action(), stopped, OWN)
    assert hits(action("sales_drop", stage="retention", target=Target("shop", "s", "s")), stopped, OWN)


def test_a_region_is_known_by_its_short_name_too() -> None:
    slow = fault("region_logistics_down", stage="aftersales", scope="region", ids=frozenset({"浙江省", ""}))
    assert hits(action("slow_service", stage="aftersales", target=Target("region", "s", "浙江")), slow, OWN)
    assert not hits(
        action("slow_service", stage="aftersales", target=Target("region", "s", "江苏")), slow, OWN
    )
