"""Every data file in the package is carried by the wheel: its kind is named in pyproject.toml.

Pages of documentation beside the code are for readers of the repository and stay out.
"""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from checks.tree import PACKAGE, tracked


def problems(root: Path) -> list[str]:
    """One line for each file in `src/zhanggui` that an installed product would lack."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    patterns: list[str] = settings["tool"]["setuptools"]["package-data"]["*"]
    found = []
    for path in tracked(root):
        if not path.is_relative_to(PACKAGE):
            continue
        if path.suffix not in {".py", ".md"} and not any(fnmatch(path.name, pattern) for pattern in patterns):
            found.append(f"{path}: no pattern of package-data in pyproject.toml carries it")
        if path.suffix == ".py" and not (root / path.parent / "__init__.py").is_file():
            found.append(f"{path}: its folder has no __init__.py, so it is no room of the house")
    return found
