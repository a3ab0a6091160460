"""Money: an exact amount with its currency, and the currencies that are known."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

# ISO 4217 codes with the number of decimals in which amounts are shown.
CURRENCIES = {
    **dict.fromkeys(
        "AED ARS AUD BDT BGN BRL CAD CHF CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR KES KZT LKR MAD MOP MXN MYR "
        "NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU ZAR".split(),
        2,
    ),
    **dict.fromkeys("CLP ISK JPY KRW PYG UGX VND XAF XOF".split(), 0),
    **dict.fromkeys("BHD JOD KWD OMR TND".split(), 3),
}


@dataclass(frozen=True, slots=True)
class Money:
    """``amount`` units of ``currency``. Adding two currencies raises ValueError."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """Exact sum; raises ValueError when the currencies differ."""
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} + {other.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> "Money":
        """The same amount with the other sign."""
        return Money(-self.amount, self.currency)


def cents(amount: Decimal, currency: str) -> Decimal:
    """``amount`` rounded half up to the decimals in which ``currency`` is shown (2 where unknown)."""
    return amount.quantize(_smallest(currency), rounding=ROUND_HALF_UP)


@cache
def decimals(currency: str) -> int:
    """In how many decimals ``currency`` is shown (2 where unknown)."""
    return CURRENCIES.get(currency, 2)


def _smallest(currency: str) -> Decimal:
    """The smallest amount in which ``currency`` is shown."""
    return Decimal(1).scaleb(-CURRENCIES.get(currency, 2))
