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
LEARNED = 100  # rank of names that known formats teach
STEP = 0.0004  # by which a rank lowers a likeness
LEAST, LEAST_CHINESE = 4, 3  # letters and characters that a name within another one has
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
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


def learned(formats: Iterable[Format]) -> dict[str, dict[str, dict[str, int]]]:
    """Names per table and column with their rank: the general ones in their order, then those of the known formats.

    A known format teaches the names of every field that feeds a column alone.
    """
    general = tomllib.loads(files("zhanggui.readers").joinpath("vocabulary.toml").read_text("utf-8"))
    out: dict[str, dict[str, dict[str, int]]] = {table: defaultdict(dict) for table in general}
    for table, columns in general.items():
        for column, names in columns.items():
            for rank, name in enumerate(names):
                out[table][column].setdefault(normal(name), rank)
    for item in formats:
        for target in item.tables:
            for column, sql in target.columns.items() if target.table in out else ():
                field = item.fields.get(sql) if _IDENTIFIER.fullmatch(sql) else None
                for name in field.names if field else ():
                    out[target.table][column].setdefault(words(name), LEARNED)
    return out


def likeness(header: str, names: Mapping[str, int]) -> float:
    """How much a header is like one of ``names`` (with their rank), 0-1; below ``CLOSE`` counts as 0.

    Of two headers that are names themselves the one of lesser rank is a hair more like. A name that a Chinese header
    ends with, or that another one begins with as whole words ("fecha del pedido"), is like it by half and more.
    """
    said = words(header)
    if not said:
        return 0.0
    if said in names:
        return 1.0 - STEP * min(names[said], LEARNED)
    short = re.sub(r"\([^()]*\)$", "", said).strip()
    if short in names:
        return 0.95
    near = [name for name in names if abs(len(name) - len(said)) <= FAR]
    best = max((SequenceMatcher(None, said, name).ratio() for name in near), default=0)
    if best >= CLOSE:
        return best * 0.9
    within = max((len(name) for name in names if _within(name, short)), default=0)
    return 0.5 + 0.25 * within / len(short) if within else 0.0


def _within(name: str, header: str) -> bool:
    """Whether the last characters of a Chinese ``header``, or the first words of another one, are ``name``."""
    if _CHINESE.search(name):
        return len(name) >= LEAST_CHINESE and header.endswith(name)
    return len(name) >= LEAST and header.startswith(f"{name} ")
