"""The books made again, from nothing but the archive and the settings."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from zhanggui.store.archive import Entry
from zhanggui.store.folder import ShopFolder
from zhanggui.store.lock import Holder
from zhanggui.store.writer import Writer


def rebuild(
    folder: ShopFolder,
    load_one: Callable[[Writer, Path, Entry], None],
    owner: str,
    on_wait: Callable[[Holder], None] | None = None,
) -> int:
    """Load every archived file again, in its context, into new books; returns how many there were.

    ``load_one`` recognises and stages the file at the path, which has its original name, and applies each of its
    tables with ``entry.record(...)``. The old books count until the new ones are whole. `undo` still takes back the
    last load command.
    """
    with folder.writer(owner, on_wait, fresh=True) as writer:
        entries = folder.archive.entries()
        for entry in entries:
            with tempfile.TemporaryDirectory(dir=folder.books.home, prefix="rebuild-") as place:
                load_one(writer, folder.archive.lay_out(entry, Path(place)), entry)
    return len(entries)
