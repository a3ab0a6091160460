"""Figures as an operator reads them: 9.44万 and 94.4K, ¥ and $, percentage points, a dash for unknown."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from zhanggui.model.money import CURRENCIES
from zhanggui.reports.messages import Language

Figure: TypeAlias = Decimal | int | float | None

DASH = "—"
MINUS = "\N{MINUS SIGN}"
EXACT = 100  # counts below it that are no whole numbers keep two decimals
SIGNS = {
    "CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "KRW": "₩", "INR": "₹", "SGD": "S$", "HKD": "HK$",
    "TWD": "NT$", "AUD": "A$", "CAD": "C$", "THB": "฿", "PHP": "₱", "VND": "₫", "BRL": "R$", "MXN": "MX$",
}  # fmt: skip

# (from, divisor, decimals, suffix), widest first
_SHORT = {
    "zh": ((1e8, 1e8, 2, "亿"), (1e6, 1e4, 1, "万"), (1e4, 1e4, 2, "万")),
    "en": ((1e9, 1e9, 2, "B"), (1e6, 1e6, 2, "M"), (1e4, 1e3, 1, "K")),
}


def _known(value: Figure) -> bool:
    return value is not None and value == value  # noqa: PLR0124 - NaN is unknown


def is_mean(value: Figure) -> bool:
    """Whether a count is a mean of few events: it keeps its decimals, so that differences can be checked by eye."""
    if value is None or not _known(value):
        return False
    size = abs(float(value))
    return size < EXACT and round(size, 2) % 1 != 0


@dataclass(frozen=True, slots=True)
class Style:
    """How one language writes figures."""

    language: Language

    def count(self, value: Figure, *, short: bool = True) -> str:
        """A count: 6,863; 9.44万; 94.4K; 2.50 of a mean of few."""
        places = 2 if is_mean(value) else 0
        return self._short(value, places) if short else self._full(value, places)

    def money(self, value: Figure, currency: str, *, short: bool = True, cents: bool = True) -> str:
        """An amount with its sign in front: ¥128.6万, −$1,204.50; $1,205 without ``cents``."""
        places = CURRENCIES.get(currency, 2) if cents else 0
        text = self._short(value, places) if short else self._full(value, places)
        if text == DASH:
            return DASH
        mark = SIGNS.get(currency, f"{currency} ")
        return MINUS + mark + text[1:] if text.startswith(MINUS) else mark + text

    def signed(self, value: Figure, currency: str) -> str:
        """An amount by which something changed: +¥1,204, −¥9.44万."""
        text = self.money(value, currency)
        return text if value is None or value <= 0 or text == DASH else "+" + text

    def exact(self, value: Decimal, *, signed: bool = False) -> str:
        """An amount to the cent, without its currency: 1,204.50; ``signed``: +1,204.50, −1,204.50."""
        text = self._full(value, 2)
        return f"+{text}" if signed and value > 0 and text.strip("0.,") else text

    def share(self, value: Figure, places: int = 2) -> str:
        """A rate as a percentage: 3.12%."""
        if value is None or not _known(value):
            return DASH
        text = f"{abs(float(value)) * 100:,.{places}f}%"
        return MINUS + text if float(value) < 0 and text.strip("0.%") else text

    def ratio(self, value: Figure) -> str:
        """A plain ratio such as ROAS: 3.42."""
        return self._full(value, 2)

    def change(self, value: Figure) -> str:
        """A relative change with its sign: +6.8%, −7.0%."""
        if value is None or not _known(value):
            return DASH
        text = self.share(value, 1)
        return text if text.startswith(MINUS) else "+" + text

    def points(self, value: Figure) -> str:
        """A change of a rate in percentage points."""
        if value is None or not _known(value):
            return DASH
        unit = " 个百分点" if self.language == "zh" else " pp"
        sign = MINUS if float(value) < 0 else "+"
        return f"{sign}{abs(float(value)) * 100:.2f}{unit}"

    def _full(self, value: Figure, places: int) -> str:
        if value is None or not _known(value):
            return DASH
        text = f"{abs(value):,.{places}f}"
        return MINUS + text if value < 0 and text.strip("0.,") else text

    def _short(self, value: Figure, places: int) -> str:
        if value is None or not _known(value):
            return DASH
        size = abs(float(value))
        for least, divisor, decimals, suffix in _SHORT[self.language]:
            if size >= least:
                return (MINUS if value < 0 else "") + f"{size / divisor:,.{decimals}f}{suffix}"
        return self._full(value, places)
