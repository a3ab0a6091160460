"""A large workbook of plain cells to CSV, column by column, without an object for each cell."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import fastexcel

from zhanggui.readers.words import literal, quoted

FAILURES = (fastexcel.FastExcelError, duckdb.Error)


def write(path: Path, targets: Path) -> Iterator[tuple[int, str, Path, int]]:
    """Every visible sheet that holds anything: its number from 0, name, CSV in ``targets`` and how many rows it has.

    A CSV has the sheet's rows from the first on, cells that hold nothing are empty. Raises one of ``FAILURES``, also of
    a sheet in the middle.
    """
    book = fastexcel.read_excel(path)
    pages = (
        (number, book.load_sheet(number, header_row=None, skip_rows=0, dtypes="string"))
        for number in range(len(book.sheet_names))
    )
    with duckdb.connect() as con:
        for number, page in pages:
            if page.visible == "visible" and page.height and page.width:
                target = targets / f"{path.stem[:40]}-{number}.csv"
                _copy(con, page, target)
                yield number, page.name, target, page.height


def _copy(con: duckdb.DuckDBPyConnection, page: fastexcel.ExcelSheet, target: Path) -> None:
    """Write the cells of a sheet; a row of one empty cell gets a second, so that readers do not skip it."""
    cells = [f"nullif({quoted(column.name)}, '')" for column in page.available_columns()]
    listed = ", ".join(cells if len(cells) > 1 else [*cells, "NULL"])
    con.register("page", page)
    con.execute(f"COPY (SELECT {listed} FROM page) TO {literal(str(target))} (FORMAT csv, HEADER false)")
    con.unregister("page")
