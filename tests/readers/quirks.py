"""What exporters and spreadsheets do to a file: the same rows must come out of it.

A quirk makes of a `Sheet` what stands on disk, and says which plain sheet it must equal.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tests.readers.sheets import CHINESE, Look, Sheet, csv_text, lines, shrunk, xls, xlsx, zipped
from zhanggui.readers import Format
from zhanggui.readers.spec import NUMERIC, Field

FIGURES = frozenset({"money", "count", "number", "rate", "fen"})
DATES = frozenset({"date", "time"})


def of(types: Iterable[str], change: Callable[[str], str]) -> Callable[[Sheet], Sheet]:
    """Change the cells of these types."""
    wanted = frozenset(types)
    return lambda made: made.cells(
        lambda c, f: change(c) if f.type in wanted and not f.values and not f.joined else c
    )


def thousands(cell: str) -> str:
    """With a comma between thousands."""
    whole, _, rest = cell.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def full(cell: str) -> str:
    """With digits and signs as wide as Chinese characters."""
    return cell.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789:.-/"})


def when(day: str, clock: str = "") -> Callable[[Sheet], Sheet]:
    """Dates written as ``day``, and times with the clock as ``clock`` behind; ``{y} {m} {d}`` and so on."""

    def change(cell: str, field: Field) -> str:
        if field.type not in DATES:
            return cell
        at = datetime.fromisoformat(cell)
        shape = day + (clock if field.type == "time" else "")
        serial = (at - datetime(1899, 12, 30)).total_seconds() / 86400
        names = {
            "y": at.year, "m": at.month, "d": at.day, "H": at.hour, "M": at.minute, "S": at.second,
            "s": f"{serial:.0f}" if field.type == "date" else f"{serial:.10f}", "b": at.strftime("%b"),
        }  # fmt: skip
        return shape.format(**names)

    return lambda made: made.cells(change)


def missing(mark: str) -> tuple[Callable[[Sheet], Sheet], Callable[[Sheet], Sheet]]:
    """Every third cell that is not needed, unknown: as ``mark``, and as an empty cell."""

    def put(given: str) -> Callable[[Sheet], Sheet]:
        def change(made: Sheet) -> Sheet:
            rows = [
                tuple(
                    given if f and _spare(made.item, f) and (place + number) % 3 == 0 and number else c
                    for place, (c, f) in enumerate(zip(row, made.fields, strict=True))
                )
                for number, row in enumerate(made.rows)
            ]
            return replace(made, rows=tuple(rows))

        return change

    return put(mark), put("")


def _spare(item: Format, field: Field) -> bool:
    """Whether a cell may be unknown: no key, no date that decides, no figure that the file is known by."""
    return not field.key and field.type in NUMERIC and field.name not in item.need


def spread(made: Sheet) -> Sheet:
    """Three columns that nobody knows, first, in the middle and last."""
    half = len(made.header) // 2

    def put(cells: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
        return (new[0], *cells[:half], new[1], *cells[half:], new[2])

    fields = (None, *made.fields[:half], None, *made.fields[half:], None)
    rows = tuple(put(row, ("甲", "x1", str(n))) for n, row in enumerate(made.rows))
    return replace(
        made, header=put(made.header, ("自定义甲", "Zg extra", "备用列丙")), rows=rows, fields=fields
    )


def needed(made: Sheet) -> Sheet:
    """Only the columns that the format cannot do without."""
    item = made.item
    keep = set(item.need) | {group[0] for group in item.one_of} | {f.name for f in item.keys}
    places = [i for i, f in enumerate(made.fields) if (f and f.name in keep)]
    return made.turned(places)


def filled(made: Sheet, first: str) -> str:
    """A totals row: ``first`` in the first cell and the sums of amounts, as CSV."""
    cells = []
    for place, field in enumerate(made.fields):
        if place == 0:
            cells.append(first)
        elif field and field.type in {"money", "count"} and not field.joined:
            cells.append(f"{sum(float(row[place] or 0) for row in made.rows):.2f}".removesuffix(".00"))
        else:
            cells.append("")
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def head_wide(name: str) -> str:
    """Digits, brackets and colons as wide as Chinese characters."""
    return name.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789():%"})


def head_broken(name: str) -> str:
    """A line break in the middle: at a space where there is one, else between two Chinese characters."""
    if " " in name:
        return name.replace(" ", "\n", 1)
    place = re.search(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])", name)
    return name[: place.end()] + "\n" + name[place.end() :] if place else name


def units(made: Sheet) -> Sheet:
    """A unit behind every name of an amount that has no remark yet."""
    unit = "(元)" if made.item.platform in CHINESE else "(USD)"
    header = tuple(
        name + unit if f and f.type == "money" and not re.search(r"[()（）]", name) else name
        for name, f in zip(made.header, made.fields, strict=True)
    )
    return replace(made, header=header)


@dataclass(frozen=True, slots=True)
class Quirk:
    """A name, what stands on disk, the name of the file, and the plain sheet that it must equal."""

    name: str
    data: Callable[[Sheet], bytes | None]
    file: str = "导出.csv"
    base: Callable[[Sheet], Sheet] = lambda made: made
    parts: int = 1


def _encoded(codec: str, mark: bytes = b"") -> Callable[[Sheet], bytes | None]:
    def data(made: Sheet) -> bytes | None:
        try:
            return mark + csv_text(made).encode(codec)
        except UnicodeEncodeError:
            return None

    return data


def _plain(change: Callable[[Sheet], Sheet], *, sign: str = ",") -> Callable[[Sheet], bytes]:
    return lambda made: csv_text(change(made), sign=sign).encode()


def _absent(mark: str) -> Quirk:
    put, blank = missing(mark)
    return Quirk(f"missing {mark!r}", _plain(put), base=blank)


def _ids(change: Callable[[str], str]) -> Callable[[Sheet], Sheet]:
    return of({"id"}, change)


def _money_mark(before: str, after: str = "") -> Callable[[Sheet], bytes]:
    def data(made: Sheet) -> bytes:
        sign = {"CNY": "¥", "USD": "$"}[made.currency]
        return _plain(of({"money"}, lambda c: before.replace("@", sign) + c + after))(made)

    return data


TITLE = ("某某旗舰店订单报表",)
QUIRKS: tuple[Quirk, ...] = (
    Quirk("utf-8 bom", lambda s: b"\xef\xbb\xbf" + csv_text(s).encode()),
    Quirk("gb18030", _encoded("gb18030")),
    Quirk("utf-16le bom tab", lambda s: b"\xff\xfe" + csv_text(s, sign="\t").encode("utf-16-le")),
    Quirk("utf-16le bom comma", _encoded("utf-16-le", b"\xff\xfe")),
    Quirk("utf-16be bom", _encoded("utf-16-be", b"\xfe\xff")),
    Quirk("big5", lambda s: _encoded("cp950")(s) if not _plain_ascii(s) else None),
    Quirk("cp1252", lambda s: _encoded("cp1252")(s) if not _plain_ascii(s) else None),
    Quirk("tab", lambda s: csv_text(s, sign="\t").encode()),
    Quirk("semicolon", lambda s: csv_text(s, sign=";").encode()),
    Quirk("pipe", lambda s: csv_text(s, sign="|").encode()),
    Quirk("lf", lambda s: csv_text(s, end="\n").encode()),
    Quirk("cr alone", lambda s: csv_text(s, end="\r").encode()),
    Quirk("no last line end", lambda s: csv_text(s).rstrip().encode()),
    Quirk("quoted everything", lambda s: csv_text(s, quote=True).encode()),
    Quirk("sep= line", lambda s: b"sep=,\r\n" + csv_text(s).encode()),
    Quirk("trailing comma", lambda s: csv_text(s).replace("\r\n", ",\r\n").encode()),
    Quirk(
        "trailing comma rows",
        lambda s: csv_text(s).replace("\r\n", ",\r\n").replace(",\r\n", "\r\n", 1).encode(),
    ),
    Quirk("tab in cells", _plain(lambda s: s.cells(lambda c, _: c + "\t"))),
    Quirk("tab before cells", _plain(lambda s: s.cells(lambda c, _: "\t" + c))),
    Quirk("tab in header", _plain(lambda s: s.names(lambda n: n + "\t"))),
    Quirk("space around cells", _plain(lambda s: s.cells(lambda c, _: f" {c} "))),
    Quirk("nbsp around cells", _plain(lambda s: s.cells(lambda c, _: f"\u00a0{c}\u00a0"))),
    Quirk("ids as formula", _plain(_ids(lambda c: f'="{c}"'))),
    Quirk("all as formula", _plain(lambda s: s.cells(lambda c, _: f'="{c}"'))),
    Quirk("ids =digits", _plain(_ids(lambda c: f"={c}" if c.isdigit() else c))),
    Quirk("ids apostrophe", _plain(_ids(lambda c: f"'{c}"))),
    Quirk("all apostrophe", _plain(lambda s: s.cells(lambda c, _: f"'{c}"))),
    Quirk("ids backtick", _plain(_ids(lambda c: f"`{c}"))),
    Quirk("header full width", _plain(lambda s: s.names(head_wide))),
    Quirk("header line break", _plain(lambda s: s.names(head_broken))),
    Quirk("header nbsp", _plain(lambda s: s.names(lambda n: n.replace(" ", "\u00a0") + "\u00a0"))),
    Quirk("header zero width", _plain(lambda s: s.names(lambda n: n[:1] + "\u200b" + n[1:] + "\ufeff"))),
    Quirk("header spaces", _plain(lambda s: s.names(lambda n: f"  {n} "))),
    Quirk("header upper", _plain(lambda s: s.names(str.upper))),
    Quirk("header star", _plain(lambda s: s.names(lambda n: "*" + n))),
    Quirk("header colon", _plain(lambda s: s.names(lambda n: n + "："))),
    Quirk("header unit", _plain(units)),
    Quirk("header double space", _plain(lambda s: s.names(lambda n: n.replace(" ", "  ")))),
    Quirk("title above", lambda s: lines(s, ["某某旗舰店订单报表"])),
    Quirk(
        "title, notes, blanks above",
        lambda s: lines(s, ["报表名称,订单", "", "导出人：张三", "说明：仅供参考，不作结算依据", ""]),
    ),
    Quirk(
        "wide titles above",
        lambda s: lines(s, ["," * (len(s.header) - 1), "标题" + "," * (len(s.header) - 1)]),
    ),
    Quirk("blank rows between", lambda s: csv_text(s).replace("\r\n", "\r\n\r\n", 3).encode()),
    Quirk("blank cells rows below", lambda s: lines(s, (), ["," * (len(s.header) - 1)] * 5)),
    Quirk("total 合计", lambda s: lines(s, (), [filled(s, "合计")])),
    Quirk("total Total", lambda s: lines(s, (), [filled(s, "Total")])),
    Quirk("footers", lambda s: lines(s, (), ["", "共7条记录", "导出时间：2026-02-01 10:00:00"])),
    Quirk("remark below", lambda s: lines(s, (), ["", "说明：金额单位为元", "备注：数据仅供参考"])),
    Quirk(
        "hash lines",
        lambda s: lines(
            s, ["#导出明细", "#账号:[a@b.c]", "#----列表开始----"], ["#----列表结束----", "#合计：7笔"]
        ),
    ),
    Quirk("header repeated", lambda s: lines(s, (), csv_text(s).split("\r\n")[:1])),
    Quirk(
        "columns reversed",
        _plain(lambda s: s.turned(range(len(s.header))[::-1]) if not s.item.unpivot else s),
    ),
    Quirk("unknown columns", _plain(lambda s: spread(s) if not s.item.unpivot else s)),
    Quirk("only needed columns", _plain(needed), base=needed),
    Quirk("thousands", _plain(of(FIGURES - {"fen"}, thousands))),
    Quirk("money sign", _money_mark("@")),
    Quirk("money sign space", _money_mark("@ ")),
    Quirk("money 元", lambda s: _money_mark("", "元")(s) if s.currency == "CNY" else _money_mark("US$")(s)),
    Quirk("money sign thousands", lambda s: _money_mark("@")(of({"money"}, thousands)(s))),
    Quirk("full width figures", _plain(of(FIGURES, full))),
    Quirk("counts .0", _plain(of({"count"}, lambda c: c + ".0"))),
    Quirk("counts .00", _plain(of({"count"}, lambda c: c + ".00"))),
    Quirk("money one decimal", _plain(of({"money"}, lambda c: c.removesuffix("0")))),
    *map(
        _absent,
        (
            "--",
            "-",
            "/",
            "NULL",
            "N/A",
            "—",
            "null",
            "\\N",
            "nan",
            "#N/A",
            "无",
            "None",
            " ",
            "*",
            "空",
            "——",
            "(空)",
            "暂无数据",
            "n.a.",
        ),
    ),
    Quirk("percent without sign", _plain(of({"percent"}, lambda c: c.rstrip("%")))),
    Quirk("fraction as percent", _plain(of({"fraction"}, lambda c: f"{float(c) * 100:g}%"))),
    Quirk("percent wide", _plain(of({"percent"}, lambda c: c.replace("%", "％")))),
    Quirk("date y/m/d h:m", _plain(when("{y}/{m}/{d}", " {H}:{M:02}"))),
    Quirk("date y/mm/dd", _plain(when("{y}/{m:02}/{d:02}", " {H:02}:{M:02}:{S:02}"))),
    Quirk("date chinese", _plain(when("{y}年{m}月{d}日", " {H}:{M:02}:{S:02}"))),
    Quirk("date chinese tight", _plain(when("{y}年{m:02}月{d:02}日", "{H:02}时{M:02}分{S:02}秒"))),
    Quirk("date compact", _plain(when("{y}{m:02}{d:02}", "{H:02}{M:02}{S:02}"))),
    Quirk("date compact clock", _plain(when("{y}{m:02}{d:02}", " {H:02}:{M:02}:{S:02}"))),
    Quirk("date dots", _plain(when("{y}.{m:02}.{d:02}", " {H:02}:{M:02}"))),
    Quirk("date iso T", _plain(when("{y}-{m:02}-{d:02}", "T{H:02}:{M:02}:{S:02}"))),
    Quirk("date millis", _plain(when("{y}-{m:02}-{d:02}", " {H:02}:{M:02}:{S:02}.000"))),
    Quirk("date .0", _plain(when("{y}-{m:02}-{d:02}", " {H:02}:{M:02}:{S:02}.0"))),
    Quirk("date serial", _plain(when("{s}"))),
    Quirk("date d/m/y", _plain(when("{d:02}/{m:02}/{y}", " {H:02}:{M:02}"))),
    Quirk("date m/d/y", _plain(when("{m}/{d}/{y}", " {H}:{M:02}:{S:02} AM"))),
    Quirk("date d.m.y", _plain(when("{d:02}.{m:02}.{y}", " {H:02}:{M:02}:{S:02}"))),
    Quirk("date Jan 5, 2026", _plain(when("{b} {d}, {y}", " {H}:{M:02} AM"))),
    Quirk("date 5 Jan 2026", _plain(when("{d} {b} {y}", " {H:02}:{M:02}:{S:02}"))),
    Quirk("date 上午", _plain(when("{y}/{m}/{d}", " 上午{H}:{M:02}:{S:02}"))),
    Quirk("date weekday", _plain(when("{y}-{m:02}-{d:02}", " 星期一 {H:02}:{M:02}:{S:02}"))),
    Quirk(
        "date with clock 0",
        _plain(lambda s: s.cells(lambda c, f: c + " 00:00:00" if f.type == "date" else c)),
    ),
    Quirk("xlsx text", xlsx, "导出.xlsx"),
    Quirk("xlsx typed", lambda s: xlsx(s, Look(typed=True)), "导出.xlsx"),
    Quirk(
        "xlsx merged title",
        lambda s: xlsx(s, Look(above=(TITLE, ("导出时间：2026-02-01 10:00",)), merged=True)),
        "导出.xlsx",
    ),
    Quirk("xlsx hidden sheet", lambda s: xlsx(s, Look(hidden=True)), "导出.xlsx"),
    Quirk("xlsx notes sheet", lambda s: xlsx(s, Look(notes=True)), "导出.xlsx"),
    Quirk("xlsx column B", lambda s: xlsx(s, Look(above=((), ()), left=1)), "导出.xlsx"),
    Quirk("xlsx total", lambda s: xlsx(s, Look(below=((), ("合计",), ("共7条",)))), "导出.xlsx"),
    Quirk("xlsx two sheets", lambda s: xlsx(s, Look(parts=2)), "导出.xlsx", parts=2),
    Quirk("xlsx as csv name", xlsx, "导出.csv"),
    Quirk("xlsx wrong dimension", lambda s: shrunk(xlsx(s)), "导出.xlsx"),
    Quirk("xls", xls, "导出.xls"),
    Quirk("csv as xls name", lambda s: csv_text(s, sign="\t").encode("gb18030"), "导出.xls"),
    Quirk(
        "zip gbk name",
        lambda s: zipped("订单报表导出.csv", csv_text(s).encode("gb18030"), gbk=True),
        "导出.zip",
    ),
    Quirk("zip of xlsx", lambda s: zipped("订单/报表.xlsx", xlsx(s)), "导出.zip"),
)


def _plain_ascii(made: Sheet) -> bool:
    return csv_text(made).isascii()


def place(folder: Path, quirk: Quirk, made: Sheet) -> Path | None:
    """Write the quirk's file; None where the sheet cannot have it."""
    data = quirk.data(made)
    if data is None:
        return None
    path = folder / quirk.file
    path.write_bytes(data)
    return path
