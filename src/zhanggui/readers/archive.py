"""Zip files: their members, one level of nesting deep, and no member that would fill the disk."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhanggui.readers.aside import aside
from zhanggui.readers.workbook import Unreadable

MAX_TOTAL = 16_000_000_000
MAX_RATIO = 250
SMALL = 50_000_000
MAX_DEPTH = 2
_CHUNK = 1 << 20
_UTF8 = 0x800
_ENCRYPTED = 0x1
_SKIP = ("__MACOSX/", ".")


@dataclass(frozen=True, slots=True)
class Member:
    """A member taken out: the name it is shown by, where it lies now, and why it could not be taken out ('')."""

    name: str
    path: Path
    code: str = ""


def is_workbook(path: Path) -> bool:
    """Whether the zip at ``path`` is a spreadsheet; raises Unreadable when it is no whole zip."""
    try:
        with zipfile.ZipFile(path) as box:
            names = set(box.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable("damaged_file", str(error)) from error
    return "[Content_Types].xml" in names or "content.xml" in names


def check(path: Path) -> None:
    """Refuse a zip that unpacks to far more than it should; raises Unreadable."""
    with zipfile.ZipFile(path) as box:
        infos = box.infolist()
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if total > MAX_TOTAL or (total > SMALL and total / packed > MAX_RATIO):
        raise Unreadable("zip_bomb", f"{total // 1_000_000} MB")


def members(path: Path, workdir: Path, depth: int = 1) -> Iterator[Member]:
    """Take out the members of ``path`` that may be tables into ``workdir``, those of inner zips too.

    Raises Unreadable, ``not_a_table`` where there are files but none that may be one.
    """
    check(path)
    with zipfile.ZipFile(path) as box:
        files = [info for info in sorted(box.infolist(), key=lambda i: i.filename) if _wanted(info)]
        if files and all(aside(info.filename) for info in files):
            raise Unreadable("not_a_table")
        for number, info in enumerate(info for info in files if not aside(info.filename)):
            shown = _name(info)
            target = workdir / f"{depth}-{number}" / PurePosixPath(shown).name
            if info.flag_bits & _ENCRYPTED:
                yield Member(shown, target, "password")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            yield from _open(box, info, Member(shown, target), depth)


def _wanted(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a file, and not one that systems and programs keep for themselves."""
    shown = _name(info)
    return not (info.is_dir() or shown.startswith(_SKIP) or PurePosixPath(shown).name.startswith((".", "~$")))


def _open(box: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member, depth: int) -> Iterator[Member]:
    """Take out one member; an inner zip gives its own members."""
    code = _extract(box, info, member.path)
    if code or not zipfile.is_zipfile(member.path) or is_workbook(member.path):
        yield Member(member.name, member.path, code)
    elif depth >= MAX_DEPTH:
        yield Member(member.name, member.path, "zip_in_zip")
    else:
        try:
            for inner in members(member.path, member.path.parent, depth + 1):
                yield Member(f"{member.name}/{inner.name}", inner.path, inner.code)
        except Unreadable as error:
            yield Member(member.name, member.path, error.code)


def _extract(box: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> str:
    """Write one member, never more than it says it holds; returns an issue code or ''."""
    written = 0
    try:
        with box.open(info) as source, target.open("wb") as sink:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > info.file_size:
                    return "zip_bomb"
                sink.write(chunk)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        return "damaged_file"
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """Name of a member; those written on Chinese Windows are GBK without saying so."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename
