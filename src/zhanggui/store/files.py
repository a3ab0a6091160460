"""Files that are either whole or not there: written beside their place, flushed to the disk, then moved."""

import os
import shutil
import sys
from pathlib import Path

_FICLONE = 0x40049409  # Linux: share the blocks of another file (btrfs, xfs); fails at once elsewhere


def flush(path: Path) -> None:
    """Wait until the bytes of ``path`` are on the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def flush_folder(path: Path) -> None:
    """Wait until the names in the folder ``path`` are on the disk (no-op where folders cannot be opened)."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move(source: Path, target: Path) -> None:
    """Flush ``source``, then let it take the place of ``target`` in one step."""
    flush(source)
    source.replace(target)
    flush_folder(target.parent)


def write(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Replace the content of ``path`` in one step. ``mode`` as for open(2), before the user's mask."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        move(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def clone(source: Path, target: Path) -> None:
    """Copy a file, sharing its blocks where the file system can."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415  # not on every system

        with source.open("rb") as old, target.open("wb") as new:
            try:
                fcntl.ioctl(new, _FICLONE, old.fileno())
            except OSError:
                pass
            else:
                return
    shutil.copyfile(source, target)
