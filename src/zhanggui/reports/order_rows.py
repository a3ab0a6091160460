"""Rows of the books for people: columns by their names, money with its currency, statuses in words."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal

from zhanggui.reports.explained import Proof
from zhanggui.reports.numbers import DASH
from zhanggui.reports.phrases import Phrases

MONEY = frozenset(
    {"paid", "list_amount", "seller_discount", "platform_discount", "shipping", "tax", "refund_stated"}
)
MIDNIGHT = time()
CURRENCY = "currency"


def field(phrases: Phrases, name: str) -> str:
    """A canonical column's name for people."""
    key = f"field.{name}"
    return phrases.texts.say(key) if phrases.texts.has(key) else name


def heads(proof: Proof, phrases: Phrases) -> list[str]:
    """Names of the columns that are shown; a currency is shown with the money."""
    return [field(phrases, name) for name in proof.columns if name != CURRENCY]


def rows(proof: Proof, phrases: Phrases) -> list[list[str]]:
    """The rows, a text a cell."""
    at = proof.columns.index(CURRENCY) if CURRENCY in proof.columns else None
    return [
        [
            cell(phrases, name, value, "" if at is None else str(row[at] or ""))
            for name, value in zip(proof.columns, row, strict=True)
            if name != CURRENCY
        ]
        for row in proof.rows
    ]


def numbers(columns: Sequence[str]) -> frozenset[int]:
    """Places of the shown columns that are set flush right."""
    shown = [name for name in columns if name != CURRENCY]
    return frozenset(at for at, name in enumerate(shown) if name in MONEY or name == "quantity")


def cell(phrases: Phrases, name: str, value: object, currency: str = "") -> str:
    """One cell; a dash where it is unknown."""
    if value is None or value == "":
        return DASH
    if name in MONEY and isinstance(value, Decimal):
        if currency:
            return phrases.style.money(value, currency, short=False)
        return phrases.style.ratio(value)
    if isinstance(value, datetime) and value.time() == MIDNIGHT:  # the file tells the day alone
        return str(value.date())
    key = f"order_status.{value}"
    if name == "status" and phrases.texts.has(key):
        return phrases.texts.say(key)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
