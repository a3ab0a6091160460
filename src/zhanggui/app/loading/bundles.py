"""Which small files of a load call are read together, and when: those of one kind, as the first of them is reached."""

from collections.abc import Callable, Iterable

import duckdb

from zhanggui.readers import Context, Found, Staged
from zhanggui.readers.sheaf import LEAST, Kind, Sheaf, bind, chosen, kind, name_of

TRIES = 3  # times that files of a kind are bound anew because the shop turned out to be another one


class Bundles:
    """Files bound ahead of their turn. ``coming`` gives those that are still to be loaded, in their order."""

    def __init__(self, coming: Callable[[], Iterable[Found]]) -> None:
        self._coming = coming
        self._held: dict[Kind, Sheaf] = {}
        self._missed: dict[Kind, int] = {}
        self._number = 0

    def staged(self, con: duckdb.DuckDBPyConnection, found: Found, context: Context) -> Staged | None:
        """``found`` as reading it alone for ``context`` would give it; None where it has to be read alone."""
        group = kind(found)
        if group is None or not context.currency:
            return None
        sheaf = self._held.get(group)
        if sheaf is None or sheaf.con is not con or name_of(found) not in sheaf.asked:
            sheaf = self._bound(con, (group, found), context)
        elif sheaf.context != context:
            self._missed[group] = self._missed.get(group, 0) + 1
            sheaf = self._bound(con, (group, found), context)
        return sheaf.take(found) if sheaf else None

    def _bound(
        self, con: duckdb.DuckDBPyConnection, what: tuple[Kind, Found], context: Context
    ) -> Sheaf | None:
        """A new sheaf that begins with the file; None where there are too few of its kind, or it failed too often."""
        group, found = what
        old = self._held.pop(group, None)
        if old is not None and old.con is con:
            old.drop()
        if self._missed.get(group, 0) > TRIES:
            return None
        more = (one for one in self._coming() if kind(one) == group and name_of(one) != name_of(found))
        files = chosen([found, *more])
        if len(files) < LEAST:
            return None
        self._number += 1
        self._held[group] = bind(con, files, context, f"sheaf_{self._number}")
        return self._held[group]
