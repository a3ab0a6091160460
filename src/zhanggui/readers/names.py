"""Header names made comparable: what differs only in width, case, spaces, dashes or brackets is the same name."""

import re
import unicodedata
from functools import lru_cache

from zhanggui.model.money import CURRENCIES

_SPACES = re.compile(r"\s+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\0"))
_DASHES = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u3010\u3014[", "("),
        **dict.fromkeys("\u3011\u3015]", ")"),
        **dict.fromkeys("\u2018\u2019\u201b", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
    }
)
# Signs of a currency that stand in brackets after a name: "Seller Voucher(RM)", "Montant (€)".
_COINS = {
    "rm": "MYR",
    "s$": "SGD",
    "nt$": "TWD",
    "hk$": "HKD",
    "us$": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "r$": "BRL",
    "mx$": "MXN",
    "rp": "IDR",
    "₫": "VND",
    "đ": "VND",
    "฿": "THB",
    "₱": "PHP",
    "€": "EUR",
    "£": "GBP",
    "円": "JPY",
    "₩": "KRW",
    "원": "KRW",
    "zł": "PLN",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
}
_CODES = {code.casefold(): code for code in CURRENCIES}
_BETWEEN = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff]) (?=[\u3040-\u30ff\u4e00-\u9fff])")
_AROUND = re.compile(r"\s*([()/\-,:+])\s*")


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """``name`` as it is compared: NFKC, case folded, one kind of dash and bracket, no space around them.

    A line break or space between two Chinese or Japanese characters is none. Damage that spreadsheets do to a header
    (``="x"``, a leading apostrophe, TAB, NUL, signs of no width), a ``*`` around it and a trailing ``:`` fall away.
    The empty string means a column without a name.
    """
    seen = name.lstrip("\ufeff").removeprefix("ï»¿").translate(_UNSEEN)
    text = unicodedata.normalize("NFKC", seen).translate(_DASHES)
    text = _SPACES.sub(" ", text).strip(" '`\"=").casefold()
    text = _AROUND.sub(r"\1", _BETWEEN.sub("", text))
    return text.strip(" *").rstrip(" :*").strip()


def visible(name: str) -> str:
    """``name`` as it is shown: no signs of no width, and line breaks and runs of blanks as one blank."""
    return " ".join(name.translate(_UNSEEN).split())


@lru_cache(maxsize=65536)
def bare(name: str) -> str:
    """``name`` without a trailing remark in brackets: ``On hand (not editable)`` → ``on hand``."""
    return re.sub(r"\([^()]*\)$", "", normal(name)).strip()


def stated(name: str) -> str:
    """The currency that a trailing remark in brackets states, '' where it states none: ``Price (RM)`` → ``MYR``."""
    found = re.search(r"\(([^()]*)\)$", normal(name))
    said = found.group(1).strip() if found else ""
    return _COINS.get(said, "") or _CODES.get(said, "")
