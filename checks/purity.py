"""Decisions and nouns call nothing impure: what import contracts cannot see, because it needs no import.

Refused in the pure rooms: the built-ins that read, write or run code, and NumPy's random numbers without a seed.
A generator that is passed in, or made from a seed that is passed in, is fine.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from checks.tree import PACKAGE, modules

PURE = ("playbooks", "outcomes", "actions", "diagnosis", "metrics", "model", "stats")
BUILT_INS = frozenset({"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"})
SEEDED = frozenset({"default_rng", "Generator", "PCG64", "Philox", "SFC64", "SeedSequence"})


def _impure(call: ast.Call) -> str | None:
    """What is wrong with a call; None when nothing is."""
    name = ast.unparse(call.func)
    if name in BUILT_INS:
        return f"calls {name}()"
    module, _, function = name.rpartition(".")
    if module in {"np.random", "numpy.random"} and (
        function not in SEEDED or not (call.args or call.keywords)
    ):
        return f"draws random numbers without a seed: {name}"
    return None


def breaches(source: str) -> Iterator[tuple[int, str]]:
    """Line and reason of each impure call in a module's source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (reason := _impure(node)) is not None:
            yield node.lineno, reason


def problems(root: Path) -> list[str]:
    """One line for each impure call in a pure room."""
    return [
        f"{PACKAGE / module}:{line}: {reason}"
        for module in modules(root)
        if module.parts[0] in PURE
        for line, reason in breaches((root / PACKAGE / module).read_text("utf-8"))
    ]
