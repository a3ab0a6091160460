"""Load: files in, one transaction each, and a line per file about what became of it."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import duckdb

from zhanggui.app.loading import whose
from zhanggui.app.loading.again import known_formats, settle_accounts, settle_currencies
from zhanggui.app.loading.bundles import Bundles
from zhanggui.app.loading.intake import LATE, Neighbour, apply, refused, unreadable
from zhanggui.app.loading.unchanged import Unchanged
from zhanggui.model.issue import NOTICE, Issue
from zhanggui.readers import (
    Formats,
    Found,
    aside,
    find,
    recognise,
    shown_name,
)
from zhanggui.readers.shops import shops_stated
from zhanggui.readers.words import identifiers
from zhanggui.reports.briefing import ReadFile
from zhanggui.store.books import Reading
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import LoadRecord, LoadRow, StatedShop
from zhanggui.store.loadbook import all_loads, hashes, load_row
from zhanggui.store.lock import Holder
from zhanggui.store.stranger import telling
from zhanggui.store.writer import Writer

HELD = 2_000_000_000  # bytes of copies that one load call keeps between looking at files and loading them


@dataclass(frozen=True, slots=True)
class Options:
    """How to load. ``now`` is local time, ``owner`` is shown to whoever waits for the lock.

    ``shop``: key given by the user; ``map_file``: an own mapping; ``day``: day of files that state none;
    ``date_order``: answer to an ambiguous column. ``progress(file, number, of)`` is told before each file,
    ``waiting`` while another writer works. ``folders`` are those that are loaded, as `load` finds them.
    """

    now: datetime
    owner: str
    shop: str | None = None
    map_file: Path | None = None
    day: date | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    progress: Callable[[str, int, int], None] | None = None
    waiting: Callable[[Holder], None] | None = None
    folders: tuple[Path, ...] = ()


def load(folder: ShopFolder, paths: Iterable[Path], options: Options) -> tuple[ReadFile, ...]:
    """Load every file under ``paths``; files inside the shop folder itself are left alone.

    What lies in a folder beside exports and can hold no table (pictures, documents) is named, and not opened.

    Raises FileNotFoundError for a path that does not exist; a file that cannot be opened and everything wrong inside
    files comes back as issues. SettingsError for a map that cannot be used; OSError when the shop folder cannot be
    written.
    """
    paths = tuple(paths)
    options = replace(options, folders=tuple(path for path in paths if path.is_dir()))
    own = folder.path.resolve()
    files = [file for file in find(paths) if own not in file.resolve().parents]
    beside = [file for file in files if file not in paths and aside(file.name)]
    files = sorted({*files}.difference(beside))
    extra = list(folder.map_files())
    if options.map_file is not None:
        extra.append(options.map_file)
    known = known_formats(folder, extra)
    with (
        tempfile.TemporaryDirectory(prefix="zhanggui-") as work,
        folder.writer(options.owner, options.waiting) as writer,
        folder.read() as before,
    ):
        loader = _Loader(folder, writer, known, options, before)
        told = loader.all(files, Path(work))
        if any(one.status in {"applied", "replaced"} for one in told):
            settle_accounts(folder, writer)
        told += settle_currencies(folder, writer, writer.con if loader.changed else before.con)
    folder.reserve(())
    loader.unchanged.save()
    return (*told, *map(_left, beside))


def _same(file: str, row: LoadRow) -> ReadFile:
    """A table that is in the books already."""
    same = Issue(file, 0, "", "same_file", level=NOTICE)
    return ReadFile(file, row.format, ", ".join(row.shops), row.rows, row.kept, row.refused, (same,), "same")


def _left(file: Path) -> ReadFile:
    """A file that was not opened."""
    issue = Issue(shown_name(file), 0, "", "not_looked_at", level=NOTICE)
    return ReadFile(issue.file, None, None, 0, 0, 0, (issue,), "aside")


class _Loader:
    """One load call: the folder, its writer, the formats and the options, and the books as they were ``before``."""

    def __init__(
        self, folder: ShopFolder, writer: Writer, known: Formats, options: Options, before: Reading
    ) -> None:
        self.folder = folder
        self.writer = writer
        self.known = known
        self.options = options
        self.found: dict[Path, list[Found]] = {}
        self.doubts: dict[tuple[str, Path], Issue] = {}
        self.stated: dict[tuple[str, Path], set[str]] = {}
        self.naming: set[Path] = set()  # files of which a row names its shop
        self.shops: set[StatedShop] = set()
        self.held = 0
        self.same: dict[Path, list[str]] = {}
        self.begun: dict[str, Path] = {}
        self.before = before
        self.hashes = set(hashes(before.con))
        self.changed = False
        self.bundles = Bundles(self._coming)
        self.unchanged = Unchanged(folder, known, all_loads(before.con))

    def all(self, files: Sequence[Path], work: Path) -> list[ReadFile]:
        """Load ``files``, with a folder for copies; what became of every table."""
        # Copies made by the survey stay where they are, whatever order the files are then read in.
        places = {file: work / str(number) for number, file in enumerate(files)}
        resting = self._resting(files)
        opened = [file for file in files if file not in resting]
        if len(files) > 1:
            self.survey(opened, places)
            woken = self._woken(resting)
            self.survey(woken, places)
            resting = {file: rows for file, rows in resting.items() if file not in woken}
            opened = opened + woken if self.options.shop else sorted(opened + woken, key=self.rank)
        told = [_same(row.file, row) for rows in resting.values() for row in rows]
        late: list[Path] = []
        for number, file in enumerate(opened):
            if self.options.progress is not None:
                self.options.progress(shown_name(file), number, len(opened))
            found = self.file(file, places[file])
            if found is None:
                late.append(file)
            else:
                told += found
        for file in late:
            told += self.file(file, places[file], wait=False) or []
        return told

    def _resting(self, files: Sequence[Path]) -> dict[Path, tuple[LoadRow, ...]]:
        """Files that need not be opened, with their loads; none where the user says how files are to be read."""
        asked = self.options
        if asked.shop or asked.map_file or asked.day or asked.date_order:
            return {}
        found = {file: self.unchanged.rows(file) for file in files}
        return {file: rows for file, rows in found.items() if rows}

    def _woken(self, resting: Mapping[Path, Sequence[LoadRow]]) -> list[Path]:
        """Of files at rest, those of platforms of which new files say that each folder is of a shop of its own."""
        folders = Counter(platform for platform, _ in self.stated)
        return [file for file, rows in resting.items() if any(folders[row.platform] > 1 for row in rows)]

    def rank(self, file: Path) -> int:
        """Which files are read first: those that name their shop, then those that can give away another one."""
        found = [one for one in self.found.get(file, ()) if one.format]
        told = file in self.naming or self.options.shop is not None
        if told and any(self._names_shop(one) for one in found):
            return 0
        tables = [target.table for one in found for target in self.known.get(one.format or "").tables]
        return 1 if telling(tables) else 2

    def _coming(self) -> Iterator[Found]:
        """Tables that are still to be loaded, and are not in the books."""
        for tables in self.found.values():
            for table in tables:
                if table.format is not None and table.hash not in self.hashes:
                    yield table

    def survey(self, files: Sequence[Path], places: Mapping[Path, Path]) -> None:
        """Learn which shops the files state before any of them is loaded: their keys depend on no order of files.

        What was found is kept for loading; of more than ``HELD`` bytes of copies it is found again then.
        """
        with duckdb.connect() as con:
            for path in files:
                place = places[path]
                try:
                    place.mkdir()
                    found = recognise(path, self.known, place)
                    for table in found if self.options.shop is None else ():
                        names = self._stated(con, table)
                        self.shops.update(names)
                        self.naming |= {path} if names else set()
                        for one in names:
                            self.stated.setdefault((one.platform, path.parent), set()).add(one.name or "")
                except (OSError, duckdb.Error):
                    found = []  # loading it tells why
                self.held += sum(copy.stat().st_size for copy in place.rglob("*") if copy.is_file())
                if found and self.held <= HELD:
                    self.found[path] = found
                else:
                    shutil.rmtree(place, ignore_errors=True)
        if self.options.shop is None:
            self.folder.reserve(self.shops)

    def _stated(self, con: duckdb.DuckDBPyConnection, table: Found) -> set[StatedShop]:
        """Shops that one table states, unless it is known to be in the books."""
        if table.format is None or not self.known.get(table.format).shop.name:
            return set()
        record = replace(self._record(table.path, ""), file=table.name, hash=table.hash)
        if self._loaded(record) is not None:
            return set()
        platform = self.known.get(table.format).platform
        return {StatedShop(platform, name) for name in shops_stated(con, table, self.folder.salt)}

    def _loaded(self, record: LoadRecord) -> LoadRow | None:
        """The load of the same content in the same context, if the books have it."""
        if record.hash not in self.hashes:
            return None
        return self.writer.loaded(record) if self.changed else load_row(self.before.con, record)

    def _record(self, path: Path, archived: str) -> LoadRecord:
        """The context of this load call for the file at ``path``, kept in the archive as ``archived``."""
        options = self.options
        return LoadRecord(
            file=shown_name(path),
            hash="",
            archived=archived,
            name=shown_name(path),
            loaded_at=options.now,
            forced=options.shop,
            day=options.day,
            date_order=options.date_order,
            map=None if options.map_file is None else self.folder.archive.keep(options.map_file),
            file_time=datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0),  # noqa: DTZ006
        )

    def file(self, path: Path, work: Path, *, wait: bool = True) -> list[ReadFile] | None:
        """Every table of one file; its copies are removed afterwards.

        None, and nothing done, for the merchant's own templates and for advertising accounts while ``wait``: the
        shops that they name or serve are known only when the files of the shops themselves are read.
        """
        try:
            work.mkdir(exist_ok=True)
            return self._file(path, work, wait=wait)
        except (OSError, duckdb.IOException, duckdb.DataError, duckdb.InvalidInputException) as error:
            return [unreadable(path, error)]
        finally:
            if path not in self.found:  # else it waits for its turn
                shutil.rmtree(work, ignore_errors=True)

    def _file(self, path: Path, work: Path, *, wait: bool) -> list[ReadFile] | None:
        """As ``file``; raises OSError, or DuckDB's own, where the file, its folder or the disk fails."""
        found = self.found.get(path) or recognise(path, self.known, work)
        if wait and any(table.format and self.known.get(table.format).platform in LATE for table in found):
            return None
        self.found.pop(path, None)
        if not any(table.format for table in found):
            return [refused(table) for table in found]
        archived = self.folder.archive.keep(path, found[0].sha, found[0].changed)
        if found[0].sha != archived:  # it was written meanwhile
            found = recognise(path, self.known, work)
        record = self._record(path, archived)
        told = [self.table(table, record) for table in found]
        if found[0].changed and len(self.same.get(path, ())) == len(found):
            self.unchanged.learn(path, self.same[path])
        return told

    def table(self, found: Found, record: LoadRecord) -> ReadFile:
        """Load one table of a file."""
        if found.format is None:
            return refused(found)
        record = replace(record, file=found.name, hash=found.hash)
        record = self._placed(found, record)
        known = self._loaded(record)
        if known is not None:
            self.same.setdefault(found.path, []).append(known.load)
            return _same(found.name, known)
        place = self.known.get(found.format).platform, found.path.parent
        if self.options.shop is None and place in self.doubts and not self._names_shop(found):
            doubt = replace(self.doubts[place], file=found.name)
            return ReadFile(found.name, found.format, None, 0, 0, 0, (doubt,), "refused")
        self.changed = True
        ask = "" if self.options.shop is not None else self._neighbour(place)
        told = apply(self.folder, self.writer, found, (self.known, record), ask=ask, bundles=self.bundles)
        self.hashes |= {found.hash} if told.status in {"applied", "replaced"} else set()
        for issue in told.issues:
            if issue.code == "shop_doubtful":
                self.doubts[place] = issue
        if self.options.shop is not None and told.status in {"applied", "replaced"}:
            self._remember(found, self.options.shop)
        return told

    def _neighbour(self, place: tuple[str, Path]) -> Neighbour:
        """Whether the platform's files of this call began in the same folder or in another one."""
        platform, folder = place
        return "beside" if self.begun.setdefault(platform, folder) == folder else "apart"

    def _names_shop(self, found: Found) -> bool:
        """Whether the table has a column that names its shop."""
        match = found.section.match if found.section else None
        named = identifiers(match.format.shop.name) if match else ()
        return match is not None and any(name in match.columns for name in named)

    def _placed(self, found: Found, record: LoadRecord) -> LoadRecord:
        """The record with the shop that the file's folder is named after, where the file itself names none."""
        platform = self.known.get(found.format or "").platform
        if record.forced is not None or platform in LATE or self._names_shop(found):
            return record
        inside = found.name if found.name != shown_name(found.path) else ""
        key = whose.shop_of_folder(self.folder.settings, platform, found.path, inside)
        beside = whose.shop_beside(self.stated, platform, found.path.parent)
        if key is None and beside is not None:
            key = self.folder.find_shop(platform, beside)
        return replace(record, forced=key)

    def _remember(self, found: Found, shop: str) -> None:
        """Of several shops of a platform, call the one that the user names by the folder that she loads, too."""
        platform = self.known.get(found.format or "").platform
        key = shop if shop in self.folder.settings.shops else self.folder.find_shop(platform, shop)
        several = whose.only_shop(self.folder.settings, platform) is None
        for path in self.options.folders if key and several and not self._names_shop(found) else ():
            name = path.resolve().name
            if path.resolve() in found.path.resolve().parents and not whose.chosen(name, platform):
                self.folder.calls(key or "", platform, name)
