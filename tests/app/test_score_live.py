from datetime import date
from pathlib import Path

import pytest

from zhanggui.app.score_live import Trouble, born, lead_of, listings_of, terms_of, trouble, went_on
from zhanggui.simulator.exports.adreports import search_terms
from zhanggui.simulator.exports.view import listing_ids, sku_codes

START = date(2026, 3, 2)


@pytest.fixture(scope="module")
def amazon() -> Trouble:
    """Seed 2 is the turn of Amazon."""
    return trouble(2, ("price_below_cost",), 40, 12, START)


def test_the_platform_turns_with_the_seed(amazon: Trouble) -> None:
    assert amazon.shop.plan.platform == "amazon"
    assert trouble(4, (), 30, 10, START).shop.plan.platform == "taobao"


def test_two_ways_from_the_same_morning_differ_by_what_is_done(amazon: Trouble) -> None:
    start = born(amazon)
    start.live_until(20)
    idle, again, mended = went_on(start), went_on(start), went_on(start)
    mended.mend(0, 20)
    mended.mend(0, 25)
    for life in (idle, again, mended):
        life.live_until(30)
        life.live_until(40)
    assert idle.earned(0, 39) == again.earned(0, 39)
    assert mended.earned(0, 39) > idle.earned(0, 39)
    assert mended.ends == {0: 20}
    assert mended.earned(0, 19) + mended.paid == idle.earned(0, 19)
    assert start.state.day == 20


def test_days_in_parts_are_the_same_as_in_one(amazon: Trouble) -> None:
    one, parts = born(amazon), born(amazon)
    one.live_until(30)
    for day in (7, 14, 30):
        parts.live_until(day)
    assert one.earned(0, 29) == parts.earned(0, 29)


def test_files_are_written_as_on_an_evening(amazon: Trouble, tmp_path: Path) -> None:
    life = born(amazon)
    life.live_until(14)
    life.export(tmp_path / "files", whole=True)
    names = [path.name for path in (tmp_path / "files").iterdir()]
    assert names
    life.live_until(16)
    life.export(tmp_path / "later", whole=False)
    assert list((tmp_path / "later").iterdir())


def test_things_are_called_as_in_the_files(amazon: Trouble) -> None:
    shop = amazon.shop
    assert terms_of(shop, frozenset({search_terms(shop)[3]})) == (3,)
    at = listings_of(shop, frozenset({sku_codes(shop)[0]}))
    assert at == listings_of(shop, frozenset({listing_ids(shop)[at[0]]}))
    assert at[0] in listings_of(shop, frozenset({shop.products.code(int(shop.shelf.product[at[0]]))}))
    assert lead_of(shop, at[0]) > 0
