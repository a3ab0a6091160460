from datetime import date, datetime
from pathlib import Path

import pytest

from zhanggui.app.load import Options, load
from zhanggui.app.scoring.live import Trouble, born, lead_of, listings_of, terms_of, trouble, went_on
from zhanggui.simulator.exports.adreports import search_terms
from zhanggui.simulator.exports.view import listing_ids, sku_codes
from zhanggui.store.folder import ShopFolder

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


@pytest.mark.parametrize("seed", [1, 2])
def test_what_one_export_says_a_later_one_says_again(seed: int, tmp_path: Path) -> None:
    """Books of files that overlap hold every fee, order and review once, as those of one file do."""
    life = born(trouble(seed, (), 40, 8, START))
    parts, one = (ShopFolder.open(tmp_path / name, create=True) for name in ("parts", "one"))
    for day in (26, 33, 40):
        life.live_until(day)
        life.export(tmp_path / f"{day}", whole=day == 26)
        load(parts, [tmp_path / f"{day}"], Options(datetime(2026, 6, 1, 8), "test"))
    life.export(tmp_path / "all", whole=True)
    load(one, [tmp_path / "all"], Options(datetime(2026, 6, 1, 8), "test"))
    assert _held(parts) == _held(one)
    assert all(row[0] for row in _held(one).values())


def _held(folder: ShopFolder) -> dict[str, tuple[object, ...]]:
    """Rows of a table of the books, and what they come to."""
    sums = {"fee": "sum(amount)", "order_line": "sum(paid)", "review": "sum(stars)"}
    with folder.read() as reading:
        asked = {name: f"SELECT count(*), {column} FROM {name}" for name, column in sums.items()}
        return {name: reading.con.execute(sql).fetchall()[0] for name, sql in asked.items()}


def test_things_are_called_as_in_the_files(amazon: Trouble) -> None:
    shop = amazon.shop
    assert terms_of(shop, frozenset({search_terms(shop)[3]})) == (3,)
    at = listings_of(shop, frozenset({sku_codes(shop)[0]}))
    assert at == listings_of(shop, frozenset({listing_ids(shop)[at[0]]}))
    assert at[0] in listings_of(shop, frozenset({shop.products.code(int(shop.shelf.product[at[0]]))}))
    assert lead_of(shop, at[0]) > 0
