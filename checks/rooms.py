"""A room of many modules says in its docstring what each of them is for; so does every part of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from checks.tree import PACKAGE

MAPPED = ("app",)
WORD = re.compile(r"`(\w+)`")


def problems(root: Path) -> list[str]:
    """One line for each module, and each part, that its room does not speak of."""
    return [told for room in MAPPED for told in _silent(root / PACKAGE, Path(room))]


def _silent(package: Path, room: Path) -> Iterator[str]:
    home = package / room
    docstring = ast.get_docstring(ast.parse((home / "__init__.py").read_text("utf-8"))) or ""
    named = {"__init__", *WORD.findall(docstring)}
    for path in sorted(home.iterdir()):
        part = (path / "__init__.py").is_file()
        if path.stem not in named and (part or path.suffix == ".py"):
            yield f"{PACKAGE / room / path.name}: say in {room}/__init__.py what it is for"
        if part:
            yield from _silent(package, room / path.name)
