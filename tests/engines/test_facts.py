from datetime import date
from decimal import Decimal

import numpy as np

from zhanggui.engines.facts import assemble, objects, whole
from zhanggui.engines.sql import write
from zhanggui.metrics.query import Query


def test_null_becomes_none_and_dates_become_dates() -> None:
    days = np.ma.MaskedArray(np.array(["2024-01-02", "2024-01-03"], "datetime64[us]"), [False, True])
    assert objects(days).tolist() == [date(2024, 1, 2), None]
    assert objects(np.array(["a", "b"], object)).tolist() == ["a", "b"]
    assert whole(np.ma.MaskedArray(np.array([1, 2]), [True, False])).tolist() == [0, 2]


def test_what_is_unknown() -> None:
    query = Query(("gmv", "orders", "shipping_income"))
    parts = write(query, {}).parts
    columns = {
        parts["gmv"].rows: np.array([2]),
        parts["gmv"].value: np.array([50000]),
        parts["gmv"].stated: np.array([1]),
        parts["orders"].value: np.array([2]),
        parts["shipping_income"].value: np.array([10000]),
        parts["shipping_income"].stated: np.array([1]),
    }
    facts = assemble(query, parts, columns)
    assert [facts.value(name, 0) for name in query.measures] == [None, 2, Decimal(1)]
