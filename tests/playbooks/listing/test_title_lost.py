from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import exp

import pytest

from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.ahead import DRIFT
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.listing.title_lost import BEFORE, LATE, closer, needs, propose
from zhanggui.playbooks.margin import Margin
from zhanggui.playbooks.page import Page
from zhanggui.playbooks.play import Z80

OLD, NEW = "yoga mat blue", "mat blue"
Told = Mapping[str, list[tuple[int, str, int]]]  # listing -> (days ago, title, visits)


def late(told: Told) -> Columns:
    keys: dict[str, list[Key]] = {"shop": [], "listing": [], "page_title": [], "day": []}
    cells: dict[str, list[Value]] = {"visitor_days": []}
    for listing, rows in told.items():
        for ago, title, visits in rows:
            row: tuple[Key, ...] = ("taobao", listing, title, DAY - timedelta(days=ago))
            for dim, value in zip(keys, row, strict=True):
                keys[dim].append(value)
            cells["visitor_days"].append(visits)
    return columns(keys, cells)


def before(told: Mapping[str, tuple[str, int]]) -> Columns:
    """Listing -> title and visits a day; a visit brings 5, ten of them an order."""
    keys: dict[str, list[Key]] = {
        "shop": ["taobao"] * len(told),
        "listing": list(told),
        "page_title": [title for title, _ in told.values()],
    }
    visits: list[Value] = [many * BEFORE for _, many in told.values()]
    sales: list[Value] = [Decimal(many * BEFORE * 5) for _, many in told.values()]
    orders: list[Value] = [round(many * BEFORE / 10) for _, many in told.values()]
    none: list[Value] = [None] * len(sales)
    return columns(
        keys,
        {
            "visitor_days": visits, "platform_sales": sales, "platform_order_amount": none,
            "platform_buyer_days": none, "platform_units": orders, "platform_order_units": none,
        },
    )  # fmt: skip


def days(changed: int, now: int, usual: int = 40, new: str = NEW) -> list[tuple[int, str, int]]:
    """A page whose title is ``new`` for the last ``changed`` days, with ``now`` visits a day."""
    return [(ago, new, now) if ago < changed else (ago, OLD, usual) for ago in range(LATE)]


def run(page: list[tuple[int, str, int]], others: int = 40, usual: int = 40) -> list[Action]:
    plain = {f"L{n}": [(ago, "cup", others) for ago in range(LATE)] for n in range(1, 6)}
    known = {"L0": (OLD, usual), **{f"L{n}": ("cup", 40) for n in range(1, 6)}}
    return list(propose(given({"late": late({"L0": page, **plain}), "before": before(known)})))


def test_a_lost_word_is_told_on_its_first_day_and_dearer_when_visits_fall() -> None:
    (first,) = run(days(1, 40))
    assert (first.target.ident, first.stage, first.evidence["words"]) == ("L0", "listing", "yoga")
    assert first.evidence["changed"] == DAY
    assert first.impact.low > 0
    assert first.impact.high < Decimal(40 * 7 * 5) * Decimal("0.4")
    # However sure the fall: next weeks' sales are not those of before.
    assert float(first.impact.high / first.impact.mid) > exp(Z80 * DRIFT)
    (later,) = run(days(7, 16))
    assert later.impact.mid > first.impact.mid
    assert (later.evidence["days"], later.evidence["seen"], later.evidence["usual"]) == (7, 112, 280)
    assert later.id == first.id
    assert later.sheet is not None
    assert later.sheet.rows == (("L0", NEW, OLD, "yoga"),)


def test_a_change_that_did_no_harm_is_forgotten() -> None:
    assert run(days(10, 44)) == []


def test_what_all_pages_have_in_common_is_not_the_title_s() -> None:
    (alone,), (common,) = run(days(3, 20)), run(days(3, 20), others=20)
    assert common.impact.mid < alone.impact.mid


def test_titles_that_gain_words_come_back_or_hardly_have_visits_are_left_out() -> None:
    assert run(days(3, 20, new=f"{OLD} gym")) == []
    back = [(ago, OLD if ago < 2 else NEW, 20) for ago in range(LATE)]
    assert run(back) == []
    assert run(days(3, 0, 1), usual=1) == []
    assert run([row for row in days(14, 20) if row[0] >= 7]) == []


def test_rows_without_title_listing_or_day_are_left_out_and_a_day_has_one_title() -> None:
    page = [*days(3, 20), (0, OLD, 5), (1, "", 50)]
    assert [action.evidence["changed"] for action in run(page)] == [DAY - timedelta(days=2)]
    told = given(
        {"late": late({"": days(3, 20), "L0": []}), "before": before({"L0": ("", 40), "L1": (OLD, 40)})}
    )
    assert propose(told) == []


def test_a_shop_of_one_page_is_its_own_measure() -> None:
    told = given({"late": late({"L0": days(7, 16)}), "before": before({"L0": (OLD, 40)})})
    (action,) = propose(told)
    assert action.evidence["seen"] == 112


def test_the_second_look_names_the_skus() -> None:
    (action,) = run(days(3, 20))
    (named,) = closer(given({}), [action], {action.id: Page(skus=("A1", "A2"))})
    assert named.evidence["skus"] == "A1 A2"
    assert named.impact == action.impact
    (plain,) = closer(given({}), [action], {})
    assert plain.evidence["skus"] == ""


def test_the_second_look_takes_the_margin_of_the_goods() -> None:
    (action,) = run(days(3, 20))
    own = replace(given({}).margins, by_sku={("taobao", "A1"): Margin(0.1, 0.2, 0.3, known=True)})
    (named,) = closer(replace(given({}), margins=own), [action], {action.id: Page(skus=("A1", "A2"))})
    whole = own.of("taobao").mid
    assert float(named.impact.mid) == pytest.approx(float(action.impact.mid) * 0.2 / whole, abs=0.01)


def test_the_two_periods_touch() -> None:
    first, last = needs(DAY)["before"].period, needs(DAY)["late"].period
    assert first is not None
    assert last is not None
    assert first.last + timedelta(days=1) == last.first
