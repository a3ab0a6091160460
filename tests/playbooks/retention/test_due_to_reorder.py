from datetime import timedelta
from decimal import Decimal

import numpy as np

from tests.playbooks.giving import DAY, columns, given
from tests.playbooks.retention.test_old_buyers import platform
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.fall import DAYS as FALL_DAYS
from zhanggui.playbooks.retention.due_to_reorder import GONE, needs, propose


def buyers(rows: list[tuple[str | None, int, int, int]]) -> Columns:
    """(buyer, days bought on, days since the first, days since the last), evenly spread, 80 each."""
    keys: dict[str, list[Key]] = {"shop": [], "buyer": [], "sku": [], "day": []}
    for buyer, orders, first, last in rows:
        for n in range(orders):
            ago = (
                round(first - (first - last) * n / max(orders - 1, 1))
                if n < orders - 1 or orders == 1
                else last
            )
            keys["shop"].append("taobao")
            keys["buyer"].append(buyer)
            keys["sku"].append("A1")
            keys["day"].append(DAY - timedelta(days=ago))
    return columns(keys, {"gmv": [Decimal(80)] * len(keys["day"]), "units": [1] * len(keys["day"])})


def run(rows: list[tuple[str | None, int, int, int]]) -> list[Action]:
    return propose_on(buyers(rows))


def propose_on(known: Columns) -> list[Action]:
    """What is proposed where no platform counts old buyers."""
    return list(propose(given({"buyers": known, **platform()})))


def test_buyers_whose_time_has_come_are_listed() -> None:
    due: list[tuple[str | None, int, int, int]] = [(f"due{n:02d}", 4, 30 * 3 + 32, 32) for n in range(40)]
    early: list[tuple[str | None, int, int, int]] = [(f"early{n}", 4, 30 * 3 + 5, 5) for n in range(40)]
    gone: list[tuple[str | None, int, int, int]] = [(f"gone{n}", 4, 30 * 3 + 150, 150) for n in range(40)]
    once: list[tuple[str | None, int, int, int]] = [(f"once{n}", 1, 30, 30) for n in range(40)]
    (action,) = run([*due, *early, *gone, *once, (None, 9, 90, 30)])
    assert action.sheet is not None
    assert {row[0] for row in action.sheet.rows} == {row[0] for row in due}
    assert action.evidence["rhythm"] == 30
    assert action.impact.basis == "assumed"
    weeks = 30 * 0.8 / 7
    assert abs(float(action.impact.mid) - 40 * 80 * 0.4 * 0.03 / weeks) < 0.02


def test_without_a_rhythm_or_with_few_due_there_is_no_list() -> None:
    assert run([(f"b{n}", 1, 30, 30) for n in range(200)]) == []
    assert run([(f"b{n}", 3, 70, 10) for n in range(100)]) == []
    assert run([(None, 5, 90, 30)]) == []
    assert needs(DAY)["buyers"].by == ("shop", "buyer", "sku", "day")


def test_slow_buyers_are_not_hurried() -> None:
    rng = np.random.default_rng(1)
    quick: list[tuple[str | None, int, int, int]] = [(f"q{n}", 6, 5 * 20 + 22, 22) for n in range(60)]
    slow: list[tuple[str | None, int, int, int]] = [
        (f"s{n}", 6, 5 * 60 + 22 + int(rng.integers(0, 3)), 22) for n in range(60)
    ]
    (action,) = run([*quick, *slow])
    assert action.sheet is not None
    assert all(str(row[0]).startswith("q") for row in action.sheet.rows)


def regulars(seed: int, stops: int | None, new: float = 1.0, *, slip: int = 0) -> Columns:
    """Sixty new buyers a week for thirty weeks, who come back at random, a sixth of them in any fortnight.

    Nine of ten returns are missing in the last ``stops`` days; ``new``: share of new buyers in them. ``slip``: buyers
    a day who came once in the last thirty days, for another SKU at 20 in place of 80.
    """
    rng = np.random.default_rng(seed)
    keys: dict[str, list[Key]] = {"shop": [], "buyer": [], "sku": [], "day": []}
    for number in range(1800):
        ago = 210 - number * 210 // 1800
        late = stops is not None and ago <= stops
        if late and rng.random() > new:
            continue
        first = True
        while ago >= 0:
            lost = stops is not None and ago < stops and not first and rng.random() < 0.9
            if not lost:
                keys["shop"].append("taobao")
                keys["buyer"].append(f"b{number:04d}")
                keys["sku"].append("A1" if number % 4 else "A2")
                keys["day"].append(DAY - timedelta(days=ago))
            first = False
            if rng.random() < 0.3:
                break
            ago -= 1 + int(rng.exponential(40))
    usual = len(keys["day"])
    for number in range(slip * 30):
        keys["shop"].append("taobao")
        keys["buyer"].append(f"s{number}")
        keys["sku"].append("A2")
        keys["day"].append(DAY - timedelta(days=number % 30))
    paid = [Decimal(80)] * usual + [Decimal(20)] * (slip * 30)
    return columns(keys, {"gmv": paid, "units": [1] * len(paid)})


def test_buyers_who_stop_coming_back_are_money_lost() -> None:
    (action,) = propose_on(regulars(1, stops=14))
    assert action.cause == "returns_fell"
    assert action.impact.low > 0
    assert action.impact.basis == "known"
    assert int(str(action.evidence["returned"])) < 0.5 * float(str(action.evidence["expected"]))
    lost = float(str(action.evidence["expected"])) - int(str(action.evidence["returned"]))
    assert abs(float(action.impact.mid) - lost / 2 * 80 * 0.4 * GONE[1]) < 2


def test_buyers_who_come_as_ever_are_an_opportunity_that_may_gain_nothing() -> None:
    for seed in range(4):
        (action,) = propose_on(regulars(seed, stops=None))
        assert (action.cause, action.impact.low) == ("buyers_due", Decimal(0))


def test_who_came_once_for_a_slipped_price_is_not_missed() -> None:
    for seed in range(4):
        facts = {"buyers": regulars(seed, stops=None, slip=80), **platform()}
        assert [action.cause for action in propose(given(facts))] == ["buyers_due"]


def test_regulars_who_stay_away_are_missed_beside_a_slipped_price() -> None:
    (action,) = propose_on(regulars(1, stops=14, slip=80))
    (plain,) = propose_on(regulars(1, stops=14))
    assert action.cause == "returns_fell"
    assert action.impact == plain.impact


def test_a_shop_that_nobody_visits_has_no_fault_of_its_reminders() -> None:
    (action,) = propose_on(regulars(1, stops=14, new=0.1))
    assert action.cause == "buyers_due"


def test_an_age_that_few_buyers_have_reached_lets_nobody_be_missed() -> None:
    rows: list[tuple[str | None, int, int, int]] = []
    for ago in range(75):
        rows += [(f"once{ago}-{n}", 1, ago, ago) for n in range(25 if 60 <= ago <= 71 else 0)]
        rows += [(f"again{ago}-{n}", 2, ago, ago - 10) for n in range(3) if ago >= 10]
    assert [action.cause for action in run(rows)] == ["buyers_due"]
    # One of the first day comes back after 58 days: that is no rate for all who have waited as long.
    assert [action.cause for action in run([*rows, ("late", 2, 74, 16)])] == ["buyers_due"]


def test_a_short_history_or_few_returns_teach_no_hazard() -> None:
    young: list[tuple[str | None, int, int, int]] = [(f"b{n:02d}", 3, 24, 9) for n in range(60)]
    rare: list[tuple[str | None, int, int, int]] = [(f"c{n:02d}", 2, 23, 11) for n in range(40)]
    old: list[tuple[str | None, int, int, int]] = [(f"d{n:02d}", 1, 200, 200) for n in range(40)]
    for rows in (young, [*rare, *old]):
        assert all(action.cause == "buyers_due" for action in run(rows))


def counted(seed: int, old: float = 1.0, new: float = 1.0, *, named: bool = True) -> list[Action]:
    """Forty regulars whose time has come, in a shop where the platform counts ten old and twelve new ones a day.

    Of the last seven days' so many times as many. Without ``named`` no file tells buyers apart.
    """
    rng = np.random.default_rng(seed)
    olds, news = np.full(FALL_DAYS, 10.0), np.full(FALL_DAYS, 12.0)
    olds[-7:] *= old
    news[-7:] *= new
    came, fresh = rng.poisson(olds).astype(np.float64), rng.poisson(news).astype(np.float64)
    regulars = [(f"due{n:02d}" if named else None, 4, 30 * 3 + 32, 32) for n in range(40)]
    facts = {"buyers": buyers(regulars), **platform(came, fresh)}
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts)))


def test_old_buyers_that_the_platform_misses_are_money_lost() -> None:
    (action,) = counted(1, old=0.2)
    assert action.cause == "returns_fell"
    assert 50 < float(str(action.evidence["expected"])) < 90
    # 70 expected, some 14 seen, 80 each at 40 %
    assert 1000 < action.impact.mid < 2500
    assert 0 < action.impact.low < action.impact.mid < action.impact.high


def test_old_buyers_as_ever_or_missing_with_the_new_ones_are_no_fault_of_reminders() -> None:
    for seed in range(6):
        assert [action.cause for action in counted(seed)] == ["buyers_due"]
        assert [action.cause for action in counted(seed, old=0.3, new=0.3)] == ["buyers_due"]


def test_old_buyers_without_names_are_missed_without_a_list() -> None:
    (action,) = counted(1, old=0.2, named=False)
    assert (action.cause, action.sheet, action.target.kind) == ("old_buyers_fell", None, "shop")
    # 40 purchases of 80 in eight weeks, of some 1,200 buyers counted: 60 of them are missing a week.
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    missing = float(str(action.evidence["expected"])) - int(str(action.evidence["returned"]))
    assert abs(float(action.impact.mid) - missing * 40 * 80 / (56 * 21) * 0.4 * GONE[1]) < 5
    assert counted(1, named=False) == []
