"""Two published records of real shops, read in place: UCI Online Retail and CDNOW.

Chen (2015), "Online Retail", UCI Machine Learning Repository, https://doi.org/10.24432/C5BW33, CC BY 4.0: a British
wholesaler of gifts. Fader and Hardie (2001), "Forecasting repeat sales at CDNOW": one cohort of a record shop.
"""

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from zhanggui.simulator.validity import Trades

ROOT = Path(__file__).resolve().parent.parent
_EPOCH = date(1970, 1, 1)
_NOT_GOODS = {"POST", "DOT", "M", "m", "D", "S", "B", "C2", "AMAZONFEE", "BANK CHARGES", "CRUK", "PADS"}

Row = dict[str, str]


def data_dir() -> Path:
    """Folder of the published files, as `ZHANGGUI_DATA` names it; raises SystemExit where there is none."""
    named = os.environ.get("ZHANGGUI_DATA")
    folder = (ROOT / named).resolve() if named else None
    if folder is None or not folder.is_dir():
        raise SystemExit("the published files are not at hand: set ZHANGGUI_DATA to their folder")
    return folder


def _numbers(names: list[str]) -> np.ndarray:
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


def _uci_rows(folder: Path) -> Iterator[Row]:
    for path in sorted((folder / "uci_online_retail" / "by-day").glob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as lines:
            yield from csv.DictReader(lines)


def uci(folder: Path) -> Trades:
    """Lines of goods that were sold; a later cancellation of the same customer and item is booked as its return.

    Cancellations whose sale lies before the first day are left out, as are charges that are not goods.
    """
    sold: list[Row] = []
    last: dict[tuple[str, str], list[int]] = {}
    returned: dict[int, float] = {}
    for row in _uci_rows(folder):
        if row["StockCode"] in _NOT_GOODS or row["StockCode"].startswith("gift_"):
            continue
        units, price = int(row["Quantity"]), float(row["UnitPrice"])
        key = (row["CustomerID"], row["StockCode"])
        if units > 0 and price > 0:
            last.setdefault(key, []).append(len(sold))
            sold.append(row)
        elif row["InvoiceNo"].startswith("C") and row["CustomerID"]:
            _book(-units * price, last.get(key, []), sold, returned)
    amount = np.array([int(row["Quantity"]) * float(row["UnitPrice"]) for row in sold])
    back = np.zeros(len(sold))
    for at, value in returned.items():
        back[at] = value
    return Trades(
        order=_numbers([row["InvoiceNo"] for row in sold]),
        customer=np.array([int(float(row["CustomerID"] or -1)) for row in sold]),
        day=np.array([(date.fromisoformat(row["InvoiceDate"][:10]) - _EPOCH).days for row in sold]),
        item=_numbers([row["StockCode"] for row in sold]),
        units=np.array([int(row["Quantity"]) for row in sold]),
        amount=amount,
        returned=back,
    )


def _book(value: float, places: list[int], sold: list[Row], returned: dict[int, float]) -> None:
    """Spread a cancellation over the customer's sales of the item, the latest first, none beyond its amount."""
    for at in reversed(places):
        room = int(sold[at]["Quantity"]) * float(sold[at]["UnitPrice"]) - returned.get(at, 0.0)
        part = min(room, value)
        returned[at] = returned.get(at, 0.0) + part
        value -= part
        if value <= 0:
            break


def cdnow(folder: Path) -> Trades:
    """All purchases of the cohort: each a customer's day, its records, its dollars; which records is not known."""
    lines = (folder / "cdnow" / "CDNOW_master.txt").read_text("utf-8").splitlines()[1:]
    rows = [line.split() for line in lines if line.strip()]
    none = np.full(len(rows), -1)
    return Trades(
        order=np.arange(len(rows)),
        customer=np.array([int(row[0]) for row in rows]),
        day=np.array([(date.fromisoformat(row[1]) - _EPOCH).days for row in rows]),
        item=none,
        units=np.array([int(row[2]) for row in rows]),
        amount=np.array([float(row[3]) for row in rows]),
        returned=np.zeros(len(rows)),
    )
