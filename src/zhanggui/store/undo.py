"""Taking back the last load command: the generation before it counts again, under a new number."""

import json
from collections.abc import Callable
from typing import Protocol

from zhanggui.store import files
from zhanggui.store.archive import Archive
from zhanggui.store.books import Books, Pointer, Reading
from zhanggui.store.load import LoadRow
from zhanggui.store.loadbook import all_loads, entries_of
from zhanggui.store.lock import Holder, held
from zhanggui.store.refusals import NothingToUndoError

INTENT = "UNDO"


class Home(Protocol):
    """What undo needs of a shop folder."""

    @property
    def books(self) -> Books: ...  # noqa: D102
    @property
    def archive(self) -> Archive: ...  # noqa: D102


def undo(home: Home, owner: str, on_wait: Callable[[Holder], None] | None = None) -> tuple[LoadRow, ...]:
    """Go back to the books before the last load command; returns the loads taken back, newest first.

    Works once: raises NothingToUndoError when there is nothing before. The files stay in the archive, but the
    books are no longer made from them.
    """
    with held(home.books.lock, owner, on_wait):
        settle(home)
        pointer = home.books.pointer()
        if pointer.before is None:
            raise NothingToUndoError(str(home.books.home))
        taken = _difference(home.books, pointer)
        intent = json.dumps([one.load for one in taken])
        files.write(home.archive.home / INTENT, intent.encode())
        restored = Pointer(pointer.current + 1)
        beside = home.books.home / f"{restored.current:06d}.copy"
        files.clone(home.books.path(pointer.before), beside)
        files.move(beside, home.books.path(restored.current))
        home.books.point(restored)
        settle(home)
        home.books.clean(restored)
        return taken


def _difference(books: Books, pointer: Pointer) -> tuple[LoadRow, ...]:
    with Reading(books) as now:
        present = all_loads(now.con)
    with Reading(books, lambda _: books.path(pointer.before or 0)) as then:
        kept = {one.load for one in all_loads(then.con)}
    return tuple(one for one in present if one.load not in kept)


def settle(home: Home) -> None:
    """Make the archive's sidecars agree with the books after a crash; the caller holds the lock.

    Sidecars are written right after the pointer moves: those that a crash left out are written now. An undo
    leaves a note of what it takes back before it moves the pointer, so that one that was cut short is finished.
    """
    home.archive.clean()
    note = home.archive.home / INTENT
    undone = set(json.loads(note.read_text("utf-8"))) if note.is_file() else set()
    with Reading(home.books) as reading:
        entries = entries_of(reading.con)
        present = {row[0] for row in reading.con.execute("SELECT load FROM load").fetchall()}
    if note.is_file() and not undone & present:
        wanted = {entry.sidecar for entry in entries}
        for entry in home.archive.entries():
            if entry.sidecar not in wanted:
                home.archive.forget(entry)
        for entry in entries:
            home.archive.note(entry)
    for entry in entries:
        if not home.archive.noted(entry):
            home.archive.note(entry)
    note.unlink(missing_ok=True)
