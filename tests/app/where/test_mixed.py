"""A ratio along a dimension: the parts add up, weights are told from rates, and a plan or a young ratio has none."""

from datetime import date, timedelta
from math import fsum
from typing import Any

import numpy as np
import pytest

from tests.app.test_why import order
from zhanggui.app.where.mixed import _part as part_of
from zhanggui.app.why import Asked, Why
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.parts import Effect
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.reports.explained import Explained, Place
from zhanggui.store.folder import ShopFolder

LAST = date(2024, 5, 12)
SHOPS = [Shop(key, "taobao", "CN", "CNY", "Asia/Shanghai") for key in "tu"]


def books(last: dict[tuple[str, str], int]) -> MemoryEngine:
    """Two shops that sell one item at 100 and one at 20 each day; on the last day as ``last`` says."""
    draw = np.random.default_rng(3)
    rows: list[dict[str, Any]] = []
    for back in range(70):
        day = LAST - timedelta(days=back)
        for shop, sku, price in (("t", "dear", 100), ("u", "cheap", 20), ("t", "new", 50)):
            many = int(draw.poisson(20)) if sku != "new" else 0
            rows += [
                {**order(day, sku, price, n), "shop": shop, "order_id": f"{shop}{sku}{day}{n}"}
                for n in range(last.get((shop, sku), many) if not back else many)
            ]
    return MemoryEngine({"order_line": rows}, SHOPS)


def asked(tmp_path: Any, held: MemoryEngine, **more: Any) -> Why:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    return Why(folder, held, Asked("aov", Period(LAST, LAST), **more), LAST)


def test_more_of_the_cheap_shop_is_mix_and_no_rate_moved(tmp_path: Any) -> None:
    told = asked(tmp_path, books({("t", "dear"): 10, ("u", "cheap"): 60})).explain()
    found = told.mixture
    assert found is not None
    assert found.dim == "shop"
    assert {part.value for part in found.parts} == {"t", "u"}
    assert found.change == pytest.approx(float(told.value or 0) - float(told.usual or 0))
    assert fsum(part.change for part in found.parts) == pytest.approx(found.change)
    assert found.total(Effect.WITHIN) == pytest.approx(0, abs=1e-9)
    assert found.total(Effect.MIX) == pytest.approx(found.change)
    assert found.total(Effect.MIX) < -20
    cheap = next(part for part in found.parts if part.value == "u")
    assert list(cheap.rates) == [20.0, 20.0]
    assert cheap.weights[1] > cheap.weights[0] + 0.2


def test_new_and_gone_parts_are_named_and_parts_still_add_up(tmp_path: Any) -> None:
    found = asked(tmp_path, books({("t", "dear"): 0, ("t", "new"): 30}), by=("sku",)).explain().mixture
    assert found is not None
    effects = {part.value: set(part.effects) for part in found.parts}
    assert effects["dear"] == {Effect.GONE}
    assert effects["new"] == {Effect.NEW}
    assert fsum(part.change for part in found.parts) == pytest.approx(found.change)
    assert next(part for part in found.parts if part.value == "new").rates[1] == 50


def test_sums_plans_and_ratios_of_one_part_have_none(tmp_path: Any) -> None:
    held = books({})
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    without = (
        asked(tmp_path, held, by=("platform",)),
        asked(tmp_path, held, against=Against.PLAN),
        Why(folder, held, Asked("gmv", Period(LAST, LAST)), LAST),
    )
    assert [why.explain().mixture for why in without] == [None] * 3


def test_noise_of_rates_is_that_of_earlier_days(tmp_path: Any) -> None:
    """Prices that wander from day to day: the scatter of the whole keeps ordinary moves from being called real."""
    draw = np.random.default_rng(8)
    rows: list[dict[str, Any]] = []
    for back in range(70):
        day = LAST - timedelta(days=back)
        for shop in "tu":
            price = int(draw.integers(60, 140))
            rows += [
                {**order(day, "A", price, n), "shop": shop, "order_id": f"{shop}{day}{n}"} for n in range(40)
            ]
    why = asked(tmp_path, MemoryEngine({"order_line": rows}, SHOPS))
    found = why.explain().mixture
    assert found is not None
    assert all(part.p_noise is not None and part.p_noise > 0.01 for part in found.parts)


@pytest.mark.parametrize("price", [20, 24, 32])
def test_a_part_and_its_place_have_one_verdict(tmp_path: Any, price: int) -> None:
    """Prices of many items wander; on the last day one item's is another, more or less clearly."""
    draw = np.random.default_rng(4)
    rows: list[dict[str, Any]] = []
    for back in range(70):
        day = LAST - timedelta(days=back)
        for item in range(6):
            told = price if not back and item == 2 else int(draw.integers(17, 24))
            rows += [
                {**order(day, f"S{item}", told, n), "shop": "tu"[item % 2], "order_id": f"{item}-{day}-{n}"}
                for n in range(12)
            ]
    found = asked(tmp_path, MemoryEngine({"order_line": rows}, SHOPS), by=("sku",)).explain()
    assert found.mixture is not None
    parts = {part.value: part for part in found.mixture.parts}
    assert {part.shop for part in found.mixture.parts} == {"t", "u"}
    known = [(place, parts[{dim: v for dim, v, _ in place.where}["sku"]]) for place in found.places]
    assert [place.sure for place, _ in known] == [(part.p_noise or 0) <= 0.05 for _, part in known]
    assert any(place.lately is None for place, _ in known) is (price > 24)
    assert (parts["S2"].p_noise or 0) <= 0.05 or price < 32


def test_a_place_that_is_no_part_keeps_its_verdict(tmp_path: Any) -> None:
    told = asked(tmp_path, books({("t", "dear"): 10, ("u", "cheap"): 60})).explain()
    assert told.mixture is not None
    elsewhere = Place((("region", "north", "north"),), 1.0, 2.0, -1.0, None, 0.2, sure=False)
    beside = Place((("shop", "t", "t"), ("sku", "dear", "dear")), 1.0, 2.0, -1.0, None, sure=True)
    parts = told.mixture.parts
    assert [part_of(one, told.mixture) for one in (elsewhere, beside)] == [None, None]
    assert part_of(Place((("shop", "t", "t"),), 1.0, 2.0, -1.0, None), told.mixture) == "t"
    assert len(parts) == 2


def several(tmp_path: Any, rows: list[dict[str, Any]], *by: str) -> Explained:
    return asked(tmp_path, MemoryEngine({"order_line": rows}, SHOPS), by=by).explain()


def test_parts_that_share_orders_are_no_table(tmp_path: Any) -> None:
    """Every order holds two items: by item there are twice as many."""
    rows: list[dict[str, Any]] = []
    for back in range(60):
        day = LAST - timedelta(days=back)
        for n in range(10):
            for sku, price in (("A", 30), ("B", 20 + 5 * (not back))):
                line = order(day, sku, price, n)
                rows.append({**line, "order_id": f"{day}-{n}", "line_id": sku, "shop": "tu"[n % 2]})
    told = several(tmp_path, rows, "sku")
    assert told.mixture is None
    assert [gap.values["dim"] for gap in told.missing if gap.code == "parts_overlap"] == ["sku"]
    assert several(tmp_path, rows).mixture is not None


def priced(back: int, many: int) -> list[dict[str, Any]]:
    """Orders of six items at prices of their own; on the last day the dear ones sell twice as often."""
    day = LAST - timedelta(days=back)
    return [
        {**order(day, f"S{item}", 10 * (item + 1), n), "shop": "t", "order_id": f"{item}-{day}-{n}"}
        for item in range(6)
        for n in range(many * (1 + (not back and item > 3)))
    ]


def test_a_ratio_by_price_band(tmp_path: Any) -> None:
    told = several(tmp_path, [row for back in range(60) for row in priced(back, 8)], "price_band")
    assert told.mixture is not None
    assert told.mixture.dim == "price_band"
    assert len(told.mixture.parts) > 2
    assert told.mixture.total(Effect.WITHIN) == pytest.approx(0, abs=1.5)
    assert fsum(part.change for part in told.mixture.parts) == pytest.approx(float(told.change or 0))


def test_by_day_each_day_stands_against_its_own(tmp_path: Any) -> None:
    rows = [row for back in range(60) for row in priced(back, 4 + back % 3)]
    held = MemoryEngine({"order_line": rows}, SHOPS)
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    week = Period(LAST - timedelta(days=6), LAST)
    told = Why(folder, held, Asked("aov", week, by=("day",)), LAST).explain()
    assert told.mixture is not None
    assert {part.value for part in told.mixture.parts} == {day.isoformat() for day in week}
    assert all(
        set(part.effects) == {Effect.WITHIN, Effect.MIX, Effect.INTERACTION} for part in told.mixture.parts
    )
    moved = max(told.mixture.parts, key=lambda part: part.change)
    assert moved.value == LAST.isoformat()


def test_where_chance_of_the_whole_is_unknown_so_it_is_of_its_parts(tmp_path: Any) -> None:
    told = several(tmp_path, [row for back in range(4) for row in priced(back, 8)], "sku")
    assert told.p_noise is None
    assert told.mixture is not None
    assert {part.p_noise for part in told.mixture.parts} == {None}
