"""Files that lie where they lay and are as they were when all their tables were found in the books already.

They need not be opened again: a folder of a year's exports is looked at every morning. What is remembered counts only
while the settings, the own maps and the formats are the same, and the loads are still in the books.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from zhanggui.readers import Formats
from zhanggui.store import files
from zhanggui.store.folder import SETTINGS, ShopFolder
from zhanggui.store.load import LoadRow

NAME = ".unchanged.json"


class Unchanged:
    """What is remembered in a shop folder. ``loads``: all loads of the books; ``known``: formats that are known."""

    def __init__(self, folder: ShopFolder, known: Formats, loads: Iterable[LoadRow]) -> None:
        self._path = folder.path / NAME
        self._loads = {row.load: row for row in loads}
        self._context = _context(folder, known)
        self._files: dict[str, list[Any]] = _read(self._path, self._context)
        self._learnt = False

    def rows(self, path: Path) -> tuple[LoadRow, ...]:
        """The loads of all tables of the file at ``path``; none where it has to be opened."""
        mark, loads = self._files.get(str(path.resolve()), (None, ()))
        if not loads or mark != _mark(path) or not all(load in self._loads for load in loads):
            return ()
        return tuple(self._loads[load] for load in loads)

    def learn(self, path: Path, loads: Sequence[str]) -> None:
        """All tables of the file at ``path``, which has rested, are those ``loads`` of the books."""
        mark = _mark(path)
        if mark is not None:
            self._files[str(path.resolve())] = [mark, list(loads)]
            self._learnt = True

    def save(self) -> None:
        """Keep what was learnt, of files that are still there; where it can't be written the files are opened again."""
        if self._learnt:
            held = {path: said for path, said in sorted(self._files.items()) if Path(path).is_file()}
            with suppress(OSError):
                files.write(self._path, json.dumps({"context": self._context, "files": held}).encode())


def _mark(path: Path) -> list[int] | None:
    """Changes with whatever is done to the bytes of a file; None where it is gone."""
    try:
        told = path.stat()
    except OSError:
        return None
    return [told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino]


def _context(folder: ShopFolder, known: Formats) -> str:
    """Changes with whatever may read a file in another way, or give it to another shop."""
    digest = hashlib.sha256("\n".join(item.key for item in known.all).encode())
    for path in (folder.path / SETTINGS, *folder.map_files()):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(path: Path, context: str) -> dict[str, list[Any]]:
    """What was remembered in the same context; nothing where it is damaged."""
    try:
        told: Mapping[str, Any] = json.loads(path.read_bytes())
        return dict(told["files"]) if told["context"] == context else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
