"""What is in the files of a folder: every table found, its format, or why it cannot be read."""

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from zhanggui.model.issue import Issue
from zhanggui.readers import archive, blanks, workbook, xmlbook
from zhanggui.readers.catalogue import Formats, Match
from zhanggui.readers.encoding import SAMPLE, Encoding, broken, decode, sniff
from zhanggui.readers.header import Section, likely, named, sections
from zhanggui.readers.names import normal
from zhanggui.readers.text import Row, delimiter, rows
from zhanggui.readers.workbook import Sheet, Unreadable

WHOLE = 8_000_000
_CHUNK = 1 << 22
_RACY = 2_000_000_000  # nanoseconds
_TEMPORARY = (".tmp", ".part", ".crdownload", ".download", ".swp", ".lock", "~")
_TELLING = frozenset({"missing_column", "only_slices", "other_export"})  # of a sheet beside others
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"PAR1",
    b"SQLite",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A text file that DuckDB can read once it is UTF-8, and what is known of it.

    ``lines`` is about how many it has, ``size`` bytes. ``formulas`` are cells (row, column from 1) of a sheet whose
    formula has no stored value. ``shown`` is the name by which the operator knows the file.
    """

    path: Path
    shown: str
    encoding: Encoding
    sign: str
    lines: int
    size: int
    formulas: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One table in one file.

    ``name`` is what is shown (``a.zip/b.csv``, ``book.xlsx/Sheet2``), ``path`` the file on disk it came in, ``hash``
    the SHA-256 of its content (of the member, with the place of the table where there are several). ``format`` is
    None when it cannot be read; ``issues`` then say why. ``rows`` is an estimate of its data rows. ``header`` is the
    header row as written. ``sha`` is the SHA-256 of the file on disk as a whole, ``changed`` the time of its last
    change (nanoseconds) if any later one is sure to show in it, else 0.
    """

    name: str
    path: Path
    hash: str
    format: str | None
    issues: tuple[Issue, ...] = ()
    rows: int = 0
    header: tuple[str, ...] = ()
    sha: str = ""
    source: Source | None = field(default=None, repr=False)
    section: Section | None = field(default=None, repr=False)
    changed: int = 0


def find(paths: Iterable[Path]) -> list[Path]:
    """Files under ``paths``, sorted by name; hidden, lock and temporary files, pipes and dead links are left out.

    A folder that cannot be opened stands for itself: reading it says why. A path that does not exist raises
    FileNotFoundError.
    """
    out: set[Path] = set()
    for path in paths:
        if path.is_dir():
            for folder, inner, names in os.walk(path, onerror=lambda e: out.add(Path(e.filename))):
                inner[:] = [name for name in inner if not name.startswith((".", "__MACOSX"))]
                out.update(one for name in names if wanted(name) and (one := Path(folder) / name).is_file())
        elif path.exists():
            out.add(path)
        else:
            raise FileNotFoundError(path)
    return sorted(out)


def wanted(name: str) -> bool:
    """Whether a file of this name may be an export."""
    return not name.startswith((".", "~$", "._")) and not name.lower().endswith(_TEMPORARY)


def recognise(path: Path, formats: Formats, workdir: Path) -> list[Found]:
    """Every table in ``path`` (a text file, a workbook, a zip of them), with its format or the reason why not.

    Copies that are needed go into ``workdir``, which must outlive the call to ``stage``. Never raises for bad
    files; OSError only when ``path`` itself cannot be read.
    """
    changed = _rested(path, workdir)
    mark = fingerprint(path)
    shown = shown_name(path)
    source = path
    if not _is_text(str(path)):
        workdir.mkdir(parents=True, exist_ok=True)
        source = workdir / f"{mark[:16]}{PurePath(shown).suffix}"
        shutil.copyfile(path, source)
    return [
        replace(found, path=path, sha=mark, changed=changed)
        for found in _any(source, shown, mark, formats, workdir)
    ]


def shown_name(path: Path) -> str:
    """Name of a file as it can be shown and kept: one that was written on Chinese Windows is GBK, not UTF-8."""
    if _is_text(path.name):
        return path.name
    raw = os.fsencode(path.name)
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def _is_text(name: str) -> bool:
    """Whether a name of the file system holds nothing but text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _rested(path: Path, workdir: Path) -> int:
    """When ``path`` last changed; 0 if so shortly before ``workdir`` was made that a coarse clock may hide another."""
    changed = path.stat().st_mtime_ns
    return changed if workdir.is_dir() and workdir.stat().st_mtime_ns - changed >= _RACY else 0


def fingerprint(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _any(path: Path, shown: str, mark: str, formats: Formats, workdir: Path) -> Iterator[Found]:
    """Tables of one file of any kind."""
    with path.open("rb") as source:
        start = source.read(SAMPLE)
    try:
        if not start.strip(b"\0\r\n\t \xef\xbb\xbf"):
            raise Unreadable("empty_file")  # noqa: TRY301 - one place turns codes into issues
        if start.startswith(b"PK\x03\x04") and not archive.is_workbook(path):
            yield from _zip(path, shown, formats, workdir)
        elif start.startswith((b"PK\x03\x04", _OLE)):
            yield from _book(path, shown, mark, formats, workdir)
        elif xmlbook.spreadsheet(start[:4096]):
            folder = workdir / mark[:16]
            folder.mkdir(parents=True, exist_ok=True)
            yield from _sheets(xmlbook.sheets(path, folder), shown, mark, formats)
        else:
            yield from _text(path, shown, mark, formats, (start, workdir))
    except Unreadable as error:
        yield _refused(path, shown, mark, error.code, error.value)


def _refused(path: Path, shown: str, digest: str, code: str, value: str = "") -> Found:
    return Found(shown, path, digest, None, (Issue(shown, 0, "", code, value[:80]),))


def _zip(path: Path, shown: str, formats: Formats, workdir: Path) -> Iterator[Found]:
    """Tables of the members of a zip."""
    folder = workdir / hashlib.sha256(shown.encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    empty = True
    for member in archive.members(path, folder):
        empty = False
        name = f"{shown}/{member.name}"
        if member.code:
            yield _refused(path, name, hashlib.sha256(name.encode()).hexdigest(), member.code)
        else:
            yield from _any(member.path, name, fingerprint(member.path), formats, folder)
    if empty:
        raise Unreadable("empty_file")


def _book(path: Path, shown: str, digest: str, formats: Formats, workdir: Path) -> Iterator[Found]:
    """Tables of all sheets of a workbook; sheets without a known table are told only when none has one."""
    folder = workdir / digest[:16]
    folder.mkdir(parents=True, exist_ok=True)
    if zipfile.is_zipfile(path):
        archive.check(path)
        workbook.weigh(path)
    yield from _sheets(workbook.sheets(path, folder), shown, digest, formats)


def _sheets(all_sheets: Sequence[Sheet], shown: str, digest: str, formats: Formats) -> Iterator[Found]:
    """Tables of the sheets of a workbook."""
    if not all_sheets:
        raise Unreadable("empty_file")
    found: list[Found] = []
    apart: list[Found] = []
    for sheet in all_sheets:
        name = shown if len(all_sheets) == 1 else f"{shown}/{sheet.name}"
        mark = (
            digest
            if sheet is all_sheets[0]
            else hashlib.sha256(f"{digest}#{sheet.name}".encode()).hexdigest()
        )
        with sheet.path.open("rb") as opened:
            start = opened.read(SAMPLE)
        size = sheet.path.stat().st_size
        source = Source(sheet.path, name, Encoding("utf-8"), ",", sheet.rows, size, sheet.formulas)
        tables = list(_tables(source, mark, formats, start))
        found.extend(tables)
        apart.extend(item for item in tables if _apart(item, sheet.name))
    whole = {item.format for item in found if item.format and item not in apart}
    found = [item for item in found if item not in apart or item.format not in whole]
    told = [item for item in found if item.format or (item.issues and item.issues[0].code in _TELLING)]
    yield from told or found[:1]


def _apart(item: Found, sheet: str) -> bool:
    """Whether the sheet is a part that another one of the workbook tells whole."""
    match = item.section.match if item.section else None
    return bool(match and sheet.strip() in match.format.apart)


def _text(path: Path, shown: str, mark: str, formats: Formats, seen: tuple[bytes, Path]) -> Iterator[Found]:
    """Tables of a text file, of which the beginning was seen; a copy that is needed goes into the folder beside it."""
    start, workdir = seen
    lead = start[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if lead.startswith(b"<") and any(
        tag in lead for tag in (b"<html", b"<table", b"<!doctype", b"<meta", b"<?xml")
    ):
        page = shown.lower().endswith((".html", ".htm")) and b"<table" not in start.lower()
        raise Unreadable("not_a_table" if page else "html_as_xls")
    if start.startswith(_BINARY):
        raise Unreadable("not_a_table")
    encoding = sniff(start)
    if encoding is None:
        raise Unreadable("not_a_table" if start.count(0) else "wrong_encoding")
    text = decode(start[:65536], encoding)
    if text.count("\0") > len(text) // 100:
        raise Unreadable("not_a_table")
    size = path.stat().st_size
    lines = start.count(b"\n") * size // len(start)
    rewrite = blanks.respaced if blanks.spaced(text) else blanks.unwrapped if blanks.wrapped(text) else None
    if rewrite:
        workdir.mkdir(parents=True, exist_ok=True)
        copy = workdir / f"{mark[:16]}-rewritten.csv"
        rewrite(path, encoding, copy)
        path, encoding, size = copy, Encoding("utf-8"), copy.stat().st_size
        with copy.open("rb") as opened:
            start = opened.read(SAMPLE)
        text = decode(start[:65536], encoding)
    sign = delimiter(text, formats.known, normal)
    yield from _tables(Source(path, shown, encoding, sign, lines, size), mark, formats, start)


def _tables(source: Source, digest: str, formats: Formats, start: bytes) -> Iterator[Found]:
    """Tables of a text file or sheet."""
    whole = source.size <= WHOLE
    if whole:
        start = source.path.read_bytes()
    table = list(_rows(decode(start, source.encoding), source, whole=whole))
    held = sections(table, formats, whole=whole, sign=source.sign)
    if not held:
        yield _unknown(source, digest, formats, table)
        return
    for number, section in enumerate(held):
        mark = digest if not number else hashlib.sha256(f"{digest}#{number}".encode()).hexdigest()
        name = source.shown if len(held) == 1 else f"{source.shown}#{number + 1}"
        lines = max((section.last or source.lines + 1) - section.first + 1, 0)
        found = Found(name, source.path, mark, None, (), lines, section.header.cells, "", source, section)
        if section.rival and section.match:
            both = f"{section.match.format.key} / {section.rival.format.key}"
            yield replace(found, issues=(Issue(name, section.header.line, "", "ambiguous_format", both),))
        elif section.match and section.match.format.instead:
            other = Issue(name, section.header.line, "", "other_export", section.match.format.instead)
            yield replace(found, issues=(other,))
        elif section.match:
            yield replace(found, format=section.match.format.key)


def _rows(text: str, source: Source, *, whole: bool) -> Iterator[Row]:
    """Records of a sample; a cut last one is left out."""
    lines = io.StringIO(text, newline="")
    for number, row in enumerate(rows(lines, source.sign)):
        if not whole and number >= 400:  # noqa: PLR2004 - more than is ever searched for a header
            return
        yield row


def _title(match: Match) -> str:
    """What the format is called, in both languages."""
    titles = dict.fromkeys(match.format.title.get(said, match.format.key) for said in ("zh", "en"))
    return " / ".join(titles)[:80]


def _unknown(source: Source, digest: str, formats: Formats, table: Sequence[Row]) -> Found:
    """Say why a file without a known header cannot be read."""
    for row in table[:40]:
        split = formats.sliced(row.cells)
        if split:
            issue = Issue(source.shown, row.line, split[1], "only_slices", _title(split[0]))
            return Found(
                source.shown, source.path, digest, None, (issue,), source.lines, row.cells, "", source
            )
        near = formats.nearest(row.cells)
        if near:
            lacking = (near.format.fields[name] for name in near.lacking)
            columns = ", ".join(field.names[0] if field.names else field.name for field in lacking)
            issue = Issue(source.shown, row.line, columns, "missing_column", _title(near))
            return Found(
                source.shown, source.path, digest, None, (issue,), source.lines, row.cells, "", source
            )
    head = likely(table)
    text = " ".join(head.cells) if head else ""
    code = ("unknown_format" if named(head, table) else "no_header") if head else "not_a_table"
    if head and broken(text):
        code = "wrong_encoding"
    issue = Issue(source.shown, head.line if head else 0, "", code, text[:80])
    return Found(
        source.shown,
        source.path,
        digest,
        None,
        (issue,),
        source.lines,
        head.cells if head else (),
        "",
        source,
    )
