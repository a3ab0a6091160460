from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from tests.app.shops import LAST, NOW
from zhanggui.app.done import mark, usual_time
from zhanggui.store.folder import ShopFolder
from zhanggui.store.journal import UnknownActionError
from zhanggui.store.journal_rows import ActionRow, ImpactRow


def proposal(ident: str) -> ActionRow:
    impact = ImpactRow(Decimal(1), Decimal(2), Decimal(3), "CNY", "week")
    return ActionRow(
        id=ident, play="reorder", target="sku:T01-M", shop="pdd", proposed=LAST, impact=impact, minutes=5,
        evidence={"kind": "sku", "ident": "T01-M"}, file="", check_on=LAST + timedelta(days=14), owner="supply",
    )  # fmt: skip


def test_a_proposal_is_marked_by_its_id_or_its_beginning(empty: ShopFolder) -> None:
    empty.journal().record_proposals([proposal("abc1111111"), proposal("abd2222222")], NOW)
    assert mark(empty, "abc", "done", NOW, "went well").state == "done"
    assert mark(empty, "abd2222222", "skipped", NOW).state == "skipped"
    assert [row.id for row in empty.journal().actions("done")] == ["abc1111111"]


@pytest.mark.parametrize("ident", ["", "ab", "zzz"])
def test_what_is_not_one_proposal_is_refused(empty: ShopFolder, ident: str) -> None:
    empty.journal().record_proposals([proposal("abc1111111"), proposal("abd2222222")], NOW)
    with pytest.raises(UnknownActionError):
        mark(empty, ident, "done", NOW)


def test_a_list_of_books_that_ended_long_ago_was_done_on_its_day(shop: ShopFolder) -> None:
    """What the clock says months later is no day that any file will tell of."""
    shop.journal().record_proposals([proposal("abc1111111")], NOW)
    late = NOW + timedelta(days=180)
    assert usual_time(shop, "abc", late) == datetime.combine(LAST, time(12))
    assert usual_time(shop, "abc", NOW) == NOW
    assert usual_time(shop, "zzz", late) == late


def test_an_old_proposal_of_books_that_go_on_is_done_now(shop: ShopFolder, empty: ShopFolder) -> None:
    old = replace(proposal("abc1111111"), proposed=LAST - timedelta(days=40))
    for folder in (shop, empty):
        folder.journal().record_proposals([old], NOW)
        assert usual_time(folder, "abc", NOW) == NOW
