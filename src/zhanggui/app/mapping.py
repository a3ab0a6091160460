"""Map: a file that no format knows gets a format of its own, proposed from its columns, saved in the shop folder."""

import re
import tempfile
from datetime import date
from pathlib import Path

from zhanggui.model.issue import Issue
from zhanggui.readers import formats
from zhanggui.readers.mapping import Draft, propose
from zhanggui.store.folder import ShopFolder

PAYING = re.compile(
    "付|支|pay|paid|pago|zahl|betal|pagam|入金|결제|оплат"
)  # words of a header that speaks of payment

CHINESE = re.compile("[一-鿿]")


def propose_map(folder: ShopFolder, path: Path, today: date) -> Draft | Issue:
    """A proposal of how to read ``path``, or why none can be made. Raises FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(2, "", str(path))
    with tempfile.TemporaryDirectory(prefix="zhanggui-") as work:
        return propose(path, Path(work), formats(folder.map_files()), today)


def assumptions(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What the proposal takes for granted of orders because no column says it: (code, header that stands for it)."""
    if draft.table != "order_line":
        return ()
    header = {guess.column: guess.header for guess in draft.guesses if guess.column}
    out = [] if "status_text" in header else [("paid_status", "")]
    if "paid_at" not in header and "created_at" in header:
        out.append(("paid_moment", header["created_at"]))
    elif "paid_at" in header and not PAYING.search(header["paid_at"].lower()):
        out.append(("paid_header", header["paid_at"]))
    if "order_id" not in header and "buyer" in header:
        out.append(("no_order", ""))
    if "paid" not in header and "price" in header:
        out.append(("price_times" if "quantity" in header else "price_alone", ""))
    if "currency" not in header and not any(CHINESE.search(guess.header) for guess in draft.guesses):
        out.append(("no_currency", ""))
    return tuple(out)


def save_map(folder: ShopFolder, draft: Draft, out: Path | None = None) -> Path:
    """Write the proposal as a format file, into the shop folder unless ``out`` names a place.

    One that lacks a needed column cannot be used yet: it is a ``.draft``, which loading leaves alone. What stood there
    before, mended by hand perhaps, is kept beside it as ``.before``.
    """
    place = out or folder.formats / f"{draft.key}.toml{'.draft' if draft.missing else ''}"
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists() and place.read_bytes() != draft.toml.encode():
        place.replace(place.with_name(f"{place.name}.before"))
    place.write_text(draft.toml, encoding="utf-8")
    return place
