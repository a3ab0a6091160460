"""The books on disk: immutable generations behind a pointer, which moves in one step.

``books/000041.duckdb`` is a generation, ``books/CURRENT`` names the one that counts and, on a second line, the
one before the last load command. A generation is never written again once it is named; numbers only rise.
"""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from zhanggui.store import files, schema

STORAGE = "v1.5.0"
# What the engine does not count (buffers of a file that is read, rows on their way to the disk) comes on top of these.
# More makes neither quicker at ten million order lines; questions still end with an eighth of it, in more time.
WRITING = "1GB"
READING = "500MB"
_GENERATION = re.compile(r"(\d{6,})\.duckdb")


class NoBooksError(Exception):
    """The folder has no readable pointer to its books."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Number of the generation that counts, and of the one that `undo` goes back to (None: nowhere)."""

    current: int
    before: int | None = None


def file_name(generation: int) -> str:
    """Name of a generation's file."""
    return f"{generation:06d}.duckdb"


def _number(name: str) -> int:
    found = _GENERATION.fullmatch(name.strip())
    if not found:
        raise NoBooksError(name)
    return int(found[1])


def connect(path: Path, scratch: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a database file with the settings every session has; ``scratch`` takes what does not fit in memory."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": READING if read_only else WRITING,
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if not read_only:
        config["storage_compatibility_version"] = STORAGE
    con = duckdb.connect(str(path), read_only=read_only, config=config)
    con.execute("SET enable_progress_bar = false")
    return con


class Books:
    """The folder ``home`` of generations. ``scratch`` is for temporary files of the engine."""

    def __init__(self, home: Path, scratch: Path) -> None:
        self.home = home
        self.scratch = scratch

    @property
    def lock(self) -> Path:
        """The file that the only writer holds."""
        return self.home / "LOCK"

    def session_scratch(self) -> Path:
        """A folder of this process's own for what an engine session cannot keep in memory."""
        return self.scratch / f"session-{os.getpid()}"

    def pointer(self) -> Pointer:
        """What counts now; raises NoBooksError when the pointer is missing or damaged."""
        try:
            lines = (self.home / "CURRENT").read_text("utf-8").split()
        except FileNotFoundError as error:
            raise NoBooksError(str(self.home)) from error
        if not lines:
            raise NoBooksError(str(self.home))
        return Pointer(_number(lines[0]), _number(lines[1]) if len(lines) > 1 else None)

    def path(self, generation: int) -> Path:
        """File of a generation."""
        return self.home / file_name(generation)

    def work_path(self, generation: int) -> Path:
        """File in which a generation is made before it has its name."""
        return self.home / f"{generation:06d}.work"

    def point(self, pointer: Pointer) -> None:
        """Move the pointer, atomically and durably."""
        names = [file_name(pointer.current)]
        if pointer.before is not None:
            names.append(file_name(pointer.before))
        files.write(self.home / "CURRENT", ("\n".join(names) + "\n").encode())

    def clean(self, pointer: Pointer, work: Path | None = None) -> None:
        """Remove whatever is neither current nor kept for undo, nor being worked on: for the holder of the lock."""
        keep = {"CURRENT", file_name(pointer.current)}
        if work is not None:
            keep |= {work.name, work.name + ".wal"}
        if pointer.before is not None:
            keep.add(file_name(pointer.before))
        for path in self.home.glob("rebuild-*"):
            shutil.rmtree(path, ignore_errors=True)
        for path in sorted(self.home.iterdir()):
            if path.name in keep or not path.is_file():
                continue
            if _GENERATION.fullmatch(path.name) or path.suffix in {".work", ".wal", ".tmp", ".copy"}:
                try:
                    path.unlink(missing_ok=True)
                except PermissionError:  # a reader on Windows has it open: the next writer removes it
                    continue

    def found(self) -> None:
        """Make the first, empty generation unless there are books; the caller holds the lock."""
        try:
            self.pointer()
        except NoBooksError:
            numbers = [
                int(found[1]) for path in self.home.iterdir() if (found := _GENERATION.fullmatch(path.name))
            ]
            pointer = Pointer(max(numbers, default=0) + 1)
            work = self.work_path(pointer.current)
            work.unlink(missing_ok=True)
            con = connect(work, self.session_scratch(), read_only=False)
            schema.create(con)
            con.close()
            files.move(work, self.path(pointer.current))
            self.point(pointer)

    def open_current(self) -> tuple[int, duckdb.DuckDBPyConnection]:
        """Open the generation that counts, read-only; follows a pointer that moves meanwhile."""
        while True:
            generation = self.pointer().current
            try:
                return generation, connect(self.path(generation), self.session_scratch(), read_only=True)
            except duckdb.IOException as error:
                if self.pointer().current == generation:
                    raise NoBooksError(str(self.path(generation))) from error


class Reading:
    """A read-only view of the books, in any number of processes; never waits for a writer.

    ``path_of(generation)`` gives the file to open: the generation's own, or one derived from it.
    """

    def __init__(self, books: Books, path_of: Callable[[int], Path] | None = None) -> None:
        self._books = books
        self._path_of = path_of
        self.generation, self.con = self._open()

    def _open(self) -> tuple[int, duckdb.DuckDBPyConnection]:
        if self._path_of is None:
            generation, con = self._books.open_current()
        else:
            generation = self._books.pointer().current
            con = connect(self._path_of(generation), self._books.session_scratch(), read_only=True)
        schema.stand_in(con)
        return generation, con

    @property
    def path(self) -> Path:
        """The database file that is open."""
        return (self._path_of or self._books.path)(self.generation)

    def refresh(self) -> bool:
        """Reopen when the pointer has moved since; True when it had. Cursors of the old connection are dead."""
        if self._books.pointer().current == self.generation:
            return False
        self.con.close()
        self.generation, self.con = self._open()
        return True

    def close(self) -> None:
        """Let go of the file."""
        self.con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
