"""The writer: applies staged files, each in one transaction, to a copy of the books, and publishes it."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import duckdb

from zhanggui.model.issue import NOTICE, Issue
from zhanggui.store import files, schema, unlinked
from zhanggui.store.archive import Archive, Entry
from zhanggui.store.books import Books, Pointer, Reading, connect
from zhanggui.store.load import Applied, LoadRecord, LoadRow, Staged, load_id
from zhanggui.store.loadbook import entries_of, load_row
from zhanggui.store.merge import Change, merge
from zhanggui.store.ownership import Shops, owners_of

PUBLISH_EVERY = 30.0  # seconds of work that a crash may cost


class Home(Shops, Protocol):
    """What the writer needs of a shop folder."""

    @property
    def books(self) -> Books: ...  # noqa: D102
    @property
    def archive(self) -> Archive: ...  # noqa: D102


class Writer:
    """One session of writing, made by `ShopFolder.writer` while it holds the lock.

    The copy of the books is made when it is first needed, so a session that finds nothing to do costs nothing.
    """

    def __init__(self, home: Home, *, fresh: bool) -> None:
        self._home = home
        self._books = home.books
        self._fresh = fresh
        self._start = self._books.pointer()
        self._generation = self._start.current
        self._work: Path = self._books.work_path(self._start.current + 1)
        self._con: duckdb.DuckDBPyConnection | None = None
        self._changed = fresh
        self._touched: set[str] = set()
        self._published = time.monotonic()
        self._books.clean(self._start)
        self._scratch = self._books.scratch / "writer"
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection to the copy: readers stage their temporary tables in it."""
        if self._con is None:
            self._scratch.mkdir(parents=True, exist_ok=True)
            if not self._fresh:
                files.clone(self._books.path(self._start.current), self._work)
            self._con = connect(self._work, self._scratch, read_only=False)
            if self._fresh:
                schema.create(self._con)
            else:
                schema.migrate(self._con)
        return self._con

    def loaded(self, record: LoadRecord) -> LoadRow | None:
        """The load of the same content, name and context, when the books have it: staging it again is vain."""
        if self._con is not None or self._fresh:
            return load_row(self.con, record)
        with Reading(self._books) as reading:
            return load_row(reading.con, record)

    def apply(self, staged: Staged, record: LoadRecord) -> Applied:
        """Merge a staged file into the books, in one transaction; its temporary tables are dropped.

        Rows whose shop cannot be told are left out with an issue; when that is all of them, nothing is loaded.
        """
        owners = owners_of(self.con, self._home, staged, record)
        kept = staged.kept - owners.lost
        if owners.all_lost:
            self._drop(staged)
            return Applied("refused", "", (), 0, owners.issues)
        load = load_id(staged, record, owners.unnamed)
        if self.con.execute("SELECT 1 FROM load WHERE load = ?", [load]).fetchone():
            self._drop(staged)
            same = Issue(record.file, 0, "", "same_file", level=NOTICE)
            return Applied("same", load, owners.keys, kept, (*owners.issues, same))
        doubted = unlinked.doubtful(self.con, owners.keys)
        self.con.execute("BEGIN")
        try:
            change = merge(self.con, staged, record, owners, load)
            self.con.execute("COMMIT")
        except BaseException:
            self.con.execute("ROLLBACK")
            raise
        self._drop(staged)
        self._changed = True
        self._touched.add(record.archived)
        if not self._fresh and time.monotonic() - self._published >= PUBLISH_EVERY:
            self.publish()  # books made again count only when they are whole
        told = (*self._unlinked(record.file, owners.keys, doubted), *_contested(staged, record.file, change))
        issues = (*owners.issues, *told)
        return Applied("replaced" if change.replaced else "applied", load, owners.keys, kept, issues)

    def _unlinked(self, file: str, shops: Sequence[str], before: Sequence[unlinked.Doubt]) -> list[Issue]:
        """The notice of refunds without an order that no case tells, where they are others than ``before``."""
        return [
            Issue(file, 0, "", "refunds_unlinked", f"{one.amount:.2f} {one.currency} ({one.number})", NOTICE)
            for one in unlinked.doubtful(self.con, shops)
            if one not in before
        ]

    def _drop(self, staged: Staged) -> None:
        """What was staged is no longer needed, be it tables or views."""
        for temporary in staged.tables.values():
            try:
                self.con.execute(f"DROP TABLE IF EXISTS {schema.quoted(temporary)}")
            except duckdb.CatalogException:
                self.con.execute(f"DROP VIEW IF EXISTS {schema.quoted(temporary)}")

    def publish(self) -> None:
        """Let everything applied so far count, for every reader, from now on; the session goes on."""
        if not self._changed:
            return
        entries = entries_of(self.con)
        self.con.execute("CHECKPOINT")
        beside = self._books.home / f"{self._generation + 1:06d}.copy"
        files.clone(self._work, beside)
        self._count(beside, entries)

    def finish(self) -> None:
        """Publish what is left and close: the copy itself becomes the generation."""
        if not self._changed:
            self.close()
            return
        entries = entries_of(self.con)
        self.con.execute("CHECKPOINT")
        self.con.close()
        self._con = None
        self._count(self._work, entries)

    def close(self) -> None:
        """Let go of the copy; what was not published is forgotten."""
        if self._con is not None:
            self._con.close()
            self._con = None
            self._work.unlink(missing_ok=True)

    def _count(self, made: Path, entries: tuple[Entry, ...]) -> None:
        """Give ``made`` the next number, move the pointer to it, and tell the archive what it is made from."""
        files.move(made, self._books.path(self._generation + 1))
        self._generation += 1
        # What is made again holds the same loads, so that `undo` still takes back the last of them.
        pointer = Pointer(self._generation, self._start.before if self._fresh else self._start.current)
        self._books.point(pointer)
        for entry in entries:
            if entry.sha in self._touched:
                self._home.archive.note(entry)
        self._books.clean(pointer, None if self._con is None else self._work)
        self._changed = False
        self._touched.clear()
        self._published = time.monotonic()


def _contested(staged: Staged, file: str, change: Change) -> list[Issue]:
    """The notices of rows that stand otherwise in the books, where no file states which of them is the later."""
    told = []
    if change.tied:
        told.append(Issue(file, 0, "", "rows_tied", str(change.tied), NOTICE))
    if change.older and staged.exported is None:
        told.append(Issue(file, 0, "", "rows_older", str(change.older), NOTICE))
    return told
