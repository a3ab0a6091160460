"""Markdown for the generated pages: tables whose cells may hold any text."""

from collections.abc import Iterable, Sequence


def cell(content: object) -> str:
    """The text of a cell on one line, with bars escaped; None is an empty cell."""
    return "" if content is None else " ".join(str(content).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, one line per row, ending in a line feed."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell(content) for content in line) + " |\n" for line in lines)
