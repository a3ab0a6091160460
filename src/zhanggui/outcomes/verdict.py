"""What became of an action: a code, the money realised with its interval, and how strong the evidence is."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Code(StrEnum):
    """The answer."""

    WORKED = "worked"
    DID_NOT = "did_not"
    CANT_TELL = "cant_tell"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"


class Strength(StrEnum):
    """How much a method proves, strongest first."""

    RANDOMISED = "randomised"
    MATCHED = "matched"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``low`` ≤ ``mid`` ≤ ``high``: profit a week in ``currency`` with an 80 % interval; None where not computed."""

    code: Code
    method: str
    strength: Strength
    low: Decimal | None = None
    mid: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
