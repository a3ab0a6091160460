from decimal import Decimal

from tests.playbooks.giving import DAY, columns, given, yuan
from zhanggui.playbooks.aftersales.back import Back, questions, table, without
from zhanggui.playbooks.items import items

SOLD = columns(
    {"shop": ["taobao"] * 3, "sku": ["A", "B", "C"], "listing": [""] * 3},
    {"orders": [10, 5, 0], "units": [20, 5, 0], "gmv": yuan(500, 100, 0)},
)


def back(*rows: tuple[str, str | None, int | None, float | None, int | None]) -> dict[str, Back]:
    facts = columns(
        {"shop": ["taobao"] * len(rows), "sku": [r[0] for r in rows], "reason": [r[1] for r in rows]},
        {
            "refunded_orders": [r[2] for r in rows],
            "refunds_of_orders": [None if r[3] is None else Decimal(str(r[3])) for r in rows],
            "returned_orders": [r[4] for r in rows],
        },
    )
    told = given({"sold_14": SOLD, "refunds_14": facts})
    return {item[1]: row for item, row in table(told, items(SOLD, ()), 14).items()}


def test_money_tells_how_many_and_goods_tell_why() -> None:
    rows = back(("A", None, 3, 75.0, 6), ("A", "DEFECTIVE", 0, None, 4), ("A", "UNWANTED", None, None, 2))
    assert rows["A"].refunded == 3
    assert rows["A"].amount == 75
    assert rows["A"].reasons == {"DEFECTIVE": 4.0, "UNWANTED": 2.0}
    assert rows["B"].reasons == {}
    assert "C" not in rows


def test_a_reason_of_the_money_is_believed_first() -> None:
    rows = back(("B", "too small", 2, None, None), ("B", "DEFECTIVE", 0, None, 4), ("", "lost", 1, 1.0, None))
    assert rows["B"].reasons == {"too small": 2.0}
    assert rows["B"].amount == 0


def test_the_days_before() -> None:
    whole = {("s", "A"): Back(10, 100, 4, 40, {"x": 3, "y": 1}), ("s", "B"): Back(3, 30)}
    late = {("s", "A"): Back(4, 40, 1, 10, {"x": 1})}
    assert without(whole, late) == {
        ("s", "A"): Back(6, 60, 3, 30, {"x": 2, "y": 1}),
        ("s", "B"): Back(3, 30, 0, 0, {}),
    }


def test_what_is_asked() -> None:
    asked = questions(DAY, (14, 112))
    assert set(asked) == {"sold_14", "refunds_14", "sold_112", "refunds_112"}
    assert asked["refunds_112"].by == ("shop", "sku", "reason")
