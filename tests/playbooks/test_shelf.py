from datetime import timedelta

from tests.playbooks.giving import DAY, columns
from zhanggui.playbooks.shelf import counted


def test_the_last_count_of_each_sku_holds() -> None:
    early = DAY - timedelta(days=7)
    facts = columns(
        {"sku": ["A", "A", "B", "C", ""], "day": [DAY, early, DAY, DAY, DAY]},
        {"available": [5, 9, None, None, 3], "stock": [7, 9, 4, None, 3], "inbound": [None, 1, 2, 0, 0]},
    )
    assert counted(facts) == {"A": (DAY, 5.0, 0.0), "B": (DAY, 4.0, 2.0)}
