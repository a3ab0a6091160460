import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.diagnosis.chain import log_mean, split_known, split_product
from zhanggui.diagnosis.parts import Effect, Method

VALUE = st.one_of(st.just(0.0), st.floats(1e-3, 1e6), st.floats(-1e3, -1e-3))
CHAIN = st.integers(1, 6).flatmap(
    lambda n: st.tuples(st.lists(VALUE, min_size=n, max_size=n), st.lists(VALUE, min_size=n, max_size=n))
)


def named(values: list[float]) -> dict[str, float | None]:
    return {f"f{i}": v for i, v in enumerate(values)}


@given(CHAIN)
def test_parts_add_up_whatever_is_zero_or_negative(chain: tuple[list[float], list[float]]) -> None:
    old, new = chain
    split = split_product(named(old), named(new))
    assert split.change is not None
    scale = max(
        abs(float(np.prod(old))), abs(float(np.prod(new))), *(abs(p.change) for p in split.parts), 1e-9
    )
    assert abs(split.residual) <= 1e-9 * scale


@given(CHAIN)
def test_a_factor_that_did_not_move_has_no_part(chain: tuple[list[float], list[float]]) -> None:
    old, new = chain
    split = split_product(named([*old, 3.0]), named([*new, 3.0]))
    scale = max((abs(p.change) for p in split.parts), default=0.0)
    assert abs(split.parts[-1].change) <= 1e-9 * scale


@given(CHAIN)
def test_going_back_turns_every_part_round(chain: tuple[list[float], list[float]]) -> None:
    there, back = (
        split_product(named(chain[0]), named(chain[1])),
        split_product(named(chain[1]), named(chain[0])),
    )
    assert [p.change for p in there.parts] == pytest.approx(
        [-p.change for p in back.parts], rel=1e-6, abs=1e-6
    )


def test_published_example_of_visits_conversion_and_price() -> None:
    split = split_product(
        {"visits": 100_000, "conversion": 0.02, "aov": 150},
        {"visits": 130_000, "conversion": 0.016, "aov": 140},
    )
    assert [round(p.change) for p in split.parts] == [77_549, -65_956, -20_393]
    assert split.method is Method.LMDI
    assert split.change == pytest.approx(-8_800)


def test_a_factor_at_zero_holds_the_whole_change() -> None:
    split = split_product({"visits": 100, "rate": 0.1}, {"visits": 0, "rate": 0.2})
    assert [p.change for p in split.parts] == [-10.0, 0.0]
    assert split.method is Method.LMDI_LIMIT
    both = split_product({"visits": 0, "rate": 0}, {"visits": 100, "rate": 0.2})
    assert [p.change for p in both.parts] == [10.0, 10.0]
    assert [p.change for p in split_product({"a": 0, "b": 2}, {"a": 3, "b": 0}).parts] == [0.0, 0.0]


def test_a_negative_factor_is_shared_by_shapley() -> None:
    split = split_product({"units": 10, "margin": 2}, {"units": 20, "margin": -1})
    assert split.method is Method.SHAPLEY
    assert [p.change for p in split.parts] == pytest.approx([5.0, -45.0])


def test_factors_too_small_to_multiply_are_shared_by_shapley() -> None:
    assert split_product({"a": 1e-200, "b": 1e-200}, {"a": 1.0, "b": 1.0}).method is Method.SHAPLEY


def test_noise_gives_intervals_and_chances() -> None:
    split = split_product({"a": 100, "b": 2.0}, {"a": 150, "b": 2.01}, noise={"a": 0.05, "b": 0.05})
    first, second = split.parts
    assert first.p_noise is not None
    assert second.p_noise is not None
    assert first.p_noise < 1e-6
    assert second.p_noise > 0.8
    assert first.low is not None
    assert first.low < first.change


def test_intervals_of_factors_cover() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(500):
        a, b = rng.poisson(1000, 2)
        part = split_product({"n": a, "x": 5}, {"n": b, "x": 5}, noise={"n": float(np.sqrt(2 / 1000))}).parts[
            0
        ]
        assert part.low is not None
        assert part.high is not None
        inside += part.low <= 0 <= part.high
    assert 0.92 <= inside / 500 <= 0.98


def test_an_unknown_factor_leaves_the_change_unknown() -> None:
    split = split_product({"a": 1, "b": None}, {"a": 2, "b": 3})
    assert split.change is None
    assert split.unknown == ("b",)
    assert split.parts == ()


def test_with_known_totals_unknown_factors_are_one_part() -> None:
    split = split_known({"a": 10, "b": None, "c": None}, {"a": 20, "b": 3, "c": None}, (100.0, 300.0))
    assert split.unknown == ("b", "c")
    assert [p.code for p in split.parts] == ["a", "unknown"]
    assert split.parts[1].effect is Effect.UNKNOWN
    assert split.change == pytest.approx(200.0)
    assert abs(split.residual) < 1e-9


def test_nobody_came_so_the_rate_is_unknown_and_the_visits_hold_the_change() -> None:
    split = split_known({"visits": 50, "rate": 0.1}, {"visits": 0, "rate": None}, (5.0, 0.0))
    assert [p.change for p in split.parts] == [-5.0, 0.0]
    nothing = split_known({"visits": 0, "rate": None}, {"visits": 0, "rate": None}, (0.0, 0.0))
    assert nothing.change == 0
    with pytest.raises(ValueError, match="the total is not"):
        split_known({"visits": 0, "rate": None}, {"visits": 0, "rate": None}, (0.0, 1.0))


def test_known_factors_must_multiply_to_the_totals() -> None:
    assert split_known({"a": 2, "b": 3}, {"a": 3, "b": 3}, (6.0, 9.0)).change == 3.0
    with pytest.raises(ValueError, match="multiply"):
        split_known({"a": 2, "b": 3}, {"a": 3, "b": 3}, (6.0, 10.0))


def test_names_must_agree_and_be_few() -> None:
    with pytest.raises(ValueError, match="differ"):
        split_product({"a": 1}, {"b": 1})
    with pytest.raises(ValueError, match="at most"):
        split_product(named([1.0] * 13), named([1.0] * 13))


def test_the_log_mean_of_equal_numbers_is_the_number() -> None:
    assert log_mean(4.0, 4.0) == 4.0
    assert log_mean(1.0, np.e) == pytest.approx(np.e - 1)


MAYBE = st.one_of(st.none(), st.just(0.0), st.floats(1e-2, 1e4))
UNKNOWN = st.integers(2, 5).flatmap(
    lambda n: st.tuples(st.lists(MAYBE, min_size=n, max_size=n), st.lists(MAYBE, min_size=n, max_size=n))
)


@given(UNKNOWN, st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_parts_add_up_where_factors_are_unknown_and_the_total_is_known(
    sides: tuple[list[float | None], list[float | None]], before: float, after: float
) -> None:
    old, new = ({f"f{n}": value for n, value in enumerate(side)} for side in sides)
    totals = [before, after]
    for at, side in enumerate((old, new)):
        values = list(side.values())
        known = float(np.prod([value for value in values if value is not None]))
        if None not in values or known == 0:
            totals[at] = known if None not in values else 0.0
    split = split_known(old, new, (totals[0], totals[1]))
    assert split.change == pytest.approx(totals[1] - totals[0], rel=1e-9, abs=1e-9)
    assert split.change is not None
    scale = max(abs(split.change), *totals, *(abs(part.change) for part in split.parts), 1e-9)
    assert abs(split.residual) <= 1e-8 * scale
    assert set(split.unknown) == {name for name in old if old[name] is None or new[name] is None}
