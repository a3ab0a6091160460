"""Words by which columns of unknown files are guessed: general ones, and every name that the known formats list."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from importlib.resources import files

from zhanggui.readers.names import normal
from zhanggui.readers.spec import Format

CLOSE = 0.84
FAR = 5  # letters by which two spellings of a name may differ in length
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")

# A file is of a table only when it has at least one column of each group.
GROUPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "order_line": (("order_id",), ("quantity", "paid", "price"), ("created_at", "paid_at")),
    "ad": (
        ("spend",),
        ("clicks", "impressions"),
        ("campaign", "campaign_id", "ad_group", "keyword", "search_term", "day"),
    ),
    "traffic_listing": (
        ("listing_id",),
        ("page_views", "visitors"),
        ("visitors", "page_views", "units", "sales"),
    ),
    "traffic_shop": (("day",), ("page_views", "visitors")),
    "stock": (("sku",), ("on_hand", "available")),
    "sku_cost": (("sku",), ("cost",)),
    "review": (("text",), ("stars", "label", "at")),
    "fee": (("amount",), ("name",), ("settled_at",)),
}


def words(name: str) -> str:
    """A header as words: ``InvoiceNo`` and ``invoice_no`` are ``invoice no``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return normal(re.sub(r"[_.]+", " ", spaced))


def learned(formats: Iterable[Format]) -> dict[str, dict[str, set[str]]]:
    """Names per table and column: the general ones and those of every known field that feeds the column alone."""
    general = tomllib.loads(files("zhanggui.readers").joinpath("vocabulary.toml").read_text("utf-8"))
    out: dict[str, dict[str, set[str]]] = {table: defaultdict(set) for table in general}
    for table, columns in general.items():
        for column, names in columns.items():
            out[table][column] |= {normal(name) for name in names}
    for item in formats:
        for target in item.tables:
            for column, sql in target.columns.items() if target.table in out else ():
                field = item.fields.get(sql) if _IDENTIFIER.fullmatch(sql) else None
                if field:
                    out[target.table][column] |= {words(name) for name in field.names}
    return out


def likeness(header: str, names: Iterable[str]) -> float:
    """How much a header is like one of ``names``, 0-1; below ``CLOSE`` counts as 0."""
    said = words(header)
    if not said:
        return 0.0
    if said in names:
        return 1.0
    short = re.sub(r"\([^()]*\)$", "", said).strip()
    if short in names:
        return 0.95
    near = [name for name in names if abs(len(name) - len(said)) <= FAR]
    best = max((SequenceMatcher(None, said, name).ratio() for name in near), default=0)
    return best * 0.9 if best >= CLOSE else 0.0
