"""Relative links in the pages exist, the README fits a screen or two, and a decision is told in 30 lines."""

import re
from pathlib import Path

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
DECISIONS = Path("docs") / "decisions"
DECISION_NAME = re.compile(r"^(?:\d{4}-[a-z0-9-]+|README)\.md$")
DECISION_LINES = 30
README_LINES = 100


def pages(root: Path) -> list[Path]:
    """Markdown pages of the repository, relative to it, in order."""
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "src").rglob("*.md")]
    return sorted(path.relative_to(root) for path in found)


def problems(root: Path) -> list[str]:
    """One line for each dead link, each long page and each decision out of form."""
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
        if page.parent == DECISIONS and lines > DECISION_LINES:
            found.append(f"{page}: {lines} lines, {DECISION_LINES} allowed")
        if page.parent == DECISIONS and not DECISION_NAME.match(page.name):
            found.append(f"{page}: a decision is named 0001-what-it-is-about.md")
    return found
