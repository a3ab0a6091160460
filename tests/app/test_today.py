import csv
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from tests.app.shops import FIRST, LAST, NOW, filled, loaded, pdd, search_terms
from tests.app.where.test_located import spent
from tests.app.where.test_places import CN, SLUMP, line, slumped
from zhanggui.app.books import engine
from zhanggui.app.today import _lately, briefing, figures, headline
from zhanggui.app.why import Asked, Why
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period, day
from zhanggui.reports.opening import Opening
from zhanggui.reports.page import page
from zhanggui.reports.phrases import Phrases
from zhanggui.reports.workbook import workbook
from zhanggui.store.folder import ShopFolder

SATURDAY = 5


def month(number: int) -> Period:
    """A month of 2025."""
    first = date(2025, number, 1)
    return Period(first, date(2025, number + 1, 1) - timedelta(days=1))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shop of these tests was loaded."""
    place = tmp_path_factory.mktemp("small")
    folder = ShopFolder.open(place / "shop", create=True)
    loaded(folder, pdd(place / "a.csv"), search_terms(place / "b.csv"))
    return folder.path


@pytest.fixture
def small(once: Path, tmp_path: Path) -> ShopFolder:
    shutil.copytree(once, tmp_path / "shop")
    return ShopFolder.open(tmp_path / "shop")


def test_the_day_in_figures_causes_and_actions(small: ShopFolder) -> None:
    made = briefing(small, "day", None, NOW, "zh")
    assert made is not None
    assert (made.period.first, made.against, made.compared) == (LAST, "weekdays", 4)
    assert made.headline is not None
    assert made.headline.value == Decimal(288)
    assert {moved.kind for moved in made.moved} == {"tree", "listings"}
    assert set(made.files) <= {action.id for action in made.todo}
    for place in made.files.values():
        with Path(place).open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    rows = {row.id for row in small.journal().actions()}
    assert {action.id for action in made.todo} <= rows


def test_advertising_alone_is_told_with_what_to_do(empty: ShopFolder, tmp_path: Path) -> None:
    loaded(empty, search_terms(tmp_path / "terms.csv"))
    made = briefing(empty, "day", None, NOW, "en")
    assert made is not None
    assert made.headline is None
    assert made.shops == ("amazon",)
    assert {kpi.metric: kpi.value for kpi in made.kpis}["ad_spend"] == 9 * Decimal("156.22") + 90
    assert [action.play for action in made.todo] == ["negative_terms"]
    assert made.moved == ()
    assert "no paid order" in Opening(made, Phrases("en")).whole()
    week = briefing(empty, "week", made.period.last, NOW, "en")
    assert week is not None
    assert "Only" not in Opening(week, Phrases("en")).whole()


def test_books_that_tell_of_no_day_have_no_briefing(empty: ShopFolder, tmp_path: Path) -> None:
    loaded(empty, filled("costs", tmp_path / "costs.xlsx", ("A1", "", "", 8)))
    assert briefing(empty, "day", None, NOW, "en") is None
    assert briefing(empty, "day", FIRST, NOW, "en") is None
    assert briefing(empty, "week", FIRST, NOW, "en") is None


def test_the_same_morning_twice_is_the_same_page_and_workbook(small: ShopFolder, tmp_path: Path) -> None:
    one, other = (briefing(small, "day", None, NOW, "zh") for _ in range(2))
    assert one is not None
    assert other is not None
    assert page(one, Phrases("zh")) == page(other, Phrases("zh"))
    workbook(one, Phrases("zh"), tmp_path / "1.xlsx")
    workbook(other, Phrases("zh"), tmp_path / "2.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("kind", "when", "first", "last"),
    [
        ("week", LAST, date(2024, 5, 6), LAST),
        ("week", date(2024, 5, 8), date(2024, 5, 6), date(2024, 5, 8)),
        ("month", LAST, date(2024, 5, 1), LAST),
        ("month", date(2024, 3, 31), FIRST - timedelta(days=3), date(2024, 3, 31)),
    ],
)
def test_weeks_and_months_are_of_the_calendar(
    small: ShopFolder, kind: str, when: date, first: date, last: date
) -> None:
    made = briefing(small, kind, when, NOW, "zh")
    assert made is not None
    assert (made.period.first, made.period.last) == (first, last)
    assert made.todo == ()


def test_a_month_longer_than_the_one_before_says_so(empty: ShopFolder, tmp_path: Path) -> None:
    loaded(empty, pdd(tmp_path / "a.csv", date(2024, 4, 1), date(2024, 5, 31)))
    told = {}
    for last in (date(2024, 5, 30), date(2024, 5, 31)):
        made = briefing(empty, "month", last, NOW + timedelta(days=60), "en")
        assert made is not None
        assert made.headline is not None
        assert made.headline.usual is not None
        told[made.against] = Opening(made, Phrases("en")).lead()
    assert list(told) == ["previous_month", "shorter_month"]
    assert "the same days of the month before" in told["previous_month"]
    assert "the whole month before, which has fewer days" in told["shorter_month"]


def test_a_week_is_compared_with_the_week_before(small: ShopFolder) -> None:
    made = briefing(small, "week", LAST, NOW, "en")
    assert made is not None
    assert made.headline is not None
    whole, late = Decimal(84 * 48 + 40 * 21), Decimal(84 * (8 + 6 - 2 - 2))
    assert made.headline.usual == whole
    assert made.headline.value == whole - late
    assert made.days_known == 7


def test_no_books_no_briefing(empty: ShopFolder) -> None:
    assert briefing(empty, "day", None, NOW, "zh") is None


def test_what_was_done_is_not_proposed_again_soon(small: ShopFolder) -> None:
    made = briefing(small, "day", None, NOW, "zh")
    assert made is not None
    for action in made.todo:
        small.journal().mark(action.id, "done", "", NOW, "")
    again = briefing(small, "day", None, NOW + timedelta(days=1), "zh")
    assert again is not None
    assert not {action.id for action in again.todo} & {action.id for action in made.todo}


@pytest.mark.parametrize(
    ("ago", "asked", "silent"),
    [
        (0, False, True),
        (13, False, True),
        (14, False, False),
        (-180, False, True),  # done now, of a list of books that ended long ago
        (-1, True, True),  # this morning, of yesterday's list
        (-180, True, False),  # an earlier list knows nothing of what was done months after it
        (20, True, False),
    ],
)
def test_what_was_done_around_a_list_is_not_in_it(ago: int, asked: bool, silent: bool) -> None:
    assert _lately(LAST - timedelta(days=ago), LAST, asked=asked) is silent


@pytest.mark.parametrize("back", [0, 1, 2, 5, 9])
def test_the_morning_s_sentence_and_why_say_the_same(small: ShopFolder, back: int) -> None:
    when = LAST - timedelta(days=back)
    with engine(small) as books:
        told = Why(small, books, Asked("gmv", day(when)), when).answer()
        tile = headline(small, books, when)
    assert tile is not None
    assert tile.value == told.value
    assert tile.usual == told.usual
    assert tile.noise is (None if told.p_noise is None else told.nothing)
    made = briefing(small, "day", when, NOW, "en")
    assert made is not None
    tree = next((moved for moved in made.moved if moved.kind == "tree"), None)
    drivers = {} if told.finding is None else {one.code: one.change for one in told.finding.drivers}
    assert ({} if tree is None else {one.key: one.part for one in tree.drivers}) == drivers
    said = Opening(made, Phrases("en")).whole()
    assert ("within the usual range" in said) is bool(tile.noise and tile.value != tile.usual)
    with engine(small) as books:
        for kpi in made.kpis:
            if kpi.noise is False:  # a tile called real is real to whoever asks why
                asked = Why(small, books, Asked(kpi.metric, day(when)), when).verdict()
                assert not asked.nothing


@pytest.mark.parametrize(("shops", "key"), [("tv", "why.market"), ("t", "why.alike")])
def test_a_slump_of_everything_is_said_to_be_one(tmp_path: Path, shops: str, key: str) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    made = figures(folder, slumped(shops), (day(SLUMP[-1]), (), "weekdays"), "day")
    assert made.alike == tuple(shops)
    said = Phrases("zh").texts.say(key, shops="t")
    assert said in Opening(made, Phrases("zh")).whole()


def test_a_shop_that_rests_on_saturdays_lacks_no_days_of_a_month(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    rows = [
        line("t", one, f"S{k % 3}", 20 + (one.toordinal() * 7 + k) % 5, k)
        for one in days
        if one.weekday() != SATURDAY and one != date(2025, 9, 3)
        for k in range(8 + one.toordinal() * 3 % 5)
    ]
    books = MemoryEngine({"order_line": rows}, [CN])
    made = figures(folder, books, (month(8), (month(7),), "previous_month"), "month")
    assert (made.days_open, made.days_known) == (26, 26)
    assert made.headline is not None
    assert made.headline.noise is True
    assert "26" not in Opening(made, Phrases("zh")).rest()
    made = figures(folder, books, (month(9), (month(8),), "previous_month"), "month")
    assert (made.days_open, made.days_known) == (26, 25)
    assert "25/26" in Opening(made, Phrases("zh")).rest()


def test_a_young_shop_is_held_against_the_day_before(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", first=LAST - timedelta(days=3)))
    made = briefing(folder, "day", LAST, NOW, "en")
    assert made is not None
    assert (made.against, made.compared) == ("previous", 1)
    assert "the trading day before" in Opening(made, Phrases("en")).whole()


def dear(times: int) -> MemoryEngine:
    """A shop whose sales go on as ever; on the last day its fees are ``times`` what they were."""
    rng = np.random.default_rng(8)
    known = {"shop": "t", "currency": "CNY"}
    sold = [
        line("t", day, f"S{n % 9}", 50, n) | {"shipping": Decimal(0), "platform_discount": Decimal(0)}
        for day in SLUMP
        for n in range(int(rng.poisson(130)))
    ]
    fees = [
        {**known, "fee_id": f"{day}{kind}", "order_id": "", "sku": "", "day": day, "kind": kind, "amount": amount}
        for day in SLUMP
        for kind, amount in (
            ("receipt", Decimal(5000)),
            ("commission", Decimal(int(rng.normal(400, 20))) * (times if day == SLUMP[-1] else 1)),
        )
    ]  # fmt: skip
    ads = [spent("t", day, int(rng.normal(300, 15))) for day in SLUMP]
    costs = [{**known, "shop": "", "sku": f"S{n}", "product": "", "from_day": SLUMP[0], "cost": Decimal(20)}
             for n in range(9)]  # fmt: skip
    back = [{**known, "refund_id": str(day), "order_id": "x", "line_id": "", "sku": "S1", "listing_id": "",
             "order_day": day, "settled_day": day, "amount": Decimal(50), "quantity": 1, "reason": "",
             "kind": "refund", "stage": ""} for day in SLUMP]  # fmt: skip
    tables = {"order_line": sold, "fee": fees, "ad": ads, "sku_cost": costs, "refund": back}
    return MemoryEngine(tables, [CN])


def test_a_profit_that_moved_is_taken_apart_though_sales_did_not(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    span = day(SLUMP[-1]), (), "weekdays"
    made = figures(folder, dear(6), span, "day")
    profit = next(moved for moved in made.moved if moved.kind == "profit")
    assert profit.drivers[0].key == "fees"
    assert sum(driver.part for driver in profit.drivers) == profit.change < 0
    said = Opening(made, Phrases("zh")).whole()
    assert "贡献利润" in said
    assert "平台及履约费用" not in said  # the sentence is of sales; the table tells the terms
    assert "平台及履约费用" in page(made, Phrases("zh"))
    assert [moved.kind for moved in figures(folder, dear(1), span, "day").moved] == ["tree", "listings"]
