"""Every module `src/zhanggui/a/b.py` has its test `tests/a/test_b.py`, and modules have telling names."""

from pathlib import Path

from checks.tree import PACKAGE, modules

SKIPPED = frozenset({"__init__.py", "__main__.py"})
# Migration scripts are named by number and tested together, through the store.
SKIPPED_FOLDERS = frozenset({"versions"})
EMPTY_NAMES = frozenset({"common", "core", "helpers", "manager", "managers", "misc", "util", "utils"})


def mirror(module: Path) -> Path:
    """Where the test of a module (relative to the package) has to be, relative to the repository."""
    return Path("tests") / module.parent / f"test_{module.name}"


def problems(root: Path) -> list[str]:
    """One line for each module without its test, and for each name that says nothing."""
    found = []
    for module in modules(root):
        if {module.stem, *module.parent.parts} & EMPTY_NAMES:
            found.append(f"{PACKAGE / module}: the name does not say what is inside")
        if module.name in SKIPPED or set(module.parent.parts) & SKIPPED_FOLDERS:
            continue
        if not (root / mirror(module)).is_file():
            found.append(f"{PACKAGE / module}: no {mirror(module)}")
    return found
