import pytest

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Kind, MismatchError, add


@pytest.mark.parametrize(
    ("kind", "day", "listing"),
    [
        (Kind.ADDITIVE, True, True),
        (Kind.DISTINCT, False, False),
        (Kind.RATIO, False, False),
        (Kind.SNAPSHOT, False, True),
        (Kind.INDEX, False, False),
        (Kind.DAILY_MEAN, False, False),
        (Kind.CUMULATIVE, False, False),
    ],
)
def test_what_adds_over_what(kind: Kind, day: bool, listing: bool) -> None:
    assert (kind.adds_over("day"), kind.adds_over("listing")) == (day, listing)


@pytest.mark.parametrize(
    ("left", "right", "differs"),
    [
        ("gmv", "refunds", "time"),
        ("gmv", "units", "unit"),
        ("gmv", "platform_sales", "time"),
        ("gmv", "shipping_income", "shipping"),
        ("gmv", "tax_collected", "tax"),
        ("gmv", "net_sales", "refunds"),
        ("gmv", "visitors", "kind"),
        ("stock", "units", "kind"),
        ("ad_spend", "ad_sales", "refunds"),
    ],
)
def test_adding_figures_that_differ_names_the_property(left: str, right: str, differs: str) -> None:
    with pytest.raises(MismatchError) as caught:
        add(CATALOGUE[left], CATALOGUE[right])
    assert caught.value.differs == differs
    assert caught.value.left != caught.value.right


def test_adding_figures_of_one_basis() -> None:
    assert add(CATALOGUE["commission"], CATALOGUE["logistics_fees"]) == CATALOGUE["fees"].basis


def test_distinct_figures_do_not_even_add_to_themselves() -> None:
    with pytest.raises(MismatchError, match="kind: distinct / distinct"):
        add(CATALOGUE["visitors"], CATALOGUE["visitors"])
