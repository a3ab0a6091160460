"""What the pages name exists: links, files, names in files. The README fits a screen or two, and a decision is told in
30 lines and says what checks it.
"""

import re
from pathlib import Path

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
DECISIONS = Path("docs") / "decisions"
DECISION_NAME = re.compile(r"^(?:\d{4}-[a-z0-9-]+|README)\.md$")
DECISION_LINES = 30
README_LINES = 60
CHECK = re.compile(r"^\*\*Check\.\*\*.*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
# `path/of/a/file.py`, from the repository or from the package, and `NAME` of `path`.
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]*(?:\.(?:py|toml|md|txt|sql|lock))?)`")
NAMED = re.compile(r"`(\w+)`\s+of\s+`([\w./-]+\.\w+)`")
HOMES = (Path(), Path("src") / "zhanggui")
# Written by a run, not held by the repository.
MADE = ("demo/", ".venv/")


def pages(root: Path) -> list[Path]:
    """Markdown pages of the repository, relative to it, in order."""
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "src").rglob("*.md")]
    return sorted(path.relative_to(root) for path in found)


def place(root: Path, name: str) -> Path | None:
    """The file or folder that a page calls ``name``; None where there is none."""
    return next((root / home / name for home in HOMES if (root / home / name).exists()), None)


def named(root: Path, content: str) -> list[str]:
    """What a page says of files and of names in them, and is not so."""
    lost = [name for name in FILE.findall(content) if not name.startswith(MADE) and place(root, name) is None]
    gone = [
        f"no {word} in {name}"
        for word, name in NAMED.findall(content)
        if (file := place(root, name)) is not None and not re.search(rf"\b{word}\b", file.read_text("utf-8"))
    ]
    return [f"no file {name}" for name in lost] + gone


def decision(page: Path, content: str) -> list[str]:
    """What is out of form in a decision."""
    found = []
    lines = len(content.splitlines())
    if lines > DECISION_LINES:
        found.append(f"{page}: {lines} lines, {DECISION_LINES} allowed")
    if not DECISION_NAME.match(page.name):
        found.append(f"{page}: a decision is named 0001-what-it-is-about.md")
    told = CHECK.search(content)
    if page.name != "README.md" and (told is None or not FILE.search(told.group())):
        found.append(f"{page}: say in a paragraph that begins with **Check.** which file holds it")
    return found


def problems(root: Path) -> list[str]:
    """One line for each dead link or name, each long page and each decision out of form."""
    found = []
    for page in pages(root):
        content = (root / page).read_text("utf-8")
        lines = len(content.splitlines())
        found += [
            f"{page}: dead link {target}"
            for target in LINK.findall(content)
            if "://" not in target and not (root / page).parent.joinpath(target).exists()
        ]
        if page == Path("README.md") and lines > README_LINES:
            found.append(f"{page}: {lines} lines, {README_LINES} allowed")
        found += [f"{page}: {lost}" for lost in named(root, content)]
        if page.parent == DECISIONS:
            found += decision(page, content)
    return found
