"""Status: what the books hold, shop by shop and table by table, and which days are missing."""

from dataclasses import dataclass
from datetime import date

from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import LoadRow
from zhanggui.store.status import Coverage, coverage, loads


@dataclass(frozen=True, slots=True)
class Status:
    """Coverage of every shop and table, and the loads, newest first."""

    coverage: tuple[Coverage, ...]
    loads: tuple[LoadRow, ...]


def status(folder: ShopFolder, as_of: date | None = None) -> Status:
    """What is in the books now, or was known on ``as_of``."""
    with folder.read(as_of) as reading:
        return Status(coverage(reading.con), loads(reading.con))
