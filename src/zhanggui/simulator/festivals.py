"""The year of a shop: festivals and sale days with their run-up, their peak and their hangover.

Dates of lunar festivals are those of the Chinese calendar as published by the Hong Kong Observatory.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

CHINA = "cn"
WEST = "us"


@dataclass(frozen=True, slots=True)
class Festival:
    """A feast or sale day: log demand climbs over ``run_up`` days to ``peak``, then ``hangover`` follows.

    ``saving`` is the share taken off by the platform's sale on the day itself, ``gift`` tells whether
    presents are bought. ``peak`` is negative where trade stops.
    """

    name: str
    market: str
    run_up: int
    peak: float
    length: int
    hangover: float
    hangover_days: int
    saving: float = 0.0
    gift: bool = False


FESTIVALS = {
    festival.name: festival
    for festival in (
        Festival("spring_festival", CHINA, 18, -0.85, 8, -0.25, 7, gift=True),
        Festival("queens_day", CHINA, 3, 0.45, 2, -0.10, 4, 0.05),
        Festival("mid_year_618", CHINA, 6, 0.75, 3, -0.30, 9, 0.10),
        Festival("qixi", CHINA, 5, 0.25, 1, -0.05, 3, gift=True),
        Festival("mid_autumn", CHINA, 9, 0.30, 1, -0.10, 5, gift=True),
        Festival("dragon_boat", CHINA, 6, 0.15, 1, -0.05, 3, gift=True),
        Festival("national_day", CHINA, 2, -0.20, 6, 0.05, 3),
        Festival("double_eleven", CHINA, 8, 1.05, 3, -0.40, 12, 0.12),
        Festival("double_twelve", CHINA, 4, 0.40, 1, -0.15, 6, 0.06),
        Festival("mothers_day", WEST, 7, 0.25, 1, -0.05, 3, gift=True),
        Festival("prime_days", WEST, 2, 0.60, 2, -0.20, 6, 0.10),
        Festival("black_friday", WEST, 4, 0.85, 4, -0.15, 5, 0.12),
        Festival("christmas", WEST, 16, -0.60, 2, -0.20, 8, gift=True),
        Festival("independence_day", WEST, 1, -0.15, 1, 0.0, 0),
    )
}

_LUNAR = {
    "spring_festival": "2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03",
    "qixi": "2023-08-22 2024-08-10 2025-08-29 2026-08-19 2027-08-08 2028-08-26 2029-08-16 2030-08-05",
    "mid_autumn": "2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12",
    "dragon_boat": "2023-06-22 2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05",
}
_FIXED = {
    "queens_day": (3, 7),
    "mid_year_618": (6, 17),
    "national_day": (10, 1),
    "double_eleven": (11, 10),
    "double_twelve": (12, 12),
    "prime_days": (7, 14),
    "christmas": (12, 24),
    "independence_day": (7, 4),
}
_NOVEMBER, _MAY, _THURSDAY, _SUNDAY = 11, 5, 3, 6


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def festival_days(first_year: int, last_year: int) -> list[tuple[Festival, date]]:
    """Every festival with its first peak day in the years first..last, in order of day."""
    out = []
    for name, text in _LUNAR.items():
        days = (date.fromisoformat(word) for word in text.split())
        out += [(FESTIVALS[name], day) for day in days if first_year <= day.year <= last_year]
    for year in range(first_year, last_year + 1):
        out += [(FESTIVALS[name], date(year, *day)) for name, day in _FIXED.items()]
        thanksgiving = _nth_weekday(year, _NOVEMBER, _THURSDAY, 4)
        out.append((FESTIVALS["black_friday"], thanksgiving + timedelta(days=1)))
        out.append((FESTIVALS["mothers_day"], _nth_weekday(year, _MAY, _SUNDAY, 2)))
    return sorted(out, key=lambda item: (item[1], item[0].name))


@dataclass(frozen=True, slots=True)
class Season:
    """What the calendar does to one market, each an array over days.

    ``log_demand``: log of demand; ``saving``: share off in the platform's sale; ``gift``: 0..1, how many of
    the orders in the run-up of a gift festival are presents.
    """

    log_demand: NDArray[np.float64]
    saving: NDArray[np.float64]
    gift: NDArray[np.float64]


def season(start: date, days: int, market: str) -> Season:
    """The calendar of ``market`` over ``days`` days from ``start``."""
    log_demand, saving, gift = np.zeros(days), np.zeros(days), np.zeros(days)
    end = start + timedelta(days=days)
    for festival, peak in festival_days(start.year - 1, end.year + 1):
        if festival.market != market:
            continue
        at = (peak - start).days
        climb = abs(festival.peak) * 0.35
        for step in range(festival.run_up):
            _add(log_demand, at - festival.run_up + step, climb * (step + 1) / festival.run_up)
            if festival.gift:
                _add(gift, at - festival.run_up + step, 0.35)
        for step in range(festival.length):
            _add(log_demand, at + step, festival.peak)
            _add(saving, at + step, festival.saving)
        for step in range(festival.hangover_days):
            fade = 1.0 - step / festival.hangover_days
            _add(log_demand, at + festival.length + step, festival.hangover * fade)
    return Season(log_demand, saving, np.minimum(gift, 0.6))


def _add(values: NDArray[np.float64], at: int, amount: float) -> None:
    if 0 <= at < values.size:
        values[at] += amount
