"""No source file is longer than 400 lines; `long_files.txt` holds the exceptions and may only shrink.

A line of the list is `lines path`. An entry that is no longer needed, or allows more lines than the file
has, is a breach too: so the list never grows back.
"""

from pathlib import Path

from checks.tree import text, tracked

LIMIT = 400
ALLOWED = Path("checks") / "long_files.txt"
SUFFIXES = frozenset({".py", ".sql", ".html", ".css", ".js", ".j2"})


def allowed(listing: str) -> dict[Path, int]:
    """Lines allowed by path; `#` opens a comment."""
    entries = (line.split("#")[0].split() for line in listing.splitlines())
    return {Path(entry[1]): int(entry[0]) for entry in entries if entry}


def problems(root: Path) -> list[str]:
    """One line for each file over the limit, and for each exception that should be lowered or dropped."""
    exceptions = allowed((root / ALLOWED).read_text("utf-8")) if (root / ALLOWED).is_file() else {}
    lengths = {
        path: len((text(root / path) or "").splitlines()) for path in tracked(root) if path.suffix in SUFFIXES
    }
    found = [
        f"{path}: {lines} lines, {exceptions.get(path, LIMIT)} allowed: split it by what it does"
        for path, lines in lengths.items()
        if lines > exceptions.get(path, LIMIT)
    ]
    for path, limit in exceptions.items():
        lines = lengths.get(path, 0)
        if lines <= LIMIT:
            found.append(f"{ALLOWED}: {path} has {lines} lines and needs no exception any more")
        elif lines < limit:
            found.append(f"{ALLOWED}: {path} has {lines} lines, lower its {limit}")
    return found
