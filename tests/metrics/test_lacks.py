from datetime import date
from decimal import Decimal

from tests.metrics.shop_books import books, engine, line
from zhanggui.metrics.ask import ask
from zhanggui.metrics.question import Missing, Question


def test_unknown_values_name_the_shops_whose_files_leave_them_out() -> None:
    lines = [*books()["order_line"], line("9", date(2024, 3, 4), None)]
    answer = ask(engine(order_line=lines), Question(("gmv",), ("day",)))
    assert answer.missing == (Missing("unknown_values", {"measure": "gmv", "shops": ("a",)}),)


def test_skus_without_a_cost_are_listed_by_sales() -> None:
    bare = [line(str(n), date(2024, 3, 4), str(n), sku=f"s{n}") for n in range(10, 35)]
    answer = ask(engine(order_line=bare), Question(("gross_margin",)))
    (found,) = (one for one in answer.missing if one.code == "no_cost")
    assert found.params["count"] == 25.0
    assert found.params["share"] == 1.0
    assert isinstance(found.params["skus"], tuple)
    assert found.params["skus"][:2] == ("s34", "s33")
    assert len(found.params["skus"]) == 20
    free = [line("1", date(2024, 3, 4), "0", sku="free")]
    zero = ask(engine(order_line=free), Question(("cost_of_goods",)))
    assert zero.missing[-1].params["share"] == 0.0
    assert Decimal(0) == ask(engine(order_line=free), Question(("gmv",))).rows[0]["gmv"]
