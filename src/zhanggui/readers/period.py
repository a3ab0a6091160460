"""What a file says about itself beside its rows: the days it covers, and when it was exported."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from zhanggui.readers.found import Found
from zhanggui.readers.header import Section
from zhanggui.readers.spec import Format
from zhanggui.readers.words import identifiers

# Beginnings of month names in the languages of Europe, of Turkey and of Indonesia.
_MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            "jan ene gen sty oca янв tammi sij ian",
            "feb fev fév lut şub sub фев helmi úno",
            "mar mär maa mrt mrz мар březn bře",
            "apr avr abr kwi nis апр huhti dub",
            "mai may mag mei maj май мая touko kvě",
            "juin jun giu cze haz июн kesä červn",
            "juil jul lug lip tem июл heinä červenc července",
            "aug aoû aou ago agu sie ağu авг elo srp",
            "sep set wrz eyl сен syys září",
            "oct okt out ott paź paz eki окт loka říj",
            "nov lis kas ноя marras",
            "dec déc dez dic des gru ara дек joulu prosin",
        ),
        1,
    )
    for start in starts.split()
}
_NAMES = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")[^\W\d_]*"
# A year at the end is matched to be passed over, lest '1.9.2026 - 10.9.2026' be taken for October 9th.
_DAY = re.compile(
    r"(?<!\d)(?:(?P<past>\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)20\d\d(?!\d))"
    r"|(?P<y>20\d\d)\s*(?:(?P<part>[-/._])\s*|[년年]\s*)(?P<m>\d{1,2})\s*(?:(?P=part)|[월月])\s*(?P<d>\d{1,2})(?!\d)"
    r"|(?P<y2>20\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?P<d3>\d{{1,2}})(?:\.|er|º)?\s+(?:de\s+)?(?P<m3>{_NAMES})\.?,?\s+(?:del?\s+)?(?P<y3>20\d\d)"
    rf"|(?P<m4>{_NAMES})\.?\s+(?P<d4>\d{{1,2}}),?\s+(?P<y4>20\d\d))",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(20\d\d)(?!\d)")
# Words beside the time at which a file was made, in the languages of the seller centres.
_EXPORT = re.compile(
    r"导出|下载时间|生成时间|產生時間|报表创建|作成日時|ダウンロード日"
    r"|export|generated|created (?:on|at)|creation (?:date|time)|downloaded|dibuat|criação|criado|thời gian tạo"
    r"|ngày tạo|ถูกสร้าง|fecha de creación|generado|erstellt|créé le|généré",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SAVED = re.compile(rb"<dcterms:modified[^>]*>\s*([^<\s]+)\s*<")
_LEAST = datetime(2020, 1, 2)  # a template that a tool filled in says the day before
FILLED = "own"  # the platform of tables that the merchant fills in: a workbook's last change is theirs, not an export's
_UNIX = re.compile(r"^(1[5-9]\d{8}|2\d{9})(?!\d)")
_MONTH_ONLY = re.compile(r"(?<!\d)(20\d\d)[-_年](0?[1-9]|1[0-2])(?:月|(?![-_/.]?\d|[-_]))")


@dataclass(frozen=True, slots=True)
class Told:
    """``day``: first day of a file whose rows have no date, None otherwise; ``days`` how many; ``exported`` or None."""

    day: date | None = None
    days: int = 1
    exported: datetime | None = None

    @property
    def last(self) -> date | None:
        """Last day covered."""
        return self.day + timedelta(days=self.days - 1) if self.day else None


def told(found: Found, section: Section, item: Format, context: object) -> Told | None:
    """What ``found`` says of itself; None when its rows need a day that nobody tells."""
    # A sheet is named within its workbook, a file within its archive: what the inner name leaves open the outer tells.
    names = PurePosixPath(found.name.split("#")[0]).parts[::-1]
    stems = [_without_unix(name) for name in names]
    titles = _ends(_periods(section.titles))
    order = getattr(context, "date_order", None)
    zone = getattr(context, "zone", "UTC")
    exported = _exported(names, section.titles, zone)
    if exported is None and item.platform == FILLED:
        exported = saved(found.path, zone, getattr(context, "today", None))
    given: date | None = getattr(context, "day", None)
    for source in item.period:
        texts = [" ".join(titles)] if source == "title" else stems if source == "name" else []
        days = next((days for text in texts if (days := days_in(text) or _year_last(text, order))), ())
        if source == "user" and given:
            days = (given, given)
        if days:
            return Told(days[0], (days[1] - days[0]).days + 1, exported)
    if item.period and _needs_day(item):
        return None
    return Told(exported=exported)


def saved(path: Path, zone: str, today: date | None = None) -> datetime | None:
    """When a workbook says that it was last saved, on the clocks of ``zone``; None where it says nothing that can be.

    A workbook that was written by `template` and filled in by a program that tells no time says the template's own day.
    """
    try:
        with zipfile.ZipFile(path) as book, book.open("docProps/core.xml") as part:
            match = _SAVED.search(part.read(1 << 16))
        moment = datetime.fromisoformat(match.group(1).decode()) if match else None
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return None
    if moment is None or moment.replace(tzinfo=None) < _LEAST:
        return None
    local = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return None if today and local.date() > today + timedelta(days=1) else local.replace(microsecond=0)


def days_in(text: str) -> tuple[date, date] | tuple[()]:
    """First and last of the first one or two dates in ``text``; a bare month is all its days; () for none."""
    days = [day for match in _DAY.finditer(text) if (day := _day(match))]
    if days:
        return (min(days[:2]), max(days[:2]))
    month = _MONTH_ONLY.search(text)
    if not month:
        return ()
    first = date(int(month.group(1)), int(month.group(2)), 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _day(match: re.Match[str]) -> date | None:
    """The date that a pattern found, None for 2026-02-31 and for a date with its year at the end."""
    if match.group("past"):
        return None
    got = {key[0]: value for key, value in match.groupdict().items() if value and key[0] in "ymd"}
    month = got["m"]
    number = int(month) if month.isdigit() else _month(month.lower())
    try:
        return date(int(got["y"]), number, int(got["d"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    """Number of the month that ``name`` begins like, by the longest beginning that is known."""
    return _MONTHS[max((start for start in _MONTHS if name.startswith(start)), key=len)]


def _periods(titles: tuple[str, ...]) -> list[str]:
    """Titles that may state the period: not those that say when the file was made, nor the cell after such a label."""
    made = [bool(_EXPORT.search(text)) for text in titles]
    labels = [said and not _DAY.search(text) for said, text in zip(made, titles, strict=True)]
    return [
        text
        for text, said, after in zip(titles, made, [False, *labels], strict=False)
        if not said and not after
    ]


def _ends(titles: list[str]) -> list[str]:
    """Those that state both ends of a period, where any does: what else has a date is another matter."""
    return [text for text in titles if len(_DAY.findall(text)) > 1] or titles


def _year_last(text: str, order: str | None) -> tuple[date, date] | tuple[()]:
    """As ``days_in`` for '13/09/2026': a dot or a number above 12 tells the order, else the operator."""
    signs = {sign for _, sign, _, _ in _YEAR_LAST.findall(text)}
    found = [(int(a), int(b), int(y)) for a, _, b, y in _YEAR_LAST.findall(text)][:2]
    if order is None and signs == {"."}:
        order = "dmy"
    if any(a > 12 for a, _, _ in found):  # noqa: PLR2004 - no month
        order = "dmy"
    elif any(b > 12 for _, b, _ in found):  # noqa: PLR2004 - no month
        order = "mdy"
    if not found or order is None:
        return ()
    try:
        days = [date(y, b, a) if order == "dmy" else date(y, a, b) for a, b, y in found]
    except ValueError:
        return ()
    return min(days), max(days)


def _needs_day(item: Format) -> bool:
    """Whether any column of any table is made from the file's day."""
    used = [sql for target in item.tables for sql in target.columns.values()]
    return any("file_day" in identifiers(sql) for sql in used)


def _without_unix(stem: str) -> str:
    return _UNIX.sub("", stem)


def _exported(names: tuple[str, ...], titles: tuple[str, ...], zone: str) -> datetime | None:
    """When the file says that it was made: a unix time before one of its names, or a line above its header."""
    unix = next((match for name in names if (match := _UNIX.match(name))), None)
    if unix:
        moment = datetime.fromtimestamp(int(unix.group(1)), tz=UTC)
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    for place, text in enumerate(titles):
        if _EXPORT.search(text):
            said = " ".join(titles[place : place + 2])
            match, clock = _DAY.search(said), _CLOCK.search(said)
            day = _day(match) if match else None
            if day:
                hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (23, 59, 59)
                return datetime.combine(day, time(hour % 24, minute % 60, second % 60))
    return None
