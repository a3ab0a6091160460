import os
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhanggui.app.kpi import kpi
from zhanggui.app.load import Options as LoadOptions
from zhanggui.app.load import load
from zhanggui.app.simulate import Wish, options_of, simulate
from zhanggui.metrics.question import Question
from zhanggui.simulator.decoys import DECOYS
from zhanggui.simulator.entry import PRESETS, Summary
from zhanggui.simulator.faults import FAULTS
from zhanggui.store.folder import ShopFolder


def test_wishes_become_options(tmp_path: Path) -> None:
    some = sorted(FAULTS)[:2]
    made = options_of(Wish(tmp_path, seed=3, days=9, faults=",".join(some), decoys="all"))
    assert (made.seed, made.days, made.fault_keys) == (3, 9, tuple(some))
    assert made.decoy_keys == tuple(DECOYS)
    assert options_of(Wish(tmp_path, decoys="weather")).decoy_keys == ("weather",)
    assert options_of(Wish(tmp_path, platforms="amazon,douyin")).platforms == ("amazon", "douyin")
    assert options_of(Wish(tmp_path, faults="4")).faults == 4
    assert options_of(Wish(tmp_path, faults="none")).fault_keys == ()
    assert options_of(Wish(tmp_path, preset="demo", listings=7)).listings == 7


def test_more_days_than_have_passed_begin_earlier(tmp_path: Path) -> None:
    start = options_of(Wish(tmp_path, days=180)).start
    assert start == options_of(Wish(tmp_path, days=30)).start
    long = options_of(Wish(tmp_path, days=430))
    assert long.start + timedelta(days=429) == start + timedelta(days=179)


def test_an_unknown_fault_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=min(FAULTS)):
        simulate(Wish(tmp_path, faults="no_such_fault"))
    with pytest.raises(ValueError, match="weather"):
        simulate(Wish(tmp_path, decoys="sunshine"))
    with pytest.raises(ValueError, match="shopify"):
        simulate(Wish(tmp_path, platforms="ebay"))


# The presets at a size that a test can load; ZHANGGUI_WHOLE_PRESETS=1 takes them as they are.
_SMALLER = {"demo": (36, 14), "healthy": (19, 12), "noisy": (19, 12), "large": (19, 24)}
_WHOLE = os.environ.get("ZHANGGUI_WHOLE_PRESETS") == "1"
# figure of the books -> entry of the ledger
_SAME = {
    "gmv": "gmv",
    "shipping_income": "shipping",
    "refunds_of_orders": "refunds",
    "fees": "fees",
    "ad_spend": "ad_spend",
    "cost_of_goods": "cost_of_goods",
    "contribution": "contribution",
}


def books_of(made: Summary, place: Path) -> dict[str, dict[str, str]]:
    """The exports read by the product into a shop folder, and what its books say of each shop in the ledger's names.

    Files of one platform do not say which of its two shops they are of: their folders are then loaded one by one.
    """
    folder = ShopFolder.open(place, create=True)
    last = date.fromisoformat(str(made.truth["last_day"]))
    how = LoadOptions(datetime.combine(last, time(23)), "test")
    folders = {one.name: one for one in made.out.iterdir() if one.is_dir()}
    twice = any(name.endswith("-2") for name in folders)
    for name, part in sorted(folders.items()) if twice else ():
        assert not any(one.refused for one in load(folder, [part], replace(how, shop=name)))
    told = load(folder, [*made.out.glob("*.xlsx")] if twice else [made.out], how)
    assert not any(one.refused for one in told)
    answer = kpi(folder, Question((*_SAME, "refunds"), ("shop",)))
    assert (
        answer.cells["refunds"] == answer.cells["refunds_of_orders"]
    )  # of all days, whether or not they say theirs
    out = {}
    for row, shop in enumerate(answer.keys["shop"]):
        cells = {name: answer.cells[figure][row] for figure, name in _SAME.items()}
        assert all(value is not None for value in cells.values()), (shop, cells, answer.missing)
        out[str(shop)] = {
            name: str(Decimal(str(value)).quantize(Decimal("0.01"))) for name, value in cells.items()
        }
    return out


def ledger_of(made: Summary) -> dict[str, dict[str, str]]:
    ledger: Any = made.truth["ledger"]
    return {shop: {name: told[name] for name in _SAME.values()} for shop, told in ledger.items()}


@pytest.mark.parametrize("name", PRESETS)
def test_the_books_that_the_product_keeps_of_the_files_are_the_ledger(tmp_path: Path, name: str) -> None:
    days, listings = (None, None) if _WHOLE else _SMALLER[name]
    made = simulate(Wish(tmp_path / "out", 2, name, days=days, listings=listings))
    assert books_of(made, tmp_path / "shop") == ledger_of(made)


@pytest.mark.parametrize(
    "wish",
    [
        {"shops": 1, "platforms": "amazon", "days": 30, "listings": 30, "faults": "cost_rise"},
        {"shops": 5, "days": 18, "listings": 10, "decoys": "late_data,viral_post", "faults": "export_twice"},
        {"shops": 2, "platforms": "douyin", "days": 20, "listings": 12, "faults": "batch_defect"},
        {"shops": 2, "platforms": "amazon", "days": 18, "listings": 10, "faults": "0"},
    ],
    ids=["one shop", "five shops", "two of one platform", "two sellers of a marketplace"],
)
def test_odd_shops_balance_as_well(tmp_path: Path, wish: dict[str, Any]) -> None:
    made = simulate(Wish(tmp_path / "out", 5, **wish))
    assert books_of(made, tmp_path / "shop") == ledger_of(made)
