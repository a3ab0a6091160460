from datetime import date
from decimal import Decimal

import numpy as np

from zhanggui.metrics.query import Facts


def test_cells_are_exact_and_unknown_is_none() -> None:
    facts = Facts(
        by=("shop", "day"),
        keys={"shop": np.array(["a", None], object), "day": np.array([date(2024, 1, 1)] * 2, object)},
        numbers={name: np.array([12345, 0]) for name in ("gmv", "units", "bounce_rate")},
        known={name: np.array([True, False]) for name in ("gmv", "units", "bounce_rate")},
        money=frozenset({"gmv"}),
        scales={"bounce_rate": 1_000_000},
    )
    assert len(facts) == 2
    assert [facts.value(name, 0) for name in facts.numbers] == [Decimal("1.2345"), 12345, Decimal("0.012345")]
    assert [facts.value(name, 1) for name in facts.numbers] == [None] * 3
    assert facts.floats("gmv")[0] == 1.2345
    assert np.isnan(facts.floats("gmv")[1])
    assert facts.key(0) == ("a", date(2024, 1, 1))


def test_no_columns_no_rows() -> None:
    assert len(Facts((), {}, {}, {})) == 0
