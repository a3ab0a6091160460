import pytest

from zhanggui.metrics.formula import FormulaError, Name, Number, Operation, leaves, parse, parts, share_of


def test_a_formula_as_a_tree() -> None:
    assert parse("1000 * ad_spend / given(x)") == Operation(
        "/", Operation("*", Number(1000), Name("ad_spend")), Name("x", "given")
    )
    assert [one.name for one in parts(parse("a - b * velocity(c) + 2"))] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text", ["a +", "a ** b", "f(a)", "given(a, b)", "given(given(a))", "1.5 * a", "-a", "a.b"]
)
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_leaves() -> None:
    assert [one.name for one in leaves("net_sales")] == ["gmv", "refunds_of_orders", "adjustments"]
    assert leaves("cover_days") == (Name("available"), Name("units", "velocity"))
    assert leaves("gmv") == (Name("gmv"),)
    with pytest.raises(KeyError):
        leaves("nothing")


def test_how_often_a_measure_stands_in_a_sum() -> None:
    assert share_of("refunds_of_orders", "refunds_of_orders") == 1
    assert share_of("net_sales", "refunds_of_orders") == -1
    assert share_of("contribution", "refunds_of_orders") == -1
    assert share_of("contribution", "gmv") == 1
    assert share_of("gmv", "refunds_of_orders") == 0
    assert share_of("refund_rate", "refunds_of_orders") == 0  # no sum
