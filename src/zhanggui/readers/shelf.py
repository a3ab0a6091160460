"""The shipped format files, parsed: kept as JSON beside the compiled modules, because parsing TOML takes far longer.

Where Python is told to write no compiled modules it is the user's folder for such copies. What is kept is of exactly
the files that are there, by their names, sizes and times of change; anything else is parsed anew. Where nothing can be
kept everything works without.
"""

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import cache_from_source
from pathlib import Path

from zhanggui.readers.spec import SpecError

Tables = list[tuple[str, Mapping[str, object]]]


def tables() -> Tables:
    """Name (``folder/file.toml``) and content of every shipped format file, by name; raises SpecError for no TOML."""
    return kept(files("zhanggui.readers"), place(Path(__file__)))


def place(module: Path) -> Path:
    """Where the copy for the readers that ``module`` is one of belongs."""
    if not sys.dont_write_bytecode:
        return Path(cache_from_source(str(module))).with_name("formats.json")
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(home) if home else Path(os.environ.get("HOME") or os.devnull) / ".cache"
    mark = hashlib.sha256(str(module).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return folder / "zhanggui" / f"formats-{mark}.json"


def kept(room: Traversable, shelf: Path) -> Tables:
    """As ``tables``, of the folders in ``room``; what was parsed is kept in the file ``shelf``."""
    found = [(f"{folder.name}/{entry.name}", entry) for folder, entry in _entries(room)]
    stamp = _stamp(found)
    try:
        held = json.loads(shelf.read_text("utf-8")) if stamp else None
    except (OSError, ValueError):
        held = None
    if isinstance(held, dict) and held.get("stamp") == stamp:
        return [(name, content) for name, content in held["tables"]]
    made: Tables = [(name, _parsed(name, entry)) for name, entry in found]
    if stamp:
        _keep(shelf, json.dumps({"stamp": stamp, "tables": made}, ensure_ascii=False))
    return made


def _entries(room: Traversable) -> Iterator[tuple[Traversable, Traversable]]:
    """Folders and their format files, by name."""
    for folder in sorted(room.iterdir(), key=lambda e: e.name):
        if folder.is_dir():
            for entry in sorted(folder.iterdir(), key=lambda e: e.name):
                if entry.name.endswith(".toml"):
                    yield folder, entry


def _stamp(found: list[tuple[str, Traversable]]) -> list[list[str | int]]:
    """What tells whether the files are those that were parsed; [] where they are no files of the system."""
    out: list[list[str | int]] = []
    for name, entry in found:
        if not isinstance(entry, Path):
            return []
        told = entry.stat()
        out.append([name, told.st_size, told.st_mtime_ns])
    return out


def _parsed(name: str, entry: Traversable) -> Mapping[str, object]:
    try:
        return tomllib.loads(entry.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SpecError(f"{name}: {error}") from error


def _keep(shelf: Path, text: str) -> None:
    """Write the file whole or not at all."""
    beside = shelf.with_name(f"{shelf.name}.{os.getpid()}")
    try:
        shelf.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8")
        beside.replace(shelf)
    except OSError:
        with suppress(OSError):
            beside.unlink()
