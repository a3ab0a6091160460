"""Advertising plans that one export knows by number and name, another by name alone, or by a name since changed.

Each says the same money of the same day under another key, so that without this both would count. The rows of a plan
and day, of one shop and report family, are one set whatever it is called there:

- rows without a number are of the plan that has their name on that day;
- rows with a number are of one plan whatever its name.

Of the sets of several loads the later counts, as of any other set; those that do not count wait in the table's past,
and come back when the reason goes. All of it is a function of the rows in the books.
"""

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.store.schema import column_list, past, quoted
from zhanggui.store.upsert import same_key

AD = TABLES["ad"]
_SCOPE = "shop, channel, day, days"
_DAY = f"{_SCOPE}, grain"
_BOTH = f"(SELECT * FROM ad UNION ALL SELECT * FROM {past('ad')})"
_PLAN = (
    "CASE WHEN a.campaign_id = '' THEN 'n' || a.campaign "
    "WHEN z.name IS NULL THEN 'i' || a.campaign_id ELSE z.name END"
)
# What else makes rows of a plan and day rows of one set: a group is known by its name, where it has one.
_REST = "coalesce(nullif(ad_group, ''), ad_group_id) AS part, listing_id, keyword, search_term, creative"


def settle(con: duckdb.DuckDBPyConnection, load: str = "") -> None:
    """Let each plan's day count once, inside the caller's transaction: of the days of ``load``, '' for all."""
    told = f" WHERE source_file = '{load}'" if load else ""
    con.execute(f"CREATE OR REPLACE TEMP TABLE zg_day AS SELECT DISTINCT {_SCOPE} FROM {_BOTH} b{told}")
    _restore(con)
    if _doubtful(con):
        _choose(con)
    con.execute("DROP TABLE zg_day")


def unnamed(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    """Rows of money, by plan, that name no plan, item or word."""
    blank = "campaign_id = '' AND campaign = '' AND listing_id = ''"
    found = con.execute(
        f"SELECT count(*) FROM {quoted(relation)} WHERE grain = 'campaign' AND spend <> 0 AND {blank} AND keyword = ''"
    ).fetchone()
    return int(found[0]) if found else 0


def partial(con: duckdb.DuckDBPyConnection, load: str) -> tuple[tuple[str, int], ...]:
    """Channels of a load, and on how many of its days their reports are all of parts that differ in campaigns.

    Of each such day one report counts, that of the most spend, and what campaigns it lacks nobody adds.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE zg_day AS SELECT DISTINCT {_SCOPE} FROM ad b WHERE source_file = '{load}'"
    )
    found = con.execute(
        f"""
        WITH cuts AS (
            SELECT {_SCOPE}, grain, sum(spend) AS spent,
                coalesce(list(DISTINCT campaign) FILTER (campaign <> '' AND spend > 0), []) AS names
            FROM ad a WHERE {_in_scope("a")} GROUP BY ALL
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY {_SCOPE} ORDER BY spent DESC NULLS LAST, grain) AS place,
                bool_or(grain IN ('account', 'campaign')) OVER (PARTITION BY {_SCOPE}) AS whole
            FROM cuts
        )
        SELECT o.channel, count(DISTINCT o.day) FROM ranked o JOIN ranked b USING ({_SCOPE})
        WHERE NOT o.whole AND b.place = 1 AND o.place > 1 AND len(b.names) > 0
            AND len(list_filter(o.names, lambda name: NOT list_contains(b.names, name))) > 0
        GROUP BY o.channel ORDER BY o.channel
        """
    ).fetchall()
    con.execute("DROP TABLE zg_day")
    return tuple(found)


def _in_scope(row: str) -> str:
    """SQL: a row is of the days that are looked at."""
    return (
        "EXISTS (SELECT 1 FROM zg_day y WHERE "
        + " AND ".join(f"y.{name} IS NOT DISTINCT FROM {row}.{name}" for name in _SCOPE.split(", "))
        + ")"
    )


def _choose(con: duckdb.DuckDBPyConnection) -> None:
    """Put the sets that do not count into the past."""
    same = f"{_DAY}, plan, part, listing_id, keyword, search_term, creative"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_lost AS
        WITH named AS (
            SELECT a.rowid AS place, a.version, a.source_file, {_prefixed("a")}, {_REST}, {_PLAN} AS plan
            FROM ad a LEFT JOIN zg_alias z ON {_on("z")} AND z.campaign_id = a.campaign_id AND a.campaign_id <> ''
            WHERE EXISTS (SELECT 1 FROM zg_plan p WHERE {_on("p")} AND p.campaign_id = a.campaign_id
                AND p.campaign = a.campaign)
        ), sets AS (
            SELECT {same}, source_file, max(version) AS version FROM named GROUP BY ALL
        ), best AS (
            SELECT {same}, source_file FROM sets
            QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY version DESC, source_file DESC) = 1
        )
        SELECT place FROM named EXCEPT SELECT place FROM named JOIN best USING ({same}, source_file)
        """
    )
    columns = column_list(AD)
    con.execute(
        f"INSERT INTO {past('ad')} ({columns}) SELECT {columns} FROM ad WHERE rowid IN (SELECT place FROM zg_lost)"
    )
    con.execute("DELETE FROM ad WHERE rowid IN (SELECT place FROM zg_lost)")
    for name in ("zg_lost", "zg_alias", "zg_plan"):
        con.execute(f"DROP TABLE {name}")


def _prefixed(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _DAY.split(", "))


def _on(table: str) -> str:
    """SQL: a row of ``table`` is of the same shop, report and day as one of `ad`."""
    return " AND ".join(f"{table}.{name} IS NOT DISTINCT FROM a.{name}" for name in _DAY.split(", "))


def _doubtful(con: duckdb.DuckDBPyConnection) -> bool:
    """Make `zg_plan`, plans of a day that are known in several ways, and `zg_alias`, the name that stands for a number.

    False, and no such tables, where every plan is known in one way.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_plan AS
        WITH known AS (SELECT DISTINCT {_DAY}, campaign_id, campaign FROM ad a
            WHERE (campaign_id <> '' OR campaign <> '') AND {_in_scope("a")}),
        names AS (
            SELECT *, bool_or(campaign_id = '') OVER (PARTITION BY {_DAY}, campaign)
                AND bool_or(campaign_id <> '') OVER (PARTITION BY {_DAY}, campaign) AND campaign <> '' AS shared,
                campaign_id <> '' AND count(*) OVER (PARTITION BY {_DAY}, campaign_id) > 1 AS renamed
            FROM known
        )
        SELECT * FROM names WHERE shared OR renamed
        """
    )
    if not con.execute("SELECT 1 FROM zg_plan LIMIT 1").fetchone():
        con.execute("DROP TABLE zg_plan")
        return False
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE zg_alias AS SELECT {_DAY}, campaign_id, 'n' || min(campaign) AS name "
        "FROM zg_plan WHERE shared AND campaign_id <> '' GROUP BY ALL"
    )
    return True


def _restore(con: duckdb.DuckDBPyConnection) -> None:
    """Give back to each key its greatest set, wherever that is; the others of the key are its past."""
    keys, columns, old = ", ".join(map(quoted, AD.key)), column_list(AD), past("ad")
    if not con.execute(f"SELECT 1 FROM {old} LIMIT 1").fetchone():
        return
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_wrong AS
        WITH sets AS (
            SELECT {keys}, source_file, max(version) AS version FROM {_BOTH} b WHERE {_in_scope("b")}
            AND EXISTS (SELECT 1 FROM {old} p WHERE {same_key(AD, "p", "b")} AND {_in_scope("p")}) GROUP BY ALL
        ), best AS (
            SELECT {keys}, source_file FROM sets
            QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY version DESC, source_file DESC) = 1
        )
        SELECT * FROM best b WHERE NOT EXISTS (
            SELECT 1 FROM ad a WHERE {same_key(AD, "a", "b")} AND a.source_file = b.source_file)
        """
    )
    of_key = f"EXISTS (SELECT 1 FROM zg_wrong z WHERE {same_key(AD, 'ad', 'z')})"
    con.execute(f"INSERT INTO {old} ({columns}) SELECT {columns} FROM ad WHERE {of_key}")
    con.execute(f"DELETE FROM ad WHERE {of_key}")
    chosen = (
        f"EXISTS (SELECT 1 FROM zg_wrong z WHERE {same_key(AD, 'p', 'z')} AND z.source_file = p.source_file)"
    )
    con.execute(f"INSERT INTO ad ({columns}) SELECT {columns} FROM {old} p WHERE {chosen}")
    con.execute(f"DELETE FROM {old} p WHERE {chosen}")
    con.execute("DROP TABLE zg_wrong")
