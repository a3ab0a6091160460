import pytest

from zhanggui.metrics.formula import FormulaError
from zhanggui.metrics.wrong import warnings


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("uv_value * conversion / cpc", "conversion_twice"),
        ("uv_value / (cpc / conversion)", "conversion_twice"),
        ("(cart_adder_days + favourite_days) / visitor_days", "people_twice"),
        ("favourite_days * (cart_adder_days + favourite_days)", "people_twice"),
        ("bounce_rate * visitor_days", "mean_reweighted"),
        ("gmv * 365", "yearly_effect"),
        ("repeat_rate / returning_share", "repeat_compared"),
        ("ctr + conversion", "averaged_ratio"),
        ("visitors + buyers", "not_additive"),
        ("gmv + platform_sales", "mixed_basis"),
        ("1 + gmv * (gmv - refunds)", "mixed_basis"),
        ("no_such / gmv", "unknown_name"),
    ],
)
def test_a_wrong_formula_is_told(formula: str, code: str) -> None:
    assert code in [warning.code for warning in warnings(formula)]


@pytest.mark.parametrize(
    "formula", ["gmv / orders", "uv_value / cpc", "commission + logistics_fees", "gmv", "2 * 3"]
)
def test_a_right_formula_passes(formula: str) -> None:
    assert warnings(formula) == ()


def test_what_differs_is_named() -> None:
    (warning,) = warnings("gmv - refunds")
    assert warning.params["differs"] == "time"


def test_nonsense() -> None:
    with pytest.raises(FormulaError):
        warnings("a b")
