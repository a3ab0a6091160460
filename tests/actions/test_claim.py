from hypothesis import given
from hypothesis import strategies as st

from tests.actions.making import make
from zhanggui.actions.claim import claim, overlaps

POOLS = st.lists(st.sampled_from(["sales", "ads", "x", "y"]), min_size=1, max_size=3).map(tuple)


def test_a_shop_contains_its_skus() -> None:
    assert overlaps(("sales", "taobao"), ("sales", "taobao", "A1"))
    assert not overlaps(("sales", "taobao", "A1"), ("sales", "taobao", "A2"))


def test_the_better_one_keeps_the_money() -> None:
    first, second, third = (
        make("a", pool=("sales", "s", "A1")),
        make("b", pool=("sales", "s")),
        make("c", pool=("stock", "s", "A1")),
    )
    kept, out = claim([first, second, third])
    assert kept == [first, third]
    assert [(left.action, left.code, left.by) for left in out] == [(second, "same_money", first.id)]


@given(st.lists(POOLS, max_size=12))
def test_no_two_kept_ones_share_money_and_nothing_is_lost(pools: list[tuple[str, ...]]) -> None:
    actions = [make(str(n), pool=pool) for n, pool in enumerate(pools)]
    kept, out = claim(actions)
    assert not any(overlaps(a.pool, b.pool) for n, a in enumerate(kept) for b in kept[n + 1 :])
    assert {a.id for a in kept} | {left.action.id for left in out} == {a.id for a in actions}
    held = {a.id for a in kept}
    assert all(left.by in held for left in out)
