"""To which shop the rows of a staged file go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import duckdb

from zhanggui.model.issue import NOTICE, Issue
from zhanggui.store.load import LoadRecord, Staged, StatedShop
from zhanggui.store.refusals import ShopUnknownError
from zhanggui.store.schema import quoted

OWN = "own"  # the platform of the merchant's own templates: a blank shop there means every shop


class Shops(Protocol):
    """What a shop folder knows about shops."""

    def register_shops(self, stated: list[StatedShop]) -> Mapping[tuple[str, str | None], str]: ...  # noqa: D102
    def resolve_shop(self, platform: str, stated: str | None, forced: str | None = None) -> str: ...  # noqa: D102
    def find_shop(self, platform: str, name: str) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Owners:
    """``shops``: stated name → key, empty when all rows go to ``unnamed``, the key of rows that state none.

    ``keys``: all keys that get rows, sorted. ``lost``: rows that were taken out because nobody can tell their
    shop, ``all_lost`` when none is left.
    """

    shops: Mapping[str, str]
    unnamed: str
    keys: tuple[str, ...]
    lost: int = 0
    all_lost: bool = False
    issues: tuple[Issue, ...] = ()


def owners_of(con: duckdb.DuckDBPyConnection, shops: Shops, staged: Staged, record: LoadRecord) -> Owners:
    """Find the shops of a staged file, making new ones; rows of an unknown shop are deleted from its tables."""
    names = sorted(name for name in staged.stated if name)
    if record.forced is not None:
        return _forced(shops, staged, record, names)
    found = shops.register_shops([StatedShop(staged.platform, name) for name in names])
    keys = {name: found[staged.platform, name] for name in names if (staged.platform, name) in found}
    unknown = [name for name in names if name not in keys]
    issues = [Issue(record.file, 0, "", "shop_unknown", name[:80]) for name in unknown]
    lost = sum(staged.stated[name] for name in unknown)
    unnamed, blank = "", not names or _any_blank(con, staged)
    if blank:
        try:
            unnamed = _unnamed(shops, staged, record, keys)
        except ShopUnknownError as error:
            issues.append(Issue(record.file, 0, "", error.code, ", ".join(error.choices)[:80]))
            lost += staged.kept - sum(staged.stated[name] for name in names)
            _forget_blank(con, staged)
            blank = False
    _forget(con, staged, unknown)
    every = sorted({*keys.values(), *([unnamed] if blank else [])})
    return Owners(keys, unnamed, tuple(every), lost, not every, tuple(issues))


def _forced(shops: Shops, staged: Staged, record: LoadRecord, names: list[str]) -> Owners:
    try:
        key = shops.resolve_shop(staged.platform, None, record.forced)
    except ShopUnknownError as error:
        unknown = Issue(record.file, 0, "", error.code, (record.forced or "")[:80])
        return Owners({}, "", (), staged.kept, all_lost=True, issues=(unknown,))
    others = [name for name in names if shops.find_shop(staged.platform, name) not in {None, key}]
    issues = tuple(Issue(record.file, 0, "", "other_shop", name[:80], NOTICE) for name in others)
    return Owners({}, key, (key,), issues=issues)


def _unnamed(shops: Shops, staged: Staged, record: LoadRecord, keys: Mapping[str, str]) -> str:
    """Rows without a name in a file that names one shop belong to it; else the folder has to know."""
    known = dict(record.unnamed).get(staged.platform)
    if known is not None:
        return known
    if staged.platform != OWN and len(set(keys.values())) == 1:
        return next(iter(keys.values()))
    return shops.resolve_shop(staged.platform, None)


def _any_blank(con: duckdb.DuckDBPyConnection, staged: Staged) -> bool:
    return any(
        con.execute(f"SELECT 1 FROM {quoted(name)} WHERE coalesce(shop, '') = '' LIMIT 1").fetchone()
        for name in staged.tables.values()
    )


def _forget_blank(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    for table in staged.tables.values():
        _keep(con, table, "coalesce(shop, '') <> ''", [])


def _forget(con: duckdb.DuckDBPyConnection, staged: Staged, names: list[str]) -> None:
    for table in staged.tables.values() if names else ():
        _keep(con, table, "shop IS NULL OR shop NOT IN (SELECT unnest(?::VARCHAR[]))", [names])


def _keep(con: duckdb.DuckDBPyConnection, table: str, condition: str, values: list[list[str]]) -> None:
    """Leave only rows that meet ``condition``; what was staged may be a view, which becomes a table of its own."""
    name, kept = quoted(table), quoted(f"{table}_kept")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS SELECT * FROM {name} WHERE {condition}", values)
    view = con.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = ?", [table]).fetchone()
    con.execute(f"DROP {'VIEW' if view and view[0] else 'TABLE'} {name}")
    con.execute(f"ALTER TABLE {kept} RENAME TO {name}")
