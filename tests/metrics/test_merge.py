import numpy as np

from zhanggui.metrics.merge import merged
from zhanggui.metrics.query import Facts


def facts(rows: dict[str | None, int | None]) -> Facts:
    keys = np.empty(len(rows), dtype=object)
    keys[:] = list(rows)
    values = list(rows.values())
    return Facts(
        ("campaign",),
        {"campaign": keys},
        {"clicks": np.array([value or 0 for value in values], dtype=np.int64)},
        {"clicks": np.array([value is not None for value in values], dtype=np.bool_)},
    )


def test_what_both_tell_is_added_and_unknown_stays_unknown() -> None:
    both = merged(facts({"b": 2, "c": None}), facts({None: 5, "b": 3, "c": 4}))
    assert list(both.keys["campaign"]) == [None, "b", "c"]
    assert [both.value("clicks", row) for row in range(3)] == [5, 5, None]


def test_nothing_beside_nothing_is_nothing() -> None:
    assert len(merged(facts({}), facts({}))) == 0
