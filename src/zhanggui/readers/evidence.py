"""What a column's own cells say about how it is written: a decimal comma, or the day before the month."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhanggui.readers.cells import DateOrder
from zhanggui.readers.short_years import Short, order_of

_COMMA = re.compile(r"\d,\d{1,2}\D*$|\d\.\d{3},\d|^\D*0,\d+\D*$")
_DOT = re.compile(r"\d\.\d{1,2}\D*$|\d,\d{3}\.\d|\.\d{4,}\D*$|^\D*0\.\d+\D*$|(,\d{3}){2,}")
_GROUPED = re.compile(r"^\D*[1-9]\d{0,2}(\.\d{3})+[^\d.,]*$")
_IDLE = re.compile(r"^\D*\d+\.0+\D*$")
_GROUPED_NOUGHT = re.compile(r"^.*\d0[^\d.,]*$")
_SHORT = re.compile(r"^\D{0,2}\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d{1,2})(?:\D|$)")
SIGNS = {"/": "slash", "-": "dash", ".": "dot"}
DAY_FIRST = "dmy"  # where dates are parted by dots, the day comes first everywhere
ENOUGH = 5
_WHOLE = re.compile(r"Rp|IDR|₫|VND|₩|KRW|CLP", re.IGNORECASE)  # currencies without decimals in daily use


def commas(
    columns: Mapping[str, Sequence[str]], points: int, counts: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Fields written with a decimal comma; a column that does not tell follows the rest of the file.

    ``points`` is the weight of what else the file writes with a decimal point. ``counts`` are the fields that hold
    whole numbers: a dot in '2.104' can only part thousands there.
    """
    votes = {name: _vote(cells) - (name in counts) * _parted(cells) for name, cells in columns.items()}
    rest = sum(votes.values()) + points
    return frozenset(name for name, vote in votes.items() if vote < 0 or (vote == 0 and rest < 0))


def grouped(columns: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Amounts whose dots part thousands, as rupiah and dong are written: '25.000' is twenty-five thousand.

    Three decimals look alike, so the file must show the difference: every dot has exactly three digits behind it and no
    nought before it, some such amount ends in 0 (a number that drops idle decimals never does), and some amount has
    no dot or two (a number that keeps all three decimals always has one). A currency without decimals beside every
    amount shows it at once: 'Rp12.000'.
    """
    cells = [cell for values in columns.values() for cell in values if any(sign.isdigit() for sign in cell)]
    dotted = [cell for cell in cells if "." in cell]
    if not dotted or not all(_GROUPED.match(cell) for cell in dotted):
        return frozenset()
    if all(_WHOLE.search(cell) for cell in dotted):
        return frozenset(name for name, values in columns.items() if any("." in cell for cell in values))
    other = len(dotted) < len(cells) or any(cell.count(".") > 1 for cell in dotted)
    if not other or not any(_GROUPED_NOUGHT.match(cell) for cell in dotted):
        return frozenset()
    return frozenset(name for name, values in columns.items() if any("." in cell for cell in values))


def _vote(cells: Sequence[str]) -> int:
    """Negative for a decimal comma, positive for a decimal point, 0 when no cell tells."""
    comma = sum(bool(_COMMA.search(cell)) for cell in cells)
    dot = sum(bool(_DOT.search(cell)) for cell in cells)
    return dot - comma


def _parted(cells: Sequence[str]) -> int:
    """How many whole numbers have a dot between thousands; none where '1.000' may be a one with idle decimals."""
    dotted = [cell for cell in cells if "." in cell]
    if not all(_GROUPED.match(cell) for cell in dotted) or all(_IDLE.search(cell) for cell in dotted):
        return 0
    return len(dotted)


def short(cell: str) -> bool:
    """Whether a date's order of day and month is not plain from the cell (``5/6/2024``)."""
    return bool(_SHORT.match(cell.strip().strip("'\"=")))


@dataclass(frozen=True, slots=True)
class Group:
    """The dates of one column that are parted by ``sign`` and whose year has four digits; ``y`` is year-first.

    ``rows`` all, ``first_big``/``second_big`` those whose first/second number is above 12; for ``y`` the second
    number is the month, the third is counted as ``second_big``. ``pairs`` holds distinct (first, second, year) in
    file order, at most some thousands.
    """

    sign: str
    rows: int
    first_big: int
    second_big: int
    pairs: tuple[tuple[int, int, int], ...] = ()


Key = tuple[str, bool]  # a separator, and whether the year has two digits


def told(groups: Sequence[Group | Short], today: date) -> dict[Key, str]:
    """What one column's own dates say of their order, per separator: '' open, 'both' contradictory.

    A separator is decided by a number above 12; failing that by what only one reading allows (no day in the
    future, whole days in a row); failing that by the other separator's rows when a spreadsheet has evidently
    taken away from it those rows whose day is at most 12. Years of two digits are judged apart: see `Short`.
    """
    long = [g for g in groups if isinstance(g, Group) and g.sign in SIGNS]
    found = {g.sign: _own(g, today) for g in long}
    for group in long:
        if not found[group.sign]:
            found[group.sign] = _by_other(group, long, found)
    out = {(sign, False): order for sign, order in found.items()}
    return out | {(g.sign, True): order_of(g, today) for g in groups if isinstance(g, Short)}


def settled(
    found: Mapping[Key, str], others: Mapping[Key, str], answer: str | None, *, comma: bool = False
) -> dict[Key, str]:
    """``found`` with what is open in it filled in; a key is left '' where nobody can tell, or its rows disagree.

    ``others`` is what the file's other columns agree on; ``answer`` the operator's word. Dots with a year of four
    digits mean the day first, and so does a file whose numbers have a decimal ``comma``: where the month is written
    first, decimals have a point. A date with two digits for the year takes no order from one with four, nor it from
    that.
    """
    out = {}
    for key, order in found.items():
        usual = DAY_FIRST if not key[1] and (comma or key[0] == ".") else ""
        said = answer if key[1] or answer != "ymd" else None
        out[key] = "" if order == "both" else order or others.get(key, "") or said or usual
    return out


def date_order(orders: Mapping[Key, str], groups: Sequence[Group | Short]) -> DateOrder:
    """The orders of one column as its cells are read by them."""
    long = {SIGNS[sign]: order for (sign, short), order in orders.items() if not short}
    short = {SIGNS[sign]: order for (sign, two), order in orders.items() if two}
    return DateOrder(**long, swap=_swapped([g for g in groups if isinstance(g, Group)]), short=short)


def _own(group: Group, today: date) -> str:
    """Order told by the group's own rows: 'dmy', 'mdy', '' unknown, 'both' contradictory."""
    if group.first_big and group.second_big:
        return "both"
    if group.first_big or group.second_big:
        return "dmy" if group.first_big else "mdy"
    if all(a == b for a, b, _ in group.pairs):
        return "dmy"
    dmy = [_day(y, b, a) for a, b, y in group.pairs]
    mdy = [_day(y, a, b) for a, b, y in group.pairs]
    for test in (_not_future(today), _in_a_row):
        fits = test(dmy), test(mdy)
        if fits[0] != fits[1]:
            return "dmy" if fits[0] else "mdy"
    return ""


def _day(year: int, month: int, day: int) -> date:
    """A date whose numbers are at most 12 each, so that it always exists."""
    return date(year, month, day)


def _not_future(today: date) -> Callable[[Sequence[date]], bool]:
    return lambda days: max(days, default=today) <= today + timedelta(days=1)


def _in_a_row(days: Sequence[date]) -> bool:
    """Whether the distinct days follow each other without a gap."""
    distinct = sorted(set(days))
    return len(distinct) >= 3 and (distinct[-1] - distinct[0]).days + 1 == len(distinct)  # noqa: PLR2004


def _by_other(group: Group, groups: Sequence[Group], found: dict[str, str]) -> str:
    """Order of a group that holds only days up to 12, from the one that holds all the others.

    A spreadsheet that reads 13/05 as text and 05/05 as a date rewrites the separator of the second kind alone; the
    numbers keep their places. So the two groups complement each other and are written in one order.
    """
    for other in groups:
        told = found.get(other.sign, "")
        if other.sign == group.sign or told not in {"dmy", "mdy"}:
            continue
        big = other.first_big if told == "dmy" else other.second_big
        if big == other.rows and group.rows >= ENOUGH and other.rows >= ENOUGH:
            return told
    return ""


def _swapped(groups: Sequence[Group]) -> bool:
    """Whether year-first dates had day and month exchanged by a spreadsheet.

    They then hold only days up to 12, while the dates that it could not read and left as they were are exactly
    those above 12.
    """
    iso = next((g for g in groups if g.sign == "y"), None)
    rest = [g for g in groups if g.sign in SIGNS]
    if iso is None or not rest or iso.second_big or iso.rows < ENOUGH:
        return False
    rows = sum(g.rows for g in rest)
    return rows >= ENOUGH and all(max(g.first_big, g.second_big) == g.rows for g in rest)
