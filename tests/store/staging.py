"""Staged files made by hand: what a reader would leave in the writer's connection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.tables import TABLES
from zhanggui.store.fingerprint import fingerprint
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import Applied, LoadRecord
from zhanggui.store.schema import all_columns, definition

DAY = datetime(2024, 5, 1)
NOW = datetime(2024, 6, 1, 8)
Row = Mapping[str, object]


@dataclass
class Hand:
    """A staged file; `version` is NULL unless a row has its own."""

    tables: dict[str, str]
    rows: int
    kept: int
    stated: dict[str, int]
    platform: str = "jd"
    format: str = "hand"
    refused: int = 0
    issues: tuple[Issue, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    exported: datetime | None = None
    currency: str = ""


@dataclass
class File:
    """Rows by table, as a file would say them."""

    name: str
    tables: dict[str, Sequence[Row]]
    platform: str = "jd"
    format: str = "hand"
    currency: str = ""
    version: datetime | None = None
    issues: tuple[Issue, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        import hashlib

        return hashlib.sha256(repr((self.tables, self.version, self.extra)).encode()).hexdigest()


def stage(con: duckdb.DuckDBPyConnection, file: File) -> Hand:
    """Make the temporary tables of a file."""
    made: dict[str, str] = {}
    stated: dict[str, int] = {}
    count = 0
    for name, rows in file.tables.items():
        table = TABLES[name]
        temporary = f"staged_{name}"
        con.execute(f"DROP TABLE IF EXISTS {temporary}")
        con.execute(definition(table, temporary).replace("CREATE TABLE", "CREATE TEMP TABLE"))
        con.execute(f"ALTER TABLE {temporary} DROP COLUMN source_file")
        columns = [c.name for c in all_columns(table) if c.name != "source_file"]
        for number, row in enumerate(rows, 2):
            values: dict[str, object] = {"source_row": number, "version": file.version, **row}
            con.execute(
                f"INSERT INTO {temporary} VALUES ({', '.join('?' * len(columns))})",
                [values.get(column) for column in columns],
            )
            count += 1
            if values.get("shop"):
                stated[str(values["shop"])] = stated.get(str(values["shop"]), 0) + 1
        made[name] = temporary
    return Hand(
        made, count, count, stated, file.platform, file.format, issues=file.issues, currency=file.currency
    )


def record(file: File, /, **more: object) -> LoadRecord:
    """Its context; `archived` is the content hash where the archive plays no part."""
    fields: dict[str, object] = {
        "file": file.name,
        "hash": file.hash,
        "archived": file.hash,
        "name": file.name,
        "loaded_at": NOW,
    }
    return LoadRecord(**{**fields, **more})  # type: ignore[arg-type]


def apply(folder: ShopFolder, *files: File, **more: object) -> list[Applied]:
    """One load command: every file, archived under its name."""
    told = []
    with folder.writer("test") as writer:
        for file in files:
            path = folder.path.parent / file.name
            path.write_text(repr((file.tables, file.version, file.extra)), "utf-8")
            sha = folder.archive.keep(path)
            known = record(file, archived=sha, **more)
            told.append(writer.apply(stage(writer.con, file), known))
    return told


def print_of(folder: ShopFolder) -> str:
    """Fingerprint of a folder's books."""
    with folder.read() as reading:
        return fingerprint(reading.con)
