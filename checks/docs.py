"""Pages of `docs/` that are generated say what the code says; `python -m checks.docs --write` writes them."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from checks import cli_page, formats_page, metrics_page

ROOT = Path(__file__).resolve().parent.parent
PAGES: Mapping[Path, Callable[[], str]] = {
    Path("docs") / "cli.md": cli_page.page,
    Path("docs") / "formats.md": formats_page.page,
    Path("docs") / "metrics.md": metrics_page.page,
}
NOTE = "<!-- Written by `make docs`: change the code, not this page. -->\n\n"


def stale(root: Path, pages: Mapping[Path, Callable[[], str]]) -> dict[Path, str]:
    """The pages, relative to `root`, whose text on disk is not what the code says, with the right text."""
    right = {path: NOTE + make().rstrip() + "\n" for path, make in pages.items()}
    return {
        path: content
        for path, content in right.items()
        if not (root / path).is_file() or (root / path).read_text("utf-8") != content
    }


def problems(root: Path) -> list[str]:
    """One line for each generated page that is out of date."""
    return [f"{path}: out of date, run `make docs`" for path in stale(root, PAGES)]


def main(arguments: list[str] | None = None) -> int:
    """Name the stale pages, and write them when asked to; 0 when all are right in the end, else 1."""
    parser = argparse.ArgumentParser(prog="python -m checks.docs", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the pages that are out of date")
    write = parser.parse_args(arguments).write
    pages = stale(ROOT, PAGES)
    for path, content in pages.items():
        if write:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(content, "utf-8")
        print(f"{path}: {'written' if write else 'out of date'}")
    return 1 if pages and not write else 0


if __name__ == "__main__":
    sys.exit(main())
