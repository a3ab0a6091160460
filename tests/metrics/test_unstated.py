from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.metrics.shop_books import ONE, books, engine, line
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question

STATED = [line(str(n), ONE, "100") for n in range(3)]
SILENT = [{**line(str(n), ONE, "100"), "shop": "other", "status": None} for n in range(2)]
FEE = {**books()["fee"][0], "amount": Decimal(5)}


def test_what_is_chosen_by_a_column_that_no_file_states_is_unknown() -> None:
    answer = ask(engine(order_line=SILENT), Question(("orders_cancelled", "orders")))
    assert answer.cells["orders_cancelled"] == [None]
    assert answer.cells["orders"] == [2]
    assert [(one.code, one.params["measure"], one.params["shops"]) for one in answer.missing] == [
        ("unknown_values", "orders_cancelled", ("other",))
    ]


def test_of_shops_that_state_it_none_is_none() -> None:
    answer = ask(engine(order_line=[*STATED, *SILENT]), Question(("orders_cancelled",), ("shop",)))
    assert {row["shop"]: row["orders_cancelled"] for row in answer.rows} == {
        STATED[0]["shop"]: 0,
        "other": None,
    }
    assert ask(engine(order_line=STATED), Question(("orders_cancelled",))).cells["orders_cancelled"] == [0]


def test_fees_always_say_their_kind() -> None:
    answer = ask(engine(order_line=STATED, fee=[FEE]), Question(("receipts",)))
    assert [one for one in answer.missing if one.code == "unknown_values"] == []


def test_an_order_without_a_payment_is_none_that_was_paid() -> None:
    unpaid = [{**one, "paid_day": None, "paid_at": None} for one in STATED]
    answer = ask(engine(order_line=unpaid), Question(("orders_created_paid", "orders_cancelled")))
    assert (answer.cells["orders_created_paid"], answer.cells["orders_cancelled"]) == ([0], [0])


def test_the_books_are_asked_once_what_a_shop_states(monkeypatch: pytest.MonkeyPatch) -> None:
    held, asked = engine(order_line=SILENT), []
    rows = held.rows

    def counting(
        table: str, columns: Sequence[str], where: Sequence[Where] = (), limit: int | None = None
    ) -> object:
        asked.append(where)
        return rows(table, columns, where, limit)

    monkeypatch.setattr(held, "rows", counting)
    ask(held, Question(("orders_cancelled",)))
    of_status = [where for where in asked if any(one.dim == "status" and None in one.values for one in where)]
    assert len(of_status) == 1
