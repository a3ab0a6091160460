from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.diagnosis.decompose import (
    Effect,
    Method,
    Part,
    Split,
    headline,
    split_product,
    split_sum,
    to_cents,
)

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


FACTOR = st.one_of(st.none(), st.just(0.0), st.floats(0.01, 300.0), st.floats(-30.0, -0.01))
BRANCH = st.integers(1, 4).flatmap(
    lambda n: st.tuples(st.lists(FACTOR, min_size=n, max_size=n), st.lists(FACTOR, min_size=n, max_size=n))
)
ABSENT = st.sampled_from(["", "new", "gone"])


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3), st.tuples(BRANCH, ABSENT), min_size=1, max_size=5
    )
)
def test_random_trees_add_up_to_the_cent(
    tree: dict[str, tuple[tuple[list[float | None], list[float | None]], str]],
) -> None:
    """A sum of products of zero, negative and unknown factors, with terms that are new or gone."""
    cent = Decimal("0.01")
    before: dict[str, Decimal | None] = {}
    after: dict[str, Decimal | None] = {}
    leaves: list[Decimal] = []
    for name, ((old, new), absent) in tree.items():
        sides = [
            {f"{n}": 0.0 if absent == gone and n == 0 else value for n, value in enumerate(values)}
            for gone, values in (("new", old), ("gone", new))
        ]
        split = split_product(sides[0], sides[1])
        if split.change is None:
            before[name], after[name] = Decimal(1), None
            assert split.unknown
            continue
        change = Decimal(repr(split.change)).quantize(cent)
        leaves += to_cents([part.change for part in split.parts], change)
        before[name], after[name] = Decimal(0), change
    terms, unknown = split_sum(before, after)
    assert sum(leaves, Decimal(0)) == sum(terms.values(), Decimal(0))
    assert set(unknown) == {name for name, value in after.items() if value is None}
