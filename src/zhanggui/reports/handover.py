"""The files an action hands over, as CSV that Excel opens in any language and no cell of which can run."""

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhanggui.actions.action import Cell, Sheet
from zhanggui.reports.messages import Texts

# What a spreadsheet takes for a formula when a text begins with it (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: Cell) -> str:
    """A cell as text; a leading apostrophe keeps texts that look like formulas from being run."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY) else value
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def write_sheet(sheet: Sheet, folder: Path, name: str, texts: Texts) -> Path:
    """Write ``sheet`` as ``folder/name.csv`` (UTF-8 with a mark, for Excel) and return the path.

    The same sheet gives the same bytes.
    """
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(texts.say(f"column.{column}") for column in sheet.columns)
    out.writerows([safe(value) for value in row] for row in sheet.rows)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return path


def file_name(play: str, shop: str, ident: str) -> str:
    """A name that every file system takes; what it can't take is replaced by a short hash."""
    plain = "".join(c if c.isalnum() or c in "-_" else "_" for c in ident)[:40]
    if plain != ident:
        plain += "-" + hashlib.sha256(ident.encode()).hexdigest()[:6]
    return "-".join(part for part in (play, shop, plain) if part)
