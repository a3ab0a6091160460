"""A room of many modules says in its docstring what each of them is for."""

import ast
import re
from pathlib import Path

from checks.tree import PACKAGE

MAPPED = ("app",)
WORD = re.compile(r"`(\w+)`")


def problems(root: Path) -> list[str]:
    """One line for each module that its room does not speak of."""
    found = []
    for room in MAPPED:
        home = root / PACKAGE / room
        told = ast.get_docstring(ast.parse((home / "__init__.py").read_text("utf-8"))) or ""
        named = set(WORD.findall(told))
        found += [
            f"{PACKAGE / room / path.name}: say in {room}/__init__.py what it is for"
            for path in sorted(home.glob("*.py"))
            if path.stem not in {"__init__", *named}
        ]
    return found
