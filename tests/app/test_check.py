from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.shops import FIRST, LAST, NOW, loaded, pdd
from tests.app.test_done import proposal
from zhanggui.actions.action import Cell
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


def test_what_promised_no_money_is_not_judged_by_money(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, LAST - timedelta(days=2)))
    done = datetime.combine(LAST - timedelta(days=16), time(12))
    count = proposal("abc1111111")
    nothing = replace(count.impact, low=Decimal(0), mid=Decimal(0), high=Decimal(0))
    folder.journal().record_proposals([replace(count, impact=nothing)], done)
    folder.journal().mark("abc1111111", "done", "", done, "")
    (one,) = check(folder, LAST + timedelta(days=14))
    assert (one.verdict.code, one.verdict.mid) == (Code.CANT_TELL, None)
    assert one.forecast == (None, None, None)


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


def test_what_was_done_after_its_check_day_gets_as_many_days_as_it_would_have_had(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, LAST))
    done = datetime.combine(LAST + timedelta(days=180), time(12))
    folder.journal().record_proposals([proposal("abc1111111")], NOW)
    folder.journal().mark("abc1111111", "done", "", done, "")
    due = done.date() + timedelta(days=14)
    (one,) = check(folder, done.date() + timedelta(days=1))
    assert (one.verdict.code, one.due) == (Code.TOO_EARLY, due)
    (one,) = check(folder, due)
    assert one.verdict.code is Code.NO_DATA
    assert one.after is not None
    assert (one.after.first, one.after.last) == (done.date() + timedelta(days=1), due - timedelta(days=1))


def aimed(tmp_path: Path, evidence: dict[str, Cell]) -> ShopFolder:
    """Something else was done, two weeks before the end of the books."""
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, LAST - timedelta(days=2)))
    done = datetime.combine(LAST - timedelta(days=16), time(12))
    row = replace(proposal("abc1111111"), play="slow_service", evidence=evidence)
    folder.journal().record_proposals([row], done)
    folder.journal().mark("abc1111111", "done", "", done, "")
    return folder


@pytest.mark.parametrize(
    "evidence",
    [
        {"kind": "shop", "ident": "pdd", "cause": "fee_share_up"},
        {"kind": "shop", "ident": "pdd"},
        {"kind": "shop", "ident": "pdd", "cause": "slow_behind"},
    ],
)
def test_what_no_figure_is_about_can_not_be_told_and_is_no_nought(
    tmp_path: Path, evidence: dict[str, Cell]
) -> None:
    (one,) = check(aimed(tmp_path, evidence), LAST + timedelta(days=14))
    assert (one.verdict.code, one.verdict.mid) == (Code.CANT_TELL, None)


def test_waits_are_judged_by_the_wait_without_money(tmp_path: Path) -> None:
    """Parcels leave at 18:00 as before: nothing has changed. Nobody tells of replies."""
    folder = aimed(tmp_path / "a", {"kind": "shop", "ident": "pdd", "cause": "slow_ship"})
    (one,) = check(folder, LAST + timedelta(days=14))
    assert (one.verdict.code, one.verdict.mid) == (Code.CANT_TELL, None)
    assert one.after is not None
    told = aimed(tmp_path / "b", {"kind": "region", "ident": "A", "cause": "slow_reply"})
    assert check(told, LAST + timedelta(days=14))[0].verdict.code is Code.NO_DATA
