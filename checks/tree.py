"""What belongs to the repository: the files a rule has to look at."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path("src") / "zhanggui"


def tracked(root: Path) -> tuple[Path, ...]:
    """Paths, relative to `root`, that git holds or would add; sorted. Deleted files are left out.

    Raises:
        subprocess.CalledProcessError: `root` is no git repository.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
    )
    paths = {Path(name) for name in listed.stdout.decode().split("\0") if name}
    return tuple(sorted(path for path in paths if (root / path).is_file()))


def modules(root: Path) -> Iterator[Path]:
    """Every Python module of the product, relative to `src/zhanggui`, in order."""
    home = root / PACKAGE
    for path in sorted(home.rglob("*.py")):
        yield path.relative_to(home)


def text(path: Path) -> str | None:
    """The file's text; None when it is not UTF-8, which export fixtures and spreadsheets are not."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
