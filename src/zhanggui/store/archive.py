"""Every loaded file once, by the hash of its bytes, with a sidecar for each context it was loaded in.

Bytes are kept before a load is applied, sidecars are written when its generation counts. So the sidecars say
what the books were made from, and `rebuild` can make them again.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from zhanggui.store import files
from zhanggui.store.load import LoadRecord

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in one context: see `LoadRecord` for the fields. ``sha`` names the bytes in the archive."""

    sha: str
    name: str
    loaded_at: datetime
    forced: str | None
    day: date | None
    date_order: str | None
    map: str | None
    file_time: datetime | None
    unnamed: tuple[tuple[str, str], ...]

    def record(self, file: str, hash: str) -> LoadRecord:  # noqa: A002  # as in Found and LoadRecord
        """The record with which a table of this file, shown as ``file``, is applied again."""
        return LoadRecord(
            file,
            hash,
            self.sha,
            self.name,
            self.loaded_at,
            self.forced,
            self.day,
            self.date_order,
            self.map,
            self.file_time,
            self.unnamed,
        )

    @property
    def sidecar(self) -> str:
        """Name of its sidecar: the bytes, and the context that makes it another load."""
        context = "\x1f".join((self.name, self.forced or "", str(self.day or "")))
        return f"{self.sha}.{hashlib.sha256(context.encode()).hexdigest()[:12]}.json"


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _copy(source: Path, target: Path) -> str:
    """Copy a file; the hash of what was written."""
    digest = hashlib.sha256()
    with source.open("rb") as old, target.open("wb") as new:
        while chunk := old.read(_CHUNK):
            digest.update(chunk)
            new.write(chunk)
    return digest.hexdigest()


def _time(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


class Archive:
    """The folder ``home``: ``ab/<hash>`` and ``ab/<hash>.<context>.json``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._sizes: set[int] | None = None

    def keep(self, path: Path, sha: str = "", changed: int = 0) -> str:
        """Copy a file into the archive unless its bytes are there; returns their hash.

        The hash is taken of what is written, in the same pass, so a file that changes meanwhile cannot be kept
        under a wrong one. Only a file as long as one that is kept is read first, to see whether it is the same.

        ``sha`` is its hash as taken when its last change was at ``changed`` (nanoseconds, 0 for unknown). If that is
        still so once it is copied, nothing is hashed again.
        """
        if changed and self._unchanged(path, sha, changed):
            return sha
        if path.stat().st_size in self._known_sizes():
            sha = sha256(path)
            if self._place(sha).is_file():
                return sha
        beside = self.home / f".{os.getpid()}.tmp"
        sha = _copy(path, beside)
        self._put(beside, sha)
        return sha

    def _unchanged(self, path: Path, sha: str, changed: int) -> bool:
        """Keep a copy of ``path`` under a hash taken before; False, and nothing kept, if it has changed since."""
        if not self._place(sha).is_file():
            beside = self.home / f".{os.getpid()}.tmp"
            files.clone(path, beside)
            if path.stat().st_mtime_ns == changed:
                self._put(beside, sha)
            else:
                beside.unlink()
        return path.stat().st_mtime_ns == changed

    def _put(self, beside: Path, sha: str) -> None:
        """Let a copy take the place of its hash, unless there is one."""
        place = self._place(sha)
        if place.is_file():
            beside.unlink()
            return
        place.parent.mkdir(exist_ok=True)
        files.move(beside, place)
        self._known_sizes().add(place.stat().st_size)

    def clean(self) -> None:
        """Remove copies that a crash cut short; the caller holds the lock."""
        for path in self.home.glob(".*.tmp"):
            path.unlink(missing_ok=True)

    def _known_sizes(self) -> set[int]:
        """Sizes of the files that are kept, looked up once."""
        if self._sizes is None:
            self._sizes = {one.stat().st_size for one in self.home.glob("??/*") if one.suffix != ".json"}
        return self._sizes

    def path(self, sha: str) -> Path:
        """Where the bytes are; raises KeyError when they are not kept."""
        place = self._place(sha)
        if not place.is_file():
            raise KeyError(sha)
        return place

    def _place(self, sha: str) -> Path:
        return self.home / sha[:2] / sha

    def note(self, entry: Entry) -> None:
        """Write an entry's sidecar, in place of an older one of the same bytes and context."""
        place = self._place(entry.sha).parent
        place.mkdir(exist_ok=True)
        data = {key: None if value is None else str(value) for key, value in asdict(entry).items()}
        said = {**data, "unnamed": dict(entry.unnamed)}
        text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        sidecar = place / entry.sidecar
        if not sidecar.is_file() or sidecar.read_text("utf-8") != text:
            files.write(sidecar, text.encode())

    def noted(self, entry: Entry) -> bool:
        """Whether an entry has a sidecar."""
        return (self._place(entry.sha).parent / entry.sidecar).is_file()

    def forget(self, entry: Entry) -> None:
        """Remove a sidecar: the bytes stay, the books are no longer made from them."""
        (self._place(entry.sha).parent / entry.sidecar).unlink(missing_ok=True)

    def entries(self) -> tuple[Entry, ...]:
        """Every context, sorted by hash and context: the order of loading leaves no trace."""
        found = []
        for path in sorted(self.home.glob("*/*.json")):
            said = json.loads(path.read_text("utf-8"))
            found.append(
                Entry(
                    said["sha"],
                    said["name"],
                    datetime.fromisoformat(said["loaded_at"]),
                    said["forced"],
                    None if said["day"] is None else date.fromisoformat(said["day"]),
                    said["date_order"],
                    said["map"],
                    _time(said["file_time"]),
                    tuple(sorted(said["unnamed"].items())),
                )
            )
        return tuple(found)

    def lay_out(self, entry: Entry, folder: Path) -> Path:
        """The bytes under their original name in ``folder``, for a reader that looks at names."""
        target = folder / Path(entry.name).name
        try:
            target.hardlink_to(self.path(entry.sha))
        except OSError:
            shutil.copyfile(self.path(entry.sha), target)
        return target
