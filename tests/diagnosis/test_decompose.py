from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.diagnosis.decompose import Effect, Method, Part, Split, headline, split_sum

MONEY = st.decimals(-10_000, 10_000, places=2)
TERMS = st.dictionaries(st.sampled_from(["net_sales", "cost", "fees", "ads", "logistics"]), MONEY)


@given(TERMS, TERMS)
def test_differences_of_terms_are_exact(before: dict[str, Decimal], after: dict[str, Decimal]) -> None:
    known, unknown = split_sum(before, after)
    assert unknown == ()
    assert sum(known.values(), Decimal(0)) == sum(after.values(), Decimal(0)) - sum(
        before.values(), Decimal(0)
    )


def test_an_unknown_cost_is_unknown_not_zero() -> None:
    known, unknown = split_sum(
        {"net_sales": Decimal(10), "cost": None}, {"net_sales": Decimal(12), "cost": Decimal(-5)}
    )
    assert known == {"net_sales": Decimal(2)}
    assert unknown == ("cost",)


def split(*parts: Part) -> Split:
    return Split(sum(p.change for p in parts), parts, Method.LMDI)


def test_the_headline_is_the_largest_part_along_the_change_that_is_not_noise() -> None:
    noise = Part("traffic", Effect.FACTOR, -50.0, -200.0, 100.0, 0.4)
    real = Part("conversion", Effect.FACTOR, -30.0, -35.0, -25.0, 0.001)
    against = Part("price", Effect.FACTOR, 20.0, 19.0, 21.0, 0.0)
    assert headline(split(noise, real, against)) == real
    assert headline(split(noise, against)) is None
    assert headline(Split(0.0, (real,), Method.LMDI)) is None
    assert headline(Split(None, (real,), Method.LMDI)) is None
