"""In which time zone a file's clocks run, told by the offsets that it writes behind them (`09:03:00 +0800`)."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from zhanggui.readers.encoding import SAMPLE, decode
from zhanggui.readers.found import Found
from zhanggui.readers.text import rows

ROWS = 300
Clock = tuple[datetime, int]
_CELL = re.compile(r"^\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*([+-])(\d\d):?(\d\d)\s*$")
_WRITTEN = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*[+-]\d\d:?\d\d")
# Zones that keep these offsets, in the order in which they are tried; those of the shop's own currency come first.
_BY_CURRENCY = {
    "USD": (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/Phoenix",
    ),
    "CAD": ("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Halifax"),
    "AUD": ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth"),
    "NZD": ("Pacific/Auckland",),
    "EUR": ("Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "Europe/Helsinki"),
    "GBP": ("Europe/London",),
    "CNY": ("Asia/Shanghai",),
    "HKD": ("Asia/Hong_Kong",),
    "TWD": ("Asia/Taipei",),
    "SGD": ("Asia/Singapore",),
    "MYR": ("Asia/Kuala_Lumpur",),
    "PHP": ("Asia/Manila",),
    "JPY": ("Asia/Tokyo",),
    "KRW": ("Asia/Seoul",),
    "THB": ("Asia/Bangkok",),
    "VND": ("Asia/Ho_Chi_Minh",),
    "IDR": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "INR": ("Asia/Kolkata",),
    "AED": ("Asia/Dubai",),
    "BRL": ("America/Sao_Paulo",),
    "MXN": ("America/Mexico_City",),
}
_ANYWHERE = (
    "Asia/Shanghai",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    *("Asia/Tokyo", "Asia/Bangkok", "Asia/Kolkata", "Asia/Dubai", "Europe/Helsinki", "Europe/Istanbul"),
    *(
        "Australia/Sydney",
        "Australia/Brisbane",
        "Pacific/Auckland",
        "America/Sao_Paulo",
        "America/Mexico_City",
    ),
)


def stated(found: Found) -> tuple[Clock, ...]:
    """Wall clocks of the first rows with the minutes that they are ahead of UTC; none where the file writes none.

    Columns that are instants of UTC by their format say nothing of the shop.
    """
    source, section = found.source, found.section
    if source is None or section is None or section.match is None:
        return ()
    match = section.match
    fields = [f for f in match.format.fields.values() if f.type == "time" and f.zone == "written"]
    places = [match.columns[f.name] for f in fields if match.columns.get(f.name, -1) >= 0]
    if not places:
        return ()
    with source.path.open("rb") as opened:
        text = decode(opened.read(SAMPLE), source.encoding)
    if not _WRITTEN.search(text):
        return ()
    table = (
        row.cells for row in rows(text.splitlines(keepends=True), source.sign) if row.line >= section.first
    )
    cells = (row[place] for row in islice(table, ROWS) for place in places if place < len(row))
    return tuple(clock for cell in cells if (clock := _clock(cell)))


def _clock(cell: str) -> Clock | None:
    hit = _CELL.match(cell)
    if not hit:
        return None
    day, clock, sign, hours, minutes = hit.groups()
    try:
        moment = datetime.fromisoformat(f"{day} {clock}")
    except ValueError:
        return None
    ahead = int(hours) * 60 + int(minutes)
    return moment, -ahead if sign == "-" else ahead


def zone_of(clocks: Iterable[Clock], default: str, currency: str) -> str:
    """The zone whose clocks were all as far ahead of UTC as written, ``default`` if it may be; '' where none is."""
    seen = sorted(set(clocks))
    if not seen:
        return ""
    tried = dict.fromkeys((default, *_BY_CURRENCY.get(currency, ()), *_ANYWHERE))
    return next((zone for zone in tried if all(_ahead(zone, at) == minutes for at, minutes in seen)), "")


def elsewhere(clocks: Iterable[Clock], zone: str) -> str:
    """The offset ('+08:00') of the first clock that ``zone`` does not have at that time; '' where it has them all."""
    ahead = next((minutes for at, minutes in sorted(set(clocks)) if _ahead(zone, at) != minutes), None)
    if ahead is None:
        return ""
    hours, rest = divmod(abs(ahead), 60)
    return f"{'-' if ahead < 0 else '+'}{hours:02}:{rest:02}"


def _ahead(zone: str, moment: datetime) -> int:
    offset = moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    return round(offset.total_seconds() / 60)
