from datetime import timedelta
from decimal import Decimal

import numpy as np

from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.risk.sales_drop import needs, propose

DAYS = 49


def shop(seed: int, skus: int = 30, drop: float = 1.0, slump: float = 1.0, mean: float = 8.0) -> Columns:
    """Weekday-shaped, overdispersed counts; in the last week S00 sells ``drop`` and all sell ``slump`` of usual."""
    rng = np.random.default_rng(seed)
    weekday = np.tile([0.9, 0.9, 0.9, 1.0, 1.1, 1.2, 1.0], DAYS // 7)
    keys: dict[str, list[object]] = {"shop": [], "sku": [], "day": []}
    units, sales = [], []
    for n in range(skus):
        level = mean * np.exp(rng.normal(0, 0.5)) if n else mean
        rate = level * weekday
        rate[-7:] *= slump * (drop if n == 0 else 1.0)
        for at, count in enumerate(rng.poisson(rng.gamma(6, rate / 6))):
            if count:
                keys["shop"].append("taobao")
                keys["sku"].append(f"S{n:02d}")
                keys["day"].append(DAY - timedelta(days=DAYS - 1 - at))
                units.append(int(count))
                sales.append(Decimal(int(count) * 50))
    return columns(keys, {"units": units, "gmv": sales})  # type: ignore[arg-type]


def run(table: Columns) -> list[Action]:
    return list(propose(given({"sold": table})))


def test_a_real_drop_is_found_with_its_money() -> None:
    hits = 0
    for seed in range(10):
        found = [action for action in run(shop(seed, drop=0.15, mean=14)) if action.target.ident == "S00"]
        hits += len(found)
        if found:
            # 14 a day × 0.85 × 7 days × 50 at 40 %
            assert 0.6 < float(found[0].impact.mid) / (14 * 0.85 * 7 * 20) < 1.5
            assert found[0].impact.low < found[0].impact.mid < found[0].impact.high
    assert hits >= 9


def test_noise_raises_no_alarm() -> None:
    alarms = sum(len(run(shop(seed))) for seed in range(40))
    assert alarms <= 3


def test_a_slump_of_everything_is_not_a_fault_of_each() -> None:
    alarms = sum(len(run(shop(seed, slump=0.6))) for seed in range(20))
    assert alarms <= 2


def test_small_or_unknown_places_are_not_judged() -> None:
    assert run(shop(1, skus=3, drop=0.0, mean=0.3)) == []
    table = shop(1)
    table.keys["sku"][:] = None
    assert run(table) == []
    assert needs(DAY)["sold"].by == ("shop", "sku", "day")


def test_a_shop_of_one_sku_is_judged_on_its_own() -> None:
    (action,) = run(shop(2, skus=1, drop=0.0, mean=20))
    assert action.cause == "below_usual"


def test_a_week_without_any_sale_breaks_nothing() -> None:
    table = shop(3, mean=20)
    gone = [DAYS - 1 - (DAY - day).days < 7 for day in table.keys["day"]]
    kept = [n for n, out in enumerate(gone) if not out]
    late = columns(
        {dim: [column[n] for n in kept] for dim, column in table.keys.items()},
        {name: [cells[n] for n in kept] for name, cells in table.cells.items()},
    )
    assert run(late) == []
