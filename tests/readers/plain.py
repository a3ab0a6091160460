"""A small format of sales lines, and files of it, for what all readers share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from zhanggui.readers import Context, Format, Formats, Found, Staged, recognise, stage
from zhanggui.readers.grammar import load

SALT = b"\x01" * 16
TODAY = date(2024, 12, 31)
HEADER = "Order No,Product,Units,Sold at,Amount,Customer,Shop"
TOML = """
key = "sales"
platform = "other"
title = { zh = "销售", en = "Sales" }
need = ["order_id", "units", "amount"]
[fields.order_id]
names = ["Order No", "订单号"]
type = "id"
key = true
[fields.sku]
names = ["Product"]
type = "id"
[fields.units]
names = ["Units"]
type = "count"
min = 0
[fields.sold_at]
names = ["Sold at"]
type = "time"
[fields.amount]
names = ["Amount", "金额"]
patterns = ['amount\\((?P<currency>[a-z]{3})\\)']
type = "money"
money = { refunds = "in", shipping = "out", tax = "in", per = "line" }
[fields.buyer]
names = ["Customer"]
type = "text"
personal = true
[fields.shop_name]
names = ["Shop"]
type = "text"
[version]
covers = ["sold_at"]
[shop]
name = "shop_name"
[[tables]]
table = "order_line"
[tables.columns]
order_id = "order_id"
sku = "sku"
buyer = "buyer"
quantity = "units"
paid_at = "sold_at"
paid = "amount"
"""


def line(number: int, **changed: object) -> str:
    """One row of the file, with some cells changed."""
    cells: dict[str, object] = {
        "order": f"A{number:04d}",
        "product": "TEA-1",
        "units": 1,
        "at": "2024-05-06 07:08:09",
        "amount": "10.50",
        "customer": f"customer {number}",
        "shop": "",
    }
    return ",".join(str(cell) for cell in (cells | changed).values())


def rows(count: int, first: int = 1) -> list[str]:
    """``count`` clean rows."""
    return [line(number) for number in range(first, first + count)]


def text(*lines: str, header: str = HEADER) -> bytes:
    """A file of these lines."""
    return "\n".join([header, *lines, ""]).encode()


def sales(toml: str = TOML) -> Format:
    """The format."""
    return load(toml, "sales.toml")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the first table of a file."""

    found: Found
    staged: Staged
    con: duckdb.DuckDBPyConnection

    @property
    def issues(self) -> list[tuple[int, str, str]]:
        """Row, column and code of every issue."""
        return [(issue.row, issue.column, issue.code) for issue in self.staged.issues]

    def rows(self, columns: str, table: str = "order_line") -> list[tuple[object, ...]]:
        """Rows of a canonical table in the order of the file."""
        sql = f"SELECT {columns} FROM {self.staged.tables[table]} ORDER BY source_row"
        return self.con.execute(sql).fetchall()


@contextmanager
def reading(path: Path, made: Format | None = None, context: Context | None = None) -> Iterator[Read]:
    """Recognise and stage the first table of ``path``."""
    with TemporaryDirectory() as work, duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        found = recognise(path, Formats((made or sales(),)), Path(work))[0]
        assert found.format is not None, found.issues
        yield Read(found, stage(con, found, context or Context(SALT, TODAY, "UTC", "USD")), con)


def found_in(path: Path, made: Format | None = None) -> list[Found]:
    """Everything that is recognised in ``path``; its copies are gone afterwards."""
    with TemporaryDirectory() as work:
        return recognise(path, Formats((made or sales(),)), Path(work))


def codes(path: Path) -> list[str]:
    """Codes of the issues of everything in ``path``."""
    return [issue.code for found in found_in(path) for issue in found.issues]
