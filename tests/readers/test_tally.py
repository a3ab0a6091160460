"""What a typed table holds, counted."""

from datetime import date

import duckdb

from zhanggui.readers import formats
from zhanggui.readers.base import Plan
from zhanggui.readers.cells import Habits
from zhanggui.readers.relation import SPAN
from zhanggui.readers.tally import Counts, by_file, count


def test_records_data_faults_and_days_are_counted_for_all_and_for_each_file() -> None:
    item = formats().get("jd_orders")
    header = ("订单号", "下单时间")
    plan = Plan(item, {"order_id": 0, "created_at": 1}, header, Habits(), bytes(32), date(2026, 10, 31))
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES "
            "('1', TIMESTAMP '2026-01-05 09:00', false, 0::BIGINT, 2::BIGINT), "
            "('2', TIMESTAMP '2026-01-09 09:00', false, 2::BIGINT, 3::BIGINT), "
            "(NULL, NULL, true, 0::BIGINT, 4::BIGINT), "
            f"('3', TIMESTAMP '2026-02-01 09:00', false, 0::BIGINT, {SPAN + 2}::BIGINT)) "
            "v(order_id, created_at, _drop, _bad, _line)"
        )
        assert count(con, plan, "t") == Counts(4, 3, 1, 2, date(2026, 1, 5), date(2026, 2, 1))
        assert by_file(con, plan, "t") == {
            0: Counts(3, 2, 1, 2, date(2026, 1, 5), date(2026, 1, 5)),
            1: Counts(1, 1, 0, 0, date(2026, 2, 1), date(2026, 2, 1)),
        }
