from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

from tests.app.shops import LAST, loaded, search_terms
from zhanggui.app.kpi import USUAL, Ranking, Sheet, document, kpi, nearest, plain, plain_key, ranked, sheet
from zhanggui.metrics.query import Value
from zhanggui.metrics.question import Answer, Question, Refusal
from zhanggui.model.period import Period
from zhanggui.store.folder import ShopFolder

DAY = Period(LAST, LAST)


def test_money_is_a_decimal_string_with_its_currency_beside_it(shop: ShopFolder) -> None:
    shown = document(sheet(shop, Question(("gmv", "orders", "visitors"), ("day", "shop"), DAY, (), "CNY")))
    assert shown["rows"] == [
        {"day": str(LAST), "shop": "pdd", "gmv": "288.00", "orders": 5, "visitors": None, "currency": "CNY"},
        {
            "day": str(LAST),
            "shop": "taobao",
            "gmv": "150.00",
            "orders": 1,
            "visitors": None,
            "currency": "CNY",
        },
    ]
    assert isinstance(shown["missing"], list)


def test_as_known_before_the_files_nothing_is_known(shop: ShopFolder) -> None:
    answer = kpi(shop, Question(("gmv",), ("day",), DAY, (), "CNY"), date(2020, 1, 1))
    assert [row for row in answer.rows if row["gmv"]] == []


def test_questions_without_a_true_answer_are_refused_with_the_nearest(shop: ShopFolder) -> None:
    answer = kpi(shop, Question(("visitors",), ("week",), Period(LAST - timedelta(days=20), LAST), (), "CNY"))
    assert [one.code for one in answer.refused] == ["adds_distinct"]
    assert nearest(answer.refused[0]) == "visitor_days --by week"
    assert document(Sheet(answer))["refused"] != []
    for question in (Question(("nothing",)), Question(("gmv",), ("nothing",))):
        answer = kpi(shop, question)
        assert (len(answer), answer.cells) == (0, {})
        assert answer.refused
    assert nearest(Refusal("x", {})) is None


def test_plain_values() -> None:
    sums = plain("gmv", [Decimal("1.005"), Decimal(7), None, Decimal(-2)], ["CNY", "JPY", "CNY", None])
    assert sums == ["1.01", "7", None, "-2.00"]
    assert (plain("orders", [3, None], [None] * 2), plain("conversion", [0.5], ["CNY"])) == ([3, None], [0.5])
    assert (plain_key(LAST), plain_key("a"), plain_key(None)) == (str(LAST), "a", None)


def test_rows_by_size_are_each_currencys_own_and_unknown_ones_last() -> None:
    sold: list[Value] = [Decimal(5), None, Decimal(9), Decimal(7), Decimal(900)]
    cells: dict[str, list[Value]] = {"gmv": sold, "orders": [5, 4, 3, 2, 1]}
    answer = Answer(
        Question(("gmv", "orders")), {"sku": list("abcde")}, cells, [*["CNY"] * 4, "JPY"], [False] * 5
    )

    def told(metric: str, count: int, *, smallest: bool = False) -> tuple[list[object], int]:
        chosen, left = ranked(answer, Ranking(metric, count, smallest))
        assert len(chosen) == len(chosen.cells["orders"]) == len(chosen.provisional)
        return list(chosen.keys["sku"]), left

    assert told("", 2) == (["c", "d", "e"], 2)
    assert told("gmv", 9) == (["c", "d", "a", "b", "e"], 0)
    assert told("gmv", 1, smallest=True) == (["a", "e"], 3)
    assert told("orders", 2) == (["a", "b"], 3)
    assert told("visitors", 2) == told("", 2)  # refused
    assert document(Sheet(*ranked(answer, Ranking("", 2))))["rows_left_out"] == 2
    assert "rows_left_out" not in document(Sheet(answer))


def test_items_are_told_with_their_titles(shop: ShopFolder) -> None:
    told = sheet(shop, Question(("gmv",), ("sku",), DAY, (), "CNY"), ranking=Ranking("gmv", 1))
    assert list(told.titles) == ["sku"]
    assert len(told.titles["sku"]) == len(told.answer) == 1
    (row,) = cast("list[dict[str, str]]", document(told)["rows"])
    assert row["sku_title"] == told.titles["sku"][0] != ""
    by_shop = sheet(shop, Question(("gmv",), ("shop", "sku"), DAY, (), "CNY"))
    assert (
        dict(zip(by_shop.answer.keys["sku"], by_shop.titles["sku"], strict=True))[row["sku"]]
        == row["sku_title"]
    )
    assert sheet(shop, Question(("gmv",), ("day",), DAY, (), "CNY")).titles == {}


def test_where_no_figure_is_named_those_are_told_that_the_files_hold(
    shop: ShopFolder, empty: ShopFolder, tmp_path: Path
) -> None:
    assert tuple(kpi(shop, Question((), (), DAY, (), "CNY")).cells) == USUAL
    loaded(empty, search_terms(tmp_path / "terms.csv"))
    (row,) = kpi(empty, Question((), (), None, (), "USD")).rows
    assert "gmv" not in row
    assert (row["ad_spend"], row["ad_sales"]) == (Decimal("1495.98"), Decimal("7200.00"))
