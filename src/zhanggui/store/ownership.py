"""To which shop the rows of a staged file go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.shop import MARKETS
from zhanggui.store.load import LoadRecord, Staged, StatedShop
from zhanggui.store.refusals import ShopUnknownError
from zhanggui.store.schema import quoted

OWN = "own"  # the platform of the merchant's own templates: a blank shop there means every shop
MOST = 1000  # rows that are told one by one
_BLANK = "coalesce(shop, '') = ''"


class Shops(Protocol):
    """What a shop folder knows about shops."""

    def register_shops(self, stated: list[StatedShop]) -> Mapping[tuple[str, str | None], str]: ...  # noqa: D102
    def resolve_shop(self, platform: str, stated: str | None, forced: str | None = None) -> str: ...  # noqa: D102
    def find_shop(self, platform: str, name: str) -> str | None: ...  # noqa: D102
    def calls(self, key: str, platform: str, name: str) -> None: ...  # noqa: D102
    def sells_on(self, key: str, platform: str) -> bool: ...  # noqa: D102
    def sells_in(self, platform: str, currency: str) -> None: ...  # noqa: D102


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
    if staged.currency:
        shops.sells_in(staged.platform, staged.currency)
    if record.forced is not None:
        return _forced(con, shops, staged, (record, record.forced, names))
    found = shops.register_shops([StatedShop(staged.platform, name) for name in names])
    keys = {name: found[staged.platform, name] for name in names if (staged.platform, name) in found}
    unknown = [name for name in names if name not in keys]
    issues = _of_names(con, staged, record, unknown, "no_such_shop")
    lost = sum(staged.stated[name] for name in unknown)
    unnamed, blank = "", not names or _any_blank(con, staged)
    if blank:
        try:
            unnamed = _unnamed(shops, staged, record, keys)
        except ShopUnknownError as error:
            rows = _places(con, staged, _BLANK) if names else [0]
            issues += [Issue(record.file, row, "", error.code, ", ".join(error.choices)[:80]) for row in rows]
            lost += staged.kept - sum(staged.stated[name] for name in names)
            _leave(con, staged, f"NOT ({_BLANK})")
            blank = False
    _forget(con, staged, unknown)
    every = sorted({*keys.values(), *([unnamed] if blank else [])})
    return Owners(keys, unnamed, tuple(every), lost, not every, tuple(issues))


def _forced(
    con: duckdb.DuckDBPyConnection, shops: Shops, staged: Staged, asked: tuple[LoadRecord, str, list[str]]
) -> Owners:
    """The user names the shop: rows that state another shop of the platform are left out.

    One name that nobody knows is taken for a name of that shop from now on; with several such names nobody can tell
    which of them is meant. Accounts of another platform (advertising that serves the shop) state no shop of it, and
    a marketplace that another seller's shop is called by is this one's as well.
    """
    record, forced, names = asked
    new = [name for name in names if name != forced and shops.find_shop(staged.platform, name) is None]
    if len(new) == len(names) > 1:
        issues = _of_names(con, staged, record, names, "other_shop")
        return Owners({}, "", (), staged.kept, all_lost=True, issues=tuple(issues))
    try:
        key = shops.resolve_shop(staged.platform, None, forced)
    except ShopUnknownError:
        unknown = Issue(record.file, 0, "", "no_such_shop", forced[:80])
        return Owners({}, "", (), staged.kept, all_lost=True, issues=(unknown,))
    if not shops.sells_on(key, staged.platform):
        return Owners({}, key, (key,))
    if new == names:
        for name in new:
            shops.calls(key, staged.platform, name)
    shared = staged.platform in MARKETS and len(names) == 1
    others = [name for name in names if not shared and shops.find_shop(staged.platform, name) != key]
    issues = _of_names(con, staged, record, others, "other_shop")
    lost = sum(staged.stated[name] for name in others)
    _forget(con, staged, others)
    left = lost < staged.kept
    return Owners({}, key, (key,) if left else (), lost, not left, tuple(issues))


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
        con.execute(f"SELECT 1 FROM {quoted(name)} WHERE {_BLANK} LIMIT 1").fetchone()
        for name in staged.tables.values()
    )


def _places(con: duckdb.DuckDBPyConnection, staged: Staged, condition: str) -> list[int]:
    """Rows of the file such that ``condition``, at most ``MOST``."""
    every = " UNION ".join(
        f"SELECT source_row FROM {quoted(name)} WHERE {condition}" for name in staged.tables.values()
    )
    return [row[0] for row in con.execute(f"{every} ORDER BY 1 LIMIT {MOST}").fetchall()]


def _of_names(
    con: duckdb.DuckDBPyConnection, staged: Staged, record: LoadRecord, names: list[str], code: str
) -> list[Issue]:
    """An issue for each row that states one of ``names``."""
    return [
        Issue(record.file, row, "", code, name[:80])
        for name in names
        for row in _places(con, staged, f"shop = '{name.replace(chr(39), chr(39) * 2)}'")
    ]


def _forget(con: duckdb.DuckDBPyConnection, staged: Staged, names: list[str]) -> None:
    if names:
        listed = ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}'" for name in names)
        _leave(con, staged, f"shop IS NULL OR shop NOT IN ({listed})")


def _leave(con: duckdb.DuckDBPyConnection, staged: Staged, condition: str) -> None:
    for table in staged.tables.values():
        _keep(con, table, condition)


def _keep(con: duckdb.DuckDBPyConnection, table: str, condition: str) -> None:
    """Leave only rows that meet ``condition``; what was staged may be a view, which becomes a table of its own."""
    name, kept = quoted(table), quoted(f"{table}_kept")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS SELECT * FROM {name} WHERE {condition}")
    view = con.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = ?", [table]).fetchone()
    con.execute(f"DROP {'VIEW' if view and view[0] else 'TABLE'} {name}")
    con.execute(f"ALTER TABLE {kept} RENAME TO {name}")
