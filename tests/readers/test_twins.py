"""Rows with an id of their own stand once."""

from datetime import date
from pathlib import Path

import duckdb

from tests.readers import exports
from tests.readers.exports import FORMATS, Reader
from tests.readers.plain import TOML, line, reading, sales, text
from zhanggui.readers import Context, recognise
from zhanggui.readers.sheaf import bind

UNIQUE = sales(TOML.replace("[fields.order_id]", "unique = true\n[fields.order_id]", 1))


def test_the_last_of_two_that_differ_is_kept_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, amount=5), line(2), line(1, amount=7), line(2)))
    with reading(tmp_path / "a.csv", UNIQUE) as got:
        assert got.rows("order_id, paid, source_row") == [("A0002", 10.5, 3), ("A0001", 7, 4)]
        assert got.issues == [(2, "Order No", "conflict")]
        assert (got.staged.rows, got.staged.kept, got.staged.refused) == (4, 3, 1)


def test_without_ids_equal_rows_are_real(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), line(1)))
    with reading(tmp_path / "a.csv") as got:
        assert len(got.rows("order_id")) == 2


DAY = "Day|Online store visitors|Sessions|Pageviews".split("|")


def test_a_day_told_twice_with_other_figures_counts_once(tmp_path: Path) -> None:
    rows = [["2026-03-01", "100", "120", "300"], ["2026-03-01", "110", "130", "320"]]
    got = Reader(tmp_path).one("a.csv", exports.text(DAY, rows))
    assert got.pick("traffic_shop", "visitors", "page_views") == [(110, 320)]
    assert (got.kept, got.refused, [code for _, code in got.codes]) == (1, 1, ["conflict"])
    again = Reader(tmp_path).one(
        "b.csv", exports.text([*DAY, "Bounce rate"], [[*line, "41.5%"] for line in rows])
    )
    assert (again.kept, again.refused) == (1, 1)


def test_parts_of_a_day_that_another_column_tells_apart_are_added(tmp_path: Path) -> None:
    rows = [["2026-03-01", "100", "120", "300", "direct"], ["2026-03-01", "50", "60", "100", "search"]]
    got = Reader(tmp_path).one("a.csv", exports.text([*DAY, "Traffic kind"], rows))
    assert got.pick("traffic_shop", "page_views") == [(300,), (100,)]
    assert (got.kept, got.codes) == (2, [])


def test_an_asin_of_several_skus_is_their_sum_and_one_told_twice_is_not(tmp_path: Path) -> None:
    header = (
        "Date|(Parent) ASIN|(Child) ASIN|Title|SKU|Sessions - Total|Page Views - Total|Units Ordered".split(
            "|"
        )
    )
    rows = [
        ["2026-03-01", "B0PARENT01", "B0CHILD001", "Mug", sku, "100", views, "5"]
        for sku, views in (("S1", "150"), ("S2", "30"), ("S1", "160"))
    ]
    got = Reader(tmp_path).one("a.csv", exports.text(header, rows))
    assert got.pick("traffic_listing", "sku", "page_views") == [("S2", 30), ("S1", 160)]
    assert (got.refused, [issue.row for issue in got.issues if issue.code == "conflict"]) == (1, [2])


def test_small_files_in_one_pass_tell_the_same(tmp_path: Path) -> None:
    twice = [["2026-03-01", "100", "120", "300"], ["2026-03-01", "110", "130", "320"]]
    found = []
    for place, rows in enumerate((twice, twice[:1], twice[1:])):
        path = tmp_path / f"{place}.csv"
        path.write_bytes(exports.text(DAY, rows))
        found += recognise(path, FORMATS, tmp_path / "work")
    with duckdb.connect() as con:
        sheaf = bind(con, found, Context(b"", date(2026, 10, 31)))
        assert [sheaf.take(one) is None for one in found] == [True, False, False]
