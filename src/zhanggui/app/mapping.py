"""Map: a file that no format knows gets a format of its own, proposed from its columns, saved in the shop folder."""

import tempfile
from datetime import date
from pathlib import Path

from zhanggui.model.issue import Issue
from zhanggui.readers import formats
from zhanggui.readers.mapping import Draft, propose
from zhanggui.store.folder import ShopFolder


def propose_map(folder: ShopFolder, path: Path, today: date) -> Draft | Issue:
    """A proposal of how to read ``path``, or why none can be made. Raises FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(2, "", str(path))
    with tempfile.TemporaryDirectory(prefix="zhanggui-") as work:
        return propose(path, Path(work), formats(folder.map_files()), today)


def save_map(folder: ShopFolder, draft: Draft, out: Path | None = None) -> Path:
    """Write the proposal as a format file, into the shop folder unless ``out`` names a place.

    One that lacks a needed column cannot be used yet: it is a ``.draft``, which loading leaves alone.
    """
    place = out or folder.formats / f"{draft.key}.toml{'.draft' if draft.missing else ''}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(draft.toml, encoding="utf-8")
    return place
