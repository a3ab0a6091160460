"""Load files of the archive again: to rebuild the books, and where by now they would be read in another way."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from zhanggui.app.loading.intake import apply
from zhanggui.model.shop import AD_PLATFORMS
from zhanggui.readers import Formats, SpecError, formats, recognise
from zhanggui.reports.briefing import ReadFile
from zhanggui.store.archive import Entry
from zhanggui.store.folder import ShopFolder
from zhanggui.store.loadbook import entries_of, otherwise_priced
from zhanggui.store.ownership import OWN
from zhanggui.store.refusals import ShopUnknownError
from zhanggui.store.settings import SettingsError
from zhanggui.store.writer import Writer


def known_formats(folder: ShopFolder, maps: Sequence[Path]) -> Formats:
    """All formats and the user's own; a map that cannot be used is a wrong setting. Raises SettingsError."""
    try:
        return formats(maps)
    except SpecError as error:
        raise SettingsError(folder.formats, "", "map", error=error) from error


def load_archived(folder: ShopFolder, writer: Writer, path: Path, entry: Entry) -> None:
    """Load one file of the archive again, as it was loaded then; used by rebuild."""
    _again(folder, writer, path, entry)


def _again(folder: ShopFolder, writer: Writer, path: Path, entry: Entry) -> list[ReadFile]:
    """Load one file of the archive again, as it was loaded then; what became of its tables."""
    extra: Sequence[Path] = folder.map_files()
    if entry.map is not None:
        extra = (*extra, folder.archive.path(entry.map))
    known = known_formats(folder, extra)
    with tempfile.TemporaryDirectory(prefix="zhanggui-") as work:
        return [
            apply(folder, writer, found, (known, entry.record(found.name, found.hash)))
            for found in recognise(path, known, Path(work))
            if found.format is not None
        ]


def settle_currencies(folder: ShopFolder, writer: Writer, con: duckdb.DuckDBPyConnection) -> list[ReadFile]:
    """Let the merchant's own templates be in the currency that they would be in had all files come at once.

    Loads whose rows without a currency were read in another one are read again from the archive; returns those of
    which rows can be read no longer, for by now the shops sell in several. ``con``: the books as they are.
    """
    told: list[ReadFile] = []
    for entry in otherwise_priced(con, OWN, folder.settings.usual_currency or "?"):
        with tempfile.TemporaryDirectory(prefix="zhanggui-") as place:
            path = folder.archive.lay_out(entry, Path(place))
            told += [one for one in _again(folder, writer, path, entry) if one.refused]
    return told


def settle_accounts(folder: ShopFolder, writer: Writer) -> None:
    """Let advertising accounts serve the site that they would serve had all files come at once.

    Loads whose owner is another by now are read again from the archive; the new reading takes the old one's place.
    """
    for entry in entries_of(writer.con):
        owned = dict(entry.unnamed)
        accounts = AD_PLATFORMS & owned.keys() if entry.forced is None else set[str]()
        if any(_owner(folder, platform, owned[platform]) != owned[platform] for platform in accounts):
            others = tuple(pair for pair in entry.unnamed if pair[0] not in AD_PLATFORMS)
            with tempfile.TemporaryDirectory(prefix="zhanggui-") as place:
                path = folder.archive.lay_out(entry, Path(place))
                load_archived(folder, writer, path, replace(entry, unnamed=others))


def _owner(folder: ShopFolder, platform: str, otherwise: str) -> str:
    try:
        return folder.resolve_shop(platform, None)
    except ShopUnknownError:
        return otherwise
