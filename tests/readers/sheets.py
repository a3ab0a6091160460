"""Files of any format, made from its columns alone: a header, rows of plain cells, and what stands on disk."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import xlsxwriter
import xlwt

from zhanggui.model.shop import PLATFORMS
from zhanggui.readers import Format
from zhanggui.readers.catalogue import hold
from zhanggui.readers.spec import NUMERIC, Field

ROWS = 7
START = date(2026, 1, 5)
CHINESE = frozenset(name for name, (currency, _) in PLATFORMS.items() if currency == "CNY")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as plain cells. ``fields``: the format's field of each column, None for a column nobody reads."""

    item: Format
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fields: tuple[Field | None, ...]

    @property
    def currency(self) -> str:
        """Of all its amounts."""
        return "CNY" if self.item.platform in CHINESE else "USD"

    def cells(self, change: Callable[[str, Field], str]) -> "Sheet":
        """The sheet with every filled cell of a known column changed."""
        rows = tuple(
            tuple(change(c, f) if f and c else c for c, f in zip(row, self.fields, strict=True))
            for row in self.rows
        )
        return replace(self, rows=rows)

    def names(self, change: Callable[[str], str]) -> "Sheet":
        """The sheet with every name of the header changed."""
        return replace(self, header=tuple(change(name) for name in self.header))

    def turned(self, order: Sequence[int]) -> "Sheet":
        """The columns ``order`` alone, in that order."""
        return replace(
            self,
            header=tuple(self.header[i] for i in order),
            rows=tuple(tuple(row[i] for i in order) for row in self.rows),
            fields=tuple(self.fields[i] for i in order),
        )


def sheet(item: Format, header: Sequence[str] | None = None, nth: int = 0) -> Sheet:
    """Rows for ``header``, else for the ``nth`` spelling of each of the format's columns."""
    names = list(header) if header else _header(item, nth)
    match = hold(item, names)
    assert match is not None, item.key
    fields: list[Field | None] = [None] * len(names)
    for name, place in match.columns.items():
        if place >= 0:
            fields[place] = item.fields[name]
    rows = tuple(tuple(_cell(item, f, n, i) for i, f in enumerate(fields)) for n in range(ROWS))
    return Sheet(item, tuple(names), rows, tuple(fields))


def _header(item: Format, nth: int) -> list[str]:
    out: list[str] = []
    wide = {item.unpivot.name, item.unpivot.value} if item.unpivot else set()
    for name, field in item.fields.items():
        if name in wide or not field.names:
            continue
        given = field.names[nth] if nth < len(field.names) else field.names[0]
        if given not in out:
            out.append(given)
    if item.unpivot:
        after = item.unpivot.after
        last = item.fields[after].names[0] if after in item.fields else after
        out = [name for name in out if name != last] + [last, "Warehouse A", "Warehouse B"]
    return out


def _cell(item: Format, field: Field | None, row: int, column: int) -> str:
    """One plain cell: the same kinds of value in every format, keys all different."""
    if field is None:
        return str(row + 2) if item.unpivot else ""
    if field.values:
        texts = next((texts for texts in field.values.values() if texts), ("",))
        return texts[0]
    if field.type == "id":
        return (
            f"{730000000000000000 + 1000 * column + row * 7 + 1}"
            if field.key or row % 2
            else f"SKU-{row % 3}A"
        )
    if "currency" in field.name or field.name == "coin":
        return "CNY" if item.platform in CHINESE else "USD"
    return _figure(field, row, column)


def _figure(field: Field, row: int, column: int) -> str:
    day = START + timedelta(days=row * 3)
    amount = f"{1200 + 10 * column + row}.{row}5" if row % 2 else f"{12 + row}.50"
    return {
        "money": amount,
        "fen": f"{1250 + row}",
        "count": f"{1234 + row + column}" if row % 3 == 1 else f"{3 + row}",
        "number": f"{row + 1}.5",
        "percent": f"{row + 1}.25%",
        "fraction": f"0.0{row + 1}25",
        "rate": f"{row + 1}.75",
        "range": f"{100 * (row + 1)} ~ {200 * (row + 1)}",
        "date": day.isoformat(),
        "days": day.isoformat(),
        "time": f"{day.isoformat()} 09:0{row % 10}:00",
        "flag": ("是", "否")[row % 2],
        "text": f"{field.name}-{row + 1}x",
    }[field.type]


def csv_text(made: Sheet, *, sign: str = ",", end: str = "\r\n", quote: bool = False) -> str:
    """The sheet as delimited text."""
    out = io.StringIO(newline="")
    if quote:
        writer = csv.writer(out, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(out, delimiter=sign, lineterminator=end)
    writer.writerows([made.header, *made.rows])
    return out.getvalue()


def lines(made: Sheet, above: Iterable[str] = (), below: Iterable[str] = ()) -> bytes:
    """The sheet as UTF-8 CSV between raw lines."""
    return ("".join(f"{a}\r\n" for a in above) + csv_text(made) + "".join(f"{b}\r\n" for b in below)).encode()


def _typed(made: Sheet, cell: str, field: Field | None) -> object:
    """The value that a spreadsheet keeps: numbers and dates as such; long digits stay text."""
    if field is None or not cell:
        return cell
    if field.type in {"date", "time", "days"}:
        return datetime.fromisoformat(cell)
    if field.type in {"percent", "fraction"} or (field.type in NUMERIC and not field.joined):
        bare = float(cell.rstrip("%"))
        return bare / 100 if cell.endswith("%") else bare
    return cell


@dataclass(frozen=True, slots=True)
class Look:
    """How a workbook looks around its table: texts above and below, first column, sheets of notes, typed cells."""

    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    left: int = 0
    notes: bool = False
    hidden: bool = False
    typed: bool = False
    merged: bool = False
    parts: int = 1


PLAIN = Look()


def xlsx(made: Sheet, look: Look = PLAIN) -> bytes:
    """The sheet as a workbook."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        if look.notes:
            page = book.add_worksheet("说明")
            for row, text in enumerate(("填写说明", "1. 本表由平台导出", "2. 金额单位：元")):
                page.write_string(row, 0, text)
        if look.hidden:
            page = book.add_worksheet("hidden1")
            page.write_row(0, 0, ["字典", "值"])
            page.write_row(1, 0, ["a", "b"])
            page.hide()
        size = -(-len(made.rows) // look.parts)
        for part in range(look.parts):
            page = book.add_worksheet(f"数据{part + 1}")
            if part == 0 and (look.notes or look.hidden):
                page.activate()
                page.set_first_sheet()
            _page(page, replace(made, rows=made.rows[part * size : (part + 1) * size]), look, moment)
    return out.getvalue()


def shrunk(data: bytes) -> bytes:
    """The same workbook, whose sheets claim to be of two cells: TikTok Shop writes such."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in given.infolist():
            text = given.read(info)
            if info.filename.startswith("xl/worksheets/"):
                text = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B2"/>', text)
            made.writestr(info.filename, text)
    return out.getvalue()


def _page(page: "xlsxwriter.worksheet.Worksheet", made: Sheet, look: Look, moment: object) -> None:
    row = 0
    for texts in look.above:
        if look.merged and len(texts) == 1:
            page.merge_range(row, look.left, row, look.left + max(len(made.header) - 1, 1), texts[0])
        else:
            page.write_row(row, look.left, texts)
        row += 1
    page.write_row(row, look.left, made.header)
    for cells in made.rows:
        row += 1
        for place, (cell, field) in enumerate(zip(cells, made.fields, strict=True)):
            value = _typed(made, cell, field) if look.typed else cell
            if isinstance(value, datetime):
                page.write_datetime(row, look.left + place, value, moment)
            elif isinstance(value, float):
                page.write_number(row, look.left + place, value)
            elif value != "":
                page.write_string(row, look.left + place, str(value))
    for texts in look.below:
        row += 1
        page.write_row(row, look.left, texts)


def xls(made: Sheet) -> bytes:
    """The sheet as the old binary xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    for row, cells in enumerate([made.header, *made.rows]):
        for place, cell in enumerate(cells):
            if cell:
                page.write(row, place, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(name: str, data: bytes, *, gbk: bool = False) -> bytes:
    """A zip of one member; ``gbk``: its name as Windows in China writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        if gbk:
            info = zipfile.ZipInfo("x" * len(name.encode("gbk")))
            info.compress_type = zipfile.ZIP_DEFLATED
            box.writestr(info, data)
        else:
            box.writestr(name, data)
    raw = out.getvalue()
    return raw.replace(b"x" * len(name.encode("gbk")), name.encode("gbk")) if gbk else raw
