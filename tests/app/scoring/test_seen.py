from datetime import date

import duckdb

from zhanggui.app.scoring.seen import BORN, LATER, hide_after
from zhanggui.model.tables import TABLES


def test_every_column_named_is_in_the_books() -> None:
    for table, days in LATER.items():
        assert set(days) <= set(TABLES[table].names)
    assert set(BORN) <= set(TABLES)


def test_what_has_not_happened_yet_is_hidden_and_comes_back() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE refund (id INTEGER, requested_day DATE, settled_day DATE, order_day DATE)")
    con.execute(
        "INSERT INTO refund VALUES (1, DATE '2026-05-02', DATE '2026-05-09', NULL), (2, NULL, NULL, NULL)"
    )
    hide_after(con, date(2026, 5, 1))
    assert con.execute("SELECT id FROM refund").fetchall() == [(2,)]
    hide_after(con, date(2026, 5, 3))
    assert con.execute("SELECT id, settled_day FROM refund ORDER BY id").fetchall() == [(1, None), (2, None)]
    hide_after(con, date(2026, 5, 9))
    assert con.execute("SELECT settled_day FROM refund WHERE id = 1").fetchall() == [(date(2026, 5, 9),)]
