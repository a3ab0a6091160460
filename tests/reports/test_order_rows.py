from datetime import date, datetime
from decimal import Decimal

from zhanggui.model.tables import TABLES
from zhanggui.readers.vocabulary import GROUPS
from zhanggui.reports.explained import Proof
from zhanggui.reports.messages import keys
from zhanggui.reports.order_rows import cell, field, heads, numbers, rows
from zhanggui.reports.phrases import Phrases

ZH, EN = Phrases("zh"), Phrases("en")
PROOF = Proof(
    ("paid_day", "order_id", "quantity", "paid", "status", "currency"),
    (
        (date(2026, 5, 1), "A1", 2, Decimal("3.8400"), "done", "USD"),
        (date(2026, 5, 1), "", 1, None, "odd", "CNY"),
    ),
)


def test_every_column_that_can_be_mapped_has_a_name() -> None:
    known = keys("zh")
    assert [name for table in GROUPS for name in TABLES[table].names if f"field.{name}" not in known] == []
    assert (field(ZH, "paid_day"), field(EN, "paid_day"), field(ZH, "nothing")) == (
        "付款日",
        "Day paid",
        "nothing",
    )


def test_money_has_its_currency_and_statuses_are_words() -> None:
    assert heads(PROOF, ZH) == ["付款日", "订单号", "件数", "支付金额", "状态"]
    assert rows(PROOF, ZH) == [
        ["2026-05-01", "A1", "2", "$3.84", "已完成"],
        ["2026-05-01", "—", "1", "—", "odd"],
    ]
    assert rows(PROOF, EN)[0][-1] == "completed"
    assert numbers(PROOF.columns) == {2, 3}


def test_a_row_without_a_currency() -> None:
    assert rows(Proof(("paid",), ((Decimal("3.8400"),),)), ZH) == [["3.84"]]
    assert cell(ZH, "stars", Decimal("5.0000")) == "5"
    assert cell(ZH, "paid_at", datetime(2026, 5, 1)) == "2026-05-01"
    assert cell(ZH, "paid_at", datetime(2026, 5, 1, 9, 30)) == "2026-05-01 09:30:00"
