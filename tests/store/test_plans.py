from datetime import datetime, timedelta
from itertools import permutations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.staging import File
from tests.store.test_merge import attach, books, load
from zhanggui.store import asof, plans
from zhanggui.store.fingerprint import fingerprint

DAY = datetime(2024, 5, 1)


def row(number: str, name: str, spend: int, **more: object) -> dict[str, object]:
    """A plan's day."""
    keys = dict.fromkeys(("ad_group_id", "ad_group", "listing_id", "keyword", "search_term", "creative"), "")
    told = {"day": DAY.date(), "days": 1, "channel": "c", "grain": "campaign"}
    return {**keys, **told, "campaign_id": number, "campaign": name, "spend": spend, **more}


def file(name: str, *rows: dict[str, object], later: int = 0) -> File:
    return File(name, {"ad": rows}, version=DAY + timedelta(later))


def counted(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("SELECT campaign_id, campaign, spend FROM ad ORDER BY ALL").fetchall()


def either_way(*files: File) -> list[tuple[object, ...]]:
    """What counts, which is the same in whatever order the files come."""
    told = []
    for some in permutations(files):
        with books() as con:
            for one in some:
                load(con, one)
            told.append((counted(con), fingerprint(con)))
    assert all(one == told[0] for one in told)
    return told[0][0]


def test_an_export_without_numbers_tells_the_same_plans() -> None:
    numbered = file("a", row("1", "夏", 5), row("2", "秋", 7))
    assert either_way(numbered, file("b", row("", "夏", 6), row("", "冬", 1), later=1)) == [
        ("", "冬", 1),
        ("", "夏", 6),
        ("2", "秋", 7),
    ]
    assert either_way(numbered, file("b", row("", "夏", 6), later=-1)) == [("1", "夏", 5), ("2", "秋", 7)]


def test_a_plan_that_was_given_another_name_counts_once() -> None:
    told = either_way(file("a", row("1", "夏", 5)), file("b", row("1", "夏季", 6), later=1))
    assert told == [("1", "夏季", 6)]


def test_plans_of_one_name_are_one_where_only_the_name_is_told() -> None:
    numbered = file("a", row("1", "夏", 5), row("2", "夏", 7))
    assert either_way(numbered, file("b", row("", "夏", 5), row("", "夏", 7), later=1)) == [
        ("", "夏", 5),
        ("", "夏", 7),
    ]
    assert either_way(numbered) == [("1", "夏", 5), ("2", "夏", 7)]


def test_other_days_reports_and_items_are_other_money() -> None:
    one = file("a", row("1", "夏", 5))
    for other in (
        row("", "夏", 6, day=DAY.date() + timedelta(1)),
        row("", "夏", 6, channel="d"),
        row("", "夏", 6, listing_id="x"),
        row("", "夏", 6, keyword="x"),
        row("", "", 6),
        row("3", "", 6),
    ):
        assert len(either_way(one, file("b", other, later=1))) == 2


def test_what_did_not_count_comes_back_when_the_reason_goes() -> None:
    with books() as con:
        load(con, file("a", row("1", "夏", 5)))
        load(con, file("b", row("", "夏", 6), later=2))
        assert counted(con) == [("", "夏", 6)]
        assert con.execute("SELECT count(*) FROM ad__past").fetchone() == (1,)
        load(con, file("c", row("1", "夏", 4), later=-1))
        assert counted(con) == [("", "夏", 6)]
        load(con, file("d", row("1", "夏", 8), later=3))
        assert counted(con) == [("1", "夏", 8)]
        with books() as then:
            attach(then, con)
            asof.fill(then, (DAY + timedelta(2)).date())
            assert counted(then) == [("", "夏", 6)]


ROWS = st.builds(
    row, st.sampled_from(["", "1", "2"]), st.sampled_from(["", "夏", "秋"]), st.integers(1, 9),
    ad_group_id=st.sampled_from(["", "7"]),
)  # fmt: skip
FILES = st.lists(st.tuples(st.lists(ROWS, min_size=1, max_size=3), st.integers(0, 3)), min_size=1, max_size=5)


@settings(max_examples=25)
@given(FILES, st.data())
def test_the_order_of_loading_leaves_no_trace_and_no_row_is_lost(
    drawn: list[tuple[list[dict[str, object]], int]], data: st.DataObject
) -> None:
    every = [file(f"f{n}", *rows, later=later) for n, (rows, later) in enumerate(drawn)]
    shuffled = data.draw(st.permutations([*every, *every]))
    with books() as one, books() as other:
        for some in every:
            load(one, some)
        for some in shuffled:
            load(other, some)
        assert fingerprint(one) == fingerprint(other)
        held = one.execute("SELECT (SELECT count(*) FROM ad) + (SELECT count(*) FROM ad__past)").fetchone()
        distinct = {some.hash: some for some in every}.values()
        assert held == (sum(len(some.tables["ad"]) for some in distinct),)


def test_money_without_a_plan_is_told() -> None:
    with books() as con:
        nameless = row("", "", 6)
        load(
            con,
            file("a", row("1", "夏", 5), nameless, {**nameless, "spend": 0}, {**nameless, "keyword": "x"}),
        )
        assert plans.unnamed(con, "ad") == 1
        load(con, file("b", {**nameless, "grain": "account"}, later=1))
        assert plans.unnamed(con, "ad") == 0


def parts(con: duckdb.DuckDBPyConnection, one: File) -> tuple[tuple[str, int], ...]:
    """What is told of a file that is loaded."""
    before = {name for (name,) in con.execute("SELECT load FROM load").fetchall()}
    load(con, one)
    (new,) = {name for (name,) in con.execute("SELECT load FROM load").fetchall()} - before
    return plans.partial(con, new)


def test_days_of_which_only_differing_parts_are_told() -> None:
    items = file("items", *(row("", "shopping", 50, grain="listing", listing_id=str(n)) for n in range(2)))
    terms = file("terms", row("", "search", 30, grain="search_term", search_term="cup"))
    whole = file("whole", row("", "shopping", 100), row("", "search", 30))
    with books() as con:
        assert parts(con, items) == ()
        assert parts(con, terms) == (("c", 1),)
        assert parts(con, whole) == ()  # the campaigns tell it all
    same = file("terms", row("", "shopping", 30, grain="search_term", search_term="cup"))
    with books() as con:
        load(con, items)
        assert parts(con, same) == ()  # a finer cut of the same campaigns
