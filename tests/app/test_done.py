from datetime import timedelta
from decimal import Decimal

import pytest

from tests.app.shops import LAST, NOW
from zhanggui.app.done import mark
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
