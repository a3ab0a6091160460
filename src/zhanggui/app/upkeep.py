"""Undo, rebuild and templates: what keeps the shop folder in order."""

from collections.abc import Callable
from pathlib import Path

from zhanggui.app.loading.again import load_archived
from zhanggui.readers.own.template import templates, write_template
from zhanggui.reports.messages import Language
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import LoadRow
from zhanggui.store.lock import Holder
from zhanggui.store.rebuild import rebuild as rebuild_books
from zhanggui.store.undo import undo as undo_load


def undo(folder: ShopFolder, owner: str, waiting: Callable[[Holder], None]) -> tuple[LoadRow, ...]:
    """Take back the last load; the loads taken back, newest first. Raises NothingToUndoError."""
    return undo_load(folder, owner, waiting)


def rebuild(folder: ShopFolder, owner: str, waiting: Callable[[Holder], None]) -> int:
    """Make the books again from the archive; returns how many files there were."""
    return rebuild_books(
        folder, lambda writer, path, entry: load_archived(folder, writer, path, entry), owner, waiting
    )


def template(name: str, language: Language, path: Path) -> Path:
    """Write the template ``name``; raises KeyError where there is none of that name."""
    if name not in templates():
        raise KeyError(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_template(name, language, path)
    return path


def template_titles(language: Language) -> dict[str, str]:
    """Name → title of the templates there are."""
    return {name: one.title[language] for name, one in templates().items()}


def names() -> tuple[str, ...]:
    """Names of the templates there are."""
    return tuple(templates())
