"""Loading, against the least that is needed for it: clean order files, and a month that overlaps what is there.

For text that is one `INSERT … SELECT … FROM read_csv` of the same columns, typed, into an empty table; for a workbook,
its rows read by the library. Ratios are of processor time, so that a busy machine does not decide; seconds of the clock
are printed beside them. Every piece runs in a process of its own, which tells its greatest memory.
`ZHANGGUI_BENCH_LINES` sets the size (5,000,000); a workbook has a tenth of them, at most 200,000.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from zhanggui.app.load import Options, load
from zhanggui.store.folder import ShopFolder

LINES = int(os.environ.get("ZHANGGUI_BENCH_LINES", "5000000"))
SHEET = min(LINES // 10, 200_000)
RUNS = 5  # of a workbook
LOAD_BOUND = 2.5
AGAIN_BOUND = 2.0
GB_BOUND = 3.5
SHEET_BOUND = 1.5
MEMORY_BOUND = 2048  # MiB
FIGURES = frozenset({"BIGINT", "DECIMAL(18,4)"})

# Columns of a JD order export: header, SQL of a cell, type in the bare table.
COLUMNS = (
    ("订单号", "CAST(100000000000 + i // 2 AS VARCHAR)", "VARCHAR"),
    ("商品ID", "CAST(80000000 + hash(i) % 5000 AS VARCHAR)", "VARCHAR"),
    ("商品名称", "'夏季新款连衣裙 ' || (hash(i) % 5000)", "VARCHAR"),
    ("订购数量", "1 + i % 3", "BIGINT"),
    (
        "下单时间",
        "strftime(TIMESTAMP '2023-01-01' + INTERVAL (i * 2) SECOND, '%Y-%m-%d %H:%M:%S')",
        "TIMESTAMP",
    ),
    (
        "付款确认时间",
        "strftime(TIMESTAMP '2023-01-01' + INTERVAL (i * 2 + 60) SECOND, '%Y-%m-%d %H:%M:%S')",
        "TIMESTAMP",
    ),
    ("京东价", "printf('%d.%02d', 20 + i % 900, i % 100)", "DECIMAL(18,4)"),
    ("应付金额", "printf('%d.%02d', 2 * (20 + i // 2 % 900), i // 2 % 100)", "DECIMAL(18,4)"),
    ("订单状态", "'完成'", "VARCHAR"),
    ("下单帐号", "'jd_' || (hash(i // 2) % 400000)", "VARCHAR"),
    ("商家SKUID", "'SKU' || (hash(i) % 8000)", "VARCHAR"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took: seconds of the processor and of the clock, and its greatest memory in MiB."""

    cpu: float
    wall: float
    memory: int


def timed(work: Callable[[], object]) -> Cost:
    """Run it once, in a process of its own; raises SystemExit when it fails there.

    This process must not have used the engine, whose threads a child does not inherit.
    """
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            cost = Cost(time.process_time() - cpu, time.perf_counter() - wall, memory)
            os.write(sink, json.dumps(astuple(cost)).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(sink)
    with os.fdopen(source, "rb") as told:
        said = told.read()
    os.waitpid(child, 0)
    if not said:
        sys.exit(1)
    return Cost(*json.loads(said))


def middle(costs: Sequence[Cost]) -> Cost:
    """The one with the median of processor time."""
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def write(path: Path, first: int, last: int) -> None:
    """An order file of lines ``first``..``last`` - 1, UTF-8."""
    cells = ", ".join(f'{cell} AS "{name}"' for name, cell, _ in COLUMNS)
    duckdb.execute(f"COPY (SELECT {cells} FROM range({first}, {last}) t(i)) TO '{path}' (HEADER)")


def bare(path: Path, into: Path) -> None:
    """The least: the same columns, typed, straight into a table."""
    types = ", ".join(f"'{name}': '{kind}'" for name, _, kind in COLUMNS)
    with duckdb.connect(str(into)) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute("CREATE TABLE lines (" + ", ".join(f'"{name}" {kind}' for name, _, kind in COLUMNS) + ")")
        con.execute(
            f"INSERT INTO lines SELECT * FROM read_csv('{path}', header = true, columns = {{{types}}})"
        )


def product(home: Path, path: Path) -> None:
    """What `zhanggui load` does in the shop folder ``home``; raises SystemExit when not every line was kept."""
    (told,) = load(ShopFolder.open(home), [path], Options(datetime(2026, 6, 1, tzinfo=UTC), "bench"))
    if told.refused or not told.kept:
        sys.exit(f"{told.kept} kept, {told.refused} refused: {told.issues[:3]}")


def sheet(path: Path, lines: int) -> None:
    """A workbook of the first ``lines``, with figures as numbers."""
    cells = ", ".join(cell for _, cell, _ in COLUMNS)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [name for name, _, _ in COLUMNS])
        rows = duckdb.execute(f"SELECT {cells} FROM range({lines}) t(i)")
        number = 0
        while row := rows.fetchone():
            number += 1
            for place, (cell, (_, _, kind)) in enumerate(zip(row, COLUMNS, strict=True)):
                if kind in FIGURES:
                    page.write_number(number, place, float(cell))
                else:
                    page.write_string(number, place, cell)


def read(path: Path) -> None:
    """The least for a workbook: its rows as the library gives them."""
    book = CalamineWorkbook.from_path(path)
    for _ in book.get_sheet_by_index(0).iter_rows():
        pass


def chinese(path: Path, into: Path) -> None:
    """The same text in GB18030."""
    with path.open(encoding="utf-8") as source, into.open("w", encoding="gb18030") as target:
        for line in source:
            target.write(line)


def report(name: str, ours: Cost, theirs: Cost, bound: float) -> bool:
    """One line; whether it is within its bounds."""
    ratio = ours.cpu / theirs.cpu
    print(
        f"{name}: {ratio:.2f} x ({ours.cpu:.1f} / {theirs.cpu:.1f} s processor, {ours.wall:.1f} / {theirs.wall:.1f} s "
        f"clock), bound {bound}; memory {ours.memory} MiB, bound {MEMORY_BOUND}",
        flush=True,
    )
    return ratio <= bound and ours.memory <= MEMORY_BOUND


def main() -> int:
    """Print the ratios; 1 when one is out of bounds."""
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # as the command does
    with tempfile.TemporaryDirectory(prefix="zhanggui-bench-") as place:
        home = Path(place)
        whole, month, again, gb18030 = (
            home / f"{name}.csv" for name in ("whole", "month", "again", "gb18030")
        )
        days = LINES // 12
        timed(lambda: write(whole, 0, LINES))
        timed(lambda: write(month, LINES, LINES + days))
        timed(lambda: write(again, LINES + days // 10, LINES + days + days // 10))
        least = timed(lambda: bare(whole, home / "bare.duckdb"))
        folder = home / "shop"
        good = report(f"load of {LINES:,} lines", timed(lambda: product(folder, whole)), least, LOAD_BOUND)
        first = timed(lambda: product(folder, month))
        second = timed(lambda: product(folder, again))
        good &= report(f"a month of {days:,} lines again, 90 % known", second, first, AGAIN_BOUND)
        timed(lambda: chinese(whole, gb18030))
        # Anew: a shared machine is not as quick now as it was minutes ago.
        least = timed(lambda: bare(whole, home / "bare2.duckdb"))
        good &= report(
            "the same file in GB18030", timed(lambda: product(home / "other", gb18030)), least, GB_BOUND
        )
        book = home / "book.xlsx"
        timed(lambda: sheet(book, SHEET))
        # Of a few seconds one run says little: the middle of several, in turn.
        runs = [
            (timed(lambda: read(book)), timed(partial(product, home / f"third{run}", book)))
            for run in range(RUNS)
        ]
        alone, ours = (middle(costs) for costs in zip(*runs, strict=True))
        good &= report(f"a workbook of {SHEET:,} lines", ours, alone, SHEET_BOUND)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
