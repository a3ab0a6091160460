"""One writer at a time: a lock of the operating system on a file that names its owner.

The system frees the lock when its process ends, however it ends: a file left behind by a killed process never
blocks anybody.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PAUSE = 0.1  # seconds between two tries
REMIND = 15.0  # seconds between two messages


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the lock, as they wrote it down. ``pid`` 0 is unknown."""

    owner: str
    pid: int


if sys.platform == "win32":
    import msvcrt

    # A byte far behind the owner's name, so that the name stays readable while the lock is held.
    _FAR = 1 << 20

    def _try(handle: IO[str]) -> bool:
        handle.seek(_FAR)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _free(handle: IO[str]) -> None:
        handle.seek(_FAR)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _free(handle: IO[str]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _holder(path: Path) -> Holder:
    """Read the name; a lock taken a moment ago may not have been signed yet."""
    try:
        said = json.loads(path.read_text("utf-8"))
        return Holder(str(said["owner"]), int(said["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder("", 0)


def _wait(handle: IO[str], path: Path, on_wait: Callable[[Holder], None] | None) -> None:
    """Try until the lock is ours, saying at once, and every ``REMIND`` seconds, whom we wait for."""
    began = time.monotonic()
    said = -REMIND
    while not _try(handle):
        waited = time.monotonic() - began
        if on_wait is not None and waited - said >= REMIND:
            said = waited
            on_wait(_holder(path))
        time.sleep(PAUSE)


@contextmanager
def held(path: Path, owner: str, on_wait: Callable[[Holder], None] | None = None) -> Iterator[None]:
    """Hold the lock at ``path`` in the name of ``owner``; waits as long as it takes, telling ``on_wait``."""
    with path.open("a+", encoding="utf-8") as handle:
        _wait(handle, path, on_wait)
        try:
            handle.seek(0)
            handle.truncate()
            json.dump({"owner": owner, "pid": os.getpid()}, handle, ensure_ascii=False)
            handle.flush()
            yield
        finally:
            _free(handle)
