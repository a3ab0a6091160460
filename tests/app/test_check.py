from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.shops import FIRST, LAST, NOW, loaded, pdd
from tests.app.test_done import proposal
from zhanggui.app.check import check
from zhanggui.outcomes.verdict import Code, Strength
from zhanggui.store.folder import ShopFolder


@pytest.fixture
def acted(tmp_path: Path) -> ShopFolder:
    """Four weeks before and two after a day on which something was done about T01-M."""
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, LAST - timedelta(days=2)))
    done = datetime.combine(LAST - timedelta(days=16), time(12))
    journal = folder.journal()
    journal.record_proposals([proposal("abc1111111")], done)
    journal.mark("abc1111111", "done", "", done, "")
    return folder


def test_nothing_done_nothing_to_check(empty: ShopFolder) -> None:
    assert check(empty, LAST) == ()


def test_before_its_check_day_it_is_too_early(acted: ShopFolder) -> None:
    (one,) = check(acted, LAST)
    assert (one.verdict.code, one.after) == (Code.TOO_EARLY, None)
    assert one.verdict.mid is None


def test_after_it_before_is_compared_with_after_and_called_weak(acted: ShopFolder) -> None:
    (one,) = check(acted, LAST + timedelta(days=14))
    assert one.verdict.strength is Strength.WEAK
    assert one.after is not None
    assert one.after.days == 14
    assert one.verdict.code in {Code.WORKED, Code.DID_NOT, Code.CANT_TELL}
    assert one.verdict.mid is not None
    # The same orders before and after: nothing was realised.
    assert one.verdict.mid == Decimal(0)
    again = check(acted, LAST + timedelta(days=14))
    assert again == (one,)


def test_without_files_of_the_days_after_there_is_nothing_to_compare(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, FIRST + timedelta(days=20)))
    done = datetime.combine(FIRST + timedelta(days=20), time(12))
    folder.journal().record_proposals([proposal("abc1111111")], NOW)
    folder.journal().mark("abc1111111", "done", "", done, "")
    (one,) = check(folder, LAST + timedelta(days=30))
    assert one.verdict.code is Code.NO_DATA
    assert one.after is not None
    assert one.after.first == FIRST + timedelta(days=21)
