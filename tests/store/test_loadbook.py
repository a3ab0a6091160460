from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest

from tests.store.staging import File, Hand, record
from zhanggui.model.issue import Issue
from zhanggui.store import schema
from zhanggui.store.loadbook import (
    add_load,
    add_tables,
    all_loads,
    entries_of,
    load_row,
    other_readings,
    remove_load,
    tables_of,
)
from zhanggui.store.ownership import Owners

FILE = File("a.csv", {})
OWNERS = Owners({}, "jd", ("jd", "jd-2"), lost=1, issues=(Issue("a.csv", 0, "", "shop_unknown"),))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        schema.create(made)
        made.execute("CREATE TEMP TABLE zz AS SELECT 1 AS x FROM range(3)")
        yield made


def staged(**more: object) -> Hand:
    return Hand({"stock": "zz"}, 4, 4, {}, issues=(Issue("a.csv", 2, "x", "bad_number"),), **more)  # type: ignore[arg-type]


def test_a_load_comes_back_as_it_was_entered(con: duckdb.DuckDBPyConnection) -> None:
    add_load(con, staged(), record(FILE), OWNERS, "l1")
    add_tables(con, "l1", {"stock": 3})
    (row,) = all_loads(con)
    assert (row.load, row.file, row.shops, row.rows, row.kept, row.refused) == (
        "l1",
        "a.csv",
        ("jd", "jd-2"),
        4,
        3,
        1,
    )
    assert tables_of(con, "l1") == ["stock"]
    assert con.execute("SELECT position, code FROM load_issue ORDER BY 1").fetchall() == [
        (0, "bad_number"),
        (1, "shop_unknown"),
    ]
    remove_load(con, "l1")
    assert all_loads(con) == ()
    assert tables_of(con, "l1") == []


def test_a_time_with_a_zone_is_kept_as_utc(con: duckdb.DuckDBPyConnection) -> None:
    when = datetime(2024, 5, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    add_load(con, staged(), record(FILE, loaded_at=when), OWNERS, "l1")
    assert all_loads(con)[0].loaded_at == when.astimezone(UTC).replace(tzinfo=None)


def test_the_same_load_is_found_by_content_name_and_context(con: duckdb.DuckDBPyConnection) -> None:
    add_load(con, staged(), record(FILE), OWNERS, "l1")
    known = load_row(con, record(FILE))
    assert known is not None
    assert known.load == "l1"
    for more in ({"forced": "jd"}, {"date_order": "mdy"}, {"map": "m"}, {"hash": "x"}, {"name": "b.csv"}):
        assert load_row(con, record(FILE, **more)) is None
    assert other_readings(con, record(FILE, date_order="mdy"), "l2") == ["l1"]
    assert other_readings(con, record(FILE), "l1") == []
    assert other_readings(con, record(FILE, forced="jd"), "l2") == []


def test_what_the_user_says_takes_the_place_of_a_guess(con: duckdb.DuckDBPyConnection) -> None:
    add_load(con, staged(), record(FILE), Owners({}, "tb", ("tb",)), "guessed")
    assert other_readings(con, record(FILE, forced="jd"), "l2") == ["guessed"]
    assert load_row(con, record(FILE, forced="jd")) is None


def test_what_the_user_has_said_holds_for_the_file_without_a_word(con: duckdb.DuckDBPyConnection) -> None:
    add_load(con, staged(), record(FILE, forced="jd"), Owners({}, "jd", ("jd",)), "said")
    known = load_row(con, record(FILE))
    assert known is not None
    assert known.load == "said"
    other, lost = File("b.csv", {}), Issue("b.csv", 3, "", "other_shop", "B")
    add_load(con, staged(), record(other, forced="jd"), Owners({}, "jd", ("jd",), 1, issues=(lost,)), "part")
    assert load_row(con, record(other)) is None


def test_tables_of_one_archived_file_are_one_entry(con: duckdb.DuckDBPyConnection) -> None:
    add_load(con, staged(platform="jd"), record(FILE, file="a.zip/1", archived="z"), OWNERS, "l1")
    other = Owners({}, "tb", ("tb",))
    add_load(con, staged(platform="taobao"), record(FILE, file="a.zip/2", archived="z"), other, "l2")
    named = Owners({"x": "jd"}, "", ("jd",))
    add_load(con, staged(platform="pdd"), record(FILE, file="a.zip/3", archived="z"), named, "l3")
    (entry,) = entries_of(con)
    assert (entry.sha, entry.name, entry.unnamed) == ("z", "a.csv", (("jd", "jd"), ("taobao", "tb")))
